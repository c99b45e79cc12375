//! Batches: list, show, accept, return.

use crate::model::{
    batch::{BatchId, Move, Stage},
    number::CertificateNumber,
    office::{Actor, Role, is_same_person},
    text::Text,
};
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::{Refusal, Registry, Result};
pub use crate::store::batch::Batch;

/// A batch with what belongs to it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The batch.
    pub batch: Batch,
    /// The findings of its sheet as JSON, while its content is kept.
    pub findings: Option<serde_json::Value>,
    /// The certificates that came of it.
    pub numbers: Vec<CertificateNumber>,
}

impl Registry {
    /// The newest batches first.
    pub async fn batches(&self) -> Result<Vec<Batch>> {
        Ok(self.0.db.batches(1_000).await?)
    }

    /// One batch.
    pub async fn show_batch(&self, id: BatchId) -> Result<Shown> {
        let batch = self.batch(id).await?;
        let findings = self.all_findings(id).await?;
        Ok(Shown { batch, findings, numbers: self.0.db.numbers_of_batch(id).await? })
    }

    /// One batch with what was found in it, for somebody at the machine; recorded as a look.
    pub async fn read_batch(&self, id: BatchId, actor: &Actor) -> Result<Shown> {
        let shown = self.show_batch(id).await?;
        if shown.findings.is_some() {
            self.note_view(actor, Viewed::Findings, &Seen { batch: id, rows: None }).await?;
        }
        Ok(shown)
    }

    /// A second pair of eyes agrees (filed road). Accepted already: nothing happens.
    pub async fn accept(&self, id: BatchId, actor: &Actor) -> Result<Batch> {
        self.require_bureau(actor, Role::Reviewer)?;
        let batch = self.batch(id).await?;
        if batch.stage.has_made(Move::Accept, batch.way) {
            return Ok(batch);
        }
        self.four_eyes(&batch, actor).await?;
        let to = self.leads(&batch, Move::Accept).await?;
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        if !tx.move_batch(&batch, to, now).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        tx.accepted_by(id, actor.who.as_str()).await?;
        tx.record(actor, "accept", &id.to_string(), now).await?;
        tx.commit().await?;
        Ok(Batch { stage: to, accepted_by: Some(actor.who.to_string()), moved_at: now, ..batch })
    }

    /// Sends a batch back with a reason; its rows may then be sent again.
    pub async fn return_batch(&self, id: BatchId, reason: &Text, actor: &Actor) -> Result<Batch> {
        self.require_bureau(actor, Role::Reviewer)?;
        let batch = self.batch(id).await?;
        let to = lawful(&batch, Move::Return)?;
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        if !tx.move_batch(&batch, to, now).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        tx.release_rows(id, reason.as_str()).await?;
        tx.record(actor, "return", &id.to_string(), now).await?;
        tx.commit().await?;
        Ok(Batch { stage: to, reason: Some(reason.to_string()), moved_at: now, ..batch })
    }

    /// Deletes what visitors and ended batches left behind once its retention has passed; gives how
    /// many batches were emptied.
    pub async fn forget(&self) -> Result<u64> {
        let now = self.0.clock.now();
        let before = |days: u32| now.plus_ms(-i64::from(days) * 86_400_000);
        let mut tx = self.0.db.begin().await?;
        let emptied = tx.forget_content(before(self.0.retention.batch_content_days)).await?;
        tx.forget_visitors(now, before(self.0.retention.look_up_days)).await?;
        tx.commit().await?;
        Ok(emptied)
    }

    /// Where `step` leads. While a publicity runs, what is refused is told when it will be possible.
    pub(in crate::registry) async fn leads(&self, batch: &Batch, step: Move) -> Result<Stage> {
        let refused = match lawful(batch, step) {
            Err(refused) if batch.stage == Stage::Posted => refused,
            done => return done,
        };
        let first = self.announceable_from(batch).await?;
        if self.0.clock.today() < first {
            return Err(Refusal::TooEarly { batch: batch.id, first }.into());
        }
        Err(refused)
    }

    /// An office sees its own batches, the bureau every one but others' drafts.
    pub(in crate::registry) fn may_see(&self, batch: &Batch, actor: &Actor) -> Result<()> {
        let is_bureau = self.office(&actor.office)?.is_bureau() && batch.stage != Stage::Draft;
        if is_bureau { Ok(()) } else { own(batch, actor) }
    }

    /// Who sent anything of a batch can neither accept nor issue it.
    pub(in crate::registry) async fn four_eyes(&self, batch: &Batch, actor: &Actor) -> Result<()> {
        if self.has_sent(batch, actor).await? {
            return Err(Refusal::FourEyes(batch.id).into());
        }
        Ok(())
    }

    /// Whether the actor uploaded, reported or filled a batch, or handed in a photo that it has.
    pub(in crate::registry) async fn has_sent(&self, batch: &Batch, actor: &Actor) -> Result<bool> {
        let photos = self.0.db.photo_senders(batch.id).await?;
        let signed = [&batch.reported, &batch.filled].into_iter().flatten();
        let mut senders =
            signed.map(|signed| &signed.who).chain([&batch.uploaded_by]).chain(&photos);
        Ok(senders.any(|who| is_same_person(who, actor.who.as_str())))
    }

    pub(in crate::registry) async fn batch(&self, id: BatchId) -> Result<Batch> {
        self.0.db.batch(id).await?.ok_or_else(|| Refusal::NoSuchBatch(id).into())
    }
}

/// An office changes its own batches alone; another's do not exist for it.
pub(in crate::registry) fn own(batch: &Batch, actor: &Actor) -> Result<()> {
    let own = batch.office == actor.office;
    own.then_some(()).ok_or_else(|| Refusal::NoSuchBatch(batch.id).into())
}

/// Where `step` leads, or the refusal that says where the batch stands.
pub(in crate::registry) fn lawful(batch: &Batch, step: Move) -> Result<Stage> {
    let to = batch.stage.after(step, batch.way);
    to.ok_or_else(|| {
        Refusal::WrongStage { batch: batch.id, stage: batch.stage, way: batch.way }.into()
    })
}
