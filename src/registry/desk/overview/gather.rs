//! What the overview is gathered from, and what belongs where in it.

use super::{
    Certificates, Ending, Late, Named, OfficeYear, Overview, Rejection, Silent, Sum, Waiting,
};
use crate::model::{
    batch::{Move, Stage},
    day::{Day, Timestamp},
    number::CertificateNumber,
    office::{Actor, OfficeCode},
    way::Way,
};
use crate::registry::road::fill;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::batch::overview::{Came, Stretch, UnderWay};
use std::collections::{BTreeMap, BTreeSet};

/// A post that ends within so many days is told.
const SOON: i32 = 3;
/// Batches under way that are looked at, those that stand still longest first.
const UNDER_WAY: u32 = 5_000;

impl Registry {
    /// What came in a year, who is late or silent, what waits, and why rows were held back. The
    /// bureau alone asks.
    pub async fn overview(&self, year: i16, actor: &Actor) -> Result<Overview> {
        if !self.office(&actor.office)?.is_bureau() {
            return Err(Refusal::NotAllowed.into());
        }
        let today = self.0.clock.today();
        let (this, before) = (stretch(year)?, stretch(year - 1)?);
        let mut overview = Overview {
            year,
            today,
            offices: Vec::new(),
            certificates: self.certificates_in(this).await?,
            rejections: self.rejections_in(this).await?,
            silent: Vec::new(),
            late: Vec::new(),
            ending: Vec::new(),
            waiting: Vec::new(),
        };
        let came = self.0.db.came(this).await?;
        overview.silent = self.silent(&came, self.0.db.came(before).await?);
        overview.offices = self.years(came, &overview.certificates);
        for batch in self.0.db.under_way(UNDER_WAY).await? {
            overview.place(&batch, self.named(&batch.office), today);
        }
        overview.late.sort_by_key(|late| (late.announced_on, late.batch));
        overview.ending.sort_by_key(|post| (post.until, post.batch));
        overview.waiting.sort_by_key(|waiting| (waiting.since, waiting.batch));
        Ok(overview)
    }

    async fn certificates_in(&self, within: Stretch) -> Result<Vec<Certificates>> {
        let granted = self.0.db.granted(within).await?.into_iter().map(|one| {
            let level = CertificateNumber::level_of_letter(one.letter);
            Ok(Certificates {
                office: self.named(&one.office),
                series: one.series,
                level: level.ok_or_else(|| Failed::because(&"a number of no level"))?,
                certificates: one.certificates,
            })
        });
        granted.collect()
    }

    async fn rejections_in(&self, within: Stretch) -> Result<Vec<Rejection>> {
        let faulty = self.0.db.faulty(within).await?.into_iter();
        let mut all: Vec<Rejection> = faulty
            .map(|one| Rejection {
                office: self.named(&one.office),
                code: one.code,
                rows: one.rows,
            })
            .collect();
        all.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.code.cmp(&b.code)));
        Ok(all)
    }

    /// Every office with something in the year, as the register lists them; those that it no longer
    /// knows at the end.
    fn years(&self, came: Vec<Came>, certificates: &[Certificates]) -> Vec<OfficeYear> {
        let mut years: BTreeMap<OfficeCode, OfficeYear> = BTreeMap::new();
        let blank = |office: Named| OfficeYear {
            office,
            reported: Sum::default(),
            returned: Sum::default(),
            issued: Sum::default(),
            rejected: 0,
            last_report: None,
            certificates: 0,
        };
        for one in came {
            let named = self.named(&one.office);
            years.entry(one.office.clone()).or_insert_with(|| blank(named)).add(&one);
        }
        for one in certificates {
            let year = years.entry(one.office.code.clone());
            year.or_insert_with(|| blank(one.office.clone())).certificates += one.certificates;
        }
        let known = self.0.catalogue.offices().iter();
        let mut ordered: Vec<_> = known.filter_map(|office| years.remove(&office.code)).collect();
        ordered.extend(years.into_values());
        ordered
    }

    fn silent(&self, this: &[Came], before: Vec<Came>) -> Vec<Silent> {
        let heard: BTreeSet<&OfficeCode> = this.iter().map(|one| &one.office).collect();
        let mut silent: BTreeMap<OfficeCode, Silent> = BTreeMap::new();
        for one in before.into_iter().filter(|one| !heard.contains(&one.office)) {
            let last_report = one.last.day();
            let named = self.named(&one.office);
            let known =
                silent.entry(one.office).or_insert(Silent { office: named, last_report, rows: 0 });
            known.last_report = known.last_report.max(last_report);
            known.rows += if one.stage == Stage::Returned { 0 } else { one.rows };
        }
        silent.into_values().collect()
    }

    fn named(&self, code: &OfficeCode) -> Named {
        let office = self.0.catalogue.office(code);
        let name = office.map_or_else(|| code.to_string(), |office| office.name.to_string());
        Named { code: code.clone(), name }
    }
}

impl Overview {
    /// Puts a batch under way where it belongs: to those that wait, end soon, or are late.
    fn place(&mut self, batch: &UnderWay, office: Named, today: Day) {
        let id = batch.batch;
        if let (Stage::Announced, None, Some(announced_on)) =
            (batch.stage, batch.filled_at, batch.announced_on)
        {
            if today > announced_on.plus_days(fill::DUE) {
                let days = today.days_since(announced_on);
                self.late.push(Late { batch: id, office, announced_on, days });
            }
        } else if let Some((step, since)) = waits(batch, today) {
            self.waiting.push(Waiting { batch: id, office, step, rows: batch.rows, since });
        } else if let Some(until) = batch.posted_until
            && until <= today.plus_days(SOON)
        {
            self.ending.push(Ending { batch: id, office, until });
        }
    }
}

/// What the bureau is to do with a batch, and since when.
fn waits(batch: &UnderWay, today: Day) -> Option<(Move, Day)> {
    let moved = batch.moved_at.day();
    match (batch.way, batch.stage) {
        (Way::Reviewed, Stage::Reported) => Some((Move::Post, moved)),
        (_, Stage::Reported) => Some((Move::Accept, moved)),
        (_, Stage::Accepted) => Some((Move::Issue, moved)),
        (_, Stage::Posted) => {
            let ended = batch.posted_until.filter(|until| *until < today)?;
            Some((Move::Announce, ended.plus_days(1)))
        }
        (_, Stage::Cleared) => Some((Move::Announce, moved)),
        (_, Stage::Announced) => batch.filled_at.map(|at| (Move::Issue, at.day())),
        (_, Stage::Draft | Stage::Returned | Stage::Issued) => None,
    }
}

/// A year as it runs in Wenzhou.
fn stretch(year: i16) -> Result<Stretch> {
    let first = |year| Day::new(year, 1, 1).map(Timestamp::start_of);
    let none = || Failed::because(&"a year that no calendar has");
    let from = first(year).ok_or_else(none)?;
    Ok(Stretch { from, until: first(year + 1).ok_or_else(none)? })
}
