//! `/desk/batches/{id}/changes`: what is different in a batch since it was returned.

use crate::http::desk::{
    bar::{Bar, Place},
    entry::Desk,
    shown::office_name,
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::{
            Lang,
            desk::{Review, grouped},
        },
    },
    model::batch::BatchId,
    registry::desk::changes::{Became, Change, Changes, Counts},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/changes.html", config = "templates/askama.toml")]
struct ChangesPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    w: &'static Review,
    id: String,
    batch: String,
    returned: String,
    reason: Option<String>,
    counts: [(&'static str, String, &'static str); 4],
    items: Vec<Item>,
    range: String,
    is_first: bool,
    next: Option<u32>,
}

/// A row that changed.
struct Item {
    class: &'static str,
    word: &'static str,
    place: String,
    name: String,
    title: String,
    fields: Vec<Value>,
}

/// A value that differs.
struct Value {
    field: &'static str,
    was: String,
    is: String,
}

/// Which page is shown.
#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    page: String,
}

impl Item {
    fn new(lang: Lang, change: &Change) -> Self {
        let blank = lang.review().blank;
        let or_blank = |value: &Option<String>| value.as_deref().unwrap_or(blank).to_owned();
        let value = |field: &crate::registry::desk::changes::Altered| Value {
            field: lang.field(field.field),
            was: or_blank(&field.was),
            is: or_blank(&field.is),
        };
        Self {
            class: class(change.became),
            word: lang.became(change.became),
            place: lang.cell_place(&change.place, None),
            name: change.name.clone(),
            title: change.title.clone(),
            fields: change.fields.iter().map(value).collect(),
        }
    }
}

/// The word of the style sheet.
fn class(became: Became) -> &'static str {
    match became {
        Became::Altered => "fixed",
        Became::Added => "good",
        Became::LeftOut => "warning",
    }
}

fn counts(w: &Review, counts: &Counts) -> [(&'static str, String, &'static str); 4] {
    [
        (class(Became::Altered), counts.altered, w.altered),
        (class(Became::Added), counts.added, w.added),
        (class(Became::LeftOut), counts.left_out, w.left_out),
        ("all", counts.same, w.same),
    ]
    .map(|(kind, count, word)| (kind, grouped(count), word))
}

impl<'a> ChangesPage<'a> {
    fn new(site: &'a Site, lang: Lang, desk: &Desk, found: &Changes) -> Self {
        let (w, batch) = (lang.review(), &found.batch);
        let before = u64::from(found.page - 1) * Changes::ON_A_PAGE;
        Self {
            frame: Frame::new(site, lang, lang.changed(&found.counts).into()),
            bar: Bar::new(site, lang, desk, Place::Batches),
            w,
            id: batch.id.to_string(),
            batch: lang.batch_title(&office_name(site, &batch.office), batch.id),
            returned: found.returned.id.to_string(),
            reason: found.returned.reason.clone(),
            counts: counts(w, &found.counts),
            items: found.shown.iter().map(|change| Item::new(lang, change)).collect(),
            range: lang.range(before, found.shown.len() as u64, found.counts.changes()),
            is_first: found.page == 1,
            next: (found.page < found.pages).then_some(found.page + 1),
        }
    }
}

/// `GET /desk/batches/{id}/changes`
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let page = shown.page.parse().unwrap_or(1);
    let found = site.registry().changes_for(id, page, &desk.actor).await?;
    Ok(Page::personal(ChangesPage::new(&site, lang, &desk, &found)).into_response())
}
