//! Copies of certificates, each bound to a purpose and a day. Permanent.

use super::{Db, Result, Tx, big, count, sound};
use crate::model::{
    certificate::{Edition, Standing},
    copy::{BoundCopy, CopyCode, Purpose},
    day::{Day, Timestamp},
    digest::Digest,
    key_id::KeyId,
    number::CertificateNumber,
};

/// A copy on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedCopy {
    /// What it says.
    pub copy: BoundCopy,
    /// What its paper was frozen with; signed when the copy was made.
    pub edition: Edition,
    /// When its holder withdrew it.
    pub withdrawn_at: Option<Timestamp>,
}

/// Twenty-four hours.
const DAY_MS: i64 = 86_400_000;

/// What came of adding a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is on record.
    Yes,
    /// So many are alive already.
    TooMany,
    /// So many were made in the last twenty-four hours.
    TooOften,
    /// The certificate is not in force.
    NotInForce,
}

#[derive(sqlx::FromRow)]
struct CopyRow {
    code: String,
    number: String,
    purpose: String,
    until_day: String,
    made_at: i64,
    template: i64,
    public_url: String,
    tree_size: i64,
    document_key: String,
    extra_face: Option<String>,
    withdrawn_at: Option<i64>,
}

impl TryFrom<CopyRow> for RecordedCopy {
    type Error = super::Error;
    fn try_from(row: CopyRow) -> Result<Self> {
        const T: &str = "copy";
        let made_at = Timestamp(row.made_at);
        Ok(Self {
            copy: BoundCopy {
                code: sound(CopyCode::parse(&row.code), T, "code")?,
                number: sound(CertificateNumber::parse(&row.number), T, "number")?,
                purpose: sound(Purpose::try_from(row.purpose).ok(), T, "purpose")?,
                until: sound(Day::parse(&row.until_day), T, "until_day")?,
                made_at,
            },
            edition: Edition {
                template: sound(u16::try_from(row.template).ok(), T, "template")?,
                public_url: row.public_url,
                tree_size: count(row.tree_size, T, "tree_size")?,
                document_key: sound(KeyId::parse(&row.document_key), T, "document_key")?,
                signed_at: made_at,
                extra_face: row
                    .extra_face
                    .map(|digest| sound(Digest::parse(&digest), T, "extra_face"))
                    .transpose()?,
            },
            withdrawn_at: row.withdrawn_at.map(Timestamp),
        })
    }
}

impl Db {
    /// One copy by its code.
    pub async fn copy(&self, code: &CopyCode) -> Result<Option<RecordedCopy>> {
        let sql = "SELECT * FROM copy WHERE code = $1";
        let row: Option<CopyRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(code.as_str())
            .fetch_optional(db)
            .await)?;
        row.map(RecordedCopy::try_from).transpose()
    }

    /// The copies of a certificate that are alive on a day, newest first.
    pub async fn live_copies(
        &self,
        number: &CertificateNumber,
        today: Day,
    ) -> Result<Vec<RecordedCopy>> {
        let sql = "SELECT * FROM copy WHERE number = $1 AND until_day >= $2 AND withdrawn_at IS NULL ORDER BY made_at DESC, code";
        let rows: Vec<CopyRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(number.as_str())
            .bind(today.to_string())
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(RecordedCopy::try_from).collect()
    }
}

impl Tx {
    /// Adds a copy, if its certificate is in force, fewer than `most` copies of it are alive on the
    /// day, and fewer than `a_day` were made in the last twenty-four hours. The certificate's row is written to be held until the end of the transaction: who
    /// makes another copy, or ends the certificate, at the same time waits, and then sees this one.
    pub async fn add_copy(
        &mut self,
        new: &RecordedCopy,
        today: Day,
        [most, a_day]: [u32; 2],
    ) -> Result<Added> {
        let number = &new.copy.number;
        let sql = "UPDATE certificate SET standing = standing WHERE number = $1 AND standing = $2";
        let held = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(number.as_str())
            .bind(Standing::Valid.code())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        if held != 1 {
            return Ok(Added::NotInForce);
        }
        let sql = "SELECT COUNT(*) FROM copy WHERE number = $1 AND until_day >= $2 AND withdrawn_at IS NULL";
        let alive: i64 = on!(&mut self.0, |tx| sqlx::query_scalar(sql)
            .bind(number.as_str())
            .bind(today.to_string())
            .fetch_one(&mut **tx)
            .await)?;
        if alive >= i64::from(most) {
            return Ok(Added::TooMany);
        }
        let sql = "SELECT COUNT(*) FROM copy WHERE number = $1 AND made_at > $2";
        let made: i64 = on!(&mut self.0, |tx| sqlx::query_scalar(sql)
            .bind(number.as_str())
            .bind(new.copy.made_at.0 - DAY_MS)
            .fetch_one(&mut **tx)
            .await)?;
        if made >= i64::from(a_day) {
            return Ok(Added::TooOften);
        }
        self.insert_copy(new).await?;
        Ok(Added::Yes)
    }

    async fn insert_copy(&mut self, new: &RecordedCopy) -> Result<()> {
        let RecordedCopy { copy, edition, withdrawn_at } = new;
        let sql = "INSERT INTO copy (code, number, purpose, until_day, made_at, template, public_url, tree_size, document_key, extra_face, withdrawn_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(copy.code.as_str())
            .bind(copy.number.as_str())
            .bind(copy.purpose.as_str())
            .bind(copy.until.to_string())
            .bind(copy.made_at.0)
            .bind(i64::from(edition.template))
            .bind(&edition.public_url)
            .bind(big(edition.tree_size))
            .bind(edition.document_key.to_string())
            .bind(edition.extra_face.map(|digest| digest.to_string()))
            .bind(withdrawn_at.map(|at| at.0))
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Withdraws a copy of a certificate; false if there is none that has not been withdrawn.
    pub async fn withdraw_copy(
        &mut self,
        number: &CertificateNumber,
        code: &CopyCode,
        at: Timestamp,
    ) -> Result<bool> {
        let sql = "UPDATE copy SET withdrawn_at = $1 WHERE code = $2 AND number = $3 AND withdrawn_at IS NULL";
        let moved = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(at.0)
            .bind(code.as_str())
            .bind(number.as_str())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(moved == 1)
    }
}
