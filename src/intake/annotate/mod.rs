//! The clerk's own sheet back: bad cells coloured and noted, a sheet in front that lists every
//! finding with a link to its cell. Of an .xlsx nothing is lost: parts that are not concerned are
//! copied packed as they are, the others event by event. Text and .xls become a workbook with the
//! same rows.
//!
//! ```text
//!  .xlsx ──────────────┐
//!                      ├─ edit ── sheet, styles, notes, summary, book, parts
//!  text, .xls ─ plain ─┘
//! ```

mod book;
mod edit;
mod marks;
mod notes;
mod parts;
mod plain;
mod sheet;
mod styles;
mod summary;
mod words;
mod xml;

use super::{Context, reading, refused::Refused, table::Table};
use crate::model::finding::Finding;

/// What became of the rows, for the sheet in front.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Rows of data.
    pub rows: u64,
    /// Rows that can be reported.
    pub accepted: u64,
    /// Accepted rows in which something was mended.
    pub fixed: u64,
    /// Rows held back.
    pub rejected: u64,
    /// Whether the rows were judged at all.
    pub judged: bool,
}

/// The annotated workbook (.xlsx) of a file that [`check`](super::check) has read. `findings` may
/// hold what the record adds to those of the check. The same input gives the same bytes.
pub fn annotate(
    bytes: &[u8],
    findings: &[Finding],
    tally: &Tally,
    context: &Context<'_>,
) -> Result<Vec<u8>, Refused> {
    if reading::is_workbook(bytes)? {
        return edit::edit(bytes, findings, tally, vec![]);
    }
    let (format, _, tables) = reading::tables(bytes, context)?;
    let remarks = if format.is_text() { vec![] } else { vec![words::OLD_EXCEL.to_owned()] };
    edit::edit(&plain::workbook(&tables)?, findings, tally, remarks)
}

/// Whether a sheet is the one that we put in front of an annotated workbook.
pub(super) fn is_summary(table: &Table) -> bool {
    let first = table.rows().next();
    table.name.starts_with(words::SUMMARY)
        && first.is_some_and(|row| row.cell(0).text() == words::MARKER)
}

/// The two dialects of ECMA-376, which differ in their namespaces.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Dialect {
    Transitional,
    Strict,
}

impl Dialect {
    /// The namespace of worksheets, styles and comments.
    fn main(self) -> &'static str {
        match self {
            Self::Transitional => "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            Self::Strict => "http://purl.oclc.org/ooxml/spreadsheetml/main",
        }
    }

    /// The namespace of relationships, and what their types begin with.
    fn relationships(self) -> &'static str {
        match self {
            Self::Transitional => {
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            }
            Self::Strict => "http://purl.oclc.org/ooxml/officeDocument/relationships",
        }
    }
}
