//! What a row below a heading is: a person, something beside the list, or something of which nobody
//! can be sure, so that the clerk is told. Nobody who may be a person is passed over in silence.

mod words;

use super::{
    Context,
    form::Form,
    headings::Columns,
    table::{Cell, Row},
    template::{Examples, Trace},
};
use crate::model::{
    catalogue::{Catalogue, Heading},
    day::Day,
    finding::Field,
    identity::Identity,
    name::PersonName,
};
use words::{has_citizens_number, is_citizens_number, is_hint, is_remark, is_sentence};

/// What a row below a heading is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// It is judged.
    Person,
    /// Blank, a total, a signature, a remark, the heading again: nobody would miss it.
    Aside,
    /// It is marked as an example and filled in like a person.
    Example,
    /// It is not judged and may be about somebody.
    Doubtful,
}

pub(super) fn kind(
    row: Row<'_>,
    columns: &Columns,
    examples: &Examples<'_>,
    context: &Context<'_>,
) -> Kind {
    match examples.trace(row, columns) {
        Trace::Whole => return Kind::Aside,
        // Somebody has begun to type over it.
        Trace::Part => return Kind::Person,
        Trace::None => {}
    }
    let id = columns.of(Field::IdNumber).map_or("", |column| row.own(column).text());
    let is_example = is_marked_example(row);
    if is_citizens_number(id) && !is_example {
        // As nearly every row.
        return Kind::Person;
    }
    let line = Line::new(row, columns);
    if is_citizens_number(id) {
        return line.example(context);
    }
    if !line.has_number() && (columns.repeats(row) || line.is_heading(context.catalogue)) {
        return Kind::Aside;
    }
    if is_example {
        return line.example(context);
    }
    // Formulas that were filled down below the list fail or count; several in a row were somebody.
    if line.filled.iter().all(|(_, cell)| matches!(cell, Cell::Error(_))) {
        return if line.filled.len() >= 2 { Kind::Doubtful } else { line.unless_numbered() };
    }
    if is_aid(row) || line.says_how_to_fill_in() {
        return line.unless_numbered();
    }
    if let Some(remark) = line.remark() {
        return line.beside(remark);
    }
    if line.is_about_somebody() || line.filled.len() >= 3 {
        return Kind::Person;
    }
    if columns.form == Form::List && line.kept() >= 2 {
        return Kind::Doubtful;
    }
    line.unless_numbered()
}

/// Whether the row calls itself an example.
pub(super) fn is_marked_example(row: Row<'_>) -> bool {
    row.cells().take(2).any(|(_, cell)| {
        let word = cell.text().trim_matches(['（', '）', '(', ')', ':', '：', '*']);
        matches!(word, "示例" | "样例" | "例" | "例子" | "填写示例" | "填表示例" | "示范" | "范例")
    })
}

/// Whether one of the row's cells holds what can only be a citizen's number.
pub(super) fn holds_number(row: Row<'_>) -> bool {
    row.cells().any(|(_, cell)| is_citizens_number(cell.text()))
}

/// Whether the cell holds a document's number: a citizen's anywhere inside, any other alone.
pub(super) fn holds_id(cell: Cell<'_>, today: Day) -> bool {
    let text = cell.text();
    text.contains(char::is_numeric)
        && (has_citizens_number(text) || Identity::read(None, text, today).is_ok())
}

/// Whether a row above a heading may be about somebody: by a number, or on a list by a title.
pub(super) fn may_be_somebody(row: Row<'_>, columns: &Columns, context: &Context<'_>) -> bool {
    let is_title = |cell: Cell<'_>| !context.catalogue.series_with_title(cell.text()).is_empty();
    let is_titled = || row.cells().nth(1).is_some() && row.cells().any(|(_, cell)| is_title(cell));
    holds_number(row) || (columns.form == Form::List && is_titled())
}

/// A row, and its cells that stand under a known heading.
struct Line<'a> {
    row: Row<'a>,
    columns: &'a Columns,
    filled: Vec<(Field, Cell<'a>)>,
}

impl<'a> Line<'a> {
    fn new(row: Row<'a>, columns: &'a Columns) -> Self {
        let cells = columns.all().map(|(field, column)| (field, row.own(column)));
        Self { row, columns, filled: cells.filter(|(_, cell)| !cell.is_empty()).collect() }
    }

