//! Series, title, level and way of award, against the catalogue and the office's scope.

use super::Case;
use crate::{
    intake::{
        form::Form,
        notices::{award, cell},
        table::Cell,
    },
    model::{
        catalogue::{Level, TitleEntry, Verb},
        certificate::{AwardMethod, Road},
        finding::Field,
        office::{Office, OfficeKind},
        text::Text,
    },
};

/// The title of the row, with its series and level, if the office may send it.
pub(super) fn title<'a>(case: &mut Case<'a>) -> Option<&'a TitleEntry> {
    let written = word(case, Field::Title);
    let series = series(case, written);
    let entry = match (written, series) {
        (Some(written), Ok(Some(series))) => known(case, series, written),
        (Some(written), Ok(None)) => {
            unplaced(case, written);
            None
        }
        _ => None,
    };
    level(case, entry);
    entry.filter(|entry| is_in_scope(case, entry))
}

/// A must-cell's word.
fn word<'a>(case: &mut Case<'a>, field: Field) -> Option<&'a str> {
    match case.filled(field)? {
        Cell::Date(_) => {
            case.say(field, cell::is_a_date(field));
            None
        }
        cell => Some(cell.text()),
    }
}

/// The series: its cell, else the title where one series alone has it, else the specialty.
/// `Ok(None)`: none of them tells. `Err` was said.
fn series<'a>(case: &mut Case<'a>, title: Option<&str>) -> Result<Option<&'a Text>, ()> {
    let catalogue = case.sheet.context.catalogue;
    if !case.cell(Field::Series).is_empty() {
        let written = case.given(Field::Series).ok_or(())?.text();
        let Some(meant) = catalogue.series_of_word(written) else {
            case.say(Field::Series, award::series_unknown(written));
            return Err(());
        };
        if meant.series.as_str() != written {
            case.say(Field::Series, award::series_named(written, &meant.series));
        }
        return Ok(Some(&meant.series));
    }
    if let Some([only]) = title.map(|title| catalogue.series_with_title(title)) {
        return Ok(Some(only));
    }
    let specialty = case.cell(Field::Specialty).text();
    Ok(catalogue.series_of_word(specialty).map(|meant| &meant.series))
}

/// A title without a series: either several series have it, or none.
fn unplaced(case: &mut Case<'_>, written: &str) {
    let catalogue = case.sheet.context.catalogue;
    let candidates = catalogue.series_with_title(written);
    if candidates.is_empty() {
        let hints = catalogue.hints(None, written);
        case.say(Field::Title, award::title_unknown(written, None, &hints));
    } else {
        case.say(Field::Series, award::series_needed(candidates));
    }
}

/// The title as the catalogue has it in `series`.
fn known<'a>(case: &mut Case<'a>, series: &Text, written: &str) -> Option<&'a TitleEntry> {
    let catalogue = case.sheet.context.catalogue;
    if let Some(entry) = catalogue.title(series.as_str(), written) {
        if entry.title.as_str() != written {
            case.say(Field::Title, award::title_respelt(written, &entry.title));
        }
        return Some(entry);
    }
    let others = catalogue.series_with_title(written);
    let notice = if others.is_empty() {
        let hints = catalogue.hints(Some(series.as_str()), written);
        award::title_unknown(written, Some(series), &hints)
    } else {
        award::title_of_other_series(written, series, others)
    };
    case.say(Field::Title, notice);
    None
}

/// The level cell against the title; the title decides.
fn level(case: &mut Case<'_>, entry: Option<&TitleEntry>) {
    let Some(written) = case.given(Field::Level) else { return };
    match (case.sheet.context.catalogue.level_of_word(written.text()), entry) {
        (None, entry) => {
            case.say(
                Field::Level,
                award::level_unknown(written.text(), entry.map(|entry| entry.level)),
            );
        }
        (Some(word), Some(entry)) if !word.agrees_with(entry.level) => {
            case.say(Field::Level, award::level_differs(&entry.title, entry.level));
        }
        _ => {}
    }
}

/// Whether the office may send the title by this road; if not, which road or office may.
fn is_in_scope(case: &mut Case<'_>, entry: &TitleEntry) -> bool {
    let context = case.sheet.context;
    if !entry.level.is_ours() {
        case.say(Field::Title, award::title_senior(&entry.title, entry.level));
        return false;
    }
    if !context.scope.has_series(entry.series.as_str()) {
        let others = senders(case, entry, context.road);
        case.say(Field::Title, award::series_out_of_scope(&entry.series, &others));
        return false;
    }
    if !context.scope.levels.contains(&entry.level) {
        let notice = other_road(case, entry);
        case.say(Field::Title, notice);
        return false;
    }
    true
}

/// The road that a title takes which is not this office's.
fn other_road(case: &Case<'_>, entry: &TitleEntry) -> crate::intake::notices::Notice {
    let catalogue = case.sheet.context.catalogue;
    let is_decided_here = catalogue.plan().iter().any(|line| {
        line.verb == Verb::Decide && line.series == entry.series && line.level == entry.level
    });
    let of_units = catalogue.offices().iter().chain(catalogue.office_patterns()).any(|office| {
        office.kind == OfficeKind::AutonomousUnit && sends(office, entry, Road::Filed)
    });
    if is_decided_here && entry.level == Level::Intermediate {
        award::title_by_issuing(&entry.title, entry.level, &senders(case, entry, Road::Issued))
    } else if of_units {
        award::title_by_unit(&entry.title, entry.level)
    } else {
        award::title_elsewhere(&entry.title, entry.level)
    }
}

/// Offices other than the bureau that send this series and level by `road`.
fn senders<'a>(case: &Case<'a>, entry: &TitleEntry, road: Road) -> Vec<&'a Text> {
    let offices = case.sheet.context.catalogue.offices();
    offices
        .iter()
        .filter(|office| !office.is_bureau() && office.kind != OfficeKind::County)
        .filter(|office| sends(office, entry, road))
        .map(|office| &office.name)
        .collect()
}

fn sends(office: &Office, entry: &TitleEntry, road: Road) -> bool {
    office.scope.has_road(road)
        && office.scope.has_series(entry.series.as_str())
        && office.scope.levels.contains(&entry.level)
}

pub(super) fn method(case: &mut Case<'_>) -> Option<AwardMethod> {
    let field = Field::AwardMethod;
    let Some(cell) = case.given(field) else {
        // What is sent to be confirmed is obtained by that.
        let is_moved = case.sheet.columns.form == Form::Moved;
        return is_moved.then_some(AwardMethod::Confirmation);
    };
    let written = cell.text();
    let allowed = &case.sheet.context.scope.award_methods;
    let Some(method) = case.sheet.context.catalogue.award_method_of_word(written) else {
        let is_examination = written.contains("考试") || written.contains("以考代评");
        let notice = if is_examination {
            award::method_examination(written)
        } else {
            award::method_unknown(written, allowed)
        };
        case.say(field, notice);
        return None;
    };
    if !allowed.contains(&method) {
        case.say(field, award::method_out_of_scope(method, allowed));
        return None;
    }
    if method.zh() != written {
        case.say(field, award::method_named(written, method));
    }
    Some(method)
}
