//! Every sentence that intake says to a clerk: one function a code, Chinese and English side by
//! side. First what is so, then what to do. No sentence repeats a document number.

pub(super) mod award;
pub(super) mod cell;
pub(super) mod date;
pub(super) mod file;
pub(super) mod person;

use crate::model::finding::Severity;

/// What is to be said about a cell, without the cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Notice {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) hint: Option<String>,
}

impl Notice {
    /// With a value to try, or what the value became.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

pub(super) fn error(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Notice {
    notice(Severity::Error, code, zh, en)
}

pub(super) fn warning(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Notice {
    notice(Severity::Warning, code, zh, en)
}

pub(super) fn fixed(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Notice {
    notice(Severity::Fixed, code, zh, en)
}

fn notice(
    severity: Severity,
    code: &'static str,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Notice {
    Notice { severity, code, zh: zh.into(), en: en.into(), hint: None }
}

/// `U+4DAE`.
fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A value as it may stand inside a sentence: no longer than it can be read there.
fn quoted(value: &str) -> String {
    const MOST: usize = 30;
    let shown: String =
        value.chars().filter(|c| !crate::model::text::is_unfit(*c)).take(MOST).collect();
    if value.chars().count() > MOST { format!("{shown}…") } else { shown }
}
