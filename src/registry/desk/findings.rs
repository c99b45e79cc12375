//! What was found in a batch's sheet, a page at a time: a file may have two hundred thousand
//! findings, and nobody reads more than fifty at once.

use crate::model::{
    batch::{BatchId, Stage},
    draft::Mend,
    finding::{Field, RowPlace, Severity, Told},
    office::{Actor, Role},
};
use crate::registry::road::batch::{Batch, own};
use crate::registry::{Refusal, Registry, Result};
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
}

impl Registry {
    /// A page of what was found in a batch that the actor may see. Another's is
    /// [`NoSuchBatch`](Refusal::NoSuchBatch).
    pub async fn findings_for(
        &self,
        id: BatchId,
        sought: Sought,
        actor: &Actor,
    ) -> Result<Findings> {
        let all = self.findings(id, actor).await?.ok_or(Refusal::NoSuchDocument)?;
        let batch = self.batch(id).await?;
        let is_open =
            batch.stage == Stage::Draft && own(&batch, actor).is_ok() && actor.may(Role::Clerk);
        let mends = if is_open { self.mends(id).await? } else { Vec::new() };
        self.apart(move |_| page(batch, is_open, all, &sought, &mends)).await
    }

    async fn mends(&self, id: BatchId) -> Result<Vec<Mend>> {
        let sealed = self.0.db.batch_mends(id).await?;
        Ok(sealed.map(|sealed| self.open_mends(id, &sealed)).transpose()?.unwrap_or_default())
    }
}

fn page(batch: Batch, is_open: bool, all: Vec<Told>, sought: &Sought, mends: &[Mend]) -> Findings {
    let kinds = kinds(&all);
    let rows = |severity| {
        let rows: BTreeSet<_> =
            all.iter().filter(|told| told.severity == severity).map(|told| &told.place).collect();
        rows.len() as u64
    };
    let (wrong_rows, warned_rows) = (rows(Severity::Error), rows(Severity::Warning));
    let fixes = all.iter().filter(|told| told.severity == Severity::Fixed).count() as u64;
    let asked: Vec<(Key, Told)> = keyed(all)
        .filter(|(_, told)| sought.code.as_ref().is_none_or(|code| told.code == *code))
        .filter(|(_, told)| sought.severity.is_none_or(|severity| told.severity == severity))
        .collect();
    let before = asked.iter().take_while(|(key, _)| lies_before(key, sought)).count();
    let total = asked.len();
    let mut shown: Vec<_> = asked.into_iter().skip(before).take(PAGE).collect();
    let last = shown.last().map(|(key, _)| key.clone());
    let more_behind = last.filter(|_| before + shown.len() < total);
    let found = |(_, told): (Key, Told)| Found { typed: typed(&told, mends), told };
    Findings {
        batch,
        is_open,
        wrong_rows,
        warned_rows,
        fixes,
        kinds,
        total: total as u64,
        before: before as u64,
        shown: shown.drain(..).map(found).collect(),
        more_behind,
    }
}

/// The findings with their keys. They are kept in the order of their places.
fn keyed(all: Vec<Told>) -> impl Iterator<Item = (Key, Told)> {
    let mut last: Option<Key> = None;
    all.into_iter().map(move |told| {
        let same = last.as_ref().filter(|last| last.place == told.place);
        let key = Key { place: told.place.clone(), nth: same.map_or(0, |last| last.nth + 1) };
        last = Some(key.clone());
        (key, told)
    })
}

fn lies_before(key: &Key, sought: &Sought) -> bool {
    match (&sought.behind, sought.from_row) {
        (Some(behind), _) => key <= behind,
        (None, Some(row)) => key.place.row < row,
        (None, None) => false,
    }
}

fn kinds(all: &[Told]) -> Vec<Kind> {
    let mut kinds: BTreeMap<(Severity, &str), Kind> = BTreeMap::new();
    for told in all {
        let kind = kinds.entry((told.severity, &told.code)).or_insert_with(|| Kind {
            severity: told.severity,
            code: told.code.clone(),
            field: told.field,
            count: 0,
        });
        kind.count += 1;
        kind.field = kind.field.filter(|field| told.field == Some(*field));
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
