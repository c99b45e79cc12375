//! Standard output and standard error: a reader who leaves, a disk that is full, text of strangers.

use crate::world::RUIAN;
use crate::world::cli::{Desk, Ran, command};
use crate::world::sheet::{csv, person, row, rows, with, workbook};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const UNIT: &str = "3303U02";
const PAPER: [&str; 4] = ["--reason", "核查", "--document", "温人社发〔2026〕9号"];

/// Every command but those that serve, in an order in which each has something to do, with the code
/// that it earns. FIRST, HELD and LIST are batches, NUMBER is a certificate, PAPER a decision.
const COMMANDS: [(&str, i32); 40] = [
    ("init --data new", 0),
    ("init", 1),
    ("template -o blank.xlsx", 0),
    ("check good.csv", 0),
    ("check held.csv --annotated marked.xlsx", 1),
    ("check nowhere.csv", 3),
    ("import more.csv --office 330381 --accept --issue", 0),
    ("import held.csv --office 330381 --as 林小姐", 1),
    ("import list.csv --office 3303D17 --road issued", 0),
    ("batch list", 0),
    ("batch show FIRST", 0),
    ("batch receipt HELD -o receipt.pdf", 0),
    ("batch accept HELD --as 林小姐", 1),
    ("batch accept HELD", 0),
    ("batch issue HELD", 0),
    ("batch return HELD --reason 有误", 1),
    ("batch object LIST --says 不实", 1),
    ("batch objections LIST", 0),
    ("batch settle LIST none --outcome 不实", 1),
    ("suspend NUMBER PAPER", 0),
    ("resume NUMBER PAPER", 0),
    ("print NUMBER -o paper.pdf", 0),
    ("print --batch FIRST -o papers.zip", 0),
    ("export NUMBER exported", 0),
    ("verify paper.pdf", 0),
    ("verify nonsense", 1),
    ("revoke NUMBER PAPER", 0),
    ("verify paper.pdf", 1),
    ("preview -o preview.pdf", 0),
    ("fonts", 0),
    ("office list", 0),
    ("office token 330381 --who 林小姐", 0),
    ("office tokens 330381", 0),
    ("office delegate 330381 --document 温人社发〔2026〕9号", 0),
    ("office plan UNIT --year 2026 --document 温人社发〔2026〕9号", 0),
    ("overview", 0),
    ("keys list", 0),
    ("log export log", 0),
    ("audit", 0),
    ("doctor", 0),
];

