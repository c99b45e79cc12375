//! What the page says: the words of a certificate, in the order in which they are drawn.

use super::Sheet;
use crate::model::{
    catalogue::Level,
    certificate::{Certificate, Road},
    finding::Field,
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

const fn pair(zh: &'static str, en: &'static str) -> Pair {
    Pair { zh, en }
}

/// The heading of the road: the two kinds of paper are never mistaken for each other.
pub(super) fn title(road: Road) -> Pair {
    match road {
        Road::Issued => pair("温州市专业技术资格证书", "CERTIFICATE OF PROFESSIONAL TITLE"),
        Road::Filed => {
            pair("专业技术资格归集凭证", "ON-RECORD STATEMENT OF A PROFESSIONAL TITLE")
        }
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
                label: pair("姓名", "Name"),
                value: certificate.name.as_str().to_owned(),
                field: Some(Field::Name),
            },
            sentence: sentence(certificate),
            sentence_en: sentence_en(certificate.road),
            rows: rows(certificate),
            closing,
            closing_day,
            verify: format!(
                "扫描二维码，或访问 {url} 按证书编号和姓名核验。所载信息以核验结果为准。"
            ),
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
    let committee = award.committee.as_ref().map_or("", |committee| committee.as_str());
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
            "The authority named below has issued this certificate and attests that its holder is \
             qualified for the professional title stated."
        }
        Road::Filed => {
            "The title stated was awarded by the body named below. This statement tells that the \
             award is on record in Wenzhou's register of professional titles."
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
    let text = |label, value: Option<&str>, field| {
        value.map(|value| Entry { label, value: value.to_owned(), field: Some(field) })
    };
    let sex = text(pair("性别", "Sex"), certificate.sex.map(|sex| sex.zh()), Field::Sex);
    let born = certificate.born_on.map(|day| day.to_month().zh());
    let born = text(pair("出生年月", "Born"), born.as_deref(), Field::BornOn);
    let title = text(pair("资格名称", "Title"), Some(award.title.as_str()), Field::Title);
    let level = text(pair("级别", "Level"), Some(award.level.zh()), Field::Level);
    let series = text(pair("系列", "Series"), Some(award.series.as_str()), Field::Series);
    let specialty = award.specialty.as_ref().map(|text| text.as_str());
    let specialty = text(pair("专业", "Specialty"), specialty, Field::Specialty);
    let method = award.award_method.map(|method| method.zh());
    let method = text(pair("取得方式", "Awarded by way of"), method, Field::AwardMethod);
    let obtained = award.obtained_on.zh();
    let obtained = text(pair("取得时间", "Awarded on"), Some(&obtained), Field::ObtainedOn);
    let committee = award.committee.as_ref().map(|text| text.as_str());
    let committee = text(pair("评委会", "Review committee"), committee, Field::Committee);
    let employer = award.employer.as_ref().map(|text| text.as_str());
    let employer = text(pair("工作单位", "Employer"), employer, Field::Employer);
    let paper = award.document_number.as_ref().map(|text| text.as_str());
    let paper = text(pair("批准文号", "Approval document"), paper, Field::DocumentNumber);
    let source = award.source_number.as_ref().map(|text| text.as_str());
    let source = source.filter(|_| certificate.road == Road::Filed);
    let source = text(pair("原证书编号", "Original number"), source, Field::SourceNumber);
    let number = Entry {
        label: pair("证书编号", "Certificate number"),
        value: certificate.number.groups().join(" "),
        field: None,
    };
    let office = (certificate.road == Road::Filed).then(|| Entry {
        label: pair("授予单位", "Awarded by"),
        value: certificate.awarding_office.name.as_str().to_owned(),
        field: None,
    });
    [
        side_by_side(sex, born),
        side_by_side(title, level),
        side_by_side(series, specialty),
        side_by_side(method, obtained),
        committee.map(Row::One),
        employer.map(Row::One),
        paper.map(Row::One),
        Some(Row::One(number)),
        source.map(Row::One),
        office.map(Row::One),
    ]
    .into_iter()
    .flatten()
    .collect()
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
    let entry = |label, value: String| Entry { label, value, field: None };
    let day = certificate.issued_on.zh();
    match certificate.road {
        Road::Issued => (
            entry(
                pair("发证机关", "Issuing authority"),
                certificate.awarding_office.name.as_str().to_owned(),
            ),
            entry(pair("发证日期", "Issued on"), day),
        ),
        Road::Filed => (
            entry(pair("归集登记", "On record in"), "温州市专业技术资格信息系统".to_owned()),
            entry(pair("归集日期", "Filed on"), day),
        ),
    }
}
