//! A credential from outside: strictly into types, or not at all.

use super::write::{Document, FORMAT, PHOTO_TYPE, ProofConfig, TYPES, id, sex_code};
use super::{CONTEXT, Issuing};
use crate::model::{
    catalogue::Level,
    certificate::{Award, AwardMethod, AwardingOffice, Certificate, Road},
    day::{PartialDay, Timestamp},
    digest::Digest,
    identity::Sex,
    name::PersonName,
    number::CertificateNumber,
    office::OfficeCode,
    text::Text,
};
use crate::proof::integrity::{Proof, ProofJson, present};
use crate::proof::keys::{KeyId, PublicKey};
use crate::proof::multibase;
use crate::proof::site::{Did, PublicUrl};
use crate::proof::status::{self, Slot, StatusPurpose};
use serde::Deserialize;

/// The most bytes of a credential.
pub const MAX_BYTES: usize = 64 * 1024;

/// Not a credential of ours: too large, not JSON, a member missing, unknown or twice, or a value
/// that its type refuses. Tells nothing of the content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a credential of a known form")]
pub struct Malformed;

/// A credential of the right form. Whether its signature holds is another question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credential {
    /// What it says, which counts for nothing before [`Self::is_signed_by`].
    pub certificate: Certificate,
    /// Who issued it, and where its status lists were then.
    pub issuing: Issuing,
    /// Its bits in the status lists.
    pub slot: Slot,
    proof: Proof,
}

impl Credential {
    /// Reads a credential. White space and the order of members are free, everything else is not.
    pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > MAX_BYTES {
            return Err(Malformed);
        }
        let json: CredentialJson = serde_json::from_slice(bytes).map_err(|_| Malformed)?;
        json.read().ok_or(Malformed)
    }

    /// The id of the key that it names.
    pub fn kid(&self) -> KeyId {
        self.proof.key.id()
    }

    /// When it was signed, as it says itself.
    pub fn created(&self) -> Timestamp {
        self.proof.created
    }

    /// Whether `key` signed it.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let hash = self.config().hash(&self.document());
        self.proof.key == *key && key.verifies(&hash, &self.proof.signature)
    }

    /// The canonical bytes: what was signed, stored and logged.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.config().secure(&self.document(), &self.proof.signature)
    }

    /// SHA-256 of [`Self::to_bytes`]: what the log holds.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.to_bytes())
    }

    fn document(&self) -> Document {
        Document::new(&self.issuing, &self.certificate, self.slot)
    }

    fn config(&self) -> ProofConfig {
        let created = self.proof.created.rfc3339();
        ProofConfig::new(&self.issuing.issuer, &self.proof.key, &created)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialJson {
    #[serde(rename = "@context")]
    context: Vec<String>,
    #[serde(rename = "credentialStatus")]
    status: [StatusJson; 2],
    #[serde(rename = "credentialSubject")]
    subject: SubjectJson,
    id: String,
    issuer: IssuerJson,
    proof: ProofJson,
    #[serde(rename = "type")]
    types: Vec<String>,
    #[serde(rename = "validFrom")]
    valid_from: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusJson {
    id: String,
    #[serde(rename = "statusListCredential")]
    list: String,
    #[serde(rename = "statusListIndex")]
    index: String,
    #[serde(rename = "statusPurpose")]
    purpose: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerJson {
    id: String,
    name: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeJson {
    code: OfficeCode,
    name: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhotoJson {
    #[serde(rename = "digestMultibase")]
    digest: String,
    #[serde(rename = "mediaType")]
    media_type: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectJson {
    #[serde(default, deserialize_with = "present")]
    announced_on: Option<PartialDay>,
    #[serde(default, deserialize_with = "present")]
    award_method: Option<AwardMethod>,
    awarding_office: OfficeJson,
    #[serde(default, deserialize_with = "present")]
    born_on: Option<PartialDay>,
    #[serde(default, deserialize_with = "present")]
    committee: Option<Text>,
    #[serde(default, deserialize_with = "present")]
    current_title: Option<Text>,
    #[serde(default, deserialize_with = "present")]
    document_number: Option<Text>,
    #[serde(default, deserialize_with = "present")]
    employer: Option<Text>,
    issued_on: String,
    level: Level,
    name: PersonName,
    number: String,
    obtained_on: PartialDay,
    #[serde(default, deserialize_with = "present")]
    photo: Option<PhotoJson>,
    road: Road,
    series: Text,
    #[serde(default, deserialize_with = "present")]
    sex: Option<String>,
    #[serde(default, deserialize_with = "present")]
    source_number: Option<Text>,
    #[serde(default, deserialize_with = "present")]
    specialty: Option<Text>,
    title: Text,
    v: u8,
}

impl CredentialJson {
    fn read(self) -> Option<Credential> {
        let issued_at = Timestamp::parse_rfc3339(&self.valid_from)?;
        let certificate = self.subject.read(issued_at)?;
        let issuer = Did::parse(&self.issuer.id)?;
        let [revocation, suspension] = &self.status;
        let (public_url, slot) = revocation.read(StatusPurpose::Revocation)?;
        let same = suspension.read(StatusPurpose::Suspension)? == (public_url.clone(), slot);
        let known = self.context == CONTEXT && self.types == TYPES && self.id == id(&certificate);
        let proof = self.proof.read(&issuer, &CONTEXT)?;
        let issuing = Issuing { issuer, issuer_name: self.issuer.name, public_url };
        (same && known).then_some(Credential { certificate, issuing, slot, proof })
    }
}

impl StatusJson {
    fn read(&self, purpose: StatusPurpose) -> Option<(PublicUrl, Slot)> {
        let (public_url, list) = status::read_list_url(&self.list, purpose)?;
        let index: u32 = self.index.parse().ok().filter(|index| *index < status::ENTRIES)?;
        let known = self.kind == "BitstringStatusListEntry"
            && self.purpose == purpose.code()
            && self.index == index.to_string()
            && self.id == format!("{}#{index}", self.list);
        known.then_some((public_url, Slot { list, index }))
    }
}

impl PhotoJson {
    fn read(&self) -> Option<Digest> {
        let digest = multibase::from_multihash(&self.digest)?;
        (self.media_type == PHOTO_TYPE).then_some(digest)
    }
}

impl SubjectJson {
    fn read(self, issued_at: Timestamp) -> Option<Certificate> {
        let sex = match self.sex {
            None => None,
            Some(code) => {
                Some([Sex::Male, Sex::Female].into_iter().find(|s| sex_code(*s) == code)?)
            }
        };
        let photo = match self.photo {
            None => None,
            Some(photo) => Some(photo.read()?),
        };
        let number = CertificateNumber::parse(&self.number)?;
        let issued_on = issued_at.day();
        let known = self.v == FORMAT
            && number.as_str() == self.number
            && issued_on.to_string() == self.issued_on;
        known.then_some(Certificate {
            number,
            road: self.road,
            name: self.name,
            sex,
            born_on: self.born_on,
            award: Award {
                series: self.series,
                specialty: self.specialty,
                title: self.title,
                level: self.level,
                award_method: self.award_method,
                obtained_on: self.obtained_on,
                committee: self.committee,
                employer: self.employer,
                document_number: self.document_number,
                announced_on: self.announced_on,
                source_number: self.source_number,
            },
            current_title: self.current_title,
            awarding_office: AwardingOffice {
                code: self.awarding_office.code,
                name: self.awarding_office.name,
            },
            photo,
            issued_on,
            issued_at,
        })
    }
}
