//! A form of the desk with a few fields: a question, facts, fields, a consequence and one button.

use super::{
    bar::{Bar, Place},
    entry::Desk,
};
use crate::http::{
    page::{Entry, Frame, Keep, Page, Summary},
    site::Site,
    words::Lang,
};
use askama::Template;
use axum::http::StatusCode;

/// One field.
pub struct Field {
    pub id: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// `date`, `text` or `number`.
    pub kind: &'static str,
    pub required: bool,
    pub entry: Entry,
}

impl Field {
    pub fn new(id: &'static str, kind: &'static str, said: [&'static str; 2]) -> Self {
        let [label, hint] = said;
        Self { id, label, hint, kind, required: true, entry: Entry::default() }
    }

    #[must_use]
    pub fn filled(self, value: impl Into<String>) -> Self {
        Self { entry: Entry { value: value.into(), ..self.entry }, ..self }
    }

    #[must_use]
    pub fn optional(self) -> Self {
        Self { required: false, ..self }
    }
}

/// The page of such a form.
#[derive(Template)]
#[template(path = "desk/fields.html", config = "templates/askama.toml")]
pub struct FieldsPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    summary: Option<Summary>,
    question: &'static str,
    action: String,
    back: String,
    once: String,
    facts: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    consequence: &'static str,
}

/// What such a page is about.
pub struct About {
    pub question: &'static str,
    pub consequence: &'static str,
    pub action: String,
    pub back: String,
    pub once: String,
    pub facts: Vec<(&'static str, String)>,
}

impl<'a> FieldsPage<'a> {
    pub fn new(site: &'a Site, lang: Lang, desk: &Desk, about: About, fields: Vec<Field>) -> Self {
        Self {
            frame: Frame::new(site, lang, about.question.into()),
            bar: Bar::new(site, lang, desk, Place::Batches),
            summary: None,
            question: about.question,
            action: about.action,
            back: about.back,
            once: about.once,
            facts: about.facts,
            fields,
            consequence: about.consequence,
        }
    }

    /// The form again, with what is wrong beside its field.
    pub fn mended(mut self, wrong: Vec<(&'static str, String)>) -> Page<Self> {
        for (id, said) in wrong {
            if let Some(field) = self.fields.iter_mut().find(|field| field.id == id) {
                field.entry.error = Some(said);
            }
        }
        let entries: Vec<_> = self.fields.iter().map(|field| (field.id, &field.entry)).collect();
        self.summary = Summary::of(self.frame.lang, &entries);
        if let Some(summary) = &self.summary {
            self.frame.title = summary.title(self.frame.lang, self.question);
        }
        Page { status: StatusCode::BAD_REQUEST, keep: Keep::Personal, body: self }
    }
}
