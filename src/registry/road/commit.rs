//! Commit: what was signed gets its place in the log and goes on record, all of it or nothing.

use super::ledger::Growth;
use crate::model::{batch::Stage, day::Timestamp, key_id::KeyId, office::Actor};
use crate::registry::{Refusal, Registry, Result};
use crate::store::batch::Batch;
use crate::store::certificate::Recorded;
use crate::store::holder::{HolderRow, NewHolder, Person};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A signed certificate that waits for its place in the log.
pub(super) struct Signed {
    /// Whose it is, should the registry not know them yet.
    pub holder: NewHolder,
    /// What goes on record; the log's index and size are set when it does.
    pub recorded: Recorded,
    /// Its leaf.
    pub leaf: Vec<u8>,
}

impl Registry {
    /// Writes everything in one transaction; where somebody moved the log's head or met one of the
    /// persons meanwhile, only what depends on that is done again.
    pub(super) async fn commit(
        &self,
        batch: &Batch,
        signed: Vec<Signed>,
        (issued_at, document_key): (Timestamp, KeyId),
        actor: &Actor,
    ) -> Result<()> {
        let (mut holders, mut recorded, mut leaves) = (Vec::new(), Vec::new(), Vec::new());
        for one in signed {
            holders.push(one.holder);
            recorded.push(one.recorded);
            leaves.push(one.leaf);
        }
        let persons: BTreeSet<Person> = holders.iter().map(|holder| holder.person).collect();
        let persons: Vec<Person> = persons.into_iter().collect();
        for _ in 0..16 {
            let known = self.0.db.holders(&persons).await?;
            let growth = self.grow(&leaves).await?;
            let new = place(&holders, &mut recorded, known, &growth);
            if self.write(batch, &new, &recorded, &growth, (actor, issued_at, document_key)).await?
            {
                return Ok(());
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// One attempt; false if somebody was quicker with the log's head or with a new holder.
    async fn write(
        &self,
        batch: &Batch,
        new: &[&NewHolder],
        recorded: &[Recorded],
        growth: &Growth,
        (actor, now, document_key): (&Actor, Timestamp, KeyId),
    ) -> Result<bool> {
        let mut tx = self.0.db.begin().await?;
        if !tx.move_batch(batch, Stage::Issued, now).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        if !tx.signs_with(document_key).await? {
            return Err(Refusal::DocumentKeyRenewed.into());
        }
        if !tx.append(growth.seen, &growth.tiles, &growth.head).await? {
            return Ok(false);
        }
        match tx.add_holders(new.iter().copied()).await {
            Err(error) if error.is_duplicate() => return Ok(false),
            done => done?,
        }
        tx.add_certificates(recorded).await?;
        let first = recorded.iter().map(|r| r.status).min().unwrap_or(0);
        self.open_lists(&mut tx, first, recorded.len() as u64, now).await?;
        tx.record(actor, "issue", &batch.id.to_string(), now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Gives every certificate its holder and its place in the log. What is returned are the holders
/// that are new: one for each person, however many certificates the batch brings them.
fn place<'a>(
    holders: &'a [NewHolder],
    recorded: &mut [Recorded],
    known: HashMap<Person, HolderRow>,
    growth: &Growth,
) -> Vec<&'a NewHolder> {
    let mut new = Vec::new();
    let mut ids: HashMap<Person, Arc<str>> =
        known.into_iter().map(|(person, row)| (person, row.id)).collect();
    for ((log_index, holder), recorded) in (growth.seen..).zip(holders).zip(recorded) {
        let id = ids.entry(holder.person).or_insert_with(|| {
            new.push(holder);
            holder.id.clone()
        });
        recorded.holder = id.clone();
        recorded.log_index = log_index;
        recorded.edition.tree_size = growth.head.size;
    }
    new
}
