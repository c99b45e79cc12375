//! Where in the lists a certificate stands.

use super::ENTRIES;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// A certificate's place in the lists: the same in the revocation and the suspension list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Slot {
    /// Which list, from 0.
    pub list: u32,
    /// Which entry, below [`ENTRIES`].
    pub index: u32,
}

/// The slot of the `counter`-th certificate: lists fill one after the other, each in an order that
/// only `key` knows. `None` after 2^49 certificates.
///
/// A Feistel network over 9 + 8 bits with ten rounds of HMAC-SHA-256 (as FF1 of NIST SP 800-38G has
/// them) permutes exactly the 2^17 entries, so no walking of cycles is needed.
pub fn permute(key: &[u8; 32], counter: u64) -> Option<Slot> {
    let list = u32::try_from(counter / u64::from(ENTRIES)).ok()?;
    let entry = u32::try_from(counter % u64::from(ENTRIES)).ok()?;
    let keyed = Hmac::<Sha256>::new_from_slice(key).ok()?;
    let round = |number: u8, half: u32| {
        let mac = keyed
            .clone()
            .chain_update(b"wenzheng status slot")
            .chain_update(list.to_be_bytes())
            .chain_update([number])
            .chain_update(half.to_be_bytes())
            .finalize()
            .into_bytes();
        u32::from_be_bytes([mac[0], mac[1], mac[2], mac[3]]) // of 32 bytes
    };
    let (mut high, mut low) = (entry >> 8, entry & 0xff);
    for number in 0..5 {
        high ^= round(2 * number, low) & 0x1ff;
        low ^= round(2 * number + 1, high) & 0xff;
    }
    Some(Slot { list, index: high << 8 | low })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_has_its_own_slot_in_no_guessable_order() {
        let key = [5; 32];
        let mut seen = vec![false; ENTRIES as usize];
        let (mut neighbours, mut before) = (0, 0);
        for counter in 0..u64::from(ENTRIES) {
            let slot = permute(&key, counter).unwrap();
            assert_eq!(slot.list, 0);
            assert!(!std::mem::replace(&mut seen[slot.index as usize], true));
            neighbours += u32::from(slot.index == before + 1);
            before = slot.index;
        }
        assert!(neighbours < 20, "{neighbours} follow one another");
        let next = permute(&key, u64::from(ENTRIES)).unwrap();
        assert_eq!(next.list, 1);
        assert_ne!(next.index, permute(&key, 0).unwrap().index);
        assert_ne!(permute(&key, 0), permute(&[6; 32], 0));
        assert_eq!(permute(&key, u64::MAX), None);
    }
}
