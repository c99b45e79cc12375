//! The holder: name, document, and what the document tells against the other columns.

use super::{Case, dates};
use crate::{
    intake::{
        notices::{cell, date, person},
        table::Cell,
        template,
    },
    model::{
        day::PartialDay,
        finding::Field,
        identity::{IdFault, IdReading, IdType, Identity, Sex},
        name::PersonName,
    },
};

pub(super) fn name(case: &mut Case<'_>) -> Option<PersonName> {
    let written = case.filled(Field::Name)?;
    if template::is_left(Field::Name, written.text()) {
        case.say(Field::Name, person::example_left(Field::Name));
        return None;
    }
    if let Cell::Date(_) = written {
        case.say(Field::Name, cell::is_a_date(Field::Name));
        return None;
    }
    let reading = match PersonName::read(written.text()) {
        Ok(reading) => reading,
        Err(fault) => {
            case.say(Field::Name, person::name_fault(&fault));
            return None;
        }
    };
    for fix in reading.fixes {
        case.say(Field::Name, person::name_fix(fix, &reading.name));
    }
    let draws = case.sheet.context.draws;
    let undrawn = reading.name.as_str().chars().find(|c| !c.is_whitespace() && !draws(*c));
    if let Some(c) = undrawn {
        case.say(Field::Name, cell::undrawable(Field::Name, c));
    }
    Some(reading.name)
}

pub(super) fn identity(case: &mut Case<'_>) -> Option<IdReading> {
    let written = case.filled(Field::IdNumber);
    if written.is_some_and(|cell| template::is_left(Field::IdNumber, cell.text())) {
        case.say(Field::IdNumber, person::example_left(Field::IdNumber));
        return None;
    }
    let id_type = id_type(case, written.map_or("", Cell::text));
    match read(id_type.ok()?, written?, case) {
        Ok(reading) => {
            for fix in &reading.fixes {
                case.say(Field::IdNumber, person::id_fix(*fix, &reading.identity));
            }
            for warning in &reading.warnings {
                case.say(Field::IdNumber, person::id_warning(*warning));
            }
            Some(reading)
        }
        Err(fault @ IdFault::TypeDisagrees { .. }) => {
            case.say(Field::IdType, person::id_fault(fault));
            None
        }
        Err(fault) => {
            case.say(Field::IdNumber, person::id_fault(fault));
            None
        }
    }
}

/// A numeric cell holds fifteen digits at the most; the check of what is left proves nothing.
fn read(id_type: Option<IdType>, written: Cell<'_>, case: &Case<'_>) -> Result<IdReading, IdFault> {
    match written {
        Cell::Number(digits) if digits.len() > 15 => Err(IdFault::TypedAsNumber),
        Cell::Date(_) => Err(IdFault::StrayCharacter),
        cell => Identity::read(id_type, cell.text(), case.sheet.context.today),
    }
}

/// The type that the row names; none where it names none. `Err` was said.
fn id_type(case: &mut Case<'_>, number: &str) -> Result<Option<IdType>, ()> {
    if case.cell(Field::IdType).is_empty() {
        return Ok(None);
    }
    let written = case.given(Field::IdType).ok_or(())?.text();
    let id_type = IdType::from_written(written, number);
    if id_type.is_none() {
        case.say(Field::IdType, person::id_type_unknown(written));
    }
    id_type.map(Some).ok_or(())
}

/// The number's word, or else the column's.
pub(super) fn sex(case: &mut Case<'_>, id: Option<&IdReading>) -> Option<Sex> {
    let by_id = id.and_then(|reading| reading.sex);
    let Some(written) = case.given(Field::Sex) else { return by_id };
    let word = match written.text() {
        "男" | "男性" | "M" | "m" => Sex::Male,
        "女" | "女性" | "F" | "f" => Sex::Female,
        other => {
            case.say(Field::Sex, person::sex_unknown(other));
            return by_id;
        }
    };
    if let Some(by_id) = by_id.filter(|by_id| *by_id != word) {
        case.say(Field::Sex, person::sex_differs(by_id));
    }
    by_id.or(Some(word))
}

/// The month that the number tells, or else the column.
pub(super) fn born_on(case: &mut Case<'_>, id: Option<&IdReading>) -> Option<PartialDay> {
    let by_id = id.and_then(|reading| reading.born_on).map(PartialDay::from);
    let month = by_id.map(PartialDay::to_month);
    let Some(written) = case.given(Field::BornOn) else { return month };
    let today = case.sheet.context.today;
    let candidates = match dates::read(written, case.sheet.is_text, today) {
        Ok(read) => vec![read.date],
        // The number decides whether January or October was meant.
        Err(dates::Fault::Ambiguous { year }) if by_id.is_some() => [1, 10]
            .into_iter()
            .filter_map(|month| PartialDay::new(year, Some(month), None))
            .collect(),
        Err(fault) => {
            case.say(Field::BornOn, super::when::fault(Field::BornOn, fault, written));
            return month;
        }
    };
    match by_id {
        Some(by_id) if !candidates.iter().any(|date| date.agrees_with(by_id)) => {
            case.say(Field::BornOn, person::birth_differs(by_id));
        }
        Some(_) => {}
        None if candidates.iter().any(|date| date.earliest() > today) => {
            case.say(Field::BornOn, date::future(Field::BornOn, today));
        }
        None => return candidates.first().map(|date| date.to_month()),
    }
    month
}
