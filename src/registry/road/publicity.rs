//! Publicity: a reviewed batch is posted, objections are heard, and its result is announced.

use super::batch::lawful;
use crate::model::{
    batch::{BatchId, Move, Stage},
    catalogue::WindowTooShort,
    day::Day,
    office::{Actor, Role},
    text::Text,
    way::Way,
};
use crate::registry::house::vault::Place;
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::batch::Batch;
use crate::store::publicity::Objection as SealedObjection;
pub use crate::store::publicity::{Announcement, Candidate, Window};

/// What is on the board: names, employers and titles, and the last day.
#[derive(Debug, Clone)]
pub struct Post {
    /// Which batch.
    pub batch: BatchId,
    /// The office that reviewed.
    pub office: Text,
    /// From when until when.
    pub window: Window,
    /// Who is posted.
    pub candidates: Vec<Candidate>,
}

/// 异议, as the bureau reads it.
#[derive(Debug, Clone)]
pub struct Objection {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received_on: Day,
    /// What it says.
    pub says: Text,
    /// Who registered it.
    pub who: String,
    /// When and how it was settled; none while it bars the announcement.
    pub settled: Option<(Day, Text)>,
}

/// How an objection ends.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Which objection.
    pub objection: String,
    /// What was found.
    pub outcome: Text,
    /// Who is taken off the list for it, by the place on the list from 1.
    pub strike: Option<u64>,
}

impl Registry {
    /// Posts a pass list from a day on until another inclusive. Both rules of length are checked
    /// before anybody reads it. Posted already with these days: nothing happens.
    pub async fn post(&self, id: BatchId, window: Window, actor: &Actor) -> Result<Batch> {
        self.require_bureau(actor, Role::Issuer)?;
        let batch = self.batch(id).await?;
        if batch.stage == Stage::Posted && self.0.db.post(id).await? == Some(window) {
            return Ok(batch);
        }
        self.four_eyes(&batch, actor).await?;
        let to = self.leads(&batch, Move::Post).await?;
        let now = self.0.clock.now();
        if window.from < now.day() {
            return Err(Refusal::PostInThePast(window.from).into());
        }
        self.first_announcement(window)?;
        let mut tx = self.0.db.begin().await?;
        if !tx.move_batch(&batch, to, now).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        tx.add_post(id, window).await?;
        tx.record(actor, Move::Post.code(), &id.to_string(), now).await?;
        tx.commit().await?;
        Ok(Batch { stage: to, moved_at: now, ..batch })
    }

    /// Announces a posted batch whose window has closed, with the number of the decision. It is
    /// cleared and announced in one. Announced already in these words: nothing happens.
    pub async fn announce(&self, id: BatchId, told: &Announcement, actor: &Actor) -> Result<Batch> {
        self.require_bureau(actor, Role::Issuer)?;
        let batch = self.batch(id).await?;
        if batch.stage == Stage::Announced
            && self.0.db.announcement(id).await?.as_ref() == Some(told)
        {
            return Ok(batch);
        }
        self.four_eyes(&batch, actor).await?;
        let over = if batch.stage == Stage::Cleared {
            batch.clone()
        } else {
            Batch { stage: lawful(&batch, Move::Clear)?, ..batch.clone() }
        };
        let to = lawful(&over, Move::Announce)?;
        let first = self.announceable_from(&batch).await?;
        let now = self.0.clock.now();
        if now.day() < first || told.on < first {
            return Err(Refusal::TooEarly { batch: id, first }.into());
        }
        if told.on > now.day() {
            return Err(Refusal::FutureDay(told.on).into());
        }
        let mut tx = self.0.db.begin().await?;
        let moved =
            tx.move_batch(&batch, over.stage, now).await? && tx.move_batch(&over, to, now).await?;
        if !moved {
            return Err(Refusal::MovedMeanwhile.into());
        }
        // Asked while the batch is held: nobody can object to it at the same moment.
        if tx.is_barred(id).await? {
            return Err(Refusal::Barred(id).into());
        }
        tx.add_announcement(id, told).await?;
        tx.record(actor, Move::Clear.code(), &id.to_string(), now).await?;
        tx.record(actor, Move::Announce.code(), &id.to_string(), now).await?;
        tx.commit().await?;
        Ok(Batch { stage: to, moved_at: now, ..batch })
    }

    /// Whether the actor hears objections: the bureau alone does.
    pub fn may_hear(&self, actor: &Actor) -> Result<()> {
        self.require_bureau(actor, Role::Reviewer)
    }

    /// Registers an objection against a batch that is posted: it bars the announcement. Registered
    /// already in these words, and open: nothing happens.
    pub async fn object(&self, id: BatchId, on: Day, says: &Text, actor: &Actor) -> Result<String> {
        self.may_hear(actor)?;
        let batch = self.batch(id).await?;
        lawful(&batch, Move::Clear)?;
        let now = self.0.clock.now();
        if on > now.day() {
            return Err(Refusal::FutureDay(on).into());
        }
        let objection = self.fresh_id();
        let sealed = self.0.vault.seal(
            Place("objection", &objection),
            self.random(),
            says.as_str().as_bytes(),
        )?;
        let mut tx = self.0.db.begin().await?;
        // Holds the batch: it is not announced at the same moment.
        if !tx.move_batch(&batch, batch.stage, batch.moved_at).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        // Asked while the batch is held: of two clicks the second sees what the first has written.
        let is_same = |one: &Objection| {
            let is_by_them = one.who == actor.who.as_str();
            is_by_them && one.settled.is_none() && one.received_on == on && one.says == *says
        };
        if let Some(same) = self.heard(id).await?.into_iter().find(is_same) {
            return Ok(same.id);
        }
        let who = actor.who.to_string();
        let (batch, received_on, settled) = (id, on, None);
        let row = SealedObjection {
            id: objection.clone(),
            batch,
            received_on,
            sealed,
            who,
            at: now,
            settled,
        };
        tx.add_objection(&row).await?;
        tx.record(actor, "object", &id.to_string(), now).await?;
        tx.commit().await?;
        Ok(objection)
    }

