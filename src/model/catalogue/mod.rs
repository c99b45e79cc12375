//! The title catalogue: series, titles, levels; and the words by which clerks mean them.

mod calendar;
mod heading;
mod hint;
mod level;
mod plan;
mod register;
mod series;
mod table;
#[cfg(test)]
mod tests;
mod title;
mod word;

pub use calendar::{Calendar, WindowTooShort};
pub use heading::Heading;
pub use level::Level;
pub use plan::{PlanLine, Verb};
pub use series::SeriesWord;
pub use title::TitleEntry;
pub use word::LevelWord;

use super::{
    certificate::AwardMethod,
    office::{Office, OfficeCode, Scope},
    text::Text,
};
use std::fmt;

/// The texts of the catalogue's CSV files (UTF-8, RFC 4180). The default is the embedded ones, so
/// that a bureau replaces single files by its own of the year:
/// `CatalogueFiles { offices: &text, ..CatalogueFiles::default() }`.
#[derive(Clone, Copy, Debug)]
pub struct CatalogueFiles<'a> {
    /// The year's plan.
    pub catalog: &'a str,
    /// Current titles of the national series.
    pub levels: &'a str,
    /// Old and local titles.
    pub levels_legacy: &'a str,
    /// Words of 系列 and 专业 cells.
    pub series_synonyms: &'a str,
    /// Wrong forms of titles.
    pub title_hints: &'a str,
    /// Words of heading rows.
    pub columns: &'a str,
    /// The register of offices.
    pub offices: &'a str,
    /// Holidays and worked weekends.
    pub holidays: &'a str,
}

impl Default for CatalogueFiles<'_> {
    fn default() -> Self {
        Self {
            catalog: include_str!("data/catalog.csv"),
            levels: include_str!("data/levels.csv"),
            levels_legacy: include_str!("data/levels_legacy.csv"),
            series_synonyms: include_str!("data/series_synonyms.csv"),
            title_hints: include_str!("data/title_hints.csv"),
            columns: include_str!("data/columns.csv"),
            offices: include_str!("data/offices.csv"),
            holidays: include_str!("data/holidays.csv"),
        }
    }
}

/// What is wrong with a catalogue file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct CatalogueError {
    /// The file's name.
    pub file: &'static str,
    /// Its line, from 1; none where the whole file is meant.
    pub line: Option<u64>,
    /// What is wrong there.
    pub problem: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.problem),
            None => write!(f, "{}: {}", self.file, self.problem),
        }
    }
}

/// Everything that the catalogue files say, ready to be looked up.
///
/// Written words are matched without spaces and line breaks, with brackets as （）.
pub struct Catalogue {
    titles: title::Titles,
    series: series::SeriesWords,
    hints: hint::Hints,
    headings: heading::Headings,
    register: register::Register,
    plan: Vec<PlanLine>,
    calendar: Calendar,
}

impl Catalogue {
    /// The catalogue that the program carries.
    pub fn embedded() -> Self {
        Self::from_files(&CatalogueFiles::default()).expect("a test reads the embedded files")
    }

    /// Reads the files and holds them against each other.
    pub fn from_files(files: &CatalogueFiles<'_>) -> Result<Self, CatalogueError> {
        let plan = plan::table(files.catalog)?;
        let titles = title::Titles::read(files.levels, files.levels_legacy, &plan)?;
        Ok(Self {
            series: series::SeriesWords::read(files.series_synonyms, &titles)?,
            hints: hint::Hints::read(files.title_hints, &titles)?,
            headings: heading::Headings::read(files.columns)?,
            register: register::Register::read(files.offices, &titles)?,
            calendar: Calendar::read(files.holidays)?,
            plan: plan::read(&plan)?,
            titles,
        })
    }

    /// Every series, the national ones first.
    pub fn all_series(&self) -> &[Text] {
        self.titles.series()
    }

    /// The series of exactly this name.
    pub fn series(&self, written: &str) -> Option<&Text> {
        self.series.named(written)
    }

    /// The series that a word of a 系列 or 专业 cell means; a series' own name is such a word too.
    pub fn series_of_word(&self, written: &str) -> Option<&SeriesWord> {
        self.series.meaning(written)
    }

    /// The title of a series; its `title` is as the catalogue writes it.
    pub fn title(&self, series: &str, title: &str) -> Option<&TitleEntry> {
        self.titles.get(series, title)
    }

    /// Every series that has this title: where it is one, the title tells the series.
    pub fn series_with_title(&self, title: &str) -> &[Text] {
        self.titles.series_with(title)
    }

    /// The titles of a series at these levels, in the order of the files.
    pub fn titles_of(&self, series: &str, levels: &[Level]) -> Vec<&TitleEntry> {
        self.titles.of(series).iter().filter(|entry| levels.contains(&entry.level)).collect()
    }

    /// Titles to suggest for what is no title, the likeliest first.
    pub fn hints(&self, series: Option<&str>, written: &str) -> Vec<Text> {
        self.hints.of(&self.titles, series, written)
    }

    /// What a word of a 级别 cell says.
    pub fn level_of_word(&self, written: &str) -> Option<LevelWord> {
        LevelWord::read(written)
    }

    /// What a word of a 取得方式 cell says.
    pub fn award_method_of_word(&self, written: &str) -> Option<AwardMethod> {
        word::award_method(written)
    }

    /// What a heading means; `*`, （必填） and the like beside it are left aside.
    pub fn field_of_heading(&self, written: &str) -> Option<Heading> {
        self.headings.of(written)
    }

    /// Offices that can act.
    pub fn offices(&self) -> &[Office] {
        self.register.offices()
    }

    /// The office of this code.
    pub fn office(&self, code: &OfficeCode) -> Option<&Office> {
        self.register.get(code)
    }

    /// Whether a specialty is within an office's hint: the hint limits only the series to which the
    /// plan gives one of its specialties, and a word that the catalogue does not know is let pass.
    pub fn has_specialty(&self, scope: &Scope, series: &str, written: &str) -> bool {
        let planned = |specialty: &&Text| {
            self.plan
                .iter()
                .any(|line| line.series.as_str() == series && line.specialty == **specialty)
        };
        let mut limits = scope.specialties.iter().filter(planned).peekable();
        let meant = self.series.meaning(written).and_then(|word| word.specialty.as_ref());
        match (limits.peek(), meant) {
            (None, _) | (_, None) => true,
            (Some(_), Some(meant)) => limits.any(|limit| limit == meant),
        }
    }

    /// Kinds of autonomous units, to be copied under a code of its own for each unit.
    pub fn office_patterns(&self) -> &[Office] {
        self.register.patterns()
    }

    /// The year's plan, line by line.
    pub fn plan(&self) -> &[PlanLine] {
        &self.plan
    }

    /// Working days and publicity windows.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }
}
