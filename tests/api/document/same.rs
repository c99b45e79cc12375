//! The same certificate in the same edition: the same bytes, in whatever order, thread or process it
//! is printed.

use crate::world::cli::run;
use crate::world::sheet::{csv, rows};
use crate::world::{RUIAN, World, on_sqlite};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use wenzheng::model::digest::Digest;
use wenzheng::model::number::CertificateNumber;
use zip::ZipArchive;

/// Papers by name: the digests of their bytes.
type Papers = BTreeMap<String, Digest>;

/// The papers of the batch, printed by a process of its own in the order of the rows.
fn by_a_process(world: &World, batch: &str) -> Papers {
    let archive = world.folder().join("papers.zip").display().to_string();
    run(world.folder(), &["print", "--batch", batch, "-o", &archive]).ends(0);
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(&archive).unwrap())).unwrap();
    let mut papers = Papers::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        papers.insert(file.name().unwrap().into_owned(), Digest::of(&bytes));
    }
    papers
}

/// Some papers, printed by this process one after the other.
async fn one_by_one(world: &World, numbers: Vec<CertificateNumber>) -> Vec<Digest> {
    let registry = world.registry.clone();
    let printed = tokio::spawn(async move {
        let mut digests = Vec::new();
        for number in numbers {
            digests.push(Digest::of(&registry.print(&number).await.unwrap()));
        }
        digests
    });
    printed.await.unwrap()
}

#[test]
fn a_thousand_papers_are_the_same_in_two_orders_on_two_threads_and_in_another_process() {
    on_sqlite(async |world: &World| {
        let imported = world.import(RUIAN, csv(&rows(1..=1000))).await.unwrap();
        let batch = imported.batch.unwrap();
        let mut numbers = world.issue_batch(batch).await;
        assert_eq!(numbers.len(), 1000);
        let first = by_a_process(world, &batch.to_string());
        assert_eq!(first.len(), 1000);

        numbers.reverse();
        let halves = numbers.split_off(500);
        let (late, early) = tokio::join!(one_by_one(world, numbers), one_by_one(world, halves));
        let mut ours: Vec<Digest> = late.into_iter().chain(early).collect();
        let mut theirs: Vec<Digest> = first.values().copied().collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        assert!(ours == theirs);
        theirs.dedup();
        assert_eq!(theirs.len(), 1000);
        assert!(first == by_a_process(world, &batch.to_string()));
    });
}
