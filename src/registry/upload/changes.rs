//! What changed between a sheet that was returned and the one that is sent in its place.
//!
//! Two rows are the same row if they have one identity (person, series, specialty, title); of those
//! that are left, if they are about one person; of those, if they stand in one place of the sheet
//! under one name: then the number was mended. On a pass list, which has no numbers, the name stands
//! for the person.

use crate::model::{
    day::PartialDay,
    draft::{Draft, Listed},
    finding::{Field, RowPlace},
    text::Text,
};
use crate::store::publicity::Candidate;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};

/// How many rows changed, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows with another value.
    pub altered: u64,
    /// Rows that the returned batch did not have.
    pub added: u64,
    /// Rows of the returned batch that did not come again.
    pub left_out: u64,
    /// Rows that are as they were.
    pub same: u64,
}

impl Counts {
    /// How many changes there are to be read.
    pub fn changes(&self) -> u64 {
        self.altered + self.added + self.left_out
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It has another value.
    Altered,
    /// It is new.
    Added,
    /// It did not come again.
    LeftOut,
}

/// One row that changed. Of an ID number it holds the last two characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How.
    pub became: Became,
    /// Where it stands: in the new sheet, or in the returned one if it did not come again.
    pub place: RowPlace,
    /// Whom it is about: as it is now.
    pub name: String,
    /// 资格名称.
    pub title: String,
    /// The values that differ.
    pub fields: Vec<Altered>,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Altered {
    /// Which.
    pub field: Field,
    /// In the returned sheet; none where the cell was blank.
    pub was: Option<String>,
    /// Now.
    pub is: Option<String>,
}

/// A row as it is compared.
pub(super) struct Row {
    /// What makes it the same as another, the surest first.
    keys: [String; 3],
    place: RowPlace,
    values: Vec<Value>,
}

/// What stands in a field, and what of it is shown.
#[derive(PartialEq, Eq)]
struct Value {
    field: Field,
    whole: Option<String>,
    shown: Option<String>,
}

fn value(field: Field, text: Option<String>) -> Value {
    Value { field, shown: text.clone(), whole: text }
}

/// Parts with a sign between them that no text holds.
fn key(parts: &[&str]) -> String {
    parts.join("\0")
}

impl From<&Draft> for Row {
    fn from(draft: &Draft) -> Self {
        let (award, id) = (&draft.award, &draft.identity);
        let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        let day = |day: Option<PartialDay>| day.map(PartialDay::zh);
        let number = id.id_number.reveal();
        let (person, row) = ([id.id_type.code(), number], draft.place.row.to_string());
        let title = [award.series.as_str(), award.title.as_str()];
        let specialty = award.specialty.as_ref().map_or("", Text::as_str);
        let ending = format!("…{}", id.id_number.ending());
        Self {
            keys: [
                key(&[person[0], person[1], title[0], title[1], specialty]),
                key(&person),
                key(&[&draft.place.sheet, &row, draft.name.as_str()]),
            ],
            place: draft.place.clone(),
            values: vec![
                value(Field::Name, Some(draft.name.to_string())),
                value(Field::IdType, Some(id.id_type.zh().to_owned())),
                Value {
                    field: Field::IdNumber,
                    whole: Some(number.to_owned()),
                    shown: Some(ending),
                },
                value(Field::Sex, draft.sex.map(|sex| sex.zh().to_owned())),
                value(Field::BornOn, day(draft.born_on.map(PartialDay::to_month))),
                value(Field::Employer, text(&award.employer)),
                value(Field::Series, Some(award.series.to_string())),
                value(Field::Specialty, text(&award.specialty)),
                value(Field::Title, Some(award.title.to_string())),
                value(Field::Level, Some(award.level.zh().to_owned())),
                value(Field::AwardMethod, award.award_method.map(|how| how.zh().to_owned())),
                value(Field::ObtainedOn, day(Some(award.obtained_on))),
                value(Field::Committee, text(&award.committee)),
                value(Field::DocumentNumber, text(&award.document_number)),
                value(Field::AnnouncedOn, day(award.announced_on)),
                value(Field::SourceNumber, text(&award.source_number)),
                value(Field::Note, text(&draft.note)),
            ],
        }
    }
}

/// What a pass list tells of somebody: name, employer, series, specialty, title.
fn listed(place: &RowPlace, told: [Option<&str>; 5]) -> Row {
    const FIELDS: [Field; 5] =
        [Field::Name, Field::Employer, Field::Series, Field::Specialty, Field::Title];
    let [name, employer, series, specialty, title] = told.map(Option::unwrap_or_default);
    let values = FIELDS.into_iter().zip(told);
    Row {
        keys: [
            key(&[name, employer, series, specialty, title]),
            key(&[name, series, title]),
            key(&[name]),
        ],
        place: place.clone(),
        values: values.map(|(field, told)| value(field, told.map(str::to_owned))).collect(),
    }
}

impl From<&Candidate> for Row {
    fn from(one: &Candidate) -> Self {
        let text = |text: &'_ Option<Text>| text.clone();
        let (employer, specialty) = (text(&one.employer), text(&one.specialty));
        let (employer, specialty) =
            (employer.as_ref().map(Text::as_str), specialty.as_ref().map(Text::as_str));
        let told = [
            Some(one.name.as_str()),
            employer,
            Some(one.series.as_str()),
            specialty,
            Some(one.title.as_str()),
        ];
        listed(&one.place, told)
    }
}

impl From<&Listed> for Row {
    fn from(one: &Listed) -> Self {
        let told = [
            Some(one.name.as_str()),
            one.employer.as_ref().map(Text::as_str),
            Some(one.series.as_str()),
            one.specialty.as_ref().map(Text::as_str),
            Some(one.title.as_str()),
        ];
        listed(&one.place, told)
    }
}

impl Row {
    fn shown(&self, field: Field) -> String {
        let own = self.values.iter().find(|value| value.field == field);
        own.and_then(|value| value.shown.clone()).unwrap_or_default()
    }

