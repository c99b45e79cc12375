//! Check a sheet without a registry: what intake finds, by the rules of an office.

use super::fit;
use crate::intake::{self, Context, Encoding, Reading, Refused};
use crate::model::catalogue::Catalogue;
use crate::model::day::Day;
use crate::model::draft::Mend;
use crate::model::finding::{Finding, Severity};
use crate::model::office::{Office, OfficeCode, Scope};
use crate::model::way::Way;
use crate::print::Press;
use crate::registry::{Refusal, Result};
use std::collections::BTreeSet;

/// What a check is made against.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    /// Titles, words and offices.
    pub catalogue: &'a Catalogue,
    /// Which characters can be printed.
    pub press: &'a Press,
    /// The office that would send the sheet; without one, a county's scope.
    pub office: Option<&'a OfficeCode>,
    /// The way that it would take.
    pub way: Way,
    /// Whether intermediate review is delegated to the office.
    pub is_delegated: bool,
    /// The present day.
    pub today: Day,
}

/// What a sheet looks like to the rules. `rows = accepted + rejected`.
#[derive(Debug, Clone)]
pub struct Checked {
    /// `xlsx`, `csv` or `tsv`.
    pub format: &'static str,
    /// How text was encoded; none for workbooks.
    pub encoding: Option<&'static str>,
    /// Rows that were judged.
    pub rows: u64,
    /// Rows that could be reported.
    pub accepted: u64,
    /// Accepted rows in which something was mended.
    pub fixed: u64,
    /// Rows held back.
    pub rejected: u64,
    /// Whether the sheet has the columns without which no row can be judged.
    pub judged: bool,
    /// Everything that there is to say, by place.
    pub findings: Vec<Finding>,
}

/// Checks one file, needing nothing but a catalogue. Nothing is written anywhere.
pub fn check_alone(
    bytes: &[u8],
    catalogue: &Catalogue,
    office: Option<&OfficeCode>,
    way: Way,
    today: Day,
) -> Result<Checked> {
    let press = &Press::new();
    let is_delegated = false;
    read(bytes, &[], &Against { catalogue, press, office, way, is_delegated, today }).map(checked)
}

/// As [`check_alone`]; the second part is the clerk's own sheet back, annotated (.xlsx).
pub fn annotate_alone(
    bytes: &[u8],
    catalogue: &Catalogue,
    office: Option<&OfficeCode>,
    way: Way,
    today: Day,
) -> Result<(Checked, Vec<u8>)> {
    let press = &Press::new();
    let against = Against { catalogue, press, office, way, is_delegated: false, today };
    let checked = checked(read(bytes, &[], &against)?);
    let tally = intake::Tally {
        rows: checked.rows,
        accepted: checked.accepted,
        fixed: checked.fixed,
        rejected: checked.rejected,
        judged: checked.judged,
    };
    let annotated = annotate(bytes, &checked.findings, &tally, &against)?;
    Ok((checked, annotated))
}

/// A clerk's own sheet back, with what was found in it.
pub(super) fn annotate(
    bytes: &[u8],
    findings: &[Finding],
    tally: &intake::Tally,
    against: &Against<'_>,
) -> Result<Vec<u8>> {
    in_context(against, |context| intake::annotate(bytes, findings, tally, context))
}

fn checked(reading: Reading) -> Checked {
    let mended: BTreeSet<_> = reading
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Fixed)
        .map(|f| &f.place)
        .collect();
    Checked {
        format: reading.format.code(),
        encoding: reading.encoding.map(Encoding::code),
        rows: u64::from(reading.rows),
        accepted: reading.drafts.len() as u64,
        fixed: reading.drafts.iter().filter(|draft| mended.contains(&draft.place)).count() as u64,
        rejected: reading.held_back.len() as u64,
        judged: reading.judged,
        findings: reading.findings,
    }
}

/// Reads one file by the rules of an office.
pub(super) fn read(bytes: &[u8], mends: &[Mend], against: &Against<'_>) -> Result<Reading> {
    let read = |context: &Context<'_>| intake::check_mended(bytes, mends, context);
    let mut reading = in_context(against, read)?;
    fit::hold_back_too_long(&mut reading, office(against)?);
    Ok(reading)
}

/// The office that would send the sheet.
fn office<'a>(against: &Against<'a>) -> Result<Option<&'a Office>> {
    match against.office {
        Some(code) => {
            let office = against.catalogue.office(code);
            Ok(Some(office.ok_or_else(|| Refusal::NoSuchOffice(code.clone()))?))
        }
        None => Ok(None),
    }
}

/// Lets intake work by the rules of an office.
fn in_context<T>(
    against: &Against<'_>,
    work: impl FnOnce(&Context<'_>) -> std::result::Result<T, Refused>,
) -> Result<T> {
    let scope = match office(against)? {
        None => Scope::county(),
        Some(office) => against
            .way
            .scope(office, against.is_delegated)
            .ok_or_else(|| Refusal::WayClosed(office.code.clone(), against.way))?,
    };
    let context = Context {
        catalogue: against.catalogue,
        scope: &scope,
        road: against.way.road(),
        today: against.today,
        draws: &|c| against.press.draws(c),
    };
    Ok(work(&context).map_err(|e| Refusal::File { code: e.code(), zh: e.zh(), en: e.en() })?)
}
