//! Which cells are coloured and noted: findings gathered by sheet and cell.

use super::words;
use crate::{
    intake::excel::sheet::position,
    model::finding::{Finding, Severity},
};
use std::collections::BTreeMap;

/// Cells of a workbook that get a note. The colours and the sheet in front know no such bound:
/// programs open a sheet of a hundred thousand notes very slowly, or not at all.
pub(super) const NOTES: usize = 20_000;

/// A cell with something to say about it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Mark<'f> {
    /// The sheet's row number, from 1.
    pub(super) row: u32,
    /// 0-based.
    pub(super) column: u32,
    /// The gravest of its findings.
    pub(super) severity: Severity,
    pub(super) findings: Vec<&'f Finding>,
    /// Whether it gets a note.
    pub(super) is_noted: bool,
}

/// A range of cells, rows from 1, columns from 0, both ends included.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Range {
    first_row: u32,
    first_column: u32,
    last_row: u32,
    last_column: u32,
}

impl Range {
    /// Reads `B2:C4`.
    pub(super) fn parse(written: &str) -> Option<Self> {
        let (from, to) = written.split_once(':')?;
        let ((first_column, first_row), (last_column, last_row)) = (position(from)?, position(to)?);
        let range = Self { first_row, first_column, last_row, last_column };
        (first_row <= last_row && first_column <= last_column).then_some(range)
    }
}

/// The findings of one sheet, by column and row.
#[derive(Default)]
pub(super) struct Marks<'f>(BTreeMap<u32, BTreeMap<u32, Vec<&'f Finding>>>);

/// The findings of each sheet. What concerns no single column stands at the row's first cell.
pub(super) fn by_sheet(findings: &[Finding]) -> BTreeMap<&str, Marks<'_>> {
    let mut sheets: BTreeMap<&str, Marks<'_>> = BTreeMap::new();
    for finding in findings {
        let (column, row) = cell(finding);
        let marks = sheets.entry(words::sheet(finding)).or_default();
        marks.0.entry(column).or_default().entry(row).or_default().push(finding);
    }
    sheets
}

/// The cell at which a finding stands: column from 0, row from 1.
pub(super) fn cell(finding: &Finding) -> (u32, u32) {
    let column = finding.column.as_deref().and_then(|letters| position(&format!("{letters}1")));
    (column.map_or(0, |(column, _)| column), finding.place.row.max(1))
}

impl<'f> Marks<'f> {
    /// Moves what stands inside a merge to its first cell, the only one that is seen.
    pub(super) fn merge(&mut self, range: Range) {
        let mut moved = Vec::new();
        for (column, rows) in self.0.range_mut(range.first_column..=range.last_column) {
            let is_first_column = *column == range.first_column;
            let first_row = range.first_row + u32::from(is_first_column);
            if first_row > range.last_row {
                continue;
            }
            let inside: Vec<u32> =
                rows.range(first_row..=range.last_row).map(|(row, _)| *row).collect();
            moved.extend(inside.iter().filter_map(|row| rows.remove(row)).flatten());
        }
        if !moved.is_empty() {
            let rows = self.0.entry(range.first_column).or_default();
            rows.entry(range.first_row).or_default().append(&mut moved);
        }
    }

    /// The marks in the order of rows and columns.
    pub(super) fn into_list(self) -> Vec<Mark<'f>> {
        let cells = self.0.into_iter().flat_map(|(column, rows)| {
            rows.into_iter().map(move |(row, findings)| (row, column, findings))
        });
        let mut marks: Vec<Mark<'f>> = cells
            .filter_map(|(row, column, findings)| {
                let severity = findings.iter().map(|finding| finding.severity).min()?;
                Some(Mark { row, column, severity, findings, is_noted: true })
            })
            .collect();
        marks.sort_unstable_by_key(|mark| (mark.row, mark.column));
        marks
    }
}

/// Leaves notes to the gravest cells where there are too many; says whether any lost its note.
pub(super) fn limit<'m, 'f: 'm>(
    marks: impl Iterator<Item = &'m mut Mark<'f>>,
    most: usize,
) -> bool {
    let mut marks: Vec<&mut Mark<'f>> = marks.collect();
    if marks.len() <= most {
        return false;
    }
    // Stable: within a severity the order of the sheet holds.
    marks.sort_by_key(|mark| mark.severity);
    marks.into_iter().skip(most).for_each(|mark| mark.is_noted = false);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::RowPlace;

    fn finding(column: Option<&str>, row: u32, severity: Severity) -> Finding {
        Finding {
            place: RowPlace { sheet: "表".into(), row },
            column: column.map(str::to_owned),
            field: None,
            person: None,
            written: None,
            severity,
            code: "x",
            message: String::new(),
            message_en: String::new(),
            hint: None,
        }
    }

    fn cells(marks: &[Mark<'_>]) -> Vec<(u32, u32, Severity, usize)> {
        marks.iter().map(|m| (m.row, m.column, m.severity, m.findings.len())).collect()
    }

    #[test]
    fn a_cell_takes_the_gravest_colour_of_its_findings() {
        let findings = [
            finding(Some("B"), 3, Severity::Warning),
            finding(Some("B"), 3, Severity::Error),
            finding(None, 2, Severity::Fixed),
        ];
        let list = by_sheet(&findings).remove("表").unwrap().into_list();
        assert_eq!(cells(&list), [(2, 0, Severity::Fixed, 1), (3, 1, Severity::Error, 2)]);
    }

    #[test]
    fn what_a_merge_covers_stands_at_its_first_cell() {
        let findings = [
            finding(Some("B"), 3, Severity::Warning),
            finding(Some("B"), 5, Severity::Error),
            finding(Some("C"), 4, Severity::Fixed),
            finding(Some("B"), 6, Severity::Error),
        ];
        let mut marks = by_sheet(&findings).remove("表").unwrap();
        marks.merge(Range::parse("B2:C5").unwrap());
        assert_eq!(
            cells(&marks.into_list()),
            [(2, 1, Severity::Error, 3), (6, 1, Severity::Error, 1)]
        );
        assert_eq!(Range::parse("C5:B2"), None);
        assert_eq!(Range::parse("B2"), None);
    }

    #[test]
    fn where_notes_are_too_many_the_gravest_keep_theirs() {
        let findings: Vec<_> = [Severity::Fixed, Severity::Error, Severity::Warning]
            .into_iter()
            .zip(1..)
            .map(|(severity, row)| finding(None, row, severity))
            .collect();
        let mut list = by_sheet(&findings).remove("表").unwrap().into_list();
        assert!(limit(list.iter_mut(), 2) && !limit(list.iter_mut(), 3));
        assert_eq!(list.iter().map(|mark| mark.is_noted).collect::<Vec<_>>(), [false, true, true]);
    }
}
