//! Every page that a visitor can meet, and how to come to it.

use super::demo::Demo;
use super::window::Window;
use std::sync::atomic::{AtomicU32, Ordering};

/// A page: its name and the way to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Home,
    HomeBlank,
    HomeMissed,
    Mine,
    MineOne,
    Copies,
    CopyRefused,
    Withdraw,
    CopyEnded,
    SessionEnded,
    Verify,
    VerifyBlank,
    VerifyFileBlank,
    VerifyMissed,
    Genuine,
    GenuineCopy,
    ExpiredCopy,
    ByNumber,
    Revoked,
    Suspended,
    NotGenuine,
    Unreadable,
    Help,
    Trust,
    NotHere,
}

impl Page {
    pub const ALL: [Self; 25] = [
        Self::Home,
        Self::HomeBlank,
        Self::HomeMissed,
        Self::Mine,
        Self::MineOne,
        Self::Copies,
        Self::CopyRefused,
        Self::Withdraw,
        Self::CopyEnded,
        Self::SessionEnded,
        Self::Verify,
        Self::VerifyBlank,
        Self::VerifyFileBlank,
        Self::VerifyMissed,
        Self::Genuine,
        Self::GenuineCopy,
        Self::ExpiredCopy,
        Self::ByNumber,
        Self::Revoked,
        Self::Suspended,
        Self::NotGenuine,
        Self::Unreadable,
        Self::Help,
        Self::Trust,
        Self::NotHere,
    ];

    /// The route whose answer it is; none answers what is not there.
    pub const fn route(self) -> Option<&'static str> {
        Some(match self {
            Self::Home => "/",
            Self::HomeBlank | Self::HomeMissed => "/look-up",
            Self::Mine | Self::SessionEnded => "/mine",
            Self::MineOne => "/mine/{number}",
            Self::Copies | Self::CopyRefused => "/mine/{number}/copy",
            Self::Withdraw => "/mine/{number}/copy/{copy}/withdraw",
            Self::CopyEnded => "/mine/{number}/copy/{copy}",
            Self::GenuineCopy | Self::ExpiredCopy => "/v/{token}/{copy}",
            Self::Verify => "/verify",
            Self::VerifyBlank | Self::VerifyMissed | Self::ByNumber => "/verify/number",
            Self::VerifyFileBlank => "/verify/file",
            Self::Genuine
            | Self::Revoked
            | Self::Suspended
            | Self::NotGenuine
            | Self::Unreadable => "/v/{token}",
            Self::Help => "/help",
            Self::Trust => "/trust",
            Self::NotHere => return None,
        })
    }

    /// Goes there from anywhere.
    pub async fn reach(self, window: &Window, demo: &Demo) {
        match self {
            Self::Home => window.goto("/").await,
            Self::HomeBlank => {
                window.goto("/").await;
                window.follow("form[action='/look-up'] button").await;
            }
            Self::HomeMissed => {
                window.goto("/").await;
                window.fill("#name", "王无名").await;
                window.choose("#id_type", "chinese_passport").await;
                window.fill("#id_number", &unknown_passport()).await;
                window.follow("form[action='/look-up'] button").await;
            }
            Self::Mine => look_up(window, demo).await,
            Self::MineOne => {
                look_up(window, demo).await;
                window.goto(&format!("/mine/{}", demo.number)).await;
            }
            Self::Copies => copies(window, demo).await,
            Self::CopyRefused => {
                copies(window, demo).await;
                window.fill("#purpose", "330302198506152047").await;
                window.set_day("#until", "2099-12-31").await;
                window.follow("main form.card button").await;
            }
            Self::Withdraw => {
                let Copied { live, .. } = copied(window, demo).await;
                copies(window, demo).await;
                window.goto(&format!("/mine/{}/copy/{live}/withdraw", demo.number)).await;
            }
            Self::CopyEnded => {
                let Copied { withdrawn, .. } = copied(window, demo).await;
                copies(window, demo).await;
                window.goto(&format!("/mine/{}/copy/{withdrawn}", demo.number)).await;
            }
            Self::GenuineCopy => {
                let Copied { live, .. } = copied(window, demo).await;
                window.goto(&format!("{}/{live}", demo.genuine)).await;
            }
            Self::ExpiredCopy => {
                let Copied { withdrawn, .. } = copied(window, demo).await;
                window.goto(&format!("{}/{withdrawn}", demo.genuine)).await;
            }
            Self::SessionEnded => {
                look_up(window, demo).await;
                window.follow("form[action='/leave'] button").await;
                window.goto("/mine").await;
            }
            Self::Verify => window.goto("/verify").await,
            Self::VerifyBlank => by_number(window, "", "").await,
            Self::VerifyFileBlank => {
                window.goto("/verify").await;
                window.follow("form[action='/verify/file'] button").await;
            }
            Self::VerifyMissed => by_number(window, &demo.number, "王无名").await,
            Self::Genuine => window.goto(&demo.genuine).await,
            Self::ByNumber => by_number(window, &demo.number, &demo.holder).await,
            Self::Revoked => window.goto(&demo.revoked).await,
            Self::Suspended => window.goto(&demo.suspended).await,
            Self::NotGenuine => window.goto(&tampered(&demo.genuine)).await,
            Self::Unreadable => window.goto("/v/not-a-token!").await,
            Self::Help => window.goto("/help").await,
            Self::Trust => window.goto("/trust").await,
            Self::NotHere => window.goto("/no/such/page").await,
        }
    }
}

