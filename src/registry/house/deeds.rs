//! What was done, by whom: the chain of the audit, read and checked.

use crate::registry::{Registry, Result};
use crate::store::audit::BEGINNING;
pub use crate::store::audit::Deed;

/// Deeds that are read at once.
const PAGE: u32 = 1_000;

/// What the chain of deeds is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// How many deeds there are.
    pub deeds: u64,
    /// The serial of the first deed that was changed, or whose neighbour was taken out.
    pub broken: Option<u64>,
}

impl Registry {
    /// Tells every deed, the oldest first, and checks that each continues the one before it and that
    /// the last is the one that the head names.
    pub async fn audit(&self, mut tell: impl FnMut(&Deed)) -> Result<Chain> {
        // The head first: deeds that are added meanwhile stand behind it.
        let (head, head_digest) = self.0.db.audit_head().await?;
        let (mut last, mut previous, mut broken) = (0, BEGINNING, None);
        loop {
            let page = self.0.db.deeds(last, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for deed in page {
                let follows =
                    deed.serial == last + 1 && deed.digest == deed.digest_behind(previous);
                let is_head = deed.serial != head || deed.digest == head_digest;
                if !(follows && is_head) && broken.is_none() {
                    // After a gap, the first that is missing.
                    broken = Some(deed.serial.min(last + 1));
                }
                (last, previous) = (deed.serial, deed.digest);
                tell(&deed);
            }
        }
        if last < head && broken.is_none() {
            broken = Some(last + 1);
        }
        Ok(Chain { deeds: last, broken })
    }
}
