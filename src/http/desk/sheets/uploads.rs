//! `/desk/uploads/new`: an office sends a sheet.

use crate::http::desk::{
    bar::{Bar, Place},
    entry::Desk,
    sheets::received::Received,
};
use crate::{
    http::{
        page::{Entry, Frame, Keep, Page, Summary},
        site::Site,
        trouble::Trouble,
        words::{
            Lang,
            desk::sheets::{self, Sheets},
        },
    },
    model::{batch::BatchId, way::Way},
    registry::{
        Error, Refusal,
        desk::{batches::Step, sending::FILE_BYTES},
        upload::import::Upload,
    },
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/upload.html", config = "templates/askama.toml")]
struct UploadPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    w: &'static sheets::Upload,
    script: &'a str,
    summary: Option<Summary>,
    ways: Vec<WayChoice>,
    way: Entry,
    file: Entry,
    limits: String,
    most_bytes: usize,
    follows: Option<String>,
}

/// A way that is open to the office.
struct WayChoice {
    code: &'static str,
    label: String,
    is_chosen: bool,
}

/// The returned batch that the sheet sends again.
#[derive(Deserialize)]
pub struct Again {
    follows: Option<String>,
}

impl<'a> UploadPage<'a> {
    /// The form. What is sent again takes the way that it took before.
    async fn new(
        site: &'a Site,
        lang: Lang,
        desk: &Desk,
        (follows, chosen): (Option<BatchId>, Option<Way>),
    ) -> Result<Self, Trouble> {
        let Sheets { upload: w, .. } = lang.sheets();
        let ways = match follows {
            Some(id) => vec![returned(site, desk, id).await?],
            None => site.registry().ways_open_to(&desk.actor).await?,
        };
        let choice = |way| WayChoice {
            code: Way::code(way),
            label: lang.way_choice(way),
            is_chosen: chosen == Some(way),
        };
        Ok(Self {
            frame: Frame::new(site, lang, w.title.into()),
            bar: Bar::new(site, lang, desk, Place::Uploads),
            w,
            script: &site.assets().desk_script.path,
            summary: None,
            ways: ways.into_iter().map(choice).collect(),
            way: Entry::default(),
            file: Entry::default(),
            limits: lang.sheet_limits(),
            most_bytes: FILE_BYTES,
            follows: follows.map(|id| id.to_string()),
        })
    }

    /// The form again, and what is wrong. Browsers do not keep a chosen file.
    fn mended(mut self, status: StatusCode) -> Response {
        let fields = [("way", &self.way), ("file", &self.file)];
        self.summary = Summary::of(self.frame.lang, &fields);
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(self.frame.lang, self.w.title);
        }
        Page { status, keep: Keep::Personal, body: self }.into_response()
    }

    /// The refusal at the field that it is about.
    fn refused(mut self, refusal: Refusal) -> Result<Response, Trouble> {
        let said = Some(self.frame.lang.refused(&refusal));
        match refusal {
            Refusal::File { .. } => self.file.error = said,
            Refusal::WayClosed(..) => self.way.error = said,
            other => return Err(Error::from(other).into()),
        }
        Ok(self.mended(StatusCode::BAD_REQUEST))
    }
}

/// The way of a returned batch that the reader may send again.
async fn returned(site: &Site, desk: &Desk, id: BatchId) -> Result<Way, Trouble> {
    let (seen, _) = site.registry().show_batch_for(id, &desk.actor).await?;
    let batch = seen.batch;
    if seen.step != Step::SendAgain {
        let refusal = Refusal::WrongStage { batch: id, stage: batch.stage, way: batch.way };
        return Err(Error::from(refusal).into());
    }
    Ok(batch.way)
}

/// A batch's name, where one is written.
fn batch_of(written: &str) -> Result<Option<BatchId>, Trouble> {
    let id = BatchId::parse(written);
    if written.is_empty() || id.is_some() { Ok(id) } else { Err(Trouble::NotHere) }
}

/// `GET /desk/uploads/new`
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Query(again): Query<Again>,
) -> Result<Response, Trouble> {
    let follows = batch_of(again.follows.as_deref().unwrap_or_default())?;
    let page = UploadPage::new(&site, lang, &desk, (follows, None)).await?;
    Ok(Page::personal(page).into_response())
}

/// `POST /desk/uploads/new`: what was found in the sheet, or the form again.
pub async fn send(
    State(site): State<Site>,
    lang: Lang,
    received: Received,
) -> Result<Response, Trouble> {
    let (follows, way) = (batch_of(&received.follows)?, Way::from_code(&received.way));
    let mut page = UploadPage::new(&site, lang, &received.desk, (follows, way)).await?;
    let (Some(way), Some(bytes)) = (way, received.file) else {
        page.way.error = way.is_none().then(|| page.w.way_blank.to_owned());
        page.file.error = Some(page.w.file_blank.to_owned());
        return Ok(page.mended(StatusCode::BAD_REQUEST));
    };
    let actor = &received.desk.actor;
    let upload = Upload { bytes, office: actor.office.clone(), way };
    let _place = site.room().judge().await?;
    match site.registry().upload(upload, follows, actor).await {
        Ok(id) => Ok(Redirect::to(&format!("/desk/batches/{id}/findings")).into_response()),
        Err(Error::Refused(refusal)) => page.refused(refusal),
        Err(failed) => Err(failed.into()),
    }
}
