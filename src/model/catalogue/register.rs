//! The register of offices: who may file or have issued what.

use super::{
    CatalogueError, Level,
    table::{Row, Table},
    title::Titles,
};
use crate::model::{
    certificate::AwardMethod,
    office::{Office, OfficeCode, OfficeKind, Scope},
    text::Text,
};
use std::collections::{HashMap, HashSet};

const COLUMNS: [&str; 10] = [
    "code",
    "name",
    "kind",
    "parent",
    "road",
    "series",
    "specialties",
    "levels",
    "award_methods",
    "note",
];

/// Offices that act, and patterns that a bureau copies for offices to come.
#[derive(Debug)]
pub(super) struct Register {
    offices: Vec<Office>,
    patterns: Vec<Office>,
    at: HashMap<OfficeCode, usize>,
}

impl Register {
    pub(super) fn read(text: &str, titles: &Titles) -> Result<Self, CatalogueError> {
        let table = Table::read("offices.csv", text, &COLUMNS)?;
        let mut register = Self { offices: Vec::new(), patterns: Vec::new(), at: HashMap::new() };
        let mut codes = HashSet::new();
        for row in table.rows() {
            let office = office(&row, titles)?;
            if !codes.insert(office.code.clone()) {
                return Err(
                    row.fault(format!("{} is there twice; a code is never reused", office.code))
                );
            }
            // A line such as 3303U03 stands for a kind of unit, of which each gets a code of its own.
            if row.cell("note").starts_with("kind, not an office") {
                register.patterns.push(office);
            } else {
                register.at.insert(office.code.clone(), register.offices.len());
                register.offices.push(office);
            }
        }
        for row in table.rows() {
            let parent = row.cell("parent");
            if !parent.is_empty() && !codes.iter().any(|code| code.as_str() == parent) {
                return Err(row.fault(format!("its parent {parent} is not in the file")));
            }
        }
        if register.offices.iter().filter(|office| office.is_bureau()).count() != 1 {
            return Err(CatalogueError {
                file: "offices.csv",
                line: None,
                problem: "one office is the bureau, no more and no less".into(),
            });
        }
        Ok(register)
    }

    pub(super) fn offices(&self) -> &[Office] {
        &self.offices
    }

    pub(super) fn patterns(&self) -> &[Office] {
        &self.patterns
    }

    pub(super) fn get(&self, code: &OfficeCode) -> Option<&Office> {
        self.offices.get(*self.at.get(code)?)
    }
}

fn office(row: &Row<'_>, titles: &Titles) -> Result<Office, CatalogueError> {
    let parent = match row.cell("parent") {
        "" => None,
        _ => Some(row.parse("parent", OfficeCode::parse)?),
    };
    Ok(Office {
        code: row.parse("code", OfficeCode::parse)?,
        name: row.text("name")?,
        awards_as: row.optional("awards_as")?,
        kind: row.parse("kind", OfficeKind::from_code)?,
        parent,
        scope: scope(row, titles)?,
    })
}

fn scope(row: &Row<'_>, titles: &Titles) -> Result<Scope, CatalogueError> {
    let (files, has_issued) = row.parse("road", |road| match road {
        "filed" => Some((true, false)),
        "issued" => Some((false, true)),
        "both" => Some((true, true)),
        _ => None,
    })?;
    let series = match row.cell("series") {
        "*" => None,
        _ => Some(row.list("series", |series| {
            titles.series().iter().find(|s| s.as_str() == series).cloned()
        })?),
    };
    let scope = Scope {
        files,
        has_issued,
        series,
        specialties: row.list("specialties", Text::parse)?,
        levels: row.list("levels", Level::from_code)?,
        award_methods: row.list("award_methods", AwardMethod::from_code)?,
    };
    if scope.levels.is_empty()
        || scope.award_methods.is_empty()
        || scope.series.as_ref().is_some_and(Vec::is_empty)
    {
        return Err(row.fault("an office has series, levels and award_methods"));
    }
    if let Some(level) = scope.levels.iter().find(|level| !level.is_ours()) {
        return Err(row.fault(format!("no office of this registry awards {}", level.code())));
    }
    Ok(scope)
}
