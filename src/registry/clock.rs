//! Time as a parameter.

use crate::model::day::{Day, Timestamp};
use std::fmt;
use std::sync::Arc;

/// Where a registry takes the time from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that asks `now` each time.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The same clock moved to `day`, at the same time of day.
    #[must_use]
    pub fn on(self, day: Day) -> Self {
        Self::new(move || {
            let now = self.now();
            let midnight = Timestamp::start_of(now.day());
            Timestamp::start_of(day).plus_ms(now.0 - midnight.0)
        })
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }

    /// The present day in Wenzhou.
    pub fn today(&self) -> Day {
        self.now().day()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_keeps_the_time_of_day() {
        let noon = Timestamp::start_of(Day::parse("2026-11-25").unwrap()).plus_ms(43_200_000);
        let clock = Clock::new(move || noon).on(Day::parse("2020-02-29").unwrap());
        assert_eq!(clock.now().zh(), "2020年2月29日 12:00:00");
    }
}
