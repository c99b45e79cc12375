//! Lines of free text: they are kept as written, and printed.

use super::Case;
use crate::{
    intake::{
        notices::{award, cell},
        table::Cell,
    },
    model::{
        finding::Field,
        text::{Text, is_unfit},
    },
};
use unicode_normalization::UnicodeNormalization;

/// `#N/A` and the like, as a spreadsheet shows them.
pub(super) fn is_formula_error(text: &str) -> bool {
    const ERRORS: [&str; 14] = [
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#GETTING_DATA",
    ];
    text.starts_with('#') && ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
}

/// `####`: what a spreadsheet shows, and prints, of a number that its column is too narrow for.
pub(super) fn is_cut_off(text: &str) -> bool {
    text.len() >= 2 && text.bytes().all(|byte| byte == b'#')
}

/// 同上, in words and signs.
pub(super) fn is_ditto(text: &str) -> bool {
    matches!(
        text,
        "同上"
            | "同 上"
            | "同左"
            | "″"
            | "〃"
            | "\""
            | "\"\""
            | "“"
            | "”"
            | "“”"
            | "''"
            | "，，"
            | "′′"
            | "〞"
            | "仝上"
            | "同前"
            | "ditto"
    )
}

/// A dash or a word that stands for nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    let is_dash = |c: char| {
        matches!(
            c,
            '-' | '—'
                | '－'
                | '–'
                | '―'
                | '─'
                | '一'
                | '/'
                | '／'
                | '\\'
                | '＼'
                | '、'
                | '.'
                | '*'
                | '_'
        )
    };
    matches!(
        text,
        "无" | "暂无" | "没有" | "空" | "无。" | "N/A" | "n/a" | "NA" | "NULL" | "null" | "None"
    ) || (text.chars().all(is_dash) && text.chars().count() <= 6)
}

/// The line of text in the field's cell, mended where nothing can be lost by it.
pub(super) fn line(case: &mut Case<'_>, field: Field) -> Option<Text> {
    match case.given(field)? {
        Cell::Number(digits) if digits.len() > 15 => {
            case.say(field, cell::digits_lost(field));
            None
        }
        Cell::Date(date) if field == Field::Note => Text::parse(&date.zh()),
        Cell::Date(_) => {
            case.say(field, cell::is_a_date(field));
            None
        }
        cell if cell.text().chars().all(is_plain) => keep(case, field, cell.text()),
        cell => {
            let mended = mend(case, field, cell.text());
            keep(case, field, &mended)
        }
    }
}

/// Characters of every day, in which nothing can be mended.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{3001}'..='\u{301F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}')
}

/// Line breaks, invisible characters and composed forms; each mending is said once.
fn mend(case: &mut Case<'_>, field: Field, written: &str) -> String {
    let mut text = written.to_owned();
    if text.contains(['\n', '\r', '\t', '\u{2028}', '\u{2029}', '\u{85}', '\u{B}']) {
        text = join(&text);
        case.say(field, cell::line_joined(field, &text));
    }
    if text.contains(is_unusual_space) {
        text = text.replace(is_unusual_space, " ");
        case.say(field, cell::space(field, &text));
    }
    if text.contains(is_invisible) {
        let visible = text.replace(is_invisible, "");
        visible.trim().clone_into(&mut text);
        case.say(field, cell::invisible(field, &text));
    }
    let composed: String = text.nfc().collect();
    if composed != text {
        case.say(field, cell::composed(field, &composed));
    }
    composed
}

