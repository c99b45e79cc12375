//! The information sheet of a reviewed batch: the people of its announced list, with their
//! documents.

use super::matching::{self, Matched};
use crate::intake::Reading;
use crate::model::{
    batch::{BatchId, Move},
    draft::Draft,
    finding::{Finding, RowPlace, Severity},
    office::Actor,
    way::Way,
};
use crate::registry::upload::import::Imported;
use crate::registry::upload::judge::{self, Upload, unwatched};
use crate::registry::upload::record::Compared;
use crate::registry::upload::seal::NewRow;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::batch::content::Sheet;
use crate::store::batch::{Batch, Content, Signed, Tally};
use crate::store::publicity::Candidate;
use std::collections::HashMap;

/// Days after the announcement in which the sheet is due; later it is taken all the same.
pub const DUE: i32 = 15;

/// What of a sheet goes into the batch, and what there is to say.
struct Filled {
    tally: Tally,
    judged: bool,
    findings: Vec<Finding>,
    rows: Vec<NewRow>,
}

impl Registry {
    /// Matches an information sheet with the batch's announced list and keeps its rows, in place of
    /// those of an earlier sheet. Nobody is issued a certificate who was not announced.
    pub async fn fill(&self, id: BatchId, bytes: Vec<u8>, actor: &Actor) -> Result<Imported> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        self.sender(&batch.office, actor)?;
        let stage = Some(batch.stage);
        self.leads(&batch, Move::Issue).await?;
        if batch.way != Way::Reviewed {
            let (stage, way) = (batch.stage, batch.way);
            return Err(Refusal::WrongStage { batch: id, stage, way }.into());
        }
        let upload = Upload { bytes, office: batch.office.clone(), way: batch.way };
        for _ in 0..16 {
            let seen = self.0.db.changes().await?;
            let Filled { tally, judged, findings, rows } = self.match_up(&batch, &upload).await?;
            let imported = Imported { batch: Some(id), stage, tally, judged, findings };
            if rows.is_empty() {
                return Ok(imported);
            }
            if self.write_sheet(&batch, &upload, (&imported.findings, rows), seen, actor).await? {
                return Ok(imported);
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// What is to be said of the information sheet that the batch has.
    pub(in crate::registry) async fn found_in_sheet(
        &self,
        batch: &Batch,
        upload: &Upload,
    ) -> Result<(Tally, bool, Vec<Finding>)> {
        let Filled { tally, judged, findings, .. } = self.match_up(batch, upload).await?;
        Ok((tally, judged, findings))
    }

    async fn match_up(&self, batch: &Batch, upload: &Upload) -> Result<Filled> {
        let announced = self.0.db.announcement(batch.id).await?;
        let announced = announced.ok_or_else(|| Failed::because(&"no announcement is kept"))?;
        let candidates = self.0.db.candidates(batch.id).await?;
        let mut reading = self.read_sheet(upload, &[], unwatched()).await?;
        let mut drafts = std::mem::take(&mut reading.drafts);
        for draft in &mut drafts {
            draft.award.document_number = Some(announced.document_number.clone());
            draft.award.announced_on = Some(announced.on.into());
        }
        let mut matched = matching::match_sheet(&candidates, drafts);
        let pairs = std::mem::take(&mut matched.pairs);
        let whom: HashMap<RowPlace, u64> =
            pairs.iter().map(|(at, draft)| (draft.place.clone(), *at)).collect();
        let paired = pairs.into_iter().map(|(_, draft)| draft).collect();
        let office = self.office(&batch.office)?.clone();
        let compared = self.compare(batch.way, &office, paired, Some(batch.id)).await?;
        let mut filled = Filled::of(reading, matched, compared, &candidates, &whom);
        let days = self.0.clock.today().days_since(announced.on);
        if days > i64::from(DUE) {
            filled.findings.insert(0, late(days));
        }
        Ok(filled)
    }

    /// One attempt; false if somebody wrote something since the comparison.
    async fn write_sheet(
        &self,
        batch: &Batch,
        upload: &Upload,
        (findings, rows): (&[Finding], Vec<NewRow>),
        seen: u64,
        actor: &Actor,
    ) -> Result<bool> {
        let id = batch.id;
        let awarding = self.awarding(batch.way, self.office(&batch.office)?).code;
        let (bytes, said) = (upload.bytes.clone(), findings.to_vec());
        let sealed = self.apart(move |this| {
            let (upload, found) = (this.seal_upload(id, &bytes)?, this.seal_findings(id, &said)?);
            let content = Content { upload, mends: None, findings: found.index.clone() };
            Ok::<_, Failed>((content, found, this.seal_rows(id, &awarding, rows)?))
        });
        let (content, found, rows) = sealed.await??;
        let now = self.0.clock.now();
        // Later than the sheet before it: by this an issue under way sees that it was replaced.
        let at = batch.filled.as_ref().map_or(now, |before| now.max(before.at.plus_ms(1)));
        let mut tx = self.0.db.begin().await?;
        // Holds the batch: it is not issued at the same moment.
        if !tx.move_batch(batch, batch.stage, batch.moved_at).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        tx.clear_rows(id).await?;
        match tx.add_rows(id, &rows).await {
            Err(error) if error.is_duplicate() => return Ok(false),
            done => done?,
        }
        tx.drop_photos_of_others(id).await?;
        tx.replace_content(id, &content).await?;
        self.write_findings(&mut tx, (id, Sheet::Filled), &found).await?;
        tx.filled(id, &Signed { who: actor.who.to_string(), at }).await?;
        if tx.record(actor, "fill", &id.to_string(), now).await? != seen + 1 {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// Late is told, and taken all the same.
fn late(days: i64) -> Finding {
    Finding {
        place: RowPlace { sheet: String::new(), row: 0 },
        column: None,
        field: None,
        person: None,
        written: None,
        severity: Severity::Warning,
        code: "sheet_late",
        message: format!(
            "信息表应在公布后{DUE}天内报送，今天是第{days}天。照样收，请向市人力社保局说明原因。"
        ),
        message_en: format!(
            "The sheet was due within {DUE} days of the announcement; this is day {days}. It is taken all the same; tell the city bureau why."
        ),
        hint: None,
    }
}

impl Filled {
    fn of(
        reading: Reading,
        matched: Matched,
        compared: Compared,
        candidates: &[Candidate],
        whom: &HashMap<RowPlace, u64>,
    ) -> Self {
        let held_back =
            reading.held_back.len() + matched.held_back.len() + compared.held_back.len();
        let tally = Tally {
            rows: u64::from(reading.rows),
            accepted: compared.new.len() as u64,
            fixed: judge::fixed_rows(&reading.findings, &compared.new),
            rejected: held_back as u64,
            unchanged: compared.unchanged,
        };
        let mut findings = reading.findings;
        findings.extend(matched.findings);
        findings.extend(compared.findings);
        let missing = candidates.iter().filter(|one| matched.missing.contains(&one.position));
        findings.extend(missing.map(matching::announced_but_missing));
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        let row = |(person, draft): (_, Draft)| {
            let candidate = whom.get(&draft.place).copied();
            NewRow { candidate, person, draft }
        };
        let rows = compared.new.into_iter().map(row).collect();
        Self { tally, judged: reading.judged, findings, rows }
    }
}
