//! Stories of one list and one sheet, and what holds for every pair of them.

use super::*;
use crate::model::catalogue::Level;
use crate::model::certificate::Award;
use crate::model::day::{Day, PartialDay};
use crate::model::finding::{Field, Severity};
use crate::model::identity::Identity;
use crate::model::name::PersonName;
use proptest::prelude::*;

/// Name, employer, specialty, title; a blank is nothing.
type Told<'a> = [&'a str; 4];

fn text(written: &str) -> Option<Text> {
    Text::parse(written)
}

fn series_of(title: &str) -> Text {
    text(if title == "主治医师" { "卫生技术人员" } else { "工程技术人员" }).unwrap()
}

fn candidate(position: u64, [name, employer, specialty, title]: Told<'_>) -> Candidate {
    Candidate {
        position,
        place: RowPlace { sheet: String::new(), row: 2 + u32::try_from(position).unwrap() },
        name: PersonName::read(name).unwrap().name.as_str().to_owned(),
        employer: text(employer),
        series: series_of(title),
        specialty: text(specialty),
        title: text(title).unwrap(),
    }
}

fn draft(row: u32, [name, employer, specialty, title]: Told<'_>) -> Draft {
    let today = Day::new(2026, 11, 25).unwrap();
    Draft {
        place: RowPlace { sheet: "信息表".into(), row },
        columns: crate::model::draft::Columns::default(),
        name: PersonName::read(name).unwrap().name,
        identity: Identity::read(None, "330302198506152047", today).unwrap().identity,
        sex: None,
        born_on: None,
        award: Award {
            series: series_of(title),
            specialty: text(specialty),
            title: text(title).unwrap(),
            level: Level::Intermediate,
            award_method: None,
            obtained_on: PartialDay::new(2026, Some(10), None).unwrap(),
            committee: None,
            employer: text(employer),
            document_number: None,
            announced_on: None,
            source_number: None,
        },
        note: None,
    }
}

/// Positions from 0, rows from 2.
fn matched(list: &[Told<'_>], sheet: &[Told<'_>]) -> Matched {
    let candidates: Vec<_> = list.iter().zip(0..).map(|(told, at)| candidate(at, *told)).collect();
    match_sheet(&candidates, sheet.iter().zip(2..).map(|(told, row)| draft(row, *told)).collect())
}

/// The pairs, by position and row.
fn pairs(matched: &Matched) -> Vec<(u64, u32)> {
    matched.pairs.iter().map(|(position, draft)| (*position, draft.place.row)).collect()
}

fn said(matched: &Matched) -> Vec<(u32, Field, &'static str)> {
    let said = matched.findings.iter();
    said.map(|f| (f.place.row, f.field.unwrap(), f.code)).collect()
}

const WANG: Told<'_> = ["王莉", "温州市第一医院（瓯江院区）", "内科", "主治医师"];

#[test]
fn a_sheet_that_says_what_the_list_says_is_matched_whole() {
    let list = [WANG, ["李强", "瑞安市建筑公司", "建筑", "工程师"]];
    let matched = matched(&list, &[list[1], list[0]]);
    assert_eq!(pairs(&matched), [(1, 2), (0, 3)]);
    assert!(matched.findings.is_empty() && matched.held_back.is_empty());
    assert!(matched.missing.is_empty());
}

#[test]
fn who_was_not_announced_is_an_error_and_who_is_missing_is_told() {
    let matched = matched(&[WANG], &[["赵一", "一中", "", "工程师"]]);
    assert_eq!(said(&matched), [(2, Field::Name, "not_announced")]);
    assert_eq!(matched.missing, [0]);
    assert_eq!(matched.held_back.len(), 1);
    let finding = announced_but_missing(&candidate(0, WANG));
    assert_eq!((finding.severity, finding.place.row), (Severity::Warning, 0));
    let named = "王莉（温州市第一医院（瓯江院区），主治医师）已公布，";
    assert!(finding.message.starts_with(named), "{}", finding.message);
}

#[test]
fn another_title_than_the_announced_names_the_announced() {
    let matched = matched(&[WANG], &[["王莉", "温州市第一医院", "", "工程师"]]);
    assert_eq!(said(&matched), [(2, Field::Title, "not_announced")]);
    assert!(matched.findings[0].message.contains("“主治医师”（卫生技术人员）"));
    assert_eq!(matched.findings[0].hint.as_deref(), Some("主治医师"));
}

#[test]
fn namesakes_are_told_apart_by_the_employer_however_its_brackets_are_written() {
    let other = ["王莉", "乐清市人民医院", "内科", "主治医师"];
    let sheet = [other, ["王莉", "温州市第一医院 (瓯江院区)", "内科", "主治医师"]];
    let matched = matched(&[WANG, other], &sheet);
    assert_eq!(pairs(&matched), [(1, 2), (0, 3)]);
    assert_eq!(said(&matched), []);
}

#[test]
fn a_namesake_whose_employer_does_not_tell_is_asked_for_it() {
    let list = [WANG, ["王莉", "乐清市人民医院", "外科", "主治医师"]];
    for employer in ["", "瑞安市人民医院"] {
        let matched = matched(&list, &[["王莉", employer, "外科", "主治医师"]]);
        assert_eq!(said(&matched), [(2, Field::Name, "who_is_meant")]);
        assert!(matched.findings[0].message.contains("单位") && matched.pairs.is_empty());
        assert_eq!(matched.missing, [0, 1]);
    }
}

