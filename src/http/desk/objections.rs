//! `/desk/batches/{id}/objections`: what was said against a list, and how it was settled.

use super::{
    bar::{Bar, Place},
    entry::{Desk, DeskForm},
    fields::{About, Field, FieldsPage},
    moves::facts,
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::{Lang, desk::Publicity},
    },
    model::{
        batch::{BatchId, Stage},
        day::Day,
        text::Text,
    },
    registry::{
        Error, Refusal,
        desk::batches::AtDesk,
        road::publicity::{Objection, Settlement},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/objections.html", config = "templates/askama.toml")]
struct ObjectionsPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    words: &'static Publicity,
    id: String,
    is_posted: bool,
    all: Vec<Shown>,
}

/// One objection.
struct Shown {
    id: String,
    says: String,
    received: String,
    outcome: Option<String>,
}

/// What the forms send.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    says: String,
    #[serde(default)]
    received: String,
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    strike: String,
}

fn shown(lang: Lang, one: &Objection) -> Shown {
    let settled = one.settled.as_ref();
    Shown {
        id: one.id.clone(),
        says: one.says.to_string(),
        received: lang.received(one.received_on, &one.who),
        outcome: settled.map(|(on, outcome)| format!("{} {outcome}", lang.day(*on))),
    }
}

/// `GET /desk/batches/{id}/objections`
pub async fn list(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    let all = site.registry().objections(id, &desk.actor).await?;
    let page = ObjectionsPage {
        frame: Frame::new(&site, lang, lang.publicity().objections.into()),
        bar: Bar::new(&site, lang, &desk, Place::Batches),
        words: lang.publicity(),
        id: id.to_string(),
        is_posted: seen.batch.stage == Stage::Posted,
        all: all.iter().map(|one| shown(lang, one)).collect(),
    };
    Ok(Page::personal(page).into_response())
}

fn object_page<'a>(
    site: &'a Site,
    lang: Lang,
    desk: &Desk,
    seen: &AtDesk,
    [says, received]: [String; 2],
) -> FieldsPage<'a> {
    let words = lang.publicity();
    let back = format!("/desk/batches/{}/objections", seen.batch.id);
    let about = About {
        question: words.object,
        consequence: words.object_consequence,
        action: format!("{back}/new"),
        back,
        once: String::new(),
        facts: facts(site, lang, &seen.batch),
    };
    let fields = vec![
        Field::new("says", "text", [words.says, words.says_hint]).filled(says),
        Field::new("received", "date", [words.received, words.received_hint]).filled(received),
    ];
    FieldsPage::new(site, lang, desk, about, fields)
}

/// `GET /desk/batches/{id}/objections/new`
pub async fn ask(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    site.registry().may_hear(&desk.actor)?;
    if seen.batch.stage != Stage::Posted {
        return Ok(back(id).into_response());
    }
    let values = [String::new(), site.registry().clock().today().to_string()];
    Ok(Page::personal(object_page(&site, lang, &desk, &seen, values)).into_response())
}

/// `POST /desk/batches/{id}/objections/new`
pub async fn object(
    State(site): State<Site>,
    lang: Lang,
    Path(id): Path<String>,
    DeskForm(desk, sent): DeskForm<Sent>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    site.registry().may_hear(&desk.actor)?;
    let (says, on) = (Text::parse(sent.says.trim()), Day::parse(sent.received.trim()));
    let words = lang.publicity();
    let form =
        || object_page(&site, lang, &desk, &seen, [sent.says.clone(), sent.received.clone()]);
    let (Some(said), Some(day)) = (&says, on) else {
        let wrong = [
            says.is_none().then(|| ("says", words.text_unfit.to_owned())),
            on.is_none().then(|| ("received", words.day_unfit.to_owned())),
        ];
        return Ok(form().mended(wrong.into_iter().flatten().collect()).into_response());
    };
    match site.registry().object(id, day, said, &desk.actor).await {
        Err(Error::Refused(refusal @ Refusal::FutureDay(_))) => {
            Ok(form().mended(vec![("received", lang.refused(&refusal))]).into_response())
        }
        done => Ok(done.map(|_| back(id).into_response())?),
    }
}

fn settle_page<'a>(
    site: &'a Site,
    lang: Lang,
    desk: &Desk,
    (seen, objection): (&AtDesk, &str),
    [outcome, strike]: [String; 2],
) -> FieldsPage<'a> {
    let words = lang.publicity();
    let back = format!("/desk/batches/{}/objections", seen.batch.id);
    let about = About {
        question: words.settle,
        consequence: "",
        action: format!("{back}/{objection}"),
        back,
        once: String::new(),
        facts: facts(site, lang, &seen.batch),
    };
    let fields = vec![
        Field::new("outcome", "text", [words.outcome, words.outcome_hint]).filled(outcome),
        Field::new("strike", "number", [words.strike, words.strike_hint]).filled(strike).optional(),
    ];
    FieldsPage::new(site, lang, desk, about, fields)
}

/// `GET /desk/batches/{id}/objections/{objection}`
pub async fn ask_settle(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path((id, objection)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    let all = site.registry().objections(id, &desk.actor).await?;
    if !all.iter().any(|one| one.id == objection && one.settled.is_none()) {
        return Ok(back(id).into_response());
    }
    let page = settle_page(&site, lang, &desk, (&seen, &objection), Default::default());
    Ok(Page::personal(page).into_response())
}

/// `POST /desk/batches/{id}/objections/{objection}`
pub async fn settle(
    State(site): State<Site>,
    lang: Lang,
    Path((id, objection)): Path<(String, String)>,
    DeskForm(desk, sent): DeskForm<Sent>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    site.registry().may_hear(&desk.actor)?;
    let words = lang.publicity();
    let outcome = Text::parse(sent.outcome.trim());
    let strike = Some(sent.strike.trim()).filter(|typed| !typed.is_empty());
    let place = strike.map(str::parse::<u64>).transpose();
    let values = || [sent.outcome.clone(), sent.strike.clone()];
    let form = || settle_page(&site, lang, &desk, (&seen, &objection), values());
    let (Some(outcome), Ok(strike)) = (outcome.clone(), &place) else {
        let wrong = [
            outcome.is_none().then(|| ("outcome", words.text_unfit.to_owned())),
            place.is_err().then(|| ("strike", words.place_unfit.to_owned())),
        ];
        return Ok(form().mended(wrong.into_iter().flatten().collect()).into_response());
    };
    let settlement = Settlement { objection: objection.clone(), outcome, strike: *strike };
    match site.registry().settle(id, &settlement, &desk.actor).await {
        Err(Error::Refused(refusal @ Refusal::NobodyThere(_))) => {
            Ok(form().mended(vec![("strike", lang.refused(&refusal))]).into_response())
        }
        // The second click of two.
        Err(Error::Refused(Refusal::NoSuchObjection)) => Ok(back(id).into_response()),
        done => Ok(done.map(|()| back(id).into_response())?),
    }
}

fn back(id: BatchId) -> Redirect {
    Redirect::to(&format!("/desk/batches/{id}/objections"))
}
