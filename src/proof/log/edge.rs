//! The right edge of the tree: all that is needed to append, a few kilobytes however long the log.

use super::merkle::{Head, MAX_SIZE, empty_root, fold, leaf_hash};
use super::tile::{self, ENTRY_MAX, FULL, Level, TileId, Tiles, fold_perfect};
use crate::model::digest::Digest;

/// The unfinished tile of every level, and the unfinished bundle of entries.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edge {
    size: u64,
    /// Hashes of the unfinished tile per level, each fewer than 256.
    levels: Vec<Vec<Digest>>,
    bundle: Vec<u8>,
}

/// A tile to be stored, in place of a narrower one of the same name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTile {
    /// Which.
    pub id: TileId,
    /// How many hashes or entries it has, 1-256.
    pub width: u16,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why nothing was appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AppendError {
    /// An entry is longer than 65,535 bytes.
    #[error("a log entry is longer than 65,535 bytes")]
    EntryTooLong,
    /// The tree would have more than 2^40 leaves.
    #[error("the log is full")]
    Full,
}

impl Edge {
    /// The names of the unfinished tiles of a tree of `size`: what [`Self::read`] needs.
    pub fn tiles(size: u64) -> Vec<TileId> {
        let entries = TileId { level: Level::Entries, index: size / u64::from(FULL) };
        let hashes = (0..5_u8).map(|level| {
            let index = size >> (8 * (u32::from(level) + 1));
            TileId { level: Level::Hashes(level), index }
        });
        std::iter::once(entries).chain(hashes).filter(|id| id.width(size) > 0).collect()
    }

    /// The edge of a stored tree; `None` if a tile is missing or too narrow. Whoever calls this
    /// compares [`Self::head`] with the stored head.
    pub fn read(size: u64, tiles: &Tiles) -> Option<Self> {
        let mut edge = Self { size, ..Self::default() };
        for id in Self::tiles(size) {
            let path = tile::TilePath { id, width: id.width(size) };
            let bytes = path.cut(tiles.get(&id)?)?;
            match id.level {
                Level::Entries => edge.bundle = bytes.to_vec(),
                Level::Hashes(level) => {
                    edge.level(usize::from(level))
                        .extend(bytes.chunks_exact(32).filter_map(Digest::from_slice));
                }
            }
        }
        Some(edge)
    }

    /// Size and root of the tree.
    pub fn head(&self) -> Head {
        // What stands below a level is one smaller subtree to the right of its hashes.
        let below = self.levels.iter().fold(None, |below: Option<Digest>, hashes| {
            fold(perfect_parts(hashes).into_iter().chain(below))
        });
        Head { size: self.size, root: below.unwrap_or_else(empty_root) }
    }

    /// Appends entries and gives the tiles that became full or wider, each once. Nothing is
    /// appended on an error.
    pub fn append<E: AsRef<[u8]>>(&mut self, entries: &[E]) -> Result<Vec<NewTile>, AppendError> {
        if entries.iter().any(|entry| entry.as_ref().len() > ENTRY_MAX) {
            return Err(AppendError::EntryTooLong);
        }
        if entries.len() as u64 > MAX_SIZE.saturating_sub(self.size) {
            return Err(AppendError::Full);
        }
        let mut new = Vec::with_capacity(entries.len() / 64 + 8);
        let mut top = 0;
        for entry in entries {
            let entry = entry.as_ref();
            tile::push_entry(&mut self.bundle, entry).ok_or(AppendError::EntryTooLong)?;
            self.size += 1;
            top = top.max(self.push(leaf_hash(entry), &mut new));
        }
        if !entries.is_empty() {
            self.unfinished(top, &mut new);
        }
        Ok(new)
    }

    /// Adds a leaf's hash; finishes what it fills, and tells up to which level it reached.
    fn push(&mut self, leaf: Digest, new: &mut Vec<NewTile>) -> usize {
        self.level(0).push(leaf);
        let mut level = 0;
        while self.level(level).len() == usize::from(FULL) {
            if level == 0 {
                let index = (self.size - 1) / u64::from(FULL);
                let bytes = std::mem::take(&mut self.bundle);
                new.push(NewTile {
                    id: TileId { level: Level::Entries, index },
                    width: FULL,
                    bytes,
                });
            }
            new.push(self.hash_tile(level));
            let full = std::mem::take(self.level(level));
            level += 1;
            self.level(level).extend(fold_perfect(full));
        }
        level
    }

    fn unfinished(&self, top: usize, new: &mut Vec<NewTile>) {
        let id = TileId { level: Level::Entries, index: self.size / u64::from(FULL) };
        let width = id.width(self.size);
        if width > 0 {
            new.push(NewTile { id, width, bytes: self.bundle.clone() });
        }
        let levels = self.levels.iter().enumerate().take(top + 1);
        for (level, _) in levels.filter(|(_, hashes)| !hashes.is_empty()) {
            new.push(self.hash_tile(level));
        }
    }

