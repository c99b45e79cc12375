//! Words of the 系列 and 专业 cells, and the series that they mean.

use super::{CatalogueError, table::Table, title::Titles, word::key};
use crate::model::text::Text;
use std::collections::HashMap;

/// What a word of a 系列 or 专业 cell means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeriesWord {
    /// The series.
    pub series: Text,
    /// The plan's branch that the word belongs to; it never replaces what was written.
    pub specialty: Option<Text>,
}

/// Series by their names and by the words for them.
#[derive(Debug)]
pub(super) struct SeriesWords {
    names: HashMap<String, Text>,
    words: HashMap<String, SeriesWord>,
}

impl SeriesWords {
    pub(super) fn read(text: &str, titles: &Titles) -> Result<Self, CatalogueError> {
        let synonyms =
            Table::read("series_synonyms.csv", text, &["written", "series", "specialty"])?;
        let names: HashMap<String, Text> = titles
            .series()
            .iter()
            .map(|series| (key(series.as_str()).into_owned(), series.clone()))
            .collect();
        let mut words = HashMap::new();
        for row in synonyms.rows() {
            let series = row.text("series")?;
            if !names.contains_key(key(series.as_str()).as_ref()) {
                return Err(row.fault(format!("`{series}` is no series of the title files")));
            }
            let meaning = SeriesWord { series, specialty: row.optional("specialty")? };
            if words.insert(key(row.text("written")?.as_str()).into_owned(), meaning).is_some() {
                return Err(row.fault(format!("`{}` is there twice", row.cell("written"))));
            }
        }
        for (key, series) in &names {
            let own = || SeriesWord { series: series.clone(), specialty: None };
            words.entry(key.clone()).or_insert_with(own);
        }
        Ok(Self { names, words })
    }

    pub(super) fn named(&self, written: &str) -> Option<&Text> {
        self.names.get(key(written).as_ref())
    }

    pub(super) fn meaning(&self, written: &str) -> Option<&SeriesWord> {
        self.words.get(key(written).as_ref())
    }
}
