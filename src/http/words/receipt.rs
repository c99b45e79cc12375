//! What is said of a receipt 报送回执 that is presented. Its words are its own: nobody is to read
//! "genuine" of a receipt as "genuine" of a certificate.

use super::Lang;
use crate::{
    model::receipt::{ReceiptVerdict, ReceiptVerification},
    registry::VerifiedReceipt,
};

/// The labels of what a receipt says.
pub struct ReceiptLabels {
    pub compare: &'static str,
    pub nothing_shown: &'static str,
    pub office: &'static str,
    pub code: &'static str,
    pub batch: &'static str,
    pub way: &'static str,
    pub accepted: &'static str,
    pub rejected: &'static str,
    pub unchanged: &'static str,
    pub reported_at: &'static str,
    pub file: &'static str,
}

impl Lang {
    /// The labels of a receipt.
    pub fn receipt_labels(self) -> &'static ReceiptLabels {
        match self {
            Self::Zh => &ReceiptLabels {
                compare: "与您手上的回执逐项对照",
                nothing_shown: "没有可显示的回执内容",
                office: "报送单位",
                code: "单位代码",
                batch: "批次",
                way: "报送方式",
                accepted: "新收",
                rejected: "需修改",
                unchanged: "已在册",
                reported_at: "报送时间",
                file: "文件摘要（SHA-256）",
            },
            Self::En => &ReceiptLabels {
                compare: "Compare with the receipt in your hand",
                nothing_shown: "Nothing of a receipt to show",
                office: "Reporting office",
                code: "Code of the office",
                batch: "Batch",
                way: "By way of",
                accepted: "New rows taken in",
                rejected: "Rows held back",
                unchanged: "Rows on record before",
                reported_at: "Reported at",
                file: "SHA-256 of the file",
            },
        }
    }

    /// The headline of a receipt.
    pub fn receipt_headline(self, verdict: ReceiptVerdict) -> &'static str {
        let (zh, en) = match verdict {
            ReceiptVerdict::Genuine => ("回执属实", "The receipt is true"),
            ReceiptVerdict::Returned => {
                ("回执属实，批次已退回", "The receipt is true; the batch was returned")
            }
            ReceiptVerdict::Signed => {
                ("回执签名为真，登记未核", "Receipt signed by us, record not checked")
            }
            ReceiptVerdict::NotGenuine => ("回执不实，勿采信", "The receipt is false"),
            ReceiptVerdict::Unchecked => {
                ("回执暂时无法核验", "Could not check the receipt – no verdict yet")
            }
        };
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The sentence below the headline.
    pub fn receipt_sentence(self, it: &ReceiptVerification) -> String {
        let (zh, en) = match (it.verdict, it.returned_on) {
            (ReceiptVerdict::Returned, Some(day)) => {
                return match self {
                    Self::Zh => format!("当时确已报送，{}退回给报送单位。", self.day(day)),
                    Self::En => {
                        format!("It was reported, and returned to the office on {}.", self.day(day))
                    }
                };
            }
            (ReceiptVerdict::Genuine | ReceiptVerdict::Returned, _) => (
                "与登记的批次一致。回执只说明报送，不证明任何人的资格。",
                "It agrees with the batch on record. A receipt attests nobody's title.",
            ),
            (ReceiptVerdict::Signed, _) => (
                "离线只能证明出具过这份回执。",
                "Offline it can only be shown that this receipt was once given.",
            ),
            (ReceiptVerdict::NotGenuine, _) => (
                "签名不成立，或与登记的批次不一致。",
                "The signature fails, or it differs from the batch on record.",
            ),
            (ReceiptVerdict::Unchecked, _) => (
                "有一项没能核对。不表示有问题，也不表示没有问题。",
                "Something could not be checked. This says neither that anything is wrong nor that nothing is.",
            ),
        };
        match self {
            Self::Zh => zh.to_owned(),
            Self::En => en.to_owned(),
        }
    }

    /// When it was checked.
    pub fn receipt_stamp(self, verified: &VerifiedReceipt) -> String {
        let at = self.instant(verified.checked_at);
        match self {
            Self::Zh => format!("核验时间{at}"),
            Self::En => format!("Checked on {at} (Wenzhou time)"),
        }
    }

    /// What the reader does now, in order.
    pub fn receipt_next_steps(self, verdict: ReceiptVerdict) -> &'static [&'static str] {
        match (self, verdict) {
            (Self::Zh, ReceiptVerdict::Genuine) => {
                &["回执内容与本页不同的，以本页为准。", "想核对文件，比较它的SHA-256。"]
            }
            (Self::En, ReceiptVerdict::Genuine) => &[
                "Where the receipt differs from this page, this page is right.",
                "To check a file, compare its SHA-256.",
            ],
            (Self::Zh, ReceiptVerdict::Returned) => &["改好以后重新报送，再下载新的回执。"],
            (Self::En, ReceiptVerdict::Returned) => {
                &["Mend the list, report it again, and download the new receipt."]
            }
            (Self::Zh, ReceiptVerdict::Signed) => &["联网以后再核验一次。"],
            (Self::En, ReceiptVerdict::Signed) => &["Verify it again when you are online."],
            (Self::Zh, ReceiptVerdict::NotGenuine) => &["不要采信。", "请报送单位重新下载回执。"],
            (Self::En, ReceiptVerdict::NotGenuine) => {
                &["Do not rely on it.", "Ask the office to download the receipt again."]
            }
            (Self::Zh, ReceiptVerdict::Unchecked) => {
                &["过几分钟再扫一次。", "还是不行，请报送单位重新下载回执。"]
            }
            (Self::En, ReceiptVerdict::Unchecked) => &[
                "Scan it again in a few minutes.",
                "If that fails, ask the office to download the receipt again.",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{day::Day, verdict::Verdict};

    #[test]
    fn no_receipt_is_said_in_the_words_of_a_certificate() {
        const CERTIFICATES: [Verdict; 10] = [
            Verdict::Genuine,
            Verdict::Issued,
            Verdict::Suspended,
            Verdict::Revoked,
            Verdict::Retired,
            Verdict::Replaced,
            Verdict::CopyExpired,
            Verdict::NotGenuine,
            Verdict::Unreadable,
            Verdict::Unchecked,
        ];
        for lang in [Lang::Zh, Lang::En] {
            for verdict in ReceiptVerdict::ALL {
                let headline = lang.receipt_headline(verdict);
                assert!(headline.contains("回执") || headline.to_lowercase().contains("receipt"));
                assert!(CERTIFICATES.iter().all(|other| lang.headline(*other) != headline));
                assert!(!lang.receipt_next_steps(verdict).is_empty());
                let it = ReceiptVerification {
                    verdict,
                    checks: Vec::new(),
                    receipt: None,
                    returned_on: Day::parse("2026-11-26"),
                };
                assert!(!lang.receipt_sentence(&it).contains("有效"));
            }
        }
    }
}
