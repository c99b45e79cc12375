//! The program as somebody calls it.

use super::RUIAN;
use super::sheet::csv;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::time::Duration;
use tempfile::TempDir;

/// The program itself.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_wenzheng");

/// How a command ended and what it said.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// What it answered.
    pub stdout: String,
    /// What it said besides.
    pub stderr: String,
}

impl Ran {
    /// The answer as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The same, if the command ended with `code`; otherwise the test fails with all it said.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// The keys of the answer, in order.
    pub fn keys(&self) -> Vec<String> {
        self.json().as_object().unwrap().keys().cloned().collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The command with a clean environment, on a data folder.
pub fn command<A: AsRef<OsStr>>(data: &Path, args: &[A]) -> Command {
    let mut command = Command::new(PROGRAM);
    for name in ["WENZHENG_DATA", "WENZHENG_PASSPHRASE", "WENZHENG_LISTEN", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.args(args).env("WENZHENG_DATA", data);
    command
}

/// Runs one command on a data folder to its end.
pub fn run<A: AsRef<OsStr>>(data: &Path, args: &[A]) -> Ran {
    command(data, args).output().unwrap().into()
}

/// Somebody's desk: a folder with their files and, beside them, a data folder.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// An empty one.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The data folder; nothing is in it before a command makes it.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where a file of this name lies or would lie.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// A file on the desk; gives its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs one command on the data folder.
    pub fn run(&self, args: &[&str]) -> Ran {
        run(&self.data(), args)
    }

    /// Imports rows of Ruian all the way; gives the numbers.
    pub fn issue(&self, rows: &[Vec<String>]) -> Vec<String> {
        let sheet = self.file("表.csv", csv(rows));
        let args = ["import", &sheet, "--office", RUIAN, "--accept", "--issue", "--json"];
        let answer = self.run(&args).ends(0).json();
        let numbers = answer["numbers"].as_array().unwrap().iter();
        numbers.map(|number| number.as_str().unwrap().to_owned()).collect()
    }

    /// Prints a certificate; gives the file's path.
    pub fn print(&self, number: &str) -> String {
        let path = self.path(&format!("{number}.pdf"));
        self.run(&["print", number, "-o", &path]).ends(0);
        path
    }

    /// The verdict on something, which must end with `code`.
    #[track_caller]
    pub fn verdict(&self, what: &str, code: i32) -> String {
        let answer = self.run(&["verify", what, "--json"]).ends(code).json();
        answer["verdict"].as_str().unwrap().to_owned()
    }
}

/// A process that serves a data folder.
pub struct Served {
    child: Child,
    /// `127.0.0.1:…`.
    pub address: String,
    said: TempDir,
}

impl Served {
    /// Starts `serve` on a free port and waits until it says where.
    pub fn start(data: &Path, log: &str) -> Self {
        Self::launch(data, log, &[])
    }

    /// The same for a demo, on a day of its own.
    pub fn on(data: &Path, day: &str) -> Self {
        Self::launch(data, "warn", &["--today", day])
    }

    fn launch(data: &Path, log: &str, rest: &[&str]) -> Self {
        let said = tempfile::tempdir().unwrap();
        let to = |name| File::create(said.path().join(name)).unwrap();
        let mut child = command(data, &["serve", "--listen", "127.0.0.1:0"])
            .args(rest)
            .env("RUST_LOG", log)
            .stdout(to("out"))
            .stderr(to("err"))
            .spawn()
            .unwrap();
        for _ in 0..600 {
            let out = std::fs::read_to_string(said.path().join("out")).unwrap();
            if let Some((_, address)) = out.trim_end().split_once("http://") {
                let address = address.to_owned();
                return Self { child, address, said };
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("{:?}", std::fs::read_to_string(said.path().join("err")));
    }

    /// Asks it to stop, as systemd and Docker do, and gives what it said.
    pub fn stop(mut self) -> Ran {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        let read = |name| std::fs::read(self.said.path().join(name)).unwrap();
        Output { status, stdout: read("out"), stderr: read("err") }.into()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
