//! Whatever the bytes are, there is an answer.

use super::{files::workbook, *};
use proptest::prelude::*;
use std::{
    io::{Cursor, Read, Write},
    sync::LazyLock,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| workbook(|_| ()));

/// The workbook with every part stored, so that a changed byte reaches the XML.
fn stored(change: impl Fn(&str, &mut Vec<u8>)) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(WORKBOOK.as_slice())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        change(&name, &mut bytes);
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

proptest! {
    #[test]
    fn random_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..2000), magic in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xEF\xBB\xBF"])) {
        let _ = check_filed(&[magic, &bytes].concat());
    }

    #[test]
    fn a_changed_byte_of_a_workbook_is_answered(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = WORKBOOK.clone();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _ = check_filed(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        let _ = check_filed(&bytes);
    }

    #[test]
    fn a_changed_byte_of_a_part_is_answered(part in prop::sample::select(vec!["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let bytes = stored(|name, bytes| {
            if name == part {
                let place = at.index(bytes.len());
                bytes[place] = byte;
            }
        });
        let _ = check_filed(&bytes);
    }

    #[test]
    fn any_text_is_answered(cells in proptest::collection::vec("\\PC{0,12}", 8)) {
        let text = format!("姓名,证件号码,工作单位,专业,资格名称,取得方式,取得时间,评委会\n{}\n", cells.join(","));
        let _ = check_filed(text.as_bytes());
    }
}

#[test]
fn a_part_that_is_missing_or_points_nowhere_is_damage() {
    for (part, from, to) in [
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet9.xml"),
        ("xl/workbook.xml", "r:id=\"rId1\"", "r:id=\"rId9\""),
        (
            "xl/workbook.xml",
            "</sheets>",
            "<sheet name=\"SHEET1\" sheetId=\"2\" r:id=\"rId1\"/></sheets>",
        ),
        ("xl/worksheets/sheet1.xml", "<v>0</v>", "<v>99</v>"),
        ("xl/worksheets/sheet1.xml", "r=\"A1\"", "r=\"1A\""),
        ("xl/worksheets/sheet1.xml", "r=\"A2\"", "=r\" A2\""),
    ] {
        let bytes = stored(|name, bytes| {
            if name == part {
                *bytes =
                    String::from_utf8(bytes.clone()).unwrap().replacen(from, to, 1).into_bytes();
            }
        });
        assert_eq!(check_filed(&bytes), Err(Refused::Damaged), "{part} {from}");
    }
    let unchanged = stored(|_, _| ());
    assert_eq!(check_filed(&unchanged).unwrap().drafts.len(), 1);
}

#[test]
fn the_epoch_of_1904_is_heeded_and_an_extension_does_not_reset_it() {
    let dated = workbook(|sheet| {
        let style = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_with_format(1, 6, 42368.0, &style).unwrap();
    });
    let mut archive = ZipArchive::new(Cursor::new(dated.as_slice())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").replace("</workbook>", "<extLst><ext><x15:workbookPr xmlns:x15=\"urn:x\" chartTrackingRefBase=\"1\"/></ext></extLst></workbook>");
        writer.start_file(part.name().unwrap().into_owned(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let reading = check_filed(&writer.finish().unwrap().into_inner()).unwrap();
    assert_eq!(reading.drafts[0].award.obtained_on.to_string(), "2019-12-31");
}
