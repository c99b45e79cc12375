//! Bytes that mean harm; what programs write is read by the sheets under tests/fixtures.

#[path = "../../../../tests/fixtures/makers/compound.rs"]
pub(in crate::intake) mod compound;

use super::*;
use compound::{BOF, EOF, container, label, record, workbook};
use proptest::prelude::*;

#[test]
fn cells_are_sorted_and_the_later_of_two_holds() {
    let cells = [label(4, 1, "b"), label(2, 3, "old"), label(2, 0, "a"), label(2, 3, "new")];
    let tables = read(&workbook(&[], 1, &cells.concat())).unwrap();
    assert_eq!((tables.len(), tables[0].name.as_str()), (1, "S1"));
    let rows: Vec<_> = tables[0]
        .rows()
        .map(|row| (row.number(), row.cells().map(|(at, c)| (at, c.text())).collect::<Vec<_>>()))
        .collect();
    assert_eq!(rows, [(3, vec![(0, "a"), (3, "new")]), (5, vec![(1, "b")])]);
}

#[test]
fn passwords_old_versions_and_other_containers_are_named() {
    let refused = |bytes: &[u8]| read(bytes).err();
    let locked = record(0x2F, &[0; 54]);
    assert_eq!(refused(&workbook(&locked, 1, &[])), Some(Refused::Encrypted));
    let old = container("Workbook", &record(0x809, &[0, 5, 5, 0]));
    assert_eq!(refused(&old), Some(Refused::NotRead(Kind::Xls)));
    assert_eq!(refused(&container("Book", &[])), Some(Refused::NotRead(Kind::Xls)));
    assert_eq!(refused(&container("EncryptedPackage", &[])), Some(Refused::Encrypted));
    assert_eq!(refused(&container("WordDocument", &[])), Some(Refused::NotRead(Kind::Document)));
}

#[test]
fn forged_numbers_reserve_nothing_and_rings_end() {
    let refused = |bytes: &[u8]| read(bytes).err();
    // A table of shared texts that claims four thousand million, and has one.
    let table = record(0xFC, b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\0\0x");
    let far = record(0xFD, b"\0\0\0\0\0\0\xFF\xFF\xFF\x7F");
    assert_eq!(refused(&workbook(&table, 1, &far)), Some(Refused::Damaged));
    let long = record(0x204, b"\0\0\0\0\0\0\xFF\xFF\0x");
    assert_eq!(refused(&workbook(&[], 1, &long)), Some(Refused::Damaged));
    let wide = label(0, 0xFFFF, "x");
    assert_eq!(refused(&workbook(&[], 1, &wide)), Some(Refused::TooManyColumns { row: 1 }));
    assert_eq!(refused(&workbook(&[], 257, &[])), Some(Refused::TooManyCells));
    // Many sheets that all lie at one place.
    let rows = label(0, 0, "x").repeat(1000);
    assert_eq!(refused(&workbook(&[], 200, &rows)), Some(Refused::Damaged));
    // The stream's second sector follows on itself, and the stream claims to be endless.
    let mut ring = workbook(&[], 1, &[]);
    let second = 512 + 4 * 3;
    let own = [3, 0, 0, 0];
    ring[second..second + 4].copy_from_slice(&own);
    let size = 1024 + 128 + 120;
    ring[size..size + 4].fill(0xFF);
    assert_eq!(refused(&ring), Some(Refused::Damaged));
}

#[test]
fn a_sheet_that_begins_nowhere_is_damaged() {
    let nowhere = record(0x85, b"\xFF\xFF\xFF\x7F\0\0\x01\0S");
    let stream = [BOF, &nowhere, EOF].concat();
    assert_eq!(read(&container("Workbook", &stream)).err(), Some(Refused::Damaged));
}

proptest! {
    #[test]
    fn no_records_bring_it_down(records in prop::collection::vec((prop::sample::select(&[0x06_u16, 0x0A, 0x22, 0x3C, 0x7D, 0x85, 0xBD, 0xD6, 0xE0, 0xE5, 0xFC, 0xFD, 0x203, 0x204, 0x205, 0x207, 0x208, 0x27E, 0x41E, 0x809][..]), prop::collection::vec(any::<u8>(), 0..40)), 0..30)) {
        let records: Vec<u8> = records.iter().flat_map(|(kind, data)| record(*kind, data)).collect();
        let _ = read(&workbook(&records, 1, &records));
        let _ = read(&workbook(&[], 1, &records));
    }

    #[test]
    fn no_damage_brings_it_down(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<prop::sample::Index>()) {
        let mut bytes = workbook(&record(0xFC, b"\x01\0\0\0\x01\0\0\0\x01\0\0x"), 1, &label(0, 0, "text"));
        for (at, byte) in changes {
            *at.get_mut(&mut bytes) = byte;
        }
        let _ = read(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        let _ = read(&bytes);
    }
}
