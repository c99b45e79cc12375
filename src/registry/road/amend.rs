//! Suspend, resume, revoke: effective at once in every answer, and in the log for ever.

use crate::model::{
    certificate::{Standing, StandingRecord},
    day::{Day, Timestamp},
    digest::Digest,
    number::CertificateNumber,
    office::{Actor, Role},
    text::Text,
};
use crate::proof::log::leaf::{Leaf, LeafKind};
use crate::registry::{Refusal, Registry, Result};
use crate::store::certificate::Recorded;
use crate::store::standing;

/// What happens to a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// 暂停.
    Suspend,
    /// 恢复.
    Resume,
    /// 撤销.
    Revoke,
}

/// A decision about one certificate.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Which certificate.
    pub number: CertificateNumber,
    /// What happens.
    pub change: Change,
    /// Why; stays inside the registry.
    pub reason: Text,
    /// 文号 of the decision.
    pub document_number: Text,
    /// Since which day; today if left out.
    pub on: Option<Day>,
}

impl Change {
    /// Where it leads from `standing`, if that is lawful.
    fn after(self, standing: Standing) -> Option<Standing> {
        match (self, standing) {
            (Self::Suspend, Standing::Valid) => Some(Standing::Suspended),
            (Self::Resume, Standing::Suspended) => Some(Standing::Valid),
            (Self::Revoke, Standing::Valid | Standing::Suspended) => Some(Standing::Revoked),
            _ => None,
        }
    }

    fn kind(self) -> LeafKind {
        match self {
            Self::Suspend => LeafKind::Suspend,
            Self::Resume => LeafKind::Resume,
            Self::Revoke => LeafKind::Revoke,
        }
    }
}

impl Registry {
    /// Changes the standing of a certificate. The bureau alone does it.
    pub async fn amend(&self, decision: &Decision, actor: &Actor) -> Result<StandingRecord> {
        self.require_bureau(actor, Role::Issuer)?;
        let now = self.0.clock.now();
        let since = decision.on.unwrap_or_else(|| now.day());
        if since > now.day() {
            return Err(Refusal::FutureDay(since).into());
        }
        for _ in 0..16 {
            let recorded = self.0.db.certificate(&decision.number).await?;
            let recorded =
                recorded.ok_or_else(|| Refusal::NoSuchCertificate(decision.number.clone()))?;
            let seen = recorded.standing.standing;
            let standing = decision.change.after(seen).ok_or_else(|| Refusal::WrongStanding {
                number: decision.number.clone(),
                standing: seen,
            })?;
            let document_number = Some(decision.document_number.clone());
            let record = StandingRecord { standing, since, document_number };
            if self.write_change(decision, &recorded, &record, actor, now).await? {
                return Ok(record);
            }
        }
        Err(Refusal::MovedMeanwhile.into())
    }

    /// One attempt; false if the log, the lists or the certificate moved meanwhile.
    async fn write_change(
        &self,
        decision: &Decision,
        recorded: &Recorded,
        record: &StandingRecord,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<bool> {
        let kind = decision.change.kind();
        let leaf = Leaf {
            kind,
            time: now.whole_seconds(),
            credential: Digest::of(&recorded.credential),
            token: Digest::of(&recorded.token),
            reason: None,
        };
        let growth = self.grow(&[leaf.encode()]).await?;
        let change = standing::Change {
            id: self.fresh_id(),
            number: recorded.number.clone(),
            kind: kind.code(),
            record: record.clone(),
            reason: decision.reason.clone(),
            who: actor.who.clone(),
            at: now,
            log_index: growth.seen,
        };
        let mut tx = self.0.db.begin().await?;
        let moved = tx.append(growth.seen, &growth.tiles, &growth.head).await?
            && tx.change_standing(recorded.standing.standing, &change).await?
            && self.update_lists(&mut tx, (recorded.status, record.standing), now).await?;
        if moved {
            tx.record(actor, kind.code(), recorded.number.as_str(), now).await?;
            tx.commit().await?;
        }
        Ok(moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_suspension_can_be_lifted() {
        for standing in Standing::ALL {
            assert_eq!(Change::Resume.after(standing).is_some(), standing == Standing::Suspended);
            let revocable = matches!(standing, Standing::Valid | Standing::Suspended);
            assert_eq!(Change::Revoke.after(standing).is_some(), revocable);
            assert_eq!(Change::Suspend.after(standing).is_some(), standing == Standing::Valid);
        }
    }
}
