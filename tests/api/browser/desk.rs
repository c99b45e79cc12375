//! The offices' desk in a browser: every page of it for everybody, and the story of a batch.

use super::access::{CUT_OFF, SPACED, axe, tab_to};
use super::demo::Demo;
use super::window::{Look, Window};
use crate::world::cli::run;
use crate::world::sheet::{csv, rows};
use crate::world::{BUREAU, RUIAN};
use fantoccini::key::Key;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Tokens and batches of the demo's desk.
pub struct Office {
    bureau: String,
    ruian: String,
    unit: String,
    reported: String,
    accepted: String,
    returned: String,
}

impl Office {
    /// Gives out tokens and sends batches, while the demo serves.
    pub fn set_up(data: &Path) -> Self {
        let token = |office, who| {
            let made = run(data, &["office", "token", office, "--who", who, "--json"]).ends(0);
            made.json()["token"].as_str().unwrap().to_owned()
        };
        let (reported, accepted, returned) = (send(data), send(data), send(data));
        run(data, &["batch", "accept", &accepted, "--as", "陈立"]).ends(0);
        let reason = "第3行的批准文号与公布文件不一致，请核对后再报。";
        run(data, &["batch", "return", &returned, "--as", "陈立", "--reason", reason]).ends(0);
        Self {
            bureau: token(BUREAU, "王海燕"),
            ruian: token(RUIAN, "林晓燕"),
            unit: token("3303U02", "周敏"),
            reported,
            accepted,
            returned,
        }
    }
}

/// Imports a sheet about people who are nobody else's; gives the batch.
fn send(data: &Path) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(20_000);
    let first = NEXT.fetch_add(5, Ordering::Relaxed);
    let sheet = data.join(format!("{first}.csv"));
    std::fs::write(&sheet, csv(&rows(first..first + 5))).unwrap();
    let args = ["import", sheet.to_str().unwrap(), "--office", RUIAN, "--json"];
    run(data, &args).ends(0).json()["batch"].as_str().unwrap().to_owned()
}

/// A page of the desk.
#[derive(Clone, Copy, Debug)]
enum Page {
    SignIn,
    SignInBlank,
    SignInEnded,
    HomeEmpty,
    BatchesEmpty,
    HomeOffice,
    BatchReturned,
    BatchWaits,
    Home,
    Batches,
    Batch,
    BatchAccepted,
    BatchIssued,
    Accept,
    Return,
    ReturnBlank,
    Issue,
    NotHere,
}

const PAGES: [Page; 18] = [
    Page::SignIn,
    Page::SignInBlank,
    Page::SignInEnded,
    Page::HomeEmpty,
    Page::BatchesEmpty,
    Page::HomeOffice,
    Page::BatchReturned,
    Page::BatchWaits,
    Page::Home,
    Page::Batches,
    Page::Batch,
    Page::BatchAccepted,
    Page::BatchIssued,
    Page::Accept,
    Page::Return,
    Page::ReturnBlank,
    Page::Issue,
    Page::NotHere,
];

impl Page {
    /// Goes there; the pages before it in the list have left the right person signed in.
    async fn reach(self, window: &Window, desk: &Office) {
        let batch = |id: &str, rest: &str| format!("/desk/batches/{id}{rest}");
        match self {
            Self::SignIn => window.goto("/sign-in").await,
            Self::SignInBlank => {
                window.goto("/sign-in").await;
                window.follow("form[action='/sign-in'] button").await;
            }
            Self::SignInEnded => window.goto("/sign-in?ended=1").await,
            Self::HomeEmpty => sign_in(window, &desk.unit).await,
            Self::HomeOffice => sign_in(window, &desk.ruian).await,
            Self::Home => sign_in(window, &desk.bureau).await,
            Self::BatchesEmpty | Self::Batches => window.goto("/desk/batches").await,
            Self::BatchReturned => window.goto(&batch(&desk.returned, "")).await,
            Self::BatchWaits | Self::Batch => window.goto(&batch(&desk.reported, "")).await,
            Self::BatchAccepted => window.goto(&batch(&desk.accepted, "")).await,
            Self::BatchIssued => window.goto("/desk/batches/2026-0001").await,
            Self::Accept => window.goto(&batch(&desk.reported, "/accept")).await,
            Self::Return => window.goto(&batch(&desk.reported, "/return")).await,
            Self::ReturnBlank => {
                window.goto(&batch(&desk.reported, "/return")).await;
                window.follow("main form button").await;
            }
            Self::Issue => window.goto(&batch(&desk.accepted, "/issue")).await,
            Self::NotHere => window.goto(&batch("2020-0001", "")).await,
        }
        let expected = if matches!(self, Self::SignIn | Self::SignInBlank | Self::SignInEnded) {
            "/sign-in"
        } else {
            "/desk"
        };
        let path = window.path().await;
        assert!(path.starts_with(expected), "{self:?} led to {path}");
    }
}

