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
    SessionEnded,
    Verify,
    VerifyBlank,
    VerifyFileBlank,
    VerifyMissed,
    Genuine,
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
    pub const ALL: [Self; 19] = [
        Self::Home,
        Self::HomeBlank,
        Self::HomeMissed,
        Self::Mine,
        Self::MineOne,
        Self::SessionEnded,
        Self::Verify,
        Self::VerifyBlank,
        Self::VerifyFileBlank,
        Self::VerifyMissed,
        Self::Genuine,
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
