//! A sheet as it was read: rows of cells in the clerk's own numbering. All text lies in one buffer,
//! so that four million cells cost 16 bytes each.

use super::{
    bounds,
    refused::Refused,
    shape::{Concealed, Merge, Width},
};
use crate::model::day::PartialDay;

/// What a cell holds, as far as a rule may care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell<'a> {
    /// Nothing, or only space.
    Empty,
    /// Text, outer space trimmed.
    Text(&'a str),
    /// A number, in the digits of the file.
    Number(&'a str),
    /// A cell formatted as a date, no more precise than its format shows.
    Date(PartialDay),
    /// `#N/A`, `#REF!` …
    Error(&'a str),
}

impl<'a> Cell<'a> {
    /// What the clerk sees, for cells of text and numbers; empty for the others.
    pub fn text(self) -> &'a str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Error(text) => text,
            Self::Empty | Self::Date(_) => "",
        }
    }

    /// Whether nothing stands here.
    pub fn is_empty(self) -> bool {
        self == Self::Empty
    }
}

#[derive(Clone, Copy)]
struct Span {
    start: u32,
    len: u32,
}

#[derive(Clone, Copy)]
enum Stored {
    Text(Span),
    Number(Span),
    Date(PartialDay),
    Error(Span),
}

#[derive(Clone, Copy)]
struct Placed {
    column: u16,
    stored: Stored,
}

struct Line {
    number: u32,
    first: u32,
}

/// One sheet.
pub struct Table {
    /// The sheet's name; empty for text files.
    pub name: String,
    /// Whether the clerk sees it in Excel.
    pub hidden: bool,
    text: String,
    cells: Vec<Placed>,
    lines: Vec<Line>,
    merges: Vec<Merge>,
    /// Rows and columns that Excel does not show.
    pub concealed: Concealed,
    /// Widths of columns, where the file is one that cannot be handed back as it is.
    pub widths: Vec<Width>,
    room: Room,
}

/// How much a file's further sheets may still hold.
#[derive(Clone, Copy)]
pub struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    /// The room of a whole file.
    pub const FILE: Self = Self { cells: bounds::CELLS, text: bounds::TEXT_BYTES };
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    index: usize,
}

impl Table {
    /// An empty sheet.
    pub fn new(name: String, hidden: bool, room: Room) -> Self {
        let (text, cells, lines, merges) = (String::new(), vec![], vec![], vec![]);
        let concealed = Concealed::default();
        let widths = Vec::new();
        Self { name, hidden, text, cells, lines, merges, concealed, widths, room }
    }

    /// Begins the row `number` (from 1). Rows come in order; a row without a cell leaves no trace.
    pub fn begin_row(&mut self, number: u32) -> Result<(), Refused> {
        let first = u32::try_from(self.cells.len()).map_err(|_| Refused::TooManyCells)?;
        self.lines.pop_if(|line| line.first == first);
        if self.lines.last().is_some_and(|line| line.number >= number) {
            return Err(Refused::Damaged);
        }
        self.lines.push(Line { number, first });
        Ok(())
    }

    /// Puts text into the row that was begun. Columns come in order, from 0.
    pub fn put_text(&mut self, column: u32, text: &str) -> Result<(), Refused> {
        self.put(column, text, Stored::Text)
    }

    /// Puts a number, in the digits of the file.
    pub fn put_number(&mut self, column: u32, digits: &str) -> Result<(), Refused> {
        self.put(column, digits, Stored::Number)
    }

    /// Puts an error such as `#N/A`.
    pub fn put_error(&mut self, column: u32, error: &str) -> Result<(), Refused> {
        self.put(column, error, Stored::Error)
    }

    /// Puts a date.
    pub fn put_date(&mut self, column: u32, date: PartialDay) -> Result<(), Refused> {
        self.place(column, Stored::Date(date))
    }

    /// Notes which cells were made one.
    pub fn set_merges(&mut self, mut merges: Vec<Merge>) {
        merges.sort_unstable();
        self.merges = merges;
    }

    /// All merges, by their columns.
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// The merges that begin in the rows `top` to `bottom` (by the sheet's numbers); the first few
    /// hundred, as a heading has no more.
    pub fn merges_within(&self, top: u32, bottom: u32) -> Vec<Merge> {
        let begins = |merge: &&Merge| (top..=bottom).contains(&merge.first);
        self.merges.iter().filter(begins).take(1000).copied().collect()
    }

