//! The room as a whole: clean sheets, sheets with one sin each, and files that mean harm.

mod annotated;
mod clean;
mod damage;
mod files;
mod hostile;
mod lists;
mod moved;
mod parsers;
mod returned;
mod sheets;
mod sins;
mod template;

use super::*;
use crate::model::{
    catalogue::Catalogue,
    finding::{Field, Severity},
    office::{Office, OfficeCode},
};
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

/// The columns of the template, and a row without fault under each.
const CLEAN: [(Field, &str); 17] = [
    (Field::Name, "王莉"),
    (Field::IdType, "居民身份证"),
    (Field::IdNumber, "330302198506152047"),
    (Field::Sex, "女"),
    (Field::BornOn, "1985-06"),
    (Field::Employer, "瑞安市第一建筑公司"),
    (Field::Series, "工程技术人员"),
    (Field::Specialty, "建筑工程"),
    (Field::Title, "助理工程师"),
    (Field::Level, "初级（助理级）"),
    (Field::AwardMethod, "认定"),
    (Field::ObtainedOn, "2019-12-20"),
    (Field::Committee, "瑞安市人力资源和社会保障局"),
    (Field::DocumentNumber, "瑞人社发〔2019〕88号"),
    (Field::AnnouncedOn, "2019-12-25"),
    (Field::SourceNumber, "ZJ0001"),
    (Field::Note, ""),
];

fn today() -> Day {
    Day::new(2026, 11, 25).unwrap()
}

/// The embedded fonts are not this room's: here a font draws all but one plane.
fn draws(c: char) -> bool {
    !('\u{30000}'..='\u{3FFFF}').contains(&c)
}

fn check_by(scope: &Scope, road: Road, bytes: &[u8]) -> Result<Reading, Refused> {
    let context = Context { catalogue: &CATALOGUE, scope, road, today: today(), draws: &draws };
    check(bytes, &context)
}

/// Checks as a county on the filed road.
fn check_filed(bytes: &[u8]) -> Result<Reading, Refused> {
    check_by(&Scope::county(), Road::Filed, bytes)
}

fn office(code: &str) -> &'static Office {
    CATALOGUE.office(&OfficeCode::parse(code).unwrap()).unwrap()
}

/// A row: clean but for the changes.
fn row(changes: &[(Field, &str)]) -> Vec<String> {
    let cell = |(field, clean): (Field, &str)| {
        let change = changes.iter().find(|(changed, _)| *changed == field);
        change.map_or(clean, |(_, value)| *value).to_owned()
    };
    CLEAN.into_iter().map(cell).collect()
}

/// A CSV of the template's columns.
fn csv_of(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(CLEAN.map(|(field, _)| field.zh())).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// What is said, without where.
fn said(reading: &Reading) -> Vec<(Option<Field>, Severity, &'static str)> {
    reading.findings.iter().map(|f| (f.field, f.severity, f.code)).collect()
}
