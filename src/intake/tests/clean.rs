//! What is right is never complained about.

use super::*;
use crate::model::{catalogue::TitleEntry, certificate::AwardMethod, identity::IdType};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeSet;

/// A citizen's number that holds, by GB 11643.
fn number(born: (u16, u8, u8), sequence: u16) -> String {
    number_of("330302", born, sequence)
}

/// The same, of residents of elsewhere.
fn number_of(address: &str, born: (u16, u8, u8), sequence: u16) -> String {
    let body = format!("{address}{:04}{:02}{:02}{sequence:03}", born.0, born.1, born.2);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", char::from(b"10X98765432"[sum as usize % 11]))
}

/// Every (office, road, title, method) that the register allows.
pub(super) fn allowed() -> Vec<(&'static Office, Road, &'static TitleEntry)> {
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

/// A document of the type, another for each `n`, with its sex and month of birth.
fn document(id_type: IdType, n: u16) -> (String, &'static str, String) {
    let born = (1960 + n % 40, 1 + u8::try_from(n / 40 % 12).unwrap(), 7);
    let sequence = 1 + n % 99;
    let number = match id_type {
        IdType::ResidentId => number(born, sequence),
        IdType::ResidencePermit => number_of("810000", born, sequence),
        IdType::HkMacaoTravelPermit => format!("H{n:08}"),
        IdType::TaiwanTravelPermit => format!("{n:08}"),
        IdType::ForeignPermanentResidentId => number_of("933302", born, sequence),
        IdType::ChinesePassport => format!("E{n:08}"),
        IdType::ForeignPassport => format!("PA{n:07}"),
    };
    let sex = if sequence % 2 == 1 { "男" } else { "女" };
    (number, sex, format!("{:04}-{:02}", born.0, born.1))
}

/// Each title by each way of award that an office may send, the kinds of documents and both
/// precisions of the date in turn; small offices go round until they had them all.
pub(super) fn every_row(
    office: &Office,
    titles: &[&TitleEntry],
) -> Vec<(Vec<String>, IdType, usize)> {
    const TURN: usize = IdType::ALL.len() * 2;
    let methods = &office.scope.award_methods;
    let awards: Vec<(&TitleEntry, AwardMethod)> = titles
        .iter()
        .flat_map(|title| methods.iter().map(move |method| (*title, *method)))
        .collect();
    let rows = awards.iter().cycle().take(awards.len().max(TURN)).enumerate();
    let rows = rows.map(|(n, (title, method))| {
        let id_type = IdType::ALL[n % IdType::ALL.len()];
        let dates = ["2019-05", "2019-05-06"];
        let precision = n / IdType::ALL.len() % dates.len();
        let (id_number, sex, born_on) = document(id_type, u16::try_from(n).unwrap() + 1);
        let name = if id_type == IdType::ForeignPassport {
            "SMITH JOHN"
        } else {
            "古丽尼格尔·阿卜杜热依木"
        };
        let cells = row(&[
            (Field::Name, name),
            (Field::IdType, id_type.zh()),
            (Field::IdNumber, &id_number),
            (Field::Sex, sex),
            (Field::BornOn, &born_on),
            (Field::Employer, &format!("温州市第{n}工厂")),
            (Field::Series, title.series.as_str()),
            (Field::Title, title.title.as_str()),
            (Field::Level, title.level.zh()),
            (Field::AwardMethod, method.zh()),
            (Field::ObtainedOn, dates[precision]),
            (Field::AnnouncedOn, "2019-06"),
        ]);
        (cells, id_type, precision)
    });
    rows.collect()
}

/// The rows in each format that can be made here; tests/fixtures holds .xls.
fn in_every_format(rows: &[Vec<String>]) -> Vec<Vec<u8>> {
    let csv = csv_of(rows);
    let text = String::from_utf8(csv.clone()).unwrap();
    let tabs = text.replace(',', "\t");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, CLEAN.map(|(field, _)| field.zh())).unwrap();
    sheet.write_row_matrix(1, 0, rows).unwrap();
    vec![
        csv,
        ["\u{FEFF}".as_bytes(), text.as_bytes()].concat(),
        encoding_rs::GB18030.encode(&text).0.into_owned(),
        format!("\u{FEFF}{tabs}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        book.save_to_buffer().unwrap(),
    ]
}

#[test]
fn whatever_an_office_may_send_is_taken_without_a_word_in_every_format() {
    let (mut rows_read, mut met) = (0, BTreeSet::new());
    let allowed = allowed();
    for office in CATALOGUE.offices() {
        for road in [Road::Filed, Road::Issued] {
            let here = allowed.iter().filter(|(by, on, _)| by.code == office.code && *on == road);
            let titles: Vec<&TitleEntry> = here.map(|(_, _, title)| *title).collect();
            if titles.is_empty() {
                continue;
            }
            let rows = every_row(office, &titles);
            met.extend(rows.iter().map(|(_, id_type, precision)| {
                (office.code.as_str(), road.code(), id_type.code(), *precision)
            }));
            let cells: Vec<Vec<String>> = rows.into_iter().map(|(cells, ..)| cells).collect();
            for bytes in in_every_format(&cells) {
                let reading = check_by(&office.scope, road, &bytes).unwrap();
                assert_eq!(said(&reading), [], "{} {:?}", office.code, reading.findings.first());
                assert_eq!(reading.drafts.len(), cells.len());
                let whole = reading.drafts.iter().zip(&cells).all(|(draft, cells)| {
                    draft.identity.id_number.reveal() == cells[2]
                        && draft.award.title.as_str() == cells[8]
                        && draft.award.obtained_on.to_string() == cells[11]
                });
                assert!(whole, "{} {:?}", office.code, reading.format);
                rows_read += cells.len();
            }
        }
    }
    let offices: BTreeSet<_> = met.iter().map(|(office, ..)| office).collect();
    assert_eq!(offices.len(), CATALOGUE.offices().len());
    let roads: BTreeSet<_> = met.iter().map(|(office, road, ..)| (office, road)).collect();
    assert_eq!(met.len(), roads.len() * IdType::ALL.len() * 2, "not every document and precision");
    assert!(rows_read >= 10_000, "{rows_read}");
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
