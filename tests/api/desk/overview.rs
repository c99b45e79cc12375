//! The bureau's overview: a story of three offices over two years, who may read it, its page and
//! its workbook.

use super::signed_in;
use crate::world::cli::Desk;
use crate::world::sheet::{csv, person, row, rows, with};
use crate::world::{
    BUREAU, RUIAN, World, YUEQING, actor, clerk, code, each_engine, issuer, on_sqlite, refusal,
    reviewer, text,
};
use calamine::{Data, Reader as _, Xlsx};
use std::io::Cursor;
use wenzheng::model::batch::{BatchId, Move};
use wenzheng::model::catalogue::Level;
use wenzheng::model::office::Role;
use wenzheng::model::way::Way;
use wenzheng::registry::Refusal;
use wenzheng::registry::desk::overview::{Overview, Sum};
use wenzheng::registry::road::publicity::{Announcement, Window};
use wenzheng::registry::upload::import::Upload;

const DAY: i64 = 86_400;
/// A department that reviews engineers.
const BUILDERS: &str = "3303D17";
/// The pass list of the story.
const LIST: &str = "姓名,工作单位,系列,专业,资格名称\r\n王莉,温州市城市规划设计院,工程技术人员,建筑设计,工程师\r\n";

/// A pass list, reported, posted from today.
async fn posted(world: &World, list: &str) -> BatchId {
    let upload =
        Upload { bytes: list.as_bytes().to_vec(), office: code(BUILDERS), way: Way::Reviewed };
    let imported = world.registry.import(upload, &clerk()).await.unwrap();
    let id = imported.batch.unwrap_or_else(|| panic!("{:?}", imported.findings));
    let window = Window { from: world.today(), until: world.today().plus_days(10) };
    world.registry.post(id, window, &issuer()).await.unwrap();
    id
}

async fn announce(world: &World, id: BatchId) {
    let told =
        Announcement { document_number: text("温人社发〔2026〕3号"), on: world.today() };
    world.registry.announce(id, &told, &issuer()).await.unwrap();
}

/// In 2026 Ruian and Yueqing report, in 2027 Ruian alone: one batch is issued, one returned, one
/// waits, with rows held back; the builders' list was announced and nothing followed.
async fn two_years(world: &World) -> [BatchId; 2] {
    world.issue(RUIAN, csv(&rows(1..=3))).await;
    world.import(YUEQING, csv(&rows(10..=14))).await.unwrap();
    world.wait(60 * DAY); // 24 January 2027
    world.issue(RUIAN, csv(&rows(20..=21))).await;
    let back = world.import(RUIAN, csv(&rows(30..=30))).await.unwrap().batch.unwrap();
    world.registry.return_batch(back, &text("退"), &reviewer()).await.unwrap();
    let mut bad = rows(40..=43);
    bad[1] = with(row(&person(41)), "资格名称", "高级工程师");
    bad[2] = with(row(&person(42)), "身份证号码", "");
    bad[3] = with(with(row(&person(43)), "身份证号码", ""), "性别", "不明");
    let waits = world.import(RUIAN, csv(&bad)).await.unwrap();
    assert_eq!((waits.tally.accepted, waits.tally.rejected), (1, 3), "{:?}", waits.findings);
    let late = posted(world, LIST).await;
    world.wait(11 * DAY);
    announce(world, late).await;
    [waits.batch.unwrap(), late]
}

async fn overview(world: &World, year: i16) -> Overview {
    world.registry.overview(year, &reviewer()).await.unwrap()
}

