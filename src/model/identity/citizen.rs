//! The citizen's number of GB 11643-1999: six digits of address, eight of birth, three of sequence,
//! one check character of ISO 7064 MOD 11-2. The residence permits of Hong Kong, Macao and Taiwan
//! residents and the newer cards of foreign permanent residents follow the same rule.

use super::{IdFault, Sex, shape};
use crate::model::day::Day;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// The first two digits of an address. 71 stands in GB/T 2260; residence permits use 83.
const PROVINCES: [&str; 32] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
];

/// The check character of the first seventeen digits; `None` if they are not digits.
pub(super) fn check_character(body: &str) -> Option<char> {
    if body.len() != WEIGHTS.len() || !shape::digits(body) {
        return None;
    }
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    CHECKS.get(usize::try_from(sum % 11).ok()?).map(|check| char::from(*check))
}

/// Whether the last of eighteen characters is the check of those before.
pub(super) fn check_holds(number: &str) -> bool {
    number.get(..17).and_then(check_character).is_some_and(|check| number.ends_with(check))
}

/// Whether the address begins with the digits of a province.
pub(super) fn has_province(number: &str) -> bool {
    number.get(..2).is_some_and(|province| PROVINCES.contains(&province))
}

/// Whether the address is that of a residence permit.
pub(super) fn is_residence_permit(number: &str) -> bool {
    ["810000", "820000", "830000"].iter().any(|address| number.starts_with(address))
}

/// The day of birth written in digits 7-14.
pub(super) fn born_on(number: &str) -> Result<Day, IdFault> {
    let part = |from: usize, to: usize| number.get(from..to).and_then(|d| d.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(6, 10), part(10, 12), part(12, 14)) else {
        return Err(IdFault::ImpossibleBirth);
    };
    if (1000..1900).contains(&year) {
        return Err(IdFault::BornBefore1900);
    }
    let small = |value: i16| i8::try_from(value).ok();
    small(month)
        .zip(small(day))
        .and_then(|(month, day)| Day::new(year, month, day))
        .ok_or(IdFault::ImpossibleBirth)
}

/// Odd sequences are men's, even ones women's.
pub(super) fn sex(number: &str) -> Option<Sex> {
    let digit = number.as_bytes().get(16)?;
    Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
}

/// The eighteen characters of an old number of fifteen digits.
///
/// What may be eighteen digits without their last three is not guessed at: those of somebody born
/// in 2001-2012 look like the old number of somebody born in 1920. And the sequences 996-999 were
/// kept for people born before 1900: their century cannot be told.
pub(super) fn upgrade(fifteen: &str) -> Result<String, IdFault> {
    let (Some(address), Some(rest)) = (fifteen.get(..6), fifteen.get(6..15)) else {
        return Err(IdFault::WrongLength { length: fifteen.len() });
    };
    if born_on(fifteen).is_ok_and(|day| day.year() < 2100) {
        return Err(IdFault::CutShort);
    }
    if rest.get(6..).is_some_and(|sequence| ("996"..="999").contains(&sequence)) {
        return Err(IdFault::CenturyUnknown);
    }
    let body = format!("{address}19{rest}");
    let check = check_character(&body).ok_or(IdFault::StrayCharacter)?;
    Ok(format!("{body}{check}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example_ends_in_x() {
        assert_eq!(check_character("11010519491231002"), Some('X'));
        assert_eq!(check_character("33030219900307123"), Some('1'));
        assert_eq!(check_character("3303021990030712"), None);
        assert_eq!(check_character("3303021990030712X"), None);
    }

    #[test]
    fn one_wrong_digit_or_two_swapped_never_pass() {
        let number = "330302199003071231";
        for at in 0..17 {
            for digit in b'0'..=b'9' {
                let mut other = number.as_bytes().to_vec();
                other[at] = digit;
                assert_eq!(
                    check_holds(std::str::from_utf8(&other).unwrap()),
                    digit == number.as_bytes()[at]
                );
            }
            let mut swapped = number.as_bytes().to_vec();
            swapped.swap(at, at + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            assert_eq!(check_holds(&swapped), swapped == number, "{swapped}");
        }
    }

    #[test]
    fn fifteen_digits_become_eighteen() {
        assert_eq!(upgrade("330302900307123").unwrap(), "330302199003071231");
        for sequence in ["996", "997", "998", "999"] {
            assert_eq!(upgrade(&format!("330302050307{sequence}")), Err(IdFault::CenturyUnknown));
        }
        assert!(upgrade("330302050307995").is_ok());
    }

    #[test]
    fn fifteen_digits_that_may_have_been_eighteen_are_not_guessed() {
        for cut in ["330302199003071", "330302200106151", "330302201212311", "330302190703071"] {
            assert_eq!(upgrade(cut), Err(IdFault::CutShort), "{cut}");
        }
        for old in ["330302200406321", "330302210106151", "330302650307123"] {
            assert!(upgrade(old).is_ok(), "{old}");
        }
    }
}
