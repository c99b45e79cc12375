//! `/mine/{number}/copy` and below: copies of a holder's own certificate, each for a purpose and
//! until a day. Nothing of a purpose stands in an address.

use super::{
    facts::{self, Fact, Value},
    mine::pdf,
};
use crate::{
    http::{
        asked::{Caller, SessionCookie},
        form::Filled,
        page::{Entry, Frame, Keep, Page, Summary},
        site::Site,
        trouble::Trouble,
        words::{Lang, copies::Copies as Words},
    },
    model::{
        copy::{BoundCopy, CopyCode},
        number::CertificateNumber,
    },
    registry::{Error, Refusal, public::copies::Copies},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/copies.html", config = "templates/askama.toml")]
struct CopiesPage<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    summary: Option<Summary>,
    number: String,
    certificate: String,
    /// Whether another may be made: the certificate is in force, and not too many are alive.
    is_open: bool,
    is_printable: bool,
    purpose: Entry,
    until: Entry,
    until_hint: String,
    /// The first and the last day of the field.
    bounds: [String; 2],
    live_heading: String,
    live: Vec<Live>,
}

#[derive(Template)]
#[template(path = "pages/withdraw.html", config = "templates/askama.toml")]
struct WithdrawPage<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    number: String,
    code: String,
    facts: Vec<Fact>,
}

/// A copy in use.
struct Live {
    code: String,
    purpose: String,
    times: String,
}

/// What the form sends. It has no `Debug`: a purpose is nobody's business in a log.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    until: String,
}

impl<'a> CopiesPage<'a> {
    fn new(site: &'a Site, lang: Lang, copies: &Copies) -> Self {
        let words = lang.copies();
        let certificate = &copies.held.certificate;
        let [first, offered, last] = copies.days;
        let is_printable = copies.held.is_in_force();
        let live = copies.live.iter();
        Self {
            frame: Frame::new(site, lang, words.title.into()),
            words,
            summary: None,
            number: certificate.number.to_string(),
            certificate: certificate.award.title.to_string(),
            is_open: is_printable && copies.has_room(),
            is_printable,
            purpose: Entry::default(),
            until: Entry { value: offered.to_string(), error: None },
            until_hint: lang.until_hint(last),
            bounds: [first, last].map(|day| day.to_string()),
            live_heading: lang.live_copies(copies.live.len()),
            live: live.map(|copy| Live::new(lang, copy)).collect(),
        }
    }

    /// The form again, with what was refused beside the field that it concerns.
    fn refused(mut self, asked: Asked, refusal: &Refusal) -> Page<Self> {
        let lang = self.frame.lang;
        let [purpose, until] = lang.unfit_copy(refusal);
        self.purpose = Entry { value: asked.purpose, error: purpose };
        self.until = Entry { value: asked.until, error: until };
        let fields = [("purpose", &self.purpose), ("until", &self.until)];
        self.summary = Summary::of(lang, &fields);
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(lang, self.words.title);
        }
        Page { status: StatusCode::BAD_REQUEST, keep: Keep::Personal, body: self }
    }
}

impl Live {
    fn new(lang: Lang, copy: &BoundCopy) -> Self {
        Self {
            code: copy.code.to_string(),
            purpose: copy.purpose.to_string(),
            times: lang.copy_times(copy),
        }
    }
}

fn number(written: &str) -> Result<CertificateNumber, Trouble> {
    CertificateNumber::parse(written).ok_or(Trouble::NotHere)
}

fn code(written: &str) -> Result<CopyCode, Trouble> {
    CopyCode::parse(written).ok_or(Trouble::NotHere)
}

fn to_list(number: &CertificateNumber) -> Response {
    Redirect::to(&format!("/mine/{number}/copy")).into_response()
}

/// `GET /mine/{number}/copy`
pub async fn list(
    State(site): State<Site>,
    lang: Lang,
    SessionCookie(session): SessionCookie,
    Path(written): Path<String>,
) -> Result<Response, Trouble> {
    let copies = site.registry().copies(&session, &number(&written)?).await?;
    Ok(Page::personal(CopiesPage::new(&site, lang, &copies)).into_response())
}

/// `POST /mine/{number}/copy`
pub async fn make(
    State(site): State<Site>,
    lang: Lang,
    (SessionCookie(session), Caller(visitor)): (SessionCookie, Caller),
    Path(written): Path<String>,
    Filled(asked): Filled<Asked>,
) -> Result<Response, Trouble> {
    let (registry, number) = (site.registry(), number(&written)?);
    let bounds = (asked.purpose.as_str(), asked.until.as_str());
    match registry.make_copy(&session, &number, bounds, &visitor).await {
        Ok(_) => Ok(to_list(&number)),
        Err(Error::Refused(refusal @ Refusal::UnfitCopy { .. })) => {
            let copies = registry.copies(&session, &number).await?;
            Ok(CopiesPage::new(&site, lang, &copies).refused(asked, &refusal).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /mine/{number}/copy/{copy}`: its PDF.
pub async fn print(
    State(site): State<Site>,
    SessionCookie(session): SessionCookie,
    Path((written, copy)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let (number, code) = (number(&written)?, code(&copy)?);
    let bytes = site.registry().print_copy(&session, &number, &code).await?;
    Ok(pdf(&format!("{number}-{code}"), bytes))
}

/// `GET /mine/{number}/copy/{copy}/withdraw`: asks before it is done.
pub async fn ask_withdraw(
    State(site): State<Site>,
    lang: Lang,
    SessionCookie(session): SessionCookie,
    Path((written, copy)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let (number, code) = (number(&written)?, code(&copy)?);
    let copies = site.registry().copies(&session, &number).await?;
    let Some(copy) = copies.live.iter().find(|copy| copy.code == code) else {
        return Ok(to_list(&number));
    };
    let words = lang.copies();
    let body = WithdrawPage {
        frame: Frame::new(&site, lang, words.ask.into()),
        words,
        number: number.to_string(),
        code: code.to_string(),
        facts: facts::of_copy(lang, copy).into(),
    };
    Ok(Page::personal(body).into_response())
}

/// `POST /mine/{number}/copy/{copy}/withdraw`
pub async fn withdraw(
    State(site): State<Site>,
    SessionCookie(session): SessionCookie,
    Path((written, copy)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let (number, code) = (number(&written)?, code(&copy)?);
    site.registry().withdraw_copy(&session, &number, &code).await?;
    Ok(to_list(&number))
}
