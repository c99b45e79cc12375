//! The whole of intake: from a file to drafts and findings.

mod mended;
mod parts;
mod report;

use super::{
    Context, bounds, delimited,
    encoding::{self, Encoding},
    excel,
    form::Form,
    format::{self, Format, Looks},
    refused::Refused,
    rules::{self, Judged, Sheet, cross},
    table::{Row, Table},
    template::Examples,
};
use crate::model::{
    catalogue::Heading,
    draft::{Draft, Mend},
    finding::{Finding, RowPlace},
};
use mended::mended;
pub(super) use parts::has_ids;
use parts::{Sorted, Use};
use rayon::prelude::*;
use report::Report;

/// What was read in a file. Accepted and held back together are its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What the file is.
    pub format: Format,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// Rows of data.
    pub rows: u32,
    /// The accepted rows, in their order.
    pub drafts: Vec<Draft>,
    /// The rows with an error, in their order.
    pub held_back: Vec<RowPlace>,
    /// Everything that a clerk should know, in the order of sheets, rows and columns.
    pub findings: Vec<Finding>,
    /// False where a column is missing without which no row can be judged.
    pub judged: bool,
}

/// What a file was found to be, and its sheets.
pub(super) type Tables = (Format, Option<Encoding>, Vec<Table>);

/// How rows are judged: each by itself, then beside the others.
pub(super) struct Rules<T> {
    /// What the file is read for.
    pub(super) form: Form,
    pub(super) row: fn(&Sheet<'_>, Row<'_>) -> Judged<T>,
    pub(super) beside: fn(&mut [Judged<T>]),
}

/// What was read in a file, whatever it was read for.
pub(super) struct Whole<T> {
    pub(super) rows: u32,
    pub(super) accepted: Vec<T>,
    pub(super) held_back: Vec<RowPlace>,
    pub(super) findings: Vec<Finding>,
    pub(super) judged: bool,
}

/// Reads a file and judges every row of it. A file is what its content says, whatever its name.
pub fn check(bytes: &[u8], context: &Context<'_>) -> Result<Reading, Refused> {
    sheet(&tables(bytes, context)?, context)
}

/// As [`check`], with some cells read as what they were mended to.
pub fn check_mended(
    bytes: &[u8],
    mends: &[Mend],
    context: &Context<'_>,
) -> Result<Reading, Refused> {
    sheet(&mended_tables(bytes, mends, context)?, context)
}

/// As [`check`], the sheets of the file at hand.
pub(super) fn sheet(tables: &Tables, context: &Context<'_>) -> Result<Reading, Refused> {
    let rules = Rules { form: Form::of(context.scope), row: rules::judge, beside: cross::judge };
    let whole = whole(tables, &rules, context)?;
    let (format, encoding, _) = *tables;
    Ok(Reading {
        format,
        encoding,
        rows: whole.rows,
        drafts: whole.accepted,
        held_back: whole.held_back,
        findings: whole.findings,
        judged: whole.judged,
    })
}

/// Judges every row of every list of a file.
pub(super) fn whole<T: Send>(
    (format, _, tables): &Tables,
    rules: &Rules<T>,
    context: &Context<'_>,
) -> Result<Whole<T>, Refused> {
    let sheets = parts::uses(tables, context, rules.form)?;
    let (mut rows, lists) = judge_all(&sheets, format.is_text(), rules, context)?;
    let judged = sheets.iter().any(|(_, sheet_use)| matches!(sheet_use, Use::Judge(_)));
    if judged && rows.is_empty() {
        return Err(Refused::NoRows);
    }
    (rules.beside)(&mut rows);
    let unjudged = lists.iter().map(|list| list.people.len()).sum::<usize>();
    let count = if judged { rows.len() } else { unjudged };
    let (mut accepted, mut held_back, mut report) = (vec![], vec![], Report::default());
    let mut rows = rows.into_iter();
    for ((table, sheet_use), list) in sheets.iter().zip(lists) {
        report.hear_sheet(table, sheet_use, &list);
        for (cells, row) in list.people.iter().zip(rows.by_ref()) {
            report.hear_row((&row.place, *cells), row.said, sheet_use);
            match row.accepted {
                Some(one) => accepted.push(one),
                None => held_back.push(row.place),
            }
        }
    }
    report.cap();
    let rows = u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Whole { rows, accepted, held_back, findings: report.findings, judged })
}

