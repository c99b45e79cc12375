//! Judging a signature: who of the trust list signed these bytes, if anybody.

use super::cms::{ID_DATA, ID_SIGNED_DATA, SHA256, attributes, digest_in, name_of};
use super::{DocumentCertificate, ECDSA_SHA256, algorithm};
use crate::model::{day::Timestamp, digest::Digest};
use crate::proof::trust::{KeyStanding, TrustList, TrustedDocumentKey};
use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignedData, SignerInfo, UnsignedAttributes};
use der::asn1::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use p256::ecdsa::{Signature, signature::Verifier as _};

/// More than any signature of ours will need, a time stamp included; more is never parsed.
const MAX_BYTES: usize = 16 * 1024;

/// `id-aa-timeStampToken` (RFC 5126, 6.1.1).
const TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// Why a signature does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// Not a CMS as we write it.
    #[error("not a signature as this registry writes it")]
    Malformed,
    /// By a certificate that the trust list does not hold.
    #[error("signed under a certificate that is not listed")]
    NotListed,
    /// The signature does not hold under the listed key.
    #[error("the signature does not hold")]
    SignatureWrong,
    /// A listed key signed, but other bytes.
    #[error("other bytes were signed")]
    DigestDiffers,
    /// The key did not sign at that time.
    #[error("the key was not in use at that time")]
    NotThen,
    /// The key was out of our hands by then.
    #[error("the key was compromised by then")]
    Compromised,
}

/// Which document key of `trust` signed, at `at`, the bytes that have the digest `covered`.
///
/// Everything but the signature itself is written anew from the trust list and must be what the file
/// has: nothing that a file says of keys, certificates or algorithms is believed. Of a key that was
/// compromised later, whether `at` is true is for the caller to find out.
pub fn judge<'a>(
    cms: &[u8],
    covered: &Digest,
    trust: &'a TrustList,
    at: Timestamp,
) -> Result<&'a TrustedDocumentKey, Fault> {
    let content = read(cms).ok_or(Fault::Malformed)?;
    let [signer] = content.signer_infos.0.as_slice() else { return Err(Fault::Malformed) };
    let is_named = |key: &&TrustedDocumentKey| name_of(&key.certificate) == signer.sid;
    let key = trust.document_keys.iter().find(is_named).ok_or(Fault::NotListed)?;
    if !is_under(&content, &key.certificate) {
        return Err(Fault::NotListed);
    }
    let digest = is_signed_by(signer, &key.certificate)?;
    if digest != *covered {
        return Err(Fault::DigestDiffers);
    }
    match key.standing {
        KeyStanding::Compromised(since) if since <= at => Err(Fault::Compromised),
        _ if !key.covers(at) => Err(Fault::NotThen),
        _ => Ok(key),
    }
}

/// Reads a CMS of the one shape that is written here, in the one encoding that DER has.
fn read(cms: &[u8]) -> Option<SignedData> {
    (cms.len() <= MAX_BYTES).then_some(())?;
    let info = ContentInfo::from_der(cms).ok()?;
    let signed: SignedData = info.content.decode_as().ok()?;
    let is_canonical = signed.to_der().ok()? == info.content.to_der().ok()?
        && info.to_der().is_ok_and(|again| again == cms);
    let is_ours = info.content_type == ID_SIGNED_DATA
        && signed.version == CmsVersion::V1
        && signed.digest_algorithms.as_slice() == [algorithm(SHA256)]
        && signed.encap_content_info
            == EncapsulatedContentInfo { econtent_type: ID_DATA, econtent: None }
        && signed.crls.is_none();
    (is_canonical && is_ours).then_some(signed)
}

/// Whether this is the one certificate in it.
fn is_under(signed: &SignedData, certificate: &DocumentCertificate) -> bool {
    let of = signed.certificates.as_ref().map(|certificates| certificates.0.as_slice());
    matches!(of, Some([CertificateChoices::Certificate(one)]) if one == certificate.x509())
}

/// Whether nothing but one time stamp (RFC 3161) stands beside what was signed. There is room for it,
/// so that papers can be given one some day; it is for readers of PDF, and no check of ours rests on it.
fn is_one_time_stamp(beside: &UnsignedAttributes) -> bool {
    matches!(beside.as_slice(), [one] if one.oid == TIME_STAMP && one.values.len() == 1)
}

/// The digest that the signer signed, if the key of `certificate` did.
fn is_signed_by(signer: &SignerInfo, certificate: &DocumentCertificate) -> Result<Digest, Fault> {
    let found = signer.signed_attrs.as_ref().ok_or(Fault::Malformed)?;
    let digest = digest_in(found).ok_or(Fault::Malformed)?;
    let is_ours = signer.version == CmsVersion::V1
        && signer.digest_alg == algorithm(SHA256)
        && signer.signature_algorithm == algorithm(ECDSA_SHA256)
        && signer.unsigned_attrs.as_ref().is_none_or(is_one_time_stamp)
        && attributes(&digest, certificate).is_ok_and(|ours| ours == *found);
    if !is_ours {
        return Err(Fault::Malformed);
    }
    let written = signer.signature.as_bytes();
    let signature = Signature::from_der(written)
        .ok()
        .filter(|s| s.normalize_s() == *s && s.to_der().as_bytes() == written);
    let message = found.to_der().map_err(|_| Fault::Malformed)?;
    let holds = signature.is_some_and(|s| certificate.key().verify(&message, &s).is_ok());
    holds.then_some(digest).ok_or(Fault::SignatureWrong)
}
