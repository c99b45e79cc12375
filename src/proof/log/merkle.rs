//! Merkle trees of RFC 6962 §2.1: hashes, the shape of proofs, and their verification.

use crate::model::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::ops::Range;

/// No tree of ours has more leaves (2^40); every loop over a tree's height is bounded by it.
pub const MAX_SIZE: u64 = 1 << 40;
/// The most hashes of a proof in a tree of [`MAX_SIZE`].
pub const MAX_PROOF: usize = 41;

/// The hash of a leaf: SHA-256(0x00 ‖ entry).
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Digest(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut node = [1; 65];
    node[1..33].copy_from_slice(&left.0); // of 65 bytes
    node[33..].copy_from_slice(&right.0);
    Digest(Sha256::digest(node).into())
}

/// The root of the tree without leaves.
pub fn empty_root() -> Digest {
    Digest::of(b"")
}

/// The root over subtrees that stand from left to right as RFC 6962 splits them.
pub fn fold(subtrees: impl DoubleEndedIterator<Item = Digest>) -> Option<Digest> {
    subtrees.rev().reduce(|right, left| node_hash(&left, &right))
}

/// A perfect subtree: the leaves `index << height .. (index + 1) << height`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Node {
    /// log2 of the number of its leaves.
    pub height: u8,
    /// Which of that height, from the left.
    pub index: u64,
}

/// The perfect subtrees whose [`fold`] is the hash of `leaves`; `leaves.start` is a multiple of the
/// smallest power of two that holds them all, as it is in every proof.
pub fn nodes(leaves: Range<u64>) -> Vec<Node> {
    let mut start = leaves.start;
    let mut nodes = Vec::new();
    while start < leaves.end {
        let height = (leaves.end - start).ilog2();
        nodes
            .push(Node { height: u8::try_from(height).unwrap_or(u8::MAX), index: start >> height });
        start += 1 << height;
    }
    nodes
}

/// Where a tree of `size` > 1 leaves splits: the largest power of two below `size`.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The ranges of leaves whose hashes prove that leaf `index` is in a tree of `size`, from the leaf
/// to the root (PATH of RFC 6962 §2.1.1). `None` if there is no such leaf.
pub fn inclusion_ranges(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if index >= size || size > MAX_SIZE {
        return None;
    }
    let (mut start, mut end) = (0, size);
    let mut ranges = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            ranges.push(middle..end);
            end = middle;
        } else {
            ranges.push(start..middle);
            start = middle;
        }
    }
    ranges.reverse();
    Some(ranges)
}

/// The ranges of leaves whose hashes prove that the tree of `old` leaves is a prefix of that of
/// `new` (PROOF of RFC 6962 §2.1.2). `None` unless 0 < old ≤ new.
pub fn consistency_ranges(old: u64, new: u64) -> Option<Vec<Range<u64>>> {
    if old == 0 || old > new || new > MAX_SIZE {
        return None;
    }
    let (mut start, mut end) = (0, new);
    let mut ranges = Vec::new();
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            ranges.push(middle..end);
            end = middle;
        } else {
            ranges.push(start..middle);
            start = middle;
        }
    }
    if start > 0 {
        ranges.push(start..end);
    }
    ranges.reverse();
    Some(ranges)
}

/// Whether `proof` shows that `leaf` (a leaf's hash) is leaf `index` of the tree of `size` with
/// this `root` (RFC 9162 §2.1.3.2).
pub fn includes(leaf: &Digest, index: u64, size: u64, proof: &[Digest], root: &Digest) -> bool {
    let Some(ranges) = inclusion_ranges(index, size).filter(|r| r.len() == proof.len()) else {
        return false;
    };
    let hash = ranges.iter().zip(proof).fold(*leaf, |hash, (range, sibling)| {
        if range.start > index { node_hash(&hash, sibling) } else { node_hash(sibling, &hash) }
    });
    hash == *root
}

/// A tree's size and root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// The root.
    pub root: Digest,
}

