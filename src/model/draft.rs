//! A row that intake could judge and found whole: the certificate that it asks for, or the person
//! who is to be posted.

use super::{
    catalogue::Level,
    certificate::{Award, AwardMethod},
    day::PartialDay,
    finding::{Field, Finding, RowPlace, Severity},
    identity::{Identity, Sex},
    name::PersonName,
    text::{Text, quoted},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// The column letter of each field of a sheet, by the field's code. The drafts of a sheet share it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns(Arc<BTreeMap<String, String>>);

impl From<BTreeMap<String, String>> for Columns {
    fn from(letters: BTreeMap<String, String>) -> Self {
        Self(Arc::new(letters))
    }
}

/// One accepted row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Where it stands in the clerk's file.
    pub place: RowPlace,
    /// The column letter of each field that the sheet has, so that a finding can point. It
    /// belongs to the sheet and is not kept with the row.
    #[serde(skip)]
    pub columns: Columns,
    /// 姓名.
    pub name: PersonName,
    /// 证件.
    pub identity: Identity,
    /// 性别, from the ID or else its column.
    pub sex: Option<Sex>,
    /// 出生年月, from the ID or else its column.
    pub born_on: Option<PartialDay>,
    /// What was awarded.
    pub award: Award,
    /// 备注: for the office and the bureau; never on a certificate.
    pub note: Option<Text>,
}

impl Columns {
    fn letter(&self, field: Field) -> Option<String> {
        self.0.get(field.code()).cloned()
    }
}

impl Draft {
    /// The column letter of `field` in the clerk's sheet.
    pub fn column(&self, field: Field) -> Option<String> {
        self.columns.letter(field)
    }

    /// What is found about one of the row's values.
    pub fn finding(
        &self,
        field: Field,
        severity: Severity,
        code: &'static str,
        [message, message_en]: [String; 2],
    ) -> Finding {
        Finding {
            place: self.place.clone(),
            column: self.column(field),
            field: Some(field),
            person: Some(self.name.to_string()),
            written: self.value(field).map(|value| quoted(&value)),
            severity,
            code,
            message,
            message_en,
            hint: None,
        }
    }

    /// What the row holds in a field, as the clerk writes it; never the document number.
    fn value(&self, field: Field) -> Option<String> {
        let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        let award = &self.award;
        match field {
            Field::Name => Some(self.name.to_string()),
            Field::IdType | Field::IdNumber | Field::Level => None,
            Field::Sex => self.sex.map(|sex| sex.zh().to_owned()),
            Field::BornOn => self.born_on.map(|day| day.to_string()),
            Field::Employer => text(&award.employer),
            Field::Series => Some(award.series.to_string()),
            Field::Specialty => text(&award.specialty),
            Field::Title => Some(award.title.to_string()),
            Field::AwardMethod => award.award_method.map(AwardMethod::zh).map(str::to_owned),
            Field::ObtainedOn => Some(award.obtained_on.to_string()),
            Field::Committee => text(&award.committee),
            Field::DocumentNumber => text(&award.document_number),
            Field::AnnouncedOn => award.announced_on.map(|day| day.to_string()),
            Field::SourceNumber => text(&award.source_number),
            Field::Note => text(&self.note),
        }
    }
}

/// One accepted row of a pass list: what is posted of a person, and no document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Where it stands in the clerk's file.
    pub place: RowPlace,
    /// The column letter of each field that was read; as in [`Draft`] not kept with the row.
    #[serde(skip)]
    pub columns: Columns,
    /// 姓名.
    pub name: PersonName,
    /// 工作单位.
    pub employer: Option<Text>,
    /// 系列.
    pub series: Text,
    /// 专业.
    pub specialty: Option<Text>,
    /// 资格名称.
    pub title: Text,
    /// 级别, by the title.
    pub level: Level,
}

impl Listed {
    /// The column letter of `field` in the clerk's list.
    pub fn column(&self, field: Field) -> Option<String> {
        self.columns.letter(field)
    }
}

/// A cell that was mended at the desk: it is read as this text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mend {
    /// The row.
    pub place: RowPlace,
    /// The column's letters.
    pub column: String,
    /// What stands there now.
    pub written: String,
}

impl Mend {
    /// The most characters of a mended cell: those of the longest text that a row may hold.
    pub const MAX: usize = Text::MAX;
}
