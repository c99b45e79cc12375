//! About what was awarded, and by whom it may be sent.

use super::{Notice, error, fixed, quoted};
use crate::model::{catalogue::Level, certificate::AwardMethod, finding::Field, text::Text};

/// The series cell has a word that nobody knows.
pub fn series_unknown(written: &str) -> Notice {
    error(
        "series_unknown",
        format!("系列“{}”不在目录中。请按目录填写，例如“工程技术人员”。", quoted(written)),
        format!(
            "“{}” is no series of the catalogue. Write it as the catalogue does, for example 工程技术人员.",
            quoted(written)
        ),
    )
}

/// Neither the series cell, nor the title, nor the specialty tells the series.
pub fn series_needed(candidates: &[Text]) -> Notice {
    let names = list(candidates);
    let (zh, en) = if names.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("这个资格名称可能属于：{names}。"), format!(" The title exists in: {names}."))
    };
    error(
        "series_needed",
        format!("系列没有填，从资格名称和专业也看不出来。{zh}请填写系列。"),
        format!("The series is missing, and title and specialty do not tell it.{en} Fill it in."),
    )
}

/// A word was read as the series' own name.
pub fn series_named(written: &str, became: &Text) -> Notice {
    fixed(
        "series_named",
        format!("系列“{}”已改为目录中的名称“{became}”。", quoted(written)),
        format!("The series “{}” was given its name in the catalogue, {became}.", quoted(written)),
    )
    .hint(became.as_str())
}

/// The title as the catalogue writes it.
pub fn title_respelt(written: &str, became: &Text) -> Notice {
    fixed(
        "title_respelt",
        format!("资格名称“{}”已改为“{became}”。", quoted(written)),
        format!("The title “{}” was written as {became}.", quoted(written)),
    )
    .hint(became.as_str())
}

/// No title of the series, with what it may have meant.
pub fn title_unknown(written: &str, series: Option<&Text>, hints: &[Text]) -> Notice {
    let (of_zh, of_en) =
        series.map_or_else(Default::default, |s| (format!("“{s}”系列的"), format!(" of {s}")));
    let notice = error(
        "title_unknown",
        format!("“{}”不是{of_zh}资格名称。{}", quoted(written), suggestion_zh(hints)),
        format!("“{}” is no title{of_en}. {}", quoted(written), suggestion_en(hints)),
    );
    with_first(notice, hints)
}

/// A title, but of other series.
pub fn title_of_other_series(title: &str, series: &Text, others: &[Text]) -> Notice {
    error(
        "title_of_other_series",
        format!(
            "“{series}”系列没有“{}”，它属于：{}。请核对系列和资格名称。",
            quoted(title),
            list(others)
        ),
        format!(
            "{series} has no title “{}”; it belongs to {}. Check series and title.",
            quoted(title),
            list(others)
        ),
    )
}

/// One of the two senior levels.
pub fn title_senior(title: &Text, level: Level) -> Notice {
    error(
        "title_senior",
        format!("“{title}”是{}资格，由省级评审发证，不在这里报送。请删去这一行。", level.zh()),
        format!(
            "“{title}” is {}: the province reviews and issues it. Delete this row.",
            level.en()
        ),
    )
}

/// A level that this office may not send by this road, where the issuing road is open to it.
pub fn title_by_issuing(title: &Text, level: Level, offices: &[&Text]) -> Notice {
    let (zh, en) = (offices_zh(offices), offices_en(offices));
    error(
        "title_on_issuing_road",
        format!(
            "“{title}”是{}资格，走发证流程：评审通过后公示、公布，由市人力社保局发证{zh}。请从本表删去这一行。",
            level.zh()
        ),
        format!(
            "“{title}” is {}: it goes by the issuing road (posted, announced, issued by the city bureau){en}. Delete this row here.",
            level.en()
        ),
    )
}

/// A level that autonomous units alone award.
pub fn title_by_unit(title: &Text, level: Level) -> Notice {
    error(
        "title_by_autonomous_unit",
        format!(
            "“{title}”是{}资格，由单位自主评聘，请由该自主评聘单位自行归集报送。请从本表删去这一行。",
            level.zh()
        ),
        format!(
            "“{title}” is {}: autonomous units award and file it themselves. Delete this row here.",
            level.en()
        ),
    )
}

/// A level that nobody here may send.
pub fn title_elsewhere(title: &Text, level: Level) -> Notice {
    error(
        "title_out_of_scope",
        format!(
            "“{title}”是{}资格，不在您单位的报送范围内。如属全国统一考试取得，以考试证书为准；请从本表删去这一行。",
            level.zh()
        ),
        format!(
            "“{title}” is {} and outside what your office may send. If it was obtained by national examination, that certificate stands. Delete this row here.",
            level.en()
        ),
    )
}

