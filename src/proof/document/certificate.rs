//! Certificates of the bureau's authority: the root, and one for each document key.

use super::ECDSA_SHA256;
use crate::model::{day::Timestamp, digest::Digest, key_id::KeyId};
use crate::proof::multibase::multibase;
use der::{Decode as _, Encode as _, EncodePem as _, pem::LineEnding};
use p256::ecdsa::{DerSignature, VerifyingKey, signature::Verifier as _};
use pkcs8::spki::der::referenced::OwnedToRef as _;
use x509_cert::{Certificate, name::Name, serial_number::SerialNumber};

/// No certificate of ours is larger.
const MAX_BYTES: usize = 4096;
/// Multicodec `p256-pub`, as a varint.
const MULTICODEC: [u8; 2] = [0x80, 0x24];

/// A certificate (RFC 5280) of a P-256 key, signed with ecdsa-with-SHA256.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentCertificate {
    der: Vec<u8>,
    id: KeyId,
    key: VerifyingKey,
    parsed: Certificate,
}

impl DocumentCertificate {
    /// Reads the DER of a certificate. Who signed it is not looked at.
    pub fn parse(der: &[u8]) -> Option<Self> {
        let parsed = (der.len() <= MAX_BYTES).then(|| Certificate::from_der(der).ok()).flatten()?;
        let tbs = parsed.tbs_certificate();
        let is_ours = parsed.signature_algorithm() == tbs.signature()
            && *tbs.signature() == super::algorithm(ECDSA_SHA256)
            && parsed.to_der().is_ok_and(|again| again == der);
        let spki = tbs.subject_public_key_info();
        let key = VerifyingKey::try_from(spki.owned_to_ref()).ok().filter(|_| is_ours)?;
        Some(Self { der: der.to_vec(), id: KeyId::of(&spki.to_der().ok()?), key, parsed })
    }

    /// The DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The PEM, as other people's tools take it; nothing if it has none.
    pub fn pem(&self) -> Option<String> {
        self.parsed.to_pem(LineEnding::LF).ok()
    }

    /// The id of its key.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// SHA-256 of the DER: by it a root is announced, and compared by eye.
    pub fn fingerprint(&self) -> Digest {
        Digest::of(&self.der)
    }

    /// Its key as a Multikey, `zDn…` (W3C Controlled Identifiers 1.0).
    pub fn multikey(&self) -> String {
        multibase(&[&MULTICODEC[..], self.key.to_sec1_point(true).as_bytes()].concat())
    }

    /// The last instant at which it is valid.
    pub fn ends_at(&self) -> Timestamp {
        instant(self.parsed.tbs_certificate().validity().not_after)
    }

    /// Whether it is valid at `at`; both ends belong to it.
    pub fn covers(&self, at: Timestamp) -> bool {
        let validity = self.parsed.tbs_certificate().validity();
        (instant(validity.not_before)..=instant(validity.not_after)).contains(&at)
    }

    /// Whether `root` signed it; a root signs itself.
    pub fn is_by(&self, root: &Self) -> bool {
        let tbs = self.parsed.tbs_certificate();
        let (Ok(signed), Some(Ok(signature))) =
            (tbs.to_der(), self.parsed.signature().as_bytes().map(DerSignature::from_bytes))
        else {
            return false;
        };
        tbs.issuer() == root.subject() && root.key.verify(&signed, &signature).is_ok()
    }

    pub(super) fn key(&self) -> &VerifyingKey {
        &self.key
    }

    pub(super) fn x509(&self) -> &Certificate {
        &self.parsed
    }

    pub(super) fn subject(&self) -> &Name {
        self.parsed.tbs_certificate().subject()
    }

    pub(super) fn issuer(&self) -> &Name {
        self.parsed.tbs_certificate().issuer()
    }

    pub(super) fn serial(&self) -> &SerialNumber {
        self.parsed.tbs_certificate().serial_number()
    }
}

fn instant(time: x509_cert::time::Time) -> Timestamp {
    Timestamp(i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX))
}
