//! Clicks on a page that is out of date, and clicks twice: every form of the desk that moves a batch
//! takes effect once, and only on what it was shown for.

use super::{hidden, signed_in};
use crate::road::graph::at::Road;
use crate::road::rights::asked::record;
use crate::world::sheet::{csv, person, row, with};
use crate::world::web::{Answer, Browser};
use crate::world::{BUREAU, RUIAN, World, actor, code, on_sqlite};
use axum::http::StatusCode;
use std::time::Duration;
use wenzheng::model::batch::{BatchId, Move, Stage};
use wenzheng::model::draft::Mend;
use wenzheng::model::finding::RowPlace;
use wenzheng::model::office::Role;
use wenzheng::model::way::Way;
use wenzheng::registry::upload::import::Upload;

/// A form as its page shows it, filled in.
struct Form {
    address: String,
    fields: Vec<(&'static str, String)>,
}

impl Form {
    async fn open(browser: &mut Browser, world: &World, id: BatchId, step: Move) -> Self {
        let address = format!("/desk/batches/{id}/{}", step.code());
        let page = browser.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{step:?} has no page: {}", page.text());
        let page = page.text();
        let mut fields: Vec<_> =
            ["form_key", "once"].map(|name| (name, hidden(&page, name))).into();
        let today = world.today().to_string();
        match step {
            Move::Return => fields.push(("reason", "不对".into())),
            Move::Post => {
                let until = world.registry.earliest_until().to_string();
                fields.extend([("from", today), ("until", until)]);
            }
            Move::Announce => {
                fields.extend([("document", "温人社发〔2026〕99号".into()), ("on", today)]);
            }
            _ => {}
        }
        Self { address, fields }
    }

    async fn click(&self, browser: &mut Browser) -> Answer {
        let fields: Vec<_> = self.fields.iter().map(|(name, value)| (*name, &**value)).collect();
        browser.post(&self.address, &fields).await
    }
}

/// Waits until nothing is issued any more.
async fn settled(world: &World, id: BatchId, to: Stage) {
    for _ in 0..600 {
        if world.registry.show_batch(id).await.unwrap().batch.stage == to {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{id} does not reach {to:?}");
}

#[test]
fn a_click_on_a_page_that_is_out_of_date_changes_nothing() {
    on_sqlite(async |world: &World| {
        let road = Road::new(world).await;
        for (way, stage, step, meanwhile) in [
            (Way::Filed, Stage::Reported, Move::Accept, Move::Return),
            (Way::Filed, Stage::Reported, Move::Return, Move::Accept),
            (Way::Filed, Stage::Accepted, Move::Issue, Move::Return),
            (Way::Confirmed, Stage::Accepted, Move::Return, Move::Issue),
            (Way::Reviewed, Stage::Reported, Move::Post, Move::Return),
            (Way::Reviewed, Stage::Reported, Move::Return, Move::Post),
            (Way::Reviewed, Stage::Posted, Move::Announce, Move::Return),
            (Way::Reviewed, Stage::Posted, Move::Return, Move::Announce),
            (Way::Reviewed, Stage::Announced, Move::Issue, Move::Return),
            (Way::Reviewed, Stage::Announced, Move::Return, Move::Issue),
        ] {
            let what = format!("{step:?} at {stage:?}, {meanwhile:?} meanwhile");
            let id = road.at(way, stage).await;
            let mut bureau = signed_in(world, "周敏", BUREAU).await;
            let form = Form::open(&mut bureau, world, id, step).await;
            world.wait(1);
            road.ask(id, meanwhile, 0).await.unwrap();
            let before = record(&road.db, id).await;
            let late = form.click(&mut bureau).await;
            assert_eq!(late.status, StatusCode::CONFLICT, "{what}");
            assert!(late.text().contains("刚刚有人先办了，什么都没有改动"), "{what}");
            assert_eq!(record(&road.db, id).await, before, "{what}");
            let page = bureau.get(&format!("/desk/batches/{id}/issue/progress")).await;
            assert_eq!(page.header("location"), format!("/desk/batches/{id}"), "{what}");
        }
        road.db.close().await;
    });
}

#[test]
fn a_form_that_is_clicked_twice_or_more_takes_effect_once() {
    on_sqlite(async |world: &World| {
        let road = Road::new(world).await;
        for (way, stage, step) in [
            (Way::Filed, Stage::Draft, Move::Report),
            (Way::Filed, Stage::Reported, Move::Accept),
            (Way::Confirmed, Stage::Reported, Move::Return),
            (Way::Filed, Stage::Accepted, Move::Issue),
            (Way::Reviewed, Stage::Reported, Move::Post),
            (Way::Reviewed, Stage::Posted, Move::Announce),
            (Way::Reviewed, Stage::Announced, Move::Issue),
        ] {
            let what = format!("{step:?} at {stage:?}");
            let id = road.at(way, stage).await;
            let office = if step == Move::Report { "3303D17" } else { BUREAU };
            let mut one = signed_in(world, "周敏", office).await;
            let form = Form::open(&mut one, world, id, step).await;
            let mut two = Browser::new(&world.registry, 9);
            two.cookies = one.cookies.clone();
            let audited = road.db.audit_head().await.unwrap().0;
            // At the very same moment, and then again.
            let (first, second) = tokio::join!(form.click(&mut one), form.click(&mut two));
            for answer in [first, second] {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}: {}", answer.text());
            }
            let to = match step {
                Move::Announce => Stage::Announced,
                _ => stage.after(step, way).unwrap(),
            };
            settled(world, id, to).await;
            let third = form.click(&mut one).await;
            assert_eq!(third.header("location"), format!("/desk/batches/{id}"), "{what}");
            let deeds = road.db.audit_head().await.unwrap().0 - audited;
            assert_eq!(deeds, 1 + u64::from(step == Move::Announce), "{what}");
        }
        road.db.close().await;
    });
}

#[test]
fn a_draft_that_a_colleague_mended_is_asked_about_again() {
    on_sqlite(async |world: &World| {
        let bad = with(row(&person(2)), "资格名称", "助工");
        let bytes = csv(&[row(&person(1)), bad]);
        let upload = Upload { bytes, office: code(RUIAN), way: Way::Filed };
        let colleague = actor("林晓燕", RUIAN, &[Role::Clerk]);
        let id = world.registry.upload(upload, None, &colleague).await.unwrap();
        let mut clerk = signed_in(world, "周敏", RUIAN).await;
        let form = Form::open(&mut clerk, world, id, Move::Report).await;
        let place = RowPlace { sheet: String::new(), row: 3 };
        let mend = Mend { place, column: "G".into(), written: "助理工程师".into() };
        world.registry.mend(id, vec![mend], &colleague).await.unwrap();
        assert_eq!(form.click(&mut clerk).await.status, StatusCode::CONFLICT);
        let shown = world.registry.show_batch(id).await.unwrap().batch;
        assert_eq!((shown.stage, shown.tally.accepted), (Stage::Draft, 2));
        let form = Form::open(&mut clerk, world, id, Move::Report).await;
        assert_eq!(form.click(&mut clerk).await.status, StatusCode::SEE_OTHER);
    });
}
