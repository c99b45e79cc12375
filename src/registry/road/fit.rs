//! What fits into the QR. A token carries name, title, specialty and awarding office; a row with
//! more words than a phone reads off 30 mm of paper is held back when it is checked, not when it is
//! printed.

use crate::intake::Reading;
use crate::model::draft::Draft;
use crate::model::finding::{Field, Finding, Severity};
use crate::model::office::Office;

/// Bytes of UTF-8 in the words of a token: with its other 135 bytes it stays within version 16 of
/// the QR, modules of 0.37 mm. Some 86 Chinese characters.
const WORDS: usize = 260;

/// Holds back the drafts whose words do not fit.
pub(super) fn hold_back_too_long(reading: &mut Reading, office: Option<&Office>) {
    let office = office.map_or(0, |office| office.awarding_name().as_str().len());
    let (fit, too_long): (Vec<_>, Vec<_>) =
        std::mem::take(&mut reading.drafts).into_iter().partition(|d| words(d) + office <= WORDS);
    reading.drafts = fit;
    for draft in too_long {
        reading.findings.push(finding(&draft));
        reading.held_back.push(draft.place);
    }
    reading.held_back.sort();
    reading.findings.sort_by(|a, b| a.place.cmp(&b.place));
}

fn words(draft: &Draft) -> usize {
    let specialty = draft.award.specialty.as_ref().map_or(0, |s| s.as_str().len());
    draft.name.as_str().len() + draft.award.title.as_str().len() + specialty
}

fn finding(draft: &Draft) -> Finding {
    Finding {
        place: draft.place.clone(),
        column: draft.column(Field::Specialty),
        field: Some(Field::Specialty),
        severity: Severity::Error,
        code: "too_long_for_qr",
        message: "姓名、资格名称、专业和单位加起来太长，证书的二维码放不下。请把专业写短。".into(),
        message_en: "Name, title, specialty and office together are too long for the QR code. Shorten the specialty.".into(),
        hint: None,
    }
}