async fn sign_in(window: &Window, token: &str) {
    window.goto("/sign-in").await;
    window.fill("#token", token).await;
    window.follow("form[action='/sign-in'] button").await;
    assert_eq!(window.path().await, "/desk");
}

async fn axe_finds_nothing(look: Look) {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, look).await;
    let mut violated = Vec::new();
    for language in ["zh", "en"] {
        window.goto(&format!("/?lang={language}")).await;
        for page in PAGES {
            page.reach(&window, demo.desk()).await;
            let name = format!("Desk{page:?}-{language}");
            violated.extend(axe(&window, &name, look).await);
            assert_eq!(window.count("h1").await, 1, "{name}");
        }
    }
    assert!(violated.is_empty(), "{look:?}: {}", violated.join("\n"));
    window.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_at_the_offices_desk_on_a_phone() {
    axe_finds_nothing(Look::PHONE).await;
}

#[tokio::test]
async fn axe_finds_nothing_at_the_offices_desk_on_a_phone_in_the_dark() {
    axe_finds_nothing(Look::PHONE.dark()).await;
}

#[tokio::test]
async fn axe_finds_nothing_at_the_offices_desk() {
    axe_finds_nothing(Look::DESK).await;
}

#[tokio::test]
async fn axe_finds_nothing_at_the_offices_desk_in_the_dark() {
    axe_finds_nothing(Look::DESK.dark()).await;
}

#[tokio::test]
async fn nothing_at_the_offices_desk_scrolls_sideways_at_320_pixels() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look { width: 320, ..Look::PHONE }).await;
    for language in ["zh", "en"] {
        window.goto(&format!("/?lang={language}")).await;
        for page in PAGES {
            page.reach(&window, demo.desk()).await;
            assert_eq!(window.run(CUT_OFF).await, json!([]), "{page:?}, {language}");
            window.run(SPACED).await;
            assert_eq!(window.run(CUT_OFF).await, json!([]), "{page:?}, {language}, spaced");
        }
    }
    window.close().await;
}

/// Sees a reported batch through to its certificates.
async fn the_bureau_accepts_and_issues(look: Look) {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, look).await;
    sign_in(&window, &demo.desk().bureau).await;
    let page = format!("/desk/batches/{}", send(demo.folder()));
    window.goto(&page).await;
    window.follow(".card a.button:not(.plain)").await;
    assert_eq!(window.text("h1").await, "核准5行吗？");
    window.follow("main form button").await;
    assert_eq!(window.path().await, page);
    window.follow(".card a.button:not(.plain)").await;
    assert_eq!(window.text("h1").await, "签发5份吗？");
    window.follow("main form button").await;
    for _ in 0..40 {
        if window.path().await == page {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
        if !look.script && window.count("a[href$='/progress']").await == 1 {
            window.follow("a[href$='/progress']").await;
        }
    }
    assert_eq!(window.path().await, page);
    assert_eq!(window.text("#next").await, "已经办完");
    window.follow(".bar form button").await;
    assert_eq!(window.path().await, "/sign-in");
    window.goto("/desk").await;
    assert_eq!(window.path().await, "/sign-in");
    window.close().await;
}

#[tokio::test]
async fn the_bureau_accepts_and_issues_with_and_without_script() {
    the_bureau_accepts_and_issues(Look::DESK).await;
    the_bureau_accepts_and_issues(Look::PHONE.without_script()).await;
}

#[tokio::test]
async fn the_keyboard_alone_signs_in_and_accepts() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::DESK).await;
    window.goto("/sign-in").await;
    tab_to(&window, "#token").await;
    window.press(&demo.desk().bureau).await;
    window.enter().await;
    assert_eq!(window.path().await, "/desk");
    let page = format!("/desk/batches/{}", send(demo.folder()));
    window.goto(&page).await;
    tab_to(&window, &format!("a[href='{page}/accept']")).await;
    window.enter().await;
    tab_to(&window, "main form button").await;
    window.press(&Key::Enter.to_string()).await;
    for _ in 0..40 {
        if window.path().await == page {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(window.text("#next").await, "等您发证");
    window.close().await;
}
