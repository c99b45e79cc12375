//! Every move at every stage of every way: what the graph allows is done, once; everything else is
//! refused in a sentence that says where the batch stands and what comes next, and changes nothing.

pub mod at;

use super::rights::scene::{EVERY_ROLE, SENDER};
use crate::world::{BUREAU, World, actor, each_engine, refusal, text};
use at::{OFFICE, Road};
use wenzheng::model::batch::{Move, Stage};
use wenzheng::model::office::Actor;
use wenzheng::model::way::Way;
use wenzheng::registry::{Error, Refusal};

/// What is said to somebody who tries something else, by where the batch stands.
fn says(stage: Stage, way: Way) -> &'static str {
    match (stage, way) {
        (Stage::Draft, _) => "先要报送",
        (Stage::Reported, Way::Reviewed) => "下一步是公示",
        (Stage::Reported, _) => "下一步是核准",
        (Stage::Returned, _) => "请改好后重新报送",
        (Stage::Posted, _) => "公示期满、没有未处理的异议，才能公布",
        (Stage::Cleared, _) => "下一步是公布，要填文号",
        (Stage::Accepted | Stage::Announced, _) => "下一步是发证",
        (Stage::Issued, _) => "已经办完",
    }
}

/// Stages that a batch of a way can stand at.
fn stages(way: Way) -> impl Iterator<Item = Stage> {
    Stage::of(way).iter().copied().chain([Stage::Returned])
}

/// Moves that somebody asks for. A publicity is cleared by whoever announces its result.
fn asked_for() -> impl Iterator<Item = Move> {
    Move::ALL.into_iter().filter(|step| *step != Move::Clear)
}

/// Where a move that somebody asks for leads, by the graph.
fn leads(stage: Stage, step: Move, way: Way) -> Option<Stage> {
    let cleared = stage.after(Move::Clear, way).filter(|_| step == Move::Announce);
    cleared.unwrap_or(stage).after(step, way)
}

#[test]
fn what_is_no_edge_is_refused_in_words_and_changes_nothing() {
    each_engine(async |world: &World| {
        let road = Road::new(world).await;
        let mut refused = 0;
        for way in Way::ALL {
            for stage in stages(way) {
                let id = road.at(way, stage).await;
                let before = road.record(id).await;
                assert_eq!(before.batch.stage, stage, "{way:?}");
                for step in asked_for().filter(|step| leads(stage, *step, way).is_none()) {
                    let what = format!("{step:?} of a {way:?} batch at {stage:?}");
                    let done = road.ask(id, step, 1).await;
                    // What was made before is made: the same click again is no mistake.
                    let again = [Move::Report, Move::Accept, Move::Issue];
                    if again.contains(&step) && stage.has_made(step, way) {
                        done.unwrap_or_else(|error| panic!("{what}: {error}"));
                    } else {
                        let said = refusal(done);
                        assert_eq!(said, Refusal::WrongStage { batch: id, stage, way }, "{what}");
                        let said = said.zh();
                        let [standing, next] = [stage.zh(), says(stage, way)];
                        assert!(
                            said.contains(&id.to_string())
                                && said.contains(standing)
                                && said.contains(next),
                            "{what}: {said}"
                        );
                        refused += 1;
                    }
                    assert_eq!(road.record(id).await, before, "{what}");
                }
            }
        }
        // 5, 7 and 5 stages with six moves each, less the edges and what was made before.
        assert_eq!(refused, expected_refusals());
        road.db.close().await;
    });
}

/// How many pairs of stage and move are neither an edge nor made before.
fn expected_refusals() -> usize {
    let pairs = Way::ALL.into_iter().flat_map(|way| {
        stages(way).flat_map(move |stage| asked_for().map(move |step| (way, stage, step)))
    });
    let again = [Move::Report, Move::Accept, Move::Issue];
    let count = pairs
        .filter(|(way, stage, step)| leads(*stage, *step, *way).is_none())
        .filter(|(way, stage, step)| !(again.contains(step) && stage.has_made(*step, *way)))
        .count();
    assert!(count > 50, "{count}");
    count
}

#[test]
fn every_edge_is_taken_once_however_often_it_is_clicked() {
    each_engine(async |world: &World| {
        let road = Road::new(world).await;
        let mut taken = 0;
        for way in Way::ALL {
            for stage in stages(way) {
                for step in asked_for() {
                    let Some(to) = leads(stage, step, way) else { continue };
                    let what = format!("{step:?} of a {way:?} batch at {stage:?}");
                    let id = road.at(way, stage).await;
                    let before = road.record(id).await;
                    road.ask(id, step, 0).await.unwrap_or_else(|error| panic!("{what}: {error}"));
                    let after = road.record(id).await;
                    assert_eq!(after.batch.stage, to, "{what}");
                    let deeds = 1 + u64::from(step == Move::Announce);
                    assert_eq!(after.audit.0 - before.audit.0, deeds, "{what}");
                    assert_eq!(
                        after.logged - before.logged,
                        u64::from(step == Move::Issue),
                        "{what}"
                    );
                    for _ in 0..2 {
                        match road.ask(id, step, 0).await {
                            Ok(()) => {}
                            // Sent back twice is sent back once; the second is told so.
                            Err(Error::Refused(Refusal::WrongStage {
                                stage: Stage::Returned,
                                ..
                            })) if step == Move::Return => {}
                            other => panic!("{what}, again: {other:?}"),
                        }
                        assert_eq!(road.record(id).await, after, "{what}, again");
                    }
                    taken += 1;
                }
            }
        }
        // Filed and confirmed: report, accept, issue, two returns; reviewed: report, post, announce
        // (from either side of the clearing), issue, four returns.
        assert_eq!(taken, 5 + 9 + 5);
        assert_eq!(world.registry.audit(|_| {}).await.unwrap().broken, None);
        road.db.close().await;
    });
}

