//! The annotated workbook: nothing of the clerk's is lost, and it is understood when it comes back.

use super::*;
use crate::model::draft::Draft;
use crate::model::finding::{Finding, RowPlace, column_letters};
use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use rust_xlsxwriter::{Chart, ChartType, DataValidation, Format, Note, Workbook};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};
use zip::ZipArchive;

const SUMMARY: &str = "检查结果";

fn context(scope: &Scope) -> Context<'_> {
    Context {
        catalogue: &CATALOGUE,
        scope,
        road: Road::Filed,
        today: today(),
        draws: &draws,
        judged: &|_, _| (),
    }
}

fn annotated(bytes: &[u8], findings: &[Finding]) -> Result<Vec<u8>, Refused> {
    let tally = Tally { rows: 1, accepted: 0, fixed: 0, rejected: 1, judged: true };
    annotate(bytes, findings, &tally, &context(&Scope::county()))
}

fn annotate_checked(bytes: &[u8]) -> Vec<u8> {
    annotated(bytes, &check_filed(bytes).unwrap().findings).unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Whether every part is XML, and no element's children are miscounted where Excel counts them.
fn assert_sound(bytes: &[u8]) {
    for (name, part) in parts(bytes).iter().filter(|(name, _)| !name.contains(".png")) {
        let mut reader = quick_xml::Reader::from_reader(&part[..]);
        let mut buffer = Vec::new();
        let mut depth = 0_i32;
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(quick_xml::events::Event::Start(_)) => depth += 1,
                Ok(quick_xml::events::Event::End(_)) => depth -= 1,
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
            buffer.clear();
        }
        assert_eq!(depth, 0, "{name}");
    }
    let styles = text(bytes, "xl/styles.xml");
    for (section, child) in [("fonts", "<font>"), ("fills", "<fill>"), ("cellXfs", "<xf ")] {
        let (_, inside) = styles.split_once(&format!("<{section} count=\"")).unwrap();
        let (count, inside) = inside.split_once('"').unwrap();
        let (inside, _) = inside.split_once(&format!("</{section}>")).unwrap();
        assert_eq!(inside.matches(child).count().to_string(), count, "{section}");
    }
}

fn text(bytes: &[u8], part: &str) -> String {
    String::from_utf8(parts(bytes).remove(part).unwrap()).unwrap()
}

/// Every value and formula of every sheet but ours, as calamine reads them: place and content.
fn values(bytes: &[u8]) -> Vec<(String, u32, u32, String)> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut values = Vec::new();
    for name in book.sheet_names().into_iter().filter(|name| !name.starts_with(SUMMARY)) {
        let mut put = |start: Option<(u32, u32)>, (row, column): (usize, usize), what: String| {
            let (top, left) = start.unwrap();
            let (row, column) = (u32::try_from(row).unwrap(), u32::try_from(column).unwrap());
            values.push((name.clone(), top + row, left + column, what));
        };
        let range = book.worksheet_range(&name).unwrap();
        for (row, column, value) in range.used_cells() {
            put(range.start(), (row, column), format!("{value:?}"));
        }
        let range = book.worksheet_formula(&name).unwrap();
        for (row, column, formula) in range.used_cells() {
            put(range.start(), (row, column), formula.clone());
        }
    }
    values
}

