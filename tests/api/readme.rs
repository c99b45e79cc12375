//! What README.md says is so: its commands exist, its settings are all there, its pictures are small.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../README.md");
const CONFIG: &str = include_str!("../../src/config.rs");

/// The subcommands of a written command: `wenzheng batch accept 2026-0001` → `batch accept`.
fn subcommands(written: &str) -> Option<Vec<&str>> {
    let words = written.strip_prefix("wenzheng ")?.split(' ');
    let is_word = |word: &&str| word.bytes().all(|b| b.is_ascii_lowercase());
    Some(words.take_while(is_word).collect()).filter(|path: &Vec<_>| !path.is_empty())
}

/// Every command of the README. In a table's cell, "`wenzheng batch list`, `show`" is two.
fn commands() -> BTreeSet<Vec<&'static str>> {
    let mut found = BTreeSet::new();
    for line in README.lines() {
        found.extend(subcommands(line));
        let Some(cell) = line.strip_prefix("| `").and_then(|line| line.split(" | ").next()) else {
            continue;
        };
        let mut spans = cell.split('`').step_by(2);
        let Some(first) = spans.next().and_then(subcommands) else { continue };
        for other in spans.filter_map(|span| span.split(' ').next()) {
            if !other.is_empty() && other.bytes().all(|b| b.is_ascii_lowercase()) {
                found.insert([&first[..first.len() - 1], &[other]].concat());
            }
        }
        found.insert(first);
    }
    found
}

#[test]
fn every_command_of_the_readme_exists_and_every_command_is_in_the_readme() {
    let commands = commands();
    for path in &commands {
        let run =
            Command::new(env!("CARGO_BIN_EXE_wenzheng")).args(path).arg("--help").output().unwrap();
        assert!(run.status.success(), "wenzheng {}", path.join(" "));
        let usage = format!("wenzheng {}", path.join(" "));
        assert!(String::from_utf8(run.stdout).unwrap().contains(&usage), "{usage}");
    }
    let help = Command::new(env!("CARGO_BIN_EXE_wenzheng")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let listed = listed.lines().take_while(|line| !line.is_empty());
    for name in listed.filter_map(|line| line.split_whitespace().next()) {
        let is_told = name == "help" || commands.iter().any(|path| path.first() == Some(&name));
        assert!(is_told, "README.md does not tell of `wenzheng {name}`");
    }
}

#[test]
fn the_table_of_settings_is_complete() {
    let section = README.split("| setting | default | meaning |").nth(1).unwrap();
    let table = section.split("\n\n").next().unwrap();
    let told = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let settings = CONFIG.split("pub struct Config {").nth(1).unwrap();
    let settings = settings.split("\n}").next().unwrap();
    let there = settings.lines().filter_map(|line| {
        let (name, kind) = line.strip_prefix("    pub ")?.split_once(": ")?;
        kind.ends_with(',').then_some(name)
    });
    assert_eq!(told.collect::<BTreeSet<_>>(), there.collect::<BTreeSet<_>>());
}

#[test]
fn the_pictures_are_there_and_small() {
    let pictures: Vec<_> =
        README.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(pictures.len(), 2);
    for picture in pictures {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(picture);
        let bytes = std::fs::read(file).unwrap();
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() <= 150 * 1024, "{picture}");
    }
}
