//! One sin each, named by what it is.

use super::*;
use crate::model::finding::Finding;
use Severity::{Error, Fixed, Warning};

/// A row with one change says this and nothing else.
fn sin(changes: &[(Field, &str)], field: Field, severity: Severity, code: &'static str) {
    let reading = check_filed(&csv_of(&[row(changes)])).unwrap();
    assert_eq!(
        said(&reading),
        [(Some(field), severity, code)],
        "{changes:?}: {:?}",
        reading.findings
    );
    assert_eq!(reading.drafts.len(), usize::from(severity != Error), "{changes:?}");
    assert_eq!(reading.held_back.len() + reading.drafts.len(), 1);
    let finding = &reading.findings[0];
    assert_eq!(finding.place.row, 2);
    assert!(
        finding.column.is_some() && !finding.message.is_empty() && !finding.message_en.is_empty()
    );
    for word in ["系统", "非法", "无效", "失败", "抱歉", "管理员"] {
        assert!(!finding.message.contains(word), "{}", finding.message);
    }
    assert_eq!(severity == Fixed, finding.hint.is_some() && severity == Fixed);
}

#[test]
fn the_clean_row_says_nothing() {
    let reading = check_filed(&csv_of(&[row(&[])])).unwrap();
    assert_eq!(said(&reading), []);
    assert_eq!((reading.rows, reading.drafts.len(), reading.judged), (1, 1, true));
}

#[test]
fn sins_about_the_person() {
    for (field, value, severity, code) in [
        (Field::Name, "", Error, "cell_blank"),
        (Field::Name, "无", Error, "cell_blank"),
        (Field::Name, "同上", Error, "cell_ditto"),
        (Field::Name, "王莉\u{30010}", Error, "character_undrawable"),
        (Field::IdNumber, "", Error, "cell_blank"),
        (Field::IdNumber, "330302198506152048", Error, "id_wrong_check"),
        (Field::IdNumber, "3.30302E+17", Error, "id_scientific"),
        (Field::IdNumber, "330302 19850615 2047", Fixed, "id_inner_space"),
        (Field::IdNumber, "330302850615204", Fixed, "id_fifteen_digits"),
        (Field::IdType, "军官证", Error, "id_type_unknown"),
        (Field::IdType, "台胞证", Error, "id_type_disagrees"),
        (Field::Sex, "男", Error, "sex_differs_from_id"),
        (Field::Sex, "未知", Error, "sex_unknown"),
        (Field::BornOn, "1985-07", Error, "birth_differs_from_id"),
        (Field::BornOn, "待查", Error, "date_unreadable"),
    ] {
        sin(&[(field, value)], field, severity, code);
    }
}

#[test]
fn names_that_cannot_be_taken_are_said_by_the_noun() {
    for (name, severity) in
        [("王莉（王丽）", Error), ("王莉2", Error), ("王　莉", Fixed), ("阿不都・买买提", Fixed)]
    {
        let reading = check_filed(&csv_of(&[row(&[(Field::Name, name)])])).unwrap();
        assert!(!reading.findings.is_empty(), "{name}");
        assert!(
            reading.findings.iter().all(|f| f.field == Some(Field::Name) && f.severity == severity),
            "{name}"
        );
    }
}

#[test]
fn sins_about_dates() {
    for (value, severity, code) in [
        ("", Error, "cell_blank"),
        ("2019.1", Error, "date_ambiguous"),
        ("2019-02-29", Error, "date_impossible"),
        ("去年", Error, "date_unreadable"),
        ("2026-12", Error, "date_in_future"),
        ("1911-10", Error, "date_too_early"),
        ("2019.5.1、2020.5.1", Error, "date_several"),
        ("1999-01", Warning, "obtained_before_sixteen"),
        ("2019", Warning, "date_year_only"),
        ("2020-01-01", Warning, "obtained_after_announced"),
        ("19.12.20", Fixed, "date_respelt"),
        ("二〇一九年十二月二十日", Fixed, "date_respelt"),
        ("43819", Fixed, "date_respelt"),
    ] {
        sin(&[(Field::ObtainedOn, value)], Field::ObtainedOn, severity, code);
    }
    sin(&[(Field::AnnouncedOn, "2027-01-01")], Field::AnnouncedOn, Error, "date_in_future");
}

