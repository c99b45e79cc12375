//! Bytes as decimal digits: the form of a token in a QR, whose numeric mode is the densest that a
//! URL can hold. 7 bytes, big-endian, are 17 digits; a last chunk of 1-6 bytes is 3, 5, 8, 10, 13 or
//! 15 digits.

/// Digits of a chunk of n bytes.
const WIDTHS: [usize; 8] = [0, 3, 5, 8, 10, 13, 15, 17];
const CHUNK: usize = 7;

/// Writes bytes as digits.
pub fn encode(bytes: &[u8]) -> String {
    let mut digits = vec![b'0'; bytes.len() / CHUNK * 17 + WIDTHS[bytes.len() % CHUNK]]; // of 8
    let mut place = digits.as_mut_slice();
    for chunk in bytes.chunks(CHUNK) {
        let (field, rest) = place.split_at_mut(WIDTHS[chunk.len()]); // chunk.len() ≤ 7
        let mut value = chunk.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        for digit in field.iter_mut().rev() {
            *digit = b'0' + u8::try_from(value % 10).unwrap_or_default(); // < 10
            value /= 10;
        }
        place = rest;
    }
    digits.into_iter().map(char::from).collect()
}

/// Reads digits back; `None` on anything but digits, a length that no bytes have, or a chunk over
/// the maximum of its bytes. So every text of digits that is read is the one that is written.
pub fn decode(digits: &str) -> Option<Vec<u8>> {
    let last = WIDTHS.iter().position(|width| *width == digits.len() % 17)?;
    let mut bytes = Vec::with_capacity(digits.len() / 17 * CHUNK + last);
    for field in digits.as_bytes().chunks(17) {
        let size = WIDTHS.iter().position(|width| *width == field.len())?;
        let value = field.iter().try_fold(0_u64, |value, digit| {
            digit.is_ascii_digit().then(|| value * 10 + u64::from(digit - b'0')) // < 10^17
        })?;
        let value = value.to_be_bytes();
        let (over, chunk) = value.split_at(8 - size); // size ≤ 7
        if over.iter().any(|byte| *byte > 0) {
            return None;
        }
        bytes.extend_from_slice(chunk);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chunks_have_their_widths_and_their_maximum() {
        for (bytes, digits) in [
            (&[][..], ""),
            (&[0], "000"),
            (&[255], "255"),
            (&[255; 2], "65535"),
            (&[255; 3], "16777215"),
            (&[255; 4], "4294967295"),
            (&[255; 5], "1099511627775"),
            (&[255; 6], "281474976710655"),
            (&[255; 7], "72057594037927935"),
            (&[0, 0, 0, 0, 0, 0, 1, 7], "00000000000000001007"),
        ] {
            assert_eq!(encode(bytes), digits);
            assert_eq!(decode(digits).as_deref(), Some(bytes));
        }
        for bad in [
            "0",
            "00",
            "256",
            "65536",
            "16777216",
            "4294967296",
            "1099511627776",
            "281474976710656",
            "72057594037927936",
            "99999999999999999",
            "0000",
            "00a",
            "١٢٣",
            "000000000000000010",
            "+12",
        ] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn bytes_read_back(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn digits_that_are_read_are_those_that_are_written(digits in "[0-9]{0,80}") {
            if let Some(bytes) = decode(&digits) {
                prop_assert_eq!(encode(&bytes), digits);
            }
        }

        #[test]
        fn no_text_panics(text in "(?s).{0,80}") {
            let _ = decode(&text);
        }
    }
}
