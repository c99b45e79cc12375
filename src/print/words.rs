//! What the page says: the words of a certificate, in the order in which they are drawn.

use super::Sheet;
use crate::model::{
    catalogue::Level,
    certificate::{AwardMethod, Certificate, Road},
    finding::Field,
    identity::Sex,
    text::Text,
};

/// A Chinese word or sentence with its English.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub zh: &'static str,
    pub en: &'static str,
}

/// A label and its value.
pub(super) struct Entry {
    pub label: Pair,
    pub value: String,
    /// The field whose value it is; none for what is no field of a row (number, office).
    pub field: Option<Field>,
}

/// One row of the face: a value, or two that stand side by side if both are short.
pub(super) enum Row {
    One(Entry),
    Two(Entry, Entry),
}

/// All words of a page.
pub(super) struct Words {
    pub title: Pair,
    pub holder: Entry,
    pub sentence: String,
    pub sentence_en: &'static str,
    pub rows: Vec<Row>,
    pub closing: Entry,
    pub closing_day: Entry,
    pub verify: String,
    pub verify_en: String,
}

pub(super) const fn pair(zh: &'static str, en: &'static str) -> Pair {
    Pair { zh, en }
}

/// The heading of the road: the two kinds of paper are never mistaken for each other.
pub(super) fn title(road: Road) -> Pair {
    match road {
        Road::Issued => pair("温州市专业技术资格证书", "CERTIFICATE OF PROFESSIONAL TITLE"),
        Road::Filed => pair("专业技术资格归集凭证", "ON-RECORD STATEMENT OF A PROFESSIONAL TITLE"),
    }
}

impl Words {
    /// The words of `sheet`; what the certificate does not have is left out.
    pub fn of(sheet: &Sheet) -> Self {
        let certificate = sheet.certificate;
        let url = &sheet.edition.public_url;
        let (closing, closing_day) = closing(certificate);
        Self {
            title: title(certificate.road),
            holder: Entry {
                label: label(Field::Name),
                value: certificate.name.as_str().to_owned(),
                field: Some(Field::Name),
            },
            sentence: sentence(certificate),
            sentence_en: sentence_en(certificate.road),
            rows: rows(certificate),
            closing,
            closing_day,
            verify: format!("扫描二维码，或访问 {url}，凭编号和姓名核验；以核验结果为准。"),
            verify_en: format!(
                "To verify, scan the code, or enter number and name at {url}. \
                 The result of verification prevails."
            ),
        }
    }
}

/// The sentence of the road. A filed one tells who awarded, and never that the bureau did.
fn sentence(certificate: &Certificate) -> String {
    let award = &certificate.award;
    let office = certificate.awarding_office.name.as_str();
    let committee = award.committee.as_ref().map_or("", Text::as_str);
    let method = match (award.award_method, committee) {
        (Some(method), _) => method.zh(),
        (None, "") => "",
        (None, _) => "通过",
    };
    let by = if committee.is_empty() && method.is_empty() {
        String::new()
    } else {
        format!("经{committee}{method}")
    };
    let title = award.title.as_str();
    match certificate.road {
        Road::Issued => {
            let level = level(award.level);
            let by = if by.is_empty() { by } else { by + "，" };
            format!("本证书由{office}颁发，表明持证人{by}具备{title}（{level}）任职资格。")
        }
        Road::Filed => {
            let source = award
                .source_number
                .as_ref()
                .map_or_else(String::new, |number| format!("（原编号 {number}）"));
            format!(
                "本凭证载明持证人{by}取得{title}资格，由{office}颁发{source}，\
                 已归集入温州市专业技术资格信息系统。"
            )
        }
    }
}

fn sentence_en(road: Road) -> &'static str {
    match road {
        Road::Issued => {
            "The authority named below attests that the holder is qualified for the professional \
             title stated."
        }
        Road::Filed => {
            "The title was awarded by the body named below; the award is on record in Wenzhou's \
             register of titles."
        }
    }
}

