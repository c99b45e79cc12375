//! One worksheet part: its cells, in their order, and its vertical merges.

use super::{
    numbers::{Shows, cut, digits, serial},
    package::{Node, Xml},
    plain,
    strings::{self, Strings},
    styles::Styles,
};
use crate::{
    intake::{bounds, refused::Refused, shape::Merge, table::Table},
    model::day::PartialDay,
};
use quick_xml::events::BytesStart;
use std::borrow::Cow;

/// What a sheet's cells point at.
pub(super) struct Context<'a> {
    pub(super) strings: &'a Strings,
    pub(super) styles: &'a Styles,
    pub(super) is_1904: bool,
}

/// The cell that is being read.
#[derive(Default)]
pub(super) struct Open {
    column: u32,
    style: usize,
    kind: Kind,
    has_formula: bool,
    pub(super) value: String,
}

/// The `t` of a cell (ECMA-376 part 1, 18.18.11).
#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Boolean,
    Error,
    Date,
}

/// Where in the part the reader is.
#[derive(Default)]
struct Place {
    rows: Rows,
    row: u32,
    next_column: u32,
    in_cell: bool,
    in_value: bool,
    in_reading_aid: bool,
    merges: Vec<Merge>,
}

/// Rows stand in the one element for them and in no other: there the annotated workbook puts its
/// colours, so that both must see the same rows.
#[derive(Default, PartialEq)]
enum Rows {
    #[default]
    Ahead,
    Here,
    Behind,
}

pub(super) fn read(
    mut xml: Xml<'_>,
    context: &Context<'_>,
    table: &mut Table,
) -> Result<(), Refused> {
    let mut place = Place::default();
    let mut cell = Open::default();
    loop {
        let depth = xml.depth();
        if depth == 3 && place.rows == Rows::Here && !place.in_reading_aid {
            plain_cells(&mut xml, &mut place, &mut cell, context, table)?;
        }
        match xml.next()? {
            Node::Open(element) => open(&element, depth, &mut place, &mut cell, table)?,
            Node::Text(text) if place.in_value && !place.in_reading_aid => {
                if cell.value.len() + text.len() > bounds::CELL_CHARS * 4 {
                    return Err(Refused::CellTooLong { row: place.row });
                }
                cell.value.push_str(&text);
            }
            Node::Close(element) => match element.local_name().as_ref() {
                "c" if place.in_cell && depth == 4 => {
                    place.in_cell = false;
                    put(&cell, context, table)?;
                }
                "sheetData" if depth == 2 => place.rows = Rows::Behind,
                "v" | "t" => place.in_value = false,
                "rPh" => place.in_reading_aid = false,
                _ => {}
            },
            Node::End => {
                table.set_merges(place.merges);
                return Ok(());
            }
            _ => {}
        }
    }
}

/// Puts the plain cells that stand next.
fn plain_cells(
    xml: &mut Xml<'_>,
    place: &mut Place,
    cell: &mut Open,
    context: &Context<'_>,
    table: &mut Table,
) -> Result<(), Refused> {
    while xml.by_hand(|bytes| plain::cell(bytes, place.next_column, cell))? {
        place.next_column = cell.column.saturating_add(1);
        put(cell, context, table)?;
    }
    Ok(())
}

fn open(
    element: &BytesStart<'_>,
    depth: usize,
    place: &mut Place,
    cell: &mut Open,
    table: &mut Table,
) -> Result<(), Refused> {
    let in_rows = place.rows == Rows::Here;
    match element.local_name().as_ref() {
        "sheetData" if depth == 1 => {
            if place.rows != Rows::Ahead {
                return Err(Refused::Damaged);
            }
            place.rows = Rows::Here;
        }
        "row" if in_rows && depth == 2 => {
            let written = raw(element, "r").and_then(|row| row.parse().ok());
            place.row = written.unwrap_or(place.row.saturating_add(1));
            if place.row == 0 {
                return Err(Refused::Damaged);
            }
            place.next_column = 0;
            table.begin_row(place.row)?;
            if is_set(element, "hidden") {
                table.concealed.row(place.row);
            }
        }
        "c" if in_rows && depth == 3 => {
            cell_start(element, place.next_column, cell)?;
            place.next_column = cell.column.saturating_add(1);
            place.in_cell = true;
        }
        "f" if place.in_cell => cell.has_formula = true,
        "v" | "t" if place.in_cell => place.in_value = true,
        "rPh" => place.in_reading_aid = true,
        "col" if is_set(element, "hidden") => {
            let column = |name| raw(element, name).and_then(|column| column.parse::<u32>().ok());
            if let (Some(first), Some(last)) = (column("min"), column("max")) {
                table.concealed.columns(first.saturating_sub(1), last.saturating_sub(1));
            }
        }
        "mergeCell" if place.merges.len() < bounds::MERGES => {
            place.merges.extend(raw(element, "ref").and_then(|range| merge(&range)));
        }
        _ => {}
    }
    Ok(())
}

