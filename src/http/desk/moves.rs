//! `/desk/batches/{id}/{accept,return,issue}`: ask, then do. A form takes effect once: its key fits
//! only while the batch stands as it did when the form was shown.

use super::{
    bar::{Bar, Place},
    entry::{Desk, DeskForm},
    shown::{Moment, office_name},
};
use crate::{
    http::{
        page::{Entry, Frame, Keep, Page, Summary},
        site::Site,
        trouble::Trouble,
        words::Lang,
    },
    model::{
        batch::{BatchId, Move},
        text::Text,
    },
    registry::{
        Error, Refusal,
        desk::batches::{AtDesk, Step, was_moved_by},
        road::batch::Batch,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/confirm.html", config = "templates/askama.toml")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    summary: Option<Summary>,
    question: String,
    step: &'static str,
    id: String,
    once: String,
    facts: Vec<(&'static str, String)>,
    consequence: &'static str,
    button: String,
    reason: Option<Entry>,
}

/// What a form sends besides the session's key.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    once: String,
    #[serde(default)]
    reason: String,
}

/// The last part of an address, as a move that has a page here.
fn move_of(code: &str) -> Result<Move, Trouble> {
    let known = [Move::Accept, Move::Return, Move::Issue];
    known.into_iter().find(|step| step.code() == code).ok_or(Trouble::NotHere)
}

/// Whether the reader may make the move now.
pub(super) fn may(seen: &AtDesk, step: Move) -> bool {
    if step == Move::Return { seen.may_return } else { seen.step == Step::Yours(step) }
}

/// The batch and where it stands, as a form's one-time key covers them.
pub(super) fn state(batch: &Batch, step: Move) -> String {
    let photos = batch.photos.as_ref().map_or(0, |photos| photos.at.0);
    format!("{} {} {} {} {photos}", step.code(), batch.id, batch.stage.code(), batch.moved_at.0)
}

pub(super) fn page_of(id: BatchId) -> Redirect {
    Redirect::to(&format!("/desk/batches/{id}"))
}

impl<'a> ConfirmPage<'a> {
    fn new(site: &'a Site, lang: Lang, desk: &Desk, seen: &AtDesk, step: Move) -> Self {
        let batch = &seen.batch;
        let question = lang.move_question(step, seen.people);
        Self {
            frame: Frame::new(site, lang, question.clone().into()),
            bar: Bar::new(site, lang, desk, Place::Batches),
            summary: None,
            question,
            step: step.code(),
            id: batch.id.to_string(),
            once: desk.once(&state(batch, step)),
            facts: facts(site, lang, batch),
            consequence: lang.move_consequence(step),
            button: lang.move_button(step, seen.people),
            reason: (step == Move::Return).then(Entry::default),
        }
    }

    /// The form again, with what is wrong with the reason.
    fn mended(mut self, value: String, said: &str) -> Page<Self> {
        let entry = Entry { value, error: Some(said.to_owned()) };
        self.summary = Summary::of(self.frame.lang, &[("reason", &entry)]);
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(self.frame.lang, &self.question);
        }
        self.reason = Some(entry);
        Page { status: StatusCode::BAD_REQUEST, keep: Keep::Personal, body: self }
    }
}

pub(super) fn facts(site: &Site, lang: Lang, batch: &Batch) -> Vec<(&'static str, String)> {
    let words = &lang.words().desk.confirm;
    let reported = batch.reported.as_ref().map(|signed| {
        (words.reported, lang.signed(&signed.who, &Moment::on(lang, signed.at).shown))
    });
    let accepted = batch.accepted_by.clone().map(|who| (words.accepted_by, who));
    let all = [
        Some((words.id, batch.id.to_string())),
        Some((words.office, office_name(site, &batch.office))),
        Some((words.way, lang.way(batch.way).to_owned())),
        reported,
        accepted,
        Some((words.rows, lang.rows(batch.tally.accepted))),
    ];
    all.into_iter().flatten().collect()
}

/// `GET /desk/batches/{id}/{step}`; where the move is not the reader's to make, the batch's page
/// says why.
pub async fn ask(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path((id, step)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let (id, step) = (BatchId::parse(&id).ok_or(Trouble::NotHere)?, move_of(&step)?);
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    if !may(&seen, step) {
        return Ok(page_of(id).into_response());
    }
    Ok(Page::personal(ConfirmPage::new(&site, lang, &desk, &seen, step)).into_response())
}

/// `POST /desk/batches/{id}/{step}`
pub async fn make(
    State(site): State<Site>,
    lang: Lang,
    Path((id, step)): Path<(String, String)>,
    DeskForm(desk, sent): DeskForm<Sent>,
) -> Result<Response, Trouble> {
    let (id, step) = (BatchId::parse(&id).ok_or(Trouble::NotHere)?, move_of(&step)?);
    let (seen, deeds) = site.registry().show_batch_for(id, &desk.actor).await?;
    site.registry().may_move(&seen.batch, step, &desk.actor).await?;
    if was_moved_by(&deeds, step, &desk.actor) {
        // The second click of two: it is done.
        return Ok(page_of(id).into_response());
    }
    if sent.once != desk.once(&state(&seen.batch, step)) {
        return Err(Error::from(Refusal::MovedMeanwhile).into());
    }
    match step {
        Move::Return => give_back(&site, lang, &desk, &seen, sent.reason).await,
        Move::Issue => Ok(site.issuing().start(&site, id, desk.actor)),
        _ => {
            let accepted = site.registry().accept(id, &desk.actor).await;
            made(&site, &desk, (id, step), accepted).await
        }
    }
}

/// The batch's page after a move; also where the move was made by the first of two clicks that came
/// at once.
pub(super) async fn made(
    site: &Site,
    desk: &Desk,
    (id, step): (BatchId, Move),
    done: Result<Batch, Error>,
) -> Result<Response, Trouble> {
    if let Err(error) = done {
        let is_lost =
            matches!(error, Error::Refused(Refusal::MovedMeanwhile | Refusal::WrongStage { .. }));
        let (_, deeds) = site.registry().show_batch_for(id, &desk.actor).await?;
        if !is_lost || !was_moved_by(&deeds, step, &desk.actor) {
            return Err(error.into());
        }
    }
    Ok(page_of(id).into_response())
}

async fn give_back(
    site: &Site,
    lang: Lang,
    desk: &Desk,
    seen: &AtDesk,
    reason: String,
) -> Result<Response, Trouble> {
    let words = &lang.words().desk.confirm;
    let form = || ConfirmPage::new(site, lang, desk, seen, Move::Return);
    let said = if reason.trim().is_empty() { words.reason_blank } else { words.reason_unfit };
    let Some(text) = Text::parse(reason.trim()) else {
        return Ok(form().mended(reason, said).into_response());
    };
    let returned = site.registry().return_batch(seen.batch.id, &text, &desk.actor).await;
    made(site, desk, (seen.batch.id, Move::Return), returned).await
}
