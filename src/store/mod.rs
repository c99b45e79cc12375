//! The only SQL, and the only room that knows two engines.
//!
//! A read is a method of [`Db`], a write a method of [`Tx`]; a `Tx` ends in [`Tx::commit`] or
//! vanishes. Each query stands once and is compiled for SQLite and PostgreSQL. One file per table
//! family: [`founding`], [`holder`], [`batch`], [`rows`], [`photo`], [`publicity`], [`certificate`],
//! [`copy`], [`standing`], [`log`], [`visitor`], [`office`], [`audit`].

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite, Transaction};
use std::str::FromStr;
use std::time::Duration;

/// Runs one body on whichever engine is there. It looks like a closure and is not: `?` and `return`
/// act on the function around it.
macro_rules! on {
    ($engine:expr, |$c:ident| $body:expr) => {
        match $engine {
            $crate::store::Engine::Sqlite($c) => $body,
            $crate::store::Engine::Postgres($c) => $body,
        }
    };
}

pub mod audit;
pub mod batch;
pub mod certificate;
pub mod copy;
pub mod founding;
pub mod holder;
pub mod log;
pub mod office;
pub mod photo;
pub mod publicity;
pub mod rows;
pub mod standing;
pub mod visitor;

/// One of the two engines, over a pool or over a transaction.
#[derive(Debug, Clone)]
pub enum Engine<S, P> {
    /// The embedded default.
    Sqlite(S),
    /// Where one machine is too small.
    Postgres(P),
}

type Pools = Engine<SqlitePool, PgPool>;

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    readers: Pools,
    writer: Pools,
}

/// A write under way: everything in it happens at [`Tx::commit`] or not at all.
#[derive(Debug)]
pub struct Tx(Engine<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>);

/// The most values that one statement binds (PostgreSQL's protocol allows 65,535, SQLite's default
/// 32,766).
const MAX_BINDS: usize = 32_000;

/// The rows that one statement writes: what is bound stays in the processor's cache, and the
/// statement is parsed once for all.
const ROWS_AT_ONCE: usize = 250;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// What can go wrong here. None of it is the caller's fault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine refused or could not be reached.
    #[error("database: {0}")]
    Engine(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value is not what its type demands.
    #[error("{table}.{column} holds a value that cannot be")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
}

impl Error {
    /// Whether a uniqueness rule refused the write: somebody else was quicker.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Engine(sqlx::Error::Database(e)) if e.is_unique_violation())
    }

    /// Whether the database itself could not be reached in time.
    pub fn is_unreachable(&self) -> bool {
        matches!(
            self,
            Self::Engine(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed)
        )
    }
}

/// A result of this room.
pub type Result<T> = std::result::Result<T, Error>;

/// `value`, or the complaint that `table.column` holds what cannot be.
fn sound<T>(value: Option<T>, table: &'static str, column: &'static str) -> Result<T> {
    value.ok_or(Error::Inconsistent { table, column })
}

/// A count or position as SQL keeps it; nothing here comes near 2⁶³.
fn big(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count or position back from SQL.
fn count(value: i64, table: &'static str, column: &'static str) -> Result<u64> {
    sound(u64::try_from(value).ok(), table, column)
}

impl Db {
    /// Opens `sqlite://PATH` (made if absent) or `postgres://…` and brings the schema up to date.
    pub async fn open(url: &str) -> Result<Self> {
        let db = if url.starts_with("postgres") {
            Self::postgres(PgConnectOptions::from_str(url)?).await?
        } else {
            Self::sqlite(SqliteConnectOptions::from_str(url)?).await?
        };
        on!(&db.writer, |pool| MIGRATIONS.run(pool).await)?;
        Ok(db)
    }

    async fn postgres(options: PgConnectOptions) -> Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await?;
        Ok(Self { readers: Engine::Postgres(pool.clone()), writer: Engine::Postgres(pool) })
    }

    async fn sqlite(options: SqliteConnectOptions) -> Result<Self> {
        // FULL: what was acknowledged is on disk even when the power fails. Pages of 16 KiB hold
        // seven certificates each; pages of 4 KiB would hold one and leave half of it empty.
        let options = options
            .create_if_missing(true)
            .page_size(16_384)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory");
        // A connection to a file does not break: it is not tried before each use, and it is kept,
        // with its cache and its statements.
        let pool = || {
            SqlitePoolOptions::new()
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let writer = pool().max_connections(1).connect_with(options.clone()).await?;
        let readers = pool()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await?;
        Ok(Self { readers: Engine::Sqlite(readers), writer: Engine::Sqlite(writer) })
    }

    /// Begins a write. On SQLite it waits for the one writer's turn.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx(match &self.writer {
            Engine::Sqlite(pool) => Engine::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Engine::Postgres(pool) => Engine::Postgres(pool.begin().await?),
        }))
    }

    /// Closes every connection; what was committed is kept.
    pub async fn close(&self) {
        on!(&self.readers, |pool| pool.close().await);
        on!(&self.writer, |pool| pool.close().await);
    }
}

impl Tx {
    /// Makes everything in it durable and visible.
    pub async fn commit(self) -> Result<()> {
        on!(self.0, |tx| tx.commit().await)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_migration_in_the_folder_is_embedded() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
        let files = folder
            .filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|e| e == "sql"))
            .count();
        assert_eq!(super::MIGRATIONS.iter().count(), files);
    }
}
