//! Photos at the desk: an office hands them in, and whoever reviews its batch looks at them.

use super::uploads::send;
use super::{hidden, moved, signed_in};
use crate::world::photos::{MAN, WOMAN, archive, named};
use crate::world::sheet::{csv, person, rows};
use crate::world::web::{Answer, Browser};
use crate::world::{BUREAU, RUIAN, World, YUEQING, code, on_sqlite, text};
use axum::http::StatusCode;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::way::Way;
use wenzheng::registry::house::deeds::{Deed, zh};
use wenzheng::registry::upload::import::Upload;

async fn reported(world: &World) -> BatchId {
    world.import(RUIAN, csv(&rows(1..=3))).await.unwrap().batch.unwrap()
}

async fn hand_in(browser: &mut Browser, id: BatchId, file: Option<&[u8]>) -> Answer {
    let address = format!("/desk/batches/{id}/photos");
    let key = hidden(&browser.get(&address).await.text(), "form_key");
    send(browser, &address, &[("form_key", &key)], file).await
}

fn of(n: u32, photo: &'static [u8]) -> (String, &'static [u8]) {
    (named(&person(n).id_number), photo)
}

#[test]
fn a_clerk_is_told_what_was_taken_who_has_none_and_why() {
    on_sqlite(async |world: &World| {
        let id = reported(world).await;
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let page = clerk.get(&format!("/desk/batches/{id}")).await.text();
        assert!(page.contains("/photos\">照片，3人中0人已有</a>"), "{page}");
        let form = clerk.get(&format!("/desk/batches/{id}/photos")).await;
        assert_eq!(form.header("cache-control"), "no-store");
        assert!(form.text().contains("照片（ZIP）") && form.text().contains("accept=\".zip\""));

        let files = [of(1, WOMAN), of(2, b"no picture"), of(9, MAN), ("x.jpg".into(), MAN)];
        let answer = hand_in(&mut clerk, id, Some(&archive(&files))).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page = answer.text();
        assert!(page.contains("<h1>收了1张照片，3个文件没有收</h1>"), "{page}");
        assert!(page.contains("这批3人，1人已有照片，2人还没有。"), "{page}");
        let second = person(2);
        let shown = format!(
            "第2个文件{}…{}.jpg（{}）",
            &second.id_number[..6],
            &second.id_number[16..],
            second.name
        );
        assert!(page.contains(&shown) && page.contains("不是JPEG或PNG图片"), "{shown} {page}");
        assert!(page.contains("这批名单里没有这个证件号码") && page.contains("第4个文件x.jpg"));
        for n in [1, 2, 9] {
            assert!(!page.contains(&person(n).id_number[6..14]), "{page}");
        }
        let english = clerk.get(&format!("/desk/batches/{id}?lang=en")).await.text();
        assert!(english.contains("Photos: 1 of 3 people"), "{english}");

        for (file, said) in [
            (None, "请选择照片的ZIP压缩包"),
            (Some(MAN), "不是ZIP压缩包"),
            (Some(&vec![0; (32 << 20) + 1][..]), "超过32 MB"),
        ] {
            clerk.get(&format!("/desk/batches/{id}/photos?lang=zh")).await;
            let answer = hand_in(&mut clerk, id, file).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.text().contains(said), "{said}: {}", answer.text());
        }
    });
}

