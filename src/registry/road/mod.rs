//! The road of a batch from its report to certificates: accept, publicity, issue; and what may happen
//! to a certificate later.

pub mod amend;
pub mod batch;
mod commit;
pub mod fill;
pub mod issue;
pub(super) mod ledger;
mod matching;
pub mod publicity;
