//! About a sheet as a whole, its heading, and rows beside each other.

use super::{Notice, error, quoted, warning};
use crate::{
    intake::bounds,
    model::finding::{Field, RowPlace},
};

/// A must-column is missing: no row is judged.
pub fn column_missing(field: Field) -> Notice {
    error(
        "column_missing",
        format!("表里没有“{}”这一列，各行暂未核对。请补上这一列后重新上传。", field.zh()),
        format!(
            "The sheet has no column for {}, so no row was judged. Add it and upload again.",
            en(field)
        ),
    )
}

/// A should-column is missing.
pub fn column_advised(field: Field) -> Notice {
    warning(
        "column_advised",
        format!("表里没有“{}”这一列，证书上将不显示这一项。如有，请补上。", field.zh()),
        format!(
            "The sheet has no column for {}; certificates will leave it out. Add it if you can.",
            en(field)
        ),
    )
}

/// Headings that nobody knows.
pub fn columns_unknown(headings: &[String]) -> Notice {
    let names: Vec<String> = headings.iter().take(20).map(|heading| quoted(heading)).collect();
    warning(
        "columns_unknown",
        format!("这些列没有用到：{}。如其中有需要的内容，请按模板改列名。", names.join("、")),
        format!(
            "These columns are not used: {}. Rename those that matter as in the template.",
            names.join(", ")
        ),
    )
}

/// Two columns for one field.
pub fn column_twice(field: Field, used: &str) -> Notice {
    warning(
        "column_twice",
        format!("“{}”有两列，取的是{used}列，这一列没有用到。请核对。", field.zh()),
        format!(
            "There are two columns for {}; column {used} is used and this one is not. Check it.",
            en(field)
        ),
    )
}

/// A second list to the right of the first.
pub fn list_beside() -> Notice {
    warning(
        "list_beside",
        "从这一列起，右侧还有一份名单，没有读取。请把它移到左侧名单的下方，再重新上传。",
        "From this column on there is a second list on the right, which was not read. Move it below the first and upload again.",
    )
}

/// A sheet with content, and no heading that is known.
pub fn sheet_skipped() -> Notice {
    warning(
        "sheet_skipped",
        "这张工作表没有可识别的表头，没有读取。如其中有人员名单，请补上表头。",
        "This sheet has no heading that is known, so it was not read. Add a heading if it lists people.",
    )
}

/// A list without a must-column beside one that is judged.
pub fn list_incomplete(missing: &[Field]) -> Notice {
    let zh: Vec<String> = missing.iter().map(|field| format!("“{}”", field.zh())).collect();
    let en: Vec<&str> = missing.iter().map(|field| en(*field)).collect();
    warning(
        "list_incomplete",
        format!(
            "这张表没有{}列，其中的各行没有读取。如有要报送的人员，请补上后重新上传。",
            zh.join("、")
        ),
        format!(
            "This list has no column for {}, so its rows were not read. If it lists people, add it and upload again.",
            en.join(", ")
        ),
    )
}

/// Rows that nobody can take for a person, nor for nothing.
pub fn rows_passed(rows: &[u32]) -> Notice {
    warning(
        "rows_passed",
        format!(
            "{}像是有人员，但不在表头下方，或几乎没有可读的内容，没有读取。如要报送，请在表头下方逐列填写后重新上传。",
            rows_zh(rows)
        ),
        format!(
            "{} may be about somebody and was not read: it stands above the heading, or hardly anything in it can be read. Fill it in below the heading if it is to be sent.",
            rows_en(rows)
        ),
    )
}

/// Rows marked as an example that look like somebody.
pub fn examples_passed(rows: &[u32]) -> Notice {
    warning(
        "examples_passed",
        format!(
            "{}标着“示例”一类的字，没有读取。如是要报送的人员，请删去这几个字后重新上传。",
            rows_zh(rows)
        ),
        format!(
            "{} is marked as an example and was not read. If it is somebody to be sent, delete the mark and upload again.",
            rows_en(rows)
        ),
    )
}

/// At most as many rows as can be read at a glance.
const ROWS_NAMED: usize = 10;

fn rows_zh(rows: &[u32]) -> String {
    let named: Vec<String> = rows.iter().take(ROWS_NAMED).map(u32::to_string).collect();
    let named = named.join("、");
    if rows.len() > ROWS_NAMED {
        format!("第{named}行等{}行", rows.len())
    } else {
        format!("第{named}行")
    }
}

