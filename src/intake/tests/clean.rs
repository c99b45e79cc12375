//! What is right is never complained about.

use super::*;
use crate::model::catalogue::TitleEntry;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::collections::BTreeSet;

/// A citizen's number that holds, by GB 11643.
fn number(born: (u16, u8, u8), sequence: u16) -> String {
    let body = format!("330302{:04}{:02}{:02}{sequence:03}", born.0, born.1, born.2);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", char::from(b"10X98765432"[sum as usize % 11]))
}

/// Every (office, road, title, method) that the register allows.
fn allowed() -> Vec<(&'static Office, Road, &'static TitleEntry)> {
    let mut all = Vec::new();
    for office in CATALOGUE.offices() {
        for road in
            [Road::Filed, Road::Issued].into_iter().filter(|road| office.scope.has_road(*road))
        {
            let series = CATALOGUE
                .all_series()
                .iter()
                .filter(|series| office.scope.has_series(series.as_str()));
            for series in series {
                let titles = CATALOGUE.titles_of(series.as_str(), &office.scope.levels);
                all.extend(titles.into_iter().map(|title| (office, road, title)));
            }
        }
    }
    all
}

#[test]
fn two_thousand_clean_rows_give_no_error_and_no_fix() {
    let allowed = allowed();
    let offices: BTreeSet<&str> = allowed.iter().map(|(office, ..)| office.code.as_str()).collect();
    assert_eq!(offices.len(), CATALOGUE.offices().len());
    let mut runner = TestRunner::new(Config { cases: 2000, ..Config::default() });
    let born = (1950u16..2000, 1u8..=12, 1u8..=28);
    let clean = (
        prop::sample::select(allowed),
        born,
        1u16..1000,
        "[一-龥]{2,4}",
        "[一-龥]{4,20}",
        any::<prop::sample::Index>(),
        2017i16..2026,
    );
    runner
        .run(&clean, |((office, road, entry), born, sequence, name, employer, pick, year)| {
            let method =
                office.scope.award_methods[pick.index(office.scope.award_methods.len())].zh();
            let id_number = number(born, sequence);
            prop_assume!(!id_number.ends_with("000"));
            let sex = if sequence % 2 == 1 { "男" } else { "女" };
            let (born_on, obtained_on) =
                (format!("{}-{:02}", born.0, born.1), format!("{year}-05-06"));
            let rows = [row(&[
                (Field::Name, &name),
                (Field::IdNumber, &id_number),
                (Field::Sex, sex),
                (Field::BornOn, &born_on),
                (Field::Employer, &employer),
                (Field::Series, entry.series.as_str()),
                (Field::Title, entry.title.as_str()),
                (Field::Level, entry.level.zh()),
                (Field::AwardMethod, method),
                (Field::ObtainedOn, &obtained_on),
                (Field::AnnouncedOn, &format!("{year}-06")),
            ])];
            let reading = check_by(&office.scope, road, &csv_of(&rows)).unwrap();
            prop_assert_eq!(said(&reading), vec![], "{} {:?}", office.code, reading.findings);
            let award = &reading.drafts[0].award;
            prop_assert_eq!(
                (&award.series, &award.title, award.level),
                (&entry.series, &entry.title, entry.level)
            );
            prop_assert_eq!(reading.drafts[0].identity.id_number.reveal(), id_number);
            Ok(())
        })
        .unwrap();
}

#[test]
fn month_precision_and_facts_of_the_number_reach_the_draft() {
    let rows = [row(&[(Field::ObtainedOn, "2019年12月"), (Field::Sex, ""), (Field::BornOn, "")])];
    let draft = check_filed(&csv_of(&rows)).unwrap().drafts.remove(0);
    assert_eq!(draft.award.obtained_on.to_string(), "2019-12");
    assert_eq!(draft.sex.unwrap().zh(), "女");
    assert_eq!(draft.born_on.unwrap().to_string(), "1985-06");
    assert_eq!(draft.column(Field::Title).as_deref(), Some("I"));
}
