//! `/desk/batches/{id}/issue/progress`: how far issuing has come. The page can be left, and works
//! without its script, which only asks the same again by itself.

use super::{
    bar::{Bar, Place},
    entry::Desk,
    shown::office_name,
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::Lang,
    },
    model::batch::{BatchId, Stage},
};
use askama::Template;
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Serialize;

#[derive(Template)]
#[template(path = "desk/progress.html", config = "templates/askama.toml")]
struct ProgressPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    script: &'a str,
    batch: String,
    id: String,
    done: u64,
    total: u64,
    so_far: String,
    /// Why nothing came of it.
    failed: Vec<String>,
}

/// The same for the page's script.
#[derive(Serialize)]
struct Reached {
    done: u64,
    total: u64,
    so_far: String,
    is_over: bool,
}

/// `GET /desk/batches/{id}/issue/progress`; the batch's page when nothing is under way here.
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    let job = site.issuing().job(id).filter(|_| seen.batch.stage != Stage::Issued);
    let Some(job) = job else {
        return Ok(Redirect::to(&format!("/desk/batches/{id}")).into_response());
    };
    let ((done, total), told) = (job.so_far(), job.trouble().map(|trouble| lang.failure(&trouble)));
    let words = &lang.words().desk.progress;
    let title = if told.is_some() { words.failed } else { words.title };
    let page = ProgressPage {
        frame: Frame::new(&site, lang, title.into()),
        bar: Bar::new(&site, lang, &desk, Place::Batches),
        script: &site.assets().desk_script.path,
        batch: lang.batch_title(&office_name(&site, &seen.batch.office), id),
        id: id.to_string(),
        so_far: lang.issued_so_far(done, total),
        failed: told.map(|told| [vec![told.heading], told.sentences].concat()).unwrap_or_default(),
        done,
        total,
    };
    Ok(Page::personal(page).into_response())
}

/// `GET /desk/batches/{id}/issue/state`
pub async fn state(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    let job = site.issuing().job(id).filter(|job| job.trouble().is_none());
    let is_over = job.is_none() || seen.batch.stage == Stage::Issued;
    let (done, total) = job.map_or((0, 0), |job| job.so_far());
    let so_far = lang.issued_so_far(done, total);
    Ok(Json(Reached { done, total, so_far, is_over }).into_response())
}
