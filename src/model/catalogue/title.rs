//! Titles by (series, title): the name of a title alone never gives its level.

use super::{CatalogueError, Level, table::{Row, Table}, word::key};
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
pub(super) struct Titles {
    series: Vec<Text>,
    by_series: HashMap<String, Vec<TitleEntry>>,
    at: HashMap<String, HashMap<String, usize>>,
    series_of: HashMap<String, Vec<Text>>,
}

impl Titles {
    pub(super) fn read(levels: &Table, legacy: &Table, plan: &Table) -> Result<Self, CatalogueError> {
        let mut titles = Self {
            series: Vec::new(),
            by_series: HashMap::new(),
            at: HashMap::new(),
            series_of: HashMap::new(),
        };
        for row in levels.rows() {
            titles.add(&row, entry(&row, false)?)?;
        }
        for row in legacy.rows() {
            let entry = entry(&row, true)?;
            let current = entry.current_title.as_ref().map(|title| titles.get(entry.series.as_str(), title.as_str()));
            if current.is_some_and(|current| current.is_none_or(|current| current.level != entry.level)) {
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
            Some(known) => Err(row.fault(format!("{} is {} elsewhere", known.title, known.level.code()))),
        }
    }

    fn add(&mut self, row: &Row<'_>, entry: TitleEntry) -> Result<(), CatalogueError> {
        let (series, title) = (entry.series.clone(), key(entry.title.as_str()));
        if !self.by_series.contains_key(series.as_str()) {
            self.series.push(series.clone());
        }
        let entries = self.by_series.entry(series.as_str().to_owned()).or_default();
        let at = self.at.entry(series.as_str().to_owned()).or_default();
        if at.insert(title.clone(), entries.len()).is_some() {
            return Err(row.fault(format!("{series}, {} is there twice", entry.title)));
        }
        entries.push(entry);
        self.series_of.entry(title).or_default().push(series);
        Ok(())
    }

    /// Every series, national ones first.
    pub(super) fn series(&self) -> &[Text] {
        &self.series
    }

    pub(super) fn get(&self, series: &str, title: &str) -> Option<&TitleEntry> {
        let at = self.at.get(series)?.get(key(title).as_str())?;
        self.by_series.get(series)?.get(*at)
    }

    pub(super) fn of(&self, series: &str) -> &[TitleEntry] {
        self.by_series.get(series).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn series_with(&self, title: &str) -> &[Text] {
        self.series_of.get(key(title).as_str()).map(Vec::as_slice).unwrap_or_default()
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
