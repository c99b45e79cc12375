//! The year's plan: which committee decides or recommends which title, and when.

use super::{
    CatalogueError, Level,
    table::{Row, Table},
};
use crate::model::text::Text;

/// What a committee of the plan does with a title.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// 评审: decided in the city.
    Decide,
    /// 推荐: sent to the province.
    Recommend,
}

/// One title of one row of the plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanLine {
    /// 年度.
    pub year: i16,
    /// The row of the notice's annex.
    pub row: u16,
    /// 系列.
    pub series: Text,
    /// The plan's own word for the branch.
    pub specialty: Text,
    /// 评委会 organiser.
    pub organiser: Text,
    /// 资格名称.
    pub title: Text,
    /// 级别.
    pub level: Level,
    /// Decided here or recommended to the province.
    pub verb: Verb,
}

/// The plan's file; its titles are held against the title files too.
pub(super) fn table(text: &str) -> Result<Table, CatalogueError> {
    let columns = ["year", "row", "series", "specialty", "organiser", "title", "level", "route"];
    Table::read("catalog.csv", text, &columns)
}

pub(super) fn read(table: &Table) -> Result<Vec<PlanLine>, CatalogueError> {
    table.rows().map(|row| line(&row)).collect()
}

fn line(row: &Row<'_>) -> Result<PlanLine, CatalogueError> {
    Ok(PlanLine {
        year: row
            .parse("year", |year| year.parse().ok().filter(|year| (1900..=9999).contains(year)))?,
        row: row.parse("row", |number| number.parse().ok())?,
        series: row.text("series")?,
        specialty: row.text("specialty")?,
        organiser: row.text("organiser")?,
        title: row.text("title")?,
        level: row.parse("level", Level::from_code)?,
        verb: row.parse("route", |route| match route {
            "decide" => Some(Verb::Decide),
            "recommend" => Some(Verb::Recommend),
            _ => None,
        })?,
    })
}
