//! Nothing of a person leaks: none of the demo's ID numbers stands in clear, in part or as a plain
//! hash in anything that the registry keeps, hands out or says.

mod needles;
mod served;

use crate::world::cli::{Desk, command};
use crate::world::sheet::{csv, person, rows};
use crate::world::{Engine, RUIAN, World, on};
use calamine::{Data, Reader as _, Xlsx};
use needles::Needles;
use sqlx::{Connection as _, PgConnection};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// A demo that was made, and everybody's number in its sheets.
struct Demo {
    desk: Desk,
    ids: BTreeSet<String>,
    needles: Needles,
}

impl Demo {
    fn new() -> Self {
        let desk = Desk::new();
        let made = desk.run(&["demo", "--no-serve"]).ends(0);
        let ids: BTreeSet<String> =
            files(&uploads(&desk)).iter().flat_map(|path| ids_of_sheet(path)).collect();
        assert!(ids.len() >= 300, "{}", ids.len());
        let needles = Needles::new(&ids);
        // The terminal names one person to try with, and nobody else.
        let told: Vec<String> = needles.found(made.stdout.as_bytes());
        assert!(!told.is_empty() && told.iter().all(|id| *id == told[0]), "{told:?}");
        assert_eq!(needles.found(made.stderr.as_bytes()), Vec::<String>::new());
        Self { desk, ids, needles }
    }

    #[track_caller]
    fn assert_clean(&self, what: &str, bytes: &[u8]) {
        let found = self.needles.found(bytes);
        assert!(found.is_empty(), "{what} holds {found:?}");
    }
}

fn uploads(desk: &Desk) -> PathBuf {
    desk.data().join("demo/uploads")
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// What a sheet holds in the shape of a resident's number.
fn ids_of_sheet(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let cells: Vec<String> = if bytes.starts_with(b"PK") {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        sheet.used_cells().map(|(_, _, cell): (_, _, &Data)| cell.to_string()).collect()
    } else {
        let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
        let text = if broken { encoding_rs::GB18030.decode(&bytes).0 } else { text };
        text.split([',', '\r', '\n']).map(str::to_owned).collect()
    };
    let cells = cells.into_iter().map(|cell| cell.replace(' ', ""));
    cells.filter(|cell| is_id(cell)).collect()
}

fn is_id(cell: &str) -> bool {
    cell.len() == 18 && cell.bytes().take(17).all(|byte| byte.is_ascii_digit())
}

/// A PDF's bytes and each of its streams unpacked.
fn unpacked(pdf: &[u8]) -> Vec<u8> {
    let mut all = pdf.to_vec();
    let document = lopdf::Document::load_mem(pdf).unwrap();
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        all.extend(stream.decompressed_content().unwrap_or_default());
    }
    all
}

/// The same, and the words on its page, which its fonts hide in the streams.
fn opened(pdf: &[u8]) -> Vec<u8> {
    let parts = wenzheng::print::read(pdf).unwrap();
    assert!(parts.lines.len() > 30);
    let mut all = unpacked(pdf);
    for line in parts.lines {
        all.extend(line.text.into_bytes());
    }
    all.extend(parts.credential.unwrap());
    all.extend(parts.qr.unwrap().into_bytes());
    all
}

#[test]
fn nothing_that_the_registry_keeps_holds_a_number() {
    let demo = Demo::new();
    let mut papers = 0;
    for path in files(&demo.desk.data()) {
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).unwrap();
        if path.starts_with(uploads(&demo.desk)) {
            assert!(!demo.needles.found(&bytes).is_empty() || bytes.starts_with(b"PK"));
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            papers += 1;
            demo.assert_clean(&name, &opened(&bytes));
        } else {
            demo.assert_clean(&name, &bytes);
        }
    }
    assert!(papers >= 6, "{papers}");
    assert!(std::fs::metadata(demo.desk.data().join("registry.sqlite")).unwrap().len() > 1_000_000);
}

#[test]
fn nothing_that_is_handed_out_holds_a_number() {
    let demo = Demo::new();
    let log = demo.desk.path("log");
    demo.desk.run(&["log", "export", &log]).ends(0);
    let batches = demo.desk.run(&["batch", "list", "--json"]).ends(0);
    demo.assert_clean("batch list", batches.stdout.as_bytes());
    for batch in batches.json()["batches"].as_array().unwrap() {
        let id = batch["batch"].as_str().unwrap();
        let shown = demo.desk.run(&["batch", "show", id, "--json"]).ends(0).json();
        for number in shown["numbers"].as_array().unwrap().iter().step_by(40) {
            let number = number.as_str().unwrap();
            let export = demo.desk.path(&format!("export/{number}"));
            demo.desk.run(&["export", number, &export]).ends(0);
            let verified = demo.desk.run(&["verify", &format!("{export}/token.txt"), "--json"]);
            demo.assert_clean(number, verified.stdout.as_bytes());
            demo.assert_clean(number, verified.stderr.as_bytes());
        }
    }
    let handed_out = [files(Path::new(&log)), files(Path::new(&demo.desk.path("export")))].concat();
    assert!(handed_out.len() > 60, "{}", handed_out.len());
    for path in handed_out {
        demo.assert_clean(&path.display().to_string(), &std::fs::read(&path).unwrap());
    }
}

#[test]
fn no_command_says_a_number_in_its_log() {
    let demo = Demo::new();
    let fresh = Desk::new();
    for path in files(&uploads(&demo.desk)) {
        let sheet = path.to_str().unwrap();
        let office = if sheet.contains("乐清") { "330382" } else { RUIAN };
        for args in [
            &["check", sheet, "--json"][..],
            &["import", sheet, "--office", office, "--accept", "--issue", "--json"],
        ] {
            let said = command(&fresh.data(), args).env("RUST_LOG", "trace").output().unwrap();
            assert!(said.stderr.len() > 100 || args[0] == "check", "{args:?}");
            demo.assert_clean(args[0], &said.stderr);
        }
    }
}

#[test]
fn no_row_of_postgresql_holds_a_number() {
    if !crate::world::engines().contains(&Engine::Postgres) {
        return;
    }
    on(Engine::Postgres, &async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=40))).await;
        world.import(RUIAN, csv(&rows(41..=60))).await.unwrap();
        let needles = Needles::new(&(1..=60).map(|n| person(n).id_number).collect());
        let mut database = PgConnection::connect(&world.database_url()).await.unwrap();
        let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        let tables: Vec<String> =
            sqlx::query_scalar(tables).fetch_all(&mut database).await.unwrap();
        let mut rows = 0;
        for table in &tables {
            let sql = sqlx::AssertSqlSafe(format!("SELECT t::text FROM {table} t"));
            let dump: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut database).await.unwrap();
            rows += dump.len();
            let found = needles.found(dump.join("\n").as_bytes());
            assert!(found.is_empty(), "{table} holds {found:?}");
        }
        assert!(tables.len() >= 15 && rows > 150, "{tables:?} {rows}");
        database.close().await.unwrap();
    });
}
