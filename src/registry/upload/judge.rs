//! Judge an upload: by its own rows, by the rights of its office, and against the record.

use super::check;
use super::record::Compared;
use crate::intake::{List, Reading};
use crate::model::{
    batch::BatchId,
    certificate::Road,
    draft::{Draft, Listed, Mend},
    finding::{Field, Finding, RowPlace, Severity},
    office::{Actor, Office, OfficeCode, OfficeKind, Role},
    way::Way,
};
use crate::registry::{Refusal, Registry, Result};
use crate::store::batch::Tally;
use crate::store::holder::Person;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The first year for which a unit lodges a plan.
const FIRST_PLANS: i16 = 2019;

/// Told from any thread how many rows of an upload are judged, of how many.
pub type Watch = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Nobody watches.
pub(in crate::registry) fn unwatched() -> Watch {
    Arc::new(|_, _| {})
}

/// A file that an office sends.
#[derive(Clone)]
pub struct Upload {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The office that answers for it.
    pub office: OfficeCode,
    /// The way that it takes.
    pub way: Way,
}

impl std::fmt::Debug for Upload {
    /// Without the bytes, which hold ID numbers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Upload({} by {}, {} bytes)", self.office, self.way.code(), self.bytes.len())
    }
}

/// What an upload came to.
pub(in crate::registry) struct Judgement {
    /// Whether the sheet had the columns without which no row can be judged.
    pub judged: bool,
    /// How many rows it has, of each kind.
    pub tally: Tally,
    /// Everything that there is to say, by place.
    pub findings: Vec<Finding>,
    /// The rows that are new.
    pub new: New,
    /// The batches that hold the rows that were on record already.
    pub known_in: BTreeSet<BatchId>,
}

/// New rows: of people with their documents, or of a pass list.
pub(in crate::registry) enum New {
    /// With whom each concerns.
    People(Vec<(Person, Draft)>),
    /// To be posted.
    Listed(Vec<Listed>),
}

impl Registry {
    /// The office of an upload, if `actor` may send for it.
    pub(in crate::registry) fn sender(&self, code: &OfficeCode, actor: &Actor) -> Result<Office> {
        let office = self.office(code)?.clone();
        let on_behalf = actor.office == office.code || self.office(&actor.office)?.is_bureau();
        let allowed = actor.may(Role::Clerk) && on_behalf;
        allowed.then_some(office).ok_or_else(|| Refusal::NotAllowed.into())
    }

    /// The office in whose name a way's certificates stand: on the issued road the bureau's.
    pub(in crate::registry) fn awarding(&self, way: Way, office: &Office) -> Office {
        let bureau = self.0.catalogue.offices().iter().find(|office| office.is_bureau());
        match (way.road(), bureau) {
            (Road::Issued, Some(bureau)) => bureau.clone(),
            _ => office.clone(),
        }
    }

    /// Judges an upload with some of its cells mended.
    pub(in crate::registry) async fn judge_upload(
        &self,
        upload: &Upload,
        mends: &[Mend],
    ) -> Result<Judgement> {
        self.judge_watched(upload, mends, unwatched()).await
    }

    /// As [`Self::judge_upload`], before somebody's eyes.
    pub(in crate::registry) async fn judge_watched(
        &self,
        upload: &Upload,
        mends: &[Mend],
        watch: Watch,
    ) -> Result<Judgement> {
        if upload.way == Way::Reviewed {
            return Ok(Judgement::of_list(self.read_list(upload, mends, watch).await?));
        }
        let office = self.office(&upload.office)?.clone();
        let mut reading = self.read_sheet(upload, mends, watch).await?;
        self.hold_back_unplanned(&mut reading, &office).await?;
        let drafts = std::mem::take(&mut reading.drafts);
        let compared = self.compare(upload.way, &office, drafts, None).await?;
        Ok(Judgement::of(reading, compared))
    }

    /// Holds back what an autonomous unit awarded in a year for which it has lodged no plan
    /// (评聘方案). The rule is of the notice of 2019.
    async fn hold_back_unplanned(&self, reading: &mut Reading, office: &Office) -> Result<()> {
        if office.kind != OfficeKind::AutonomousUnit {
            return Ok(());
        }
        let years: BTreeSet<i16> =
            reading.drafts.iter().map(|draft| draft.award.obtained_on.year()).collect();
        let mut unplanned = BTreeSet::new();
        for year in years.range(FIRST_PLANS..) {
            if !self.has_plan(&office.code, *year).await? {
                unplanned.insert(*year);
            }
        }
        let is_unplanned = |draft: &Draft| unplanned.contains(&draft.award.obtained_on.year());
        let (unplanned, planned): (Vec<_>, Vec<_>) =
            std::mem::take(&mut reading.drafts).into_iter().partition(is_unplanned);
        reading.drafts = planned;
        for draft in unplanned {
            reading.findings.push(no_plan(&draft));
            reading.held_back.push(draft.place);
        }
        reading.held_back.sort();
        Ok(())
    }

