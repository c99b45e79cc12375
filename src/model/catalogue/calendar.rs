//! Working days by the yearly holiday table, and the publicity window.

use super::{CatalogueError, table::Table};
use crate::model::day::Day;
use std::collections::{HashMap, HashSet};

/// Days of publicity that the notice asks for (公布前需公示7天).
const DAYS: u32 = 7;

/// Working days of publicity that 人社部令第40号 asks for, from [`rule_of_working_days`] on.
const WORKING_DAYS: u32 = 5;

/// Holidays whose day the moon does not move (《全国年节及纪念日放假办法》): month and day. They hold
/// in a year for which no arrangement is known yet.
const FIXED: [(i8, i8); 6] = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];

/// Holidays and worked weekends. A year outside the table has its weekends and the holidays of
/// [`FIXED`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    works: HashMap<Day, bool>,
    years: HashSet<i16>,
}

/// A publicity window that ends too early.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the publicity must last until {first_lawful_until} at least")]
pub struct WindowTooShort {
    /// The first day on which the publicity may end.
    pub first_lawful_until: Day,
}

impl Calendar {
    pub(super) fn read(text: &str) -> Result<Self, CatalogueError> {
        let table = Table::read("holidays.csv", text, &["date", "kind"])?;
        let mut works = HashMap::new();
        for row in table.rows() {
            let day = row.parse("date", Day::parse)?;
            let worked = row.parse("kind", |kind| match kind {
                "holiday" => Some(false),
                "workday" => Some(true),
                _ => None,
            })?;
            if works.insert(day, worked).is_some() {
                return Err(row.fault(format!("{day} is there twice")));
            }
        }
        let years = works.keys().map(|day| day.year()).collect();
        Ok(Self { works, years })
    }

    /// Whether the table knows the holidays of `year`.
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// Whether offices work on `day`.
    pub fn is_working_day(&self, day: Day) -> bool {
        let is_holiday = || !self.knows(day.year()) && FIXED.contains(&(day.month(), day.day()));
        self.works.get(&day).copied().unwrap_or_else(|| !day.is_weekend() && !is_holiday())
    }

    /// How many of the days after `from`, up to and with `until`, are worked. Counts ten years at
    /// the most.
    pub fn working_days_between(&self, from: Day, until: Day) -> u32 {
        let days = (1..=3660).map(|after| from.plus_days(after)).take_while(|day| *day <= until);
        days.fold(0, |sum, day| sum + u32::from(self.is_working_day(day)))
    }

    /// The first day on which the result of a publicity from `from` until `until` may be announced:
    /// the day after `until`, if the window is long enough.
    ///
    /// Counted from the day after `from` (民法典 201) to `until` inclusive it has seven days at
    /// least, and five working days at least where it began on 2019-09-01 or later.
    pub fn first_lawful_announcement(&self, from: Day, until: Day) -> Result<Day, WindowTooShort> {
        let first_lawful_until = self.first_lawful_until(from);
        if until < first_lawful_until {
            return Err(WindowTooShort { first_lawful_until });
        }
        Ok(until.plus_days(1))
    }

    fn first_lawful_until(&self, from: Day) -> Day {
        let mut day = from;
        let (mut days, mut worked) =
            (0, if from < rule_of_working_days() { WORKING_DAYS } else { 0 });
        // The table knows no year without five working days; the bound holds against any table.
        while (days < DAYS || worked < WORKING_DAYS) && days < 366 {
            day = day.plus_days(1);
            days += 1;
            worked += u32::from(self.is_working_day(day));
        }
        day
    }
}

/// 《职称评审管理暂行规定》 is in force from this day.
fn rule_of_working_days() -> Day {
    Day::new(2019, 9, 1).expect("a day of the calendar")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue::Catalogue;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

    fn day(written: &str) -> Day {
        Day::parse(written).unwrap()
    }

    #[test]
    fn holidays_and_worked_weekends_are_known() {
        let calendar = CATALOGUE.calendar();
        for (written, works) in [
            ("2019-10-01", false),
            ("2019-10-12", true),
            ("2019-10-13", false),
            ("2020-01-19", true),
            ("2020-01-31", false),
            ("2019-06-14", true),
            ("2030-01-05", false),
            ("2030-01-07", true),
            ("2030-01-01", false),
            ("2030-10-03", false),
            ("2030-10-04", true),
            // The table says of 2026 what is worked.
            ("2026-10-04", false),
        ] {
            assert_eq!(calendar.is_working_day(day(written)), works, "{written}");
        }
        assert!(calendar.knows(2026) && !calendar.knows(2030));
        assert_eq!(calendar.working_days_between(day("2019-09-30"), day("2019-10-12")), 5);
        assert_eq!(calendar.working_days_between(day("2019-10-12"), day("2019-09-30")), 0);
    }

    #[test]
    fn a_window_has_seven_days_of_which_five_are_worked() {
        for (from, until) in [
            ("2020-01-06", "2020-01-13"), // the notice's own count: publish from the 14th
            ("2019-09-30", "2019-10-12"), // over 国庆
            ("2020-01-23", "2020-02-07"), // over 春节
            ("2019-08-30", "2019-09-06"),
            ("2018-09-30", "2018-10-07"), // before the rule of working days: seven days alone
            ("2019-08-31", "2019-09-07"),
            ("2018-02-14", "2018-02-21"),
        ] {
            let (from, until) = (day(from), day(until));
            let announce = |until| CATALOGUE.calendar().first_lawful_announcement(from, until);
            assert_eq!(announce(until), Ok(until.plus_days(1)));
            assert_eq!(announce(until.plus_days(9)), Ok(until.plus_days(10)));
            assert_eq!(
                announce(until.plus_days(-1)),
                Err(WindowTooShort { first_lawful_until: until })
            );
            assert_eq!(announce(from), Err(WindowTooShort { first_lawful_until: until }));
        }
    }

    proptest! {
        #[test]
        fn the_first_lawful_end_is_lawful_and_the_day_before_is_not(offset in 0..3000_i32) {
            let calendar = CATALOGUE.calendar();
            let from = day("2019-09-01").plus_days(offset);
            let until = calendar.first_lawful_until(from);
            let lawful = |until: Day| until >= from.plus_days(7) && calendar.working_days_between(from, until) >= 5;
            prop_assert!(lawful(until) && !lawful(until.plus_days(-1)));
        }
    }
}
