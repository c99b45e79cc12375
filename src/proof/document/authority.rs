//! The bureau's authority: one root that certifies document keys and nothing else (path length 0).

use super::{DocumentCertificate, DocumentKey, Unsuited};
use crate::model::{day::Timestamp, digest::Digest, text::Text};
use der::asn1::{
    Any, GeneralizedTime, ObjectIdentifier, OctetString, PrintableStringRef, Utf8StringRef,
};
use der::{Decode as _, Encode as _};
use p256::ecdsa::DerSignature;
use rand::CryptoRng;
use std::time::Duration;
use x509_cert::{
    attr::AttributeTypeAndValue,
    builder::{self, Builder as _, CertificateBuilder, profile::BuilderProfile},
    certificate::TbsCertificate,
    ext::{
        Extension, ToExtension as _,
        pkix::{
            AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier,
        },
    },
    name::{Name, RdnSequence, RelativeDistinguishedName},
    serial_number::SerialNumber,
    spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef},
    time::{Time, Validity},
};

const DAY_MS: i64 = 86_400_000;
/// Forty years: as long as a certificate must verify.
const ROOT_MS: i64 = 14_610 * DAY_MS;
/// Ten years, and never longer than the root.
const LEAF_MS: i64 = 3_652 * DAY_MS;
/// ub-organization-name and ub-common-name (RFC 5280, appendix A): the most characters of a name.
const NAME_MAX: usize = 64;
/// What the root is called beside the bureau's name.
const ROOT_NAME: &str = "电子证书文件签名根";

/// The root's key and certificate.
#[derive(Debug)]
pub struct Authority {
    key: DocumentKey,
    root: DocumentCertificate,
}

impl Authority {
    /// A new authority in the bureau's name, from `at` on.
    pub fn found<R: CryptoRng + ?Sized>(
        bureau: &Text,
        at: Timestamp,
        rng: &mut R,
    ) -> Result<Self, Unsuited> {
        let key = DocumentKey::generate(rng);
        let name = name(bureau, ROOT_NAME)?;
        let profile = Profile { issuer: name.clone(), subject: name, is_root: true };
        let until = Timestamp(at.0.saturating_add(ROOT_MS));
        let root = certify(profile, &key, &key, (at, until), rng)?;
        Ok(Self { key, root })
    }

    /// The authority of a key and its certificate; both must be one.
    pub fn new(key: DocumentKey, root: DocumentCertificate) -> Result<Self, Unsuited> {
        if key.id() != root.id() {
            return Err(Unsuited::AnotherKey);
        }
        root.is_by(&root).then_some(Self { key, root }).ok_or(Unsuited::AnotherRoot)
    }

    /// Its key, to be kept apart from everything that serves.
    pub fn key(&self) -> &DocumentKey {
        &self.key
    }

    /// Its certificate.
    pub fn root(&self) -> &DocumentCertificate {
        &self.root
    }

    /// Certifies a document key in the bureau's name, from `at` on.
    pub fn certify<R: CryptoRng + ?Sized>(
        &self,
        key: &DocumentKey,
        bureau: &Text,
        at: Timestamp,
        rng: &mut R,
    ) -> Result<DocumentCertificate, Unsuited> {
        if !self.root.covers(at) {
            return Err(Unsuited::RootEnded);
        }
        let until = Timestamp(at.0.saturating_add(LEAF_MS)).min(self.root.ends_at());
        let issuer = self.root.subject().clone();
        let profile = Profile { issuer, subject: name(bureau, bureau.as_str())?, is_root: false };
        certify(profile, key, &self.key, (at, until), rng)
    }
}

fn certify<R: CryptoRng + ?Sized>(
    profile: Profile,
    key: &DocumentKey,
    by: &DocumentKey,
    (from, until): (Timestamp, Timestamp),
    rng: &mut R,
) -> Result<DocumentCertificate, Unsuited> {
    let written = || {
        let spki = SubjectPublicKeyInfoOwned::from_key(key.public())?;
        let validity = Validity::new(time(from)?, time(until)?);
        let serial = SerialNumber::generate(rng);
        let builder = CertificateBuilder::new(profile, serial, validity, spki)?;
        builder.build::<_, DerSignature>(by.signing())?.to_der().map_err(builder::Error::from)
    };
    let der = written().map_err(|_| Unsuited::Unwritable)?;
    DocumentCertificate::parse(&der).ok_or(Unsuited::Unwritable)
}

fn time(at: Timestamp) -> der::Result<Time> {
    let seconds = u64::try_from(at.0 / 1000).unwrap_or(0);
    GeneralizedTime::from_unix_duration(Duration::from_secs(seconds)).map(Time::GeneralTime)
}

/// C=CN, O=the bureau, CN=…
fn name(bureau: &Text, common: &str) -> Result<Name, Unsuited> {
    let cut = |name: &str| name.chars().take(NAME_MAX).collect::<String>();
    let (bureau, common) = (cut(bureau.as_str()), cut(common));
    let written = || {
        let utf8 = |value| Utf8StringRef::new(value).map(Any::from);
        let parts = [
            ("2.5.4.6", Any::from(PrintableStringRef::new("CN")?)),
            ("2.5.4.10", utf8(&bureau)?),
            ("2.5.4.3", utf8(&common)?),
        ];
        let mut name = RdnSequence::default();
        for (oid, value) in parts {
            let oid = ObjectIdentifier::new_unwrap(oid);
            let part = vec![AttributeTypeAndValue { oid, value }];
            name.push(RelativeDistinguishedName::try_from(part)?);
        }
        Name::from_der(&name.to_der()?)
    };
    written().map_err(|_| Unsuited::Unwritable)
}

/// What a certificate of the authority is allowed.
struct Profile {
    issuer: Name,
    subject: Name,
    is_root: bool,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        own: SubjectPublicKeyInfoRef<'_>,
        issuers: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        let mut extensions = Vec::new();
        let usage = if self.is_root {
            let limits = BasicConstraints { ca: true, path_len_constraint: Some(0) };
            extensions.push((&limits).to_extension(tbs.subject(), &[])?);
            KeyUsage(KeyUsages::KeyCertSign.into())
        } else {
            let issuer = AuthorityKeyIdentifier {
                key_identifier: Some(name_of(&issuers)?),
                ..Default::default()
            };
            extensions.push((&issuer).to_extension(tbs.subject(), &[])?);
            KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation)
        };
        extensions.push((&usage).to_extension(tbs.subject(), &[])?);
        let own = SubjectKeyIdentifier(name_of(&own)?);
        extensions.push((&own).to_extension(tbs.subject(), &[])?);
        Ok(extensions)
    }
}

/// The leftmost 160 bits of SHA-256 of the key (RFC 7093, method 4): it begins with the key's id.
fn name_of(spki: &SubjectPublicKeyInfoRef<'_>) -> der::Result<OctetString> {
    let digest = Digest::of(&spki.to_der()?);
    OctetString::new(&digest.0[..20]) // of 32 bytes
}
