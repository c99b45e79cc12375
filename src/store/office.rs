//! Offices at the door: their tokens, the sessions that those open, and what the bureau decided
//! about them.

use super::{Db, Result, Tx, sound};
use crate::model::{day::Day, day::Timestamp, digest::Digest, office::OfficeCode, text::Text};
use std::fmt;

/// The short name of an office's token: eight lower-case letters and digits. It opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenId(String);

impl TokenId {
    /// Parses eight lower-case letters and digits.
    pub fn parse(written: &str) -> Option<Self> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        (written.len() == 8 && written.bytes().all(fits)).then(|| Self(written.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A token with which somebody enters for an office; the token itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeToken {
    /// Its short name.
    pub id: TokenId,
    /// For which office.
    pub office: OfficeCode,
    /// Whom it names.
    pub who: Text,
    /// Since when.
    pub made_at: Timestamp,
    /// Until when, where it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A session at the desk, with the token that opened it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskSession {
    /// The token, not revoked.
    pub token: OfficeToken,
    /// When it was opened.
    pub began_at: Timestamp,
    /// Ends without further use.
    pub ends_at: Timestamp,
}

/// What the bureau decided about an office, and the paper that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// About which office.
    pub office: OfficeCode,
    /// Number of the decision.
    pub document_number: Text,
    /// Its day.
    pub on: Day,
}

type TokenRow = (String, String, String, i64, Option<i64>);

fn token(row: TokenRow) -> Result<OfficeToken> {
    const T: &str = "office_token";
    let (id, office, who, made_at, revoked_at) = row;
    Ok(OfficeToken {
        id: sound(TokenId::parse(&id), T, "id")?,
        office: sound(OfficeCode::parse(&office), T, "office")?,
        who: sound(Text::parse(&who), T, "who")?,
        made_at: Timestamp(made_at),
        revoked_at: revoked_at.map(Timestamp),
    })
}

fn decided(row: (String, String, String), table: &'static str) -> Result<Decided> {
    let (office, document_number, on) = row;
    Ok(Decided {
        office: sound(OfficeCode::parse(&office), table, "office")?,
        document_number: sound(Text::parse(&document_number), table, "document_number")?,
        on: sound(Day::parse(&on), table, "on_day")?,
    })
}

impl Db {
    /// The token of a digest, whether or not it was revoked.
    pub async fn office_token(&self, digest: Digest) -> Result<Option<OfficeToken>> {
        let sql = "SELECT id, office, who, made_at, revoked_at FROM office_token WHERE digest = $1";
        let row: Option<TokenRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(&digest.0[..])
            .fetch_optional(db)
            .await)?;
        row.map(token).transpose()
    }

    /// The tokens of an office, the newest first; at most `limit`.
    pub async fn office_tokens(&self, office: &OfficeCode, limit: u32) -> Result<Vec<OfficeToken>> {
        let sql = "SELECT id, office, who, made_at, revoked_at FROM office_token WHERE office = $1 ORDER BY made_at DESC, id LIMIT $2";
        let rows: Vec<TokenRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(office.as_str())
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(token).collect()
    }

    /// A session by the digest of its cookie, whether or not it has ended; none once its token was
    /// revoked.
    pub async fn desk_session(&self, digest: Digest) -> Result<Option<DeskSession>> {
        let sql = "SELECT t.id, t.office, t.who, t.made_at, s.began_at, s.ends_at FROM desk_session s JOIN office_token t ON t.id = s.token WHERE s.digest = $1 AND t.revoked_at IS NULL";
        let row: Option<(String, String, String, i64, i64, i64)> =
            on!(&self.readers, |db| sqlx::query_as(sql)
                .bind(&digest.0[..])
                .fetch_optional(db)
                .await)?;
        let Some((id, office, who, made_at, began_at, ends_at)) = row else { return Ok(None) };
        Ok(Some(DeskSession {
            token: token((id, office, who, made_at, None))?,
            began_at: Timestamp(began_at),
            ends_at: Timestamp(ends_at),
        }))
    }

    /// The delegation of the intermediate review to an office, where there is one.
    pub async fn delegation(&self, office: &OfficeCode) -> Result<Option<Decided>> {
        let sql = "SELECT office, document_number, on_day FROM delegation WHERE office = $1";
        let row: Option<(String, String, String)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(office.as_str())
            .fetch_optional(db)
            .await)?;
        row.map(|row| decided(row, "delegation")).transpose()
    }

