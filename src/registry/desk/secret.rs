//! The written form of an office's token: `wz-` and eight groups of four letters and digits, 160
//! bits in Crockford's base 32. It is read as people type it: in any case, with or without its
//! hyphens, o for 0, i and l for 1.

use crate::model::digest::Digest;
use std::fmt::Write as _;

/// Crockford's 32 digits: no i, l, o, u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 160 bits, five a digit.
const LENGTH: usize = 32;

/// Digits of `bytes`, five bits each; bits that fill no digit are left out.
pub fn digits(bytes: &[u8]) -> String {
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1));
    let bits: Vec<u8> = bits.collect();
    let value =
        |five: &[u8]| five.iter().fold(0_usize, |value, bit| value << 1 | usize::from(*bit));
    // Five bits are less than 32.
    bits.chunks_exact(5).map(|five| char::from(DIGITS[value(five)])).collect()
}

/// The written form of a token.
pub fn write(random: [u8; 20]) -> String {
    let digits = digits(&random);
    let mut written = String::from("wz");
    for group in digits.as_bytes().chunks(4) {
        let _ = write!(written, "-{}", String::from_utf8_lossy(group));
    }
    written
}

/// The digest of a token under which it is kept, whichever way it was typed; none if it can be none.
pub fn digest(typed: &str) -> Option<Digest> {
    if typed.len() > 256 {
        return None;
    }
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect::<String>()
        .to_lowercase();
    let digits: String = plain.strip_prefix("wz")?.chars().map(same).collect();
    let sound = digits.len() == LENGTH && digits.bytes().all(|digit| DIGITS.contains(&digit));
    sound.then(|| Digest::of(digits.as_bytes()))
}

/// The digit for which a character is taken.
fn same(c: char) -> char {
    match c {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_is_read_as_people_type_it() {
        let written = write([7; 20]);
        assert_eq!(written, "wz-0w3g-e1r7-0w3g-e1r7-0w3g-e1r7-0w3g-e1r7");
        let kept = digest(&written);
        assert!(kept.is_some());
        for typed in [
            " WZ-0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0W3G-E1R7\n",
            "wz0w3ge1r70w3ge1r70w3ge1r70w3ge1r7",
            "wz Ow3g eIr7 ow3g elr7 0w3g e1r7 0w3g e1r7",
        ] {
            assert_eq!(digest(typed), kept, "{typed}");
        }
    }

    #[test]
    fn what_can_be_no_token_is_none() {
        let long = format!("wz-{}", "0".repeat(300));
        for typed in
            ["", "wz-", "0w3g-e1r7", "wz-0w3g", "wz-uuuu-uuuu-uuuu-uuuu-uuuu-uuuu-uuuu-uuuu", &long]
        {
            assert_eq!(digest(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn two_tokens_are_one_only_if_their_bytes_are(one: [u8; 20], other: [u8; 20]) {
            prop_assert_eq!(digest(&write(one)) == digest(&write(other)), one == other);
            prop_assert!(digest(&write(one)).is_some());
        }

        #[test]
        fn nothing_typed_breaks_it(typed in ".{0,300}") {
            let _ = digest(&typed);
        }
    }
}
