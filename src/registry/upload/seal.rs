//! What of a batch is kept sealed: the file as it came, what was mended in it, and its rows.

use super::record::row_id;
use crate::model::{
    batch::BatchId,
    draft::{Draft, Mend},
    office::OfficeCode,
};
use crate::registry::house::vault::Place;
use crate::registry::{Failed, Registry};
use crate::store::batch::Content;
use crate::store::holder::Person;
use crate::store::rows::SealedRow;
use rayon::prelude::*;

const UPLOAD: &str = "batch_content.upload";
const MENDS: &str = "batch_content.mends";

/// A row on its way into a batch.
pub(in crate::registry) struct NewRow {
    /// Whom of the pass list it is about.
    pub candidate: Option<u64>,
    /// Whom it concerns.
    pub person: Person,
    /// What it asks for.
    pub draft: Draft,
}

impl Registry {
    pub(in crate::registry) fn seal_upload(
        &self,
        id: BatchId,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Failed> {
        self.0.vault.seal(Place(UPLOAD, &id.to_string()), self.random(), bytes)
    }

    pub(in crate::registry) fn seal_mends(
        &self,
        id: BatchId,
        mends: &[Mend],
    ) -> Result<Vec<u8>, Failed> {
        let plain = serde_json::to_vec(mends).map_err(|e| Failed::because(&e))?;
        self.0.vault.seal(Place(MENDS, &id.to_string()), self.random(), &plain)
    }

    pub(in crate::registry) fn open_upload(
        &self,
        id: BatchId,
        sealed: &Content,
    ) -> Result<Vec<u8>, Failed> {
        self.0.vault.open(Place(UPLOAD, &id.to_string()), &sealed.upload)
    }

    pub(in crate::registry) fn open_mends(
        &self,
        id: BatchId,
        sealed: &[u8],
    ) -> Result<Vec<Mend>, Failed> {
        let plain = self.0.vault.open(Place(MENDS, &id.to_string()), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Failed::because(&"mends cannot be read"))
    }

    /// Seals the rows of a batch, on all cores. Their keys are those of certificates that
    /// `awarding` has on record.
    pub(in crate::registry) fn seal_rows(
        &self,
        id: BatchId,
        awarding: &OfficeCode,
        rows: Vec<NewRow>,
    ) -> Result<Vec<SealedRow>, Failed> {
        let vault = &self.0.vault;
        let seal = |(position, row): (u64, NewRow)| {
            let NewRow { candidate, person, draft } = row;
            let plain = serde_json::to_vec(&draft).map_err(|e| Failed::because(&e))?;
            let award = &draft.award;
            let specialty = award.specialty.as_ref().map_or("", |s| s.as_str());
            let parts = [award.series.as_str(), specialty, award.title.as_str(), awarding.as_str()];
            let place = row_id(id, position);
            Ok(SealedRow {
                position,
                candidate,
                person,
                row_key: Some(vault.row_key(person, parts)),
                sealed: vault.seal(Place("batch_row", &place), self.random(), &plain)?,
            })
        };
        let placed: Vec<_> = (0..).zip(rows).collect();
        placed.into_par_iter().map(seal).collect()
    }
}
