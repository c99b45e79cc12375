//! `check`, `import`, `batch`.

use crate::world::RUIAN;
use crate::world::cli::{Desk, Ran};
use crate::world::sheet::{HEADINGS, csv, person, row, rows, with, workbook};
use serde_json::{Value, json};
use std::path::Path;

const OF_CHECK: [&str; 9] =
    ["file", "kind", "format", "encoding", "rows", "accepted", "fixed", "rejected", "findings"];
const OF_FINDING: [&str; 11] = [
    "sheet",
    "row",
    "column",
    "field",
    "person",
    "written",
    "severity",
    "code",
    "message",
    "message_en",
    "hint",
];
const OF_IMPORT: [&str; 10] = [
    "batch",
    "stage",
    "rows",
    "accepted",
    "fixed",
    "rejected",
    "unchanged",
    "issued",
    "numbers",
    "findings",
];

/// Two good rows, one that is mended, one that is held back.
fn mixed() -> Vec<Vec<String>> {
    let mut all = rows(1..=2);
    all.push(with(row(&person(3)), "批准文号", "瑞人社[2024]18号"));
    all.push(with(row(&person(4)), "资格名称", "工程师"));
    all
}

#[test]
fn check_tells_everything_about_a_sheet_and_writes_nothing() {
    let desk = Desk::new();
    let sheet = desk.file("名单.xlsx", workbook(&mixed()));
    let answer = desk.run(&["check", &sheet, "--json"]).ends(1);
    assert_eq!(answer.keys(), OF_CHECK);
    let answer = answer.json();
    let counts = ["rows", "accepted", "fixed", "rejected"].map(|key| answer[key].clone());
    assert_eq!(counts, [4, 3, 1, 1].map(Value::from));
    assert_eq!((&answer["file"], &answer["format"]), (&json!("名单.xlsx"), &json!("xlsx")));
    assert_eq!((&answer["kind"], &answer["encoding"]), (&json!("sheet"), &Value::Null));
    let findings = answer["findings"].as_array().unwrap();
    for finding in findings {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        assert_eq!(keys, OF_FINDING.each_ref(), "{finding}");
    }
    let error = findings.iter().find(|finding| finding["severity"] == "error").unwrap();
    assert_eq!(
        (&error["row"], &error["column"], &error["field"]),
        (&json!(7), &json!("G"), &json!("title"))
    );
    assert!(!desk.data().exists());
}

#[test]
fn check_names_format_and_encoding_by_content() {
    let desk = Desk::new();
    let text = String::from_utf8(csv(&rows(1..=3))).unwrap();
    let tabbed = text.replace(',', "\t");
    let gb18030 = encoding_rs::GB18030.encode(&text).0.into_owned();
    for (name, bytes, format, encoding) in [
        ("a.xlsx", text.clone().into_bytes(), "csv", "utf-8"),
        ("b.txt", format!("\u{FEFF}{text}").into_bytes(), "csv", "utf-8"),
        ("c.csv", gb18030, "csv", "gb18030"),
        ("d.csv", tabbed.into_bytes(), "tsv", "utf-8"),
    ] {
        let sheet = desk.file(name, bytes);
        let answer = desk.run(&["check", &sheet, "--json"]).ends(0).json();
        assert_eq!((&answer["format"], &answer["accepted"]), (&json!(format), &json!(3)), "{name}");
        let told = answer["encoding"].as_str().unwrap();
        assert!(told.starts_with(encoding), "{name}: {told}");
    }
}

