//! Batches, their sealed content and their rows.

use super::{Db, MAX_BINDS, ROWS_AT_ONCE, Result, Tx, big, count, holder::Person, sound};
use crate::model::{
    batch::{BatchId, Stage},
    certificate::Road,
    day::Timestamp,
    digest::Digest,
    office::OfficeCode,
};
use std::collections::HashMap;

/// A keyed hash of (person, series, specialty, title, awarding office): the row's own identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey(pub [u8; 32]);

/// A batch as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its name.
    pub id: BatchId,
    /// The office that sent it.
    pub office: OfficeCode,
    /// Issued or filed.
    pub road: Road,
    /// Where it stands.
    pub stage: Stage,
    /// SHA-256 of the uploaded file.
    pub file: Digest,
    /// Rows that were judged.
    pub rows: u64,
    /// Rows that became drafts.
    pub accepted: u64,
    /// Rows held back.
    pub rejected: u64,
    /// Rows that were on record already.
    pub unchanged: u64,
    /// Who reported it.
    pub reported_by: String,
    /// Who accepted it.
    pub accepted_by: Option<String>,
    /// Why it was returned.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it reached its stage.
    pub moved_at: Timestamp,
}

/// One row of a batch, still sealed.
#[derive(Debug, Clone)]
pub struct SealedRow {
    /// Its place in the batch, from 0.
    pub position: u64,
    /// Whom it concerns.
    pub person: Person,
    /// Its identity; absent in a returned batch.
    pub row_key: Option<RowKey>,
    /// The sealed draft.
    pub sealed: Vec<u8>,
}

/// A row that waits in a batch not yet issued.
#[derive(Debug, Clone)]
pub struct Pending {
    /// The batch.
    pub batch: BatchId,
    /// The office that sent it.
    pub office: OfficeCode,
    /// The row.
    pub row: SealedRow,
}

#[derive(sqlx::FromRow)]
struct BatchRow {
    id: String,
    office: String,
    road: String,
    stage: String,
    file: String,
    rows: i64,
    accepted: i64,
    rejected: i64,
    unchanged: i64,
    reported_by: String,
    accepted_by: Option<String>,
    reason: Option<String>,
    created_at: i64,
    moved_at: i64,
}

impl TryFrom<BatchRow> for Batch {
    type Error = super::Error;
    fn try_from(row: BatchRow) -> Result<Self> {
        const T: &str = "batch";
        Ok(Self {
            id: sound(BatchId::parse(&row.id), T, "id")?,
            office: sound(OfficeCode::parse(&row.office), T, "office")?,
            road: sound(Road::from_code(&row.road), T, "road")?,
            stage: sound(Stage::from_code(&row.stage), T, "stage")?,
            file: sound(Digest::parse(&row.file), T, "file")?,
            rows: count(row.rows, T, "rows")?,
            accepted: count(row.accepted, T, "accepted")?,
            rejected: count(row.rejected, T, "rejected")?,
            unchanged: count(row.unchanged, T, "unchanged")?,
            reported_by: row.reported_by,
            accepted_by: row.accepted_by,
            reason: row.reason,
            created_at: Timestamp(row.created_at),
            moved_at: Timestamp(row.moved_at),
        })
    }
}

type RowOfBatch = (String, String, i64, Vec<u8>, Option<Vec<u8>>, Vec<u8>);

fn pending((batch, office, position, person, key, sealed): RowOfBatch) -> Result<Pending> {
    const T: &str = "batch_row";
    let key = key.map(|key| sound(key.try_into().ok().map(RowKey), T, "row_key")).transpose()?;
    Ok(Pending {
        batch: sound(BatchId::parse(&batch), T, "batch")?,
        office: sound(OfficeCode::parse(&office), "batch", "office")?,
        row: SealedRow {
            position: count(position, T, "position")?,
            person: sound(person.try_into().ok().map(Person), T, "person")?,
            row_key: key,
            sealed,
        },
    })
}

