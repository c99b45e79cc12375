//! A fresh registry for one test, with a clock that the test moves. [`each_engine`] runs a test on
//! SQLite and on PostgreSQL; the rest drives the registry by its verbs, by its web ([`web`]) and by
//! its commands ([`cli`]), with sheets made by [`sheet`] and photos of [`photos`].

pub mod cli;
pub mod photos;
pub mod postgres;
pub mod sheet;
pub mod web;

use postgres::Database;
use rand::{SeedableRng as _, rngs::StdRng};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use wenzheng::model::batch::BatchId;
use wenzheng::model::day::{Day, Timestamp};
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::{Actor, Door, OfficeCode, Role};
use wenzheng::model::text::Text;
use wenzheng::model::verdict::Verification;
use wenzheng::model::way::Way;
use wenzheng::registry::road::amend::{Change, Decision};
use wenzheng::registry::upload::import::{Imported, Upload};
use wenzheng::registry::{
    Clock, Judged, Opening, Refusal, Registry, Result, Retention, Visitor, house,
};

/// 2026-11-25T01:00:00Z, nine in the morning in Wenzhou: when every world begins.
pub const MORNING: Timestamp = Timestamp(1_795_568_400_000);

/// Where the worlds' certificates lead.
pub const PUBLIC_URL: &str = "https://zs.example.org";

/// The city bureau.
pub const BUREAU: &str = "330300";

/// A county that files every junior title.
pub const RUIAN: &str = "330381";

/// Another one.
pub const YUEQING: &str = "330382";

/// A registry of its own for one test. Everything goes with it when it is dropped.
pub struct World {
    /// The verbs.
    pub registry: Registry,
    clock: Arc<AtomicI64>,
    folder: TempDir,
    database: Option<Database>,
}

/// Which engine a world stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// The server that `WENZHENG_TEST_POSTGRES` names.
    Postgres,
}

/// Both engines; SQLite alone where `WENZHENG_TEST_ONLY_SQLITE` says so.
pub fn engines() -> Vec<Engine> {
    if std::env::var_os("WENZHENG_TEST_ONLY_SQLITE").is_some_and(|only| only == "1") {
        return vec![Engine::Sqlite];
    }
    vec![Engine::Sqlite, Engine::Postgres]
}

/// Runs a test on each engine, each time in a world of its own.
pub fn each_engine(test: impl AsyncFn(&World)) {
    for engine in engines() {
        eprintln!("on {engine:?}");
        on(engine, &test);
    }
}

/// Runs a test on SQLite: for what lies above the store and is the same on both.
pub fn on_sqlite(test: impl AsyncFn(&World)) {
    on(Engine::Sqlite, &test);
}

/// Runs a test on one engine.
pub fn on(engine: Engine, test: &impl AsyncFn(&World)) {
    block_on(async {
        let world = World::new(engine).await;
        test(&world).await;
        world.end().await;
    });
}

/// Runs a future on the kind of runtime that the program uses.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.enable_all().worker_threads(2).build().unwrap().block_on(future)
}

