//! Tiles and entry bundles: their names, paths and bytes (C2SP tlog-tiles).

use super::merkle::{Node, fold};
use crate::model::digest::Digest;
use std::collections::BTreeMap;
use std::fmt;

/// Hashes of a full tile, and entries of a full bundle.
pub const FULL: u16 = 256;
/// The most bytes of one entry: its length is written as a u16.
pub const ENTRY_MAX: usize = 65_535;

/// What a tile holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The entries themselves: `tile/entries/…`.
    Entries,
    /// Hashes of perfect subtrees of 256^n leaves, n = 0-63: `tile/<n>/…`.
    Hashes(u8),
}

/// A tile's name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TileId {
    /// What it holds.
    pub level: Level,
    /// Which of its level, from the left.
    pub index: u64,
}

/// Stored tiles by name. A tile may be wider than a reader needs, never narrower.
pub type Tiles = BTreeMap<TileId, Vec<u8>>;

impl TileId {
    /// How many hashes or entries the tile has in a tree of `size`: 0 (there is none) to 256.
    pub fn width(self, size: u64) -> u16 {
        let units = match self.level {
            Level::Entries => size,
            Level::Hashes(level) => size.checked_shr(8 * u32::from(level)).unwrap_or(0),
        };
        let before = self.index.saturating_mul(u64::from(FULL));
        u16::try_from(units.saturating_sub(before)).map_or(FULL, |width| width.min(FULL))
    }

    /// The tile that holds the hashes from which a node's hash follows, with the place of the first
    /// of them and their number.
    fn of(node: Node) -> (Self, usize, usize) {
        let inner = node.height % 8;
        let first = node.index << inner;
        let place = usize::try_from(first % u64::from(FULL)).unwrap_or_default(); // < 256
        let id = Self { level: Level::Hashes(node.height / 8), index: first / u64::from(FULL) };
        (id, place, 1 << inner)
    }
}

/// The tile from which a node's hash follows.
pub fn tile_of(node: Node) -> TileId {
    TileId::of(node).0
}

/// The hash of a node; `None` if its tile is missing or too narrow.
pub fn hash_of(node: Node, tiles: &Tiles) -> Option<Digest> {
    let (id, place, count) = TileId::of(node);
    let bytes = tiles.get(&id)?.get(place * 32..(place + count) * 32)?;
    fold_perfect(bytes.chunks_exact(32).filter_map(Digest::from_slice).collect())
}

/// The root over 2^n hashes.
pub(super) fn fold_perfect(mut hashes: Vec<Digest>) -> Option<Digest> {
    while hashes.len() > 1 {
        hashes = hashes.chunks(2).filter_map(|pair| fold(pair.iter().copied())).collect();
    }
    hashes.pop()
}

/// A tile with the width that a reader asks for: `tile/0/x001/234`, `tile/entries/000.p/17`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TilePath {
    /// Which tile.
    pub id: TileId,
    /// 1-256.
    pub width: u16,
}

impl TilePath {
    /// Parses a path without leading slash, spelt the one way.
    pub fn parse(written: &str) -> Option<Self> {
        let (level, rest) = written.strip_prefix("tile/")?.split_once('/')?;
        let level = match level {
            "entries" => Level::Entries,
            digits => Level::Hashes(digits.parse().ok().filter(|level| *level < 64)?),
        };
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => {
                (groups, width.parse().ok().filter(|w| (1..FULL).contains(w))?)
            }
            None => (rest, FULL),
        };
        let index = groups.split('/').try_fold(0_u64, |index, group| {
            let digits = group.strip_prefix('x').unwrap_or(group);
            index.checked_mul(1000)?.checked_add(u64::from(digits.parse::<u16>().ok()?))
        })?;
        let path = Self { id: TileId { level, index }, width };
        (path.to_string() == written).then_some(path)
    }

    /// The part of the stored tile that was asked for; `None` if it does not reach so far.
    pub fn cut(self, stored: &[u8]) -> Option<&[u8]> {
        match self.id.level {
            Level::Hashes(_) => stored.get(..usize::from(self.width) * 32),
            Level::Entries => {
                let mut rest = stored;
                for _ in 0..self.width {
                    (_, rest) = next_entry(rest)?;
                }
                stored.get(..stored.len() - rest.len())
            }
        }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id.level {
            Level::Entries => f.write_str("tile/entries/")?,
            Level::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        let mut groups = vec![self.id.index % 1000];
        let mut rest = self.id.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for group in groups.iter().skip(1).rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", groups.first().copied().unwrap_or_default())?;
        if self.width < FULL { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

/// Adds an entry to a bundle; `None` if it is longer than [`ENTRY_MAX`].
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Option<()> {
    bundle.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
    bundle.extend_from_slice(entry);
    Some(())
}

/// The entries of a bundle, in order; `None` if it is cut off or has more than 256.
pub fn entries(bundle: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = bundle;
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let (entry, after) = next_entry(rest).filter(|_| entries.len() < usize::from(FULL))?;
        entries.push(entry);
        rest = after;
    }
    Some(entries)
}

fn next_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_are_those_of_the_standard() {
        for (path, level, index, width) in [
            ("tile/0/000", Level::Hashes(0), 0, 256),
            ("tile/0/x001/x234/067", Level::Hashes(0), 1_234_067, 256),
            ("tile/entries/x123/x456/789", Level::Entries, 123_456_789, 256),
            ("tile/2/008.p/17", Level::Hashes(2), 8, 17),
            ("tile/entries/x001/000.p/255", Level::Entries, 1000, 255),
        ] {
            let expected = TilePath { id: TileId { level, index }, width };
            assert_eq!(TilePath::parse(path), Some(expected), "{path}");
        }
        for bad in [
            "tile/0/0",
            "tile/00/000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001",
            "tile/64/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/+01",
            "/tile/0/000",
            "tile/0/000/",
            "tile/-1/000",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(TilePath::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn bundles_of_tessera_are_read_and_cut() {
        let stored =
            include_bytes!("../../../tests/fixtures/vectors/tessera-log/tile/entries/000.p/15");
        let three =
            include_bytes!("../../../tests/fixtures/vectors/tessera-log/tile/entries/000.p/3");
        assert_eq!(entries(stored).unwrap().len(), 15);
        assert_eq!(entries(three).unwrap(), [b"one".as_slice(), b"two", b"three"]);
        let path = TilePath::parse("tile/entries/000.p/3").unwrap();
        assert_eq!(path.cut(stored), Some(three.as_slice()));
        assert_eq!(TilePath { width: 16, ..path }.cut(stored), None);
        assert_eq!(entries(&stored[..stored.len() - 1]), None);
    }

    proptest! {
        #[test]
        fn a_path_reads_back(entries in any::<bool>(), level in 0..64_u8, index in 0..1_u64 << 50, width in 1..=256_u16) {
            let level = if entries { Level::Entries } else { Level::Hashes(level) };
            let path = TilePath { id: TileId { level, index }, width };
            prop_assert_eq!(TilePath::parse(&path.to_string()), Some(path));
        }

        #[test]
        fn no_path_and_no_bundle_panics(text in ".{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = TilePath::parse(&text);
            if let Some(entries) = entries(&bytes) {
                let mut again = Vec::new();
                prop_assert!(entries.iter().all(|entry| push_entry(&mut again, entry).is_some()));
                prop_assert_eq!(again, bytes);
            }
        }
    }
}
