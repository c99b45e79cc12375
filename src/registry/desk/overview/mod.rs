//! The bureau's overview: what came in a year and when, who is late or silent, what waits, and why
//! rows were held back.

mod gather;
mod reason;
mod workbook;

use crate::model::{
    batch::{BatchId, Move, Stage},
    catalogue::Level,
    day::Day,
    office::OfficeCode,
    text::Text,
};
use crate::store::batch::overview::Came;
pub use reason::reason;
use serde::Serialize;
use std::collections::BTreeSet;

/// A year of the whole city. What is late or waits is so today, whichever year is asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// The year, as it runs in Wenzhou.
    pub year: i16,
    /// The day on which it was asked for.
    pub today: Day,
    /// The offices that reported something or were issued certificates, as the register lists them.
    pub offices: Vec<OfficeYear>,
    /// Certificates that were issued, by office, series and level.
    pub certificates: Vec<Certificates>,
    /// Rows that were held back, by office and code; the most frequent first.
    pub rejections: Vec<Rejection>,
    /// Offices that reported the year before and not yet this year.
    pub silent: Vec<Silent>,
    /// Announced batches whose information sheet is overdue, the longest first.
    pub late: Vec<Late>,
    /// Posts that end soon.
    pub ending: Vec<Ending>,
    /// Batches that wait for the bureau, the longest first.
    pub waiting: Vec<Waiting>,
}

/// An office by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its code.
    pub code: OfficeCode,
    /// Its name; its code where the register no longer knows it.
    pub name: String,
}

/// Batches and their rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// How many batches.
    pub batches: u64,
    /// How many rows.
    pub rows: u64,
}

/// What an office reported within the year, and where that stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficeYear {
    /// The office.
    pub office: Named,
    /// What it reported and was not returned.
    pub reported: Sum,
    /// What was returned to it.
    pub returned: Sum,
    /// Of what it reported, what has been issued.
    pub issued: Sum,
    /// Rows of its sheets that were held back.
    pub rejected: u64,
    /// When it last reported.
    pub last_report: Option<Day>,
    /// Certificates that were issued in the year, of whichever year's batches.
    pub certificates: u64,
}

/// Certificates that were issued within the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificates {
    /// The office that sent them.
    pub office: Named,
    /// Their series.
    pub series: Text,
    /// Their level.
    pub level: Level,
    /// How many.
    pub certificates: u64,
}

/// Rows that were held back for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The office that sent them.
    pub office: Named,
    /// The finding's code.
    pub code: String,
    /// How many rows. A row with two errors is counted at both.
    pub rows: u64,
}

/// An office of which nothing has come this year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Silent {
    /// The office.
    pub office: Named,
    /// When it last reported.
    pub last_report: Day,
    /// The rows that it reported the year before.
    pub rows: u64,
}

/// A reviewed batch whose information sheet is overdue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Late {
    /// Which.
    pub batch: BatchId,
    /// The office that owes it.
    pub office: Named,
    /// When it was announced.
    pub announced_on: Day,
    /// Days since then.
    pub days: i64,
}

/// A post that ends soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// Which batch.
    pub batch: BatchId,
    /// The office that reviewed.
    pub office: Named,
    /// Its last day.
    pub until: Day,
}

/// A batch that the bureau is to move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Which.
    pub batch: BatchId,
    /// The office that sent it.
    pub office: Named,
    /// What is to be done.
    pub step: Move,
    /// Its rows.
    pub rows: u64,
    /// Since when.
    pub since: Day,
}

impl OfficeYear {
    fn add(&mut self, came: &Came) {
        let sum =
            if came.stage == Stage::Returned { &mut self.returned } else { &mut self.reported };
        sum.add(came);
        if came.stage == Stage::Issued {
            self.issued.add(came);
        }
        self.rejected += came.rejected;
        self.last_report = self.last_report.max(Some(came.last.day()));
    }
}

impl Sum {
    fn add(&mut self, came: &Came) {
        self.batches += came.batches;
        self.rows += came.rows;
    }
}

impl Overview {
    /// The batches and rows that came and were not returned.
    pub fn reported(&self) -> Sum {
        self.offices.iter().fold(Sum::default(), |sum, year| Sum {
            batches: sum.batches + year.reported.batches,
            rows: sum.rows + year.reported.rows,
        })
    }

    /// How many offices owe an information sheet.
    pub fn late_offices(&self) -> usize {
        self.late.iter().map(|late| &late.office.code).collect::<BTreeSet<_>>().len()
    }

    /// Whether nothing was ever heard of anybody, as far as this year and the one before can tell.
    pub fn is_empty(&self) -> bool {
        self.offices.is_empty()
            && self.silent.is_empty()
            && self.late.is_empty()
            && self.ending.is_empty()
            && self.waiting.is_empty()
    }
}
