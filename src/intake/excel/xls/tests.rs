//! Bytes that mean harm; what programs write is read by the sheets under tests/fixtures.

use super::*;
use crate::intake::format::Kind;
use proptest::prelude::*;

/// A container of one stream, as plain as the standard allows.
fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let stream_sectors = stream.len().max(4096).div_ceil(512);
    let table_sectors = (stream_sectors + 1).div_ceil(127);
    let first = u32::try_from(table_sectors + 1).unwrap();
    let mut header = vec![0; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[30] = 9;
    header[48..52].copy_from_slice(&u32::try_from(table_sectors).unwrap().to_le_bytes());
    for at in [60, 68] {
        header[at..at + 4].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    }
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; table_sectors];
    table.push(0xFFFF_FFFE);
    table.extend((first + 1..).take(stream_sectors - 1));
    table.push(0xFFFF_FFFE);
    table.resize(table_sectors * 128, 0xFFFF_FFFF);
    for at in 0..109 {
        let number = if at < table_sectors { u32::try_from(at).unwrap() } else { 0xFFFF_FFFF };
        header[76 + 4 * at..80 + 4 * at].copy_from_slice(&number.to_le_bytes());
    }
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: usize| {
        let mut line: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(line.len() + 2).unwrap();
        line.resize(128, 0);
        line[64..66].copy_from_slice(&length.to_le_bytes());
        line[66] = kind;
        line[68..72].fill(0xFF);
        line[72..76].fill(0xFF);
        line[76..80].copy_from_slice(&child.to_le_bytes());
        line[116..120].copy_from_slice(&start.to_le_bytes());
        line[120..124].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
        line
    };
    let mut directory = entry("Root Entry", 5, 1, 0xFFFF_FFFE, 0);
    directory.extend(entry(name, 2, 0xFFFF_FFFF, first, stream_sectors * 512));
    directory.resize(512, 0);
    let table = table.into_iter().flat_map(u32::to_le_bytes).collect();
    let mut content = stream.to_vec();
    content.resize(stream_sectors * 512, 0);
    [header, table, directory, content].concat()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_le_bytes();
    [&kind.to_le_bytes()[..], &length, data].concat()
}

const BOF: &[u8] = b"\x09\x08\x04\0\0\x06\x10\0";
const EOF: &[u8] = b"\x0A\0\0\0";

/// A workbook of as many sheets as `sheets` says, all beginning at the one sheet of these records.
fn workbook(globals: &[u8], sheets: usize, records: &[u8]) -> Vec<u8> {
    let length = BOF.len() + globals.len() + sheets * 14 + EOF.len();
    let listed = [&u32::try_from(length).unwrap().to_le_bytes()[..], b"\0\0\x02\0S1"].concat();
    let listed = record(0x85, &listed).repeat(sheets);
    container("Workbook", &[BOF, globals, &listed, EOF, BOF, records, EOF].concat())
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let place = [row, column, 0, u16::try_from(text.len()).unwrap()];
    let head: Vec<u8> = place.into_iter().flat_map(u16::to_le_bytes).collect();
    record(0x204, &[&head, &b"\0"[..], text.as_bytes()].concat())
}

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
