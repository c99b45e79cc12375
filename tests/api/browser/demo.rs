//! One demo for all tests of the browser: the program itself, serving on a port of its own.

use super::desk::Office;
use super::pages::Copied;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The demo that serves now. The last test that holds it ends it.
static SERVING: Mutex<Weak<Demo>> = Mutex::new(Weak::new());

/// The day on which it plays, whatever the day outside.
pub const TODAY: &str = "2026-11-26";
/// How the last line begins that a demo prints: whoever stops reading earlier closes a pipe on it.
const LAST: &str = "          市人力社保局";

/// A served demo and what it printed for its visitors.
pub struct Demo {
    child: Child,
    folder: TempDir,
    desk: OnceLock<Office>,
    /// Copies of the holder's certificate, once somebody has made them.
    pub copied: OnceCell<Copied>,
    /// Scheme, host and port.
    pub url: String,
    /// Somebody to look up.
    pub holder: String,
    /// Their document's number.
    pub id_number: String,
    /// A number of theirs.
    pub number: String,
    /// The page behind the QR code of that certificate, as a path.
    pub genuine: String,
    /// The same for one that was revoked.
    pub revoked: String,
    /// The same for one that is suspended.
    pub suspended: String,
}

impl Demo {
    /// The demo that serves, or a new one.
    pub fn shared() -> Arc<Self> {
        let mut serving = SERVING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        serving.upgrade().unwrap_or_else(|| {
            let demo = Arc::new(Self::start());
            *serving = Arc::downgrade(&demo);
            demo
        })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Who comes to the desk, and what lies there.
    pub fn desk(&self) -> &Office {
        self.desk.get_or_init(|| Office::set_up(self.folder()))
    }

    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // All tests ask from one address.
        std::fs::write(folder.path().join("wenzheng.toml"), "asks_per_ten_minutes = 10000\n")
            .unwrap();
        let errors = folder.path().join("errors.txt");
        let mut child = Command::new(env!("CARGO_BIN_EXE_wenzheng"))
            .args(["demo", "--today", TODAY, "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&errors).unwrap())
            .spawn()
            .unwrap();
        let printed = read_until(&mut child, LAST).unwrap_or_else(|printed| {
            let errors = std::fs::read_to_string(&errors).unwrap();
            panic!("the demo ended before it served: {printed:?}\n{errors}")
        });
        let line = |start: &str| {
            let line = printed.iter().find_map(|line| line.strip_prefix(start));
            line.unwrap_or_else(|| panic!("no {start} in {printed:?}")).trim().to_owned()
        };
        let url = line("打开");
        let path = |start| line(start).strip_prefix(&url).unwrap().to_owned();
        let who = line("查自己的");
        let (holder, id_number) =
            who.strip_prefix("姓名 ").unwrap().split_once("，居民身份证 ").unwrap();
        let papers = printed.iter().find(|line| line.contains(".pdf  ")).unwrap();
        Self {
            holder: holder.to_owned(),
            id_number: id_number.to_owned(),
            number: papers.split_whitespace().last().unwrap().to_owned(),
            genuine: path("核验"),
            revoked: path("已撤销"),
            suspended: path("已暂停"),
            url,
            child,
            folder,
            desk: OnceLock::new(),
            copied: OnceCell::new(),
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines that a program prints up to one that starts with `last`, or all if there is none.
fn read_until(child: &mut Child, last: &str) -> Result<Vec<String>, Vec<String>> {
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    for line in output.lines().map_while(Result::ok) {
        let is_last = line.starts_with(last);
        lines.push(line);
        if is_last {
            return Ok(lines);
        }
    }
    Err(lines)
}
