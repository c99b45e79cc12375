//! `/mine` and below: a holder's own certificates. Every page here is the holder's alone.

use super::facts::{self, Fact, Value};
use crate::{
    http::{
        asked::SessionCookie,
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::Lang,
    },
    model::{
        certificate::{Road, Standing},
        day::{PartialDay, Timestamp},
        number::CertificateNumber,
    },
    registry::{Held, Mine},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "pages/mine.html", config = "templates/askama.toml")]
struct MinePage<'a> {
    frame: Frame<'a>,
    last_look_up: Option<Event>,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "pages/certificate.html", config = "templates/askama.toml")]
struct CertificatePage<'a> {
    frame: Frame<'a>,
    card: Card,
    facts: Vec<Fact>,
    timeline: Vec<Event>,
    look_ups: Vec<Event>,
}

/// A certificate as the holder meets it first.
struct Card {
    number: String,
    standing: Standing,
    standing_word: &'static str,
    title: String,
    below_title: String,
    facts: Vec<Fact>,
    replaced_by: Option<String>,
}

/// A moment: for machines, for people, and what happened.
struct Event {
    machine: String,
    shown: String,
    what: String,
}

impl Card {
    fn new(lang: Lang, held: &Held) -> Self {
        let award = &held.certificate.award;
        let level = lang.level(award.level);
        let below_title = match (lang, &award.specialty) {
            (Lang::Zh, Some(specialty)) => format!("{level}，{specialty}"),
            (Lang::En, Some(specialty)) => format!("{level}, {specialty}"),
            (_, None) => level.to_owned(),
        };
        Self {
            number: held.certificate.number.to_string(),
            standing: held.standing.standing,
            standing_word: lang.standing(held.standing.standing),
            title: award.title.to_string(),
            below_title,
            facts: facts::of_card(lang, &held.certificate),
            replaced_by: held.replaced_by.as_ref().map(ToString::to_string),
        }
    }

    fn is_printable(&self) -> bool {
        self.standing == Standing::Valid
    }
}

impl<'a> MinePage<'a> {
    fn new(site: &'a Site, lang: Lang, mine: &Mine) -> Self {
        let title = lang.greeting(mine.name.as_str(), mine.certificates.len());
        Self {
            frame: Frame::new(site, lang, title.into()),
            last_look_up: mine.look_ups.first().map(|at| Event::at(lang, *at)),
            cards: mine.certificates.iter().map(|held| Card::new(lang, held)).collect(),
        }
    }
}

impl<'a> CertificatePage<'a> {
    fn new(site: &'a Site, lang: Lang, mine: &Mine, held: &Held) -> Self {
        let card = Card::new(lang, held);
        Self {
            frame: Frame::new(site, lang, card.title.clone().into()),
            facts: facts::of_certificate(lang, &held.certificate),
            timeline: timeline(lang, held),
            look_ups: mine.look_ups.iter().map(|at| Event::at(lang, *at)).collect(),
            card,
        }
    }
}

impl Event {
    fn at(lang: Lang, instant: Timestamp) -> Self {
        Self { machine: instant.rfc3339(), shown: lang.instant(instant), what: String::new() }
    }

    fn on(lang: Lang, day: impl Into<PartialDay>, what: impl Into<String>) -> Self {
        let day = day.into();
        Self { machine: day.to_string(), shown: lang.day(day), what: what.into() }
    }
}

/// What happened to a certificate, newest first.
fn timeline(lang: Lang, held: &Held) -> Vec<Event> {
    let words = &lang.words().mine;
    let (certificate, award) = (&held.certificate, &held.certificate.award);
    let recorded = match certificate.road {
        Road::Issued => words.issued,
        Road::Filed => words.filed,
    };
    let changed = (held.standing.standing != Standing::Valid)
        .then(|| Event::on(lang, held.standing.since, lang.standing_event(&held.standing)));
    [
        changed,
        Some(Event::on(lang, certificate.issued_on, recorded)),
        award.announced_on.map(|day| Event::on(lang, day, words.announced)),
        Some(Event::on(lang, award.obtained_on, words.obtained)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `GET /mine`
pub async fn list(
    State(site): State<Site>,
    lang: Lang,
    SessionCookie(session): SessionCookie,
) -> Result<Response, Trouble> {
    let mine = site.registry().mine(&session).await?;
    Ok(Page::personal(MinePage::new(&site, lang, &mine)).into_response())
}

/// `GET /mine/{number}`
pub async fn one(
    State(site): State<Site>,
    lang: Lang,
    SessionCookie(session): SessionCookie,
    Path(number): Path<String>,
) -> Result<Response, Trouble> {
    let mine = site.registry().mine(&session).await?;
    let number = CertificateNumber::parse(&number).ok_or(Trouble::NotHere)?;
    let mut held = mine.certificates.iter();
    let held = held.find(|held| held.certificate.number == number).ok_or(Trouble::NotHere)?;
    Ok(Page::personal(CertificatePage::new(&site, lang, &mine, held)).into_response())
}

/// `GET /mine/{number}/print`: the PDF, named by the certificate's number.
pub async fn print(
    State(site): State<Site>,
    SessionCookie(session): SessionCookie,
    Path(number): Path<String>,
) -> Result<Response, Trouble> {
    let number = CertificateNumber::parse(&number).ok_or(Trouble::NotHere)?;
    let bytes = site.registry().print_mine(&session, &number).await?;
    Ok(pdf(number.as_str(), bytes))
}

/// A PDF for its holder's eyes alone.
pub(super) fn pdf(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (HeaderName::from_static("x-robots-tag"), "noindex".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// `POST /leave`
pub async fn leave(
    State(site): State<Site>,
    SessionCookie(session): SessionCookie,
) -> Result<Response, Trouble> {
    site.registry().leave(&session).await?;
    Ok(([(header::SET_COOKIE, site.session_cookie(""))], Redirect::to("/")).into_response())
}