#[test]
fn while_a_publicity_runs_everything_but_a_return_is_told_its_day() {
    each_engine(async |world: &World| {
        let road = Road::new(world).await;
        let id = road.at(Way::Reviewed, Stage::Reported).await;
        let first = world.registry.earliest_until().plus_days(1);
        road.ask(id, Move::Post, 0).await.unwrap();
        let before = road.record(id).await;
        let early = Refusal::TooEarly { batch: id, first };
        for step in [Move::Accept, Move::Post, Move::Announce, Move::Issue] {
            assert_eq!(refusal(road.ask(id, step, 1).await), early, "{step:?}");
        }
        let sheet = road.scene.sheet_of(id, &road.office);
        let sender = actor(SENDER, OFFICE, &EVERY_ROLE);
        assert_eq!(refusal(world.registry.fill(id, sheet, &sender).await), early);
        assert!(early.zh().contains(&first.zh()) && early.en().contains(&first.to_string()));
        assert_eq!(road.record(id).await, before);
        // The office's own click of yesterday is no mistake; the bureau may still send it back.
        road.ask(id, Move::Report, 0).await.unwrap();
        road.ask(id, Move::Return, 0).await.unwrap();
        road.db.close().await;
    });
}

#[test]
fn what_is_missing_is_named_before_the_last_step() {
    each_engine(async |world: &World| {
        let road = Road::new(world).await;
        let id = road.at(Way::Reviewed, Stage::Posted).await;
        road.ask(id, Move::Announce, 0).await.unwrap();
        let before = road.record(id).await;
        let said = refusal(road.ask(id, Move::Issue, 0).await);
        assert_eq!(said, Refusal::NoSheet(id));
        assert!(said.zh().contains("请报送单位补报人员信息表"), "{}", said.zh());
        assert_eq!(road.record(id).await, before);
        road.filled(id).await;
        road.ask(id, Move::Issue, 0).await.unwrap();
        road.db.close().await;
    });
}

#[test]
fn of_two_who_move_a_batch_at_once_one_does() {
    each_engine(async |world: &World| {
        let road = Road::new(world).await;
        for (way, stage, step) in [
            (Way::Filed, Stage::Reported, Move::Accept),
            (Way::Confirmed, Stage::Accepted, Move::Issue),
            (Way::Reviewed, Stage::Reported, Move::Post),
            (Way::Reviewed, Stage::Posted, Move::Announce),
            (Way::Reviewed, Stage::Announced, Move::Issue),
        ] {
            let id = road.at(way, stage).await;
            let before = road.record(id).await.audit.0;
            let (done, back) = tokio::join!(road.ask(id, step, 0), road.ask(id, Move::Return, 0));
            let after = road.record(id).await;
            let what = format!("{step:?} at {stage:?}: {done:?} {back:?}");
            let deeds = [&done, &back].into_iter().filter(|result| result.is_ok()).count();
            assert!((1..=2).contains(&deeds), "{what}");
            for lost in [done, back].into_iter().filter(Result::is_err) {
                let lost = refusal(lost);
                let is_told = matches!(lost, Refusal::MovedMeanwhile | Refusal::WrongStage { .. });
                assert!(is_told, "{what}");
            }
            // One after the other is as good as one alone: each that was done is in the audit once.
            let clearings = u64::from(step == Move::Announce && after.announcement.is_some());
            assert_eq!(after.audit.0 - before, deeds as u64 + clearings, "{what}");
        }
        assert_eq!(world.registry.audit(|_| {}).await.unwrap().broken, None);
        road.db.close().await;
    });
}

#[test]
fn of_two_clicks_one_objection_comes() {
    each_engine(async |world: &World| {
        let road = Road::new(world).await;
        let id = road.at(Way::Reviewed, Stage::Posted).await;
        let hears: Actor = actor("周敏", BUREAU, &EVERY_ROLE);
        let (registry, on, says) = (&world.registry, world.today(), text("第1人材料不实"));
        let object = async || registry.object(id, on, &says, &hears).await.unwrap();
        let (one, two) = tokio::join!(object(), object());
        assert_eq!(one, two);
        let before = road.record(id).await;
        assert_eq!(object().await, one);
        assert_eq!(road.record(id).await, before);
        assert_eq!(registry.objections(id, &hears).await.unwrap().len(), 1);
        // Somebody else may have heard the same.
        let other = actor("陈立", BUREAU, &EVERY_ROLE);
        assert_ne!(registry.object(id, on, &says, &other).await.unwrap(), one);
        road.db.close().await;
    });
}
