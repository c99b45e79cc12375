//! What fits into the QR. A token carries name, title, specialty and awarding office; a row with
//! more words than a phone reads off 30 mm of paper is held back when it is checked, not when it is
//! printed.

use crate::intake::{List, Reading};
use crate::model::draft::{Draft, Listed};
use crate::model::finding::{Field, Finding, RowPlace, Severity};
use crate::model::name::PersonName;
use crate::model::office::Office;
use crate::model::text::{Text, quoted};

/// Bytes of UTF-8 in the words of a token: with its other 135 bytes it stays within version 16 of
/// the QR, modules of 0.37 mm. Some 86 Chinese characters.
const WORDS: usize = 260;

/// Holds back the drafts whose words do not fit.
pub(in crate::registry) fn hold_back_too_long(reading: &mut Reading, office: Option<&Office>) {
    let room = room(office);
    let (fit, too_long): (Vec<_>, Vec<_>) =
        std::mem::take(&mut reading.drafts).into_iter().partition(|d| of_draft(d) <= room);
    reading.drafts = fit;
    let too_long = too_long.into_iter().map(|d| {
        let column = d.column(Field::Specialty);
        finding(d.place, column, &d.name, d.award.specialty.as_ref())
    });
    hold_back(too_long, &mut reading.held_back, &mut reading.findings);
}

/// Holds back the people of a list for whose words no certificate would have room: better now than
/// when they have been announced.
pub(in crate::registry) fn hold_back_listed(list: &mut List, office: Option<&Office>) {
    let room = room(office);
    let (fit, too_long): (Vec<_>, Vec<_>) =
        std::mem::take(&mut list.listed).into_iter().partition(|l| of_listed(l) <= room);
    list.listed = fit;
    let too_long = too_long.into_iter().map(|l| {
        let column = l.column(Field::Specialty);
        finding(l.place, column, &l.name, l.specialty.as_ref())
    });
    hold_back(too_long, &mut list.held_back, &mut list.findings);
}

fn hold_back(
    too_long: impl Iterator<Item = Finding>,
    held_back: &mut Vec<RowPlace>,
    findings: &mut Vec<Finding>,
) {
    for one in too_long {
        held_back.push(one.place.clone());
        findings.push(one);
    }
    held_back.sort();
    findings.sort_by(|a, b| a.place.cmp(&b.place));
}

/// What the office's name leaves to the other words.
fn room(office: Option<&Office>) -> usize {
    WORDS.saturating_sub(office.map_or(0, |office| office.awarding_name().as_str().len()))
}

fn of_draft(draft: &Draft) -> usize {
    words(&draft.name, &draft.award.title, draft.award.specialty.as_ref())
}

fn of_listed(listed: &Listed) -> usize {
    words(&listed.name, &listed.title, listed.specialty.as_ref())
}

fn words(name: &PersonName, title: &Text, specialty: Option<&Text>) -> usize {
    let specialty = specialty.map_or(0, |specialty| specialty.as_str().len());
    name.as_str().len() + title.as_str().len() + specialty
}

fn finding(
    place: RowPlace,
    column: Option<String>,
    name: &PersonName,
    specialty: Option<&Text>,
) -> Finding {
    Finding {
        place,
        column,
        field: Some(Field::Specialty),
        person: Some(name.to_string()),
        written: specialty.map(|specialty| quoted(specialty.as_str())),
        severity: Severity::Error,
        code: "too_long_for_qr",
        message: "姓名、资格名称、专业和单位加起来太长，证书的二维码放不下。请把专业写短。".into(),
        message_en: "Name, title, specialty and office together are too long for the QR code. Shorten the specialty.".into(),
        hint: None,
    }
}
