//! Kinds of identity documents, and the words that clerks write for them.

use super::shape;
use serde::{Deserialize, Serialize};

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

impl IdType {
    /// Every type, the most frequent first.
    pub const ALL: [Self; 7] = [
        Self::ResidentId,
        Self::ResidencePermit,
        Self::HkMacaoTravelPermit,
        Self::TaiwanTravelPermit,
        Self::ForeignPermanentResidentId,
        Self::ChinesePassport,
        Self::ForeignPassport,
    ];

    /// The word of JSON and SQL.
    pub fn code(self) -> &'static str {
        match self {
            Self::ResidentId => "resident_id",
            Self::ResidencePermit => "residence_permit",
            Self::HkMacaoTravelPermit => "hk_macao_travel_permit",
            Self::TaiwanTravelPermit => "taiwan_travel_permit",
            Self::ForeignPermanentResidentId => "foreign_permanent_resident_id",
            Self::ChinesePassport => "chinese_passport",
            Self::ForeignPassport => "foreign_passport",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id_type| id_type.code() == code)
    }

    /// The document's own name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::ResidentId => "居民身份证",
            Self::ResidencePermit => "港澳台居民居住证",
            Self::HkMacaoTravelPermit => "港澳居民来往内地通行证",
            Self::TaiwanTravelPermit => "台湾居民来往大陆通行证",
            Self::ForeignPermanentResidentId => "外国人永久居留身份证",
            Self::ChinesePassport => "中国护照",
            Self::ForeignPassport => "外国护照",
        }
    }

    /// The same in English.
    pub fn en(self) -> &'static str {
        match self {
            Self::ResidentId => "resident identity card",
            Self::ResidencePermit => "residence permit for Hong Kong, Macao and Taiwan residents",
            Self::HkMacaoTravelPermit => "mainland travel permit for Hong Kong and Macao residents",
            Self::TaiwanTravelPermit => "mainland travel permit for Taiwan residents",
            Self::ForeignPermanentResidentId => "foreign permanent resident identity card",
            Self::ChinesePassport => "Chinese passport",
            Self::ForeignPassport => "foreign passport",
        }
    }

    /// Reads the word of a 证件类型 cell. A bare 护照 does not say whose: `number`, the written
    /// number beside it, decides by its shape.
    pub fn from_written(word: &str, number: &str) -> Option<Self> {
        let word: String = word.chars().filter(|c| !c.is_whitespace()).take(40).collect();
        let word = word.replace('(', "（").replace(')', "）");
        if word == "护照" || word == "普通护照" || word.eq_ignore_ascii_case("passport") {
            return Some(shape::passport_of(number));
        }
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(id_type, _)| *id_type)
    }
}

const WORDS: [(IdType, &[&str]); 7] = [
    (
        IdType::ResidentId,
        &[
            "身份证",
            "居民身份证",
            "二代身份证",
            "第二代身份证",
            "第二代居民身份证",
            "二代证",
            "一代身份证",
            "第一代身份证",
            "中国居民身份证",
            "中华人民共和国居民身份证",
            "大陆居民身份证",
            "内地居民身份证",
            "境内身份证",
            "临时身份证",
            "临时居民身份证",
            "公民身份号码",
            "公民身份证",
            "身份证号",
            "身份证号码",
            "身份证件",
            "111",
        ],
    ),
    (
        IdType::ResidencePermit,
        &[
            "港澳台居民居住证",
            "港澳台居住证",
            "港澳居民居住证",
            "台湾居民居住证",
            "澳门居民居住证",
            "香港居民居住证",
            "港澳居住证",
            "台湾居住证",
            "台胞居住证",
            "居住证",
            "中华人民共和国港澳居民居住证",
            "中华人民共和国台湾居民居住证",
        ],
    ),
    (
        IdType::HkMacaoTravelPermit,
        &[
            "港澳居民来往内地通行证",
            "港澳居民往来内地通行证",
            "来往内地通行证",
            "往来内地通行证",
            "港澳居民通行证",
            "回乡证",
            "港澳同胞回乡证",
            "港澳同胞证",
            "港澳来往内地通行证",
            "港澳居民来往内地通行证（非中国籍）",
        ],
    ),
    (
        IdType::TaiwanTravelPermit,
        &[
            "台湾居民来往大陆通行证",
            "台湾居民往来大陆通行证",
            "台湾居民来往内地通行证",
            "台湾同胞来往大陆通行证",
            "来往大陆通行证",
            "往来大陆通行证",
            "台湾居民通行证",
            "台湾通行证",
            "台胞证",
            "台湾同胞证",
        ],
    ),
    (
        IdType::ForeignPermanentResidentId,
        &[
            "外国人永久居留身份证",
            "外国人永久居留证",
            "外国人居留证",
            "永久居留身份证",
            "永久居留证",
            "永居证",
            "外国人永居证",
            "五星卡",
            "中国绿卡",
            "中华人民共和国外国人永久居留身份证",
        ],
    ),
    (
        IdType::ChinesePassport,
        &[
            "中国护照",
            "中华人民共和国护照",
            "中华人民共和国普通护照",
            "因私护照",
            "因公护照",
            "华侨护照",
            "中国普通护照",
            "护照（中国）",
            "公务护照",
            "外交护照",
            "公务普通护照",
        ],
    ),
    (
        IdType::ForeignPassport,
        &[
            "外国护照",
            "外籍护照",
            "外国人护照",
            "护照（外国）",
            "护照（外籍）",
            "国外护照",
            "外国普通护照",
            "外籍人士护照",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_one_code() {
        for id_type in IdType::ALL {
            assert_eq!(IdType::from_code(id_type.code()), Some(id_type));
            assert_eq!(serde_json::to_value(id_type).unwrap(), id_type.code());
            assert_eq!(IdType::from_written(id_type.zh(), ""), Some(id_type));
        }
    }

    #[test]
    fn clerks_words_are_understood() {
        for (word, id_type) in [
            ("身份证", IdType::ResidentId),
            (" 二代\n身份证 ", IdType::ResidentId),
            ("台胞证", IdType::TaiwanTravelPermit),
            ("回乡证", IdType::HkMacaoTravelPermit),
            ("台湾居民居住证", IdType::ResidencePermit),
            ("永居证", IdType::ForeignPermanentResidentId),
            ("护照(外国)", IdType::ForeignPassport),
        ] {
            assert_eq!(IdType::from_written(word, ""), Some(id_type), "{word}");
        }
        assert_eq!(IdType::from_written("军官证", ""), None);
    }

    #[test]
    fn a_word_stands_for_one_type() {
        let words: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let distinct: std::collections::HashSet<&str> = words.iter().copied().collect();
        assert_eq!(words.len(), distinct.len());
    }

    #[test]
    fn a_bare_passport_is_told_by_its_number() {
        assert_eq!(IdType::from_written("护照", "E12345678"), Some(IdType::ChinesePassport));
        assert_eq!(IdType::from_written("护照", " eg1234567 "), Some(IdType::ChinesePassport));
        assert_eq!(IdType::from_written("护照", "AB1234567"), Some(IdType::ForeignPassport));
        assert_eq!(IdType::from_written("Passport", "C01X00T47"), Some(IdType::ForeignPassport));
    }
}
