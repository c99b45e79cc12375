//! `/desk/batches/{id}/{post,announce}`: a reviewed list goes up, and its result is announced.

use super::{
    entry::{Desk, DeskForm},
    fields::{About, Field, FieldsPage},
    moves::{facts, made, may, page_of, state},
};
use crate::{
    http::{site::Site, trouble::Trouble, words::Lang},
    model::{
        batch::{BatchId, Move},
        day::Day,
        text::Text,
    },
    registry::{
        Error, Refusal,
        desk::batches::{AtDesk, was_moved_by},
        road::publicity::{Announcement, Window},
    },
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

/// What the form of a post sends.
#[derive(Deserialize)]
pub struct Posted {
    #[serde(default)]
    once: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// What the form of an announcement sends.
#[derive(Deserialize)]
pub struct Announced {
    #[serde(default)]
    once: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    on: String,
}

fn post_page<'a>(
    site: &'a Site,
    lang: Lang,
    desk: &Desk,
    seen: &AtDesk,
    [from, until]: [String; 2],
) -> FieldsPage<'a> {
    let words = lang.publicity();
    let fields = vec![
        Field::new("from", "date", [words.from, words.from_hint]).filled(from),
        Field::new("until", "date", [words.until, words.until_hint]).filled(until),
    ];
    let said = [words.post, words.post_consequence];
    FieldsPage::new(site, lang, desk, about(site, lang, desk, seen, (Move::Post, said)), fields)
}

fn announce_page<'a>(
    site: &'a Site,
    lang: Lang,
    desk: &Desk,
    seen: &AtDesk,
    [document, on]: [String; 2],
) -> FieldsPage<'a> {
    let words = lang.publicity();
    let fields = vec![
        Field::new("document", "text", [words.document, words.document_hint]).filled(document),
        Field::new("on", "date", [words.on, words.on_hint]).filled(on),
    ];
    let said = [words.announce, words.announce_consequence];
    FieldsPage::new(site, lang, desk, about(site, lang, desk, seen, (Move::Announce, said)), fields)
}

fn about(
    site: &Site,
    lang: Lang,
    desk: &Desk,
    seen: &AtDesk,
    (step, [question, consequence]): (Move, [&'static str; 2]),
) -> About {
    let back = format!("/desk/batches/{}", seen.batch.id);
    About {
        question,
        consequence,
        action: format!("{back}/{}", step.code()),
        back,
        once: desk.once(&state(&seen.batch, step)),
        facts: facts(site, lang, &seen.batch),
    }
}

/// `GET /desk/batches/{id}/post`
pub async fn ask_post(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    if !may(&seen, Move::Post) {
        return Ok(page_of(id).into_response());
    }
    let (from, until) = (site.registry().clock().today(), site.registry().earliest_until());
    let days = [from.to_string(), until.to_string()];
    Ok(crate::http::page::Page::personal(post_page(&site, lang, &desk, &seen, days))
        .into_response())
}

/// `POST /desk/batches/{id}/post`
pub async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path(id): Path<String>,
    DeskForm(desk, sent): DeskForm<Posted>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, deeds) = site.registry().show_batch_for(id, &desk.actor).await?;
    site.registry().may_move(&seen.batch, Move::Post, &desk.actor).await?;
    if was_moved_by(&deeds, Move::Post, &desk.actor) {
        return Ok(page_of(id).into_response());
    }
    if sent.once != desk.once(&state(&seen.batch, Move::Post)) {
        return Err(Error::from(Refusal::MovedMeanwhile).into());
    }
    let days = [Day::parse(sent.from.trim()), Day::parse(sent.until.trim())];
    let form = || post_page(&site, lang, &desk, &seen, [sent.from.clone(), sent.until.clone()]);
    let [Some(from), Some(until)] = days else {
        let unfit = ["from", "until"].into_iter().zip(days).filter(|(_, day)| day.is_none());
        let wrong = unfit.map(|(id, _)| (id, lang.publicity().day_unfit.to_owned())).collect();
        return Ok(form().mended(wrong).into_response());
    };
    match site.registry().post(id, Window { from, until }, &desk.actor).await {
        Err(Error::Refused(refusal @ Refusal::WindowTooShort { .. })) => {
            Ok(form().mended(vec![("until", lang.refused(&refusal))]).into_response())
        }
        Err(Error::Refused(refusal @ Refusal::PostInThePast(_))) => {
            Ok(form().mended(vec![("from", lang.refused(&refusal))]).into_response())
        }
        posted => made(&site, &desk, (id, Move::Post), posted).await,
    }
}

/// `GET /desk/batches/{id}/announce`
pub async fn ask_announce(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    if !may(&seen, Move::Announce) {
        return Ok(page_of(id).into_response());
    }
    let values = [String::new(), site.registry().clock().today().to_string()];
    let page = announce_page(&site, lang, &desk, &seen, values);
    Ok(crate::http::page::Page::personal(page).into_response())
}

/// `POST /desk/batches/{id}/announce`
pub async fn announce(
    State(site): State<Site>,
    lang: Lang,
    Path(id): Path<String>,
    DeskForm(desk, sent): DeskForm<Announced>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, deeds) = site.registry().show_batch_for(id, &desk.actor).await?;
    site.registry().may_move(&seen.batch, Move::Announce, &desk.actor).await?;
    if was_moved_by(&deeds, Move::Announce, &desk.actor) {
        return Ok(page_of(id).into_response());
    }
    if sent.once != desk.once(&state(&seen.batch, Move::Announce)) {
        return Err(Error::from(Refusal::MovedMeanwhile).into());
    }
    let (document, on) = (Text::parse(sent.document.trim()), Day::parse(sent.on.trim()));
    let form =
        || announce_page(&site, lang, &desk, &seen, [sent.document.clone(), sent.on.clone()]);
    let (Some(document_number), Some(on)) = (document.clone(), on) else {
        let words = lang.publicity();
        let wrong = [
            document.is_none().then(|| ("document", words.text_unfit.to_owned())),
            on.is_none().then(|| ("on", words.day_unfit.to_owned())),
        ];
        return Ok(form().mended(wrong.into_iter().flatten().collect()).into_response());
    };
    match site.registry().announce(id, &Announcement { document_number, on }, &desk.actor).await {
        Err(Error::Refused(refusal @ (Refusal::TooEarly { .. } | Refusal::FutureDay(_)))) => {
            Ok(form().mended(vec![("on", lang.refused(&refusal))]).into_response())
        }
        announced => made(&site, &desk, (id, Move::Announce), announced).await,
    }
}