    /// The tile at the edge of a level, as wide as it is now.
    fn hash_tile(&self, level: usize) -> NewTile {
        let hashes = self.levels.get(level).map(Vec::as_slice).unwrap_or_default();
        let level = u8::try_from(level).unwrap_or(u8::MAX); // at most 5 by MAX_SIZE
        let before = (self.size >> (8 * u32::from(level))) - 1; // it holds the last one there
        let id = TileId { level: Level::Hashes(level), index: before / u64::from(FULL) };
        let bytes = hashes.iter().flat_map(|hash| hash.0).collect();
        NewTile { id, width: u16::try_from(hashes.len()).unwrap_or(FULL), bytes }
    }

    fn level(&mut self, level: usize) -> &mut Vec<Digest> {
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, Vec::new);
        }
        &mut self.levels[level] // made above
    }
}

/// The roots of the perfect subtrees over fewer than 256 hashes, from the left.
fn perfect_parts(hashes: &[Digest]) -> Vec<Digest> {
    let mut rest = hashes;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (part, after) = rest.split_at(1 << rest.len().ilog2());
        parts.extend(fold_perfect(part.to_vec()));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::log::checkpoint::{Checkpoint, VerifierKey};
    use crate::proof::log::merkle::{Node, nodes};
    use proptest::prelude::*;

    fn entries(from: u64, count: u64) -> Vec<Vec<u8>> {
        (from..from + count).map(|n| n.to_be_bytes().repeat(1 + usize::from(n % 3 == 0))).collect()
    }

    fn store(tiles: &mut Tiles, new: Vec<NewTile>) {
        for tile in new {
            tiles.insert(tile.id, tile.bytes);
        }
    }

    #[test]
    fn the_log_of_tessera_comes_out_of_its_entries() {
        let bundle =
            include_bytes!("../../../tests/fixtures/vectors/tessera-log/tile/entries/000.p/15");
        let hashes = include_bytes!("../../../tests/fixtures/vectors/tessera-log/tile/0/000.p/15");
        let checkpoint = include_str!("../../../tests/fixtures/vectors/tessera-log/checkpoint");
        let mut edge = Edge::default();
        let new = edge.append(&tile::entries(bundle).unwrap()).unwrap();
        assert_eq!(new.len(), 2);
        assert_eq!((new[0].bytes.as_slice(), new[1].bytes.as_slice()), (&bundle[..], &hashes[..]));
        assert_eq!(edge.head(), head(checkpoint));
        let mut older = Edge::default();
        older.append(&tile::entries(bundle).unwrap()[..10]).unwrap();
        assert_eq!(older.head(), head(OLDER));
    }

    const OLDER: &str = include_str!("../../../tests/fixtures/vectors/tessera-log/checkpoint.10");

    fn head(checkpoint: &str) -> Head {
        let key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
        let key = VerifierKey::parse(key).unwrap();
        Checkpoint::read(checkpoint, &[key]).unwrap().head
    }

    #[test]
    fn nothing_is_appended_on_an_error() {
        let mut edge = Edge::default();
        edge.append(&[b"a"]).unwrap();
        let before = edge.clone();
        assert_eq!(edge.append(&[vec![0; 3], vec![0; 65_536]]), Err(AppendError::EntryTooLong));
        assert_eq!(edge, before);
        assert_eq!(edge.append::<&[u8]>(&[]).unwrap(), []);
        assert_eq!(Edge::default().head().root, empty_root());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_cuts_give_the_same_tree(counts in prop::collection::vec(0..400_u64, 1..6)) {
            let mut stored = Tiles::new();
            let mut size = 0;
            for count in counts {
                let mut edge = Edge::read(size, &stored).unwrap();
                store(&mut stored, edge.append(&entries(size, count)).unwrap());
                size += count;
                prop_assert_eq!(&Edge::read(size, &stored).unwrap(), &trimmed(edge));
            }
            let mut whole = Edge::default();
            let mut tiles = Tiles::new();
            store(&mut tiles, whole.append(&entries(0, size)).unwrap());
            prop_assert_eq!(whole.head(), Edge::read(size, &stored).unwrap().head());
            prop_assert_eq!(&stored, &tiles);
            let root = fold(nodes(0..size).into_iter().filter_map(|node: Node| tile::hash_of(node, &stored)));
            prop_assert_eq!(root.unwrap_or_else(empty_root), whole.head().root);
        }
    }

    /// Reading makes no empty level on top, appending may leave one.
    fn trimmed(mut edge: Edge) -> Edge {
        while edge.levels.last().is_some_and(Vec::is_empty) {
            edge.levels.pop();
        }
        edge
    }

    #[test]
    fn a_tree_of_three_levels_is_whole() {
        let mut edge = Edge::default();
        let mut tiles = Tiles::new();
        store(&mut tiles, edge.append(&entries(0, 65_536 + 300)).unwrap());
        assert_eq!(tiles[&TileId { level: Level::Hashes(2), index: 0 }].len(), 32);
        assert_eq!(tiles[&TileId { level: Level::Hashes(1), index: 0 }].len(), 256 * 32);
        assert_eq!(tiles[&TileId { level: Level::Hashes(1), index: 1 }].len(), 32);
        assert_eq!(Edge::read(65_836, &tiles).unwrap().head(), edge.head());
        let root =
            fold(nodes(0..65_836).into_iter().filter_map(|node| tile::hash_of(node, &tiles)));
        assert_eq!(root, Some(edge.head().root));
        assert_eq!(Edge::read(65_837, &tiles), None);
    }
}
