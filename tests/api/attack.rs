//! What an attacker tried, kept so that it cannot be tried again.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use sqlx::Connection as _;
use wenzheng::model::day::Timestamp;
use wenzheng::store::Db;
use wenzheng::store::visitor::Throttle;

/// A fresh database of each engine that is there; PostgreSQL where the environment names one.
async fn engines(folder: &tempfile::TempDir, name: &str) -> Vec<Db> {
    let sqlite = folder.path().join("registry.sqlite");
    let mut engines = vec![Db::open(&format!("sqlite://{}", sqlite.display())).await.unwrap()];
    if let Ok(url) = std::env::var("WENZHENG_TEST_POSTGRES") {
        let name = format!("{name}_{}", std::process::id());
        let mut admin = sqlx::PgConnection::connect(&url).await.unwrap();
        let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(create).execute(&mut admin).await.unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        engines.push(Db::open(&format!("{server}/{name}")).await.unwrap());
    }
    engines
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_at_the_same_time_is_counted_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    for db in engines(&folder, "throttle").await {
        let (subject, now) = ([7; 32], Timestamp(1_000));
        let one = || async {
            let mut tx = db.begin().await.unwrap();
            let misses = tx.throttle(&subject, now).await.unwrap().misses + 1;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            let next = Throttle { misses, open_at: now };
            tx.set_throttle(&subject, next, now.plus_ms(1_000)).await.unwrap();
            tx.commit().await.unwrap();
            misses
        };
        let (a, b, c) = tokio::join!(one(), one(), one());
        let mut seen = [a, b, c];
        seen.sort_unstable();
        assert_eq!(seen, [1, 2, 3]);
        let mut tx = db.begin().await.unwrap();
        let forgotten = tx.throttle(&subject, now.plus_ms(1_000)).await.unwrap();
        assert_eq!(forgotten, Throttle::default());
    }
}
