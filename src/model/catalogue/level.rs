//! The five levels of the title system.

use serde::{Deserialize, Serialize};

/// 级别. The registry issues the lower three; the senior two are known, to be refused by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 员级.
    JuniorTechnician,
    /// 助理级.
    JuniorAssistant,
    /// 中级.
    Intermediate,
    /// 副高级.
    AssociateSenior,
    /// 正高级.
    Senior,
}

impl Level {
    /// Every level, from the lowest.
    pub const ALL: [Self; 5] = [
        Self::JuniorTechnician,
        Self::JuniorAssistant,
        Self::Intermediate,
        Self::AssociateSenior,
        Self::Senior,
    ];

    /// The word of JSON, SQL and the catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::JuniorTechnician => "junior_technician",
            Self::JuniorAssistant => "junior_assistant",
            Self::Intermediate => "intermediate",
            Self::AssociateSenior => "associate_senior",
            Self::Senior => "senior",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The word on a certificate and a page.
    pub fn zh(self) -> &'static str {
        match self {
            Self::JuniorTechnician => "初级（员级）",
            Self::JuniorAssistant => "初级（助理级）",
            Self::Intermediate => "中级",
            Self::AssociateSenior => "副高级",
            Self::Senior => "正高级",
        }
    }

    /// The same in English.
    pub fn en(self) -> &'static str {
        match self {
            Self::JuniorTechnician => "junior (technician)",
            Self::JuniorAssistant => "junior (assistant)",
            Self::Intermediate => "intermediate",
            Self::AssociateSenior => "associate senior",
            Self::Senior => "senior",
        }
    }

    /// Whether this registry holds certificates of the level.
    pub fn is_ours(self) -> bool {
        self <= Self::Intermediate
    }
}
