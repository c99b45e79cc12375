//! Who may do what: every combination of role and office at every verb, and four eyes.

use crate::world::sheet::{csv, rows};
use crate::world::{
    BUREAU, RUIAN, World, YUEQING, actor, code, decision, each_engine, on_sqlite, refusal, text,
};
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::certificate::Standing;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::{Actor, OfficeCode, Role};
use wenzheng::model::way::Way;
use wenzheng::registry::road::amend::Change;
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Refusal, Registry, Result};

const ROLES: [Role; 3] = [Role::Clerk, Role::Reviewer, Role::Issuer];

/// Every set of roles.
fn sets() -> Vec<Vec<Role>> {
    let chosen = |set: usize| ROLES.iter().enumerate().filter(move |(n, _)| set >> n & 1 == 1);
    (0..8).map(|set| chosen(set).map(|(_, role)| *role).collect()).collect()
}

/// A registry with a reported batch, an accepted one and a certificate.
struct Scene<'a> {
    registry: &'a Registry,
    reported: BatchId,
    accepted: BatchId,
    number: CertificateNumber,
}

impl<'a> Scene<'a> {
    async fn new(world: &'a World) -> Self {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let accepted = world.import(RUIAN, csv(&rows(2..=2))).await.unwrap().batch.unwrap();
        world.registry.accept(accepted, &crate::world::reviewer()).await.unwrap();
        let reported = world.import(RUIAN, csv(&rows(3..=3))).await.unwrap().batch.unwrap();
        Self { registry: &world.registry, reported, accepted, number }
    }

    async fn import(&self, actor: &Actor) -> Result<()> {
        let upload = Upload { bytes: csv(&rows(1..=1)), office: code(RUIAN), way: Way::Filed };
        self.registry.import(upload, actor).await.map(|_| ())
    }

    /// Whether the four verbs of the bureau refuse for want of a right.
    async fn refusals(&self, actor: &Actor) -> [Option<Refusal>; 4] {
        let refused = |result: Result<()>| match result {
            Ok(()) => None,
            Err(error) => Some(refusal::<()>(Err(error))),
        };
        let (registry, reason) = (self.registry, text("退"));
        let resume = decision(&self.number, Change::Resume);
        [
            refused(registry.accept(self.accepted, actor).await.map(|_| ())),
            refused(
                registry
                    .return_batch(BatchId { year: 2020, serial: 1 }, &reason, actor)
                    .await
                    .map(|_| ()),
            ),
            refused(registry.issue(self.reported, actor, &|_, _| {}).await.map(|_| ())),
            refused(registry.amend(&resume, actor).await.map(|_| ())),
        ]
    }
}

#[test]
fn only_the_bureaus_own_in_the_right_role_may_accept_return_issue_amend() {
    each_engine(async |world: &World| {
        let scene = Scene::new(world).await;
        // What each verb says to somebody who may: nothing is changed by any of them.
        let wrong_stage =
            Refusal::WrongStage { batch: scene.reported, stage: Stage::Reported, way: Way::Filed };
        let wrong_standing =
            Refusal::WrongStanding { number: scene.number.clone(), standing: Standing::Valid };
        let none = Refusal::NoSuchBatch(BatchId { year: 2020, serial: 1 });
        for office in [BUREAU, RUIAN, YUEQING, "3303D17", "3303U02"] {
            for roles in sets() {
                let somebody = actor("somebody", office, &roles);
                let may = |role, said: Option<&Refusal>| match office == BUREAU
                    && roles.contains(&role)
                {
                    true => said.cloned(),
                    false => Some(Refusal::NotAllowed),
                };
                let expected = [
                    may(Role::Reviewer, None),
                    may(Role::Reviewer, Some(&none)),
                    may(Role::Issuer, Some(&wrong_stage)),
                    may(Role::Issuer, Some(&wrong_standing)),
                ];
                assert_eq!(scene.refusals(&somebody).await, expected, "{somebody:?}");
            }
        }
    });
}

#[test]
fn only_a_clerk_of_the_office_or_of_the_bureau_may_send() {
    on_sqlite(async |world: &World| {
        let scene = Scene::new(world).await;
        for office in [BUREAU, RUIAN, YUEQING, "3303D17", "3303U02"] {
            for roles in sets() {
                let somebody = actor("somebody", office, &roles);
                let result = scene.import(&somebody).await;
                if roles.contains(&Role::Clerk) && [BUREAU, RUIAN].contains(&office) {
                    result.unwrap_or_else(|error| panic!("{somebody:?}: {error}"));
                } else {
                    assert_eq!(refusal(result), Refusal::NotAllowed, "{somebody:?}");
                }
            }
        }
    });
}

#[test]
fn an_office_that_does_not_exist_may_do_nothing() {
    on_sqlite(async |world: &World| {
        let scene = Scene::new(world).await;
        let nowhere: OfficeCode = code("9999X99");
        let stranger = actor("somebody", "9999X99", &ROLES);
        let none = Refusal::NoSuchOffice(nowhere.clone());
        assert_eq!(refusal(scene.import(&stranger).await), none);
        for refused in scene.refusals(&stranger).await {
            assert_eq!(refused, Some(none.clone()));
        }
        let upload = Upload { bytes: csv(&rows(1..=1)), office: nowhere, way: Way::Filed };
        let clerk = crate::world::clerk();
        assert_eq!(refusal(world.registry.import(upload, &clerk).await), none);
    });
}

#[test]
fn a_way_that_is_closed_to_the_office_is_refused() {
    on_sqlite(async |world: &World| {
        for (office, way) in
            [(RUIAN, Way::Reviewed), ("3303A01", Way::Filed), ("3303A01", Way::Confirmed)]
        {
            let upload = Upload { bytes: csv(&rows(1..=1)), office: code(office), way };
            let refused = refusal(world.registry.import(upload, &crate::world::clerk()).await);
            assert_eq!(refused, Refusal::WayClosed(code(office), way));
        }
        assert!(world.registry.batches().await.unwrap().is_empty());
    });
}

#[test]
fn who_reported_can_neither_accept_nor_issue_whatever_their_roles() {
    each_engine(async |world: &World| {
        let registry = &world.registry;
        let both = actor("林小姐", BUREAU, &ROLES);
        let other = actor("陈先生", BUREAU, &ROLES);
        let upload = Upload { bytes: csv(&rows(1..=2)), office: code(RUIAN), way: Way::Filed };
        let id = registry.import(upload, &both).await.unwrap().batch.unwrap();
        assert_eq!(refusal(registry.accept(id, &both).await), Refusal::FourEyes(id));
        // The same person at the county's desk is still the same person.
        let elsewhere = actor("林小姐", RUIAN, &ROLES);
        assert_eq!(refusal(registry.accept(id, &elsewhere).await), Refusal::NotAllowed);
        registry.accept(id, &other).await.unwrap();
        let refused = registry.issue(id, &both, &|_, _| {}).await;
        assert_eq!(refusal(refused), Refusal::FourEyes(id));
        assert_eq!(registry.issue(id, &other, &|_, _| {}).await.unwrap().issued, 2);
    });
}
