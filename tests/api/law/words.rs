//! Source text as words, so that comments and strings are not taken for code.

use std::path::{Path, PathBuf};

/// One word of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// An identifier or a number.
    Name(String),
    /// A string literal, without its quotes.
    Text(String),
    /// Any other sign.
    Sign(char),
}

/// The words of a source text, without comments.
pub fn words(source: &str) -> Vec<Word> {
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut words) = (0, Vec::new());
    let starts = |at: usize, with: &str| {
        with.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c))
    };
    while at < chars.len() {
        let c = chars[at];
        if starts(at, "//") {
            at += chars[at..].iter().take_while(|c| **c != '\n').count();
        } else if starts(at, "/*") {
            at += 2 + (at + 2..chars.len()).take_while(|at| !starts(*at, "*/")).count() + 2;
        } else if let Some((text, past)) = string(&chars, at) {
            words.push(Word::Text(text));
            at = past;
        } else if c.is_alphanumeric() || c == '_' {
            let name: String =
                chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
            at += name.chars().count();
            words.push(Word::Name(name));
        } else if c == '\'' && is_char(&chars, at) {
            at += if chars[at + 1] == '\\' { 3 } else { 2 };
            at += chars[at..].iter().take_while(|c| **c != '\'').count() + 1;
        } else {
            if !c.is_whitespace() {
                words.push(Word::Sign(c));
            }
            at += 1;
        }
    }
    words
}

/// A character literal, not a lifetime.
fn is_char(chars: &[char], at: usize) -> bool {
    chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'')
}

/// The string literal that begins here, plain or raw, and where it ends.
fn string(chars: &[char], at: usize) -> Option<(String, usize)> {
    let before = at.checked_sub(1).map_or(' ', |before| chars[before]);
    let raw = chars[at] == 'r' && !before.is_alphanumeric();
    let hashes = if raw { chars[at + 1..].iter().take_while(|c| **c == '#').count() } else { 0 };
    let open = at + usize::from(raw) + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let mut text = String::new();
    let mut at = open + 1;
    while let Some(c) = chars.get(at) {
        let closes = *c == '"' && (0..hashes).all(|i| chars.get(at + 1 + i) == Some(&'#'));
        if closes {
            return Some((text, at + 1 + hashes));
        }
        if *c == '\\' && !raw {
            at += 1;
        }
        text.extend(chars.get(at));
        at += 1;
    }
    None
}

/// Every source file of a folder, at any depth.
pub fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The sources of the program.
pub fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
