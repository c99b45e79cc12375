//! `fonts`, and the setting `fonts.extra`: a face of the bureau's own.

use crate::world::cli::Desk;
use crate::world::sheet::{rows, with};
use std::fs;

const EXTRA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fonts/extra.ttf");
const LOCKED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fonts/locked.ttf");

/// A desk whose registry has a face of its own, named from the data folder.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&["init"]).ends(0);
    fs::copy(EXTRA, desk.data().join("own.ttf")).unwrap();
    fs::write(desk.data().join("wenzheng.toml"), "[fonts]\nextra = 'own.ttf'\n").unwrap();
    desk
}

/// One person whose name only the extra face draws.
fn rare() -> Vec<Vec<String>> {
    vec![with(rows(1..=1).remove(0), "姓名", "王\u{2EBF0}")]
}

#[test]
fn a_name_that_only_the_bureaus_face_draws_is_issued_and_printed_for_ever() {
    let desk = desk();
    let ordinary = desk.issue(&rows(2..=2)).remove(0);
    let number = desk.issue(&rare()).remove(0);
    let paper = desk.print(&number);
    let bytes = fs::read(&paper).unwrap();
    assert_eq!(desk.verdict(&paper, 0), "genuine");
    let lines = wenzheng::print::read(&bytes).unwrap().lines;
    assert!(lines.iter().any(|line| line.text == "王\u{2EBF0}"), "{lines:?}");

    // Another face takes the setting, or none: what was printed prints as before.
    let before = fs::read(desk.print(&ordinary)).unwrap();
    fs::remove_file(desk.data().join("wenzheng.toml")).unwrap();
    fs::remove_file(desk.data().join("own.ttf")).unwrap();
    assert!(fs::read(desk.print(&number)).unwrap() == bytes);
    assert!(fs::read(desk.print(&ordinary)).unwrap() == before);
    assert_eq!(desk.verdict(&paper, 0), "genuine");
    desk.run(&["doctor"]).ends(0);

    // The kept face is part of the registry.
    let kept = fs::read_dir(desk.data().join("fonts")).unwrap().next().unwrap().unwrap().path();
    let hidden = kept.with_extension("away");
    fs::rename(&kept, &hidden).unwrap();
    let told = desk.run(&["doctor"]).ends(1).stdout;
    assert!(told.contains("fonts/") && told.contains("missing"), "{told}");
    desk.run(&["print", &number, "-o", &desk.path("lost.pdf")]).ends(3);
    fs::rename(&hidden, &kept).unwrap();
    assert!(fs::read(desk.print(&number)).unwrap() == bytes);
}

#[test]
fn a_face_that_is_gone_before_the_issue_stops_it_and_names_row_and_character() {
    let desk = desk();
    let sheet = desk.file("表.csv", crate::world::sheet::csv(&rare()));
    let args = ["import", &sheet, "--office", "330381", "--accept", "--json"];
    let id = desk.run(&args).ends(0).json()["batch"].as_str().unwrap().to_owned();
    fs::remove_file(desk.data().join("wenzheng.toml")).unwrap();
    let refused = desk.run(&["batch", "issue", &id]).ends(1).stderr;
    assert!(refused.contains("U+2EBF0") && refused.contains("第2行"), "{refused}");
    assert!(!refused.contains('王'), "{refused}");
    fs::write(desk.data().join("wenzheng.toml"), "[fonts]\nextra = 'own.ttf'\n").unwrap();
    desk.run(&["batch", "issue", &id]).ends(0);
}

#[test]
fn the_face_counts_in_the_list_of_characters_and_in_a_check() {
    let desk = desk();
    let drawn = |desk: &Desk| {
        let told = desk.run(&["fonts", "--json"]).ends(0).json();
        let blocks = told["blocks"].as_array().unwrap().clone();
        blocks.iter().find(|block| block["block"] == "扩展I").unwrap()["drawn"].as_u64()
    };
    assert_eq!(drawn(&desk), Some(1));
    let sheet = desk.file("表.csv", crate::world::sheet::csv(&rare()));
    desk.run(&["check", &sheet]).ends(0);
    fs::remove_file(desk.data().join("wenzheng.toml")).unwrap();
    assert_eq!(drawn(&desk), Some(0));
    desk.run(&["check", &sheet]).ends(1);
}

#[test]
fn a_face_that_cannot_be_used_is_refused_with_the_reason() {
    let desk = desk();
    let sheet = desk.file("表.csv", crate::world::sheet::csv(&rare()));
    for (file, why) in
        [(LOCKED, "fsType"), (file!(), "TrueType"), ("nowhere.ttf", "fonts.extra 写的文件不在")]
    {
        let file = if file == file!() { desk.file("not.ttf", "no face") } else { file.to_owned() };
        let settings = format!("[fonts]\nextra = '{file}'\n");
        fs::write(desk.data().join("wenzheng.toml"), settings).unwrap();
        for command in [vec!["fonts"], vec!["check", &sheet], vec!["batch", "list"]] {
            let refused = desk.run(&command).ends(3).stderr;
            assert!(refused.contains(why), "{refused}");
        }
    }
}
