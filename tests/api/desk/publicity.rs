//! A reviewed list at the desk and on the public board: posted, objected to, announced.

use super::{asked, hidden, moved, signed_in};
use crate::world::sheet::person;
use crate::world::web::Browser;
use crate::world::{BUREAU, World, clerk, code, each_engine, on_sqlite};
use axum::http::StatusCode;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::way::Way;
use wenzheng::registry::upload::import::Upload;

const BUILDING: &str = "3303D17";
const DAY: i64 = 86_400;

async fn listed(world: &World) -> BatchId {
    let mut text = String::from("姓名,工作单位,系列,资格名称\r\n");
    for n in 1..=2 {
        text += &format!("{},瑞安市市政工程有限公司,工程技术人员,工程师\r\n", person(n).name);
    }
    let upload = Upload { bytes: text.into_bytes(), office: code(BUILDING), way: Way::Reviewed };
    world.registry.import(upload, &clerk()).await.unwrap().batch.unwrap()
}

async fn stage(world: &World, id: BatchId) -> Stage {
    world.registry.show_batch(id).await.unwrap().batch.stage
}

#[test]
fn the_bureau_posts_hears_an_objection_and_announces() {
    each_engine(async |world: &World| {
        let id = listed(world).await;
        let mut bureau = signed_in(world, "周敏", BUREAU).await;
        let page = format!("/desk/batches/{id}");
        assert!(bureau.get(&page).await.text().contains(&format!("href=\"{page}/post\"")));
        // Today is 2026-11-25, a Wednesday: eight days hold five that are worked.
        let form = bureau.get(&format!("{page}/post")).await.text();
        assert!(form.contains("value=\"2026-11-25\"") && form.contains("value=\"2026-12-02\""));
        let short = [("from", "2026-11-25"), ("until", "2026-12-01")];
        let answer = asked(&mut bureau, id, "post", &short).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let said = answer.text();
        assert!(said.contains("最早到2026年12月2日") && said.contains("aria-invalid"), "{said}");
        let blank = asked(&mut bureau, id, "post", &[("from", ""), ("until", "x")]).await.text();
        assert!(blank.contains("有2处要改"), "{blank}");
        let days = [("from", "2026-11-25"), ("until", "2026-12-02")];
        moved(&mut bureau, id, "post", &days).await;
        assert_eq!(stage(world, id).await, Stage::Posted);
        assert!(bureau.get(&page).await.text().contains("最早2026年12月3日可以公布"));

        let mut anybody = Browser::new(&world.registry, 77);
        assert!(anybody.get("/posts").await.text().contains(&format!("/posts/{id}")));
        let board = anybody.get(&format!("/posts/{id}")).await;
        assert_eq!(board.header("cache-control"), "no-store");
        let board = board.text();
        assert!(board.contains(&person(2).name) && board.contains("公示到2026年12月2日"));

        let objections = format!("{page}/objections");
        let form = bureau.get(&format!("{objections}/new")).await.text();
        let key = hidden(&form, "form_key");
        let says = [("form_key", &*key), ("says", "第2人材料不实"), ("received", "2026-11-25")];
        let sent = bureau.post(&format!("{objections}/new"), &says).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, &*objections));
        world.wait(8 * DAY);
        // Half a day at the desk is over: signed in again.
        let mut bureau = signed_in(world, "周敏", BUREAU).await;
        assert!(bureau.get(&page).await.text().contains("有异议没有处理完"));
        let list = bureau.get(&objections).await.text();
        let (_, rest) = list.split_once(&format!("{objections}/")).unwrap();
        let settle = format!("{objections}/{}", rest.split('"').next().unwrap());
        let key = hidden(&bureau.get(&settle).await.text(), "form_key");
        let outcome = [("form_key", &*key), ("outcome", "属实"), ("strike", "9")];
        assert!(bureau.post(&settle, &outcome).await.text().contains("没有这个序号"));
        let outcome = [("form_key", &*key), ("outcome", "属实"), ("strike", "2")];
        assert_eq!(bureau.post(&settle, &outcome).await.status, StatusCode::SEE_OTHER);

        let told = [("document", "温人社发〔2026〕99号"), ("on", "2026-12-02")];
        let early = asked(&mut bureau, id, "announce", &told).await;
        assert!(early.text().contains("最早2026年12月3日可以公布"));
        let told = [("document", "温人社发〔2026〕99号"), ("on", "2026-12-03")];
        moved(&mut bureau, id, "announce", &told).await;
        assert_eq!(stage(world, id).await, Stage::Announced);
        let gone = anybody.get(&format!("/posts/{id}")).await;
        assert_eq!(gone.status, StatusCode::GONE);
        let gone = gone.text();
        assert!(gone.contains("公示已结束，名单已撤下") && !gone.contains(&person(1).name));
        assert!(anybody.get("/posts").await.text().contains("现在没有公示"));
    });
}

#[test]
fn nobody_but_the_bureau_posts_or_hears_objections() {
    on_sqlite(async |world: &World| {
        let id = listed(world).await;
        let mut office = signed_in(world, "林晓燕", BUILDING).await;
        let page = format!("/desk/batches/{id}");
        for step in ["post", "announce"] {
            let answer = office.get(&format!("{page}/{step}")).await;
            assert_eq!(answer.header("location"), page, "{step}");
        }
        assert_eq!(office.get(&format!("{page}/objections")).await.status, StatusCode::FORBIDDEN);
        let mut other = signed_in(world, "陈立", "330381").await;
        for step in ["", "/post", "/announce", "/objections"] {
            let answer = other.get(&format!("{page}{step}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{step}");
        }
        let mut anybody = Browser::new(&world.registry, 78);
        assert_eq!(anybody.get(&format!("/posts/{id}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(anybody.get("/posts/2026-9999").await.status, StatusCode::NOT_FOUND);
        assert_eq!(anybody.get("/posts/nonsense").await.status, StatusCode::NOT_FOUND);
    });
}
