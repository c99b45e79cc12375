//! Properties of the parsers: whatever they are given, they answer; and a right row is never blamed.

use super::*;
use proptest::prelude::*;
use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Pieces of a worksheet, in any order and number.
const PIECES: [&str; 22] = [
    "<sheetData>",
    "</sheetData>",
    "<row r=\"1\">",
    "<row r=\"2\" hidden=\"1\">",
    "<row>",
    "</row>",
    "<c r=\"A1\" t=\"str\">",
    "<c t=\"inlineStr\">",
    "<c r=\"ZZZ9\">",
    "<c t=\"s\" s=\"9\">",
    "<c t=\"e\">",
    "<c t=\"b\">",
    "<c t=\"d\">",
    "</c>",
    "<v>",
    "</v>",
    "<f>",
    "</f>",
    "<mergeCell ref=\"A1:B3\"/>",
    "<mergeCell ref=\"B3:A1\"/>",
    "<cols><col min=\"0\" max=\"9\" hidden=\"true\"/></cols>",
    "<is><t>",
];

const LISTED: &str = "<workbook><sheets><sheet name=\"S\" id=\"a\"/></sheets></workbook>";
const RELATED: &str = "<Relationship Id=\"a\" Type=\"/worksheet\" Target=\"s.xml\"/>";

fn workbook(sheet: &str) -> Vec<u8> {
    package(&[
        ("xl/workbook.xml", LISTED),
        ("xl/_rels/workbook.xml.rels", &format!("<Relationships>{RELATED}</Relationships>")),
        ("xl/s.xml", sheet),
    ])
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("[Content_Types].xml", "<Types/>")].iter().chain(parts) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Words that headings, rows and what stands around them are made of.
const WORDS: [&str; 24] = [
    "姓名",
    "证件号码",
    "资格",
    "名称",
    "取得时间",
    "原资格",
    "序号",
    "填报单位：\n序号",
    "工作单位",
    "合计",
    "1",
    "2",
    "3",
    "示例",
    "王莉",
    "330302198506152047",
    "助理工程师",
    "2019-12",
    "同上",
    "—",
    "",
    "#N/A",
    "栏次",
    "'",
];

proptest! {
    #[test]
    fn no_worksheet_brings_it_down(pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), "[0-9A-Za-z一-龥]{0,6}"), 0..40)) {
        let inside: String = pieces.into_iter().flat_map(|(tag, text)| [tag.to_owned(), text]).collect();
        let _ = check_filed(&workbook(&format!("<worksheet>{inside}</worksheet>")));
    }

    #[test]
    fn no_layout_brings_it_down_and_every_row_is_counted(rows in prop::collection::vec(prop::collection::vec(prop::sample::select(&WORDS[..]), 1..8), 1..12)) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        if let Ok(reading) = check_filed(&writer.into_inner().unwrap()) && reading.judged {
            prop_assert_eq!(reading.rows as usize, reading.drafts.len() + reading.held_back.len());
        }
    }

    #[test]
    fn no_name_or_employer_of_every_day_is_called_garbled(name in "[一-龥]{2,4}", employer in "[一-龥]{4,20}") {
        let reading = check_filed(&csv_of(&[row(&[(Field::Name, &name), (Field::Employer, &employer)])])).unwrap();
        prop_assert!(reading.findings.iter().all(|finding| finding.code != "text_garbled"), "{name} {employer}");
    }
}

#[test]
fn a_merge_over_every_row_is_looked_up_and_not_laid_out() {
    let mut rows = String::new();
    for row in 2..2000 {
        write!(rows, "<row r=\"{row}\"><c r=\"B{row}\" t=\"str\"><v>x</v></c></row>").unwrap();
    }
    let heading = ["姓名", "证件号码", "资格名称", "取得时间"]
        .map(|heading| format!("<c t=\"str\"><v>{heading}</v></c>"))
        .concat();
    let mut merges = String::new();
    for row in 2..50_000 {
        write!(merges, "<mergeCell ref=\"A{row}:D100000\"/>").unwrap();
    }
    let sheet = format!(
        "<worksheet><sheetData><row r=\"1\">{heading}</row>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    );
    let reading = check_filed(&workbook(&sheet)).unwrap();
    assert_eq!((reading.rows, reading.held_back.len()), (1998, 1998));
}

#[test]
fn a_workbook_with_two_lists_of_strings_reads_the_same_each_time() {
    let strings = |name| format!("<sst><si><t>{name}</t></si></sst>");
    let related = ["b", "c"].map(|id| {
        format!("<Relationship Id=\"{id}\" Type=\"/sharedStrings\" Target=\"{id}.xml\"/>")
    });
    let bytes = package(&[
        ("xl/workbook.xml", LISTED),
        (
            "xl/_rels/workbook.xml.rels",
            &format!("<Relationships>{RELATED}{}</Relationships>", related.concat()),
        ),
        ("xl/b.xml", &strings("王莉")),
        ("xl/c.xml", &strings("李强")),
        (
            "xl/s.xml",
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>",
        ),
    ]);
    for _ in 0..40 {
        let tables = excel::read(&bytes).unwrap();
        assert_eq!(tables[0].rows().next().unwrap().cell(0).text(), "王莉");
    }
}

#[test]
fn rows_stand_in_one_place_and_count_from_one() {
    let row = |number, name| format!("<row r=\"{number}\"><c t=\"str\"><v>{name}</v></c></row>");
    let data = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData>");
    let rows = |sheet: String| {
        let tables = excel::read(&workbook(&format!("{sheet}</worksheet>")))?;
        Ok(tables[0].rows().map(table::Row::number).collect::<Vec<_>>())
    };
    let (one, two) = (row(1, "姓名"), row(2, "王莉"));
    assert_eq!(rows(data(&one)), Ok(vec![1]));
    assert_eq!(rows(data(&one) + &two), Ok(vec![1]));
    assert_eq!(rows(data(&format!("{one}<extLst>{two}</extLst>"))), Ok(vec![1]));
    for damaged in [data(&row(0, "姓名")), data(&one) + "<sheetData>" + &two + "</sheetData>"] {
        assert_eq!(rows(damaged), Err(Refused::Damaged));
    }
}
