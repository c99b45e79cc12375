//! `/verify`, `/v/{token}`: is this certificate genuine?

use super::facts::{self, Fact, Value};
use crate::{
    http::{
        PDF_LIMIT,
        asked::Caller,
        form::Filled,
        page::{Entry, Frame, Keep, Page, Summary},
        site::Site,
        trouble::Trouble,
        words::{
            Lang,
            verdict::{is_echo, is_told},
        },
    },
    model::verdict::{Outcome, Verdict},
    registry::{Error, Judged, Refusal, Verified},
};
use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/verify.html", config = "templates/askama.toml")]
struct VerifyPage<'a> {
    frame: Frame<'a>,
    summary: Option<Summary>,
    number: Entry,
    name: Entry,
    file: Entry,
}

#[derive(Template)]
#[template(path = "pages/verdict.html", config = "templates/askama.toml")]
pub(super) struct VerdictPage<'a> {
    pub frame: Frame<'a>,
    /// The code of the verdict, of a certificate or a receipt.
    pub sign: &'static str,
    /// The panel's dress: solid, striped or hollow.
    pub dress: &'static str,
    /// Unless it is good, what stops the reader comes before what the certificate says.
    pub is_good: bool,
    pub headline: &'static str,
    pub headline_other: &'static str,
    pub sentence: String,
    pub stamp: String,
    pub checked_at: String,
    pub next: &'static [&'static str],
    pub compare: &'static str,
    pub nothing_shown: &'static str,
    pub facts: Vec<Fact>,
    pub checks: Vec<CheckRow>,
}

/// A check as a row.
pub(super) struct CheckRow {
    name: &'static str,
    outcome: Outcome,
    word: &'static str,
    reason: Option<String>,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct ByNumber {
    #[serde(default)]
    number: String,
    #[serde(default)]
    name: String,
}

impl<'a> VerifyPage<'a> {
    fn new(site: &'a Site, lang: Lang) -> Self {
        Self {
            frame: Frame::new(site, lang, lang.words().verify.title.into()).of_form("/verify"),
            summary: None,
            number: Entry::default(),
            name: Entry::default(),
            file: Entry::default(),
        }
    }

    fn filled(site: &'a Site, lang: Lang, form: ByNumber) -> Self {
        let words = &lang.words().verify;
        Self {
            number: Entry::typed(form.number, words.number_blank),
            name: Entry::typed(form.name, words.name_blank),
            ..Self::new(site, lang)
        }
    }

    fn mended(mut self, status: StatusCode) -> Page<Self> {
        let fields = [("number", &self.number), ("name", &self.name), ("file", &self.file)];
        let (summary, words) = (Summary::of(self.frame.lang, &fields), &self.frame.words.verify);
        let missed = status == StatusCode::NOT_FOUND;
        self.summary = if missed { summary.map(|s| s.missed(words.missed)) } else { summary };
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(self.frame.lang, words.title);
        }
        Page { status, keep: Keep::Personal, body: self }
    }
}

impl<'a> VerdictPage<'a> {
    fn new(frame: Frame<'a>, verified: &Verified) -> Self {
        let lang = frame.lang;
        let verification = &verified.verification;
        let claims = verification.claims.as_ref();
        let copy = verification.copy.iter().flat_map(|copy| facts::of_copy(lang, copy));
        let claims = claims.into_iter().flat_map(|c| facts::of_claims(lang, c, verified.by_number));
        let told = verification.checks.iter().filter(|check| is_told(check));
        let row = |check| CheckRow::new(lang, check);
        Self {
            sign: verification.verdict.code(),
            dress: dress(verification.verdict),
            is_good: verification.verdict == Verdict::Genuine,
            headline: lang.headline(verification.verdict),
            headline_other: lang.other().headline(verification.verdict),
            sentence: lang.sentence(verified),
            stamp: lang.stamp(verified),
            checked_at: verified.checked_at.rfc3339(),
            next: lang.next_steps(verification.verdict),
            compare: lang.words().verdict.compare,
            nothing_shown: lang.words().verdict.nothing_shown,
            facts: copy.chain(claims).collect(),
            checks: told.map(row).collect(),
            frame,
        }
    }
}

fn dress(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Genuine => "genuine",
        Verdict::Suspended
        | Verdict::Revoked
        | Verdict::Retired
        | Verdict::Replaced
        | Verdict::CopyExpired => "ended",
        Verdict::NotGenuine => "false",
        Verdict::Issued | Verdict::Unchecked | Verdict::Unreadable => "unsure",
    }
}

