//! The blank sheet: filled in it gives no finding, and its example can never be filed.

use super::*;
use crate::model::catalogue::Level;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Fills rows of the template's first sheet, from row `first` on.
fn filled(template: &[u8], first: u32, rows: &[Vec<String>], keep_example: bool) -> Vec<u8> {
    let mut data = String::new();
    for (cells, row) in rows.iter().zip(first..) {
        write!(data, "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c>").unwrap();
        for (cell, column) in cells.iter().zip(1..).filter(|(cell, _)| !cell.is_empty()) {
            let letters = crate::model::finding::column_letters(column);
            write!(data, "<c r=\"{letters}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>")
                .unwrap();
        }
        data += "</row>";
    }
    let mut archive = ZipArchive::new(Cursor::new(template)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "xl/worksheets/sheet1.xml" {
            let mut text = String::from_utf8(bytes).unwrap();
            if !keep_example {
                let from = text.find("<row r=\"2\"").unwrap();
                let to = text.find("</sheetData>").unwrap();
                text.replace_range(from..to, "");
            }
            bytes = text.replace("</sheetData>", &format!("{data}</sheetData>")).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
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
fn every_office_may_send_what_its_template_offers() {
    for office in CATALOGUE.offices() {
        let template = template(Some(office), &CATALOGUE).unwrap();
        let scope = &office.scope;
        let road = if scope.files { Road::Filed } else { Road::Issued };
        let method = scope.award_methods[0].zh();
        let entries: Vec<_> = CATALOGUE
            .all_series()
            .iter()
            .filter(|series| scope.has_series(series.as_str()))
            .flat_map(|series| CATALOGUE.titles_of(series.as_str(), &scope.levels))
            .filter(|entry| entry.level.is_ours())
            .collect();
        assert!(!entries.is_empty(), "{}", office.code);
        let rows: Vec<_> = entries
            .iter()
            .map(|entry| {
                row(&[
                    (Field::Series, entry.series.as_str()),
                    (Field::Title, entry.title.as_str()),
                    (Field::Level, entry.level.zh()),
                    (Field::Specialty, ""),
                    (Field::AwardMethod, method),
                ])
            })
            .collect();
        let reading = check_by(scope, road, &filled(&template, 3, &rows, true)).unwrap();
        let errors: Vec<_> =
            reading.findings.iter().filter(|f| f.severity != Severity::Warning).collect();
        assert_eq!(errors, Vec::<&crate::model::finding::Finding>::new(), "{}", office.code);
        assert_eq!(reading.drafts.len(), rows.len());
    }
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
    };
    let annotated = annotate(&bad, &reading.findings, &tally, &context).unwrap();
    assert_eq!(check_filed(&annotated).unwrap().findings, reading.findings);
}
