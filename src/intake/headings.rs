//! Which rows are headings, what their columns mean, and how far each goes.

use super::{
    aside, bounds,
    form::Form,
    shape::Merge,
    table::{Cell, Row, Table},
};
use crate::model::{
    catalogue::{Catalogue, Heading},
    finding::Field,
};
use std::collections::BTreeMap;

/// A heading: one row, or several under each other.
pub(super) struct Columns {
    /// What the heading was read for.
    pub(super) form: Form,
    /// The sheet's number of the heading's last row.
    pub(super) row: u32,
    /// The first of the table's rows that this heading may speak of: the top of the sheet, or where
    /// the list above ends.
    pub(super) from: usize,
    /// How many of the table's rows stand above the data.
    pub(super) above: usize,
    /// The row with which the next list begins.
    pub(super) until: usize,
    at: BTreeMap<Field, u32>,
    /// Second columns for a field.
    pub(super) twice: Vec<(Field, u32)>,
    /// Headings that nobody knows.
    pub(super) unknown: Vec<String>,
    /// The rows down to the heading: each printed page may repeat them.
    repeated: Vec<Vec<(u32, String)>>,
}

impl Columns {
    /// The column of `field`, from 0.
    pub(super) fn of(&self, field: Field) -> Option<u32> {
        self.at.get(&field).copied()
    }

    /// Every field that the sheet has, with its column.
    pub(super) fn all(&self) -> impl Iterator<Item = (Field, u32)> {
        self.at.iter().map(|(field, column)| (*field, *column))
    }

    /// Every field that is kept, with its column.
    pub(super) fn kept(&self) -> impl Iterator<Item = (Field, u32)> {
        self.all().filter(|(field, _)| self.form.keeps(*field))
    }

    pub(super) fn missing_must(&self) -> Vec<Field> {
        self.missing(self.form.must())
    }

    pub(super) fn missing_should(&self) -> Vec<Field> {
        self.missing(self.form.should())
    }

    fn missing(&self, wanted: &[Field]) -> Vec<Field> {
        wanted.iter().copied().filter(|field| self.of(*field).is_none()).collect()
    }

