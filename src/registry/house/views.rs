//! Who of the offices and the bureau looked at whom: every page that shows persons is written to the
//! audit, with the rows that it showed and with nobody's name.

use crate::model::{batch::BatchId, number::CertificateNumber, office::Actor};
use crate::registry::{Refusal, Registry, Result};
use std::fmt::{self, Display};

/// Whoever reloads a page, or comes back to it after mending a cell, has looked at it once.
const ONCE_IN_MS: i64 = 10 * 60_000;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry) enum Viewed {
    /// The people of a batch, on a page with their photos.
    Rows,
    /// The photo of one of them, by itself.
    Photo,
    /// What was found in its sheet.
    Findings,
    /// What changed since it was returned.
    Changes,
    /// Its sheet, handed back marked.
    Marked,
    /// A certificate, printed or handed out at the machine.
    Paper,
    /// The objections against it.
    Objections,
}

impl Viewed {
    /// The word of the audit.
    fn verb(self) -> &'static str {
        match self {
            Self::Rows => "view_rows",
            Self::Photo => "view_photo",
            Self::Findings => "view_findings",
            Self::Changes => "view_changes",
            Self::Marked => "view_marked",
            Self::Paper => "view_paper",
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

impl Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rows {
            Some((first, last)) => write!(f, "{}/{first}-{last}", self.batch),
            None => write!(f, "{}/all", self.batch),
        }
    }
}

impl Registry {
    /// Writes down that somebody at the machine takes a certificate out: before they have it.
    pub async fn note_paper(&self, number: &CertificateNumber, actor: &Actor) -> Result<()> {
        let recorded = self.0.db.certificate(number).await?;
        recorded.ok_or_else(|| Refusal::NoSuchCertificate(number.clone()))?;
        self.note_view(actor, Viewed::Paper, number).await
    }

    /// Writes down that `actor` looked at persons; the same within ten minutes is one look.
    pub(in crate::registry) async fn note_view(
        &self,
        actor: &Actor,
        viewed: Viewed,
        seen: &impl Display,
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
