//! Batches as somebody at the desk sees them: an office its own, the bureau all that were reported;
//! each with what can be done to it, and by whom.

use super::changes::Counts;
use crate::model::{
    batch::{BatchId, Move, Stage},
    day::Day,
    office::{Actor, Role},
};
use crate::registry::house::deeds::Deed;
use crate::registry::photo::hand_in::Tally;
use crate::registry::road::batch::{Batch, own};
use crate::registry::{Registry, Result};
use crate::store::batch::sought::Sought;

/// Batches on a page.
const PAGE: u32 = 50;
/// The most that is shown as waiting for one desk.
const WAITING: u32 = 200;
/// Deeds of one batch; each cell that is mended is one.
const DEEDS: u32 = 1_000;

/// What is to be done next, seen by one actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The actor's own move.
    Yours(Move),
    /// The bureau's move, but this actor sent the batch: somebody else there makes it.
    OtherEyes(Move),
    /// Somebody else's move.
    Theirs(Move),
    /// It is announced from this day on.
    NotBefore(Day),
    /// An objection is open, which bars the announcement.
    Barred,
    /// The actor's office sends the information sheet.
    YourSheet,
    /// The office sends its information sheet.
    TheirSheet,
    /// It was returned to the actor's office, which mends it and sends it again.
    SendAgain,
    /// Nothing more is to be done.
    Ended,
}

/// A batch at the desk.
#[derive(Debug, Clone)]
pub struct AtDesk {
    /// The batch.
    pub batch: Batch,
    /// What is to be done next.
    pub step: Step,
    /// How many people it is about by now: those of its sheet, once that has come.
    pub people: u64,
    /// Whether the actor may send it back.
    pub may_return: bool,
    /// What changed against the returned batch that it sends again, where that is known.
    pub changed: Option<Counts>,
    /// Whose photo there is, where the actor may hand in more.
    pub photos: Option<Tally>,
    /// Whether some of them have none although the returned batch that it sends again had photos.
    pub left_photos_behind: bool,
}

/// One page of batches, newest first.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The batches.
    pub batches: Vec<Batch>,
    /// The last of them, where there are more behind it.
    pub more_before: Option<BatchId>,
}

impl Registry {
    /// The batches that the actor may see, newest first, behind `before`.
    pub async fn batches_for(&self, actor: &Actor, before: Option<BatchId>) -> Result<Listed> {
        let is_bureau = self.office(&actor.office)?.is_bureau();
        let sought = Sought {
            office: (!is_bureau).then_some(&actor.office),
            drafts_of: Some(&actor.office),
            before,
            limit: PAGE + 1,
            ..Sought::default()
        };
        let mut batches = self.0.db.batches_sought(&sought).await?;
        let has_more = batches.len() > PAGE as usize;
        batches.truncate(PAGE as usize);
        let more_before = batches.last().map(|last| last.id).filter(|_| has_more);
        Ok(Listed { batches, more_before })
    }

    /// What waits for the actor, the longest first.
    pub async fn waiting_for(&self, actor: &Actor) -> Result<Vec<AtDesk>> {
        use Stage::{Accepted, Announced, Cleared, Draft, Posted, Reported, Returned};
        let own = Sought {
            office: Some(&actor.office),
            stages: &[Draft, Returned, Announced],
            not_sent_again: true,
            limit: WAITING,
            ..Sought::default()
        };
        let mut batches = self.0.db.batches_sought(&own).await?;
        if self.office(&actor.office)?.is_bureau() {
            let stages = &[Reported, Accepted, Posted, Cleared, Announced];
            let all = Sought { stages, limit: WAITING, ..Sought::default() };
            let reported = self.0.db.batches_sought(&all).await?;
            batches.retain(|own| reported.iter().all(|batch| batch.id != own.id));
            batches.extend(reported);
        }
        batches.sort_by_key(|batch| (batch.moved_at, batch.id));
        let mut waiting = Vec::new();
        for batch in batches {
            let seen = self.at_desk(batch, actor).await?;
            if matches!(seen.step, Step::Yours(_) | Step::YourSheet | Step::SendAgain) {
                waiting.push(seen);
            }
        }
        Ok(waiting)
    }

