//! `/desk/batches/{id}/report`: an office reports the rows that are in order; asked first, done
//! once.

use crate::http::desk::{
    bar::{Bar, Place},
    entry::{Desk, DeskForm},
    shown::office_name,
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::{Lang, desk::sheets},
    },
    model::batch::{BatchId, Move, Stage},
    registry::{
        Error, Refusal,
        desk::batches::{AtDesk, Step},
        road::batch::Batch,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/report.html", config = "templates/askama.toml")]
struct ReportPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    w: &'static sheets::Report,
    id: String,
    once: String,
    facts: Vec<(&'static str, String)>,
    behind: Option<String>,
    button: String,
}

/// What the form sends besides the session's key.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    once: String,
}

/// What the form was shown for: mended since, it is asked again.
fn state(batch: &Batch) -> String {
    let tally = &batch.tally;
    let counts = (tally.accepted, tally.fixed, tally.rejected, tally.unchanged);
    format!("report {} {} {counts:?}", batch.id, batch.stage.code())
}

impl<'a> ReportPage<'a> {
    fn new(site: &'a Site, lang: Lang, desk: &Desk, batch: &Batch) -> Self {
        let (w, tally) = (&lang.sheets().report, &batch.tally);
        let question = lang.move_question(Move::Report, tally.accepted);
        Self {
            frame: Frame::new(site, lang, question.into()),
            bar: Bar::new(site, lang, desk, Place::Uploads),
            w,
            id: batch.id.to_string(),
            once: desk.once(&state(batch)),
            facts: vec![
                (w.id, batch.id.to_string()),
                (w.office, office_name(site, &batch.office)),
                (w.way, lang.way(batch.way).to_owned()),
                (w.accepted, lang.rows(tally.accepted)),
                (w.rejected, lang.rows(tally.rejected)),
                (w.unchanged, lang.rows(tally.unchanged)),
            ],
            behind: (tally.rejected > 0).then(|| lang.stays_behind(tally.rejected)),
            button: lang.move_button(Move::Report, tally.accepted),
        }
    }
}

async fn batch_of(site: &Site, desk: &Desk, id: &str) -> Result<AtDesk, Trouble> {
    let id = BatchId::parse(id).ok_or(Trouble::NotHere)?;
    Ok(site.registry().show_batch_for(id, &desk.actor).await?.0)
}

fn page_of(id: BatchId, rest: &str) -> Response {
    Redirect::to(&format!("/desk/batches/{id}{rest}")).into_response()
}

/// `GET /desk/batches/{id}/report`
pub async fn ask(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let AtDesk { batch, step, .. } = batch_of(&site, &desk, &id).await?;
    if step != Step::Yours(Move::Report) {
        return Ok(page_of(batch.id, ""));
    }
    if batch.tally.accepted == 0 {
        return Ok(page_of(batch.id, "/findings"));
    }
    Ok(Page::personal(ReportPage::new(&site, lang, &desk, &batch)).into_response())
}

/// `POST /desk/batches/{id}/report`
pub async fn make(
    State(site): State<Site>,
    Path(id): Path<String>,
    DeskForm(desk, sent): DeskForm<Sent>,
) -> Result<Response, Trouble> {
    let AtDesk { batch, .. } = batch_of(&site, &desk, &id).await?;
    if batch.stage == Stage::Draft && sent.once != desk.once(&state(&batch)) {
        return Err(Error::from(Refusal::MovedMeanwhile).into());
    }
    let _place = site.room().judge().await?;
    site.registry().report(batch.id, &desk.actor).await?;
    Ok(page_of(batch.id, ""))
}
