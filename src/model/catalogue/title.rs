//! Titles by (series, title): the name of a title alone never gives its level.

use super::{
    CatalogueError, Level,
    table::{Row, Table},
    word::key,
};
use crate::model::text::Text;
use std::collections::HashMap;

/// A title of a series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TitleEntry {
    /// 系列.
    pub series: Text,
    /// 资格名称, as the catalogue writes it.
    pub title: Text,
    /// 级别.
    pub level: Level,
    /// Today's name of an old title of the same level. A certificate keeps the old one.
    pub current_title: Option<Text>,
    /// Whether the title is old or local: on valid certificates, but not in the national table.
    pub legacy: bool,
}

/// Every series and title.
#[derive(Default, Debug)]
pub(super) struct Titles {
    /// In the order of the files: the national series first.
    series: Vec<Text>,
    by_series: HashMap<String, Ladder>,
    series_of: HashMap<String, Vec<Text>>,
}

/// The titles of one series.
#[derive(Default, Debug)]
struct Ladder {
    titles: Vec<TitleEntry>,
    at: HashMap<String, usize>,
}

impl Titles {
    pub(super) fn read(levels: &str, legacy: &str, plan: &Table) -> Result<Self, CatalogueError> {
        let mut titles = Self::default();
        let columns = ["series", "level", "title"];
        for row in Table::read("levels.csv", levels, &columns)?.rows() {
            titles.add(&row, entry(&row, false)?)?;
        }
        let columns = ["series", "level", "title", "current_title"];
        for row in Table::read("levels_legacy.csv", legacy, &columns)?.rows() {
            let entry = entry(&row, true)?;
            let same_level = |current: &Text| {
                let current = titles.get(entry.series.as_str(), current.as_str());
                current.is_some_and(|current| current.level == entry.level)
            };
            if !entry.current_title.as_ref().is_none_or(same_level) {
                return Err(row.fault("its current_title is no title of this series and level"));
            }
            titles.add(&row, entry)?;
        }
        for row in plan.rows() {
            titles.add_planned(&row, entry(&row, true)?)?;
        }
        Ok(titles)
    }

    /// A plan may name a title that neither table has; it may not give a known one another level.
    fn add_planned(&mut self, row: &Row<'_>, entry: TitleEntry) -> Result<(), CatalogueError> {
        match self.get(entry.series.as_str(), entry.title.as_str()) {
            None => self.add(row, entry),
            Some(known) if known.level == entry.level => Ok(()),
            Some(known) => {
                Err(row.fault(format!("{} is {} elsewhere", known.title, known.level.code())))
            }
        }
    }

    fn add(&mut self, row: &Row<'_>, entry: TitleEntry) -> Result<(), CatalogueError> {
        let (series, title) = (entry.series.clone(), key(entry.title.as_str()).into_owned());
        let ladder = self.by_series.entry(series.as_str().to_owned()).or_default();
        if ladder.titles.is_empty() {
            self.series.push(series.clone());
        }
        if ladder.at.insert(title.clone(), ladder.titles.len()).is_some() {
            return Err(row.fault(format!("{series}, {} is there twice", entry.title)));
        }
        ladder.titles.push(entry);
        self.series_of.entry(title).or_default().push(series);
        Ok(())
    }

    /// Every series, national ones first.
    pub(super) fn series(&self) -> &[Text] {
        &self.series
    }

    pub(super) fn get(&self, series: &str, title: &str) -> Option<&TitleEntry> {
        let ladder = self.by_series.get(series)?;
        ladder.titles.get(*ladder.at.get(key(title).as_ref())?)
    }

    pub(super) fn of(&self, series: &str) -> &[TitleEntry] {
        self.by_series.get(series).map(|ladder| ladder.titles.as_slice()).unwrap_or_default()
    }

    pub(super) fn series_with(&self, title: &str) -> &[Text] {
        self.series_of.get(key(title).as_ref()).map(Vec::as_slice).unwrap_or_default()
    }
}

fn entry(row: &Row<'_>, legacy: bool) -> Result<TitleEntry, CatalogueError> {
    Ok(TitleEntry {
        series: row.text("series")?,
        title: row.text("title")?,
        level: row.parse("level", Level::from_code)?,
        current_title: row.optional("current_title")?,
        legacy,
    })
}
