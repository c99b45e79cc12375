//! Data Integrity proofs with the cryptosuite `eddsa-jcs-2022` (W3C vc-di-eddsa 1.0,
//! §3.3) over any JSON document. Credentials, of which thousands are signed at
//! once, write their canonical bytes themselves; lists go through here.

use super::keys::{PublicKey, Signer};
use super::multibase;
use super::site::Did;
use crate::model::day::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub(super) const PROOF_TYPE: &str = "DataIntegrityProof";
pub(super) const CRYPTOSUITE: &str = "eddsa-jcs-2022";
pub(super) const PURPOSE: &str = "assertionMethod";
/// 64 bytes are at most 88 digits of base 58.
const PROOF_VALUE_MAX: usize = 90;

/// A proof as it stands in JSON. Without `proof_value` it is the proof configuration that is signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofJson {
    #[serde(rename = "@context", default, skip_serializing_if = "Vec::is_empty")]
    context: Vec<String>,
    created: String,
    cryptosuite: String,
    #[serde(rename = "proofPurpose")]
    purpose: String,
    #[serde(
        rename = "proofValue",
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    value: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "verificationMethod")]
    method: String,
}

/// A proof that was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// When it was made, as it says itself.
    pub created: Timestamp,
    /// The key that it names: to be looked up in the trust list, never to be trusted as it is.
    pub key: PublicKey,
    /// The signature.
    pub signature: [u8; 64],
}

impl ProofJson {
    /// Reads the proof; `None` unless it is of our cryptosuite, by a key of `issuer`, for the same
    /// context as the document, and spelt as the standards spell it.
    pub fn read(&self, issuer: &Did, context: &[&str]) -> Option<Proof> {
        let known = self.kind == PROOF_TYPE
            && self.cryptosuite == CRYPTOSUITE
            && self.purpose == PURPOSE
            && self.context == context;
        let (did, multikey) = self.method.split_once('#')?;
        (known && did == issuer.as_str()).then_some(())?;
        Some(Proof {
            created: Timestamp::parse_rfc3339(&self.created)?,
            key: PublicKey::from_multikey(multikey)?,
            signature: self.signature()?,
        })
    }

    /// Whether `key` made this proof over `document`, which is given without its proof.
    pub fn holds<T: Serialize>(&self, document: &T, key: &PublicKey) -> bool {
        let config = Self { value: None, ..self.clone() };
        let hash = canonical(&config).zip(canonical(document)).map(|(c, d)| hash(&c, &[&d]));
        hash.zip(self.signature()).is_some_and(|(hash, signature)| key.verifies(&hash, &signature))
    }

    fn signature(&self) -> Option<[u8; 64]> {
        read_signature(self.value.as_deref()?)
    }
}

/// Signs `document`, one of our lists, which is given without a proof.
pub fn prove<T: Serialize>(
    document: &T,
    context: &[&str],
    issuer: &Did,
    signer: &Signer,
    created: Timestamp,
) -> ProofJson {
    let mut proof = ProofJson {
        context: context.iter().map(|&url| url.to_owned()).collect(),
        created: created.rfc3339(),
        cryptosuite: CRYPTOSUITE.to_owned(),
        purpose: PURPOSE.to_owned(),
        value: None,
        kind: PROOF_TYPE.to_owned(),
        method: method(issuer, signer.public()),
    };
    let config = canonical(&proof).expect("strings alone are always canonical");
    let document = canonical(document).expect("ours hold strings and small integers alone");
    let signature = signer.sign(&hash(&config, &[&document]));
    proof.value = Some(multibase::multibase(&signature));
    proof
}

/// The verification method of a key: `did:web:…#z6Mk…`.
pub fn method(issuer: &Did, key: &PublicKey) -> String {
    format!("{issuer}#{}", key.multikey())
}

/// What is signed: SHA-256 of the canonical proof configuration, then of the canonical document,
/// which may come in pieces.
pub(super) fn hash(config: &[u8], document: &[&[u8]]) -> [u8; 64] {
    let mut hash = [0; 64];
    let (first, second) = hash.split_at_mut(32);
    first.copy_from_slice(&Sha256::digest(config));
    let whole = document.iter().fold(Sha256::new(), Sha256::chain_update);
    second.copy_from_slice(&whole.finalize());
    hash
}

/// Reads a `proofValue`: 64 bytes in base58btc, spelt the one way.
pub(super) fn read_signature(written: &str) -> Option<[u8; 64]> {
    let bytes = multibase::from_multibase(written, PROOF_VALUE_MAX)?;
    bytes.try_into().ok()
}

/// Reads an optional member, which is absent or has a value; `null` is neither.
pub(super) fn present<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(from).map(Some)
}

/// RFC 8785; `None` for what JSON cannot say, as a number out of range.
fn canonical<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    const W3C: &str = include_str!("../../tests/fixtures/vectors/w3c-eddsa-jcs-2022-signed.json");

    fn split(text: &str) -> (Value, ProofJson, PublicKey) {
        let mut document: Value = serde_json::from_str(text).unwrap();
        let proof = document.as_object_mut().unwrap().remove("proof").unwrap();
        let method = proof["verificationMethod"].as_str().unwrap();
        let key = PublicKey::from_multikey(method.split_once('#').unwrap().1).unwrap();
        (document, serde_json::from_value(proof).unwrap(), key)
    }

    #[test]
    fn the_w3c_vector_holds_and_a_changed_word_does_not() {
        let (document, proof, key) = split(W3C);
        assert!(proof.holds(&document, &key));
        let (changed, proof, key) = split(&W3C.replace("School", "school"));
        assert!(!proof.holds(&changed, &key));
        let (document, proof, key) = split(&W3C.replace("23:36:38Z", "23:36:39Z"));
        assert!(!proof.holds(&document, &key));
    }

    #[test]
    fn a_proof_is_read_for_its_issuer_and_context_only() {
        let issuer = Did::parse("did:web:a.cn").unwrap();
        let signer = Signer::from_seed(&[1; 32]);
        let document = serde_json::json!({"a": "温州"});
        let proof = prove(&document, &["c"], &issuer, &signer, Timestamp(1_700_000_000_000));
        assert!(proof.holds(&document, signer.public()));
        let read = proof.read(&issuer, &["c"]).unwrap();
        assert_eq!((&read.key, read.created), (signer.public(), Timestamp(1_700_000_000_000)));
        assert_eq!(proof.read(&Did::parse("did:web:b.cn").unwrap(), &["c"]), None);
        assert_eq!(proof.read(&issuer, &[]), None);
        let other = ProofJson { cryptosuite: "eddsa-rdfc-2022".into(), ..proof };
        assert_eq!(other.read(&issuer, &["c"]), None);
    }
}
