//! The import law of the rooms (design of the house): data goes right along the road, nothing
//! imports leftwards, siblings never see each other; and some things stay in one room.

pub mod words;

use std::fmt::Write as _;
use std::path::Path;
use words::{Word, sources, src, words};

/// A room and the rooms that it may name.
const LAW: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("intake", &["model"]),
    ("proof", &["model"]),
    ("print", &["model"]),
    ("store", &["model"]),
    ("registry", &["model", "intake", "proof", "print", "store"]),
    ("http", &["model", "registry"]),
    ("main", &["model", "registry", "http", "config"]),
    ("config", &[]),
];

/// Words of code, the rooms in which alone they may stand, and why.
const ONLY_IN: [(&[&str], &[&str], &str); 12] = [
    (&["sqlx"], &["store"], "SQL stands in the store"),
    (&["async"], &["store", "registry", "http", "main"], "the pure rooms wait for nobody"),
    (&["await"], &["store", "registry", "http", "main"], "the pure rooms wait for nobody"),
    (&["tokio"], &["registry", "http", "main"], "the pure rooms wait for nobody"),
    (&["SystemTime", ":", ":", "now"], &["main"], "time is a parameter"),
    (&["Timestamp", ":", ":", "now"], &["main"], "time is a parameter"),
    (
        &["std", ":", ":", "fs"],
        &["store", "registry", "main", "config"],
        "the pure rooms do no I/O",
    ),
    (&["image", ":", ":"], &["intake"], "pictures from outside are opened in intake"),
    (&["axum"], &["http", "main"], "status codes and pages stand in http"),
    (&["askama"], &["http"], "pages stand in http"),
    (&[".", "batches", "("], &["store", "registry", "main"], "the web reads as somebody"),
    (&[".", "show_batch", "("], &["registry", "main"], "the web reads as somebody"),
];

/// The module that a file under `src` is: `registry/road/mod.rs` → registry, road.
fn module_of(path: &Path) -> Vec<String> {
    let mut module: Vec<String> =
        path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    match module.first().map(String::as_str) {
        Some("lib") => module.clear(),
        Some("command_line") => module.insert(0, "main".into()),
        _ => {}
    }
    module
}

/// Every room that a source text names, by whatever path.
struct Reader<'a> {
    words: &'a [Word],
    module: Vec<String>,
    named: Vec<String>,
}

