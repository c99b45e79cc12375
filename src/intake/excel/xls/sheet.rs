//! The cells of one sheet. Writers put them in no certain order, so they are gathered and sorted.

use super::{
    compound::u16_at,
    globals::{self, Globals},
    records::{Budget, Record, Records, kind},
};
use crate::intake::{
    bounds,
    excel::numbers::{Shows, cut, digits, serial},
    refused::Refused,
    shape::{Merge, Width},
    table::Table,
};

/// A cell that holds something. Row and column count from 0.
#[derive(Clone, Copy)]
struct Cell {
    row: u16,
    column: u16,
    format: u16,
    value: Value,
}

#[derive(Clone, Copy)]
enum Value {
    /// An index of the shared texts.
    Shared(u32),
    /// Start and length in [`Gathered::text`].
    Text(u32, u32),
    Number(f64),
    Boolean(bool),
    Error(u8),
    /// A formula that no program has calculated.
    Uncalculated,
}

/// What a sheet's records said so far.
#[derive(Default)]
struct Gathered {
    cells: Vec<Cell>,
    text: String,
    merges: Vec<Merge>,
    hidden_rows: Vec<u16>,
    /// The text result of the last formula is still to come.
    awaits_text: bool,
    is_calculated: bool,
}

/// Reads the sheet that begins at `at` into `table`.
pub(super) fn read(
    stream: &[u8],
    at: usize,
    globals: &Globals,
    budget: &mut Budget,
    table: &mut Table,
) -> Result<(), Refused> {
    let mut records = Records::new(stream, at);
    let first = records.next(budget)?.filter(|record| record.kind == kind::BOF);
    globals::begin(first.ok_or(Refused::Damaged)?)?;
    let mut gathered = Gathered { is_calculated: globals.is_calculated, ..Gathered::default() };
    // Charts that lie on the sheet are whole streams of their own inside it.
    let mut inside = 0_usize;
    while let Some(record) = records.next(budget)? {
        match record.kind {
            kind::BOF => inside += 1,
            kind::EOF if inside == 0 => break,
            kind::EOF => inside -= 1,
            _ if inside > 0 => {}
            kind::COL_INFO => {
                note_columns(record.data, table);
            }
            kind::LABEL | kind::RICH_STRING | kind::STRING => {
                let mut pieces = records.whole(record, budget)?;
                if record.kind != kind::STRING {
                    pieces.skip(6);
                }
                let count = pieces.u16()?;
                let text = pieces.text(count)?;
                gathered.text(record, &text)?;
            }
            _ => gathered.take(record)?,
        }
    }
    gathered.fill(globals, table)
}

/// How wide a range of columns is, and whether it is hidden ([MS-XLS] 2.4.53).
fn note_columns(data: &[u8], table: &mut Table) {
    let at = |at| u16_at(data, at);
    let (Some((first, last)), Some((measure, flags))) = (at(0).zip(at(2)), at(4).zip(at(8))) else {
        return;
    };
    let (first, last) = (u32::from(first), u32::from(last));
    if flags & 1 == 1 {
        table.concealed.columns(first, last);
    }
    if table.widths.len() < bounds::COLUMNS as usize {
        table.widths.push(Width { first, last, measure });
    }
}

impl Gathered {
    fn take(&mut self, record: Record<'_>) -> Result<(), Refused> {
        let data = record.data;
        let value = match record.kind {
            kind::LABEL_SST => {
                Value::Shared(super::compound::u32_at(data, 6).ok_or(Refused::Damaged)?)
            }
            kind::NUMBER => Value::Number(f64_at(data, 6)?),
            kind::RK => Value::Number(rk(data, 6)?),
            kind::BOOL_ERR => match data.get(6..8) {
                Some([value, 0]) => Value::Boolean(*value != 0),
                Some([code, _]) => Value::Error(*code),
                _ => return Err(Refused::Damaged),
            },
            kind::FORMULA => match self.result(data)? {
                Some(value) => value,
                None => return Ok(()),
            },
            kind::MUL_RK => return self.numbers(data),
            kind::ROW => return self.row(data),
            kind::MERGE_CELLS => return self.merge(data),
            _ => return Ok(()),
        };
        self.put(data, value)
    }

    /// A cell at the row, column and format that its record begins with.
    fn put(&mut self, data: &[u8], value: Value) -> Result<(), Refused> {
        let at = |at| u16_at(data, at).ok_or(Refused::Damaged);
        self.push(Cell { row: at(0)?, column: at(2)?, format: at(4)?, value })
    }

    fn push(&mut self, cell: Cell) -> Result<(), Refused> {
        if self.cells.len() == bounds::CELLS {
            return Err(Refused::TooManyCells);
        }
        self.cells.push(cell);
        Ok(())
    }

    /// A text of a cell, or the result of the formula before.
    fn text(&mut self, record: Record<'_>, text: &str) -> Result<(), Refused> {
        if self.text.len() + text.len() > bounds::TEXT_BYTES {
            return Err(Refused::TooManyCells);
        }
        let span = |number: usize| u32::try_from(number).map_err(|_| Refused::TooManyCells);
        let value = Value::Text(span(self.text.len())?, span(text.len())?);
        self.text.push_str(text);
        if record.kind != kind::STRING {
            return self.put(record.data, value);
        }
        if let Some(cell) = self.cells.last_mut().filter(|_| self.awaits_text) {
            cell.value = value;
            self.awaits_text = false;
        }
        Ok(())
    }