/// A list with two bad rows, beside all that a clerk may have in a workbook.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let bold =
        Format::new().set_bold().set_text_wrap().set_background_color("DDEBF7").set_num_format("@");
    let sheet = book.add_worksheet().set_name("名'A'单").unwrap();
    let rows =
        [row(&[(Field::Title, "助工")]), row(&[(Field::IdNumber, "33"), (Field::Employer, "")])];
    for ((field, _), column) in CLEAN.into_iter().zip(0..) {
        sheet.write_with_format(0, column, field.zh(), &bold).unwrap();
        for (row, line) in rows.iter().zip(1..) {
            let cell = &row[usize::from(column)];
            if !cell.is_empty() {
                sheet.write_with_format(line, column, cell, &bold).unwrap();
            }
        }
    }
    sheet.write_formula(1, 17, "=SUM(1,2)").unwrap();
    sheet.insert_note(1, 8, &Note::new("请核对资格").set_author("王科")).unwrap();
    sheet.set_print_area(0, 0, 2, 5).unwrap();
    sheet.autofilter(0, 0, 2, 5).unwrap();
    let list = DataValidation::new().allow_list_strings(&["男", "女"]).unwrap();
    sheet.add_data_validation(1, 3, 9, 3, &list).unwrap();
    let other = book.add_worksheet().set_name("图").unwrap();
    other.write(0, 0, 3).unwrap();
    let mut chart = Chart::new(ChartType::Bar);
    chart.add_series().set_values("图!$A$1:$A$1");
    other.insert_chart(2, 2, &chart).unwrap();
    other.set_print_area(0, 0, 4, 4).unwrap();
    book.define_name("税率", "=图!$A$1").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn nothing_of_the_clerks_workbook_is_lost() {
    let before = workbook();
    let after = annotate_checked(&before);
    assert_eq!(values(&after), values(&before));
    assert_sound(&after);
    let (old, new) = (parts(&before), parts(&after));
    let changed: Vec<&str> = old
        .iter()
        .filter(|(name, bytes)| new.get(*name) != Some(bytes))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        changed,
        [
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/_rels/sheet2.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml"
        ]
    );
    let book = text(&after, "xl/workbook.xml");
    assert!(book.contains("name=\"_xlnm.Print_Area\" localSheetId=\"2\">图!"), "{book}");
    let sheet = text(&after, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<dataValidation ") && sheet.contains("<autoFilter "));
    assert!(!sheet.contains("tabSelected"));
}

#[test]
fn every_finding_is_coloured_noted_and_linked() {
    let before = workbook();
    let findings = check_filed(&before).unwrap().findings;
    let after = annotate_checked(&before);
    let comments = text(&after, "xl/comments1.xml");
    let summary = text(&after, "xl/worksheets/sheet3.xml");
    for finding in findings.iter().filter(|finding| finding.place.sheet != "图") {
        let place = format!("{}{}", finding.column.as_deref().unwrap_or("A"), finding.place.row);
        assert!(comments.contains(&format!("<comment ref=\"{place}\"")), "{place}");
        assert!(summary.contains(&format!("location=\"'名''A''单'!{place}\"")), "{place}");
        assert!(summary.contains(&finding.message.replace('"', "&quot;")));
    }
    assert!(comments.contains("请核对资格"));
    let styles = text(&after, "xl/styles.xml");
    let marked = styles.matches("applyFill=\"1\"").count();
    assert!(marked > 8 && styles.contains("FFFBC9C3"));
}

#[test]
fn what_comes_back_is_understood_and_annotated_once() {
    let before = workbook();
    let first = check_filed(&before).unwrap();
    let after = annotate_checked(&before);
    let second = check_filed(&after).unwrap();
    assert_eq!(second.findings, first.findings);
    let again = annotate_checked(&after);
    assert_eq!(values(&again), values(&before));
    let names: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&again[..])).unwrap();
    assert_eq!(names.sheet_names(), [SUMMARY, "名'A'单", "图"]);
    assert_eq!(text(&again, "xl/comments1.xml"), text(&after, "xl/comments1.xml"));
    let boxes = |bytes| text(bytes, "xl/drawings/vmlDrawing1.vml").matches("<v:shape ").count();
    assert_eq!(boxes(&again), boxes(&after));
}

