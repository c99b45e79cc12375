//! What of a batch is read a page at a time, each page sealed by itself.

use crate::model::batch::BatchId;
use crate::store::{Db, ROWS_AT_ONCE, Result, Tx, sound};

/// What the pages hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What was found in the sheet.
    Findings,
    /// What changed against the returned batch that it sends again.
    Changes,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Changes => "changes",
        }
    }
}

impl Db {
    /// Some pages of a batch, still sealed, each with its number, in their order; those that there
    /// are not are left out.
    pub async fn batch_pages(
        &self,
        id: BatchId,
        kind: Kind,
        pages: &[u32],
    ) -> Result<Vec<(u32, Vec<u8>)>> {
        let mut found = Vec::new();
        for chunk in pages.chunks(ROWS_AT_ONCE) {
            let rows: Vec<(i64, Vec<u8>)> = on!(&self.readers, |db| {
                let mut query =
                    sqlx::QueryBuilder::new("SELECT page, sealed FROM batch_page WHERE batch = ");
                query.push_bind(id.to_string()).push(" AND kind = ").push_bind(kind.code());
                let mut list = query.push(" AND page IN (").separated(", ");
                for page in chunk {
                    list.push_bind(i64::from(*page));
                }
                query.push(") ORDER BY page");
                query.build_query_as().fetch_all(db).await
            })?;
            for (page, sealed) in rows {
                found.push((sound(u32::try_from(page).ok(), "batch_page", "page")?, sealed));
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Writes the pages of a batch, in place of those before; they are numbered from 0.
    pub async fn replace_pages(
        &mut self,
        id: BatchId,
        kind: Kind,
        pages: &[Vec<u8>],
    ) -> Result<()> {
        let id = id.to_string();
        let sql = "DELETE FROM batch_page WHERE batch = $1 AND kind = $2";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&id)
            .bind(kind.code())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        let numbered: Vec<(i64, &Vec<u8>)> = (0..).zip(pages).collect();
        for chunk in numbered.chunks(ROWS_AT_ONCE) {
            on!(&mut self.0, |tx| {
                let mut query =
                    sqlx::QueryBuilder::new("INSERT INTO batch_page (batch, kind, page, sealed) ");
                query.push_values(chunk, |mut values, (page, sealed)| {
                    values
                        .push_bind(&id)
                        .push_bind(kind.code())
                        .push_bind(*page)
                        .push_bind(*sealed);
                });
                query.build().execute(&mut **tx).await?;
            });
        }
        Ok(())
    }
}
