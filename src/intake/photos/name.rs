//! A file's name → whom it means: `330302199003071231.jpg`, or with the person's name beside the
//! number.

use super::Why;
use crate::model::{
    day::Day,
    identity::{IdType, Identity},
    text::quoted,
};

/// The shortest number that is found beside other words.
const LONG: usize = 15;

/// The endings of archives: what one within another holds is nobody's photo.
const ARCHIVES: [&str; 3] = ["zip", "rar", "7z"];

/// The name of a file.
pub(super) struct FileName<'a> {
    stem: &'a str,
    ending: &'a str,
}

impl<'a> FileName<'a> {
    pub(super) fn of(written: &'a str) -> Self {
        let (stem, ending) = written.rsplit_once('.').unwrap_or((written, ""));
        Self { stem: stem.trim(), ending }
    }

    /// What may be shown of it: of a long number its first six digits and its last two characters.
    pub(super) fn shown(&self) -> String {
        let mut shown = quoted(self.stem);
        if shown.ends_with('…') {
            let last: Vec<char> = self.stem.chars().rev().take(2).collect();
            shown.extend(last.iter().rev().filter(|c| c.is_ascii_alphanumeric()));
        }
        let ending: String =
            self.ending.chars().take(8).filter(char::is_ascii_alphanumeric).collect();
        if ending.is_empty() { shown } else { format!("{shown}.{ending}") }
    }

    /// The one person whose document it names.
    pub(super) fn whose<W: Copy + Ord>(
        &self,
        today: Day,
        whose: impl Fn(&Identity) -> Option<W>,
    ) -> Result<W, Why> {
        if ARCHIVES.iter().any(|ending| self.ending.eq_ignore_ascii_case(ending)) {
            return Err(Why::Archive);
        }
        let documents = self.documents(today);
        let mut people: Vec<W> = documents.iter().filter_map(whose).collect();
        people.sort_unstable();
        people.dedup();
        match people.as_slice() {
            [one] => Ok(*one),
            [] if documents.is_empty() => Err(Why::NoNumber),
            _ => Err(Why::Nobody),
        }
    }

    /// Every document that the name may be the number of: a number of eight digits is one of several
    /// kinds.
    fn documents(&self, today: Day) -> Vec<Identity> {
        let of = |written: &str| {
            let kinds = IdType::ALL.into_iter().map(Some).chain([None]);
            let read = kinds.filter_map(|kind| Identity::read(kind, written, today).ok());
            read.map(|read| read.identity).collect::<Vec<_>>()
        };
        let whole = of(self.stem);
        if !whole.is_empty() {
            return whole;
        }
        let runs = self.stem.split(|c: char| !c.is_ascii_alphanumeric());
        let mut long = runs.filter(|run| run.len() >= LONG);
        match (long.next(), long.next()) {
            (Some(only), None) => of(only),
            _ => Vec::new(),
        }
    }
}
