//! Whoever changes anything is found out: a digit of the token, a field of the attached credential,
//! the QR, the attachment, a word on the page, something drawn over it.

mod credential;
pub mod page;

use crate::world::cli::Desk;
use crate::world::sheet::{csv, rows};
use crate::world::{RUIAN, World, certificate, on_sqlite};
use lopdf::{Document, Object, ObjectId};
use serde_json::Value;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::verdict::{Outcome, Reason, Verdict, Verification};
use wenzheng::registry::public::verify::Given;

/// The verdict on a file's bytes, with the registry at hand.
async fn judge(world: &World, bytes: Vec<u8>) -> Verification {
    certificate(world.registry.judge(Given::of_file(bytes)).await.unwrap())
}

/// The reasons of the checks that failed.
fn failed(verification: &Verification) -> Vec<&Reason> {
    let failed = verification.checks.iter().filter(|check| check.outcome == Outcome::Failed);
    failed.map(|check| &check.reason).collect()
}

#[track_caller]
fn assert_found_out(what: &str, verification: &Verification) {
    assert_eq!(verification.verdict, Verdict::NotGenuine, "{what}: {verification:?}");
    assert_eq!(verification.claims, None, "{what}");
    assert!(!failed(verification).is_empty(), "{what}");
}

async fn digits(world: &World, number: &CertificateNumber) -> String {
    let files = world.registry.export(number).await.unwrap();
    let url = &files.iter().find(|(name, _)| name == "token.txt").unwrap().1;
    String::from_utf8(url.clone()).unwrap().rsplit_once('/').unwrap().1.to_owned()
}

#[test]
fn any_one_digit_of_the_token_matters() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let digits = digits(world, &number).await;
        let verdict = async |text: &str| {
            let verified = world.registry.verify_token(text).await.unwrap();
            verified.verification
        };
        assert_eq!(verdict(&digits).await.verdict, Verdict::Genuine);
        for (at, digit) in digits.char_indices() {
            for other in
                ["0123456789", "1234567890"][at % 2].chars().filter(|c| *c != digit).step_by(4)
            {
                let mut changed = digits.clone();
                changed.replace_range(at..=at, &other.to_string());
                assert_found_out(&changed, &verdict(&changed).await);
            }
            let mut shorter = digits.clone();
            shorter.remove(at);
            assert_found_out(&shorter, &verdict(&shorter).await);
        }
        let link = world.registry.link(&number).await.unwrap();
        let short = link.rsplit_once('/').unwrap().1;
        for (at, letter) in short.char_indices() {
            let mut changed = short.to_owned();
            changed.replace_range(at..=at, if letter == 'A' { "B" } else { "A" });
            assert_found_out(&changed, &verdict(&changed).await);
        }
    });
}

/// The stream object that holds the attached credential.
fn attachment(document: &Document) -> ObjectId {
    let is_it = |object: &Object| {
        let kind = object.as_stream().ok().and_then(|stream| stream.dict.get(b"Type").ok());
        kind.and_then(|kind| kind.as_name().ok()) == Some(b"EmbeddedFile")
    };
    *document.objects.iter().find(|(_, object)| is_it(object)).unwrap().0
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn credential(pdf: &[u8]) -> Vec<u8> {
    let document = Document::load_mem(pdf).unwrap();
    let stream = document.get_object(attachment(&document)).unwrap().as_stream().unwrap();
    stream.decompressed_content().unwrap()
}

fn with_credential(pdf: &[u8], credential: Vec<u8>) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    let id = attachment(&document);
    let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    stream.dict.remove(b"Filter");
    stream.set_content(credential);
    saved(document)
}

#[test]
fn the_command_ends_with_one_and_names_the_field() {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=1)).remove(0);
    let pdf = std::fs::read(desk.print(&number)).unwrap();
    let text = String::from_utf8(credential(&pdf)).unwrap();
    let changed = text.replace("瑞安市市政工程有限公司", "温州市设计集团有限公司");
    let forged = desk.file("forged.pdf", with_credential(&pdf, changed.into_bytes()));
    let answer = desk.run(&["verify", &forged, "--json"]).ends(1).json();
    assert_eq!((&answer["verdict"], &answer["certificate"]), (&"not_genuine".into(), &Value::Null));
    let reasons = answer["checks"].to_string();
    assert!(reasons.contains("“工作单位”与签发的不一致"), "{reasons}");
    assert!(reasons.contains("employer differs from what was issued"), "{reasons}");
    let trust = desk.data().join("keys/trust.json");
    let offline = ["verify", &forged, "--trust", trust.to_str().unwrap(), "--json"];
    assert_eq!(desk.run(&offline).ends(1).json()["verdict"], "not_genuine");
}
