//! One CSV file of the catalogue as rows, and what is wrong with it, by file and line.

use super::CatalogueError;
use crate::model::text::Text;
use std::collections::HashMap;

/// The most lines that a catalogue file may have.
const LONGEST: usize = 50_000;

/// The rows of one file; columns are found by the names in its first line.
pub(super) struct Table {
    file: &'static str,
    rows: Vec<(Option<u64>, csv::StringRecord)>,
    columns: HashMap<String, usize>,
}

/// One row of a [`Table`].
pub(super) struct Row<'a> {
    table: &'a Table,
    line: Option<u64>,
    record: &'a csv::StringRecord,
}

impl Table {
    /// Reads `text`; every column of `wanted` must be there, others are left alone.
    pub(super) fn read(
        file: &'static str,
        text: &str,
        wanted: &[&str],
    ) -> Result<Self, CatalogueError> {
        let fault = |line, problem: String| CatalogueError { file, line, problem };
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let header = reader.headers().map_err(|e| fault(Some(1), e.to_string()))?;
        let columns: HashMap<String, usize> =
            header.iter().enumerate().map(|(at, name)| (name.trim().to_owned(), at)).collect();
        if let Some(missing) = wanted.iter().find(|name| !columns.contains_key(**name)) {
            return Err(fault(Some(1), format!("column `{missing}` is missing")));
        }
        let mut rows = Vec::new();
        for record in reader.records().take(LONGEST + 1) {
            let record =
                record.map_err(|e| fault(e.position().map(csv::Position::line), e.to_string()))?;
            rows.push((record.position().map(csv::Position::line), record));
        }
        if rows.len() > LONGEST {
            return Err(fault(None, format!("more than {LONGEST} lines")));
        }
        Ok(Self { file, rows, columns })
    }

    /// The rows in the order of the file.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row { table: self, line: *line, record })
    }
}

impl Row<'_> {
    /// The cell of `column`, without outer space; empty where there is none.
    pub(super) fn cell(&self, column: &str) -> &str {
        let at = self.table.columns.get(column);
        at.and_then(|at| self.record.get(*at)).unwrap_or_default().trim()
    }

    /// The cell of `column` as a text that must be there.
    pub(super) fn text(&self, column: &str) -> Result<Text, CatalogueError> {
        self.parse(column, Text::parse)
    }

    /// The cell of `column` as a text, or nothing.
    pub(super) fn optional(&self, column: &str) -> Result<Option<Text>, CatalogueError> {
        if self.cell(column).is_empty() { Ok(None) } else { self.text(column).map(Some) }
    }

    /// The cell of `column` as `parse` reads it.
    pub(super) fn parse<T>(
        &self,
        column: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, CatalogueError> {
        let cell = self.cell(column);
        parse(cell).ok_or_else(|| self.fault(format!("`{cell}` cannot stand in column `{column}`")))
    }

    /// Each value of a cell whose values are separated by `|`; none for an empty cell.
    pub(super) fn list<T>(
        &self,
        column: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, CatalogueError> {
        let values = self.cell(column).split('|').filter(|value| !value.is_empty());
        values
            .map(|value| {
                parse(value).ok_or_else(|| {
                    self.fault(format!("`{value}` cannot stand in column `{column}`"))
                })
            })
            .collect()
    }

    /// What is wrong with this row.
    pub(super) fn fault(&self, problem: impl Into<String>) -> CatalogueError {
        CatalogueError { file: self.table.file, line: self.line, problem: problem.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_file_and_line() {
        let error = |text: &str| match Table::read("levels.csv", text, &["series", "level"]) {
            Err(error) => error.to_string(),
            Ok(table) => {
                let faults = table.rows().filter_map(|row| row.text("level").err());
                faults.map(|error| error.to_string()).collect()
            }
        };
        assert_eq!(error("series\nx"), "levels.csv, line 1: column `level` is missing");
        assert_eq!(
            error("series,level\na,b\nc,\n"),
            "levels.csv, line 3: `` cannot stand in column `level`"
        );
        assert!(error("series,level\na,b,c\n").starts_with("levels.csv, line 2: "));
        assert_eq!(error("\u{FEFF}series,level\na,b\n"), "");
    }
}