/// A desk with files to send, a certificate, and what the words of [`COMMANDS`] stand for there.
fn desk() -> (Desk, Vec<(&'static str, Vec<String>)>) {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=2)).remove(0);
    desk.file("good.csv", csv(&rows(1..=2)));
    desk.file("more.csv", csv(&rows(3..=4)));
    let held = [row(&person(5)), with(row(&person(6)), "资格名称", "工程师")];
    desk.file("held.csv", csv(&held));
    desk.file("list.csv", "姓名,工作单位,系列,资格名称\r\n陈伟,一中,工程技术人员,工程师\r\n");
    let batches = desk.run(&["batch", "list", "--json"]).ends(0).json();
    let first = batches["batches"][0]["batch"].as_str().unwrap().to_owned();
    let (year, _) = first.split_once('-').unwrap();
    let words = vec![
        ("HELD", vec![format!("{year}-0003")]),
        ("LIST", vec![format!("{year}-0004")]),
        ("FIRST", vec![first]),
        ("NUMBER", vec![number]),
        ("UNIT", vec![UNIT.to_owned()]),
        ("PAPER", PAPER.map(str::to_owned).to_vec()),
    ];
    (desk, words)
}

/// Runs every command with this standard output, at one desk; gives each with how it ended, and the
/// code that it earned.
fn run_all(stdout: impl Fn() -> Stdio, more: &[&str]) -> (Desk, Vec<(String, Ran, i32)>) {
    let (desk, words) = desk();
    let folder = desk.path("");
    let all = COMMANDS
        .iter()
        .map(|(line, earned)| {
            let mut args = Vec::new();
            for word in line.split(' ') {
                match words.iter().find(|(known, _)| *known == word) {
                    Some((_, meant)) => args.extend(meant.iter().cloned()),
                    None => args.push(word.to_owned()),
                }
            }
            args.extend(more.iter().map(|&arg| arg.to_owned()));
            let mut command = command(&desk.data(), &args);
            let ran = command.current_dir(&folder).stdout(stdout()).output().unwrap();
            ((*line).to_owned(), Ran::from(ran), *earned)
        })
        .collect();
    (desk, all)
}

/// A pipe whose reader has left.
fn left() -> Stdio {
    let (_, writer) = std::io::pipe().unwrap();
    writer.into()
}

/// A disk without room.
fn full() -> Stdio {
    File::options().write(true).open("/dev/full").unwrap().into()
}

#[test]
fn a_reader_who_leaves_changes_nothing_of_what_a_command_does() {
    let (desk, all) = run_all(left, &[]);
    for (line, ran, earned) in all {
        assert_eq!(ran.code, earned, "{line}: {ran:?}");
        let complains = ["panicked", "Broken pipe", "没有写全"];
        let found = complains.iter().find(|complaint| ran.stderr.contains(**complaint));
        assert_eq!(found, None, "{line}: {ran:?}");
    }
    let batches = desk.run(&["batch", "list", "--json"]).ends(0).json();
    let stages = ["LIST", "HELD", "MORE"].into_iter().zip(batches["batches"].as_array().unwrap());
    let stages: Vec<_> = stages.map(|(batch, told)| (batch, told["stage"].clone())).collect();
    assert_eq!(
        stages,
        [("LIST", "reported"), ("HELD", "issued"), ("MORE", "issued")].map(|(b, s)| (b, s.into()))
    );
}

#[test]
fn a_full_disk_is_said_and_ends_with_three() {
    let (desk, all) = run_all(full, &["--json"]);
    for (line, ran, _) in all {
        assert_eq!(ran.code, 3, "{line}: {ran:?}");
        assert!(ran.stderr.contains("没有写全：磁盘满了"), "{line}: {ran:?}");
    }
    let in_words = |args: &[&str]| -> Ran {
        command(&desk.data(), args).stdout(full()).output().unwrap().into()
    };
    let lost = in_words(&["office", "list"]);
    assert!(lost.code == 3 && lost.stderr.contains("没有写全：磁盘满了"), "{lost:?}");
    // A refusal in words says nothing on standard output.
    let refused = in_words(&["init"]);
    assert!(refused.code == 1 && !refused.stderr.contains("没有写全"), "{refused:?}");
    for args in [&["--help"][..], &["--version"], &["check", "--json"]] {
        let ran: Ran = command(&desk.data(), args).stdout(full()).output().unwrap().into();
        assert_eq!(ran.code, 3, "{args:?}: {ran:?}");
        let ran: Ran = command(&desk.data(), args).stdout(left()).output().unwrap().into();
        assert_eq!(ran.code, if args.len() == 1 { 0 } else { 2 }, "{args:?}: {ran:?}");
    }
}

#[test]
fn standard_error_may_be_full_or_closed_as_well() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=1)));
    for (args, code) in [
        (&["check", "nowhere.csv"][..], 3),
        (&["no-such-command"], 2),
        (&["import", &sheet, "--office", RUIAN], 0),
        (&["keys", "list"], 0),
    ] {
        for stderr in [left, full] {
            let mut command = command(&desk.data(), args);
            let output = command.env("RUST_LOG", "debug").stderr(stderr()).output().unwrap();
            assert_eq!(output.status.code(), Some(code), "{args:?}");
        }
    }
}

#[test]
fn every_command_is_tried() {
    let tried: BTreeSet<&str> =
        COMMANDS.iter().filter_map(|(line, _)| line.split(' ').next()).collect();
    let help = Desk::new().run(&["--help"]).ends(0).stdout;
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let listed = listed.lines().take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.split_whitespace().next());
    let untried: Vec<&str> = names.filter(|name| !tried.contains(name)).collect();
    assert_eq!(untried, ["demo", "serve", "help"]);
}

