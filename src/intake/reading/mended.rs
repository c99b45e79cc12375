//! A sheet with some of its cells mended: they are read as what the clerk typed at the desk.

use crate::{
    intake::{
        excel::sheet::position,
        refused::Refused,
        table::{Cell, Room, Table},
    },
    model::draft::Mend,
};
use std::collections::BTreeMap;

/// The sheet with the mends that are about it. A later mend of a cell counts.
pub(super) fn mended(mut table: Table, mends: &[Mend]) -> Result<Table, Refused> {
    let own = mends.iter().filter(|mend| mend.place.sheet == table.name);
    let mut cells: BTreeMap<u32, BTreeMap<u32, &str>> = BTreeMap::new();
    for mend in own {
        let column = position(&format!("{}1", mend.column)).ok_or(Refused::Damaged)?.0;
        cells.entry(mend.place.row).or_default().insert(column, &mend.written);
    }
    if cells.is_empty() {
        return Ok(table);
    }
    let mut copy = Table::new(table.name.clone(), table.hidden, Room::FILE);
    for row in table.rows() {
        copy.begin_row(row.number())?;
        let mut typed = cells.remove(&row.number()).unwrap_or_default();
        for (column, cell) in row.cells() {
            while let Some(first) = typed.first_entry().filter(|first| *first.key() < column) {
                copy.put_text(*first.key(), first.remove())?;
            }
            match typed.remove(&column) {
                Some(written) => copy.put_text(column, written)?,
                None => put(&mut copy, column, cell)?,
            }
        }
        for (column, written) in typed {
            copy.put_text(column, written)?;
        }
    }
    copy.set_merges(table.take_merges());
    copy.concealed = table.concealed;
    Ok(copy)
}

fn put(copy: &mut Table, column: u32, cell: Cell<'_>) -> Result<(), Refused> {
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(text) => copy.put_text(column, text),
        Cell::Number(digits) => copy.put_number(column, digits),
        Cell::Date(date) => copy.put_date(column, date),
        Cell::Error(shown) => copy.put_error(column, shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{intake::delimited, model::finding::RowPlace};

    fn mend(row: u32, column: &str, written: &str) -> Mend {
        let place = RowPlace { sheet: String::new(), row };
        Mend { place, column: column.to_owned(), written: written.to_owned() }
    }

    #[test]
    fn a_mended_cell_is_read_as_what_was_typed_and_the_others_as_they_were() {
        let table = delimited::read("a,b,,d\n1,,3,\n", ',').unwrap();
        let mends = [
            mend(1, "B", "x"),
            mend(1, "C", "new"),
            mend(2, "A", ""),
            mend(2, "E", "end"),
            mend(1, "B", "y"),
        ];
        let table = mended(table, &mends).unwrap();
        let cells: Vec<Vec<(u32, String)>> = table
            .rows()
            .map(|row| row.cells().map(|(at, cell)| (at, cell.text().to_owned())).collect())
            .collect();
        let expected = |cells: &[(u32, &str)]| -> Vec<(u32, String)> {
            cells.iter().map(|(at, text)| (*at, (*text).to_owned())).collect()
        };
        let first = expected(&[(0, "a"), (1, "y"), (2, "new"), (3, "d")]);
        assert_eq!(cells, [first, expected(&[(2, "3"), (4, "end")])]);
    }

    #[test]
    fn a_mend_of_another_sheet_changes_nothing() {
        let table = delimited::read("a\n", ',').unwrap();
        let place = RowPlace { sheet: "另一张".into(), row: 1 };
        let other = Mend { place, column: "A".into(), written: "x".into() };
        let table = mended(table, &[other]).unwrap();
        assert_eq!(table.rows().next().unwrap().cell(0), Cell::Text("a"));
    }
}
