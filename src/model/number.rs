//! Certificate numbers: `C330300202600001X` and the like.

use super::{catalogue::Level, check_character};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A division of GB/T 2260: six digits, as in `330381`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Division([u8; 6]);

impl Division {
    /// Parses six digits.
    pub fn parse(written: &str) -> Option<Self> {
        let digits: [u8; 6] = written.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default() // always ASCII digits
    }
}

/// A certificate number: level letter, division, year of issue, serial, check character:
/// `C 330300 2026 000001 K`, 18 characters written without gaps.
///
/// C is intermediate, D junior assistant, E junior technician. The serial runs per (letter,
/// division, year) from 1 to 999,999; the check character is ISO 7064 MOD 37,36 over the 17 before.
/// Gaps are allowed, reuse never.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CertificateNumber(String);

impl CertificateNumber {
    /// Makes the number of `serial`; `None` if level, year or serial has no number.
    pub fn new(level: Level, division: Division, year: i16, serial: u32) -> Option<Self> {
        if !(1..=999_999).contains(&serial) || !(1000..=9999).contains(&year) {
            return None;
        }
        let body = format!("{}{}{year:04}{serial:06}", letter(level)?, division.as_str());
        let check = check_character::of(&body)?;
        Some(Self(format!("{body}{check}")))
    }

    /// Parses the 18 characters; lower case, spaces and hyphens between groups are forgiven.
    pub fn parse(written: &str) -> Option<Self> {
        if written.len() > 64 {
            return None;
        }
        let plain: String = written
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let digits = plain.get(1..17)?;
        let sound = plain.len() == 18
            && matches!(plain.as_bytes().first(), Some(b'C' | b'D' | b'E'))
            && digits.bytes().all(|b| b.is_ascii_digit())
            && check_character::holds(&plain);
        sound.then_some(Self(plain))
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level of the numbers that begin with a letter.
    pub fn level_of_letter(written: char) -> Option<Level> {
        Level::ALL.into_iter().find(|level| letter(*level) == Some(written))
    }

    /// The groups that people read aloud: letter and division, year, serial and check.
    pub fn groups(&self) -> [&str; 3] {
        [&self.0[..7], &self.0[7..11], &self.0[11..]] // 18 ASCII characters by `parse`
    }
}

fn letter(level: Level) -> Option<char> {
    match level {
        Level::Intermediate => Some('C'),
        Level::JuniorAssistant => Some('D'),
        Level::JuniorTechnician => Some('E'),
        Level::AssociateSenior | Level::Senior => None,
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CertificateNumber {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("not a certificate number, or its check character is wrong")
    }
}

impl From<CertificateNumber> for String {
    fn from(number: CertificateNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_and_one_wrong_digit_does_not() {
        let division = Division::parse("330381").unwrap();
        let number = CertificateNumber::new(Level::JuniorAssistant, division, 2026, 42).unwrap();
        assert!(number.as_str().starts_with("D3303812026000042"));
        assert_eq!(CertificateNumber::parse(number.as_str()), Some(number.clone()));
        assert_eq!(
            CertificateNumber::parse(&format!(" {} ", number.groups().join(" ").to_lowercase())),
            Some(number.clone())
        );
        for at in 1..17 {
            let mut wrong = number.as_str().as_bytes().to_vec();
            wrong[at] = if wrong[at] == b'9' { b'0' } else { wrong[at] + 1 };
            assert_eq!(CertificateNumber::parse(std::str::from_utf8(&wrong).unwrap()), None);
        }
        assert_eq!(CertificateNumber::new(Level::Senior, division, 2026, 1), None);
        assert_eq!(CertificateNumber::new(Level::Intermediate, division, 2026, 1_000_000), None);
    }
}
