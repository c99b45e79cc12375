//! What a key is called.

use super::digest::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A key's name: the first 8 bytes of SHA-256 of its `SubjectPublicKeyInfo`, written as 16
/// lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId([u8; 8]);

impl KeyId {
    /// The name of the key whose `SubjectPublicKeyInfo` (DER) this is.
    pub fn of(spki: &[u8]) -> Self {
        let mut id = [0; 8];
        id.copy_from_slice(&Digest::of(spki).0[..8]); // a SHA-256 has 32 bytes
        Self(id)
    }

    /// Parses 16 lower-case hexadecimal digits.
    pub fn parse(written: &str) -> Option<Self> {
        let plain =
            written.len() == 16 && written.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let number = plain.then(|| u64::from_str_radix(written, 16).ok())??;
        Some(Self(number.to_be_bytes()))
    }

    /// From 8 raw bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 8 bytes: `kid` of COSE.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for KeyId {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("16 lower-case hexadecimal digits")
    }
}
