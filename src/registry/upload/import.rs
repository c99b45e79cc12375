//! Import: an office's sheet becomes a reported batch of sealed rows.

use super::judge::{Judgement, New, unwatched};
pub use super::judge::{Upload, Watch};
use super::seal::NewRow;
use crate::model::{
    batch::{BatchId, Stage},
    day::Timestamp,
    digest::Digest,
    draft::Listed,
    finding::Finding,
    office::{Actor, OfficeCode},
    way::Way,
};
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::Tx;
pub use crate::store::batch::Tally;
use crate::store::batch::content::Sheet;
use crate::store::batch::{Batch, Content, Signed};
use crate::store::publicity::Candidate;

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
        self.import_watched(upload, None, actor, unwatched()).await
    }

    /// As [`Self::import`], before somebody's eyes. `follows` names the returned batch that it sends
    /// again.
    pub async fn import_watched(
        &self,
        upload: Upload,
        follows: Option<BatchId>,
        actor: &Actor,
        watch: Watch,
    ) -> Result<Imported> {
        self.sender(&upload.office, actor)?;
        self.may_follow(follows, &upload).await?;
        if let Some(imported) = self.listed_before(&upload).await? {
            return Ok(imported);
        }
        // Somebody may come between the comparison and the write, with a row about one of the same
        // persons. The audit shows whether anybody came; the comparison is made anew.
        for _ in 0..16 {
            let seen = self.0.db.changes().await?;
            let judgement = self.judge_watched(&upload, &[], watch.clone()).await?;
            if judgement.new.is_empty() {
                return self.found_again(&upload, judgement).await;
            }
            let kept = self.keep((&upload, follows), judgement, seen, actor).await?;
            if let Some(imported) = kept {
                return Ok(imported);
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// Nobody on a pass list can be compared with the record: the same file is the same list.
    async fn listed_before(&self, upload: &Upload) -> Result<Option<Imported>> {
        if upload.way != Way::Reviewed {
            return Ok(None);
        }
        let file = Digest::of(&upload.bytes);
        let known = self.0.db.batch_of_file(&upload.office, upload.way, file).await?;
        Ok(known.map(|batch| Imported {
            batch: Some(batch.id),
            stage: Some(batch.stage),
            tally: Tally {
                rows: batch.tally.rows,
                rejected: batch.tally.rejected,
                unchanged: batch.tally.accepted,
                ..Tally::default()
            },
            judged: true,
            findings: Vec::new(),
        }))
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
        (upload, follows): (&Upload, Option<BatchId>),
        judgement: Judgement,
        seen: u64,
        actor: &Actor,
    ) -> Result<Option<Imported>> {
        let awarding = self.awarding(upload.way, self.office(&upload.office)?).code;
        let Judgement { judged, tally, findings, new, .. } = judgement;
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        let id = tx.next_batch_id(now).await?;
        let batch = Batch {
            reported: Some(Signed { who: actor.who.to_string(), at: now }),
            follows,
            ..drafted(id, upload, tally, actor, now)
        };
        let changes = self.changes_of(&batch, &new).await?;
        let (bytes, said) = (upload.bytes.clone(), findings.clone());
        let content = self.apart(move |this| {
            Ok::<_, Failed>((this.seal_upload(id, &bytes)?, this.seal_findings(id, &said)?))
        });
        let (sealed, found) = content.await??;
        let content = Content { upload: sealed, mends: None, findings: found.index.clone() };
        tx.add_batch(&batch, &content, &[]).await?;
        self.write_findings(&mut tx, (id, Sheet::Reported), &found).await?;
        self.write_changes(&mut tx, id, changes.as_deref()).await?;
        if !self.write_new(&mut tx, id, awarding, new).await? {
            return Ok(None);
        }
        if let Some(returned) = follows {
            tx.inherit_photos(returned, id).await?;
        }
        if tx.record(actor, "import", &id.to_string(), now).await? != seen + 1 {
            return Ok(None);
        }
        tx.commit().await?;
        let (batch, stage) = (Some(id), Some(batch.stage));
        Ok(Some(Imported { batch, stage, tally, judged, findings }))
    }

    /// Writes the new rows of a batch; false if one of them is in another live batch by now.
    pub(in crate::registry) async fn write_new(
        &self,
        tx: &mut Tx,
        id: BatchId,
        awarding: OfficeCode,
        new: New,
    ) -> Result<bool> {
        let people = match new {
            New::People(people) => people,
            New::Listed(listed) => {
                let candidates: Vec<Candidate> = (0..).zip(listed).map(candidate).collect();
                tx.add_candidates(id, &candidates).await?;
                return Ok(true);
            }
        };
        let row = |(person, draft)| NewRow { candidate: None, person, draft };
        let rows = people.into_iter().map(row).collect();
        let rows = self.apart(move |this| this.seal_rows(id, &awarding, rows)).await??;
        match tx.add_rows(id, &rows).await {
            Err(error) if error.is_duplicate() => Ok(false),
            done => Ok(done.map(|()| true)?),
        }
    }
}

fn candidate((position, listed): (u64, Listed)) -> Candidate {
    Candidate {
        position,
        place: listed.place,
        name: listed.name.to_string(),
        employer: listed.employer,
        series: listed.series,
        specialty: listed.specialty,
        title: listed.title,
    }
}

/// A batch as it is before anybody has reported it; its stage is that of a reported one.
pub(in crate::registry) fn drafted(
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
        photos: None,
        reason: None,
        follows: None,
        created_at: now,
        moved_at: now,
    }
}
