//! Who did what, when and through which door: a chain, so that no link is changed or taken out
//! without a trace.

use super::{Db, Result, Tx, big, count, sound};
use crate::model::{day::Timestamp, digest::Digest, office::Actor};

/// The digest before the first deed.
pub const BEGINNING: Digest = Digest([0; 32]);

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// 1, 2, 3 … without a gap.
    pub serial: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// For which office.
    pub office: String,
    /// Through which door.
    pub door: String,
    /// What.
    pub verb: String,
    /// To what: a batch, a certificate number.
    pub subject: String,
    /// Covers the deed and the digest before it.
    pub digest: Digest,
}

impl Deed {
    /// The digest that the deed has behind `previous`: SHA-256 of the JSON array of the digest
    /// before it and its seven values.
    pub fn digest_behind(&self, previous: Digest) -> Digest {
        let Self { serial, at, who, office, door, verb, subject, .. } = self;
        let link = serde_json::json!([
            previous.to_string(),
            serial,
            at.0,
            who,
            office,
            door,
            verb,
            subject
        ]);
        Digest::of(link.to_string().as_bytes())
    }
}

type DeedRow = (i64, i64, String, String, String, String, String, Vec<u8>);

fn deed(row: DeedRow) -> Result<Deed> {
    let (serial, at, who, office, door, verb, subject, digest) = row;
    Ok(Deed {
        serial: count(serial, "audit", "serial")?,
        at: Timestamp(at),
        who,
        office,
        door,
        verb,
        subject,
        digest: sound(digest.try_into().ok().map(Digest), "audit", "digest")?,
    })
}

impl Db {
    /// The deeds behind `after`, in their order; at most `limit`.
    pub async fn deeds(&self, after: u64, limit: u32) -> Result<Vec<Deed>> {
        let sql = "SELECT serial, at, who, office, door, verb, subject, digest FROM audit WHERE serial > $1 ORDER BY serial LIMIT $2";
        let rows: Vec<DeedRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(big(after))
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(deed).collect()
    }

    /// The deeds of one subject, in their order; at most `limit`.
    pub async fn deeds_of(&self, subject: &str, limit: u32) -> Result<Vec<Deed>> {
        let sql = "SELECT serial, at, who, office, door, verb, subject, digest FROM audit WHERE subject = $1 ORDER BY serial LIMIT $2";
        let rows: Vec<DeedRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(subject)
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(deed).collect()
    }

    /// Whether `actor` did the very same since then.
    pub async fn has_done(
        &self,
        actor: &Actor,
        verb: &str,
        subject: &str,
        since: Timestamp,
    ) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM audit WHERE subject = $1 AND verb = $2 AND who = $3 AND office = $4 AND door = $5 AND at >= $6";
        let found: i64 = on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(subject)
            .bind(verb)
            .bind(actor.who.as_str())
            .bind(actor.office.as_str())
            .bind(actor.door.code())
            .bind(since.0)
            .fetch_one(db)
            .await)?;
        Ok(found > 0)
    }

    /// How many deeds changed something. Whoever compares what is on record, then writes by it, sees
    /// by this whether anybody came between; who only looks is nobody.
    pub async fn changes(&self) -> Result<u64> {
        let sql = "SELECT changes FROM audit_head";
        let changes: i64 = on!(&self.readers, |db| sqlx::query_scalar(sql).fetch_one(db).await)?;
        count(changes, "audit_head", "changes")
    }

    /// The last link of the chain: its serial and its digest.
    pub async fn audit_head(&self) -> Result<(u64, Digest)> {
        let sql = "SELECT serial, digest FROM audit_head";
        let (serial, digest): (i64, Vec<u8>) =
            on!(&self.readers, |db| sqlx::query_as(sql).fetch_one(db).await)?;
        head(serial, digest)
    }
}

fn head(serial: i64, digest: Vec<u8>) -> Result<(u64, Digest)> {
    let digest = sound(digest.try_into().ok().map(Digest), "audit_head", "digest")?;
    Ok((count(serial, "audit_head", "serial")?, digest))
}

impl Tx {
    /// Writes down what `actor` did, in the same transaction as the deed itself, and gives how many
    /// deeds have changed something by now, this one among them. Call it last: it holds the chain's
    /// head until the commit.
    pub async fn record(
        &mut self,
        actor: &Actor,
        verb: &str,
        subject: &str,
        at: Timestamp,
    ) -> Result<u64> {
        self.link(actor, [verb, subject], at, 1).await
    }

    /// Writes down what `actor` looked at, which changes nothing.
    pub async fn record_view(
        &mut self,
        actor: &Actor,
        verb: &str,
        subject: &str,
        at: Timestamp,
    ) -> Result<()> {
        self.link(actor, [verb, subject], at, 0).await.map(|_| ())
    }

    async fn link(
        &mut self,
        actor: &Actor,
        [verb, subject]: [&str; 2],
        at: Timestamp,
        step: i64,
    ) -> Result<u64> {
        let sql = "UPDATE audit_head SET serial = serial + 1, changes = changes + $1 WHERE id = 1 RETURNING serial, digest, changes";
        let (serial, previous, changes): (i64, Vec<u8>, i64) =
            on!(&mut self.0, |tx| { sqlx::query_as(sql).bind(step).fetch_one(&mut **tx).await })?;
        let (serial, previous) = head(serial, previous)?;
        let mut deed = Deed {
            serial,
            at,
            who: actor.who.to_string(),
            office: actor.office.to_string(),
            door: actor.door.code().to_owned(),
            verb: verb.to_owned(),
            subject: subject.to_owned(),
            digest: previous,
        };
        deed.digest = deed.digest_behind(previous);
        self.chain(&deed).await?;
        count(changes, "audit_head", "changes")
    }

    async fn chain(&mut self, deed: &Deed) -> Result<()> {
        let link = "INSERT INTO audit (serial, digest, at, who, office, door, verb, subject) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let head = "UPDATE audit_head SET digest = $1 WHERE id = 1";
        on!(&mut self.0, |tx| {
            sqlx::query(link)
                .bind(big(deed.serial))
                .bind(&deed.digest.0[..])
                .bind(deed.at.0)
                .bind(&deed.who)
                .bind(&deed.office)
                .bind(&deed.door)
                .bind(&deed.verb)
                .bind(&deed.subject)
                .execute(&mut **tx)
                .await?;
            sqlx::query(head).bind(&deed.digest.0[..]).execute(&mut **tx).await?;
        });
        Ok(())
    }
}
