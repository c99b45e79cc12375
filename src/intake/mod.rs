//! Bytes of a sheet → rows → drafts and findings. Pure: what it needs to know of the world comes in
//! a [`Context`]. The photos of its people come beside it: [`photos`].
//!
//! ```text
//!  bytes ─ format ─┬─ excel ─────────────────┬─ table ─ headings ─ aside ─ rules ─ cross ─ drafts, findings
//!                  └─ encoding ─ delimited ──┘
//! ```

mod annotate;
mod aside;
mod bounds;
mod delimited;
mod encoding;
mod excel;
mod form;
mod format;
mod headings;
mod list;
mod notices;
pub mod photos;
mod reading;
mod refused;
mod rules;
mod shape;
mod table;
mod template;
#[cfg(test)]
mod tests;

pub use annotate::{Tally, annotate};
pub use bounds::{CELL_CHARS, CELLS, COLUMNS, FILE_BYTES, ROWS, UNPACKED};
pub use encoding::Encoding;
pub use format::{Format, Kind};
pub use list::{List, Reviewed, read_list, read_reviewed};
pub use reading::{Reading, check, check_mended};
pub use refused::Refused;
pub use template::{TemplateError, template};

use crate::model::{catalogue::Catalogue, certificate::Road, day::Day, office::Scope};

/// What a file is checked against.
pub struct Context<'a> {
    /// Titles, words and offices.
    pub catalogue: &'a Catalogue,
    /// What the office may send; [`Scope::county`] where none is named.
    pub scope: &'a Scope,
    /// By which road the rows come.
    pub road: Road,
    /// The day in Wenzhou.
    pub today: Day,
    /// Whether a font of the certificate has the character.
    pub draws: &'a (dyn Fn(char) -> bool + Sync),
    /// Told how many rows are judged, of how many that are known so far.
    pub judged: &'a (dyn Fn(u64, u64) + Sync),
}