    fn cell(&self, field: Field) -> Option<Cell<'a>> {
        self.filled.iter().find(|(filled, _)| *filled == field).map(|(_, cell)| *cell)
    }

    fn id(&self) -> &'a str {
        self.cell(Field::IdNumber).map_or("", Cell::text)
    }

    /// Whether the cell of the ID number begins like one: no heading does.
    fn has_number(&self) -> bool {
        self.id().bytes().next().is_some_and(|first| first.is_ascii_digit())
    }

    /// Whether most of the cells are their own headings; the first decides for most rows.
    fn is_heading(&self, catalogue: &Catalogue) -> bool {
        let repeats = |(field, cell): &(Field, Cell<'_>)| {
            catalogue.field_of_heading(cell.text()) == Some(Heading::Field(*field))
        };
        self.filled.len() >= 2
            && self.filled.first().is_some_and(repeats)
            && self.filled.iter().filter(|filled| repeats(filled)).count() * 2 > self.filled.len()
    }

    fn says_how_to_fill_in(&self) -> bool {
        self.filled.len() >= 2 && self.filled.iter().all(|(_, cell)| is_hint(cell.text()))
    }

    fn example(&self, context: &Context<'_>) -> Kind {
        if Identity::read(None, self.id(), context.today).is_ok() {
            // Made-up numbers do not hold: somebody typed over the example.
            Kind::Person
        } else if self.is_somebody() {
            Kind::Example
        } else {
            Kind::Aside
        }
    }

    /// A remark in a cell other than that of the note, by its column.
    fn remark(&self) -> Option<u32> {
        let note = self.columns.of(Field::Note);
        let mut cells = self.row.cells().filter(|(column, _)| Some(*column) != note);
        cells.find(|(_, cell)| is_remark(cell.text())).map(|(column, _)| column)
    }

    /// A total or a signature, unless somebody stands there as well: before the remark, or with more
    /// than a name.
    fn beside(&self, remark: u32) -> Kind {
        let is_before = self.columns.of(Field::Name).is_some_and(|column| column < remark);
        let is_person = self.is_somebody() || (is_before && self.is_named());
        if is_person { Kind::Person } else { Kind::Aside }
    }

    /// On a list a name that cannot be taken is a name as well: no number shows that it is one.
    fn is_named(&self) -> bool {
        let is_name = |text: &str| match self.columns.form {
            Form::Sheet | Form::Moved => PersonName::read(text).is_ok(),
            Form::List => text.chars().next().is_some_and(char::is_alphabetic),
        };
        self.cell(Field::Name).is_some_and(|cell| !is_remark(cell.text()) && is_name(cell.text()))
    }

    /// How many of the cells would be kept.
    fn kept(&self) -> usize {
        self.filled.iter().filter(|(field, _)| self.columns.form.keeps(*field)).count()
    }

    /// Whether there is somebody who has something: a citizen's number, or a title with a name or a
    /// number.
    fn is_somebody(&self) -> bool {
        let is_titled = self.cell(Field::Title).is_some_and(|cell| {
            matches!(cell, Cell::Text(text) if !is_remark(text) && !text.contains(|c: char| c.is_ascii_digit()))
        });
        let has_id = || self.id().chars().nth(5).is_some();
        is_citizens_number(self.id()) || (is_titled && (has_id() || self.is_named()))
    }

    /// Below a list the date stands under the last heading, which is the title's.
    fn is_about_somebody(&self) -> bool {
        let is_date = |field: Field, cell: Cell<'_>| {
            let is_dated = matches!(cell, Cell::Date(_))
                || cell.text().starts_with(|c: char| c.is_ascii_digit());
            self.columns.form == Form::List && field == Field::Title && is_dated
        };
        [Field::Name, Field::IdNumber, Field::Title]
            .into_iter()
            .any(|field| self.cell(field).is_some_and(|cell| !is_date(field, cell)))
    }

    fn unless_numbered(&self) -> Kind {
        if holds_number(self.row) { Kind::Doubtful } else { Kind::Aside }
    }
}

