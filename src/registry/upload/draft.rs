//! A draft: an upload that its clerk mends cell by cell and then reports.

use super::check;
use super::import::drafted;
use super::judge::{Judgement, Upload};
use crate::intake;
use crate::model::{
    batch::{BatchId, Move, Stage},
    draft::Mend,
    office::{Actor, Role},
};
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::road::batch::{lawful, own};
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::batch::content::Sheet;
use crate::store::batch::sought::Sought;
use crate::store::batch::{Batch, Content, Signed};

/// Cells of one draft that may be mended; a sheet with more is mended in Excel.
const MENDS: usize = 2_000;

/// Sheets that an office may upload within a day: each is kept until it is reported or forgotten.
const A_DAY: u32 = 100;
const DAY_MS: i64 = 86_400_000;

impl Registry {
    /// Checks a sheet, compares it with the record and keeps it as a draft. `follows` names the
    /// returned batch that it sends again.
    pub async fn upload(
        &self,
        upload: Upload,
        follows: Option<BatchId>,
        actor: &Actor,
    ) -> Result<BatchId> {
        self.sender(&upload.office, actor)?;
        self.may_follow(follows, &upload).await?;
        let now = self.0.clock.now();
        let stages = &[Stage::Draft];
        let drafts =
            Sought { office: Some(&upload.office), stages, limit: A_DAY, ..Sought::default() };
        let oldest = self.0.db.batches_sought(&drafts).await?.into_iter().nth(A_DAY as usize - 1);
        if oldest.is_some_and(|oldest| oldest.created_at.plus_ms(DAY_MS) > now) {
            return Err(Refusal::TooManyDrafts(A_DAY).into());
        }
        let judgement = self.judge_upload(&upload, &[]).await?;
        let mut tx = self.0.db.begin().await?;
        let id = tx.next_batch_id(now).await?;
        let draft = drafted(id, &upload, judgement.tally, actor, now);
        let batch = Batch { stage: Stage::Draft, follows, ..draft };
        let changes = self.changes_of(&batch, &judgement.new).await?;
        let sealed = self.apart(move |this| {
            let found = this.seal_findings(id, &judgement.findings)?;
            Ok::<_, Failed>((this.seal_upload(id, &upload.bytes)?, found))
        });
        let (upload, found) = sealed.await??;
        let content = Content { upload, mends: None, findings: found.index.clone() };
        tx.add_batch(&batch, &content, &[]).await?;
        self.write_findings(&mut tx, (id, Sheet::Reported), &found).await?;
        self.write_changes(&mut tx, id, changes.as_deref()).await?;
        tx.record(actor, "upload", &id.to_string(), now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// An upload sends again what its own office sent by the same way and got back.
    pub(super) async fn may_follow(&self, follows: Option<BatchId>, upload: &Upload) -> Result<()> {
        let Some(id) = follows else { return Ok(()) };
        let returned = self.batch(id).await?;
        if returned.office != upload.office {
            return Err(Refusal::NoSuchBatch(id).into());
        }
        if returned.stage != Stage::Returned || returned.way != upload.way {
            return Err(wrong_stage(&returned));
        }
        Ok(())
    }

    /// Has cells of a draft read as what its clerk typed, and judges it anew. What a colleague
    /// mends at the same time is kept as well.
    pub async fn mend(&self, id: BatchId, mends: Vec<Mend>, actor: &Actor) -> Result<()> {
        for _ in 0..16 {
            let seen = self.0.db.changes().await?;
            let (batch, upload, mut all) = self.open_draft_batch(id, actor).await?;
            all.extend(mends.iter().cloned());
            if all.len() > MENDS || all.iter().any(|m| m.written.chars().count() > Mend::MAX) {
                return Err(Refusal::TooManyMends(id).into());
            }
            let judgement = self.judge_upload(&upload, &all).await?;
            if self.write_mends(&batch, judgement, all, seen, actor).await? {
                return Ok(());
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// One attempt; false if somebody wrote something since the draft was read.
    async fn write_mends(
        &self,
        batch: &Batch,
        judgement: Judgement,
        all: Vec<Mend>,
        seen: u64,
        actor: &Actor,
    ) -> Result<bool> {
        let id = batch.id;
        let changes = self.changes_of(batch, &judgement.new).await?;
        let sealed = self.apart(move |this| {
            let found = this.seal_findings(id, &judgement.findings)?;
            Ok::<_, Failed>((judgement.tally, this.seal_mends(id, &all)?, found))
        });
        let (tally, mends, found) = sealed.await??;
        let mut tx = self.0.db.begin().await?;
        if !tx.mend_draft(id, &tally, &mends, &found.index).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        self.write_findings(&mut tx, (id, Sheet::Reported), &found).await?;
        self.write_changes(&mut tx, id, changes.as_deref()).await?;
        if tx.record(actor, "mend", &id.to_string(), self.0.clock.now()).await? != seen + 1 {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Reports the rows of a draft that have no error. Reported already: nothing happens.
    pub async fn report(&self, id: BatchId, actor: &Actor) -> Result<Batch> {
        for _ in 0..16 {
            let batch = self.batch(id).await?;
            its_clerk(&batch, actor)?;
            if batch.stage.has_made(Move::Report, batch.way) {
                return Ok(batch);
            }
            let seen = self.0.db.changes().await?;
            let (batch, upload, mends) = self.open_draft_batch(id, actor).await?;
            let judgement = self.judge_upload(&upload, &mends).await?;
            if judgement.new.is_empty() {
                return Err(Refusal::NothingToReport(id).into());
            }
            if let Some(reported) = self.write_report(batch, judgement, seen, actor).await? {
                return Ok(reported);
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// One attempt; none if somebody wrote something since the comparison.
    async fn write_report(
        &self,
        batch: Batch,
        judgement: Judgement,
        seen: u64,
        actor: &Actor,
    ) -> Result<Option<Batch>> {
        let (id, to) = (batch.id, lawful(&batch, Move::Report)?);
        let Judgement { tally, findings, new, .. } = judgement;
        let awarding = self.awarding(batch.way, self.office(&batch.office)?).code;
        let changes = self.changes_of(&batch, &new).await?;
        let found = self.apart(move |this| this.seal_findings(id, &findings)).await??;
        let now = self.0.clock.now();
        let by = Signed { who: actor.who.to_string(), at: now };
        let mut tx = self.0.db.begin().await?;
        if !tx.move_batch(&batch, to, now).await? {
            return Ok(None);
        }
        tx.reported(id, &tally, &found.index, &by).await?;
        self.write_findings(&mut tx, (id, Sheet::Reported), &found).await?;
        self.write_changes(&mut tx, id, changes.as_deref()).await?;
        if !self.write_new(&mut tx, id, awarding, new).await? {
            return Ok(None);
        }
        if let Some(returned) = batch.follows {
            tx.inherit_photos(returned, id).await?;
        }
        if tx.record(actor, Move::Report.code(), &id.to_string(), now).await? != seen + 1 {
            return Ok(None);
        }
        tx.commit().await?;
        Ok(Some(Batch { stage: to, tally, reported: Some(by), moved_at: now, ..batch }))
    }

    /// The clerk's own file back, as it came, with everything that was found in it.
    pub async fn annotated(&self, id: BatchId, actor: &Actor) -> Result<Vec<u8>> {
        let batch = self.batch(id).await?;
        own(&batch, actor)?;
        let content = self.0.db.batch_content(id).await?.ok_or(Refusal::NoSuchDocument)?;
        self.note_view(actor, Viewed::Marked, &Seen { batch: id, rows: None }).await?;
        let bytes = self.open_upload(id, &content)?;
        let (office, way) = (batch.office.clone(), batch.way);
        let upload = Upload { bytes, office, way };
        let (tally, judged, findings) = if batch.filled.is_some() {
            // What is kept is the information sheet by then, no longer the list.
            self.found_in_sheet(&batch, &upload).await?
        } else {
            let Judgement { tally, judged, findings, .. } = self.judge_upload(&upload, &[]).await?;
            (tally, judged, findings)
        };
        let is_delegated = self.is_delegated(&upload.office).await?;
        self.apart(move |this| {
            let tally = intake::Tally {
                rows: tally.rows,
                accepted: tally.accepted + tally.unchanged,
                fixed: tally.fixed,
                rejected: tally.rejected,
                judged,
            };
            let against = this.against(&upload, is_delegated);
            check::annotate(&upload.bytes, &findings, &tally, &against)
        })
        .await?
    }

    /// A draft that `actor` may change, with its file and what was mended in it.
    async fn open_draft_batch(
        &self,
        id: BatchId,
        actor: &Actor,
    ) -> Result<(Batch, Upload, Vec<Mend>)> {
        let batch = self.batch(id).await?;
        its_clerk(&batch, actor)?;
        if batch.stage != Stage::Draft {
            return Err(wrong_stage(&batch));
        }
        let content = self.0.db.batch_content(id).await?.ok_or(Refusal::NoSuchBatch(id))?;
        let (office, way) = (batch.office.clone(), batch.way);
        let bytes = self.open_upload(id, &content)?;
        let mends = content.mends.map(|sealed| self.open_mends(id, &sealed)).transpose()?;
        Ok((batch, Upload { bytes, office, way }, mends.unwrap_or_default()))
    }
}

/// A draft is changed and reported by a clerk of its office.
fn its_clerk(batch: &Batch, actor: &Actor) -> Result<()> {
    own(batch, actor)?;
    actor.may(Role::Clerk).then_some(()).ok_or_else(|| Refusal::NotAllowed.into())
}

fn wrong_stage(batch: &Batch) -> crate::registry::Error {
    Refusal::WrongStage { batch: batch.id, stage: batch.stage, way: batch.way }.into()
}
