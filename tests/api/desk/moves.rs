//! Accept, return and issue over the web: asked before, done once, safe to click twice.

use super::{asked, hidden, moved, signed_in};
use crate::world::sheet::{csv, rows};
use crate::world::web::Browser;
use crate::world::{BUREAU, Engine, RUIAN, World, each_engine, on, on_sqlite};
use axum::http::StatusCode;
use std::time::Duration;
use wenzheng::model::batch::{BatchId, Stage};

async fn reported(world: &World) -> BatchId {
    world.import(RUIAN, csv(&rows(1..=3))).await.unwrap().batch.unwrap()
}

async fn stage(world: &World, id: BatchId) -> Stage {
    world.registry.show_batch(id).await.unwrap().batch.stage
}

/// Asks for the state of issuing until it is over.
async fn until_over(browser: &mut Browser, id: BatchId) {
    for _ in 0..300 {
        let state = browser.get(&format!("/desk/batches/{id}/issue/state")).await;
        assert_eq!(state.header("cache-control"), "no-store");
        if state.json()["is_over"] == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("issuing does not end");
}

#[test]
fn the_bureau_accepts_and_issues() {
    each_engine(async |world: &World| {
        let id = reported(world).await;
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let home = bureau.get("/desk").await.text();
        assert!(home.contains("1件事等您办") && home.contains(&format!("/desk/batches/{id}")));
        let question = bureau.get(&format!("/desk/batches/{id}/accept")).await.text();
        assert!(question.contains("<h1>核准3行吗？</h1>") && question.contains("clerk"));
        moved(&mut bureau, id, "accept", &[]).await;
        assert_eq!(stage(world, id).await, Stage::Accepted);
        let question = bureau.get(&format!("/desk/batches/{id}/issue")).await.text();
        assert!(question.contains("<h1>签发3份吗？</h1>") && question.contains("收不回来"));
        let sent = asked(&mut bureau, id, "issue", &[]).await;
        assert_eq!(sent.header("location"), format!("/desk/batches/{id}/issue/progress"));
        until_over(&mut bureau, id).await;
        let shown = world.registry.show_batch(id).await.unwrap();
        assert_eq!((shown.batch.stage, shown.numbers.len()), (Stage::Issued, 3));
        let after = bureau.get(&format!("/desk/batches/{id}/issue/progress")).await;
        assert_eq!(after.header("location"), format!("/desk/batches/{id}"));
        let page = bureau.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains("3份证书已经签发") && !page.contains("class=\"button"));
        assert!(bureau.get("/desk").await.text().contains("没有待办"));
    });
}

#[test]
fn a_second_click_does_nothing_more() {
    each_engine(async |world: &World| {
        let id = reported(world).await;
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        for (step, fields) in [("accept", &[][..]), ("issue", &[])] {
            let address = format!("/desk/batches/{id}/{step}");
            let page = bureau.get(&address).await.text();
            let (key, once) = (hidden(&page, "form_key"), hidden(&page, "once"));
            let form = [&[("form_key", &*key), ("once", &*once)], fields].concat();
            for _ in 0..3 {
                let sent = bureau.post(&address, &form).await;
                assert_eq!(sent.status, StatusCode::SEE_OTHER, "{step}");
            }
            if step == "issue" {
                until_over(&mut bureau, id).await;
                let sent = bureau.post(&address, &form).await;
                assert_eq!(sent.header("location"), format!("/desk/batches/{id}"));
            }
        }
        let mut verbs = Vec::new();
        world.registry.audit(|deed| verbs.push(deed.verb.clone())).await.unwrap();
        assert_eq!(verbs, ["import", "make_token", "enter", "accept", "issue"]);
        assert_eq!(world.registry.show_batch(id).await.unwrap().numbers.len(), 3);
    });
}

#[test]
fn a_batch_goes_back_with_a_reason_or_not_at_all() {
    each_engine(async |world: &World| {
        let id = reported(world).await;
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let long = "长".repeat(201);
        for (reason, said) in [(" ", "请写明退回原因。"), (&*long, "不超过200字。")] {
            let answer = asked(&mut bureau, id, "return", &[("reason", reason)]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.text().contains(said) && answer.text().contains("aria-invalid"));
        }
        assert_eq!(stage(world, id).await, Stage::Reported);
        moved(&mut bureau, id, "return", &[("reason", " 第3行的文号<b>不对 ")]).await;
        assert_eq!(stage(world, id).await, Stage::Returned);
        let mut office = signed_in(world, "林晓燕", RUIAN).await;
        let home = office.get("/desk").await.text();
        assert!(home.contains("1件事等您办") && home.contains("改好再报"));
        let page = office.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains("第3行的文号&#60;b&#62;不对"), "{page}");
        assert_eq!(page.matches("aria-current=\"step\"").count(), 0);
    });
}

#[test]
fn a_form_fits_only_what_it_was_shown_for() {
    on_sqlite(async |world: &World| {
        let id = reported(world).await;
        let mut one = signed_in(world, "陈立", BUREAU).await;
        let mut other = signed_in(world, "王海燕", BUREAU).await;
        let address = format!("/desk/batches/{id}/accept");
        let page = one.get(&address).await.text();
        let (key, once) = (hidden(&page, "form_key"), hidden(&page, "once"));
        // Without the session's key nothing happens, whatever else is right.
        let forged = one.post(&address, &[("once", &once)]).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        // The key of another move does not fit either.
        let wrong = one.get(&format!("/desk/batches/{id}/return")).await.text();
        let wrong = hidden(&wrong, "once");
        let sent = one.post(&address, &[("form_key", &key), ("once", &wrong)]).await;
        assert_eq!(sent.status, StatusCode::CONFLICT);
        assert_eq!(stage(world, id).await, Stage::Reported);
        // Somebody else was quicker, and moved it elsewhere.
        world.wait(1);
        moved(&mut other, id, "return", &[("reason", "不对")]).await;
        let late = one.post(&address, &[("form_key", &key), ("once", &once)]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text().contains("刚刚有人先办了") && late.text().contains("href=\"/desk\""));
        assert_eq!(stage(world, id).await, Stage::Returned);
    });
}

#[test]
fn issuing_that_fails_says_so_and_can_be_tried_again() {
    on(Engine::Sqlite, &async |world: &World| {
        let id = reported(world).await;
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        moved(&mut bureau, id, "accept", &[]).await;
        let keys = tamper(world, "UPDATE batch_row SET row_key = NULL RETURNING position").await;
        assert_eq!(keys, 3);
        asked(&mut bureau, id, "issue", &[]).await;
        until_over(&mut bureau, id).await;
        let page = bureau.get(&format!("/desk/batches/{id}/issue/progress")).await.text();
        assert!(page.contains("没有签发成") && page.contains("我们出了故障"), "{page}");
        assert_eq!(stage(world, id).await, Stage::Accepted);
        tamper(world, "UPDATE batch_row SET row_key = person RETURNING position").await;
        asked(&mut bureau, id, "issue", &[]).await;
        until_over(&mut bureau, id).await;
        assert_eq!(stage(world, id).await, Stage::Issued);
    });
}

/// Runs one statement as whoever has the file would; gives how many rows came back.
async fn tamper(world: &World, statement: &'static str) -> usize {
    use sqlx::Connection as _;
    let mut connection = sqlx::SqliteConnection::connect(&world.database_url()).await.unwrap();
    let rows = sqlx::query(statement).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.len()
}
