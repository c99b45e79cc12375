//! Which row is the heading, what its columns mean, and which rows below it are no data.

use super::{
    bounds,
    shape::Merge,
    table::{Cell, Row, Table},
};
use crate::model::{
    catalogue::{Catalogue, Heading},
    finding::Field,
};
use std::collections::BTreeMap;

/// Without these nothing can be judged.
const MUST: [Field; 4] = [Field::Name, Field::IdNumber, Field::Title, Field::ObtainedOn];
/// The face is poorer without these.
const SHOULD: [Field; 4] =
    [Field::Employer, Field::Specialty, Field::AwardMethod, Field::Committee];

/// A heading: one row, or several under each other.
pub(super) struct Columns {
    /// The sheet's number of the heading's last row.
    pub(super) row: u32,
    /// How many of the table's rows stand above the data.
    pub(super) above: usize,
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

    pub(super) fn missing_must(&self) -> Vec<Field> {
        MUST.into_iter().filter(|field| self.of(*field).is_none()).collect()
    }

    pub(super) fn missing_should(&self) -> Vec<Field> {
        SHOULD.into_iter().filter(|field| self.of(*field).is_none()).collect()
    }
}

/// Whether a blank cell of the field is worth a warning.
pub(super) fn is_advised(field: Field) -> bool {
    SHOULD.contains(&field)
}

/// Finds the heading among the first rows: the one, with what continues it below, that names the
/// most fields.
pub(super) fn find(table: &Table, catalogue: &Catalogue) -> Option<Columns> {
    let top: Vec<Row<'_>> = table.rows().take(bounds::HEADING_WITHIN).collect();
    let merges = table.merges_above(top.last()?.number());
    let mut best: Option<Columns> = None;
    for start in 0..top.len() {
        let rows = top.get(start..).unwrap_or_default();
        let height = height(rows, &merges, catalogue);
        let heading = rows.get(..height).unwrap_or_default();
        let columns = columns(heading, &merges, start + height, catalogue);
        let is_better = best.as_ref().is_none_or(|best| columns.at.len() > best.at.len());
        if is_heading(&columns) && is_better {
            best = Some(columns);
        }
    }
    let mut best = best?;
    best.repeated = top.iter().take(best.above).map(|row| bare_cells(*row)).collect();
    Some(best)
}