#[test]
fn check_ends_as_its_contract_says() {
    let desk = Desk::new();
    let heading = |left_out: &str| {
        let kept = HEADINGS.iter().filter(|heading| **heading != left_out);
        kept.copied().collect::<Vec<_>>().join(",")
    };
    let mut wide = csv(&rows(1..=1));
    wide.extend([b','; 600]);
    wide.extend(b"x\r\n");
    let noise: Vec<u8> =
        (0..5_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let truncated = workbook(&rows(1..=3))[..3_000].to_vec();
    for (name, bytes, code, said) in [
        ("good.csv", csv(&rows(1..=3)), 0, None),
        ("mended.csv", csv(&mixed()[..3]), 0, None),
        ("rejected.csv", csv(&mixed()), 1, None),
        ("no-title.csv", (heading("资格名称") + "\r\n陈伟\r\n").into_bytes(), 3, None),
        ("no-number.csv", (heading("身份证号码") + "\r\n陈伟\r\n").into_bytes(), 3, None),
        ("wide.csv", wide, 3, Some("too_many_columns")),
        ("noise.xlsx", noise, 3, Some("format_unknown")),
        ("truncated.xlsx", truncated, 3, Some("file_damaged")),
        ("empty.csv", Vec::new(), 3, Some("file_empty")),
        ("large.csv", vec![b'a'; wenzheng::intake::FILE_BYTES + 1], 3, Some("file_too_large")),
        ("words.csv", b"one,two\r\n1,2\r\n".to_vec(), 3, Some("heading_missing")),
        ("bare.csv", (heading("") + "\r\n").into_bytes(), 3, Some("rows_missing")),
        ("paper.pdf", b"%PDF-1.7\n".to_vec(), 3, Some("format_not_read")),
    ] {
        let sheet = desk.file(name, bytes);
        let answer = desk.run(&["check", &sheet, "--json"]).ends(code).json();
        match said {
            Some(said) => {
                assert_eq!(answer["error"], said, "{name}");
                assert!(!answer["message"].as_str().unwrap().is_empty());
                assert!(!answer["message_en"].as_str().unwrap().is_empty());
            }
            None => assert!(answer["findings"].is_array(), "{name}: {answer}"),
        }
        let in_words = desk.run(&["check", &sheet]).ends(code);
        assert!(!(in_words.stdout + &in_words.stderr).is_empty(), "{name}");
    }
    desk.run(&["check", &desk.path("nowhere.csv")]).ends(3);
}

#[test]
fn a_missing_must_column_is_one_error_on_the_heading() {
    let desk = Desk::new();
    let sheet =
        desk.file("a.csv", "姓名,身份证号码,取得时间\r\n陈伟,330381198001010012,2024-06\r\n");
    let answer = desk.run(&["check", &sheet, "--json"]).ends(3).json();
    let errors: Vec<&Value> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .collect();
    assert!(errors.iter().any(|e| e["field"] == "title" && e["row"] == 1), "{errors:?}");
    assert!(errors.iter().all(|error| error["row"] == 1), "{errors:?}");
}

#[test]
fn wrong_usage_ends_with_two_and_help_with_nought() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=1)));
    for args in [
        &["check", &sheet, "--no-such-option"][..],
        &["no-such-command"],
        &[],
        &["check"],
        &["import", &sheet],
        &["import", &sheet, "--office", "not an office"],
        &["import", &sheet, "--office", RUIAN, "--issue"],
        &["batch", "accept", "2026-1"],
        &["suspend", "D3303812026000001X", "--reason", "x"],
        &["print", "D3303812026000001Y", "-o", "x.pdf"],
        &["check", &sheet, "--today", "2026-02-30"],
        &["import", &sheet, "--office", RUIAN, "--as", "林小姐,林小姐,陈先生"],
        &["import", &sheet, "--office", RUIAN, "--accept", "--issue", "--as", "a,b,a"],
        &["import", &sheet, "--office", RUIAN, "--accept", "--as", "reviewer"],
    ] {
        let ran = desk.run(args).ends(2);
        assert!(!ran.stderr.is_empty() && ran.stdout.is_empty(), "{args:?}");
        let told = desk.run(&[args, &["--json"]].concat()).ends(2).json();
        assert!(told["error"].is_string() && told["message_en"].is_string(), "{args:?}: {told}");
    }
    assert!(!desk.data().exists());
    for args in [&["--help"][..], &["--version"], &["import", "--help"], &["batch", "--help"]] {
        assert!(!desk.run(args).ends(0).stdout.is_empty());
    }
}

