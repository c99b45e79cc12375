//! The log and the status lists as a write needs them: read the edge, append, sign the checkpoint.

use crate::model::certificate::Standing;
use crate::model::day::Timestamp;
use crate::proof::log::{
    checkpoint::{Checkpoint, Origin},
    edge::{Edge, NewTile},
    tile::{Level, TileId, Tiles},
};
use crate::proof::status::{Bits, ENTRIES, Slot, StatusList, StatusPurpose, permute};
use crate::registry::{Failed, Registry, Result};
use crate::store::Tx;
use crate::store::log::{LogHead, TileRow};

/// A log that is to grow: what was seen, and what will stand after it.
pub(super) struct Growth {
    /// The size that was seen; the first new leaf gets this index.
    pub seen: u64,
    /// The tiles to write.
    pub tiles: Vec<TileRow>,
    /// The head after it.
    pub head: LogHead,
}

impl Registry {
    /// Reads the log's edge and computes what `leaves` make of it. Nothing is written.
    pub(super) async fn grow(&self, leaves: &[Vec<u8>]) -> Result<Growth> {
        let seen = self.0.db.log_head().await?.size;
        let tiles = self.tiles(Edge::tiles(seen)).await?;
        let broken = || Failed::because(&"the edge of the log is missing");
        let mut edge = Edge::read(seen, &tiles).ok_or_else(broken)?;
        let new = edge.append(leaves).map_err(|e| Failed::because(&e))?;
        let origin = Origin::parse(&self.0.founding.log_origin).ok_or_else(broken)?;
        let head = edge.head();
        let checkpoint = Checkpoint { origin, head }.sign(&self.0.keys.log);
        Ok(Growth {
            seen,
            tiles: new.into_iter().map(row_of).collect(),
            head: LogHead { size: head.size, checkpoint },
        })
    }

    /// Reads tiles of the log by name; those that do not exist are absent.
    pub(in crate::registry) async fn tiles(
        &self,
        ids: impl IntoIterator<Item = TileId>,
    ) -> Result<Tiles> {
        let mut tiles = Tiles::new();
        for id in ids {
            if let Some(row) = self.0.db.log_tile(level_of(id.level), id.index).await? {
                tiles.insert(id, row.content);
            }
        }
        Ok(tiles)
    }

    /// Publishes the first version of every list that the counters `first .. first + n` open.
    pub(super) async fn open_lists(
        &self,
        tx: &mut Tx,
        first: u64,
        n: u64,
        now: Timestamp,
    ) -> Result<()> {
        let entries = u64::from(ENTRIES);
        for list in first / entries..=(first + n.saturating_sub(1)) / entries {
            let list = u32::try_from(list).map_err(|e| Failed::because(&e))?;
            if self.0.db.status_list(list, StatusPurpose::Revocation.code()).await?.is_some() {
                continue;
            }
            for purpose in StatusPurpose::ALL {
                let signed = self.sign_list(list, purpose, 1, Bits::default(), now);
                // Somebody else may have opened it meanwhile: theirs is as empty as ours.
                tx.publish_status(list, purpose.code(), 0, &signed).await?;
            }
        }
        Ok(())
    }

    /// Publishes both lists in which `slot` stands, with `standing` for it; false if they moved
    /// meanwhile.
    pub(super) async fn update_lists(
        &self,
        tx: &mut Tx,
        (counter, standing): (u64, Standing),
        now: Timestamp,
    ) -> Result<bool> {
        let slot = self.slot(counter)?;
        let first = u64::from(slot.list) * u64::from(ENTRIES);
        let ended = self.0.db.ended_in_list(first, first + u64::from(ENTRIES)).await?;
        for purpose in StatusPurpose::ALL {
            let seen = self.0.db.status_list(slot.list, purpose.code()).await?;
            let seen = seen.map_or(0, |list| list.version);
            let mut bits = Bits::default();
            let others = ended.iter().filter(|(other, _)| *other != counter).copied();
            for (counter, standing) in others.chain([(counter, standing)]) {
                bits.set(self.slot(counter)?.index, sets(standing, purpose));
            }
            let signed = self.sign_list(slot.list, purpose, seen + 1, bits, now);
            if !tx.publish_status(slot.list, purpose.code(), seen, &signed).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Where a counter's bits stand.
    pub(in crate::registry) fn slot(&self, counter: u64) -> std::result::Result<Slot, Failed> {
        permute(&self.0.keys.status, counter)
            .ok_or_else(|| Failed::because(&"the status counter has run out"))
    }

    fn sign_list(
        &self,
        list: u32,
        purpose: StatusPurpose,
        version: u64,
        bits: Bits,
        now: Timestamp,
    ) -> Vec<u8> {
        let list = StatusList {
            issuer: self.0.trust.issuer.clone(),
            public_url: self.0.trust.public_url.clone(),
            purpose,
            list,
            version,
            valid_from: now.whole_seconds(),
            bits,
        };
        list.sign(&self.0.keys.credential)
    }
}

/// Whether a standing sets the bit of a purpose.
fn sets(standing: Standing, purpose: StatusPurpose) -> bool {
    match standing {
        Standing::Valid => false,
        Standing::Suspended => purpose == StatusPurpose::Suspension,
        Standing::Revoked | Standing::Retired | Standing::Replaced => {
            purpose == StatusPurpose::Revocation
        }
    }
}

/// How the store numbers levels: bundles of entries stand below the hashes.
pub(in crate::registry) fn level_of(level: Level) -> i8 {
    match level {
        Level::Entries => -1,
        Level::Hashes(n) => i8::try_from(n).unwrap_or(i8::MAX), // at most 63
    }
}

fn row_of(tile: NewTile) -> TileRow {
    TileRow { level: level_of(tile.id.level), position: tile.id.index, content: tile.bytes }
}
