//! Papers in the hands of other people's tools (qpdf, mutool, poppler, zbar, pikepdf): they find
//! nothing wrong with them, read what they say, and may save them again without harm.

use std::path::Path;
use std::process::Command;
use wenzheng::model::{
    batch::BatchId,
    certificate::{Certificate, Edition},
    copy::{BoundCopy, CopyCode, Purpose},
    day::Timestamp,
    digest::Digest,
    key_id::KeyId,
    number::CertificateNumber,
    office::OfficeCode,
    paper::PdfParts,
    receipt::Receipt,
    text::Text,
    way::Way,
};
use wenzheng::print::{Bound, Press, ReceiptSheet, Seal, Sheet, TEMPLATE, read};
use wenzheng::registry::house::preview::{self, samples};

const CREDENTIAL: &[u8] = "{\"name\":\"䶮㛃\",\"proof\":\"(\\\\)\"}\r\n".as_bytes();
const LOG_PROOF: &[u8] = b"c2sp.org/tlog-proof@v1\nindex 0\n";
const COPY: &[u8] = "{\"purpose\":\"参加\"}".as_bytes();
const TOKEN: &[u8] = b"\xD2\x84token";
const AT: Timestamp = Timestamp(1_795_508_885_000);

/// Certificates that are hard to print, each for a reason of its own; the first has a name in rare
/// characters.
fn certificates() -> Vec<Certificate> {
    let mut all: Vec<Certificate> =
        samples().expect("samples").into_iter().map(|sample| sample.certificate).collect();
    let rare = all.iter().position(|one| one.name.as_str().contains('䶮')).expect("a rare name");
    all.swap(0, rare);
    all
}

fn url() -> String {
    format!("https://zs.wenzhou.gov.cn/v/{}", "31415926535897932384".repeat(25))
}

/// The paper of `certificate`, sealed with bytes that stand for a signature.
/// A copy for as many words as a purpose has, some of them rare.
fn copy(number: &CertificateNumber) -> BoundCopy {
    let purpose = "市政道路改造工程（二期）Tender 0042 䶮𬱖 资格预审";
    BoundCopy {
        code: CopyCode::of_random([7; 8]),
        number: number.clone(),
        purpose: Purpose::read(purpose).unwrap(),
        until: AT.day().plus_days(30),
        made_at: AT,
    }
}

fn paper(press: &Press, certificate: &Certificate) -> Vec<u8> {
    printed_as(press, certificate, None)
}

/// The paper of a copy.
fn copied(press: &Press, certificate: &Certificate) -> Vec<u8> {
    printed_as(press, certificate, Some(&copy(&certificate.number)))
}

fn printed_as(press: &Press, certificate: &Certificate, copy: Option<&BoundCopy>) -> Vec<u8> {
    let edition = Edition {
        template: TEMPLATE,
        public_url: "https://zs.wenzhou.gov.cn".to_owned(),
        tree_size: 1,
        document_key: KeyId::of(b"a key"),
        signed_at: AT,
        extra_face: None,
    };
    let sign = |covered: &Digest| [&[0x30, 32], covered.0.as_slice()].concat();
    let name = certificate.awarding_office.name.as_str();
    let photo = certificate.photo.and_then(|_| preview::photo());
    let sheet = Sheet {
        certificate,
        photo: photo.as_ref(),
        edition: &edition,
        extra: None,
        credential: CREDENTIAL,
        token: TOKEN,
        log_proof: Some(LOG_PROOF),
        seal: Some(Seal { name, at: AT, room: 2560, sign: &sign }),
        copy: copy.map(|copy| Bound { copy, file: COPY }),
        qr_url: &copy.map_or_else(url, |copy| format!("{}/{}", url(), copy.code)),
    };
    press.print(&sheet).expect("a page")
}