#[test]
fn check_promises_nothing_that_only_the_registry_knows() {
    let desk = Desk::new();
    let list =
        desk.file("a.csv", "姓名,工作单位,系列,资格名称\r\n陈伟,一中,工程技术人员,工程师\r\n");
    let by = |office: &str, code: i32| {
        let args = ["check", &list, "--road", "issued", "--office", office];
        let told = desk.run(&[&args[..], &["--json"]].concat()).ends(code).json();
        (desk.run(&args).ends(code), told)
    };
    // Whether a county reviews intermediate titles stands in the registry alone.
    let (county, told) = by(RUIAN, 0);
    assert!(county.stdout.contains("是否已经下放，报送时再核对"), "{county:?}");
    assert_eq!(told["findings"][0]["code"], "delegation_unseen");
    assert!(county.stdout.contains("1行，填写合格1行"), "{county:?}");
    assert!(county.stdout.contains("没有查登记库"), "{county:?}");
    let (department, told) = by("3303D17", 0);
    assert!(!department.stdout.contains("下放"), "{department:?}");
    assert_eq!(told["findings"], json!([]));
    let (unit, told) = by("3303U02", 1);
    assert!(unit.stderr.contains("没有评审发证的权限"), "{unit:?}");
    assert_eq!(told["error"], "way_closed");
    // Nobody is told that nothing has to be mended where nothing was looked at.
    let bare = desk.run(&["check", &list]).ends(3).stdout;
    assert!(bare.contains("1行，都没有核对。") && !bare.contains("需修改0行"), "{bare}");

    desk.run(&["import", &list, "--office", RUIAN, "--road", "issued"]).ends(1);
    let marked = desk.path("marked.xlsx");
    let args = ["check", &list, "--road", "issued", "--office", RUIAN, "--annotated", &marked];
    desk.run(&args).ends(0);
    assert!(Path::new(&marked).exists());
}

#[test]
fn a_file_that_cannot_be_read_or_written_is_said_in_a_clerks_words() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=1)));
    let inside = format!("{sheet}/a.xlsx");
    for (args, said) in [
        (&["check", "nowhere.csv"][..], "不能读取nowhere.csv：没有这个文件或文件夹。"),
        (&["check", "/"], "不能读取/：这是文件夹，不是文件。"),
        (&["import", "/", "--office", RUIAN], "这是文件夹，不是文件。"),
        (&["verify", "nowhere.pdf"], "不能读取nowhere.pdf：没有这个文件或文件夹。"),
        (&["verify", "."], "不能读取.：这是文件夹，不是文件。"),
        (&["template", "-o", &inside], "那里已经有同名的文件。"),
        (&["template", "-o", &sheet], "已经存在，没有改动它。"),
        (&["init", "--data", &sheet], "是文件。请用 --data 写明登记库的文件夹。"),
        (&["batch", "list", "--data", &sheet], "是文件。请用 --data 写明登记库的文件夹。"),
        (
            &["init", "--passphrase-file", "nowhere"],
            "不能读取口令文件nowhere：没有这个文件或文件夹。",
        ),
        (
            &["serve", "--listen", "8080"],
            "8080 不是地址和端口。写成 --listen 127.0.0.1:8080 这样。",
        ),
    ] {
        let ran = desk.run(args).ends(3);
        assert!(ran.stderr.contains(said) && !ran.stderr.contains("os error"), "{args:?}: {ran:?}");
        let told = desk.run(&[args, &["--json"]].concat()).ends(3);
        assert!(told.json()["message"].as_str().unwrap().contains(said), "{args:?}: {told:?}");
        assert_eq!(told.stderr, "", "{args:?}");
    }
    assert!(!desk.data().exists());
}

fn import(desk: &Desk, sheet: &str, more: &[&str]) -> Ran {
    desk.run(&[&["import", sheet, "--office", RUIAN, "--json"], more].concat())
}

#[test]
fn import_tells_what_came_of_a_sheet_and_the_second_time_nothing_does() {
    let desk = Desk::new();
    let sheet = desk.file("a.xlsx", workbook(&mixed()));
    let first = import(&desk, &sheet, &["--accept", "--issue"]).ends(1);
    assert_eq!(first.keys(), OF_IMPORT);
    assert!(first.stderr.contains("founded a registry"), "{}", first.stderr);
    let first = first.json();
    assert_eq!((&first["stage"], &first["issued"]), (&json!("issued"), &json!(3)));
    assert_eq!(first["numbers"].as_array().unwrap().len(), 3);
    let again = import(&desk, &sheet, &["--accept", "--issue"]).ends(1).json();
    let counts = ["rows", "accepted", "rejected", "unchanged", "issued"].map(|key| &again[key]);
    assert_eq!(counts, [&json!(4), &json!(0), &json!(1), &json!(3), &json!(0)]);
    assert_eq!((&again["batch"], &again["numbers"]), (&first["batch"], &first["numbers"]));
}

