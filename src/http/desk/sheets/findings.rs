//! `/desk/batches/{id}/findings`: what was found in a sheet, fifty at a time, each with its cell to
//! mend.

use crate::http::desk::{
    bar::{Bar, Place},
    entry::Desk,
    sheets::listed::{Group, Item},
    shown::Moment,
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::{
            Lang,
            desk::{grouped, sheets},
        },
    },
    model::{
        batch::{BatchId, Stage},
        draft::Mend,
        finding::Severity,
    },
    registry::desk::findings::{Findings, Key, Sought},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::fmt;
use url::form_urlencoded::byte_serialize;

#[derive(Template)]
#[template(path = "desk/findings.html", config = "templates/askama.toml")]
struct FindingsPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    w: &'static sheets::Findings,
    id: String,
    way: &'static str,
    rows: String,
    uploaded: Moment,
    uploaded_by: String,
    unchanged: Option<String>,
    counts: [(&'static str, String, &'static str); 4],
    /// What the reader can do about it.
    advice: &'static str,
    report: Option<String>,
    saved: Option<String>,
    groups: Vec<Group>,
    is_all: bool,
    kind: String,
    after: String,
    items: Vec<Item>,
    range: String,
    next: Option<String>,
    is_first: bool,
}

/// What of the findings is shown.
#[derive(Deserialize, Default)]
pub struct Shown {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    row: String,
    #[serde(default)]
    saved: String,
}

/// The address of a page of findings.
pub struct Address {
    id: BatchId,
    kind: String,
    after: String,
    saved: String,
}

impl Address {
    pub fn new(id: BatchId) -> Self {
        Self { id, kind: String::new(), after: String::new(), saved: String::new() }
    }

    #[must_use]
    pub fn of_kind(self, kind: &str) -> Self {
        Self { kind: kind.to_owned(), ..self }
    }

    #[must_use]
    pub fn behind(self, key: &str) -> Self {
        Self { after: key.to_owned(), ..self }
    }

    /// Back at a cell that was mended.
    #[must_use]
    pub fn saved(self, mend: &Mend) -> Self {
        Self { saved: format!("{}{}", mend.place.row, mend.column), ..self }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/desk/batches/{}/findings", self.id)?;
        let asked = [("kind", &self.kind), ("after", &self.after), ("saved", &self.saved)];
        let asked = asked.into_iter().filter(|(_, value)| !value.is_empty());
        for ((name, value), sign) in asked.zip("?&&".chars()) {
            write!(f, "{sign}{name}=")?;
            byte_serialize(value.as_bytes()).try_for_each(|part| f.write_str(part))?;
        }
        if self.saved.is_empty() { Ok(()) } else { write!(f, "#r{}", self.saved.to_lowercase()) }
    }
}

/// The word of a severity in addresses and style sheets.
pub fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Fixed => "fixed",
    }
}

impl Shown {
    fn sought(&self) -> Sought {
        let all = [Severity::Error, Severity::Warning, Severity::Fixed];
        let severity = all.into_iter().find(|severity| class(*severity) == self.kind);
        let is_code = severity.is_none() && !self.kind.is_empty();
        Sought {
            severity,
            code: is_code.then(|| self.kind.clone()),
            behind: Key::parse(&self.after),
            from_row: self.row.trim().parse().ok(),
        }
    }

    /// `18D` as a row and a column.
    fn saved(&self) -> Option<(u32, &str)> {
        let at = self.saved.find(|c: char| !c.is_ascii_digit())?;
        let (row, column) = self.saved.split_at(at);
        let is_column = column.len() <= 3 && column.bytes().all(|c| c.is_ascii_uppercase());
        Some((row.parse().ok()?, column)).filter(|_| is_column)
    }
}

