//! Pass lists: what is kept of them, what is said, and that nobody on them is lost.

use super::*;
use crate::model::way::Way;
use Severity::{Error, Fixed, Warning};

const HEADING: &str = "序号,姓名,工作单位,系列,专业,资格名称\n";

fn read(text: &str) -> Result<List, Refused> {
    let scope = Way::Reviewed.scope_of_any();
    let (road, scope) = (Road::Issued, &scope);
    read_list(
        text.as_bytes(),
        &[],
        &Context {
            catalogue: &CATALOGUE,
            scope,
            road,
            today: today(),
            draws: &draws,
            judged: &|_, _| (),
        },
    )
}

/// A list of one heading.
fn list(rows: &str) -> List {
    read(&format!("{HEADING}{rows}")).unwrap()
}

fn said(list: &List) -> Vec<(u32, Option<Field>, Severity, &'static str)> {
    list.findings.iter().map(|f| (f.place.row, f.field, f.severity, f.code)).collect()
}

fn names(list: &List) -> Vec<&str> {
    list.listed.iter().map(|listed| listed.name.as_str()).collect()
}

/// Everything of a list that anybody may ever read.
fn shown(list: &List) -> String {
    format!("{list:?}{}", serde_json::to_string(&(&list.listed, &list.findings)).unwrap())
}

#[test]
fn who_passed_is_read_with_the_title_by_the_catalogue() {
    let list = list("1,王莉,温州市第一建筑公司,工程,建筑工程,工程师\n2,李强,瑞安一中,,,工程师\n");
    assert_eq!(said(&list), [(2, Some(Field::Series), Fixed, "series_named")]);
    let first = &list.listed[0];
    assert_eq!((first.series.as_str(), first.title.as_str()), ("工程技术人员", "工程师"));
    assert_eq!(first.level, crate::model::catalogue::Level::Intermediate);
    assert_eq!(first.column(Field::Title).as_deref(), Some("F"));
    assert_eq!((list.rows, list.listed.len(), list.held_back.len()), (2, 2, 0));
    assert_eq!(list.listed[1].specialty, None);
}

#[test]
fn a_name_and_a_title_are_enough_and_the_employer_is_advised() {
    let bare = read("姓名,资格名称\n王莉,工程师\n").unwrap();
    assert_eq!(said(&bare), [(1, Some(Field::Employer), Warning, "column_advised")]);
    assert_eq!(names(&bare), ["王莉"]);
    let blank = list("1,王莉,,工程技术人员,,工程师\n");
    assert_eq!(said(&blank), [(2, Some(Field::Employer), Warning, "cell_blank_advised")]);
    assert!(blank.findings[0].message.contains("公示"));
    let untitled = read("姓名,工作单位,专业\n王莉,一中,建筑\n").unwrap();
    assert_eq!(said(&untitled), [(1, Some(Field::Title), Error, "column_missing")]);
    assert!(!untitled.judged && untitled.rows == 1 && untitled.listed.is_empty());
}

#[test]
fn sins_of_a_row_hold_it_back() {
    for (row, field, severity, code) in [
        ("1,,一中,工程技术人员,,工程师", Field::Name, Error, "cell_blank"),
        ("1,王莉\u{30010},一中,工程技术人员,,工程师", Field::Name, Error, "character_undrawable"),
        ("1,王莉2,一中,工程技术人员,,工程师", Field::Name, Error, "name_trailing_number"),
        ("1,王　莉,一中,工程技术人员,,工程师", Field::Name, Fixed, "name_space"),
        ("1,王莉,一中,工程技术人员,,", Field::Title, Error, "cell_blank"),
        ("1,王莉,一中,工程技术人员,,高级工程师", Field::Title, Error, "title_senior"),
        ("1,王莉,一中,工程技术人员,,工程狮", Field::Title, Error, "title_unknown"),
        ("1,王莉,一中,魔法,,工程师", Field::Series, Error, "series_unknown"),
        ("1,王莉,同上,工程技术人员,,工程师", Field::Employer, Error, "cell_ditto"),
    ] {
        let list = list(row);
        assert_eq!(said(&list), [(2, Some(field), severity, code)], "{row}");
        assert_eq!(list.listed.len(), usize::from(severity != Error), "{row}");
        assert_eq!(list.listed.len() + list.held_back.len(), 1, "{row}");
    }
}

#[test]
fn the_same_person_twice_is_an_error_and_a_namesake_is_none() {
    let list = list(
        "1,王莉,一中（东）,工程技术人员,建筑,工程师\n\
         2,王莉,二中,工程技术人员,建筑,工程师\n\
         3,王莉,一中 (东),工程,建筑,工程师\n\
         4,王莉,一中（东）,工程技术人员,建筑,助理工程师\n\
         5,王莉,一中（东）,工程技术人员,桥梁,工程师\n",
    );
    let twice = (4, Some(Field::Name), Error, "listed_twice");
    assert_eq!(said(&list), [twice, (4, Some(Field::Series), Fixed, "series_named")]);
    assert!(list.findings[0].message.contains("第2行"));
    assert_eq!((list.listed.len(), list.held_back[0].row), (4, 4));
}

#[test]
fn no_document_number_is_kept_or_repeated() {
    let with = "姓名,身份证号,工作单位,资格名称,取得时间\n\
                王莉,330302198506152047,一中,工程师,2026-10\n\
                李强,330302198506152048,二中,工程师,胡说\n";
    let list = read(with).unwrap();
    assert_eq!(said(&list), [(1, Some(Field::IdNumber), Warning, "list_with_ids")]);
    assert_eq!(list.findings[0].column.as_deref(), Some("B"));
    assert_eq!(names(&list), ["王莉", "李强"]);
    assert_eq!(list.listed[0].column(Field::IdNumber), None);
    assert!(!shown(&list).contains("19850615"));
}

