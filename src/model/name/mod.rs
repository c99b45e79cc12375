//! Person names, by 民委发〔2016〕33号 and GB 18030-2022.

mod characters;
mod extras;
mod fault;
mod lookalikes;
mod read;
#[cfg(test)]
mod vectors;

pub use fault::{NameFault, NameFix, NameProblem};
pub use read::NameReading;

use serde::{Deserialize, Serialize};
use std::fmt;

/// A person's name as on the ID document: 1-50 characters, in NFC, ready to be signed and printed.
///
/// Either Chinese characters with U+00B7 between their runs, or Latin letters with single spaces,
/// hyphens and apostrophes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

impl PersonName {
    /// The most characters that a name has.
    pub const MAX: usize = 50;

    /// Parses a name that needs no mending.
    pub fn parse(written: &str) -> Option<Self> {
        Self::read(written).ok().map(|reading| reading.name).filter(|name| name.0 == written)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

impl TryFrom<String> for PersonName {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("not a person's name")
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}
