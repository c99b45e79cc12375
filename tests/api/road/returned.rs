//! Stages: a batch that went back, and everything that may not follow.

use crate::world::sheet::{csv, person, row, rows, with};
use crate::world::{RUIAN, World, YUEQING, clerk, each_engine, issuer, refusal, reviewer, text};
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::way::Way;
use wenzheng::registry::Refusal;

#[test]
fn a_returned_batch_can_be_mended_and_sent_again() {
    each_engine(async |world: &World| {
        let first = world.import(RUIAN, csv(&rows(1..=3))).await.unwrap().batch.unwrap();
        let reason = text("第2人单位有误");
        let back = world.registry.return_batch(first, &reason, &reviewer()).await.unwrap();
        assert_eq!((back.stage, back.reason.as_deref()), (Stage::Returned, Some("第2人单位有误")));

        let mut mended = rows(1..=3);
        mended[1] = with(row(&person(2)), "现工作单位", "温州市设计集团有限公司");
        let numbers = world.issue(RUIAN, csv(&mended)).await;
        assert_eq!(numbers.len(), 3);
        let same = world.import(RUIAN, csv(&mended)).await.unwrap();
        assert_eq!((same.tally.unchanged, same.tally.accepted), (3, 0));
        let shown = world.registry.show_batch(first).await.unwrap();
        assert_eq!((shown.batch.stage, shown.numbers.len()), (Stage::Returned, 0));
    });
}

#[test]
fn the_very_same_file_may_come_back_too_and_from_another_office() {
    each_engine(async |world: &World| {
        let file = csv(&rows(1..=2));
        for office in [RUIAN, RUIAN, YUEQING] {
            let imported = world.import(office, file.clone()).await.unwrap();
            assert_eq!(imported.tally.accepted, 2, "{office}: {:?}", imported.findings);
            let batch = imported.batch.unwrap();
            world.registry.return_batch(batch, &text("退"), &reviewer()).await.unwrap();
        }
    });
}

#[test]
fn what_does_not_lead_on_is_refused_and_changes_nothing() {
    each_engine(async |world: &World| {
        let registry = &world.registry;
        let id = world.import(RUIAN, csv(&rows(1..=1))).await.unwrap().batch.unwrap();
        let wrong = |stage| Refusal::WrongStage { batch: id, stage, way: Way::Filed };
        let issue = async || refusal(registry.issue(id, &issuer(), &|_, _| {}).await);
        let accept = async || refusal(registry.accept(id, &reviewer()).await);
        let back = async || refusal(registry.return_batch(id, &text("退"), &reviewer()).await);

        assert_eq!(issue().await, wrong(Stage::Reported));
        registry.return_batch(id, &text("退"), &reviewer()).await.unwrap();
        assert_eq!(accept().await, wrong(Stage::Returned));
        assert_eq!(back().await, wrong(Stage::Returned));
        assert_eq!(issue().await, wrong(Stage::Returned));

        let id = world.import(RUIAN, csv(&rows(1..=1))).await.unwrap().batch.unwrap();
        world.issue_batch(id).await;
        let stands = Refusal::WrongStage { batch: id, stage: Stage::Issued, way: Way::Filed };
        assert_eq!(refusal(registry.return_batch(id, &text("退"), &reviewer()).await), stands);
        // Again is no mistake: what is done stays done.
        assert_eq!(registry.accept(id, &reviewer()).await.unwrap().stage, Stage::Issued);
        let again = registry.issue(id, &issuer(), &|_, _| {}).await.unwrap();
        assert_eq!((again.issued, again.numbers.len()), (0, 1));

        let none = BatchId { year: 2026, serial: 99 };
        assert_eq!(refusal(registry.accept(none, &reviewer()).await), Refusal::NoSuchBatch(none));
        assert_eq!(refusal(registry.show_batch(none).await), Refusal::NoSuchBatch(none));
    });
}

#[test]
fn a_batch_under_way_knows_who_did_what() {
    each_engine(async |world: &World| {
        let id = world.import(RUIAN, csv(&rows(1..=1))).await.unwrap().batch.unwrap();
        world.wait(60);
        let accepted = world.registry.accept(id, &reviewer()).await.unwrap();
        assert_eq!(accepted.reported.as_ref().unwrap().who, clerk().who.as_str());
        assert_eq!(accepted.accepted_by.as_deref(), Some("reviewer"));
        assert_eq!(accepted.moved_at.0 - accepted.created_at.0, 60_000);
        assert_eq!(world.registry.show_batch(id).await.unwrap().batch, accepted);
    });
}

#[test]
fn of_many_who_issue_one_batch_one_does() {
    each_engine(async |world: &World| {
        let id = world.import(RUIAN, csv(&rows(1..=30))).await.unwrap().batch.unwrap();
        world.registry.accept(id, &reviewer()).await.unwrap();
        let other = world.another().await;
        let (a, b) = (issuer(), issuer());
        let (one, two) = tokio::join!(
            world.registry.issue(id, &a, &|_, _| {}),
            other.issue(id, &b, &|_, _| {}),
        );
        let issued: Vec<u64> =
            [&one, &two].iter().filter_map(|i| Some(i.as_ref().ok()?.issued)).collect();
        assert_eq!(issued.iter().sum::<u64>(), 30, "{one:?} {two:?}");
        for lost in [one, two].into_iter().filter(Result::is_err) {
            assert_eq!(refusal(lost), Refusal::MovedMeanwhile);
        }
        let health = other.examine().await.unwrap();
        assert!(health.iter().all(|check| check.good), "{health:?}");
        assert_eq!(world.registry.show_batch(id).await.unwrap().numbers.len(), 30);
        other.close().await;
    });
}

#[test]
fn content_is_forgotten_thirty_days_after_the_end_and_certificates_never() {
    each_engine(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=2))).await;
        let id = world.registry.batches().await.unwrap()[0].id;
        world.wait(30 * 86_400);
        assert_eq!(world.registry.forget().await.unwrap(), 0);
        assert!(world.registry.show_batch(id).await.unwrap().findings.is_some());
        world.wait(1);
        assert_eq!(world.registry.forget().await.unwrap(), 1);
        let shown = world.registry.show_batch(id).await.unwrap();
        assert_eq!((shown.findings, shown.numbers), (None, numbers.clone()));
        assert!(world.registry.print(&numbers[0]).await.is_ok());
        let same = world.import(RUIAN, csv(&rows(1..=2))).await.unwrap();
        assert_eq!((same.tally.unchanged, same.tally.accepted), (2, 0));
    });
}
