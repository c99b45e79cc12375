//! 报送回执: given to the office that reported, verified at every door, and never a certificate.

use crate::world::cli::Desk;
use crate::world::sheet::{csv, person, row, rows, with};
use crate::world::web::Browser;
use crate::world::{
    MORNING, RUIAN, World, YUEQING, actor, certificate, clerk, code, each_engine, issuer,
    on_sqlite, refusal, reviewer, text, visitor,
};
use sqlx::Connection as _;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::digest::Digest;
use wenzheng::model::office::Role;
use wenzheng::model::receipt::{Answer, ReceiptVerdict, ReceiptVerification};
use wenzheng::model::verdict::{Reason, Verdict};
use wenzheng::model::way::Way;
use wenzheng::print;
use wenzheng::registry::public::verify::{Given, Judged, verify_alone};
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Published, Refusal, Registry};

/// Three good rows and one that is held back.
fn sheet() -> Vec<u8> {
    let mut all = rows(1..=3);
    all.push(with(row(&person(4)), "资格名称", "助工"));
    csv(&all)
}

async fn reported(world: &World) -> BatchId {
    world.import(RUIAN, sheet()).await.unwrap().batch.unwrap()
}

/// The receipt's PDF and the address in its code.
async fn given(world: &World, id: BatchId) -> (Vec<u8>, String) {
    let pdf = world.registry.receipt(id, &reviewer()).await.unwrap();
    let link = print::read(&pdf).unwrap().qr.unwrap();
    (pdf, link)
}

fn digits(link: &str) -> &str {
    link.rsplit_once("/v/").unwrap().1
}

/// The verdict on a receipt; a certificate is not what the test expected.
async fn verdict(registry: &Registry, given: Given) -> ReceiptVerification {
    match registry.judge(given).await.unwrap() {
        Judged::Receipt(verified) => verified.verification,
        Judged::Certificate(other) => panic!("a certificate: {other:?}"),
    }
}

fn reasons(it: &ReceiptVerification) -> Vec<&Reason> {
    it.checks.iter().map(|check| &check.reason).collect()
}

#[test]
fn a_receipt_tells_what_was_reported_and_holds_at_every_door() {
    each_engine(async |world: &World| {
        let id = reported(world).await;
        let (pdf, link) = given(world, id).await;
        let again = world.registry.receipt(id, &reviewer()).await.unwrap();
        assert!(pdf == again, "the same bytes each time");
        for presented in [Given::Text(link.clone()), Given::of_file(pdf.clone())] {
            let it = verdict(&world.registry, presented).await;
            assert_eq!(it.verdict, ReceiptVerdict::Genuine, "{it:?}");
            let receipt = it.receipt.unwrap();
            assert_eq!((receipt.batch, receipt.office), (id, code(RUIAN)));
            assert_eq!((receipt.accepted, receipt.rejected, receipt.unchanged), (3, 1, 0));
            assert_eq!(receipt.file, Digest::of(&sheet()));
            assert_eq!(receipt.reported_at.rfc3339(), "2026-11-25T01:00:00Z");
        }
        let mut web = Browser::new(&world.registry, 1);
        let page = web.get(&format!("/v/{}", digits(&link))).await;
        assert_eq!(page.header("cache-control"), "no-store");
        let uploaded = web.post_file("/verify/file", &pdf).await.text();
        for page in [page.text(), uploaded] {
            for word in ["<h1>回执属实</h1>", &id.to_string(), "3行", "1行", "瑞安市"] {
                assert!(page.contains(word), "{word} in {page}");
            }
            for somebody in (1..=4).map(person) {
                assert!(!page.contains(&somebody.name) && !page.contains(&somebody.id_number));
            }
            assert!(!page.contains("真实有效"));
        }
        let english = web.get(&format!("/v/{}?lang=en", digits(&link))).await;
        assert!(english.status.as_u16() < 400);
        let token = serde_json::json!({ "token": link }).to_string().into_bytes();
        for answer in [
            web.get(&format!("/api/v1/verify/{}", digits(&link))).await,
            web.post_body("/api/v1/verify", "application/json", token).await,
            web.post_body("/api/v1/verify", "application/pdf", pdf.clone()).await,
        ] {
            let answer = answer.json();
            assert_eq!(
                (&answer["kind"], &answer["verdict"]),
                (&"receipt".into(), &"genuine".into())
            );
            assert_eq!(answer["receipt"]["file"], Digest::of(&sheet()).to_string());
            assert!(answer.get("certificate").is_none(), "{answer}");
        }
    });
}

