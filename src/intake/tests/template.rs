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

#[test]
fn the_example_can_never_be_filed() {
    let template = template(None, &CATALOGUE).unwrap();
    assert_eq!(check_filed(&template), Err(Refused::NoRows));
    // A name or a number of the example left standing is refused.
    let example = [(Field::Name, "（示例）张三"), (Field::IdNumber, "330302198506150000")];
    for left in example {
        let reading = check_filed(&filled(&template, 3, &[row(&[left])], true)).unwrap();
        assert_eq!((reading.rows, reading.drafts.len()), (1, 0));
        assert_eq!(reading.findings[0].field, Some(left.0));
    }
    let reading = check_filed(&filled(&template, 3, &[row(&example)], true));
    assert_eq!(reading, Err(Refused::NoRows));
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
