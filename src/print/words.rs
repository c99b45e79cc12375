//! What the page says: the words of a certificate, in the order in which they are drawn.

use super::Sheet;
use super::layout::{Closing, Layout, Pair, Sentence, Shown};
use crate::model::{
    catalogue::Level,
    certificate::{AwardMethod, Certificate},
    finding::Field,
    identity::Sex,
    text::Text,
};
use std::borrow::Cow;

/// A label and its value.
pub(super) struct Entry<'a> {
    pub label: &'a Pair,
    pub value: Cow<'a, str>,
    /// What is to be known of the value.
    pub note: Option<String>,
    /// The field whose value it is; none for what is no field of a row (number, office).
    pub field: Option<Field>,
}

/// One row of the face: a value, or two that stand side by side if both are short.
pub(super) enum Row<'a> {
    One(Entry<'a>),
    Two(Entry<'a>, Entry<'a>),
}

/// All words of a page.
pub(super) struct Words<'a> {
    pub title: &'a Pair,
    pub holder: Entry<'a>,
    pub sentence: String,
    pub sentence_en: &'a str,
    pub rows: Vec<Row<'a>>,
    pub closing: Entry<'a>,
    pub closing_day: Entry<'a>,
    pub verify: String,
    pub verify_en: String,
}

impl<'a> Words<'a> {
    /// The words of `sheet`; what the certificate does not have is left out.
    pub fn of(sheet: &Sheet<'a>, layout: &'a Layout) -> Self {
        let certificate = sheet.certificate;
        let face = layout.face(certificate.road);
        let url = |pattern: &str| pattern.replace("{url}", &sheet.edition.public_url);
        Self {
            title: &face.title,
            holder: Entry {
                label: label(layout, Shown::Name),
                value: certificate.name.as_str().into(),
                note: None,
                field: Some(Field::Name),
            },
            sentence: sentence(&face.sentence, certificate),
            sentence_en: &face.sentence.en,
            rows: face.rows.iter().filter_map(|row| self::row(layout, row, certificate)).collect(),
            closing: closing(&face.closing, certificate),
            closing_day: closing(&face.closing_day, certificate),
            verify: url(&layout.verify.zh),
            verify_en: url(&layout.verify.en),
        }
    }
}

/// The sentence of the road. A filed one tells who awarded, and never that the bureau did.
fn sentence(pattern: &Sentence, certificate: &Certificate) -> String {
    let award = &certificate.award;
    let committee = award.committee.as_ref().map_or("", Text::as_str);
    let method = match (award.award_method, committee) {
        (Some(method), _) => method.zh(),
        (None, "") => "",
        (None, _) => "通过",
    };
    let by = match (committee, method) {
        ("", "") => String::new(),
        _ => fill(&pattern.by, &[("committee", committee), ("method", method)]),
    };
    let source = award.source_number.as_ref().map_or_else(String::new, |number| {
        fill(&pattern.source, &[("source_number", number.as_str())])
    });
    let said = [
        ("office", certificate.awarding_office.name.as_str()),
        ("by", &by),
        ("title", award.title.as_str()),
        ("level", level(award.level)),
        ("source", &source),
    ];
    fill(&pattern.zh, &said)
}

/// `pattern` with each `{name}` replaced, and nothing in what stands for it.
fn fill(pattern: &str, said: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        filled += before;
        let Some((name, after)) = behind.split_once('}') else {
            rest = behind;
            break;
        };
        filled += said.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        rest = after;
    }
    filled + rest
}

/// The level inside the brackets of a sentence, where 初级（助理级） would nest.
fn level(level: Level) -> &'static str {
    match level {
        Level::JuniorTechnician => "员级",
        Level::JuniorAssistant => "助理级",
        Level::Intermediate | Level::AssociateSenior | Level::Senior => level.zh(),
    }
}

fn row<'a>(layout: &'a Layout, row: &[Shown], certificate: &'a Certificate) -> Option<Row<'a>> {
    let mut entries = row.iter().filter_map(|shown| entry(layout, *shown, certificate));
    match (entries.next(), entries.next()) {
        (Some(left), Some(right)) => Some(Row::Two(left, right)),
        (Some(one), None) => Some(Row::One(one)),
        (None, _) => None,
    }
}

fn entry<'a>(layout: &'a Layout, shown: Shown, certificate: &'a Certificate) -> Option<Entry<'a>> {
    let award = &certificate.award;
    let text = |text: &'a Option<Text>| text.as_ref().map(|text| Cow::from(text.as_str()));
    let value = match shown {
        Shown::Name => certificate.name.as_str().into(),
        Shown::Sex => certificate.sex.map(Sex::zh)?.into(),
        Shown::BornOn => certificate.born_on?.to_month().zh().into(),
        Shown::Title => award.title.as_str().into(),
        Shown::Level => award.level.zh().into(),
        Shown::Series => award.series.as_str().into(),
        Shown::Specialty => text(&award.specialty)?,
        Shown::AwardMethod => award.award_method.map(AwardMethod::zh)?.into(),
        Shown::ObtainedOn => award.obtained_on.zh().into(),
        Shown::Committee => text(&award.committee)?,
        Shown::Employer => text(&award.employer)?,
        Shown::DocumentNumber => text(&award.document_number)?,
        Shown::SourceNumber => text(&award.source_number)?,
        Shown::Number => certificate.number.groups().join(" ").into(),
        Shown::Office => certificate.awarding_office.name.as_str().into(),
    };
    let note = match (shown, &layout.old_title, &certificate.current_title) {
        (Shown::Title, Some(pattern), Some(title)) => {
            Some(fill(pattern, &[("current_title", title.as_str())]))
        }
        _ => None,
    };
    Some(Entry { label: label(layout, shown), value, note, field: shown.field() })
}

fn label(layout: &Layout, shown: Shown) -> &Pair {
    // A layout in which something shown has no label is not read.
    layout.labels.get(&shown).unwrap_or(&layout.verify)
}

/// Who stands for the paper, or since when.
fn closing<'a>(closing: &'a Closing, certificate: &Certificate) -> Entry<'a> {
    let day = certificate.issued_on.zh();
    let office = certificate.awarding_office.name.as_str();
    let value = fill(&closing.value, &[("office", office), ("issued_on", &day)]);
    Entry { label: &closing.label, value: value.into(), note: None, field: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_name_is_never_a_pattern_itself() {
        let said = [("a", "{b}"), ("b", "x")];
        assert_eq!(fill("{a}、{b}、{c}。", &said), "{b}、x、。");
        assert_eq!(fill("{a", &said), "a");
    }
}
