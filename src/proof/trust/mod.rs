//! The trust list: which keys speak for the registry, since when and until when. Verifiers take
//! keys from here by id, never by resolving a did:web.

mod json;

use crate::model::{day::Timestamp, text::Text};
use crate::proof::document::DocumentCertificate;
use crate::proof::integrity::{self, ProofJson};
use crate::proof::keys::{KeyId, PublicKey, Signer};
use crate::proof::log::checkpoint::{Origin, VerifierKey};
use crate::proof::site::{Did, PublicUrl};
use json::ListJson;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The most bytes that a list has.
pub const MAX_BYTES: usize = 1 << 20;

/// What a key signs. One key has one purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Credentials, tokens, status lists and this list.
    Credential,
    /// Checkpoints of the log.
    Log,
}

/// Where a key stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyStanding {
    /// Signs.
    Active,
    /// Signs no more; what it signed stays good.
    Retired,
    /// Out of our hands since this instant: only what is provably older stays good.
    Compromised(Timestamp),
}

/// A key of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrustedKey {
    /// The key and its id.
    pub public: PublicKey,
    /// What it signs.
    pub purpose: Purpose,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when, where that is settled.
    pub valid_until: Option<Timestamp>,
    /// Where it stands.
    pub standing: KeyStanding,
}

impl TrustedKey {
    /// Whether the key was in use at `at`. Signed times are whole seconds, so a key counts from the
    /// beginning of the second in which it was made.
    pub fn covers(&self, at: Timestamp) -> bool {
        is_within(at, self.valid_from, self.valid_until)
    }

    fn is_sound(&self) -> bool {
        !matches!(self.standing, KeyStanding::Compromised(_))
    }
}

/// A document key of the list, with the certificate under which it signs PDFs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrustedDocumentKey {
    /// The certificate; the key and its id are in it.
    pub certificate: DocumentCertificate,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when, where that is settled.
    pub valid_until: Option<Timestamp>,
    /// Where it stands.
    pub standing: KeyStanding,
}

impl TrustedDocumentKey {
    /// Whether the key was in use at `at`, and its certificate valid.
    pub fn covers(&self, at: Timestamp) -> bool {
        is_within(at, self.valid_from, self.valid_until) && self.certificate.covers(at)
    }
}

fn is_within(at: Timestamp, from: Timestamp, until: Option<Timestamp>) -> bool {
    from.whole_seconds() <= at && until.is_none_or(|until| at <= until)
}

/// The keys of one registry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrustList {
    /// Grows with every change, from 1.
    pub version: u32,
    /// Who issues.
    pub issuer: Did,
    /// The issuer's name.
    pub name: Text,
    /// Where the registry is found today. Nothing that is signed depends on it.
    pub public_url: PublicUrl,
    /// The log's origin.
    pub log_origin: Origin,
    /// The keys; ids are unique.
    pub keys: Vec<TrustedKey>,
    /// The root that certifies the document keys, for strangers' readers.
    pub document_root: DocumentCertificate,
    /// The document keys, each certified by the root; ids are unique. None is ever taken out: the
    /// papers that it signed are judged by it.
    pub document_keys: Vec<TrustedDocumentKey>,
}

/// Why a trust list could not be read or written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TrustError {
    /// More than [`MAX_BYTES`].
    #[error("the trust list is larger than 1 MiB")]
    TooLarge,
    /// Not a trust list, or a part that is not known.
    #[error("not a trust list of a known form")]
    Malformed,
    /// One key stands in it twice.
    #[error("the trust list names one key twice")]
    DuplicateKey,
    /// Its signature is by no key that it lists, or does not hold.
    #[error("the signature of the trust list does not hold")]
    ProofWrong,
    /// Only an active credential key of the list may sign it.
    #[error("the signing key is no active credential key of the trust list")]
    NotASigner,
}

