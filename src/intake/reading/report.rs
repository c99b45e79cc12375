//! What there is to say about a file: its lists one after another, of each first the heading.

use super::parts::{Sorted, Use};
use crate::{
    intake::{
        bounds,
        form::Form,
        headings::Columns,
        notices::{Notice, file, list, quoted},
        table::{Cell, Row, Table},
    },
    model::finding::{Field, Finding, RowPlace, column_letters},
};

/// The findings so far.
#[derive(Default)]
pub(super) struct Report {
    pub(super) findings: Vec<Finding>,
}

impl Report {
    /// What there is to say about a list as a whole.
    pub(super) fn hear_sheet(&mut self, table: &Table, sheet_use: &Use, list: &Sorted<'_>) {
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
            Use::Incomplete(columns) => self.hear_heading(table, columns),
        }
    }

    fn hear_heading(&mut self, table: &Table, columns: &Columns) {
        let row = columns.row;
        for field in columns.missing_must() {
            self.hear(table, row, None, Some(field), file::column_missing(field));
        }
        for field in columns.missing_should() {
            let notice = match columns.form {
                Form::Sheet | Form::Moved => file::column_advised(field),
                Form::List => list::column_advised(field),
            };
            self.hear(table, row, None, Some(field), notice);
        }
        let id = columns.of(Field::IdNumber);
        if let Some(column) = id.filter(|_| columns.form == Form::List) {
            self.hear(table, row, Some(column), Some(Field::IdNumber), list::with_ids());
        }
        if !columns.unknown.is_empty() {
            self.hear(table, row, None, None, file::columns_unknown(&columns.unknown));
        }
        self.hear_twice(table, columns);
    }

    /// Columns that stand there twice: by chance, or since a second list stands beside the first.
    fn hear_twice(&mut self, table: &Table, columns: &Columns) {
        let row = columns.row;
        let second = |field| columns.twice.iter().find(|(twice, _)| *twice == field);
        let by = match columns.form {
            Form::Sheet | Form::Moved => Field::IdNumber,
            Form::List => Field::Title,
        };
        if let (Some((_, column)), Some(_)) = (second(Field::Name), second(by)) {
            self.hear(table, row, Some(*column), None, file::list_beside());
            return;
        }
        for (field, column) in columns.twice.iter().filter(|(field, _)| columns.form.keeps(*field))
        {
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
            .kept()
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

    /// What there is to say about a row, in the order of its columns.
    pub(super) fn hear_row(
        &mut self,
        (place, row): (&RowPlace, Row<'_>),
        mut said: Vec<(Field, Notice)>,
        sheet_use: &Use,
    ) {
        let column = |field: Field| match sheet_use {
            Use::Judge(columns) => columns.of(field),
            _ => None,
        };
        let written = |field| column(field).and_then(|column| written(row, column, field));
        said.sort_by_key(|(field, _)| (column(*field).unwrap_or(u32::MAX), *field));
        for (field, notice) in said {
            // One more than is listed, so that it can be said that there are more.
            if self.findings.len() <= bounds::FINDINGS {
                self.findings.push(Finding {
                    person: written(Field::Name),
                    written: written(field),
                    ..finding(place.clone(), column(field), Some(field), notice)
                });
            }
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
    pub(super) fn cap(&mut self) {
        if self.findings.len() > bounds::FINDINGS {
            self.findings.truncate(bounds::FINDINGS);
            if let Some(last) = self.findings.last() {
                let place = last.place.clone();
                self.findings.push(finding(place, None, None, file::more_findings()));
            }
        }
    }
}

/// What the clerk sees in a cell, short enough to stand in a line.
fn written(row: Row<'_>, column: u32, field: Field) -> Option<String> {
    let own = matches!(field, Field::Name | Field::IdNumber);
    let shown = match if own { row.own(column) } else { row.cell(column) } {
        Cell::Date(day) => day.to_string(),
        cell if field == Field::IdNumber => part_of_number(cell.text()),
        cell => quoted(cell.text()),
    };
    Some(shown).filter(|shown| !shown.is_empty())
}

/// Enough of a document number to find its cell by, and too little to be the number.
fn part_of_number(written: &str) -> String {
    let digits = written.chars().filter(|c| c.is_numeric()).count();
    if digits < 5 {
        return quoted(written);
    }
    let length = written.chars().count();
    // Of a passport's nine characters, six would leave little to be guessed.
    let (head, tail) = if length < 12 { (2, 0) } else { (6, 2) };
    let begin: String = written.chars().take(head).collect();
    let end: String = written.chars().skip(length - tail).collect();
    format!("{}…{}", quoted(&begin), quoted(&end))
}

fn finding(place: RowPlace, column: Option<u32>, field: Option<Field>, notice: Notice) -> Finding {
    Finding {
        place,
        column: column.map(column_letters),
        field,
        person: None,
        written: None,
        severity: notice.severity,
        code: notice.code,
        message: notice.zh,
        message_en: notice.en,
        hint: notice.hint,
    }
}
