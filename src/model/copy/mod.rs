//! 加注副本: a copy of a certificate that its holder makes for one purpose and until one day, so
//! that one that went astray names who let it go.

mod purpose;
mod until;

use super::{
    day::{Day, Timestamp},
    number::CertificateNumber,
};
use serde::{Deserialize, Serialize};
use std::fmt;

pub use purpose::{Purpose, PurposeFault};
pub use until::{DAYS_OFFERED, MOST_DAYS, UntilFault, until};

/// How many copies of one certificate are alive at once.
pub const MOST_ALIVE: u32 = 3;

/// How many copies of one certificate are made in twenty-four hours: they are kept for ever, also
/// those that are withdrawn at once.
pub const MOST_A_DAY: u32 = 10;

/// What a copy is found by: 16 decimal digits by chance. Whoever has not seen the copy cannot guess
/// them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CopyCode(String);

impl CopyCode {
    const DIGITS: usize = 16;

    /// The code that random bytes make.
    pub fn of_random(bytes: [u8; 8]) -> Self {
        // 2⁶⁴ is 1,844 times 10¹⁶: no code is likelier than another by more than a thousandth.
        Self(format!("{:016}", u64::from_be_bytes(bytes) % 10_u64.pow(16)))
    }

    /// Parses the 16 digits, written without gaps.
    pub fn parse(written: &str) -> Option<Self> {
        let sound = written.len() == Self::DIGITS && written.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| Self(written.to_owned()))
    }

    /// The 16 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CopyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows no digit: who has the code has the purpose.
impl fmt::Debug for CopyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CopyCode(…)")
    }
}

impl TryFrom<String> for CopyCode {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("the code of a copy is 16 digits")
    }
}

impl From<CopyCode> for String {
    fn from(code: CopyCode) -> Self {
        code.0
    }
}

/// A copy bound to a purpose and a day: what its page, its file and the record say of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BoundCopy {
    /// What it is found by.
    pub code: CopyCode,
    /// Of which certificate.
    pub number: CertificateNumber,
    /// 用途.
    pub purpose: Purpose,
    /// The last day, in Wenzhou, on which it counts.
    pub until: Day,
    /// When it was made; whole seconds.
    pub made_at: Timestamp,
}

impl BoundCopy {
    /// Whether its day has passed.
    pub fn has_ended(&self, today: Day) -> bool {
        self.until < today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_sixteen_digits_and_shows_none_of_them_in_a_log() {
        let code = CopyCode::of_random([0xff; 8]);
        assert_eq!(code.as_str(), "6744073709551615");
        assert_eq!(CopyCode::parse(code.as_str()), Some(code.clone()));
        assert_eq!(CopyCode::of_random([0; 8]).as_str(), "0000000000000000");
        assert_eq!(format!("{code:?}"), "CopyCode(…)");
        for other in
            ["", "123456789012345", "12345678901234567", "123456789012345a", " 23456789012345 "]
        {
            assert_eq!(CopyCode::parse(other), None, "{other}");
        }
        assert_eq!(CopyCode::parse("１２３４５６７８９０１２３４５６"), None);
    }
}
