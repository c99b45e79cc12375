//! Import: an office's sheet becomes a reported batch of sealed rows.

use super::judge::Judgement;
pub use super::judge::Upload;
use super::seal::NewRow;
use crate::model::{
    batch::{BatchId, Stage},
    day::Timestamp,
    digest::Digest,
    finding::Finding,
    office::{Actor, Office},
};
use crate::registry::{Failed, Refusal, Registry, Result};
pub use crate::store::batch::Tally;
use crate::store::batch::{Batch, Content, Signed};
use crate::store::rows::SealedRow;

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

impl Registry {
    /// Checks a sheet, compares it with the record and keeps the rows that are new as a reported
    /// batch. The same rows again change nothing and find their batch.
    pub async fn import(&self, upload: Upload, actor: &Actor) -> Result<Imported> {
        let office = self.sender(&upload.office, actor)?;
        // Somebody may come between the comparison and the write, with a row about one of the same
        // persons. The audit shows whether anybody came; the comparison is made anew.
        for _ in 0..16 {
            let (seen, _) = self.0.db.audit_head().await?;
            let judgement = self.judge_upload(&upload, &[]).await?;
            if judgement.new.is_empty() {
                return self.found_again(&upload, judgement).await;
            }
            if let Some(imported) = self.keep(&upload, &office, judgement, seen, actor).await? {
                return Ok(imported);
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// An upload without a new row belongs to the batch of the same file, else to the one whose
    /// rows it has, all of them and no others, as when a sheet was saved anew.
    async fn found_again(&self, upload: &Upload, judgement: Judgement) -> Result<Imported> {
        let file = Digest::of(&upload.bytes);
        let of_file = self.0.db.batch_of_file(&upload.office, upload.way, file).await?;
        let known = match (of_file, judgement.known_in.first()) {
            (None, Some(id)) if judgement.known_in.len() == 1 => {
                let batch = self.0.db.batch(*id).await?;
                batch.filter(|batch| batch.tally.accepted == judgement.tally.unchanged)
            }
            (of_file, _) => of_file,
        };
        let (batch, stage) = known.map(|batch| (batch.id, batch.stage)).unzip();
        let Judgement { judged, tally, findings, .. } = judgement;
        Ok(Imported { batch, stage, tally, judged, findings })
    }

    /// Writes the batch; none if somebody wrote something since the comparison.
    async fn keep(
        &self,
        upload: &Upload,
        office: &Office,
        judgement: Judgement,
        seen: u64,
        actor: &Actor,
    ) -> Result<Option<Imported>> {
        let Judgement { judged, tally, findings, new, .. } = judgement;
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        let id = tx.next_batch_id(now).await?;
        let batch = Batch {
            reported: Some(Signed { who: actor.who.to_string(), at: now }),
            ..drafted(id, upload, tally, actor, now)
        };
        let awarding = self.awarding(upload.way, office).code;
        let (bytes, said) = (upload.bytes.clone(), findings.clone());
        let sealed = self.apart(move |this| {
            let content = Content {
                upload: this.seal_upload(id, &bytes)?,
                mends: None,
                findings: this.seal_findings(id, &said)?,
            };
            let row = |(person, draft)| NewRow { candidate: None, person, draft };
            let rows = this.seal_rows(id, &awarding, new.into_iter().map(row).collect())?;
            Ok::<(Content, Vec<SealedRow>), Failed>((content, rows))
        });
        let (content, rows) = sealed.await??;
        match tx.add_batch(&batch, &content, &rows).await {
            Err(error) if error.is_duplicate() => return Ok(None),
            done => done?,
        }
        if tx.record(actor, "import", &id.to_string(), now).await? != seen + 1 {
            return Ok(None);
        }
        tx.commit().await?;
        let (batch, stage) = (Some(id), Some(batch.stage));
        Ok(Some(Imported { batch, stage, tally, judged, findings }))
    }
}

/// A batch as it is before anybody has reported it; its stage is that of a reported one.
pub(super) fn drafted(
    id: BatchId,
    upload: &Upload,
    tally: Tally,
    actor: &Actor,
    now: Timestamp,
) -> Batch {
    Batch {
        id,
        office: upload.office.clone(),
        way: upload.way,
        stage: Stage::Reported,
        file: Digest::of(&upload.bytes),
        tally,
        uploaded_by: actor.who.to_string(),
        reported: None,
        accepted_by: None,
        filled: None,
        reason: None,
        follows: None,
        created_at: now,
        moved_at: now,
    }
}
