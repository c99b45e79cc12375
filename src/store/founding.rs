//! The one row that says what this registry is, and the counters that only grow.

use super::{Db, Result, Tx, audit::BEGINNING, big, count, sound};
use crate::model::batch::BatchId;
use crate::model::day::Timestamp;
use crate::model::key_id::KeyId;

/// What was frozen when the registry was founded.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Founding {
    /// The bureau's DID, in every credential.
    pub issuer_did: String,
    /// The bureau's name.
    pub issuer_name: String,
    /// The log's origin: first line of every checkpoint.
    pub log_origin: String,
    /// A demonstration: people and certificates are fictitious, and the clock may be set.
    pub demo: bool,
    /// When.
    pub founded_at: i64,
}

impl Db {
    /// What this registry is; none before it was founded.
    pub async fn founding(&self) -> Result<Option<Founding>> {
        let sql = "SELECT issuer_did, issuer_name, log_origin, demo, founded_at FROM registry";
        Ok(on!(&self.readers, |db| sqlx::query_as(sql).fetch_optional(db).await)?)
    }

    /// The document key that signs the papers of new editions.
    pub async fn document_key(&self) -> Result<KeyId> {
        let sql = "SELECT document_key FROM registry";
        let id: String = on!(&self.readers, |db| sqlx::query_scalar(sql).fetch_one(db).await)?;
        sound(KeyId::parse(&id), "registry", "document_key")
    }
}

impl Tx {
    /// Founds the registry with the signed checkpoint of the empty log and its first document key.
    pub async fn found(
        &mut self,
        founding: &Founding,
        checkpoint: &str,
        document_key: KeyId,
    ) -> Result<()> {
        let sql = "INSERT INTO registry (id, issuer_did, issuer_name, log_origin, demo, founded_at, next_status, document_key) VALUES (1, $1, $2, $3, $4, $5, 0, $6)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&founding.issuer_did)
            .bind(&founding.issuer_name)
            .bind(&founding.log_origin)
            .bind(founding.demo)
            .bind(founding.founded_at)
            .bind(document_key.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        let sql = "INSERT INTO log_head (id, size, checkpoint) VALUES (1, 0, $1)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(checkpoint)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        let sql = "INSERT INTO audit_head (id, serial, changes, digest) VALUES (1, 0, 0, $1)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&BEGINNING.0[..])
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Lets another document key sign in place of the one that was seen; false if it has gone since.
    pub async fn renew_document_key(&mut self, seen: KeyId, new: KeyId) -> Result<bool> {
        let sql = "UPDATE registry SET document_key = $1 WHERE document_key = $2";
        let moved = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(new.to_string())
            .bind(seen.to_string())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(moved == 1)
    }

    /// Whether this document key signs the papers of new editions; true until this transaction ends.
    pub async fn signs_with(&mut self, document_key: KeyId) -> Result<bool> {
        self.renew_document_key(document_key, document_key).await
    }

    /// Takes `n` serials of the series `name` (letter, division, year); gives the first.
    pub async fn reserve_numbers(&mut self, name: &str, n: u64) -> Result<u64> {
        let sql = "INSERT INTO number_series (name, next_serial) VALUES ($1, 1 + $2) \
                   ON CONFLICT (name) DO UPDATE SET next_serial = number_series.next_serial + $2 RETURNING next_serial";
        let next: i64 = on!(&mut self.0, |tx| sqlx::query_scalar(sql)
            .bind(name)
            .bind(big(n))
            .fetch_one(&mut **tx)
            .await)?;
        count(next - big(n), "number_series", "next_serial")
    }

    /// Takes `n` status counters; gives the first.
    pub async fn reserve_status(&mut self, n: u64) -> Result<u64> {
        let sql = "UPDATE registry SET next_status = next_status + $1 RETURNING next_status";
        let next: i64 =
            on!(&mut self.0, |tx| sqlx::query_scalar(sql).bind(big(n)).fetch_one(&mut **tx).await)?;
        count(next - big(n), "registry", "next_status")
    }

    /// The next free batch id of the year of `now`.
    pub async fn next_batch_id(&mut self, now: Timestamp) -> Result<BatchId> {
        let year = now.day().year();
        let sql = "INSERT INTO batch_series (year, next_serial) VALUES ($1, 2) \
                   ON CONFLICT (year) DO UPDATE SET next_serial = batch_series.next_serial + 1 RETURNING next_serial";
        let next: i64 = on!(&mut self.0, |tx| sqlx::query_scalar(sql)
            .bind(i64::from(year))
            .fetch_one(&mut **tx)
            .await)?;
        let serial = sound(u32::try_from(next - 1).ok(), "batch_series", "next_serial")?;
        Ok(BatchId { year, serial })
    }
}
