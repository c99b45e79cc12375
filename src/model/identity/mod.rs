//! Identity documents: what a number of each kind looks like, and what it tells of its holder.

mod address;
mod citizen;
mod fault;
mod id_type;
mod read;
mod shape;
#[cfg(test)]
mod vectors;
mod written;

pub use address::Address;
pub use fault::{IdFault, IdFix, IdWarning};
pub use id_type::IdType;
pub use read::IdReading;

use serde::{Deserialize, Serialize};
use std::fmt;

/// 性别.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// 男 or 女.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }
}

/// A normalised document number. Its `Debug` shows nothing: it never reaches a log.
///
/// It is made by [`Identity::read`] or [`Identity::restore`] and by nothing else.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct IdNumber(String);

impl IdNumber {
    /// The number in clear. Whoever calls this keeps it from logs, URLs, errors and signed data.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its last two characters: enough to tell namesakes apart beside a paper, too little to find
    /// anybody by. Nothing of a number that is short.
    pub fn ending(&self) -> &str {
        let at = self.0.char_indices().rev().nth(1).map(|(at, _)| at).filter(|at| *at >= 6);
        at.and_then(|at| self.0.get(at..)).unwrap_or_default()
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

/// A document: its type and its number. Serialised for our own sealed storage only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Identity {
    /// 证件类型.
    pub id_type: IdType,
    /// 证件号码.
    pub id_number: IdNumber,
}

/// What storage holds, not yet looked at again.
#[derive(Deserialize)]
struct Stored {
    id_type: IdType,
    id_number: String,
}

impl TryFrom<Stored> for Identity {
    type Error = &'static str;
    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        Self::restore(stored.id_type, &stored.id_number).ok_or("not a document number of its type")
    }
}
