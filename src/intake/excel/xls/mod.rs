//! .xls of Excel 97 and after ([MS-XLS], BIFF8) in its container ([MS-CFB]). WPS writes the same into
//! its .et. Nothing is reserved by a number that the file declares, and no range is laid out.

mod compound;
mod globals;
mod names;
#[cfg(test)]
mod oracle;
mod records;
mod sheet;
#[cfg(test)]
pub(in crate::intake) mod tests;

use crate::intake::{
    format::{self, Kind},
    refused::Refused,
    table::{Room, Table},
};
use compound::Compound;
use records::Budget;

/// Reads every sheet of a workbook.
pub(in crate::intake) fn read(bytes: &[u8]) -> Result<Vec<Table>, Refused> {
    let file = Compound::open(bytes).map_err(|damaged| match format::compound(bytes) {
        // The names of the streams may be what is cut off.
        Refused::NotRead(Kind::Xls) => damaged,
        other => other,
    })?;
    let Some(stream) = file.stream("Workbook")? else { return Err(format::compound(bytes)) };
    let mut budget = Budget::of(&stream);
    let globals = globals::read(&stream, &mut budget)?;
    let mut tables = Vec::new();
    let mut room = Room::FILE;
    for listed in &globals.sheets {
        let mut table = Table::new(listed.name.clone(), listed.hidden, room);
        sheet::read(&stream, listed.at, &globals, &mut budget, &mut table)?;
        room = table.room_left();
        tables.push(table);
    }
    Ok(tables)
}
