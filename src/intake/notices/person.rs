//! About the holder. What is wrong with a name or a number is said by the nouns themselves.

use super::{Notice, error, fixed, quoted, warning};
use crate::model::{
    day::PartialDay,
    finding::Field,
    identity::{IdFault, IdFix, IdType, IdWarning, Identity, Sex},
    name::{NameFault, NameFix, PersonName},
};

/// A name that cannot be taken.
pub fn name_fault(fault: &NameFault) -> Notice {
    let notice = error(fault.code(), fault.zh(), fault.en());
    match &fault.hint {
        Some(hint) => notice.hint(hint),
        None => notice,
    }
}

/// A person whose row is marked as an example.
pub fn marked_example() -> Notice {
    error(
        "marked_example",
        "这一行标着“示例”一类的字，证件号码却是真实的格式。如是要报送的人员，请删去这几个字；如是示例，请删去这一行。",
        "The row is marked as an example, but its ID number holds. Delete the mark if it is somebody to be sent, else the row.",
    )
}

/// A row that still holds the name or the number of the template's example.
pub fn example_left(field: Field) -> Notice {
    error(
        "example_left",
        format!(
            "{}还是示例行里的。如要报送这一行的人员，请把整行改成本人的信息；否则请删去这一行。",
            field.zh()
        ),
        format!(
            "The {} is still that of the template's example. Type the person's own data over the whole row, or delete the row.",
            field.code()
        ),
    )
}

/// A name that was mended.
pub fn name_fix(fix: NameFix, became: &PersonName) -> Notice {
    fixed(fix.code(), fix.zh(), fix.en()).hint(became.as_str())
}

/// A document number that cannot be taken.
pub fn id_fault(fault: IdFault) -> Notice {
    error(fault.code(), fault.zh(), fault.en())
}

/// A document number that was mended.
pub fn id_fix(fix: IdFix, became: &Identity) -> Notice {
    fixed(fix.code(), fix.zh(), fix.en()).hint(masked(became.id_number.reveal()))
}

/// A document number to look at again.
pub fn id_warning(warned: IdWarning) -> Notice {
    warning(warned.code(), warned.zh(), warned.en())
}

/// A type of document that nobody knows.
pub fn id_type_unknown(written: &str) -> Notice {
    let known: Vec<&str> = IdType::ALL.into_iter().map(IdType::zh).collect();
    error(
        "id_type_unknown",
        format!("证件类型“{}”不认识。请填：{}。", quoted(written), known.join("、")),
        format!("“{}” is no type of document that is known.", quoted(written)),
    )
}

/// A word of the 性别 cell that is neither.
pub fn sex_unknown(written: &str) -> Notice {
    error(
        "sex_unknown",
        format!("性别“{}”不认识。请填“男”或“女”。", quoted(written)),
        format!("“{}” is not a sex. Write 男 or 女.", quoted(written)),
    )
}

/// The 性别 cell against the number.
pub fn sex_differs(by_id: Sex) -> Notice {
    error(
        "sex_differs_from_id",
        format!("性别与身份证号码不符，号码显示为“{}”。请按身份证核对这两项。", by_id.zh()),
        "The sex does not agree with the ID number. Compare both with the card.",
    )
    .hint(by_id.zh())
}

/// The 出生年月 cell against the number.
pub fn birth_differs(by_id: PartialDay) -> Notice {
    error(
        "birth_differs_from_id",
        format!("出生年月与身份证号码不符，号码显示为{}。请按身份证核对这两项。", by_id.zh()),
        format!("The date of birth does not agree with the ID number, which says {}. Compare both with the card.", by_id.en()),
    )
    .hint(by_id.zh())
}

/// `330302…231`: enough to find it again, too little to use it.
fn masked(number: &str) -> String {
    let count = number.chars().count();
    let head: String = number.chars().take((count / 3).min(6)).collect();
    let tail: String = number.chars().skip(count - (count / 4).min(3)).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_masked_only() {
        assert_eq!(masked("330302199003071231"), "330302…231");
        assert_eq!(masked("H12345678"), "H12…78");
        assert_eq!(masked(""), "…");
    }
}
