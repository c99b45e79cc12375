//! The trust list as it stands in JSON.

use super::{KeyStanding, Purpose, TrustList, TrustedKey};
use crate::model::{day::Timestamp, text::Text};
use crate::proof::integrity::{self, ProofJson};
use crate::proof::keys::PublicKey;
use crate::proof::log::checkpoint::Origin;
use crate::proof::site::{Did, PublicUrl};
use serde::{Deserialize, Serialize};

const ALGORITHM: &str = "Ed25519";
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

impl From<&TrustedKey> for KeyJson {
    fn from(key: &TrustedKey) -> Self {
        let (standing, since) = match key.standing {
            KeyStanding::Active => (StandingJson::Active, None),
            KeyStanding::Retired => (StandingJson::Retired, None),
            KeyStanding::Compromised(since) => (StandingJson::Compromised, Some(since.rfc3339())),
        };
        Self {
            id: key.public.id().to_string(),
            purpose: key.purpose,
            algorithm: ALGORITHM.to_owned(),
            public_key: key.public.multikey().to_owned(),
            valid_from: key.valid_from.rfc3339(),
            valid_until: key.valid_until.map(Timestamp::rfc3339),
            standing,
            compromised_since: since,
        }
    }
}

impl KeyJson {
    fn read(&self) -> Option<TrustedKey> {
        let public = PublicKey::from_multikey(&self.public_key)?;
        let standing = match (self.standing, &self.compromised_since) {
            (StandingJson::Active, None) => KeyStanding::Active,
            (StandingJson::Retired, None) => KeyStanding::Retired,
            (StandingJson::Compromised, Some(since)) => {
                KeyStanding::Compromised(Timestamp::parse_rfc3339(since)?)
            }
            _ => return None,
        };
        let valid_until = match &self.valid_until {
            None => None,
            Some(until) => Some(Timestamp::parse_rfc3339(until)?),
        };
        (self.algorithm == ALGORITHM && public.id().to_string() == self.id).then_some(())?;
        let valid_from = Timestamp::parse_rfc3339(&self.valid_from)?;
        Some(TrustedKey { public, purpose: self.purpose, valid_from, valid_until, standing })
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
            proof: None,
        }
    }

    pub(super) fn from_json(json: &ListJson) -> Option<Self> {
        (json.format == FORMAT && json.version > 0).then_some(())?;
        Some(Self {
            version: json.version,
            issuer: Did::parse(&json.issuer)?,
            name: json.name.clone(),
            public_url: PublicUrl::parse(&json.public_url)?,
            log_origin: Origin::parse(&json.log_origin)?,
            keys: json.keys.iter().map(KeyJson::read).collect::<Option<_>>()?,
        })
    }
}
