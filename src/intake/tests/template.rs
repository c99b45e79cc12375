//! The blank sheet: filled in it gives no finding, and its example can never be filed.

use super::*;
use crate::model::{
    catalogue::{Heading, Level},
    finding::column_letters,
};
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// How dates stand in the sheet that a clerk fills in.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Dates {
    /// As the template asks for them.
    Texts,
    /// As Excel keeps them: numbers in a format.
    Numbers,
}

/// Fills rows of the template's first sheet, from row `first` on.
fn filled(template: &[u8], first: u32, rows: &[Vec<String>], keep_example: bool) -> Vec<u8> {
    filled_with(template, first, rows, keep_example, Dates::Texts)
}

fn filled_with(
    template: &[u8],
    first: u32,
    rows: &[Vec<String>],
    keep_example: bool,
    dates: Dates,
) -> Vec<u8> {
    let (columns, styles) = (columns(template), part(template, "xl/styles.xml"));
    let (_, behind) = styles.split_once("<cellXfs count=\"").unwrap();
    let count: u32 = behind.split_once('"').unwrap().0.parse().unwrap();
    let lines =
        rows.iter().zip(first..).map(|(cells, row)| line(&columns, cells, row, count, dates));
    let data: String = lines.collect();
    let sheet = |mut text: String| {
        if !keep_example {
            let from = text.find("<row r=\"2\"").unwrap();
            let to = text.find("</sheetData>").unwrap();
            text.replace_range(from..to, "");
        }
        text.replace("</sheetData>", &format!("{data}</sheetData>"))
    };
    let months = "<numFmts count=\"1\"><numFmt numFmtId=\"190\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts><fonts";
    let formats = [14, 190].map(|id| format!("<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/>"));
    let styles = |text: String| {
        assert!(!text.contains("<numFmts"));
        let text = text.replacen("<fonts", months, 1);
        text.replace("</cellXfs>", &format!("{}</cellXfs>", formats.concat()))
    };
    edited(template, |name, text| match name {
        "xl/worksheets/sheet1.xml" => sheet(text),
        "xl/styles.xml" => styles(text),
        _ => text,
    })
}

/// One row; dates in the style `date_style`, months in the next.
fn line(
    columns: &[(Field, u32)],
    cells: &[String],
    row: u32,
    date_style: u32,
    dates: Dates,
) -> String {
    let mut line = format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c>");
    for (field, column) in columns {
        let at = CLEAN.into_iter().position(|(other, _)| other == *field).unwrap();
        let (cell, letters) = (&cells[at], column_letters(*column));
        let is_date = matches!(field, Field::BornOn | Field::ObtainedOn | Field::AnnouncedOn);
        if is_date && dates == Dates::Numbers && !cell.is_empty() {
            let style = date_style + u32::from(cell.len() == 7);
            let days = days(cell);
            write!(line, "<c r=\"{letters}{row}\" s=\"{style}\"><v>{days}</v></c>").unwrap();
        } else if !cell.is_empty() {
            let text = format!("<is><t>{cell}</t></is>");
            write!(line, "<c r=\"{letters}{row}\" t=\"inlineStr\">{text}</c>").unwrap();
        }
    }
    line + "</row>"
}

/// The number that Excel keeps for a day or the first of a month.
fn days(written: &str) -> i64 {
    let mut numbers = written.split('-').map(|number| number.parse::<i16>().unwrap());
    let (year, mut next) = (numbers.next().unwrap(), || numbers.next().unwrap_or(1));
    let (month, day) = (next().try_into().unwrap(), next().try_into().unwrap());
    Day::new(year, month, day).unwrap().days_since(Day::new(1900, 1, 1).unwrap()) + 2
}

