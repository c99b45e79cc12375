//! Whether a PDF whose content agrees is the very file that was issued.
//!
//! | the file | check |
//! |---|---|
//! | signed by a document key of the list, whole, written once | passed |
//! | something appended; other bytes than those signed; a broken or foreign signature | failed |
//! | no signature, or one that another program carried over when it wrote the file anew | not checked, and said: the data are judged |
//!
//! A signature that covers the file to its end says of other bytes that they were changed. One that
//! covers something else says only that the file was written anew, which any program may do.

use super::checks::Finish;
use super::{Asked, Evidence};
use crate::model::{
    day::Timestamp,
    paper::{PdfParts, PdfSignature},
    verdict::{Outcome, Reason},
};
use crate::proof::document::{self, Fault};
use crate::proof::trust::KeyStanding;

/// Judges the file; its words, drawing and attachments are as expected.
pub(super) fn as_issued(
    parts: &PdfParts,
    expected: &PdfParts,
    made_at: Timestamp,
    evidence: &Evidence<'_>,
) -> Finish {
    if parts.revisions > 1 {
        return (Outcome::Failed, Reason::DocumentAppended);
    }
    match (&parts.signature, &expected.signature) {
        (Some(signature), _) if signature.is_whole => judged(signature, made_at, evidence),
        (None, Some(_)) => (Outcome::NotChecked, Reason::DocumentUnsigned),
        // The press signs nothing: then the bytes alone tell.
        (None, None) if parts.file == expected.file => (Outcome::Passed, Reason::DocumentAgrees),
        (Some(_), _) | (None, None) => (Outcome::NotChecked, Reason::DocumentResaved),
    }
}

/// Judges a file that we cannot draw again, by a program of another time: what the bureau has signed
/// whole is what it issued.
pub(super) fn undrawn(parts: &PdfParts, made_at: Timestamp, evidence: &Evidence<'_>) -> Finish {
    match &parts.signature {
        Some(signature) if signature.is_whole && parts.revisions == 1 => {
            judged(signature, made_at, evidence)
        }
        _ => (Outcome::NotChecked, Reason::TemplateUnknown),
    }
}

/// Judges a signature over the whole file by the trust list alone. When it was made is told by the
/// credential, which another key has signed, and of a copy by the record; only where there is none
/// by the file itself.
fn judged(signature: &PdfSignature, made_at: Timestamp, evidence: &Evidence<'_>) -> Finish {
    let Some(trust) = evidence.trust else {
        return (Outcome::NotChecked, Reason::NoTrustList);
    };
    match document::judge(&signature.cms, &signature.covered, trust, made_at) {
        Ok(key) => match key.standing {
            KeyStanding::Active | KeyStanding::Retired => (Outcome::Passed, Reason::DocumentAgrees),
            // Whoever holds the key writes any time: only the record proves that this is older.
            KeyStanding::Compromised(_) => match evidence.record {
                Asked::Found(_) => (Outcome::Passed, Reason::DocumentAgrees),
                Asked::NotAsked | Asked::Unreachable | Asked::Nothing => {
                    (Outcome::NotChecked, Reason::KeyCompromised)
                }
            },
        },
        Err(fault) => (Outcome::Failed, reason(fault)),
    }
}

fn reason(fault: Fault) -> Reason {
    match fault {
        Fault::Malformed | Fault::SignatureWrong => Reason::DocumentSignatureWrong,
        Fault::NotListed => Reason::DocumentSignerUnknown,
        Fault::DigestDiffers => Reason::DocumentBytesChanged,
        Fault::NotThen => Reason::DocumentKeyNotThen,
        Fault::Compromised => Reason::KeyCompromised,
    }
}
