//! Base58btc with its multibase prefix `z`: how keys, signatures and digests are spelt (W3C Controlled
//! Identifiers 1.0 §2.4). Written here, since every credential has a signature to spell, and digit by
//! digit that takes a third of the time of making it.

use crate::model::digest::Digest;

/// Five digits of base 58; the square of it still fits a machine's word.
const STEP: u64 = 58_u64.pow(5);

/// Base58btc with its multibase prefix `z`.
pub(super) fn multibase(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let steps = steps(bytes);
    let mut digits = Vec::with_capacity(steps.len() * 5);
    for mut step in steps {
        for _ in 0..5 {
            let digit = usize::try_from(step % 58).unwrap_or_default(); // below 58
            digits.push(DIGITS[digit]);
            step /= 58;
        }
    }
    while digits.last() == Some(&b'1') {
        digits.pop();
    }
    let zeros = std::iter::repeat_n(b'1', zeros);
    std::iter::once(b'z').chain(zeros).chain(digits.into_iter().rev()).map(char::from).collect()
}

/// The number that the bytes write, in base 58^5, the smallest first.
fn steps(bytes: &[u8]) -> Vec<u64> {
    let mut steps: Vec<u64> = Vec::with_capacity(bytes.len() / 3 + 1);
    let (first, rest) = bytes.split_at(bytes.len() % 4); // a remainder is no longer than the whole
    for word in std::iter::once(first).chain(rest.chunks(4)) {
        let mut carry = word.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        for step in &mut steps {
            let value = (*step << (8 * word.len())) + carry; // below 2^62 + 2^33
            (*step, carry) = (value % STEP, value / STEP);
        }
        while carry > 0 {
            steps.push(carry % STEP);
            carry /= STEP;
        }
    }
    steps
}

/// The inverse of [`multibase`], for at most `max` characters.
pub(super) fn from_multibase(written: &str, max: usize) -> Option<Vec<u8>> {
    let digits = written.strip_prefix('z').filter(|digits| digits.len() <= max)?;
    bs58::decode(digits).into_vec().ok()
}

/// How a multihash of SHA-256 begins: its code and its length.
const SHA_256: [u8; 2] = [0x12, 32];

/// A digest as VC 2.0 spells it in `digestMultibase`.
pub(super) fn multihash(digest: &Digest) -> String {
    multibase(&[&SHA_256[..], &digest.0].concat())
}

/// The inverse of [`multihash`]; each digest has one spelling.
pub(super) fn from_multihash(written: &str) -> Option<Digest> {
    let bytes = from_multibase(written, 2 * Digest::of(&[]).0.len())?;
    let digest = Digest::from_slice(bytes.strip_prefix(&SHA_256)?)?;
    (multihash(&digest) == written).then_some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_spelt_as_the_oracle_spells_them(
            zeros in 0..4_usize,
            bytes in prop::collection::vec(any::<u8>(), 0..100),
        ) {
            let bytes = [vec![0; zeros], bytes].concat();
            let written = multibase(&bytes);
            prop_assert_eq!(&written, &format!("z{}", bs58::encode(&bytes).into_string()));
            prop_assert_eq!(from_multibase(&written, 200), Some(bytes));
        }
    }

    #[test]
    fn a_digest_has_one_spelling() {
        let digest = Digest::of(b"");
        // As IPFS names no bytes at all.
        assert_eq!(multihash(&digest), "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n");
        assert_eq!(from_multihash(&multihash(&digest)), Some(digest));
        for bad in ["", "z", "zQm", &multihash(&digest).replace('z', "u"), &multibase(&digest.0)] {
            assert_eq!(from_multihash(bad), None, "{bad}");
        }
        assert_eq!(from_multihash(&format!("{}1", multihash(&digest))), None);
    }
}