/// Fills in the form of the home page for the demo's holder and sends it.
pub async fn look_up(window: &Window, demo: &Demo) {
    window.goto("/").await;
    window.fill("#name", &demo.holder).await;
    window.fill("#id_number", &demo.id_number).await;
    window.follow("form[action='/look-up'] button").await;
}

/// The codes of two copies of the demo's certificate.
pub struct Copied {
    pub live: String,
    pub withdrawn: String,
}

/// The copies that every test of the demo looks at, made by the first that needs them.
async fn copied<'a>(window: &Window, demo: &'a Demo) -> &'a Copied {
    let make = async || {
        look_up(window, demo).await;
        let withdrawn = make_copy(window, demo, "应聘").await;
        window.goto(&format!("/mine/{}/copy/{withdrawn}/withdraw", demo.number)).await;
        window.follow("main form .button").await;
        let long = "参加瓯江口产业集聚区市政道路改造工程（二期）施工项目投标资格预审";
        Copied { live: make_copy(window, demo, long).await, withdrawn }
    };
    demo.copied.get_or_init(make).await
}

/// Makes a copy and gives its code.
async fn make_copy(window: &Window, demo: &Demo, purpose: &str) -> String {
    window.goto(&format!("/mine/{}/copy", demo.number)).await;
    window.fill("#purpose", purpose).await;
    window.follow("main form.card button").await;
    let link = window.find(".copy a").await.attr("href").await.unwrap().unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

/// The page of the copies that are in use.
async fn copies(window: &Window, demo: &Demo) {
    copied(window, demo).await;
    look_up(window, demo).await;
    window.goto(&format!("/mine/{}/copy", demo.number)).await;
}

/// Fills in the form by number and name and sends it.
pub async fn by_number(window: &Window, number: &str, name: &str) {
    window.goto("/verify").await;
    window.fill("#number", number).await;
    window.fill("#name", name).await;
    window.follow("form[action='/verify/number'] button").await;
}

/// The same address with one character of the token's middle changed.
pub fn tampered(path: &str) -> String {
    let mut characters: Vec<char> = path.chars().collect();
    let middle = characters.len() / 2;
    characters[middle] = if characters[middle] == 'A' { 'B' } else { 'A' };
    characters.into_iter().collect()
}

/// Another number each time: who misses the same one often must wait.
fn unknown_passport() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(10_000_000);
    format!("E{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
