//! Who may do what: the table of [`table`], asked of the verbs by every kind of office.

pub mod asked;
pub mod scene;
pub mod table;
mod verbs;

use crate::world::sheet::{csv, rows};
use crate::world::{BUREAU, RUIAN, World, actor, code, issuer, on_sqlite, refusal};
use asked::{Asked, answer, complaint, record, thing};
use scene::{EVERY_ROLE, SENDER, Scene, asking, needs_batch};
use table::{Asker, Right, Tried, offices, rights};
use wenzheng::model::batch::BatchId;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::{Actor, Role};
use wenzheng::model::way::Way;
use wenzheng::registry::Refusal;
use wenzheng::registry::upload::import::Upload;
use wenzheng::store::Db;

/// Nobody's batch.
const NOWHERE: BatchId = BatchId { year: 2020, serial: 1 };

/// Everybody who asks about a batch of `office`: at the bureau's own, its people are the office's.
fn askers(office: &Tried, offices: &[Tried]) -> Vec<(Asker, Actor)> {
    let is_the_bureaus = office.code == BUREAU;
    let mut all = Vec::new();
    for asker in Asker::ALL {
        match asker {
            Asker::Clerk | Asker::Reviewer | Asker::Issuer if is_the_bureaus => {}
            Asker::Another => {
                let others = offices.iter().map(|other| other.code);
                let others = others.filter(|other| ![office.code, BUREAU].contains(other));
                all.extend(others.map(|other| (asker, asking(asker, office.code, other))));
            }
            _ => all.push((asker, asking(asker, office.code, BUREAU))),
        }
    }
    all
}

/// The table beside the verbs.
struct Trial<'a> {
    scene: &'a Scene<'a>,
    db: &'a Db,
    number: CertificateNumber,
    asked: usize,
    wrong: Vec<String>,
}

impl Trial<'_> {
    /// A row of the table at one office.
    async fn row(
        &mut self,
        (office, offices): (&Tried, &[Tried]),
        right: &Right,
        mut batches: Vec<BatchId>,
    ) {
        let deed = right.deed;
        for (asker, by) in askers(office, offices) {
            let batch = batches.last().copied().unwrap_or(NOWHERE);
            let thing = thing(self.scene, deed, batch).await;
            let number = &self.number;
            let ask = Asked { scene: self.scene, office, deed, batch, number, thing };
            let before = record(self.db, batch).await;
            let said = answer(&ask.ask(&by).await);
            let is_changed = record(self.db, batch).await != before;
            let expected = right.answer(asker, office.code == BUREAU);
            self.wrong.extend(complaint(right, expected, (said, is_changed)).map(|complaint| {
                format!("{asker:?} ({}) at {}: {complaint}", by.office, office.what)
            }));
            self.asked += 1;
            if is_changed {
                batches.pop();
            }
        }
    }
}

#[test]
fn every_verb_answers_everybody_as_the_table_says() {
    on_sqlite(async |world: &World| {
        let (offices, rights) = (offices(), rights());
        let scene = Scene::new(world).await;
        let number = scene.number().await;
        let mut pool = scene.batches(&offices, &rights).await;
        let db = Db::open(&world.database_url()).await.unwrap();
        let mut trial = Trial { scene: &scene, db: &db, number, asked: 0, wrong: Vec::new() };
        for office in &offices {
            for right in &rights {
                let batches = pool.remove(&(office.code, right.deed)).unwrap_or_default();
                // None: the office may not take the way.
                if !(needs_batch(right.deed) && batches.is_empty()) {
                    trial.row((office, &offices), right, batches).await;
                }
            }
        }
        let Trial { asked, wrong, .. } = trial;
        assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
        assert!(asked > 3_000, "{asked}");
        db.close().await;
    });
}

#[test]
fn a_way_is_open_to_an_office_as_the_table_says() {
    on_sqlite(async |world: &World| {
        let scene = Scene::new(world).await;
        for office in &offices() {
            for way in Way::ALL {
                let sender = actor(SENDER, office.code, &[Role::Clerk]);
                let bytes = scene.file(office, way).0;
                let upload = Upload { bytes, office: code(office.code), way };
                let draft = world.registry.upload(upload.clone(), None, &sender).await;
                let report = world.registry.import(upload, &sender).await;
                let is_open = world.registry.ways_open_to(&sender).await.unwrap().contains(&way);
                assert_eq!(is_open, office.title(way).is_some(), "{} {way:?}", office.what);
                if is_open {
                    let tally =
                        world.registry.show_batch(draft.unwrap()).await.unwrap().batch.tally;
                    assert_eq!(tally.accepted, 1, "{} {way:?}", office.what);
                    let imported = report.unwrap();
                    assert_eq!(
                        imported.tally.accepted, 1,
                        "{} {:?}",
                        office.what, imported.findings
                    );
                } else {
                    let closed = Refusal::WayClosed(code(office.code), way);
                    assert_eq!(refusal(draft), closed);
                    assert_eq!(refusal(report), closed);
                }
            }
        }
    });
}

#[test]
fn an_office_that_does_not_exist_may_do_nothing() {
    on_sqlite(async |world: &World| {
        let none = Refusal::NoSuchOffice(code("9999X99"));
        let stranger = actor("somebody", "9999X99", &EVERY_ROLE);
        let upload =
            |office| Upload { bytes: csv(&rows(1..=1)), office: code(office), way: Way::Filed };
        let id = world.import(RUIAN, csv(&rows(1..=1))).await.unwrap().batch.unwrap();
        let registry = &world.registry;
        assert_eq!(refusal(registry.import(upload(RUIAN), &stranger).await), none);
        assert_eq!(refusal(registry.import(upload("9999X99"), &stranger).await), none);
        assert_eq!(refusal(registry.import(upload("9999X99"), &crate::world::clerk()).await), none);
        assert_eq!(refusal(registry.show_batch_for(id, &stranger).await), none);
        assert_eq!(refusal(registry.accept(id, &stranger).await), none);
        assert_eq!(refusal(registry.issue(id, &stranger, &|_, _| {}).await), none);
    });
}

#[test]
fn who_filled_in_the_sheet_cannot_issue_it_by_any_spelling_of_their_name() {
    on_sqlite(async |world: &World| {
        let offices = offices();
        let office = offices.iter().find(|office| office.code == "3303D17").unwrap();
        let rights = rights();
        let announced =
            rights.into_iter().filter(|right| right.deed == "send the sheet").collect::<Vec<_>>();
        let scene = Scene::new(world).await;
        let pool = scene.batches(std::slice::from_ref(office), &announced).await;
        let id = pool[&("3303D17", "send the sheet")][0];
        // Neither who reported the list nor the bureau's issuer so far: somebody who helps out.
        let helper = actor("Wang Lin", BUREAU, &EVERY_ROLE);
        world.registry.fill(id, scene.sheet_of(id, office), &helper).await.unwrap();
        for who in ["Wang Lin", "wanglin", "ＷＡＮＧ　ＬＩＮ"] {
            let by = actor(who, BUREAU, &EVERY_ROLE);
            let refused = refusal(world.registry.issue(id, &by, &|_, _| {}).await);
            assert_eq!(refused, Refusal::FourEyes(id), "{who}");
        }
        assert_eq!(world.registry.issue(id, &issuer(), &|_, _| {}).await.unwrap().issued, 1);
    });
}
