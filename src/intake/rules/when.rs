//! The two dates of an award, against today, the holder's age and each other.

use super::{
    Case,
    dates::{self, Fault},
};
use crate::{
    intake::{
        notices::{Notice, date},
        table::Cell,
    },
    model::{
        day::{Day, PartialDay},
        finding::Field,
        identity::IdReading,
    },
};

/// Titles have been awarded since the reform of 1986, and by some offices since 1978.
const USUAL_SINCE: i16 = 1980;
/// Nothing before this year can be meant.
const NEVER_BEFORE: i16 = 1950;
const AGE: i16 = 16;

pub(super) fn obtained_on(case: &mut Case<'_>, id: Option<&IdReading>) -> Option<PartialDay> {
    let written = case.filled(Field::ObtainedOn)?;
    let obtained = read(case, Field::ObtainedOn, written)?;
    if obtained.month().is_none() {
        case.say(Field::ObtainedOn, date::year_only(Field::ObtainedOn));
    }
    let sixteenth = id.and_then(|reading| reading.born_on).and_then(birthday);
    if sixteenth.is_some_and(|sixteenth| obtained.latest() < sixteenth) {
        case.say(Field::ObtainedOn, date::before_sixteen());
    }
    Some(obtained)
}

pub(super) fn announced_on(
    case: &mut Case<'_>,
    obtained: Option<PartialDay>,
) -> Option<PartialDay> {
    let written = case.given(Field::AnnouncedOn)?;
    let announced = read(case, Field::AnnouncedOn, written)?;
    if obtained.is_some_and(|obtained| obtained.earliest() > announced.latest()) {
        case.say(Field::ObtainedOn, date::after_announced());
    }
    Some(announced)
}

/// The day on which somebody turns sixteen; for 29 February the day after.
fn birthday(born_on: Day) -> Option<Day> {
    let year = born_on.year().checked_add(AGE)?;
    Day::new(year, born_on.month(), born_on.day()).or_else(|| Day::new(year, 3, 1))
}

fn read(case: &mut Case<'_>, field: Field, written: Cell<'_>) -> Option<PartialDay> {
    let today = case.sheet.context.today;
    let read = match dates::read(written, case.sheet.is_text, today) {
        Ok(read) => read,
        Err(error) => {
            case.say(field, fault(field, error, written));
            return None;
        }
    };
    let found = read.date;
    if found.earliest() > today {
        case.say(field, date::future(field, today));
        return None;
    }
    if found.year() < NEVER_BEFORE {
        case.say(field, date::too_early(field, found.year()));
        return None;
    }
    if found.year() < USUAL_SINCE {
        case.say(field, date::early(field, found.year()));
    }
    if read.interpreted {
        case.say(field, date::respelt(field, written.text(), found));
    }
    Some(found)
}

/// What to say about a cell that holds no date.
pub(super) fn fault(field: Field, fault: Fault, written: Cell<'_>) -> Notice {
    match fault {
        Fault::Ambiguous { year } => date::ambiguous(field, year),
        Fault::Impossible => date::impossible(field, written.text()),
        Fault::Several => date::several(field),
        Fault::Unreadable => date::unreadable(field, written.text()),
    }
}
