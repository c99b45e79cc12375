//! HTTP tests as plain text, one file each in `scripts/`, each in a world of its own.
//!
//! ```text
//! # A line that begins with # is for the reader.
//! GET /verify                               a request; what follows is about it
//! from 7                                    … sent from 192.0.2.7 (each script begins at 1)
//! field name = 林静                          … with a form's field
//! file {pdf}  |  json {"token":"{token}"}    … with a file, with a JSON body
//! with accept: text/html                    … with a header
//! status 404                                then what must be so of the answer
//! header cache-control == no-store
//! header content-security-policy contains default-src 'none'
//! header etag absent
//! body contains 没有  |  body lacks 林静
//! save miss  |  body is miss                 the same bytes as one that was saved
//! wait 60                                   the world's clock goes on, in seconds
//! ```
//! `{name}` stands for a word of [`names`]; a cookie that an answer sets is kept for the next.

use crate::world::sheet::{csv, person, rows};
use crate::world::web::{Answer, Browser};
use crate::world::{RUIAN, World, on_sqlite};
use axum::body::Body;
use axum::http::Request;
use std::collections::BTreeMap;
use std::path::Path;
use wenzheng::registry::road::amend::Change;

/// Values by name.
type Names = BTreeMap<String, String>;

/// Three certificates: valid, suspended, revoked; of the first three people.
async fn names(world: &World, folder: &Path) -> Names {
    let numbers = world.issue(RUIAN, csv(&rows(1..=3))).await;
    world.amend(&numbers[1], Change::Suspend).await.unwrap();
    world.amend(&numbers[2], Change::Revoke).await.unwrap();
    let mut names = Names::new();
    for ((n, number), which) in (1..).zip(&numbers).zip(["", "suspended-", "revoked-"]) {
        let link = world.registry.link(number).await.unwrap();
        let token = link.rsplit_once('/').unwrap().1.to_owned();
        for (name, value) in [
            ("name", person(n).name),
            ("id", person(n).id_number),
            ("number", number.to_string()),
            ("token", token),
        ] {
            names.insert(format!("{which}{name}"), value);
        }
    }
    names.insert("unknown-id".into(), person(99).id_number);
    names.insert("long".into(), "长".repeat(30_000));
    let mut file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        names.insert(name.into(), path.to_str().unwrap().into());
    };
    file("pdf", &world.registry.print(&numbers[0]).await.unwrap());
    file("suspended-pdf", &world.registry.print(&numbers[1]).await.unwrap());
    file("empty", b"");
    file("words", b"not a certificate");
    file("large", &vec![b' '; (4 << 20) + 1]);
    file("huge", &vec![b' '; 6 << 20]);
    names
}

fn filled(line: &str, names: &Names) -> String {
    let mut line = line.to_owned();
    for (name, value) in names {
        line = line.replace(&format!("{{{name}}}"), value);
    }
    line
}

/// A request that is being put together.
#[derive(Default)]
struct Asking {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    file: Option<String>,
    json: Option<String>,
}

impl Asking {
    async fn send(self, web: &mut Browser) -> Answer {
        let mut request = Request::builder().method(&*self.method).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(path) = &self.file {
            return web.post_file(&self.path, &std::fs::read(path).unwrap()).await;
        }
        let form = || {
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
        };
        let request = match (&self.json, self.fields.is_empty()) {
            (Some(json), _) => {
                request.header("content-type", "application/json").body(json.clone().into())
            }
            (None, true) => request.body(Body::empty()),
            (None, false) => request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form().into()),
        };
        web.send(request.unwrap()).await
    }
}

/// One script under way.
struct Run<'a> {
    world: &'a World,
    web: Browser,
    asking: Option<Asking>,
    answer: Option<Answer>,
    saved: BTreeMap<String, Vec<u8>>,
}

