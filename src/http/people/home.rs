//! `/` and `/look-up`: find one's own certificates by name and document.

use crate::{
    http::{
        asked::Caller,
        form::Filled,
        page::{Entry, Frame, Keep, Page, Summary},
        site::Site,
        trouble::Trouble,
        words::Lang,
    },
    model::{finding::Field, identity::IdType},
    registry::{Error, Refusal},
};
use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/home.html", config = "templates/askama.toml")]
struct HomePage<'a> {
    frame: Frame<'a>,
    summary: Option<Summary>,
    missed: bool,
    name: Entry,
    id_types: Vec<Choice>,
    id_type: Entry,
    id_number: Entry,
}

/// One line of the drop-down.
struct Choice {
    code: &'static str,
    word: &'static str,
    chosen: bool,
}

/// What the form sends. It has no `Debug`: it holds a document number.
#[derive(Deserialize)]
pub struct LookUp {
    #[serde(default)]
    name: String,
    #[serde(default)]
    id_type: String,
    #[serde(default)]
    id_number: String,
}

impl<'a> HomePage<'a> {
    fn new(site: &'a Site, lang: Lang, filled: Option<LookUp>) -> Self {
        let words = &lang.words().home;
        let entry = |value: Option<String>, blank| {
            value.map_or_else(Entry::default, |value| Entry::typed(value, blank))
        };
        let (name, id_type, id_number) = filled
            .map(|f| (f.name, f.id_type, f.id_number))
            .map_or_else(Default::default, |f| (Some(f.0), Some(f.1), Some(f.2)));
        let chosen = id_type.as_deref().map_or(Some(IdType::ResidentId), IdType::from_code);
        let unknown = chosen.is_none().then(|| words.id_type_blank.to_owned());
        Self {
            frame: Frame::new(site, lang, words.title.into()).of_form("/"),
            summary: None,
            missed: false,
            name: entry(name, words.name_blank),
            id_types: choices(lang, chosen),
            id_type: Entry { value: id_type.unwrap_or_default(), error: unknown },
            id_number: entry(id_number, words.id_number_blank),
        }
    }

    /// The page with its errors summed up.
    fn mended(mut self) -> Page<Self> {
        let fields =
            [("name", &self.name), ("id_type", &self.id_type), ("id_number", &self.id_number)];
        let (summary, words) = (Summary::of(self.frame.lang, &fields), &self.frame.words.home);
        self.summary = if self.missed { summary.map(|s| s.missed(words.missed)) } else { summary };
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(self.frame.lang, words.title);
        }
        let status = if self.missed { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
        Page { status, keep: Keep::Personal, body: self }
    }

    /// The page with what the registry refused beside the field that it concerns.
    fn refused(mut self, refusal: &Refusal) -> Page<Self> {
        self.missed = matches!(refusal, Refusal::NothingFound);
        let Refusal::Unfit(fields) = refusal else {
            self.name.error = Some(self.frame.lang.refused(refusal));
            return self.mended();
        };
        for unfit in fields {
            let said = Some(self.frame.lang.unfit(unfit));
            match unfit.field {
                Field::IdNumber => self.id_number.error = said,
                Field::IdType => self.id_type.error = said,
                _ => self.name.error = said,
            }
        }
        self.mended()
    }
}

fn choices(lang: Lang, chosen: Option<IdType>) -> Vec<Choice> {
    let word = |id_type: IdType| match lang {
        Lang::Zh => id_type.zh(),
        Lang::En => id_type.en(),
    };
    let choice = |id_type: IdType| Choice {
        code: id_type.code(),
        word: word(id_type),
        chosen: chosen == Some(id_type),
    };
    IdType::ALL.into_iter().map(choice).collect()
}

/// `GET /`
pub async fn show(State(site): State<Site>, lang: Lang) -> Response {
    Page::shared(HomePage::new(&site, lang, None)).into_response()
}

/// `GET /look-up`, `GET /leave`: a reload of what cannot be opened by itself.
pub async fn again() -> Redirect {
    Redirect::to("/")
}

/// `POST /look-up`: the holder's session, or the form again with everything that is wrong.
pub async fn look_up(
    State(site): State<Site>,
    lang: Lang,
    Caller(visitor): Caller,
    Filled(form): Filled<LookUp>,
) -> Result<Response, Trouble> {
    let Some(id_type) = complete(&form) else {
        return Ok(HomePage::new(&site, lang, Some(form)).mended().into_response());
    };
    match site.registry().look_up(&form.name, id_type, &form.id_number, &visitor).await {
        Ok(session) => Ok(enter(&site, &session.0)),
        Err(Error::Refused(refusal @ (Refusal::NothingFound | Refusal::Unfit(_)))) => {
            Ok(HomePage::new(&site, lang, Some(form)).refused(&refusal).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The document type of a form in which nothing is left blank.
fn complete(form: &LookUp) -> Option<IdType> {
    let filled = !form.name.trim().is_empty() && !form.id_number.trim().is_empty();
    IdType::from_code(&form.id_type).filter(|_| filled)
}

fn enter(site: &Site, session: &str) -> Response {
    ([(header::SET_COOKIE, site.session_cookie(session))], Redirect::to("/mine")).into_response()
}
