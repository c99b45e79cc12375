//! 用途: what a copy is made for. It is printed across the page and told to whoever scans it.

use crate::model::text::is_unfit;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One line of 2-40 characters, without outer space, without what cannot be shown, and without a long
/// number: nobody's document number is to stand on a paper that others scan.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Purpose(String);

/// Why what was written is no purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PurposeFault {
    /// Nothing is there.
    Blank,
    /// One character tells nothing.
    TooShort,
    /// More than it has room for on the page.
    TooLong,
    /// A character that cannot be seen, or turns the others round.
    Hidden,
    /// Digits enough for a document number.
    LongNumber,
    /// No face of the press draws the character.
    NotDrawn(char),
}

impl Purpose {
    /// The most characters.
    pub const MAX: usize = 40;
    const MIN: usize = 2;
    /// The digits of the shortest document number that is refused: a resident ID of before 1999.
    const LONG_NUMBER: usize = 15;

    /// Reads what a holder wrote; outer space does not count.
    pub fn read(written: &str) -> Result<Self, PurposeFault> {
        let written = written.trim();
        let length = written.chars().take(Self::MAX + 1).count();
        match length {
            0 => Err(PurposeFault::Blank),
            n if n < Self::MIN => Err(PurposeFault::TooShort),
            n if n > Self::MAX => Err(PurposeFault::TooLong),
            _ if written.chars().any(is_unfit) => Err(PurposeFault::Hidden),
            _ if longest_number(written) >= Self::LONG_NUMBER => Err(PurposeFault::LongNumber),
            _ => Ok(Self(written.to_owned())),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The digits of the longest number, whatever stands between them but letters and characters.
fn longest_number(written: &str) -> usize {
    let (mut longest, mut digits) = (0, 0);
    for c in written.chars() {
        let is_digit = c.is_ascii_digit() || ('０'..='９').contains(&c);
        let groups = !c.is_alphanumeric();
        digits = match (is_digit, groups) {
            (true, _) => digits + 1,
            (false, true) => digits,
            (false, false) => 0,
        };
        longest = longest.max(digits);
    }
    longest
}

impl PurposeFault {
    /// In Chinese: what is wrong, and what to write.
    pub fn zh(self) -> String {
        match self {
            Self::Blank => "请写明用途，例如“应聘某某公司”。".into(),
            Self::TooShort => "用途只有1个字，看不出用在哪里。请写2到40个字。".into(),
            Self::TooLong => "用途超过40个字，印不下。请写短一些。".into(),
            Self::Hidden => "用途里有看不见的字符。请删掉，重新输入一遍。".into(),
            Self::LongNumber => {
                "用途里有一长串数字，像是证件号码。副本会给别人看，请不要写证件号码。".into()
            }
            Self::NotDrawn(c) => {
                format!("“{c}”（U+{:04X}）印不出来。请换一个写法。", u32::from(c))
            }
        }
    }

    /// In English.
    pub fn en(self) -> String {
        match self {
            Self::Blank => "Say what the copy is for, such as “application to a company”.".into(),
            Self::TooShort => {
                "One character does not say what the copy is for. Write 2 to 40.".into()
            }
            Self::TooLong => "The purpose is longer than 40 characters. Make it shorter.".into(),
            Self::Hidden => {
                "The purpose holds characters that cannot be seen. Delete it and type it again."
                    .into()
            }
            Self::LongNumber => {
                "The purpose holds a long number, such as that of a document. Others will see the \
                 copy: leave the number out."
                    .into()
            }
            Self::NotDrawn(c) => {
                format!("“{c}” (U+{:04X}) cannot be printed. Write it another way.", u32::from(c))
            }
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows nothing: what a holder needs a copy for is nobody's business in a log.
impl fmt::Debug for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Purpose(…)")
    }
}

impl TryFrom<String> for Purpose {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        let read = Self::read(&written).ok().filter(|purpose| purpose.0 == written);
        read.ok_or("a purpose is one line of 2-40 characters without a long number")
    }
}

impl From<Purpose> for String {
    fn from(purpose: Purpose) -> Self {
        purpose.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Result<String, PurposeFault> {
        Purpose::read(written).map(String::from)
    }

    #[test]
    fn a_purpose_is_one_short_line() {
        assert_eq!(read(" 应聘温州某某建设公司\u{3000}").as_deref(), Ok("应聘温州某某建设公司"));
        assert_eq!(read("入职").as_deref(), Ok("入职"));
        assert_eq!(read(&"长".repeat(40)).map(|p| p.chars().count()), Ok(40));
        for (written, fault) in [
            ("", PurposeFault::Blank),
            (" \u{3000}\n", PurposeFault::Blank),
            ("职", PurposeFault::TooShort),
            (&"长".repeat(41), PurposeFault::TooLong),
            ("应聘\n公司", PurposeFault::Hidden),
            ("应聘\u{202E}公司", PurposeFault::Hidden),
            ("应聘\u{200B}公司", PurposeFault::Hidden),
            ("应聘\0公司", PurposeFault::Hidden),
        ] {
            assert_eq!(read(written), Err(fault), "{written:?}");
        }
    }

    #[test]
    fn a_document_number_is_refused_however_it_is_grouped() {
        for number in [
            "330302198506152047",
            "33030219850615204X",
            "330302850615204",
            "３３０３０２１９８５０６１５２０４７",
            "330302 19850615 2047",
            "330302-1985-0615-204",
            "330302.19850615.2047",
            "330302/19850615/2047",
            "330302—19850615—2047",
            "(330302)19850615，2047",
        ] {
            assert_eq!(
                read(&format!("张伟{number}入职")),
                Err(PurposeFault::LongNumber),
                "{number}"
            );
        }
        // A bidding number or a day is none.
        assert!(read("投标 WZ20261125-0042 号项目").is_ok());
        assert!(read("2026年11月25日至2026年12月31日").is_ok());
        assert!(read("330302 1985 温州 0615 2047").is_ok());
    }

    #[test]
    fn a_stored_purpose_is_one_that_could_have_been_read() {
        assert!(serde_json::from_str::<Purpose>("\"入职\"").is_ok());
        for other in ["\" 入职\"", "\"职\"", "\"330302198506152047\""] {
            assert!(serde_json::from_str::<Purpose>(other).is_err(), "{other}");
        }
    }

    #[test]
    fn nothing_of_a_purpose_stands_in_a_log() {
        let purpose = Purpose::read("应聘某某公司").unwrap();
        assert_eq!(format!("{purpose:?}"), "Purpose(…)");
    }
}
