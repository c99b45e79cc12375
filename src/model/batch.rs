//! Batches and the stages of every way. The graph below is the whole law of what may follow what.

use super::way::Way;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a batch stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 草稿: checked, its findings to be mended, not yet reported.
    Draft,
    /// 已报送: waits for the bureau.
    Reported,
    /// 已退回: ended, with reasons; what is sent again is a batch of its own that follows it.
    Returned,
    /// 已核准 (filed, confirmed): a second pair of eyes has agreed.
    Accepted,
    /// 公示中 (reviewed).
    Posted,
    /// 公示期满 (reviewed): the window has closed and no objection is open.
    Cleared,
    /// 已公布 (reviewed): has a document number.
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
    /// The bureau agrees (filed, confirmed).
    Accept,
    /// The bureau posts the pass list (reviewed).
    Post,
    /// The window has run out without an open objection (reviewed).
    Clear,
    /// The bureau announces with a document number (reviewed).
    Announce,
    /// The bureau signs every certificate.
    Issue,
}

impl Move {
    /// Every move, in the order of the ways.
    pub const ALL: [Self; 7] = [
        Self::Report,
        Self::Return,
        Self::Accept,
        Self::Post,
        Self::Clear,
        Self::Announce,
        Self::Issue,
    ];

    /// The word of JSON and of the audit.
    pub fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Return => "return",
            Self::Accept => "accept",
            Self::Post => "post",
            Self::Clear => "clear",
            Self::Announce => "announce",
            Self::Issue => "issue",
        }
    }

    /// The word on a page.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Report => "报送",
            Self::Return => "退回",
            Self::Accept => "审核",
            Self::Post => "公示",
            Self::Clear => "公示期满",
            Self::Announce => "公布",
            Self::Issue => "发证",
        }
    }
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

    /// Where `step` leads from here on `way`, if it is lawful.
    pub fn after(self, step: Move, way: Way) -> Option<Self> {
        match (way, self, step) {
            (_, Self::Draft, Move::Report) => Some(Self::Reported),
            (_, stage, Move::Return) if stage.is_returnable() => Some(Self::Returned),
            (Way::Filed | Way::Confirmed, Self::Reported, Move::Accept) => Some(Self::Accepted),
            (Way::Filed | Way::Confirmed, Self::Accepted, Move::Issue)
            | (Way::Reviewed, Self::Announced, Move::Issue) => Some(Self::Issued),
            (Way::Reviewed, Self::Reported, Move::Post) => Some(Self::Posted),
            (Way::Reviewed, Self::Posted, Move::Clear) => Some(Self::Cleared),
            (Way::Reviewed, Self::Cleared, Move::Announce) => Some(Self::Announced),
            _ => None,
        }
    }

    /// The stages of a way from upload to certificates, in their order.
    pub fn of(way: Way) -> &'static [Self] {
        match way {
            Way::Filed | Way::Confirmed => {
                &[Self::Draft, Self::Reported, Self::Accepted, Self::Issued]
            }
            Way::Reviewed => &[
                Self::Draft,
                Self::Reported,
                Self::Posted,
                Self::Cleared,
                Self::Announced,
                Self::Issued,
            ],
        }
    }

    /// The one step, other than a return, that is lawful from here.
    pub fn next(self, way: Way) -> Option<Move> {
        Move::ALL.into_iter().find(|step| *step != Move::Return && self.after(*step, way).is_some())
    }

    /// Whether a batch that stands here has made `step` on its way: the same click again changes
    /// nothing. One that was returned has ended, and made none that counts.
    pub fn has_made(self, step: Move, way: Way) -> bool {
        let stages = Self::of(way);
        let before = stages.iter().position(|stage| stage.after(step, way).is_some());
        let at = stages.iter().position(|stage| *stage == self);
        step != Move::Return && before.zip(at).is_some_and(|(before, at)| at > before)
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
    fn each_way_leads_to_issue_and_nowhere_else() {
        for way in Way::ALL {
            let mut stage = Stage::Draft;
            let mut passed = vec![stage];
            while let Some(step) = stage.next(way) {
                stage = stage.after(step, way).unwrap();
                passed.push(stage);
            }
            assert_eq!(passed, Stage::of(way));
            assert_eq!(stage, Stage::Issued);
        }
    }

    #[test]
    fn what_was_made_stays_made_unless_the_batch_went_back() {
        use Stage::{Accepted, Cleared, Draft, Issued, Posted, Reported, Returned};
        for (way, stage, step, made) in [
            (Way::Filed, Draft, Move::Report, false),
            (Way::Filed, Reported, Move::Report, true),
            (Way::Filed, Issued, Move::Report, true),
            (Way::Filed, Reported, Move::Accept, false),
            (Way::Confirmed, Accepted, Move::Accept, true),
            // Nobody accepts a list: it is posted.
            (Way::Reviewed, Issued, Move::Accept, false),
            (Way::Reviewed, Posted, Move::Post, true),
            (Way::Reviewed, Posted, Move::Announce, false),
            (Way::Reviewed, Cleared, Move::Clear, true),
            (Way::Reviewed, Issued, Move::Issue, true),
            (Way::Filed, Returned, Move::Report, false),
            (Way::Filed, Returned, Move::Return, false),
            (Way::Filed, Accepted, Move::Return, false),
        ] {
            assert_eq!(stage.has_made(step, way), made, "{way:?} {stage:?} {step:?}");
        }
    }

    #[test]
    fn a_stage_has_one_way_on_and_perhaps_a_return() {
        for way in Way::ALL {
            for stage in Stage::ALL {
                let on = Move::ALL.into_iter().filter(|step| *step != Move::Return);
                let on = on.filter(|step| stage.after(*step, way).is_some()).count();
                let is_on_the_way = Stage::of(way).contains(&stage) && stage != Stage::Issued;
                assert_eq!(on, usize::from(is_on_the_way), "{stage:?} {way:?}");
                assert_eq!(Stage::from_code(stage.code()), Some(stage));
            }
            for ended in [Stage::Draft, Stage::Returned, Stage::Issued] {
                assert_eq!(ended.after(Move::Return, way), None);
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
