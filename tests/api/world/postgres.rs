//! A database of its own on the PostgreSQL server of the suite.

use sqlx::{Connection as _, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};

/// How to give the suite a server.
const MISSING: &str = "WENZHENG_TEST_POSTGRES is not set: tests/run.sh starts a PostgreSQL and sets \
                       it, WENZHENG_TEST_ONLY_SQLITE=1 leaves PostgreSQL out";

/// A database that nobody else uses.
pub struct Database {
    /// `postgres://…/wz_…`.
    pub url: String,
    server: String,
    name: String,
}

impl Database {
    /// Makes an empty one.
    pub async fn create() -> Self {
        Self::of("template0").await
    }

    /// Makes another with the same content; nobody may be connected to this one.
    pub async fn copy(&self) -> Self {
        Self::of(&self.name).await
    }

    async fn of(template: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let server = std::env::var("WENZHENG_TEST_POSTGRES").expect(MISSING);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("wz_{}_{n}", std::process::id());
        let mut url =
            url::Url::parse(&server).expect("WENZHENG_TEST_POSTGRES is a postgres:// URL");
        url.set_path(&name);
        run(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { url: url.into(), server, name }
    }

    /// Drops it, whoever is still connected.
    pub async fn drop(self) {
        run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn run(server: &str, statement: &str) {
    let mut connection = PgConnection::connect(server).await.expect("PostgreSQL answers");
    // The name is made above of digits and letters alone.
    let statement = sqlx::AssertSqlSafe(statement.to_owned());
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
