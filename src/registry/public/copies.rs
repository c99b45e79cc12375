//! 加注副本: a holder makes copies of a certificate in force, each for a purpose and until a day,
//! prints them, and withdraws them.

use super::limits::Visitor;
use super::look_up::{Held, held};
use crate::model::{
    certificate::{Edition, Standing},
    copy::{
        BoundCopy, CopyCode, DAYS_OFFERED, MOST_A_DAY, MOST_ALIVE, MOST_DAYS, Purpose,
        PurposeFault, until,
    },
    day::{Day, Timestamp},
    number::CertificateNumber,
};
use crate::print;
use crate::proof::credential::Credential;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::certificate::Recorded;
use crate::store::copy::{Added, RecordedCopy};

/// A certificate and its copies that are alive.
#[derive(Debug, Clone)]
pub struct Copies {
    /// The certificate.
    pub held: Held,
    /// Newest first.
    pub live: Vec<BoundCopy>,
    /// The first, the offered and the latest day until which another may count.
    pub days: [Day; 3],
}

impl Copies {
    /// Whether one more can be made.
    pub fn has_room(&self) -> bool {
        u32::try_from(self.live.len()).is_ok_and(|live| live < MOST_ALIVE)
    }
}

impl Registry {
    /// The copies of one of the session holder's own certificates.
    pub async fn copies(&self, session: &str, number: &CertificateNumber) -> Result<Copies> {
        self.live_on(session).await?;
        let recorded = self.own(session, number).await?;
        let today = self.0.clock.today();
        let live = self.0.db.live_copies(number, today).await?;
        Ok(Copies {
            held: held(&recorded)?,
            live: live.into_iter().map(|recorded| recorded.copy).collect(),
            days: [today, today.plus_days(DAYS_OFFERED), today.plus_days(MOST_DAYS)],
        })
    }

    /// Makes a copy of one of the session holder's own certificates. What was written is refused
    /// with everything that is wrong with it.
    pub async fn make_copy(
        &self,
        session: &str,
        number: &CertificateNumber,
        (purpose, until_day): (&str, &str),
        from: &Visitor,
    ) -> Result<CopyCode> {
        let recorded = self.own(session, number).await?;
        in_force(&recorded)?;
        let made_at = self.0.clock.now().whole_seconds();
        let (purpose, until) = self.read_bounds(purpose, until_day)?;
        let code = CopyCode::of_random(self.random());
        let number = number.clone();
        let copy = BoundCopy { code: code.clone(), number, purpose, until, made_at };
        let edition = self.edition_at(made_at, &recorded, &copy.purpose).await?;
        self.add_copy(RecordedCopy { copy, edition, withdrawn_at: None }, from).await?;
        Ok(code)
    }

    /// Counts the request and adds the copy. A refused one counts as a request all the same.
    async fn add_copy(&self, new: RecordedCopy, from: &Visitor) -> Result<()> {
        let mut tx = self.0.db.begin().await?;
        self.count(&mut tx, from, self.0.clock.now()).await?;
        if !tx.signs_with(new.edition.document_key).await? {
            return Err(Refusal::DocumentKeyRenewed.into());
        }
        let added = tx.add_copy(&new, new.copy.made_at.day(), [MOST_ALIVE, MOST_A_DAY]).await?;
        tx.commit().await?;
        match added {
            Added::Yes => Ok(()),
            Added::TooOften => Err(Refusal::CopiesTooOften(MOST_A_DAY).into()),
            Added::TooMany => Err(Refusal::TooManyCopies(MOST_ALIVE).into()),
            Added::NotInForce => Err(Refusal::MovedMeanwhile.into()),
        }
    }

    fn read_bounds(&self, purpose: &str, until_day: &str) -> Result<(Purpose, Day)> {
        let drawn = |purpose: Purpose| {
            let missing = purpose.as_str().chars().find(|c| !self.faces().draw(*c));
            missing.map_or(Ok(purpose), |c| Err(PurposeFault::NotDrawn(c)))
        };
        let purpose = Purpose::read(purpose).and_then(drawn);
        match (purpose, until(until_day, self.0.clock.today())) {
            (Ok(purpose), Ok(until)) => Ok((purpose, until)),
            (purpose, until) => {
                Err(Refusal::UnfitCopy { purpose: purpose.err(), until: until.err() }.into())
            }
        }
    }

    /// The edition of what is made now: never that of the certificate, whose key may be of long ago.
    async fn edition_at(
        &self,
        made_at: Timestamp,
        of: &Recorded,
        purpose: &Purpose,
    ) -> Result<Edition> {
        let credential = Credential::read(&of.credential).map_err(|e| Failed::because(&e))?;
        let words = credential.certificate.words().chain([purpose.as_str()]);
        // A name that was set in an earlier face of the bureau's own stays in it.
        let extra_face = self.face_for(words, of.edition.extra_face).map_err(|c| {
            Refusal::UnfitCopy { purpose: Some(PurposeFault::NotDrawn(c)), until: None }
        })?;
        Ok(Edition {
            extra_face,
            template: print::TEMPLATE,
            public_url: self.0.public_url.to_string(),
            tree_size: self.0.db.log_head().await?.size,
            document_key: self.document_key_at(made_at)?,
            signed_at: made_at,
        })
    }

    /// The PDF of a copy that is alive, the same bytes each time.
    pub async fn print_copy(
        &self,
        session: &str,
        number: &CertificateNumber,
        code: &CopyCode,
    ) -> Result<Vec<u8>> {
        let recorded = self.own(session, number).await?;
        in_force(&recorded)?;
        let copy = self.0.db.copy(code).await?.filter(|it| it.copy.number == *number);
        let copy = copy.ok_or(Refusal::NotYours)?;
        if copy.withdrawn_at.is_some() || copy.copy.has_ended(self.0.clock.today()) {
            return Err(Refusal::CopyEnded.into());
        }
        self.draw_copy(recorded, copy).await
    }

    /// Withdraws a copy: from now on it is told to have ended. Withdrawn already: nothing happens.
    pub async fn withdraw_copy(
        &self,
        session: &str,
        number: &CertificateNumber,
        code: &CopyCode,
    ) -> Result<()> {
        self.own(session, number).await?;
        let copy = self.0.db.copy(code).await?.filter(|it| it.copy.number == *number);
        copy.ok_or(Refusal::NotYours)?;
        let mut tx = self.0.db.begin().await?;
        tx.withdraw_copy(number, code, self.0.clock.now().whole_seconds()).await?;
        Ok(tx.commit().await?)
    }
}

/// Refuses what is not in force: neither it nor a copy of it is printed.
pub(super) fn in_force(recorded: &Recorded) -> Result<()> {
    if recorded.standing.standing != Standing::Valid {
        return Err(Refusal::NotPrintable(recorded.standing.clone()).into());
    }
    Ok(())
}
