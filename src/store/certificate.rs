//! Certificates: the signed bytes and what finds them. Permanent.

use super::{
    Db, MAX_BINDS, ROWS_AT_ONCE, Result, Tx, big, count, holder::Person, photo::PhotoId,
    rows::RowKey, sound,
};
use crate::model::{
    batch::BatchId,
    certificate::{Edition, Standing, StandingRecord},
    day::{Day, Timestamp},
    digest::Digest,
    key_id::KeyId,
    number::CertificateNumber,
    office::OfficeCode,
    text::Text,
};
use std::collections::HashMap;
use std::sync::Arc;

/// A certificate on record.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// 证书编号.
    pub number: CertificateNumber,
    /// Whose.
    pub holder: Arc<str>,
    /// The row that it came from.
    pub row_key: RowKey,
    /// The batch that it came with.
    pub batch: BatchId,
    /// The awarding office.
    pub office: OfficeCode,
    /// Its series, by which certificates are counted.
    pub series: Text,
    /// The exact signed credential.
    pub credential: Vec<u8>,
    /// The exact COSE bytes.
    pub token: Vec<u8>,
    /// The photo on its face.
    pub photo: Option<PhotoId>,
    /// The counter behind status list and index.
    pub status: u64,
    /// Its leaf in the log.
    pub log_index: u64,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// What its paper was frozen with.
    pub edition: Edition,
    /// Whether it can be relied on.
    pub standing: StandingRecord,
}

#[derive(sqlx::FromRow)]
struct CertificateRow {
    number: String,
    holder: String,
    row_key: Vec<u8>,
    batch: String,
    office: String,
    series: String,
    credential: Vec<u8>,
    token: Vec<u8>,
    photo: Option<String>,
    status: i64,
    log_index: i64,
    issued_at: i64,
    template: i64,
    public_url: String,
    tree_size: i64,
    document_key: String,
    extra_face: Option<String>,
    standing: String,
    standing_since: String,
    standing_document: Option<String>,
}

impl TryFrom<CertificateRow> for Recorded {
    type Error = super::Error;
    fn try_from(row: CertificateRow) -> Result<Self> {
        const T: &str = "certificate";
        let issued_at = Timestamp(row.issued_at);
        let document =
            row.standing_document.map(|d| sound(Text::parse(&d), T, "standing_document"));
        Ok(Self {
            number: sound(CertificateNumber::parse(&row.number), T, "number")?,
            holder: row.holder.into(),
            row_key: sound(row.row_key.try_into().ok().map(RowKey), T, "row_key")?,
            batch: sound(BatchId::parse(&row.batch), T, "batch")?,
            office: sound(OfficeCode::parse(&row.office), T, "office")?,
            series: sound(Text::parse(&row.series), T, "series")?,
            credential: row.credential,
            token: row.token,
            photo: row.photo.map(|id| PhotoId(id.into())),
            status: count(row.status, T, "status")?,
            log_index: count(row.log_index, T, "log_index")?,
            issued_at,
            edition: Edition {
                template: sound(u16::try_from(row.template).ok(), T, "template")?,
                public_url: row.public_url,
                tree_size: count(row.tree_size, T, "tree_size")?,
                document_key: sound(KeyId::parse(&row.document_key), T, "document_key")?,
                signed_at: issued_at,
                extra_face: row
                    .extra_face
                    .map(|digest| sound(Digest::parse(&digest), T, "extra_face"))
                    .transpose()?,
            },
            standing: StandingRecord {
                standing: sound(Standing::from_code(&row.standing), T, "standing")?,
                since: sound(Day::parse(&row.standing_since), T, "standing_since")?,
                document_number: document.transpose()?,
            },
        })
    }
}

