//! The whole road, from an office's sheet to an employer's verdict.

mod calendar;
mod drafts;
pub mod graph;
mod issued;
mod record;
mod returned;
pub mod rights;
mod standing;
mod whole;
