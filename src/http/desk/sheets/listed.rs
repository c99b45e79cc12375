//! Findings as they stand on a page: their kinds as links, and one by one.

use super::findings::{Address, class};
use crate::{
    http::words::{Lang, desk::grouped},
    model::{
        batch::BatchId,
        finding::{Field, Severity, Told},
    },
    registry::desk::findings::{Findings, Found, Kind},
};
use std::collections::BTreeSet;

/// The kinds of one severity.
pub struct Group {
    pub severity: &'static str,
    pub href: String,
    pub is_here: bool,
    pub word: &'static str,
    pub total: String,
    pub links: Vec<Link>,
}

/// The findings of one kind.
pub struct Link {
    pub href: String,
    pub word: String,
    pub count: String,
    pub is_here: bool,
}

/// One finding.
pub struct Item {
    pub anchor: String,
    pub severity: &'static str,
    pub word: &'static str,
    pub place: String,
    /// Whose row it is, unless the name itself is in question.
    pub person: Option<String>,
    pub said: String,
    /// What stands in the cell.
    pub written: Option<String>,
    /// What a value became, or a value to try.
    pub hint: Option<(&'static str, String)>,
    pub mend: Option<Cell>,
}

/// A cell that can be mended.
pub struct Cell {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub label: String,
    pub value: String,
}

impl Group {
    /// The kinds of a batch's findings; `here` is the one that is shown.
    pub fn all(lang: Lang, id: BatchId, kinds: &[Kind], here: &str) -> Vec<Self> {
        let link = |kind: &Kind| Link {
            href: Address::new(id).of_kind(&kind.code).to_string(),
            word: lang.kind(&kind.code, kind.field),
            count: grouped(kind.count),
            is_here: kind.code == here,
        };
        let group = |severity| {
            let own = || kinds.iter().filter(move |kind| kind.severity == severity);
            Self {
                severity: class(severity),
                href: Address::new(id).of_kind(class(severity)).to_string(),
                is_here: here == class(severity),
                word: lang.severity(severity),
                total: grouped(own().map(|kind| kind.count).sum()),
                links: own().map(link).collect(),
            }
        };
        let groups = [Severity::Error, Severity::Warning, Severity::Fixed].map(group);
        groups.into_iter().filter(|group| !group.links.is_empty()).collect()
    }
}

impl Item {
    /// The findings of a page. The first about a cell carries its name as an anchor.
    pub fn all(lang: Lang, found: &Findings) -> Vec<Self> {
        let mut taken = BTreeSet::new();
        let item = |(nth, one): (usize, &Found)| {
            let cell = anchor(&one.told);
            let anchor =
                if taken.insert(cell.clone()) { cell } else { format!("{cell}-{}", nth + 1) };
            Self::new(lang, one, anchor, found.is_open)
        };
        found.shown.iter().enumerate().map(item).collect()
    }

    fn new(lang: Lang, one: &Found, anchor: String, is_open: bool) -> Self {
        let told = &one.told;
        let hint = told.hint.clone().map(|hint| (lang.hint_label(told.severity), hint));
        Self {
            anchor,
            severity: class(told.severity),
            word: lang.severity(told.severity),
            place: lang.cell_place(&told.place, told.column.as_deref()),
            person: told.person.clone().filter(|_| told.field != Some(Field::Name)),
            said: lang.said(told),
            written: told.written.clone(),
            hint,
            mend: Cell::of(lang, one).filter(|_| is_open),
        }
    }
}

impl Cell {
    /// What was mended automatically, and what concerns no single cell, is not mended here.
    fn of(lang: Lang, one: &Found) -> Option<Self> {
        let told = &one.told;
        let (column, field) = (told.column.clone()?, told.field?);
        let hint = one.typed.clone().or_else(|| told.hint.clone());
        (told.severity != Severity::Fixed).then(|| Self {
            sheet: told.place.sheet.clone(),
            row: told.place.row,
            column,
            label: lang.right_value(field),
            value: hint.unwrap_or_default(),
        })
    }
}

/// `r18d`
fn anchor(told: &Told) -> String {
    let column = told.column.as_deref().unwrap_or_default();
    format!("r{}{}", told.place.row, column.to_lowercase())
}
