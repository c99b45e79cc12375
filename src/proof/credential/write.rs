//! A credential's canonical bytes, written directly: thousands are signed at once.

use super::jcs::Writer;
use super::{CONTEXT, Issuing};
use crate::model::certificate::{AwardMethod, Certificate};
use crate::model::{day::PartialDay, identity::Sex};
use crate::proof::integrity::{self, CRYPTOSUITE, PROOF_TYPE, PURPOSE};
use crate::proof::keys::PublicKey;
use crate::proof::multibase;
use crate::proof::site::Did;
use crate::proof::status::{self, Slot, StatusPurpose};

pub(super) const FORMAT: u8 = 1;
/// The photo on the face, named as VC 2.0 names a related resource (§5.3) that nobody can fetch.
pub(super) const PHOTO_TYPE: &str = "image/jpeg";
pub(super) const TYPES: [&str; 2] = ["VerifiableCredential", "TitleCertificate"];

/// The credential without its proof, and the place where the proof belongs.
pub(super) struct Document {
    bytes: Vec<u8>,
    proof_at: usize,
}

impl Document {
    pub(super) fn new(issuing: &Issuing, certificate: &Certificate, slot: Slot) -> Self {
        let mut json = Writer::with_capacity(2048);
        json.open();
        json.list("@context", &CONTEXT);
        json.name("credentialStatus");
        for (before, purpose) in
            [("[", StatusPurpose::Revocation), (",", StatusPurpose::Suspension)]
        {
            json.raw(before);
            status_entry(&mut json, issuing, slot, purpose);
        }
        json.raw("]");
        json.name("credentialSubject");
        subject(&mut json, certificate);
        json.member("id", &id(certificate));
        json.name("issuer");
        json.open();
        json.member("id", issuing.issuer.as_str());
        json.member("name", issuing.issuer_name.as_str());
        json.close();
        let proof_at = json.len();
        json.list("type", &TYPES);
        json.member("validFrom", &certificate.issued_at.rfc3339());
        json.close();
        Self { bytes: json.into_bytes(), proof_at }
    }
}

/// The credential's own name. It tells no more than the number that is in it.
pub(super) fn id(certificate: &Certificate) -> String {
    format!("urn:wenzheng:{}", certificate.number)
}

fn status_entry(json: &mut Writer, issuing: &Issuing, slot: Slot, purpose: StatusPurpose) {
    let list = status::list_url(&issuing.public_url, purpose, slot.list);
    json.open();
    json.member("id", &format!("{list}#{}", slot.index));
    json.member("statusListCredential", &list);
    json.member("statusListIndex", &slot.index.to_string());
    json.member("statusPurpose", purpose.code());
    json.member("type", "BitstringStatusListEntry");
    json.close();
}

fn subject(json: &mut Writer, certificate: &Certificate) {
    let award = &certificate.award;
    let day = |day: Option<PartialDay>| day.map(|day| day.to_string());
    json.open();
    json.optional("announced_on", day(award.announced_on).as_ref());
    json.optional("award_method", award.award_method.map(AwardMethod::code).as_ref());
    json.name("awarding_office");
    json.open();
    json.member("code", certificate.awarding_office.code.as_str());
    json.member("name", certificate.awarding_office.name.as_str());
    json.close();
    json.optional("born_on", day(certificate.born_on).as_ref());
    json.optional("committee", award.committee.as_ref());
    json.optional("current_title", certificate.current_title.as_ref());
    json.optional("document_number", award.document_number.as_ref());
    json.optional("employer", award.employer.as_ref());
    json.member("issued_on", &certificate.issued_at.day().to_string());
    json.member("level", award.level.code());
    json.member("name", certificate.name.as_str());
    json.member("number", certificate.number.as_str());
    json.member("obtained_on", &award.obtained_on.to_string());
    if let Some(photo) = &certificate.photo {
        json.name("photo");
        json.open();
        json.member("digestMultibase", &multibase::multihash(photo));
        json.member("mediaType", PHOTO_TYPE);
        json.close();
    }
    json.member("road", certificate.road.code());
    json.member("series", award.series.as_str());
    json.optional("sex", certificate.sex.map(sex_code).as_ref());
    json.optional("source_number", award.source_number.as_ref());
    json.optional("specialty", award.specialty.as_ref());
    json.member("title", award.title.as_str());
    json.number("v", FORMAT);
    json.close();
}

pub(super) fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

/// The proof without its value: what is signed beside the document.
pub(super) struct ProofConfig {
    bytes: Vec<u8>,
    /// Where `proofValue` belongs: between `proofPurpose` and `type`.
    value_at: usize,
}

impl ProofConfig {
    pub(super) fn new(issuer: &Did, key: &PublicKey, created: &str) -> Self {
        let mut json = Writer::with_capacity(512);
        json.open();
        json.list("@context", &CONTEXT);
        json.member("created", created);
        json.member("cryptosuite", CRYPTOSUITE);
        json.member("proofPurpose", PURPOSE);
        let value_at = json.len();
        json.member("type", PROOF_TYPE);
        json.member("verificationMethod", &integrity::method(issuer, key));
        json.close();
        Self { bytes: json.into_bytes(), value_at }
    }

    /// What is signed.
    pub(super) fn hash(&self, document: &Document) -> [u8; 64] {
        integrity::hash(&self.bytes, &[&document.bytes])
    }

    /// The secured credential: the document with its proof, canonical itself.
    pub(super) fn secure(&self, document: &Document, signature: &[u8; 64]) -> Vec<u8> {
        let (before, after) = document.bytes.split_at(document.proof_at); // a place in it
        let (config, kind) = self.bytes.split_at(self.value_at); // likewise
        let value = multibase::multibase(signature);
        [
            before,
            b",\"proof\":",
            config,
            b",\"proofValue\":\"",
            value.as_bytes(),
            b"\"",
            kind,
            after,
        ]
        .concat()
    }
}