/// Whether the row is there for the reader: a banner, a sentence, the numbers of the columns.
fn is_aid(row: Row<'_>) -> bool {
    let mut cells = row.cells();
    let (Some((column, first)), second) = (cells.next(), cells.next()) else { return false };
    if second.is_none() {
        return row.width(column) >= 3 || is_sentence(first.text());
    }
    let numbers =
        row.cells().filter(|(_, cell)| !matches!(cell.text(), "栏次" | "甲" | "乙" | "丙"));
    let numbers: Vec<Option<u32>> = numbers
        .map(|(_, cell)| cell.text().trim_matches(['（', '）', '(', ')']).parse().ok())
        .collect();
    let follows = |pair: &[Option<u32>]| match pair {
        [Some(a), Some(b)] => a.checked_add(1) == Some(*b),
        _ => false,
    };
    numbers.len() >= 3 && numbers.first() <= Some(&Some(2)) && numbers.windows(2).all(follows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{delimited, headings};
    use crate::model::{certificate::Road, day::Day, office::Scope};

    const HEADING: &str = "序号,姓名,证件号码,资格名称,取得时间,工作单位,备注,电话\n";

    /// What each row below the heading is.
    fn kinds(rows: &str) -> Vec<Kind> {
        let table = delimited::read(&format!("{HEADING}{rows}"), ',').unwrap();
        let catalogue = Catalogue::embedded();
        let today = Day::new(2026, 11, 25).unwrap();
        let (scope, draws) = (Scope::county(), |_: char| true);
        let road = Road::Filed;
        let context = Context {
            catalogue: &catalogue,
            scope: &scope,
            road,
            today,
            draws: &draws,
            judged: &|_, _| (),
        };
        let columns = headings::find(&table, &catalogue, Form::Sheet).remove(0);
        let examples = Examples::new(&context);
        let rows = table.rows().skip(columns.above);
        rows.map(|row| kind(row, &columns, &examples, &context)).collect()
    }

    fn all_are(expected: Kind, rows: &[&str]) {
        for row in rows {
            assert_eq!(kinds(row), [expected], "{row}");
        }
    }

    #[test]
    fn whoever_has_a_name_a_number_or_a_title_is_judged() {
        all_are(
            Kind::Person,
            &[
                "1,王莉,330302198506152047,工程师,2019-12,一中,,",
                "4,赵一,,,,,,",
                ",,330302198506152047,,,,,",
                ",,,工程师,,,,",
                ",王莉,,工程师,2019-12,一中,备注：号码待补,",
                ",王莉,,,,,,联系电话：13800000000",
                "3,总计,330302198506152047,工程师,2019-12,,,",
                ",,E12345678,工程师,2019-12,,备注：护照,负责人",
                "合计,王莉,,助理工程师,,,,",
                "示例,王莉,330302198506152047,工程师,2019-12,一中,,",
                ",#REF!,330302198506152047,工程师,2019-12,,,",
            ],
        );
    }

    #[test]
    fn what_stands_around_a_list_is_nobody() {
        all_are(
            Kind::Aside,
            &[
                "2,,,,,,,",
                "合 计,1人,,,,,,",
                "合计,3,3,3,3,3,3,3",
                ",共3人,,,,,,",
                ",以下空白,,,,,,",
                ",（以下空白）,,,,,,",
                "第1页 共2页,,,,,,,",
                ",一、市直单位,,,,,,",
                "（二）瑞安市（2人）,,,,,,,",
                "2.请如实填写本表。,,,,,,,",
                ",填报人：李强,,,,,,",
                "填报人：,李强,,联系电话：,0577-88888888,填报日期：,2019-12-31,",
                ",注:以上属实,,,,,,",
                ",注1：以上属实,,,,,,",
                ",,,,2019年12月31日,,,",
                "示例,姓名填在这里,,,,,,",
                "1,2,3,4,5,6,7,8",
                ",必填,必填,选填,必填,,,",
                ",（汉字）,（18位）,,如2019-12,,,",
                ",温州市第一中学,,,,,,",
                ",瑞安市初级职称名单（续）,,,,,,",
                ",温州市建设工程中级评委会办公室（盖章）,,,,,,2026年10月21日",
            ],
        );
    }

    #[test]
    fn who_may_be_somebody_is_never_passed_over_in_silence() {
        all_are(Kind::Doubtful, &[",,,,,,,330302198506152047"]);
        all_are(Kind::Example, &["示例,张三,330302199001011234,工程师,2019-12,某单位,,"]);
    }

    proptest::proptest! {
        #[test]
        fn a_name_with_a_title_or_a_number_is_never_nobody(
            before in "(合计|小计|填报人：|示例|1|)",
            name in "[王李赵陈林][一-龥]{1,2}",
            is_titled in proptest::bool::ANY,
            behind in "(备注：无|联系电话：1|注：|以上|)",
        ) {
            let (id, title) = if is_titled { ("", "助理工程师") } else { ("330302198506152047", "") };
            let row = format!("{before},{name},{id},{title},,,{behind},{behind}");
            proptest::prop_assert_ne!(kinds(&row), [Kind::Aside], "{}", row);
        }
    }
}
