//! A returned batch that is sent again: what changed is worked out whenever its sheet is judged, and
//! kept with it, so that whoever reads it pays for one page, also when the returned sheet is gone.

use super::changes::{Change, Counts, Row, compare};
use super::judge::New;
use crate::model::{batch::BatchId, draft::Draft, way::Way};
use crate::registry::{Failed, Registry, Result};
use crate::store::Tx;
use crate::store::batch::{Batch, page::Kind as Pages};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Changes on a page.
pub(in crate::registry) const PAGE: usize = 50;
const CHANGES: &str = "batch_page.changes";

/// One page of what changed.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::registry) struct Page {
    /// All of it.
    pub counts: Counts,
    /// What stands on this page.
    pub shown: Vec<Change>,
}

impl Page {
    /// How many pages it takes to show so much.
    pub(in crate::registry) fn all(counts: &Counts) -> u32 {
        u32::try_from(counts.changes().div_ceil(PAGE as u64)).unwrap_or(u32::MAX).max(1)
    }
}

impl Registry {
    /// What changed against the returned batch, sealed; none where a batch follows none, or where
    /// the rows of the returned one have been deleted.
    pub(super) async fn changes_of(
        &self,
        batch: &Batch,
        new: &New,
    ) -> Result<Option<Vec<Vec<u8>>>> {
        let Some(returned) = batch.follows else { return Ok(None) };
        let was = if batch.way == Way::Reviewed {
            self.0.db.candidates(returned).await?.iter().map(Row::from).collect()
        } else {
            self.rows_of(returned).await?
        };
        if was.is_empty() {
            return Ok(None);
        }
        let is: Vec<Row> = match new {
            New::People(people) => people.iter().map(|(_, draft)| Row::from(draft)).collect(),
            New::Listed(listed) => listed.iter().map(Row::from).collect(),
        };
        let id = batch.id;
        let sealed = self.apart(move |this| {
            let (counts, changes) = compare(&was, &is);
            let page = |shown: &[Change]| Page { counts, shown: shown.to_vec() };
            let mut pages: Vec<Page> = changes.chunks(PAGE).map(page).collect();
            if pages.is_empty() {
                pages.push(page(&[]));
            }
            this.seal_pages(CHANGES, id, &pages)
        });
        Ok(Some(sealed.await??))
    }

    async fn rows_of(&self, id: BatchId) -> Result<Vec<Row>> {
        let sealed = self.0.db.batch_rows(id).await?;
        let open = self.apart(move |this| {
            let open = |row| this.open_draft(id, row).map(|draft: Draft| Row::from(&draft));
            sealed.par_iter().map(open).collect::<std::result::Result<Vec<Row>, Failed>>()
        });
        Ok(open.await??)
    }

    /// Writes what changed, if that is known.
    pub(super) async fn write_changes(
        &self,
        tx: &mut Tx,
        id: BatchId,
        sealed: Option<&[Vec<u8>]>,
    ) -> Result<()> {
        match sealed {
            Some(pages) => Ok(tx.replace_pages(id, Pages::Changes, pages).await?),
            None => Ok(()),
        }
    }

    /// A page of what changed, from 0; none where there is none.
    pub(in crate::registry) async fn changes_page(
        &self,
        id: BatchId,
        page: u32,
    ) -> Result<Option<Page>> {
        let found = self.0.db.batch_pages(id, Pages::Changes, &[page]).await?;
        let Some((page, sealed)) = found.into_iter().next() else { return Ok(None) };
        Ok(Some(self.apart(move |this| this.open_page(CHANGES, id, (page, &sealed))).await??))
    }
}
