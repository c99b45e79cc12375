//! Days and instants. A certificate's dates are often known to the month or the year only, and that
//! precision is part of the fact: day 1 is never invented.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One calendar day, written `YYYY-MM-DD` (ISO 8601), between 1900 and 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// `None` if the calendar has no such day, or before 1900.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().filter(|_| year >= 1900).map(Self)
    }

    /// Parses `YYYY-MM-DD`.
    pub fn parse(written: &str) -> Option<Self> {
        let PartialDay { year, month: Some(month), day: Some(day) } = PartialDay::parse(written)?
        else {
            return None;
        };
        Self::new(year, month, day)
    }

    /// The calendar year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1-12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1-31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day `days` later (earlier when negative); stays put at the end of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days.clamp(-3_000_000, 3_000_000))))
    }

    /// How many days this day lies behind `earlier`.
    pub fn days_since(self, earlier: Self) -> i64 {
        earlier.0.duration_until(self.0).as_hours() / 24
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
    }

    /// `2019年12月20日`.
    pub fn zh(self) -> String {
        PartialDay::from(self).zh()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("a day is written YYYY-MM-DD")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// A day, a month or a year: as precise as the source was. Written `2019`, `2019-12` or
/// `2019-12-20`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDay {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDay {
    /// `None` if the calendar has no such day or month, or before 1900.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        if day.is_some() && month.is_none() {
            return None;
        }
        Day::new(year, month.unwrap_or(1), day.unwrap_or(1)).map(|_| Self { year, month, day })
    }

    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = written.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|m| digits(m, 2)).map_or(Some(None), |m| m.map(Some))?;
        let day = parts.next().map(|d| digits(d, 2)).map_or(Some(None), |d| d.map(Some))?;
        if parts.next().is_some() {
            return None;
        }
        Self::new(
            year,
            month.and_then(|m| i8::try_from(m).ok()),
            day.and_then(|d| i8::try_from(d).ok()),
        )
    }

    /// The calendar year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, where it is known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where it is known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The first day that this can mean.
    pub fn earliest(self) -> Day {
        Day::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .expect("checked when made")
    }

    /// The last day that this can mean.
    pub fn latest(self) -> Day {
        let month = self.month.unwrap_or(12);
        (28..=31)
            .rev()
            .filter(|last| self.day.is_none_or(|day| day == *last) || self.day.is_some())
            .find_map(|last| Day::new(self.year, month, self.day.unwrap_or(last)))
            .expect("every month has 28 days")
    }

    /// The same, no more precise than a month.
    #[must_use]
    pub fn to_month(self) -> Self {
        Self { day: None, ..self }
    }

    /// Whether both can mean the same day: `2019-12` agrees with `2019-12-20`.
    pub fn agrees_with(self, other: Self) -> bool {
        self.earliest() <= other.latest() && other.earliest() <= self.latest()
    }

    /// `2019年12月20日`, `2019年12月` or `2019年`.
    pub fn zh(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{}年{month}月{day}日", self.year),
            (Some(month), None) => format!("{}年{month}月", self.year),
            _ => format!("{}年", self.year),
        }
    }

    /// `20 December 2019`, `December 2019` or `2019`.
    pub fn en(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = self.month.and_then(|m| MONTHS.get(usize::try_from(m - 1).ok()?));
        match (month, self.day) {
            (Some(month), Some(day)) => format!("{day} {month} {}", self.year),
            (Some(month), None) => format!("{month} {}", self.year),
            _ => self.year.to_string(),
        }
    }
}

fn digits(written: &str, count: usize) -> Option<i16> {
    (written.len() == count && written.bytes().all(|b| b.is_ascii_digit()))
        .then(|| written.parse().ok())?
}

