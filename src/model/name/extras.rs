//! What clerks write behind or in place of a name: sexes, stars, numbers, former names, web codes.

use super::{
    NameProblem,
    characters::{Kind, is_han, kind_of},
    lookalikes,
};

/// Words that stand in a name cell and are no names.
const NOT_NAMES: [&str; 12] = [
    "同上",
    "无",
    "不详",
    "略",
    "待定",
    "待补",
    "合计",
    "小计",
    "总计",
    "空缺",
    "未知",
    "以下空白",
];

/// Whether Chinese characters alone may be, or hold, a word that is no part of a name.
pub(super) fn may_hold_a_word(written: &str) -> bool {
    // Each word for former names ends in it.
    NOT_NAMES.contains(&written) || written.contains('名')
}

/// What is written beside the name, if anything. `plain` has no outer space.
pub(super) fn problem(plain: &str) -> Option<NameProblem> {
    if plain.is_empty() {
        return Some(NameProblem::Blank);
    }
    let dense: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    if NOT_NAMES.contains(&dense.as_str()) {
        return Some(NameProblem::NotAName);
    }
    if let Some((_, code)) = reference(plain) {
        return Some(NameProblem::HtmlReference(code));
    }
    if let Some((_, inside)) = brackets(plain) {
        return Some(inside_brackets(plain, inside));
    }
    if former(plain).is_some() {
        return Some(NameProblem::FormerName);
    }
    let (name, last) =
        plain.char_indices().next_back().map(|(at, c)| (plain.get(..at).unwrap_or_default(), c))?;
    let han_before = name.trim_end().chars().any(is_han);
    match last {
        '*' | '＊' if han_before && !name.contains(['*', '＊']) => Some(NameProblem::StarSuffix),
        '男' | '女'
            if name.ends_with(char::is_whitespace)
                && name.chars().filter(|c| is_han(*c)).count() > 1 =>
        {
            Some(NameProblem::SexSuffix)
        }
        c if kind_of(c) == Kind::Digit
            && without_number(plain).chars().all(|c| kind_of(c) != Kind::Digit)
            && han_before =>
        {
            Some(NameProblem::TrailingNumber)
        }
        _ => None,
    }
}

/// A name to try in place of what was written.
pub(super) fn guess(written: &str, problem: NameProblem) -> Option<String> {
    let plain = written.trim();
    match problem {
        NameProblem::SexSuffix => {
            let name =
                brackets(plain).map_or(plain.trim_end_matches(['男', '女']), |(name, _)| name);
            Some(name.to_owned())
        }
        NameProblem::FormerNameInBrackets => brackets(plain).map(|(name, _)| name.to_owned()),
        NameProblem::FormerName => former(plain).map(str::to_owned),
        NameProblem::StarSuffix => Some(plain.trim_end_matches(['*', '＊']).to_owned()),
        NameProblem::TrailingNumber => Some(without_number(plain).to_owned()),
        NameProblem::Private(_, Some(_)) | NameProblem::Radical(_, Some(_)) => {
            let likely = |c| lookalikes::of_private(c).or_else(|| lookalikes::of_radical(c));
            Some(plain.chars().map(|c| likely(c).unwrap_or(c)).collect())
        }
        NameProblem::HtmlReference(Some(c)) => {
            let (span, _) = reference(plain)?;
            Some(plain.replacen(span, c.encode_utf8(&mut [0; 4]), 1))
        }
        _ => None,
    }
}

fn without_number(plain: &str) -> &str {
    plain.trim_end_matches(|c| kind_of(c) == Kind::Digit).trim_end()
}

/// What stands before a closing pair of brackets at the end, and inside it.
fn brackets(plain: &str) -> Option<(&str, &str)> {
    let inner = plain.strip_suffix([')', '）', ']', '】', '〕', '］'])?;
    let (name, inside) = inner.rsplit_once(['(', '（', '[', '【', '〔', '［'])?;
    Some((name.trim_end(), inside.trim()))
}

/// What stands before a word for former names. A word at the end is part of the name itself.
fn former(plain: &str) -> Option<&str> {
    const WORDS: [&str; 5] = ["曾用名", "原名", "又名", "别名", "曾名"];
    let (name, _) = WORDS
        .iter()
        .find_map(|word| plain.split_once(word).filter(|(_, former)| !former.is_empty()))?;
    Some(name.trim_end_matches(|c: char| !is_han(c)))
}

fn inside_brackets(plain: &str, inside: &str) -> NameProblem {
    match inside {
        "男" | "女" | "男性" | "女性" => NameProblem::SexSuffix,
        _ if inside.chars().any(|c| is_han(c) || c.is_alphabetic()) => {
            NameProblem::FormerNameInBrackets
        }
        _ => NameProblem::Placeholder(plain.chars().next_back().unwrap_or('）')),
    }
}

/// The first `&#183382;` or `&#x2CC56;` and the character that it means.
fn reference(plain: &str) -> Option<(&str, Option<char>)> {
    let from = plain.find("&#")?;
    let length = plain.get(from..)?.find(';')? + 1;
    let span = plain.get(from..from + length)?;
    let digits = span.get(2..span.len() - 1)?; // between "&#" and ";", both found above
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    Some((span, code.ok().and_then(char::from_u32).filter(|c| is_han(*c))))
}