    /// The stored result of a formula ([MS-XLS] 2.5.133); none where it is an empty text.
    fn result(&mut self, data: &[u8]) -> Result<Option<Value>, Refused> {
        let stored = data.get(6..14).ok_or(Refused::Damaged)?;
        self.awaits_text = false;
        Ok(Some(match stored {
            [0, .., 0xFF, 0xFF] => {
                self.awaits_text = true;
                Value::Text(0, 0)
            }
            [1, _, value, .., 0xFF, 0xFF] => Value::Boolean(*value != 0),
            [2, _, code, .., 0xFF, 0xFF] => Value::Error(*code),
            // xlwt writes an empty text in place of every result.
            [3, .., 0xFF, 0xFF] if !self.is_calculated => Value::Uncalculated,
            [_, .., 0xFF, 0xFF] => return Ok(None),
            _ => Value::Number(f64_at(data, 6)?),
        }))
    }

    /// Several numbers beside each other.
    fn numbers(&mut self, data: &[u8]) -> Result<(), Refused> {
        let (row, first) = u16_at(data, 0).zip(u16_at(data, 2)).ok_or(Refused::Damaged)?;
        let inner = data.get(4..data.len().saturating_sub(2)).ok_or(Refused::Damaged)?;
        for (column, part) in (first..).zip(inner.chunks_exact(6)) {
            let format = u16_at(part, 0).ok_or(Refused::Damaged)?;
            self.push(Cell { row, column, format, value: Value::Number(rk(part, 2)?) })?;
        }
        Ok(())
    }

    fn row(&mut self, data: &[u8]) -> Result<(), Refused> {
        let (row, flags) = u16_at(data, 0).zip(u16_at(data, 12)).ok_or(Refused::Damaged)?;
        if flags & 0x20 != 0 && self.hidden_rows.len() < bounds::ROWS {
            self.hidden_rows.push(row);
        }
        Ok(())
    }

    fn merge(&mut self, data: &[u8]) -> Result<(), Refused> {
        for range in data.get(2..).ok_or(Refused::Damaged)?.chunks_exact(8) {
            let at = |at| u16_at(range, at).map_or(0, u32::from);
            let (first, last, column, last_column) = (at(0), at(2), at(4), at(6));
            if first <= last && column <= last_column && self.merges.len() < bounds::MERGES {
                self.merges.push(Merge { column, first: first + 1, last: last + 1, last_column });
            }
        }
        Ok(())
    }

    /// Everything in the order of rows and columns; of two cells in one place the later holds.
    fn fill(mut self, globals: &Globals, table: &mut Table) -> Result<(), Refused> {
        let place = |cell: &Cell| (cell.row, cell.column);
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place);
        }
        let mut row = None;
        for (at, cell) in self.cells.iter().enumerate() {
            if self.cells.get(at + 1).is_some_and(|next| place(next) == place(cell)) {
                continue;
            }
            if row != Some(cell.row) {
                row = Some(cell.row);
                table.begin_row(u32::from(cell.row) + 1)?;
            }
            show(cell, &self.text, globals, table)?;
        }
        self.hidden_rows.sort_unstable();
        for row in self.hidden_rows {
            table.concealed.row(u32::from(row) + 1);
        }
        table.set_merges(self.merges);
        Ok(())
    }
}

fn show(cell: &Cell, text: &str, globals: &Globals, table: &mut Table) -> Result<(), Refused> {
    let column = u32::from(cell.column);
    match cell.value {
        Value::Shared(index) => {
            let text = usize::try_from(index).ok().and_then(|index| globals.strings.get(index));
            table.put_text(column, text.ok_or(Refused::Damaged)?)
        }
        Value::Text(start, length) => {
            let (start, length) = (start as usize, length as usize);
            table.put_text(column, text.get(start..start + length).unwrap_or_default())
        }
        Value::Number(number) => {
            let format = usize::from(cell.format);
            let shows = globals.shows.get(format).copied().unwrap_or(Shows::Number);
            let day = Some(number).filter(|_| shows != Shows::Number);
            let day = day.and_then(|days| serial(days, globals.is_1904));
            match day.and_then(|day| cut(day, shows)) {
                Some(date) => table.put_date(column, date),
                None => table.put_number(column, &digits(&number.to_string())),
            }
        }
        Value::Boolean(value) => table.put_text(column, if value { "TRUE" } else { "FALSE" }),
        Value::Error(code) => table.put_error(column, error(code)),
        Value::Uncalculated => table.put_error(column, "="),
    }
}

/// [MS-XLS] 2.5.10.
fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

fn f64_at(data: &[u8], at: usize) -> Result<f64, Refused> {
    let bytes = data.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
    bytes.map(f64::from_le_bytes).ok_or(Refused::Damaged)
}

/// A number in four bytes ([MS-XLS] 2.5.217): a whole number or the upper half of a double, perhaps
/// a hundred times too large.
fn rk(data: &[u8], at: usize) -> Result<f64, Refused> {
    let raw = super::compound::u32_at(data, at).ok_or(Refused::Damaged)?;
    let number = if raw & 2 == 0 {
        f64::from_bits(u64::from(raw & !3) << 32)
    } else {
        f64::from(raw.cast_signed() >> 2)
    };
    Ok(if raw & 1 == 0 { number } else { number / 100.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_those_of_the_standard() {
        for (raw, number) in [
            (0x3FF0_0000_u32, 1.0),
            (0x3FF0_0001, 0.01),
            (0x004B_5646, 1_234_321.0),
            (0x004B_5647, 12_343.21),
            (0xFFFF_FFFE, -1.0),
        ] {
            assert_eq!(rk(&raw.to_le_bytes(), 0), Ok(number), "{raw:x}");
        }
        assert_eq!(rk(&[0, 0], 0), Err(Refused::Damaged));
    }
}
