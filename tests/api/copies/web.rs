//! The pages: the holder's form and list, the verdict with what a copy is bound to.

use super::PURPOSE;
use crate::world::sheet::{csv, person, rows};
use crate::world::web::{Answer, Browser};
use crate::world::{RUIAN, World, on_sqlite};
use wenzheng::model::number::CertificateNumber;

/// The first person at their certificates.
async fn entered(world: &World) -> (Browser, CertificateNumber) {
    let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
    let mut web = Browser::new(&world.registry, 1);
    enter(&mut web).await;
    (web, number)
}

async fn enter(web: &mut Browser) {
    let person = person(1);
    let form =
        [("name", &*person.name), ("id_type", "resident_id"), ("id_number", &person.id_number)];
    assert_eq!(web.post("/look-up", &form).await.status, 303);
}

async fn make(web: &mut Browser, number: &CertificateNumber, until: &str) -> Answer {
    let form = [("purpose", PURPOSE), ("until", until)];
    web.post(&format!("/mine/{number}/copy"), &form).await
}

/// The codes on the list.
fn codes(page: &str) -> Vec<String> {
    let links = page.split("/copy/").skip(1).map(|rest| rest[..16].to_owned());
    let mut codes: Vec<String> = links.collect();
    codes.dedup();
    codes
}

#[test]
fn a_holder_makes_a_copy_hands_it_out_and_withdraws_it() {
    on_sqlite(async |world: &World| {
        let (mut web, number) = entered(world).await;
        let one = web.get(&format!("/mine/{number}")).await.text();
        assert!(one.contains(&format!("href=\"/mine/{number}/copy\"")), "{one}");
        let list = format!("/mine/{number}/copy");
        let page = web.get(&list).await.text();
        assert!(page.contains("现在没有在用的副本") && page.contains("value=\"2026-12-25\""));
        let made = make(&mut web, &number, "2026-12-31").await;
        assert_eq!((made.status.as_u16(), made.header("location")), (303, &*list));
        let page = web.get(&list).await;
        assert_eq!(page.header("cache-control"), "no-store");
        let page = page.text();
        assert!(page.contains(PURPOSE) && page.contains("用到2026年12月31日"), "{page}");
        let code = codes(&page).remove(0);
        let pdf = web.get(&format!("{list}/{code}")).await;
        assert_eq!(pdf.header("content-type"), "application/pdf");
        assert_eq!(pdf.header("cache-control"), "no-store");
        let named = format!("inline; filename=\"{number}-{code}.pdf\"");
        assert_eq!(pdf.header("content-disposition"), named);

        let mut stranger = Browser::new(&world.registry, 2);
        let verdict = stranger.post_file("/verify/file", &pdf.bytes).await.text();
        for words in [
            "<h1>真实有效</h1>",
            PURPOSE,
            "2026年12月31日",
            "副本用途",
            "以副本所载用途为限",
            "副本开具时间",
        ] {
            assert!(verdict.contains(words), "{words}: {verdict}");
        }
        assert_eq!(stranger.get(&format!("{list}/{code}")).await.status, 403);

        let ask = web.get(&format!("{list}/{code}/withdraw")).await.text();
        assert!(ask.contains("收回这份副本？") && ask.contains(PURPOSE), "{ask}");
        let done = web.post(&format!("{list}/{code}/withdraw"), &[]).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, &*list));
        assert!(!web.get(&list).await.text().contains(PURPOSE));
        let over = web.get(&format!("{list}/{code}")).await;
        assert!(over.status == 410 && over.text().contains("这份副本已到期或已收回"));
        let again = web.get(&format!("{list}/{code}/withdraw")).await;
        assert_eq!((again.status.as_u16(), again.header("location")), (303, &*list));
        let verdict = stranger.post_file("/verify/file", &pdf.bytes).await.text();
        assert!(verdict.contains("<h1>副本已过期</h1>") && verdict.contains("Copy expired"));
        assert!(verdict.contains(&format!("只供{PURPOSE}，2026年11月25日已由持证人收回。")));
    });
}

