//! Headings, columns and rows that are no data.

use super::*;

fn text(lines: &[&str]) -> Vec<u8> {
    lines.join("\n").into_bytes()
}

#[test]
fn a_missing_must_column_stops_the_judging() {
    let reading = check_filed(&text(&[
        "姓名,证件号码,资格名称,工作单位",
        "王莉,1,助工,一中",
        "李强,2,助工,一中",
    ]))
    .unwrap();
    assert!(!reading.judged);
    assert_eq!((reading.rows, reading.drafts.len(), reading.held_back.len()), (2, 0, 0));
    let errors: Vec<_> =
        reading.findings.iter().filter(|f| f.severity == Severity::Error).collect();
    assert_eq!(
        errors.iter().map(|f| (f.code, f.field, f.place.row)).collect::<Vec<_>>(),
        [("column_missing", Some(Field::ObtainedOn), 1)]
    );
}

#[test]
fn a_missing_should_column_is_one_warning_however_many_rows() {
    let line = "330302198506152047,助理工程师,2019-12";
    let other = "330302199003071231,助理工程师,2019-12";
    let reading = check_filed(&text(&[
        "题目",
        "姓名,证件号码,资格名称,取得时间",
        &format!("王莉,{line}"),
        &format!("李强,{other}"),
    ]))
    .unwrap();
    let fields: Vec<_> =
        reading.findings.iter().map(|f| (f.code, f.field.unwrap(), f.place.row)).collect();
    let advised = |field| ("column_advised", field, 2);
    assert_eq!(
        fields,
        [
            advised(Field::Employer),
            advised(Field::Specialty),
            advised(Field::AwardMethod),
            advised(Field::Committee)
        ]
    );
    assert_eq!(reading.drafts.len(), 2);
}

#[test]
fn unknown_columns_are_one_warning_and_second_columns_are_named() {
    let reading = check_filed(&text(&[
        "姓名,证件号码,资格名称,取得时间,星座,血型,工作单位,单位,专业,取得方式,评委会",
        "王莉,330302198506152047,助理工程师,2019-12,狮子,A,一中,二中,建筑,认定,评委会",
    ]))
    .unwrap();
    let codes: Vec<_> = reading.findings.iter().map(|f| (f.code, f.column.as_deref())).collect();
    assert_eq!(codes, [("columns_unknown", None), ("column_twice", Some("H"))]);
    assert!(reading.findings[0].message.contains("星座、血型"));
    assert_eq!(reading.drafts[0].award.employer.as_ref().unwrap().as_str(), "一中");
}

#[test]
fn findings_stand_in_the_order_of_rows_and_columns() {
    let rows = [
        row(&[(Field::ObtainedOn, ""), (Field::Name, ""), (Field::Level, "中级")]),
        row(&[(Field::Employer, ""), (Field::IdNumber, "1")]),
    ];
    let reading = check_filed(&csv_of(&rows)).unwrap();
    let places: Vec<_> =
        reading.findings.iter().map(|f| (f.place.row, f.column.clone().unwrap())).collect();
    let expected = [(2, "A"), (2, "J"), (2, "L"), (3, "C"), (3, "F")]
        .map(|(row, column)| (row, column.to_owned()));
    assert_eq!(places, expected);
    assert_eq!(reading.held_back.len(), 2);
}

#[test]
fn a_finding_shows_whose_row_it_is_and_what_stands_in_its_cell() {
    let passport = [(Field::IdType, "护照"), (Field::IdNumber, "E1234567?")];
    let rows = [
        row(&[(Field::Title, "助工")]),
        row(&[(Field::IdNumber, "33030219850615204Z")]),
        row(&passport),
        row(&[(Field::Name, ""), (Field::Note, "")]),
        row(&[(Field::Name, "王莉330302198506152047"), (Field::ObtainedOn, "2019-13-45")]),
    ];
    let reading = check_filed(&csv_of(&rows)).unwrap();
    let shown: Vec<_> = reading
        .findings
        .iter()
        .map(|f| (f.place.row, f.field.unwrap(), f.person.as_deref(), f.written.as_deref()))
        .collect();
    let wang = Some("王莉");
    for expected in [
        (2, Field::Title, wang, Some("助工")),
        (3, Field::IdNumber, wang, Some("330302…4Z")),
        (4, Field::IdNumber, wang, Some("E1…")),
        (5, Field::Name, None, None),
        (6, Field::Name, Some("王莉330302…"), Some("王莉330302…")),
        (6, Field::ObtainedOn, Some("王莉330302…"), Some("2019-13-45")),
    ] {
        assert!(shown.contains(&expected), "{expected:?} is not in {shown:?}");
    }
}

#[test]
fn a_blank_line_counts_and_a_total_does_not() {
    let reading = check_filed(&text(&[
        "",
        "姓名,证件号码,资格名称,取得时间",
        "王莉,330302198506152047,助理工程师,待定",
        "",
        "合计,1,,",
        "填报人：张三,,,",
    ]))
    .unwrap();
    assert_eq!(reading.rows, 1);
    assert_eq!(
        reading.held_back,
        [crate::model::finding::RowPlace { sheet: String::new(), row: 3 }]
    );
}

#[test]
fn a_list_without_rows_or_heading_is_refused() {
    assert_eq!(
        check_filed(&text(&["姓名,证件号码,资格名称,取得时间", ",,,"])).err(),
        Some(Refused::NoRows)
    );
    assert_eq!(check_filed(&text(&["你好,世界"])).err(), Some(Refused::NoHeading));
    assert_eq!(check_filed(b"  \r\n").err(), Some(Refused::Empty));
}
