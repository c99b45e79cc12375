//! About dates.

use super::{Notice, error, file::en, fixed, quoted, warning};
use crate::model::{
    day::{Day, PartialDay},
    finding::Field,
};

/// 2019.1 typed as a number: January, or October with its zero lost.
pub fn ambiguous(field: Field, year: i16) -> Notice {
    error(
        "date_ambiguous",
        format!(
            "{}写成了数字{year}.1，分不清是1月还是10月。请写成{year}-01或{year}-10。",
            field.zh()
        ),
        format!(
            "The number {year}.1 can be January or October. Write {year}-01 or {year}-10 for {}.",
            en(field)
        ),
    )
}

/// Something that is no date.
pub fn unreadable(field: Field, written: &str) -> Notice {
    error(
        "date_unreadable",
        format!("{}“{}”看不出是哪一天。请写成2019-12-31或2019-12。", field.zh(), quoted(written)),
        format!(
            "“{}” is not a date that can be read for {}. Write 2019-12-31 or 2019-12.",
            quoted(written),
            en(field)
        ),
    )
}

/// Two dates in one cell.
pub fn several(field: Field) -> Notice {
    error(
        "date_several",
        format!("{}里有不止一个日期。请只填一个。", field.zh()),
        format!("More than one date stands for {}. Keep one.", en(field)),
    )
}

/// A day that no calendar has.
pub fn impossible(field: Field, written: &str) -> Notice {
    error(
        "date_impossible",
        format!("{}“{}”在日历上不存在。请核对。", field.zh(), quoted(written)),
        format!("“{}” is not in the calendar. Check {}.", quoted(written), en(field)),
    )
}

/// A date that was spelt in a way that needed to be interpreted.
pub fn respelt(field: Field, written: &str, became: PartialDay) -> Notice {
    fixed(
        "date_respelt",
        format!("{}“{}”已按{}读取。请核对。", field.zh(), quoted(written), became.zh()),
        format!("“{}” was read as {}. Check {}.", quoted(written), became.en(), en(field)),
    )
    .hint(became.to_string())
}

/// Only a year.
pub fn year_only(field: Field) -> Notice {
    warning(
        "date_year_only",
        format!("{}只有年份，证书上也只显示年份。如知道月份，请补上。", field.zh()),
        format!(
            "Only a year is given for {}; the certificate will show no more. Add the month if you know it.",
            en(field)
        ),
    )
}

/// After today.
pub fn future(field: Field, today: Day) -> Notice {
    error(
        "date_in_future",
        format!("{}晚于今天（{}）。请核对。", field.zh(), today.zh()),
        format!("Later than today ({today}): {}. Check it.", en(field)),
    )
}

/// Before there were titles.
pub fn too_early(field: Field, year: i16) -> Notice {
    error(
        "date_too_early",
        format!("{}在{year}年，过早。请核对，可能是表格软件把别的数字当成了日期。", field.zh()),
        format!(
            "The year {year} is too early for {}. A spreadsheet may have taken another number for a date.",
            en(field)
        ),
    )
}

/// Before titles were awarded again.
pub fn early(field: Field, year: i16) -> Notice {
    warning(
        "date_early",
        format!("{}在{year}年，少见。请核对。", field.zh()),
        format!("The year {year} is unusually early for {}. Check it.", en(field)),
    )
}

/// Before the holder was sixteen.
pub fn before_sixteen() -> Notice {
    warning(
        "obtained_before_sixteen",
        "取得时间早于持证人满16周岁。请核对取得时间和证件号码。",
        "Obtained before the holder was 16. Check the date and the ID number.",
    )
}

/// After it was announced.
pub fn after_announced() -> Notice {
    warning(
        "obtained_after_announced",
        "取得时间晚于公布日期。请核对这两项。",
        "Obtained after it was announced. Check both dates.",
    )
}
