//! `/desk/batches/{id}/rows`: the people of a batch, fifty at a time.

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
        words::{Lang, desk::Review},
    },
    model::{
        batch::BatchId,
        finding::{Field, Told},
        text::Text,
    },
    registry::desk::rows::{Row, Rows},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/rows.html", config = "templates/askama.toml")]
struct RowsPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    w: &'static Review,
    photo: &'static str,
    id: String,
    batch: String,
    people: Vec<Person>,
    /// From which to which, as the photos on the page are asked for.
    of: String,
    range: String,
    is_first: bool,
    more_from: Option<u64>,
}

/// Somebody of the batch.
struct Person {
    number: u64,
    name: String,
    rare: Option<String>,
    document: Option<String>,
    employer: Option<String>,
    title: String,
    level: Option<&'static str>,
    /// Series, and specialty where there is one.
    series: String,
    obtained: Option<(String, String)>,
    committee: Option<String>,
    document_number: Option<String>,
    photo: bool,
    warnings: Vec<String>,
}

/// Where the page begins.
#[derive(Deserialize)]
pub struct Behind {
    #[serde(default)]
    from: String,
}

impl Person {
    fn new(lang: Lang, row: &Row) -> Self {
        let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        let series = match &row.specialty {
            Some(specialty) => format!("{}，{specialty}", row.series),
            None => row.series.to_string(),
        };
        Self {
            number: row.number,
            name: row.name.clone(),
            rare: lang.rare_characters(&row.name),
            document: row.document.as_ref().map(|(kind, end)| lang.document(*kind, end)),
            employer: text(&row.employer),
            title: row.title.to_string(),
            level: row.level.map(|level| lang.level(level)),
            series,
            obtained: row.obtained_on.map(|day| (day.to_string(), lang.day(day))),
            committee: text(&row.committee),
            document_number: text(&row.document_number),
            photo: row.photo,
            warnings: row.warnings.iter().map(|told| warning(lang, told)).collect(),
        }
    }
}

/// What is said about an ID number may repeat its cell, which is the office's alone.
fn warning(lang: Lang, told: &Told) -> String {
    match told.field {
        Some(Field::IdNumber | Field::IdType) => lang.of_a_number(&told.code),
        _ => lang.said(told),
    }
}

impl<'a> RowsPage<'a> {
    fn new(site: &'a Site, lang: Lang, desk: &Desk, rows: &Rows) -> Self {
        let batch = &rows.batch;
        let ends = rows.shown.first().zip(rows.shown.last());
        let before = rows.shown.first().map_or(0, |row| row.number.saturating_sub(1));
        Self {
            frame: Frame::new(site, lang, lang.people(rows.total).into()),
            bar: Bar::new(site, lang, desk, Place::Batches),
            w: lang.review(),
            photo: lang.photos().photo,
            id: batch.id.to_string(),
            batch: lang.batch_title(&office_name(site, &batch.office), batch.id),
            people: rows.shown.iter().map(|row| Person::new(lang, row)).collect(),
            of: ends.map_or_else(String::new, |(a, z)| format!("{}-{}", a.number, z.number)),
            range: lang.range(before, rows.shown.len() as u64, rows.total),
            is_first: before == 0,
            more_from: rows.more_from,
        }
    }
}

/// `GET /desk/batches/{id}/rows`
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
    Query(behind): Query<Behind>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let from = behind.from.trim().parse().unwrap_or(1);
    let rows = site.registry().rows_for(id, from, &desk.actor).await?;
    Ok(Page::personal(RowsPage::new(&site, lang, &desk, &rows)).into_response())
}
