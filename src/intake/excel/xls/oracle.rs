//! calamine reads the committed sheets too: what both see must be the same.

use calamine::{Data, Reader, Xls};
use std::{fs, io::Cursor, path::PathBuf};

/// What calamine sees, in our words; nothing for what it sees otherwise by design.
fn seen(data: &Data) -> Option<String> {
    Some(match data {
        Data::String(text) => text.trim().to_owned(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Data::Error(error) => error.to_string(),
        _ => return None,
    })
}

#[test]
fn calamine_sees_the_same_cells() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sheets");
    let mut compared = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let is_workbook = bytes.starts_with(b"\xD0\xCF\x11\xE0");
        let Ok(tables) = super::read(&bytes) else { continue };
        assert!(is_workbook, "{path:?}");
        let mut book: Xls<_> = Xls::new(Cursor::new(&bytes[..])).unwrap();
        for table in &tables {
            let range = book.worksheet_range(&table.name).unwrap();
            for row in table.rows() {
                for (column, cell) in row.cells() {
                    let theirs = range.get_value((row.number() - 1, column));
                    let Some(theirs) = theirs.and_then(seen) else { continue };
                    if theirs.is_empty() || cell.text().is_empty() || cell.text() == "=" {
                        continue;
                    }
                    assert_eq!(cell.text(), theirs, "{path:?} {} {column}", row.number());
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 5000, "{compared}");
}
