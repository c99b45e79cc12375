//! What changed in a returned batch that was sent again: for the office that mended it, and for the
//! bureau that reviews it.

use crate::model::{batch::BatchId, office::Actor};
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::road::batch::Batch;
pub use crate::registry::upload::changes::{Altered, Became, Change, Counts};
use crate::registry::upload::resent::{PAGE, Page};
use crate::registry::{Refusal, Registry, Result};

/// A page of what changed.
#[derive(Debug, Clone)]
pub struct Changes {
    /// The batch.
    pub batch: Batch,
    /// The returned one, with the reason for which it was.
    pub returned: Batch,
    /// All of it.
    pub counts: Counts,
    /// The changes of the page.
    pub shown: Vec<Change>,
    /// Which page it is, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
}

impl Changes {
    /// Changes on a page.
    pub const ON_A_PAGE: u64 = PAGE as u64;
}

impl Registry {
    /// A page, from 1, of what changed in a batch that the actor may see and that sends a returned
    /// one again. [`NoSuchDocument`](Refusal::NoSuchDocument) where that is not known.
    pub async fn changes_for(&self, id: BatchId, page: u32, actor: &Actor) -> Result<Changes> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        let returned = self.batch(batch.follows.ok_or(Refusal::NoSuchDocument)?).await?;
        let page = page.max(1);
        let found = self.changes_page(id, page - 1).await?.ok_or(Refusal::NoSuchDocument)?;
        let rows = found.shown.iter().map(|change| u64::from(change.place.row));
        let rows = rows.clone().min().zip(rows.max());
        if rows.is_some() {
            self.note_view(actor, Viewed::Changes, &Seen { batch: id, rows }).await?;
        }
        let pages = Page::all(&found.counts);
        Ok(Changes { batch, returned, counts: found.counts, shown: found.shown, page, pages })
    }

    /// How much changed in a batch that sends a returned one again; none where that is not known.
    pub(super) async fn changed(&self, batch: &Batch) -> Result<Option<Counts>> {
        if batch.follows.is_none() {
            return Ok(None);
        }
        Ok(self.changes_page(batch.id, 0).await?.map(|page| page.counts))
    }
}