    /// Notes from where the heading speaks, and what a page may repeat of it.
    fn reach(&mut self, from: usize, rows: &[Row<'_>]) {
        self.from = from;
        self.until = rows.len();
        let down_to_heading = rows.get(from..self.above).unwrap_or_default();
        self.repeated = down_to_heading.iter().map(|row| bare_cells(*row)).collect();
    }

    /// Whether the row is plainly one of this list: it has a number, or where nobody has one, no
    /// word of a heading.
    fn goes_on(&self, row: Row<'_>, catalogue: &Catalogue) -> bool {
        let id = self.of(Field::IdNumber).map_or("", |column| row.own(column).text());
        let names = |cell: Cell<'_>| catalogue.field_of_heading(cell.text()).is_some();
        id.bytes().next().is_some_and(|first| first.is_ascii_digit())
            || row.cells().nth(2).is_none()
            || (self.form == Form::List && !row.cells().any(|(_, cell)| names(cell)))
    }

    /// Whether the other heading has its fields where this one has them.
    fn has_all_of(&self, other: &Self) -> bool {
        other.all().all(|(field, column)| self.of(field) == Some(column))
    }

    /// Whether the row says what one of the rows down to the heading says.
    pub(super) fn repeats(&self, row: Row<'_>) -> bool {
        self.repeated.iter().any(|above| is_same(row, above))
    }
}

/// The headings of a sheet, from the top: the first that has every must-column, or else the one among
/// the first rows that names the most fields; then each below it that orders its columns otherwise.
pub(super) fn find(table: &Table, catalogue: &Catalogue, form: Form) -> Vec<Columns> {
    let rows: Vec<Row<'_>> = table.rows().collect();
    let mut headings = Vec::new();
    let Some(mut last) = first(table, &rows, catalogue, form) else { return headings };
    last.reach(0, &rows);
    let (mut at, mut looks) = (last.above, 0);
    while let Some(row) = rows.get(at) {
        at += 1;
        if looks == MOST_LOOKS || last.goes_on(*row, catalogue) {
            continue;
        }
        looks += 1;
        let next = columns(table, &rows, at - 1, catalogue, form);
        if !is_heading(&next) {
            continue;
        }
        let start = at - 1;
        at = next.above;
        if !last.has_all_of(&next) {
            last.until = title_above(&rows, start, last.above);
            let mut next = next;
            next.reach(last.until, &rows);
            headings.push(std::mem::replace(&mut last, next));
        }
    }
    headings.push(last);
    headings
}

/// The heading among the first rows. A row inside it may be the better start: groups of columns
/// stand above the names of columns.
fn first(table: &Table, rows: &[Row<'_>], catalogue: &Catalogue, form: Form) -> Option<Columns> {
    let mut best: Option<Columns> = None;
    for start in 0..rows.len().min(bounds::HEADING_WITHIN) {
        let complete = best.as_ref().filter(|best| best.missing_must().is_empty());
        if complete.is_some_and(|complete| start >= complete.above) {
            break;
        }
        let found = columns(table, rows, start, catalogue, form);
        let is_better = match &best {
            Some(best) if complete.is_none() && found.missing_must().is_empty() => true,
            Some(best) => found.at.len() > best.at.len(),
            None => true,
        };
        if is_heading(&found) && is_better {
            best = Some(found);
        }
    }
    best
}

/// Where the rows begin that are the title of the list whose heading is at `start`.
fn title_above(rows: &[Row<'_>], start: usize, above: usize) -> usize {
    let is_title = |row: &&Row<'_>| {
        let mut cells = row.cells();
        let first = cells.next().map_or("", |(_, cell)| cell.text());
        // A name alone is shorter.
        cells.next().is_none() && first.chars().nth(5).is_some() && !aside::holds_number(**row)
    };
    let between = rows.get(above..start).unwrap_or_default();
    start - between.iter().rev().take_while(is_title).count()
}

/// Rows that may be a heading further down: in a list of people their cells of the ID number are
/// blank or no number.
const MOST_LOOKS: usize = 1000;

/// Title rows name a field at most; a heading names a person and something about them. A list has
/// few columns.
fn is_heading(columns: &Columns) -> bool {
    let must = columns.form.must();
    let count = must.iter().filter(|field| columns.of(**field).is_some()).count();
    let is_short = columns.form == Form::List && columns.of(Field::Name).is_some();
    count >= 2 || (count == 1 && columns.at.len() >= if is_short { 3 } else { 4 })
}

/// How many of the rows are one heading: those that a merged heading cell reaches into, and those
/// that hold headings alone.
fn height(rows: &[Row<'_>], merges: &[Merge], catalogue: &Catalogue) -> usize {
    let Some((first, below)) = rows.split_first() else { return 0 };
    let starts_here = merges.iter().filter(|merge| merge.first == first.number());
    let reach = starts_here
        .filter(|merge| meaning(first.own(merge.column).text(), catalogue).is_some())
        .map(|merge| merge.last.min(first.number() + MOST_BELOW))
        .max()
        .unwrap_or_default();
    let reached = 1 + below.iter().take_while(|row| row.number() <= reach).count();
    let more = (reached..rows.len().min(1 + MOST_BELOW as usize)).take_while(|at| {
        let upper = at.checked_sub(1).and_then(|at| rows.get(at));
        upper.zip(rows.get(*at)).is_some_and(|(upper, row)| {
            row.cells().all(|(column, cell)| {
                named(cell.text(), &parent(*upper, column, merges), catalogue).is_some()
            })
        })
    });
    reached + more.count()
}

/// Rows of a heading below its first.
const MOST_BELOW: u32 = 4;

/// What a heading cell means; of several lines, the last that is a heading. In the form of the
/// provinces the cell of 序号 also holds 填报单位 and the like.
fn meaning(written: &str, catalogue: &Catalogue) -> Option<Heading> {
    let by_line = || written.lines().rev().find_map(|line| catalogue.field_of_heading(line));
    let has_lines = written.contains(['\n', '\r']);
    catalogue.field_of_heading(written).or_else(|| by_line().filter(|_| has_lines))
}

/// What a lower heading means under its upper one: 名称 under 资格 is 资格名称. What stands under
/// the former title is about the former title.
fn named(written: &str, parent: &str, catalogue: &Catalogue) -> Option<Heading> {
    const OTHERS: [&str; 6] = ["原", "曾", "现任", "现有", "现聘", "现职"];
    if !parent.is_empty() {
        if OTHERS.iter().any(|other| parent.trim_start().starts_with(other)) {
            return Some(Heading::Ignore);
        }
        if let Some(heading) = catalogue.field_of_heading(&format!("{parent}{written}")) {
            return Some(heading);
        }
    }
    meaning(written, catalogue)
}

/// The heading above `column`: its own, one merged across it, or in text files the next on the left.
fn parent(upper: Row<'_>, column: u32, merges: &[Merge]) -> String {
    let here = |merge: &&Merge| {
        (merge.first..=merge.last).contains(&upper.number())
            && (merge.column..=merge.last_column).contains(&column)
    };
    let at = match merges.iter().find(here) {
        Some(merge) => Some(merge.column),
        None if !upper.own(column).is_empty() => Some(column),
        None if merges.is_empty() => {
            upper.cells().map(|(at, _)| at).take_while(|at| *at < column).last()
        }
        None => None,
    };
    at.map_or("", |at| upper.cell(at).text()).to_owned()
}

/// What the row at `start` says as a heading, with what continues it below.
fn columns(
    table: &Table,
    rows: &[Row<'_>],
    start: usize,
    catalogue: &Catalogue,
    form: Form,
) -> Columns {
    let below = rows.get(start..).unwrap_or_default();
    let near = below.get(..below.len().min(1 + MOST_BELOW as usize)).unwrap_or_default();
    let (top, bottom) =
        (near.first().map_or(0, |r| r.number()), near.last().map_or(0, |r| r.number()));
    let merges = table.merges_within(top, bottom);
    let height = height(near, &merges, catalogue);
    let heading = near.get(..height).unwrap_or_default();
    read(heading, &merges, start + height, catalogue, form)
}

fn read(
    rows: &[Row<'_>],
    merges: &[Merge],
    above: usize,
    catalogue: &Catalogue,
    form: Form,
) -> Columns {
    let mut found: BTreeMap<u32, (Option<Heading>, String)> = BTreeMap::new();
    let mut upper: Option<Row<'_>> = None;
    for row in rows {
        for (column, cell) in row.cells() {
            let parent = upper.map_or_else(String::new, |upper| parent(upper, column, merges));
            let heading = named(cell.text(), &parent, catalogue);
            // A lower heading is the more exact one.
            if heading.is_some() || found.get(&column).is_none_or(|(known, _)| known.is_none()) {
                found.insert(column, (heading, cell.text().to_owned()));
            }
        }
        upper = Some(*row);
    }
    let row = rows.last().map_or(0, |row| row.number());
    let (at, repeated) = Default::default();
    let (from, until, twice, unknown) = (0, above, vec![], vec![]);
    let mut columns = Columns { form, row, from, above, until, at, twice, unknown, repeated };
    let mut issuer = None;
    for (column, (heading, written)) in found {
        match heading {
            Some(Heading::Field(field)) if columns.at.contains_key(&field) => {
                columns.twice.push((field, column));
            }
            Some(Heading::Field(field)) => drop(columns.at.insert(field, column)),
            Some(Heading::Issuer) => issuer = Some(column),
            Some(Heading::EmployerCode | Heading::Seq | Heading::Ignore) => {}
            None if written.is_empty() => {}
            None => columns.unknown.push(written),
        }
    }
    // Elsewhere the office that sends is the issuer.
    if let Some(column) = issuer.filter(|_| form == Form::Moved) {
        columns.at.entry(Field::Committee).or_insert(column);
    }
    columns
}

/// The first of a text's characters, without its spaces.
fn bare(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace()).take(100)
}

fn bare_cells(row: Row<'_>) -> Vec<(u32, String)> {
    row.cells().map(|(column, cell)| (column, bare(cell.text()).collect())).collect()
}

/// Whether a row holds the same as another, whose cells are given without their spaces.
fn is_same(row: Row<'_>, other: &[(u32, String)]) -> bool {
    let mut cells = row.cells();
    let is_next = |(column, text): &(u32, String)| {
        let cell = cells.next().filter(|(at, _)| at == column);
        cell.is_some_and(|(_, cell)| bare(cell.text()).eq(text.chars()))
    };
    other.iter().all(is_next) && cells.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::*;

    fn table(text: &str) -> Table {
        delimited::read(text, ',').unwrap()
    }

    fn fields(text: &str) -> Option<(u32, Vec<(Field, u32)>)> {
        let columns = find(&table(text), &Catalogue::embedded(), Form::Sheet).into_iter().next()?;
        Some((columns.row, columns.all().collect()))
    }

    #[test]
    fn the_heading_stands_below_titles_and_signatures() {
        let found = fields(
            "瑞安市初级职称人员名单\n填报单位（盖章）：,,填报人：张三\n\n序号,姓 名,身份证号,职称,取得时间（必填）\n1,王莉,,,\n",
        );
        let expected =
            vec![(Field::Name, 1), (Field::IdNumber, 2), (Field::Title, 3), (Field::ObtainedOn, 4)];
        assert_eq!(found, Some((4, expected)));
        assert_eq!(fields("这里没有表头\n王莉,工程师\n"), None);
        assert_eq!(fields(""), None);
    }

    #[test]
    fn a_heading_may_have_two_rows() {
        let found = fields("姓名,身份证号,资格,\n,,资格名称,取得时间\n王莉,x,工程师,2019-12\n");
        let expected =
            vec![(Field::Name, 0), (Field::IdNumber, 1), (Field::Title, 2), (Field::ObtainedOn, 3)];
        assert_eq!(found, Some((2, expected)));
    }

    #[test]
    fn second_and_unknown_columns_are_named() {
        let text = "姓名,证件号码,资格名称,单位,工作单位,星座,学历\n";
        let columns = find(&table(text), &Catalogue::embedded(), Form::Sheet).remove(0);
        assert_eq!(columns.twice, [(Field::Employer, 4)]);
        assert_eq!(columns.unknown, ["星座"]);
        assert_eq!(columns.missing_must(), [Field::ObtainedOn]);
        assert_eq!(
            columns.missing_should(),
            [Field::Specialty, Field::AwardMethod, Field::Committee]
        );
    }

    #[test]
    fn each_list_of_a_sheet_has_its_own_heading() {
        let text = "一、教师\n姓名,身份证号,职称,取得时间\n王莉,1,三级教师,2019\n姓名,身份证号,职称,取得时间\n李强,2,三级教师,2019\n\n二、技术人员名单\n序号,姓名,性别,身份证号,职称,取得时间\n1,赵一,男,3,技术员,2019\n姓名,单位,身份证号\n";
        let lists: Vec<_> = find(&table(text), &Catalogue::embedded(), Form::Sheet)
            .iter()
            .map(|list| (list.row, list.from, list.above, list.until, list.missing_must().len()))
            .collect();
        assert_eq!(lists, [(2, 0, 2, 5, 0), (8, 5, 7, 8, 0), (10, 8, 9, 9, 2)]);
    }
}
