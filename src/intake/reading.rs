//! The whole of intake: from a file to drafts and findings.

use super::{
    Context, annotate,
    aside::{self, Kind},
    bounds, delimited,
    encoding::{self, Encoding},
    excel,
    format::{self, Format, Looks},
    headings::{self, Columns},
    notices::{Notice, file},
    refused::Refused,
    rules::{self, Judged, Sheet, cross},
    table::{Row, Table},
    template::{self, Examples},
};
use crate::model::{
    catalogue::Heading,
    draft::{self, Draft},
    finding::{Field, Finding, RowPlace, column_letters},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

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

/// What becomes of a sheet.
enum Use {
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
struct Sorted<'t> {
    people: Vec<Row<'t>>,
    /// By the sheet's numbers: not judged, and perhaps about somebody.
    doubtful: Vec<u32>,
    /// By the sheet's numbers: examples that look like somebody.
    examples: Vec<u32>,
}

/// Reads a file and judges every row of it. A file is what its content says, whatever its name.
pub fn check(bytes: &[u8], context: &Context<'_>) -> Result<Reading, Refused> {
    let (format, encoding, tables) = tables(bytes, context)?;
    let sheets = uses(&tables, context)?;
    let (mut rows, lists) = judge_all(&sheets, format.is_text(), context)?;
    let judged = sheets.iter().any(|(_, sheet_use)| matches!(sheet_use, Use::Judge(_)));
    if judged && rows.is_empty() {
        return Err(Refused::NoRows);
    }
    cross::judge(&mut rows);
    let mut reading = Reading { format, encoding, judged, ..Reading::nothing() };
    let mut rows = rows.into_iter();
    for ((table, sheet_use), list) in sheets.iter().zip(lists) {
        reading.hear_sheet(table, sheet_use, &list);
        for row in rows.by_ref().take(list.people.len()) {
            reading.hear_row(row, sheet_use);
        }
    }
    reading.cap();
    Ok(reading)
}

/// Whether a file is a workbook that can be handed back as it is.
pub(super) fn is_workbook(bytes: &[u8]) -> Result<bool, Refused> {
    if bytes.len() > bounds::FILE_BYTES {
        return Err(Refused::FileTooLarge);
    }
    Ok(format::look(bytes) == Looks::Package)
}

/// The sheets of a file.
pub(super) fn tables(
    bytes: &[u8],
    context: &Context<'_>,
) -> Result<(Format, Option<Encoding>, Vec<Table>), Refused> {
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

/// What becomes of each list of each sheet.
fn uses<'t>(tables: &'t [Table], context: &Context<'_>) -> Result<Vec<(&'t Table, Use)>, Refused> {
    let mut lists: Vec<(&Table, Use)> = tables
        .iter()
        .flat_map(|table| uses_of(table, context).into_iter().map(move |list| (table, list)))
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

/// What becomes of the lists of a sheet. Words to choose from are hidden often, people never without
/// a word.
fn uses_of(table: &Table, context: &Context<'_>) -> Vec<Use> {
    let is_ours = annotate::is_summary(table) || template::is_help(table);
    if is_ours || table.rows().len() == 0 {
        return vec![Use::Pass];
    }
    let headings = headings::find(table, context.catalogue);
    let is_told = !table.hidden || table.rows().any(aside::holds_number);
    match headings.is_empty() {
        true if is_told => vec![Use::Skip],
        true => vec![Use::Pass],
        false => headings
            .into_iter()
            .map(|columns| match columns.missing_must().is_empty() {
                true => Use::Judge(columns),
                false if is_told => Use::Incomplete(columns),
                false => Use::Pass,
            })
            .collect(),
    }
}

/// Every row of every list, and the lists.
fn judge_all<'t>(
    sheets: &[(&'t Table, Use)],
    is_text: bool,
    context: &Context<'_>,
) -> Result<(Vec<Judged>, Vec<Sorted<'t>>), Refused> {
    let (mut rows, mut lists, mut said) = (Vec::new(), Vec::new(), 0);
    let examples = Examples::new(context);
    for (table, sheet_use) in sheets {
        let (Use::Judge(columns) | Use::Incomplete(columns)) = sheet_use else {
            lists.push(Sorted::default());
            continue;
        };
        let list = sort(table, columns, &examples, context);
        if matches!(sheet_use, Use::Incomplete(_)) {
            lists.push(list);
            continue;
        }
        if let Some(beyond) = list.people.get(bounds::ROWS.saturating_sub(rows.len())) {
            return Err(Refused::TooManyRows { row: beyond.number() });
        }
        let (name, letters) = (table.name.as_str(), letters(columns));
        let sheet = Sheet { name, columns, letters, context, is_text };
        rows.append(&mut judge(&sheet, &list.people, &mut said));
        lists.push(list);
    }
    Ok((rows, lists))
}

/// The rows that a heading speaks of, by what they are.
fn sort<'t>(
    table: &'t Table,
    columns: &Columns,
    examples: &Examples<'_>,
    context: &Context<'_>,
) -> Sorted<'t> {
    let rows: Vec<Row<'t>> = table.rows().collect();
    let mut sorted = Sorted::default();
    let over = rows.get(columns.from..columns.above).unwrap_or_default();
    sorted.doubtful =
        over.iter().filter(|row| aside::holds_number(**row)).map(|row| row.number()).collect();
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

/// The column letter of each field.
fn letters(columns: &Columns) -> draft::Columns {
    let letters = columns.all().map(|(field, at)| (field.code().to_owned(), column_letters(at)));
    letters.collect::<BTreeMap<String, String>>().into()
}

/// Judges rows on all cores. Once more is `said` than will be listed, rows keep their verdict and
/// lose their sentences: a hundred thousand bad rows must not fill the memory.
fn judge(sheet: &Sheet<'_>, rows: &[Row<'_>], said: &mut usize) -> Vec<Judged> {
    let mut judged = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(4096) {
        let mut part: Vec<Judged> = chunk.par_iter().map(|row| rules::judge(sheet, *row)).collect();
        for row in &mut part {
            if *said > bounds::FINDINGS {
                row.said = Vec::new();
            }
            *said += row.said.len();
        }
        judged.append(&mut part);
    }
    judged
}

impl Reading {
    fn nothing() -> Self {
        Self {
            format: Format::Csv,
            encoding: None,
            rows: 0,
            drafts: vec![],
            held_back: vec![],
            findings: vec![],
            judged: true,
        }
    }

    /// What there is to say about a list as a whole.
    fn hear_sheet(&mut self, table: &Table, sheet_use: &Use, list: &Sorted<'_>) {
        let first = table.rows().next().map_or(1, Row::number);
        match sheet_use {
            Use::Pass => {}
            Use::Skip => self.hear(table, first, None, None, file::sheet_skipped()),
            Use::Beside(columns) => {
                let notice = file::list_incomplete(&columns.missing_must());
                self.hear(table, columns.row, None, None, notice);
            }
            Use::Judge(columns) => {
                self.hear_heading(table, columns);
                self.hear_concealed(table, columns, list);
                self.hear_passed(table, columns, list);
            }
            Use::Incomplete(columns) => {
                if !self.judged {
                    let rows = list.people.len();
                    self.rows = self.rows.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
                }
                self.hear_heading(table, columns);
            }
        }
    }

    fn hear_heading(&mut self, table: &Table, columns: &Columns) {
        let row = columns.row;
        for field in columns.missing_must() {
            self.hear(table, row, None, Some(field), file::column_missing(field));
        }
        for field in columns.missing_should() {
            self.hear(table, row, None, Some(field), file::column_advised(field));
        }
        if !columns.unknown.is_empty() {
            self.hear(table, row, None, None, file::columns_unknown(&columns.unknown));
        }
        let second = |field| columns.twice.iter().find(|(twice, _)| *twice == field);
        if let (Some((_, column)), Some(_)) = (second(Field::Name), second(Field::IdNumber)) {
            self.hear(table, row, Some(*column), None, file::list_beside());
            return;
        }
        for (field, column) in &columns.twice {
            let used = columns.of(*field).map(column_letters).unwrap_or_default();
            self.hear(table, row, Some(*column), Some(*field), file::column_twice(*field, &used));
        }
    }

    /// What the clerk may not know that she sends, as Excel does not show it.
    fn hear_concealed(&mut self, table: &Table, columns: &Columns, list: &Sorted<'_>) {
        if table.hidden && columns.from == 0 {
            self.hear(table, columns.row, None, None, file::sheet_hidden());
        }
        let numbers = list.people.iter().map(|row| row.number());
        let rows: Vec<u32> = numbers.filter(|row| table.concealed.has_row(*row)).collect();
        let letters: Vec<String> = columns
            .all()
            .filter(|(_, column)| table.concealed.has_column(*column))
            .map(|(_, column)| column_letters(column))
            .collect();
        if !rows.is_empty() || !letters.is_empty() {
            self.hear(table, columns.row, None, None, file::concealed(&rows, &letters));
        }
    }

    /// Who may have been passed over.
    fn hear_passed(&mut self, table: &Table, columns: &Columns, list: &Sorted<'_>) {
        if !list.examples.is_empty() {
            let notice = file::examples_passed(&list.examples);
            self.hear(table, columns.row, None, None, notice);
        }
        if !list.doubtful.is_empty() {
            let notice = file::rows_passed(&list.doubtful);
            self.hear(table, columns.row, None, None, notice);
        }
    }

    fn hear_row(&mut self, mut row: Judged, sheet_use: &Use) {
        self.rows = self.rows.saturating_add(1);
        let column = |field: Field| match sheet_use {
            Use::Judge(columns) => columns.of(field),
            _ => None,
        };
        row.said.sort_by_key(|(field, _)| (column(*field).unwrap_or(u32::MAX), *field));
        for (field, notice) in row.said {
            // One more than is listed, so that it can be said that there are more.
            if self.findings.len() <= bounds::FINDINGS {
                self.findings.push(finding(row.place.clone(), column(field), Some(field), notice));
            }
        }
        match row.draft {
            Some(draft) => self.drafts.push(draft),
            None => self.held_back.push(row.place),
        }
    }

    fn hear(
        &mut self,
        table: &Table,
        row: u32,
        column: Option<u32>,
        field: Option<Field>,
        notice: Notice,
    ) {
        let place = RowPlace { sheet: table.name.clone(), row };
        self.findings.push(finding(place, column, field, notice));
    }

    /// A file with findings beyond count is wrong as a whole: the first are enough.
    fn cap(&mut self) {
        if self.findings.len() > bounds::FINDINGS {
            self.findings.truncate(bounds::FINDINGS);
            if let Some(last) = self.findings.last() {
                let place = last.place.clone();
                self.findings.push(finding(place, None, None, file::more_findings()));
            }
        }
    }
}

fn finding(place: RowPlace, column: Option<u32>, field: Option<Field>, notice: Notice) -> Finding {
    Finding {
        place,
        column: column.map(column_letters),
        field,
        severity: notice.severity,
        code: notice.code,
        message: notice.zh,
        message_en: notice.en,
        hint: notice.hint,
    }
}