/// A folder with one paper as `c.pdf`, and its bytes.
fn printed() -> (tempfile::TempDir, Vec<u8>) {
    let bytes = paper(&Press::new(), &certificates()[0]);
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

/// What poppler finds in the structure of a file, one text a line.
fn heard(folder: &Path, file: &str) -> Vec<String> {
    let said = run(folder, &format!("pdfinfo -struct-text {file}"));
    let texts = said.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'));
    texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// Without the space that a page has between its words.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn other_tools_find_nothing_wrong_with_any_paper() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, press) = (folder.path(), Press::new());
    let mut names = Vec::new();
    for (at, certificate) in (0..).zip(certificates()) {
        let (name, bytes) = (format!("{at}.pdf"), paper(&press, &certificate));
        std::fs::write(folder.join(&name), &bytes).unwrap();
        assert!(run(folder, &format!("qpdf --check {name}")).contains("No syntax or stream"));
        let fonts = run(folder, &format!("pdffonts {name}"));
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(fonts.len() >= 2, "{fonts:?}");
        assert!(fonts.iter().all(|font| font.contains("yes yes yes")), "{fonts:?}");
        // In reading order, by ear as by eye, character for character.
        let lines = read(&bytes).unwrap().lines;
        let lines: Vec<String> = lines.into_iter().map(|line| line.text).collect();
        assert_eq!(heard(folder, &name), lines, "{at}");
        // Copied, the page is those words and no others.
        let copied = run(folder, &format!("pdftotext -raw {name} -"));
        assert_eq!(squeezed(&copied), squeezed(&lines.concat()), "{at}");
        assert!(lines.contains(&certificate.name.to_string()));
        let text = run(folder, &format!("pdftotext -layout {name} -"));
        for words in lines.iter().filter(|line| line.chars().count() < 20) {
            assert!(text.contains(words), "{words} in {text}");
        }
        names.push(name);
    }
    for (at, certificate) in (0..).zip(&certificates()[..3]) {
        let (name, bytes) = (format!("copy{at}.pdf"), copied(&press, certificate));
        std::fs::write(folder.join(&name), &bytes).unwrap();
        assert!(run(folder, &format!("qpdf --check {name}")).contains("No syntax or stream"));
        // Whoever hears it hears the purpose once; what lies across the page is for the eye.
        let lines = read(&bytes).unwrap().lines.into_iter().map(|line| line.text);
        assert_eq!(heard(folder, &name), lines.skip(1).collect::<Vec<_>>(), "{at}");
        run(folder, &format!("pdftoppm -r 150 -png -singlefile {name} q"));
        let scanned = run(folder, "zbarimg -q --raw q.png");
        assert_eq!(scanned.trim_end(), format!("{}/{}", url(), copy(&certificate.number).code));
        let info = run(folder, &format!("pdfinfo {name}"));
        assert!(info.contains("（副本） "), "{info}");
        run(folder, &format!("pdfdetach -savefile copy.json -o copy.json {name}"));
        assert_eq!(std::fs::read(folder.join("copy.json")).unwrap(), COPY);
        names.push(name);
    }
    std::fs::write(folder.join("receipt.pdf"), receipt(&press)).unwrap();
    names.push("receipt.pdf".to_owned());
    archivable(folder, &names);
}

fn receipt(press: &Press) -> Vec<u8> {
    let text = |words| Text::parse(words).unwrap();
    let receipt = Receipt {
        batch: BatchId { year: 2026, serial: 142 },
        office: OfficeCode::parse("330381").unwrap(),
        office_name: text("瑞安市职称改革领导小组办公室"),
        way: Way::Filed,
        accepted: 297,
        rejected: 2,
        unchanged: 1,
        file: Digest::of(b"sheet"),
        reported_at: AT,
    };
    let issuer = &text("温州市人力资源和社会保障局");
    let public_url = "https://zs.wenzhou.gov.cn";
    press.receipt(&ReceiptSheet { receipt: &receipt, issuer, public_url, qr_url: &url() }).unwrap()
}

/// Holds files to the rules of PDF/A-3a, where the verifiers are installed or asked for.
fn archivable(folder: &Path, names: &[String]) {
    let asked = std::env::var_os("PEERS_HOME");
    let home = std::env::var_os("HOME").unwrap_or_default();
    let peers =
        asked.clone().map_or_else(|| Path::new(&home).join(".cache/wenzheng-peers"), Into::into);
    if asked.is_none() && !peers.join("pikepdf").exists() {
        eprintln!("not held to PDF/A-3a, see tests/peers/README.md");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/verify-archive/verify.py");
    let output = Command::new("python3")
        .env("PYTHONPATH", peers.join("pikepdf"))
        .arg(script)
        .args(names)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.matches("rules kept").count(), names.len(), "{said}");
}

#[test]
fn other_tools_see_one_title_one_page_and_one_signature_over_all() {
    let (folder, bytes) = printed();
    let folder = folder.path();
    let info = run(folder, "pdfinfo c.pdf");
    for said in [
        "Title:           温州市专业技术资格证书 C33030020260000427",
        "Tagged:          yes",
        "Pages:           1",
        "A4",
    ] {
        assert!(info.contains(said), "{said} in {info}");
    }
    assert!(!info.contains("CreationDate"), "{info}");
    let signed = run(folder, "pdfsig -nocert c.pdf");
    for said in ["Signing Time: Nov 24 2026", "Type: ETSI.CAdES.detached", "Total document signed"]
    {
        assert!(signed.contains(said), "{said} in {signed}");
    }
    assert!(!signed.contains("Signature #2"), "{signed}");
    assert!(bytes.len() < 64 << 10, "{}", bytes.len());
}

#[test]
fn other_tools_scan_the_code_and_take_out_the_papers() {
    let (folder, _) = printed();
    let folder = folder.path();
    run(folder, "pdftoppm -r 150 -png -singlefile c.pdf q");
    assert_eq!(run(folder, "zbarimg -q --raw q.png").trim_end(), url());
    run(folder, "pdfdetach -saveall c.pdf");
    for (name, bytes) in
        [("credential.json", CREDENTIAL), ("proof.tlog-proof", LOG_PROOF), ("token.cose", TOKEN)]
    {
        assert_eq!(std::fs::read(folder.join(name)).unwrap(), bytes, "{name}");
    }
}

#[test]
fn a_file_that_another_tool_saved_again_has_equal_parts() {
    let (folder, bytes) = printed();
    let parts = read(&bytes).unwrap();
    assert!(parts.signature.as_ref().is_some_and(|signature| signature.is_whole));
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
        // Only the signature notices: its bytes are no longer those that were signed.
        let signature = again.signature.clone().unwrap();
        assert_ne!(signature.covered, parts.signature.as_ref().unwrap().covered);
        assert!(!signature.is_whole, "{command}");
        let same = PdfParts { signature: None, file: parts.file, ..again };
        assert_eq!(same, PdfParts { signature: None, ..parts.clone() }, "{command}");
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