#[test]
fn the_record_is_asked_each_time() {
    each_engine(async |world: &World| {
        let id = reported(world).await;
        let (pdf, link) = given(world, id).await;
        world.wait(86_400);
        world.registry.return_batch(id, &text("单位有误"), &reviewer()).await.unwrap();
        for presented in [Given::Text(link.clone()), Given::of_file(pdf)] {
            let it = verdict(&world.registry, presented).await;
            assert_eq!(it.verdict, ReceiptVerdict::Returned, "{it:?}");
            assert_eq!(it.returned_on.map(|day| day.to_string()).as_deref(), Some("2026-11-26"));
        }
        let mut web = Browser::new(&world.registry, 1);
        let page = web.get(&format!("/v/{}", digits(&link))).await.text();
        assert!(page.contains("批次已退回") && page.contains("2026年11月26日"), "{page}");
        assert!(!page.contains("单位有误"), "the reason is between the bureau and the office");
        // An issued batch's receipt says what it said.
        let second = reported(world).await;
        let (_, link) = given(world, second).await;
        world.issue_batch(second).await;
        let it = verdict(&world.registry, Given::Text(link)).await;
        assert_eq!(it.verdict, ReceiptVerdict::Genuine);
    });
}

#[test]
fn only_the_office_and_the_bureau_have_it_and_only_once_it_is_reported() {
    each_engine(async |world: &World| {
        let id = reported(world).await;
        let registry = &world.registry;
        registry.receipt(id, &actor("林晓燕", RUIAN, &[Role::Clerk])).await.unwrap();
        let other = actor("周敏", YUEQING, &[Role::Clerk, Role::Reviewer, Role::Issuer]);
        assert_eq!(refusal(registry.receipt(id, &other).await), Refusal::NoSuchBatch(id));
        let nobody = BatchId { year: 2026, serial: 99 };
        let none = refusal(registry.receipt(nobody, &issuer()).await);
        assert_eq!(none, Refusal::NoSuchBatch(nobody));

        let owner = actor("林晓燕", RUIAN, &[Role::Clerk]);
        let upload = Upload { bytes: csv(&rows(7..=8)), office: code(RUIAN), way: Way::Filed };
        let draft = registry.upload(upload, None, &owner).await.unwrap();
        let stage = Stage::Draft;
        let early = Refusal::WrongStage { batch: draft, stage, way: Way::Filed };
        assert_eq!(refusal(registry.receipt(draft, &owner).await), early);
        let hidden = refusal(registry.receipt(draft, &clerk()).await);
        assert_eq!(hidden, Refusal::NoSuchBatch(draft));
        registry.report(draft, &owner).await.unwrap();
        let pdf = registry.receipt(draft, &owner).await.unwrap();
        let it = verdict(registry, Given::of_file(pdf)).await;
        assert_eq!(it.verdict, ReceiptVerdict::Genuine);
    });
}

#[test]
fn a_receipt_is_no_certificate_and_a_certificate_no_receipt() {
    on_sqlite(async |world: &World| {
        let id = reported(world).await;
        let (_, link) = given(world, id).await;
        let registry = &world.registry;
        let number = world.issue_batch(id).await.remove(0);
        // Where a certificate's token is asked for, a receipt's is altered or never ours.
        let taken = registry.verify_token(&link).await.unwrap().verification;
        assert_eq!((taken.verdict, taken.claims), (Verdict::NotGenuine, None));
        for number in [digits(&link), &id.to_string()] {
            let asked = registry.verify_number(number, &person(1).name, &visitor(3)).await;
            assert_eq!(refusal(asked), Refusal::NoMatch);
        }
        let certificates = registry.link(&number).await.unwrap();
        let it = certificate(registry.judge(Given::Text(certificates)).await.unwrap());
        assert_eq!(it.verdict, Verdict::Genuine);
        let of_file = registry.print(&number).await.unwrap();
        let it = certificate(registry.judge(Given::of_file(of_file)).await.unwrap());
        assert_eq!(it.verdict, Verdict::Genuine);
    });
}

