//! Check a sheet without a registry: what intake finds, by the rules of an office.

use crate::registry::{Refusal, Result};
use crate::intake::{self, Context, Reading};
use crate::model::catalogue::Catalogue;
use crate::model::certificate::Road;
use crate::model::day::Day;
use crate::model::office::{OfficeCode, Scope};
use crate::print::Press;

/// What a check is made against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// Titles, words and offices.
    pub catalogue: &'a Catalogue,
    /// Which characters can be printed.
    pub press: &'a Press,
    /// The office that would send the sheet; without one, a county's scope.
    pub office: Option<&'a OfficeCode>,
    /// The road that it would take.
    pub road: Road,
    /// The present day.
    pub today: Day,
}

/// Checks one file. Nothing is written anywhere.
pub fn check(file_name: &str, bytes: &[u8], against: &Against<'_>) -> Result<Reading> {
    let office = match against.office {
        Some(code) => Some(
            against.catalogue.office(code).ok_or_else(|| Refusal::NoSuchOffice(code.clone()))?,
        ),
        None => None,
    };
    if let Some(office) = office.filter(|office| !office.scope.has_road(against.road)) {
        return Err(Refusal::RoadClosed(office.code.clone(), against.road).into());
    }
    let county = Scope::county();
    let context = Context {
        catalogue: against.catalogue,
        scope: office.map_or(&county, |office| &office.scope),
        office,
        road: against.road,
        today: against.today,
        draws: &|c| against.press.draws(c),
    };
    let reading = intake::check(file_name, bytes, &context);
    Ok(reading.map_err(|e| Refusal::File { code: e.code(), zh: e.zh(), en: e.en() })?)
}
