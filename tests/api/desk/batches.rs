//! What an office and the bureau see of batches, and what they may do with them.

use super::{hidden, moved, signed_in};
use crate::world::sheet::{csv, rows};
use crate::world::{BUREAU, MORNING, RUIAN, World, YUEQING, clerk, code, each_engine, on_sqlite};
use axum::http::StatusCode;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::digest::Digest;
use wenzheng::model::way::Way;
use wenzheng::registry::upload::import::Upload;
use wenzheng::store::Db;
use wenzheng::store::batch::{Batch, Content, Tally};

/// A reported batch of `office` about one person.
async fn reported(world: &World, office: &str, n: u32) -> BatchId {
    world.import(office, csv(&rows(n..=n))).await.unwrap().batch.unwrap()
}

#[test]
fn an_office_sees_its_own_batches_and_of_others_nothing() {
    each_engine(async |world: &World| {
        let own = reported(world, RUIAN, 1).await;
        let others = reported(world, YUEQING, 2).await;
        let mut office = signed_in(world, "林晓燕", RUIAN).await;
        let list = office.get("/desk/batches").await;
        assert_eq!(list.header("cache-control"), "no-store");
        assert!(list.text().contains(&own.to_string()));
        assert!(!list.text().contains(&others.to_string()) && !list.text().contains("乐清"));
        assert_eq!(office.get(&format!("/desk/batches/{own}")).await.status, StatusCode::OK);
        let none = BatchId { serial: 99, ..own };
        for pages in ["", "/accept", "/return", "/issue", "/issue/progress", "/issue/state"] {
            let foreign = office.get(&format!("/desk/batches/{others}{pages}")).await;
            let missing = office.get(&format!("/desk/batches/{none}{pages}")).await;
            assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{pages}");
            let as_missing = foreign.text().replace(&others.to_string(), &none.to_string());
            assert_eq!(as_missing, missing.text(), "{pages}");
        }
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let list = bureau.get("/desk/batches").await.text();
        assert!(list.contains(&own.to_string()) && list.contains(&others.to_string()));
    });
}

#[test]
fn a_draft_is_its_offices_alone() {
    on_sqlite(async |world: &World| {
        let upload = Upload { bytes: csv(&rows(1..=1)), office: code(RUIAN), way: Way::Filed };
        let by = crate::world::actor("林晓燕", RUIAN, &[wenzheng::model::office::Role::Clerk]);
        let id = world.registry.upload(upload, None, &by).await.unwrap();
        let mut office = signed_in(world, "林晓燕", RUIAN).await;
        assert!(office.get("/desk").await.text().contains("1件事等您办"));
        let page = office.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains("还没有报送") && !page.contains("退回</a>"));
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        assert!(bureau.get("/desk").await.text().contains("没有待办"));
        assert!(!bureau.get("/desk/batches").await.text().contains(&id.to_string()));
        let hidden = bureau.get(&format!("/desk/batches/{id}")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_office_cannot_move_even_its_own() {
    on_sqlite(async |world: &World| {
        let id = reported(world, RUIAN, 1).await;
        let mut office = signed_in(world, "林晓燕", RUIAN).await;
        let page = office.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains("等市人力社保局审核") && !page.contains("class=\"button"));
        let key = hidden(&page, "form_key");
        for step in ["accept", "return", "issue"] {
            let address = format!("/desk/batches/{id}/{step}");
            let asked = office.get(&address).await;
            assert_eq!(asked.header("location"), format!("/desk/batches/{id}"));
            let fields = [("form_key", &*key), ("once", "0"), ("reason", "不对")];
            assert!(office.post(&address, &fields).await.status.is_client_error(), "{step}");
        }
        let nowhere = office.get(&format!("/desk/batches/{id}/bury")).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        let batch = world.registry.show_batch(id).await.unwrap().batch;
        assert_eq!(batch.stage, Stage::Reported);
    });
}

#[test]
fn who_reported_a_batch_is_told_why_there_is_no_button() {
    on_sqlite(async |world: &World| {
        let id = reported(world, RUIAN, 1).await;
        // The same person as the one who imported, by another spelling.
        let mut sender = signed_in(world, "Clerk", BUREAU).await;
        assert_eq!(clerk().who.as_str(), "clerk");
        assert!(sender.get("/desk").await.text().contains("没有待办"));
        let page = sender.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains("这批由您报送，须由另一位同事审核"), "{page}");
        let asked = sender.get(&format!("/desk/batches/{id}/accept")).await;
        assert_eq!(asked.header("location"), format!("/desk/batches/{id}"));
    });
}

#[test]
fn a_batch_page_tells_where_it_stands_and_what_was_done() {
    each_engine(async |world: &World| {
        let id = reported(world, RUIAN, 1).await;
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let page = bureau.get(&format!("/desk/batches/{id}")).await.text();
        assert_eq!(page.matches("aria-current=\"step\"").count(), 1);
        assert!(
            page.contains("2026年第1批")
                && page.contains("核准1行")
                && page.contains("clerk</span> 报送")
        );
        moved(&mut bureau, id, "accept", &[]).await;
        let page = bureau.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains("陈立</span> 核准") && page.contains("签发1份"));
        let english = bureau.get(&format!("/desk/batches/{id}?lang=en")).await.text();
        assert!(english.contains("batch 1 of 2026") && english.contains("Issue 1 certificate"));
    });
}

#[test]
fn the_list_goes_on_behind_its_fiftieth() {
    each_engine(async |world: &World| {
        let db = Db::open(&world.database_url()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        for serial in 1..=51 {
            let at = MORNING.plus_ms(i64::from(serial));
            let batch = Batch {
                id: BatchId { year: 2026, serial },
                office: code(RUIAN),
                way: Way::Filed,
                stage: Stage::Reported,
                file: Digest([0; 32]),
                tally: Tally { rows: 1, accepted: 1, ..Tally::default() },
                uploaded_by: "clerk".into(),
                reported: None,
                accepted_by: None,
                filled: None,
                photos: None,
                reason: None,
                follows: None,
                created_at: at,
                moved_at: at,
            };
            let content = Content { upload: vec![], mends: None, findings: vec![] };
            tx.add_batch(&batch, &content, &[]).await.unwrap();
        }
        tx.commit().await.unwrap();
        db.close().await;
        let mut office = signed_in(world, "林晓燕", RUIAN).await;
        let first = office.get("/desk/batches").await.text();
        assert!(first.contains("2026-0051") && first.contains("2026-0002"));
        assert!(!first.contains("2026-0001<"), "51 on one page");
        assert!(first.contains("?before=2026-0002"));
        let second = office.get("/desk/batches?before=2026-0002").await.text();
        assert!(second.contains("2026-0001<") && !second.contains("?before="));
        let strange = office.get("/desk/batches?before=no").await;
        assert_eq!(strange.status, StatusCode::OK);
    });
}
