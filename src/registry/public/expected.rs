//! What our own press would make of what a presented file carries, to be compared with the file.

use crate::model::{certificate::Edition, digest::Digest, key_id::KeyId, paper::PdfParts};
use crate::print::{ExtraFace, Press, Seal, Sheet};
use crate::proof::credential::Credential;
use crate::proof::document::ROOM;
use crate::proof::token::Token;
use std::sync::Arc;

/// What the registry knows of the paper.
pub(super) struct OnRecord {
    pub edition: Edition,
    pub log_proof: Vec<u8>,
    /// The face that the edition names, where it is there.
    pub extra: Option<Arc<ExtraFace>>,
}

/// The paper of the credential inside a file: in the edition on record and with
/// its proof, or, offline, in the edition that the file states and its QR leads to, with the proof
/// that it carries. The signature is judged by itself, so that nothing depends on what a file has in
/// its place. The photo is the file's own, which must have the digest that the credential names: then
/// there is no other that could be meant. None where the file does not say enough to draw it again.
pub(super) fn expected(
    parts: &PdfParts,
    on_record: Option<OnRecord>,
    bureau: &str,
    press: &Press,
) -> Option<PdfParts> {
    let credential_bytes = parts.credential.as_deref()?;
    let credential = Credential::read(credential_bytes).ok()?;
    let (host, _) = parts.qr.as_deref()?.rsplit_once("/v/")?;
    let token = Token::from_text(parts.qr.as_deref()?).ok()?;
    let (edition, log_proof, extra) = match on_record {
        Some(OnRecord { edition, log_proof, extra }) => (edition, Some(log_proof), extra),
        None => (stated(parts.template?, host, &credential), parts.log_proof.clone(), None),
    };
    let sign = |_: &Digest| NO_SIGNATURE.to_vec();
    let sheet = Sheet {
        certificate: &credential.certificate,
        photo: parts.photo.as_ref(),
        edition: &edition,
        extra: extra.as_deref(),
        credential: credential_bytes,
        token: token.as_bytes(),
        log_proof: log_proof.as_deref(),
        seal: Some(Seal { name: bureau, at: edition.signed_at, room: ROOM, sign: &sign }),
        qr_url: &format!("{}/v/{}", edition.public_url, token.digits()),
    };
    press.expected(&sheet).ok()
}

/// Stands in the place of a signature: an empty sequence, which signs nothing.
const NO_SIGNATURE: [u8; 2] = [0x30, 0x00];

/// The edition that a file states of itself.
fn stated(template: u16, host: &str, credential: &Credential) -> Edition {
    Edition {
        template,
        public_url: host.to_owned(),
        tree_size: 0,
        document_key: KeyId::of(&[]), // nothing in the file depends on it but the signature
        signed_at: credential.certificate.issued_at,
        extra_face: None,
    }
}
