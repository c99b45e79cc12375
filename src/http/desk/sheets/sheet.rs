//! `/desk/batches/{id}/sheet`: the information sheet of a batch whose list was announced.

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
        words::{Lang, desk::sheets},
    },
    model::{
        batch::{BatchId, Stage},
        way::Way,
    },
    registry::{
        Error, Refusal,
        desk::{batches::AtDesk, sending::FILE_BYTES},
        upload::import::Imported,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

/// Findings that are told where nothing of a sheet was kept.
const TOLD: usize = 50;

#[derive(Template)]
#[template(path = "desk/sheet.html", config = "templates/askama.toml")]
struct SheetPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    w: &'static sheets::Sheet,
    script: &'a str,
    summary: Option<Summary>,
    id: String,
    batch: String,
    sent_before: Option<String>,
    file: Entry,
    limits: String,
    most_bytes: usize,
    told: Vec<String>,
}

impl<'a> SheetPage<'a> {
    fn new(site: &'a Site, lang: Lang, desk: &Desk, seen: &AtDesk) -> Self {
        let (w, batch) = (&lang.sheets().sheet, &seen.batch);
        Self {
            frame: Frame::new(site, lang, w.title.into()),
            bar: Bar::new(site, lang, desk, Place::Uploads),
            w,
            script: &site.assets().desk_script.path,
            summary: None,
            id: batch.id.to_string(),
            batch: lang.batch_title(&office_name(site, &batch.office), batch.id),
            sent_before: batch
                .filled
                .as_ref()
                .map(|sent| lang.signed(&sent.who, &lang.instant(sent.at))),
            file: Entry::default(),
            limits: lang.sheet_limits(),
            most_bytes: FILE_BYTES,
            told: Vec::new(),
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

    /// Nothing of the sheet was kept: why.
    fn nobody(mut self, imported: &Imported) -> Response {
        let lang = self.frame.lang;
        let told = imported.findings.iter().take(TOLD);
        self.told = told.map(|finding| lang.told_at(finding)).collect();
        let said = self.w.nobody.to_owned();
        self.mended(said)
    }
}

/// The batch, if its sheet can be sent now.
async fn announced(site: &Site, desk: &Desk, id: &str) -> Result<AtDesk, Response> {
    let id = BatchId::parse(id).ok_or_else(|| Trouble::NotHere.into_response())?;
    let seen = site.registry().show_batch_for(id, &desk.actor).await;
    let (seen, _) = seen.map_err(|error| Trouble::from(error).into_response())?;
    let is_due = seen.batch.way == Way::Reviewed && seen.batch.stage == Stage::Announced;
    if is_due {
        Ok(seen)
    } else {
        Err(Redirect::to(&format!("/desk/batches/{id}")).into_response())
    }
}

/// `GET /desk/batches/{id}/sheet`
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Response> {
    let seen = announced(&site, &desk, &id).await?;
    Ok(Page::personal(SheetPage::new(&site, lang, &desk, &seen)).into_response())
}

/// `POST /desk/batches/{id}/sheet`: who is missing and what was held back, or the form again.
pub async fn send(
    State(site): State<Site>,
    lang: Lang,
    Path(id): Path<String>,
    received: Received,
) -> Result<Response, Response> {
    let desk = &received.desk;
    let seen = announced(&site, desk, &id).await?;
    let page = SheetPage::new(&site, lang, desk, &seen);
    let Some(bytes) = received.file else {
        let blank = page.w.file_blank.to_owned();
        return Ok(page.mended(blank));
    };
    let _place = site.room().judge().await.map_err(IntoResponse::into_response)?;
    match site.registry().fill(seen.batch.id, bytes, &desk.actor).await {
        Ok(imported) if imported.tally.accepted == 0 => Ok(page.nobody(&imported)),
        Ok(_) => {
            // What was found in it is for the office whose sheet it is.
            let is_own = desk.actor.office == seen.batch.office;
            let rest = if is_own { "/findings" } else { "" };
            Ok(Redirect::to(&format!("/desk/batches/{}{rest}", seen.batch.id)).into_response())
        }
        Err(Error::Refused(refusal @ Refusal::File { .. })) => {
            Ok(page.mended(lang.refused(&refusal)))
        }
        Err(other) => Err(Trouble::from(other).into_response()),
    }
}