    /// Reads a sheet of people with their documents by the rules of its office.
    pub(in crate::registry) async fn read_sheet(
        &self,
        upload: &Upload,
        mends: &[Mend],
        watch: Watch,
    ) -> Result<Reading> {
        let is_delegated = self.is_delegated(&upload.office).await?;
        let (upload, mends) = (upload.clone(), mends.to_vec());
        self.apart(move |this| {
            let against = this.against(&upload, is_delegated);
            check::read(&upload.bytes, &mends, &check::Against { judged: &*watch, ..against })
        })
        .await?
    }

    async fn read_list(&self, upload: &Upload, mends: &[Mend], watch: Watch) -> Result<List> {
        let is_delegated = self.is_delegated(&upload.office).await?;
        let (upload, mends) = (upload.clone(), mends.to_vec());
        self.apart(move |this| {
            let against = this.against(&upload, is_delegated);
            check::read_list(&upload.bytes, &mends, &check::Against { judged: &*watch, ..against })
        })
        .await?
    }

    /// What an upload is checked against.
    pub(in crate::registry) fn against<'a>(
        &'a self,
        upload: &'a Upload,
        is_delegated: bool,
    ) -> check::Against<'a> {
        check::Against {
            catalogue: &self.0.catalogue,
            faces: self.faces(),
            office: Some(&upload.office),
            way: upload.way,
            is_delegated,
            today: self.0.clock.today(),
            judged: &|_, _| {},
        }
    }
}

impl Judgement {
    fn of(reading: Reading, compared: Compared) -> Self {
        let tally = Tally {
            rows: u64::from(reading.rows),
            accepted: compared.new.len() as u64,
            fixed: fixed_rows(&reading.findings, &compared.new),
            rejected: (reading.held_back.len() + compared.held_back.len()) as u64,
            unchanged: compared.unchanged,
        };
        let mut findings = reading.findings;
        findings.extend(compared.findings);
        // Stable: findings of one row keep the order in which they were made.
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        let (new, known_in) = (New::People(compared.new), compared.known_in);
        Self { judged: reading.judged, tally, findings, new, known_in }
    }

    fn of_list(list: List) -> Self {
        let listed = list.listed.iter().map(|listed| &listed.place);
        let tally = Tally {
            rows: u64::from(list.rows),
            accepted: list.listed.len() as u64,
            fixed: fixed_among(&list.findings, listed),
            rejected: list.held_back.len() as u64,
            unchanged: 0,
        };
        let (new, known_in) = (New::Listed(list.listed), BTreeSet::new());
        Self { judged: list.judged, tally, findings: list.findings, new, known_in }
    }
}

impl New {
    /// Whether there is nothing new.
    pub(in crate::registry) fn is_empty(&self) -> bool {
        match self {
            Self::People(people) => people.is_empty(),
            Self::Listed(listed) => listed.is_empty(),
        }
    }
}

fn no_plan(draft: &Draft) -> Finding {
    let year = draft.award.obtained_on.year();
    let words = [
        format!("单位{year}年的评聘方案还没有备案。请先向市人力社保局备案，再报送这一年的结果。"),
        format!("The unit has lodged no plan of {year}. Lodge it with the city bureau, then file."),
    ];
    draft.finding(Field::ObtainedOn, Severity::Error, "no_plan", words)
}

/// How many of the accepted rows had something mended in them.
pub(in crate::registry) fn fixed_rows(findings: &[Finding], new: &[(Person, Draft)]) -> u64 {
    fixed_among(findings, new.iter().map(|(_, draft)| &draft.place))
}

fn fixed_among<'a>(findings: &[Finding], rows: impl Iterator<Item = &'a RowPlace>) -> u64 {
    let mended: BTreeSet<_> =
        findings.iter().filter(|f| f.severity == Severity::Fixed).map(|f| &f.place).collect();
    rows.filter(|place| mended.contains(place)).count() as u64
}
