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
#[template(path = "pages/mine.html")]
struct MinePage<'a> {
    frame: Frame<'a>,
    last_look_up: Option<String>,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "pages/certificate.html")]
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
            last_look_up: mine.look_ups.first().map(|at| lang.last_look_up(*at)),
            cards: mine.certificates.iter().map(|held| Card::new(lang, held)).collect(),
        }
    }
}

impl<'a> CertificatePage<'a> {
    fn new(site: &'a Site, lang: Lang, mine: &Mine, held: &Held) -> Self {
        let card = Card::new(lang, held);
        let look_up = |at: &crate::model::day::Timestamp| Event {
            machine: at.rfc3339(),
            shown: lang.instant(*at),
            what: String::new(),
        };
        Self {
            frame: Frame::new(site, lang, card.title.clone().into()),
            facts: facts::of_certificate(lang, &held.certificate),
            timeline: timeline(lang, held),
            look_ups: mine.look_ups.iter().map(look_up).collect(),
            card,
        }
    }
}

/// What happened to a certificate, newest first.
fn timeline(lang: Lang, held: &Held) -> Vec<Event> {
    let labels = &lang.words().facts;
    let award = &held.certificate.award;
    let event = |day: crate::model::day::PartialDay, what: String| Event {
        machine: day.to_string(),
        shown: lang.day(day),
        what,
    };
    let recorded = match held.certificate.road {
        Road::Issued => labels.issued_on,
        Road::Filed => labels.filed_on,
    };
    let changed = (held.standing.standing != Standing::Valid)
        .then(|| event(held.standing.since.into(), lang.standing_event(&held.standing)));
    let announced = award.announced_on.map(|day| event(day, labels.announced_on.to_owned()));
    [
        changed,
        Some(event(held.certificate.issued_on.into(), recorded.to_owned())),
        announced,
        Some(event(award.obtained_on, labels.obtained_on.to_owned())),
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
    let pdf = site.registry().print_mine(&session, &number).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{number}.pdf\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (HeaderName::from_static("x-robots-tag"), "noindex".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}

/// `POST /leave`
pub async fn leave(
    State(site): State<Site>,
    SessionCookie(session): SessionCookie,
) -> Result<Response, Trouble> {
    site.registry().leave(&session).await?;
    Ok(([(header::SET_COOKIE, site.session_cookie(""))], Redirect::to("/")).into_response())
}