/// The level inside the brackets of a sentence, where 初级（助理级） would nest.
fn level(level: Level) -> &'static str {
    match level {
        Level::JuniorTechnician => "员级",
        Level::JuniorAssistant => "助理级",
        Level::Intermediate | Level::AssociateSenior | Level::Senior => level.zh(),
    }
}

/// The fields below the name, in the order of the face.
fn rows(certificate: &Certificate) -> Vec<Row> {
    let award = &certificate.award;
    let filed = certificate.road == Road::Filed;
    let value = |field, value: Option<&str>| {
        value.map(|value| Entry {
            label: label(field),
            value: value.to_owned(),
            field: Some(field),
        })
    };
    let text = |field, text: &Option<Text>| value(field, text.as_ref().map(Text::as_str));
    let born = certificate.born_on.map(|day| day.to_month().zh());
    let number = other("证书编号", "Certificate number", &certificate.number.groups().join(" "));
    let office = other("授予单位", "Awarded by", certificate.awarding_office.name.as_str());
    [
        side_by_side(
            value(Field::Sex, certificate.sex.map(Sex::zh)),
            value(Field::BornOn, born.as_deref()),
        ),
        side_by_side(
            value(Field::Title, Some(award.title.as_str())),
            value(Field::Level, Some(award.level.zh())),
        ),
        side_by_side(
            value(Field::Series, Some(award.series.as_str())),
            text(Field::Specialty, &award.specialty),
        ),
        side_by_side(
            value(Field::AwardMethod, award.award_method.map(AwardMethod::zh)),
            value(Field::ObtainedOn, Some(&award.obtained_on.zh())),
        ),
        text(Field::Committee, &award.committee).map(Row::One),
        text(Field::Employer, &award.employer).map(Row::One),
        text(Field::DocumentNumber, &award.document_number).map(Row::One),
        Some(Row::One(number)),
        text(Field::SourceNumber, &award.source_number).filter(|_| filed).map(Row::One),
        filed.then_some(Row::One(office)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn label(field: Field) -> Pair {
    match field {
        Field::Name => pair("姓名", "Name"),
        Field::Sex => pair("性别", "Sex"),
        Field::BornOn => pair("出生年月", "Born"),
        Field::Title => pair("资格名称", "Title"),
        Field::Level => pair("级别", "Level"),
        Field::Series => pair("系列", "Series"),
        Field::Specialty => pair("专业", "Specialty"),
        Field::AwardMethod => pair("取得方式", "Awarded by way of"),
        Field::ObtainedOn => pair("取得时间", "Awarded on"),
        Field::Committee => pair("评委会", "Review committee"),
        Field::Employer => pair("工作单位", "Employer"),
        Field::DocumentNumber => pair("批准文号", "Approval document"),
        Field::SourceNumber => pair("原证书编号", "Original number"),
        // Not on the face.
        Field::IdType | Field::IdNumber | Field::AnnouncedOn | Field::Note => pair("", ""),
    }
}

fn side_by_side(left: Option<Entry>, right: Option<Entry>) -> Option<Row> {
    match (left, right) {
        (Some(left), Some(right)) => Some(Row::Two(left, right)),
        (Some(one), None) | (None, Some(one)) => Some(Row::One(one)),
        (None, None) => None,
    }
}

/// Who stands for the paper, and since when.
fn closing(certificate: &Certificate) -> (Entry, Entry) {
    let day = certificate.issued_on.zh();
    match certificate.road {
        Road::Issued => (
            other("发证机关", "Issuing authority", certificate.awarding_office.name.as_str()),
            other("发证日期", "Issued on", &day),
        ),
        Road::Filed => (
            other("归集登记", "On record in", "温州市专业技术资格信息系统"),
            other("归集日期", "Filed on", &day),
        ),
    }
}

/// An entry that is no field of a row.
pub(super) fn other(zh: &'static str, en: &'static str, value: &str) -> Entry {
    Entry { label: pair(zh, en), value: value.to_owned(), field: None }
}
