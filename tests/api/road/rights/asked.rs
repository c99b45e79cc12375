//! Every deed of the table as the verbs are asked to do it.

use super::scene::Scene;
use super::table::{Answer, Right, Tried};
use crate::world::{BUREAU, RUIAN, actor, code, decision, issuer, refusal, text};
use wenzheng::model::batch::{BatchId, Move};
use wenzheng::model::draft::Mend;
use wenzheng::model::finding::RowPlace;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::{Actor, Role};
use wenzheng::model::way::Way;
use wenzheng::registry::road::amend::Change;
use wenzheng::registry::road::batch::Batch;
use wenzheng::registry::road::publicity::{Announcement, Settlement, Window};
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Error, Refusal, Registry, Result, TokenId};
use wenzheng::store::Db;

/// Deeds that leave no trace.
const READS: [&str; 13] = [
    "see a draft",
    "see a report",
    "read a draft's findings",
    "read a report's findings",
    "take the marked sheet",
    "take the receipt",
    "take the certificates",
    "hear objections",
    "see the overview",
    "take the blank sheet",
    "list batches",
    "see what waits",
    "list the tokens",
];

/// One deed, as it is asked of the verbs.
pub struct Asked<'a> {
    pub scene: &'a Scene<'a>,
    pub office: &'a Tried,
    pub deed: &'a str,
    pub batch: BatchId,
    pub number: &'a CertificateNumber,
    /// An objection to be settled, a token to be revoked.
    pub thing: String,
}

/// What a deed finds before somebody asks.
pub async fn thing(scene: &Scene<'_>, deed: &str, batch: BatchId) -> String {
    let registry = &scene.world.registry;
    match deed {
        "settle" => {
            let hears = actor("陈立", BUREAU, &[Role::Reviewer]);
            let today = scene.world.today();
            registry.object(batch, today, &text("材料不实"), &hears).await.unwrap()
        }
        "revoke a token" => {
            let made = registry.make_token(&code(RUIAN), &text("丙"), &issuer()).await.unwrap();
            made.0.as_str().to_owned()
        }
        _ => String::new(),
    }
}

