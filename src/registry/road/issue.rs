//! Issue: reserve, sign, commit.
//!
//! A short transaction reserves numbers and status counters; all signing happens outside of any, on
//! all cores; one transaction then writes certificates, log, batch and audit together. A crash
//! leaves gaps in the numbers and nothing else, and the same command completes.

use super::commit::Signed;
use crate::model::{
    batch::{BatchId, Move},
    catalogue::Level,
    certificate::{Award, AwardingOffice, Certificate, Claims, Edition, Standing, StandingRecord},
    day::{PartialDay, Timestamp},
    digest::Digest,
    draft::Draft,
    identity::Identity,
    key_id::KeyId,
    number::CertificateNumber,
    office::{Actor, Office, Role},
    text::Text,
};
use crate::print;
use crate::proof::credential::Issuing;
use crate::proof::log::leaf::{Leaf, LeafKind};
use crate::proof::token::Token;
use crate::registry::house::vault::Place;
use crate::registry::{Failed, Progress, Refusal, Registry, Result};
use crate::store::batch::Batch;
use crate::store::certificate::Recorded;
use crate::store::holder::{NewHolder, Person};
use crate::store::photo::Kept;
use crate::store::rows::RowKey;
use rayon::prelude::*;
use std::collections::BTreeMap;
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
    photo: Option<Kept>,
}