#[test]
fn sins_about_the_title() {
    use Field::{Level, Series, Title};
    for (changes, field, severity, code) in [
        (&[(Title, "")][..], Title, Error, "cell_blank"),
        (&[(Title, "助工")], Title, Error, "title_unknown"),
        (&[(Title, "助理工程师（建筑）")], Title, Error, "title_unknown"),
        (&[(Title, "二级教师")], Title, Error, "title_of_other_series"),
        (&[(Title, "助理 工程师")], Title, Fixed, "title_respelt"),
        (&[(Title, "高级工程师"), (Level, "副高级")], Title, Error, "title_senior"),
        (&[(Title, "工程师"), (Level, "中级")], Title, Error, "title_on_issuing_road"),
        (
            &[(Title, "一级教师"), (Series, "中小学教师"), (Level, "中级")],
            Title,
            Error,
            "title_by_autonomous_unit",
        ),
        (
            &[(Title, "会计师"), (Series, "会计人员"), (Level, "中级")],
            Title,
            Error,
            "title_out_of_scope",
        ),
        (&[(Series, "工程")], Series, Fixed, "series_named"),
        (&[(Series, "魔法")], Series, Error, "series_unknown"),
        (
            &[(Series, ""), (Title, "助理馆员"), (Field::Specialty, "古籍")],
            Series,
            Error,
            "series_needed",
        ),
        (&[(Level, "中级")], Level, Error, "level_differs_from_title"),
        (&[(Level, "一级")], Level, Error, "level_unknown"),
    ] {
        sin(changes, field, severity, code);
    }
}

#[test]
fn a_series_is_found_by_its_title_or_else_its_specialty() {
    for changes in [
        &[(Field::Series, "")][..],
        &[(Field::Series, ""), (Field::Title, "助理馆员"), (Field::Specialty, "群众文化")],
    ] {
        let reading = check_filed(&csv_of(&[row(changes)])).unwrap();
        assert_eq!(said(&reading), [], "{changes:?}");
    }
}

#[test]
fn sins_about_text() {
    let long = "长".repeat(201);
    for (field, value, severity, code) in [
        (Field::Employer, "", Warning, "cell_blank_advised"),
        (Field::Employer, "—", Warning, "cell_blank_advised"),
        (Field::Employer, "同上", Error, "cell_ditto"),
        (Field::Employer, "第一\n建筑公司", Fixed, "text_line_joined"),
        (Field::Employer, "第一\u{200B}建筑公司", Fixed, "text_invisible"),
        (Field::Employer, "第一\u{202E}建筑公司", Error, "text_unfit_character"),
        (Field::Employer, "\u{E863}公司", Error, "text_unfit_character"),
        (Field::Employer, "\u{30010}公司", Error, "character_undrawable"),
        (Field::Committee, &long, Error, "text_too_long"),
        (Field::Committee, "〃", Error, "cell_ditto"),
        (Field::Employer, "#N/A", Error, "formula_error"),
        (Field::Committee, "#div/0!", Error, "formula_error"),
        (Field::DocumentNumber, "#VALUE!", Error, "formula_error"),
        (Field::ObtainedOn, "########", Error, "cell_cut_off"),
        (Field::Employer, "##", Error, "cell_cut_off"),
        (Field::Specialty, "", Warning, "cell_blank_advised"),
        (Field::AwardMethod, "", Warning, "cell_blank_advised"),
        (Field::AwardMethod, "考试", Error, "award_method_examination"),
        (Field::AwardMethod, "破格", Error, "award_method_unknown"),
        (Field::AwardMethod, "自主评聘", Error, "award_method_out_of_scope"),
        (Field::AwardMethod, "考核认定", Fixed, "award_method_named"),
        (Field::DocumentNumber, "瑞人社发[2019]88号", Fixed, "document_number_respelt"),
    ] {
        sin(&[(field, value)], field, severity, code);
    }
}

