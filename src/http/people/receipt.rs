//! The verdict on a receipt, as the page that `/v/{token}` and `/verify/file` show.

use super::facts::{Fact, Value};
use super::verify::{CheckRow, VerdictPage};
use crate::{
    http::{
        page::Frame,
        words::{Lang, verdict::is_told},
    },
    model::receipt::{Receipt, ReceiptVerdict},
    registry::VerifiedReceipt,
};

impl<'a> VerdictPage<'a> {
    /// The page of a receipt.
    pub fn of_receipt(frame: Frame<'a>, verified: &VerifiedReceipt) -> Self {
        let lang = frame.lang;
        let it = &verified.verification;
        let labels = lang.receipt_labels();
        let told = it.checks.iter().filter(|check| is_told(check));
        Self {
            sign: it.verdict.code(),
            dress: dress(it.verdict),
            is_good: it.verdict == ReceiptVerdict::Genuine,
            headline: lang.receipt_headline(it.verdict),
            headline_other: lang.other().receipt_headline(it.verdict),
            sentence: lang.receipt_sentence(it),
            stamp: lang.receipt_stamp(verified),
            checked_at: verified.checked_at.rfc3339(),
            next: lang.receipt_next_steps(it.verdict),
            compare: labels.compare,
            nothing_shown: labels.nothing_shown,
            facts: it.receipt.as_ref().map_or_else(Vec::new, |receipt| facts(lang, receipt)),
            checks: told.map(|check| CheckRow::new(lang, check)).collect(),
            frame,
        }
    }
}

fn dress(verdict: ReceiptVerdict) -> &'static str {
    match verdict {
        ReceiptVerdict::Genuine => "genuine",
        ReceiptVerdict::Returned => "ended",
        ReceiptVerdict::NotGenuine => "false",
        ReceiptVerdict::Signed | ReceiptVerdict::Unchecked => "unsure",
    }
}

/// What a receipt says, in the order of its page.
fn facts(lang: Lang, receipt: &Receipt) -> Vec<Fact> {
    let labels = lang.receipt_labels();
    let text = |label, text: String| Fact { label, value: Value::Text(text) };
    let at = receipt.reported_at;
    let reported_at = Value::Date { machine: at.rfc3339(), shown: lang.instant(at) };
    vec![
        text(labels.office, receipt.office_name.to_string()),
        text(labels.code, receipt.office.to_string()),
        text(labels.batch, receipt.batch.to_string()),
        Fact { label: labels.way, value: Value::Words(lang.way(receipt.way)) },
        Fact { label: labels.reported_at, value: reported_at },
        text(labels.accepted, lang.rows(receipt.accepted)),
        text(labels.rejected, lang.rows(receipt.rejected)),
        text(labels.unchanged, lang.rows(receipt.unchanged)),
        text(labels.file, receipt.file.grouped()),
    ]
}
