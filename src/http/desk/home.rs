//! `/desk`: what waits for whoever is there.

use super::{
    bar::{Bar, Place},
    entry::Desk,
    shown::{Moment, office_name},
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::Lang,
    },
    registry::desk::batches::AtDesk,
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
    tasks: Vec<Task>,
}

/// A batch that waits.
struct Task {
    href: String,
    what: &'static str,
    batch: String,
    way: &'static str,
    rows: String,
    stage: &'static str,
    since: Moment,
}

impl Task {
    fn new(site: &Site, lang: Lang, seen: &AtDesk) -> Self {
        let batch = &seen.batch;
        Self {
            href: format!("/desk/batches/{}", batch.id),
            what: lang.waits_for(seen.step),
            batch: lang.batch_title(&office_name(site, &batch.office), batch.id),
            way: lang.way(batch.way),
            rows: lang.rows(batch.tally.rows),
            stage: lang.stage(batch.stage),
            since: Moment::on(lang, batch.moved_at),
        }
    }
}

/// `GET /desk`
pub async fn show(State(site): State<Site>, lang: Lang, desk: Desk) -> Result<Response, Trouble> {
    let waiting = site.registry().waiting_for(&desk.actor).await?;
    let frame = Frame::new(&site, lang, lang.tasks(waiting.len()).into());
    let bar = Bar::new(&site, lang, &desk, Place::Waiting);
    let tasks = waiting.iter().map(|seen| Task::new(&site, lang, seen)).collect();
    Ok(Page::personal(HomePage { frame, bar, tasks }).into_response())
}