/// What a terminal obeys: it clears the screen, turns text round, is a bell, and ends the line.
const OBEYED: &str = "\u{1B}[2J\u{202E}\u{7}\n";

/// The same as XML can name it.
const NAMED: &str = "&#x1B;[2J&#x202E;&#x7;&#xA;";

/// A workbook whose sheet has this name, as XML.
fn named(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let file = part.name().unwrap().into_owned();
        if file == "xl/workbook.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("Sheet1"), "{text}");
            bytes = text.replace("Sheet1", name).into_bytes();
        }
        writer.start_file(file, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Fails where something else than ends of line would be obeyed.
#[track_caller]
fn holds_still(ran: &Ran) {
    for said in [&ran.stdout, &ran.stderr] {
        let obeyed = said.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202E}');
        assert_eq!(obeyed, None, "{ran:?}");
    }
}

#[test]
fn no_text_of_a_stranger_reaches_the_terminal_as_an_order() {
    let desk = Desk::new();
    let mut all = rows(1..=2);
    all.push(with(row(&person(3)), "资格名称", "工\u{202E}师"));
    let sheet = desk.file(&format!("表{OBEYED}.xlsx"), named(&workbook(&all), NAMED));
    let text = String::from_utf8(csv(&all)).unwrap();
    let text = text.replace("性别", &format!("\"{OBEYED}\""));
    let text = desk.file("表.csv", text.replace('师', "\u{9B}31m\u{7F}"));
    for (file, marked) in [(&sheet, "a.xlsx"), (&text, "b.xlsx")] {
        let marked = desk.path(&format!("{OBEYED}{marked}"));
        let check = desk.run(&["check", file, "--annotated", &marked]).ends(1);
        holds_still(&check);
        holds_still(&desk.run(&["import", file, "--office", RUIAN]));
        holds_still(&desk.run(&["import", file, "--office", RUIAN, "--json"]));
        holds_still(&desk.run(&["check", file, &marked]).ends(2));
        holds_still(&desk.run(&["check", &(file.clone() + OBEYED)]).ends(3));
    }
    let check = desk.run(&["check", &sheet]).ends(1);
    let name = "<U+001B>[2J<U+202E><U+0007><U+000A>";
    assert!(check.stdout.contains(&format!("{name}第6行")), "{check:?}");
    assert!(check.stdout.contains(&format!("表{name}.xlsx（信息表）")), "{check:?}");
    let answer = desk.run(&["check", &sheet, "--json"]).ends(1);
    holds_still(&answer);
    let answer = answer.json();
    assert_eq!(answer["file"], format!("表{OBEYED}.xlsx"));
    assert_eq!(answer["findings"][0]["sheet"], OBEYED);
}

/// Runs one command on a terminal; gives what it drew.
fn on_terminal(desk: &Desk, args: &[&str]) -> String {
    let quoted = command(&desk.data(), args);
    let line: Vec<String> = std::iter::once(quoted.get_program())
        .chain(quoted.get_args())
        .map(|arg| format!("'{}'", arg.to_str().unwrap()))
        .collect();
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &line.join(" "), "/dev/null"]);
    script.env("WENZHENG_DATA", desk.data()).env("TERM", "xterm").stdin(Stdio::null());
    String::from_utf8_lossy(&script.output().unwrap().stdout).into_owned()
}

#[test]
fn a_terminal_sees_how_far_a_sheet_has_come_and_nothing_else_does() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=9_000)));
    let import = ["import", &*sheet, "--office", RUIAN];
    for (args, words) in [
        (&["check", &*sheet][..], &["核对", "/9000行"][..]),
        (&import, &["核对", "/9000行", "比对、登记 9000行"]),
    ] {
        let drawn = on_terminal(&desk, args);
        for word in words {
            assert!(drawn.contains(word), "{word} in {drawn}");
        }
        let silent = on_terminal(&desk, &[args, &["--json"]].concat());
        assert!(!silent.contains("行 ") && !silent.contains('\u{1B}'), "{silent}");
        let piped = desk.run(args);
        assert!(!piped.stderr.contains("核对"), "{piped:?}");
    }
}
