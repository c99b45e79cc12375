//! The record against the log. Whoever can write the database can change a certificate or lift a
//! revocation there; the log, whose checkpoints strangers keep, says what was done.

use crate::model::certificate::Standing;
use crate::model::day::Timestamp;
use crate::model::digest::Digest;
use crate::proof::log::edge::Edge;
use crate::proof::log::leaf::{Leaf, LeafKind};
use crate::proof::log::merkle::Head;
use crate::proof::log::tile::{FULL, Level, TileId, TilePath, Tiles, entries};
use crate::registry::{Failed, Registry, Result};
use crate::store::certificate::Recorded;
use std::collections::HashMap;

/// Certificates that are read at once.
const PAGE: u32 = 1_000;

/// What the log says of all certificates, read from its entries alone.
pub(super) struct Told {
    /// Size and root as they follow from the entries.
    pub head: Head,
    /// By the digest of the credential.
    certificates: HashMap<Digest, Issue>,
}

/// What the log says of one certificate.
struct Issue {
    index: u64,
    time: Timestamp,
    token: Digest,
    standing: Standing,
}

impl Registry {
    /// Reads the first `size` entries of the log; none if one is missing or no entry of ours.
    pub(super) async fn told(&self, size: u64) -> Result<Option<Told>> {
        let broken = || Failed::because(&"the empty log has no edge");
        let mut edge = Edge::read(0, &Tiles::new()).ok_or_else(broken)?;
        let mut certificates = HashMap::new();
        for index in 0..size.div_ceil(u64::from(FULL)) {
            let id = TileId { level: Level::Entries, index };
            let path = TilePath { id, width: id.width(size) };
            let tiles = self.tiles([id]).await?;
            let bundle = tiles.get(&id).and_then(|stored| path.cut(stored)).and_then(entries);
            let Some(bundle) = bundle else { return Ok(None) };
            edge.append(&bundle).map_err(|e| Failed::because(&e))?;
            for (index, entry) in (index * u64::from(FULL)..).zip(bundle) {
                if Leaf::parse(entry)
                    .and_then(|leaf| follow(&mut certificates, index, &leaf))
                    .is_none()
                {
                    return Ok(None);
                }
            }
        }
        Ok(Some(Told { head: edge.head(), certificates }))
    }

    /// The first certificate of which the record says something else than the log, if there is one.
    pub(super) async fn contradiction(&self, told: &Told) -> Result<Option<String>> {
        let mut next = 0;
        let mut left = told.certificates.len();
        loop {
            let page = self.0.db.certificates_from(next, told.head.size, PAGE).await?;
            let Some(last) = page.last() else { break };
            next = last.log_index + 1;
            if let Some(other) = page.iter().find(|recorded| !told.agrees(recorded)) {
                return Ok(Some(other.number.to_string()));
            }
            left = left.saturating_sub(page.len());
        }
        Ok((left > 0).then(|| format!("{left} certificates of the log")))
    }
}

impl Told {
    fn agrees(&self, recorded: &Recorded) -> bool {
        self.certificates.get(&Digest::of(&recorded.credential)).is_some_and(|issue| {
            issue.index == recorded.log_index
                && issue.time == recorded.issued_at
                && issue.token == Digest::of(&recorded.token)
                && issue.standing == recorded.standing.standing
        })
    }
}

/// What is known after `leaf`; none if it changes what was never issued, or issues it twice.
fn follow(known: &mut HashMap<Digest, Issue>, index: u64, leaf: &Leaf) -> Option<()> {
    let (time, token) = (leaf.time, leaf.token);
    let standing = match leaf.kind {
        LeafKind::Issue => {
            let issue = Issue { index, time, token, standing: Standing::Valid };
            return known.insert(leaf.credential, issue).is_none().then_some(());
        }
        LeafKind::Resume => Standing::Valid,
        LeafKind::Suspend => Standing::Suspended,
        LeafKind::Revoke => Standing::Revoked,
        LeafKind::Retire => Standing::Retired,
        LeafKind::Replace => Standing::Replaced,
    };
    let issue = known.get_mut(&leaf.credential).filter(|issue| issue.token == token)?;
    issue.standing = standing;
    Some(())
}