impl CheckRow {
    pub fn new(lang: Lang, check: &crate::model::verdict::Check) -> Self {
        Self {
            name: lang.check_name(check.name),
            outcome: check.outcome,
            word: lang.outcome(check.outcome),
            reason: (!is_echo(check)).then(|| lang.reason(check)),
        }
    }
}

/// `GET /verify`
pub async fn show(State(site): State<Site>, lang: Lang) -> Response {
    Page::shared(VerifyPage::new(&site, lang)).into_response()
}

/// `GET /verify/number`, `GET /verify/file`: a reload of what cannot be opened by itself.
pub async fn again() -> Redirect {
    Redirect::to("/verify")
}

/// `GET /v/{token}`: what the QR code opens.
pub async fn token(
    State(site): State<Site>,
    lang: Lang,
    Path(token): Path<String>,
) -> Result<Response, Trouble> {
    let judged = site.registry().verify_text(&token).await?;
    Ok(told(Frame::new(&site, lang, "".into()), &judged))
}

/// `GET /v/{token}/{copy}`: what the QR code of a copy opens.
pub async fn copy(
    State(site): State<Site>,
    lang: Lang,
    Path((token, copy)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let judged = site.registry().verify_copy(&token, &copy).await?;
    Ok(told(Frame::new(&site, lang, "".into()), &judged))
}

/// `POST /verify/number`
pub async fn number(
    State(site): State<Site>,
    lang: Lang,
    Caller(visitor): Caller,
    Filled(form): Filled<ByNumber>,
) -> Result<Response, Trouble> {
    if form.number.trim().is_empty() || form.name.trim().is_empty() {
        let page = VerifyPage::filled(&site, lang, form).mended(StatusCode::BAD_REQUEST);
        return Ok(page.into_response());
    }
    match site.registry().verify_number(&form.number, &form.name, &visitor).await {
        Ok(verified) => Ok(answer(&site, lang, &Judged::Certificate(verified))),
        Err(Error::Refused(refusal @ Refusal::NoMatch)) => {
            Ok(mismatch(VerifyPage::filled(&site, lang, form), &refusal))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /verify/file`
pub async fn file(
    State(site): State<Site>,
    lang: Lang,
    Caller(visitor): Caller,
    upload: Multipart,
) -> Result<Response, Trouble> {
    let pdf = uploaded(upload).await?;
    if pdf.is_empty() {
        let mut page = VerifyPage::new(&site, lang);
        page.file.error = Some(lang.words().verify.file_blank.to_owned());
        return Ok(page.mended(StatusCode::BAD_REQUEST).into_response());
    }
    let judged = site.registry().verify_file(pdf, &visitor).await?;
    Ok(answer(&site, lang, &judged))
}

/// The verdict as the answer to a form.
fn answer(site: &Site, lang: Lang, judged: &Judged) -> Response {
    told(Frame::new(site, lang, "".into()).of_form("/verify"), judged)
}

/// The verdict's page, whose headline is its title.
fn told(frame: Frame<'_>, judged: &Judged) -> Response {
    let mut page = match judged {
        Judged::Certificate(verified) => VerdictPage::new(frame, verified),
        Judged::Receipt(verified) => VerdictPage::of_receipt(frame, verified),
    };
    page.frame.title = page.headline.into();
    Page::personal(page).into_response()
}

fn mismatch(mut page: VerifyPage<'_>, refusal: &Refusal) -> Response {
    page.number.error = Some(page.frame.lang.refused(refusal));
    let missed = matches!(refusal, Refusal::NoMatch);
    page.mended(if missed { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST })
        .into_response()
}

/// The bytes of the field `file`; empty where none was chosen.
pub async fn uploaded(mut upload: Multipart) -> Result<Vec<u8>, Trouble> {
    let refused =
        |error: axum::extract::multipart::MultipartError| Trouble::from_body(error.status());
    while let Some(field) = upload.next_field().await.map_err(refused)? {
        if field.name() == Some("file") {
            let bytes = field.bytes().await.map_err(refused)?;
            return if bytes.len() > PDF_LIMIT { Err(Trouble::TooLarge) } else { Ok(bytes.into()) };
        }
    }
    Ok(Vec::new())
}
