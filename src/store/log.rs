//! The log's head and tiles.

use super::{Db, Result, Tx, big, count};

/// The log's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// How many leaves.
    pub size: u64,
    /// The signed checkpoint over them.
    pub checkpoint: String,
}

/// A tile or a bundle of entries, full or partial (C2SP tlog-tiles, height 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileRow {
    /// -1 for bundles of entries, 0 for hashes of leaves, and so on upwards.
    pub level: i8,
    /// Its place on the level.
    pub position: u64,
    /// Its bytes, as wide as it is now.
    pub content: Vec<u8>,
}

impl Db {
    /// The head.
    pub async fn log_head(&self) -> Result<LogHead> {
        let sql = "SELECT size, checkpoint FROM log_head WHERE id = 1";
        let (size, checkpoint): (i64, String) =
            on!(&self.readers, |db| sqlx::query_as(sql).fetch_one(db).await)?;
        Ok(LogHead { size: count(size, "log_head", "size")?, checkpoint })
    }

    /// The checkpoint that was signed when the log had this size.
    pub async fn log_checkpoint(&self, size: u64) -> Result<Option<String>> {
        let sql = "SELECT checkpoint FROM log_checkpoint WHERE size = $1";
        Ok(on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(big(size))
            .fetch_optional(db)
            .await)?)
    }

    /// One tile as it stands.
    pub async fn log_tile(&self, level: i8, position: u64) -> Result<Option<TileRow>> {
        let sql = "SELECT content FROM log_tile WHERE level = $1 AND position = $2";
        let content: Option<Vec<u8>> = on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(i64::from(level))
            .bind(big(position))
            .fetch_optional(db)
            .await)?;
        Ok(content.map(|content| TileRow { level, position, content }))
    }
}

impl Tx {
    /// Replaces the tiles that new leaves touch, moves the head from the size that was seen and keeps
    /// its checkpoint; false if the head has moved since. When it returns true and the transaction commits, the log
    /// has grown and no reader sees half of it.
    pub async fn append(&mut self, seen: u64, tiles: &[TileRow], head: &LogHead) -> Result<bool> {
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
        let sql = "INSERT INTO log_checkpoint (size, checkpoint) VALUES ($1, $2)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(big(head.size))
            .bind(&head.checkpoint)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        for chunk in tiles.chunks(1_000) {
            on!(&mut self.0, |tx| {
                let mut query =
                    sqlx::QueryBuilder::new("INSERT INTO log_tile (level, position, content) ");
                query.push_values(chunk, |mut row, tile| {
                    row.push_bind(i64::from(tile.level))
                        .push_bind(big(tile.position))
                        .push_bind(&tile.content[..]);
                });
                query.push(
                    " ON CONFLICT (level, position) DO UPDATE SET content = excluded.content",
                );
                query.build().execute(&mut **tx).await?;
            });
        }
        Ok(true)
    }
}