impl Open {
    /// Forgets the cell before.
    pub(super) fn begin(&mut self, column: u32) {
        self.value.clear();
        let value = std::mem::take(&mut self.value);
        *self = Self { column, value, ..Self::default() };
    }

    /// Takes the attribute of this name.
    pub(super) fn set(&mut self, name: u8, value: &str) -> Result<(), Refused> {
        match name {
            b'r' => self.column = position(value).ok_or(Refused::Damaged)?.0,
            b's' => self.style = value.parse().unwrap_or(0),
            b't' => {
                self.kind = match value {
                    "s" => Kind::Shared,
                    "str" | "inlineStr" => Kind::Text,
                    "b" => Kind::Boolean,
                    "e" => Kind::Error,
                    "d" => Kind::Date,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn cell_start(element: &BytesStart<'_>, next_column: u32, cell: &mut Open) -> Result<(), Refused> {
    cell.begin(next_column);
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Refused::Damaged)?;
        if let [name] = attribute.key.local_name().as_ref().as_bytes() {
            cell.set(*name, &attribute.value)?;
        }
    }
    Ok(())
}

fn put(cell: &Open, context: &Context<'_>, table: &mut Table) -> Result<(), Refused> {
    let (column, value) = (cell.column, cell.value.as_str());
    if value.is_empty() {
        // A formula that no program has calculated yet.
        return if cell.has_formula && cell.kind != Kind::Text {
            table.put_error(column, "=")
        } else {
            Ok(())
        };
    }
    match cell.kind {
        Kind::Text => table.put_text(column, &strings::unescape(value)),
        Kind::Shared => {
            let index = value.trim().parse().map_err(|_| Refused::Damaged)?;
            table.put_text(column, context.strings.get(index).ok_or(Refused::Damaged)?)
        }
        Kind::Boolean => table.put_text(column, if value.trim() == "1" { "TRUE" } else { "FALSE" }),
        Kind::Error => table.put_error(column, value),
        Kind::Date => match value.get(..10).and_then(PartialDay::parse) {
            Some(date) => table.put_date(column, date),
            None => table.put_text(column, value),
        },
        Kind::Number => put_number(cell, value.trim(), context, table),
    }
}

fn put_number(
    cell: &Open,
    value: &str,
    context: &Context<'_>,
    table: &mut Table,
) -> Result<(), Refused> {
    let shows = context.styles.shows(cell.style);
    let days = value.parse().ok().filter(|_| shows != Shows::Number);
    let date = days.and_then(|days| serial(days, context.is_1904));
    match date.and_then(|day| cut(day, shows)) {
        Some(date) => table.put_date(cell.column, date),
        None => table.put_number(cell.column, &digits(value)),
    }
}

/// The attribute with this local name, as it is written.
pub(in crate::intake) fn raw<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = element.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value)
}

/// `AB12` → column 27 (from 0) and row 12.
pub(in crate::intake) fn position(written: &str) -> Option<(u32, u32)> {
    let letters = written.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let (letters, row) = written.split_at(letters);
    let column = letters
        .bytes()
        .fold(0, |column, letter| column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((column - 1, row.parse().ok()?))
}

/// `A2:B5`.
fn merge(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':')?;
    let ((column, first), (last_column, last)) = (position(from)?, position(to)?);
    (first <= last && column <= last_column).then_some(Merge { column, first, last, last_column })
}

/// A flag, as the schema's two spellings of true give it.
fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    raw(element, name).is_some_and(|value| value == "1" || value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_merges_are_read_as_excel_writes_them() {
        assert_eq!(position("A1"), Some((0, 1)));
        assert_eq!(position("XFD1048576"), Some((16_383, 1_048_576)));
        for bad in ["", "1", "A", "ABCD1", "A-1", "A99999999999"] {
            assert_eq!(position(bad), None, "{bad}");
        }
        let block = Merge { column: 1, first: 2, last: 4, last_column: 2 };
        assert_eq!(merge("B2:C4"), Some(block));
        assert_eq!((merge("B4:B2"), merge("B2")), (None, None));
    }
}
