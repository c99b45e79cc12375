//! The token: what the QR holds. `COSE_Sign1` (RFC 9052, Ed25519, key id in the protected header) over
//! a deterministic CBOR map (RFC 8949 §4.2) with integer keys:
//!
//! ```text
//! 0 version = 1   1 number   2 name   3 title   4 specialty (absent if there is none)
//! 5 level: 1 junior_technician, 2 junior_assistant, 3 intermediate
//! 6 obtained_on: YYYY, YYYY-MM or YYYY-MM-DD   7 awarding office   8 road: 1 issued, 2 filed
//! ```
//!
//! Two text forms of the same bytes: base64url for links, decimal digits for the QR. Beside it stands
//! the token of a [`receipt`].

mod cose;
pub mod decimal;
mod payload;
pub mod receipt;

use crate::model::{certificate::Claims, digest::Digest};
use crate::proof::keys::{KeyId, PublicKey, Signer};
use cose::{envelope, open, to_be_signed};
use payload::{claims, payload};

/// The most bytes of a token; an ordinary one has some 200.
pub const MAX_BYTES: usize = 1024;
/// The protected header up to the key id: alg (1) is -8, kid (4) 8 bytes.
const HEADER: [u8; 5] = [0xa2, 0x01, 0x27, 0x04, 0x48];

/// A token of the right form. Whether its signature holds is another question.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    bytes: Vec<u8>,
    kid: KeyId,
    claims: Claims,
    signature: [u8; 64],
}

/// Why a text gave no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoToken {
    /// There are no digits and no base64url where a token would be.
    #[error("no token found")]
    NotFound,
    /// They are there, and they are no token.
    #[error("the token is damaged or altered")]
    Broken,
}

/// Why claims could not be made into a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unsignable {
    /// More than [`MAX_BYTES`].
    #[error("the token would be longer than 1,024 bytes")]
    TooLong,
    /// The level is none that this registry holds.
    #[error("a token holds junior and intermediate titles only")]
    Level,
    /// A receipt's time that no calendar writes in four digits.
    #[error("a receipt is of the years 1970 to 9999")]
    Time,
}

impl Token {
    /// Signs claims.
    pub fn sign(claims: &Claims, signer: &Signer) -> Result<Self, Unsignable> {
        let payload = payload(claims).ok_or(Unsignable::Level)?;
        if payload.len() > MAX_BYTES {
            return Err(Unsignable::TooLong);
        }
        let header = header(signer.id());
        let signature = signer.sign(&to_be_signed(&header, &payload));
        let bytes = envelope(&header, &payload, &signature);
        if bytes.len() > MAX_BYTES {
            return Err(Unsignable::TooLong);
        }
        Ok(Self { bytes, kid: signer.id(), claims: claims.clone(), signature })
    }

    /// Reads a token's bytes; `None` unless they are exactly what [`Self::sign`] writes, so that
    /// there is one token for a signature and its digest can stand in the log.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let (header, payload, signature) = open(bytes).ok()??;
        let kid = KeyId::from_slice(header.strip_prefix(&HEADER)?)?;
        let signature: [u8; 64] = signature.try_into().ok()?;
        let claims = claims(payload)?;
        let same =
            payload::payload(&claims)? == payload && envelope(header, payload, &signature) == bytes;
        same.then(|| Self { bytes: bytes.to_vec(), kid, claims, signature })
    }

    /// Finds the token in a text: itself alone, or what follows the last `/v/` of an address.
    pub fn from_text(text: &str) -> Result<Self, NoToken> {
        Self::read(&cose::bytes_in(text)?).ok_or(NoToken::Broken)
    }

    /// The COSE bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the COSE bytes: what the log holds.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    /// The form of the QR.
    pub fn digits(&self) -> String {
        decimal::encode(&self.bytes)
    }

    /// The form of links.
    pub fn base64url(&self) -> String {
        cose::base64url(&self.bytes)
    }

    /// The id of the key that it names.
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// What it says, which counts for nothing before [`Self::is_signed_by`].
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// Whether `key` signed it.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let parts = open(&self.bytes).ok().flatten();
        parts.is_some_and(|(header, payload, _)| {
            key.id() == self.kid && key.verifies(&to_be_signed(header, payload), &self.signature)
        })
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({} by {})", self.claims.number, self.kid)
    }
}

fn header(kid: KeyId) -> Vec<u8> {
    [&HEADER[..], kid.as_bytes()].concat()
}

#[cfg(test)]
mod tests;
