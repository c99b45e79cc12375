//! `/desk/batches` and `/desk/batches/{id}`: the batches that one may see, and one of them.

use super::{
    bar::{Bar, Place},
    entry::Desk,
    shown::{Event, Mark, Moment, office_name, timeline, track},
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::{
            Lang,
            desk::{Told, grouped},
        },
    },
    model::batch::{BatchId, Move, Stage},
    registry::{
        desk::batches::{AtDesk, Step},
        house::deeds::Deed,
        road::batch::Batch,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/batches.html", config = "templates/askama.toml")]
struct BatchesPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    lines: Vec<Line>,
    is_newest: bool,
    more_before: Option<String>,
}

/// A batch of the list.
struct Line {
    id: String,
    title: String,
    way: &'static str,
    rows: String,
    stage: &'static str,
    since: Moment,
}

#[derive(Template)]
#[template(path = "desk/batch.html", config = "templates/askama.toml")]
struct BatchPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    id: String,
    way: &'static str,
    rows: String,
    track: Vec<Mark>,
    told: Told,
    /// The one legal move of this reader: its page and its verb.
    button: Option<(String, String)>,
    may_return: bool,
    /// What the link to the objections is called, for those who settle them.
    objections: Option<&'static str>,
    reason: Option<String>,
    follows: Option<String>,
    /// What changed since the batch that it follows was returned.
    changed: Option<String>,
    /// Who has no photo although the batch that it follows had some.
    without_photo: Option<String>,
    /// What there is to be read and taken: its page, and what that is called.
    links: Vec<(&'static str, String)>,
    tally: Vec<Count>,
    timeline: Vec<Event>,
}

/// So many rows of a kind.
struct Count {
    kind: &'static str,
    shown: String,
    word: &'static str,
}

/// Where the list begins.
#[derive(Deserialize)]
pub struct Behind {
    before: Option<String>,
}

impl Line {
    fn new(site: &Site, lang: Lang, batch: &Batch) -> Self {
        Self {
            id: batch.id.to_string(),
            title: lang.batch_title(&office_name(site, &batch.office), batch.id),
            way: lang.way(batch.way),
            rows: grouped(batch.tally.rows),
            stage: lang.stage(batch.stage),
            since: Moment::on(lang, batch.moved_at),
        }
    }
}

impl<'a> BatchPage<'a> {
    fn new(site: &'a Site, lang: Lang, desk: &Desk, (seen, deeds): &(AtDesk, Vec<Deed>)) -> Self {
        let batch = &seen.batch;
        let title = lang.batch_title(&office_name(site, &batch.office), batch.id);
        Self {
            frame: Frame::new(site, lang, title.into()),
            bar: Bar::new(site, lang, desk, Place::Batches),
            id: batch.id.to_string(),
            way: lang.way(batch.way),
            rows: lang.rows(batch.tally.rows),
            track: track(lang, batch, deeds),
            told: lang.step(seen),
            button: button(lang, seen),
            may_return: seen.may_return,
            objections: (seen.may_return && batch.stage == Stage::Posted)
                .then_some(lang.publicity().objections),
            reason: batch.reason.clone(),
            follows: batch.follows.map(|id| id.to_string()),
            changed: seen.changed.as_ref().map(|counts| lang.changed(counts)),
            without_photo: seen
                .photos
                .filter(|_| seen.left_photos_behind)
                .map(|tally| lang.photos_left_behind(tally)),
            links: links(lang, desk, seen),
            tally: tally(lang, batch),
            timeline: timeline(lang, deeds),
        }
    }
}

/// The people, what was found, the receipt, the certificates: as far as they are there and the
/// reader's to see.
fn links(lang: Lang, desk: &Desk, seen: &AtDesk) -> Vec<(&'static str, String)> {
    let (w, batch) = (&lang.words().desk.batch, &seen.batch);
    let is_own = batch.office == desk.actor.office;
    let is_reported = batch.reported.is_some();
    let all = [
        (is_reported, "rows", lang.people(seen.people)),
        (is_own && batch.tally.rows > 0, "findings", w.findings.to_owned()),
        (
            seen.photos.is_some(),
            "photos",
            seen.photos.map_or_else(String::new, |tally| lang.photos_link(tally)),
        ),
        (is_reported, "receipt.pdf", w.receipt.to_owned()),
        (batch.stage == Stage::Issued, "papers.zip", w.papers.to_owned()),
    ];
    all.into_iter().filter(|(is_there, ..)| *is_there).map(|(_, page, word)| (page, word)).collect()
}

/// The page of the reader's own move.
fn button(lang: Lang, seen: &AtDesk) -> Option<(String, String)> {
    let (id, rows) = (seen.batch.id, seen.people);
    let page = |page: &str| format!("/desk/batches/{id}/{page}");
    let href = match seen.step {
        Step::Yours(Move::Report) => page("findings"),
        Step::Yours(step) => {
            return Some((page(step.code()), lang.move_button(step, rows)));
        }
        Step::YourSheet => page("sheet"),
        Step::SendAgain => format!("/desk/uploads/new?follows={id}"),
        _ => return None,
    };
    Some((href, lang.waits_for(seen.step).to_owned()))
}

/// What the rows came to; of the lesser kinds only those that there are.
fn tally(lang: Lang, batch: &Batch) -> Vec<Count> {
    let (words, tally) = (&lang.words().desk.batch, &batch.tally);
    let all = [
        ("all", tally.rows, words.rows),
        ("good", tally.accepted, words.accepted),
        ("fixed", tally.fixed, words.fixed),
        ("error", tally.rejected, words.rejected),
        ("all", tally.unchanged, words.unchanged),
    ];
    let shown = all.into_iter().enumerate().filter(|(at, (_, count, _))| *at < 2 || *count > 0);
    shown.map(|(_, (kind, count, word))| Count { kind, shown: grouped(count), word }).collect()
}

/// `GET /desk/batches`
pub async fn list(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Query(behind): Query<Behind>,
) -> Result<Response, Trouble> {
    let before = behind.before.as_deref().and_then(BatchId::parse);
    let listed = site.registry().batches_for(&desk.actor, before).await?;
    let page = BatchesPage {
        frame: Frame::new(&site, lang, lang.words().desk.batches.title.into()),
        bar: Bar::new(&site, lang, &desk, Place::Batches),
        lines: listed.batches.iter().map(|batch| Line::new(&site, lang, batch)).collect(),
        is_newest: before.is_none(),
        more_before: listed.more_before.map(|id| id.to_string()),
    };
    Ok(Page::personal(page).into_response())
}

/// `GET /desk/batches/{id}`
pub async fn one(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let shown = site.registry().show_batch_for(id, &desk.actor).await?;
    Ok(Page::personal(BatchPage::new(&site, lang, &desk, &shown)).into_response())
}