#[test]
fn a_year_tells_what_came_who_is_silent_and_why_rows_were_held_back() {
    each_engine(async |world: &World| {
        assert!(overview(world, 2026).await.is_empty());
        let [waits, late] = two_years(world).await;
        let year = overview(world, 2027).await;
        let offices: Vec<&str> = year.offices.iter().map(|one| one.office.code.as_str()).collect();
        assert_eq!(offices, [RUIAN, BUILDERS]);
        let ruian = &year.offices[0];
        assert_eq!(ruian.office.name, "瑞安市人力资源和社会保障局");
        assert_eq!(ruian.reported, Sum { batches: 2, rows: 3 });
        assert_eq!(ruian.returned, Sum { batches: 1, rows: 1 });
        assert_eq!(ruian.issued, Sum { batches: 1, rows: 2 });
        assert_eq!((ruian.rejected, ruian.certificates), (3, 2));
        assert_eq!(ruian.last_report.unwrap().to_string(), "2027-01-24");
        assert_eq!(year.reported(), Sum { batches: 3, rows: 4 });

        let granted = &year.certificates;
        assert_eq!((granted.len(), granted[0].certificates), (1, 2));
        assert_eq!(granted[0].series, text("工程技术人员"));
        assert_eq!(granted[0].level, Level::JuniorAssistant);
        let reasons: Vec<(&str, u64)> =
            year.rejections.iter().map(|one| (&*one.code, one.rows)).collect();
        assert_eq!(reasons, [("cell_blank", 2), ("sex_unknown", 1), ("title_senior", 1)]);

        let silent: Vec<_> =
            year.silent.iter().map(|one| (one.office.code.as_str(), one.rows)).collect();
        assert_eq!(silent, [(YUEQING, 5)]);
        let waiting: Vec<_> =
            year.waiting.iter().map(|one| (one.step, one.office.code.as_str())).collect();
        assert_eq!(waiting, [(Move::Accept, YUEQING), (Move::Accept, RUIAN)]);
        assert_eq!((year.waiting[1].batch, year.waiting[1].rows), (waits, 1));
        assert_eq!(year.waiting[1].since.to_string(), "2027-01-24");
        assert_eq!(year.late, []);

        world.wait(15 * DAY); // the last day on which the sheet is in time
        assert_eq!(overview(world, 2027).await.late, []);
        world.wait(DAY);
        let year = overview(world, 2027).await;
        assert_eq!((year.late.len(), year.late[0].batch, year.late[0].days), (1, late, 16));
        assert_eq!(year.late_offices(), 1);

        let before = overview(world, 2026).await;
        assert_eq!(before.reported(), Sum { batches: 2, rows: 8 });
        assert_eq!((before.silent.len(), before.rejections.len()), (0, 0));
    });
}

#[test]
fn a_post_is_told_three_days_before_it_ends_and_waits_from_the_day_after() {
    on_sqlite(async |world: &World| {
        let id = posted(world, LIST).await;
        assert_eq!(overview(world, 2026).await.ending, []);
        world.wait(7 * DAY);
        let soon = overview(world, 2026).await;
        assert_eq!((soon.ending.len(), soon.ending[0].batch), (1, id));
        assert!(soon.waiting.is_empty());
        world.wait(4 * DAY);
        let ended = overview(world, 2026).await;
        assert_eq!((ended.ending.len(), ended.waiting.len()), (0, 1));
        assert_eq!(
            (ended.waiting[0].step, ended.waiting[0].since),
            (Move::Announce, world.today())
        );
    });
}

#[test]
fn drafts_are_their_offices_own() {
    on_sqlite(async |world: &World| {
        let upload = Upload { bytes: csv(&rows(1..=2)), office: code(RUIAN), way: Way::Filed };
        let who = actor("林晓燕", RUIAN, &[Role::Clerk]);
        let draft = world.registry.upload(upload, None, &who).await.unwrap();
        assert!(overview(world, 2026).await.is_empty());
        world.registry.report(draft, &who).await.unwrap();
        assert_eq!(overview(world, 2026).await.reported(), Sum { batches: 1, rows: 2 });
    });
}

#[test]
fn only_the_bureau_reads_it() {
    on_sqlite(async |world: &World| {
        let all = [Role::Clerk, Role::Reviewer, Role::Issuer];
        let office = actor("林晓燕", RUIAN, &all);
        let refused = refusal(world.registry.overview(2026, &office).await);
        assert_eq!(refused, Refusal::NotAllowed);
        let mut ruian = signed_in(world, "林晓燕", RUIAN).await;
        for page in ["/desk/overview", "/desk/overview.xlsx", "/desk/overview?year=2025"] {
            assert_eq!(ruian.get(page).await.status.as_u16(), 403, "{page}");
        }
        assert!(!ruian.get("/desk").await.text().contains("/desk/overview"));
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        assert!(bureau.get("/desk").await.text().contains("href=\"/desk/overview\""));
        let page = bureau.get("/desk/overview").await;
        assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, "no-store"));
        bureau.cookies.clear();
        assert_eq!(bureau.get("/desk/overview").await.header("location"), "/sign-in");
    });
}

