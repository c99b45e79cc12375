//! A holder finds their own certificates: name, document type and number together.

use super::limits::{self, Visitor};
use crate::model::{
    certificate::{Certificate, Standing, StandingRecord},
    day::Timestamp,
    digest::Digest,
    finding::Field,
    identity::{IdType, Identity},
    name::PersonName,
    number::CertificateNumber,
};
use crate::proof::credential::Credential;
use crate::registry::{Error, Failed, Refusal, Registry, Result, Unfit};
use crate::store::certificate::Recorded;
use crate::store::{Tx, holder::Person, visitor};
use std::time::Duration;

/// What the holder's browser keeps: 43 characters of base64url, of which we keep only a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session(pub String);

/// Everything of one holder.
#[derive(Debug, Clone)]
pub struct Mine {
    /// Who.
    pub name: PersonName,
    /// Every certificate, newest first.
    pub certificates: Vec<Held>,
    /// Earlier look-ups, newest first, without the present one.
    pub look_ups: Vec<Timestamp>,
    /// When the session ends without further use.
    pub ends_at: Timestamp,
}

/// One certificate of a holder.
#[derive(Debug, Clone)]
pub struct Held {
    /// What it says.
    pub certificate: Certificate,
    /// Whether it can be relied on.
    pub standing: StandingRecord,
    /// The newer certificate in its place, where it was replaced.
    pub replaced_by: Option<CertificateNumber>,
}

impl Held {
    /// Whether it can be printed, and copied.
    pub fn is_in_force(&self) -> bool {
        self.standing.standing == Standing::Valid
    }
}

/// Every miss takes this long, whatever was missed, so that time tells nothing.
pub(in crate::registry) const MISS: Duration = Duration::from_millis(250);
const SHOWN_LOOK_UPS: u32 = 20;

impl Registry {
    /// Opens a session for the holder of this name and document. Whatever does not match gives
    /// [`Refusal::NothingFound`] in the same time; every look-up of a holder is recorded.
    pub async fn look_up(
        &self,
        name: &str,
        id_type: IdType,
        id_number: &str,
        from: &Visitor,
    ) -> Result<Session> {
        let (name, identity) = self.read_form(name, id_type, id_number)?;
        let person = self.0.vault.person(&identity);
        let miss_ends = tokio::time::Instant::now() + MISS;
        let holders = self.0.db.holders(&[person]).await?;
        let holder = holders.get(&person).filter(|h| *h.name == *name.as_str());
        let session = self.note_look_up(person, holder.map(|h| &*h.id), from).await?;
        if session.is_none() {
            tokio::time::sleep_until(miss_ends).await;
        }
        session.ok_or_else(|| Refusal::NothingFound.into())
    }

    /// Counts the request and the guess, and opens a session after a hit: one transaction, one wait
    /// for the disk, on disk before anybody learns what came of it.
    async fn note_look_up(
        &self,
        person: Person,
        holder: Option<&str>,
        from: &Visitor,
    ) -> Result<Option<Session>> {
        let subject = self.0.vault.subject("person", &person.0);
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        self.count(&mut tx, from, now).await?;
        let turn = limits::take_turn(&mut tx, &subject, now).await;
        let session = match (&turn, holder) {
            (Ok(()), Some(holder)) => {
                limits::forgive(&mut tx, &subject, now).await?;
                Some(self.open_session(&mut tx, holder, now).await?)
            }
            _ => None,
        };
        // A guess that comes too early counts as a request of its address all the same.
        tx.commit().await?;
        turn.map(|()| session)
    }

    fn read_form(
        &self,
        name: &str,
        id_type: IdType,
        id_number: &str,
    ) -> Result<(PersonName, Identity)> {
        let mut unfit = Vec::new();
        let name = PersonName::read(name).map_err(|e| {
            unfit.push(Unfit { field: Field::Name, zh: e.zh(), en: e.en() });
        });
        let identity =
            Identity::read(Some(id_type), id_number, self.0.clock.today()).map_err(|e| {
                unfit.push(Unfit { field: Field::IdNumber, zh: e.zh(), en: e.en() });
            });
        match (name, identity) {
            (Ok(name), Ok(identity)) => Ok((name.name, identity.identity)),
            _ => Err(Refusal::Unfit(unfit).into()),
        }
    }

    async fn open_session(&self, tx: &mut Tx, holder: &str, now: Timestamp) -> Result<Session> {
        use base64::Engine;
        let cookie = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.random::<32>());
        let session = visitor::Session {
            holder: holder.to_owned(),
            look_up: self.fresh_id(),
            ends_at: self.session_end(now),
        };
        tx.open_session(Digest::of(cookie.as_bytes()), &session, now).await?;
        Ok(Session(cookie))
    }

    fn session_end(&self, now: Timestamp) -> Timestamp {
        now.plus_ms(i64::from(self.0.retention.session_minutes) * 60_000)
    }

    /// Everything of the holder whose session this is; the session lives on.
    pub async fn mine(&self, session: &str) -> Result<Mine> {
        let open = self.live_on(session).await?;
        let name = self.0.db.holder_name(&open.holder).await?;
        let name = name.and_then(|name| PersonName::parse(&name));
        let certificates = self.0.db.certificates_of(&open.holder).await?;
        Ok(Mine {
            name: name.ok_or_else(|| Failed::because(&"a holder has no name"))?,
            certificates: certificates.iter().map(held).collect::<std::result::Result<_, _>>()?,
            look_ups: self.0.db.look_ups(&open.holder, &open.look_up, SHOWN_LOOK_UPS).await?,
            ends_at: open.ends_at,
        })
    }

    /// The session of a cookie, lengthened. Every write waits for the disk, so one that would gain
    /// less than a fifteenth of its length (a minute of a quarter of an hour) is left as it is.
    pub(super) async fn live_on(&self, cookie: &str) -> Result<visitor::Session> {
        let open = self.session(cookie).await?;
        let now = self.0.clock.now();
        let ends_at = self.session_end(now);
        if ends_at.0 - open.ends_at.0 < (ends_at.0 - now.0) / 15 {
            return Ok(open);
        }
        let mut tx = self.0.db.begin().await?;
        tx.extend_session(Digest::of(cookie.as_bytes()), ends_at).await?;
        tx.commit().await?;
        Ok(visitor::Session { ends_at, ..open })
    }

    /// Ends a session.
    pub async fn leave(&self, session: &str) -> Result<()> {
        let mut tx = self.0.db.begin().await?;
        tx.end_session(Digest::of(session.as_bytes())).await?;
        Ok(tx.commit().await?)
    }

    /// One certificate of the session's own holder.
    pub(super) async fn own(&self, session: &str, number: &CertificateNumber) -> Result<Recorded> {
        let open = self.session(session).await?;
        let recorded = self.0.db.certificate(number).await?;
        let own = recorded.filter(|recorded| *recorded.holder == *open.holder);
        own.ok_or_else(|| Refusal::NotYours.into())
    }

    async fn session(&self, cookie: &str) -> Result<visitor::Session> {
        let session = self.0.db.session(Digest::of(cookie.as_bytes())).await?;
        let open = session.filter(|session| session.ends_at > self.0.clock.now());
        open.ok_or_else(|| Error::from(Refusal::SessionEnded))
    }
}

pub(super) fn held(recorded: &Recorded) -> std::result::Result<Held, Failed> {
    let credential = Credential::read(&recorded.credential).map_err(|e| Failed::because(&e))?;
    Ok(Held {
        certificate: credential.certificate,
        standing: recorded.standing.clone(),
        replaced_by: None,
    })
}
