//! What an office sends: checked by its own rows, compared with the record, mended, reported.

pub(super) mod changes;
pub mod check;
pub mod draft;
mod fit;
pub(super) mod found;
pub mod import;
pub(super) mod judge;
pub(super) mod record;
pub(super) mod resent;
pub(super) mod seal;
pub mod template;
