//! An office hands in the photos of a batch's people: one archive, as often as it likes, until the
//! bureau has agreed.

pub use crate::intake::photos::Why;
use crate::intake::photos::{NotTaken, Photos, Unopened, read_photos};
use crate::model::{
    batch::{BatchId, Stage},
    identity::Identity,
    office::Actor,
    way::Way,
};
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::batch::{Batch, Signed};
use crate::store::holder::Person;
use crate::store::photo::NewPhoto;
use crate::store::rows::SealedRow;
use rayon::prelude::*;
use std::collections::HashMap;

/// What came of an archive of photos.
#[derive(Debug, Clone)]
pub struct HandedIn {
    /// Photos that were taken, those in place of earlier ones among them.
    pub taken: u64,
    /// Whose photo there is by now.
    pub tally: Tally,
    /// Files that were not taken, in the order of the archive.
    pub not_taken: Vec<LeftOut>,
}

/// Of how many people of a batch there is a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// People of the batch.
    pub people: u64,
    /// Those of them of whom there is one.
    pub with: u64,
}

/// A file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which file of the archive, from 1.
    pub file: usize,
    /// Its name, without most of what may be a number.
    pub shown: String,
    /// Whose photo it was to be, where that is known.
    pub person: Option<String>,
    /// Why.
    pub why: Why,
}

impl Registry {
    /// Takes the photos of an archive in, in place of those that the batch has of the same people.
    pub async fn hand_in_photos(
        &self,
        id: BatchId,
        bytes: Vec<u8>,
        actor: &Actor,
    ) -> Result<HandedIn> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        self.sender(&batch.office, actor)?;
        takes_photos(&batch)?;
        let rows = self.0.db.batch_rows(id).await?;
        let read = self.apart(move |this| this.read_photos(id, &bytes, rows)).await?;
        let (new, not_taken) = read?;
        if !new.is_empty() {
            self.keep_photos(&batch, &new, actor).await?;
        }
        Ok(HandedIn { taken: new.len() as u64, tally: self.tally(id).await?, not_taken })
    }

    /// Whose photo there is, for whoever may hand in more; none for others, and when it is too late.
    pub(in crate::registry) async fn photos_to_come(
        &self,
        batch: &Batch,
        actor: &Actor,
    ) -> Result<Option<Tally>> {
        if takes_photos(batch).is_err() || self.sender(&batch.office, actor).is_err() {
            return Ok(None);
        }
        Ok(Some(self.tally(batch.id).await?))
    }

    /// Whether a batch sends again one that had photos while not everybody in it has one: the photo of
    /// somebody whose ID number was mended stays behind.
    pub(in crate::registry) async fn left_photos_behind(
        &self,
        batch: &Batch,
        tally: Tally,
    ) -> Result<bool> {
        match batch.follows {
            Some(returned) if tally.with < tally.people => {
                Ok(!self.0.db.photo_senders(returned).await?.is_empty())
            }
            _ => Ok(false),
        }
    }

    async fn tally(&self, id: BatchId) -> Result<Tally> {
        let (people, with) = self.0.db.photo_counts(id).await?;
        Ok(Tally { people, with })
    }

    fn read_photos(
        &self,
        id: BatchId,
        bytes: &[u8],
        rows: Vec<SealedRow>,
    ) -> Result<(Vec<NewPhoto>, Vec<LeftOut>)> {
        let rows: HashMap<Person, SealedRow> =
            rows.into_iter().rev().map(|row| (row.person, row)).collect();
        let whose = |document: &Identity| {
            let person = self.0.vault.person(document);
            rows.contains_key(&person).then_some(person)
        };
        let read = read_photos(bytes, self.0.clock.today(), whose).map_err(refusal)?;
        let Photos { taken, not_taken } = read;
        let seal = |(person, photo)| self.seal_photo(person, &photo);
        let new = taken.into_par_iter().map(seal).collect::<std::result::Result<_, Failed>>()?;
        let told = not_taken.into_iter().map(|NotTaken { file, shown, whose, why }| {
            let row = whose.and_then(|person| rows.get(&person));
            let draft = row.map(|row| self.open_draft(id, row)).transpose()?;
            let person = draft.map(|draft| draft.name.to_string());
            Ok(LeftOut { file, shown, person, why })
        });
        Ok((new, told.collect::<std::result::Result<_, Failed>>()?))
    }

    async fn keep_photos(&self, batch: &Batch, new: &[NewPhoto], actor: &Actor) -> Result<()> {
        let now = self.0.clock.now();
        // Later than those before: by this whoever agrees to the batch sees that they were replaced.
        let at = batch.photos.as_ref().map_or(now, |before| now.max(before.at.plus_ms(1)));
        let mut tx = self.0.db.begin().await?;
        // Holds the batch: nobody agrees to it at the same moment.
        if !tx.move_batch(batch, batch.stage, batch.moved_at).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        tx.add_photos(batch.id, new, &Signed { who: actor.who.to_string(), at }).await?;
        tx.record(actor, "photos", &batch.id.to_string(), now).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether photos may be handed in: while the batch waits for the bureau to agree, or, reviewed, once
/// its sheet says who its people are.
fn takes_photos(batch: &Batch) -> Result<()> {
    match (batch.way, batch.stage) {
        (Way::Filed | Way::Confirmed, Stage::Reported) => Ok(()),
        (Way::Reviewed, Stage::Announced) if batch.filled.is_some() => Ok(()),
        (Way::Reviewed, Stage::Announced) => Err(Refusal::NoSheet(batch.id).into()),
        (way, stage) => Err(Refusal::WrongStage { batch: batch.id, stage, way }.into()),
    }
}

fn refusal(unopened: Unopened) -> Refusal {
    Refusal::File { code: unopened.code(), zh: unopened.zh(), en: unopened.en() }
}
