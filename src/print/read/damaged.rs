//! The signature of a file that cannot be read any more. It stands where the press puts it, so that it
//! is found without the structure around it: whoever sees that a listed key signed other bytes than
//! these knows that the file was one of ours, and was changed.

use super::signature::{covered, unpadded};
use crate::model::paper::PdfSignature;

/// How the press begins a signature, and what stands between its ranges and its digits.
const BEGINS: &[u8] = b"/ByteRange[0 ";
const BETWEEN: &[u8] = b"]/Contents<";
/// The most bytes of the ranges.
const RANGES: usize = 64;

/// The last thing in `bytes` that looks like a signature of the press. Of a file that can be read,
/// [`read`](super::read) tells which it is.
pub fn signature_of_damaged(bytes: &[u8]) -> Option<PdfSignature> {
    let begins = bytes.windows(BEGINS.len()).rposition(|window| window == BEGINS)? + BEGINS.len();
    let head = bytes.get(begins..bytes.len().min(begins + RANGES))?;
    let length = head.windows(BETWEEN.len()).position(|window| window == BETWEEN)?;
    let ranges = std::str::from_utf8(head.get(..length)?).ok()?;
    let ranges: Option<Vec<usize>> = ranges.split_whitespace().map(|n| n.parse().ok()).collect();
    let [first, second, rest] = ranges?.try_into().ok()?;
    let from = begins + length + BETWEEN.len() - 1; // with its bracket
    let digits = bytes.get(from + 1..second.checked_sub(1)?)?;
    let nibble = |digit: &u8| char::from(*digit).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let pairs = digits.chunks_exact(2);
    let contents: Option<Vec<u8>> =
        pairs.map(|pair| Some(nibble(pair.first()?)? << 4 | nibble(pair.get(1)?)?)).collect();
    Some(PdfSignature {
        covered: covered(bytes, [0, first, second, rest]),
        cms: unpadded(&contents?).to_vec(),
        signed_at: None,
        is_whole: first == from && second.checked_add(rest) == Some(bytes.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::samples::{self, issued};
    use crate::print::{Press, read};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PAPER: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let press = Press::new();
        samples::sealed(&issued("王莉"), &samples::signature, |sheet| press.print(sheet)).unwrap()
    });

    #[test]
    fn of_a_sound_file_it_is_the_one_that_is_read() {
        let read = read(&PAPER).unwrap().signature.unwrap();
        let found = signature_of_damaged(&PAPER).unwrap();
        assert_eq!(found, PdfSignature { signed_at: None, ..read });
        assert!(found.is_whole);
    }

    #[test]
    fn of_a_file_that_cannot_be_read_it_is_found_all_the_same() {
        let whole = signature_of_damaged(&PAPER).unwrap();
        let mut damaged = PAPER.clone();
        damaged[20_000] ^= 4; // somewhere in a face
        assert!(read(&damaged).is_err());
        let found = signature_of_damaged(&damaged).unwrap();
        assert!(found.cms == whole.cms && found.covered != whole.covered && found.is_whole);
        for nothing in [&b""[..], b"%PDF-1.7", &PAPER[..PAPER.len() / 2]] {
            assert_eq!(signature_of_damaged(nothing), None);
        }
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic(at in 0..PAPER.len(), with in any::<u8>(), end in 0..PAPER.len()) {
            let mut bytes = PAPER.clone();
            bytes[at] = with;
            let _ = signature_of_damaged(&bytes);
            let _ = signature_of_damaged(&bytes[..end]);
        }

        #[test]
        fn no_ranges_make_it_panic(ranges in "[0-9 ]{0,40}", digits in "[0-9a-f]{0,9}") {
            let _ = signature_of_damaged(format!("/ByteRange[0 {ranges}]/Contents<{digits}>").as_bytes());
        }
    }
}
