//! Who did what, when and through which door.

use super::{Db, Result, Tx};
use crate::model::{day::Timestamp, office::Actor};

/// One thing that somebody did.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Deed {
    /// When, milliseconds.
    pub at: i64,
    /// Who.
    pub who: String,
    /// For which office.
    pub office: String,
    /// Through which door.
    pub door: String,
    /// What.
    pub verb: String,
    /// To what: a batch, a certificate number.
    pub subject: String,
}

impl Db {
    /// The newest deeds first; at most `limit`.
    pub async fn deeds(&self, limit: u32) -> Result<Vec<Deed>> {
        let sql = "SELECT at, who, office, door, verb, subject FROM audit ORDER BY at DESC, id DESC LIMIT $1";
        Ok(on!(&self.readers, |db| sqlx::query_as(sql).bind(i64::from(limit)).fetch_all(db).await)?)
    }
}

impl Tx {
    /// Writes down what `actor` did, in the same transaction as the deed itself.
    pub async fn record(
        &mut self,
        id: &str,
        actor: &Actor,
        verb: &str,
        subject: &str,
        at: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT INTO audit (id, at, who, office, door, verb, subject) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(id)
            .bind(at.0)
            .bind(actor.who.as_str())
            .bind(actor.office.as_str())
            .bind(actor.door.code())
            .bind(verb)
            .bind(subject)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}