#[test]
fn a_scan_tells_what_the_copy_is_for_in_both_languages_and_as_json() {
    on_sqlite(async |world: &World| {
        let (mut web, number) = entered(world).await;
        make(&mut web, &number, "2026-11-25").await;
        let list = format!("/mine/{number}/copy");
        let code = codes(&web.get(&list).await.text()).remove(0);
        let link = world.registry.link(&number).await.unwrap();
        let token = link.rsplit_once('/').unwrap().1;
        let mut stranger = Browser::new(&world.registry, 2);
        let page = stranger.get(&format!("/v/{token}/{code}")).await;
        for (name, value) in [("cache-control", "no-store"), ("referrer-policy", "no-referrer")] {
            assert_eq!(page.header(name), value);
        }
        assert!(page.text().contains("<h1>真实有效</h1>") && page.text().contains(PURPOSE));
        let page = stranger.get(&format!("/v/{token}/{code}?lang=en")).await.text();
        for words in ["Genuine and in force", "Copy made for", PURPOSE, "purpose stated on it"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let json = stranger.get(&format!("/api/v1/verify/{token}/{code}")).await.json();
        assert_eq!(json["verdict"], "genuine");
        assert_eq!(json["copy"]["purpose"], PURPOSE);
        assert_eq!(json["copy"]["until"], "2026-11-25");
        assert_eq!(json["copy"]["made_at"], "2026-11-25T01:00:00Z");
        assert_eq!(json["checks"][6]["name"], "copy");
        let body = format!("{{\"token\":\"https://zs.example.org/v/{token}/{code}\"}}");
        let posted = stranger.post_body("/api/v1/verify", "application/json", body.into()).await;
        assert_eq!(posted.json()["copy"], json["copy"]);
        let own = stranger.get(&format!("/api/v1/verify/{token}")).await.json();
        assert_eq!((own["copy"].is_null(), own["checks"][6].is_null()), (true, true));
        world.wait(86_400);
        let page = stranger.get(&format!("/v/{token}/{code}?lang=en")).await.text();
        assert!(page.contains("<h1>Copy expired</h1>") && page.contains("副本已过期"), "{page}");
        assert!(page.contains("It ended on 25 November 2026."), "{page}");
        let page = stranger.get(&format!("/v/{token}/{code}?lang=zh")).await.text();
        assert!(page.contains(&format!("只供{PURPOSE}，2026年11月25日到期。")), "{page}");
        let page = stranger.get(&format!("/v/{token}/0000000000000000")).await.text();
        assert!(page.contains("<h1>不真实，无效</h1>") && page.contains("没有登记过这份副本"));
        assert!(!page.contains(&person(1).name));
        // Whatever stands there instead of a code is no copy of ours, and never the certificate.
        for escaped in [format!("%3F{code}"), "%23".into(), "%2F".into(), format!("%20{code}")] {
            for address in
                [format!("/v/{token}/{escaped}"), format!("/api/v1/verify/{token}/{escaped}")]
            {
                let page = stranger.get(&address).await.text();
                assert!(page.contains("不真实，无效") || page.contains("not_genuine"), "{address}");
            }
        }
    });
}

#[test]
fn what_cannot_be_is_said_beside_its_field_and_kept_in_the_form() {
    on_sqlite(async |world: &World| {
        let (mut web, number) = entered(world).await;
        let list = format!("/mine/{number}/copy");
        let form = [("purpose", "职<b>"), ("until", "2027-02-24")];
        let answer = web.post(&list, &form).await;
        assert_eq!(answer.status, 400);
        let page = answer.text();
        assert!(page.contains("有1处要改") && page.contains("副本最多用90天"), "{page}");
        assert!(page.contains("职&#60;b&#62;") && page.contains("value=\"2027-02-24\""), "{page}");
        let form = [("purpose", "330302198506152047"), ("until", "")];
        let page = web.post(&list, &form).await.text();
        assert!(page.contains("有2处要改") && page.contains("href=\"#purpose\""), "{page}");
        let page = web.post(&list, &[]).await.text();
        assert!(page.contains("请写明用途"), "{page}");
        for _ in 0..3 {
            assert_eq!(make(&mut web, &number, "2026-12-01").await.status, 303);
        }
        let page = web.get(&list).await.text();
        assert!(page.contains("已有3份副本在用") && !page.contains("name=\"purpose\""), "{page}");
        let fourth = make(&mut web, &number, "2026-12-01").await;
        assert_eq!(fourth.status, 409);
        assert!(fourth.text().contains("先收回一份"));
    });
}
