//! The road of a sheet: check, import, accept, issue; and what may happen to a certificate later.

pub mod amend;
pub mod batch;
pub mod check;
mod commit;
mod fit;
pub mod import;
pub mod issue;
pub(super) mod ledger;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the verb that takes the information sheet of a reviewed batch in")
)]
mod matching;
mod record;
pub mod template;
