//! The program as somebody calls it.

use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

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
