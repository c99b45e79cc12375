//! The form under which written words are compared, and the small closed vocabularies.

use super::Level;
use crate::model::certificate::AwardMethod;
use std::borrow::Cow;

/// What a word of the 级别 cell says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LevelWord {
    /// One level.
    Exact(Level),
    /// 初级: the technician's or the assistant's; (series, title) tells which.
    Junior,
    /// 高级: one of the two senior levels.
    Senior,
}

impl LevelWord {
    /// Whether a title of `level` may stand beside the word.
    pub fn agrees_with(self, level: Level) -> bool {
        match self {
            Self::Exact(exact) => exact == level,
            Self::Junior => level < Level::Intermediate,
            Self::Senior => level > Level::Intermediate,
        }
    }

    /// Reads the word of a 级别 cell.
    pub fn read(written: &str) -> Option<Self> {
        Some(match key(written).as_ref() {
            "员级" | "技术员级" | "技术员" | "初级（员）" | "初级（员级）" | "员" | "士级"
            | "初级（士）" | "初级（士级）" | "初级员级" | "员级（初级）" => {
                Self::Exact(Level::JuniorTechnician)
            }
            "助理级"
            | "初级（助理）"
            | "初级（助理级）"
            | "师级"
            | "初级（师）"
            | "初级（师级）"
            | "助级"
            | "初级助理级"
            | "助理"
            | "助理级（初级）"
            | "助师级" => Self::Exact(Level::JuniorAssistant),
            "中级" | "中级职称" | "中级资格" | "中" | "中级专业技术资格" => {
                Self::Exact(Level::Intermediate)
            }
            "副高" | "副高级" | "高级（副高）" | "高级（副高级）" | "副高级职称" => {
                Self::Exact(Level::AssociateSenior)
            }
            "正高" | "正高级" | "高级（正高）" | "高级（正高级）" | "正高级职称" => {
                Self::Exact(Level::Senior)
            }
            "初级" | "初级职称" | "初级资格" | "初" | "初级专业技术资格" => {
                Self::Junior
            }
            "高级" | "高级职称" | "高级资格" => Self::Senior,
            _ => return None,
        })
    }
}

/// Reads the word of a 取得方式 cell. Examinations give certificates of another kind: none.
pub(super) fn award_method(written: &str) -> Option<AwardMethod> {
    Some(match key(written).as_ref() {
        "评审" | "评审通过" | "职称评审" | "评委会评审" | "评审取得" | "资格评审"
        | "中评委评审" | "初评委评审" | "考评结合" | "正常评审" | "正常晋升" | "评定"
        | "专家评审" | "社会化评审" => AwardMethod::Review,
        "认定"
        | "考核认定"
        | "初定"
        | "初次认定"
        | "考核初定"
        | "初定职称"
        | "直接认定"
        | "大中专毕业生认定"
        | "认定取得"
        | "考核"
        | "职称认定"
        | "资格认定"
        | "毕业生认定"
        | "转正定级"
        | "见习期满认定" => AwardMethod::Recognition,
        "确认" | "调入确认" | "资格确认" | "职称确认" | "重新确认" | "复核确认" | "确认取得"
        | "外地调入确认" => AwardMethod::Confirmation,
        "自主评聘" | "单位自主评聘" | "自主评审" | "自主认定" | "自主评聘取得" | "评聘结合"
        | "单位自主评审" => AwardMethod::Autonomous,
        _ => return None,
    })
}

/// A written word without spaces, line breaks and invisible characters, its brackets as （）, its
/// full-width letters and digits as ordinary ones. Bounded, as it comes from cells.
pub(super) fn key(written: &str) -> Cow<'_, str> {
    let is_kept = |c: char| matches!(c, '!'..='\'' | '*'..='Z' | '\\' | '^'..='~' | '\u{4E00}'..='\u{9FFF}' | '（' | '）');
    if written.len() <= 400 && written.chars().all(is_kept) {
        return written.into();
    }
    written
        .chars()
        .take(400)
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
        .map(|c| match c {
            '(' | '〔' | '[' | '【' | '［' => '（',
            ')' | '〕' | ']' | '】' | '］' => '）',
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '／' => {
                char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) // ASCII lies 0xFEE0 below
            }
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_matched_without_spaces_and_with_one_kind_of_brackets() {
        assert_eq!(key(" 助理 工程师\r\n(建筑)\u{FEFF}"), "助理工程师（建筑）");
        assert_eq!(key("男／女"), "男/女");
    }

    #[test]
    fn level_words_of_the_field_are_known() {
        for (word, level) in [
            ("员级", Level::JuniorTechnician),
            ("士级", Level::JuniorTechnician),
            ("初级(员)", Level::JuniorTechnician),
            ("助理级", Level::JuniorAssistant),
            ("师级", Level::JuniorAssistant),
            ("中级", Level::Intermediate),
            ("副高", Level::AssociateSenior),
            ("正高级", Level::Senior),
        ] {
            assert_eq!(LevelWord::read(word), Some(LevelWord::Exact(level)), "{word}");
        }
        for level in Level::ALL {
            assert!(LevelWord::read(level.zh()).unwrap().agrees_with(level));
        }
        assert_eq!(LevelWord::read("一级"), None);
    }

    #[test]
    fn a_bare_junior_says_neither_of_the_two() {
        let word = LevelWord::read(" 初 级 ").unwrap();
        assert!(
            word.agrees_with(Level::JuniorTechnician) && word.agrees_with(Level::JuniorAssistant)
        );
        assert!(!word.agrees_with(Level::Intermediate));
        let senior = LevelWord::read("高级").unwrap();
        assert!(senior.agrees_with(Level::Senior) && !senior.agrees_with(Level::Intermediate));
    }

    #[test]
    fn ways_of_award_are_known_by_their_words() {
        for method in AwardMethod::ALL {
            assert_eq!(award_method(method.zh()), Some(method));
        }
        assert_eq!(award_method("考核 认定"), Some(AwardMethod::Recognition));
        assert_eq!(award_method("调入确认"), Some(AwardMethod::Confirmation));
        assert_eq!(award_method("考试"), None);
        assert_eq!(award_method("以考代评"), None);
    }
}