#[test]
fn the_page_answers_in_its_heading_and_holds_a_table_for_every_chart() {
    on_sqlite(async |world: &World| {
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        assert!(bureau.get("/desk/overview").await.text().contains("<h1>还没有批次</h1>"));
        let [waits, late] = two_years(world).await;
        world.wait(16 * DAY);
        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let page = bureau.get("/desk/overview").await.text();
        assert!(page.contains("<h1>本年已报送4行，1个单位逾期</h1>"), "{page}");
        for batch in [waits, late] {
            assert!(page.contains(&format!("href=\"/desk/batches/{batch}\"")), "{page}");
        }
        assert!(page.contains("公布后第16天") && page.contains("必填项空着"));
        assert_eq!(page.matches("<svg class=\"bars\" role=\"img\"").count(), 3);
        assert_eq!(page.matches("<caption").count(), 3);
        assert!(!page.contains("style=") && !page.contains("<script"));
        let page = bureau.get("/desk/overview?year=2026&lang=en").await.text();
        assert!(page.contains("<h1>8 rows reported in 2026</h1>"), "{page}");
        for odd in ["2026x", "99999", "-1", ""] {
            let page = bureau.get(&format!("/desk/overview?year={odd}")).await;
            assert_eq!(page.status.as_u16(), 200, "{odd}");
        }
    });
}

#[test]
fn the_workbook_holds_texts_as_texts_and_figures_as_figures() {
    on_sqlite(async |world: &World| {
        two_years(world).await;
        let mut year = overview(world, 2027).await;
        for (one, name) in year.offices.iter_mut().zip(["=1+1", "@总计"]) {
            one.office.name = name.into();
        }
        let mut book = Xlsx::new(Cursor::new(year.workbook().unwrap())).unwrap();
        assert_eq!(book.sheet_names(), ["各单位报送", "系列级别", "退回原因", "逾期缺报待办"]);
        let offices = book.worksheet_range("各单位报送").unwrap();
        assert_eq!(offices.get((1, 1)), Some(&Data::String("=1+1".into())));
        assert_eq!(offices.get((2, 1)), Some(&Data::String("@总计".into())));
        assert_eq!(offices.get((1, 3)), Some(&Data::Float(3.0)));
        assert!(matches!(offices.get((1, 10)), Some(Data::DateTime(_))), "{offices:?}");
        let formulas = book.worksheet_formula("各单位报送").unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
        let reasons = book.worksheet_range("退回原因").unwrap();
        assert_eq!(reasons.get((1, 1)), Some(&Data::String("必填项空着".into())));
        assert_eq!(reasons.get((1, 3)), Some(&Data::Float(2.0)));

        let mut bureau = signed_in(world, "陈立", BUREAU).await;
        let answer = bureau.get("/desk/overview.xlsx?year=2027").await;
        let name = "attachment; filename=\"overview-2027.xlsx\"";
        assert_eq!(answer.header("content-disposition"), name);
        assert!(Xlsx::new(Cursor::new(answer.bytes)).is_ok());
    });
}

#[test]
fn the_command_tells_it_in_words_in_json_and_as_a_workbook() {
    let desk = Desk::new();
    desk.run(&["init"]).ends(0);
    let none = desk.run(&["overview"]).ends(0);
    assert!(none.stdout.contains("报送0批0行"), "{none:?}");
    let list = desk.data().join("名单.csv");
    std::fs::write(&list, csv(&rows(1..=2))).unwrap();
    desk.run(&["import", list.to_str().unwrap(), "--office", RUIAN]).ends(0);
    let told = desk.run(&["overview", "--json"]).ends(0).json();
    assert_eq!(told["offices"][0]["reported"], serde_json::json!({ "batches": 1, "rows": 2 }));
    assert_eq!(told["waiting"][0]["step"], "accept");
    let told = desk.run(&["overview"]).ends(0).stdout;
    assert!(told.contains("瑞安市人力资源和社会保障局  报送1批2行"), "{told}");
    let book = desk.data().join("总览.xlsx");
    desk.run(&["overview", "-o", book.to_str().unwrap()]).ends(0);
    assert!(Xlsx::new(Cursor::new(std::fs::read(&book).unwrap())).is_ok());
    desk.run(&["overview", "-o", book.to_str().unwrap()]).ends(3);
    desk.run(&["overview", "--year", "1999"]).ends(2);
}