#[test]
fn a_mended_cell_loses_its_colour_and_note() {
    let after = annotate_checked(&workbook());
    let clean = annotated(&after, &[]).unwrap();
    assert_sound(&clean);
    let comments = text(&clean, "xl/comments1.xml");
    assert_eq!(comments.matches("<comment ").count(), 1);
    assert!(comments.contains("请核对资格") && !comments.contains("温证检查"));
    let styles = text(&clean, "xl/styles.xml");
    let (_, styles) = styles.split_once("<cellXfs").unwrap();
    let fills: Vec<&str> = styles
        .split("<xf ")
        .skip(1)
        .filter_map(|xf| xf.split("fillId=\"").nth(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let sheet = text(&clean, "xl/worksheets/sheet1.xml");
    for cell in sheet.split("<c r=\"").skip(1) {
        let row: u32 = cell
            .split('"')
            .next()
            .unwrap()
            .trim_start_matches(char::is_alphabetic)
            .parse()
            .unwrap();
        let style = cell.split("s=\"").nth(1).and_then(|rest| rest.split('"').next());
        if row > 1
            && let Some(style) = style
        {
            let fill: u32 = fills[style.parse::<usize>().unwrap()].parse().unwrap();
            assert!(fill <= 2, "{cell:.30}: {fill}");
        }
    }
}

#[test]
fn a_sheet_of_the_clerks_with_our_name_is_left_alone() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name(SUMMARY).unwrap().write(0, 0, "我的").unwrap();
    let before = book.save_to_buffer().unwrap();
    let after = annotated(&before, &[]).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&after[..])).unwrap();
    assert_eq!(book.sheet_names(), ["检查结果2", SUMMARY]);
    assert_eq!(
        book.worksheet_range(SUMMARY).unwrap().get((0, 0)),
        Some(&Data::String("我的".into()))
    );
}

#[test]
fn text_becomes_a_workbook_in_which_nothing_runs() {
    let rows = [
        row(&[(Field::Name, "=cmd|' /C calc'!A0"), (Field::Employer, "@SUM(1)")]),
        row(&[(Field::Note, "-1+1\u{7}_x000D_")]),
    ];
    let csv = csv_of(&rows);
    let first = check_filed(&csv).unwrap();
    let after = annotate_checked(&csv);
    assert!(!text(&after, "xl/worksheets/sheet1.xml").contains("<f"));
    assert!(!text(&after, "xl/worksheets/sheet2.xml").contains("<f"));
    let second = check_filed(&after).unwrap();
    let said = |reading: &Reading| -> Vec<_> {
        reading.findings.iter().map(|f| (f.place.row, f.column.clone(), f.code)).collect()
    };
    assert_eq!(said(&second), said(&first));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&after[..])).unwrap();
    let range = book.worksheet_range("数据").unwrap();
    for (row, line) in rows.iter().zip(1..) {
        for (cell, column) in row.iter().zip(0..).filter(|(cell, _)| !cell.contains('\u{7}')) {
            let shown =
                range.get_value((line, column)).map(ToString::to_string).unwrap_or_default();
            assert_eq!(&shown, cell);
        }
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let before = workbook();
    assert_eq!(annotate_checked(&before), annotate_checked(&before));
    let csv = csv_of(&[row(&[])]);
    assert_eq!(annotate_checked(&csv), annotate_checked(&csv));
}

#[test]
fn what_cannot_be_read_cannot_be_annotated() {
    let book = workbook();
    let cut = &book[..book.len() / 2];
    for bytes in [cut, b"%PDF-1.7", b"", b"PK\x03\x04rest", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"] {
        let refused = check_filed(bytes).unwrap_err();
        assert_eq!(annotated(bytes, &[]).err(), Some(refused));
    }
    let large = vec![b'a'; bounds::FILE_BYTES + 1];
    assert_eq!(annotated(&large, &[]).err(), Some(Refused::FileTooLarge));
}

