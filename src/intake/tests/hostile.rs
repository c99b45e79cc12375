//! Files that would fill memory or time. Each is small on the way in.

use super::*;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

const HEAD: &str = "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

/// Writes a part.
type Fill<'a> = &'a dyn Fn(&mut dyn Write);

/// A workbook of one sheet, made of the given parts; each is written piece by piece.
fn package(parts: &[(&str, Fill<'_>)]) -> Vec<u8> {
    let fixed: [(&str, &str); 3] = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"sheet.xml\"/></Relationships>",
        ),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in fixed {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    for (name, write) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        write(&mut writer);
    }
    writer.finish().unwrap().into_inner()
}

/// `head`, `piece` as often as `times`, `tail`.
fn repeated<'a>(
    head: &'a str,
    piece: &'a str,
    times: usize,
    tail: &'a str,
) -> impl Fn(&mut dyn Write) + 'a {
    move |out| {
        let block = piece.repeat(1000);
        out.write_all(head.as_bytes()).unwrap();
        for _ in 0..times / 1000 {
            out.write_all(block.as_bytes()).unwrap();
        }
        out.write_all(tail.as_bytes()).unwrap();
    }
}

fn sheet(write: &dyn Fn(&mut dyn Write)) -> Result<Reading, Refused> {
    let bytes = package(&[("xl/sheet.xml", write)]);
    assert!(bytes.len() < bounds::FILE_BYTES);
    check_filed(&bytes)
}

#[test]
fn far_cells_and_lying_dimensions_lay_nothing_out() {
    let cell = |place: &str| {
        format!(
            "{HEAD}<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>x</v></c></row><row r=\"1048576\"><c r=\"{place}\"><v>1</v></c></row></sheetData></worksheet>"
        )
    };
    let read = |text: String| sheet(&|out| out.write_all(text.as_bytes()).unwrap());
    assert_eq!(read(cell("XFD1048576")), Err(Refused::TooManyColumns { row: 1_048_576 }));
    assert_eq!(read(cell("A1048576")), Err(Refused::TooManyRows { row: 1_048_576 }));
}

#[test]
fn what_unpacks_beyond_measure_is_refused() {
    let open = format!("{HEAD}<sheetData>");
    let comment = format!("<!--{}-->", " ".repeat(4000));
    assert_eq!(
        sheet(&repeated(&open, &comment, 70_000, "</sheetData>")),
        Err(Refused::UnpacksTooLarge)
    );
}

#[test]
fn one_endless_text_tag_or_nesting_is_refused() {
    let open = format!("{HEAD}<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>");
    assert_eq!(sheet(&repeated(&open, "x", 30_000_000, "</v></c>")), Err(Refused::UnpacksTooLarge));
    assert_eq!(
        sheet(&repeated(&open, "x&amp;", 1_000_000, "</v></c>")),
        Err(Refused::CellTooLong { row: 1 })
    );
    assert_eq!(sheet(&repeated(HEAD, "<a>", 1_000_000, "")), Err(Refused::Damaged));
    let attribute = format!("{HEAD}<sheetData a=\"");
    assert_eq!(
        sheet(&repeated(&attribute, "x", 30_000_000, "\"/>")),
        Err(Refused::UnpacksTooLarge)
    );
}

#[test]
fn too_many_rows_are_refused() {
    let rows = |count: u32| {
        move |out: &mut dyn Write| {
            write!(out, "{HEAD}<sheetData>").unwrap();
            for row in 1..=count {
                write!(out, "<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>").unwrap();
            }
            write!(out, "</sheetData></worksheet>").unwrap();
        }
    };
    assert_eq!(sheet(&rows(100_101)), Err(Refused::TooManyRows { row: 100_101 }));
    assert_eq!(sheet(&rows(100_100)), Err(Refused::NoHeading));
}

#[test]
fn a_string_table_that_lies_about_its_size_reserves_nothing() {
    let strings = |out: &mut dyn Write| {
        write!(
            out,
            "<sst count=\"99999999999999\" uniqueCount=\"99999999999999\"><si><t>x</t></si></sst>"
        )
        .unwrap();
    };
    let cell = |out: &mut dyn Write| {
        write!(out, "{HEAD}<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>")
            .unwrap();
    };
    let bytes = package(&[("xl/sharedStrings.xml", &strings), ("xl/sheet.xml", &cell)]);
    assert_eq!(check_filed(&bytes), Err(Refused::NoHeading));
}

#[test]
fn declared_sizes_and_too_many_parts_are_refused_at_once() {
    let big = repeated("", "0123456789", 30_000_000, "");
    let bytes = package(&[("xl/media/picture.bin", &big)]);
    assert_eq!(check_filed(&bytes), Err(Refused::UnpacksTooLarge));
    let crowd = [b"PK\x03\x04".to_vec(), b"PK\x01\x02".repeat(10_001)].concat();
    assert_eq!(check_filed(&crowd), Err(Refused::UnpacksTooLarge));
    assert_eq!(check_filed(&vec![b'a'; bounds::FILE_BYTES + 1]), Err(Refused::FileTooLarge));
}

#[test]
fn a_hundred_thousand_bad_rows_are_all_held_back_and_the_list_ends() {
    let mut text = String::from("姓名,证件号码,资格名称,取得时间,系列\n");
    text.push_str(&"1,1,1,1,1\n".repeat(100_000));
    let reading = check_filed(text.as_bytes()).unwrap();
    assert_eq!((reading.rows, reading.held_back.len()), (100_000, 100_000));
    assert_eq!(reading.findings.len(), bounds::FINDINGS + 1);
    assert_eq!(reading.findings.last().unwrap().code, "more_findings");
    text.push_str("1,1,1,1,1\n");
    assert_eq!(check_filed(text.as_bytes()), Err(Refused::TooManyRows { row: 100_002 }));
}
