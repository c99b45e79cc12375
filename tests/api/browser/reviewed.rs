//! The story of a reviewed list: posted, announced not a day too early, matched with its information
//! sheet, issued. The days pass between the acts.

use super::desk::{issue, leave, sign_in, upload};
use super::house::House;
use super::window::{Look, Window};
use crate::world::BUREAU;
use crate::world::sheet::{csv, person, row, with};

/// Organises the reviews of 建设工程.
const BUILDERS: &str = "3303D17";
const EMPLOYER: &str = "瑞安市市政工程有限公司";
const FIRST_DAY: &str = "最早2026年12月9日可以公布";

/// Four people who passed.
fn list() -> Vec<u8> {
    let mut text = String::from("序号,姓名,工作单位,系列,资格名称\r\n");
    for n in 1..=4 {
        let name = person(n).name;
        text += &format!("{n},{name},{EMPLOYER},工程技术人员,工程师\r\n");
    }
    text.into_bytes()
}

/// The information sheet of some.
fn sheet(numbers: &[u32]) -> Vec<u8> {
    let rows = numbers.iter().map(|n| with(row(&person(*n)), "资格名称", "工程师"));
    csv(&rows.collect::<Vec<_>>())
}

/// The office reports the list; gives the batch.
async fn the_office_reports(window: &Window, house: &House) -> String {
    sign_in(window, &house.token(BUILDERS, "陈立")).await;
    let id = upload(window, "reviewed", &house.file("名单.csv", &list())).await;
    assert_eq!(window.text("h1").await, "全部可以报送");
    window.follow("a.button[href$='/report']").await;
    window.follow("main form button").await;
    assert_eq!(window.path().await, format!("/desk/batches/{id}"));
    id
}

/// Tuesday: for as long as the form proposes, which is as short as the law allows.
async fn the_bureau_posts(window: &Window, id: &str) {
    window.goto(&format!("/desk/batches/{id}")).await;
    window.follow(".card a[href$='/post']").await;
    let days = ["#from", "#until"]
        .map(|field| async move { window.find(field).await.attr("value").await.unwrap().unwrap() });
    let [from, until] = days;
    assert_eq!((&*from.await, &*until.await), ("2026-12-01", "2026-12-08"));
    window.set_day("#until", "2026-12-07").await;
    window.follow("main form button").await;
    assert!(window.text("#until-error").await.contains("最早到2026年12月8日"));
    window.set_day("#until", "2026-12-08").await;
    window.follow("main form button").await;
    assert!(window.text(".card").await.contains(FIRST_DAY));
}

async fn anybody_reads_the_list(window: &Window, id: &str) {
    window.goto("/posts").await;
    window.follow(&format!("a[href='/posts/{id}']")).await;
    let page = window.text("main").await;
    assert!(page.contains("公示到2026年12月8日"), "{page}");
    assert!((1..=4).all(|n| page.contains(&person(n).name)), "{page}");
}

async fn the_bureau_cannot_announce_yet(window: &Window, id: &str) {
    let page = format!("/desk/batches/{id}");
    window.goto(&format!("{page}/announce")).await;
    assert_eq!(window.path().await, page);
    assert!(window.text(".card").await.contains(FIRST_DAY));
    assert_eq!(window.count("a[href$='/announce']").await, 0);
}

async fn the_bureau_announces(window: &Window, id: &str) {
    window.goto(&format!("/posts/{id}")).await;
    assert_eq!(window.text("h1").await, "公示已结束，名单已撤下");
    assert!(!window.text("main").await.contains(&person(1).name));
    window.goto(&format!("/desk/batches/{id}")).await;
    window.follow(".card a[href$='/announce']").await;
    window.fill("#document", "温人社发〔2026〕99号").await;
    window.set_day("#on", "2026-12-08").await;
    window.follow("main form button").await;
    assert!(window.text("#on-error").await.contains(FIRST_DAY));
    window.set_day("#on", "2026-12-09").await;
    window.follow("main form button").await;
    assert_eq!(window.text("#next").await, "等单位补报信息表");
}

/// First without one who was announced and with one who was not, then mended.
async fn the_office_sends_the_sheet(window: &Window, house: &House, id: &str) {
    for (numbers, told) in [
        (&[1, 2, 3, 9][..], "名单上还有1人没有信息，1行没有收"),
        (&[1, 2, 3, 4][..], "名单上的人都有信息了"),
    ] {
        window.goto(&format!("/desk/batches/{id}/sheet")).await;
        window.offer("#file", &house.file("信息表.csv", &sheet(numbers))).await;
        window.follow("main form button[type=submit]").await;
        assert_eq!(window.path().await, format!("/desk/batches/{id}/findings"));
        assert_eq!(window.text("h1").await, told);
        let found = async |class: &str, words: &str| {
            let found =
                window.source().await.split("<li id=").any(|item| {
                    item.contains(&format!("class=\"{class}\"")) && item.contains(words)
                });
            assert_eq!(found, numbers.contains(&9), "{class}: {words}");
        };
        found("error", "不在已公布的名单里").await;
        found("warning", &format!("{}（", person(4).name)).await;
    }
}

async fn a_reviewed_list_becomes_certificates(look: Look) {
    let mut house = House::found().await;
    let mut window = Window::open(&house.on("2026-12-01"), look).await;
    let id = the_office_reports(&window, &house).await;
    let bureau = house.token(BUREAU, "王海燕");
    sign_in(&window, &bureau).await;
    the_bureau_posts(&window, &id).await;
    leave(&window).await;
    anybody_reads_the_list(&window, &id).await;

    // The sixth day, and the last one.
    for day in ["2026-12-07", "2026-12-08"] {
        window.turn_to(&house.on(day));
        sign_in(&window, &bureau).await;
        the_bureau_cannot_announce_yet(&window, &id).await;
        anybody_reads_the_list(&window, &id).await;
    }
    window.turn_to(&house.on("2026-12-09"));
    sign_in(&window, &bureau).await;
    the_bureau_announces(&window, &id).await;

    sign_in(&window, &house.token(BUILDERS, "陈立")).await;
    the_office_sends_the_sheet(&window, &house, &id).await;
    sign_in(&window, &bureau).await;
    let page = format!("/desk/batches/{id}");
    window.goto(&page).await;
    issue(&window, &page, look).await;
    assert!(window.text(".card").await.contains("4份证书已经签发"));
    leave(&window).await;

    window.goto("/").await;
    window.fill("#name", &person(2).name).await;
    window.fill("#id_number", &person(2).id_number).await;
    window.follow("form[action='/look-up'] button").await;
    assert_eq!(window.path().await, "/mine");
    assert!(window.text(".card").await.contains("工程师"));
    window.close().await;
}

#[tokio::test]
async fn a_reviewed_list_becomes_certificates_on_a_phone() {
    a_reviewed_list_becomes_certificates(Look::PHONE).await;
}

#[tokio::test]
async fn a_reviewed_list_becomes_certificates_without_script() {
    a_reviewed_list_becomes_certificates(Look::DESK.without_script()).await;
}
