//! Until when a copy counts.

use crate::model::day::Day;

/// The most days from the one on which a copy is made to its last.
pub const MOST_DAYS: i32 = 90;

/// The days that are offered to whoever names none.
pub const DAYS_OFFERED: i32 = 30;

/// Why what was written is no day until which a copy can count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UntilFault {
    /// Not a day as a calendar has it.
    NotADay,
    /// It has passed already.
    Past,
    /// Later than a copy may count; the last possible day.
    TooFar(Day),
}

/// Reads the last day of a copy that is made today.
pub fn until(written: &str, today: Day) -> Result<Day, UntilFault> {
    let day = day(written.trim()).ok_or(UntilFault::NotADay)?;
    let last = today.plus_days(MOST_DAYS);
    match day {
        day if day < today => Err(UntilFault::Past),
        day if day > last => Err(UntilFault::TooFar(last)),
        day => Ok(day),
    }
}

/// A day as people write it: 2026-12-31, 2026/12/5, 2026年12月31日, 20261231.
fn day(written: &str) -> Option<Day> {
    let numbers: Vec<&str> =
        written.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let [year, month, day] = match numbers.as_slice() {
        [whole] if whole.len() == 8 => [whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?],
        [year, month, day] if year.len() == 4 => [*year, *month, *day],
        _ => return None,
    };
    Day::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}

impl UntilFault {
    /// In Chinese: what is wrong, and what to write.
    pub fn zh(self) -> String {
        match self {
            Self::NotADay => "请写明用到哪一天，像2026-12-31这样写。".into(),
            Self::Past => "这一天已经过去。请选今天或以后的日期。".into(),
            Self::TooFar(last) => {
                format!("副本最多用{MOST_DAYS}天。请选{}或更早的日期。", last.zh())
            }
        }
    }

    /// In English.
    pub fn en(self) -> String {
        match self {
            Self::NotADay => "Say until which day, written as 2026-12-31.".into(),
            Self::Past => "That day has passed. Choose today or a later day.".into(),
            Self::TooFar(last) => {
                let last = crate::model::day::PartialDay::from(last).en();
                format!("A copy counts for at most {MOST_DAYS} days. Choose {last} or earlier.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_counts_from_today_to_ninety_days_later() {
        let today = Day::parse("2026-11-25").unwrap();
        for good in ["2026-11-25", " 2026-12-31 ", "2027-02-23"] {
            assert_eq!(until(good, today), Ok(Day::parse(good.trim()).unwrap()));
        }
        for good in ["2026/12/5", "2026年12月5日", "20261205", "2026.12.05", "2026-12-5"] {
            assert_eq!(until(good, today), Ok(Day::parse("2026-12-05").unwrap()), "{good}");
        }
        let last = Day::parse("2027-02-23").unwrap();
        for (written, fault) in [
            ("2026-11-24", UntilFault::Past),
            ("2027-02-24", UntilFault::TooFar(last)),
            ("", UntilFault::NotADay),
            ("2026-02-30", UntilFault::NotADay),
            ("31/12/2026", UntilFault::NotADay),
            ("2026-12", UntilFault::NotADay),
            ("2026-12-31 8", UntilFault::NotADay),
        ] {
            assert_eq!(until(written, today), Err(fault), "{written}");
        }
        assert!(UntilFault::TooFar(last).zh().contains("2027年2月23日"));
    }
}
