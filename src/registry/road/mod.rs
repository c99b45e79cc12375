//! The road of a sheet: check, import, accept, issue; and what may happen to a certificate later.

pub mod amend;
pub mod batch;
pub mod check;
mod commit;
pub mod draft;
pub mod fill;
mod fit;
pub mod import;
pub mod issue;
mod judge;
pub(super) mod ledger;
mod matching;
pub mod publicity;
mod record;
mod seal;
pub mod template;
