//! Every sentence that intake says to a clerk: one function a code, Chinese and English side by
//! side. First what is so, then what to do. No sentence repeats a document number.

pub(super) mod award;
pub(super) mod cell;
pub(super) mod date;
pub(super) mod file;
pub(super) mod list;
pub(super) mod person;

use crate::model::{finding::Severity, text::Text};

pub(super) use crate::model::text::quoted;

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
        // A value that no certificate can hold has its own finding, and is not shown as a way out:
        // on a terminal its controls would act.
        self.hint = Some(hint.into()).filter(|hint| Text::parse(hint).is_some());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_a_line_that_can_be_shown() {
        let hint = |value: &str| fixed("text_space", "", "").hint(value).hint;
        assert_eq!(hint("瑞安市 第一建筑公司").as_deref(), Some("瑞安市 第一建筑公司"));
        for bad in ["", "a\u{1B}[31mb", "a\u{8A}b", "a\u{202E}b", &"长".repeat(201)] {
            assert_eq!(hint(bad), None);
        }
    }
}
