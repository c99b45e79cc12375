//! About what a single cell holds, whatever its field.

use super::{Notice, code_point, error, file::en, fixed, quoted, warning};
use crate::model::{finding::Field, text::Text};

/// A must-cell is blank.
pub fn blank(field: Field) -> Notice {
    error(
        "cell_blank",
        format!("{}没有填。请补上。", field.zh()),
        format!("Missing: {}. Fill it in.", en(field)),
    )
}

/// A should-cell is blank.
pub fn blank_advised(field: Field) -> Notice {
    warning(
        "cell_blank_advised",
        format!("{}没有填，证书上将不显示这一项。如有，请补上。", field.zh()),
        format!(
            "Missing: {}. The certificate will leave it out; fill it in if you can.",
            en(field)
        ),
    )
}

/// A name or number that is merged over several rows.
pub fn merged(field: Field) -> Notice {
    error(
        "cell_merged",
        format!("{}是合并单元格，只算第一行的。请取消合并，每行都填写。", field.zh()),
        format!(
            "The cell of {} is merged over several rows and counts for the first alone. Unmerge it and fill in every row.",
            en(field)
        ),
    )
}

/// A text that was once read in the wrong encoding. Four characters and more do not look so by
/// chance; a rare name may.
pub fn garbled(field: Field, original: &str) -> Notice {
    let notice = if original.chars().count() > 2 { error } else { warning };
    notice(
        "text_garbled",
        format!("{}像是编码转换留下的乱码，原文可能是“{}”。请核对。", field.zh(), quoted(original)),
        format!(
            "The text looks garbled by a wrong encoding and may have been “{}”. Check {}.",
            quoted(original),
            en(field)
        ),
    )
    .hint(original)
}

/// The apostrophe that keeps a spreadsheet from reading a number.
pub fn apostrophe(field: Field, became: &str) -> Notice {
    fixed(
        "text_apostrophe",
        format!("已去掉{}前面的单引号。", field.zh()),
        format!("The apostrophe before {} was taken off.", en(field)),
    )
    .hint(became)
}

/// Spaces of other widths, which do not break or cannot be seen apart.
pub fn space(field: Field, became: &str) -> Notice {
    fixed(
        "text_space",
        format!("已把{}里的特殊空格换成普通空格。", field.zh()),
        format!("Unusual spaces in {} were made plain ones.", en(field)),
    )
    .hint(became)
}

/// 同上 and its signs.
pub fn ditto(field: Field) -> Notice {
    error(
        "cell_ditto",
        format!("{}写的是“同上”一类的记号，不会照抄上一行。请填写实际内容。", field.zh()),
        format!(
            "A ditto mark stands for {}; nothing is copied from above. Write it out.",
            en(field)
        ),
    )
}

/// `#N/A` and the like.
pub fn formula_error(field: Field, shown: &str) -> Notice {
    if shown == "=" {
        return error(
            "formula_without_result",
            format!(
                "{}是公式，文件里没有存下结果。请打开文件重新计算并保存，或改成具体内容。",
                field.zh()
            ),
            format!(
                "A formula without a stored result stands for {}. Recalculate and save, or type the value.",
                en(field)
            ),
        );
    }
    error(
        "formula_error",
        format!("{}是公式出错的结果（{}）。请改成具体内容。", field.zh(), quoted(shown)),
        format!(
            "A formula's error ({}) stands for {}. Type the value instead.",
            quoted(shown),
            en(field)
        ),
    )
}

/// `####`, from a column that was too narrow.
pub fn cut_off(field: Field) -> Notice {
    error(
        "cell_cut_off",
        format!(
            "{}只有一串#号：原来的列太窄，内容没有显示出来，也没有存下。请回到原表拉宽该列，再复制或另存。",
            field.zh()
        ),
        format!(
            "Only # signs stand for {}: the column was too narrow to show its content. Widen it in the original and copy or save again.",
            en(field)
        ),
    )
}

/// More than fifteen digits in a numeric cell of text.
pub fn digits_lost(field: Field) -> Notice {
    error(
        "digits_lost",
        format!(
            "{}存成了数字，15位以后的数字已经丢失。请把该列设为“文本”格式后重新填写。",
            field.zh()
        ),
        format!(
            "A number of more than 15 digits stands for {}, and its last digits are lost. Set the column to text and enter it again.",
            en(field)
        ),
    )
}

/// A date where text belongs.
pub fn is_a_date(field: Field) -> Notice {
    error(
        "cell_is_date",
        format!("{}这一格是日期。请核对是否填错了列，或改为“文本”格式后重新填写。", field.zh()),
        format!(
            "A date stands for {}. Check the column, or set the cell to text and enter it again.",
            en(field)
        ),
    )
}

/// A character that cannot be stored or shown.
pub fn unfit_character(field: Field, c: char) -> Notice {
    error(
        "text_unfit_character",
        format!(
            "{}里有一个无法保存的字符（{}），多半是从别处复制来的。请删去后重新输入。",
            field.zh(),
            code_point(c)
        ),
        format!(
            "A character that cannot be kept ({}) stands in {}. Delete it and type the text again.",
            code_point(c),
            en(field)
        ),
    )
}

/// A character that no font of the certificate draws.
pub fn undrawable(field: Field, c: char) -> Notice {
    error(
        "character_undrawable",
        format!(
            "{}里的“{c}”（{}）印不出来。请核对是否写对；确实如此的，请与市人力社保局职改办联系补字。",
            field.zh(),
            code_point(c)
        ),
        format!(
            "“{c}” ({}) in {} cannot be printed. Check it; if it is right, ask the city bureau to add it.",
            code_point(c),
            en(field)
        ),
    )
}

/// More text than a certificate has room for.
pub fn too_long(field: Field) -> Notice {
    error(
        "text_too_long",
        format!("{}超过{}个字。请缩短。", field.zh(), Text::MAX),
        format!("More than {} characters: {}. Shorten it.", Text::MAX, en(field)),
    )
}

/// A line break or a run of space inside.
pub fn line_joined(field: Field, became: &str) -> Notice {
    fixed(
        "text_line_joined",
        format!("已把{}里的换行去掉，改为：{}。", field.zh(), quoted(became)),
        format!("Line breaks were taken out of {}.", en(field)),
    )
    .hint(became)
}

/// Characters that nobody sees were taken out.
pub fn invisible(field: Field, became: &str) -> Notice {
    fixed(
        "text_invisible",
        format!("已去掉{}里看不见的字符。", field.zh()),
        format!("Invisible characters were taken out of {}.", en(field)),
    )
    .hint(became)
}

/// Letters with their accents were composed (NFC), or look-alike codes unified.
pub fn composed(field: Field, became: &str) -> Notice {
    fixed(
        "text_composed",
        format!("已把{}里的兼容字符换成标准字符。", field.zh()),
        format!("Compatibility characters in {} were replaced by the standard ones.", en(field)),
    )
    .hint(became)
}