/// What is the same for every certificate of a batch.
struct Issue<'a> {
    batch: &'a Batch,
    awarding_office: AwardingOffice,
    issuing: Issuing,
    issued_at: Timestamp,
    document_key: KeyId,
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
        if batch.stage.has_made(Move::Issue, batch.way) {
            return Ok(Issued { issued: 0, numbers: self.0.db.numbers_of_batch(id).await? });
        }
        self.four_eyes(&batch, actor).await?;
        self.leads(&batch, Move::Issue).await?;
        let office = self.awarding(batch.way, self.office(&batch.office)?);
        let issued_at = self.0.clock.now().whole_seconds();
        let document_key = self.document_key_at(issued_at)?;
        let reserved = self.reserve(&batch, &office, issued_at).await?;
        let numbers: Vec<_> = reserved.iter().map(|row| row.number.clone()).collect();
        let issuing = Issuing {
            issuer: self.0.trust.issuer.clone(),
            issuer_name: self.0.issuer_name.clone(),
            public_url: self.0.trust.public_url.clone(),
        };
        let awarding_office =
            AwardingOffice { code: office.code.clone(), name: office.awarding_name().clone() };
        let issue = Issue { batch: &batch, awarding_office, issuing, issued_at, document_key };
        let (done, total) = (AtomicU64::new(0), reserved.len() as u64);
        let signed = on_all_cores(reserved, |reserved| {
            let signed = self.sign(reserved, &issue)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok(signed)
        })?;
        self.commit(&batch, signed, (issued_at, document_key), actor).await?;
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
        if rows.is_empty() {
            return Err(Refusal::NoSheet(batch.id).into());
        }
        // A return that came since the batch was read has released its rows.
        if rows.iter().any(|row| row.row_key.is_none()) && self.batch(batch.id).await? != *batch {
            return Err(Refusal::MovedMeanwhile.into());
        }
        let photos = self.0.db.photos_of_batch(batch.id).await?;
        let drafts = on_all_cores(rows, |row| {
            let missing = || Failed::because(&"a row of a live batch has no key");
            let key = row.row_key.ok_or_else(missing)?;
            Ok((self.open_draft(batch.id, &row)?, row.person, key))
        })?;
        self.all_drawn(batch.id, &drafts)?;
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
            let photo = photos.get(&person).cloned();
            Ok(Reserved { draft, person, row_key, number, status, photo })
        });
        reserved.collect()
    }

    /// Signs a credential and a token, and seals what is needed of a holder who is new.
    fn sign(&self, reserved: Reserved, issue: &Issue<'_>) -> std::result::Result<Signed, Failed> {
        let Reserved { draft, person, row_key, number, status, photo } = reserved;
        let holder = self.new_holder(&draft, person)?;
        let named = photo.as_ref().map(|photo| photo.digest);
        let certificate = self.certificate(draft, (number, named), issue);
        let undrawn = |c| Failed::because(&format_args!("no face draws U+{:04X}", u32::from(c)));
        let extra_face = self.face_for(certificate.words(), None).map_err(undrawn)?;
        let slot = self.slot(status)?;
        let credential = issue.issuing.sign(&certificate, slot, &self.0.keys.credential);
        let token = Token::sign(&Claims::from(&certificate), &self.0.keys.credential)
            .map_err(|e| Failed::because(&e))?;
        let leaf = Leaf {
            kind: LeafKind::Issue,
            time: issue.issued_at,
            credential: Digest::of(&credential),
            token: token.digest(),
            reason: None,
        };
        let recorded = Recorded {
            number: certificate.number,
            holder: holder.id.clone(),
            row_key,
            batch: issue.batch.id,
            office: issue.batch.office.clone(),
            series: certificate.award.series,
            credential,
            token: token.as_bytes().to_vec(),
            photo: photo.map(|photo| photo.id),
            status,
            log_index: 0,
            issued_at: issue.issued_at,
            edition: Edition {
                template: print::TEMPLATE,
                public_url: self.0.public_url.to_string(),
                tree_size: 0,
                document_key: issue.document_key,
                signed_at: issue.issued_at,
                extra_face,
            },
            standing: StandingRecord {
                standing: Standing::Valid,
                since: issue.issued_at.day(),
                document_number: None,
            },
        };
        Ok(Signed { holder, recorded, leaf: leaf.encode() })
    }

    fn certificate(
        &self,
        draft: Draft,
        (number, photo): (CertificateNumber, Option<Digest>),
        issue: &Issue<'_>,
    ) -> Certificate {
        let Award { series, title, .. } = &draft.award;
        let title = self.0.catalogue.title(series.as_str(), title.as_str());
        Certificate {
            number,
            road: issue.batch.way.road(),
            name: draft.name,
            sex: draft.sex,
            born_on: draft.born_on.map(PartialDay::to_month),
            current_title: title.and_then(|entry| entry.current_title.clone()),
            award: draft.award,
            awarding_office: issue.awarding_office.clone(),
            photo,
            issued_on: issue.issued_at.day(),
            issued_at: issue.issued_at,
        }
    }

    /// Whether the paper can show every draft: the faces may have changed since it was accepted, and
    /// what is issued must be printed for forty years.
    fn all_drawn(&self, batch: BatchId, drafts: &[(Draft, Person, RowKey)]) -> Result<()> {
        let faces = self.faces();
        let undrawn = drafts.iter().find_map(|(draft, ..)| {
            let texts = draft.award.texts().map(Text::as_str);
            let mut characters = texts.chain([draft.name.as_str()]).flat_map(str::chars);
            Some((draft, characters.find(|character| !faces.draw(*character))?))
        });
        match undrawn {
            None => Ok(()),
            Some((draft, character)) => {
                let place = draft.place.clone();
                Err(Refusal::Undrawn { batch, place, character }.into())
            }
        }
    }

    /// The document key that signs what is issued at `at`.
    pub(in crate::registry) fn document_key_at(&self, at: Timestamp) -> Result<KeyId> {
        let active = self.0.trust.active_document_key().filter(|key| key.covers(at));
        let id = active.ok_or(Refusal::DocumentKeyEnded)?.certificate.id();
        self.0.keys.documents.signer(id).ok_or(Refusal::DocumentKeyMissing(id))?;
        Ok(id)
    }

    fn new_holder(&self, draft: &Draft, person: Person) -> std::result::Result<NewHolder, Failed> {
        let Identity { id_type, id_number } = &draft.identity;
        let row = Digest(person.0).to_string(); // the identity's own key: a holder may have several
        let plain = id_number.reveal().as_bytes();
        Ok(NewHolder {
            sealed: self.0.vault.seal(Place("identity", &row), self.random(), plain)?,
            name: draft.name.to_string(),
            id_type: id_type.code(),
            person,
            index_key: self.0.vault.index_key_id(),
            id: self.fresh_id().into(),
        })
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
