//! The stories of a holder and of an employer, told by clicks.

use super::demo::Demo;
use super::pages::{Page, by_number, look_up};
use super::window::{Look, Window};

const HEADLINE: &str = ".verdict h1";

async fn a_holder_prints_and_an_employer_verifies(look: Look) {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, look).await;

    look_up(&window, &demo).await;
    assert_eq!(window.path().await, "/mine");
    assert!(window.text("h1").await.starts_with(&demo.holder));
    window.follow(&format!("a[href='/mine/{}']:not(.button)", demo.number)).await;
    assert!(window.text(".facts").await.contains("工程技术人员"));
    window.click(&format!("a[href='/mine/{}/print']", demo.number)).await;
    let pdf = window.downloaded().await;
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-1.7"));
    window.follow("form[action='/leave'] button").await;
    assert_eq!(window.path().await, "/");
    window.goto("/mine").await;
    assert!(!window.text("main").await.contains(&demo.holder), "the session goes on");

    window.goto(&demo.genuine).await;
    assert_eq!(window.text(HEADLINE).await, "真实有效");
    assert!(window.text(".facts").await.contains(&demo.holder));
    by_number(&window, &demo.number, &demo.holder).await;
    assert_eq!(window.text(HEADLINE).await, "真实有效");
    assert!(window.text(".facts").await.contains("姓名一致"));
    window.goto("/verify").await;
    window.offer("#file", &pdf).await;
    window.follow("form[action='/verify/file'] button").await;
    assert_eq!(window.text(HEADLINE).await, "真实有效");

    let page = window.source().await;
    assert!(!page.contains(&demo.id_number), "a verifier's page shows an ID number");
    window.close().await;
}

#[tokio::test]
async fn a_holder_prints_and_an_employer_verifies_on_a_phone() {
    a_holder_prints_and_an_employer_verifies(Look::PHONE).await;
}

#[tokio::test]
async fn a_holder_prints_and_an_employer_verifies_at_a_desk() {
    a_holder_prints_and_an_employer_verifies(Look::DESK).await;
}

#[tokio::test]
async fn a_holder_prints_and_an_employer_verifies_without_script() {
    a_holder_prints_and_an_employer_verifies(Look::PHONE.without_script()).await;
}

#[tokio::test]
async fn a_holder_hands_out_a_copy_without_script() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::PHONE.without_script()).await;
    Page::Copies.reach(&window, &demo).await;
    assert_eq!(window.count(".copy").await, 1);
    window.click(".copy .button").await;
    let pdf = window.downloaded().await;
    window.goto("/verify").await;
    window.offer("#file", &pdf).await;
    window.follow("form[action='/verify/file'] button").await;
    assert_eq!(window.text(HEADLINE).await, "真实有效");
    assert!(window.text(".verdict").await.contains("以副本所载用途为限"));
    assert!(window.text(".facts").await.contains("施工项目投标资格预审"));
    window.close().await;
}

#[tokio::test]
async fn what_must_not_be_relied_on_says_so_first() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::PHONE).await;
    for (page, headline, dress) in [
        (Page::Revoked, "已撤销，无效", "ended"),
        (Page::Suspended, "暂停使用，待查", "ended"),
        (Page::ExpiredCopy, "副本已过期", "ended"),
        (Page::NotGenuine, "不真实，无效", "false"),
        (Page::Unreadable, "没有读出", "unsure"),
    ] {
        page.reach(&window, &demo).await;
        assert_eq!(window.text(HEADLINE).await, headline);
        assert!(window.title().await.starts_with(headline), "{page:?}");
        assert_eq!(window.count(&format!(".verdict.{dress}")).await, 1, "{page:?}");
        // What to do stands above what the certificate says; what is false shows nothing at all.
        assert_eq!(window.count(".next ~ .compare").await, 1, "{page:?}");
        let shows_facts = dress == "ended";
        assert_eq!(window.count(".facts").await, usize::from(shows_facts), "{page:?}");
    }
    window.close().await;
}

#[tokio::test]
async fn the_language_is_remembered() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::PHONE).await;
    window.goto("/verify").await;
    assert_eq!(window.find("html").await.attr("lang").await.unwrap().unwrap(), "zh-Hans-CN");
    window.follow(".switch").await;
    assert_eq!(window.text("h1").await, "Verify a certificate");
    window.goto(&demo.genuine).await;
    assert_eq!(window.find("html").await.attr("lang").await.unwrap().unwrap(), "en");
    assert_eq!(window.text(HEADLINE).await, "Genuine and in force");
    window.follow(".switch").await;
    assert_eq!(window.text(HEADLINE).await, "真实有效");
    window.goto("/").await;
    assert_eq!(window.text("h1").await, "查询、打印我的证书");
    window.close().await;
}

#[tokio::test]
async fn no_page_carries_a_script_a_style_or_anything_from_elsewhere() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::DESK).await;
    for page in Page::ALL {
        page.reach(&window, &demo).await;
        for foreign in ["script", "style", "[style]", "iframe", "img", "[src]"] {
            assert_eq!(window.count(foreign).await, 0, "{page:?} has {foreign}");
        }
        let handlers = "return [...document.querySelectorAll('*')].flatMap(e => \
                        e.getAttributeNames().filter(n => n.startsWith('on')))";
        assert_eq!(window.run(handlers).await, serde_json::json!([]), "{page:?}");
        let asked = "return performance.getEntriesByType('resource').map(e => e.name)\
                     .filter(n => !n.startsWith(location.origin + '/a/'))";
        assert_eq!(window.run(asked).await, serde_json::json!([]), "{page:?}");
        let url = window.path().await;
        assert!(!url.contains(&demo.id_number), "an ID number in an address");
    }
    window.close().await;
}
