//! Which lists of people a file holds, and which of their rows are somebody.

use crate::{
    intake::{
        Context, annotate,
        aside::{self, Kind},
        form::Form,
        headings::{self, Columns},
        refused::Refused,
        table::{Row, Table},
        template::{self, Examples},
    },
    model::{
        draft,
        finding::{Field, column_letters},
    },
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What becomes of a sheet.
pub(super) enum Use {
    /// Its rows are judged.
    Judge(Columns),
    /// It would be judged if a must-column were not missing.
    Incomplete(Columns),
    /// Such a list beside one that is judged.
    Beside(Columns),
    /// No list of people.
    Skip,
    /// Nothing to be said about it.
    Pass,
}

/// The rows of a list, by what they are.
#[derive(Default)]
pub(super) struct Sorted<'t> {
    pub(super) people: Vec<Row<'t>>,
    /// By the sheet's numbers: not judged, and perhaps about somebody.
    pub(super) doubtful: Vec<u32>,
    /// By the sheet's numbers: examples that look like somebody.
    pub(super) examples: Vec<u32>,
}

/// What becomes of each list of each sheet.
pub(super) fn uses<'t>(
    tables: &'t [Table],
    context: &Context<'_>,
    form: Form,
) -> Result<Vec<(&'t Table, Use)>, Refused> {
    let mut lists: Vec<(&Table, Use)> = tables
        .iter()
        .flat_map(|table| uses_of(table, context, form).into_iter().map(move |list| (table, list)))
        .collect();
    let has_complete = lists.iter().any(|(_, list)| matches!(list, Use::Judge(_)));
    for (_, list) in lists.iter_mut().filter(|_| has_complete) {
        *list = match std::mem::replace(list, Use::Pass) {
            Use::Incomplete(columns) => Use::Beside(columns),
            other => other,
        };
    }
    let has_list = lists.iter().any(|(_, list)| matches!(list, Use::Judge(_) | Use::Incomplete(_)));
    if has_list { Ok(lists) } else { Err(Refused::NoHeading) }
}

/// Whether we put the sheet there ourselves.
fn is_ours(table: &Table) -> bool {
    annotate::is_summary(table) || template::is_help(table)
}

/// Whether a sheet that a clerk sees has a column of ID numbers.
pub(in crate::intake) fn has_ids(tables: &[Table], context: &Context<'_>) -> bool {
    let mut seen = tables.iter().filter(|table| !table.hidden && !is_ours(table));
    seen.any(|table| {
        let headings = headings::find(table, context.catalogue, Form::List);
        headings.iter().any(|columns| columns.of(Field::IdNumber).is_some())
    })
}

/// What becomes of the lists of a sheet. Words to choose from are hidden often, people never without
/// a word.
fn uses_of(table: &Table, context: &Context<'_>, form: Form) -> Vec<Use> {
    if is_ours(table) || table.rows().len() == 0 {
        return vec![Use::Pass];
    }
    let headings = headings::find(table, context.catalogue, form);
    let is_told = !table.hidden || table.rows().any(aside::holds_number);
    match headings.is_empty() {
        true if is_told => vec![Use::Skip],
        true => vec![Use::Pass],
        false => headings
            .into_iter()
            .map(|columns| match columns.missing_must().is_empty() {
                true => Use::Judge(columns),
                // A list shows nobody's number, by which it could be told from other words.
                false if is_told || form == Form::List => Use::Incomplete(columns),
                false => Use::Pass,
            })
            .collect(),
    }
}

/// The rows that a heading speaks of, by what they are.
pub(super) fn sort<'t>(
    table: &'t Table,
    columns: &Columns,
    examples: &Examples<'_>,
    context: &Context<'_>,
) -> Sorted<'t> {
    let rows: Vec<Row<'t>> = table.rows().collect();
    let mut sorted = Sorted::default();
    let over = rows.get(columns.from..columns.above).unwrap_or_default();
    let is_doubtful = |row: &&Row<'_>| aside::may_be_somebody(**row, columns, context);
    sorted.doubtful = over.iter().filter(is_doubtful).map(|row| row.number()).collect();
    let below = rows.get(columns.above..columns.until).unwrap_or_default();
    let kind = |row: &Row<'t>| aside::kind(*row, columns, examples, context);
    let kinds: Vec<Kind> = below.par_iter().map(kind).collect();
    for (row, kind) in below.iter().zip(kinds) {
        match kind {
            Kind::Person => sorted.people.push(*row),
            Kind::Example => sorted.examples.push(row.number()),
            Kind::Doubtful => sorted.doubtful.push(row.number()),
            Kind::Aside => {}
        }
    }
    sorted
}

/// The column letter of each field that is kept.
pub(super) fn letters(columns: &Columns) -> draft::Columns {
    let letters = columns.kept().map(|(field, at)| (field.code().to_owned(), column_letters(at)));
    letters.collect::<BTreeMap<String, String>>().into()
}
