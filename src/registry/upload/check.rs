//! Check a sheet without a registry: what intake finds, by the rules of an office.

use super::fit;
use crate::intake::{self, Context, Encoding, List, Reading, Refused, Reviewed};
use crate::model::catalogue::Catalogue;
use crate::model::certificate::Road;
use crate::model::day::Day;
use crate::model::draft::Mend;
use crate::model::finding::{Finding, RowPlace, Severity};
use crate::model::office::{Office, OfficeCode};
use crate::model::way::Way;
use crate::print::{ExtraFace, Press};
use crate::registry::house::fonts::AllFaces;
use crate::registry::{Progress, Refusal, Result};
use std::collections::BTreeSet;

/// What a check is made against.
#[derive(Clone, Copy)]
pub(in crate::registry) struct Against<'a> {
    /// Titles, words and offices.
    pub catalogue: &'a Catalogue,
    /// Which characters can be printed.
    pub faces: AllFaces<'a>,
    /// The office that would send the sheet; without one, what some office may send.
    pub office: Option<&'a OfficeCode>,
    /// The way that it would take.
    pub way: Way,
    /// Whether intermediate review is delegated to the office.
    pub is_delegated: bool,
    /// The present day.
    pub today: Day,
    /// Told how many rows are judged, of how many.
    pub judged: Progress<'a>,
}

/// What a file was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 通过人员名单: who is to be posted.
    List,
    /// 信息表: of which certificates are made.
    Sheet,
}

impl Kind {
    /// The word of JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Sheet => "sheet",
        }
    }

    /// What the clerk calls it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::List => "通过人员名单",
            Self::Sheet => "信息表",
        }
    }
}

/// What a sheet looks like to the rules. `rows = accepted + rejected`.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What it was taken for; by the reviewed way what its columns show.
    pub kind: Kind,
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

/// What a check is made against where there is no registry, nothing but a catalogue.
#[derive(Clone, Copy)]
pub struct Alone<'a> {
    /// Titles, words and offices.
    pub catalogue: &'a Catalogue,
    /// The bureau's own face.
    pub extra: Option<&'a ExtraFace>,
    /// The office that would send the sheet; without one, what some office may send.
    pub office: Option<&'a OfficeCode>,
    /// The way that it would take.
    pub way: Way,
    /// The present day.
    pub today: Day,
    /// Told how many rows are judged, of how many.
    pub judged: Progress<'a>,
}