#[test]
fn a_reviewer_looks_at_a_photo_and_it_is_written_down() {
    on_sqlite(async |world: &World| {
        let id = reported(world).await;
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        hand_in(&mut clerk, id, Some(&archive(&[of(2, MAN)]))).await;
        let mut reviewer = signed_in(world, "陈建国", BUREAU).await;
        let page = reviewer.get(&format!("/desk/batches/{id}/rows")).await.text();
        let address = format!("/desk/batches/{id}/photos/2?of=1-3");
        assert_eq!(page.matches("<img").count(), 1, "{page}");
        assert!(page.contains(&format!("src=\"{address}\" alt=\"照片\"")), "{page}");
        let photo = reviewer.get(&address).await;
        assert_eq!((photo.status, photo.header("content-type")), (StatusCode::OK, "image/jpeg"));
        assert_eq!(photo.header("cache-control"), "no-store");
        assert!(photo.bytes.starts_with(&[0xFF, 0xD8]));
        for (who, office, at) in
            [("周敏", YUEQING, "2"), ("陈建国", BUREAU, "1"), ("陈建国", BUREAU, "0")]
        {
            let mut other = signed_in(world, who, office).await;
            let answer = other.get(&format!("/desk/batches/{id}/photos/{at}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{office} {at}");
        }
        let seen = [
            deed("林晓燕", "photos", id.to_string()),
            deed("陈建国", "view_rows", format!("{id}/1-3")),
        ];
        assert_eq!(deeds(world, id).await, seen, "the look at the page is the look at its photos");
        // Who looks at one alone has no such page: it is written down, once.
        let alone = format!("/desk/batches/{id}/photos/2");
        for address in [&alone, &alone, &format!("{alone}?of=3-3"), &format!("{alone}?of=1-51")] {
            assert_eq!(clerk.get(address).await.status, StatusCode::OK);
        }
        let once = [deed("林晓燕", "view_photo", format!("{id}/2-2"))];
        assert_eq!(deeds(world, id).await, [&seen[..], &once].concat());
        // Later it is another look, at the page as before.
        world.wait(11 * 60);
        reviewer.get(&address).await;
        reviewer.get(&address).await;
        assert_eq!(deeds(world, id).await, [&seen[..], &once, &seen[1..]].concat());
        let mut said = Vec::new();
        world.registry.audit(|deed| said.push(zh(deed))).await.unwrap();
        assert!(said.contains(&format!("查看照片  批次{id}第2人")), "{said:?}");
        assert!(said.contains(&format!("查看名单  批次{id}第1-3人")), "{said:?}");
    });
}

type Done = (String, String, String);

fn deed(who: &str, verb: &str, subject: impl Into<String>) -> Done {
    (who.to_owned(), verb.to_owned(), subject.into())
}

/// The looks at a batch's people, and its photos.
async fn deeds(world: &World, id: BatchId) -> Vec<Done> {
    let mut done = Vec::new();
    let told = |deed: &Deed| {
        let is_meant = matches!(&*deed.verb, "photos" | "view_photo" | "view_rows");
        if is_meant && deed.subject.starts_with(&id.to_string()) {
            done.push((deed.who.clone(), deed.verb.clone(), deed.subject.clone()));
        }
    };
    world.registry.audit(told).await.unwrap();
    done
}

#[test]
fn who_has_no_photo_any_more_is_told_on_the_page_of_a_batch_that_is_sent_again() {
    on_sqlite(async |world: &World| {
        let id = reported(world).await;
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        hand_in(&mut clerk, id, Some(&archive(&[of(1, WOMAN), of(2, MAN)]))).await;
        let reason = text("证件号码写错");
        world.registry.return_batch(id, &reason, &crate::world::reviewer()).await.unwrap();
        let upload = Upload { bytes: csv(&rows(2..=4)), office: code(RUIAN), way: Way::Filed };
        let watch = std::sync::Arc::new(|_, _| ());
        let by = crate::world::clerk();
        let sent = world.registry.import_watched(upload, Some(id), &by, watch).await.unwrap();
        let again = sent.batch.unwrap();
        let page = clerk.get(&format!("/desk/batches/{again}")).await.text();
        let said = "退回的那批有照片，这批3人中2人没有。证件号码改过的人，照片要重新交。";
        assert!(page.contains(said), "{page}");
        hand_in(&mut clerk, again, Some(&archive(&[of(3, MAN), of(4, MAN)]))).await;
        let page = clerk.get(&format!("/desk/batches/{again}")).await.text();
        assert!(!page.contains("退回的那批有照片"), "{page}");
    });
}

#[test]
fn whoever_saw_other_photos_is_asked_again_before_the_batch_is_accepted() {
    on_sqlite(async |world: &World| {
        let id = reported(world).await;
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let mut reviewer = signed_in(world, "陈建国", BUREAU).await;
        let question = reviewer.get(&format!("/desk/batches/{id}/accept")).await.text();
        let (key, once) = (hidden(&question, "form_key"), hidden(&question, "once"));
        hand_in(&mut clerk, id, Some(&archive(&[of(2, MAN)]))).await;
        let fields = [("form_key", &*key), ("once", &*once)];
        let answer = reviewer.post(&format!("/desk/batches/{id}/accept"), &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(world.registry.show_batch(id).await.unwrap().batch.stage, Stage::Reported);
        moved(&mut reviewer, id, "accept", &[]).await;
        assert_eq!(world.registry.show_batch(id).await.unwrap().batch.stage, Stage::Accepted);
        // From now on the office changes nothing more.
        let answer = clerk.get(&format!("/desk/batches/{id}/photos")).await;
        assert_eq!(answer.header("location"), format!("/desk/batches/{id}"));
    });
}
