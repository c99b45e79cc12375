//! The log's head, entries and tiles.

use super::{Db, Error, Result, Tx, big, count};

/// The log's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// How many leaves.
    pub size: u64,
    /// The signed checkpoint over them.
    pub checkpoint: String,
}

/// A tile of hashes, full or partial (C2SP tlog-tiles, height 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileRow {
    /// 0 at the leaves.
    pub level: u8,
    /// Its place on the level.
    pub position: u64,
    /// 1-256 hashes of 32 bytes.
    pub hashes: Vec<u8>,
}

impl Db {
    /// The head.
    pub async fn log_head(&self) -> Result<LogHead> {
        let sql = "SELECT size, checkpoint FROM log_head WHERE id = 1";
        let (size, checkpoint): (i64, String) =
            on!(&self.readers, |db| sqlx::query_as(sql).fetch_one(db).await)?;
        Ok(LogHead { size: count(size, "log_head", "size")?, checkpoint })
    }

    /// One tile as it stands.
    pub async fn log_tile(&self, level: u8, position: u64) -> Result<Option<TileRow>> {
        let sql = "SELECT hashes FROM log_tile WHERE level = $1 AND position = $2";
        let hashes: Option<Vec<u8>> = on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(i64::from(level))
            .bind(big(position))
            .fetch_optional(db)
            .await)?;
        Ok(hashes.map(|hashes| TileRow { level, position, hashes }))
    }

    /// `n` leaves from `first` on, in order; fewer at the end of the log.
    pub async fn log_entries(&self, first: u64, n: u64) -> Result<Vec<Vec<u8>>> {
        let sql =
            "SELECT leaf FROM log_entry WHERE position >= $1 AND position < $2 ORDER BY position";
        Ok(on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(big(first))
            .bind(big(first.saturating_add(n)))
            .fetch_all(db)
            .await)?)
    }
}

impl Tx {
    /// Appends leaves, replaces the tiles that they touch, and moves the head from the size that
    /// was seen; false if the head has moved since. When it returns true and the transaction
    /// commits, the log has grown and no reader sees half of it.
    pub async fn append(
        &mut self,
        seen: u64,
        leaves: &[Vec<u8>],
        tiles: &[TileRow],
        head: &LogHead,
    ) -> Result<bool> {
        let sql = "UPDATE log_head SET size = $1, checkpoint = $2 WHERE id = 1 AND size = $3";
        let moved = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(big(head.size))
            .bind(&head.checkpoint)
            .bind(big(seen))
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        if moved != 1 {
            return Ok(false);
        }
        let numbered: Vec<(u64, &Vec<u8>)> = (seen..).zip(leaves).collect();
        for chunk in numbered.chunks(5_000) {
            on!(&mut self.0, |tx| {
                let mut query = sqlx::QueryBuilder::new("INSERT INTO log_entry (position, leaf) ");
                query.push_values(chunk, |mut row, (position, leaf)| {
                    row.push_bind(big(*position)).push_bind(&leaf[..]);
                });
                query.build().execute(&mut **tx).await?;
            });
        }
        for chunk in tiles.chunks(1_000) {
            on!(&mut self.0, |tx| {
                let mut query =
                    sqlx::QueryBuilder::new("INSERT INTO log_tile (level, position, hashes) ");
                query.push_values(chunk, |mut row, tile| {
                    row.push_bind(i64::from(tile.level))
                        .push_bind(big(tile.position))
                        .push_bind(&tile.hashes[..]);
                });
                query.push(" ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes");
                query.build().execute(&mut **tx).await?;
            });
        }
        Ok::<_, Error>(true)
    }
}
