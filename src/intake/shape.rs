//! What a sheet is beside its cells: which of them were made one, how wide they are, and
//! which Excel does not show.

use super::bounds;

/// Cells made one. What stands in the first row of its first column holds for the rows below.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Merge {
    /// 0-based.
    pub column: u32,
    /// The sheet's row number, from 1.
    pub first: u32,
    /// The sheet's row number, from 1.
    pub last: u32,
    /// 0-based.
    pub last_column: u32,
}

/// How wide columns are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Width {
    /// 0-based.
    pub first: u32,
    /// 0-based.
    pub last: u32,
    /// In 256ths of a digit.
    pub measure: u16,
}

/// What Excel does not show of a sheet that it shows.
#[derive(Default)]
pub struct Concealed {
    /// Numbers of rows, in their order.
    rows: Vec<u32>,
    /// Columns, first and last.
    columns: Vec<(u32, u32)>,
}

impl Concealed {
    /// Notes that the row `number` (from 1) is hidden. Rows come in order.
    pub fn row(&mut self, number: u32) {
        if number <= bounds::LAST_ROW && self.rows.last().is_none_or(|last| *last < number) {
            self.rows.push(number);
        }
    }

    /// Notes that the columns `first` to `last` (from 0) are hidden.
    pub fn columns(&mut self, first: u32, last: u32) {
        if self.columns.len() < bounds::COLUMNS as usize {
            self.columns.push((first, last));
        }
    }

    /// Whether the row is hidden.
    pub fn has_row(&self, number: u32) -> bool {
        self.rows.binary_search(&number).is_ok()
    }

    /// Whether the column is hidden.
    pub fn has_column(&self, column: u32) -> bool {
        self.columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_are_found_again() {
        let mut concealed = Concealed::default();
        for row in [3, 7, 7, 5, bounds::LAST_ROW + 1] {
            concealed.row(row);
        }
        concealed.columns(2, 4);
        assert_eq!([2, 3, 5, 7].map(|row| concealed.has_row(row)), [false, true, false, true]);
        assert!(!concealed.has_row(bounds::LAST_ROW + 1));
        assert_eq!([1, 2, 4, 5].map(|at| concealed.has_column(at)), [false, true, true, false]);
    }
}
