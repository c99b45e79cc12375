//! `/help` and `/trust`: pages to read.

use crate::http::{
    page::{Frame, Page},
    site::Site,
    words::{Lang, Reading},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

#[derive(Template)]
#[template(path = "pages/reading.html", config = "templates/askama.toml")]
struct ReadingPage<'a> {
    frame: Frame<'a>,
    reading: &'static Reading,
}

/// `GET /help`
pub async fn help(State(site): State<Site>, lang: Lang) -> Response {
    page(&site, lang, &lang.words().help)
}

/// `GET /trust`
pub async fn trust(State(site): State<Site>, lang: Lang) -> Response {
    page(&site, lang, &lang.words().trust)
}

fn page(site: &Site, lang: Lang, reading: &'static Reading) -> Response {
    let frame = Frame::new(site, lang, reading.title.into());
    Page::shared(ReadingPage { frame, reading }).into_response()
}