impl Reader<'_> {
    fn name(&self, at: usize) -> Option<&str> {
        match self.words.get(at) {
            Some(Word::Name(name)) => Some(name),
            _ => None,
        }
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.words.get(at) == Some(&Word::Sign(sign))
    }

    fn is_path(&self, at: usize) -> bool {
        self.is_sign(at, ':') && self.is_sign(at + 1, ':')
    }

    fn read(mut self) -> Vec<String> {
        let (mut depth, mut inside, mut at) = (0_usize, Vec::new(), 0);
        while at < self.words.len() {
            let goes_on = at > 1 && self.is_path(at - 2);
            match &self.words[at] {
                Word::Name(name) if name == "mod" && self.is_sign(at + 2, '{') => {
                    self.module.extend(self.name(at + 1).map(str::to_owned));
                    inside.push(depth);
                }
                Word::Name(name) if !goes_on => self.path(name.clone(), at),
                Word::Sign('{') => depth += 1,
                Word::Sign('}') => {
                    depth = depth.saturating_sub(1);
                    if inside.last() == Some(&depth) {
                        inside.pop();
                        self.module.pop();
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.named
    }

    /// A path that begins here, if it begins at the root or climbs.
    fn path(&mut self, first: String, mut at: usize) {
        let mut module = match first.as_str() {
            "crate" | "wenzheng" => Vec::new(),
            "super" => self.module.clone(),
            _ => return,
        };
        if first == "super" {
            module.pop();
            while self.is_path(at + 1) && self.name(at + 3) == Some("super") {
                module.pop();
                at += 3;
            }
        }
        if self.is_path(at + 1) {
            self.tree(&module, at + 3);
        }
    }

    /// What follows `::`: one name, everything, or a list in braces.
    fn tree(&mut self, module: &[String], at: usize) {
        if let Some(room) = module.first() {
            self.named.push(room.clone());
        } else if let Some(name) = self.name(at) {
            self.named.push(name.to_owned());
        } else if self.is_sign(at, '{') {
            self.list(at);
        } else {
            self.named.push("everything".into());
        }
    }

    /// The first name of each item of a list in braces.
    fn list(&mut self, open: usize) {
        let (mut depth, mut at, mut is_first) = (1, open + 1, true);
        while depth > 0 && at < self.words.len() {
            match &self.words[at] {
                Word::Sign('{') => depth += 1,
                Word::Sign('}') => depth -= 1,
                Word::Sign(',') if depth == 1 => is_first = true,
                Word::Name(name) if depth == 1 && is_first => {
                    self.named.push(name.clone());
                    is_first = false;
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// What a source text does against the law.
fn complaints(path: &str, source: &str) -> Vec<String> {
    let words = words(source);
    let module = module_of(Path::new(path));
    let Some(room) = module.first().cloned() else { return Vec::new() }; // lib.rs is the map
    let may = LAW.iter().find(|(known, _)| *known == room).map(|(_, may)| *may);
    let Some(may) = may else { return vec![format!("{path}: {room} is no room of the house")] };
    let reader = Reader { words: &words, module, named: Vec::new() };
    let mut said = Vec::new();
    for named in reader.read() {
        if named != room && named != "self" && !may.contains(&named.as_str()) {
            said.push(format!("{path}: {room} names {named}"));
        }
    }
    for (sequence, rooms, why) in ONLY_IN {
        let is_it = |window: &[Word]| {
            window.iter().zip(sequence).all(|(word, want)| match word {
                Word::Name(name) => name == want,
                Word::Sign(sign) => want.chars().eq([*sign]),
                Word::Text(_) => false,
            })
        };
        if !rooms.contains(&room.as_str()) && words.windows(sequence.len()).any(is_it) {
            said.push(format!("{path}: {} in {room}: {why}", sequence.concat()));
        }
    }
    let is_sql = |text: &str| {
        let mut text = text.split_ascii_whitespace();
        matches!(
            (text.next(), text.next()),
            (Some("SELECT"), Some(_))
                | (Some("INSERT"), Some("INTO"))
                | (Some("DELETE"), Some("FROM"))
        )
    };
    let has_sql = words.iter().any(|word| matches!(word, Word::Text(text) if is_sql(text)));
    if room != "store" && has_sql {
        said.push(format!("{path}: SQL text in {room}"));
    }
    said
}

#[test]
fn every_room_keeps_the_law() {
    let all = sources(&src());
    assert!(all.len() > 100);
    let mut said = String::new();
    for path in all {
        let source = std::fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(src()).unwrap().to_str().unwrap();
        for complaint in complaints(path, &source) {
            writeln!(said, "{complaint}").unwrap();
        }
    }
    assert!(said.is_empty(), "{said}");
}

#[test]
fn whoever_breaks_the_law_is_named() {
    for (path, source, complaint) in [
        ("model/day.rs", "use crate::store::Db;", "model names store"),
        ("intake/mod.rs", "use crate::{model::day, proof::keys};", "intake names proof"),
        ("proof/token/mod.rs", "fn f() { crate::print::read(b\"\"); }", "proof names print"),
        ("store/log.rs", "use super::super::registry::Clock;", "store names registry"),
        ("print/read/file.rs", "use super::super::super::intake;", "print names intake"),
        ("print/mod.rs", "mod t { use super::super::http; }", "print names http"),
        (
            "http/page.rs",
            "pub use crate::model::{day::{Day}, text};use crate::config as c;",
            "http names config",
        ),
        ("http/page.rs", "use crate::*;", "http names everything"),
        ("main.rs", "use wenzheng::{model, store};", "main names store"),
        ("command_line/road.rs", "fn f() { wenzheng::intake::check() }", "main names intake"),
        ("registry/mod.rs", "use sqlx::Row;", "sqlx in registry"),
        ("registry/mod.rs", "const A: &str = \"SELECT 1 FROM x\";", "SQL text in registry"),
        ("registry/mod.rs", "use axum::http::StatusCode;", "axum in registry"),
        ("print/photo.rs", "use image::RgbImage;", "image:: in print"),
        ("print/draw.rs", "async fn f() {}", "async in print"),
        ("model/day.rs", "fn f() { g().await }", "await in model"),
        ("registry/clock.rs", "jiff::Timestamp::now()", "Timestamp::now in registry"),
        ("http/watch.rs", "std::time::SystemTime::now()", "SystemTime::now in http"),
        ("proof/keys.rs", "std::fs::read(x)", "std::fs in proof"),
        ("http/desk/home.rs", "registry.show_batch(id)", ".show_batch( in http"),
        ("helper/mod.rs", "", "helper is no room of the house"),
    ] {
        let said = complaints(path, source);
        assert!(said.iter().any(|said| said.contains(complaint)), "{source}: {said:?}");
    }
}

#[test]
fn whoever_keeps_the_law_is_left_alone() {
    for (path, source) in [
        ("model/day.rs", "//! See [`crate::registry::Clock`]\nuse super::text::Text;"),
        ("model/day.rs", "const A: &str = \"crate::store\"; const B: char = '\"'; // sqlx"),
        ("store/log.rs", "use super::{Db, Tx}; mod tests { use super::super::Db; }"),
        ("http/people/mine.rs", "use super::super::words; use crate::{http::page, model::day};"),
        ("registry/mod.rs", "pub use crate::store::{batch, log::{LogHead}};"),
        ("main.rs", "mod command_line; use wenzheng::registry::Registry;"),
        ("command_line/demo/mod.rs", "use super::super::door; use wenzheng::config::Config;"),
        ("lib.rs", "pub mod model; pub mod store;"),
    ] {
        assert_eq!(complaints(path, source), Vec::<String>::new(), "{source}");
    }
}