#[test]
fn a_document_number_in_another_cell_is_an_error_that_does_not_repeat_it() {
    for id in [
        "330302198506152047",
        "'330302198506152047",
        "330302 19850615 2047",
        "３３０３０２１９８５０６１５２０４７",
        "身份证330302198506152047电话13800000000",
        "33030219850615204713800000000",
        "330302850615204",
        "330302-19850615-204X",
    ] {
        for (at, field) in
            [Field::Name, Field::Employer, Field::Series, Field::Specialty, Field::Title]
                .into_iter()
                .enumerate()
        {
            let mut cells = ["王莉", "一中", "工程技术人员", "建筑", "工程师"];
            cells[at] = id;
            let list = list(&format!("1,{}\n", cells.join(",")));
            assert_eq!(said(&list), [(2, Some(field), Error, "id_on_list")], "{field} {id}");
            let shown = shown(&list);
            assert!(!shown.contains("0615") && !shown.contains("０６１５"), "{field} {id}");
        }
    }
}

#[test]
fn what_stands_around_a_list_is_nobody() {
    let list = read(
        "温州市工程技术人员中级职称评审通过人员名单\n\
         单位（盖章）：温州市住房和城乡建设局,,,,,\n\
         序号,姓名,工作单位,系列,专业,资格名称\n\
         1,王莉,第一人民医院,工程技术人员,建筑,工程师\n\
         ,,,,,\n\
         序号,姓名,工作单位,系列,专业,资格名称\n\
         2,李强,一中,工程技术人员,建筑,工程师\n\
         合计,2人,,,,\n\
         ,共2人,,,,\n\
         （以下空白）,,,,,\n\
         填表人：,张三,,联系电话：,0577-88888888,\n\
         ,,,,,2026年10月8日\n",
    )
    .unwrap();
    assert_eq!((names(&list), said(&list)), (vec!["王莉", "李强"], vec![]));
}

#[test]
fn whoever_may_be_somebody_is_judged_or_told() {
    for row in ["1,,一中,工程技术人员,建筑,", ",赵一,,,,", ",,,,,工程师", "1,王*,第一人民医院,,,"]
    {
        assert_eq!(list(&format!("{row}\n")).held_back.len(), 1, "{row}");
    }
    let person = "1,王莉,一中,工程技术人员,,工程师\n";
    let unnamed = list(&format!("{person}2,,一中,,建筑,\n"));
    assert_eq!(said(&unnamed), [(2 - 1, None, Warning, "rows_passed")]);
    let above = read(&format!("1,李强,一中,工程师\n{HEADING}{person}")).unwrap();
    assert_eq!(said(&above), [(2, None, Warning, "rows_passed")]);
    let example = list(&format!("示例,李强,一中,,,工程师\n{person}"));
    assert_eq!(said(&example), [(1, None, Warning, "examples_passed")]);
}

#[test]
fn a_second_list_below_or_beside_is_seen() {
    let below = read(
        "姓名,工作单位,资格名称\n王莉,一中,工程师\n资格名称,工作单位,姓名\n工程师,二中,李强\n",
    )
    .unwrap();
    assert_eq!((names(&below), said(&below)), (vec!["王莉", "李强"], vec![]));
    let beside =
        read("姓名,工作单位,资格名称,姓名,工作单位,资格名称\n王莉,一中,工程师,李强,二中,工程师\n")
            .unwrap();
    assert_eq!(said(&beside), [(1, None, Warning, "list_beside")]);
}

#[test]
fn a_reviewed_file_is_what_its_columns_show() {
    let scope = Way::Reviewed.scope_of_any();
    let (road, scope) = (Road::Issued, &scope);
    let context = Context {
        catalogue: &CATALOGUE,
        scope,
        road,
        today: today(),
        draws: &draws,
        judged: &|_, _| (),
    };
    let list = read_reviewed(format!("{HEADING}1,王莉,一中,,,工程师\n").as_bytes(), &context);
    assert!(matches!(list, Ok(Reviewed::List(list)) if list.listed.len() == 1));
    let title = [(Field::Title, "工程师"), (Field::Level, "中级"), (Field::AwardMethod, "评审")];
    let sheet = read_reviewed(&csv_of(&[row(&title)]), &context);
    assert!(matches!(sheet, Ok(Reviewed::Sheet(sheet)) if sheet.drafts.len() == 1));
    assert_eq!(read_reviewed("胡说,八道\n".as_bytes(), &context), Err(Refused::NoHeading));
}

proptest::proptest! {
    #[test]
    fn a_name_with_a_title_is_listed_held_back_or_told(
        seq in "(合计|小计|填报人：|示例|1|)",
        name in "[王李赵陈林][一-龥]{1,2}(2|（女）|\\*|)",
        employer in "(第一人民医院|计量院|共青团市委|一中|以下空白|)",
        is_before in proptest::bool::ANY,
        behind in "(备注：无|联系电话：1|注：|)",
    ) {
        let (heading, row) = if is_before {
            ("序号,工作单位,姓名,资格名称,备注\n", format!("{seq},{employer},{name},工程师,{behind}\n"))
        } else {
            ("序号,姓名,工作单位,资格名称,备注\n", format!("{seq},{name},{employer},工程师,{behind}\n"))
        };
        let list = read(&format!("{heading}0,周全,三中,工程师,\n{row}")).unwrap();
        let is_told = list.findings.iter().any(|f| matches!(f.code, "rows_passed" | "examples_passed"));
        proptest::prop_assert!(list.rows == 2 || is_told, "{}", row);
        proptest::prop_assert_eq!(list.listed.len() + list.held_back.len(), list.rows as usize);
    }
}
