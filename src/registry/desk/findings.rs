//! What was found in a batch's sheet, a page at a time: a file may have two hundred thousand
//! findings, and nobody reads more than fifty at once.

use crate::model::{
    batch::{BatchId, Stage},
    draft::Mend,
    finding::{Field, RowPlace, Severity, Told},
    office::{Actor, Role},
};
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::road::batch::{Batch, own};
use crate::registry::upload::found::{Entry, Index, Sort};
use crate::registry::{Error, Refusal, Registry, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Findings on a page.
const PAGE: usize = 50;

/// A finding's place among the others: written `18.0.Sheet1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Sheet and row.
    pub place: RowPlace,
    /// Which of its row's findings, from 0.
    pub nth: u32,
}

impl Key {
    /// Parses `18.0.Sheet1`.
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = written.splitn(3, '.');
        let (row, nth) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { place: RowPlace { sheet: parts.next()?.to_owned(), row }, nth })
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.place.row, self.nth, self.place.sheet)
    }
}

/// Which findings are asked for.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Those of one severity; all without it.
    pub severity: Option<Severity>,
    /// Those of one code; all without it.
    pub code: Option<String>,
    /// Those behind this one.
    pub behind: Option<Key>,
    /// Those from this row on.
    pub from_row: Option<u32>,
}

/// How many findings have one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// What they mean for their rows.
    pub severity: Severity,
    /// The code.
    pub code: String,
    /// Their field, if they all have the same.
    pub field: Option<Field>,
    /// How many there are.
    pub count: u64,
}

/// One finding of a page.
#[derive(Debug, Clone)]
pub struct Found {
    /// What was found.
    pub told: Told,
    /// What its cell was mended to, if it was.
    pub typed: Option<String>,
}

/// A page of what was found.
#[derive(Debug, Clone)]
pub struct Findings {
    /// The batch.
    pub batch: Batch,
    /// Whether the actor may mend it.
    pub is_open: bool,
    /// Rows with an error.
    pub wrong_rows: u64,
    /// Rows with a warning.
    pub warned_rows: u64,
    /// Cells that were mended automatically.
    pub fixes: u64,
    /// The kinds, errors first, the most frequent first.
    pub kinds: Vec<Kind>,
    /// How many findings are asked for, on all pages together.
    pub total: u64,
    /// How many of them stand before the page.
    pub before: u64,
    /// The findings of the page.
    pub shown: Vec<Found>,
    /// The last of the page, where there are more behind it.
    pub more_behind: Option<Key>,
}

impl Findings {
    /// How many of an announced list are not in its information sheet.
    pub fn missing(&self) -> u64 {
        let missing = self.kinds.iter().filter(|kind| kind.code == "announced_but_missing");
        missing.map(|kind| kind.count).sum()
    }

    /// The batch and the rows of its sheet that are shown.
    fn seen(&self) -> Seen {
        let rows = self.shown.iter().map(|found| u64::from(found.told.place.row));
        Seen { batch: self.batch.id, rows: rows.clone().min().zip(rows.max()) }
    }
}

