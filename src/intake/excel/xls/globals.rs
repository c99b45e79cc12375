//! What stands before the sheets: their list, the shared texts, the formats, the epoch.

use super::{
    compound::{u16_at, u32_at},
    names,
    records::{Budget, Pieces, Record, Records, kind},
};
use crate::intake::{
    bounds,
    excel::{
        numbers::{Shows, built_in, by_code},
        strings::Strings,
    },
    format::Kind,
    refused::Refused,
};
use std::collections::HashMap;

/// A workbook's table of contents, and what its cells point at.
#[derive(Default)]
pub(super) struct Globals {
    pub(super) sheets: Vec<Listed>,
    pub(super) strings: Strings,
    /// By a cell's XF index.
    pub(super) shows: Vec<Shows>,
    /// Days count from 1904-01-01.
    pub(super) is_1904: bool,
    /// A program that calculates has saved the file: Excel since 2002 and `LibreOffice` say by which
    /// engine.
    pub(super) is_calculated: bool,
}

/// A sheet of cells as the workbook lists it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Where in the stream it begins.
    pub(super) at: usize,
}

pub(super) fn read(stream: &[u8], budget: &mut Budget) -> Result<Globals, Refused> {
    let mut records = Records::new(stream, 0);
    let first = records.next(budget)?.filter(|record| record.kind == kind::BOF);
    begin(first.ok_or(Refused::Damaged)?)?;
    let mut globals = Globals::default();
    let mut formats: HashMap<u16, Shows> = HashMap::new();
    while let Some(record) = records.next(budget)? {
        match record.kind {
            kind::FILE_PASS => return Err(Refused::Encrypted),
            kind::DATE_1904 => globals.is_1904 = u16_at(record.data, 0) == Some(1),
            kind::RECALC_ID => globals.is_calculated = true,
            kind::BOUND_SHEET if globals.sheets.len() == bounds::SHEETS => {
                return Err(Refused::TooManyCells);
            }
            kind::BOUND_SHEET => {
                let pieces = records.whole(record, budget)?;
                globals.sheets.extend(listed(record, pieces)?);
            }
            kind::FORMAT if formats.len() < bounds::STYLES => {
                let mut pieces = records.whole(record, budget)?;
                let (id, count) = (pieces.u16()?, pieces.u16()?);
                formats.insert(id, by_code(&pieces.text(count)?));
            }
            kind::XF if globals.shows.len() < bounds::STYLES => {
                let id = u16_at(record.data, 2).ok_or(Refused::Damaged)?;
                let own = formats.get(&id).copied();
                globals.shows.push(own.unwrap_or_else(|| built_in(u32::from(id))));
            }
            kind::SST => strings(records.whole(record, budget)?, &mut globals.strings)?,
            kind::EOF => break,
            _ => {}
        }
    }
    names::mend(globals.sheets.iter_mut().map(|sheet| &mut sheet.name));
    Ok(globals)
}

/// BIFF8 alone: Excel 97 and after.
pub(super) fn begin(record: Record<'_>) -> Result<(), Refused> {
    match u16_at(record.data, 0) {
        Some(0x0600) => Ok(()),
        Some(_) => Err(Refused::NotRead(Kind::Xls)),
        None => Err(Refused::Damaged),
    }
}

/// A sheet of cells; charts and macros are sheets too and hold none.
fn listed(record: Record<'_>, mut pieces: Pieces<'_>) -> Result<Option<Listed>, Refused> {
    let at = u32_at(record.data, 0).and_then(|at| usize::try_from(at).ok());
    pieces.skip(4);
    let (state, sort, count) = (pieces.byte()?, pieces.byte()?, pieces.byte()?);
    let name = pieces.text(u16::from(count))?;
    let at = at.ok_or(Refused::Damaged)?;
    Ok((sort == 0).then_some(Listed { name, hidden: state & 3 != 0, at }))
}

/// The shared texts. Their declared counts are not believed.
fn strings(mut pieces: Pieces<'_>, strings: &mut Strings) -> Result<(), Refused> {
    pieces.skip(8);
    while !pieces.is_done() {
        let count = pieces.u16()?;
        strings.push(&pieces.text(count)?)?;
    }
    Ok(())
}
