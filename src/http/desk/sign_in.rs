//! `/sign-in`: an office's token opens a session at the desk; `/desk/leave` ends it.

use super::entry::{DeskForm, SIGN_IN, desk_cookie};
use crate::{
    http::{
        asked::Caller,
        form::Filled,
        page::{Entry, Frame, Keep, Page, Summary},
        site::Site,
        trouble::Trouble,
        words::Lang,
    },
    registry::{Error, Refusal},
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/sign_in.html", config = "templates/askama.toml")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    summary: Option<Summary>,
    has_ended: bool,
    token: Entry,
}

/// What the form sends. It has no `Debug`: it holds a token.
#[derive(Deserialize)]
pub struct SignIn {
    #[serde(default)]
    token: String,
}

/// Why the page is shown.
#[derive(Deserialize)]
pub struct Came {
    ended: Option<String>,
}

/// A form without a field of its own.
#[derive(Deserialize)]
pub struct Nothing {}

impl<'a> SignInPage<'a> {
    fn new(site: &'a Site, lang: Lang) -> Self {
        let title = lang.words().desk.sign_in.title;
        let frame = Frame::new(site, lang, title.into()).of_form(SIGN_IN);
        Self { frame, summary: None, has_ended: false, token: Entry::default() }
    }

    /// The form again, and what is wrong. The token is not written into the page again.
    fn refused(mut self, status: StatusCode, said: String) -> Page<Self> {
        self.token.error = Some(said);
        self.summary = Summary::of(self.frame.lang, &[("token", &self.token)]);
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(self.frame.lang, &self.frame.title);
        }
        Page { status, keep: Keep::Personal, body: self }
    }
}

/// `GET /sign-in`
pub async fn show(State(site): State<Site>, lang: Lang, Query(came): Query<Came>) -> Response {
    let page = SignInPage::new(&site, lang);
    Page::personal(SignInPage { has_ended: came.ended.is_some(), ..page }).into_response()
}

/// `POST /sign-in`: the desk, or the form again with one answer for every miss.
pub async fn enter(
    State(site): State<Site>,
    lang: Lang,
    Caller(visitor): Caller,
    Filled(form): Filled<SignIn>,
) -> Result<Response, Trouble> {
    let page = SignInPage::new(&site, lang);
    if form.token.trim().is_empty() {
        let blank = lang.words().desk.sign_in.token_blank.to_owned();
        return Ok(page.refused(StatusCode::BAD_REQUEST, blank).into_response());
    }
    match site.registry().enter(&form.token, &visitor).await {
        Ok(session) => {
            let cookie = [(header::SET_COOKIE, site.desk_cookie(&session.0))];
            Ok((cookie, Redirect::to("/desk")).into_response())
        }
        Err(Error::Refused(refusal @ Refusal::NoEntry)) => {
            Ok(page.refused(StatusCode::FORBIDDEN, lang.refused(&refusal)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /desk/leave`
pub async fn leave(
    State(site): State<Site>,
    headers: HeaderMap,
    DeskForm(_desk, Nothing {}): DeskForm<Nothing>,
) -> Result<Response, Trouble> {
    site.registry().leave_desk(&desk_cookie(&headers, &site)).await?;
    Ok(([(header::SET_COOKIE, site.desk_cookie(""))], Redirect::to(SIGN_IN)).into_response())
}

/// `GET /desk/leave`: a reload of what cannot be opened by itself.
pub async fn again() -> Redirect {
    Redirect::to(SIGN_IN)
}
