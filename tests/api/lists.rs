//! Every pass list under tests/fixtures/lists, and what the text beside it says: what the file is
//! taken for, what is said of it, and who is listed.

use super::sheets::{fixtures_of, line};
use std::{fmt::Write as _, path::PathBuf, process::Command};
use wenzheng::{
    intake::{Context, Refused, Reviewed, read_reviewed},
    model::{catalogue::Catalogue, certificate::Road, day::Day, finding::Finding, way::Way},
};

fn read(catalogue: &Catalogue, bytes: &[u8]) -> Result<Reviewed, Refused> {
    let context = Context {
        catalogue,
        scope: &Way::Reviewed.scope_of_any(),
        road: Road::Issued,
        today: Day::new(2026, 11, 25).unwrap(),
        draws: &|c| !('\u{30000}'..='\u{3FFFF}').contains(&c),
        judged: &|_, _| (),
    };
    read_reviewed(bytes, &context)
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(line).collect()
}

/// What is said, in the form of the texts.
fn said(reviewed: Result<Reviewed, Refused>) -> String {
    let list = match reviewed {
        Ok(Reviewed::List(list)) => list,
        Ok(Reviewed::Sheet(sheet)) => {
            let (rows, accepted) = (sheet.rows, sheet.drafts.len());
            return format!("sheet rows {rows} accepted {accepted}\n{}", lines(&sheet.findings));
        }
        Err(refused) => return format!("refused {}\n", refused.code()),
    };
    assert!(!list.judged || list.listed.len() + list.held_back.len() == list.rows as usize);
    let mut said = format!(
        "list {} rows {} listed {} rejected {}\n{}",
        list.format.code(),
        list.rows,
        list.listed.len(),
        list.held_back.len(),
        lines(&list.findings)
    );
    for one in &list.listed {
        let text = |text: &Option<_>| text.as_ref().map_or("-".into(), ToString::to_string);
        let (employer, specialty) = (text(&one.employer), text(&one.specialty));
        writeln!(said, "= {} {employer} {} {specialty} {}", one.name, one.series, one.title)
            .unwrap();
    }
    said
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lists")
}

/// What `check --road issued` says, and how it ends.
fn checked(arguments: &[&str]) -> (Option<i32>, String) {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_wenzheng"))
        .args(["check", "--road", "issued", "--data"])
        .arg(home.path())
        .args(arguments)
        .current_dir(folder())
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_reviewed_file_is_checked_as_what_its_columns_show() {
    for (file, code, kind, named) in [
        ("as_announced.csv", Some(0), "list", "通过人员名单"),
        ("namesakes.csv", Some(1), "list", "通过人员名单"),
        ("title_missing.csv", Some(3), "list", "通过人员名单"),
        ("with_ids.csv", Some(0), "sheet", "信息表"),
    ] {
        let (ended, said) = checked(&[file]);
        assert_eq!(ended, code, "{file}: {said}");
        assert!(said.contains(&format!("{file}（{named}）：")), "{said}");
        let (ended, said) = checked(&[file, "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!((ended, &answer["kind"]), (code, &kind.into()), "{file}");
        let (rows, whole) = (&answer["rows"], &answer["accepted"]);
        assert!(code != Some(0) || rows == whole, "{file}: {said}");
    }
}

#[test]
fn a_marked_list_comes_back_and_is_read_again() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out.xlsx");
    let out = out.to_str().unwrap();
    assert_eq!(checked(&["namesakes.csv", "--annotated", out]).0, Some(1));
    let catalogue = Catalogue::embedded();
    let first = said(read(&catalogue, &std::fs::read(folder().join("namesakes.csv")).unwrap()));
    let again = said(read(&catalogue, &std::fs::read(out).unwrap()));
    assert_eq!(first.replace("csv", "xlsx"), again.replace("数据!", ""));
}

#[test]
fn every_list_is_read_as_the_text_beside_it_says() {
    let catalogue = Catalogue::embedded();
    let fixtures = fixtures_of(&folder());
    let mut wrong = String::new();
    for (name, (bytes, expected)) in &fixtures {
        let said = said(read(&catalogue, bytes));
        if said != *expected {
            write!(wrong, "--- {name}\nexpected\n{expected}said\n{said}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(fixtures.len() >= 8, "only {} lists were found", fixtures.len());
}
