//! A registry of a story's own: nobody is in it yet, and the story sets its days.

use crate::world::cli::{Ran, Served, run};
use crate::world::{MORNING, opening};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tempfile::TempDir;

/// A folder with a registry, served on one day after another. A demo's clock may be set.
pub struct House {
    folder: TempDir,
    day: &'static str,
    served: Option<Served>,
}

impl House {
    /// Founds it, some days before its story begins.
    pub async fn found() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // All actors of a story ask from one address.
        let settings = "asks_per_ten_minutes = 10000\n";
        std::fs::write(folder.path().join("wenzheng.toml"), settings).unwrap();
        let clock = Arc::new(AtomicI64::new(MORNING.0));
        let mut opening = opening(folder.path(), None, &clock);
        wenzheng::registry::house::found(&mut opening, true).await.unwrap();
        Self { folder, day: "", served: None }
    }

    /// Lets a day begin: what served before has ended. Gives the new address.
    pub fn on(&mut self, day: &'static str) -> String {
        drop(self.served.take());
        let served = Served::on(self.folder.path(), day);
        let url = format!("http://{}", served.address);
        (self.day, self.served) = (day, Some(served));
        url
    }

    /// Runs a command on the day.
    pub fn run(&self, args: &[&str]) -> Ran {
        run(self.folder.path(), &[args, &["--today", self.day, "--json"]].concat()).ends(0)
    }

    /// A token for somebody of an office.
    pub fn token(&self, office: &str, who: &str) -> String {
        let made = self.run(&["office", "token", office, "--who", who]).json();
        made["token"].as_str().unwrap().to_owned()
    }

    /// Where a file of the story lies or would lie.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file of the story.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }
}

/// What a reader of a PDF reads.
pub fn read(pdf: &Path) -> String {
    tool(Command::new("pdftotext").args(["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]))
}

/// Scans the code on a PDF's page as a phone does; gives the address in it as a path.
pub fn scan(pdf: &Path) -> String {
    let picture = pdf.with_extension("");
    let draw = ["-r", "150", "-png", "-singlefile"];
    tool(Command::new("pdftoppm").args(draw).args([pdf, &picture]));
    let code = tool(Command::new("zbarimg").args(["-q", "--raw"]).arg(pdf.with_extension("png")));
    let (_, token) = code.trim_end().split_once("/v/").unwrap_or_else(|| panic!("{code}"));
    format!("/v/{token}")
}

fn tool(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
