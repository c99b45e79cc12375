//! Look whether a registry is in order.

use crate::proof::log::checkpoint::Checkpoint;
use crate::proof::log::edge::Edge;
use crate::registry::{Registry, Result};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// What.
    pub name: &'static str,
    /// Whether it is in order.
    pub good: bool,
    /// What was seen.
    pub detail: String,
}

impl Registry {
    /// Looks at keys, log and fonts. What cannot be read at all is an error.
    pub async fn examine(&self) -> Result<Vec<Health>> {
        let head = self.0.db.log_head().await?;
        let tiles = self.tiles(Edge::tiles(head.size)).await?;
        let edge = Edge::read(head.size, &tiles);
        let signed = Checkpoint::read(&head.checkpoint, &self.0.trust.log_keys());
        let log_good = match (&edge, &signed) {
            (Some(edge), Ok(checkpoint)) => checkpoint.head == edge.head(),
            _ => false,
        };
        let listed = |id| self.0.trust.keys.iter().any(|key| key.public.id() == id);
        let keys_good = listed(self.0.keys.credential.id()) && listed(self.0.keys.log.id());
        let certificates = self.0.db.certificate_count().await?;
        Ok(vec![
            Health {
                name: "keys",
                good: keys_good,
                detail: format!("{} published", self.0.trust.keys.len()),
            },
            Health {
                name: "log",
                good: log_good,
                detail: format!("{} entries, checkpoint over its tiles", head.size),
            },
            Health {
                name: "record",
                good: certificates <= head.size,
                detail: format!("{certificates} certificates"),
            },
            Health {
                name: "fonts",
                good: self.0.press.draws('温'),
                detail: "faces readable".to_owned(),
            },
        ])
    }
}
