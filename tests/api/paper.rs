//! The certificate's PDF in the hands of other people's tools (qpdf, mutool, poppler, zbar): they find
//! nothing wrong with it, read what it says, and may save it again without harm.

use std::path::Path;
use std::process::Command;
use wenzheng::model::{
    certificate::{Certificate, Edition},
    day::Timestamp,
    key_id::KeyId,
    paper::PdfParts,
};
use wenzheng::print::{Press, Sheet, TEMPLATE, read};

const CREDENTIAL: &[u8] = "{\"name\":\"䶮㛃\",\"proof\":\"(\\\\)\"}\r\n".as_bytes();

/// A certificate with a name in seven rare characters, four of them beyond the first plane.
fn certificate() -> Certificate {
    serde_json::from_value(serde_json::json!({
        "number": "C33030020260000427",
        "road": "issued",
        "name": "䶮㛃𠅤𪾢𬱖\u{2C386}\u{9FEB}\u{20001}",
        "sex": "female",
        "born_on": "1988-03",
        "award": {
            "series": "工程技术人员",
            "specialty": "建筑工程管理",
            "title": "工程师",
            "level": "intermediate",
            "award_method": "review",
            "obtained_on": "2026-09",
            "committee": "温州市建设工程中级专业技术资格评审委员会",
            "employer": "温州市建筑设计研究院有限公司",
            "document_number": "温人社发〔2026〕88号",
            "announced_on": null,
            "source_number": null
        },
        "awarding_office": { "code": "3303A01", "name": "温州市人力资源和社会保障局" },
        "issued_on": "2026-11-24",
        "issued_at": 1_795_508_885_000_i64
    }))
    .expect("a certificate")
}

fn url() -> String {
    format!("https://zs.wenzhou.gov.cn/v/{}", "31415926535897932384".repeat(25))
}

/// A folder with the certificate as `c.pdf`, and its bytes.
fn printed() -> (tempfile::TempDir, Vec<u8>) {
    let edition = Edition {
        template: TEMPLATE,
        public_url: "https://zs.wenzhou.gov.cn".to_owned(),
        tree_size: 1,
        document_key: KeyId::of(b"a key"),
        signed_at: Timestamp(1_795_508_885_000),
    };
    let (certificate, url) = (certificate(), url());
    let sheet = Sheet {
        certificate: &certificate,
        edition: &edition,
        credential: CREDENTIAL,
        token: b"a token",
        log_proof: None,
        seal: None,
        qr_url: &url,
    };
    let bytes = Press::new().print(&sheet).expect("a page");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("c.pdf"), &bytes).expect("a file");
    (folder, bytes)
}

/// Runs a tool in `folder`; gives what it says, and fails the test if it fails.
fn run(folder: &Path, command: &str) -> String {
    let mut words = command.split(' ');
    let output = Command::new(words.next().unwrap_or_default())
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{command}: {error}"));
    assert!(output.status.success(), "{command}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn other_tools_find_nothing_wrong_and_read_every_word() {
    let (folder, _) = printed();
    let folder = folder.path();
    assert!(run(folder, "qpdf --check c.pdf").contains("No syntax or stream encoding errors"));
    let fonts = run(folder, "pdffonts c.pdf");
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(fonts.len() >= 3, "{fonts:?}");
    assert!(fonts.iter().all(|font| font.contains("yes yes yes")), "{fonts:?}");
    let text = run(folder, "pdftotext -layout c.pdf -");
    for words in [
        "温州市专业技术资格证书",
        certificate().name.as_str(),
        "温州市建筑设计研究院有限公司",
        "2026年9月",
        "温人社发〔2026〕88号",
        "C330300 2026 0000427",
        "2026年11月24日",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let info = run(folder, "pdfinfo c.pdf");
    assert!(info.contains("Title:           温州市专业技术资格证书 C33030020260000427"), "{info}");
    assert!(!info.contains("CreationDate") && info.contains("A4"), "{info}");
}

#[test]
fn other_tools_scan_the_code_and_take_out_the_credential() {
    let (folder, _) = printed();
    let folder = folder.path();
    run(folder, "pdftoppm -r 150 -png -singlefile c.pdf q");
    assert_eq!(run(folder, "zbarimg -q --raw q.png").trim_end(), url());
    run(folder, "pdfdetach -save 1 -o credential.json c.pdf");
    assert_eq!(std::fs::read(folder.join("credential.json")).unwrap(), CREDENTIAL);
}

#[test]
fn a_file_that_another_tool_saved_again_has_equal_parts() {
    let (folder, bytes) = printed();
    let parts = read(&bytes).unwrap();
    for command in [
        "qpdf --object-streams=generate c.pdf d.pdf",
        "qpdf --object-streams=disable c.pdf d.pdf",
        "qpdf --object-streams=generate --recompress-flate --compression-level=9 c.pdf d.pdf",
        "qpdf --stream-data=uncompress c.pdf d.pdf",
        "qpdf --coalesce-contents c.pdf d.pdf",
        "qpdf --linearize c.pdf d.pdf",
        "mutool clean -gggg -z c.pdf d.pdf",
    ] {
        run(folder.path(), command);
        let again = std::fs::read(folder.path().join("d.pdf")).unwrap();
        assert_ne!(again, bytes);
        let again = read(&again).unwrap();
        assert_ne!(again.file, parts.file);
        assert_eq!(PdfParts { file: parts.file, ..again }, parts, "{command}");
    }
}

#[test]
fn a_page_that_another_tool_drew_over_or_locked_is_noticed() {
    let (folder, bytes) = printed();
    let folder = folder.path();
    run(folder, "qpdf c.pdf --overlay c.pdf -- d.pdf");
    let parts = read(&std::fs::read(folder.join("d.pdf")).unwrap()).unwrap();
    assert_ne!(parts.drawing, read(&bytes).unwrap().drawing);
    run(folder, "qpdf --encrypt a b 256 -- c.pdf e.pdf");
    let locked = read(&std::fs::read(folder.join("e.pdf")).unwrap());
    assert_eq!(locked, Err(wenzheng::print::Unreadable::Encrypted));
}