    /// Settles an objection; where it was right, somebody is taken off the list.
    pub async fn settle(&self, id: BatchId, settled: &Settlement, actor: &Actor) -> Result<()> {
        self.may_hear(actor)?;
        let batch = self.batch(id).await?;
        lawful(&batch, Move::Clear)?;
        let now = self.0.clock.now();
        let place = format!("{}/outcome", settled.objection);
        let outcome = self.0.vault.seal(
            Place("objection", &place),
            self.random(),
            settled.outcome.as_str().as_bytes(),
        )?;
        let mut tx = self.0.db.begin().await?;
        let is_open = tx.settle_objection(&settled.objection, id, now.day(), &outcome).await?;
        if !is_open {
            return Err(Refusal::NoSuchObjection.into());
        }
        if let Some(place) = settled.strike {
            let position = place.checked_sub(1).ok_or(Refusal::NobodyThere(id))?;
            if !tx.strike(id, position, &settled.objection).await? {
                return Err(Refusal::NobodyThere(id).into());
            }
        }
        tx.record(actor, "settle", &id.to_string(), now).await?;
        Ok(tx.commit().await?)
    }

    /// The objections against a batch. The bureau alone reads them, and who does is written down.
    pub async fn objections(&self, id: BatchId, actor: &Actor) -> Result<Vec<Objection>> {
        self.may_hear(actor)?;
        self.batch(id).await?;
        let heard = self.heard(id).await?;
        if !heard.is_empty() {
            self.note_view(actor, Viewed::Objections, &Seen { batch: id, rows: None }).await?;
        }
        Ok(heard)
    }

    async fn heard(&self, id: BatchId) -> Result<Vec<Objection>> {
        let open = |place: &str, sealed: &[u8]| -> std::result::Result<Text, Failed> {
            let plain = self.0.vault.open(Place("objection", place), sealed)?;
            let text = String::from_utf8(plain).ok().and_then(|text| Text::parse(&text));
            text.ok_or_else(|| Failed::because(&"a sealed objection cannot be read"))
        };
        let read = |row: SealedObjection| {
            let place = format!("{}/outcome", row.id);
            let settled =
                row.settled.map(|(on, sealed)| Ok::<_, Failed>((on, open(&place, &sealed)?)));
            Ok(Objection {
                says: open(&row.id, &row.sealed)?,
                id: row.id,
                received_on: row.received_on,
                who: row.who,
                settled: settled.transpose()?,
            })
        };
        self.0.db.objections(id).await?.into_iter().map(read).collect()
    }

    /// The posts that are on the board today, without their lists; anybody reads them.
    pub async fn posts(&self) -> Result<Vec<Post>> {
        let today = self.0.clock.today();
        let mut posts = Vec::new();
        for (id, window) in self.0.db.posts(today, 200).await? {
            let batch = self.batch(id).await?;
            let office = self.office(&batch.office)?.awarding_name().clone();
            posts.push(Post { batch: id, office, window, candidates: Vec::new() });
        }
        Ok(posts)
    }

    /// One post with its list; [`Refusal::PostEnded`] when it has been taken down.
    pub async fn posted(&self, id: BatchId) -> Result<Post> {
        let today = self.0.clock.today();
        let Some(window) = self.0.db.post(id).await? else {
            return Err(Refusal::NoSuchDocument.into());
        };
        let batch = self.batch(id).await?;
        if batch.stage != Stage::Posted || today > window.until {
            return Err(Refusal::PostEnded.into());
        }
        if today < window.from {
            return Err(Refusal::NoSuchDocument.into());
        }
        let office = self.office(&batch.office)?.awarding_name().clone();
        let candidates = self.0.db.candidates(id).await?;
        Ok(Post { batch: id, office, window, candidates })
    }

    /// The first day on which a publicity that begins today may end.
    pub fn earliest_until(&self) -> Day {
        let from = self.0.clock.today();
        match self.0.catalogue.calendar().first_lawful_announcement(from, from) {
            Ok(_) => from,
            Err(WindowTooShort { first_lawful_until }) => first_lawful_until,
        }
    }

    /// The first day on which a posted batch may be announced.
    pub async fn announceable_from(&self, batch: &Batch) -> Result<Day> {
        let window = self.0.db.post(batch.id).await?;
        let stands =
            Refusal::WrongStage { batch: batch.id, stage: batch.stage, way: Way::Reviewed };
        self.first_announcement(window.ok_or(stands)?)
    }

    fn first_announcement(&self, window: Window) -> Result<Day> {
        let calendar = self.0.catalogue.calendar();
        let first = calendar.first_lawful_announcement(window.from, window.until);
        first.map_err(|WindowTooShort { first_lawful_until: until }| {
            Refusal::WindowTooShort { until }.into()
        })
    }
}
