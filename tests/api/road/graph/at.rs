//! A batch at any stage of any way, brought there by its lawful moves, and what a move may change.

use crate::road::rights::scene::{EVERY_ROLE, SENDER, Scene};
use crate::road::rights::table::{Tried, offices};
use crate::world::{World, actor, issuer, reviewer, text};
use wenzheng::model::batch::{BatchId, Move, Stage};
use wenzheng::model::day::Day;
use wenzheng::model::digest::Digest;
use wenzheng::model::way::Way;
use wenzheng::registry::Result;
use wenzheng::registry::road::publicity::{Announcement, Window};
use wenzheng::store::Db;
use wenzheng::store::batch::Batch;

/// May take every way.
pub const OFFICE: &str = "3303D17";
const DAY: i64 = 86_400;

/// Everything that a move may write about a batch.
#[derive(Debug, PartialEq)]
pub struct Record {
    pub batch: Batch,
    window: Option<Window>,
    pub announcement: Option<Announcement>,
    findings: Option<Vec<u8>>,
    counts: (u64, u64),
    pub audit: (u64, Digest),
    pub logged: u64,
}

impl Record {
    async fn of(db: &Db, id: BatchId) -> Self {
        Self {
            batch: db.batch(id).await.unwrap().unwrap(),
            window: db.post(id).await.unwrap(),
            announcement: db.announcement(id).await.unwrap(),
            findings: db.batch_findings(id).await.unwrap(),
            counts: db.batch_counts(id).await.unwrap(),
            audit: db.audit_head().await.unwrap(),
            logged: db.log_head().await.unwrap().size,
        }
    }
}

/// A world with its office.
pub struct Road<'a> {
    pub scene: Scene<'a>,
    pub office: Tried,
    pub db: Db,
}

impl<'a> Road<'a> {
    pub async fn new(world: &'a World) -> Self {
        let office = offices().into_iter().find(|office| office.code == OFFICE).unwrap();
        let db = Db::open(&world.database_url()).await.unwrap();
        Self { scene: Scene::new(world).await, office, db }
    }

    fn world(&self) -> &World {
        self.scene.world
    }

    fn today(&self) -> Day {
        self.world().today()
    }

    /// Asks for a move as whoever may make it; `n` tells windows and document numbers apart.
    pub async fn ask(&self, id: BatchId, step: Move, n: i32) -> Result<()> {
        let registry = &self.world().registry;
        let sender = actor(SENDER, OFFICE, &EVERY_ROLE);
        match step {
            Move::Report => registry.report(id, &sender).await.map(drop),
            Move::Return => registry.return_batch(id, &text("退"), &reviewer()).await.map(drop),
            Move::Accept => registry.accept(id, &reviewer()).await.map(drop),
            Move::Post => {
                let until = registry.earliest_until().plus_days(n);
                let window = Window { from: self.today(), until };
                registry.post(id, window, &issuer()).await.map(drop)
            }
            Move::Clear | Move::Announce => {
                let document_number = text(&format!("温人社发〔2026〕{}号", 99 + n));
                let told = Announcement { document_number, on: self.today() };
                registry.announce(id, &told, &issuer()).await.map(drop)
            }
            Move::Issue => registry.issue(id, &issuer(), &|_, _| {}).await.map(drop),
        }
    }

    /// A batch of a way at a stage, brought there by its lawful moves. If it was posted, its
    /// publicity is over.
    pub async fn at(&self, way: Way, stage: Stage) -> BatchId {
        let id = self.scene.draft(&self.office, way).await;
        let mut stands = Stage::Draft;
        if stage == Stage::Returned {
            self.ask(id, Move::Report, 0).await.unwrap();
            self.ask(id, Move::Return, 0).await.unwrap();
            return id;
        }
        while stands != stage {
            let step = stands.next(way).unwrap();
            match (step, stands) {
                (Move::Clear, _) if stage == Stage::Cleared => self.cleared(id).await,
                // In one with the announcement.
                (Move::Clear, _) => {}
                (Move::Issue, Stage::Announced) => {
                    self.filled(id).await;
                    self.ask(id, step, 0).await.unwrap();
                }
                _ => self.ask(id, step, 0).await.unwrap(),
            }
            stands = stands.after(step, way).unwrap();
            if stands == Stage::Posted {
                self.world().wait(20 * DAY);
            }
        }
        if stage == Stage::Announced {
            self.filled(id).await;
        }
        id
    }

    pub async fn filled(&self, id: BatchId) {
        let sheet = self.scene.sheet_of(id, &self.office);
        let sender = actor(SENDER, OFFICE, &EVERY_ROLE);
        let filled = self.world().registry.fill(id, sheet, &sender).await.unwrap();
        assert_eq!(filled.tally.accepted, 1, "{:?}", filled.findings);
    }

    /// No verb leaves a batch there; a record may.
    async fn cleared(&self, id: BatchId) {
        let batch = self.db.batch(id).await.unwrap().unwrap();
        let mut tx = self.db.begin().await.unwrap();
        assert!(tx.move_batch(&batch, Stage::Cleared, batch.moved_at).await.unwrap());
        tx.commit().await.unwrap();
    }

    pub async fn record(&self, id: BatchId) -> Record {
        Record::of(&self.db, id).await
    }
}
