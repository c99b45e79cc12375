//! What an office sends: checked by its own rows, compared with the record, mended, reported.

pub mod check;
pub mod draft;
mod fit;
pub mod import;
pub(super) mod judge;
pub(super) mod record;
pub(super) mod seal;
pub mod template;
