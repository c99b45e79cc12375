//! Import: an office's sheet becomes a reported batch of sealed rows.

use super::check;
use super::record::{Compared, row_id};
use crate::intake::Reading;
use crate::model::{
    batch::{BatchId, Stage},
    day::Timestamp,
    digest::Digest,
    draft::Draft,
    finding::{Finding, Severity},
    office::{Actor, Office, OfficeCode, Role},
    way::Way,
};
use crate::registry::house::vault::Place;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::batch::{Batch, Content, Signed, Tally};
use crate::store::holder::Person;
use crate::store::rows::SealedRow;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A file that an office sends.
#[derive(Clone)]
pub struct Upload {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The office that answers for it.
    pub office: OfficeCode,
    /// The way that it takes.
    pub way: Way,
}

impl std::fmt::Debug for Upload {
    /// Without the bytes, which hold ID numbers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Upload({} by {}, {} bytes)", self.office, self.way.code(), self.bytes.len())
    }
}

/// What came of an upload.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The batch that holds its rows; none if no row was accepted now or before.
    pub batch: Option<BatchId>,
    /// Where that batch stands.
    pub stage: Option<Stage>,
    /// What the rows came to: accepted are those that are new and went into the batch.
    pub tally: Tally,
    /// Whether the sheet had the columns without which no row can be judged.
    pub judged: bool,
    /// Everything that there is to say, by place.
    pub findings: Vec<Finding>,
}

/// A batch's content as it goes to the store.
struct SealedBatch {
    content: Content,
    rows: Vec<SealedRow>,
}

