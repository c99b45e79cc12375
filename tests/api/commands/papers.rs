//! `print`, `export`, `verify`, `suspend`, `resume`, `revoke`, `log`.

use crate::world::cli::{Desk, run};
use crate::world::sheet::rows;
use serde_json::json;
use wenzheng::model::catalogue::Level;
use wenzheng::model::number::{CertificateNumber, Division};

/// A number that is well formed and was never given.
fn unknown() -> String {
    let division = Division::parse("330381").unwrap();
    CertificateNumber::new(Level::JuniorAssistant, division, 2026, 999_999).unwrap().into()
}

fn amend(desk: &Desk, change: &str, number: &str, code: i32) -> serde_json::Value {
    let args = [change, number, "--reason", "核查", "--document", "温人社发〔2026〕9号", "--json"];
    desk.run(&args).ends(code).json()
}

#[test]
fn verify_tells_verdict_checks_and_certificate() {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=1)).remove(0);
    let pdf = desk.print(&number);
    let answer = desk.run(&["verify", &pdf, "--json"]).ends(0);
    assert_eq!(answer.keys(), ["verdict", "checks", "certificate"]);
    let answer = answer.json();
    assert_eq!(answer["verdict"], "genuine");
    let names: Vec<&str> =
        answer["checks"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["read", "signature", "key", "record", "standing", "document"]);
    for check in answer["checks"].as_array().unwrap() {
        assert_eq!(check["result"], "passed", "{check}");
        assert!(!check["reason"].as_str().unwrap().is_empty());
    }
    assert_eq!(answer["certificate"]["number"], json!(number));
    assert_eq!(answer["certificate"]["standing"]["standing"], "valid");
    let in_words = desk.run(&["verify", &pdf]).ends(0).stdout;
    assert!(in_words.starts_with("genuine\n") && in_words.contains(&number), "{in_words}");
    assert!(in_words.contains("\n  签名 通过：由公布的公钥签出\n"), "{in_words}");
}

#[test]
fn verdicts_follow_the_standing_at_once() {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=2)).remove(0);
    let pdf = desk.print(&number);
    for (change, verdict, code) in
        [("suspend", "suspended", 1), ("resume", "genuine", 0), ("revoke", "revoked", 1)]
    {
        let done = amend(&desk, change, &number, 0);
        assert_eq!(done["number"], json!(number));
        assert_eq!(desk.verdict(&pdf, code), verdict);
    }
    assert_eq!(amend(&desk, "resume", &number, 1)["error"], "wrong_standing");
    let unknown = unknown();
    assert_eq!(amend(&desk, "revoke", &unknown, 1)["error"], "no_such_certificate");
    let print = ["print", &unknown, "-o", &desk.path("x.pdf"), "--json"];
    assert_eq!(desk.run(&print).ends(1).json()["error"], "no_such_certificate");
    assert!(!std::path::Path::new(&desk.path("x.pdf")).exists());
}

#[test]
fn who_takes_a_certificate_out_is_written_down() {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=1)).remove(0);
    desk.print(&number);
    desk.run(&["export", &number, &desk.path("out"), "--as", "王海燕"]).ends(0);
    let audit = desk.run(&["audit", "--json"]).ends(0).json();
    let deeds = audit["deeds"].as_array().unwrap().iter();
    let looks: Vec<_> = deeds.filter(|deed| deed["verb"] == "view_paper").collect();
    assert_eq!(looks.len(), 2, "{looks:?}");
    assert!(looks.iter().all(|look| look["subject"] == json!(number)));
    assert_eq!(looks[1]["who"], "王海燕");
    assert!(desk.run(&["audit"]).ends(0).stdout.contains(&format!("取出证书  {number}")));
}

#[test]
fn a_future_day_is_refused_by_the_commands_too() {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=1)).remove(0);
    let args =
        ["suspend", &number, "--reason", "x", "--document", "y", "--on", "2999-01-01", "--json"];
    assert_eq!(desk.run(&args).ends(1).json()["error"], "future_day");
    let link = desk.print(&number);
    assert_eq!(desk.verdict(&link, 0), "genuine");
}