/// Title rows name a field at most; a heading names a person and something about them.
fn is_heading(columns: &Columns) -> bool {
    let must = MUST.iter().filter(|field| columns.of(**field).is_some()).count();
    must >= 2 || (must == 1 && columns.at.len() >= 4)
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

fn columns(rows: &[Row<'_>], merges: &[Merge], above: usize, catalogue: &Catalogue) -> Columns {
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
    let mut columns = Columns { row, above, at, twice: vec![], unknown: vec![], repeated };
    for (column, (heading, written)) in found {
        match heading {
            Some(Heading::Field(field)) if columns.at.contains_key(&field) => {
                columns.twice.push((field, column));
            }
            Some(Heading::Field(field)) => drop(columns.at.insert(field, column)),
            Some(Heading::EmployerCode | Heading::Seq | Heading::Ignore) => {}
            None if written.is_empty() => {}
            None => columns.unknown.push(written),
        }
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

/// Whether a row below the heading is data: not blank, no total, no signature, no repeated heading.
pub(super) fn is_data(row: Row<'_>, columns: &Columns, catalogue: &Catalogue) -> bool {
    let filled: Vec<(Field, Cell<'_>)> = columns
        .all()
        .map(|(field, column)| (field, row.own(column)))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    // Formulas that were filled down below the list fail or count; they are about nobody.
    let is_about_nobody = filled.iter().all(|(_, cell)| matches!(cell, Cell::Error(_)));
    if is_about_nobody || repeats(&filled, catalogue) || is_aid(row) {
        return false;
    }
    if columns.repeated.iter().any(|above| is_same(row, above)) {
        return false;
    }
    let has = |field| filled.iter().any(|(filled, _)| *filled == field);
    let about_a_person = [Field::IdNumber, Field::Title, Field::ObtainedOn];
    let has_person = about_a_person.into_iter().filter(|field| has(*field)).count() >= 2;
    let is_remarked = || row.cells().any(|(_, cell)| is_remark(cell.text()));
    if has_person {
        return !(counts(&filled) && is_remarked());
    }
    let names_somebody = has(Field::Name) || has(Field::IdNumber) || has(Field::Title);
    (names_somebody || filled.len() >= 3) && !is_remarked()
}

/// Of a repeated heading every cell is one; the first decides for most rows.
fn repeats(filled: &[(Field, Cell<'_>)], catalogue: &Catalogue) -> bool {
    let repeats = |(field, cell): &(Field, Cell<'_>)| {
        catalogue.field_of_heading(cell.text()) == Some(Heading::Field(*field))
    };
    filled.len() >= 2
        && filled.first().is_some_and(repeats)
        && filled.iter().filter(|filled| repeats(filled)).count() * 2 > filled.len()
}

/// Whether the row is there for the reader: a banner across the sheet, the numbers of the columns,
/// an example.
fn is_aid(row: Row<'_>) -> bool {
    let mut cells = row.cells();
    let (Some((column, first)), second) = (cells.next(), cells.next()) else { return false };
    let Some((_, second)) = second else { return row.width(column) >= 3 };
    let is_example = |cell: Cell<'_>| {
        let word = cell.text().trim_matches(['（', '）', '(', ')', ':', '：', '*']);
        matches!(word, "示例" | "样例" | "例" | "例子" | "填写示例" | "填表示例" | "示范")
    };
    if is_example(first) || is_example(second) {
        return true;
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

/// Whether an ID cell holds a mere count.
fn counts(filled: &[(Field, Cell<'_>)]) -> bool {
    let id = filled.iter().find(|(field, _)| *field == Field::IdNumber);
    id.is_none_or(|(_, cell)| cell.text().chars().count() < 6)
}

/// How totals, signatures and remarks below a list begin.
fn is_remark(written: &str) -> bool {
    const BEGINNINGS: [&str; 26] = [
        "合计",
        "总计",
        "小计",
        "共计",
        "总人数",
        "人数合计",
        "填报人",
        "填表人",
        "制表人",
        "制表",
        "审核人",
        "经办人",
        "负责人",
        "单位负责人",
        "联系人",
        "联系电话",
        "填报日期",
        "填表日期",
        "填报单位",
        "报送单位",
        "（盖章",
        "盖章",
        "单位盖章",
        "注：",
        "备注：",
        "说明：",
    ];
    let bare: String = written.chars().filter(|c| !c.is_whitespace()).take(12).collect();
    let bare = bare.replace('(', "（").replace(':', "：");
    BEGINNINGS.iter().any(|beginning| bare.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::*;

    fn table(text: &str) -> Table {
        delimited::read(text, ',').unwrap()
    }

    fn fields(text: &str) -> Option<(u32, Vec<(Field, u32)>)> {
        let columns = find(&table(text), &Catalogue::embedded())?;
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
        let columns = find(&table(text), &Catalogue::embedded()).unwrap();
        assert_eq!(columns.twice, [(Field::Employer, 4)]);
        assert_eq!(columns.unknown, ["星座"]);
        assert_eq!(columns.missing_must(), [Field::ObtainedOn]);
        assert_eq!(
            columns.missing_should(),
            [Field::Specialty, Field::AwardMethod, Field::Committee]
        );
    }

    #[test]
    fn only_rows_about_a_person_are_data() {
        let catalogue = Catalogue::embedded();
        let text = "序号,姓名,证件号码,资格名称,取得时间,备注\n1,王莉,330302198506152047,工程师,2019-12,\n2,,,,,\n序号,姓名,证件号码,资格名称,取得时间,备注\n合 计,1人,,,,\n,填报人：李强,,,,\n3,总计,330302198506152047,工程师,2019-12,\n,注:以上属实,,,,\n4,赵一,,,,\n";
        let table = table(text);
        let columns = find(&table, &catalogue).unwrap();
        let data: Vec<u32> = table
            .rows()
            .skip(columns.above)
            .filter(|row| is_data(*row, &columns, &catalogue))
            .map(Row::number)
            .collect();
        assert_eq!(data, [2, 7, 9]);
    }
}
