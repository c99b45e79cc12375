//! The certificate: what its face says, its road and its standing.

use super::{
    catalogue::Level,
    day::{Day, PartialDay, Timestamp},
    digest::Digest,
    identity::Sex,
    key_id::KeyId,
    name::PersonName,
    number::CertificateNumber,
    office::OfficeCode,
    text::Text,
};
use serde::{Deserialize, Serialize};

/// How a certificate comes into being. The two are never mixed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Road {
    /// 发证: awarded by the city after publicity; the bureau is the issuer.
    Issued,
    /// 归集: somebody has already awarded it; the bureau's signature says that it is on record.
    Filed,
}

impl Road {
    /// `issued` or `filed`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Filed => "filed",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Issued, Self::Filed].into_iter().find(|road| road.code() == code)
    }
}

/// 取得方式.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardMethod {
    /// 评审.
    Review,
    /// 认定.
    Recognition,
    /// 确认 (调入确认).
    Confirmation,
    /// 自主评聘.
    Autonomous,
}

impl AwardMethod {
    /// Every method.
    pub const ALL: [Self; 4] =
        [Self::Review, Self::Recognition, Self::Confirmation, Self::Autonomous];

    /// The word of JSON, SQL and the catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Recognition => "recognition",
            Self::Confirmation => "confirmation",
            Self::Autonomous => "autonomous",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    /// 评审, 认定, 确认 or 自主评聘.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Review => "评审",
            Self::Recognition => "认定",
            Self::Confirmation => "确认",
            Self::Autonomous => "自主评聘",
        }
    }
}

/// What was awarded, by whom and when: the part of a certificate that an office's row tells.
/// The five dates of the field stay five fields; two of them are here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Award {
    /// 系列.
    pub series: Text,
    /// 专业, as written.
    pub specialty: Option<Text>,
    /// 资格名称, as awarded (an old title stays an old title).
    pub title: Text,
    /// 级别, by (series, title).
    pub level: Level,
    /// 取得方式.
    pub award_method: Option<AwardMethod>,
    /// 取得时间, as precise as the source.
    pub obtained_on: PartialDay,
    /// 评委会（认定单位）.
    pub committee: Option<Text>,
    /// 工作单位.
    pub employer: Option<Text>,
    /// 批准文号.
    pub document_number: Option<Text>,
    /// 公布（批准）日期.
    pub announced_on: Option<PartialDay>,
    /// 原证书编号, verbatim.
    pub source_number: Option<Text>,
}

impl Award {
    /// Everything in it that was written by somebody.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let Self {
            series,
            specialty,
            title,
            level: _,
            award_method: _,
            obtained_on: _,
            committee,
            employer,
            document_number,
            announced_on: _,
            source_number,
        } = self;
        let maybe = [specialty, committee, employer, document_number, source_number];
        [series, title].into_iter().chain(maybe.into_iter().flatten())
    }
}

/// The office that awarded, as it was called then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AwardingOffice {
    /// Its code in the register of offices.
    pub code: OfficeCode,
    /// 发证机关 (issued) or 授予单位 (filed).
    pub name: Text,
}

/// A certificate: everything that its face, its credential and its token say. No digit of an ID.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// 证书编号.
    pub number: CertificateNumber,
    /// Issued or filed.
    pub road: Road,
    /// 姓名.
    pub name: PersonName,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生年月: month or year precision, never the day.
    pub born_on: Option<PartialDay>,
    /// What was awarded.
    pub award: Award,
    /// What an old title was called when the certificate was issued; none of a title in use.
    #[serde(default)]
    pub current_title: Option<Text>,
    /// Who awarded it.
    pub awarding_office: AwardingOffice,
    /// Which photo is on its face, where there is one.
    pub photo: Option<Digest>,
    /// 发证日: the day (in Wenzhou) of `issued_at`.
    pub issued_on: Day,
    /// When the record was signed; whole seconds.
    pub issued_at: Timestamp,
}

impl Certificate {
    /// Everything that its face says and somebody wrote.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let texts = self.award.texts().chain(&self.current_title);
        let texts = texts.chain([&self.awarding_office.name]).map(Text::as_str);
        texts.chain([self.name.as_str()])
    }
}

/// What a token tells: the certificate as far as a verifier may see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// 证书编号.
    pub number: CertificateNumber,
    /// 姓名, in full: the reader compares it with the paper.
    pub name: PersonName,
    /// 资格名称.
    pub title: Text,
    /// 专业.
    pub specialty: Option<Text>,
    /// 级别.
    pub level: Level,
    /// 取得时间.
    pub obtained_on: PartialDay,
    /// 发证机关 or 授予单位.
    pub awarding_office: Text,
    /// Issued or filed.
    pub road: Road,
}

impl From<&Certificate> for Claims {
    fn from(certificate: &Certificate) -> Self {
        Self {
            number: certificate.number.clone(),
            name: certificate.name.clone(),
            title: certificate.award.title.clone(),
            specialty: certificate.award.specialty.clone(),
            level: certificate.award.level,
            obtained_on: certificate.award.obtained_on,
            awarding_office: certificate.awarding_office.name.clone(),
            road: certificate.road,
        }
    }
}

/// Whether a certificate can be relied on today.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 有效.
    Valid,
    /// 暂停: under examination; may become valid again.
    Suspended,
    /// 撤销: granted wrongly.
    Revoked,
    /// 注销: ended.
    Retired,
    /// 更正换发: a newer certificate stands in its place.
    Replaced,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 5] =
        [Self::Valid, Self::Suspended, Self::Revoked, Self::Retired, Self::Replaced];

    /// The word of JSON and SQL.
    pub fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Retired => "retired",
            Self::Replaced => "replaced",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// The word on a page.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Valid => "有效",
            Self::Suspended => "已暂停",
            Self::Revoked => "已撤销",
            Self::Retired => "已注销",
            Self::Replaced => "已换发新证",
        }
    }
}

/// A standing with the day and the paper that made it so. The reason stays inside the registry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StandingRecord {
    /// What it is.
    pub standing: Standing,
    /// Since when.
    pub since: Day,
    /// 文号 of the decision; none while it has only ever been valid.
    pub document_number: Option<Text>,
}

/// What a certificate's paper was frozen with when it was issued. The same credential and the same
/// edition give the same PDF, byte for byte, for ever.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
pub struct Edition {
    /// Version of the drawn template, from 1.
    pub template: u16,
    /// Where the QR leads: scheme, host and path without a trailing slash.
    pub public_url: String,
    /// Size of the log when the certificate was in it for the first time.
    pub tree_size: u64,
    /// The document key that signs it.
    pub document_key: KeyId,
    /// When the document was signed; whole seconds.
    pub signed_at: Timestamp,
    /// SHA-256 of the bureau's own face, where the page has a character that no other draws.
    pub extra_face: Option<Digest>,
}