impl Run<'_> {
    async fn line(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let pair = |by: &str| {
            let (name, value) = rest.split_once(by).unwrap_or((rest, ""));
            (name.trim().to_owned(), value.trim().to_owned())
        };
        match (word, self.asking.as_mut()) {
            ("GET" | "POST" | "PUT" | "HEAD", _) => {
                self.answered().await;
                let (method, path) = (word.to_owned(), rest.to_owned());
                self.asking = Some(Asking { method, path, ..Asking::default() });
                self.answer = None;
            }
            ("wait", _) => {
                self.answered().await;
                self.world.wait(rest.parse().unwrap());
            }
            ("from", _) => self.web.address.set_ip([192, 0, 2, rest.parse().unwrap()].into()),
            ("field", Some(asking)) => asking.fields.push(pair("=")),
            ("with", Some(asking)) => asking.headers.push(pair(":")),
            ("file", Some(asking)) => asking.file = Some(rest.to_owned()),
            ("json", Some(asking)) => asking.json = Some(rest.to_owned()),
            _ => {
                self.answered().await;
                return self.check(word, rest);
            }
        }
        Ok(())
    }

    async fn answered(&mut self) {
        if let Some(asking) = self.asking.take() {
            self.answer = Some(asking.send(&mut self.web).await);
        }
    }

    fn check(&mut self, word: &str, rest: &str) -> Result<(), String> {
        let answer = self.answer.as_ref().ok_or("nothing was asked")?;
        let text = answer.text();
        let (good, met) = match (word, rest.split_once(' ').unwrap_or((rest, ""))) {
            ("status", (code, _)) => (answer.status.as_str() == code, answer.status.to_string()),
            ("body", ("contains", words)) => (text.contains(words), text),
            ("body", ("lacks", words)) => (!text.contains(words), text),
            ("body", ("is", name)) => (self.saved.get(name) == Some(&answer.bytes), text),
            ("save", (name, _)) => {
                self.saved.insert(name.to_owned(), answer.bytes.clone());
                (true, text)
            }
            ("header", (name, rest)) => {
                let all: Vec<&str> = answer
                    .headers
                    .get_all(name)
                    .iter()
                    .map(|value| value.to_str().unwrap())
                    .collect();
                let met = all.join("; ");
                let good = match rest.split_once(' ').unwrap_or((rest, "")) {
                    ("==", value) => met == value,
                    ("contains", value) => met.contains(value),
                    ("lacks", value) => !met.contains(value),
                    ("absent", _) => all.is_empty(),
                    _ => return Err("a header ==, contains, lacks, or is absent".into()),
                };
                (good, met)
            }
            _ => return Err("no such word".into()),
        };
        if good { Ok(()) } else { Err(format!("met: {met}")) }
    }
}

/// Runs a script; the complaint names the line.
async fn run(world: &World, script: &str, names: &Names) -> Result<usize, String> {
    let web = Browser::new(&world.registry, 1);
    let mut run = Run { world, web, asking: None, answer: None, saved: BTreeMap::new() };
    let mut checked = 0;
    for (n, line) in (1..).zip(script.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        run.line(&filled(line, names)).await.map_err(|met| format!("line {n}: {line}\n{met}"))?;
        checked += 1;
    }
    Ok(checked)
}

#[test]
fn every_script_comes_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/scripts");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 7);
    let mut failed = Vec::new();
    for path in &paths {
        let script = std::fs::read_to_string(path).unwrap();
        let said = std::cell::RefCell::new(Ok(0));
        on_sqlite(async |world: &World| {
            let folder = tempfile::tempdir().unwrap();
            let names = names(world, folder.path()).await;
            let ran = run(world, &script, &names).await;
            *said.borrow_mut() = ran;
        });
        match said.into_inner() {
            Ok(lines) => assert!(lines >= 5, "{path:?} says next to nothing"),
            Err(met) => failed.push(format!("{}: {met}", path.display())),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn a_script_that_is_not_so_is_noticed() {
    on_sqlite(async |world: &World| {
        for (script, line) in [
            ("GET /\nstatus 404", 2),
            ("GET /\nstatus 200\nbody contains no such words", 3),
            ("GET /\nbody lacks <html", 2),
            ("GET /\nheader cache-control == public", 2),
            ("GET /\nheader content-security-policy absent", 2),
            ("GET /\nsave one\nGET /verify\nbody is one", 4),
            ("status 200", 1),
            ("GET /\nsatus 200", 2),
        ] {
            let said = run(world, script, &Names::new()).await.unwrap_err();
            assert!(said.starts_with(&format!("line {line}:")), "{script}: {said}");
        }
    });
}
