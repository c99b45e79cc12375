//! From a template to a response: the frame around every page, and how long a page is kept.

use super::{
    site::Site,
    trouble::Trouble,
    words::{Lang, Words},
};
use crate::model::digest::Digest;
use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::borrow::Cow;

/// What the layout needs: title, language, address.
pub struct Frame<'a> {
    pub lang: Lang,
    pub words: &'static Words,
    pub title: Cow<'static, str>,
    pub stylesheet: &'a str,
    pub icon: &'a str,
    pub host: &'a str,
    pub issuer: &'a str,
    pub demo: bool,
    /// The page that is offered in the other language; empty = this one.
    pub switch: &'static str,
}

impl<'a> Frame<'a> {
    pub fn new(site: &'a Site, lang: Lang, title: Cow<'static, str>) -> Self {
        Self {
            lang,
            words: lang.words(),
            title,
            stylesheet: &site.assets().stylesheet.path,
            icon: &site.assets().icon.path,
            host: site.host(),
            issuer: site.registry().issuer_name().as_str(),
            demo: site.registry().is_demo(),
            switch: "",
        }
    }

    /// The same for the answer to a form: its address cannot be opened again, `form`'s can.
    #[must_use]
    pub fn of_form(self, form: &'static str) -> Self {
        Self { switch: form, ..self }
    }
}

/// Who may keep a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    /// Nobody: it tells something about somebody, or about this minute.
    Personal,
    /// Anybody who asks again whether it has changed.
    Shared,
}

/// A page as a response.
pub struct Page<T> {
    pub status: StatusCode,
    pub keep: Keep,
    pub body: T,
}

impl<T: Template> Page<T> {
    /// A page that nobody may keep.
    pub fn personal(body: T) -> Self {
        Self { status: StatusCode::OK, keep: Keep::Personal, body }
    }

    /// A page that is the same for everybody.
    pub fn shared(body: T) -> Self {
        Self { status: StatusCode::OK, keep: Keep::Shared, body }
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let html = match self.body.render() {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(%error, "a page could not be rendered");
                return Trouble::Broken.into_response();
            }
        };
        let tag = (self.keep == Keep::Shared).then(|| etag(html.as_bytes()));
        let mut response = (self.status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if let Some(tag) = tag {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            headers.insert(header::VARY, HeaderValue::from_static("cookie"));
            headers.insert(header::ETAG, tag);
        } else {
            const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
        }
        response
    }
}

/// A weak validator: the bytes on the wire may be compressed.
pub fn etag(bytes: &[u8]) -> HeaderValue {
    let digest = Digest::of(bytes).to_string();
    let short = digest.get(..16).unwrap_or_default();
    // Sixteen hexadecimal digits in quotes are always a header's value.
    HeaderValue::try_from(format!("W/\"{short}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// What somebody typed into a field, and what is wrong with it.
#[derive(Default)]
pub struct Entry {
    pub value: String,
    pub error: Option<String>,
}

impl Entry {
    /// What was typed, with `blank` as the error where nothing was.
    pub fn typed(value: String, blank: &str) -> Self {
        let error = value.trim().is_empty().then(|| blank.to_owned());
        Self { value, error }
    }
}

/// The summary of what is wrong, above the heading: the words of the fields, with links to them.
pub struct Summary {
    pub heading: String,
    pub items: Vec<(&'static str, String)>,
    /// What the page's title begins with: the first that a screen reader says.
    start_of_title: String,
}

impl Summary {
    /// `None` where nothing is wrong. `fields` are the ids in the order of the page.
    pub fn of(lang: Lang, fields: &[(&'static str, &Entry)]) -> Option<Self> {
        let items: Vec<_> =
            fields.iter().filter_map(|(id, entry)| Some((*id, entry.error.clone()?))).collect();
        let (heading, start_of_title) = lang.to_mend(items.len());
        (!items.is_empty()).then_some(Self { heading, items, start_of_title })
    }

    /// The same where nothing is to be mended, but nothing was found either.
    #[must_use]
    pub fn missed(self, said: &str) -> Self {
        Self { heading: said.to_owned(), start_of_title: said.to_owned(), ..self }
    }

    /// The title of the page with this summary.
    pub fn title(&self, lang: Lang, title: &str) -> Cow<'static, str> {
        lang.title_after(&self.start_of_title, title).into()
    }
}
