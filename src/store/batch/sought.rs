//! Which batches a desk or a list asks for.

use super::{Batch, BatchRow};
use crate::model::{
    batch::{BatchId, Stage},
    office::OfficeCode,
};
use crate::store::{Db, Result};

/// Which batches are sought; the default seeks them all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sought<'a> {
    /// Of this office alone.
    pub office: Option<&'a OfficeCode>,
    /// No drafts but those of this office.
    pub drafts_of: Option<&'a OfficeCode>,
    /// In one of these stages; empty = in any.
    pub stages: &'a [Stage],
    /// Made before this one.
    pub before: Option<BatchId>,
    /// Without what was returned and has been sent again.
    pub not_sent_again: bool,
    /// At most so many.
    pub limit: u32,
}

impl Db {
    /// Every batch, newest first; at most `limit`.
    pub async fn batches(&self, limit: u32) -> Result<Vec<Batch>> {
        self.batches_sought(&Sought { limit, ..Sought::default() }).await
    }

    /// The batches that are sought, newest first.
    pub async fn batches_sought(&self, sought: &Sought<'_>) -> Result<Vec<Batch>> {
        let sql = "SELECT * FROM batch WHERE ($1 = '' OR office = $1) \
                   AND ($2 = '' OR stage <> 'draft' OR office = $2) \
                   AND ($3 = '' OR $3 LIKE '%,' || stage || ',%') \
                   AND ($4 = '' OR (created_at, id) < (SELECT created_at, id FROM batch WHERE id = $4)) \
                   AND ($5 = '' OR stage <> 'returned' OR NOT EXISTS (SELECT 1 FROM batch f WHERE f.follows = batch.id)) \
                   ORDER BY created_at DESC, id DESC LIMIT $6";
        let office = |code: Option<&OfficeCode>| code.map_or("", OfficeCode::as_str).to_owned();
        // Each between commas, so that no stage is found within another's name.
        let stages = sought.stages.iter().map(|stage| stage.code()).collect::<Vec<_>>().join(",");
        let stages = if stages.is_empty() { stages } else { format!(",{stages},") };
        let before = sought.before.map_or_else(String::new, |id| id.to_string());
        let rows: Vec<BatchRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(office(sought.office))
            .bind(office(sought.drafts_of))
            .bind(stages)
            .bind(before)
            .bind(if sought.not_sent_again { "1" } else { "" })
            .bind(i64::from(sought.limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(Batch::try_from).collect()
    }
}
