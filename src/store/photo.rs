//! Photos, sealed: those handed in for a batch, and those on certificates.

use super::{Db, MAX_BINDS, ROWS_AT_ONCE, Result, Tx, batch::Signed, count, holder::Person, sound};
use crate::model::{batch::BatchId, digest::Digest};
use std::collections::HashMap;
use std::sync::Arc;

/// The id of a kept photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoId(pub Arc<str>);

/// A kept photo without its picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id, under which it is sealed.
    pub id: PhotoId,
    /// SHA-256 of the picture.
    pub digest: Digest,
}

/// A photo on its way into a batch.
#[derive(Debug)]
pub struct NewPhoto {
    /// Whom it shows.
    pub person: Person,
    /// Under which id, and which picture.
    pub kept: Kept,
    /// The sealed picture.
    pub sealed: Vec<u8>,
}

/// Deletes what no batch and no certificate has.
const UNUSED: &str = "DELETE FROM photo WHERE NOT EXISTS (SELECT 1 FROM batch_photo b WHERE b.photo = photo.id) AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.photo = photo.id)";

type Row = (Vec<u8>, String, Vec<u8>);

fn kept((person, id, digest): Row) -> Result<(Person, Kept)> {
    let person = sound(person.try_into().ok().map(Person), "batch_photo", "person")?;
    let digest = sound(Digest::from_slice(&digest), "photo", "digest")?;
    Ok((person, Kept { id: PhotoId(id.into()), digest }))
}

impl Db {
    /// The sealed picture of a photo.
    pub async fn photo(&self, id: &PhotoId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT sealed FROM photo WHERE id = $1";
        Ok(on!(&self.readers, |db| sqlx::query_scalar(sql).bind(&*id.0).fetch_optional(db).await)?)
    }

    /// The photos of a batch, by whom they show.
    pub async fn photos_of_batch(&self, batch: BatchId) -> Result<HashMap<Person, Kept>> {
        let sql = "SELECT b.person, p.id, p.digest FROM batch_photo b JOIN photo p ON p.id = b.photo WHERE b.batch = $1";
        let rows: Vec<Row> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(batch.to_string())
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(kept).collect()
    }

    /// The photos that a batch has of some persons.
    pub async fn photos_of_persons(
        &self,
        batch: BatchId,
        persons: &[Person],
    ) -> Result<HashMap<Person, Kept>> {
        let mut found = HashMap::new();
        for chunk in persons.chunks(MAX_BINDS) {
            let rows: Vec<Row> = on!(&self.readers, |db| {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT b.person, p.id, p.digest FROM batch_photo b JOIN photo p ON p.id = b.photo WHERE b.batch = ",
                );
                query.push_bind(batch.to_string()).push(" AND b.person IN (");
                let mut list = query.separated(", ");
                for person in chunk {
                    list.push_bind(&person.0[..]);
                }
                query.push(")");
                query.build_query_as().fetch_all(db).await
            })?;
            for row in rows {
                let (person, kept) = kept(row)?;
                found.insert(person, kept);
            }
        }
        Ok(found)
    }

    /// Everybody who handed in one of the photos that a batch has.
    pub async fn photo_senders(&self, batch: BatchId) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT by FROM batch_photo WHERE batch = $1";
        Ok(on!(&self.readers, |db| sqlx::query_scalar(sql)
            .bind(batch.to_string())
            .fetch_all(db)
            .await)?)
    }

    /// How many people are on the rows of a batch, and of how many there is a photo.
    pub async fn photo_counts(&self, batch: BatchId) -> Result<(u64, u64)> {
        let sql = "SELECT COUNT(DISTINCT r.person), COUNT(DISTINCT b.person) FROM batch_row r LEFT JOIN batch_photo b ON b.batch = r.batch AND b.person = r.person WHERE r.batch = $1";
        let (people, with): (i64, i64) = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(batch.to_string())
            .fetch_one(db)
            .await)?;
        Ok((count(people, "batch_row", "person")?, count(with, "batch_photo", "person")?))
    }
}

impl Tx {
    /// Keeps photos for a batch, in place of those that it has of the same persons, and records who
    /// handed them in.
    pub async fn add_photos(
        &mut self,
        batch: BatchId,
        photos: &[NewPhoto],
        by: &Signed,
    ) -> Result<()> {
        let id = batch.to_string();
        for chunk in photos.chunks(ROWS_AT_ONCE) {
            self.put(&id, chunk, &by.who).await?;
        }
        let sql = "UPDATE batch SET photos_by = $1, photos_at = $2 WHERE id = $3";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&by.who)
            .bind(by.at.0)
            .bind(id)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    async fn put(&mut self, batch: &str, photos: &[NewPhoto], by: &str) -> Result<()> {
        on!(&mut self.0, |tx| {
            let mut query = sqlx::QueryBuilder::new("SELECT photo FROM batch_photo WHERE batch = ");
            query.push_bind(batch).push(" AND person IN (");
            let mut list = query.separated(", ");
            for photo in photos {
                list.push_bind(&photo.person.0[..]);
            }
            query.push(")");
            let replaced: Vec<String> = query.build_query_scalar().fetch_all(&mut **tx).await?;
            let mut query = sqlx::QueryBuilder::new("INSERT INTO photo (id, digest, sealed) ");
            query.push_values(photos, |mut row, photo| {
                row.push_bind(&*photo.kept.id.0)
                    .push_bind(&photo.kept.digest.0[..])
                    .push_bind(&photo.sealed[..]);
            });
            query.build().execute(&mut **tx).await?;
            let mut query =
                sqlx::QueryBuilder::new("INSERT INTO batch_photo (batch, person, photo, by) ");
            query.push_values(photos, |mut row, photo| {
                row.push_bind(batch)
                    .push_bind(&photo.person.0[..])
                    .push_bind(&*photo.kept.id.0)
                    .push_bind(by);
            });
            query.push(" ON CONFLICT (batch, person) DO UPDATE SET photo = excluded.photo, by = excluded.by");
            query.build().execute(&mut **tx).await?;
            if !replaced.is_empty() {
                let mut query = sqlx::QueryBuilder::new(UNUSED);
                query.push(" AND id IN (");
                let mut list = query.separated(", ");
                for id in &replaced {
                    list.push_bind(id);
                }
                query.push(")");
                query.build().execute(&mut **tx).await?;
            }
        });
        Ok(())
    }

    /// Lets a batch that sends a returned one again have its photos of the same people, as of whoever
    /// handed them in.
    pub async fn inherit_photos(&mut self, from: BatchId, to: BatchId) -> Result<()> {
        let sql = "INSERT INTO batch_photo (batch, person, photo, by) SELECT $1, person, photo, by FROM batch_photo WHERE batch = $2 AND person IN (SELECT person FROM batch_row WHERE batch = $3)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(to.to_string())
            .bind(from.to_string())
            .bind(to.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Lets a batch keep the photos of those alone who are on its rows.
    pub async fn drop_photos_of_others(&mut self, batch: BatchId) -> Result<()> {
        let sql = "DELETE FROM batch_photo WHERE batch = $1 AND person NOT IN (SELECT person FROM batch_row WHERE batch = $2)";
        let dropped = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(batch.to_string())
            .bind(batch.to_string())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        if dropped > 0 { self.forget_photos().await } else { Ok(()) }
    }

    /// Deletes the photos that no batch and no certificate has any more.
    pub(super) async fn forget_photos(&mut self) -> Result<()> {
        on!(&mut self.0, |tx| sqlx::query(UNUSED).execute(&mut **tx).await.map(|_| ()))?;
        Ok(())
    }
}