    /// Gives the merges away, to a sheet that takes this one's place.
    pub fn take_merges(&mut self) -> Vec<Merge> {
        std::mem::take(&mut self.merges)
    }

    /// What this sheet leaves to the next.
    pub fn room_left(&self) -> Room {
        Room { cells: self.room.cells - self.cells.len(), text: self.room.text - self.text.len() }
    }

    /// The rows that hold something, from the top.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        let filled = match self.lines.last() {
            Some(line) if line.first as usize == self.cells.len() => self.lines.len() - 1,
            _ => self.lines.len(),
        };
        (0..filled).map(|index| Row { table: self, index })
    }

    fn put(&mut self, column: u32, text: &str, store: fn(Span) -> Stored) -> Result<(), Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if text.len() > bounds::CELL_CHARS && text.chars().count() > bounds::CELL_CHARS {
            return Err(Refused::CellTooLong { row: self.lines.last().map_or(0, |l| l.number) });
        }
        if self.text.len() + text.len() > self.room.text {
            return Err(Refused::TooManyCells);
        }
        let start = u32::try_from(self.text.len()).map_err(|_| Refused::TooManyCells)?;
        let len = u32::try_from(text.len()).map_err(|_| Refused::TooManyCells)?;
        self.place(column, store(Span { start, len }))?;
        self.text.push_str(text);
        Ok(())
    }

    fn place(&mut self, column: u32, stored: Stored) -> Result<(), Refused> {
        let Some(line) = self.lines.last() else { return Err(Refused::Damaged) };
        if column >= bounds::COLUMNS {
            return Err(Refused::TooManyColumns { row: line.number });
        }
        if line.number > bounds::LAST_ROW {
            return Err(Refused::TooManyRows { row: line.number });
        }
        if self.cells.len() >= self.room.cells {
            return Err(Refused::TooManyCells);
        }
        let begun = self.cells.get(line.first as usize..).unwrap_or_default();
        if begun.last().is_some_and(|last| u32::from(last.column) >= column) {
            return Err(Refused::Damaged);
        }
        let column = u16::try_from(column).map_err(|_| Refused::Damaged)?;
        self.cells.push(Placed { column, stored });
        Ok(())
    }

    fn show(&self, stored: Stored) -> Cell<'_> {
        let text = |span: Span| {
            let start = span.start as usize;
            self.text.get(start..start + span.len as usize).unwrap_or_default()
        };
        match stored {
            Stored::Text(span) => Cell::Text(text(span)),
            Stored::Number(span) => Cell::Number(text(span)),
            Stored::Date(date) => Cell::Date(date),
            Stored::Error(span) => Cell::Error(text(span)),
        }
    }

    fn own(&self, index: usize) -> &[Placed] {
        let start = self.lines.get(index).map_or(0, |line| line.first as usize);
        let end = self.lines.get(index + 1).map_or(self.cells.len(), |line| line.first as usize);
        self.cells.get(start..end).unwrap_or_default()
    }

    /// The last merge of a column that begins at or above the row, if it reaches the row.
    fn merge(&self, row: u32, column: u32) -> Option<&Merge> {
        let after =
            self.merges.partition_point(|merge| (merge.column, merge.first) <= (column, row));
        let merge = self.merges.get(after.checked_sub(1)?)?;
        (merge.column == column && merge.last >= row).then_some(merge)
    }

    /// What a merge that began above (`row`, `column`) holds.
    fn merged(&self, row: u32, column: u32) -> Cell<'_> {
        let Some(merge) = self.merge(row, column).filter(|merge| merge.first < row) else {
            return Cell::Empty;
        };
        let Ok(index) = self.lines.binary_search_by_key(&merge.first, |line| line.number) else {
            return Cell::Empty;
        };
        self.find(index, column).map_or(Cell::Empty, |placed| self.show(placed.stored))
    }

    fn find(&self, index: usize, column: u32) -> Option<&Placed> {
        let own = self.own(index);
        own.binary_search_by_key(&column, |placed| u32::from(placed.column))
            .ok()
            .and_then(|at| own.get(at))
    }
}

impl<'a> Row<'a> {
    /// The sheet's row number, from 1.
    pub fn number(self) -> u32 {
        self.table.lines.get(self.index).map_or(0, |line| line.number)
    }

