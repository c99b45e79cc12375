//! Batches and the stages of both roads. The graph below is the whole law of what may follow what.

use super::certificate::Road;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a batch stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 草稿: checked, not yet reported.
    Draft,
    /// 已报送: waits for the bureau.
    Reported,
    /// 已退回: back at the office, with reasons.
    Returned,
    /// 已核准 (filed): a second pair of eyes has agreed.
    Accepted,
    /// 公示中 (issued).
    Posted,
    /// 公示期满 (issued): the window has closed and no objection is open.
    Cleared,
    /// 已公布 (issued): has a document number.
    Announced,
    /// 已发证.
    Issued,
}

/// What moves a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// The office hands its draft in.
    Report,
    /// The bureau sends it back.
    Return,
    /// The bureau agrees (filed).
    Accept,
    /// The bureau posts the pass list (issued).
    Post,
    /// The window has run out without an open objection (issued).
    Clear,
    /// The bureau announces with a document number (issued).
    Announce,
    /// The bureau signs every certificate.
    Issue,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Reported,
        Self::Returned,
        Self::Accepted,
        Self::Posted,
        Self::Cleared,
        Self::Announced,
        Self::Issued,
    ];

    /// Where `step` leads from here on `road`, if it is lawful.
    pub fn after(self, step: Move, road: Road) -> Option<Self> {
        match (road, self, step) {
            (_, Self::Draft | Self::Returned, Move::Report) => Some(Self::Reported),
            (_, stage, Move::Return) if stage.is_returnable() => Some(Self::Returned),
            (Road::Filed, Self::Reported, Move::Accept) => Some(Self::Accepted),
            (Road::Filed, Self::Accepted, Move::Issue)
            | (Road::Issued, Self::Announced, Move::Issue) => Some(Self::Issued),
            (Road::Issued, Self::Reported, Move::Post) => Some(Self::Posted),
            (Road::Issued, Self::Posted, Move::Clear) => Some(Self::Cleared),
            (Road::Issued, Self::Cleared, Move::Announce) => Some(Self::Announced),
            _ => None,
        }
    }

    fn is_returnable(self) -> bool {
        !matches!(self, Self::Draft | Self::Returned | Self::Issued)
    }

    /// The word of JSON and SQL.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reported => "reported",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Posted => "posted",
            Self::Cleared => "cleared",
            Self::Announced => "announced",
            Self::Issued => "issued",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The word on a page.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Reported => "已报送",
            Self::Returned => "已退回",
            Self::Accepted => "已核准",
            Self::Posted => "公示中",
            Self::Cleared => "公示期满",
            Self::Announced => "已公布",
            Self::Issued => "已发证",
        }
    }
}

/// A batch's name: year and serial, `2026-0142`. Serials run per year from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BatchId {
    /// The year in which it was made.
    pub year: i16,
    /// 1, 2, 3 … within the year.
    pub serial: u32,
}

impl BatchId {
    /// Parses `2026-0142`.
    pub fn parse(written: &str) -> Option<Self> {
        let (year, serial) = written.split_once('-')?;
        let id = Self { year: year.parse().ok()?, serial: serial.parse().ok()? };
        (id.serial > 0 && id.to_string() == written).then_some(id)
    }
}

impl fmt::Display for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.year, self.serial)
    }
}

impl fmt::Debug for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for BatchId {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("a batch is named like 2026-0142")
    }
}

impl From<BatchId> for String {
    fn from(id: BatchId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_road_leads_to_issue_and_nowhere_else() {
        let filed = [Move::Report, Move::Accept, Move::Issue];
        let issued = [Move::Report, Move::Post, Move::Clear, Move::Announce, Move::Issue];
        for (road, moves) in [(Road::Filed, &filed[..]), (Road::Issued, &issued[..])] {
            let end = moves.iter().try_fold(Stage::Draft, |stage, step| stage.after(*step, road));
            assert_eq!(end, Some(Stage::Issued));
            for stage in Stage::ALL {
                assert_eq!(
                    stage.after(Move::Issue, road).is_some(),
                    matches!(
                        (road, stage),
                        (Road::Filed, Stage::Accepted) | (Road::Issued, Stage::Announced)
                    )
                );
                assert_eq!(Stage::Issued.after(Move::Return, road), None);
                assert_eq!(Stage::from_code(stage.code()), Some(stage));
            }
        }
    }

    #[test]
    fn a_batch_has_one_name() {
        let id = BatchId { year: 2026, serial: 142 };
        assert_eq!(id.to_string(), "2026-0142");
        assert_eq!(BatchId::parse("2026-0142"), Some(id));
        assert_eq!(BatchId::parse("2026-12345").map(|id| id.serial), Some(12345));
        for bad in ["2026-142", "2026-0000", "2026", "x-0001", "2026-00142"] {
            assert_eq!(BatchId::parse(bad), None, "{bad}");
        }
    }
}