#[test]
fn import_goes_as_far_as_it_is_asked_to() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=2)));
    for (more, stage, issued) in [
        (&[][..], "reported", 0),
        (&["--accept"], "accepted", 0),
        (&["--accept"], "accepted", 0),
        (&["--accept", "--issue"], "issued", 2),
        (&["--accept", "--issue"], "issued", 0),
        (&[], "issued", 0),
    ] {
        let answer = import(&desk, &sheet, more).ends(0).json();
        assert_eq!(
            (&answer["stage"], &answer["issued"]),
            (&json!(stage), &json!(issued)),
            "{more:?}"
        );
    }
    import(&desk, &desk.file("empty.csv", ""), &[]).ends(3);
    let nowhere = desk.run(&["import", &sheet, "--office", "9999X99", "--json"]).ends(1).json();
    assert_eq!(nowhere["error"], "no_such_office");
    assert!(Path::new(&sheet).exists());
}

#[test]
fn a_batch_is_listed_shown_accepted_returned_issued() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&mixed()));
    let id = import(&desk, &sheet, &["--as", "林小姐"]).ends(1).json()["batch"].clone();
    let id = id.as_str().unwrap();
    let list = desk.run(&["batch", "list", "--json"]).ends(0).json();
    assert_eq!(list["batches"][0]["batch"], id);
    let shown = desk.run(&["batch", "show", id, "--json"]).ends(0).json();
    assert_eq!((&shown["stage"], &shown["reported_by"]), (&json!("reported"), &json!("林小姐")));
    assert!(shown["findings"].as_array().unwrap().iter().any(|f| f["severity"] == "error"));

    let own = desk.run(&["batch", "accept", id, "--as", "林小姐", "--json"]).ends(1).json();
    assert_eq!(own["error"], "four_eyes");
    desk.run(&["batch", "accept", id, "--as", "陈先生"]).ends(0);
    let own = desk.run(&["batch", "issue", id, "--as", "林小姐", "--json"]).ends(1).json();
    assert_eq!(own["error"], "four_eyes");
    desk.run(&["batch", "return", id, "--reason", "单位有误", "--as", "陈先生"]).ends(0);
    let late = desk.run(&["batch", "issue", id, "--as", "陈先生", "--json"]).ends(1).json();
    assert_eq!(late["error"], "wrong_stage");

    let id = import(&desk, &sheet, &[]).ends(1).json()["batch"].clone();
    let id = id.as_str().unwrap();
    desk.run(&["batch", "accept", id]).ends(0);
    let issued = desk.run(&["batch", "issue", id, "--json"]).ends(0).json();
    assert_eq!((&issued["stage"], &issued["issued"]), (&json!("issued"), &json!(3)));
    let again = desk.run(&["batch", "issue", id, "--json"]).ends(0).json();
    assert_eq!((&again["issued"], &again["numbers"]), (&json!(0), &issued["numbers"]));
    let none = desk.run(&["batch", "show", "2026-0099", "--json"]).ends(1).json();
    assert_eq!(none["error"], "no_such_batch");
}

#[test]
fn a_returned_batch_is_sent_again_and_what_changed_is_shown() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=3)));
    let first = import(&desk, &sheet, &[]).ends(0).json()["batch"].clone();
    let first = first.as_str().unwrap();
    let early = import(&desk, &sheet, &["--follows", first]).ends(1).json();
    assert_eq!(early["error"], "wrong_stage");
    desk.run(&["batch", "return", first, "--reason", "少一人"]).ends(0);

    let mended = desk.file("b.csv", csv(&rows(1..=4)));
    let again = import(&desk, &mended, &["--follows", first]).ends(0).json()["batch"].clone();
    let again = again.as_str().unwrap();
    let shown = desk.run(&["batch", "show", again, "--json"]).ends(0).json();
    assert_eq!((&shown["follows"], &shown["changes"]["added"]), (&json!(first), &json!(1)));
    let told = desk.run(&["batch", "show", again]).ends(0).stdout;
    assert!(told.contains("已报送") && told.contains(&format!("退回的批次{first}")), "{told}");
    assert!(told.contains("改了0行，新加1行") && told.contains("新加  "), "{told}");
    let twice = import(&desk, &mended, &["--follows", first]).ends(0).json();
    assert_eq!((&twice["batch"], &twice["accepted"]), (&json!(again), &json!(0)));
    let other = ["import", &mended, "--office", "330382", "--follows", first, "--json"];
    assert_eq!(desk.run(&other).ends(1).json()["error"], "no_such_batch");
}