impl TrustList {
    /// Reads a list, and its proof where it has one.
    pub fn parse(bytes: &[u8]) -> Result<Self, TrustError> {
        if bytes.len() > MAX_BYTES {
            return Err(TrustError::TooLarge);
        }
        let mut json: ListJson =
            serde_json::from_slice(bytes).map_err(|_| TrustError::Malformed)?;
        let proof = json.proof.take();
        let list = Self::from_json(&json).ok_or(TrustError::Malformed)?;
        let twice = |(at, key): (usize, &TrustedKey)| {
            list.keys.iter().take(at).any(|k| k.public.id() == key.public.id())
        };
        let document_twice = |(at, key): (usize, &TrustedDocumentKey)| {
            let before = list.document_keys.iter().take(at);
            before.into_iter().any(|k| k.certificate.id() == key.certificate.id())
        };
        if list.keys.iter().enumerate().any(twice)
            || list.document_keys.iter().enumerate().any(document_twice)
        {
            return Err(TrustError::DuplicateKey);
        }
        match proof {
            Some(proof) if !list.is_proven_by(&json, &proof) => Err(TrustError::ProofWrong),
            _ => Ok(list),
        }
    }

    fn is_proven_by(&self, json: &ListJson, proof: &ProofJson) -> bool {
        proof.read(&self.issuer, &[]).is_some_and(|read| {
            self.key(read.key.id(), Purpose::Credential).is_some_and(|key| {
                key.is_sound() && key.covers(read.created) && proof.holds(json, &key.public)
            })
        })
    }

    /// The list as JSON, signed by `signer`, an active credential key of it, at `at`.
    pub fn to_json(&self, signer: &Signer, at: Timestamp) -> Result<Vec<u8>, TrustError> {
        self.key(signer.id(), Purpose::Credential)
            .filter(|key| key.standing == KeyStanding::Active && key.covers(at.whole_seconds()))
            .ok_or(TrustError::NotASigner)?;
        let mut json = self.json();
        json.proof = Some(integrity::prove(&json, &[], &self.issuer, signer, at.whole_seconds()));
        let mut bytes = serde_json::to_vec_pretty(&json).map_err(|_| TrustError::Malformed)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The key of an id, if it is listed for `purpose`.
    pub fn key(&self, id: KeyId, purpose: Purpose) -> Option<&TrustedKey> {
        self.keys.iter().find(|key| key.public.id() == id && key.purpose == purpose)
    }

    /// The document key of an id.
    pub fn document_key(&self, id: KeyId) -> Option<&TrustedDocumentKey> {
        self.document_keys.iter().find(|key| key.certificate.id() == id)
    }

    /// The document key that signs today.
    pub fn active_document_key(&self) -> Option<&TrustedDocumentKey> {
        self.document_keys.iter().find(|key| key.standing == KeyStanding::Active)
    }

    /// The verifier keys of the log (C2SP signed-note), the active one first; compromised ones are
    /// left out.
    pub fn log_keys(&self) -> Vec<VerifierKey> {
        let mut keys: Vec<&TrustedKey> =
            self.keys.iter().filter(|key| key.purpose == Purpose::Log && key.is_sound()).collect();
        keys.sort_by_key(|key| key.standing != KeyStanding::Active);
        keys.iter().map(|key| VerifierKey::new(&self.log_origin, &key.public)).collect()
    }

    /// The verifier key of the log's active key, as other people's tools take it.
    pub fn vkey(&self) -> Option<String> {
        self.log_keys().first().map(ToString::to_string)
    }

    /// The issuer's DID document (W3C DID 1.1): the keys by which credentials can be verified.
    pub fn did_document(&self) -> Value {
        let keys =
            || self.keys.iter().filter(|key| key.purpose == Purpose::Credential && key.is_sound());
        let methods: Vec<Value> = keys()
            .map(|key| {
                json!({
                    "id": integrity::method(&self.issuer, &key.public),
                    "type": "Multikey",
                    "controller": self.issuer.as_str(),
                    "publicKeyMultibase": key.public.multikey(),
                })
            })
            .collect();
        let ids: Vec<String> =
            keys().map(|key| integrity::method(&self.issuer, &key.public)).collect();
        json!({
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.issuer.as_str(),
            "verificationMethod": methods,
            "assertionMethod": ids,
        })
    }

    /// The keys as a JWK set (RFC 7517), for tools that know COSE and JOSE only.
    pub fn jwks(&self) -> Value {
        let keys: Vec<Value> =
            self.keys.iter().filter(|key| key.is_sound()).map(|key| key.public.jwk()).collect();
        json!({ "keys": keys })
    }
}

#[cfg(test)]
mod tests;