/// A series that is not the office's.
pub fn series_out_of_scope(series: &Text, offices: &[&Text]) -> Notice {
    let (zh, en) = (offices_zh(offices), offices_en(offices));
    error(
        "series_out_of_scope",
        format!(
            "“{series}”系列不在您单位的报送范围内{zh}。请从本表删去这一行，交由有权的单位报送。"
        ),
        format!(
            "The series {series} is outside what your office may send{en}. Delete this row and have the right office send it."
        ),
    )
}

/// A word of the 级别 cell that nobody knows.
pub fn level_unknown(written: &str, by_title: Option<Level>) -> Notice {
    let notice = error(
        "level_unknown",
        format!("级别“{}”不认识。请填：员级、助理级或中级。", quoted(written)),
        format!("“{}” is no level that is known. Write 员级, 助理级 or 中级.", quoted(written)),
    );
    by_title.map_or(notice.clone(), |level| notice.hint(level.zh()))
}

/// The level cell against the title.
pub fn level_differs(title: &Text, level: Level) -> Notice {
    error(
        "level_differs_from_title",
        format!("级别与资格名称不符，“{title}”是{}。请核对这两项。", level.zh()),
        format!("The level does not agree with the title: {title} is {}. Check both.", level.en()),
    )
    .hint(level.zh())
}

/// A way of award that nobody knows.
pub fn method_unknown(written: &str, allowed: &[AwardMethod]) -> Notice {
    error(
        "award_method_unknown",
        format!("取得方式“{}”不认识。请填：{}。", quoted(written), methods(allowed)),
        format!(
            "“{}” is no way of award that is known. Write one of: {}.",
            quoted(written),
            methods(allowed)
        ),
    )
}

/// A title by examination: its certificate is the examination's.
pub fn method_examination(written: &str) -> Notice {
    error(
        "award_method_examination",
        format!(
            "取得方式是“{}”。考试取得的资格以考试证书为准，不在这里报送。请删去这一行；如不是考试取得，请更正取得方式。",
            quoted(written)
        ),
        format!(
            "The way of award is “{}”. The certificate of the examination stands, and is not sent here. Delete the row, or correct the way of award.",
            quoted(written)
        ),
    )
}

/// A way of award that is not the office's.
pub fn method_out_of_scope(method: AwardMethod, allowed: &[AwardMethod]) -> Notice {
    error(
        "award_method_out_of_scope",
        format!(
            "取得方式“{}”不在您单位的报送范围内，您单位可以报送：{}。请核对。",
            method.zh(),
            methods(allowed)
        ),
        format!(
            "Your office may not send the way of award {}; it may send {}. Check it.",
            method.zh(),
            methods(allowed)
        ),
    )
}

/// A word was read as one of the four ways.
pub fn method_named(written: &str, became: AwardMethod) -> Notice {
    fixed(
        "award_method_named",
        format!("取得方式“{}”已改为“{}”。", quoted(written), became.zh()),
        format!("The way of award “{}” was written as {}.", quoted(written), became.zh()),
    )
    .hint(became.zh())
}

/// The year's brackets, digits and spaces of a document number.
pub fn document_respelt(became: &str) -> Notice {
    fixed(
        "document_number_respelt",
        format!("{}已规范为：{}。", Field::DocumentNumber.zh(), quoted(became)),
        format!("The document number was written as {}.", quoted(became)),
    )
    .hint(became)
}

fn suggestion_zh(hints: &[Text]) -> String {
    match hints {
        [] => "请按目录填写全称。".into(),
        [one] => format!("是否为“{one}”？请按证书或文件填写全称。"),
        many => format!("是否为：{}？请按证书或文件填写全称。", list(many)),
    }
}

fn suggestion_en(hints: &[Text]) -> String {
    match hints {
        [] => "Write the full title as in the catalogue.".into(),
        many => format!("Did you mean {}? Write the full title as on the certificate.", list(many)),
    }
}

fn with_first(notice: Notice, hints: &[Text]) -> Notice {
    match hints.first() {
        Some(first) => notice.hint(first.as_str()),
        None => notice,
    }
}

fn list(texts: &[Text]) -> String {
    texts.iter().take(7).map(Text::as_str).collect::<Vec<_>>().join("、")
}

fn methods(allowed: &[AwardMethod]) -> String {
    allowed.iter().map(|method| method.zh()).collect::<Vec<_>>().join("、")
}

fn offices_zh(offices: &[&Text]) -> String {
    match offices {
        [] => String::new(),
        some => format!(
            "（由{}报送）",
            some.iter().take(3).map(|o| o.as_str()).collect::<Vec<_>>().join("、")
        ),
    }
}

fn offices_en(offices: &[&Text]) -> String {
    match offices {
        [] => String::new(),
        some => format!(
            " (sent by {})",
            some.iter().take(3).map(|o| o.as_str()).collect::<Vec<_>>().join(", ")
        ),
    }
}
