//! What is wrong with a row, told so that a clerk can mend it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 需修改: the row is held back.
    Error,
    /// 请留意: accepted, look at it.
    Warning,
    /// 已更正: accepted, and this became that.
    Fixed,
}

impl Severity {
    /// The word of JSON and SQL.
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Fixed => "fixed",
        }
    }
}

/// A field of a row, named as in design, JSON and SQL.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 姓名.
    Name,
    /// 证件类型.
    IdType,
    /// 证件号码.
    IdNumber,
    /// 性别.
    Sex,
    /// 出生年月.
    BornOn,
    /// 工作单位.
    Employer,
    /// 系列.
    Series,
    /// 专业.
    Specialty,
    /// 资格名称.
    Title,
    /// 级别.
    Level,
    /// 取得方式.
    AwardMethod,
    /// 取得时间.
    ObtainedOn,
    /// 评委会.
    Committee,
    /// 批准文号.
    DocumentNumber,
    /// 公布日期.
    AnnouncedOn,
    /// 原证书编号.
    SourceNumber,
    /// 备注.
    Note,
}

impl Field {
    /// Every field, in the order of the template.
    pub const ALL: [Self; 17] = [
        Self::Name,
        Self::IdType,
        Self::IdNumber,
        Self::Sex,
        Self::BornOn,
        Self::Employer,
        Self::Series,
        Self::Specialty,
        Self::Title,
        Self::Level,
        Self::AwardMethod,
        Self::ObtainedOn,
        Self::Committee,
        Self::DocumentNumber,
        Self::AnnouncedOn,
        Self::SourceNumber,
        Self::Note,
    ];

    /// The word of JSON and SQL.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdType => "id_type",
            Self::IdNumber => "id_number",
            Self::Sex => "sex",
            Self::BornOn => "born_on",
            Self::Employer => "employer",
            Self::Series => "series",
            Self::Specialty => "specialty",
            Self::Title => "title",
            Self::Level => "level",
            Self::AwardMethod => "award_method",
            Self::ObtainedOn => "obtained_on",
            Self::Committee => "committee",
            Self::DocumentNumber => "document_number",
            Self::AnnouncedOn => "announced_on",
            Self::SourceNumber => "source_number",
            Self::Note => "note",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// What the clerk calls it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::IdType => "证件类型",
            Self::IdNumber => "证件号码",
            Self::Sex => "性别",
            Self::BornOn => "出生年月",
            Self::Employer => "工作单位",
            Self::Series => "系列",
            Self::Specialty => "专业",
            Self::Title => "资格名称",
            Self::Level => "级别",
            Self::AwardMethod => "取得方式",
            Self::ObtainedOn => "取得时间",
            Self::Committee => "评委会",
            Self::DocumentNumber => "批准文号",
            Self::AnnouncedOn => "公布日期",
            Self::SourceNumber => "原证书编号",
            Self::Note => "备注",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Where a row stands in the clerk's own file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub struct RowPlace {
    /// Name of the sheet; empty for text files.
    pub sheet: String,
    /// The sheet's own row number, from 1.
    pub row: u32,
}

/// One thing that a clerk should know about one cell. It repeats what the uploader sent, so it goes
/// to that office alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// Sheet and row; the header's row for what concerns a whole column.
    #[serde(flatten)]
    pub place: RowPlace,
    /// Column letter as in Excel (`A`, `AB`), where there is one column to blame.
    pub column: Option<String>,
    /// The field concerned; none for what concerns the sheet.
    pub field: Option<Field>,
    /// Whose row it is, as far as its name cell can be shown.
    pub person: Option<String>,
    /// What stands in the cell, [shortened](super::text::quoted).
    pub written: Option<String>,
    /// What it means for the row.
    pub severity: Severity,
    /// Stable, in `snake_case`.
    pub code: &'static str,
    /// What happened and what to do, for a clerk.
    pub message: String,
    /// The same in English.
    pub message_en: String,
    /// For `fixed` what it became, for others a value to try, where there is one.
    pub hint: Option<String>,
}

/// A finding as it was kept, read back.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Told {
    /// Sheet and row.
    #[serde(flatten)]
    pub place: RowPlace,
    /// Column letter.
    pub column: Option<String>,
    /// The field concerned.
    pub field: Option<Field>,
    /// Whose row it is.
    pub person: Option<String>,
    /// What stands in the cell, shortened.
    pub written: Option<String>,
    /// What it means for the row.
    pub severity: Severity,
    /// Stable, in `snake_case`.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
    /// The same in English.
    pub message_en: String,
    /// What it became, or a value to try.
    pub hint: Option<String>,
}

/// The letters of a 0-based column: 0 → `A`, 26 → `AA`.
pub fn column_letters(mut index: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(index % 26).unwrap_or(0)));
        if index < 26 {
            return letters.iter().rev().collect();
        }
        index = index / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_excel() {
        for (index, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(index), letters);
        }
    }

    #[test]
    fn a_field_has_one_name() {
        for field in Field::ALL {
            assert_eq!(Field::from_code(field.code()), Some(field));
            assert_eq!(serde_json::to_value(field).unwrap(), field.code());
        }
    }
}
