//! Issue: reserve, sign, commit.
//!
//! A short transaction reserves numbers and status counters; all signing happens outside of any, on
//! all cores; one transaction then writes certificates, log, batch and audit together. A crash
//! leaves gaps in the numbers and nothing else, and the same command completes.

use super::batch::{four_eyes, lawful};
use super::ledger::Growth;
use crate::model::digest::Digest;
use crate::model::{
    batch::{BatchId, Move, Stage},
    catalogue::Level,
    certificate::{AwardingOffice, Certificate, Claims, Edition, Road, Standing, StandingRecord},
    day::{PartialDay, Timestamp},
    draft::Draft,
    number::CertificateNumber,
    office::{Actor, Office, Role},
};
use crate::print;
use crate::proof::credential::Issuing;
use crate::proof::log::leaf::{Leaf, LeafKind};
use crate::proof::token::Token;
use crate::registry::house::vault::Place;
use crate::registry::{Failed, Progress, Refusal, Registry, Result};
use crate::store::batch::{Batch, RowKey};
use crate::store::certificate::Recorded;
use crate::store::holder::{HolderRow, NewHolder, Person};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came of issuing a batch.
#[derive(Debug, Clone)]
pub struct Issued {
    /// How many certificates this call has issued: none when the batch was issued before.
    pub issued: u64,
    /// The numbers of the whole batch, in the order of its rows.
    pub numbers: Vec<CertificateNumber>,
}

/// A draft on its way to a certificate.
struct Reserved {
    draft: Draft,
    person: Person,
    row_key: RowKey,
    number: CertificateNumber,
    status: u64,
}

/// A signed certificate that waits for its place in the log.
struct Signed {
    reserved: Reserved,
    credential: Vec<u8>,
    token: Vec<u8>,
    leaf: Vec<u8>,
}

impl Registry {
    /// Signs every certificate of an accepted batch. Who reported it cannot issue it. Issued
    /// already: nothing happens.
    pub async fn issue(
        &self,
        id: BatchId,
        actor: &Actor,
        progress: Progress<'_>,
    ) -> Result<Issued> {
        self.require_bureau(actor, Role::Issuer)?;
        let batch = self.batch(id).await?;
        if batch.stage == Stage::Issued {
            return Ok(Issued { issued: 0, numbers: self.0.db.numbers_of_batch(id).await? });
        }
        four_eyes(&batch, actor)?;
        lawful(&batch, Move::Issue)?;
        let office = self.office(&batch.office)?.clone();
        let issued_at = self.0.clock.now().whole_seconds();
        let reserved = self.reserve(&batch, &office, issued_at).await?;
        let signed = self.sign_all(reserved, &office, batch.road, issued_at, progress)?;
        let numbers: Vec<_> = signed.iter().map(|s| s.reserved.number.clone()).collect();
        self.commit(&batch, &signed, issued_at, actor).await?;
        Ok(Issued { issued: numbers.len() as u64, numbers })
    }

    /// Opens the drafts and reserves a number and a status counter for each.
    async fn reserve(
        &self,
        batch: &Batch,
        office: &Office,
        issued_at: Timestamp,
    ) -> Result<Vec<Reserved>> {
        let rows = self.0.db.batch_rows(batch.id).await?;
        let drafts = on_all_cores(rows, |row| {
            let missing = || Failed::because(&"a row of a live batch has no key");
            let key = row.row_key.ok_or_else(missing)?;
            Ok((self.open_draft(batch.id, &row)?, row.person, key))
        })?;
        let mut counts: BTreeMap<Level, u64> = BTreeMap::new();
        for (draft, ..) in &drafts {
            *counts.entry(draft.award.level).or_default() += 1;
        }
        let year = issued_at.day().year();
        let division =
            office.division().ok_or_else(|| Failed::because(&"an office has no division"))?;
        let number = |level, serial: u64| {
            let serial = u32::try_from(serial).ok();
            serial
                .and_then(|serial| CertificateNumber::new(level, division, year, serial))
                .ok_or_else(|| {
                    Failed::because(&"the numbers of this year and division have run out")
                })
        };
        let mut tx = self.0.db.begin().await?;
        let mut next: BTreeMap<Level, u64> = BTreeMap::new();
        for (level, n) in counts {
            // The series' name is the number up to its serial.
            let series = number(level, 1)?.as_str().chars().take(11).collect::<String>();
            next.insert(level, tx.reserve_numbers(&series, n).await?);
        }
        let first_status = tx.reserve_status(drafts.len() as u64).await?;
        tx.commit().await?;
        let reserved = (first_status..).zip(drafts).map(|(status, (draft, person, row_key))| {
            let serial = next.entry(draft.award.level).or_default();
            let number = number(draft.award.level, *serial)?;
            *serial += 1;
            Ok(Reserved { draft, person, row_key, number, status })
        });
        reserved.collect()
    }

    /// Signs credentials and tokens on all cores.
    fn sign_all(
        &self,
        reserved: Vec<Reserved>,
        office: &Office,
        road: Road,
        issued_at: Timestamp,
        progress: Progress<'_>,
    ) -> Result<Vec<Signed>> {
        let issuing = Issuing {
            issuer: self.0.trust.issuer.clone(),
            issuer_name: self.0.issuer_name.clone(),
            public_url: self.0.trust.public_url.clone(),
        };
        let awarding_office =
            AwardingOffice { code: office.code.clone(), name: office.awarding_name().clone() };
        let (done, total) = (AtomicU64::new(0), reserved.len() as u64);
        let sign = |reserved: Reserved| {
            let certificate = certificate(&reserved, &awarding_office, road, issued_at);
            let slot = self.slot(reserved.status)?;
            let credential = issuing.sign(&certificate, slot, &self.0.keys.credential);
            let token = Token::sign(&Claims::from(&certificate), &self.0.keys.credential)
                .map_err(|e| Failed::because(&e))?;
            let leaf = Leaf {
                kind: LeafKind::Issue,
                time: issued_at,
                credential: Digest::of(&credential),
                token: token.digest(),
                reason: None,
            };
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            let token = token.as_bytes().to_vec();
            Ok::<_, Failed>(Signed { reserved, credential, token, leaf: leaf.encode() })
        };
        Ok(on_all_cores(reserved, sign)?)
    }

