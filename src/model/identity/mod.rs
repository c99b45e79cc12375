//! Identity documents: what a number of each kind looks like, and what it tells of its holder.

use serde::{Deserialize, Serialize};
use std::fmt;

/// 证件类型.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdType {
    /// 居民身份证, GB 11643.
    ResidentId,
    /// 港澳台居民居住证 (810000, 820000, 830000).
    ResidencePermit,
    /// 港澳居民来往内地通行证.
    HkMacaoTravelPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanTravelPermit,
    /// 外国人永久居留身份证.
    ForeignPermanentResidentId,
    /// 中国护照.
    ChinesePassport,
    /// 外国护照.
    ForeignPassport,
}

/// 性别.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// A normalised document number. Its `Debug` shows nothing: it never reaches a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdNumber(String);

/// A document: its type and its number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// 证件类型.
    pub id_type: IdType,
    /// 证件号码.
    pub id_number: IdNumber,
}

impl IdNumber {
    /// The number in clear. Whoever calls this keeps it from logs, URLs, errors and signed data.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

impl Sex {
    /// 男 or 女.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }
}
