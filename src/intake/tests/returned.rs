//! What comes back of workbooks that are out of the ordinary: old ones, ones with conversations, in
//! the strict dialect, or tied to others.

use super::*;
use crate::intake::excel::xls::tests::compound::{BOF, EOF, container, label, record};
use crate::model::finding::{Finding, RowPlace};
use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::{Note, Workbook};
use std::io::{Cursor, Read, Write};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn annotate_checked(bytes: &[u8]) -> (Vec<Finding>, Vec<u8>) {
    let scope = Scope::county();
    let (catalogue, today) = (&CATALOGUE, today());
    let context = Context {
        catalogue,
        scope: &scope,
        road: Road::Filed,
        today,
        draws: &draws,
        judged: &|_, _| (),
    };
    let findings = check(bytes, &context).unwrap().findings;
    let tally = Tally { rows: 1, accepted: 0, fixed: 0, rejected: 1, judged: true };
    let annotated = annotate(bytes, &findings, &tally, &context).unwrap();
    (findings, annotated)
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(other, _)| other == name).unwrap().1
}

fn package(parts: impl IntoIterator<Item = (String, String)>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

// --- .xls

fn numbers(kind: u16, numbers: &[u16]) -> Vec<u8> {
    let data: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    record(kind, &data)
}

/// A list with one bad row and what else the sheet has.
fn list(more: &[Vec<u8>]) -> Vec<u8> {
    let mut records = Vec::new();
    let bad = row(&[(Field::Title, "助工")]);
    for (((field, _), written), column) in CLEAN.into_iter().zip(&bad).zip(0..) {
        records.extend(label(0, column, field.zh()));
        records.extend(label(1, column, written));
    }
    [BOF.to_vec(), records, more.concat(), EOF.to_vec()].concat()
}

/// An old workbook of these sheets, under names such as a forger writes.
fn old_workbook(sheets: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let units =
        |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let lengths = sheets.iter().map(|(name, _)| 4 + 8 + units(name).len());
    // The first style of cells shows days.
    let style = numbers(0xE0, &[0, 14, 0, 0, 0, 0, 0, 0, 0, 0]);
    let mut at = BOF.len() + style.len() + EOF.len() + lengths.sum::<usize>();
    let mut listed = Vec::new();
    for (name, records) in sheets {
        let count = u8::try_from(name.encode_utf16().count()).unwrap();
        let place = u32::try_from(at).unwrap().to_le_bytes();
        let head = [&place[..], &[0, 0, count, 1], &units(name)].concat();
        listed.extend(record(0x85, &head));
        at += records.len();
    }
    let sheets: Vec<u8> = sheets.iter().flat_map(|(_, records)| records.clone()).collect();
    container("Workbook", &[BOF, &style, &listed, EOF, &sheets].concat())
}

#[test]
fn an_old_workbook_keeps_its_merges_and_widths_and_says_what_it_lost() {
    let merges = [2, 2, 4, 5, 5, 3, 4, 5, 6];
    let more = [
        numbers(0x7D, &[0, 1, 2560, 0, 0, 0]),
        numbers(0x7D, &[4, 4, 5120, 0, 1, 0]),
        label(2, 0, "李强"),
        label(2, 5, "瑞安市第二建筑公司"),
        record(0x203, &[&[2, 0, 11, 0, 0, 0][..], &43819_f64.to_le_bytes()].concat()),
        numbers(0xE5, &merges),
    ];
    let before = old_workbook(&[("名单", list(&more))]);
    let (findings, after) = annotate_checked(&before);
    let sheet = part(&after, "xl/worksheets/sheet1.xml");
    // The second merge lies across the first.
    assert!(sheet.contains("<mergeCells count=\"1\"><mergeCell ref=\"F3:F5\"/></mergeCells>"));
    for (column, width) in [(1, "10.00"), (2, "10.00"), (3, "9.00"), (5, "20.00")] {
        let column = format!("<col min=\"{column}\" max=\"{column}\" width=\"{width}\"");
        assert!(sheet.contains(&column), "{column}: {sheet}");
    }
    // A day stays a day, in a style that shows days.
    assert!(sheet.contains("<c r=\"L3\" s=\"3\"><v>43819</v></c>"), "{sheet}");
    assert_eq!(sheet.matches("hidden=\"1\"").count(), 1);
    let front = part(&after, "xl/worksheets/sheet2.xml");
    assert!(front.contains("原文件是旧版 .xls"), "{front}");
    let (again, twice) = annotate_checked(&after);
    assert_eq!(again, findings);
    assert!(!part(&twice, "xl/worksheets/sheet2.xml").contains("旧版"));
    let (_, of_text) = annotate_checked(&csv_of(&[row(&[(Field::Title, "助工")])]));
    assert!(!part(&of_text, "xl/worksheets/sheet2.xml").contains("旧版"));
}

#[test]
fn forged_names_of_sheets_become_such_that_links_lead_to() {
    let long = "长".repeat(60);
    let names =
        ["名单", "名单", "", "a[b]:c*?/\\d", &long, &long, "'引号'", "检查结果", "甲\u{1}\n<&\"乙"];
    let sheets: Vec<_> = names.iter().map(|name| (*name, list(&[]))).collect();
    let (findings, after) = annotate_checked(&old_workbook(&sheets));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&after[..])).unwrap();
    let listed = book.sheet_names();
    assert_eq!(listed.len(), names.len() + 1);
    let mut lower: Vec<String> = listed.iter().map(|name| name.to_lowercase()).collect();
    lower.sort();
    lower.dedup();
    assert_eq!(lower.len(), listed.len());
    for name in &listed {
        assert!((1..=31).contains(&name.encode_utf16().count()), "{name}");
        assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\']) && !name.starts_with('\''));
    }
    // Each sheet has its own findings, and each link leads to a cell of a sheet that is there.
    let front = part(&after, "xl/worksheets/sheet10.xml");
    for name in listed.iter().skip(1) {
        assert!(findings.iter().any(|finding| finding.place.sheet == *name), "{name}");
        let target = name.replace('\'', "''");
        let target = target.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        assert!(front.contains(&format!("location=\"'{target}'!I2\"")), "{name}");
        assert!(book.worksheet_range(name).unwrap().get_value((1, 8)).is_some());
    }
    assert_eq!(annotate_checked(&after).0, findings);
}

