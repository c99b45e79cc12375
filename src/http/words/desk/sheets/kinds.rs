//! What a kind of finding is called, in a few words: its field, and what is the matter with it.

use crate::{
    http::words::Lang,
    model::finding::{Field, Severity},
};

impl Lang {
    /// The tag of a finding.
    pub fn severity(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::Zh, Severity::Error) => "需修改",
            (Self::Zh, Severity::Warning) => "请留意",
            (Self::Zh, Severity::Fixed) => "已更正",
            (Self::En, Severity::Error) => "To mend",
            (Self::En, Severity::Warning) => "Look at",
            (Self::En, Severity::Fixed) => "Mended",
        }
    }

    /// The label of the control that mends a field.
    pub fn right_value(self, field: Field) -> String {
        match self {
            Self::Zh => format!("正确的{}", field.zh()),
            Self::En => format!("Right value: {}", self.field(field)),
        }
    }

    /// A column of a sheet.
    /// What a field is called.
    pub fn field(self, field: Field) -> &'static str {
        match (self, field) {
            (Self::Zh, field) => field.zh(),
            (Self::En, Field::Name) => "name",
            (Self::En, Field::IdType) => "type of document",
            (Self::En, Field::IdNumber) => "ID number",
            (Self::En, Field::Sex) => "sex",
            (Self::En, Field::BornOn) => "date of birth",
            (Self::En, Field::Employer) => "employer",
            (Self::En, Field::Series) => "series",
            (Self::En, Field::Specialty) => "specialty",
            (Self::En, Field::Title) => "title",
            (Self::En, Field::Level) => "level",
            (Self::En, Field::AwardMethod) => "way of award",
            (Self::En, Field::ObtainedOn) => "date obtained",
            (Self::En, Field::Committee) => "committee",
            (Self::En, Field::DocumentNumber) => "document number",
            (Self::En, Field::AnnouncedOn) => "date announced",
            (Self::En, Field::SourceNumber) => "original number",
            (Self::En, Field::Note) => "note",
        }
    }

    /// A kind of finding: `证件号码，没有填`.
    pub fn kind(self, code: &str, field: Option<Field>) -> String {
        let (zh, en) = matter(code);
        let matter = if self == Self::Zh { zh } else { en };
        match (self, field) {
            (_, None) => matter.to_owned(),
            (Self::Zh, Some(field)) => format!("{}，{matter}", self.field(field)),
            (Self::En, Some(field)) => format!("{}: {matter}", self.field(field)),
        }
    }
}

/// Codes in full, and what is the matter.
const WHOLE: [(&str, &str, &str); 25] = [
    ("row_twice", "重复的行", "the same row twice"),
    ("person_twice", "重复的行", "the same row twice"),
    ("id_with_two_names", "一个号码两个姓名", "two names for one number"),
    ("name_with_two_ids", "同名不同号码", "two numbers for one name"),
    ("other_specialty", "同一资格两个专业", "two specialties for one title"),
    ("column_missing", "缺这一列", "column missing"),
    ("column_advised", "建议补这一列", "column advised"),
    ("columns_unknown", "没有用到的列", "columns not used"),
    ("column_twice", "有两列", "column twice"),
    ("list_beside", "右侧的名单没有读", "a list beside was not read"),
    ("sheet_skipped", "没有读的工作表", "a sheet was not read"),
    ("sheet_hidden", "隐藏的工作表", "hidden sheet"),
    ("hidden_read", "隐藏的行列", "hidden rows or columns"),
    ("title_senior", "高级资格不在这里报", "senior title"),
    ("level_differs_from_title", "与资格名称不符", "differs from the title"),
    ("cell_ditto", "写的是“同上”", "“ditto”"),
    ("cell_merged", "合并单元格", "merged cell"),
    ("cell_is_date", "成了日期", "became a date"),
    ("formula_error", "公式出错", "formula error"),
    ("cell_cut_off", "只有#号", "only # signs"),
    ("not_announced", "不在公布的名单上", "not on the announced list"),
    ("announced_but_missing", "名单上有，表里没有", "on the list, not in the sheet"),
    ("who_is_meant", "对不上是哪一位", "unclear who is meant"),
    ("matched_twice", "一人对上两行", "one person in two rows"),
    ("too_long_for_qr", "二维码放不下", "too long for the QR code"),
];

/// Parts of codes, and what is the matter; the first that fits counts.
const PARTS: [(&str, &str, &str); 21] = [
    ("blank", "没有填", "missing"),
    ("respelt", "写法已规范", "written as usual"),
    ("named", "已用目录中的名称", "named as in the catalogue"),
    ("joined", "已去掉换行", "lines joined"),
    ("invisible", "已去掉看不见的字符", "invisible characters removed"),
    ("apostrophe", "已去掉单引号", "apostrophe removed"),
    ("space", "已去掉多余空格", "spaces removed"),
    ("composed", "字符已统一", "characters made the usual ones"),
    ("garbled", "像是乱码", "garbled"),
    ("too_long", "太长", "too long"),
    ("impossible", "不可能有", "impossible"),
    ("unreadable", "看不明白", "cannot be read"),
    ("several", "不止一个", "more than one"),
    ("future", "晚于今天", "in the future"),
    ("early", "过早", "too early"),
    ("year_only", "只有年份", "year only"),
    ("unknown", "不认识", "unknown"),
    ("needed", "没有填，也看不出", "missing and unclear"),
    ("differs", "互相不符", "do not agree"),
    ("before", "先后不合", "out of order"),
    ("after", "先后不合", "out of order"),
];

fn matter(code: &str) -> (&'static str, &'static str) {
    let whole = WHOLE.iter().find(|(whole, ..)| *whole == code);
    let part = || PARTS.iter().find(|(part, ..)| code.contains(part));
    whole.or_else(part).map_or(("请核对", "please check"), |(_, zh, en)| (zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_named_by_its_field_and_what_is_the_matter() {
        assert_eq!(Lang::Zh.kind("cell_blank", Some(Field::IdNumber)), "证件号码，没有填");
        assert_eq!(Lang::Zh.kind("cell_blank", None), "没有填");
        assert_eq!(Lang::En.kind("title_unknown", Some(Field::Title)), "title: unknown");
        assert_eq!(Lang::Zh.kind("something_new", Some(Field::Name)), "姓名，请核对");
    }
}
