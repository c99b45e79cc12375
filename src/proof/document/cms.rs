//! Writing the signature: a detached CMS `SignedData` with one signer, the three attributes that
//! `PAdES` asks for, and the certificate of the key. The root is not in it: whoever trusts it has it.
//! The time of signing stands in the PDF, not here.

use super::{DocumentCertificate, DocumentKey, ECDSA_SHA256, Unsuited, algorithm};
use crate::model::{digest::Digest, key_id::KeyId};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    EncapsulatedContentInfo, SignedAttributes, SignedData, SignerIdentifier, SignerInfo,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Encode as _, Sequence};
use x509_cert::attr::Attribute;

/// The most bytes that any signature has. A test holds it for the longest name.
pub const ROOM: usize = 2048;
/// Of two signatures one may be longer by some bytes of r and s.
const LONGER: usize = 8;
/// A file reserves a multiple of this.
const STEP: usize = 32;

pub(super) const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(super) const ID_SIGNED_DATA: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// `ESSCertIDv2` (RFC 5035): SHA-256 is the default and left out.
#[derive(Sequence)]
struct CertificateHash {
    hash: OctetString,
}

/// `SigningCertificateV2` (RFC 5035).
#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<CertificateHash>,
}

/// A document key under its certificate, ready to sign.
#[derive(Debug)]
pub struct DocumentSigner {
    key: DocumentKey,
    certificate: DocumentCertificate,
    room: usize,
}

impl DocumentSigner {
    /// Key, certificate and root must be one chain, and a signature must fit [`ROOM`].
    pub fn new(
        key: DocumentKey,
        certificate: DocumentCertificate,
        root: &DocumentCertificate,
    ) -> Result<Self, Unsuited> {
        if key.id() != certificate.id() {
            return Err(Unsuited::AnotherKey);
        }
        if !certificate.is_by(root) {
            return Err(Unsuited::AnotherRoot);
        }
        let signer = Self { key, certificate, room: ROOM };
        let size = signer.try_sign(&Digest([0; 32])).map_err(|_| Unsuited::Unwritable)?.len();
        let reserved = (size + LONGER).next_multiple_of(STEP);
        if reserved > ROOM {
            Err(Unsuited::TooLarge)
        } else {
            Ok(Self { room: reserved, ..signer })
        }
    }

    /// The most bytes that a signature of this key has: what a file reserves.
    pub fn room(&self) -> usize {
        self.room
    }

    /// The id of its key.
    pub fn id(&self) -> KeyId {
        self.key.id()
    }

    /// Its certificate.
    pub fn certificate(&self) -> &DocumentCertificate {
        &self.certificate
    }

    /// DER of the CMS over what has the digest `covered`: the same each time.
    pub fn sign(&self, covered: &Digest) -> Vec<u8> {
        self.try_sign(covered).expect("it was tried with another digest, which is as long")
    }

    fn try_sign(&self, covered: &Digest) -> der::Result<Vec<u8>> {
        let attributes = attributes(covered, &self.certificate)?;
        let signature = self.key.sign(&attributes.to_der()?);
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: name_of(&self.certificate),
            digest_alg: algorithm(SHA256),
            signed_attrs: Some(attributes),
            signature_algorithm: algorithm(ECDSA_SHA256),
            signature: OctetString::new(signature.to_der().as_bytes())?,
            unsigned_attrs: None,
        };
        let own = CertificateChoices::Certificate(self.certificate.x509().clone());
        let content = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![algorithm(SHA256)])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: ID_DATA, econtent: None },
            certificates: Some(vec![own].try_into()?),
            crls: None,
            signer_infos: vec![signer].try_into()?,
        };
        let content = Any::encode_from(&content)?;
        ContentInfo { content_type: ID_SIGNED_DATA, content }.to_der()
    }
}

/// How a signer is named: by the issuer and the serial of the certificate.
pub(super) fn name_of(certificate: &DocumentCertificate) -> SignerIdentifier {
    SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
        issuer: certificate.issuer().clone(),
        serial_number: certificate.serial().clone(),
    })
}

/// What is signed: the kind of content, the digest of it, and by which certificate.
pub(super) fn attributes(
    covered: &Digest,
    certificate: &DocumentCertificate,
) -> der::Result<SignedAttributes> {
    let hash = OctetString::new(certificate.fingerprint().0.as_slice())?;
    let by = SigningCertificate { certificates: vec![CertificateHash { hash }] };
    let attribute = |oid, value: Any| -> der::Result<Attribute> {
        Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
    };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(covered.0.as_slice())?)?)?,
        attribute(SIGNING_CERTIFICATE, Any::encode_from(&by)?)?,
    ])
}

/// The digest that attributes name as that of the content.
pub(super) fn digest_in(attributes: &SignedAttributes) -> Option<Digest> {
    let named = attributes.iter().find(|attribute| attribute.oid == MESSAGE_DIGEST)?;
    let digest: OctetString = named.values.iter().next()?.decode_as().ok()?;
    Digest::from_slice(digest.as_bytes())
}
