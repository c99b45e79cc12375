//! The trust list as it stands in JSON.

use super::{KeyStanding, Purpose, TrustError, TrustList, TrustedDocumentKey, TrustedKey};
use crate::model::{day::Timestamp, text::Text};
use crate::proof::document::DocumentCertificate;
use crate::proof::integrity::{self, ProofJson};
use crate::proof::keys::PublicKey;
use crate::proof::log::checkpoint::Origin;
use crate::proof::site::{Did, PublicUrl};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

const ALGORITHM: &str = "Ed25519";
/// As JOSE calls ECDSA over P-256 with SHA-256 (RFC 7518).
const DOCUMENT_ALGORITHM: &str = "ES256";
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListJson {
    format: u32,
    version: u32,
    issuer: String,
    name: Text,
    public_url: String,
    log_origin: String,
    keys: Vec<KeyJson>,
    document_root: CertificateJson,
    document_keys: Vec<DocumentKeyJson>,
    #[serde(
        default,
        deserialize_with = "integrity::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) proof: Option<ProofJson>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StandingJson {
    Active,
    Retired,
    Compromised,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyJson {
    id: String,
    purpose: Purpose,
    algorithm: String,
    public_key: String,
    valid_from: String,
    #[serde(
        default,
        deserialize_with = "integrity::present",
        skip_serializing_if = "Option::is_none"
    )]
    valid_until: Option<String>,
    standing: StandingJson,
    #[serde(
        default,
        deserialize_with = "integrity::present",
        skip_serializing_if = "Option::is_none"
    )]
    compromised_since: Option<String>,
}

/// A certificate: base64 of its DER.
#[derive(Serialize, Deserialize)]
struct CertificateJson(String);

impl From<&DocumentCertificate> for CertificateJson {
    fn from(certificate: &DocumentCertificate) -> Self {
        Self(BASE64_STANDARD.encode(certificate.der()))
    }
}

impl CertificateJson {
    fn read(&self) -> Option<DocumentCertificate> {
        DocumentCertificate::parse(&BASE64_STANDARD.decode(&self.0).ok()?)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentKeyJson {
    id: String,
    algorithm: String,
    certificate: CertificateJson,
    valid_from: String,
    #[serde(
        default,
        deserialize_with = "integrity::present",
        skip_serializing_if = "Option::is_none"
    )]
    valid_until: Option<String>,
    standing: StandingJson,
    #[serde(
        default,
        deserialize_with = "integrity::present",
        skip_serializing_if = "Option::is_none"
    )]
    compromised_since: Option<String>,
}

impl From<&TrustedDocumentKey> for DocumentKeyJson {
    fn from(key: &TrustedDocumentKey) -> Self {
        let (standing, compromised_since) = StandingJson::of(key.standing);
        Self {
            id: key.certificate.id().to_string(),
            algorithm: DOCUMENT_ALGORITHM.to_owned(),
            certificate: (&key.certificate).into(),
            valid_from: key.valid_from.rfc3339(),
            valid_until: key.valid_until.map(Timestamp::rfc3339),
            standing,
            compromised_since,
        }
    }
}

impl DocumentKeyJson {
    fn read(&self, root: &DocumentCertificate) -> Option<TrustedDocumentKey> {
        let certificate = self.certificate.read().filter(|certificate| certificate.is_by(root))?;
        let is_named = certificate.id().to_string() == self.id;
        (self.algorithm == DOCUMENT_ALGORITHM && is_named).then_some(())?;
        Some(TrustedDocumentKey {
            certificate,
            valid_from: Timestamp::parse_rfc3339(&self.valid_from)?,
            valid_until: self.valid_until.as_deref().map(instant).transpose().ok()?,
            standing: self.standing.read(self.compromised_since.as_deref())?,
        })
    }
}

impl StandingJson {
    fn of(standing: KeyStanding) -> (Self, Option<String>) {
        match standing {
            KeyStanding::Active => (Self::Active, None),
            KeyStanding::Retired => (Self::Retired, None),
            KeyStanding::Compromised(since) => (Self::Compromised, Some(since.rfc3339())),
        }
    }

    fn read(self, since: Option<&str>) -> Option<KeyStanding> {
        match (self, since.map(instant).transpose().ok()?) {
            (Self::Active, None) => Some(KeyStanding::Active),
            (Self::Retired, None) => Some(KeyStanding::Retired),
            (Self::Compromised, Some(since)) => Some(KeyStanding::Compromised(since)),
            _ => None,
        }
    }
}

fn instant(written: &str) -> Result<Timestamp, TrustError> {
    Timestamp::parse_rfc3339(written).ok_or(TrustError::Malformed)
}

impl From<&TrustedKey> for KeyJson {
    fn from(key: &TrustedKey) -> Self {
        let (standing, compromised_since) = StandingJson::of(key.standing);
        Self {
            id: key.public.id().to_string(),
            purpose: key.purpose,
            algorithm: ALGORITHM.to_owned(),
            public_key: key.public.multikey().to_owned(),
            valid_from: key.valid_from.rfc3339(),
            valid_until: key.valid_until.map(Timestamp::rfc3339),
            standing,
            compromised_since,
        }
    }
}

impl KeyJson {
    fn read(&self) -> Option<TrustedKey> {
        let public = PublicKey::from_multikey(&self.public_key)?;
        (self.algorithm == ALGORITHM && public.id().to_string() == self.id).then_some(())?;
        Some(TrustedKey {
            public,
            purpose: self.purpose,
            valid_from: Timestamp::parse_rfc3339(&self.valid_from)?,
            valid_until: self.valid_until.as_deref().map(instant).transpose().ok()?,
            standing: self.standing.read(self.compromised_since.as_deref())?,
        })
    }
}

impl TrustList {
    pub(super) fn json(&self) -> ListJson {
        ListJson {
            format: FORMAT,
            version: self.version,
            issuer: self.issuer.to_string(),
            name: self.name.clone(),
            public_url: self.public_url.to_string(),
            log_origin: self.log_origin.to_string(),
            keys: self.keys.iter().map(KeyJson::from).collect(),
            document_root: (&self.document_root).into(),
            document_keys: self.document_keys.iter().map(DocumentKeyJson::from).collect(),
            proof: None,
        }
    }

    pub(super) fn from_json(json: &ListJson) -> Option<Self> {
        (json.format == FORMAT && json.version > 0).then_some(())?;
        let document_root = json.document_root.read().filter(|root| root.is_by(root))?;
        let document_keys = json.document_keys.iter().map(|key| key.read(&document_root));
        Some(Self {
            version: json.version,
            issuer: Did::parse(&json.issuer)?,
            name: json.name.clone(),
            public_url: PublicUrl::parse(&json.public_url)?,
            log_origin: Origin::parse(&json.log_origin)?,
            keys: json.keys.iter().map(KeyJson::read).collect::<Option<_>>()?,
            document_keys: document_keys.collect::<Option<_>>()?,
            document_root,
        })
    }
}
