//! What to do after a verdict. What a reader must not do comes first.

use super::Lang;
use crate::model::verdict::Verdict;

impl Lang {
    /// What the reader does now, in order.
    pub fn next_steps(self, verdict: Verdict) -> &'static [&'static str] {
        match self {
            Self::Zh => next_zh(verdict),
            Self::En => next_en(verdict),
        }
    }
}

fn next_zh(verdict: Verdict) -> &'static [&'static str] {
    match verdict {
        Verdict::Genuine => &[
            "与持证人的身份证件、手上的纸面逐项对照。",
            "纸面内容与本页不同的，以本页为准。",
            "只认您自己扫码打开的页面，截图不算数。",
        ],
        Verdict::Revoked | Verdict::Retired => {
            &["不要作为聘任、投标等的依据。", "想了解原因，请持证人本人问发证机关。"]
        }
        Verdict::Suspended => &["过些日子再核验一次。", "想了解原因，请持证人本人问发证机关。"],
        Verdict::Replaced => &["请持证人出示新证，再扫新证上的二维码。"],
        Verdict::CopyExpired => {
            &["请持证人另开一份写明您的用途的副本。", "不要把这一份用在别的地方。"]
        }
        Verdict::NotGenuine => &[
            "不要采信，也不必与纸面对照。",
            "保留原件或照片，打电话问发证机关。",
            "如果是扫描不清，换个光线再扫一次。",
        ],
        Verdict::Unchecked => &["过几分钟再扫一次。", "急用时打电话问发证机关。"],
        Verdict::Issued => &["联网以后再核验一次。"],
        Verdict::Unreadable => {
            &["换个光线，离近一些再扫一次。", "还是读不出，改用证书编号和姓名核验。"]
        }
    }
}

fn next_en(verdict: Verdict) -> &'static [&'static str] {
    match verdict {
        Verdict::Genuine => &[
            "Compare it item by item with the holder's identity document and the paper in your hand.",
            "Where the paper differs from this page, this page is right.",
            "Trust only a page that you opened by scanning the code yourself, never a screenshot.",
        ],
        Verdict::Revoked | Verdict::Retired => &[
            "Do not base an appointment, a bid or any other decision on it.",
            "For the reason, the holder may ask the awarding office.",
        ],
        Verdict::Suspended => &[
            "Verify it again in some days.",
            "For the reason, the holder may ask the awarding office.",
        ],
        Verdict::Replaced => &["Ask the holder for the new certificate and scan its code."],
        Verdict::CopyExpired => &[
            "Ask the holder for another copy, made for your purpose.",
            "Do not use this one for anything else.",
        ],
        Verdict::NotGenuine => &[
            "Do not rely on it; there is nothing to compare.",
            "Keep the original or a photo and call the awarding office.",
            "If the scan was poor, try again in better light.",
        ],
        Verdict::Unchecked => {
            &["Scan it again in a few minutes.", "If it is urgent, call the awarding office."]
        }
        Verdict::Issued => &["Verify it again when you are online."],
        Verdict::Unreadable => &[
            "Try better light and hold the camera closer.",
            "If that fails, verify by certificate number and name.",
        ],
    }
}
