//! 统一社会信用代码, GB 32100-2015: two characters of register and class, six digits of division,
//! nine of organisation code (GB 11714), one check character.

use serde::{Deserialize, Serialize};
use std::fmt;

/// No I, O, S, V, Z: they are read as digits.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// GB 11714, over the first eight characters of an organisation code.
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// An 18-character credit code whose check character holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a text is no credit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CreditCodeFault {
    /// Not eighteen characters.
    #[error("a unified social credit code has 18 characters")]
    WrongLength,
    /// A character outside the standard's alphabet, or no digits where the division stands.
    #[error("a unified social credit code holds digits and capitals other than I, O, S, V and Z")]
    StrayCharacter,
    /// The last character does not follow from those before.
    #[error("the check character of the unified social credit code does not hold")]
    WrongCheck,
}

impl CreditCodeFault {
    /// Stable, `snake_case`.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongLength => "credit_code_wrong_length",
            Self::StrayCharacter => "credit_code_stray_character",
            Self::WrongCheck => "credit_code_wrong_check",
        }
    }

    /// What happened and what to do, for a clerk.
    pub fn zh(self) -> &'static str {
        match self {
            Self::WrongLength => "统一社会信用代码应为18位，请按营业执照或法人证书核对。",
            Self::StrayCharacter => {
                "统一社会信用代码只用数字和大写字母，且不用I、O、S、V、Z。请核对。"
            }
            Self::WrongCheck => "统一社会信用代码的末位校验不符，有一位写错了。请逐位核对。",
        }
    }
}

impl CreditCode {
    /// Parses the 18 characters; outer space and small letters are forgiven.
    ///
    /// The organisation code's own check is not asked for (see
    /// [`Self::has_sound_organisation_code`]): the check over all eighteen covers every character.
    pub fn parse(written: &str) -> Result<Self, CreditCodeFault> {
        let written = written.trim();
        if written.len() > 72 || written.chars().count() != 18 {
            return Err(CreditCodeFault::WrongLength);
        }
        let code = written.to_ascii_uppercase();
        let (Some(body), Some(division)) = (code.get(..17), code.get(2..8)) else {
            return Err(CreditCodeFault::StrayCharacter);
        };
        if !division.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CreditCodeFault::StrayCharacter);
        }
        let last = code.get(17..).and_then(|last| last.bytes().next());
        if last.and_then(value).is_none() {
            return Err(CreditCodeFault::StrayCharacter);
        }
        let check = check_character(body).ok_or(CreditCodeFault::StrayCharacter)?;
        if code.ends_with(check) { Ok(Self(code)) } else { Err(CreditCodeFault::WrongCheck) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nine characters by which the body itself is known.
    pub fn organisation_code(&self) -> &str {
        self.0.get(8..17).unwrap_or_default() // 18 ASCII characters by `parse`
    }

    /// Whether the organisation code's own check character (GB 11714) holds too.
    pub fn has_sound_organisation_code(&self) -> bool {
        let code = self.organisation_code();
        code.get(..8).and_then(organisation_check).is_some_and(|check| code.ends_with(check))
    }
}

fn value(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|c| *c == byte)
}

fn check_character(body: &str) -> Option<char> {
    let mut sum = 0;
    for (byte, weight) in body.bytes().zip(WEIGHTS) {
        sum += value(byte)? * weight;
    }
    ALPHABET.get((31 - sum % 31) % 31).map(|c| char::from(*c))
}

fn organisation_check(body: &str) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in body.chars().zip(ORGANISATION_WEIGHTS) {
        sum += usize::try_from(c.to_digit(36)?).ok()? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        check => char::from_digit(u32::try_from(check).ok()?, 10),
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeFault;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_example_and_real_authorities_pass() {
        for code in [
            "91350100M000100Y43",
            "11100000000013338W",
            "11330105002500287C",
            "11430000006122244L",
            "11220000013544541J",
            "11100000MB03271699",
        ] {
            let parsed = CreditCode::parse(code).unwrap();
            assert_eq!(parsed.as_str(), code);
            assert!(parsed.has_sound_organisation_code(), "{code}");
        }
        assert_eq!(organisation_check("M000100Y"), Some('4'));
    }

    #[test]
    fn one_wrong_character_never_passes() {
        let code = "91350100M000100Y43";
        for at in 0..18 {
            for other in ALPHABET {
                let mut wrong = code.as_bytes().to_vec();
                wrong[at] = *other;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(CreditCode::parse(&wrong).is_ok(), wrong == code, "{wrong}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (written, fault) in [
            ("", CreditCodeFault::WrongLength),
            ("91350100M000100Y4", CreditCodeFault::WrongLength),
            ("91350100MOOO100Y43", CreditCodeFault::StrayCharacter),
            ("9135O100M000100Y43", CreditCodeFault::StrayCharacter),
            ("91350100M000100Y4I", CreditCodeFault::StrayCharacter),
            ("温州市某某有限公司统一社会信用代码一二", CreditCodeFault::WrongLength),
            ("９１３５０１００M000100Y43", CreditCodeFault::StrayCharacter),
            ("91350100M000100Y44", CreditCodeFault::WrongCheck),
        ] {
            assert_eq!(CreditCode::parse(written), Err(fault), "{written}");
        }
        assert!(CreditCode::parse(" 91350100m000100y43 ").is_ok());
    }
}
