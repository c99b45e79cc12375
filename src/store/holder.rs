//! Holders and their identities.

use super::{Db, MAX_BINDS, ROWS_AT_ONCE, Result, Tx};
use std::collections::HashMap;
use std::sync::Arc;

/// A keyed hash of (`id_type`, `id_number`): finds a person without knowing the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person(pub [u8; 32]);

/// A holder as found by one of their identities.
#[derive(Debug, Clone)]
pub struct HolderRow {
    /// The holder's id.
    pub id: Arc<str>,
    /// The name on record.
    pub name: Arc<str>,
}

/// A holder that is new to the registry.
#[derive(Debug)]
pub struct NewHolder {
    /// A fresh id.
    pub id: Arc<str>,
    /// The name.
    pub name: String,
    /// The blind index of the identity.
    pub person: Person,
    /// The id of that index's key.
    pub index_key: Arc<str>,
    /// 证件类型.
    pub id_type: &'static str,
    /// The sealed number.
    pub sealed: Vec<u8>,
}

impl Db {
    /// The holders behind some identities; those unknown are absent.
    pub async fn holders(&self, persons: &[Person]) -> Result<HashMap<Person, HolderRow>> {
        let mut found = HashMap::with_capacity(persons.len());
        for chunk in persons.chunks(MAX_BINDS) {
            let rows: Vec<(Vec<u8>, String, String)> = on!(&self.readers, |db| {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT i.person, h.id, h.name FROM identity i JOIN holder h ON h.id = i.holder WHERE i.person IN (",
                );
                let mut list = query.separated(", ");
                for person in chunk {
                    list.push_bind(&person.0[..]);
                }
                query.push(")");
                query.build_query_as().fetch_all(db).await
            })?;
            for (person, id, name) in rows {
                let person =
                    super::sound(person.try_into().ok().map(Person), "identity", "person")?;
                found.insert(person, HolderRow { id: id.into(), name: name.into() });
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Adds holders, each with one identity. Fails as a duplicate if one is known by now.
    pub async fn add_holders<'a>(
        &mut self,
        holders: impl IntoIterator<Item = &'a NewHolder>,
    ) -> Result<()> {
        let holders: Vec<&NewHolder> = holders.into_iter().collect();
        for chunk in holders.chunks(ROWS_AT_ONCE) {
            on!(&mut self.0, |tx| {
                let mut query = sqlx::QueryBuilder::new("INSERT INTO holder (id, name) ");
                query.push_values(chunk, |mut row, holder| {
                    row.push_bind(&*holder.id).push_bind(&holder.name);
                });
                query.build().execute(&mut **tx).await?;
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO identity (person, index_key, holder, id_type, sealed) ",
                );
                query.push_values(chunk, |mut row, holder| {
                    row.push_bind(&holder.person.0[..])
                        .push_bind(&*holder.index_key)
                        .push_bind(&*holder.id)
                        .push_bind(holder.id_type)
                        .push_bind(&holder.sealed);
                });
                query.build().execute(&mut **tx).await?;
            });
        }
        Ok(())
    }
}
