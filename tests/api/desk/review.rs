//! What a second pair of eyes looks at: the people of a batch, and what changed since it was
//! returned; and that whoever looked is in the audit.

use super::{hidden, signed_in};
use crate::world::sheet::{csv, person, row, rows, with};
use crate::world::{
    BUREAU, RUIAN, World, YUEQING, actor, code, each_engine, on_sqlite, refusal, reviewer, text,
};
use axum::http::StatusCode;
use wenzheng::model::batch::BatchId;
use wenzheng::model::draft::Mend;
use wenzheng::model::finding::{Field, RowPlace};
use wenzheng::model::office::{Actor, Role};
use wenzheng::model::way::Way;
use wenzheng::registry::Refusal;
use wenzheng::registry::desk::changes::{Became, Changes};
use wenzheng::registry::upload::import::Upload;

fn clerk() -> Actor {
    actor("林晓燕", RUIAN, &[Role::Clerk])
}

/// A draft of Ruian.
async fn draft(world: &World, file: Vec<u8>, follows: Option<BatchId>) -> BatchId {
    let upload = Upload { bytes: file, office: code(RUIAN), way: Way::Filed };
    world.registry.upload(upload, follows, &clerk()).await.unwrap()
}

/// A batch of Ruian that went back.
async fn returned(world: &World, all: &[Vec<String>]) -> BatchId {
    let id = world.import(RUIAN, csv(all)).await.unwrap().batch.unwrap();
    world.registry.return_batch(id, &text("第2人的单位有误"), &reviewer()).await.unwrap();
    id
}

/// Deeds without the serials: who, verb, subject.
async fn views(world: &World) -> Vec<(String, String, String)> {
    let mut views = Vec::new();
    let chain = world.registry.audit(|deed| {
        if deed.verb.starts_with("view_") {
            views.push((deed.who.clone(), deed.verb.clone(), deed.subject.clone()));
        }
    });
    assert_eq!(chain.await.unwrap().broken, None);
    views
}

/// What became of whom, and the fields that differ.
type Told = (Became, String, Vec<(Field, String, String)>);

fn told(changes: &Changes) -> Vec<Told> {
    let shown = changes.shown.iter().map(|change| {
        let value = |value: &Option<String>| value.clone().unwrap_or_default();
        let fields = change.fields.iter().map(|f| (f.field, value(&f.was), value(&f.is)));
        (change.became, change.name.clone(), fields.collect())
    });
    shown.collect()
}

#[test]
fn what_changed_in_a_batch_that_is_sent_again_is_told_row_by_row() {
    each_engine(async |world: &World| {
        let old = returned(world, &rows(1..=5)).await;
        let mut again = rows(1..=4);
        again[1] = with(row(&person(2)), "现工作单位", "温州市设计集团有限公司");
        again[2] = with(row(&person(3)), "身份证号码", &person(30).id_number);
        again.push(row(&person(6)));
        let id = draft(world, csv(&again), Some(old)).await;
        let changes = world.registry.changes_for(id, 1, &clerk()).await.unwrap();
        let ending = |n: u32| format!("…{}", &person(n).id_number[16..]);
        let name = |n: u32| person(n).name;
        let was = || "瑞安市市政工程有限公司".to_owned();
        let of_the_third = told(&changes)[1].2.clone();
        assert_eq!(of_the_third[0], (Field::IdNumber, ending(3), ending(30)));
        assert_eq!(
            told(&changes),
            [
                (
                    Became::Altered,
                    name(2),
                    vec![(Field::Employer, was(), "温州市设计集团有限公司".into())]
                ),
                (Became::Altered, name(3), of_the_third),
                (Became::Added, name(6), vec![]),
                (Became::LeftOut, name(5), vec![]),
            ]
        );
        let counts = changes.counts;
        assert_eq!((counts.altered, counts.added, counts.left_out, counts.same), (2, 1, 1, 2));
        assert_eq!(changes.returned.reason.as_deref(), Some("第2人的单位有误"));

        // The bureau reads it once it is reported, and another office never.
        let none = Refusal::NoSuchBatch(id);
        assert_eq!(refusal(world.registry.changes_for(id, 1, &reviewer()).await), none);
        world.registry.report(id, &clerk()).await.unwrap();
        let reviewed = world.registry.changes_for(id, 1, &reviewer()).await.unwrap();
        assert_eq!(told(&reviewed), told(&changes));
        let other = actor("周敏", YUEQING, &[Role::Clerk]);
        assert_eq!(refusal(world.registry.changes_for(id, 1, &other).await), none);
    });
}

