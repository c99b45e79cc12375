//! `batch photos`, and `import --photos`.

use crate::world::RUIAN;
use crate::world::cli::Desk;
use crate::world::photos::{MAN, WOMAN, archive, named};
use crate::world::sheet::{csv, person, rows};
use serde_json::json;
use wenzheng::print::read;

fn of(n: u32, photo: &'static [u8]) -> (String, &'static [u8]) {
    (named(&person(n).id_number), photo)
}

#[test]
fn photos_come_with_the_sheet_or_behind_it() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=3)));
    let first = desk.file("first.zip", archive(&[of(1, WOMAN), of(9, MAN), of(2, b"no picture")]));
    let import = ["import", &sheet, "--office", RUIAN, "--photos", &first, "--json"];
    let answer = desk.run(&import).ends(1).json();
    let photos = &answer["photos"];
    assert_eq!(
        (&photos["taken"], &photos["people"], &photos["with_photo"]),
        (&json!(1), &json!(3), &json!(1))
    );
    let left: Vec<_> = photos["not_taken"].as_array().unwrap().iter().collect();
    let codes: Vec<_> =
        left.iter().map(|one| (&one["file"], &one["code"], &one["person"])).collect();
    let name = json!(person(2).name);
    assert_eq!(
        codes,
        [
            (&json!(2), &json!("photo_of_nobody"), &json!(null)),
            (&json!(3), &json!("photo_format"), &name),
        ]
    );
    let id = answer["batch"].as_str().unwrap();

    let second = desk.file("second.zip", archive(&[of(2, MAN)]));
    let answer = desk.run(&["batch", "photos", id, &second, "--json"]).ends(0);
    assert_eq!(answer.keys(), ["taken", "people", "with_photo", "not_taken", "batch"]);
    assert_eq!(answer.json()["with_photo"], 2);
    let again = desk.run(&["batch", "photos", id, &first]).ends(1);
    let told = "照片：收1张，2个文件没有收；3人中2人已有照片，1人没有。";
    assert!(again.stdout.contains(told), "{again:?}");
    assert!(again.stdout.contains(&format!("（{}）  不是JPEG", person(2).name)), "{again:?}");
    for n in [1, 2, 9] {
        assert!(!again.stdout.contains(&person(n).id_number[6..14]), "{again:?}");
    }

    desk.run(&["batch", "accept", id, "--as", "陈建国"]).ends(0);
    let late = desk.run(&["batch", "photos", id, &second, "--json"]).ends(1).json();
    assert_eq!(late["error"], "wrong_stage");
    let issued = desk.run(&["batch", "issue", id, "--as", "王海燕", "--json"]).ends(0).json();
    let numbers: Vec<_> = issued["numbers"].as_array().unwrap().iter().collect();
    let shown = numbers.iter().map(|number| {
        let pdf = desk.print(number.as_str().unwrap());
        assert_eq!(desk.verdict(&pdf, 0), "genuine");
        read(&std::fs::read(pdf).unwrap()).unwrap().photo.is_some()
    });
    assert_eq!(shown.collect::<Vec<_>>(), [true, true, false]);
}

#[test]
fn what_is_no_archive_ends_as_a_file_that_cannot_be_read() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=1)));
    let id = desk.run(&["import", &sheet, "--office", RUIAN, "--json"]).ends(0).json();
    let id = id["batch"].as_str().unwrap();
    let picture = desk.file("a.jpg", MAN);
    let answer = desk.run(&["batch", "photos", id, &picture, "--json"]).ends(3).json();
    assert_eq!(answer["error"], "format_unknown");
}
