//! The words of `/mine/{number}/copy` and below.

use super::Lang;
use crate::{
    model::{
        copy::{BoundCopy, MOST_ALIVE, MOST_DAYS, PurposeFault, UntilFault},
        day::Day,
    },
    registry::Refusal,
};

/// What the pages of copies say without a value in it.
pub struct Copies {
    pub title: &'static str,
    pub lead: &'static str,
    pub make: &'static str,
    pub purpose: &'static str,
    pub purpose_hint: &'static str,
    pub until: &'static str,
    pub submit: &'static str,
    pub full: &'static str,
    pub none: &'static str,
    pub download: &'static str,
    pub withdraw: &'static str,
    pub back: &'static str,
    pub ask: &'static str,
    pub consequence: &'static str,
    pub keep: &'static str,
}

pub static ZH: Copies = Copies {
    title: "开副本，写明用途和期限",
    lead: "副本的版面和PDF里都写着用途和期限，扫码或上传PDF核验时会一并说明。请把副本而不是证书原件交给别人：原样流到别处，看得出是哪一份。有人存心裁掉字样、另做二维码，纸上就看不出来；重要的事请对方核验您发去的PDF。",
    make: "再开一份",
    purpose: "用途",
    purpose_hint: "2到40个字，会印在副本上，例如“应聘某某公司”。不要写证件号码。",
    until: "用到哪一天",
    submit: "开副本",
    full: "已有3份副本在用。收回一份，或等一份到期，才能再开。",
    none: "现在没有在用的副本。",
    download: "下载PDF",
    withdraw: "收回",
    back: "返回这份证书",
    ask: "收回这份副本？",
    consequence: "收回以后，不论谁核验它，都会显示副本已过期；不能恢复，需要时可以另开一份。",
    keep: "不收回，返回",
};

pub static EN: Copies = Copies {
    title: "Make a copy for a purpose and a time",
    lead: "The purpose and the last day stand on the copy and in its PDF, and are told to whoever scans it or uploads the file. Hand out a copy rather than the certificate: one that is passed on as it is names where it came from. Who cuts the words off and draws another code leaves no trace on paper; where it matters, have the PDF itself verified.",
    make: "Make another",
    purpose: "Purpose",
    purpose_hint: "2 to 40 characters, printed on the copy, such as “application to a company”. No document numbers.",
    until: "Until",
    submit: "Make the copy",
    full: "3 copies are in use. Withdraw one, or wait until one has ended, to make another.",
    none: "No copy is in use.",
    download: "Download PDF",
    withdraw: "Withdraw",
    back: "Back to the certificate",
    ask: "Withdraw this copy?",
    consequence: "From then on whoever verifies it is told that it has expired. This cannot be undone; you can make another copy.",
    keep: "Keep it and go back",
};

impl Lang {
    /// The words of copies.
    pub fn copies(self) -> &'static Copies {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// Below the day: how it is written, and the last that is possible.
    pub fn until_hint(self, last: Day) -> String {
        let last = self.day(last);
        match self {
            Self::Zh => format!("最多{MOST_DAYS}天，到{last}为止。当天仍然有效。"),
            Self::En => {
                format!("At most {MOST_DAYS} days, until {last}. The copy counts on that day.")
            }
        }
    }

    /// The heading above the copies in use.
    pub fn live_copies(self, live: usize) -> String {
        match self {
            Self::Zh => format!("在用的副本，{live}份，最多{MOST_ALIVE}份"),
            Self::En => format!("Copies in use: {live} of {MOST_ALIVE}"),
        }
    }

    /// Until when a copy counts, and when it was made.
    pub fn copy_times(self, copy: &BoundCopy) -> String {
        let (until, made) = (self.day(copy.until), self.instant(copy.made_at));
        match self {
            Self::Zh => format!("用到{until}，{made}开具"),
            Self::En => format!("Until {until}, made on {made}"),
        }
    }

    /// What is wrong with the purpose and the day of a refused copy.
    pub fn unfit_copy(self, refusal: &Refusal) -> [Option<String>; 2] {
        let Refusal::UnfitCopy { purpose, until } = refusal else {
            return [Some(self.refused(refusal)), None];
        };
        match self {
            Self::Zh => [purpose.map(PurposeFault::zh), until.map(UntilFault::zh)],
            Self::En => [purpose.map(PurposeFault::en), until.map(UntilFault::en)],
        }
    }
}