/// Lines become one: without space between Chinese characters, with one between others.
fn join(text: &str) -> String {
    let mut joined = String::new();
    for part in text.split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        let part = part.trim();
        let between_words = joined.ends_with(|c: char| c.is_ascii_alphanumeric())
            && part.starts_with(|c: char| c.is_ascii_alphanumeric());
        if between_words {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined
}

/// Spaces that are neither the plain one nor an end of line: NBSP, U+2003, U+3000 and the like.
fn is_unusual_space(c: char) -> bool {
    c.is_whitespace() && c != ' '
}

/// Characters that change nothing when they are taken out.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// The text, if it can be kept and printed. A note is never printed.
fn keep(case: &mut Case<'_>, field: Field, written: &str) -> Option<Text> {
    let Some(text) = Text::parse(written) else {
        if written.chars().count() > Text::MAX {
            case.say(field, cell::too_long(field));
        } else if let Some(c) = written.chars().find(|c| is_unfit(*c)) {
            case.say(field, cell::unfit_character(field, c));
        }
        return None;
    };
    let draws = case.sheet.context.draws;
    let undrawn = written.chars().find(|c| !c.is_whitespace() && !draws(*c));
    if let Some(c) = undrawn.filter(|_| field != Field::Note) {
        case.say(field, cell::undrawable(field, c));
        return None;
    }
    Some(text)
}

/// 批准文号: the year's brackets become 〔〕 (GB/T 9704), digits ASCII, inner space goes.
pub(super) fn document_number(case: &mut Case<'_>) -> Option<Text> {
    let field = Field::DocumentNumber;
    let written = line(case, field)?;
    if !written.as_str().chars().any(may_be_respelt) {
        return Some(written);
    }
    let normal = normal_document(written.as_str());
    if normal == written.as_str() {
        return Some(written);
    }
    case.say(field, award::document_respelt(&normal));
    keep(case, field, &normal)
}

fn normal_document(written: &str) -> String {
    let plain: String = written
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c), // ASCII lies 0xFEE0 below
            c => c,
        })
        .collect();
    let chars: Vec<char> = plain.chars().collect();
    let mut normal = String::with_capacity(plain.len());
    let mut rest = chars.as_slice();
    while let [first, tail @ ..] = rest {
        match tail {
            [a, b, c, d, close, behind @ ..]
                if is_open(*first)
                    && is_close(*close)
                    && [a, b, c, d].iter().all(|c| c.is_ascii_digit()) =>
            {
                normal.extend(['〔', *a, *b, *c, *d, '〕']);
                rest = behind;
            }
            _ => {
                normal.push(*first);
                rest = tail;
            }
        }
    }
    normal
}

/// Whether [`normal_document`] may write the character otherwise.
fn may_be_respelt(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '０'..='９')
        || (!matches!(c, '〔' | '〕') && (is_open(c) || is_close(c)))
}

fn is_open(c: char) -> bool {
    matches!(c, '[' | '(' | '（' | '【' | '［' | '〔' | '{' | '｛' | '〈' | '<' | '《')
}

fn is_close(c: char) -> bool {
    matches!(c, ']' | ')' | '）' | '】' | '］' | '〕' | '}' | '｝' | '〉' | '>' | '》')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_years_brackets_become_the_standards() {
        for (written, normal) in [
            ("温人社发〔2019〕88号", "温人社发〔2019〕88号"),
            ("温人社发[2019]88号", "温人社发〔2019〕88号"),
            ("温人社发（2019）88号", "温人社发〔2019〕88号"),
            ("温人社发【２０１９】 88 号", "温人社发〔2019〕88号"),
            ("温职改办（评）[2019]4号", "温职改办（评）〔2019〕4号"),
            ("无括号 2019-88", "无括号2019-88"),
            ("（201", "（201"),
        ] {
            assert_eq!(normal_document(written), normal);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_document_number_that_is_passed_by_would_not_be_respelt(written in "[温〔〕\\[\\]（《0-9０-９ 号]{0,9}") {
            if !written.chars().any(may_be_respelt) {
                proptest::prop_assert_eq!(normal_document(&written), written);
            }
        }
    }

    #[test]
    fn nothing_can_be_mended_in_a_plain_character() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            assert!(!(is_unfit(c) || is_invisible(c) || is_unusual_space(c)), "{c:?}");
            assert_eq!(c.to_string().nfc().collect::<String>(), c.to_string());
        }
    }

    #[test]
    fn lines_are_joined_as_their_script_asks() {
        assert_eq!(join("温州市\r\n第一小学"), "温州市第一小学");
        assert_eq!(join("ABB\nChina\n公司"), "ABB China公司");
    }

    #[test]
    fn signs_for_nothing_and_for_the_row_above_are_known() {
        for text in ["—", "/", "无", "----", "N/A", "\\"] {
            assert!(is_nothing(text), "{text}");
        }
        for text in ["同上", "″", "〃", "\""] {
            assert!(is_ditto(text) && !is_nothing(text), "{text}");
        }
        for text in ["无锡", "工程师", "2019-12", "无线电"] {
            assert!(!is_nothing(text) && !is_ditto(text), "{text}");
        }
    }
}
