//! The document key: made at the founding, renewed, and each paper under the key of its edition.

mod reader;
mod same;
mod stranger;

use crate::world::cli::Desk;
use crate::world::sheet::{csv, rows};
use crate::world::{MORNING, RUIAN, World, actor, issuer, on_sqlite, opening, refusal, reviewer};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use wenzheng::model::key_id::KeyId;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::Role;
use wenzheng::proof::trust::{KeyStanding, TrustList};
use wenzheng::registry::house::documents::{self, Renewed};
use wenzheng::registry::{Opening, Refusal, Registry, Result};
use wenzheng::store::Db;

/// What a second process opens the world's folder with, an hour later than it was founded.
fn later(world: &World) -> Opening {
    opening(world.folder(), None, &Arc::new(AtomicI64::new(MORNING.0 + 3_600_000)))
}

async fn renew(world: &World) -> Renewed {
    world.wait(3600);
    documents::renew(&mut later(world), &issuer()).await.unwrap()
}

fn trust(world: &World) -> TrustList {
    TrustList::parse(&std::fs::read(world.folder().join("keys/trust.json")).unwrap()).unwrap()
}

fn file_of(world: &World, key: KeyId) -> PathBuf {
    world.folder().join(format!("keys/document-{key}.pem"))
}

/// The key that a certificate's edition names.
async fn key_of(world: &World, number: &CertificateNumber) -> KeyId {
    let db = Db::open(&world.database_url()).await.unwrap();
    let recorded = db.certificate(number).await.unwrap().unwrap();
    db.close().await;
    recorded.edition.document_key
}

async fn issue_one(registry: &Registry, world: &World, row: u32) -> Result<CertificateNumber> {
    let imported = world.import(RUIAN, csv(&rows(row..=row))).await.unwrap();
    let batch = imported.batch.unwrap();
    registry.accept(batch, &reviewer()).await?;
    Ok(registry.issue(batch, &issuer(), &|_, _| {}).await?.numbers.remove(0))
}

/// The detail of the doctor's look at the document keys, and whether all is in order.
async fn doctor(registry: &Registry) -> (bool, String) {
    let health = registry.examine().await.unwrap();
    let documents = health.into_iter().find(|check| check.name == "documents").unwrap();
    (documents.good, documents.detail)
}

