//! No verb without a right: whatever the registry lets others call takes an actor, and is asked by
//! the table, or stands here with the reason why it takes none.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Anybody may ask: what is published, and whether a certificate is genuine.
const PUBLIC: [&str; 15] = [
    "posts",
    "posted",
    "earliest_until",
    "published",
    "verify_text",
    "verify_copy",
    "verify_token",
    "verify_number",
    "verify_file",
    "look_up",
    "enter",
    "public_url",
    "issuer_name",
    "is_demo",
    "catalogue",
];

/// The session is the right.
const SESSION: [&str; 9] = [
    "mine",
    "print_mine",
    "copies",
    "make_copy",
    "print_copy",
    "withdraw_copy",
    "leave",
    "desk_actor",
    "leave_desk",
];

/// Whoever has the folder: the command line, never a page. The two of each process stand below.
const OPERATOR: [&str; 15] = [
    "batches",
    "show_batch",
    "read_batch",
    "import_watched",
    "note_paper",
    "print",
    "link",
    "export",
    "export_log",
    "audit",
    "examine",
    "judge",
    "keys",
    "log_vkey",
    "forget",
];

/// No act: the process itself, or about a batch that somebody was shown already.
const HOUSE: [&str; 4] = ["ready", "close", "clock", "announceable_from"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

fn texts(room: &str) -> Vec<String> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room), &mut found);
    let text = |path: PathBuf| std::fs::read_to_string(path).unwrap();
    found.into_iter().map(text).collect()
}

/// Name and parameters of what a text lets everybody call on a registry.
fn verbs(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for block in text.split("\nimpl Registry {").skip(1) {
        let block = block.split("\n}\n").next().unwrap();
        for start in ["\n    pub async fn ", "\n    pub fn "] {
            for verb in block.split(start).skip(1) {
                let (name, rest) = verb.split_once('(').unwrap();
                let name = name.split('<').next().unwrap();
                let (taken, _) = rest.split_once("{\n").unwrap();
                if taken.trim_start().starts_with("&self") {
                    found.push((name.to_owned(), taken.to_owned()));
                }
            }
        }
    }
    found
}

#[test]
fn every_verb_takes_an_actor_or_says_why_not() {
    let verbs: Vec<_> = texts("registry").iter().flat_map(|text| verbs(text)).collect();
    assert!(verbs.len() > 50, "{}", verbs.len());
    let named: Vec<&str> = [&PUBLIC[..], &SESSION, &OPERATOR, &HOUSE].concat();
    let known: BTreeSet<&str> = verbs.iter().map(|(name, _)| name.as_str()).collect();
    for name in &named {
        assert!(known.contains(name), "{name} is no verb any more");
    }
    let table = include_str!("asked.rs");
    for (name, taken) in &verbs {
        if taken.contains("actor: &Actor") && !OPERATOR.contains(&name.as_str()) {
            assert!(table.contains(&format!(".{name}(")), "{name} is asked by nobody in the table");
        } else {
            assert!(
                named.contains(&name.as_str()),
                "{name} takes no actor: by what right is it done?"
            );
        }
    }
}

#[test]
fn no_page_calls_what_is_the_operators() {
    let served = texts("http");
    for name in OPERATOR.iter().filter(|name| !["keys", "judge"].contains(name)) {
        let call = format!("registry().{name}(");
        assert!(served.iter().all(|text| !text.contains(&call)), "{call}");
    }
}

#[test]
fn a_verb_is_found_in_its_text() {
    let text = "\nimpl Registry {\n    pub async fn open<E>(\n        &self,\n        actor: &Actor,\n    ) -> Result<()> {\n    }\n    fn own(&self) {\n    }\n    pub fn new() -> Self {\n    }\n}\n";
    let found = verbs(text);
    assert_eq!(found.len(), 1);
    assert!(found[0].0 == "open" && found[0].1.contains("actor: &Actor"));
}