    /// Every delegation, by the office's code.
    pub async fn delegations(&self) -> Result<Vec<Decided>> {
        let sql = "SELECT office, document_number, on_day FROM delegation ORDER BY office";
        let rows: Vec<(String, String, String)> =
            on!(&self.readers, |db| sqlx::query_as(sql).fetch_all(db).await)?;
        rows.into_iter().map(|row| decided(row, "delegation")).collect()
    }

    /// A unit's plan of a year, where it was lodged.
    pub async fn unit_plan(&self, office: &OfficeCode, year: i16) -> Result<Option<Decided>> {
        let sql =
            "SELECT office, document_number, on_day FROM unit_plan WHERE office = $1 AND year = $2";
        let row: Option<(String, String, String)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(office.as_str())
            .bind(i64::from(year))
            .fetch_optional(db)
            .await)?;
        row.map(|row| decided(row, "unit_plan")).transpose()
    }

    /// The plans of a year, by the unit's code.
    pub async fn unit_plans(&self, year: i16) -> Result<Vec<Decided>> {
        let sql =
            "SELECT office, document_number, on_day FROM unit_plan WHERE year = $1 ORDER BY office";
        let rows: Vec<(String, String, String)> =
            on!(&self.readers, |db| sqlx::query_as(sql).bind(i64::from(year)).fetch_all(db).await)?;
        rows.into_iter().map(|row| decided(row, "unit_plan")).collect()
    }
}

impl Tx {
    /// Adds a token by the digest of its text.
    pub async fn add_office_token(&mut self, token: &OfficeToken, digest: Digest) -> Result<()> {
        let sql = "INSERT INTO office_token (id, digest, office, who, made_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(token.id.as_str())
            .bind(&digest.0[..])
            .bind(token.office.as_str())
            .bind(token.who.as_str())
            .bind(token.made_at.0)
            .bind(token.revoked_at.map(|at| at.0))
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Revokes a token and ends its sessions; false if there is none, or it was revoked before.
    pub async fn revoke_office_token(&mut self, id: &TokenId, at: Timestamp) -> Result<bool> {
        let token = "UPDATE office_token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
        let sessions = "DELETE FROM desk_session WHERE token = $1";
        on!(&mut self.0, |tx| {
            let revoked =
                sqlx::query(token).bind(at.0).bind(id.as_str()).execute(&mut **tx).await?;
            sqlx::query(sessions).bind(id.as_str()).execute(&mut **tx).await?;
            Ok(revoked.rows_affected() == 1)
        })
    }

    /// Opens a session of a token.
    pub async fn open_desk_session(
        &mut self,
        digest: Digest,
        token: &TokenId,
        began_at: Timestamp,
        ends_at: Timestamp,
    ) -> Result<()> {
        let sql =
            "INSERT INTO desk_session (digest, token, began_at, ends_at) VALUES ($1, $2, $3, $4)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&digest.0[..])
            .bind(token.as_str())
            .bind(began_at.0)
            .bind(ends_at.0)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Lets a session live on until `ends_at`.
    pub async fn extend_desk_session(&mut self, digest: Digest, ends_at: Timestamp) -> Result<()> {
        let sql = "UPDATE desk_session SET ends_at = $1 WHERE digest = $2";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(ends_at.0)
            .bind(&digest.0[..])
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Ends one session.
    pub async fn end_desk_session(&mut self, digest: Digest) -> Result<()> {
        let sql = "DELETE FROM desk_session WHERE digest = $1";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&digest.0[..])
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Records that the intermediate review is delegated to an office; a later paper takes the
    /// place of an earlier one.
    pub async fn add_delegation(&mut self, delegation: &Decided) -> Result<()> {
        let sql = "INSERT INTO delegation (office, document_number, on_day) VALUES ($1, $2, $3) \
                   ON CONFLICT (office) DO UPDATE SET document_number = excluded.document_number, on_day = excluded.on_day";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(delegation.office.as_str())
            .bind(delegation.document_number.as_str())
            .bind(delegation.on.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Records a unit's plan of a year; a later paper takes the place of an earlier one.
    pub async fn add_unit_plan(&mut self, year: i16, plan: &Decided) -> Result<()> {
        let sql = "INSERT INTO unit_plan (office, year, document_number, on_day) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (office, year) DO UPDATE SET document_number = excluded.document_number, on_day = excluded.on_day";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(plan.office.as_str())
            .bind(i64::from(year))
            .bind(plan.document_number.as_str())
            .bind(plan.on.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}
