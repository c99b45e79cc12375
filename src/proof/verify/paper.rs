//! A certificate's PDF: what is attached, what the QR holds and what the page shows must be one.

use super::checks::{Checks, Finish};
use super::copy::Presented;
use super::{Evidence, Signed, file};
use crate::model::{
    certificate::Claims,
    day::Timestamp,
    finding::Field,
    paper::{PdfParts, PdfSignature},
    photo::Photo,
    verdict::{Outcome, Reason, Verification},
};
use crate::proof::credential::Credential;
use crate::proof::document::{self, Fault};
use crate::proof::log::leaf::{Leaf, LeafKind};
use crate::proof::log::receipt::{Receipt, ReceiptError};
use crate::proof::token::{NoToken, Token};

/// Verifies the parts of a PDF.
///
/// `expected` is what our printer draws for the credential inside the file; `None` where it cannot:
/// then the page stays unchecked, unless the file does not even claim to be ours.
pub fn paper(
    parts: &PdfParts,
    expected: Option<&PdfParts>,
    evidence: &Evidence<'_>,
) -> Verification {
    let Ok(credential) = parts.credential.as_deref().map(Credential::read).transpose() else {
        return Checks::stopped(Reason::Malformed);
    };
    let token = match parts.qr.as_deref().map(Token::from_text) {
        Some(Ok(token)) => Some(token),
        Some(Err(NoToken::Broken)) => return Checks::stopped(Reason::Malformed),
        Some(Err(NoToken::NotFound)) | None => None,
    };
    let copy = Presented::new(parts.qr.as_deref(), parts.copy.as_deref());
    match (&credential, &token) {
        (None, None) => damaged(parts.signature.as_ref(), evidence),
        (Some(credential), None) => {
            Checks::of(&[credential], evidence, incomplete(Outcome::Failed), copy)
        }
        (None, Some(token)) => {
            // A scan of a good paper has lost its attachment; a file of ours has been robbed of it.
            let is_scan = parts.template.is_none();
            let outcome = if is_scan { Outcome::NotChecked } else { Outcome::Failed };
            Checks::of(&[token], evidence, incomplete(outcome), copy)
        }
        (Some(credential), Some(token)) => {
            let made_at = copy.as_ref().and_then(|copy| copy.made_at(evidence));
            let made_at = made_at.unwrap_or(credential.certificate.issued_at);
            let judged = compared((credential, token), parts, (expected, made_at), evidence);
            Checks::of(&[credential, token], evidence, judged, copy)
        }
    }
}

/// The verdict on a file in which nothing can be found any more: where a listed key has signed other
/// bytes from its first to its last, it was one of ours and was changed. One that lost its end, or got
/// something before or behind it, on its way here is just not to be read.
pub fn damaged(signature: Option<&PdfSignature>, evidence: &Evidence<'_>) -> Verification {
    let whole = signature.filter(|signature| signature.is_whole);
    let is_changed = whole.zip(evidence.trust).is_some_and(|(signature, trust)| {
        // Whether the key was in use then is asked of what holds, and this does not.
        let judged = document::judge(&signature.cms, &signature.covered, trust, Timestamp(0));
        judged.is_err_and(|fault| fault == Fault::DigestDiffers)
    });
    if is_changed { Checks::changed() } else { Checks::stopped(Reason::NothingFound) }
}

fn incomplete(outcome: Outcome) -> Finish {
    (outcome, Reason::DocumentIncomplete)
}