    /// The cell in `column` (from 0); a cell inside a vertical merge holds what the merge holds.
    pub fn cell(self, column: u32) -> Cell<'a> {
        match self.table.find(self.index, column) {
            Some(placed) => self.table.show(placed.stored),
            None => self.table.merged(self.number(), column),
        }
    }

    /// What stands in this very row, whatever it is merged with.
    pub fn own(self, column: u32) -> Cell<'a> {
        let placed = self.table.find(self.index, column);
        placed.map_or(Cell::Empty, |placed| self.table.show(placed.stored))
    }

    /// Over how many columns the cell in `column` goes.
    pub fn width(self, column: u32) -> u32 {
        let merge = self.table.merge(self.number(), column);
        merge.map_or(1, |merge| merge.last_column.saturating_sub(column) + 1)
    }

    /// The cells that hold something of their own, with their columns.
    pub fn cells(self) -> impl Iterator<Item = (u32, Cell<'a>)> {
        let table = self.table;
        table.own(self.index).iter().map(|p| (u32::from(p.column), table.show(p.stored)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(u32, &[(u32, &str)])]) -> Table {
        let mut table = Table::new(String::new(), false, Room::FILE);
        for (number, cells) in rows {
            table.begin_row(*number).unwrap();
            for (column, text) in *cells {
                table.put_text(*column, text).unwrap();
            }
        }
        table
    }

    #[test]
    fn rows_keep_their_own_numbers_and_blank_ones_leave_no_trace() {
        let table = table(&[
            (2, &[(0, " 甲\u{3000}"), (3, "乙")]),
            (3, &[(1, "  ")]),
            (7, &[(1, "丙")]),
            (9, &[]),
        ]);
        let rows: Vec<_> = table.rows().map(|row| (row.number(), row.cells().count())).collect();
        assert_eq!(rows, [(2, 2), (7, 1)]);
        let first = table.rows().next().unwrap();
        assert_eq!(
            (first.cell(0), first.cell(1), first.cell(3)),
            (Cell::Text("甲"), Cell::Empty, Cell::Text("乙"))
        );
    }

    #[test]
    fn a_merge_fills_down_in_its_own_column_and_a_plain_blank_does_not() {
        let mut table =
            table(&[(2, &[(0, "一中"), (1, "甲")]), (3, &[(1, "乙")]), (4, &[(1, "丙")])]);
        table.set_merges(vec![Merge { column: 0, first: 2, last: 3, last_column: 0 }]);
        let seen: Vec<_> = table.rows().map(|row| row.cell(0)).collect();
        assert_eq!(seen, [Cell::Text("一中"), Cell::Text("一中"), Cell::Empty]);
    }

    #[test]
    fn what_is_out_of_order_or_out_of_bounds_is_refused() {
        let mut table = table(&[(2, &[(3, "甲")])]);
        assert_eq!(table.put_text(3, "乙"), Err(Refused::Damaged));
        assert_eq!(table.begin_row(2), Err(Refused::Damaged));
        assert_eq!(table.put_text(512, "乙"), Err(Refused::TooManyColumns { row: 2 }));
        table.begin_row(1_048_576).unwrap();
        assert_eq!(table.put_text(0, "乙"), Err(Refused::TooManyRows { row: 1_048_576 }));
        assert!(matches!(
            table.put_text(0, &"长".repeat(32_768)),
            Err(Refused::CellTooLong { .. })
        ));
    }

    #[test]
    fn the_sheets_of_a_file_share_its_room() {
        let room = Room { cells: 3, text: 9 };
        let mut first = Table::new(String::new(), false, room);
        first.begin_row(1).unwrap();
        first.put_text(0, "甲").unwrap();
        let mut second = Table::new(String::new(), false, first.room_left());
        second.begin_row(1).unwrap();
        assert_eq!(second.put_text(0, "乙丙丁"), Err(Refused::TooManyCells));
        second.put_number(0, "1").unwrap();
        second.put_number(1, "2").unwrap();
        assert_eq!(second.put_number(2, "3"), Err(Refused::TooManyCells));
    }

    #[test]
    fn a_cell_costs_sixteen_bytes() {
        assert_eq!(size_of::<Placed>(), 16);
    }
}