impl Db {
    /// One certificate by its number.
    pub async fn certificate(&self, number: &CertificateNumber) -> Result<Option<Recorded>> {
        let sql = "SELECT * FROM certificate WHERE number = $1";
        let row: Option<CertificateRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(number.as_str())
            .fetch_optional(db)
            .await)?;
        row.map(Recorded::try_from).transpose()
    }

    /// Every face of the bureau's own that a paper is set in, a copy's among them.
    pub async fn extra_faces(&self) -> Result<Vec<Digest>> {
        let sql = "SELECT extra_face FROM certificate WHERE extra_face IS NOT NULL \
                   UNION SELECT extra_face FROM copy WHERE extra_face IS NOT NULL";
        let faces: Vec<String> =
            on!(&self.readers, |db| sqlx::query_scalar(sql).fetch_all(db).await)?;
        faces.iter().map(|face| sound(Digest::parse(face), "certificate", "extra_face")).collect()
    }

    /// Every certificate of a holder, newest first.
    pub async fn certificates_of(&self, holder: &str) -> Result<Vec<Recorded>> {
        let sql = "SELECT * FROM certificate WHERE holder = $1 ORDER BY issued_at DESC, number";
        let rows: Vec<CertificateRow> =
            on!(&self.readers, |db| sqlx::query_as(sql).bind(holder).fetch_all(db).await)?;
        rows.into_iter().map(Recorded::try_from).collect()
    }

    /// The numbers of a batch in the order of its rows.
    pub async fn numbers_of_batch(&self, batch: BatchId) -> Result<Vec<CertificateNumber>> {
        let sql = "SELECT number FROM certificate WHERE batch = $1 ORDER BY log_index";
        let numbers: Vec<String> = on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(batch.to_string())
            .fetch_all(db)
            .await)?;
        numbers
            .iter()
            .map(|n| sound(CertificateNumber::parse(n), "certificate", "number"))
            .collect()
    }

    /// Every certificate of some persons, by any of their identities.
    pub async fn certificates_of_persons(
        &self,
        persons: &[Person],
    ) -> Result<HashMap<Person, Vec<Recorded>>> {
        #[derive(sqlx::FromRow)]
        struct OfPerson {
            person: Vec<u8>,
            #[sqlx(flatten)]
            row: CertificateRow,
        }
        let mut found: HashMap<Person, Vec<Recorded>> = HashMap::new();
        for chunk in persons.chunks(MAX_BINDS) {
            let rows: Vec<OfPerson> = on!(&self.readers, |db| {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT i.person, c.* FROM identity i JOIN certificate c ON c.holder = i.holder WHERE i.person IN (",
                );
                let mut list = query.separated(", ");
                for person in chunk {
                    list.push_bind(&person.0[..]);
                }
                query.push(")");
                query.build_query_as().fetch_all(db).await
            })?;
            for OfPerson { person, row } in rows {
                let person = sound(person.try_into().ok().map(Person), "identity", "person")?;
                found.entry(person).or_default().push(row.try_into()?);
            }
        }
        Ok(found)
    }

    /// The status counters of a list's certificates that are not valid, with their standing.
    pub async fn ended_in_list(&self, first: u64, past: u64) -> Result<Vec<(u64, Standing)>> {
        let sql = "SELECT status, standing FROM certificate WHERE standing <> 'valid' AND status >= $1 AND status < $2";
        let rows: Vec<(i64, String)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(big(first))
            .bind(big(past))
            .fetch_all(db)
            .await)?;
        rows.into_iter()
            .map(|(status, standing)| {
                Ok((
                    count(status, "certificate", "status")?,
                    sound(Standing::from_code(&standing), "certificate", "standing")?,
                ))
            })
            .collect()
    }

    /// Certificates whose leaves stand at `first` or later and before `past`, in the order of the
    /// log; at most `limit`.
    pub async fn certificates_from(
        &self,
        first: u64,
        past: u64,
        limit: u32,
    ) -> Result<Vec<Recorded>> {
        let sql = "SELECT * FROM certificate WHERE log_index >= $1 AND log_index < $2 ORDER BY log_index LIMIT $3";
        let rows: Vec<CertificateRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(big(first))
            .bind(big(past))
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(Recorded::try_from).collect()
    }

    /// How many certificates are on record.
    pub async fn certificate_count(&self) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM certificate";
        let n: i64 = on!(&self.readers, |db| sqlx::query_scalar(sql).fetch_one(db).await)?;
        count(n, "certificate", "number")
    }
}

impl Tx {
    /// Adds certificates. Fails as a duplicate if one of the rows is on record by now.
    pub async fn add_certificates(&mut self, certificates: &[Recorded]) -> Result<()> {
        for chunk in certificates.chunks(ROWS_AT_ONCE) {
            on!(&mut self.0, |tx| {
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO certificate (number, holder, row_key, batch, office, series, credential, token, photo, status, log_index, issued_at, template, public_url, tree_size, document_key, extra_face, standing, standing_since, standing_document) ",
                );
                query.push_values(chunk, |mut row, c| {
                    row.push_bind(c.number.as_str())
                        .push_bind(&*c.holder)
                        .push_bind(&c.row_key.0[..])
                        .push_bind(c.batch.to_string())
                        .push_bind(c.office.as_str())
                        .push_bind(c.series.as_str())
                        .push_bind(&c.credential[..])
                        .push_bind(&c.token[..])
                        .push_bind(c.photo.as_ref().map(|photo| &*photo.0))
                        .push_bind(big(c.status))
                        .push_bind(big(c.log_index))
                        .push_bind(c.issued_at.0)
                        .push_bind(i64::from(c.edition.template))
                        .push_bind(&c.edition.public_url)
                        .push_bind(big(c.edition.tree_size))
                        .push_bind(c.edition.document_key.to_string())
                        .push_bind(c.edition.extra_face.map(|digest| digest.to_string()))
                        .push_bind(c.standing.standing.code())
                        .push_bind(c.standing.since.to_string())
                        .push_bind(c.standing.document_number.as_ref().map(Text::as_str));
                });
                query.build().execute(&mut **tx).await?;
            });
        }
        Ok(())
    }
}