// --- .xlsx

/// A list with two bad rows and a note at the first of them.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("名单").unwrap();
    let rows = [row(&[(Field::Title, "助工")]), row(&[(Field::IdNumber, "33")])];
    sheet.write_row(0, 0, CLEAN.map(|(field, _)| field.zh())).unwrap();
    sheet.write_row_matrix(1, 0, rows).unwrap();
    sheet.insert_note(1, 8, &Note::new("占位").set_author("王科")).unwrap();
    book.save_to_buffer().unwrap()
}

/// What a conversation says, as Excel keeps it beside its stand-in.
const THREAD: &str = "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"><threadedComment ref=\"I2\" dT=\"2026-11-20T08:00:00.00\" personId=\"{A1}\" id=\"{B2}\"><text>请核对</text></threadedComment></ThreadedComments>";

fn with_conversation() -> Vec<u8> {
    let stand_in = "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it will get removed if the file is opened in a newer version of Excel.\n\nComment:\n    请核对";
    let mut parts = parts(&workbook());
    for (name, text) in &mut parts {
        match name.as_str() {
            "xl/comments1.xml" => {
                *text = text.replace("<author>王科</author>", "<author>tc={B2}</author>");
                *text = text.replace("占位", stand_in);
                assert!(text.contains("tc={B2}") && text.contains("[Threaded"));
            }
            "xl/worksheets/_rels/sheet1.xml.rels" => {
                let related = "<Relationship Id=\"rId9\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" Target=\"../threadedComments/threadedComment1.xml\"/></Relationships>";
                *text = text.replace("</Relationships>", related);
            }
            _ => {}
        }
    }
    parts.push(("xl/threadedComments/threadedComment1.xml".into(), THREAD.into()));
    package(parts)
}

