//! The keyboard alone at the offices' desk.

use super::access::tab_to;
use super::demo::{Demo, TODAY};
use super::desk::{Who, listed, posted, send, sign_in};
use super::window::{Look, Window};
use crate::world::sheet::{csv, person, row, rows, with};
use fantoccini::key::Key;
use serde_json::json;

/// Comes to a link or a button, presses it, and waits for what follows.
async fn take(window: &Window, selector: &str) {
    tab_to(window, selector).await;
    window.enter().await;
}

#[tokio::test]
async fn the_keyboard_alone_signs_in_and_accepts() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::DESK).await;
    window.goto("/sign-in").await;
    tab_to(&window, "#token").await;
    window.press(demo.desk().token(Who::Bureau)).await;
    window.enter().await;
    assert_eq!(window.path().await, "/desk");
    let page = format!("/desk/batches/{}", send(demo.folder(), 5));
    window.goto(&page).await;
    take(&window, &format!("a[href='{page}/accept']")).await;
    take(&window, "main form button").await;
    assert_eq!(window.path().await, page);
    assert_eq!(window.text("#next").await, "等您发证");
    window.close().await;
}

#[tokio::test]
async fn the_keyboard_alone_uploads_mends_and_reports() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::DESK).await;
    sign_in(&window, demo.desk().token(Who::Clerk)).await;
    let mut sheet = rows(62_000..62_002);
    sheet.push(with(row(&person(62_002)), "现工作单位", "同上"));
    let file = demo.folder().join("keys.csv");
    std::fs::write(&file, csv(&sheet)).unwrap();

    take(&window, ".bar a[href='/desk/uploads/new']").await;
    tab_to(&window, "#way").await;
    window.press(&Key::Down.to_string()).await;
    tab_to(&window, "#file").await;
    window.press(&demo.desk().laid["junk"]).await;
    take(&window, "main form button[type=submit]").await;
    let focused = "return document.activeElement.className";
    assert_eq!(window.run(focused).await, json!("summary"), "what was refused has no focus");
    assert_eq!(window.count(".drop.ready").await, 1, "the second try has no frame");
    tab_to(&window, "#file").await;
    window.press(file.to_str().unwrap()).await;
    take(&window, "main form button[type=submit]").await;
    assert_eq!(window.text("h1").await, "1行要修改，其余2行可以报送");
    tab_to(&window, "#r4d [name=written]").await;
    window.press("瑞安市市政工程有限公司").await;
    take(&window, "#r4d button").await;
    assert_eq!(window.text("h1").await, "全部可以报送");
    take(&window, "a[href$='/report']").await;
    take(&window, "main form button").await;
    assert_eq!(window.text("#next").await, "等市人力社保局审核");
    window.close().await;
}

#[tokio::test]
async fn the_keyboard_alone_posts_and_announces() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::DESK).await;
    sign_in(&window, demo.desk().token(Who::Bureau)).await;
    let page = format!("/desk/batches/{}", listed(demo.folder(), TODAY));
    window.goto(&page).await;
    take(&window, &format!("a[href='{page}/post']")).await;
    take(&window, "main form button").await;
    assert_eq!(window.text("#next").await, "正在公示");

    // A list whose days are over.
    let page = format!("/desk/batches/{}", posted(demo.folder(), "2026-11-02", "2026-11-16"));
    window.goto(&page).await;
    take(&window, &format!("a[href='{page}/announce']")).await;
    tab_to(&window, "#document").await;
    window.press("温人社发〔2026〕88号").await;
    take(&window, "main form button").await;
    assert_eq!(window.text("#next").await, "等单位补报信息表");
    window.close().await;
}