#[test]
fn what_can_be_verified_without_a_registry_is_and_the_rest_is_unchecked() {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=1)).remove(0);
    let (pdf, export) = (desk.print(&number), desk.path("export"));
    desk.run(&["export", &number, &export]).ends(0);
    let file = |name: &str| format!("{export}/{name}");
    let url = std::fs::read_to_string(file("token.txt")).unwrap();
    let digits = url.rsplit_once('/').unwrap().1;
    let nowhere = Desk::new();
    let trust = nowhere.file("trust.json", std::fs::read(file("trust.json")).unwrap());
    let broken = nowhere.file("broken.json", "{");
    let offline = |what: &str, trust: &str| {
        let ran = run(&nowhere.data(), &["verify", what, "--trust", trust, "--json"]);
        (ran.json()["verdict"].as_str().unwrap().to_owned(), ran.code)
    };
    for what in [&pdf, &file("credential.json"), &file("token.txt"), &url, digits] {
        assert_eq!(offline(what, &trust), ("issued".into(), 0), "{what}");
        assert_eq!(offline(what, &broken), ("unchecked".into(), 3), "{what}");
        assert_eq!(offline(what, &nowhere.path("none.json")), ("unchecked".into(), 3), "{what}");
        let alone = run(&nowhere.data(), &["verify", what, "--json"]).ends(3).json();
        assert_eq!(alone["verdict"], "unchecked", "{what}");
        assert_eq!(desk.verdict(what, 0), "genuine", "{what}");
    }
    // Keys of another registry: not ours.
    let other = Desk::new();
    other.run(&["init"]).ends(0);
    let theirs = other.data().join("keys/trust.json");
    assert_eq!(offline(&pdf, theirs.to_str().unwrap()), ("not_genuine".into(), 1));
    assert_eq!(other.verdict(&pdf, 1), "not_genuine");
}

#[test]
fn what_holds_no_token_is_unreadable() {
    let desk = Desk::new();
    desk.run(&["init"]).ends(0);
    let text = desk.file("a.txt", "没有二维码");
    let empty = desk.file("b", "");
    let no_certificate = desk.file("c.pdf", "%PDF-1.7\nnothing\n%%EOF");
    let picture = desk.file("d.png", b"\x89PNG\r\n\x1a\n\0\0");
    for what in [&*text, &empty, &no_certificate, "hello, world", "https://zs.example.org/"] {
        assert_eq!(desk.verdict(what, 3), "unreadable", "{what}");
    }
    let code = desk.run(&["verify", &picture, "--json"]).code;
    assert!(code != 0, "a picture is no certificate");
    // Digits that are found and fail are a forgery, not a bad photograph.
    assert_eq!(desk.verdict("https://zs.example.org/v/99999999999999999", 1), "not_genuine");
    let large = desk.file("large.pdf", vec![b' '; (4 << 20) + 1]);
    assert_eq!(desk.run(&["verify", &large, "--json"]).ends(3).json()["error"], "file_too_large");
}

#[test]
fn an_export_and_the_log_hold_what_a_stranger_needs() {
    let desk = Desk::new();
    let numbers = desk.issue(&rows(1..=300));
    let (export, log) = (desk.path("export"), desk.path("log"));
    let answer = desk.run(&["export", &numbers[299], &export, "--json"]).ends(0).json();
    let named: Vec<&str> =
        answer["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    for name in [
        "credential.json",
        "token.cose",
        "token.txt",
        "leaf.json",
        "proof.tlog-proof",
        "status-revocation.json",
        "status-suspension.json",
        "issuer-key.multikey",
        "issuer-key.hex",
        "trust.json",
        "document-root.pem",
        "log.vkey",
    ] {
        assert!(named.contains(&name), "{name}");
        assert!(std::fs::metadata(format!("{export}/{name}")).unwrap().len() > 0, "{name}");
    }
    amend(&desk, "revoke", &numbers[0], 0);
    let answer = desk.run(&["log", "export", &log, "--json"]).ends(0).json();
    assert_eq!(answer["size"], 301);
    for name in [
        "checkpoint",
        "log.vkey",
        "tile/0/000",
        "tile/0/001.p/45",
        "tile/entries/000",
        "tile/entries/001.p/45",
        "tile/1/000.p/1",
    ] {
        assert!(std::fs::metadata(format!("{log}/{name}")).is_ok(), "{name}");
    }
    let checkpoint = std::fs::read_to_string(format!("{log}/checkpoint")).unwrap();
    assert!(checkpoint.contains("\n301\n"), "{checkpoint}");
    let none = desk.run(&["export", &unknown(), &export, "--json"]).ends(1).json();
    assert_eq!(none["error"], "no_such_certificate");
}

#[test]
fn a_layout_is_looked_at_before_certificates_are_printed_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let layout = include_str!("../../../templates/certificate/2.toml");
    let (changed, drawn) = (at("3.toml"), at("3.pdf"));
    std::fs::write(&changed, layout.replace("温州市专业技术资格证书", "温州市职称证书")).unwrap();
    run(folder.path(), &["preview", "--layout", &changed, "-o", &drawn]).ends(0);
    let lines = wenzheng::print::read(&std::fs::read(&drawn).unwrap()).unwrap().lines;
    assert_eq!(lines[0].text, "温州市职称证书");
    run(folder.path(), &["verify", &drawn, "--trust", &changed]).ends(1);

    std::fs::write(&changed, layout.replace("[head]", "[hed]")).unwrap();
    let refused = run(folder.path(), &["preview", "--layout", &changed, "-o", &drawn]).ends(3);
    assert!(
        refused.stderr.contains("hed") && refused.stderr.contains("版面"),
        "{}",
        refused.stderr
    );
    let refused = run(folder.path(), &["preview", "--sample", "nobody", "-o", &drawn]).ends(3);
    assert!(refused.stderr.contains("interpunct"), "{}", refused.stderr);
}
