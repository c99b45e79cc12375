//! The story of a faulty sheet: a county mends and reports it, the bureau accepts and issues, a
//! holder prints, an employer scans.

use super::desk::{issue, sign_in, upload};
use super::house::{House, read, scan};
use super::pages::by_number;
use super::window::{Look, Window};
use crate::world::sheet::{csv, person, row, rows, with};
use crate::world::{BUREAU, RUIAN};
use serde_json::json;

/// The first certificate of a junior assistant that the registry gives out.
const NUMBER: &str = "D3303812026000001X";
const HEADLINE: &str = ".verdict h1";

/// Rows 2 to 4 are right; row 5 has a slip in the ID, row 6 a ditto mark, row 7 half a title, row 8
/// is row 2 again.
fn faulty() -> Vec<u8> {
    let mut all = rows(1..=3);
    let id = person(4).id_number;
    let slip = if id.ends_with('1') { '2' } else { '1' };
    all.push(with(row(&person(4)), "身份证号码", &format!("{}{slip}", &id[..17])));
    all.push(with(row(&person(5)), "现工作单位", "同上"));
    all.push(with(row(&person(6)), "资格名称", "助工"));
    all.push(row(&person(1)));
    csv(&all)
}

/// Uploads, mends three cells and reports what is right; gives the batch's page.
async fn a_clerk_mends_and_reports(window: &Window, house: &House, token: &str) -> String {
    sign_in(window, token).await;
    let id = upload(window, "filed", &house.file("名单.csv", &faulty())).await;
    let page = format!("/desk/batches/{id}");
    assert_eq!(window.path().await, format!("{page}/findings"));
    assert_eq!(window.text("h1").await, "4行要修改，其余3行可以报送");
    let kinds = "return [...document.querySelectorAll('.kinds li a')]\
                 .map(a => [...a.children].map(part => part.textContent).join(' ')).sort()";
    let told = [
        "工作单位，写的是“同上” 1",
        "证件号码，请核对 1",
        "证件号码，重复的行 1",
        "资格名称，不认识 1",
    ];
    assert_eq!(window.run(kinds).await, json!(told));

    window.fill("#r5b [name=written]", &person(4).id_number).await;
    window.follow("#r5b button").await;
    assert_eq!(window.text("h1").await, "3行要修改，其余4行可以报送");
    assert!(window.text("[role=status].notice").await.contains("已保存"));
    window.fill("#r6d [name=written]", "瑞安市市政工程有限公司").await;
    window.follow("#r6d button").await;
    // The whole title stands in the field already.
    window.follow("#r7g button").await;
    assert_eq!(window.text("h1").await, "1行要修改，其余6行可以报送");

    window.follow("a.button[href$='/report']").await;
    assert_eq!(window.text("h1").await, "报送6行吗？");
    window.follow("main form button").await;
    assert_eq!(window.path().await, page);
    page
}

/// Neither at her own desk nor with a token of the bureau in her name.
async fn who_reported_cannot_accept(window: &Window, page: &str, token_of_the_bureau: &str) {
    let accept = format!("{page}/accept");
    assert_eq!(window.text("#next").await, "等市人力社保局审核");
    window.goto(&accept).await;
    assert_eq!(window.path().await, page);
    sign_in(window, token_of_the_bureau).await;
    window.goto(&accept).await;
    assert_eq!(window.path().await, page);
    assert_eq!(window.count(&format!("a[href='{accept}']")).await, 0);
    let told = window.text(".card").await;
    assert!(told.contains("这批由您报送，须由另一位同事审核"), "{told}");
}

async fn the_receipt_is_verified(window: &Window, house: &House, page: &str) {
    window.click(&format!("a[href='{page}/receipt.pdf']")).await;
    let receipt = house.path("receipt.pdf");
    window.take(&receipt).await;
    window.goto(&scan(&receipt)).await;
    assert_eq!(window.text("h1").await, "回执属实");
}

async fn the_bureau_accepts_and_issues(window: &Window, page: &str, token: &str, look: Look) {
    sign_in(window, token).await;
    assert_eq!(window.text("h1").await, "1件事等您办");
    window.follow(".tasks a").await;
    assert_eq!(window.path().await, page);
    window.follow(".card a.button:not(.plain)").await;
    assert_eq!(window.text("h1").await, "核准6行吗？");
    window.follow("main form button").await;
    assert_eq!(window.path().await, page);
    issue(window, page, look).await;
    window.follow(".bar form button").await;
    assert_eq!(window.path().await, "/sign-in");
    window.goto("/desk").await;
    assert_eq!(window.path().await, "/sign-in", "the session goes on");
}

async fn look_up(window: &Window) {
    let person = person(1);
    window.goto("/").await;
    window.fill("#name", &person.name).await;
    window.fill("#id_number", &person.id_number).await;
    window.follow("form[action='/look-up'] button").await;
}

async fn the_holder_prints(window: &Window, house: &House) -> String {
    look_up(window).await;
    assert_eq!(window.path().await, "/mine");
    window.click(&format!("a[href='/mine/{NUMBER}/print']")).await;
    let pdf = house.path("certificate.pdf");
    window.take(&pdf).await;
    let text = read(&pdf);
    for words in [&*person(1).name, "助理工程师", "D330381 2026 000001X", "2024年6月30日"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    scan(&pdf)
}

async fn a_faulty_sheet_becomes_certificates(look: Look) {
    let mut house = House::found().await;
    let url = house.on("2026-12-01");
    let window = Window::open(&url, look).await;
    let name = person(1).name;
    let page = a_clerk_mends_and_reports(&window, &house, &house.token(RUIAN, "林晓燕")).await;
    who_reported_cannot_accept(&window, &page, &house.token(BUREAU, "林晓燕")).await;
    the_receipt_is_verified(&window, &house, &page).await;

    by_number(&window, NUMBER, &name).await;
    assert_eq!(window.count(HEADLINE).await, 0, "verified before it was issued");
    look_up(&window).await;
    assert_eq!(window.path().await, "/look-up", "found before it was issued");

    let bureau = house.token(BUREAU, "王海燕");
    the_bureau_accepts_and_issues(&window, &page, &bureau, look).await;
    let scanned = the_holder_prints(&window, &house).await;
    let verdict = async |headline: &str| {
        window.goto(&scanned).await;
        assert_eq!(window.text(HEADLINE).await, headline);
        assert!(window.text(".facts").await.contains(&name));
        by_number(&window, NUMBER, &name).await;
        assert_eq!(window.text(HEADLINE).await, headline);
        assert!(!window.source().await.contains(&person(1).id_number));
    };
    verdict("真实有效").await;
    let doubt = ["--reason", "收到举报", "--document", "温人社发〔2026〕99号", "--as", "王海燕"];
    house.run(&[&["suspend", NUMBER], &doubt[..]].concat());
    verdict("暂停使用，待查").await;
    window.close().await;
}

#[tokio::test]
async fn a_faulty_sheet_becomes_certificates_at_a_desk() {
    a_faulty_sheet_becomes_certificates(Look::DESK).await;
}

#[tokio::test]
async fn a_faulty_sheet_becomes_certificates_without_script() {
    a_faulty_sheet_becomes_certificates(Look::PHONE.without_script()).await;
}
