//! 报送回执: what an office reported, how many, when; and what is said of one that is presented.

use super::{
    batch::BatchId,
    day::{Day, Timestamp},
    digest::Digest,
    office::OfficeCode,
    text::Text,
    verdict::{Check, Verification},
    way::Way,
};
use serde::Serialize;

/// What a receipt says. It is about a batch and never about a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Receipt {
    /// 批次.
    pub batch: BatchId,
    /// The office that reported.
    pub office: OfficeCode,
    /// Its name.
    pub office_name: Text,
    /// The way of the batch.
    pub way: Way,
    /// Rows that went into the batch.
    pub accepted: u64,
    /// Rows held back, to be mended.
    pub rejected: u64,
    /// Rows that were on record already.
    pub unchanged: u64,
    /// SHA-256 of the uploaded file.
    pub file: Digest,
    /// When it was reported; whole seconds.
    #[serde(serialize_with = "in_words")]
    pub reported_at: Timestamp,
}

impl Receipt {
    /// Whether another tells the same. An office may be called otherwise by now; its code stays.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let called = |name: &Text| Self { office_name: name.clone(), ..self.clone() };
        called(&other.office_name) == *other
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn in_words<S: serde::Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.rfc3339())
}

/// The answer to "did this office report this?".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptVerdict {
    /// Signed by us, and the record says the same.
    Genuine,
    /// So it was reported; the batch was returned since.
    Returned,
    /// Signature good; record not looked at (offline).
    Signed,
    /// Changed, or never ours.
    NotGenuine,
    /// Something needed could not be read: neither yes nor no.
    Unchecked,
}

impl ReceiptVerdict {
    /// Every verdict.
    pub const ALL: [Self; 5] =
        [Self::Genuine, Self::Returned, Self::Signed, Self::NotGenuine, Self::Unchecked];

    /// The word of JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Returned => "returned",
            Self::Signed => "signed",
            Self::NotGenuine => "not_genuine",
            Self::Unchecked => "unchecked",
        }
    }
}

/// A verdict on a receipt with everything that led to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptVerification {
    /// The answer.
    pub verdict: ReceiptVerdict,
    /// The checks, in order.
    pub checks: Vec<Check>,
    /// What the receipt says; none unless the signature holds and nothing speaks against it.
    pub receipt: Option<Receipt>,
    /// Since when the batch is returned, where the registry was asked.
    pub returned_on: Option<Day>,
}

/// What was presented, judged: two kinds that are never taken for each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// A certificate, or nothing that can be told apart from a bad one.
    Certificate(Verification),
    /// A receipt.
    Receipt(ReceiptVerification),
}
