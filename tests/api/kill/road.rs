//! The commands of a reviewed batch: post, announce, the information sheet, issue. Each is killed
//! often; then the record holds all that the command does or nothing of it.

use super::{Folder, kill_often, times};
use crate::world::sheet::{csv, person, row, with};
use crate::world::{Engine, block_on, engines};
use rand::{SeedableRng as _, rngs::StdRng, rngs::SysRng};
use std::fmt::Write as _;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::day::{Day, Timestamp};
use wenzheng::registry::road::publicity::{Announcement, Window};
use wenzheng::registry::{Clock, Opening, Retention, house};
use wenzheng::store::Db;

/// People on the list: enough that there is time to be killed in.
const PEOPLE: u32 = 3_000;
/// Organises the reviews of 建设工程.
const BUILDING: &str = "3303D17";
const ID: BatchId = BatchId { year: 2026, serial: 1 };

/// Seven days of which five are worked.
const POST: [&str; 10] = [
    "batch",
    "post",
    "2026-0001",
    "--from",
    "2026-03-02",
    "--until",
    "2026-03-09",
    "--today",
    "2026-03-02",
    "--as=周敏",
];
const ANNOUNCE: [&str; 10] = [
    "batch",
    "announce",
    "2026-0001",
    "--document",
    "温人社发〔2026〕9号",
    "--on",
    "2026-03-10",
    "--today",
    "2026-03-10",
    "--as=周敏",
];
const FILL: [&str; 7] =
    ["import", "SHEET", "--batch", "2026-0001", "--today", "2026-03-12", "--as=林晓燕"];
const ISSUE: [&str; 6] = ["batch", "issue", "2026-0001", "--today", "2026-03-16", "--as=王海燕"];

/// Everything that the four commands write, without the times at which they did.
#[derive(Debug, PartialEq)]
struct Written {
    stage: Stage,
    window: Option<Window>,
    announcement: Option<Announcement>,
    candidates: usize,
    filled_by: Option<String>,
    /// How long the sealed file is, and what was found in it.
    kept: (usize, usize),
    rows: u64,
    certificates: u64,
    logged: u64,
}

impl Written {
    fn read(folder: &Folder) -> Self {
        block_on(async {
            let db = folder.open().await;
            let written = Self::of(&db).await;
            db.close().await;
            written
        })
    }

    async fn of(db: &Db) -> Self {
        let batch = db.batch(ID).await.unwrap().unwrap();
        let (rows, certificates) = db.batch_counts(ID).await.unwrap();
        let content = db.batch_content(ID).await.unwrap().unwrap();
        assert_eq!(db.certificate_count().await.unwrap(), certificates);
        Self {
            stage: batch.stage,
            window: db.post(ID).await.unwrap(),
            announcement: db.announcement(ID).await.unwrap(),
            candidates: db.candidates(ID).await.unwrap().len(),
            filled_by: batch.filled.map(|signed| signed.who),
            kept: (content.upload.len(), content.findings.len()),
            rows,
            certificates,
            logged: db.log_head().await.unwrap().size,
        }
    }
}

/// A demo registry, in which a command can be told the day, with a list that waits to be posted.
fn listed(engine: Engine) -> Folder {
    let folder = Folder::new(engine);
    let mut opening = Opening {
        folder: folder.data(),
        database: folder.database.as_ref().map(|database| database.url.clone()),
        public_url: "http://127.0.0.1:8080".to_owned(),
        issuer_name: "温州市人力资源和社会保障局".to_owned(),
        passphrase: None,
        clock: Clock::new(|| Timestamp::start_of(Day::parse("2026-03-02").unwrap())),
        today: None,
        rng: StdRng::try_from_rng(&mut SysRng).unwrap(),
        retention: Retention { session_minutes: 15, batch_content_days: 30, look_up_days: 180 },
        asks_per_ten_minutes: 60,
        extra_face: None,
    };
    block_on(house::found(&mut opening, true)).unwrap();
    let mut list = String::from("姓名,工作单位,系列,资格名称\r\n");
    let mut sheet = Vec::new();
    for n in 1..=PEOPLE {
        // A name may come often; with its employer it is one person's.
        let (somebody, employer) = (person(n), format!("瑞安市第{n}建筑工程有限公司"));
        writeln!(list, "{},{employer},工程技术人员,工程师\r", somebody.name).unwrap();
        let row = with(row(&somebody), "现工作单位", &employer);
        sheet.push(with(row, "资格名称", "工程师"));
    }
    let path = folder.dir.path().join("list.csv");
    std::fs::write(&path, list).unwrap();
    std::fs::write(folder.sheet(), csv(&sheet)).unwrap();
    let import = ["import", path.to_str().unwrap(), "--office", BUILDING, "--road", "issued"];
    folder.run(&[&import[..], &["--as=林晓燕", "--today", "2026-03-02"]].concat()).ends(0);
    folder
}

/// Kills the last of some commands, the others run before it.
fn kill_last(commands: &[&[&str]], on_sqlite: u32) {
    let (last, before) = commands.split_last().unwrap();
    for engine in engines() {
        let base = listed(engine);
        for command in before {
            base.run(command).ends(0);
        }
        let done = base.copy();
        done.run(last).ends(0);
        let (nothing, all) = (Written::read(&base), Written::read(&done));
        done.end();
        assert_ne!(nothing, all, "{last:?} does nothing");
        let sound = |folder: &Folder| {
            // It looks at the audit chain as well.
            folder.run(&["doctor"]).ends(0);
            Written::read(folder)
        };
        let killed = |folder: &Folder| {
            let written = sound(folder);
            assert!(written == nothing || written == all, "half done: {written:?}");
            eprintln!("{}", if written == all { "all" } else { "nothing" });
        };
        kill_often(&base, last, times(engine, on_sqlite), killed, |folder| {
            assert_eq!(sound(folder), all);
        });
        base.end();
    }
}

#[test]
fn a_list_is_posted_whole_or_not_at_all() {
    kill_last(&[&POST], 20);
}

#[test]
fn a_result_is_announced_whole_or_not_at_all() {
    kill_last(&[&POST, &ANNOUNCE], 20);
}

#[test]
fn an_information_sheet_is_taken_whole_or_not_at_all() {
    kill_last(&[&POST, &ANNOUNCE, &FILL], 20);
}

#[test]
fn an_announced_batch_is_issued_whole_or_not_at_all() {
    kill_last(&[&POST, &ANNOUNCE, &FILL, &ISSUE], 20);
}
