//! Batches: how they stand and move. [`content`] holds what of them is kept sealed, [`page`] what of
//! that is read a page at a time, [`overview`] what the bureau counts; [`sought`] finds them.

pub mod content;
pub mod overview;
pub mod page;
pub mod sought;

use super::{Db, Result, Tx, big, count, rows::SealedRow, sound};
use crate::model::{
    batch::{BatchId, Stage},
    day::Timestamp,
    digest::Digest,
    office::OfficeCode,
    way::Way,
};
pub use content::Content;

/// A batch as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its name.
    pub id: BatchId,
    /// The office that sent it.
    pub office: OfficeCode,
    /// How it comes to certificates.
    pub way: Way,
    /// Where it stands.
    pub stage: Stage,
    /// SHA-256 of the uploaded file.
    pub file: Digest,
    /// What its rows came to.
    pub tally: Tally,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// Who reported it, and when; none while it is a draft.
    pub reported: Option<Signed>,
    /// Who accepted it.
    pub accepted_by: Option<String>,
    /// Who sent the information sheet of a reviewed batch, and when.
    pub filled: Option<Signed>,
    /// Who handed photos in last, and when.
    pub photos: Option<Signed>,
    /// Why it was returned.
    pub reason: Option<String>,
    /// The returned batch that it sends again.
    pub follows: Option<BatchId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it reached its stage.
    pub moved_at: Timestamp,
}

/// What the rows of a sheet came to: `rows = accepted + rejected + unchanged`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that were judged.
    pub rows: u64,
    /// Rows that became drafts.
    pub accepted: u64,
    /// Accepted rows in which something was mended.
    pub fixed: u64,
    /// Rows held back.
    pub rejected: u64,
    /// Rows that were on record already.
    pub unchanged: u64,
}

/// Who did something to a batch, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct BatchRow {
    id: String,
    office: String,
    way: String,
    stage: String,
    file: String,
    rows: i64,
    accepted: i64,
    fixed: i64,
    rejected: i64,
    unchanged: i64,
    uploaded_by: String,
    reported_by: Option<String>,
    reported_at: Option<i64>,
    accepted_by: Option<String>,
    filled_by: Option<String>,
    filled_at: Option<i64>,
    photos_by: Option<String>,
    photos_at: Option<i64>,
    reason: Option<String>,
    follows: Option<String>,
    created_at: i64,
    moved_at: i64,
}

impl TryFrom<BatchRow> for Batch {
    type Error = super::Error;
    fn try_from(row: BatchRow) -> Result<Self> {
        const T: &str = "batch";
        let signed = |who: Option<String>, at: Option<i64>| {
            who.zip(at).map(|(who, at)| Signed { who, at: Timestamp(at) })
        };
        let follows = row.follows.map(|id| sound(BatchId::parse(&id), T, "follows")).transpose()?;
        Ok(Self {
            id: sound(BatchId::parse(&row.id), T, "id")?,
            office: sound(OfficeCode::parse(&row.office), T, "office")?,
            way: sound(Way::from_code(&row.way), T, "way")?,
            stage: sound(Stage::from_code(&row.stage), T, "stage")?,
            file: sound(Digest::parse(&row.file), T, "file")?,
            tally: Tally {
                rows: count(row.rows, T, "rows")?,
                accepted: count(row.accepted, T, "accepted")?,
                fixed: count(row.fixed, T, "fixed")?,
                rejected: count(row.rejected, T, "rejected")?,
                unchanged: count(row.unchanged, T, "unchanged")?,
            },
            uploaded_by: row.uploaded_by,
            reported: signed(row.reported_by, row.reported_at),
            accepted_by: row.accepted_by,
            filled: signed(row.filled_by, row.filled_at),
            photos: signed(row.photos_by, row.photos_at),
            reason: row.reason,
            follows,
            created_at: Timestamp(row.created_at),
            moved_at: Timestamp(row.moved_at),
        })
    }
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

