//! Proofs out of stored tiles: which tiles they need, and the hashes.

use super::merkle::{Node, consistency_ranges, fold, inclusion_ranges, nodes};
use super::tile::{TileId, Tiles, hash_of, tile_of};
use crate::model::digest::Digest;
use std::collections::BTreeSet;
use std::ops::Range;

/// The tiles from which it can be proven that leaf `index` is in the tree of `size`; `None` if
/// there is no such leaf.
pub fn inclusion_tiles(index: u64, size: u64) -> Option<BTreeSet<TileId>> {
    inclusion_ranges(index, size).map(tiles_of)
}

/// The proof that leaf `index` is in the tree of `size`, from the leaf to the root; `None` if there
/// is no such leaf or a tile is missing.
pub fn inclusion_proof(index: u64, size: u64, tiles: &Tiles) -> Option<Vec<Digest>> {
    hashes_of(inclusion_ranges(index, size)?, tiles)
}

/// The tiles from which it can be proven that the tree of `new` leaves extends that of `old`;
/// `None` unless 0 < old ≤ new.
pub fn consistency_tiles(old: u64, new: u64) -> Option<BTreeSet<TileId>> {
    consistency_ranges(old, new).map(tiles_of)
}

/// The proof that the tree of `new` leaves extends that of `old`; `None` unless 0 < old ≤ new, or
/// if a tile is missing.
pub fn consistency_proof(old: u64, new: u64, tiles: &Tiles) -> Option<Vec<Digest>> {
    hashes_of(consistency_ranges(old, new)?, tiles)
}

/// The root of the first `size` leaves, out of tiles that may reach further; `None` if one is
/// missing or `size` is 0.
pub fn root_of(size: u64, tiles: &Tiles) -> Option<Digest> {
    hash(nodes(0..size), tiles)
}

fn tiles_of(ranges: Vec<Range<u64>>) -> BTreeSet<TileId> {
    ranges.into_iter().flat_map(nodes).map(tile_of).collect()
}

fn hashes_of(ranges: Vec<Range<u64>>, tiles: &Tiles) -> Option<Vec<Digest>> {
    ranges.into_iter().map(|range| hash(nodes(range), tiles)).collect()
}

fn hash(nodes: Vec<Node>, tiles: &Tiles) -> Option<Digest> {
    let hashes: Option<Vec<Digest>> = nodes.into_iter().map(|node| hash_of(node, tiles)).collect();
    fold(hashes?.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::log::edge::Edge;
    use crate::proof::log::merkle::{Head, extends, includes, leaf_hash};
    use proptest::prelude::*;

    const SIZE: u64 = 1500;

    fn tiles() -> Tiles {
        let entries: Vec<[u8; 8]> = (0..SIZE).map(u64::to_be_bytes).collect();
        let new = Edge::default().append(&entries).unwrap();
        new.into_iter().map(|tile| (tile.id, tile.bytes)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_leaf_and_every_prefix_is_proven_by_the_tiles_named(
            size in 1..=SIZE, pick in any::<u64>(), old in any::<u64>()
        ) {
            let all = tiles();
            let only = |names: BTreeSet<TileId>| -> Tiles {
                all.iter().filter(|(id, _)| names.contains(id)).map(|(id, b)| (*id, b.clone())).collect()
            };
            let root = root_of(size, &all).unwrap();
            let index = pick % size;
            let proof = inclusion_proof(index, size, &only(inclusion_tiles(index, size).unwrap())).unwrap();
            prop_assert!(includes(&leaf_hash(&index.to_be_bytes()), index, size, &proof, &root));
            let old = old % size + 1;
            let proof = consistency_proof(old, size, &only(consistency_tiles(old, size).unwrap())).unwrap();
            let before = Head { size: old, root: root_of(old, &all).unwrap() };
            let after = Head { size, root };
            prop_assert!(extends(&before, &after, &proof));
        }
    }

    #[test]
    fn a_missing_tile_is_no_proof() {
        assert_eq!(inclusion_proof(3, 1500, &Tiles::new()), None);
        assert_eq!(inclusion_tiles(1500, 1500), None);
        assert_eq!(consistency_tiles(0, 3), None);
    }
}
