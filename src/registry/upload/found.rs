//! What was found in a sheet, as it is kept: an index of which findings are where, and the findings
//! themselves on pages that are sealed one by one. A file may have two hundred thousand findings;
//! whoever reads fifty opens the index and the pages that hold those.

use crate::model::{
    batch::BatchId,
    finding::{Field, Finding, Severity},
};
use crate::registry::house::vault::Place;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::Tx;
use crate::store::batch::{
    content::{Found, Sheet},
    page::Kind as Pages,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, HashMap};

/// Findings on a sealed page.
const PAGE: usize = 50;

const INDEX: &str = "batch_content.findings";
const PAGES: &str = "batch_page.findings";

/// What findings may have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::registry) struct Sort {
    pub severity: Severity,
    pub code: String,
    pub field: Option<Field>,
}

/// Where one finding stands and of which sort it is.
#[derive(Debug, Clone, Copy)]
pub(in crate::registry) struct Entry<'a> {
    pub sort: &'a Sort,
    pub sheet: &'a str,
    pub row: u32,
}

/// Every finding of a sheet without its words, in the order of their places.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(in crate::registry) struct Index {
    sorts: Vec<Sort>,
    sheets: Vec<String>,
    /// Sort, sheet, row.
    entries: Vec<(u32, u32, u32)>,
}

/// The findings of a sheet on their way into the store.
pub(in crate::registry) struct SealedFindings {
    /// What of them is kept with the content.
    pub index: Vec<u8>,
    pages: Vec<Vec<u8>>,
    counts: Found,
}

impl Index {
    fn of(all: &[Finding]) -> Self {
        let mut index = Self::default();
        let mut sorts: HashMap<(Severity, &str, Option<Field>), u32> = HashMap::new();
        let mut sheets: BTreeMap<&str, u32> = BTreeMap::new();
        for one in all {
            let sort = *sorts.entry((one.severity, one.code, one.field)).or_insert_with(|| {
                let (severity, code, field) = (one.severity, one.code.to_owned(), one.field);
                index.sorts.push(Sort { severity, code, field });
                last(&index.sorts)
            });
            let sheet = *sheets.entry(&one.place.sheet).or_insert_with(|| {
                index.sheets.push(one.place.sheet.clone());
                last(&index.sheets)
            });
            index.entries.push((sort, sheet, one.place.row));
        }
        index
    }

    /// The findings in their order.
    pub(in crate::registry) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.entries.iter().filter_map(|(sort, sheet, row)| {
            let sort = self.sorts.get(*sort as usize)?;
            Some(Entry { sort, sheet: self.sheets.get(*sheet as usize)?, row: *row })
        })
    }
}

fn last<T>(of: &[T]) -> u32 {
    u32::try_from(of.len().saturating_sub(1)).unwrap_or(u32::MAX)
}

impl Registry {
    pub(in crate::registry) fn seal_findings(
        &self,
        id: BatchId,
        all: &[Finding],
    ) -> std::result::Result<SealedFindings, Failed> {
        let index = serde_json::to_vec(&Index::of(all)).map_err(|e| Failed::because(&e))?;
        Ok(SealedFindings {
            index: self.0.vault.seal(Place(INDEX, &id.to_string()), self.random(), &index)?,
            pages: self.seal_pages(PAGES, id, &all.chunks(PAGE).collect::<Vec<_>>())?,
            counts: Found::of(all),
        })
    }

    /// Seals pages one by one, on all cores.
    pub(in crate::registry) fn seal_pages<T: Serialize + Sync>(
        &self,
        of: &'static str,
        id: BatchId,
        pages: &[T],
    ) -> std::result::Result<Vec<Vec<u8>>, Failed> {
        let seal = |(number, page): (usize, &T)| {
            let plain = serde_json::to_vec(page).map_err(|e| Failed::because(&e))?;
            self.0.vault.seal(Place(of, &format!("{id}/{number}")), self.random(), &plain)
        };
        pages.par_iter().enumerate().map(seal).collect()
    }

    /// Opens a page that was sealed so.
    pub(in crate::registry) fn open_page<T: DeserializeOwned>(
        &self,
        of: &'static str,
        id: BatchId,
        (number, sealed): (u32, &[u8]),
    ) -> std::result::Result<T, Failed> {
        let plain = self.0.vault.open(Place(of, &format!("{id}/{number}")), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Failed::because(&"a page cannot be read"))
    }

    /// Writes what was found, in place of what was found before. The index is written with the
    /// content.
    pub(in crate::registry) async fn write_findings(
        &self,
        tx: &mut Tx,
        (id, sheet): (BatchId, Sheet),
        sealed: &SealedFindings,
    ) -> Result<()> {
        tx.count_findings(id, sheet, &sealed.counts).await?;
        Ok(tx.replace_pages(id, Pages::Findings, &sealed.pages).await?)
    }

    /// The index of a batch's findings; none once its content has been deleted.
    pub(in crate::registry) async fn index_of(&self, id: BatchId) -> Result<Option<Index>> {
        let Some(sealed) = self.0.db.batch_findings(id).await? else { return Ok(None) };
        let open = self.apart(move |this| {
            let plain = this.0.vault.open(Place(INDEX, &id.to_string()), &sealed)?;
            serde_json::from_slice(&plain).map_err(|e| Failed::because(&e))
        });
        Ok(Some(open.await??))
    }

    /// The findings at some places of the index, in the order that is asked for. Where the sheet was
    /// judged anew since the index was read, one of them may be gone.
    pub(in crate::registry) async fn findings_at<T>(
        &self,
        id: BatchId,
        places: &[usize],
    ) -> Result<Vec<T>>
    where
        T: DeserializeOwned + Clone + Send + 'static,
    {
        let number = |place: &usize| u32::try_from(place / PAGE).unwrap_or(u32::MAX);
        let mut numbers: Vec<u32> = places.iter().map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let sealed = self.0.db.batch_pages(id, Pages::Findings, &numbers).await?;
        let open = self.apart(move |this| {
            let open = |(number, sealed): &(u32, Vec<u8>)| {
                Ok((*number, this.open_page::<Vec<T>>(PAGES, id, (*number, sealed))?))
            };
            sealed.par_iter().map(open).collect::<std::result::Result<HashMap<_, _>, Failed>>()
        });
        let pages = open.await??;
        let one = |place: &usize| pages.get(&number(place))?.get(place % PAGE).cloned();
        let found: Option<Vec<T>> = places.iter().map(one).collect();
        Ok(found.ok_or(Refusal::MovedMeanwhile)?)
    }

    /// Everything that was found in a batch's sheet, as it was written; none once its content has
    /// been deleted.
    pub(in crate::registry) async fn all_findings(
        &self,
        id: BatchId,
    ) -> Result<Option<serde_json::Value>> {
        let Some(index) = self.index_of(id).await? else { return Ok(None) };
        let places: Vec<usize> = (0..index.entries.len()).collect();
        let all: Vec<serde_json::Value> = self.findings_at(id, &places).await?;
        Ok(Some(all.into()))
    }
}
