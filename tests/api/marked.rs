//! The marked workbook and the blank sheet, as they leave the program: where they may be written,
//! what other people's readers find in them, and that they come back without a word of their own.

use calamine::{Reader as _, Xlsx};
use std::ffi::OsStr;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, os::unix::fs::symlink};
use wenzheng::model::{catalogue::Catalogue, day::Day, way::Way};
use wenzheng::registry::upload::check::{Alone, annotate_alone};

const SUMMARY: &str = "检查结果";

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sheets")
}

fn ask<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wenzheng"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let Output { status, stdout, stderr } = output;
    let said = [stdout, stderr].concat();
    (status.code(), String::from_utf8(said).unwrap())
}

/// The names of a workbook's sheets, hidden ones too.
fn sheets(path: &Path) -> Vec<String> {
    let book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    book.sheet_names()
}

#[test]
fn what_stands_somewhere_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let original = fs::read(fixtures().join("title_blank.xlsx")).unwrap();
    for name in ["list.xlsx", "other.xlsx"] {
        fs::write(home.join(name), &original).unwrap();
    }
    fs::create_dir(home.join("sub")).unwrap();
    symlink("list.xlsx", home.join("link.xlsx")).unwrap();
    symlink("nowhere.xlsx", home.join("dangling.xlsx")).unwrap();
    fs::hard_link(home.join("list.xlsx"), home.join("hard.xlsx")).unwrap();
    let outs = [
        "list.xlsx",
        "./list.xlsx",
        "sub/../list.xlsx",
        "link.xlsx",
        "dangling.xlsx",
        "hard.xlsx",
        "other.xlsx",
        "sub",
    ];
    for out in outs {
        for arguments in
            [&["check", "--annotated", out, "list.xlsx"][..], &["template", "-o", out][..]]
        {
            let (code, said) = ask(home, arguments);
            assert_eq!(code, Some(3), "{arguments:?}: {said}");
            assert!(said.contains("已经存在"), "{arguments:?}: {said}");
        }
    }
    for name in ["list.xlsx", "other.xlsx", "hard.xlsx"] {
        assert_eq!(fs::read(home.join(name)).unwrap(), original, "{name}");
    }
    assert!(!home.join("nowhere.xlsx").exists());
}

#[test]
fn a_file_refused_whole_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["cut_off.xlsx", "cut_off.xls", "empty.csv", "control_bytes.bin"] {
        let file = fixtures().join(name);
        let file = file.to_str().unwrap();
        let (code, said) = ask(folder.path(), &["check", "--annotated", "out.xlsx", file]);
        assert_eq!(code, Some(3), "{name}: {said}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{name}");
    }
    // A folder that cannot be made, since a file stands in its place.
    fs::write(folder.path().join("file"), "x").unwrap();
    let (code, said) = ask(folder.path(), &["template", "-o", "file/blank.xlsx"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("不能写入"), "{said}");
}

#[test]
fn the_answer_in_json_is_the_same_with_and_without_a_marked_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let file = fixtures().join("title_blank.xlsx");
    let file = file.to_str().unwrap();
    let (code, plain) = ask(folder.path(), &["check", "--json", file]);
    let marked = ["check", "--json", "--annotated", "new/out.xlsx", file];
    assert_eq!(ask(folder.path(), &marked), (code, plain.clone()));
    assert_eq!(code, Some(1));
    assert!(serde_json::from_str::<serde_json::Value>(&plain).unwrap()["findings"].is_array());
    assert_eq!(sheets(&folder.path().join("new/out.xlsx"))[0], SUMMARY);
    let (code, said) = ask(folder.path(), &["template", "--json", "-o", "blank.xlsx"]);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    let written = fs::metadata(folder.path().join("blank.xlsx")).unwrap().len();
    assert_eq!((code, value["bytes"].as_u64()), (Some(0), Some(written)));
    let (code, _) = ask(folder.path(), &["template", "--office", "999999", "-o", "none.xlsx"]);
    assert_ne!(code, Some(0));
    assert!(!folder.path().join("none.xlsx").exists());
}

/// Every value of every sheet but ours.
fn values(bytes: &[u8]) -> Vec<String> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names().into_iter().filter(|name| !name.starts_with(SUMMARY));
    let mut values = Vec::new();
    for name in names {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let (top, left) = range.start().unwrap_or_default();
        values.extend(range.used_cells().map(|(row, column, value)| {
            format!("{name} {} {} {value:?}", row + top as usize, column + left as usize)
        }));
    }
    values
}

/// Marks a file twice beside a copy of it, as `verify.py` wants them; false where it is refused.
fn mark(file: &Path, folder: &Path) -> bool {
    let catalogue = Catalogue::embedded();
    let today = Day::new(2026, 11, 25).unwrap();
    let (catalogue, office, way) = (&catalogue, None, Way::Filed);
    let alone = Alone { catalogue, extra: None, office, way, today, judged: &|_, _| () };
    let annotate = |bytes: &[u8]| annotate_alone(bytes, alone);
    let name = file.file_name().unwrap().to_str().unwrap();
    let bytes = fs::read(file).unwrap();
    let Ok((checked, marked)) = annotate(&bytes) else { return false };
    let (again, twice) = annotate(&marked).unwrap();
    let of_workbook = name.ends_with(".xlsx") && bytes.starts_with(b"PK");
    if of_workbook {
        assert_eq!(again.findings, checked.findings, "{name}");
        assert_eq!(values(&marked), values(&bytes), "{name}");
    }
    assert_eq!(
        (again.rows, again.accepted, again.rejected),
        (checked.rows, checked.accepted, checked.rejected),
        "{name}"
    );
    assert_eq!(values(&twice), values(&marked), "{name}");
    let findings = serde_json::to_string(&checked.findings).unwrap();
    fs::write(folder.join(name), &bytes).unwrap();
    fs::write(folder.join(format!("{name}.marked.xlsx")), &marked).unwrap();
    fs::write(folder.join(format!("{name}.findings.json")), findings).unwrap();
    if of_workbook {
        // What was marked before must be found as it was, but for the one sheet in front.
        let findings = serde_json::to_string(&again.findings).unwrap();
        fs::write(folder.join(format!("twice.{name}")), &bytes).unwrap();
        fs::write(folder.join(format!("twice.{name}.marked.xlsx")), &twice).unwrap();
        fs::write(folder.join(format!("twice.{name}.findings.json")), findings).unwrap();
    }
    true
}

/// Runs openpyxl; none where the peers are not installed and nobody asked for them.
fn openpyxl(verb: &str, folder: &Path) -> Option<Output> {
    let home = match std::env::var_os("PEERS_HOME") {
        Some(home) => PathBuf::from(home),
        None => Path::new(&std::env::var_os("HOME")?).join(".cache/wenzheng-peers"),
    };
    if std::env::var_os("PEERS_HOME").is_none() && !home.join("openpyxl").exists() {
        eprintln!("not looked at by openpyxl, see tests/peers/README.md");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/verify-marked/verify.py");
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", home.join("openpyxl")).arg(script).arg(verb).arg(folder);
    Some(command.output().unwrap())
}

#[test]
fn every_sheet_comes_back_marked_whole_and_sound() {
    let folder = tempfile::tempdir().unwrap();
    let made = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> =
        fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end != "txt") || is_utf16(path));
    if let Some(output) = openpyxl("make", made.path()) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        files.push(made.path().join("rich.xlsx"));
    }
    let marked = files.iter().filter(|file| mark(file, folder.path())).count();
    assert!(marked > 200, "{marked}");
    if let Some(output) = openpyxl("look", folder.path()) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn is_utf16(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(".utf16.txt"))
}
