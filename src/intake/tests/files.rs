//! The same people in every format and encoding, and workbooks as programs write them.

use super::*;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook};

const HEADINGS: [&str; 8] =
    ["姓名", "证件号码", "工作单位", "专业", "资格名称", "取得方式", "取得时间", "评委会"];
const PERSON: [&str; 8] =
    ["王莉", "330302198506152047", "一中", "建筑", "助理工程师", "认定", "2019-12", "瑞安市评委会"];

/// A workbook of one sheet with the headings in row 1, and what `fill` adds.
pub(super) fn workbook(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    sheet.write_row(1, 0, PERSON).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn lines(separator: &str) -> String {
    format!("{}\r\n{}\r\n", HEADINGS.join(separator), PERSON.join(separator))
}

#[test]
fn the_same_people_are_read_from_every_format() {
    let marked = ["\u{FEFF}".as_bytes(), lines(",").as_bytes()].concat();
    let text = lines("\t");
    let gb18030 = encoding_rs::GB18030.encode(&text).0;
    let unicode_text: Vec<u8> =
        format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let readings = [
        (workbook(|_| ()), "xlsx", None),
        (lines(",").into_bytes(), "csv", Some("utf-8")),
        (lines(";").into_bytes(), "csv", Some("utf-8")),
        (marked, "csv", Some("utf-8-bom")),
        (gb18030.into_owned(), "tsv", Some("gb18030")),
        (unicode_text, "tsv", Some("utf-16le")),
    ]
    .map(|(bytes, format, encoding)| {
        let reading = check_filed(&bytes).unwrap();
        assert_eq!(
            (reading.format.code(), reading.encoding.map(Encoding::code)),
            (format, encoding)
        );
        assert_eq!(said(&reading), [], "{format}");
        let draft = reading.drafts.into_iter().next().unwrap();
        (draft.name, draft.identity, draft.award, draft.columns)
    });
    assert!(readings.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn numbers_and_dates_keep_what_the_cell_shows() {
    let month = Style::new().set_num_format("yyyy\"年\"m\"月\"");
    let day = Style::new().set_num_format("yyyy-mm-dd");
    let date = ExcelDateTime::from_ymd(2019, 12, 1).unwrap();
    let obtained = |fill: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
        let reading = check_filed(&workbook(fill)).unwrap();
        let codes: Vec<_> = reading.findings.iter().map(|f| f.code).collect();
        (reading.drafts.first().map(|draft| draft.award.obtained_on.to_string()), codes)
    };
    let write = |style: Style| {
        let date = date.clone();
        move |sheet: &mut rust_xlsxwriter::Worksheet| {
            sheet.write_with_format(1, 6, &date, &style).unwrap();
        }
    };
    assert_eq!(obtained(&write(month)), (Some("2019-12".into()), vec![]));
    assert_eq!(obtained(&write(day)), (Some("2019-12-01".into()), vec![]));
    let number = |value: f64| {
        move |sheet: &mut rust_xlsxwriter::Worksheet| {
            sheet.write(1, 6, value).unwrap();
        }
    };
    assert_eq!(obtained(&number(2019.1)), (None, vec!["date_ambiguous"]));
    assert_eq!(obtained(&number(2019.12)), (Some("2019-12".into()), vec![]));
    assert_eq!(obtained(&number(43800.0)), (Some("2019-12-01".into()), vec!["date_respelt"]));
    assert_eq!(
        obtained(&|sheet| {
            sheet.write(1, 6, "2019.1").unwrap();
        }),
        (Some("2019-01".into()), vec![])
    );
}

#[test]
fn a_numeric_id_of_more_than_fifteen_digits_is_refused_whatever_its_check_says() {
    for value in [330_302_198_506_152_047.0, 330_302_199_003_071_000.0] {
        let reading = check_filed(&workbook(|sheet| {
            sheet.write(1, 1, value).unwrap();
        }))
        .unwrap();
        assert_eq!(
            said(&reading),
            [(Some(Field::IdNumber), Severity::Error, "id_typed_as_number")]
        );
    }
    let reading = check_filed(&workbook(|sheet| {
        sheet.write(1, 1, 330_302_850_615_204.0).unwrap();
    }))
    .unwrap();
    assert_eq!(said(&reading), [(Some(Field::IdNumber), Severity::Fixed, "id_fifteen_digits")]);
}

#[test]
fn formulas_give_their_stored_results() {
    let with = |column: u16, formula: &str, result: &str| {
        let formula = Formula::new(formula).set_result(result);
        let reading = check_filed(&workbook(|sheet| {
            sheet.write(1, column, formula.clone()).unwrap();
        }))
        .unwrap();
        said(&reading)
    };
    assert_eq!(with(6, "=TEXT(43800,\"yyyy-mm\")", "2019-12"), []);
    assert_eq!(
        with(2, "=NA()", "#N/A"),
        [(Some(Field::Employer), Severity::Error, "formula_error")]
    );
}

#[test]
fn a_merged_cell_fills_down_and_a_blank_does_not() {
    let bytes = workbook(|sheet| {
        sheet
            .write_row(
                2,
                0,
                [
                    "李强",
                    "330302199003071231",
                    "",
                    "建筑",
                    "助理工程师",
                    "认定",
                    "2019-12",
                    "评委会",
                ],
            )
            .unwrap();
        sheet
            .write_row(
                3,
                0,
                [
                    "赵一",
                    "33032719880808004X",
                    "",
                    "建筑",
                    "助理工程师",
                    "认定",
                    "2019-12",
                    "评委会",
                ],
            )
            .unwrap();
        sheet.merge_range(1, 2, 2, 2, "一中", &Style::new()).unwrap();
    });
    let reading = check_filed(&bytes).unwrap();
    let employers: Vec<_> =
        reading.drafts.iter().map(|d| d.award.employer.as_ref().map(ToString::to_string)).collect();
    assert_eq!(employers, [Some("一中".into()), Some("一中".into()), None]);
}

#[test]
fn every_sheet_with_a_list_is_read_and_the_others_are_named() {
    let mut book = Workbook::new();
    for (name, person, hidden) in [
        ("一季度", PERSON[0], false),
        ("填写说明", "", false),
        ("二季度", "王立", false),
        ("旧", "王力", true),
    ] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        if person.is_empty() {
            sheet.write(0, 0, "请按下列要求填写").unwrap();
        } else {
            sheet.write_row(0, 0, HEADINGS).unwrap();
            sheet.write_row(1, 0, PERSON).unwrap();
            sheet.write(1, 0, person).unwrap();
            sheet
                .write(
                    1,
                    1,
                    if hidden {
                        "33032719880808004X"
                    } else if person == "王立" {
                        "330302199003071231"
                    } else {
                        PERSON[1]
                    },
                )
                .unwrap();
        }
        sheet.set_hidden(hidden);
    }
    book.add_worksheet();
    let reading = check_filed(&book.save_to_buffer().unwrap()).unwrap();
    let places: Vec<_> = reading.drafts.iter().map(|d| d.place.sheet.as_str()).collect();
    assert_eq!(places, ["一季度", "二季度", "旧"]);
    let codes: Vec<_> = reading.findings.iter().map(|f| (f.place.sheet.as_str(), f.code)).collect();
    assert_eq!(codes, [("填写说明", "sheet_skipped"), ("旧", "sheet_hidden")]);
}

#[test]
fn formats_that_are_not_read_are_named_with_a_way_out() {
    for (bytes, code) in [
        (&b"%PDF-1.4 ..."[..], "format_not_read"),
        (b"<html><table>", "format_not_read"),
        (b"\xFF\xFE\xD3\x59", "heading_missing"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "format_not_read"),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "format_not_read"),
        (b"PK\x03\x04 cut off", "file_damaged"),
        (b"", "file_empty"),
        (b"\x01\x02\x00\x99\x98\x97\x96\x95\x94\x93", "format_unknown"),
    ] {
        let refused = check_filed(bytes).unwrap_err();
        assert_eq!(refused.code(), code, "{}", refused.zh());
        assert!(refused.zh().contains('请') && refused.en().ends_with('.'), "{refused:?}");
    }
    let workbook = workbook(|_| ());
    assert_eq!(check_filed(&workbook[..workbook.len() / 2]), Err(Refused::Damaged));
}
