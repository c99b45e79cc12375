//! SIGKILL at random moments: afterwards nothing is half done, and the same command completes.
//! [`road`] does it to every command of a reviewed batch.

mod road;

use crate::world::cli::{Ran, command, run};
use crate::world::postgres::Database;
use crate::world::sheet::{csv, rows};
use crate::world::{Engine, RUIAN, block_on, engines};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wenzheng::model::batch::Stage;
use wenzheng::store::{Db, holder::Person};

/// What the moments are drawn from; another seed draws others.
const SEED: u64 = 20_261_125;
/// Rows of the sheet: enough that there is time to be killed in.
const ROWS: u64 = 3_000;

/// A data folder with its sheet, from which copies are made.
struct Folder {
    dir: TempDir,
    database: Option<Database>,
}

impl Folder {
    fn new(engine: Engine) -> Self {
        let database = (engine == Engine::Postgres).then(|| block_on(Database::create()));
        let folder = Self { dir: tempfile::tempdir().unwrap(), database };
        std::fs::create_dir(folder.data()).unwrap();
        folder.configure();
        std::fs::write(folder.sheet(), csv(&rows(1..=3_000))).unwrap();
        folder
    }

    fn configure(&self) {
        if let Some(database) = &self.database {
            let settings = format!("database = '{}'\n", database.url);
            std::fs::write(self.data().join("wenzheng.toml"), settings).unwrap();
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn sheet(&self) -> PathBuf {
        self.dir.path().join("sheet.csv")
    }

    fn copy(&self) -> Self {
        let database = self.database.as_ref().map(|database| block_on(database.copy()));
        let copy = Self { dir: tempfile::tempdir().unwrap(), database };
        copy_all(self.dir.path(), copy.dir.path());
        copy.configure();
        copy
    }

    /// Runs a command in which `SHEET` stands for the sheet.
    fn run(&self, args: &[&str]) -> Ran {
        run(&self.data(), &self.filled(args))
    }

    fn filled(&self, args: &[&str]) -> Vec<String> {
        let sheet = self.sheet();
        args.iter().map(|arg| arg.replace("SHEET", sheet.to_str().unwrap())).collect()
    }

    /// Starts a command and kills it after a while; whether it was still at work.
    fn kill(&self, args: &[&str], moment: Moment) -> bool {
        let mut command = command(&self.data(), &self.filled(args));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        match moment {
            Moment::After(after) => std::thread::sleep(after),
            Moment::Writing(after) => {
                while self.written() == 0 && child.try_wait().unwrap().is_none() {
                    std::thread::sleep(Duration::from_micros(100));
                }
                std::thread::sleep(after);
            }
        }
        let was_at_work = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        was_at_work
    }

    /// Bytes that were written to SQLite since it was closed.
    fn written(&self) -> u64 {
        let log = self.data().join("registry.sqlite-wal");
        std::fs::metadata(log).map_or(0, |known| known.len())
    }

    fn end(self) {
        if let Some(database) = self.database {
            block_on(database.drop());
        }
    }

    async fn open(&self) -> Db {
        let file = format!("sqlite://{}", self.data().join("registry.sqlite").display());
        let url = self.database.as_ref().map_or(&file, |database| &database.url);
        Db::open(url).await.unwrap()
    }

    /// Nothing is half done: the registry is sound, there is no batch or the sheet's one with all
    /// its rows, and all of them are certificates in the log or none is. Gives the batch's stage.
    fn assert_whole(&self) -> Option<Stage> {
        self.run(&["doctor"]).ends(0);
        block_on(async {
            let db = self.open().await;
            let batches = db.batches(10).await.unwrap();
            assert!(batches.len() <= 1, "{batches:?}");
            let (logged, certificates) =
                (db.log_head().await.unwrap().size, db.certificate_count().await.unwrap());
            for batch in &batches {
                assert_eq!(batch.tally.accepted, ROWS, "{batch:?}");
                assert_eq!(db.batch_rows(batch.id).await.unwrap().len() as u64, ROWS);
            }
            let stage = batches.first().map(|batch| batch.stage);
            let expected = if stage == Some(Stage::Issued) { ROWS } else { 0 };
            assert_eq!((logged, certificates), (expected, expected), "{stage:?}");
            db.close().await;
            stage
        })
    }

    /// Every person of the sheet has one certificate, and the log one leaf for each.
    fn assert_all_certified_once(&self) {
        assert_eq!(self.assert_whole(), Some(Stage::Issued));
        block_on(async {
            let db = self.open().await;
            let id = db.batches(1).await.unwrap()[0].id;
            let rows = db.batch_rows(id).await.unwrap();
            let persons: Vec<Person> = rows.iter().map(|row| row.person).collect();
            let certified = db.certificates_of_persons(&persons).await.unwrap();
            assert_eq!(certified.len() as u64, ROWS);
            assert!(certified.values().all(|certificates| certificates.len() == 1));
            db.close().await;
        });
        let log = self.dir.path().join("log");
        self.run(&["log", "export", log.to_str().unwrap()]).ends(0);
        assert_eq!(issues(&log), ROWS);
    }
}

/// How many leaves of the exported log are issues.
fn issues(log: &Path) -> u64 {
    let mut count = 0;
    let Ok(bundles) = std::fs::read_dir(log.join("tile/entries")) else { return 0 };
    for bundle in bundles {
        let mut path = bundle.unwrap().path();
        if path.is_dir() {
            // The last, partial one: a folder with one file named by its width.
            path = std::fs::read_dir(path).unwrap().next().unwrap().unwrap().path();
        }
        let bytes = std::fs::read(path).unwrap();
        count += bytes.windows(14).filter(|window| window == b"\"kind\":\"issue\"").count() as u64;
    }
    count
}

/// When a command is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after its start.
    After(Duration),
    /// So long after its first byte on SQLite's disk.
    Writing(Duration),
}

fn copy_all(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

const IMPORT: [&str; 5] = ["import", "SHEET", "--office", RUIAN, "--json"];
const IMPORT_AND_ISSUE: [&str; 7] =
    ["import", "SHEET", "--office", RUIAN, "--accept", "--issue", "--json"];

/// Kills a command at `times` moments of its duration, each on a copy of its own: most of a short
/// command is its start, so on SQLite every second moment lies where it writes. `killed` looks
/// whether nothing is half done, `then` whether the same command has completed it; once completed,
/// the command changes nothing more.
fn kill_often(
    base: &Folder,
    args: &[&str],
    times: u32,
    killed: impl Fn(&Folder),
    then: impl Fn(&Folder),
) {
    let whole = base.copy();
    let began = Instant::now();
    whole.run(args).ends(0);
    let duration = began.elapsed();
    then(&whole);
    whole.run(args).ends(0);
    then(&whole);
    whole.end();
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut at_work = 0;
    for n in 0..times {
        let moment = if base.database.is_none() && n % 2 == 1 {
            Moment::Writing(Duration::from_micros(rng.random_range(0..20_000)))
        } else {
            Moment::After(duration.mul_f64(rng.random_range(0.0..1.0)))
        };
        let folder = base.copy();
        at_work += u32::from(folder.kill(args, moment));
        eprintln!("seed {SEED}, {args:?}, moment {n}: {moment:?} of {duration:?}");
        killed(&folder);
        folder.run(args).ends(0);
        then(&folder);
        folder.end();
    }
    // On a busy machine the undisturbed run may have been the slow one.
    assert!(at_work * 4 >= times, "only {at_work} of {times} were killed at work");
}

/// All or nothing, of the one sheet's batch.
fn whole(folder: &Folder) {
    folder.assert_whole();
}

fn founded(engine: Engine) -> Folder {
    let folder = Folder::new(engine);
    folder.run(&["init"]).ends(0);
    folder
}

fn times(engine: Engine, on_sqlite: u32) -> u32 {
    if engine == Engine::Sqlite { on_sqlite } else { on_sqlite / 5 }
}

#[test]
fn an_import_is_whole_or_not_at_all() {
    for engine in engines() {
        let base = founded(engine);
        kill_often(&base, &IMPORT, times(engine, 20), whole, |folder| {
            assert_eq!(folder.assert_whole(), Some(Stage::Reported));
        });
        base.end();
    }
}

#[test]
fn a_batch_is_issued_whole_or_not_at_all() {
    for engine in engines() {
        let base = founded(engine);
        let imported = base.run(&IMPORT).ends(0).json();
        let id = imported["batch"].as_str().unwrap();
        base.run(&["batch", "accept", id]).ends(0);
        let issue = ["batch", "issue", id];
        kill_often(&base, &issue, times(engine, 10), whole, Folder::assert_all_certified_once);
        base.end();
    }
}

#[test]
fn a_sheet_taken_all_the_way_ends_with_every_person_certified_once() {
    for engine in engines() {
        let base = founded(engine);
        let times = times(engine, 10);
        kill_often(&base, &IMPORT_AND_ISSUE, times, whole, Folder::assert_all_certified_once);
        base.end();
    }
}

#[test]
fn a_registry_is_founded_whole_or_completed() {
    let base = Folder::new(Engine::Sqlite);
    let mut rng = StdRng::seed_from_u64(SEED);
    let whole = base.copy();
    let began = Instant::now();
    whole.run(&["init"]).ends(0);
    let duration = began.elapsed();
    for n in 0..20 {
        let after = duration.mul_f64(rng.random_range(0.0..1.0));
        eprintln!("seed {SEED}, init, moment {n}: {after:?} of {duration:?}");
        let folder = base.copy();
        folder.kill(&["init"], Moment::After(after));
        let completed = folder.run(&["init", "--json"]);
        assert!(
            completed.code == 0 || completed.json()["error"] == "already_founded",
            "{completed:?}"
        );
        folder.run(&["doctor"]).ends(0);
        assert!(!folder.data().join("keys.new").exists());
    }
}
