//! A certificate's PDF: what is attached, what the QR holds and what the page shows must be one.

use super::checks::{Checks, Finish};
use super::{Evidence, Signed};
use crate::model::{
    certificate::Claims,
    finding::Field,
    paper::PdfParts,
    verdict::{Outcome, Reason, Verification},
};
use crate::proof::credential::Credential;
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
    match (&credential, &token) {
        (None, None) => Checks::stopped(Reason::NothingFound),
        (Some(credential), None) => {
            Checks::of(&[credential], evidence, incomplete(Outcome::Failed))
        }
        (None, Some(token)) => {
            // A scan of a good paper has lost its attachment; a file of ours has been robbed of it.
            let is_scan = parts.template.is_none();
            let outcome = if is_scan { Outcome::NotChecked } else { Outcome::Failed };
            Checks::of(&[token], evidence, incomplete(outcome))
        }
        (Some(credential), Some(token)) => {
            let document = document(&Signed::claims(credential), token.claims(), parts, expected);
            Checks::of(&[credential, token], evidence, document)
        }
    }
}

fn incomplete(outcome: Outcome) -> Finish {
    (outcome, Reason::DocumentIncomplete)
}

fn document(
    attached: &Claims,
    drawn: &Claims,
    parts: &PdfParts,
    expected: Option<&PdfParts>,
) -> Finish {
    if attached != drawn {
        return (Outcome::Failed, differing(differing_claim(attached, drawn)));
    }
    let Some(expected) = expected else {
        return match parts.template {
            Some(_) => (Outcome::NotChecked, Reason::TemplateUnknown),
            None => (Outcome::Failed, Reason::DocumentRedrawn),
        };
    };
    if !parts.lines.iter().map(|line| &line.text).eq(expected.lines.iter().map(|line| &line.text)) {
        return (Outcome::Failed, differing(differing_line(parts, expected)));
    }
    let same_page = parts.drawing == expected.drawing
        && parts.qr == expected.qr
        && parts.template == expected.template;
    match (same_page, parts.file == expected.file) {
        (true, true) => (Outcome::Passed, Reason::DocumentAgrees),
        // A viewer that mends a file, where we read it as it is, may show another page.
        (true, false) => (Outcome::NotChecked, Reason::DocumentResaved),
        (false, _) => (Outcome::Failed, Reason::DocumentRedrawn),
    }
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
