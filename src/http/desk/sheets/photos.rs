//! `/desk/batches/{id}/photos`: the photos of a batch's people, handed in by its office and looked at
//! by who reviews it.

use crate::http::desk::{
    bar::{Bar, Place},
    entry::Desk,
    sheets::received::Received,
    shown::office_name,
};
use crate::{
    http::{
        page::{Entry, Frame, Keep, Page, Summary},
        site::Site,
        trouble::Trouble,
        words::{Lang, desk::photos::Photos},
    },
    model::batch::BatchId,
    registry::{
        Error, Refusal,
        desk::{batches::AtDesk, sending::FILE_BYTES},
        photo::hand_in::{HandedIn, Tally},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

/// Files that are told one by one.
const TOLD: usize = 200;

#[derive(Template)]
#[template(path = "desk/photos.html", config = "templates/askama.toml")]
struct PhotosPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    w: &'static Photos,
    script: &'a str,
    summary: Option<Summary>,
    id: String,
    batch: String,
    heading: String,
    so_far: String,
    /// Which file was not taken, and why.
    left: Vec<(String, String)>,
    more: Option<String>,
    again: Option<&'static str>,
    file: Entry,
    most_bytes: usize,
}

impl<'a> PhotosPage<'a> {
    fn new(site: &'a Site, lang: Lang, desk: &Desk, (seen, tally): &(AtDesk, Tally)) -> Self {
        let (w, batch) = (lang.photos(), &seen.batch);
        Self {
            frame: Frame::new(site, lang, w.title.into()),
            bar: Bar::new(site, lang, desk, Place::Batches),
            w,
            script: &site.assets().desk_script.path,
            summary: None,
            id: batch.id.to_string(),
            batch: lang.batch_title(&office_name(site, &batch.office), batch.id),
            heading: w.title.to_owned(),
            so_far: lang.photos_so_far(*tally),
            left: Vec::new(),
            more: None,
            again: None,
            file: Entry::default(),
            most_bytes: FILE_BYTES,
        }
    }

    fn mended(mut self, said: String) -> Response {
        self.file.error = Some(said);
        self.summary = Summary::of(self.frame.lang, &[("file", &self.file)]);
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(self.frame.lang, self.w.title);
        }
        let status = StatusCode::BAD_REQUEST;
        Page { status, keep: Keep::Personal, body: self }.into_response()
    }

    /// What came of an archive, and the form for the next.
    fn handed_in(mut self, handed: &HandedIn) -> Response {
        let lang = self.frame.lang;
        self.heading = lang.photos_heading(handed);
        self.frame.title = self.heading.clone().into();
        self.so_far = lang.photos_so_far(handed.tally);
        let told = handed.not_taken.iter().take(TOLD);
        self.left = told.map(|left| lang.photo_left_out(left)).collect();
        let more = handed.not_taken.len() - self.left.len();
        self.more = (more > 0).then(|| lang.photos_more(more));
        self.again = Some(self.w.again);
        Page::personal(self).into_response()
    }
}

/// The batch, if its photos can be handed in now by the reader.
async fn taking(site: &Site, desk: &Desk, id: &str) -> Result<(AtDesk, Tally), Response> {
    let id = BatchId::parse(id).ok_or_else(|| Trouble::NotHere.into_response())?;
    let seen = site.registry().show_batch_for(id, &desk.actor).await;
    let (seen, _) = seen.map_err(|error| Trouble::from(error).into_response())?;
    match seen.photos {
        Some(tally) => Ok((seen, tally)),
        None => Err(Redirect::to(&format!("/desk/batches/{id}")).into_response()),
    }
}

/// `GET /desk/batches/{id}/photos`
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Response> {
    let seen = taking(&site, &desk, &id).await?;
    Ok(Page::personal(PhotosPage::new(&site, lang, &desk, &seen)).into_response())
}

/// `POST /desk/batches/{id}/photos`: what was taken, who has none, and what was not taken and why.
pub async fn send(
    State(site): State<Site>,
    lang: Lang,
    Path(id): Path<String>,
    received: Received,
) -> Result<Response, Response> {
    let desk = &received.desk;
    let seen = taking(&site, desk, &id).await?;
    let page = PhotosPage::new(&site, lang, desk, &seen);
    let Some(bytes) = received.file else {
        let blank = page.w.file_blank.to_owned();
        return Ok(page.mended(blank));
    };
    let _place = site.room().judge().await.map_err(IntoResponse::into_response)?;
    match site.registry().hand_in_photos(seen.0.batch.id, bytes, &desk.actor).await {
        Ok(handed) => Ok(page.handed_in(&handed)),
        Err(Error::Refused(refusal @ Refusal::File { .. })) => {
            Ok(page.mended(lang.refused(&refusal)))
        }
        Err(other) => Err(Trouble::from(other).into_response()),
    }
}

/// On which page of people a photo is shown: `51-100`.
#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    of: String,
}

impl Shown {
    fn page(&self) -> Option<(u64, u64)> {
        let (first, last) = self.of.split_once('-')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    }
}

/// `GET /desk/batches/{id}/photos/{place}`: the photo of the person at a place of the batch.
pub async fn one(
    State(site): State<Site>,
    desk: Desk,
    Path((id, place)): Path<(String, String)>,
    Query(shown): Query<Shown>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let place = place.parse().map_err(|_| Trouble::NotHere)?;
    let photo = site.registry().photo_for(id, place, shown.page(), &desk.actor).await?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg")];
    Ok((headers, photo.as_bytes().to_vec()).into_response())
}