#[test]
fn a_cell_that_is_mended_is_a_change_too_and_outlives_the_returned_sheet() {
    on_sqlite(async |world: &World| {
        let old = returned(world, &rows(1..=2)).await;
        let id = draft(world, csv(&rows(1..=2)), Some(old)).await;
        let same = world.registry.changes_for(id, 1, &clerk()).await.unwrap();
        assert_eq!((same.counts.changes(), same.counts.same), (0, 2));
        let place = RowPlace { sheet: String::new(), row: 3 };
        let mend =
            Mend { place, column: "D".into(), written: "温州市设计集团有限公司".into() };
        world.registry.mend(id, vec![mend], &clerk()).await.unwrap();
        let mended = world.registry.changes_for(id, 1, &clerk()).await.unwrap();
        assert_eq!((mended.counts.altered, mended.counts.same), (1, 1));
        // The returned one is forgotten while the new one waits.
        world.wait(20 * 86_400);
        world.registry.report(id, &clerk()).await.unwrap();
        world.wait(11 * 86_400);
        assert_eq!(world.registry.forget().await.unwrap(), 1);
        let kept = world.registry.changes_for(id, 1, &reviewer()).await.unwrap();
        assert_eq!(told(&kept), told(&mended));
    });
}

#[test]
fn a_list_that_is_sent_again_is_compared_by_its_names() {
    on_sqlite(async |world: &World| {
        const BUILDING: &str = "3303D17";
        let list = |people: &[(&str, &str)]| {
            let mut list = String::from("序号,姓名,工作单位,系列,资格名称\r\n");
            for (n, (name, employer)) in people.iter().enumerate() {
                list += &format!("{},{name},{employer},工程技术人员,工程师\r\n", n + 1);
            }
            list.into_bytes()
        };
        let by = actor("林晓燕", BUILDING, &[Role::Clerk]);
        let send = async |bytes, follows| {
            let upload = Upload { bytes, office: code(BUILDING), way: Way::Reviewed };
            let id = world.registry.upload(upload, follows, &by).await.unwrap();
            world.registry.report(id, &by).await.unwrap();
            id
        };
        let (one, two) = ("温州市一建有限公司", "温州市二建有限公司");
        let old = send(list(&[("陈伟", one), ("林静", one), ("黄志强", one)]), None).await;
        world.registry.return_batch(old, &text("单位有误"), &reviewer()).await.unwrap();
        let again = list(&[("林静", two), ("陈伟", one), ("叶若曦", one)]);
        let id = send(again, Some(old)).await;
        let changes = world.registry.changes_for(id, 1, &reviewer()).await.unwrap();
        let employer = vec![(Field::Employer, one.to_owned(), two.to_owned())];
        assert_eq!(
            told(&changes),
            [
                (Became::Altered, "林静".to_owned(), employer),
                (Became::Added, "叶若曦".to_owned(), vec![]),
                (Became::LeftOut, "黄志强".to_owned(), vec![]),
            ]
        );
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let page = bureau.get(&format!("/desk/batches/{id}/rows")).await.text();
        assert!(page.contains("<h1>名单，3人</h1>") && page.contains("叶若曦"), "{page}");
    });
}