impl<'a> FindingsPage<'a> {
    fn new(site: &'a Site, lang: Lang, bar: Bar, (shown, found): (&Shown, Findings)) -> Self {
        let (w, batch) = (&lang.sheets().findings, &found.batch);
        let (id, tally) = (batch.id, &batch.tally);
        let next = found.more_behind.as_ref();
        let may_report = found.is_open && tally.accepted > 0;
        Self {
            frame: Frame::new(site, lang, lang.findings_heading(&found).into()),
            bar,
            w,
            id: id.to_string(),
            way: lang.way(batch.way),
            rows: lang.rows(tally.rows),
            uploaded: Moment::at(lang, batch.created_at),
            uploaded_by: batch.uploaded_by.clone(),
            unchanged: (tally.unchanged > 0).then(|| lang.on_record_already(tally.unchanged)),
            counts: counts(w, &found),
            advice: advice(w, &found),
            report: may_report.then(|| lang.report_button(tally.accepted, found.wrong_rows)),
            saved: shown.saved().map(|(row, column)| lang.saved_cell(row, column)),
            groups: Group::all(lang, id, &found.kinds, &shown.kind),
            is_all: shown.kind.is_empty(),
            kind: shown.kind.clone(),
            after: shown.after.clone(),
            items: Item::all(lang, &found),
            range: lang.range(found.before, found.shown.len() as u64, found.total),
            next: next.map(|key| {
                Address::new(id).of_kind(&shown.kind).behind(&key.to_string()).to_string()
            }),
            is_first: found.before == 0,
        }
    }
}

/// What can be done: mend cells, send another information sheet, or nothing any more.
fn advice(w: &sheets::Findings, found: &Findings) -> &'static str {
    match found.batch.stage {
        _ if found.is_open => w.advice,
        Stage::Announced => w.replace,
        _ => w.closed,
    }
}

/// Rows to mend and to look at, cells that were mended, and what is in order. An information sheet
/// is measured by the announced list: who has none yet.
fn counts(w: &sheets::Findings, found: &Findings) -> [(&'static str, String, &'static str); 4] {
    let last = if found.batch.filled.is_some() {
        ("all", found.missing(), w.missing)
    } else {
        ("good", found.batch.tally.accepted, w.accepted)
    };
    [
        ("error", found.wrong_rows, w.wrong),
        ("warning", found.warned_rows, w.warned),
        ("fixed", found.fixes, w.fixed),
        last,
    ]
    .map(|(kind, count, word)| (kind, grouped(count), word))
}

/// `GET /desk/batches/{id}/findings`
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let found = site.registry().findings_for(id, shown.sought(), &desk.actor).await?;
    let bar = Bar::new(&site, lang, &desk, Place::Uploads);
    Ok(Page::personal(FindingsPage::new(&site, lang, bar, (&shown, found))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::RowPlace;

    #[test]
    fn an_address_leads_back_to_the_cell() {
        let id = BatchId { year: 2026, serial: 7 };
        let place = RowPlace { sheet: "初级 & 中级".into(), row: 18 };
        let mend = Mend { place: place.clone(), column: "D".into(), written: "secret".into() };
        let key = Key { place, nth: 2 }.to_string();
        assert_eq!(Key::parse(&key).map(|key| key.to_string()), Some(key.clone()));
        let address = Address::new(id).of_kind("id_blank").behind(&key).saved(&mend).to_string();
        assert!(address.starts_with("/desk/batches/2026-0007/findings?kind=id_blank&after=18.2."));
        assert!(address.ends_with("&saved=18D#r18d") && !address.contains("secret"), "{address}");
        assert_eq!(Address::new(id).to_string(), "/desk/batches/2026-0007/findings");
    }

    #[test]
    fn what_was_saved_is_a_cell_or_nothing() {
        let saved = |saved: &str| Shown { saved: saved.into(), ..Shown::default() };
        assert_eq!(saved("18AB").saved(), Some((18, "AB")));
        for bad in ["", "18", "D18", "18d", "18ABCD", "1<b>"] {
            assert_eq!(saved(bad).saved(), None, "{bad}");
        }
    }
}