impl Asked<'_> {
    fn registry(&self) -> &Registry {
        &self.scene.world.registry
    }

    pub async fn ask(&self, by: &Actor) -> Result<()> {
        match self.deed {
            "send a draft"
            | "send a report"
            | "take the blank sheet"
            | "list batches"
            | "see what waits" => self.of_an_office(by).await,
            "mend" | "report" | "send the sheet" | "hand in photos" => self.of_a_clerk(by).await,
            "accept"
            | "return"
            | "post"
            | "announce"
            | "issue what was accepted"
            | "issue what was announced" => self.of_a_move(by).await,
            "object" | "hear objections" | "settle" => self.of_objections(by).await,
            deed if READS.contains(&deed) => self.of_a_reader(by).await,
            _ => self.of_the_bureau(by).await,
        }
    }

    async fn of_an_office(&self, by: &Actor) -> Result<()> {
        let registry = self.registry();
        let way = Way::ALL.into_iter().find(|way| self.office.title(*way).is_some()).unwrap();
        let upload = Upload {
            bytes: self.scene.file(self.office, way).0,
            office: code(self.office.code),
            way,
        };
        match self.deed {
            "send a draft" => registry.upload(upload, None, by).await.map(drop),
            "send a report" => registry.import(upload, by).await.map(drop),
            "take the blank sheet" => {
                assert!(!registry.ways_open_to(by).await?.is_empty());
                registry.template_for(by).await.map(drop)
            }
            "list batches" => registry.batches_for(by, None).await.map(drop),
            _ => registry.waiting_for(by).await.map(drop),
        }
    }

    async fn of_a_clerk(&self, by: &Actor) -> Result<()> {
        let (registry, id) = (self.registry(), self.batch);
        match self.deed {
            "mend" => {
                let place = RowPlace { sheet: String::new(), row: 2 };
                let mend = Mend { place, column: "D".into(), written: "瑞安市某单位".into() };
                registry.mend(id, vec![mend], by).await
            }
            "report" => registry.report(id, by).await.map(drop),
            "hand in photos" => {
                let photos = self.scene.photos_of(id);
                registry.hand_in_photos(id, photos, by).await.map(drop)
            }
            _ => registry.fill(id, self.scene.sheet_of(id, self.office), by).await.map(drop),
        }
    }

    async fn of_a_move(&self, by: &Actor) -> Result<()> {
        let (registry, id) = (self.registry(), self.batch);
        let today = self.scene.world.today();
        let batch = registry.show_batch(id).await.unwrap().batch;
        let (step, done) = match self.deed {
            "accept" => (Move::Accept, registry.accept(id, by).await.map(drop)),
            "return" => (Move::Return, registry.return_batch(id, &text("退"), by).await.map(drop)),
            "post" => {
                let window = Window { from: today, until: registry.earliest_until() };
                (Move::Post, registry.post(id, window, by).await.map(drop))
            }
            "announce" => {
                let document_number = text("温人社发〔2026〕99号");
                let told = Announcement { document_number, on: today };
                (Move::Announce, registry.announce(id, &told, by).await.map(drop))
            }
            _ => (Move::Issue, registry.issue(id, by, &|_, _| {}).await.map(drop)),
        };
        // A page asks first whether somebody may, and must be told the same.
        let may = registry.may_move(&batch, step, by).await;
        assert_eq!(answer(&may), answer(&done), "{} {by:?}", self.deed);
        done
    }

    async fn of_objections(&self, by: &Actor) -> Result<()> {
        let (registry, id) = (self.registry(), self.batch);
        let done = match self.deed {
            "object" => {
                let today = self.scene.world.today();
                registry.object(id, today, &text(by.who.as_str()), by).await.map(drop)
            }
            "hear objections" => registry.objections(id, by).await.map(drop),
            _ => {
                let (objection, outcome) = (self.thing.clone(), text("不属实"));
                let settled = Settlement { objection, outcome, strike: None };
                registry.settle(id, &settled, by).await
            }
        };
        let may = answer(&registry.may_hear(by));
        assert!(may == answer(&done), "{} {by:?}", self.deed);
        done
    }

    async fn of_a_reader(&self, by: &Actor) -> Result<()> {
        let (registry, id) = (self.registry(), self.batch);
        match self.deed {
            "see a draft" => registry.show_batch_for(id, by).await.map(drop),
            "see a report" => {
                let seen = registry.show_batch_for(id, by).await.map(drop);
                let rows = registry.rows_for(id, 0, by).await.map(drop);
                assert_eq!(answer(&rows), answer(&seen));
                // It follows no other batch and has no photo, which is told to those alone who may
                // see it.
                let changes = registry.changes_for(id, 1, by).await.map(drop);
                let photo = registry.photo_for(id, 1, None, by).await.map(drop);
                for looked in [changes, photo] {
                    match &seen {
                        Ok(()) => assert_eq!(refusal(looked), Refusal::NoSuchDocument),
                        refused => assert_eq!(answer(&looked), answer(refused)),
                    }
                }
                seen
            }
            "read a draft's findings" | "read a report's findings" => {
                registry.findings_for(id, Default::default(), by).await.map(drop)
            }
            "take the marked sheet" => registry.annotated(id, by).await.map(drop),
            "take the receipt" => registry.receipt(id, by).await.map(drop),
            "take the certificates" => registry.papers(id, by).await.map(drop),
            "see the overview" => registry.overview(2026, by).await.map(drop),
            _ => registry.tokens(&code(self.office.code), by).await.map(drop),
        }
    }

    async fn of_the_bureau(&self, by: &Actor) -> Result<()> {
        let (registry, paper) = (self.registry(), text(by.who.as_str()));
        match self.deed {
            "suspend" => {
                registry.amend(&decision(self.number, Change::Suspend), by).await?;
                registry.amend(&decision(self.number, Change::Resume), by).await.map(drop)
            }
            "make a token" => {
                registry.make_token(&code(self.office.code), &text("丙"), by).await.map(drop)
            }
            "revoke a token" => {
                registry.revoke_token(&TokenId::parse(&self.thing).unwrap(), by).await
            }
            "delegate the review" => {
                registry.delegate(&code("330303"), &paper, None, by).await.map(drop)
            }
            "lodge a plan" => {
                registry.lodge_plan(&code("3303U01"), 2026, &paper, None, by).await.map(drop)
            }
            other => panic!("nobody knows how to {other}"),
        }
    }
}

/// What a verb's answer is in the table; any other refusal is not about a right.
pub fn answer(result: &Result<()>) -> Answer {
    match result {
        Ok(()) => Answer::Yes,
        Err(Error::Refused(Refusal::NotAllowed)) => Answer::No,
        Err(Error::Refused(Refusal::NoSuchBatch(_))) => Answer::None,
        Err(Error::Refused(Refusal::FourEyes(_))) => Answer::Eyes,
        Err(other) => panic!("no answer about a right: {other:?}"),
    }
}

/// What is wrong with an answer, and with what was done, if the table has something else. Whoever is
/// not answered `yes` has changed nothing.
pub fn complaint(right: &Right, expected: Answer, done: (Answer, bool)) -> Option<String> {
    let changes = expected == Answer::Yes && !READS.contains(&right.deed);
    let (said, is_changed) = done;
    (done != (expected, changes))
        .then(|| format!("{}: {said:?} and changed {is_changed}, not {expected:?}", right.deed))
}

/// What a refusal must leave as it was: the batch, the deeds that change something, the log.
pub async fn record(db: &Db, id: BatchId) -> (Option<Batch>, u64, u64) {
    let (batch, changes) = (db.batch(id).await.unwrap(), db.changes().await.unwrap());
    (batch, changes, db.log_head().await.unwrap().size)
}