#[test]
fn thousands_of_changes_are_counted_and_come_fifty_at_a_time() {
    on_sqlite(async |world: &World| {
        let old = returned(world, &rows(1..=1_020)).await;
        let moved = |n| with(row(&person(n)), "现工作单位", "温州市设计集团有限公司");
        let again: Vec<_> = (1..=1_020).map(moved).collect();
        let id = draft(world, csv(&again), Some(old)).await;
        world.registry.report(id, &clerk()).await.unwrap();
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let batch = bureau.get(&format!("/desk/batches/{id}")).await.text();
        assert!(batch.contains(">退回后改了1,020行</a>"), "{batch}");
        let first = bureau.get(&format!("/desk/batches/{id}/changes")).await.text();
        assert!(first.contains("第2人的单位有误") && first.contains("1–50，共1,020"), "{first}");
        assert_eq!(first.matches("<code").count(), 100);
        let last = bureau.get(&format!("/desk/batches/{id}/changes?page=21")).await.text();
        assert!(last.contains("1,001–1,020") && !last.contains("page=22"), "{last}");
        let behind = bureau.get(&format!("/desk/batches/{id}/changes?page=22")).await;
        assert_eq!(behind.status, StatusCode::NOT_FOUND);
        let none = bureau.get(&format!("/desk/batches/{old}/changes")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_people_of_a_batch_come_fifty_at_a_time_and_show_two_characters_of_a_number() {
    each_engine(async |world: &World| {
        let mut all = rows(1..=120);
        all[59] = with(row(&person(60)), "现工作单位", "");
        let id = world.import(RUIAN, csv(&all)).await.unwrap().batch.unwrap();
        let rows = format!("/desk/batches/{id}/rows");
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let batch = bureau.get(&format!("/desk/batches/{id}")).await.text();
        assert!(batch.contains(&format!("<a href=\"{rows}\">名单，120人</a>")), "{batch}");
        for reader in [&mut bureau, &mut clerk] {
            let first = reader.get(&rows).await;
            assert_eq!(first.header("cache-control"), "no-store");
            let first = first.text();
            assert!(first.contains("1–50，共120") && first.contains("?from=51"), "{first}");
            for n in [1, 50] {
                let person = person(n);
                assert!(first.contains(&format!(">{}</span>", person.name)));
                assert!(first.contains(&format!("居民身份证…{}", &person.id_number[16..])));
                assert!(!first.contains(&person.id_number[15..]), "three characters");
            }
            assert!(first.contains("瑞人社〔2024〕18号") && first.contains("2024年6月30日"));
        }
        let second = bureau.get(&format!("{rows}?from=51")).await.text();
        let of = |n: u32| {
            let (_, row) = second.split_once(&format!("<tr><td>{n}</td>")).unwrap();
            row.split_once("</tr>").unwrap().0.to_owned()
        };
        assert!(of(60).contains("mark-warning") && !of(59).contains("mark-warning"), "{}", of(60));
        // Of one who has a namesake nothing is said that repeats a number.
        assert!(of(80).contains("mark-warning\">证件号码，"), "{}", of(80));
        let last = bureau.get(&format!("{rows}?from=101")).await.text();
        assert!(last.contains("101–120") && !last.contains("?from=121"));
        let mut other = signed_in(world, "周敏", YUEQING).await;
        assert_eq!(other.get(&rows).await.status, StatusCode::NOT_FOUND);
        let draft = draft(world, csv(&self::rows(200..=201)), None).await;
        let of_a_draft = format!("/desk/batches/{draft}/rows");
        assert_eq!(bureau.get(&of_a_draft).await.status, StatusCode::NOT_FOUND);
        assert_eq!(clerk.get(&of_a_draft).await.status, StatusCode::CONFLICT);
    });
}

fn rows_of(id: BatchId) -> String {
    format!("/desk/batches/{id}/rows")
}

#[test]
fn whoever_looks_at_people_is_in_the_audit_once_in_ten_minutes() {
    each_engine(async |world: &World| {
        let id = world.import(RUIAN, csv(&rows(1..=60))).await.unwrap().batch.unwrap();
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let look = async |bureau: &mut crate::world::web::Browser, from: u32| {
            let page = bureau.get(&format!("{}?from={from}", rows_of(id))).await;
            assert_eq!(page.status, StatusCode::OK);
        };
        look(&mut bureau, 1).await;
        look(&mut bureau, 51).await;
        world.wait(599);
        look(&mut bureau, 1).await;
        let one =
            |verb: &str, rows: &str| ("陈立".to_owned(), verb.to_owned(), format!("{id}/{rows}"));
        let twice = [one("view_rows", "1-50"), one("view_rows", "51-60")];
        assert_eq!(views(world).await, twice);
        world.wait(2);
        look(&mut bureau, 1).await;
        assert_eq!(views(world).await[2], one("view_rows", "1-50"));

        // A look is none of the deeds of the batch, and nobody's work begins anew for it.
        let page = bureau.get(&format!("/desk/batches/{id}")).await.text();
        assert!(!page.contains("view_") && page.contains("等您审核"));
        let key = hidden(&page, "form_key");
        assert!(!key.is_empty());
    });
}

#[test]
fn a_clerk_who_reads_findings_or_takes_the_marked_sheet_is_in_the_audit() {
    on_sqlite(async |world: &World| {
        let mut all = rows(1..=2);
        all.push(with(row(&person(3)), "资格名称", "助工"));
        let id = draft(world, csv(&all), None).await;
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        clerk.get(&format!("/desk/batches/{id}/findings")).await;
        clerk.get(&format!("/desk/batches/{id}/findings?kind=fixed")).await;
        clerk.get(&format!("/desk/batches/{id}/annotated.xlsx")).await;
        let own =
            |verb: &str, rows: &str| ("林晓燕".to_owned(), verb.to_owned(), format!("{id}/{rows}"));
        let seen = [own("view_findings", "4-4"), own("view_marked", "all")];
        assert_eq!(views(world).await, seen);
    });
}

#[test]
fn the_command_line_tells_what_changed_and_who_looked() {
    on_sqlite(async |world: &World| {
        let old = returned(world, &rows(1..=3)).await;
        let mut again = rows(1..=3);
        again[1] = with(row(&person(2)), "现工作单位", "温州市设计集团有限公司");
        let id = draft(world, csv(&again), Some(old)).await;
        world.registry.report(id, &clerk()).await.unwrap();
        let id = id.to_string();
        let run = |args: &[&str]| crate::world::cli::run(world.folder(), args);
        let shown = run(&["batch", "show", &id, "--json", "--as", "陈立"]).ends(0).json();
        let changes = &shown["changes"];
        assert_eq!(shown["follows"], old.to_string());
        assert_eq!((&changes["altered"], &changes["same"]), (&1.into(), &2.into()));
        assert_eq!(changes["reason"], "第2人的单位有误");
        let field = &changes["rows"][0]["fields"][0];
        assert_eq!((&field["field"], &field["is"]), (&"employer".into(), &again[1][3][..].into()));
        let behind = run(&["batch", "show", &id, "--page", "2", "--json"]).ends(0).json();
        assert!(behind["changes"].is_null());
        assert!(
            run(&["batch", "show", &old.to_string(), "--json"]).ends(0).json()["changes"].is_null()
        );
        let audit = run(&["audit"]).ends(0).stdout;
        let told = format!("陈立  330300  command_line  查看退回后的改动  批次{id}表格第3行");
        assert!(audit.contains(&told) && audit.contains(&format!("报送  {id}")), "{audit}");
    });
}
