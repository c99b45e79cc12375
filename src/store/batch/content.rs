//! What of a batch is kept sealed, and what of it may be counted without being opened.

use crate::model::{
    batch::BatchId,
    day::Timestamp,
    finding::{Finding, RowPlace, Severity},
};
use crate::store::{Db, Result, Tx, big};
use std::collections::{BTreeMap, BTreeSet};

/// The sealed content of a batch.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Content {
    /// The file as it came.
    pub upload: Vec<u8>,
    /// The cells that were mended at the desk.
    pub mends: Option<Vec<u8>>,
    /// Which findings are where.
    pub findings: Vec<u8>,
}

/// Which sheet of a batch findings are about. A reviewed batch has two: its pass list, and the
/// information sheet that comes after the announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// The one that was reported.
    Reported,
    /// The information sheet of a reviewed batch.
    Filled,
}

impl Sheet {
    fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Filled => "filled",
        }
    }
}

/// How many rows of a sheet have findings of each code and severity. Nothing about anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found(BTreeMap<(&'static str, Severity), u64>);

impl Found {
    /// Counts rows, so that a row with one fault in two of its cells is counted once.
    pub fn of(findings: &[Finding]) -> Self {
        let each: BTreeSet<(&'static str, Severity, &RowPlace)> =
            findings.iter().map(|one| (one.code, one.severity, &one.place)).collect();
        let mut counts = BTreeMap::new();
        for (code, severity, _) in each {
            *counts.entry((code, severity)).or_default() += 1;
        }
        Self(counts)
    }
}

impl Db {
    /// The sealed index of a batch's findings; none once its content has been deleted.
    pub async fn batch_findings(&self, id: BatchId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT findings FROM batch_content WHERE batch = $1";
        Ok(on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(id.to_string())
            .fetch_optional(db)
            .await)?)
    }

    /// The sealed mends of a batch; none where nothing was mended.
    pub async fn batch_mends(&self, id: BatchId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT mends FROM batch_content WHERE batch = $1";
        let kept: Option<Option<Vec<u8>>> = on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(id.to_string())
            .fetch_optional(db)
            .await)?;
        Ok(kept.flatten())
    }

    /// The sealed content of a batch; none once it has been deleted.
    pub async fn batch_content(&self, id: BatchId) -> Result<Option<Content>> {
        let sql = "SELECT upload, mends, findings FROM batch_content WHERE batch = $1";
        Ok(on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(id.to_string())
            .fetch_optional(db)
            .await)?)
    }
}

impl Tx {
    pub(super) async fn add_content(&mut self, id: BatchId, content: &Content) -> Result<()> {
        let sql =
            "INSERT INTO batch_content (batch, upload, mends, findings) VALUES ($1, $2, $3, $4)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(id.to_string())
            .bind(&content.upload)
            .bind(&content.mends)
            .bind(&content.findings)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Writes what was found in a batch's sheet, in place of what was found before.
    pub async fn replace_findings(&mut self, id: BatchId, findings: &[u8]) -> Result<()> {
        let sql = "UPDATE batch_content SET findings = $1 WHERE batch = $2";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(findings)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Puts another file, and what was found in it, in a batch's place for its content.
    pub async fn replace_content(&mut self, id: BatchId, content: &Content) -> Result<()> {
        let sql =
            "UPDATE batch_content SET upload = $1, mends = $2, findings = $3 WHERE batch = $4";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&content.upload)
            .bind(&content.mends)
            .bind(&content.findings)
            .bind(id.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Writes how many rows of a batch's sheet have which findings, in place of what was counted
    /// before.
    pub async fn count_findings(
        &mut self,
        id: BatchId,
        sheet: Sheet,
        Found(counts): &Found,
    ) -> Result<()> {
        let id = id.to_string();
        let sql = "DELETE FROM batch_finding WHERE batch = $1 AND sheet = $2";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&id)
            .bind(sheet.code())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        if counts.is_empty() {
            return Ok(());
        }
        on!(&mut self.0, |tx| {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO batch_finding (batch, sheet, code, severity, rows) ",
            );
            // One for each code: far fewer than a statement binds.
            query.push_values(counts, |mut values, ((code, severity), rows)| {
                values
                    .push_bind(&id)
                    .push_bind(sheet.code())
                    .push_bind(*code)
                    .push_bind(severity.code())
                    .push_bind(big(*rows));
            });
            query.build().execute(&mut **tx).await?;
        });
        Ok(())
    }

    /// Deletes what is personal of batches that ended before `before`, and of drafts that nobody
    /// touched since: uploads, findings, rows, photos, pass lists, objections. Gives how many were emptied.
    pub async fn forget_content(&mut self, before: Timestamp) -> Result<u64> {
        const ENDED: &str =
            "SELECT id FROM batch WHERE stage IN ('draft', 'issued', 'returned') AND moved_at < $1";
        let mut emptied = 0;
        for table in
            ["batch_row", "batch_photo", "candidate", "objection", "batch_page", "batch_content"]
        {
            let sql = format!("DELETE FROM {table} WHERE batch IN ({ENDED})");
            emptied = on!(&mut self.0, |tx| sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(before.0)
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected()))?;
        }
        self.forget_photos().await?;
        Ok(emptied)
    }
}