impl From<Day> for PartialDay {
    fn from(day: Day) -> Self {
        Self { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}

impl fmt::Display for PartialDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl fmt::Debug for PartialDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for PartialDay {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("a date is written YYYY, YYYY-MM or YYYY-MM-DD")
    }
}

impl From<PartialDay> for String {
    fn from(day: PartialDay) -> Self {
        day.to_string()
    }
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z. Signed data carries whole seconds only.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// China keeps one time zone without summer time: UTC+8.
const BEIJING_MS: i64 = 8 * 3_600_000;

impl Timestamp {
    /// The same instant cut to whole seconds.
    #[must_use]
    pub fn whole_seconds(self) -> Self {
        Self(self.0.div_euclid(1000) * 1000)
    }

    /// Later by `ms` milliseconds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The day in Wenzhou (UTC+8).
    pub fn day(self) -> Day {
        Day(Self::civil(self.0.saturating_add(BEIJING_MS)).date())
    }

    /// The first instant of `day` in Wenzhou.
    pub fn start_of(day: Day) -> Self {
        let days = (day.0 - Date::new(1970, 1, 1).unwrap_or(Date::ZERO)).get_days();
        Self(i64::from(days) * 86_400_000 - BEIJING_MS)
    }

    /// `2026-11-24T08:28:05Z` (RFC 3339, whole seconds, UTC): the form of signed data.
    pub fn rfc3339(self) -> String {
        Self::civil(self.0).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Parses the form of [`Self::rfc3339`] and nothing else.
    pub fn parse_rfc3339(written: &str) -> Option<Self> {
        let instant: jiff::Timestamp = written.parse().ok()?;
        let parsed = Self(instant.as_millisecond());
        (parsed.rfc3339() == written).then_some(parsed)
    }

    /// `2026年11月24日 16:28:05`, the clock in Wenzhou.
    pub fn zh(self) -> String {
        let civil = Self::civil(self.0.saturating_add(BEIJING_MS));
        format!("{} {}", self.day().zh(), civil.strftime("%H:%M:%S"))
    }

    /// `24 November 2026, 16:28:05`, the clock in Wenzhou.
    pub fn en(self) -> String {
        let civil = Self::civil(self.0.saturating_add(BEIJING_MS));
        format!("{}, {}", PartialDay::from(self.day()).en(), civil.strftime("%H:%M:%S"))
    }

    fn civil(ms: i64) -> jiff::civil::DateTime {
        let instant = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        jiff::tz::Offset::UTC.to_datetime(instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn month_precision_is_kept() {
        let month = PartialDay::parse("2019-12").unwrap();
        assert_eq!((month.zh().as_str(), month.to_string().as_str()), ("2019年12月", "2019-12"));
        assert_eq!(
            (month.earliest().to_string(), month.latest().to_string()),
            ("2019-12-01".into(), "2019-12-31".into())
        );
        assert_eq!(PartialDay::parse("2020-02").unwrap().latest().to_string(), "2020-02-29");
        assert_eq!(PartialDay::parse("2020-02-03").unwrap().latest().to_string(), "2020-02-03");
        assert!(month.agrees_with(PartialDay::parse("2019-12-20").unwrap()));
        assert!(!month.agrees_with(PartialDay::parse("2020").unwrap()));
    }

    #[test]
    fn impossible_days_do_not_exist() {
        for written in [
            "2019-02-29",
            "2019-13",
            "2019-1-1",
            "201-01-01",
            "2019-12-31-1",
            "",
            "2019-00",
            "1899-12-31",
            "2019-012",
        ] {
            assert_eq!(PartialDay::parse(written), None, "{written}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_wenzhou() {
        let day = Day::parse("2019-12-31").unwrap();
        assert_eq!(Timestamp::start_of(day).rfc3339(), "2019-12-30T16:00:00Z");
        assert_eq!(Timestamp::start_of(day).day(), day);
        assert_eq!(Timestamp::start_of(day).plus_ms(-1).day(), day.plus_days(-1));
        assert_eq!(
            Timestamp::parse_rfc3339("2019-12-30T16:00:00Z"),
            Some(Timestamp::start_of(day))
        );
        assert_eq!(Timestamp::parse_rfc3339("2019-12-30T16:00:00.5Z"), None);
    }
}
