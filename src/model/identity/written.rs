//! From what stands in a cell to the bare number: spaces, apostrophes, full-width forms, case.

use super::{IdFault, IdFix};

/// The most characters of a cell that are looked at; the longest number has eighteen.
const LONGEST: usize = 64;

/// A cell's text without what never belongs to a number.
pub(super) struct Cleaned {
    /// Upper case, without spaces, hyphens and invisible characters.
    pub(super) text: String,
    /// What was changed, each kind once.
    pub(super) fixes: Vec<IdFix>,
}

impl Cleaned {
    /// Cleans; more than [`LONGEST`] characters are cut, too long for any number in any case.
    pub(super) fn of(written: &str) -> Self {
        let is_clean = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        if written.len() <= LONGEST && written.bytes().all(is_clean) {
            return Self { text: written.to_owned(), fixes: Vec::new() };
        }
        let mut fixes = Vec::new();
        let mut fix = |kind| {
            if !fixes.contains(&kind) {
                fixes.push(kind);
            }
        };
        let mut text = String::new();
        for c in without_apostrophe(written.trim(), &mut fix).chars().take(LONGEST) {
            match c {
                c if c.is_whitespace() || is_hyphen(c) => fix(IdFix::InnerSpace),
                c if is_invisible(c) => fix(IdFix::Invisible),
                '！'..='～' => {
                    fix(IdFix::FullWidth);
                    // ASCII lies 0xFEE0 below its full-width forms.
                    let ascii = char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
                    text.push(ascii.to_ascii_uppercase());
                }
                c => {
                    if c.is_ascii_lowercase() {
                        fix(IdFix::UpperCase);
                    }
                    text.push(c.to_ascii_uppercase());
                }
            }
        }
        Self { text, fixes }
    }

    /// What no document number can hold, told apart so that the clerk knows what happened.
    pub(super) fn strange(&self) -> Option<IdFault> {
        let text = self.text.as_str();
        if text.is_empty() {
            return Some(IdFault::Blank);
        }
        if is_scientific(text) {
            return Some(IdFault::Scientific);
        }
        if has_decimals(text) {
            return Some(IdFault::TypedAsNumber);
        }
        if text.contains(['*', '#', '●', '?']) {
            return Some(IdFault::Masked);
        }
        let (last, body) = text.char_indices().next_back().map(|(at, c)| (c, &text[..at]))?;
        if is_like_x(last) && body.chars().all(|c| c.is_ascii_digit()) {
            return Some(IdFault::NotTheLetterX);
        }
        (!text.chars().all(|c| c.is_ascii_alphanumeric())).then_some(IdFault::StrayCharacter)
    }
}

/// Excel's mark for "this is text"; also typed by hand, in any of its forms.
fn without_apostrophe<'a>(written: &'a str, fix: &mut impl FnMut(IdFix)) -> &'a str {
    match written.strip_prefix(['\'', '’', '‘', '＇', '`', '′']) {
        Some(rest) => {
            fix(IdFix::Apostrophe);
            rest.trim_start()
        }
        None => written,
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '－' | '_')
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Cyrillic Х, Greek Χ, the multiplication sign and others that are read as an X.
fn is_like_x(c: char) -> bool {
    matches!(c, 'Х' | 'х' | 'Χ' | 'χ' | '×' | '✕' | '✖' | '╳' | 'Ⅹ' | 'ⅹ' | '⨯' | '乂')
}

/// `3.30302E+17`: what a spreadsheet makes of a long number.
fn is_scientific(text: &str) -> bool {
    text.split_once('E').is_some_and(|(mantissa, exponent)| {
        let plain = mantissa.replacen('.', "", 1);
        let power = exponent.trim_start_matches('+');
        let marked = plain.len() < mantissa.len() || power.len() < exponent.len();
        marked && super::shape::digits(&plain) && super::shape::digits(power)
    })
}

/// `330302199003071232.0`: a number that went through a program which holds numbers.
fn has_decimals(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, part)| {
        super::shape::digits(whole) && part.bytes().all(|b| b.is_ascii_digit())
    })
}