#[test]
fn what_was_changed_cut_off_or_signed_elsewhere_is_not_genuine() {
    on_sqlite(async |world: &World| {
        let (pdf, link) = given(world, reported(world).await).await;
        let (registry, digits) = (&world.registry, digits(&link));
        for at in (0..digits.len()).step_by(7) {
            let old = digits.as_bytes()[at];
            let new = char::from(b'0' + (old - b'0' + 1) % 10).to_string();
            let changed = [&digits[..at], &new, &digits[at + 1..]].concat();
            for bad in [changed, digits[..at].to_owned()] {
                match registry.verify_text(&bad).await.unwrap() {
                    Judged::Receipt(it) => {
                        let it = it.verification;
                        assert_eq!((it.verdict, it.receipt), (ReceiptVerdict::NotGenuine, None));
                    }
                    Judged::Certificate(it) => {
                        let (it, bad) = (it.verification, bad.is_empty());
                        let expected = if bad { Verdict::Unreadable } else { Verdict::NotGenuine };
                        assert_eq!((it.verdict, it.claims), (expected, None));
                    }
                }
            }
        }
        // Another registry, with its own keys and the very same batch.
        let elsewhere = World::new(crate::world::Engine::Sqlite).await;
        reported(&elsewhere).await;
        let stranger = verdict(&elsewhere.registry, Given::of_file(pdf.clone())).await;
        assert_eq!(stranger.verdict, ReceiptVerdict::NotGenuine);
        assert!(reasons(&stranger).contains(&&Reason::KeyNotListed), "{stranger:?}");
        elsewhere.registry.close().await;
    });
}

#[test]
fn a_receipt_of_another_file_or_of_other_counts_is_not_on_record() {
    on_sqlite(async |world: &World| {
        let (_, link) = given(world, reported(world).await).await;
        let other = Digest::of(b"another file").to_string();
        for change in
            [format!("file = '{other}'"), "accepted = 300".into(), "office = '330382'".into()]
        {
            let mut db = sqlx::SqliteConnection::connect(&world.database_url()).await.unwrap();
            sqlx::query("CREATE TEMP TABLE kept AS SELECT file, accepted, office FROM batch")
                .execute(&mut db)
                .await
                .unwrap();
            let sql = sqlx::AssertSqlSafe(format!("UPDATE batch SET {change}"));
            sqlx::query(sql).execute(&mut db).await.unwrap();
            let it = verdict(&world.registry, Given::Text(link.clone())).await;
            assert_eq!((it.verdict, &it.receipt), (ReceiptVerdict::NotGenuine, &None), "{change}");
            assert!(reasons(&it).contains(&&Reason::NotOnRecord));
            let back = "UPDATE batch SET (file, accepted, office) = (SELECT file, accepted, office FROM kept)";
            sqlx::query(back).execute(&mut db).await.unwrap();
            db.close().await.unwrap();
        }
        let it = verdict(&world.registry, Given::Text(link)).await;
        assert_eq!(it.verdict, ReceiptVerdict::Genuine);
    });
}

#[test]
fn a_page_painted_over_or_saved_anew_is_noticed() {
    on_sqlite(async |world: &World| {
        let (pdf, _) = given(world, reported(world).await).await;
        let mut document = lopdf::Document::load_mem(&pdf).unwrap();
        let saved = |document: &mut lopdf::Document| {
            let mut bytes = Vec::new();
            document.save_to(&mut bytes).unwrap();
            bytes
        };
        document.version = "1.6".to_owned();
        let resaved = saved(&mut document);
        assert_ne!(resaved, pdf);
        let it = verdict(&world.registry, Given::of_file(resaved)).await;
        assert_eq!(it.verdict, ReceiptVerdict::Genuine, "{it:?}");
        assert!(reasons(&it).contains(&&Reason::DocumentResaved));
        let page = document.get_pages()[&1];
        document
            .add_to_page_content(
                page,
                lopdf::content::Content {
                    operations: vec![
                        lopdf::content::Operation::new(
                            "re",
                            vec![100.into(), 100.into(), 300.into(), 300.into()],
                        ),
                        lopdf::content::Operation::new("f", Vec::new()),
                    ],
                },
            )
            .unwrap();
        let painted = Given::of_file(saved(&mut document));
        let is_good = match world.registry.judge(painted).await.unwrap() {
            Judged::Receipt(it) => it.verification.receipt.is_some(),
            Judged::Certificate(it) => it.verification.claims.is_some(),
        };
        assert!(!is_good);
    });
}