/// Whether a file is a workbook that can be handed back as it is.
pub(super) fn is_workbook(bytes: &[u8]) -> Result<bool, Refused> {
    if bytes.len() > bounds::FILE_BYTES {
        return Err(Refused::FileTooLarge);
    }
    Ok(format::look(bytes) == Looks::Package)
}

/// The sheets of a file.
pub(super) fn tables(bytes: &[u8], context: &Context<'_>) -> Result<Tables, Refused> {
    if bytes.len() > bounds::FILE_BYTES {
        return Err(Refused::FileTooLarge);
    }
    let (format, encoding, tables) = match format::look(bytes) {
        Looks::Package => (Format::Xlsx, None, excel::read(bytes)?),
        Looks::Compound => (Format::Xls, None, excel::xls::read(bytes)?),
        Looks::Known(kind) => return Err(Refused::NotRead(kind)),
        Looks::Text => {
            let (text, encoding) = encoding::decode(bytes)?;
            if let Some(kind) = format::markup(text.as_bytes()) {
                return Err(Refused::NotRead(kind));
            }
            let is_field = |cell: &str| {
                matches!(context.catalogue.field_of_heading(cell), Some(Heading::Field(_)))
            };
            let separator = delimited::separator(&text, is_field);
            let format = if separator == '\t' { Format::Tsv } else { Format::Csv };
            (format, Some(encoding), vec![delimited::read(&text, separator)?])
        }
    };
    let is_blank = tables.iter().all(|table| table.rows().len() == 0);
    if is_blank { Err(Refused::Empty) } else { Ok((format, encoding, tables)) }
}

/// The sheets of a file, with some of their cells mended.
pub(super) fn mended_tables(
    bytes: &[u8],
    mends: &[Mend],
    context: &Context<'_>,
) -> Result<Tables, Refused> {
    let (format, encoding, tables) = tables(bytes, context)?;
    let tables = tables.into_iter().map(|table| mended(table, mends)).collect::<Result<_, _>>()?;
    Ok((format, encoding, tables))
}

/// Every row of every list, and the lists.
fn judge_all<'t, T: Send>(
    sheets: &[(&'t Table, Use)],
    is_text: bool,
    rules: &Rules<T>,
    context: &Context<'_>,
) -> Result<(Vec<Judged<T>>, Vec<Sorted<'t>>), Refused> {
    let (mut rows, mut lists, mut said) = (Vec::new(), Vec::new(), 0);
    let examples = Examples::new(context);
    for (table, sheet_use) in sheets {
        let (Use::Judge(columns) | Use::Incomplete(columns)) = sheet_use else {
            lists.push(Sorted::default());
            continue;
        };
        let list = parts::sort(table, columns, &examples, context);
        if matches!(sheet_use, Use::Incomplete(_)) {
            lists.push(list);
            continue;
        }
        if let Some(beyond) = list.people.get(bounds::ROWS.saturating_sub(rows.len())) {
            return Err(Refused::TooManyRows { row: beyond.number() });
        }
        let (name, letters) = (table.name.as_str(), parts::letters(columns));
        let sheet = Sheet { name, columns, letters, context, is_text };
        let before = rows.len();
        rows.append(&mut judge(rules.row, &sheet, &list.people, before, &mut said));
        lists.push(list);
    }
    Ok((rows, lists))
}

/// Judges rows on all cores. Once more is `said` than will be listed, rows keep their verdict and
/// lose their sentences: a hundred thousand bad rows must not fill the memory.
fn judge<T: Send>(
    rule: fn(&Sheet<'_>, Row<'_>) -> Judged<T>,
    sheet: &Sheet<'_>,
    rows: &[Row<'_>],
    before: usize,
    said: &mut usize,
) -> Vec<Judged<T>> {
    let mut judged = Vec::with_capacity(rows.len());
    let tell = |so_far: usize| {
        (sheet.context.judged)((before + so_far) as u64, (before + rows.len()) as u64);
    };
    tell(0);
    for chunk in rows.chunks(4096) {
        let mut part: Vec<Judged<T>> = chunk.par_iter().map(|row| rule(sheet, *row)).collect();
        for row in &mut part {
            if *said > bounds::FINDINGS {
                row.said = Vec::new();
            }
            *said += row.said.len();
        }
        judged.append(&mut part);
        tell(judged.len());
    }
    judged
}
