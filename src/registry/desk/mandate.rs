//! What the register of offices does not say and the bureau decides: which county has intermediate
//! titles reviewed, and which unit may file what it awarded in a year.

use crate::model::{
    day::Day,
    office::{Actor, OfficeCode, OfficeKind, Role},
    text::Text,
    way::Way,
};
use crate::registry::{Refusal, Registry, Result};
use crate::store::office::Decided;

impl Registry {
    /// Delegates the intermediate review to a county (温职改办〔2019〕4号); a later paper takes the
    /// place of an earlier one, the same paper changes nothing.
    pub async fn delegate(
        &self,
        office: &OfficeCode,
        document_number: &Text,
        on: Option<Day>,
        actor: &Actor,
    ) -> Result<()> {
        let decided = self.decided(office, document_number, on, actor)?;
        if self.office(office)?.kind != OfficeKind::County {
            return Err(Refusal::WayClosed(office.clone(), Way::Reviewed).into());
        }
        if self.0.db.delegation(office).await?.as_ref() == Some(&decided) {
            return Ok(());
        }
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        tx.add_delegation(&decided).await?;
        tx.record(actor, "delegate", office.as_str(), now).await?;
        Ok(tx.commit().await?)
    }

    /// Records that a unit has lodged its plan of a year (评聘方案); a later paper takes the place of
    /// an earlier one, the same paper changes nothing.
    pub async fn lodge_plan(
        &self,
        office: &OfficeCode,
        year: i16,
        document_number: &Text,
        on: Option<Day>,
        actor: &Actor,
    ) -> Result<()> {
        let decided = self.decided(office, document_number, on, actor)?;
        if self.office(office)?.kind != OfficeKind::AutonomousUnit {
            return Err(Refusal::NoPlanNeeded(office.clone()).into());
        }
        if self.0.db.unit_plan(office, year).await?.as_ref() == Some(&decided) {
            return Ok(());
        }
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        tx.add_unit_plan(year, &decided).await?;
        tx.record(actor, "lodge_plan", &format!("{office} {year}"), now).await?;
        Ok(tx.commit().await?)
    }

    /// A decision of the bureau about an office, not dated ahead.
    fn decided(
        &self,
        office: &OfficeCode,
        document_number: &Text,
        on: Option<Day>,
        actor: &Actor,
    ) -> Result<Decided> {
        self.require_bureau(actor, Role::Issuer)?;
        let today = self.0.clock.today();
        let on = on.unwrap_or(today);
        if on > today {
            return Err(Refusal::FutureDay(on).into());
        }
        Ok(Decided { office: office.clone(), document_number: document_number.clone(), on })
    }

    /// Whether the intermediate review is delegated to an office.
    pub(in crate::registry) async fn is_delegated(&self, office: &OfficeCode) -> Result<bool> {
        Ok(self.0.db.delegation(office).await?.is_some())
    }

    /// Whether a unit has lodged its plan of a year.
    pub(in crate::registry) async fn has_plan(
        &self,
        office: &OfficeCode,
        year: i16,
    ) -> Result<bool> {
        Ok(self.0.db.unit_plan(office, year).await?.is_some())
    }
}
