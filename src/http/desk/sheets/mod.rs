//! The sheets that an office sends: [`received`] takes one in, [`room`] bounds how many are in the
//! house at once; then a file for each page, and [`listed`] for what one of them lists.

pub mod downloads;
pub mod findings;
mod listed;
pub mod mend;
pub mod photos;
pub mod received;
pub mod report;
pub mod room;
pub mod sheet;
pub mod uploads;
