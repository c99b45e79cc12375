//! The credential: a W3C Verifiable Credential 2.0 in JSON, secured with `eddsa-jcs-2022`. It says
//! everything that the certificate's face says, and no digit of an ID.
//!
//! What is parsed, what is checked and what is shown is one value: a credential is read into types,
//! and its signature is checked over what those types write. A file saved with other white space is
//! the same credential; one more member, or a member twice, is no credential.

pub(super) mod jcs;
mod read;
mod write;

pub use read::{Credential, MAX_BYTES, Malformed};

use super::keys::Signer;
use super::site::{Did, PublicUrl};
use super::status::Slot;
use crate::model::{certificate::Certificate, text::Text};

/// The vocabulary of VC 2.0, and W3C's own home for terms that it does not define: strings alone,
/// which every verifier takes without fetching anything of ours.
pub(super) const CONTEXT: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
];

/// What is the same in every credential of a registry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issuing {
    /// The bureau's DID.
    pub issuer: Did,
    /// The bureau's name.
    pub issuer_name: Text,
    /// Where the status lists are, as of today.
    pub public_url: PublicUrl,
}

impl Issuing {
    /// Signs a certificate: the exact bytes to be stored, attached and logged. `created` is
    /// `issued_at`, so the same certificate, slot and key give the same bytes.
    pub fn sign(&self, certificate: &Certificate, slot: Slot, signer: &Signer) -> Vec<u8> {
        let document = write::Document::new(self, certificate, slot);
        let created = certificate.issued_at.rfc3339();
        let config = write::ProofConfig::new(&self.issuer, signer.public(), &created);
        let signature = signer.sign(&config.hash(&document));
        config.secure(&document, &signature)
    }
}

#[cfg(test)]
mod tests;
