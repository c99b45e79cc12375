//! The one verifier behind every door. Pure: what the registry knows is handed in as [`Evidence`].
//!
//! | what happened | verdict |
//! |---|---|
//! | nothing found to verify | unreadable |
//! | any of read, signature, key, record, document failed | `not_genuine` |
//! | something needed could not be read | unchecked |
//! | a copy that is not ours, or not of this certificate | `not_genuine` |
//! | all of them good, but the copy's day has passed or it was withdrawn | `copy_expired` |
//! | all of them good, the record not asked | issued |
//! | all of them good | genuine, or the standing where it is not valid |

mod checks;
mod copy;
mod file;
mod paper;
pub mod receipt;

use super::copy::Behind;
use super::credential::Credential;
use super::keys::KeyId;
use super::token::{NoToken, Token};
use super::trust::TrustList;
use crate::model::{
    certificate::{Claims, StandingRecord},
    copy::{BoundCopy, CopyCode},
    day::{Day, Timestamp},
    digest::Digest,
    number::CertificateNumber,
    verdict::{Outcome, Reason, Verification},
};
use checks::{Checks, Finish};
use copy::Presented;
pub use paper::{damaged, paper};

/// What came of asking for something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked<T> {
    /// Nobody asked: offline.
    NotAsked,
    /// Asked, and no answer came.
    Unreachable,
    /// Asked, and there is none.
    Nothing,
    /// Here it is.
    Found(T),
}

/// What the registry has on record under a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// SHA-256 of the secured credential's bytes.
    pub credential: Digest,
    /// SHA-256 of the token's COSE bytes.
    pub token: Digest,
    /// The leaf of its issue, from 0.
    pub log_index: u64,
    /// What it counts for today.
    pub standing: StandingRecord,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The copy of it whose code was presented; `None` where it has none of that code.
    pub copy: Option<CopyRecord>,
}

/// A copy on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopyRecord {
    /// What it says.
    pub copy: BoundCopy,
    /// The day on which its holder withdrew it.
    pub withdrawn_on: Option<Day>,
}

/// What a verifier goes by.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// The published keys; `None` if they could not be read.
    pub trust: Option<&'a TrustList>,
    /// The record of the number that [`number_in_text`] or [`number_in_credential`] found.
    pub record: Asked<Record>,
    /// The day in Wenzhou, by which a copy counts or has ended.
    pub today: Day,
}

const NO_DOCUMENT: Finish = (Outcome::NotChecked, Reason::NoDocument);

/// The number that a token's text claims, to look up the record; nothing is verified.
pub fn number_in_text(text: &str) -> Option<CertificateNumber> {
    Token::from_text(text).ok().map(|token| token.claims().number.clone())
}

/// The code of the copy that an address names, to look up its record.
pub fn copy_in_text(text: &str) -> Option<CopyCode> {
    Behind::token_in(text).code()
}

/// The number that a credential claims, to look up the record; nothing is verified.
pub fn number_in_credential(bytes: &[u8]) -> Option<CertificateNumber> {
    Credential::read(bytes).ok().map(|credential| credential.certificate.number)
}

/// Verifies the text of a QR, a link or the bare token.
pub fn token(text: &str, evidence: &Evidence<'_>) -> Verification {
    let token = match Token::from_text(text) {
        Ok(token) => token,
        Err(NoToken::NotFound) => return Checks::stopped(Reason::NothingFound),
        Err(NoToken::Broken) => return Checks::stopped(Reason::Malformed),
    };
    Checks::of(&[&token], evidence, NO_DOCUMENT, Presented::new(Some(text), None))
}

/// Verifies the bytes of a credential.
pub fn credential(bytes: &[u8], evidence: &Evidence<'_>) -> Verification {
    match Credential::read(bytes) {
        Ok(credential) => Checks::of(&[&credential], evidence, NO_DOCUMENT, None),
        Err(_) if bytes.is_empty() => Checks::stopped(Reason::NothingFound),
        Err(_) => Checks::stopped(Reason::Malformed),
    }
}

/// Something signed, as the checks see it.
trait Signed {
    /// The key that it names.
    fn kid(&self) -> KeyId;
    /// When it was signed, as it says itself.
    fn time(&self) -> Option<Timestamp>;
    /// Whether this key signed it.
    fn is_signed_by(&self, key: &super::keys::PublicKey) -> bool;
    /// Whether this is what the record has.
    fn is_on(&self, record: &Record) -> bool;
    /// What it says.
    fn claims(&self) -> Claims;
}

impl Signed for Token {
    fn kid(&self) -> KeyId {
        self.kid()
    }
    fn time(&self) -> Option<Timestamp> {
        None
    }
    fn is_signed_by(&self, key: &super::keys::PublicKey) -> bool {
        self.is_signed_by(key)
    }
    fn is_on(&self, record: &Record) -> bool {
        self.digest() == record.token
    }
    fn claims(&self) -> Claims {
        self.claims().clone()
    }
}

impl Signed for Credential {
    fn kid(&self) -> KeyId {
        self.kid()
    }
    fn time(&self) -> Option<Timestamp> {
        Some(self.created())
    }
    fn is_signed_by(&self, key: &super::keys::PublicKey) -> bool {
        self.is_signed_by(key)
    }
    fn is_on(&self, record: &Record) -> bool {
        self.digest() == record.credential
    }
    fn claims(&self) -> Claims {
        Claims::from(&self.certificate)
    }
}

#[cfg(test)]
mod tests;
