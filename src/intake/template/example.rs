//! The example row of the blank sheet: what it shows, and whether a row that comes back is still it.

use super::{Columns, Row};
use crate::{
    intake::Context,
    model::{
        catalogue::{Catalogue, TitleEntry},
        finding::Field,
        identity::IdType,
        office::Scope,
    },
};
use std::{collections::BTreeSet, sync::OnceLock};

/// What the example shows. No person can have this name, and no document this number.
const NAME: &str = "（示例）张三";
const ID_NUMBER: &str = "330302198506150000";

/// What an office's scope decides of its example.
const BY_SCOPE: [Field; 4] = [Field::Series, Field::Title, Field::Level, Field::AwardMethod];

/// Whether the field's cell still holds the name or the number of the example.
pub(in crate::intake) fn is_left(field: Field, written: &str) -> bool {
    match field {
        Field::Name => written == NAME,
        Field::IdNumber => written == ID_NUMBER,
        _ => false,
    }
}

/// What the example shows to offices of one scope.
pub(super) struct Example<'a> {
    title: Option<&'a TitleEntry>,
    way: &'static str,
}

impl<'a> Example<'a> {
    pub(super) fn of(scope: &Scope, catalogue: &'a Catalogue) -> Self {
        let mut series =
            catalogue.all_series().iter().filter(|series| scope.has_series(series.as_str()));
        let title = series.find_map(|series| {
            let titles = catalogue.titles_of(series.as_str(), &scope.levels).into_iter();
            titles.min_by_key(|entry| entry.legacy)
        });
        Self { title, way: scope.award_methods.first().map_or("", |way| way.zh()) }
    }

    /// What stands in a column.
    pub(super) fn shows(&self, field: Field) -> &'a str {
        match field {
            Field::Name => NAME,
            Field::IdType => IdType::ResidentId.zh(),
            Field::IdNumber => ID_NUMBER,
            Field::Sex => "男",
            Field::BornOn => "1985-06",
            Field::Employer => "单位全称",
            Field::Series => self.title.map_or("", |title| title.series.as_str()),
            Field::Specialty => "文件所写的专业",
            Field::Title => self.title.map_or("", |title| title.title.as_str()),
            Field::Level => self.title.map_or("", |title| title.level.zh()),
            Field::AwardMethod => self.way,
            Field::ObtainedOn => "2019-12-20",
            Field::Committee => "评委会或认定单位全称",
            Field::DocumentNumber => "某人社发〔2019〕88号",
            Field::AnnouncedOn => "2019-12-25",
            Field::SourceNumber => "原证书上的编号",
            Field::Note => "示例行不会读取，可以删除",
        }
    }
}

/// What became of the example in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::intake) enum Trace {
    /// Nothing of it stands here.
    None,
    /// The row is it, word for word.
    Whole,
    /// Its name or its number stands here, and other words than its own.
    Part,
}

/// The examples of all offices: which template a clerk has filled in, nobody knows.
pub(in crate::intake) struct Examples<'c> {
    context: &'c Context<'c>,
    /// What the examples show of [`BY_SCOPE`]. Few sheets hold an example, so it is made late.
    by_scope: OnceLock<BTreeSet<[&'c str; 4]>>,
}

impl<'c> Examples<'c> {
    pub(in crate::intake) fn new(context: &'c Context<'c>) -> Self {
        Self { context, by_scope: OnceLock::new() }
    }

    /// Compares a row with the examples, in every column that the sheet has.
    pub(in crate::intake) fn trace(&self, row: Row<'_>, columns: &Columns) -> Trace {
        let cell = |field| columns.of(field).map(|column| row.own(column).text());
        let is_left = |field| cell(field).is_some_and(|written| is_left(field, written));
        if !is_left(Field::Name) && !is_left(Field::IdNumber) {
            return Trace::None;
        }
        let holds = |field, shown| cell(field).is_none_or(|written| written == shown);
        // These columns show the same to everybody.
        let common = Example { title: None, way: "" };
        let mut fields = Field::ALL.into_iter().filter(|field| !BY_SCOPE.contains(field));
        let is_whole = fields.all(|field| holds(field, common.shows(field)))
            && self.by_scope().iter().any(|shown| {
                BY_SCOPE.into_iter().zip(shown).all(|(field, shown)| holds(field, shown))
            });
        if is_whole { Trace::Whole } else { Trace::Part }
    }

    fn by_scope(&self) -> &BTreeSet<[&'c str; 4]> {
        self.by_scope.get_or_init(|| {
            let Context { catalogue, scope, .. } = *self.context;
            let county = Scope::county();
            let offices = catalogue.offices().iter().map(|office| &office.scope);
            let scopes = offices.chain([scope, &county]);
            scopes
                .map(|scope| {
                    let example = Example::of(scope, catalogue);
                    BY_SCOPE.map(|field| example.shows(field))
                })
                .collect()
        })
    }
}
