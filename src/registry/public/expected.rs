//! What our own press would make of what a presented file carries, to be compared with the file.

use super::paper::{StatedCopy, qr_url};
use crate::model::{
    certificate::Edition, copy::BoundCopy, digest::Digest, key_id::KeyId, paper::PdfParts,
};
use crate::print::{ExtraFace, Press, Seal, Sheet};
use crate::proof::credential::Credential;
use crate::proof::document::ROOM;
use crate::proof::token::Token;
use std::sync::Arc;

/// What of a paper does not stand in its credential: it was frozen when the paper was made.
pub(super) struct Frozen {
    /// The edition.
    pub edition: Edition,
    /// The proof that leads to the edition's checkpoint.
    pub log_proof: Option<Vec<u8>>,
    /// The copy that it is.
    pub copy: Option<BoundCopy>,
    /// The face of the bureau's own that the edition names, where it is there.
    pub extra: Option<Arc<ExtraFace>>,
}

/// The paper of the credential inside a file: in the edition on record and with
/// its proof, or, offline, in the edition that the file states and its QR leads to, with the proof
/// that it carries. The signature is judged by itself, so that nothing depends on what a file has in
/// its place. The photo is the file's own, which must have the digest that the credential names: then
/// there is no other that could be meant. None where the file does not say enough to draw it again.
pub(super) fn expected(
    parts: &PdfParts,
    on_record: Option<Frozen>,
    bureau: &str,
    press: &Press,
) -> Option<PdfParts> {
    let credential_bytes = parts.credential.as_deref()?;
    let credential = Credential::read(credential_bytes).ok()?;
    let (host, _) = parts.qr.as_deref()?.rsplit_once("/v/")?;
    let token = Token::from_text(parts.qr.as_deref()?).ok()?;
    let stated = || stated(parts, host, &credential);
    let Frozen { edition, log_proof, copy, extra } = on_record.or_else(stated)?;
    let copy_stated = copy.as_ref().map(StatedCopy::of);
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
        copy: copy_stated.as_ref().map(StatedCopy::bound),
        qr_url: &qr_url(&edition, &token, copy.as_ref()),
    };
    press.expected(&sheet).ok()
}

/// Stands in the place of a signature: an empty sequence, which signs nothing.
const NO_SIGNATURE: [u8; 2] = [0x30, 0x00];

/// What a file states of itself.
fn stated(parts: &PdfParts, host: &str, credential: &Credential) -> Option<Frozen> {
    let copy = parts.copy.as_deref().and_then(crate::proof::copy::read);
    let made_at = copy.as_ref().map(|copy| copy.made_at);
    let edition = Edition {
        template: parts.template?,
        public_url: host.to_owned(),
        tree_size: 0,
        document_key: KeyId::of(&[]), // nothing in the file depends on it but the signature
        signed_at: made_at.unwrap_or(credential.certificate.issued_at),
        extra_face: None,
    };
    Some(Frozen { edition, log_proof: parts.log_proof.clone(), copy, extra: None })
}
