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

#[test]
fn nothing_is_accepted_while_a_photo_was_not_taken() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=2)));
    let photos = desk.file("photos.zip", archive(&[of(1, WOMAN), of(2, b"no picture")]));
    let import = ["import", &sheet, "--office", RUIAN, "--photos", &photos, "--accept", "--issue"];
    let told = desk.run(&import).ends(1);
    let id = batch(&desk);
    let next = format!(
        "照片没有收齐，未核准。请改好没有收的照片，用wenzheng batch photos {id} F.zip再交，然后wenzheng batch accept {id}核准。"
    );
    assert!(told.stdout.contains(&next) && told.stdout.contains("签发0份"), "{told:?}");
    let again = desk.run(&[&import[..], &["--json"]].concat()).ends(1).json();
    assert_eq!((&again["stage"], &again["issued"]), (&json!("reported"), &json!(0)));
    assert_eq!(again["not_accepted"]["message"], next);

    let whole = desk.file("whole.zip", archive(&[of(2, MAN)]));
    let import = ["import", &sheet, "--office", RUIAN, "--photos", &whole, "--accept", "--issue"];
    let done = desk.run(&[&import[..], &["--json"]].concat()).ends(0).json();
    assert_eq!((&done["stage"], &done["issued"]), (&json!("issued"), &json!(2)));
    assert_eq!(done["not_accepted"], json!(null));
}

/// The one batch of a desk.
fn batch(desk: &Desk) -> String {
    let listed = desk.run(&["batch", "list", "--json"]).ends(0).json();
    let batches = listed["batches"].as_array().unwrap();
    assert_eq!(batches.len(), 1);
    batches[0]["batch"].as_str().unwrap().to_owned()
}

#[test]
fn an_archive_that_cannot_be_read_stops_the_import_before_it_begins() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=1)));
    let missing = desk.path("missing.zip");
    let import = ["import", &sheet, "--office", RUIAN, "--photos", &missing];
    let told = desk.run(&import).ends(3);
    assert!(told.stderr.contains("没有这个文件或文件夹"), "{told:?}");
    assert!(!desk.data().exists(), "nothing was taken in");
}

#[test]
fn an_archive_that_is_refused_leaves_the_import_told() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=1)));
    let picture = desk.file("a.jpg", MAN);
    let import = ["import", &sheet, "--office", RUIAN, "--photos", &picture, "--accept"];
    let told = desk.run(&import).ends(1);
    let id = batch(&desk);
    for said in [
        format!("批次{id} 已报送：1行，新收1行"),
        "照片没有收：这个文件不是ZIP压缩包。".into(),
        format!("照片没有收齐，未核准。请改好没有收的照片，用wenzheng batch photos {id} F.zip"),
    ] {
        assert!(told.stdout.contains(&said), "{said} {told:?}");
    }
    let again = desk.run(&[&import[..6], &["--json"]].concat()).ends(1).json();
    assert_eq!((&again["batch"], &again["stage"]), (&json!(id), &json!("reported")));
    assert_eq!(again["photos"]["error"], "format_unknown");
    let only = desk.run(&import[..6]).ends(1);
    let next = format!("请改好后，用wenzheng batch photos {id} F.zip再交。");
    assert!(only.stdout.contains(&next), "{only:?}");
}

#[test]
fn who_has_no_photo_any_more_is_told_when_a_batch_is_sent_again() {
    let desk = Desk::new();
    let sheet = desk.file("a.csv", csv(&rows(1..=2)));
    let photos = desk.file("photos.zip", archive(&[of(1, WOMAN), of(2, MAN)]));
    desk.run(&["import", &sheet, "--office", RUIAN, "--photos", &photos]).ends(0);
    let id = batch(&desk);
    desk.run(&["batch", "return", &id, "--reason", "证件号码写错", "--as", "陈建国"]).ends(0);
    let mended = desk.file("b.csv", csv(&rows(2..=3)));
    let again = ["import", &mended, "--office", RUIAN, "--follows", &id];
    let told = desk.run(&again).ends(0);
    let said = "退回的那批有照片，这批2人中1人没有。证件号码改过的人，照片要重新交：wenzheng batch photos ";
    assert!(told.stdout.contains(said), "{told:?}");
    // Photos that come with it say it themselves.
    let third = desk.file("third.zip", archive(&[of(3, MAN)]));
    let told = desk.run(&[&again[..], &["--photos", &third]].concat()).ends(0);
    assert!(!told.stdout.contains("退回的那批有照片"), "{told:?}");
}
