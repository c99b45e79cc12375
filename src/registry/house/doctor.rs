//! Look whether a registry is in order.

use super::audit::Told;
use crate::proof::log::checkpoint::Checkpoint;
use crate::proof::log::edge::Edge;
use crate::registry::{Registry, Result};
use crate::store::log::LogHead;

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
    /// Looks at keys, log, record, audit and fonts. What cannot be read at all is an error.
    pub async fn examine(&self) -> Result<Vec<Health>> {
        let (head, told, contradiction) = self.compared().await?;
        let tiles = self.tiles(Edge::tiles(head.size)).await?;
        let edge = Edge::read(head.size, &tiles);
        let signed = Checkpoint::read(&head.checkpoint, &self.0.trust.log_keys());
        let log_good = match (&edge, &signed, &told) {
            (Some(edge), Ok(checkpoint), Some(told)) => {
                checkpoint.head == edge.head() && checkpoint.head == told.head
            }
            _ => false,
        };
        let listed = |id| self.0.trust.keys.iter().any(|key| key.public.id() == id);
        let keys_good = listed(self.0.keys.credential.id()) && listed(self.0.keys.log.id());
        let documents = self.document_keys().await?;
        let chain = self.audit(|_| {}).await?;
        let certificates = self.0.db.certificate_count().await?;
        Ok(vec![
            Health {
                name: "keys",
                good: keys_good,
                detail: format!("{} published", self.0.trust.keys.len()),
            },
            documents,
            Health {
                name: "log",
                good: log_good,
                detail: format!("{} entries, checkpoint over its tiles", head.size),
            },
            Health {
                name: "record",
                good: contradiction.is_none(),
                detail: contradiction.map_or_else(
                    || format!("{certificates} certificates, each as the log has it"),
                    |other| format!("not as the log has it: {other}"),
                ),
            },
            Health {
                name: "audit",
                good: chain.broken.is_none(),
                detail: chain.broken.map_or_else(
                    || format!("{} deeds, each chained to the one before it", chain.deeds),
                    |serial| format!("the chain is broken at deed {serial}"),
                ),
            },
            self.fonts().await?,
        ])
    }

    /// Whether every face is there that papers are set in.
    async fn fonts(&self) -> Result<Health> {
        let named = self.0.db.extra_faces().await?;
        let lost = named.iter().find(|digest| self.0.faces.of(**digest).is_none());
        let in_order = || format!("faces readable, {} of the bureau's own", named.len());
        Ok(Health {
            name: "fonts",
            good: self.0.press.draws('温') && lost.is_none(),
            detail: lost.map_or_else(in_order, |digest| format!("fonts/{digest}.ttf is missing")),
        })
    }

    /// Whether every listed document key is in the folder and fits its certificate, and the one that
    /// the record names signs today.
    async fn document_keys(&self) -> Result<Health> {
        let (trust, named) = (&self.0.trust, self.0.db.document_key().await?);
        let mut lost = trust.document_keys.iter().map(|key| key.certificate.id());
        let lost = lost.find(|id| self.0.keys.documents.signer(*id).is_none());
        let active = trust.active_document_key();
        let fault = match (lost, active) {
            (Some(id), _) => Some(format!("key {id} is missing or not that of its certificate")),
            (None, None) => Some("no document key is active".to_owned()),
            (None, Some(key)) if key.certificate.id() != named => Some(format!(
                "key {named} signs, but is not the active one: run keys rotate-document"
            )),
            (None, Some(key)) if !key.covers(self.0.clock.now().whole_seconds()) => {
                Some(format!("the certificate of key {named} has ended: run keys rotate-document"))
            }
            (None, Some(_)) => None,
        };
        let in_order = || format!("{} keys, each under its certificate", trust.document_keys.len());
        Ok(Health {
            name: "documents",
            good: fault.is_none(),
            detail: fault.unwrap_or_else(in_order),
        })
    }

    /// The log, what it says, and where the record contradicts it. What looks like a contradiction
    /// while others write is looked at again.
    async fn compared(&self) -> Result<(LogHead, Option<Told>, Option<String>)> {
        let mut tries = 0;
        loop {
            let head = self.0.db.log_head().await?;
            let told = self.told(head.size).await?;
            let contradiction = match &told {
                Some(told) => self.contradiction(told).await?,
                None => Some("the log cannot be read".to_owned()),
            };
            tries += 1;
            if contradiction.is_none() || tries == 4 || self.0.db.log_head().await? == head {
                return Ok((head, told, contradiction));
            }
        }
    }
}
