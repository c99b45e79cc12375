//! Files that mean harm, each made here and given to the program as anybody would: it must answer
//! with a refusal or a finding, in little memory, soon, and never with a panic.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

#[path = "../fixtures/makers/compound.rs"]
mod compound;

use compound::{BOF, EOF, container, label, record, workbook};
use std::{
    fmt::Write as _,
    fs,
    io::{Cursor, Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Of the whole program, in KiB.
const MEMORY: u64 = 300 << 10;
/// In a build without optimisation everything takes many times as long.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 10 });

const HEADING: &str = "姓名,证件号码,资格名称,取得时间,工作单位\n";

/// What the program says about a file that it also is to mark: its whole answer, and the most
/// memory that it took.
fn ask(file: &Path, marked: &Path) -> (String, u64, Duration) {
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_wenzheng"))
        .args(["check", "--json", "--annotated"])
        .args([marked, file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let reader = std::thread::spawn(move || {
        let mut said = String::new();
        out.read_to_string(&mut said).unwrap();
        err.read_to_string(&mut said).unwrap();
        said
    });
    let mut memory = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        memory = memory.max(peak.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    (reader.join().unwrap(), memory, began.elapsed())
}

/// Asks about each file; the answer must hold the code.
fn hold(files: Vec<(&str, Vec<u8>, &str)>) {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (name, bytes, code) in files {
        let (file, marked) = (folder.path().join(name), folder.path().join("marked.xlsx"));
        fs::write(&file, bytes).unwrap();
        let (said, memory, time) = ask(&file, &marked);
        fs::remove_file(&file).unwrap();
        let short: String = said.chars().take(300).collect();
        if !said.contains(code) || said.contains("panicked") {
            wrong.push(format!("{name}: expected {code}, said {short}"));
        }
        if marked.exists() == said.starts_with("{\"error\"") {
            wrong.push(format!("{name}: marked {}, said {short}", marked.exists()));
        }
        let _ = fs::remove_file(&marked);
        if memory > MEMORY || time > TIME {
            wrong.push(format!("{name}: took {} MiB and {time:?}", memory >> 10));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// --- .xlsx

const RELS: &str = "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"sheet.xml\"/></Relationships>";
const BOOK: &str = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";

/// A package of a workbook with these parts; a part that is not given is as usual.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let usual = [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
    ];
    let usual = usual.iter().filter(|(name, _)| parts.iter().all(|(given, _)| given != name));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in usual.chain(parts) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sheet(inside: &str) -> Vec<u8> {
    package(&[("xl/sheet.xml", &format!("<worksheet>{inside}</worksheet>"))])
}

/// A heading, a person, and what else the worksheet has.
fn list(rows: &str, behind: &str) -> Vec<u8> {
    let cells = |row: u32, values: [&str; 4]| -> String {
        let cell = |(at, value): (usize, &str)| {
            format!("<c r=\"{}{row}\" t=\"str\"><v>{value}</v></c>", ["A", "B", "C", "D"][at])
        };
        let cells: String = values.into_iter().enumerate().map(cell).collect();
        format!("<row r=\"{row}\">{cells}</row>")
    };
    let heading = cells(1, ["姓名", "证件号码", "资格名称", "取得时间"]);
    let person = cells(2, ["王莉", "330302198506152047", "助理工程师", "2019-12"]);
    sheet(&format!("<sheetData>{heading}{person}{rows}</sheetData>{behind}"))
}

#[test]
fn workbooks_that_would_fill_memory_are_refused() {
    let long = "长".repeat(30_000);
    let strings = format!("<sst><si><t>{long}</t></si></sst>");
    let quotes = "<c t=\"s\"><v>0</v></c>".repeat(500);
    let quoting = format!("<row>{quotes}</row>").repeat(4000);
    let quoting = format!("<worksheet><sheetData>{quoting}</sheetData></worksheet>");
    let mut merges = String::new();
    for row in 2..100_000 {
        write!(merges, "<mergeCell ref=\"A{row}:A100000\"/>").unwrap();
    }
    let wide: String = (0..600).map(|_| "<c t=\"str\"><v>x</v></c>").collect();
    let mut files = vec![
        (
            "quoted_strings.xlsx",
            package(&[("xl/sharedStrings.xml", &strings), ("xl/sheet.xml", &quoting)]),
            "too_many_cells",
        ),
        ("deep_merges.xlsx", list("", &format!("<mergeCells>{merges}</mergeCells>")), "\"rows\":1"),
        ("overlong_row.xlsx", list(&format!("<row>{wide}</row>"), ""), "too_many_columns"),
        (
            "far_cells.xlsx",
            list("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", ""),
            "too_many",
        ),
    ];
    // Sixteen million elements are walked one by one: without optimisation, for minutes.
    if !cfg!(debug_assertions) {
        let empty = format!("<sheetData>{}</sheetData>", "<row><c/></row>".repeat(9_000_000));
        files.push(("empty_cells.xlsx", sheet(&empty), "too_many_cells"));
    }
    hold(files);
}

#[test]
fn workbooks_that_lead_elsewhere_lead_nowhere() {
    let bomb = "<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    let expands = format!(
        "{bomb}<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"
    );
    let outside = expands.replace("&b;</v>", "&c;</v>");
    let person = "<worksheet><sheetData/></worksheet>";
    let target = |target: &str| RELS.replace("sheet.xml", target);
    let rels =
        |rels: &str| package(&[("xl/_rels/workbook.xml.rels", rels), ("xl/sheet.xml", person)]);
    hold(vec![
        ("entities.xlsx", package(&[("xl/sheet.xml", &expands)]), "file_damaged"),
        ("external_entity.xlsx", package(&[("xl/sheet.xml", &outside)]), "file_damaged"),
        ("relation_missing.xlsx", rels("<Relationships/>"), "file_damaged"),
        ("relation_to_nothing.xlsx", rels(&target("gone.xml")), "file_damaged"),
        ("relation_to_itself.xlsx", rels(&target("workbook.xml")), "file_empty"),
        ("relation_outside.xlsx", rels(&target("../../../../etc/passwd")), "file_damaged"),
        (
            "names_outside.xlsx",
            package(&[("../../evil.xml", "<a/>"), ("/etc/evil", "x"), ("xl/sheet.xml", person)]),
            "file_empty",
        ),
        ("no_parts.xlsx", package(&[("xl/workbook.xml", "<workbook/>")]), "file_empty"),
    ]);
}

// --- .xls

/// Row, first column, numbers in four bytes, last column.
fn numbers(row: u16, count: u16) -> Vec<u8> {
    let numbers = [0, 0, 2, 0, 0, 0].repeat(usize::from(count));
    record(0xBD, &[&row.to_le_bytes()[..], &[0, 0], &numbers, &(count - 1).to_le_bytes()].concat())
}

#[test]
fn old_workbooks_that_would_fill_memory_are_refused() {
    let full: Vec<u8> = (0..13_000).flat_map(|row| numbers(row, 256)).collect();
    let strings: Vec<u8> = (0..800)
        .map(|_| b"\x01\0\0x".repeat(2050))
        .enumerate()
        .flat_map(|(at, texts)| match at {
            0 => record(0xFC, &[&[0xFF; 8][..], &texts].concat()),
            _ => record(0x3C, &texts),
        })
        .collect();
    let merge: Vec<u8> = (0..100_000_u32)
        .collect::<Vec<_>>()
        .chunks(1000)
        .flat_map(|chunk| {
            let ranges = chunk.iter().flat_map(|at| {
                let first = u16::try_from(at % 60_000).unwrap();
                [first, 65_535, 0, 0].into_iter().flat_map(u16::to_le_bytes)
            });
            record(0xE5, &[232, 3].into_iter().chain(ranges).collect::<Vec<_>>())
        })
        .collect();
    let people = [[label(0, 0, "Name"), label(0, 1, "ID")].concat(), merge].concat();
    let far = label(65_535, 255, "x");
    hold(vec![
        ("full_of_numbers.xls", workbook(&[], 1, &full), "heading_missing"),
        ("full_of_strings.xls", workbook(&strings, 1, &[]), "too_many_cells"),
        ("deep_merges.xls", workbook(&[], 1, &people), "heading_missing"),
        ("far_cell.xls", workbook(&[], 1, &far), "heading_missing"),
        ("sheets_at_one_place.xls", workbook(&[], 256, &full[..1 << 20]), "file_damaged"),
    ]);
}

#[test]
fn old_workbooks_with_forged_numbers_are_damaged() {
    let mut endless = container("Workbook", &[BOF, EOF].concat());
    let own = endless[1024 + 128 + 116];
    endless[512 + 4 * usize::from(own)] = own;
    endless[1024 + 128 + 120..1024 + 128 + 124].fill(0xFF);
    let text = record(0x204, b"\0\0\0\0\0\0\xFF\x7F\x01x\0");
    let index = record(0xFD, b"\0\0\0\0\0\0\xFF\xFF\xFF\xFF");
    let password = record(0x2F, &[0; 54]);
    hold(vec![
        ("ring.xls", endless, "file_damaged"),
        ("long_text.xls", workbook(&[], 1, &text), "file_damaged"),
        ("no_such_text.xls", workbook(&[], 1, &index), "file_damaged"),
        ("password.xls", workbook(&password, 1, &[]), "file_encrypted"),
    ]);
}

#[test]
fn merges_across_each_other_and_examples_beyond_count_take_no_time() {
    let mut cells = Vec::new();
    for (written, row) in
        [HEADING.trim_end(), "王莉,330302198506152047,助工,2019-12,一中"].into_iter().zip(0..)
    {
        for (cell, column) in written.split(',').zip(0..) {
            cells.extend(label(row, column, cell));
        }
    }
    let merges = |range: &dyn Fn(u16) -> [u16; 4]| -> Vec<u8> {
        let ranges = (0..60_000).flat_map(|n| range(n).map(u16::to_le_bytes).concat());
        let ranges: Vec<u8> = ranges.collect();
        ranges.chunks(8000).flat_map(|some| record(0xE5, &[&[0xE8, 3], some].concat())).collect()
    };
    let across = merges(&|n| [n + 2, 65_535, n % 200, 255]);
    let beside = merges(&|n| [n + 2, n + 2, 0, 255]);
    let example = "（示例）张三,330302198506150000,助教,2019-12-21,单位全称\n".repeat(30_000);
    hold(vec![
        ("merges_across.xls", workbook(&[], 1, &[&cells[..], &across].concat()), "\"rejected\":1"),
        ("merges_beside.xls", workbook(&[], 1, &[&cells[..], &beside].concat()), "\"rejected\":1"),
        ("examples.csv", format!("{HEADING}{example}").into_bytes(), "example_left"),
    ]);
}

// --- Text

#[test]
fn texts_without_end_are_refused() {
    const MOST: usize = wenzheng::intake::FILE_BYTES;
    let below = |text: &str| format!("{HEADING}{text}").into_bytes();
    let room = MOST - HEADING.len() - 10;
    hold(vec![
        ("one_field.csv", below(&"x".repeat(room)), "cell_too_long"),
        (
            "one_quoted_field.csv",
            below(&format!("\"{}\"", "\n".repeat(room - 2) + "x")),
            "\"rejected\":1",
        ),
        ("quote_open.csv", below(&format!("\"{}", "x,\n".repeat(room / 3))), "quote_open"),
        ("commas.csv", below(&(",".repeat(room) + "x")), "too_many_columns"),
        ("line_ends.csv", below(&"\n".repeat(room)), "rows_missing"),
        ("quotes.csv", below(&"\"\"\"\"\n".repeat(room / 5)), "too_many_rows"),
        ("nul.csv", below("王莉,\0,助理工程师,2019-12,"), "format_unknown"),
        (
            "wide_line_ends.txt",
            [b"\xFF\xFE".to_vec(), b"\n\0".repeat(MOST / 2 - 1)].concat(),
            "file_empty",
        ),
        (
            "bidi.csv",
            below("王莉,330302198506152047,助理工程师,2019-12,\u{202E}一中"),
            "text_unfit_character",
        ),
    ]);
}
