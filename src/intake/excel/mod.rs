//! What Excel keeps in files: .xls in a room of its own, and here .xlsx (ECMA-376): the few parts
//! that hold values, each read once, streaming, with every bound checked on the way. A workbook is
//! never unpacked as a whole and a range is never laid out, so what a file declares about itself
//! costs nothing.

mod ahead;
mod numbers;
pub(super) mod package;
mod plain;
pub(super) mod sheet;
mod strings;
mod styles;
pub(super) mod workbook;
pub(super) mod xls;

use super::{
    refused::Refused,
    table::{Room, Table},
};
use package::Package;

/// Reads every sheet of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Table>, Refused> {
    read_some(bytes, |_| true)
}

/// Reads the sheets whose names `is_wanted`.
pub(super) fn read_some(
    bytes: &[u8],
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Table>, Refused> {
    let mut package = Package::open(bytes)?;
    let book = workbook::read(&mut package)?;
    let strings = strings::read(&mut package, book.strings.as_deref())?;
    let styles = styles::read(&mut package, book.styles.as_deref())?;
    let context = sheet::Context { strings: &strings, styles: &styles, is_1904: book.is_1904 };
    let mut tables = Vec::new();
    let mut room = Room::FILE;
    for listed in book.sheets.into_iter().filter(|listed| is_wanted(&listed.name)) {
        let mut table = Table::new(listed.name, listed.hidden, room);
        let read = package.read(&listed.part, |part| sheet::read(part, &context, &mut table))?;
        read.ok_or(Refused::Damaged)?;
        room = table.room_left();
        tables.push(table);
    }
    Ok(tables)
}