impl<'a> Alone<'a> {
    /// Which counties review intermediate titles the registry alone knows; each is taken for one that
    /// does, and the sheet is told so.
    fn against(self, press: &'a Press) -> Against<'a> {
        let Self { catalogue, extra, office, way, today, judged } = self;
        let faces = AllFaces { press, extra };
        Against { catalogue, faces, office, way, is_delegated: true, today, judged }
    }

    fn look(self, bytes: &[u8], press: &'a Press) -> Result<Checked> {
        let mut checked = look(bytes, &self.against(press))?;
        let needs_delegation = |office: &Office| self.way.scope(office, false).is_none();
        if self.office.and_then(|code| self.catalogue.office(code)).is_some_and(needs_delegation) {
            checked.findings.insert(0, delegation_unseen());
        }
        Ok(checked)
    }
}

/// Checks one file. Nothing is written anywhere.
pub fn check_alone(bytes: &[u8], alone: Alone<'_>) -> Result<Checked> {
    alone.look(bytes, &Press::new())
}

/// As [`check_alone`]; the second part is the clerk's own sheet back, annotated (.xlsx).
pub fn annotate_alone(bytes: &[u8], alone: Alone<'_>) -> Result<(Checked, Vec<u8>)> {
    let press = Press::new();
    let checked = alone.look(bytes, &press)?;
    let tally = intake::Tally {
        rows: checked.rows,
        accepted: checked.accepted,
        fixed: checked.fixed,
        rejected: checked.rejected,
        judged: checked.judged,
    };
    let annotated = annotate(bytes, &checked.findings, &tally, &alone.against(&press))?;
    Ok((checked, annotated))
}

/// Concerns the sheet and no row of it.
fn delegation_unseen() -> Finding {
    Finding {
        place: RowPlace { sheet: String::new(), row: 0 },
        column: None,
        field: None,
        person: None,
        written: None,
        severity: Severity::Warning,
        code: "delegation_unseen",
        message: "中级评审只有经下放评审权的县（市、区）才能报送。这里没有查登记库，是否已经下放，报送时再核对。".into(),
        message_en: "Only a county to which the review was delegated may send intermediate titles. \
                     No registry was asked here; the delegation is checked when the sheet is sent."
            .into(),
        hint: None,
    }
}

/// A clerk's own sheet back, with what was found in it.
pub(in crate::registry) fn annotate(
    bytes: &[u8],
    findings: &[Finding],
    tally: &intake::Tally,
    against: &Against<'_>,
) -> Result<Vec<u8>> {
    in_context(against, |context| intake::annotate(bytes, findings, tally, context))
}

/// Reads one file as what its way makes of it.
fn look(bytes: &[u8], against: &Against<'_>) -> Result<Checked> {
    if against.way != Way::Reviewed {
        return read(bytes, &[], against).map(of_sheet);
    }
    match in_context(against, |context| intake::read_reviewed(bytes, context))? {
        Reviewed::List(mut list) => {
            fit::hold_back_listed(&mut list, awarding(against)?);
            Ok(of_list(list))
        }
        Reviewed::Sheet(mut reading) => {
            fit::hold_back_too_long(&mut reading, awarding(against)?);
            Ok(of_sheet(reading))
        }
    }
}

fn of_sheet(reading: Reading) -> Checked {
    let places = reading.drafts.iter().map(|draft| &draft.place);
    Checked {
        kind: Kind::Sheet,
        format: reading.format.code(),
        encoding: reading.encoding.map(Encoding::code),
        rows: u64::from(reading.rows),
        accepted: reading.drafts.len() as u64,
        fixed: count_mended(places, &reading.findings),
        rejected: reading.held_back.len() as u64,
        judged: reading.judged,
        findings: reading.findings,
    }
}

fn of_list(list: List) -> Checked {
    let places = list.listed.iter().map(|listed| &listed.place);
    Checked {
        kind: Kind::List,
        format: list.format.code(),
        encoding: list.encoding.map(Encoding::code),
        rows: u64::from(list.rows),
        accepted: list.listed.len() as u64,
        fixed: count_mended(places, &list.findings),
        rejected: list.held_back.len() as u64,
        judged: list.judged,
        findings: list.findings,
    }
}

/// How many of the rows were mended.
fn count_mended<'a>(rows: impl Iterator<Item = &'a RowPlace>, findings: &[Finding]) -> u64 {
    let fixes = findings.iter().filter(|finding| finding.severity == Severity::Fixed);
    let mended: BTreeSet<_> = fixes.map(|finding| &finding.place).collect();
    rows.filter(|place| mended.contains(place)).count() as u64
}

/// Reads a pass list by the rules of an office.
pub(in crate::registry) fn read_list(
    bytes: &[u8],
    mends: &[Mend],
    against: &Against<'_>,
) -> Result<List> {
    let mut list = in_context(against, |context| intake::read_list(bytes, mends, context))?;
    fit::hold_back_listed(&mut list, awarding(against)?);
    Ok(list)
}

/// Reads one file by the rules of an office.
pub(in crate::registry) fn read(
    bytes: &[u8],
    mends: &[Mend],
    against: &Against<'_>,
) -> Result<Reading> {
    let read = |context: &Context<'_>| intake::check_mended(bytes, mends, context);
    let mut reading = in_context(against, read)?;
    fit::hold_back_too_long(&mut reading, awarding(against)?);
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

/// The office whose name will stand on the certificates: on the issued road the bureau.
fn awarding<'a>(against: &Against<'a>) -> Result<Option<&'a Office>> {
    let own = office(against)?;
    let bureau = against.catalogue.offices().iter().find(|office| office.is_bureau());
    Ok(if against.way.road() == Road::Issued { bureau } else { own })
}

/// Lets intake work by the rules of an office.
fn in_context<T>(
    against: &Against<'_>,
    work: impl FnOnce(&Context<'_>) -> std::result::Result<T, Refused>,
) -> Result<T> {
    let scope = match office(against)? {
        None => against.way.scope_of_any(),
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
        draws: &|character| against.faces.draw(character),
        judged: against.judged,
    };
    Ok(work(&context).map_err(|e| Refusal::File { code: e.code(), zh: e.zh(), en: e.en() })?)
}