#[test]
fn a_conversation_is_left_alone_and_the_list_in_front_says_so() {
    let before = with_conversation();
    let (findings, after) = annotate_checked(&before);
    assert_eq!(part(&after, "xl/threadedComments/threadedComment1.xml"), THREAD);
    let comment = |bytes: &[u8]| {
        let comments = part(bytes, "xl/comments1.xml");
        let (_, own) = comments.split_once("<comment ref=\"I2\"").unwrap();
        own.split_once("</comment>").unwrap().0.to_owned()
    };
    assert_eq!(comment(&after), comment(&before));
    // The other row has its note, the cell its colour, and the list both findings.
    assert!(part(&after, "xl/comments1.xml").contains("<comment ref=\"C3\""));
    let style = |bytes: &[u8]| {
        let sheet = part(bytes, "xl/worksheets/sheet1.xml");
        let (_, cell) = sheet.split_once("<c r=\"I2\"").unwrap();
        cell.split_once('>').unwrap().0.to_owned()
    };
    assert_ne!(style(&after), style(&before));
    let front = part(&after, "xl/worksheets/sheet2.xml");
    assert!(front.contains("!I2\"") && front.contains("有会话批注的单元格只标颜色"), "{front}");
    let (again, twice) = annotate_checked(&after);
    assert_eq!(again, findings);
    assert_eq!(comment(&twice), comment(&before));
    let plain = annotate_checked(&workbook()).1;
    assert!(!part(&plain, "xl/worksheets/sheet2.xml").contains("会话"));
}

#[test]
fn a_strict_workbook_stays_one() {
    let old = "http://schemas.openxmlformats.org";
    let new = "http://purl.oclc.org/ooxml";
    let strict = |text: &str| {
        text.replace(
            &format!("{old}/spreadsheetml/2006/main"),
            &format!("{new}/spreadsheetml/main"),
        )
        .replace(
            &format!("{old}/officeDocument/2006/relationships"),
            &format!("{new}/officeDocument/relationships"),
        )
        .replace("<workbook ", "<workbook conformance=\"strict\" ")
    };
    let before = package(parts(&workbook()).iter().map(|(n, text)| (n.clone(), strict(text))));
    let (findings, after) = annotate_checked(&before);
    assert_eq!(findings, annotate_checked(&workbook()).0);
    for (name, text) in parts(&after) {
        assert!(!text.contains(&format!("{old}/spreadsheetml")), "{name}: {text}");
        assert!(!text.contains(&format!("{old}/officeDocument/2006/rel")), "{name}: {text}");
    }
    assert_eq!(excel::read(&after).unwrap().len(), 2);
    assert_eq!(annotate_checked(&after).0, findings);
}

#[test]
fn a_workbook_tied_to_another_stays_tied() {
    let link = "<externalLink xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><externalBook r:id=\"rId1\"><sheetNames><sheetName val=\"Sheet1\"/></sheetNames></externalBook></externalLink>";
    let path = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath\" Target=\"file:///C:/%E5%90%8D%E5%86%8C.xlsx\" TargetMode=\"External\"/></Relationships>";
    let mut parts = parts(&workbook());
    for (name, text) in &mut parts {
        let (at, more) = match name.as_str() {
            "[Content_Types].xml" => (
                "</Types>",
                "<Override PartName=\"/xl/externalLinks/externalLink1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml\"/>",
            ),
            "xl/_rels/workbook.xml.rels" => (
                "</Relationships>",
                "<Relationship Id=\"rId77\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink\" Target=\"externalLinks/externalLink1.xml\"/>",
            ),
            "xl/workbook.xml" => (
                "<calcPr",
                "<externalReferences><externalReference r:id=\"rId77\"/></externalReferences>",
            ),
            "xl/worksheets/sheet1.xml" => {
                ("</row></sheetData>", "<c r=\"R3\"><f>[1]Sheet1!$A$1</f><v>7</v></c>")
            }
            _ => continue,
        };
        assert!(text.contains(at), "{name}: {text}");
        *text = text.replace(at, &format!("{more}{at}"));
    }
    parts.push(("xl/externalLinks/externalLink1.xml".into(), link.into()));
    parts.push(("xl/externalLinks/_rels/externalLink1.xml.rels".into(), path.into()));
    let (findings, after) = annotate_checked(&package(parts));
    assert_eq!(part(&after, "xl/externalLinks/externalLink1.xml"), link);
    assert_eq!(part(&after, "xl/externalLinks/_rels/externalLink1.xml.rels"), path);
    assert!(part(&after, "xl/workbook.xml").contains("<externalReference r:id=\"rId77\"/>"));
    assert!(part(&after, "xl/_rels/workbook.xml.rels").contains("externalLinks/externalLink1.xml"));
    assert!(part(&after, "xl/worksheets/sheet1.xml").contains("<f>[1]Sheet1!$A$1</f><v>7</v>"));
    let place = RowPlace { sheet: "名单".into(), row: 2 };
    assert!(findings.iter().any(|finding| finding.place == place));
    assert_eq!(annotate_checked(&after).0, findings);
}
