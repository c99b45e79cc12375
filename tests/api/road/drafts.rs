//! Drafts: mended by two at once, no more than so many a day, and read by their office alone.

use crate::world::sheet::{csv, person, row, rows, with};
use crate::world::{BUREAU, RUIAN, World, actor, code, each_engine, on_sqlite, refusal, reviewer};
use wenzheng::model::batch::BatchId;
use wenzheng::model::draft::Mend;
use wenzheng::model::finding::RowPlace;
use wenzheng::model::office::{Actor, Role};
use wenzheng::model::way::Way;
use wenzheng::registry::desk::findings::Sought;
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Refusal, Result};

fn clerk(who: &str) -> Actor {
    actor(who, RUIAN, &[Role::Clerk])
}

async fn upload(world: &World, bytes: Vec<u8>) -> Result<BatchId> {
    let upload = Upload { bytes, office: code(RUIAN), way: Way::Filed };
    world.registry.upload(upload, None, &clerk("林晓燕")).await
}

fn title(row: u32) -> Mend {
    let place = RowPlace { sheet: String::new(), row };
    Mend { place, column: "G".into(), written: "助理工程师".into() }
}

#[test]
fn what_two_clerks_mend_at_the_same_time_is_kept_both() {
    each_engine(async |world: &World| {
        let bad = |n| with(row(&person(n)), "资格名称", "助工");
        let id = upload(world, csv(&[bad(1), bad(2), bad(3), bad(4)])).await.unwrap();
        let mending = (2..=5).map(|row| {
            let registry = world.registry.clone();
            let who = clerk(&format!("clerk{row}"));
            tokio::spawn(async move { registry.mend(id, vec![title(row)], &who).await })
        });
        for done in mending.collect::<Vec<_>>() {
            done.await.unwrap().unwrap();
        }
        let tally = world.registry.show_batch(id).await.unwrap().batch.tally;
        assert_eq!((tally.accepted, tally.rejected), (4, 0));
    });
}

#[test]
fn an_office_uploads_no_more_sheets_a_day_than_anybody_mends() {
    on_sqlite(async |world: &World| {
        for _ in 0..100 {
            upload(world, csv(&rows(1..=1))).await.unwrap();
        }
        let refused = refusal(upload(world, csv(&rows(1..=1))).await);
        assert_eq!(refused, Refusal::TooManyDrafts(100));
        world.wait(86_400);
        upload(world, csv(&rows(1..=1))).await.unwrap();
    });
}

#[test]
fn findings_go_to_the_office_alone() {
    on_sqlite(async |world: &World| {
        let id = upload(world, csv(&rows(1..=2))).await.unwrap();
        world.registry.report(id, &clerk("林晓燕")).await.unwrap();
        let of_the_bureau = actor("周敏", BUREAU, &[Role::Clerk, Role::Reviewer, Role::Issuer]);
        for other in [reviewer(), of_the_bureau, actor("陈立", "330382", &[Role::Clerk])] {
            let none = Refusal::NoSuchBatch(id);
            assert_eq!(
                refusal(world.registry.findings_for(id, Sought::default(), &other).await),
                none
            );
            assert_eq!(refusal(world.registry.annotated(id, &other).await), none);
        }
        let own = world.registry.findings_for(id, Sought::default(), &clerk("林晓燕")).await;
        assert_eq!(own.unwrap().batch.id, id);
    });
}
