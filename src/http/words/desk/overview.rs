//! Sentences of the overview with a value in them.

use crate::http::words::Lang;
use crate::model::day::Day;
use crate::registry::desk::overview::{self, Overview};

/// `1,286`
pub fn figure(count: u64) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

impl Lang {
    /// `本年已报送1,286行，3个单位逾期`
    pub fn overview_title(self, overview: &Overview) -> String {
        let rows = figure(overview.reported().rows);
        let (year, late) = (overview.year, overview.late_offices());
        let is_this_year = year == overview.today.year();
        match (self, is_this_year, late) {
            (Self::Zh, false, _) => format!("{year}年报送{rows}行"),
            (Self::Zh, true, 0) => format!("本年已报送{rows}行，没有单位逾期"),
            (Self::Zh, true, late) => format!("本年已报送{rows}行，{late}个单位逾期"),
            (Self::En, false, _) => format!("{rows} rows reported in {year}"),
            (Self::En, true, 0) => format!("{rows} rows reported this year, no office late"),
            (Self::En, true, 1) => format!("{rows} rows reported this year, 1 office late"),
            (Self::En, true, late) => {
                format!("{rows} rows reported this year, {late} offices late")
            }
        }
    }

    /// `35行，11月2日起`
    pub fn waits_since(self, rows: u64, since: Day) -> String {
        let (rows, day) = (figure(rows), self.day(since));
        match self {
            Self::Zh => format!("{rows}行，{day}起"),
            Self::En => format!("{rows} rows, since {day}"),
        }
    }

    /// `公布后第18天`
    pub fn days_late(self, days: i64) -> String {
        match self {
            Self::Zh => format!("公布后第{days}天"),
            Self::En => format!("day {days} after the announcement"),
        }
    }

    /// `到2026年12月3日`
    pub fn ends_on(self, day: Day) -> String {
        match self {
            Self::Zh => format!("到{}", day.zh()),
            Self::En => format!("until {}", self.day(day)),
        }
    }

    /// `上次报送2025年3月4日，120行`
    pub fn last_heard(self, day: Day, rows: u64) -> String {
        let (rows, day) = (figure(rows), self.day(day));
        match self {
            Self::Zh => format!("上次报送{day}，{rows}行"),
            Self::En => format!("last reported {day}, {rows} rows"),
        }
    }

    /// `其余12个见数据表`
    pub fn the_others(self, count: usize) -> String {
        match self {
            Self::Zh => format!("其余{count}个见数据表"),
            Self::En => format!("{count} more in the table"),
        }
    }

    /// What an error for which rows are held back is called; its code where it has no name.
    pub fn held_back_for(self, code: &str) -> String {
        let named = overview::reason(code);
        match self {
            Self::Zh => named.map_or(code, |(zh, _)| zh).to_owned(),
            Self::En => named.map_or(code, |(_, en)| en).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_by_thousands() {
        for (count, shown) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (1_286, "1,286"), (1_234_567, "1,234,567")]
        {
            assert_eq!(figure(count), shown);
        }
    }
}