#[test]
fn offline_it_is_signed_and_no_more() {
    on_sqlite(async |world: &World| {
        let (pdf, link) = given(world, reported(world).await).await;
        let trust = world.registry.published(Published::Trust).await.unwrap().bytes;
        for presented in [Given::Text(link), Given::of_file(pdf)] {
            let Answer::Receipt(it) =
                verify_alone(&presented, Some(&trust), MORNING.day()).unwrap()
            else {
                panic!("a certificate")
            };
            assert_eq!(it.verdict, ReceiptVerdict::Signed, "{it:?}");
            assert!(it.receipt.is_some() && reasons(&it).contains(&&Reason::NoRegistry));
            let Answer::Receipt(it) = verify_alone(&presented, None, MORNING.day()).unwrap() else {
                panic!("a certificate")
            };
            assert_eq!((it.verdict, it.receipt), (ReceiptVerdict::Unchecked, None));
        }
    });
}

#[test]
fn the_office_downloads_it_at_the_desk() {
    on_sqlite(async |world: &World| {
        let id = reported(world).await;
        let mut browsers = Vec::new();
        for (who, office) in [("林晓燕", RUIAN), ("周敏", YUEQING)] {
            let (_, token) =
                world.registry.make_token(&code(office), &text(who), &issuer()).await.unwrap();
            let mut browser = Browser::new(&world.registry, 9);
            browser.post("/sign-in", &[("token", &token)]).await;
            browsers.push(browser);
        }
        let path = format!("/desk/batches/{id}/receipt.pdf");
        let own = browsers[0].get(&path).await;
        assert_eq!(own.header("content-type"), "application/pdf");
        assert_eq!(own.header("cache-control"), "no-store");
        assert!(own.bytes == given(world, id).await.0);
        assert_eq!(browsers[1].get(&path).await.status.as_u16(), 404);
        let stranger = Browser::new(&world.registry, 8).get(&path).await;
        assert_eq!(stranger.header("location"), "/sign-in");
        assert_eq!(browsers[0].get("/desk/batches/x/receipt.pdf").await.status.as_u16(), 404);
    });
}

#[test]
fn commands_give_it_and_judge_it() {
    let desk = Desk::new();
    let sheet = desk.file("表.csv", csv(&rows(1..=2)));
    let import = ["import", &sheet, "--office", RUIAN, "--json"];
    let id = desk.run(&import).ends(0).json()["batch"].as_str().unwrap().to_owned();
    let pdf = desk.path("回执.pdf");
    let command = ["batch", "receipt", &id, "-o", &pdf, "--json"];
    assert_eq!(desk.run(&command).ends(0).json()["batch"], *id);
    assert_eq!(desk.run(&command).ends(3).json()["error"], "house", "a file that is there");
    let link = print::read(&std::fs::read(&pdf).unwrap()).unwrap().qr.unwrap();
    for what in [&pdf, &link] {
        let answer = desk.run(&["verify", what, "--json"]).ends(0);
        assert_eq!(answer.keys(), ["kind", "verdict", "checks", "receipt", "returned_on"]);
        assert_eq!(answer.json()["verdict"], "genuine");
        assert_eq!(answer.json()["receipt"]["batch"], *id);
    }
    assert!(desk.run(&["verify", &pdf]).ends(0).stdout.starts_with("receipt genuine\n"));
    let trust = desk.data().join("keys/trust.json");
    let offline = ["verify", &link, "--trust", trust.to_str().unwrap(), "--json"];
    assert_eq!(desk.run(&offline).ends(0).json()["verdict"], "signed");
    desk.run(&["batch", "return", &id, "--reason", "退"]).ends(0);
    assert_eq!(desk.run(&["verify", &link, "--json"]).ends(1).json()["verdict"], "returned");
    let none = desk.path("无.pdf");
    desk.run(&["batch", "receipt", "2026-9999", "-o", &none]).ends(1);
    assert!(!std::path::Path::new(&none).exists());
}