#[test]
fn a_new_key_signs_later_editions_and_earlier_papers_stay_as_they_were() {
    on_sqlite(async |world: &World| {
        let first = issue_one(&world.registry, world, 1).await.unwrap();
        let before = world.registry.print(&first).await.unwrap();
        let old = trust(world).document_keys[0].certificate.id();
        assert_eq!(key_of(world, &first).await, old);

        let Renewed { key, ends_at } = renew(world).await;
        let list = trust(world);
        assert_eq!((list.version, list.document_keys.len()), (2, 2));
        assert_eq!(list.document_key(old).unwrap().standing, KeyStanding::Retired);
        assert_eq!(list.active_document_key().unwrap().certificate.id(), key);
        assert_eq!(ends_at.day().year(), 2036);
        for key in [old, key] {
            let mode = std::fs::metadata(file_of(world, key)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }

        // A process that has not been started anew issues nothing under the key that has ended.
        let stale = issue_one(&world.registry, world, 2).await;
        assert_eq!(refusal(stale), Refusal::DocumentKeyRenewed);
        let restarted = world.another().await;
        assert_eq!(doctor(&restarted).await, (true, "2 keys, each under its certificate".into()));
        let second = issue_one(&restarted, world, 3).await.unwrap();
        assert_eq!(key_of(world, &second).await, key);
        assert_eq!(restarted.print(&first).await.unwrap(), before);
        assert_eq!(refusal(world.registry.print(&second).await), Refusal::DocumentKeyMissing(key));
        restarted.close().await;
    });
}

#[test]
fn what_a_crash_left_half_done_is_completed_with_the_same_key() {
    on_sqlite(async |world: &World| {
        let file = world.folder().join("keys/trust.json");
        let before = std::fs::read(&file).unwrap();
        let renewed = renew(world).await;
        // As if the list had not been written any more.
        std::fs::write(&file, before).unwrap();
        let half = world.another().await;
        let (good, detail) = doctor(&half).await;
        assert!(!good && detail.contains("keys rotate-document"), "{detail}");
        assert_eq!(refusal(issue_one(&half, world, 1).await), Refusal::DocumentKeyRenewed);
        half.close().await;

        let again = documents::renew(&mut later(world), &issuer()).await.unwrap();
        assert_eq!(again.key, renewed.key);
        let whole = world.another().await;
        assert!(doctor(&whole).await.0);
        issue_one(&whole, world, 2).await.unwrap();
        whole.close().await;
        assert_eq!(trust(world).document_keys.len(), 2);
    });
}

#[test]
fn a_key_that_is_lost_or_another_is_named_and_nothing_else_stands_still() {
    on_sqlite(async |world: &World| {
        let first = issue_one(&world.registry, world, 1).await.unwrap();
        let old = trust(world).document_keys[0].certificate.id();
        let new = renew(world).await.key;
        let file = file_of(world, old);
        let kept = std::fs::read(&file).unwrap();
        for bytes in [None, Some(std::fs::read(file_of(world, new)).unwrap())] {
            std::fs::remove_file(&file).unwrap();
            if let Some(bytes) = &bytes {
                std::fs::write(&file, bytes).unwrap();
            }
            let opened = world.another().await;
            let (good, detail) = doctor(&opened).await;
            assert!(!good && detail.contains(&old.to_string()), "{detail}");
            let missing = Refusal::DocumentKeyMissing(old);
            assert_eq!(refusal(opened.print(&first).await), missing);
            issue_one(&opened, world, if bytes.is_some() { 2 } else { 3 }).await.unwrap();
            opened.close().await;
            std::fs::write(&file, &kept).unwrap();
        }
    });
}

#[test]
fn a_certificate_that_has_ended_signs_nothing_more() {
    on_sqlite(async |world: &World| {
        world.wait(11 * 366 * 86_400);
        let late = issue_one(&world.registry, world, 1).await;
        assert_eq!(refusal(late), Refusal::DocumentKeyEnded);
        let (good, detail) = doctor(&world.registry).await;
        assert!(!good && detail.contains("has ended"), "{detail}");
    });
}

#[test]
fn only_the_bureaus_issuer_renews_the_key() {
    on_sqlite(async |world: &World| {
        for (office, role) in [(RUIAN, Role::Issuer), ("330300", Role::Reviewer)] {
            let somebody = actor("somebody", office, &[role]);
            let refused = documents::renew(&mut later(world), &somebody).await;
            assert_eq!(refusal(refused), Refusal::NotAllowed);
        }
        assert_eq!(trust(world).document_keys.len(), 1);
    });
}

#[test]
fn the_proof_of_a_certificate_is_the_same_for_ever() {
    on_sqlite(async |world: &World| {
        let first = issue_one(&world.registry, world, 1).await.unwrap();
        let proof = async || {
            let files = world.registry.export(&first).await.unwrap();
            files.into_iter().find(|(name, _)| name == "proof.tlog-proof").unwrap().1
        };
        let before = proof().await;
        world.issue(RUIAN, csv(&rows(2..=300))).await;
        assert_eq!(proof().await, before);
        assert!(String::from_utf8(before).unwrap().contains("zs.example.org\n1\n"));
    });
}

#[test]
fn the_command_renews_the_key_and_says_what_to_do() {
    let desk = Desk::new();
    let pass = desk.file("pass", "correct horse battery staple\n");
    desk.run(&["init", "--passphrase-file", &pass]).ends(0);
    let keys = desk.data().join("keys");
    let files = || {
        let names = std::fs::read_dir(&keys).unwrap().map(|f| f.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with("document-")).count()
    };
    assert_eq!(files(), 2);
    let pem = std::fs::read_to_string(keys.join("document-ca.pem")).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"), "{pem}");
    let rotate = ["keys", "rotate-document", "--as", "王海燕", "--passphrase-file"];
    let wrong = desk.file("wrong", "correct horse battery stable\n");
    desk.run(&[&rotate[..], &[&wrong]].concat()).ends(3);
    assert_eq!(files(), 2);
    let said = desk.run(&[&rotate[..], &[&pass]].concat()).ends(0).stdout;
    assert!(said.contains("重新启动服务"), "{said}");
    assert_eq!(files(), 3);
    let listed = desk.run(&["keys", "list", "--passphrase-file", &pass]).ends(0).stdout;
    let of_documents: Vec<&str> = listed.lines().filter(|line| line.contains("document")).collect();
    assert!(of_documents[0].contains("retired") && of_documents[1].contains("active"), "{listed}");
    let audit = desk.run(&["audit", "--passphrase-file", &pass]).ends(0).stdout;
    assert!(audit.contains("王海燕") && audit.contains("更换文件签名密钥"), "{audit}");
    desk.run(&["doctor", "--passphrase-file", &pass]).ends(0);
}