    /// One batch that the actor may see, with everything that was done to it, the oldest first.
    /// Another's is [`NoSuchBatch`](crate::registry::Refusal::NoSuchBatch).
    pub async fn show_batch_for(&self, id: BatchId, actor: &Actor) -> Result<(AtDesk, Vec<Deed>)> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        let deeds = self.0.db.deeds_of(&id.to_string(), DEEDS).await?;
        let changed = self.changed(&batch).await?;
        let photos = self.photos_to_come(&batch, actor).await?;
        let left_photos_behind = match photos {
            Some(tally) => self.left_photos_behind(&batch, tally).await?,
            None => false,
        };
        let seen = self.at_desk(batch, actor).await?;
        Ok((AtDesk { changed, photos, left_photos_behind, ..seen }, deeds))
    }

    /// Whether the actor may make this move of the bureau's, wherever the batch stands: asked before
    /// anything that was typed is looked at. The verb asks it again.
    pub async fn may_move(&self, batch: &Batch, step: Move, actor: &Actor) -> Result<()> {
        self.require_bureau(actor, role_of(step))?;
        if step == Move::Return { Ok(()) } else { self.four_eyes(batch, actor).await }
    }

    async fn at_desk(&self, batch: Batch, actor: &Actor) -> Result<AtDesk> {
        let step = self.step(&batch, actor).await?;
        let is_lawful = batch.stage.after(Move::Return, batch.way).is_some();
        let may_return = is_lawful && self.require_bureau(actor, Role::Reviewer).is_ok();
        let people = self.people(&batch).await?;
        Ok(AtDesk {
            batch,
            step,
            people,
            may_return,
            changed: None,
            photos: None,
            left_photos_behind: false,
        })
    }

    /// Not everybody on a pass list need be on the information sheet.
    pub(super) async fn people(&self, batch: &Batch) -> Result<u64> {
        if batch.filled.is_none() {
            return Ok(batch.tally.accepted);
        }
        let (rows, certificates) = self.0.db.batch_counts(batch.id).await?;
        Ok(if batch.stage == Stage::Issued { certificates } else { rows })
    }

    async fn step(&self, batch: &Batch, actor: &Actor) -> Result<Step> {
        let is_own = own(batch, actor).is_ok() && actor.may(Role::Clerk);
        if batch.stage == Stage::Returned {
            return Ok(if is_own { Step::SendAgain } else { Step::Ended });
        }
        let next = match batch.stage.next(batch.way) {
            None => return Ok(Step::Ended),
            Some(Move::Report) if is_own => return Ok(Step::Yours(Move::Report)),
            Some(Move::Report) => return Ok(Step::Theirs(Move::Report)),
            Some(Move::Issue) if batch.stage == Stage::Announced && batch.filled.is_none() => {
                return Ok(if is_own { Step::YourSheet } else { Step::TheirSheet });
            }
            // The publicity is cleared by whoever announces.
            Some(Move::Clear) => match self.held_up(batch).await? {
                Some(held_up) => return Ok(held_up),
                None => Move::Announce,
            },
            Some(next) => next,
        };
        if self.require_bureau(actor, role_of(next)).is_err() {
            return Ok(Step::Theirs(next));
        }
        let is_sender = self.has_sent(batch, actor).await?;
        Ok(if is_sender { Step::OtherEyes(next) } else { Step::Yours(next) })
    }

    /// Why a posted batch cannot be announced today, if it cannot.
    async fn held_up(&self, batch: &Batch) -> Result<Option<Step>> {
        let first = self.announceable_from(batch).await?;
        if self.0.clock.today() < first {
            return Ok(Some(Step::NotBefore(first)));
        }
        let objections = self.0.db.objections(batch.id).await?;
        let is_barred = objections.iter().any(|objection| objection.settled.is_none());
        Ok(is_barred.then_some(Step::Barred))
    }
}

/// The role at the bureau in which a move is made.
fn role_of(step: Move) -> Role {
    match step {
        Move::Accept | Move::Return => Role::Reviewer,
        _ => Role::Issuer,
    }
}

/// Whether it was `actor` who moved a batch last, by `step`: what a second click on the same button
/// comes too late for.
pub fn was_moved_by(deeds: &[Deed], step: Move, actor: &Actor) -> bool {
    deeds.last().is_some_and(|deed| {
        deed.verb == step.code()
            && deed.who == actor.who.as_str()
            && deed.office == actor.office.as_str()
    })
}