impl Db {
    /// One batch.
    pub async fn batch(&self, id: BatchId) -> Result<Option<Batch>> {
        let sql = "SELECT * FROM batch WHERE id = $1";
        let row: Option<BatchRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(id.to_string())
            .fetch_optional(db)
            .await)?;
        row.map(Batch::try_from).transpose()
    }

    /// Every batch, newest first; at most `limit`.
    pub async fn batches(&self, limit: u32) -> Result<Vec<Batch>> {
        let sql = "SELECT * FROM batch ORDER BY created_at DESC, id DESC LIMIT $1";
        let rows: Vec<BatchRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(Batch::try_from).collect()
    }

    /// The newest batch that an office made of this very file by this road, unless it was returned.
    pub async fn batch_of_file(
        &self,
        office: &OfficeCode,
        road: Road,
        file: Digest,
    ) -> Result<Option<Batch>> {
        let sql = "SELECT * FROM batch WHERE office = $1 AND road = $2 AND file = $3 AND stage <> 'returned' ORDER BY created_at DESC, id DESC LIMIT 1";
        let row: Option<BatchRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(office.as_str())
            .bind(road.code())
            .bind(file.to_string())
            .fetch_optional(db)
            .await)?;
        row.map(Batch::try_from).transpose()
    }

    /// The rows of a batch, in order.
    pub async fn batch_rows(&self, id: BatchId) -> Result<Vec<SealedRow>> {
        let sql = "SELECT r.batch, b.office, r.position, r.person, r.row_key, r.sealed FROM batch_row r JOIN batch b ON b.id = r.batch WHERE r.batch = $1 ORDER BY r.position";
        let rows: Vec<RowOfBatch> =
            on!(&self.readers, |db| sqlx::query_as(sql).bind(id.to_string()).fetch_all(db).await)?;
        rows.into_iter().map(|row| pending(row).map(|p| p.row)).collect()
    }

    /// The rows about some persons that wait in batches not yet issued and not returned.
    pub async fn pending_rows(&self, persons: &[Person]) -> Result<HashMap<Person, Vec<Pending>>> {
        let mut found: HashMap<Person, Vec<Pending>> = HashMap::new();
        for chunk in persons.chunks(MAX_BINDS) {
            let rows: Vec<RowOfBatch> = on!(&self.readers, |db| {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT r.batch, b.office, r.position, r.person, r.row_key, r.sealed FROM batch_row r JOIN batch b ON b.id = r.batch \
                     WHERE b.stage NOT IN ('issued', 'returned') AND r.person IN (",
                );
                let mut list = query.separated(", ");
                for person in chunk {
                    list.push_bind(&person.0[..]);
                }
                query.push(")");
                query.build_query_as().fetch_all(db).await
            })?;
            for row in rows {
                let pending = pending(row)?;
                found.entry(pending.row.person).or_default().push(pending);
            }
        }
        Ok(found)
    }

    /// The sealed findings of a batch; none once its content has been deleted.
    pub async fn batch_findings(&self, id: BatchId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT findings FROM batch_content WHERE batch = $1";
        Ok(on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(id.to_string())
            .fetch_optional(db)
            .await)?)
    }
}

impl Tx {
    /// Adds a batch with its sealed content. Fails as a duplicate if one of its rows is in another
    /// live batch by now.
    pub async fn add_batch(
        &mut self,
        batch: &Batch,
        upload: &[u8],
        findings: &[u8],
        rows: &[SealedRow],
    ) -> Result<()> {
        let id = batch.id.to_string();
        let sql = "INSERT INTO batch (id, office, road, stage, file, rows, accepted, rejected, unchanged, reported_by, accepted_by, reason, created_at, moved_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, $11, $12)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&id)
            .bind(batch.office.as_str())
            .bind(batch.road.code())
            .bind(batch.stage.code())
            .bind(batch.file.to_string())
            .bind(big(batch.rows))
            .bind(big(batch.accepted))
            .bind(big(batch.rejected))
            .bind(big(batch.unchanged))
            .bind(&batch.reported_by)
            .bind(batch.created_at.0)
            .bind(batch.moved_at.0)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        let sql = "INSERT INTO batch_content (batch, upload, findings) VALUES ($1, $2, $3)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&id)
            .bind(upload)
            .bind(findings)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        self.add_rows(&id, rows).await
    }

    async fn add_rows(&mut self, batch: &str, rows: &[SealedRow]) -> Result<()> {
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            on!(&mut self.0, |tx| {
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO batch_row (batch, position, person, row_key, sealed) ",
                );
                query.push_values(chunk, |mut values, row| {
                    values
                        .push_bind(batch)
                        .push_bind(big(row.position))
                        .push_bind(&row.person.0[..])
                        .push_bind(row.row_key.as_ref().map(|key| &key.0[..]))
                        .push_bind(&row.sealed);
                });
                query.build().execute(&mut **tx).await?;
            });
        }
        Ok(())
    }

    /// Moves a batch from the stage that was seen to another; false if somebody moved it first.
    pub async fn move_batch(
        &mut self,
        id: BatchId,
        seen: Stage,
        to: Stage,
        now: Timestamp,
    ) -> Result<bool> {
        let sql = "UPDATE batch SET stage = $1, moved_at = $2 WHERE id = $3 AND stage = $4";
        let moved = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(to.code())
            .bind(now.0)
            .bind(id.to_string())
            .bind(seen.code())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(moved == 1)
    }

    /// Records who accepted a batch.
    pub async fn accepted_by(&mut self, id: BatchId, who: &str) -> Result<()> {
        let sql = "UPDATE batch SET accepted_by = $1 WHERE id = $2";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(who)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Records why a batch was returned and lets its rows be sent again.
    pub async fn release_rows(&mut self, id: BatchId, reason: &str) -> Result<()> {
        let sql = "UPDATE batch SET reason = $1 WHERE id = $2";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(reason)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        let sql = "UPDATE batch_row SET row_key = NULL WHERE batch = $1";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Deletes uploads, findings and rows of batches that ended before `before`; gives how many
    /// batches were emptied.
    pub async fn forget_content(&mut self, before: Timestamp) -> Result<u64> {
        let rows = "DELETE FROM batch_row WHERE batch IN (SELECT id FROM batch WHERE stage IN ('issued', 'returned') AND moved_at < $1)";
        let content = "DELETE FROM batch_content WHERE batch IN (SELECT id FROM batch WHERE stage IN ('issued', 'returned') AND moved_at < $1)";
        on!(&mut self.0, |tx| {
            sqlx::query(rows).bind(before.0).execute(&mut **tx).await?;
            let done = sqlx::query(content).bind(before.0).execute(&mut **tx).await?;
            Ok(done.rows_affected())
        })
    }
}