impl World {
    /// Founds a registry and opens it.
    pub async fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Database::create().await),
        };
        if let Some(database) = &database {
            let settings = format!("database = '{}'\n", database.url);
            std::fs::write(folder.path().join("wenzheng.toml"), settings).unwrap();
        }
        let clock = Arc::new(AtomicI64::new(MORNING.0));
        let mut opening = opening(folder.path(), database.as_ref(), &clock);
        house::found(&mut opening, false).await.unwrap();
        let registry = Registry::open(opening).await.unwrap();
        Self { registry, clock, folder, database }
    }

    async fn end(self) {
        self.registry.close().await;
        if let Some(database) = self.database {
            database.drop().await;
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What the store is opened with.
    pub fn database_url(&self) -> String {
        let file = || format!("sqlite://{}", self.folder().join("registry.sqlite").display());
        self.database.as_ref().map_or_else(file, |database| database.url.clone())
    }

    /// A second process on the same registry.
    pub async fn another(&self) -> Registry {
        let opening = opening(self.folder(), self.database.as_ref(), &self.clock);
        Registry::open(opening).await.unwrap()
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// The world's present day.
    pub fn today(&self) -> Day {
        self.registry.clock().today()
    }

    /// Imports for an office as its clerk would at the bureau.
    pub async fn import(&self, office: &str, bytes: Vec<u8>) -> Result<Imported> {
        let upload = Upload { bytes, office: code(office), way: Way::Filed };
        self.registry.import(upload, &clerk()).await
    }

    /// Imports, accepts and issues; gives the numbers in the order of the rows.
    pub async fn issue(&self, office: &str, bytes: Vec<u8>) -> Vec<CertificateNumber> {
        let imported = self.import(office, bytes).await.unwrap();
        let batch = imported.batch.unwrap_or_else(|| panic!("no batch: {:?}", imported.findings));
        self.issue_batch(batch).await
    }

    /// Accepts and issues a reported batch.
    pub async fn issue_batch(&self, batch: BatchId) -> Vec<CertificateNumber> {
        self.registry.accept(batch, &reviewer()).await.unwrap();
        self.registry.issue(batch, &issuer(), &|_, _| {}).await.unwrap().numbers
    }

    /// Changes a standing today.
    pub async fn amend(&self, number: &CertificateNumber, change: Change) -> Result<()> {
        self.registry.amend(&decision(number, change), &issuer()).await.map(|_| ())
    }
}

/// With what a registry in a folder is opened.
pub fn opening(folder: &Path, database: Option<&Database>, clock: &Arc<AtomicI64>) -> Opening {
    static SEED: AtomicU64 = AtomicU64::new(1);
    let clock = clock.clone();
    Opening {
        folder: folder.to_owned(),
        database: database.map(|database| database.url.clone()),
        public_url: PUBLIC_URL.to_owned(),
        issuer_name: "温州市人力资源和社会保障局".to_owned(),
        passphrase: None,
        clock: Clock::new(move || Timestamp(clock.load(Ordering::SeqCst))),
        today: None,
        rng: StdRng::seed_from_u64(SEED.fetch_add(1, Ordering::Relaxed)),
        retention: Retention { session_minutes: 15, batch_content_days: 30, look_up_days: 180 },
        asks_per_ten_minutes: 60,
        extra_face: None,
    }
}

/// Somebody of an office.
pub fn actor(who: &str, office: &str, roles: &[Role]) -> Actor {
    Actor { who: text(who), office: code(office), roles: roles.to_vec(), door: Door::CommandLine }
}

/// The bureau's clerk.
pub fn clerk() -> Actor {
    actor("clerk", BUREAU, &[Role::Clerk])
}

/// The bureau's second pair of eyes.
pub fn reviewer() -> Actor {
    actor("reviewer", BUREAU, &[Role::Reviewer])
}

/// Who signs at the bureau.
pub fn issuer() -> Actor {
    actor("issuer", BUREAU, &[Role::Issuer])
}

/// A decision of today.
pub fn decision(number: &CertificateNumber, change: Change) -> Decision {
    Decision {
        number: number.clone(),
        change,
        reason: text("申报材料不实"),
        document_number: text("温人社发〔2026〕99号"),
        on: None,
    }
}

/// An office's code.
pub fn code(written: &str) -> OfficeCode {
    OfficeCode::parse(written).unwrap()
}

/// A line of text.
pub fn text(written: &str) -> Text {
    Text::parse(written).unwrap()
}

/// Somebody on the web: the last number of their address.
pub fn visitor(last: u8) -> Visitor {
    Visitor { address: [192, 0, 2, last].into() }
}

/// A verdict on a certificate; a receipt is not what a test expected.
pub fn certificate(judged: Judged) -> Verification {
    match judged {
        Judged::Certificate(verified) => verified.verification,
        Judged::Receipt(other) => panic!("a receipt: {other:?}"),
    }
}

/// The refusal's code; a success or a failure of ours is not what a test expected.
pub fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(wenzheng::registry::Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}