/// What the file carries and shows, then whether it is the file that was issued.
fn compared(
    (credential, token): (&Credential, &Token),
    parts: &PdfParts,
    (expected, made_at): (Option<&PdfParts>, Timestamp),
    evidence: &Evidence<'_>,
) -> Finish {
    let (attached, drawn) = (&Signed::claims(credential), token.claims());
    if attached != drawn {
        return (Outcome::Failed, differing(differing_claim(attached, drawn)));
    }
    if parts.token.as_deref().is_some_and(|attached| attached != token.as_bytes()) {
        return (Outcome::Failed, Reason::AttachmentDiffers);
    }
    if parts.photo.as_ref().map(Photo::digest) != credential.certificate.photo {
        return (Outcome::Failed, Reason::PhotoDiffers);
    }
    let Some(expected) = expected else {
        return match parts.template {
            Some(_) => file::undrawn(parts, made_at, evidence),
            None => (Outcome::Failed, Reason::DocumentRedrawn),
        };
    };
    if !parts.lines.iter().map(|line| &line.text).eq(expected.lines.iter().map(|line| &line.text)) {
        return (Outcome::Failed, differing(differing_line(parts, expected)));
    }
    let same_page = parts.drawing == expected.drawing
        && parts.qr == expected.qr
        && parts.template == expected.template;
    if !same_page {
        return (Outcome::Failed, Reason::DocumentRedrawn);
    }
    attachments(credential, token, parts, (expected, evidence))
        .unwrap_or_else(|| file::as_issued(parts, expected, made_at, evidence))
}

/// Why what is attached beside the credential is not as issued; none where it is.
fn attachments(
    credential: &Credential,
    token: &Token,
    parts: &PdfParts,
    (expected, evidence): (&PdfParts, &Evidence<'_>),
) -> Option<Finish> {
    let is_missing =
        |own: &Option<Vec<u8>>, theirs: &Option<Vec<u8>>| own.is_none() && theirs.is_some();
    if is_missing(&parts.token, &expected.token)
        || is_missing(&parts.log_proof, &expected.log_proof)
        || is_missing(&parts.copy, &expected.copy)
    {
        return Some(incomplete(Outcome::Failed));
    }
    let is_proof_good = parts.log_proof.as_deref().is_none_or(|proof| {
        expected.log_proof.as_deref() == Some(proof) && proves(proof, credential, token, evidence)
    });
    let is_good = is_proof_good && parts.copy == expected.copy;
    (!is_good).then_some((Outcome::Failed, Reason::AttachmentDiffers))
}

/// Whether a proof leads from the certificate to the head that it names. Whose signature the head has
/// is not asked: a head of long ago may be signed by a key that is no longer trusted.
fn proves(proof: &[u8], credential: &Credential, token: &Token, evidence: &Evidence<'_>) -> bool {
    let Some(trust) = evidence.trust else { return true };
    let leaf = Leaf {
        kind: LeafKind::Issue,
        time: credential.certificate.issued_at,
        credential: credential.digest(),
        token: token.digest(),
        reason: None,
    };
    let proof = str::from_utf8(proof).ok().and_then(Receipt::parse);
    proof.is_some_and(|proof| {
        proof.verify(&leaf.encode(), &trust.log_keys()) != Err(ReceiptError::NotIncluded)
    })
}

fn differing(field: Option<Field>) -> Reason {
    field.map_or(Reason::DocumentDiffersElsewhere, Reason::DocumentDiffers)
}

/// The first field in which two claims differ; `None` if it is the number, the office or the road.
fn differing_claim(one: &Claims, other: &Claims) -> Option<Field> {
    [
        (Field::Name, one.name != other.name),
        (Field::Specialty, one.specialty != other.specialty),
        (Field::Title, one.title != other.title),
        (Field::Level, one.level != other.level),
        (Field::ObtainedOn, one.obtained_on != other.obtained_on),
    ]
    .into_iter()
    .find_map(|(field, differs)| differs.then_some(field))
}

/// The field of the first expected value that the page does not show in its place, or, where lines
/// were added or taken away, anywhere.
fn differing_line(parts: &PdfParts, expected: &PdfParts) -> Option<Field> {
    let mut left: Vec<&str> = parts.lines.iter().map(|line| line.text.as_str()).collect();
    if parts.lines.len() == expected.lines.len() {
        let pairs = expected.lines.iter().zip(&left);
        return pairs.filter(|(line, shown)| line.text != **shown).find_map(|(line, _)| line.field);
    }
    expected.lines.iter().find_map(|line| match left.iter().position(|shown| *shown == line.text) {
        Some(at) => {
            left.swap_remove(at);
            None
        }
        None => line.field,
    })
}
