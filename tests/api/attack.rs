//! What an attacker tried, kept so that it cannot be tried again.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use rand::SeedableRng as _;
use sqlx::Connection as _;
use std::path::Path;
use wenzheng::model::{
    day::Timestamp,
    office::{Actor, Door, OfficeCode, Role},
    text::Text,
    way::Way,
};
use wenzheng::registry::road::amend::{Change, Decision};
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Clock, Opening, Registry, Retention, house};
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

/// A registry in a folder of its own, in the late autumn of 2026.
async fn founded(folder: &Path) -> Registry {
    let opening = || Opening {
        folder: folder.to_owned(),
        database: None,
        public_url: "https://zs.example.cn".to_owned(),
        issuer_name: "温州市人力资源和社会保障局".to_owned(),
        passphrase: None,
        clock: Clock::new(|| Timestamp(1_795_600_000_000)),
        today: None,
        rng: rand::rngs::StdRng::seed_from_u64(1),
        retention: Retention { session_minutes: 30, batch_content_days: 30, look_up_days: 365 },
        asks_per_ten_minutes: 1_000,
        extra_face: None,
    };
    house::found(&mut opening(), false).await.unwrap();
    Registry::open(opening()).await.unwrap()
}

fn actor(who: &str) -> Actor {
    Actor {
        who: Text::parse(who).unwrap(),
        office: OfficeCode::parse("330300").unwrap(),
        roles: vec![Role::Clerk, Role::Reviewer, Role::Issuer],
        door: Door::CommandLine,
    }
}

/// A sheet of one row about the same person, as an office would write it.
fn sheet(office: &str, place: &str, name: &str) -> Upload {
    let heads =
        "姓名,证件类型,证件号码,工作单位,系列,专业,资格名称,取得方式,取得时间,评委会,批准文号";
    let row = format!(
        "{name},居民身份证,330381199001010035,{place}市人民医院,工程技术人员,机械,助理工程师,评审,2020-11-30,{place}市机械专业初级职务评审委员会,{place}职改〔2020〕7号"
    );
    Upload {
        bytes: format!("{heads}\n{row}\n").into_bytes(),
        office: OfficeCode::parse(office).unwrap(),
        way: Way::Filed,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_offices_cannot_file_one_title_of_one_person_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let registry = founded(folder.path()).await;
    let clerk = actor("clerk");
    let (one, other) = tokio::join!(
        registry.import(sheet("330381", "瑞安", "王䶮"), &clerk),
        registry.import(sheet("330382", "乐清", "王小"), &clerk),
    );
    assert_eq!(one.unwrap().tally.accepted + other.unwrap().tally.accepted, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reported_cannot_accept_under_another_spelling() {
    let folder = tempfile::tempdir().unwrap();
    let registry = founded(folder.path()).await;
    let imported = registry.import(sheet("330381", "瑞安", "王䶮"), &actor("clerk")).await;
    let batch = imported.unwrap().batch.unwrap();
    for other in ["clerk", "Clerk", "ｃｌｅｒｋ"] {
        let refused = registry.accept(batch, &actor(other)).await.unwrap_err();
        assert!(refused.to_string().contains("somebody else"), "{refused}");
    }
    registry.accept(batch, &actor("reviewer")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_changed_behind_the_log_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let registry = founded(folder.path()).await;
    let imported = registry.import(sheet("330381", "瑞安", "王䶮"), &actor("clerk")).await;
    let batch = imported.unwrap().batch.unwrap();
    registry.accept(batch, &actor("reviewer")).await.unwrap();
    let issued = registry.issue(batch, &actor("issuer"), &|_, _| ()).await.unwrap();
    let decision = Decision {
        number: issued.numbers[0].clone(),
        change: Change::Revoke,
        reason: Text::parse("核查").unwrap(),
        document_number: Text::parse("温人社发〔2026〕9号").unwrap(),
        on: None,
    };
    registry.amend(&decision, &actor("issuer")).await.unwrap();
    let good = async || registry.examine().await.unwrap().iter().all(|health| health.good);
    assert!(good().await);
    let url = format!("sqlite://{}", folder.path().join("registry.sqlite").display());
    let mut behind = sqlx::SqliteConnection::connect(&url).await.unwrap();
    for (change, back) in [
        (
            "UPDATE certificate SET standing = 'valid'",
            "UPDATE certificate SET standing = 'revoked'",
        ),
        (
            "UPDATE certificate SET issued_at = issued_at - 1000",
            "UPDATE certificate SET issued_at = issued_at + 1000",
        ),
        ("UPDATE certificate SET log_index = 7", "UPDATE certificate SET log_index = 0"),
        (
            "PRAGMA foreign_keys = 0; UPDATE certificate SET token = x'00'",
            "DELETE FROM certificate",
        ),
    ] {
        sqlx::raw_sql(change).execute(&mut behind).await.unwrap();
        assert!(!good().await, "{change}");
        sqlx::raw_sql(back).execute(&mut behind).await.unwrap();
    }
    assert!(!good().await, "a certificate of the log was deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_on_the_machine_looks_into_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("data");
    founded(&folder).await;
    let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
    let shown = format!("{:?}", sheet("330381", "瑞安", "王䶮"));
    assert!(shown.contains("330381") && !shown.contains("51, 51, 48"), "{shown}");
}
