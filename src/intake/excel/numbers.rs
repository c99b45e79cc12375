//! What a number in a cell means: as much of a date as its format shows, or else its digits. A cell
//! that shows 2019年12月 holds a month.

use crate::model::day::{Day, PartialDay};
use std::borrow::Cow;

/// What a cell's format shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shows {
    /// No date.
    Number,
    /// A year.
    Year,
    /// A year and a month.
    Month,
    /// A day.
    Day,
}

/// The formats that a workbook need not list (ECMA-376 part 1, 18.8.30, with zh-CN).
pub(super) fn built_in(id: u32) -> Shows {
    match id {
        17 | 27 | 36 | 50 | 52 | 57 => Shows::Month,
        14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Shows::Day,
        _ => Shows::Number,
    }
}

/// Reads a format code such as `[$-804]yyyy"年"m"月";@` by its first section.
pub(super) fn by_code(code: &str) -> Shows {
    let (mut year, mut month, mut day, mut time) = (false, false, false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c.to_ascii_lowercase() {
            ';' => break,
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            'y' => year = true,
            'm' => month = true,
            'd' => day = true,
            'h' | 's' => time = true,
            _ => {}
        }
    }
    match (year, month, day) {
        (_, _, true) => Shows::Day,
        (true, true, false) => Shows::Month,
        (true, false, false) => Shows::Year,
        (false, true, false) if !time => Shows::Month,
        _ => Shows::Number,
    }
}

/// The digits of a number as a person would write them: whole numbers as the file has them, others
/// by their shortest form (Excel writes 2019.1 as 2019.0999999999999).
pub(super) fn digits(value: &str) -> Cow<'_, str> {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.into();
    }
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() && number.abs() < 1e30 => number.to_string().into(),
        _ => value.into(),
    }
}

/// The day that an Excel serial number means. The 1900 system has a 29 February 1900 as day 60.
pub(super) fn serial(days: f64, is_1904: bool) -> Option<Day> {
    if !(1.0..2_958_466.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
    let days = days as i32;
    let (epoch, days) = match (is_1904, days) {
        (true, days) => (Day::new(1904, 1, 1)?, days),
        (false, 60) => return None,
        (false, days) if days < 60 => (Day::new(1900, 1, 1)?, days - 1),
        (false, days) => (Day::new(1900, 1, 1)?, days - 2),
    };
    Some(epoch.plus_days(days))
}

pub(super) fn cut(day: Day, shows: Shows) -> Option<PartialDay> {
    match shows {
        Shows::Number => None,
        Shows::Year => PartialDay::new(day.year(), None, None),
        Shows::Month => PartialDay::new(day.year(), Some(day.month()), None),
        Shows::Day => Some(day.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_as_much_of_a_date_as_it_names() {
        for (code, shows) in [
            ("General", Shows::Number),
            ("yyyy\"年\"m\"月\"", Shows::Month),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", Shows::Day),
            ("yyyy-mm-dd hh:mm", Shows::Day),
            ("yyyy.mm", Shows::Month),
            ("mmm\\-yy", Shows::Month),
            ("yyyy", Shows::Year),
            ("[Red]0.00", Shows::Number),
            ("[h]:mm:ss", Shows::Number),
            ("\"day\"0", Shows::Number),
            ("0.00E+00", Shows::Number),
            ("\"unclosed", Shows::Number),
        ] {
            assert_eq!(by_code(code), shows, "{code}");
        }
        assert_eq!(
            (built_in(14), built_in(57), built_in(0)),
            (Shows::Day, Shows::Month, Shows::Number)
        );
    }

    #[test]
    fn serial_numbers_mean_days_in_both_epochs() {
        for (value, is_1904, day) in [
            (43830.0, false, Some("2019-12-31")),
            (43830.75, false, Some("2019-12-31")),
            (42368.0, true, Some("2019-12-31")),
            (59.0, false, Some("1900-02-28")),
            (60.0, false, None),
            (61.0, false, Some("1900-03-01")),
            (0.0, false, None),
            (-1.0, false, None),
            (1e300, false, None),
            (f64::NAN, false, None),
        ] {
            assert_eq!(
                serial(value, is_1904).map(|day| day.to_string()).as_deref(),
                day,
                "{value}"
            );
        }
    }

    #[test]
    fn a_number_keeps_its_digits() {
        for (value, shown) in [
            ("330302199003071231", "330302199003071231"),
            ("3.30302199003071E+17", "330302199003071000"),
            ("2019.0999999999999", "2019.1"),
            ("2019.12", "2019.12"),
            ("007", "007"),
            ("1e999", "1e999"),
        ] {
            assert_eq!(digits(value), shown);
        }
    }
}
