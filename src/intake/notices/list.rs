//! About a pass list, whose rows are posted.

use super::{
    Notice, error,
    file::{en, place_en, place_zh},
    warning,
};
use crate::model::finding::{Field, RowPlace};

/// A should-column of a list is missing.
pub fn column_advised(field: Field) -> Notice {
    warning(
        "column_advised",
        format!(
            "名单里没有“{}”这一列，公示出去同名的人分不清。如有，请补上后重新上传。",
            field.zh()
        ),
        format!(
            "The list has no column for {}, by which people of one name are told apart. Add it if you can and upload again.",
            en(field)
        ),
    )
}

/// A should-cell of a list is blank.
pub fn blank_advised(field: Field) -> Notice {
    warning(
        "cell_blank_advised",
        format!("{}没有填，公示出去同名的人分不清。如有，请补上。", field.zh()),
        format!(
            "Missing: {}, by which people of one name are told apart. Fill it in if you can.",
            en(field)
        ),
    )
}

/// A column of ID numbers.
pub fn with_ids() -> Notice {
    warning(
        "list_with_ids",
        "名单要公示，不需要证件号码，这一列没有保存。公布后报信息表时再填写证件号码。",
        "The list will be posted and needs no ID numbers; this column was not kept. Send them with the information sheet once the result is announced.",
    )
}

/// A document number in a cell that would be posted.
pub fn id_in_cell(field: Field) -> Notice {
    error(
        "id_on_list",
        format!("{}这一格里有证件号码。名单要公示，请删去号码。", field.zh()),
        format!(
            "An ID number stands in the cell of {}. The list will be posted: delete the number.",
            en(field)
        ),
    )
}

/// The same person, as far as the list tells.
pub fn listed_twice(first: &RowPlace) -> Notice {
    error(
        "listed_twice",
        format!(
            "与{}的姓名、单位、专业和资格都相同。如是同一人，请删去其中一行；如是两个人，请把单位写到部门，以便区分。",
            place_zh(first)
        ),
        format!(
            "Name, employer, specialty and title are the same as in {}. Delete one of the two rows; if they are two people, write the employer down to the department.",
            place_en(first)
        ),
    )
}
