//! The road of a sheet: check, import, accept, issue; and what may happen to a certificate later.

pub mod amend;
pub mod batch;
pub mod check;
mod commit;
mod fit;
pub mod import;
pub mod issue;
pub(super) mod ledger;
mod record;
pub mod template;