fn finding() -> impl Strategy<Value = Finding> {
    let severity = prop::sample::select(vec![Severity::Error, Severity::Warning, Severity::Fixed]);
    (0..2_usize, 0..40_u32, prop::option::of(0..30_u32), severity, "\\PC{0,12}").prop_map(
        |(sheet, row, column, severity, message)| Finding {
            place: RowPlace { sheet: ["表<1>", "表&'2'乙"][sheet].into(), row },
            column: column.map(column_letters),
            field: None,
            person: None,
            written: None,
            severity,
            code: "x",
            message_en: String::new(),
            hint: Some(message.clone()),
            message,
        },
    )
}

/// A sheet of texts, numbers, blanks, formulas and merges, with gaps.
fn random_workbook(cells: &[(u32, u16, u8, String)], merge: Option<(u32, u16)>) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, shift) in [("表<1>", 0), ("表&'2'乙", 3)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.set_column_format(2, &Format::new().set_num_format("@")).unwrap();
        for (row, column, kind, text) in cells {
            let (row, column) = (*row + shift, *column);
            let red = Format::new().set_font_color("FF0000").set_num_format("0.00").set_text_wrap();
            match kind % 5 {
                0 => sheet.write(row, column, f64::from(*kind) * 1.1).unwrap(),
                1 => sheet.write_with_format(row, column, text.as_str(), &red).unwrap(),
                2 => sheet.write_blank(row, column, &red).unwrap(),
                3 => sheet.write_formula(row, column, "=1+1").unwrap(),
                _ => sheet.write(row, column, text.as_str()).unwrap(),
            };
        }
        if let Some((row, column)) = merge {
            let _ = sheet.merge_range(row, column, row + 2, column + 1, "并", &Format::new());
        }
    }
    book.save_to_buffer().unwrap()
}

/// What our own reader sees, sheet by sheet.
fn read(bytes: &[u8]) -> Vec<String> {
    let sheets = excel::read(bytes).unwrap();
    let sheets = sheets.iter().filter(|table| !annotate::is_summary(table));
    sheets
        .map(|table| {
            let rows = table.rows().map(|row| {
                let cells: Vec<_> = row.cells().collect();
                format!("{} {} {cells:?}\n", table.name, row.number())
            });
            rows.collect()
        })
        .collect()
}

#[test]
fn a_date_in_doubt_is_in_doubt_when_the_workbook_comes_back() {
    for (written, accepted) in [("2019.1", 0), ("43830", 1), ("2019.10", 1), ("2019.12", 1)] {
        let bytes = csv_of(&[row(&[(Field::ObtainedOn, written), (Field::AnnouncedOn, "")])]);
        let (sent, back) = (check_filed(&bytes), check_filed(&annotate_checked(&bytes)));
        let [sent, back] = [sent, back].map(|reading| reading.unwrap().drafts);
        assert_eq!((sent.len(), back.len()), (accepted, accepted), "{written}");
        let dates =
            |drafts: &[Draft]| drafts.iter().map(|d| d.award.obtained_on).collect::<Vec<_>>();
        assert_eq!(dates(&sent), dates(&back), "{written}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_finding_changes_a_value(
        cells in prop::collection::vec((0..30_u32, 0..20_u16, any::<u8>(), "\\PC{1,8}"), 1..40),
        merge in prop::option::of((0..30_u32, 0..20_u16)),
        findings in prop::collection::vec(finding(), 0..40),
    ) {
        let before = random_workbook(&cells, merge);
        let after = annotated(&before, &findings).unwrap();
        prop_assert_eq!(values(&after), values(&before));
        prop_assert_eq!(read(&after), read(&before));
        let again = annotated(&after, &findings).unwrap();
        prop_assert_eq!(read(&again), read(&before));
        assert_sound(&again);
        prop_assert_eq!(parts(&again).len(), parts(&after).len());
    }

    #[test]
    fn a_damaged_package_is_refused_or_read(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = workbook();
        *at.get_mut(&mut bytes[..]) = byte;
        let _ = annotated(&bytes, &[]);
    }
}