#[test]
fn a_source_number_is_kept_verbatim() {
    let reading =
        check_filed(&csv_of(&[row(&[(Field::SourceNumber, "  ＺＪ[2019] 第0001-甲 号 ")])]))
            .unwrap();
    assert_eq!(said(&reading), []);
    assert_eq!(
        reading.drafts[0].award.source_number.as_ref().unwrap().as_str(),
        "ＺＪ[2019] 第0001-甲 号"
    );
}

#[test]
fn rows_are_judged_beside_each_other() {
    let other_id = "330302199003071231";
    let man = [(Field::IdNumber, other_id), (Field::Sex, "男"), (Field::BornOn, "1990-03")];
    let named = |changes: &[(Field, &'static str)], more: &[(Field, &'static str)]| {
        row(&[changes, more].concat())
    };
    for (second, expected) in [
        (row(&[]), vec![(3, Field::IdNumber, Error, "row_twice")]),
        (
            row(&[(Field::Specialty, "市政工程")]),
            vec![(3, Field::Specialty, Warning, "other_specialty")],
        ),
        (named(&man, &[]), vec![(3, Field::IdNumber, Warning, "name_with_two_ids")]),
        (
            row(&[(Field::Name, "王丽"), (Field::Title, "技术员"), (Field::Level, "员级")]),
            vec![
                (2, Field::Name, Error, "id_with_two_names"),
                (3, Field::Name, Error, "id_with_two_names"),
            ],
        ),
        (row(&[(Field::Title, "技术员"), (Field::Level, "员级")]), vec![]),
        (named(&man, &[(Field::Name, "李强")]), vec![]),
    ] {
        let reading = check_filed(&csv_of(&[row(&[]), second])).unwrap();
        let found: Vec<_> = reading
            .findings
            .iter()
            .map(|f| (f.place.row, f.field.unwrap(), f.severity, f.code))
            .collect();
        assert_eq!(found, expected);
        let held_back: std::collections::BTreeSet<u32> = expected
            .iter()
            .filter(|(_, _, severity, _)| *severity == Error)
            .map(|(row, ..)| *row)
            .collect();
        assert_eq!(
            reading.held_back.iter().map(|place| place.row).collect::<Vec<_>>(),
            held_back.into_iter().collect::<Vec<_>>()
        );
    }
}

#[test]
fn an_office_is_held_to_its_scope() {
    let justice = &office("3303D05").scope;
    let reading = check_by(justice, Road::Issued, &csv_of(&[row(&[])])).unwrap();
    assert_eq!(said(&reading), [(Some(Field::Title), Error, "series_out_of_scope")]);
    let lawyer = [
        (Field::Series, "公共法律服务专业人员"),
        (Field::Title, "三级律师"),
        (Field::Level, "中级"),
        (Field::AwardMethod, "评审"),
    ];
    assert_eq!(said(&check_by(justice, Road::Issued, &csv_of(&[row(&lawyer)])).unwrap()), []);
    let association = &office("3303A02").scope;
    let reading = check_by(association, Road::Issued, &csv_of(&[row(&[])])).unwrap();
    assert_eq!(said(&reading), [(Some(Field::AwardMethod), Error, "award_method_out_of_scope")]);
}

#[test]
fn no_finding_repeats_a_number() {
    let fields: Vec<Field> = CLEAN.iter().map(|(field, _)| *field).collect();
    for number in [
        "330302198506152047",
        "330302198506152048",
        "330302850615204",
        "３３０３０２１９８５０６１５２０４７",
        "330302 19850615 2047",
        "330302-19850615-2047",
    ] {
        for field in &fields {
            let rows = [
                row(&[]),
                row(&[(Field::IdNumber, number), (*field, number)]),
                row(&[(Field::Name, "王丽")]),
            ];
            let reading = check_filed(&csv_of(&rows)).unwrap();
            for finding in &reading.findings {
                let Finding { message, message_en, person, written, .. } = finding;
                let told = format!("{message} {message_en} {person:?} {written:?}");
                assert!(!told.contains(number) && !told.contains("330302198506152047"), "{told}");
            }
        }
    }
}