    /// Writes everything in one transaction; where somebody moved the log's head or met one of the
    /// persons meanwhile, only what depends on that is done again.
    async fn commit(
        &self,
        batch: &Batch,
        signed: &[Signed],
        issued_at: Timestamp,
        actor: &Actor,
    ) -> Result<()> {
        let leaves: Vec<Vec<u8>> = signed.iter().map(|s| s.leaf.clone()).collect();
        let persons: Vec<Person> =
            signed.iter().map(|s| s.reserved.person).collect::<BTreeSet<_>>().into_iter().collect();
        for _ in 0..16 {
            let mut holders = self.0.db.holders(&persons).await?;
            let new = self.new_holders(signed, &mut holders)?;
            let growth = self.grow(&leaves).await?;
            let recorded = self.recorded(batch, signed, &holders, &growth, issued_at)?;
            if self.write(batch, &new, &recorded, &growth, actor, issued_at).await? {
                return Ok(());
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// One attempt; false if somebody was quicker with the log's head or with a new holder.
    async fn write(
        &self,
        batch: &Batch,
        new: &[NewHolder],
        recorded: &[Recorded],
        growth: &Growth,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.0.db.begin().await?;
        if !tx.move_batch(batch.id, batch.stage, Stage::Issued, now).await? {
            return Err(Refusal::MovedMeanwhile.into());
        }
        if !tx.append(growth.seen, &growth.tiles, &growth.head).await? {
            return Ok(false);
        }
        match tx.add_holders(new).await {
            Err(error) if error.is_duplicate() => return Ok(false),
            done => done?,
        }
        tx.add_certificates(recorded).await?;
        let first = recorded.iter().map(|r| r.status).min().unwrap_or(0);
        self.open_lists(&mut tx, first, recorded.len() as u64, now).await?;
        tx.record(&self.fresh_id(), actor, "issue", &batch.id.to_string(), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The holders that are not known yet, added to `known`: one for each person, however many
    /// certificates the batch brings them.
    fn new_holders(
        &self,
        signed: &[Signed],
        known: &mut HashMap<Person, HolderRow>,
    ) -> Result<Vec<NewHolder>> {
        let mut new = Vec::new();
        for Signed { reserved: Reserved { draft, person, .. }, .. } in signed {
            if known.contains_key(person) {
                continue;
            }
            let id: Arc<str> = self.fresh_id().into();
            let name: Arc<str> = draft.name.as_str().into();
            known.insert(*person, HolderRow { id: id.clone(), name });
            let plain = draft.identity.id_number.reveal().as_bytes();
            new.push(NewHolder {
                sealed: self.0.vault.seal(Place("identity", &id), self.random(), plain)?,
                name: draft.name.to_string(),
                id_type: draft.identity.id_type.code(),
                person: *person,
                id,
            });
        }
        Ok(new)
    }

    fn recorded(
        &self,
        batch: &Batch,
        signed: &[Signed],
        holders: &HashMap<Person, HolderRow>,
        growth: &Growth,
        issued_at: Timestamp,
    ) -> Result<Vec<Recorded>> {
        let edition = Edition {
            template: print::TEMPLATE,
            public_url: self.0.public_url.to_string(),
            tree_size: growth.head.size,
            signed_at: issued_at,
        };
        let unknown = || Failed::because(&"a holder went missing while issuing");
        let recorded = (growth.seen..).zip(signed).map(|(log_index, signed)| {
            let reserved = &signed.reserved;
            Ok(Recorded {
                number: reserved.number.clone(),
                holder: holders.get(&reserved.person).ok_or_else(unknown)?.id.clone(),
                row_key: reserved.row_key,
                batch: batch.id,
                office: batch.office.clone(),
                credential: signed.credential.clone(),
                token: signed.token.clone(),
                status: reserved.status,
                log_index,
                issued_at,
                edition: edition.clone(),
                standing: StandingRecord {
                    standing: Standing::Valid,
                    since: issued_at.day(),
                    document_number: None,
                },
            })
        });
        recorded.collect()
    }
}

/// Does the same with each, in order. The calling task stands still meanwhile, and so does its
/// worker thread; others go on.
fn on_all_cores<T: Send, U: Send>(
    all: Vec<T>,
    each: impl Fn(T) -> std::result::Result<U, Failed> + Send + Sync,
) -> std::result::Result<Vec<U>, Failed> {
    tokio::task::block_in_place(|| all.into_par_iter().map(each).collect())
}

fn certificate(
    reserved: &Reserved,
    awarding_office: &AwardingOffice,
    road: Road,
    issued_at: Timestamp,
) -> Certificate {
    let draft = &reserved.draft;
    Certificate {
        number: reserved.number.clone(),
        road,
        name: draft.name.clone(),
        sex: draft.sex,
        born_on: draft.born_on.map(PartialDay::to_month),
        award: draft.award.clone(),
        awarding_office: awarding_office.clone(),
        issued_on: issued_at.day(),
        issued_at,
    }
}
