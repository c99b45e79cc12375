//! Which row is the heading, what its columns mean, and which rows below it are no data.

use super::{
    bounds,
    table::{Cell, Row, Table},
};
use crate::model::{
    catalogue::{Catalogue, Heading},
    finding::Field,
};
use std::collections::{BTreeMap, BTreeSet};

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
    let mut best: Option<Columns> = None;
    for start in 0..top.len() {
        let rows = top.get(start..).unwrap_or_default();
        let height =
            1 + rows.iter().skip(1).take(3).take_while(|row| continues(**row, catalogue)).count();
        let columns = columns(rows.get(..height).unwrap_or_default(), start + height, catalogue);
        let is_better = best.as_ref().is_none_or(|best| columns.at.len() > best.at.len());
        if is_heading(&columns) && is_better {
            best = Some(columns);
        }
    }
    best
}

/// Title rows name a field at most; a heading names a person and something about them.
fn is_heading(columns: &Columns) -> bool {
    let must = MUST.iter().filter(|field| columns.of(**field).is_some()).count();
    must >= 2 || (must == 1 && columns.at.len() >= 4)
}

/// A row of headings and nothing else.
fn continues(row: Row<'_>, catalogue: &Catalogue) -> bool {
    row.cells().all(|(_, cell)| catalogue.field_of_heading(cell.text()).is_some())
}

fn columns(rows: &[Row<'_>], above: usize, catalogue: &Catalogue) -> Columns {
    let mut named: BTreeMap<u32, (Option<Heading>, String)> = BTreeMap::new();
    for row in rows {
        for (column, cell) in row.cells() {
            let heading = catalogue.field_of_heading(cell.text());
            // A lower heading is the more exact one.
            if heading.is_some() || !named.contains_key(&column) {
                named.insert(column, (heading, cell.text().to_owned()));
            }
        }
    }
    let row = rows.last().map_or(0, |row| row.number());
    let mut columns = Columns { row, above, at: BTreeMap::new(), twice: vec![], unknown: vec![] };
    for (column, (heading, written)) in named {
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

/// Whether a row below the heading is data: not blank, no total, no signature, no repeated heading.
pub(super) fn is_data(row: Row<'_>, columns: &Columns, catalogue: &Catalogue) -> bool {
    let own: BTreeSet<u32> = row.cells().map(|(column, _)| column).collect();
    let filled: Vec<(Field, Cell<'_>)> = columns
        .all()
        .filter(|(_, column)| own.contains(column))
        .map(|(field, column)| (field, row.cell(column)))
        .collect();
    if filled.is_empty() {
        return false;
    }
    let repeats = |(field, cell): &(Field, Cell<'_>)| {
        catalogue.field_of_heading(cell.text()) == Some(Heading::Field(*field))
    };
    // Of a repeated heading every cell is one; the first decides for most rows.
    let is_repeated = filled.len() >= 2
        && filled.first().is_some_and(repeats)
        && filled.iter().filter(|filled| repeats(filled)).count() * 2 > filled.len();
    if is_repeated {
        return false;
    }
    let about_a_person = [Field::IdNumber, Field::Title, Field::ObtainedOn];
    let has_person = filled.iter().filter(|(field, _)| about_a_person.contains(field)).count() >= 2;
    has_person || !row.cells().any(|(_, cell)| is_remark(cell.text()))
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
