//! Titles to suggest for what is none: never converted, the clerk decides.

use super::{CatalogueError, TitleEntry, table::Table, title::Titles, word::key};
use crate::model::text::Text;
use std::collections::HashMap;

/// The most titles that are suggested at once.
const MOST: usize = 7;

/// The longest written form that is compared letter by letter.
const LONGEST: usize = 30;

/// Wrong forms met in real sheets and what they may have meant.
#[derive(Debug)]
pub(super) struct Hints(HashMap<String, Hint>);

#[derive(Debug)]
struct Hint {
    series: Option<Text>,
    titles: Vec<Text>,
}

impl Hints {
    pub(super) fn read(text: &str, titles: &Titles) -> Result<Self, CatalogueError> {
        let table = Table::read("title_hints.csv", text, &["written", "series", "suggest"])?;
        let mut hints = HashMap::new();
        for row in table.rows() {
            let hint =
                Hint { series: row.optional("series")?, titles: row.list("suggest", Text::parse)? };
            let unknown = hint.titles.iter().find(|title| match &hint.series {
                Some(series) => titles.get(series.as_str(), title.as_str()).is_none(),
                None => titles.series_with(title.as_str()).is_empty(),
            });
            if let Some(title) = unknown {
                return Err(row.fault(format!("`{title}` is no title of the title files")));
            }
            if hints.insert(key(row.text("written")?.as_str()).into_owned(), hint).is_some() {
                return Err(row.fault(format!("`{}` is there twice", row.cell("written"))));
            }
        }
        Ok(Self(hints))
    }

    /// Known wrong forms first; then, within the series, titles that stand inside what was written
    /// or differ from it by a character or two.
    pub(super) fn of(&self, titles: &Titles, series: Option<&str>, written: &str) -> Vec<Text> {
        let written = key(written);
        let mut found: Vec<Text> = Vec::new();
        if let Some(hint) = self.0.get(written.as_ref()) {
            let fits = |title: &&Text| match (series, &hint.series) {
                (Some(series), Some(own)) => own.as_str() == series,
                (Some(series), None) => titles.get(series, title.as_str()).is_some(),
                (None, _) => true,
            };
            found.extend(hint.titles.iter().filter(fits).cloned());
        }
        if let Some(series) = series
            && found.is_empty()
        {
            found = near(titles.of(series), &written);
        }
        found.truncate(MOST);
        found
    }
}

/// The titles nearest to `written`, all equally near.
fn near(titles: &[TitleEntry], written: &str) -> Vec<Text> {
    let bare = written.split_once('（').map_or(written, |(bare, _)| bare);
    if bare.is_empty() || written.chars().count() > LONGEST {
        return Vec::new();
    }
    let ranked: Vec<_> = titles
        .iter()
        .filter(|entry| entry.title.as_str() != written)
        .filter_map(|entry| Some((nearness(bare, entry.title.as_str())?, entry)))
        .collect();
    let best = ranked.iter().map(|(rank, _)| *rank).min();
    let nearest = ranked.into_iter().filter(|(rank, _)| Some(*rank) == best);
    nearest.map(|(_, entry)| entry.title.clone()).collect()
}

/// How far `bare` is from a title: characters too many in front of it (建筑工程师), or else
/// characters to change (工程帅), of which at most a third may be wrong.
fn nearness(bare: &str, title: &str) -> Option<(usize, bool)> {
    let (length, other) = (bare.chars().count(), title.chars().count());
    if bare.ends_with(title) {
        return Some((length - other, false));
    }
    let shorter = length.min(other);
    let apart = distance(bare, title);
    (apart <= (shorter / 3).clamp(1, 2) && apart < shorter).then_some((apart, true))
}

/// How many characters must be put in, left out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let changed = diagonal + usize::from(x != *y);
            diagonal = *cell;
            left = changed.min(*cell + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_characters() {
        for (a, b, apart) in [
            ("", "", 0),
            ("", "工程师", 3),
            ("工程师", "", 3),
            ("工程师", "工程帅", 1),
            ("助里工程师", "助理工程师", 1),
            ("工程师", "工师程", 2),
            ("助工", "助理工程师", 3),
        ] {
            assert_eq!(distance(a, b), apart, "{a} {b}");
            assert_eq!(distance(b, a), apart, "{b} {a}");
        }
    }
}
