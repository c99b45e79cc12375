//! Every sheet under tests/fixtures/sheets, and what the text beside it says that intake says.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

#[path = "../fixtures/makers/xlsxwriter.rs"]
mod xlsxwriter;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use wenzheng::{
    intake::{Context, Encoding, Reading, Refused, check},
    model::{
        catalogue::Catalogue,
        certificate::Road,
        day::Day,
        finding::{Finding, Severity},
        office::Scope,
    },
};

/// Ends of the names of the texts beside the sheets.
const EXPECTED: &str = ".expected.txt";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sheets")
}

fn read(catalogue: &Catalogue, bytes: &[u8]) -> Result<Reading, Refused> {
    let context = Context {
        catalogue,
        scope: &Scope::county(),
        road: Road::Filed,
        today: Day::new(2026, 11, 25).unwrap(),
        draws: &|c| !('\u{30000}'..='\u{3FFFF}').contains(&c),
        judged: &|_, _| (),
    };
    check(bytes, &context)
}

/// What is said, in the form of the texts.
fn said(reading: &Result<Reading, Refused>) -> String {
    let reading = match reading {
        Ok(reading) => reading,
        Err(refused) => return format!("refused {}\n", refused.code()),
    };
    let mut said = format!(
        "{} {} rows {} accepted {} rejected {}\n",
        reading.format.code(),
        reading.encoding.map_or("-", Encoding::code),
        reading.rows,
        reading.drafts.len(),
        reading.rows as usize - reading.drafts.len(),
    );
    for finding in &reading.findings {
        said.push_str(&line(finding));
    }
    said
}

/// A finding, in the form of the texts.
pub fn line(finding: &Finding) -> String {
    let mut line = match finding.place.sheet.as_str() {
        "" | "名单" => String::new(),
        sheet => format!("{sheet}!"),
    };
    let column = finding.column.as_deref().unwrap_or("-");
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Fixed => "fixed",
    };
    write!(line, "{} {column} {severity} {}", finding.place.row, finding.code).unwrap();
    if let Some(hint) = &finding.hint {
        write!(line, " → {hint}").unwrap();
    }
    line + "\n"
}

/// The sheets by name, with what must be said.
fn fixtures() -> BTreeMap<String, (Vec<u8>, String)> {
    fixtures_of(&folder())
}

/// The files of a folder by name, with what must be said. Each has its text, each text its file.
pub fn fixtures_of(folder: &Path) -> BTreeMap<String, (Vec<u8>, String)> {
    let mut fixtures = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(sheet) = name.strip_suffix(EXPECTED) else { continue };
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        let expected: String = text.split_inclusive('\n').filter(|l| !l.starts_with('#')).collect();
        let bytes = fs::read(folder.join(sheet)).unwrap();
        fixtures.insert(sheet.to_owned(), (bytes, expected));
    }
    let files = fs::read_dir(folder).unwrap().count();
    assert_eq!(files, fixtures.len() * 2, "a file without its text, or a text without its file");
    fixtures
}

#[test]
fn every_sheet_is_judged_as_the_text_beside_it_says() {
    let catalogue = Catalogue::embedded();
    let mut wrong = String::new();
    let fixtures = fixtures();
    for (name, (bytes, expected)) in &fixtures {
        let said = said(&read(&catalogue, bytes));
        if said != *expected {
            write!(wrong, "--- {name}\nexpected\n{expected}said\n{said}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(fixtures.len() >= 120, "only {} sheets were found", fixtures.len());
}

#[test]
fn the_long_list_says_the_same_in_every_format() {
    let catalogue = Catalogue::embedded();
    let lists: Vec<_> = fixtures()
        .into_iter()
        .filter(|(name, _)| name.starts_with("three_hundred."))
        .map(|(_, (bytes, _))| {
            let reading = read(&catalogue, &bytes).unwrap();
            // Text files have no name of a sheet.
            let findings: String = reading.findings.iter().map(line).collect();
            let drafts: Vec<_> = reading
                .drafts
                .into_iter()
                .map(|d| (d.place.row, d.name, d.identity, d.sex, d.born_on, d.award, d.note))
                .collect();
            (findings, drafts)
        })
        .collect();
    assert_eq!(lists.len(), 8);
    assert!(lists.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(!lists[0].0.is_empty() && lists[0].1.len() > 250);
}

#[test]
fn the_sheets_of_rust_xlsxwriter_are_those_that_its_maker_makes() {
    let catalogue = Catalogue::embedded();
    for (name, bytes) in xlsxwriter::made().unwrap() {
        if std::env::var_os("WENZHENG_MAKE_FIXTURES").is_some() {
            fs::write(folder().join(name), &bytes).unwrap();
            continue;
        }
        let committed = fs::read(folder().join(name)).unwrap();
        assert_eq!(said(&read(&catalogue, &committed)), said(&read(&catalogue, &bytes)), "{name}");
    }
}

#[test]
fn no_sentence_has_a_typed_space_between_characters_and_digits() {
    let catalogue = Catalogue::embedded();
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    for (name, (bytes, _)) in fixtures() {
        let sentences: Vec<String> = match read(&catalogue, &bytes) {
            Ok(reading) => reading.findings.into_iter().map(|finding| finding.message).collect(),
            Err(refused) => vec![refused.zh()],
        };
        for sentence in sentences {
            // These are words that end in digits.
            let words = ["Excel 95", "UTF-8", "GB18030"];
            let plain = words.iter().fold(sentence.clone(), |text, word| text.replace(word, "X"));
            let chars: Vec<char> = plain.chars().collect();
            let is_typed = |c: &[char]| match c {
                [a, ' ', b] => {
                    (is_han(*a) && b.is_ascii_digit()) || (a.is_ascii_digit() && is_han(*b))
                }
                _ => false,
            };
            assert!(!chars.windows(3).any(is_typed), "{name}: {sentence}");
        }
    }
}
