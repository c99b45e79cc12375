//! `/desk/overview`: the bureau's year, in charts with their tables beside them, and as a workbook.

use super::{
    bar::{Bar, Place},
    chart::Chart,
    entry::Desk,
};
use crate::{
    http::{
        page::{Frame, Page},
        site::Site,
        trouble::Trouble,
        words::{Lang, desk::overview::figure},
    },
    model::catalogue::Level,
    registry::desk::overview::Overview,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The media type of a workbook (ECMA-376).
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The levels that the registry issues, in the order of the table's columns.
const LEVELS: [Level; 3] = [Level::JuniorTechnician, Level::JuniorAssistant, Level::Intermediate];

#[derive(Template)]
#[template(path = "desk/overview.html", config = "templates/askama.toml")]
struct OverviewPage<'a> {
    frame: Frame<'a>,
    bar: Bar,
    is_empty: bool,
    year: i16,
    after: Option<i16>,
    waiting: Vec<Line>,
    late: Vec<Line>,
    ending: Vec<Line>,
    silent: Vec<Line>,
    figures: Vec<Figure>,
}

/// One thing to look at: where it leads, whose it is, what is said of it.
struct Line {
    batch: Option<String>,
    what: String,
    office: String,
    said: String,
}

/// A chart and the table of the same.
struct Figure {
    chart: Chart,
    note: Option<&'static str>,
    table: Table,
}

/// A table: the first column names, the others count.
struct Table {
    columns: Vec<&'static str>,
    rows: Vec<(String, Vec<String>)>,
}

/// Which year is asked for.
#[derive(Deserialize)]
pub struct Asked {
    year: Option<String>,
}

impl Asked {
    /// A year of the registry's century, or the present one.
    fn year(&self, site: &Site) -> i16 {
        let asked = self.year.as_deref().and_then(|year| year.parse().ok());
        let asked = asked.filter(|year| (2000..2100).contains(year));
        asked.unwrap_or_else(|| site.registry().clock().today().year())
    }
}

/// `GET /desk/overview`
pub async fn show(
    State(site): State<Site>,
    lang: Lang,
    desk: Desk,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let overview = site.registry().overview(asked.year(&site), &desk.actor).await?;
    let bar = Bar::new(&site, lang, &desk, Place::Overview);
    Ok(Page::personal(OverviewPage::new(&site, lang, bar, &overview)).into_response())
}

/// `GET /desk/overview.xlsx`
pub async fn workbook(
    State(site): State<Site>,
    desk: Desk,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let overview = site.registry().overview(asked.year(&site), &desk.actor).await?;
    let name = format!("attachment; filename=\"overview-{}.xlsx\"", overview.year);
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)];
    let bytes = overview.workbook().map_err(crate::registry::Error::from)?;
    Ok((headers, bytes).into_response())
}

impl<'a> OverviewPage<'a> {
    fn new(site: &'a Site, lang: Lang, bar: Bar, overview: &Overview) -> Self {
        let words = &lang.words().desk.overview;
        let title =
            if overview.is_empty() { words.none.to_owned() } else { lang.overview_title(overview) };
        Self {
            frame: Frame::new(site, lang, title.into()),
            bar,
            is_empty: overview.is_empty(),
            year: overview.year,
            after: (overview.year < overview.today.year()).then_some(overview.year + 1),
            waiting: waiting(lang, overview),
            late: late(lang, overview),
            ending: ending(lang, overview),
            silent: silent(lang, overview),
            figures: vec![
                by_office(lang, overview),
                by_series(lang, overview),
                by_reason(lang, overview),
            ],
        }
    }
}

fn waiting(lang: Lang, overview: &Overview) -> Vec<Line> {
    let line = overview.waiting.iter().map(|one| Line {
        batch: Some(one.batch.to_string()),
        what: lang.to_move(one.step).to_owned(),
        office: one.office.name.clone(),
        said: lang.waits_since(one.rows, one.since),
    });
    line.collect()
}

fn late(lang: Lang, overview: &Overview) -> Vec<Line> {
    let line = overview.late.iter().map(|one| Line {
        batch: Some(one.batch.to_string()),
        what: String::new(),
        office: one.office.name.clone(),
        said: lang.days_late(one.days),
    });
    line.collect()
}

fn ending(lang: Lang, overview: &Overview) -> Vec<Line> {
    let line = overview.ending.iter().map(|one| Line {
        batch: Some(one.batch.to_string()),
        what: String::new(),
        office: one.office.name.clone(),
        said: lang.ends_on(one.until),
    });
    line.collect()
}

fn silent(lang: Lang, overview: &Overview) -> Vec<Line> {
    let line = overview.silent.iter().map(|one| Line {
        batch: None,
        what: String::new(),
        office: one.office.name.clone(),
        said: lang.last_heard(one.last_report, one.rows),
    });
    line.collect()
}

fn by_office(lang: Lang, overview: &Overview) -> Figure {
    let words = &lang.words().desk.overview;
    let bars = overview.offices.iter().map(|one| (one.office.name.clone(), one.reported.rows));
    let rows = overview.offices.iter().map(|one| {
        let counts = [
            one.reported.batches,
            one.reported.rows,
            one.returned.batches,
            one.rejected,
            one.certificates,
        ];
        let last = one.last_report.map(|day| day.to_string()).unwrap_or_default();
        let cells = counts.into_iter().map(figure).chain([last]);
        (one.office.name.clone(), cells.collect())
    });
    Figure {
        chart: Chart::new(lang, "offices", words.offices, bars.collect()),
        note: None,
        table: Table {
            columns: vec![
                words.office,
                words.reported,
                words.rows,
                words.returned,
                words.rejected,
                words.issued,
                words.last,
            ],
            rows: rows.collect(),
        },
    }
}

fn by_series(lang: Lang, overview: &Overview) -> Figure {
    let words = &lang.words().desk.overview;
    let mut series: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for one in &overview.certificates {
        let counts = series.entry(one.series.as_str()).or_default();
        for (count, level) in counts.iter_mut().zip(LEVELS) {
            *count += if level == one.level { one.certificates } else { 0 };
        }
    }
    let bars = series.iter().map(|(name, counts)| ((*name).to_owned(), counts.iter().sum()));
    let rows = series.iter().map(|(name, counts)| {
        let cells = counts.iter().copied().chain([counts.iter().sum()]);
        ((*name).to_owned(), cells.map(figure).collect())
    });
    let mut columns = vec![words.of_series];
    columns.extend(LEVELS.map(|level| lang.level(level)));
    columns.push(words.sum);
    Figure {
        chart: Chart::new(lang, "series", words.series, bars.collect()),
        note: None,
        table: Table { columns, rows: rows.collect() },
    }
}

fn by_reason(lang: Lang, overview: &Overview) -> Figure {
    let words = &lang.words().desk.overview;
    let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
    for one in &overview.rejections {
        *reasons.entry(&one.code).or_default() += one.rows;
    }
    let bars = reasons.iter().map(|(code, rows)| (lang.held_back_for(code), *rows));
    let rows = overview.rejections.iter().map(|one| {
        (lang.held_back_for(&one.code), vec![one.office.name.clone(), figure(one.rows)])
    });
    Figure {
        chart: Chart {
            tag: lang.tag(),
            ..Chart::new(lang, "reasons", words.reasons, bars.collect())
        },
        note: Some(words.reasons_text),
        table: Table {
            columns: vec![words.reason, words.office, words.count],
            rows: rows.collect(),
        },
    }
}
