//! `/desk`: what waits for whoever is there.

use super::{
    bar::{Bar, Place},
    entry::Desk,
};
use crate::http::{
    page::{Frame, Page},
    site::Site,
    words::Lang,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

#[derive(Template)]
#[template(path = "desk/home.html", config = "templates/askama.toml")]
struct HomePage<'a> {
    frame: Frame<'a>,
    bar: Bar,
}

/// `GET /desk`
pub async fn show(State(site): State<Site>, lang: Lang, desk: Desk) -> Response {
    let title = lang.words().desk.home.none;
    let bar = Bar::new(&site, lang, &desk, Place::Waiting);
    Page::personal(HomePage { frame: Frame::new(&site, lang, title.into()), bar }).into_response()
}