impl Registry {
    /// Checks a sheet, compares it with the record and keeps the rows that are new as a reported
    /// batch. The same rows again change nothing and find their batch.
    pub async fn import(&self, upload: Upload, actor: &Actor) -> Result<Imported> {
        let office = self.office(&upload.office)?.clone();
        let on_behalf = actor.office == office.code || self.office(&actor.office)?.is_bureau();
        if !actor.may(Role::Clerk) || !on_behalf {
            return Err(Refusal::NotAllowed.into());
        }
        let reading = self.read(&upload).await?;
        // Another import may come between the comparison and the write, with a row about one of the
        // same persons. The next batch's id shows whether one came; the comparison is made anew.
        for _ in 0..16 {
            let upcoming = self.0.db.upcoming_batch_id(self.0.clock.now()).await?;
            let compared = self.compare(&office, reading.drafts.clone()).await?;
            match self.keep(&upload, &office, &reading, (compared, upcoming), actor).await {
                Ok(Some(imported)) => return Ok(imported),
                Ok(None) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    async fn read(&self, upload: &Upload) -> Result<Reading> {
        let upload = upload.clone();
        self.apart(move |this| {
            let against = check::Against {
                catalogue: &this.0.catalogue,
                press: &this.0.press,
                office: Some(&upload.office),
                way: upload.way,
                is_delegated: false,
                today: this.0.clock.today(),
            };
            check::read(&upload.bytes, &against)
        })
        .await?
    }

    /// Writes the batch; none if somebody wrote another since the comparison.
    async fn keep(
        &self,
        upload: &Upload,
        office: &Office,
        reading: &Reading,
        (compared, upcoming): (Compared, BatchId),
        actor: &Actor,
    ) -> Result<Option<Imported>> {
        let file = Digest::of(&upload.bytes);
        let known = if compared.new.is_empty() {
            self.known_batch(upload, file, &compared).await?
        } else {
            None
        };
        let mut imported = Imported {
            batch: known.as_ref().map(|batch| batch.id),
            stage: known.map(|batch| batch.stage),
            tally: Tally {
                rows: u64::from(reading.rows),
                accepted: compared.new.len() as u64,
                fixed: fixed_rows(reading, &compared.new),
                rejected: (reading.held_back.len() + compared.held_back.len()) as u64,
                unchanged: compared.unchanged,
            },
            judged: reading.judged,
            findings: merged(&reading.findings, compared.findings),
        };
        if compared.new.is_empty() {
            return Ok(Some(imported));
        }
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        let id = tx.next_batch_id(now).await?;
        if id != upcoming {
            return Ok(None);
        }
        let batch = batch_of(id, upload, file, &imported, actor, now);
        let findings = serde_json::to_vec(&imported.findings).map_err(|e| Failed::because(&e))?;
        let content = (upload.bytes.clone(), office.code.clone());
        let sealed = self
            .apart(move |this| this.seal_batch(id, &content.1, &content.0, &findings, compared.new))
            .await??;
        match tx.add_batch(&batch, &sealed.content, &sealed.rows).await {
            Err(error) if error.is_duplicate() => return Ok(None),
            done => done?,
        }
        tx.record(actor, "import", &id.to_string(), now).await?;
        tx.commit().await?;
        imported.batch = Some(id);
        imported.stage = Some(batch.stage);
        Ok(Some(imported))
    }

    /// The batch to which an upload without a new row belongs: that of the same file, else the one
    /// whose rows it has, all of them and no others, as when a sheet was saved anew.
    async fn known_batch(
        &self,
        upload: &Upload,
        file: Digest,
        compared: &Compared,
    ) -> Result<Option<Batch>> {
        let of_file = self.0.db.batch_of_file(&upload.office, upload.way, file).await?;
        match (of_file, compared.known_in.first()) {
            (None, Some(id)) if compared.known_in.len() == 1 => {
                let batch = self.0.db.batch(*id).await?;
                Ok(batch.filter(|batch| batch.tally.accepted == compared.unchanged))
            }
            (of_file, _) => Ok(of_file),
        }
    }

    fn seal_batch(
        &self,
        id: BatchId,
        office: &OfficeCode,
        upload: &[u8],
        findings: &[u8],
        drafts: Vec<(Person, Draft)>,
    ) -> std::result::Result<SealedBatch, Failed> {
        let batch = id.to_string();
        let vault = &self.0.vault;
        let upload = vault.seal(Place("batch_content.upload", &batch), self.random(), upload)?;
        let findings =
            vault.seal(Place("batch_content.findings", &batch), self.random(), findings)?;
        let seal = |(position, (person, draft)): (u64, (Person, Draft))| {
            let plain = serde_json::to_vec(&draft).map_err(|e| Failed::because(&e))?;
            let award = &draft.award;
            let specialty = award.specialty.as_ref().map_or("", |s| s.as_str());
            let parts = [award.series.as_str(), specialty, award.title.as_str(), office.as_str()];
            Ok(SealedRow {
                position,
                candidate: None,
                person,
                row_key: Some(vault.row_key(person, parts)),
                sealed: vault.seal(
                    Place("batch_row", &row_id(id, position)),
                    self.random(),
                    &plain,
                )?,
            })
        };
        let placed: Vec<_> = (0..).zip(drafts).collect();
        let rows = placed.into_par_iter().map(seal).collect::<std::result::Result<_, Failed>>()?;
        Ok(SealedBatch { content: Content { upload, mends: None, findings }, rows })
    }
}

fn batch_of(
    id: BatchId,
    upload: &Upload,
    file: Digest,
    imported: &Imported,
    actor: &Actor,
    now: Timestamp,
) -> Batch {
    Batch {
        id,
        office: upload.office.clone(),
        way: upload.way,
        stage: Stage::Reported,
        file,
        tally: imported.tally,
        uploaded_by: actor.who.to_string(),
        reported: Some(Signed { who: actor.who.to_string(), at: now }),
        accepted_by: None,
        filled: None,
        reason: None,
        follows: None,
        created_at: now,
        moved_at: now,
    }
}

fn fixed_rows(reading: &Reading, new: &[(Person, Draft)]) -> u64 {
    let mended: BTreeSet<_> = reading
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Fixed)
        .map(|f| &f.place)
        .collect();
    new.iter().filter(|(_, draft)| mended.contains(&draft.place)).count() as u64
}

fn merged(of_sheet: &[Finding], of_record: Vec<Finding>) -> Vec<Finding> {
    let mut findings = of_sheet.to_vec();
    findings.extend(of_record);
    // Stable: findings of one row keep the order in which they were made.
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings
}
