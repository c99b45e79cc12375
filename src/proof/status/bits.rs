//! The bits of a list, and their packed form.

use super::ENTRIES;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::io::{Read as _, Write as _};

const BYTES: usize = (ENTRIES / 8) as usize;

/// The bits of one list.
#[derive(Clone, PartialEq, Eq)]
pub struct Bits(Box<[u8]>);

impl Default for Bits {
    fn default() -> Self {
        Self(vec![0; BYTES].into_boxed_slice())
    }
}

impl Bits {
    /// Whether the bit of an entry is set; the first entry is the highest bit of the first byte.
    pub fn get(&self, index: u32) -> bool {
        self.0.get(place(index)).is_some_and(|byte| byte & mask(index) != 0)
    }

    /// Sets or clears the bit of an entry below [`ENTRIES`]; others do not exist.
    pub fn set(&mut self, index: u32, value: bool) {
        if let Some(byte) = self.0.get_mut(place(index)) {
            *byte = if value { *byte | mask(index) } else { *byte & !mask(index) };
        }
    }

    /// `encodedList`: gzip in multibase base64url.
    pub(super) fn encode(&self) -> String {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        let packed = gzip.write_all(&self.0).and_then(|()| gzip.finish());
        format!("u{}", BASE64_URL_SAFE_NO_PAD.encode(packed.expect("a vector takes every write")))
    }

    /// Unpacks no more than a list has, whatever is behind it.
    pub(super) fn decode(encoded: &str) -> Option<Self> {
        let packed = BASE64_URL_SAFE_NO_PAD.decode(encoded.strip_prefix('u')?).ok()?;
        let mut bits = Vec::with_capacity(BYTES);
        GzDecoder::new(packed.as_slice()).take(BYTES as u64 + 1).read_to_end(&mut bits).ok()?;
        (bits.len() == BYTES).then(|| Self(bits.into_boxed_slice()))
    }
}

fn place(index: u32) -> usize {
    usize::try_from(index / 8).unwrap_or(usize::MAX)
}

fn mask(index: u32) -> u8 {
    0x80 >> (index % 8)
}

impl std::fmt::Debug for Bits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bits({} set)", self.0.iter().map(|byte| byte.count_ones()).sum::<u32>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_entry_is_the_highest_bit() {
        let mut bits = Bits::default();
        bits.set(0, true);
        bits.set(9, true);
        bits.set(ENTRIES, true);
        assert_eq!((bits.0[0], bits.0[1]), (0x80, 0x40));
        assert!(bits.get(0) && bits.get(9) && !bits.get(1) && !bits.get(ENTRIES));
        bits.set(0, false);
        assert_eq!(format!("{bits:?}"), "Bits(1 set)");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&vec![0; 8 << 20]).unwrap();
        let bomb = format!("u{}", BASE64_URL_SAFE_NO_PAD.encode(gzip.finish().unwrap()));
        assert_eq!(Bits::decode(&bomb), None);
        assert_eq!(Bits::decode("u"), None);
        assert_eq!(Bits::decode(&Bits::default().encode()), Some(Bits::default()));
    }

    proptest! {
        #[test]
        fn bits_read_back(set in prop::collection::btree_set(0..ENTRIES, 0..200)) {
            let mut bits = Bits::default();
            for index in &set {
                bits.set(*index, true);
            }
            let read = Bits::decode(&bits.encode()).unwrap();
            prop_assert!(set.iter().all(|index| read.get(*index)));
            prop_assert_eq!(read, bits);
        }

        #[test]
        fn no_text_panics(text in "u[A-Za-z0-9_-]{0,80}") {
            prop_assert_eq!(Bits::decode(&text), None);
        }
    }
}