/// Whether `proof` shows that `new` only appends to `old` (RFC 9162 §2.1.4.2).
pub fn extends(old: &Head, new: &Head, proof: &[Digest]) -> bool {
    if old.size == new.size {
        return old.root == new.root && proof.is_empty();
    }
    if old.size == 0 {
        return proof.is_empty() && new.size <= MAX_SIZE && old.root == empty_root();
    }
    let Some(ranges) = consistency_ranges(old.size, new.size) else { return false };
    // Where the old tree is one perfect subtree of the new, its own root begins the proof.
    let begins_with_root = ranges.first().is_some_and(|range| range.start >= old.size);
    let (seed, proof, ranges) = match (begins_with_root, proof.split_first()) {
        (true, _) => (old.root, proof, &ranges[..]),
        (false, Some((first, rest))) => (*first, rest, ranges.get(1..).unwrap_or_default()),
        (false, None) => return false,
    };
    if ranges.len() != proof.len() {
        return false;
    }
    let (before, after) =
        ranges.iter().zip(proof).fold((seed, seed), |(old_hash, new_hash), (range, hash)| {
            if range.start < old.size {
                (node_hash(hash, &old_hash), node_hash(hash, &new_hash))
            } else {
                (old_hash, node_hash(&new_hash, hash))
            }
        });
    before == old.root && after == new.root
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The recursive definitions of RFC 6962, as slow as they are plain.
    fn root_of(leaves: &[Digest]) -> Digest {
        match leaves.len() {
            0 => empty_root(),
            1 => leaves[0],
            n => {
                let k = usize::try_from(split(n as u64)).unwrap();
                node_hash(&root_of(&leaves[..k]), &root_of(&leaves[k..]))
            }
        }
    }

    fn at(leaves: &[Digest], range: &Range<u64>) -> Digest {
        root_of(&leaves[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()])
    }

    fn leaves(size: u64) -> Vec<Digest> {
        (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    const ENTRIES: [&[u8]; 8] =
        [b"", &[0x00], &[0x10], b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn vectors_of_certificate_transparency() {
        let hashes: Vec<Digest> = ENTRIES.iter().map(|entry| leaf_hash(entry)).collect();
        for (n, root) in ROOTS.iter().enumerate() {
            assert_eq!(root_of(&hashes[..=n]).to_string(), *root);
        }
        assert_eq!(
            empty_root().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        let path: Vec<String> = inclusion_ranges(5, 8)
            .unwrap()
            .iter()
            .map(|range| at(&hashes, range).to_string())
            .collect();
        assert_eq!(
            path,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proven_and_nothing_else() {
        for size in 1..=40 {
            let leaves = leaves(size);
            let root = root_of(&leaves);
            for index in 0..size {
                let proof: Vec<Digest> =
                    inclusion_ranges(index, size).unwrap().iter().map(|r| at(&leaves, r)).collect();
                let leaf = leaves[usize::try_from(index).unwrap()];
                assert!(includes(&leaf, index, size, &proof, &root));
                assert!(!includes(&leaf, (index + 1) % size, size, &proof, &root) || size == 1);
                assert!(!includes(&leaf_hash(b"x"), index, size, &proof, &root));
                let longer = [&proof[..], &[root]].concat();
                assert!(!includes(&leaf, index, size, &longer, &root));
            }
            assert_eq!(inclusion_ranges(size, size), None);
        }
    }

    #[test]
    fn every_prefix_of_every_small_tree_is_proven_and_nothing_else() {
        let all = leaves(40);
        let head = |size: u64| Head { size, root: root_of(&all[..usize::try_from(size).unwrap()]) };
        for new in 1..=40 {
            for old in 1..=new {
                let proof: Vec<Digest> =
                    consistency_ranges(old, new).unwrap().iter().map(|r| at(&all, r)).collect();
                assert!(extends(&head(old), &head(new), &proof), "{old} {new}");
                let other = Head { size: old, root: leaf_hash(b"x") };
                assert!(!extends(&other, &head(new), &proof), "{old} {new}");
                let other = Head { size: new, root: leaf_hash(b"x") };
                assert!(!extends(&head(old), &other, &proof), "{old} {new}");
                if let Some((_, rest)) = proof.split_first() {
                    assert!(!extends(&head(old), &head(new), rest), "{old} {new}");
                }
            }
        }
        assert!(extends(&head(0), &head(3), &[]));
        let no_tree = Head { size: 0, root: leaf_hash(b"x") };
        assert!(!extends(&no_tree, &head(3), &[]));
        assert!(!extends(&head(3), &head(2), &[]));
    }

    proptest! {
        #[test]
        fn a_proof_is_short_and_its_ranges_fit(size in 1..=MAX_SIZE, pick in any::<u64>()) {
            let ranges = inclusion_ranges(pick % size, size).unwrap();
            prop_assert!(ranges.len() <= MAX_PROOF);
            let covered: u64 = ranges.iter().map(|range| range.end - range.start).sum();
            prop_assert_eq!(covered, size - 1);
            for node in ranges.into_iter().flat_map(nodes) {
                prop_assert!((node.index + 1) << node.height <= size);
            }
        }
    }
}