/// The columns of the template, by the headings that our reader finds in it.
fn columns(template: &[u8]) -> Vec<(Field, u32)> {
    let tables = excel::read(template).unwrap();
    assert_eq!((tables[0].name.as_str(), tables.len()), ("信息表", 3));
    let cells: Vec<_> = tables[0].rows().next().unwrap().cells().collect();
    let field = |written| match CATALOGUE.field_of_heading(written) {
        Some(Heading::Field(field)) => Some(field),
        _ => None,
    };
    let columns: Vec<_> =
        cells.iter().filter_map(|(column, cell)| Some((field(cell.text())?, *column))).collect();
    assert_eq!(columns.len(), Field::ALL.len());
    columns
}

fn part(package: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A package with some of its parts changed.
fn edited(package: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        let text = change(&name, text);
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_filled_template_gives_no_finding() {
    let template = template(None, &CATALOGUE).unwrap();
    for keep_example in [true, false] {
        let reading = check_filed(&filled(&template, 3, &[row(&[])], keep_example)).unwrap();
        assert_eq!(reading.findings, []);
        assert_eq!((reading.rows, reading.drafts.len()), (1, 1));
        assert_eq!(reading.drafts[0].place.row, 3);
    }
}

#[test]
fn every_office_may_send_what_its_template_offers_without_a_word() {
    let allowed = clean::allowed();
    let (mut sheets, mut rows_read) = (0, 0);
    for office in CATALOGUE.offices() {
        let template = template(Some(office), &CATALOGUE).unwrap();
        for road in [Road::Filed, Road::Issued] {
            let here = allowed.iter().filter(|(by, on, _)| by.code == office.code && *on == road);
            let titles: Vec<_> = here.map(|(_, _, title)| *title).collect();
            if titles.is_empty() {
                continue;
            }
            let rows = clean::every_row(office, &titles);
            let rows: Vec<Vec<String>> = rows.into_iter().map(|(cells, ..)| cells).collect();
            for dates in [Dates::Texts, Dates::Numbers] {
                let bytes = filled_with(&template, 3, &rows, true, dates);
                let reading = check_by(&office.scope, road, &bytes).unwrap();
                assert_eq!(reading.findings.first(), None, "{} {dates:?}", office.code);
                assert_eq!(reading.drafts.len(), rows.len(), "{}", office.code);
                let same = reading.drafts.iter().zip(&rows).all(|(draft, cells)| {
                    draft.award.title.as_str() == cells[8]
                        && draft.award.obtained_on.to_string() == cells[11]
                });
                assert!(same, "{} {dates:?}", office.code);
                (sheets, rows_read) = (sheets + 1, rows_read + rows.len());
            }
        }
    }
    assert!(sheets >= CATALOGUE.offices().len() * 2 && rows_read > 4000, "{sheets} {rows_read}");
}

/// What the template's example shows, in the order of its columns.
fn example(template: &[u8]) -> Vec<String> {
    let table = excel::read(template).unwrap().remove(0);
    let row = table.rows().nth(1).unwrap();
    (1..=17).map(|column| row.own(column).text().to_owned()).collect()
}

/// The row, with what stands in the field's column exchanged.
fn with(mut row: Vec<String>, field: Field, written: &str) -> Vec<String> {
    let at = Field::ALL.into_iter().position(|other| other == field).unwrap();
    row[at] = written.to_owned();
    row
}

#[test]
fn the_example_is_passed_over_in_silence_as_it_stands() {
    for by in [None, Some(office("330300")), CATALOGUE.offices().last()] {
        let template = template(by, &CATALOGUE).unwrap();
        assert_eq!(check_filed(&template), Err(Refused::NoRows));
        let example = example(&template);
        assert!(example.iter().all(|shown| !shown.is_empty()));
        // Copied down, as text, and in a sheet that lacks columns.
        let copies = [example.clone(), row(&[]), example.clone()];
        let reading = check_filed(&filled(&template, 3, &copies, true)).unwrap();
        assert_eq!((reading.rows, reading.findings), (1, vec![]));
        assert_eq!(check_filed(&csv_of(&[example])), Err(Refused::NoRows));
        let narrow = "姓名,证件号码,资格名称,取得时间\n（示例）张三,330302198506150000,";
        let narrow = format!("{narrow}{},2019-12-20\n", example_title(by));
        assert_eq!(check_filed(narrow.as_bytes()), Err(Refused::NoRows));
    }
}

fn example_title(by: Option<&Office>) -> String {
    example(&template(by, &CATALOGUE).unwrap())[8].clone()
}

#[test]
fn the_example_changed_in_any_cell_is_refused_and_says_why() {
    let template = template(None, &CATALOGUE).unwrap();
    let example = example(&template);
    for field in Field::ALL {
        for written in ["", "王莉"] {
            let changed = with(example.clone(), field, written);
            let reading = check_filed(&filled(&template, 3, &[changed], true)).unwrap();
            assert_eq!((reading.rows, reading.drafts.len()), (1, 0), "{field:?}");
            let left: Vec<_> = reading
                .findings
                .iter()
                .filter(|finding| finding.code == "example_left")
                .map(|finding| (finding.place.row, finding.field.unwrap(), finding.severity))
                .collect();
            let expected: Vec<_> = [Field::Name, Field::IdNumber]
                .into_iter()
                .filter(|left| *left != field)
                .map(|left| (3, left, Severity::Error))
                .collect();
            assert_eq!(left, expected, "{field:?} {written}");
        }
    }
}

#[test]
fn a_person_typed_over_the_example_is_sent_or_refused_and_never_lost() {
    let template = template(None, &CATALOGUE).unwrap();
    let example = [(Field::Name, "（示例）张三"), (Field::IdNumber, "330302198506150000")];
    for left in [&example[..1], &example[1..], &example[..]] {
        let reading = check_filed(&filled(&template, 3, &[row(left)], true)).unwrap();
        assert_eq!((reading.rows, reading.drafts.len()), (1, 0));
        let said: Vec<_> = reading.findings.iter().map(|f| (f.code, f.field.unwrap())).collect();
        let expected: Vec<_> = left.iter().map(|(field, _)| ("example_left", *field)).collect();
        assert_eq!(said, expected);
    }
    // Dragged down by its corner, which counts the numbers on.
    let dragged = with(self::example(&template), Field::IdNumber, "330302198506150001");
    let reading = check_filed(&filled(&template, 3, &[dragged], true)).unwrap();
    assert_eq!((reading.rows, reading.drafts.len()), (1, 0));
    let whole = check_filed(&filled(&template, 2, &[row(&[])], false)).unwrap();
    assert_eq!((whole.findings, whole.drafts.len()), (vec![], 1));
}

#[test]
fn the_template_offers_what_the_office_may_send_and_nothing_else() {
    let strings = |template: &[u8]| {
        let mut archive = ZipArchive::new(Cursor::new(template)).unwrap();
        let mut text = String::new();
        archive.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let county = strings(&template(None, &CATALOGUE).unwrap());
    let senior = CATALOGUE.titles_of("工程技术人员", &[Level::Intermediate]);
    assert!(county.contains("<t>助理工程师</t>") && county.contains("<t>认定</t>"));
    assert!(!county.contains(&format!("<t>{}</t>", senior[0].title)));
    let bureau = strings(&template(Some(office("330300")), &CATALOGUE).unwrap());
    assert!(bureau.contains(&format!("<t>{}</t>", senior[0].title)));
    assert_eq!(template(None, &CATALOGUE).unwrap(), template(None, &CATALOGUE).unwrap());
}

#[test]
fn an_annotated_template_comes_back_as_well() {
    let template = template(None, &CATALOGUE).unwrap();
    let bad = filled(&template, 3, &[row(&[(Field::Title, "助工")])], true);
    let reading = check_filed(&bad).unwrap();
    let tally = Tally { rows: 1, accepted: 0, fixed: 0, rejected: 1, judged: true };
    let scope = Scope::county();
    let context = Context {
        catalogue: &CATALOGUE,
        scope: &scope,
        road: Road::Filed,
        today: today(),
        draws: &draws,
        judged: &|_, _| (),
    };
    let annotated = annotate(&bad, &reading.findings, &tally, &context).unwrap();
    assert_eq!(check_filed(&annotated).unwrap().findings, reading.findings);
}
