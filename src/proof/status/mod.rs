//! Status lists (W3C Bitstring Status List 1.0): one bit a certificate, in lists so long that asking
//! for one does not tell about whom.

mod bits;
mod slot;

pub use bits::Bits;
pub use slot::{Slot, permute};

use crate::model::day::Timestamp;
use crate::proof::integrity::{self, ProofJson};
use crate::proof::keys::{PublicKey, Signer};
use crate::proof::site::{Did, PublicUrl};
use serde::{Deserialize, Serialize};

/// Entries of one list: the standard's minimum, 16 KiB of bits.
pub const ENTRIES: u32 = 1 << 17;
/// The most bytes of a list credential; one of random bits has some 23,000.
pub const MAX_BYTES: usize = 64 * 1024;
const CONTEXT: [&str; 2] = crate::proof::credential::CONTEXT;
const TYPES: [&str; 2] = ["VerifiableCredential", "BitstringStatusListCredential"];

/// What a set bit means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum StatusPurpose {
    /// Revoked, retired or replaced: for good.
    Revocation,
    /// Suspended: may be lifted.
    Suspension,
}

impl StatusPurpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Revocation, Self::Suspension];

    /// The word of the standard.
    pub fn code(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// Where a list is found: `{public_url}/status/{purpose}/{list}`.
pub fn list_url(public_url: &PublicUrl, purpose: StatusPurpose, list: u32) -> String {
    format!("{public_url}/status/{}/{list}", purpose.code())
}

/// The inverse of [`list_url`].
pub(super) fn read_list_url(url: &str, purpose: StatusPurpose) -> Option<(PublicUrl, u32)> {
    let (base, list) = url.rsplit_once('/')?;
    let base = base.strip_suffix(purpose.code())?.strip_suffix("/status/")?;
    let (base, list) = (PublicUrl::parse(base)?, list.parse().ok()?);
    (list_url(&base, purpose, list) == url).then_some((base, list))
}

/// A list with what it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusList {
    /// Who issues it.
    pub issuer: Did,
    /// Where it is found.
    pub public_url: PublicUrl,
    /// What a set bit means.
    pub purpose: StatusPurpose,
    /// Which list, from 0.
    pub list: u32,
    /// Only grows: of two lists the higher one counts.
    pub version: u64,
    /// When it was made; whole seconds.
    pub valid_from: Timestamp,
    /// The bits.
    pub bits: Bits,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListJson {
    #[serde(rename = "@context")]
    context: Vec<String>,
    id: String,
    #[serde(rename = "type")]
    types: Vec<String>,
    issuer: String,
    #[serde(rename = "validFrom")]
    valid_from: String,
    version: String,
    #[serde(rename = "credentialSubject")]
    subject: SubjectJson,
    #[serde(
        default,
        deserialize_with = "integrity::present",
        skip_serializing_if = "Option::is_none"
    )]
    proof: Option<ProofJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectJson {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "statusPurpose")]
    purpose: String,
    #[serde(rename = "encodedList")]
    encoded: String,
}

impl StatusList {
    /// The list as a signed credential.
    pub fn sign(&self, signer: &Signer) -> Vec<u8> {
        let mut json = self.json();
        json.proof = Some(integrity::prove(&json, &CONTEXT, &self.issuer, signer, self.valid_from));
        serde_json::to_vec(&json).expect("strings alone are always JSON")
    }

    /// Reads a list that `key` has signed; `None` for everything else.
    pub fn read(bytes: &[u8], key: &PublicKey) -> Option<Self> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let mut json: ListJson = serde_json::from_slice(bytes).ok()?;
        let proof = json.proof.take()?;
        let list = Self::from_json(&json)?;
        let named = proof.read(&list.issuer, &CONTEXT)?.key;
        (named == *key && proof.holds(&json, key)).then_some(list)
    }

    fn json(&self) -> ListJson {
        let id = list_url(&self.public_url, self.purpose, self.list);
        let owned = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        ListJson {
            context: owned(CONTEXT),
            types: owned(TYPES),
            issuer: self.issuer.to_string(),
            valid_from: self.valid_from.rfc3339(),
            version: self.version.to_string(),
            subject: SubjectJson {
                id: format!("{id}#list"),
                kind: "BitstringStatusList".to_owned(),
                purpose: self.purpose.code().to_owned(),
                encoded: self.bits.encode(),
            },
            id,
            proof: None,
        }
    }

    fn from_json(json: &ListJson) -> Option<Self> {
        let purpose = StatusPurpose::from_code(&json.subject.purpose)?;
        let (public_url, list) = read_list_url(&json.id, purpose)?;
        let known = json.context == CONTEXT
            && json.types == TYPES
            && json.subject.kind == "BitstringStatusList"
            && json.subject.id == format!("{}#list", json.id);
        known.then_some(())?;
        Some(Self {
            issuer: Did::parse(&json.issuer)?,
            public_url,
            purpose,
            list,
            version: json.version.parse().ok()?,
            valid_from: Timestamp::parse_rfc3339(&json.valid_from)?,
            bits: Bits::decode(&json.subject.encoded)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::sample;
    use proptest::prelude::*;

    fn list() -> StatusList {
        let mut bits = Bits::default();
        bits.set(4711, true);
        let issuing = sample::issuing();
        StatusList {
            issuer: issuing.issuer,
            public_url: issuing.public_url,
            purpose: StatusPurpose::Revocation,
            list: 0,
            version: 7,
            valid_from: sample::ISSUED_AT,
            bits,
        }
    }

    #[test]
    fn a_list_reads_back_for_its_key_only() {
        let list = list();
        let bytes = list.sign(&sample::signer());
        assert_eq!(StatusList::read(&bytes, sample::signer().public()), Some(list.clone()));
        assert_eq!(StatusList::read(&bytes, sample::log_signer().public()), None);
        let text = String::from_utf8(bytes).unwrap();
        for (from, to) in [
            ("\"7\"", "\"8\""),
            ("revocation", "suspension"),
            ("/0\"", "/1\""),
            ("08:28:05", "08:28:06"),
        ] {
            assert_eq!(
                StatusList::read(text.replace(from, to).as_bytes(), sample::signer().public()),
                None,
                "{from}"
            );
        }
        assert_eq!(list.sign(&sample::signer()), text.as_bytes(), "the same list, the same bytes");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(StatusList::read(&bytes, sample::signer().public()), None);
        }
    }
}