fn rows_en(rows: &[u32]) -> String {
    let named: Vec<String> = rows.iter().take(ROWS_NAMED).map(u32::to_string).collect();
    let named = named.join(", ");
    if rows.len() > ROWS_NAMED {
        format!("Row {named} … ({} rows)", rows.len())
    } else {
        format!("Row {named}")
    }
}

/// A hidden sheet that lists people.
pub fn sheet_hidden() -> Notice {
    warning(
        "sheet_hidden",
        "这张工作表是隐藏的，也已读取。如不需报送，请删去这张工作表。",
        "This sheet is hidden and was read all the same. Delete it if it is not meant to be sent.",
    )
}

/// Hidden or filtered rows of data, and hidden columns that are used, by their letters.
pub fn concealed(rows: &[u32], columns: &[String]) -> Notice {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if let [first, ..] = rows {
        let count = rows.len();
        zh.push(format!("{count}行数据是隐藏或筛掉的（第一处是第{first}行）"));
        en.push(format!("{count} rows are hidden or filtered out (the first is row {first})"));
    }
    if !columns.is_empty() {
        zh.push(format!("{}列是隐藏的", columns.join("、")));
        en.push(format!("columns {} are hidden", columns.join(", ")));
    }
    warning(
        "hidden_read",
        format!("{}，也已读取。如不需报送，请删去。", zh.join("，")),
        format!(
            "Hidden and read all the same: {}. Delete what is not meant to be sent.",
            en.join("; ")
        ),
    )
}

/// More findings than are listed.
pub fn more_findings() -> Notice {
    warning(
        "more_findings",
        format!("问题超过{}条，其余没有列出。请先修改已列出的，再重新上传。", bounds::FINDINGS),
        format!(
            "There are more than {} findings; the rest is not listed. Mend these first.",
            bounds::FINDINGS
        ),
    )
}

/// The same certificate earlier in the file.
pub fn row_twice(first: &RowPlace) -> Notice {
    error(
        "row_twice",
        format!("与{}是同一人的同一资格，重复了。请删去其中一行。", place_zh(first)),
        format!("The same person and title as in {}. Delete one of the two rows.", place_en(first)),
    )
}

/// One document, two names.
pub fn id_with_two_names(other: &RowPlace) -> Notice {
    error(
        "id_with_two_names",
        format!("这个证件号码在{}对应另一个姓名。请按证件核对这两行。", place_zh(other)),
        format!(
            "In {} this ID number stands beside another name. Compare both rows with the documents.",
            place_en(other)
        ),
    )
}

/// The same person and title with another specialty.
pub fn other_specialty(first: &RowPlace) -> Notice {
    warning(
        "other_specialty",
        format!("此人在{}有同一资格，专业不同。如不是两个资格，请删去一行。", place_zh(first)),
        format!(
            "This person has the same title with another specialty in {}. Delete one unless both are meant.",
            place_en(first)
        ),
    )
}

/// The same name at the same employer with two documents.
pub fn name_with_two_ids(first: &RowPlace) -> Notice {
    warning(
        "name_with_two_ids",
        format!("与{}同名同单位，证件号码不同。如是同一人，请核对号码。", place_zh(first)),
        format!(
            "Same name and employer as {}, another ID number. If it is one person, check the number.",
            place_en(first)
        ),
    )
}

pub(super) fn place_zh(place: &RowPlace) -> String {
    match place.sheet.as_str() {
        "" => format!("第{}行", place.row),
        sheet => format!("“{}”第{}行", quoted(sheet), place.row),
    }
}

pub(super) fn place_en(place: &RowPlace) -> String {
    match place.sheet.as_str() {
        "" => format!("row {}", place.row),
        sheet => format!("row {} of “{}”", place.row, quoted(sheet)),
    }
}

/// A field as an English sentence calls it.
pub fn en(field: Field) -> &'static str {
    match field {
        Field::Name => "the name",
        Field::IdType => "the type of document",
        Field::IdNumber => "the ID number",
        Field::Sex => "the sex",
        Field::BornOn => "the date of birth",
        Field::Employer => "the employer",
        Field::Series => "the series",
        Field::Specialty => "the specialty",
        Field::Title => "the title",
        Field::Level => "the level",
        Field::AwardMethod => "the way of award",
        Field::ObtainedOn => "the date obtained",
        Field::Committee => "the committee",
        Field::DocumentNumber => "the document number",
        Field::AnnouncedOn => "the date announced",
        Field::SourceNumber => "the original certificate number",
        Field::Note => "the note",
    }
}