#[test]
fn namesakes_of_one_employer_are_told_apart_by_the_specialty() {
    let list = [WANG, ["王莉", WANG[1], "外科", "主治医师"]];
    let whole = matched(&list, &[list[1], list[0]]);
    assert_eq!((pairs(&whole), said(&whole)), (vec![(1, 2), (0, 3)], vec![]));
    let asked = matched(&list, &[["王莉", WANG[1], "", "主治医师"]]);
    assert_eq!(said(&asked), [(2, Field::Name, "who_is_meant")]);
    assert!(asked.findings[0].message.contains("请把专业填成与名单一致，例如“内科”、“外科”"));
}

#[test]
fn who_was_listed_without_an_employer_is_matched_without_one() {
    let list = [WANG, ["王莉", "", "", "主治医师"]];
    assert_eq!(pairs(&matched(&list, &[list[1]])), [(1, 2)]);
}

#[test]
fn one_person_with_two_titles_has_two_rows() {
    let list = [WANG, ["王莉", WANG[1], "医疗设备", "工程师"]];
    let matched = matched(&list, &list);
    assert_eq!((pairs(&matched), said(&matched)), (vec![(0, 2), (1, 3)], vec![]));
}

#[test]
fn dots_of_every_kind_name_the_same_person() {
    let list = [["阿不都·买买提", "一中", "", "工程师"]];
    for written in ["阿不都・买买提", "阿不都•买买提", "阿不都．买买提"] {
        let matched = matched(&list, &[[written, "一中", "", "工程师"]]);
        assert_eq!((pairs(&matched), said(&matched)), (vec![(0, 2)], vec![]), "{written}");
    }
    let matched = matched(&list, &[["阿不都买买提", "一中", "", "工程师"]]);
    assert_eq!(said(&matched), [(2, Field::Name, "not_announced")]);
    assert_eq!(matched.findings[0].hint.as_deref(), Some("阿不都·买买提"));
}

#[test]
fn another_employer_or_specialty_of_the_only_one_is_a_warning() {
    let matched = matched(&[WANG], &[["王莉", "温州市第二医院", "外科", "主治医师"]]);
    let employer = (2, Field::Employer, "employer_differs_from_list");
    let specialty = (2, Field::Specialty, "specialty_differs_from_list");
    assert_eq!(said(&matched), [employer, specialty]);
    assert!(matched.findings.iter().all(|finding| finding.severity == Severity::Warning));
    assert_eq!(pairs(&matched), [(0, 2)]);
}

#[test]
fn of_two_rows_for_one_candidate_the_first_stands() {
    let matched = matched(&[WANG], &[WANG, WANG, WANG]);
    assert_eq!(pairs(&matched), [(0, 2)]);
    let twice = |row| (row, Field::Name, "matched_twice");
    assert_eq!(said(&matched), [twice(3), twice(4)]);
    assert!(matched.findings[1].message.starts_with("“信息表”第2行"));
}

#[test]
fn the_row_of_the_announced_employer_stands_before_that_of_a_namesake() {
    let matched = matched(&[WANG], &[["王莉", "乐清市人民医院", "", "主治医师"], WANG]);
    assert_eq!(pairs(&matched), [(0, 3)]);
    assert_eq!(said(&matched), [(2, Field::Name, "matched_twice")]);
}

fn told() -> impl Strategy<Value = Told<'static>> {
    let name = prop::sample::select(vec!["王莉", "李强", "阿不都·买买提"]);
    let employer = prop::sample::select(vec!["", "一中", "二中（东）", "二中(东)"]);
    let specialty = prop::sample::select(vec!["", "内科", "外科"]);
    let title = prop::sample::select(vec!["工程师", "主治医师"]);
    (name, employer, specialty, title).prop_map(|(n, e, s, t)| [n, e, s, t])
}

proptest! {
    #[test]
    fn every_row_is_paired_or_held_back_with_a_word_and_nobody_twice(
        list in prop::collection::vec(told(), 0..12),
        sheet in prop::collection::vec(told(), 0..12),
    ) {
        let matched = matched(&list, &sheet);
        prop_assert_eq!(matched.pairs.len() + matched.held_back.len(), sheet.len());
        let paired: BTreeSet<u64> = matched.pairs.iter().map(|(position, _)| *position).collect();
        prop_assert_eq!(paired.len(), matched.pairs.len());
        prop_assert_eq!(paired.len() + matched.missing.len(), list.len());
        prop_assert!(matched.missing.iter().all(|position| !paired.contains(position)));
        let errors = matched.findings.iter().filter(|f| f.severity == Severity::Error);
        let blamed: BTreeSet<RowPlace> = errors.map(|f| f.place.clone()).collect();
        prop_assert_eq!(&blamed, &matched.held_back);
        for (position, draft) in &matched.pairs {
            let [name, _, _, title] = list[usize::try_from(*position).unwrap()];
            prop_assert_eq!((name, title), (draft.name.as_str(), draft.award.title.as_str()));
        }
    }

    #[test]
    fn the_list_itself_is_matched_but_for_those_whom_nobody_can_tell_apart(
        list in prop::collection::vec(told(), 0..12),
    ) {
        let matched = matched(&list, &list);
        let key = |told: &Told<'_>| told.map(|text| text.replace('（', "(").replace('）', ")"));
        let is_alone = |told: &Told<'_>| list.iter().filter(|other| key(other) == key(told)).count() == 1;
        let mut row = 1;
        for told in &list {
            row += 1;
            if is_alone(told) {
                let at = u64::from(row - 2);
                prop_assert!(pairs(&matched).contains(&(at, row)), "{:?}", told);
            }
        }
    }
}
