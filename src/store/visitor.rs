//! What is kept of visitors: their look-ups, their session, and how often they asked.

use super::{Db, Result, Tx, count};
use crate::model::{day::Timestamp, digest::Digest};

/// A session of a holder who looked themselves up.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose.
    pub holder: String,
    /// The look-up that opened it.
    pub look_up: String,
    /// Ends without further use.
    pub ends_at: Timestamp,
}

/// What is known of somebody who asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Throttle {
    /// Misses (or requests) that still count.
    pub misses: u64,
    /// May ask again from then on.
    pub open_at: Timestamp,
}

impl Db {
    /// A session by the digest of its cookie, whether or not it has ended.
    pub async fn session(&self, digest: Digest) -> Result<Option<Session>> {
        let sql = "SELECT holder, look_up, ends_at FROM session WHERE digest = $1";
        let row: Option<(String, String, i64)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(&digest.0[..])
            .fetch_optional(db)
            .await)?;
        Ok(row.map(|(holder, look_up, ends_at)| Session {
            holder,
            look_up,
            ends_at: Timestamp(ends_at),
        }))
    }

    /// The name of a holder.
    pub async fn holder_name(&self, holder: &str) -> Result<Option<String>> {
        let sql = "SELECT name FROM holder WHERE id = $1";
        Ok(on!(&self.readers, |db| sqlx::query_scalar(sql).bind(holder).fetch_optional(db).await)?)
    }

    /// When a holder was looked up, newest first, without the look-up `except`; at most `limit`.
    pub async fn look_ups(&self, holder: &str, except: &str, limit: u32) -> Result<Vec<Timestamp>> {
        let sql = "SELECT at FROM look_up WHERE holder = $1 AND id <> $2 ORDER BY at DESC LIMIT $3";
        let rows: Vec<i64> = on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(holder)
            .bind(except)
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        Ok(rows.into_iter().map(Timestamp).collect())
    }
}

impl Tx {
    /// Records a look-up and opens the session that it earns.
    pub async fn open_session(
        &mut self,
        digest: Digest,
        session: &Session,
        at: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT INTO look_up (id, holder, at) VALUES ($1, $2, $3)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&session.look_up)
            .bind(&session.holder)
            .bind(at.0)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        let sql = "INSERT INTO session (digest, holder, look_up, ends_at) VALUES ($1, $2, $3, $4)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&digest.0[..])
            .bind(&session.holder)
            .bind(&session.look_up)
            .bind(session.ends_at.0)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Lets a session live on until `ends_at`.
    pub async fn extend_session(&mut self, digest: Digest, ends_at: Timestamp) -> Result<()> {
        let sql = "UPDATE session SET ends_at = $1 WHERE digest = $2";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(ends_at.0)
            .bind(&digest.0[..])
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Ends one session.
    pub async fn end_session(&mut self, digest: Digest) -> Result<()> {
        let sql = "DELETE FROM session WHERE digest = $1";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&digest.0[..])
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// What is known of `subject` at `now`. The row is written to be held until the end of the
    /// transaction: who asks at the same time waits, and then sees what this one has counted.
    pub async fn throttle(&mut self, subject: &[u8; 32], now: Timestamp) -> Result<Throttle> {
        let sql = "INSERT INTO throttle (subject, misses, open_at, forget_at) VALUES ($1, 0, 0, 0) \
                   ON CONFLICT (subject) DO UPDATE SET misses = throttle.misses RETURNING misses, open_at, forget_at";
        let (misses, open_at, forget_at): (i64, i64, i64) = on!(&mut self.0, |tx| {
            sqlx::query_as(sql).bind(&subject[..]).fetch_one(&mut **tx).await
        })?;
        if forget_at <= now.0 {
            return Ok(Throttle::default());
        }
        Ok(Throttle { misses: count(misses, "throttle", "misses")?, open_at: Timestamp(open_at) })
    }

    /// Remembers what is now known of `subject` until `forget_at`.
    pub async fn set_throttle(
        &mut self,
        subject: &[u8; 32],
        throttle: Throttle,
        forget_at: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT INTO throttle (subject, misses, open_at, forget_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (subject) DO UPDATE SET misses = excluded.misses, open_at = excluded.open_at, forget_at = excluded.forget_at";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&subject[..])
            .bind(super::big(throttle.misses))
            .bind(throttle.open_at.0)
            .bind(forget_at.0)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Deletes what visitors left and has run out: sessions, throttles, and look-ups before
    /// `look_ups_before`.
    pub async fn forget_visitors(
        &mut self,
        now: Timestamp,
        look_ups_before: Timestamp,
    ) -> Result<()> {
        let sessions = "DELETE FROM session WHERE ends_at <= $1";
        let desk = "DELETE FROM desk_session WHERE ends_at <= $1";
        let throttles = "DELETE FROM throttle WHERE forget_at <= $1";
        let look_ups = "DELETE FROM look_up WHERE at < $1";
        on!(&mut self.0, |tx| {
            sqlx::query(sessions).bind(now.0).execute(&mut **tx).await?;
            sqlx::query(desk).bind(now.0).execute(&mut **tx).await?;
            sqlx::query(throttles).bind(now.0).execute(&mut **tx).await?;
            sqlx::query(look_ups).bind(look_ups_before.0).execute(&mut **tx).await?;
        });
        Ok(())
    }
}
