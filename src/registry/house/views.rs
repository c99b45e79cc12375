//! Who of the offices and the bureau looked at whom: every page that shows persons is written to the
//! audit, with the rows that it showed and with nobody's name.

use crate::model::{batch::BatchId, office::Actor};
use crate::registry::{Registry, Result};

/// Whoever reloads a page, or comes back to it after mending a cell, has looked at it once.
const ONCE_IN_MS: i64 = 10 * 60_000;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry) enum Viewed {
    /// The people of a batch.
    Rows,
    /// What was found in its sheet.
    Findings,
    /// What changed since it was returned.
    Changes,
    /// Its sheet, handed back marked.
    Marked,
    /// The objections against it.
    Objections,
}

impl Viewed {
    /// The word of the audit.
    fn verb(self) -> &'static str {
        match self {
            Self::Rows => "view_rows",
            Self::Findings => "view_findings",
            Self::Changes => "view_changes",
            Self::Marked => "view_marked",
            Self::Objections => "view_objections",
        }
    }
}

/// Which batch was looked at, and from which row to which; all of it without them. Written
/// `2026-0001/51-100`, so that it is none of the deeds of the batch itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry) struct Seen {
    pub batch: BatchId,
    pub rows: Option<(u64, u64)>,
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.rows {
            Some((first, last)) => write!(f, "{}/{first}-{last}", self.batch),
            None => write!(f, "{}/all", self.batch),
        }
    }
}

impl Registry {
    /// Writes down that `actor` looked at persons; the same within ten minutes is one look.
    pub(in crate::registry) async fn note_view(
        &self,
        actor: &Actor,
        viewed: Viewed,
        seen: &Seen,
    ) -> Result<()> {
        let (verb, subject, now) = (viewed.verb(), seen.to_string(), self.0.clock.now());
        if self.0.db.has_done(actor, verb, &subject, now.plus_ms(-ONCE_IN_MS)).await? {
            return Ok(());
        }
        let mut tx = self.0.db.begin().await?;
        tx.record_view(actor, verb, &subject, now).await?;
        Ok(tx.commit().await?)
    }
}