impl Registry {
    /// A page of what was found in a batch of the actor's own office, as it sent it. Another's is
    /// [`NoSuchBatch`](Refusal::NoSuchBatch).
    pub async fn findings_for(
        &self,
        id: BatchId,
        sought: Sought,
        actor: &Actor,
    ) -> Result<Findings> {
        // A colleague may mend a cell between the index and its page.
        for _ in 0..4 {
            let batch = self.batch(id).await?;
            own(&batch, actor)?;
            let index = self.index_of(id).await?.ok_or(Refusal::NoSuchDocument)?;
            let asked = sought.clone();
            let page = self.apart(move |_| Page::of(&index, &asked)).await?;
            let places: Vec<usize> = page.shown.iter().map(|(place, _)| *place).collect();
            match self.findings_at(id, &places).await {
                Ok(told) if page.is_about(&told) => {
                    let found = self.dressed(batch, page, told, actor).await?;
                    if !found.shown.is_empty() {
                        self.note_view(actor, Viewed::Findings, &found.seen()).await?;
                    }
                    return Ok(found);
                }
                Err(Error::Failed(failed)) => return Err(Error::Failed(failed)),
                _ => {}
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    async fn dressed(
        &self,
        batch: Batch,
        page: Page,
        told: Vec<Told>,
        actor: &Actor,
    ) -> Result<Findings> {
        let is_open = batch.stage == Stage::Draft && actor.may(Role::Clerk);
        let mends = if is_open { self.mends(batch.id).await? } else { Vec::new() };
        let found = |told: Told| Found { typed: typed(&told, &mends), told };
        Ok(Findings {
            batch,
            is_open,
            wrong_rows: page.wrong_rows,
            warned_rows: page.warned_rows,
            fixes: page.fixes,
            kinds: page.kinds,
            total: page.total,
            before: page.before,
            shown: told.into_iter().map(found).collect(),
            more_behind: page.more_behind,
        })
    }

    async fn mends(&self, id: BatchId) -> Result<Vec<Mend>> {
        let sealed = self.0.db.batch_mends(id).await?;
        Ok(sealed.map(|sealed| self.open_mends(id, &sealed)).transpose()?.unwrap_or_default())
    }
}

/// What the index alone says of a page: everything but the words of its findings.
#[derive(Default)]
struct Page {
    wrong_rows: u64,
    warned_rows: u64,
    fixes: u64,
    kinds: Vec<Kind>,
    total: u64,
    before: u64,
    /// Places in the index.
    shown: Vec<(usize, Key)>,
    more_behind: Option<Key>,
}

impl Page {
    fn of(index: &Index, sought: &Sought) -> Self {
        let mut page = Self { kinds: kinds(index), ..Self::default() };
        let (mut wrong, mut warned) = (BTreeSet::new(), BTreeSet::new());
        let (mut last, mut nth) = (None, 0);
        for (place, entry) in index.entries().enumerate() {
            let row = (entry.sheet, entry.row);
            nth = if last == Some(row) { nth + 1 } else { 0 };
            last = Some(row);
            match entry.sort.severity {
                Severity::Error => drop(wrong.insert(row)),
                Severity::Warning => drop(warned.insert(row)),
                Severity::Fixed => page.fixes += 1,
            }
            if !sought.is_about(entry.sort) {
                continue;
            }
            page.total += 1;
            if sought.is_behind(entry, nth) {
                page.before += 1;
            } else if page.shown.len() < PAGE {
                let at = RowPlace { sheet: entry.sheet.to_owned(), row: entry.row };
                page.shown.push((place, Key { place: at, nth }));
            }
        }
        (page.wrong_rows, page.warned_rows) = (wrong.len() as u64, warned.len() as u64);
        let last = page.shown.last().map(|(_, key)| key.clone());
        page.more_behind = last.filter(|_| page.before + (page.shown.len() as u64) < page.total);
        page
    }

    /// Whether these findings are the ones that the page shows.
    fn is_about(&self, told: &[Told]) -> bool {
        told.iter().map(|told| &told.place).eq(self.shown.iter().map(|(_, key)| &key.place))
    }
}

impl Sought {
    fn is_about(&self, sort: &Sort) -> bool {
        self.code.as_ref().is_none_or(|code| sort.code == *code)
            && self.severity.is_none_or(|severity| sort.severity == severity)
    }

    /// Whether the page begins behind this finding.
    fn is_behind(&self, entry: Entry<'_>, nth: u32) -> bool {
        match (&self.behind, self.from_row) {
            (Some(Key { place, nth: last }), _) => {
                (entry.sheet, entry.row, nth) <= (place.sheet.as_str(), place.row, *last)
            }
            (None, Some(row)) => entry.row < row,
            (None, None) => false,
        }
    }
}

fn kinds(index: &Index) -> Vec<Kind> {
    let mut kinds: BTreeMap<(Severity, &str), Kind> = BTreeMap::new();
    for Entry { sort, .. } in index.entries() {
        let kind = kinds.entry((sort.severity, &sort.code)).or_insert_with(|| Kind {
            severity: sort.severity,
            code: sort.code.clone(),
            field: sort.field,
            count: 0,
        });
        kind.count += 1;
        kind.field = kind.field.filter(|field| sort.field == Some(*field));
    }
    let mut kinds: Vec<Kind> = kinds.into_values().collect();
    kinds.sort_by_key(|kind| (kind.severity, std::cmp::Reverse(kind.count)));
    kinds
}

/// What a finding's cell was mended to; the last counts.
fn typed(told: &Told, mends: &[Mend]) -> Option<String> {
    let column = told.column.as_ref()?;
    let own = mends.iter().rev().find(|mend| mend.place == told.place && mend.column == *column);
    own.map(|mend| mend.written.clone())
}