    /// The newest batch that an office reported of this very file by this way, unless it was
    /// returned.
    pub async fn batch_of_file(
        &self,
        office: &OfficeCode,
        way: Way,
        file: Digest,
    ) -> Result<Option<Batch>> {
        let sql = "SELECT * FROM batch WHERE office = $1 AND way = $2 AND file = $3 AND stage NOT IN ('draft', 'returned') ORDER BY created_at DESC, id DESC LIMIT 1";
        let row: Option<BatchRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(office.as_str())
            .bind(way.code())
            .bind(file.to_string())
            .fetch_optional(db)
            .await)?;
        row.map(Batch::try_from).transpose()
    }
}

impl Tx {
    /// Adds a batch with its sealed content. Fails as a duplicate if one of its rows is in another
    /// live batch by now.
    pub async fn add_batch(
        &mut self,
        batch: &Batch,
        content: &Content,
        rows: &[SealedRow],
    ) -> Result<()> {
        let id = batch.id.to_string();
        let sql = "INSERT INTO batch (id, office, way, stage, file, rows, accepted, fixed, rejected, unchanged, uploaded_by, reported_by, reported_at, follows, created_at, moved_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&id)
            .bind(batch.office.as_str())
            .bind(batch.way.code())
            .bind(batch.stage.code())
            .bind(batch.file.to_string())
            .bind(big(batch.tally.rows))
            .bind(big(batch.tally.accepted))
            .bind(big(batch.tally.fixed))
            .bind(big(batch.tally.rejected))
            .bind(big(batch.tally.unchanged))
            .bind(&batch.uploaded_by)
            .bind(batch.reported.as_ref().map(|reported| &reported.who))
            .bind(batch.reported.as_ref().map(|reported| reported.at.0))
            .bind(batch.follows.map(|follows| follows.to_string()))
            .bind(batch.created_at.0)
            .bind(batch.moved_at.0)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        self.add_content(batch.id, content).await?;
        self.add_rows(batch.id, rows).await
    }

    /// Writes what a draft came to after its cells were mended; false if it is no draft any more.
    pub async fn mend_draft(
        &mut self,
        id: BatchId,
        tally: &Tally,
        mends: &[u8],
        findings: &[u8],
    ) -> Result<bool> {
        let sql = "UPDATE batch SET rows = $1, accepted = $2, fixed = $3, rejected = $4, unchanged = $5 WHERE id = $6 AND stage = 'draft'";
        let written = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(big(tally.rows))
            .bind(big(tally.accepted))
            .bind(big(tally.fixed))
            .bind(big(tally.rejected))
            .bind(big(tally.unchanged))
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        let sql = "UPDATE batch_content SET mends = $1, findings = $2 WHERE batch = $3";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(mends)
            .bind(findings)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(written == 1)
    }

    /// Records who reported a draft, and what it came to on that day.
    pub async fn reported(
        &mut self,
        id: BatchId,
        tally: &Tally,
        findings: &[u8],
        by: &Signed,
    ) -> Result<()> {
        self.replace_findings(id, findings).await?;
        let sql = "UPDATE batch SET rows = $1, accepted = $2, fixed = $3, rejected = $4, unchanged = $5, reported_by = $6, reported_at = $7 WHERE id = $8";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(big(tally.rows))
            .bind(big(tally.accepted))
            .bind(big(tally.fixed))
            .bind(big(tally.rejected))
            .bind(big(tally.unchanged))
            .bind(&by.who)
            .bind(by.at.0)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Moves a batch that stands as it was `seen`, with the same information sheet and the same
    /// photos, to another stage; false if somebody moved it or sent something for it first.
    pub async fn move_batch(&mut self, seen: &Batch, to: Stage, now: Timestamp) -> Result<bool> {
        let sql = "UPDATE batch SET stage = $1, moved_at = $2 WHERE id = $3 AND stage = $4 AND COALESCE(filled_at, 0) = $5 AND COALESCE(photos_at, 0) = $6";
        let moved = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(to.code())
            .bind(now.0)
            .bind(seen.id.to_string())
            .bind(seen.stage.code())
            .bind(seen.filled.as_ref().map_or(0, |filled| filled.at.0))
            .bind(seen.photos.as_ref().map_or(0, |photos| photos.at.0))
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

    /// Records who sent the information sheet of a reviewed batch.
    pub async fn filled(&mut self, id: BatchId, by: &Signed) -> Result<()> {
        let sql = "UPDATE batch SET filled_by = $1, filled_at = $2 WHERE id = $3";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&by.who)
            .bind(by.at.0)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}
