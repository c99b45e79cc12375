//! The certificates of a whole batch, in one archive.

use super::signed_in;
use crate::world::sheet::{csv, rows};
use crate::world::{BUREAU, RUIAN, World, YUEQING, each_engine, issuer, text};
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use wenzheng::model::number::CertificateNumber;
use wenzheng::registry::road::amend::{Change, Decision};
use zip::ZipArchive;

/// The files of an archive.
fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

async fn suspend(world: &World, number: &CertificateNumber) {
    let decision = Decision {
        number: number.clone(),
        change: Change::Suspend,
        reason: text("核查"),
        document_number: text("温人社发〔2026〕9号"),
        on: None,
    };
    world.registry.amend(&decision, &issuer()).await.unwrap();
}

#[test]
fn an_issued_batch_is_taken_whole_and_what_is_not_in_force_is_named() {
    each_engine(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=20))).await;
        suspend(world, &numbers[3]).await;
        let id = world.registry.batches().await.unwrap()[0].id;
        let address = format!("/desk/batches/{id}/papers.zip");
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let page = clerk.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains(&format!("href=\"{address}\">全部证书（ZIP）<")), "{page}");

        let answer = clerk.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-type"), "application/zip");
        assert_eq!(answer.header("cache-control"), "no-store");
        let mut files = files(&answer.bytes);
        let left_out = String::from_utf8(files.remove("没有打印.txt").unwrap()).unwrap();
        assert!(left_out.contains(numbers[3].as_str()) && left_out.contains("暂停"), "{left_out}");
        assert_eq!(files.len(), 19);
        for (name, pdf) in &files {
            let (number, rest) = name.split_once(' ').unwrap();
            assert!(rest.ends_with(".pdf") && rest.chars().count() > 5, "{name}");
            let number = CertificateNumber::parse(number).unwrap();
            assert_eq!(*pdf, world.registry.print(&number).await.unwrap(), "{name}");
        }
        assert_eq!(clerk.get(&address).await.bytes, answer.bytes, "the same archive each time");

        let mut looks = Vec::new();
        world
            .registry
            .audit(|deed| looks.push((deed.verb.clone(), deed.subject.clone())))
            .await
            .unwrap();
        looks.retain(|(verb, _)| verb == "view_paper");
        assert_eq!(looks, [("view_paper".to_owned(), format!("{id}/all"))]);
        let mut bureau = signed_in(world, "周敏", BUREAU).await;
        assert_eq!(bureau.get(&address).await.status, StatusCode::OK);
        let mut other = signed_in(world, "王芳", YUEQING).await;
        assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND);
    });
}
