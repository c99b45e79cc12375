//! The rows of batches, sealed.

use super::{Db, MAX_BINDS, ROWS_AT_ONCE, Result, Tx, big, count, holder::Person, sound};
use crate::model::{batch::BatchId, office::OfficeCode, way::Way};
use std::collections::HashMap;

/// A keyed hash of (person, series, specialty, title, awarding office): the row's own identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey(pub [u8; 32]);

/// One row of a batch, still sealed.
#[derive(Debug, Clone)]
pub struct SealedRow {
    /// Its place in the batch, from 0.
    pub position: u64,
    /// Whom of the pass list it is about; none but in a reviewed batch.
    pub candidate: Option<u64>,
    /// Whom it concerns.
    pub person: Person,
    /// Its identity; absent in a draft and in a returned batch.
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
    /// How it comes to certificates.
    pub way: Way,
    /// The row.
    pub row: SealedRow,
}

type RowOfBatch = (String, String, String, i64, Option<i64>, Vec<u8>, Option<Vec<u8>>, Vec<u8>);

fn pending(
    (batch, office, way, position, candidate, person, key, sealed): RowOfBatch,
) -> Result<Pending> {
    const T: &str = "batch_row";
    let key = key.map(|key| sound(key.try_into().ok().map(RowKey), T, "row_key")).transpose()?;
    Ok(Pending {
        batch: sound(BatchId::parse(&batch), T, "batch")?,
        office: sound(OfficeCode::parse(&office), "batch", "office")?,
        way: sound(Way::from_code(&way), "batch", "way")?,
        row: SealedRow {
            position: count(position, T, "position")?,
            candidate: candidate.map(|at| count(at, T, "candidate")).transpose()?,
            person: sound(person.try_into().ok().map(Person), T, "person")?,
            row_key: key,
            sealed,
        },
    })
}

impl Db {
    /// The rows of a batch, in order.
    pub async fn batch_rows(&self, id: BatchId) -> Result<Vec<SealedRow>> {
        let sql = "SELECT r.batch, b.office, b.way, r.position, r.candidate, r.person, r.row_key, r.sealed FROM batch_row r JOIN batch b ON b.id = r.batch WHERE r.batch = $1 ORDER BY r.position";
        let rows: Vec<RowOfBatch> =
            on!(&self.readers, |db| sqlx::query_as(sql).bind(id.to_string()).fetch_all(db).await)?;
        rows.into_iter().map(|row| pending(row).map(|p| p.row)).collect()
    }

    /// Rows of a batch in order, from the place `from` on; at most `limit`.
    pub async fn batch_rows_from(
        &self,
        id: BatchId,
        from: u64,
        limit: u32,
    ) -> Result<Vec<SealedRow>> {
        let sql = "SELECT r.batch, b.office, b.way, r.position, r.candidate, r.person, r.row_key, r.sealed FROM batch_row r JOIN batch b ON b.id = r.batch WHERE r.batch = $1 AND r.position >= $2 ORDER BY r.position LIMIT $3";
        let rows: Vec<RowOfBatch> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(id.to_string())
            .bind(big(from))
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(|row| pending(row).map(|p| p.row)).collect()
    }

    /// How many rows a batch keeps, and how many certificates came of it.
    pub async fn batch_counts(&self, id: BatchId) -> Result<(u64, u64)> {
        let sql = "SELECT (SELECT COUNT(*) FROM batch_row WHERE batch = $1), (SELECT COUNT(*) FROM certificate WHERE batch = $1)";
        let (rows, certificates): (i64, i64) =
            on!(&self.readers, |db| sqlx::query_as(sql).bind(id.to_string()).fetch_one(db).await)?;
        Ok((count(rows, "batch_row", "batch")?, count(certificates, "certificate", "batch")?))
    }

    /// The rows about some persons that wait in batches not yet issued and not returned.
    pub async fn pending_rows(&self, persons: &[Person]) -> Result<HashMap<Person, Vec<Pending>>> {
        let mut found: HashMap<Person, Vec<Pending>> = HashMap::new();
        for chunk in persons.chunks(MAX_BINDS) {
            let rows: Vec<RowOfBatch> = on!(&self.readers, |db| {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT r.batch, b.office, b.way, r.position, r.candidate, r.person, r.row_key, r.sealed FROM batch_row r JOIN batch b ON b.id = r.batch \
                     WHERE b.stage NOT IN ('draft', 'issued', 'returned') AND r.person IN (",
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
}

impl Tx {
    /// Adds rows to a batch. Fails as a duplicate if one of them is in another live batch by now.
    pub async fn add_rows(&mut self, batch: BatchId, rows: &[SealedRow]) -> Result<()> {
        let batch = batch.to_string();
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            on!(&mut self.0, |tx| {
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO batch_row (batch, position, candidate, person, row_key, sealed) ",
                );
                query.push_values(chunk, |mut values, row| {
                    values
                        .push_bind(&batch)
                        .push_bind(big(row.position))
                        .push_bind(row.candidate.map(big))
                        .push_bind(&row.person.0[..])
                        .push_bind(row.row_key.as_ref().map(|key| &key.0[..]))
                        .push_bind(&row.sealed);
                });
                query.build().execute(&mut **tx).await?;
            });
        }
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
}