    fn change(&self, became: Became, fields: Vec<Altered>) -> Change {
        Change {
            became,
            place: self.place.clone(),
            name: self.shown(Field::Name),
            title: self.shown(Field::Title),
            fields,
        }
    }

    /// The values in which it differs from what it was.
    fn altered(&self, was: &Self) -> Vec<Altered> {
        let both = self.values.iter().zip(&was.values);
        both.filter(|(is, was)| is.whole != was.whole)
            .map(|(is, was)| Altered {
                field: is.field,
                was: was.shown.clone(),
                is: is.shown.clone(),
            })
            .collect()
    }
}

/// Compares the rows of a returned sheet with those that are sent in its place: what is altered in
/// the order of the new sheet, then what is new, then what did not come again.
pub(super) fn compare(was: &[Row], is: &[Row]) -> (Counts, Vec<Change>) {
    let (pairs, left_out) = pair(was, is);
    let (mut altered, mut added) = (Vec::new(), Vec::new());
    let mut counts = Counts::default();
    for (row, before) in is.iter().zip(pairs) {
        let fields = before.map(|before| row.altered(before));
        match fields {
            None => added.push(row.change(Became::Added, Vec::new())),
            Some(fields) if fields.is_empty() => counts.same += 1,
            Some(fields) => altered.push(row.change(Became::Altered, fields)),
        }
    }
    let left_out = left_out.iter().map(|row| row.change(Became::LeftOut, Vec::new()));
    (counts.altered, counts.added) = (altered.len() as u64, added.len() as u64);
    counts.left_out = left_out.len() as u64;
    (counts, altered.into_iter().chain(added).chain(left_out).collect())
}

/// For each new row what it was, and the rows that nothing came of. However many rows share a key,
/// each is looked at once a tier.
fn pair<'a>(was: &'a [Row], is: &[Row]) -> (Vec<Option<&'a Row>>, Vec<&'a Row>) {
    let mut left: Vec<(usize, &Row)> = was.iter().enumerate().collect();
    let mut pairs: Vec<Option<&Row>> = vec![None; is.len()];
    for tier in 0..3 {
        let key = |row: &Row| row.keys.get(tier).cloned().unwrap_or_default();
        let mut open: HashMap<String, VecDeque<(usize, &Row)>> = HashMap::new();
        for one in left {
            open.entry(key(one.1)).or_default().push_back(one);
        }
        for (row, found) in is.iter().zip(&mut pairs).filter(|(_, found)| found.is_none()) {
            let next = open.get_mut(&key(row)).and_then(VecDeque::pop_front);
            *found = next.map(|(_, row)| row);
        }
        left = open.into_values().flatten().collect();
        left.sort_unstable_by_key(|(at, _)| *at);
    }
    (pairs, left.into_iter().map(|(_, row)| row).collect())
}
