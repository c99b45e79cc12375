//! Changes of a standing, and the signed status lists that tell the world.

use super::{Db, Result, Tx, big, count, sound};
use crate::model::{
    certificate::{Standing, StandingRecord},
    day::{Day, Timestamp},
    number::CertificateNumber,
    text::Text,
};

/// One change of a standing, with what the public does not see.
#[derive(Debug, Clone)]
pub struct Change {
    /// A fresh id.
    pub id: String,
    /// Whose standing.
    pub number: CertificateNumber,
    /// `suspend`, `resume`, `revoke` …
    pub kind: &'static str,
    /// The standing that follows.
    pub record: StandingRecord,
    /// The decision's reason.
    pub reason: Text,
    /// Who did it.
    pub who: Text,
    /// When.
    pub at: Timestamp,
    /// Its leaf in the log.
    pub log_index: u64,
}

/// A signed status list.
#[derive(Debug, Clone)]
pub struct StatusList {
    /// Grows with every change.
    pub version: u64,
    /// The signed credential.
    pub credential: Vec<u8>,
}

impl Db {
    /// A signed status list.
    pub async fn status_list(&self, list: u32, purpose: &str) -> Result<Option<StatusList>> {
        let sql = "SELECT version, credential FROM status_list WHERE list = $1 AND purpose = $2";
        let row: Option<(i64, Vec<u8>)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(i64::from(list))
            .bind(purpose)
            .fetch_optional(db)
            .await)?;
        row.map(|(version, credential)| {
            Ok(StatusList { version: count(version, "status_list", "version")?, credential })
        })
        .transpose()
    }

    /// When each change of a certificate's standing was, and what it was; oldest first.
    pub async fn changes_of(&self, number: &CertificateNumber) -> Result<Vec<(Day, String)>> {
        let sql = "SELECT on_day, kind FROM standing_change WHERE number = $1 ORDER BY at, id";
        let rows: Vec<(String, String)> =
            on!(&self.readers, |db| sqlx::query_as(sql).bind(number.as_str()).fetch_all(db).await)?;
        rows.into_iter()
            .map(|(day, kind)| Ok((sound(Day::parse(&day), "standing_change", "on_day")?, kind)))
            .collect()
    }
}

impl Tx {
    /// Changes a standing from what was seen; false if somebody changed it first.
    pub async fn change_standing(&mut self, seen: Standing, change: &Change) -> Result<bool> {
        let document = change.record.document_number.as_ref().map_or("", Text::as_str);
        let sql = "UPDATE certificate SET standing = $1, standing_since = $2, standing_document = $3 WHERE number = $4 AND standing = $5";
        let moved = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(change.record.standing.code())
            .bind(change.record.since.to_string())
            .bind(document)
            .bind(change.number.as_str())
            .bind(seen.code())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        if moved != 1 {
            return Ok(false);
        }
        let sql = "INSERT INTO standing_change (id, number, kind, on_day, document_number, reason, who, at, log_index) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&change.id)
            .bind(change.number.as_str())
            .bind(change.kind)
            .bind(change.record.since.to_string())
            .bind(document)
            .bind(change.reason.as_str())
            .bind(change.who.as_str())
            .bind(change.at.0)
            .bind(big(change.log_index))
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(true)
    }

    /// Publishes a status list over the version that was seen (0: none yet); false if somebody
    /// published first.
    pub async fn publish_status(
        &mut self,
        list: u32,
        purpose: &str,
        seen: u64,
        credential: &[u8],
    ) -> Result<bool> {
        let sql = "INSERT INTO status_list (list, purpose, version, credential) VALUES ($1, $2, $3 + 1, $4) \
                   ON CONFLICT (list, purpose) DO UPDATE SET version = status_list.version + 1, credential = excluded.credential WHERE status_list.version = $3";
        let moved = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(i64::from(list))
            .bind(purpose)
            .bind(big(seen))
            .bind(credential)
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(moved == 1)
    }
}
