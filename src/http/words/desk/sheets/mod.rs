//! The words around the sheets that an office sends; [`kinds`] names what is found in them.

mod en;
mod kinds;
mod sentences;
mod zh;

use crate::http::words::Lang;

impl Lang {
    /// The fixed words.
    pub fn sheets(self) -> &'static Sheets {
        match self {
            Self::Zh => &zh::SHEETS,
            Self::En => &en::SHEETS,
        }
    }
}

/// Everything that is said without a value in it.
pub struct Sheets {
    /// In the bar.
    pub place: &'static str,
    pub upload: Upload,
    pub findings: Findings,
    pub report: Report,
    pub sheet: Sheet,
}

/// What a page with a file says while it is sent.
pub struct Sending {
    pub drop: &'static str,
    pub going: &'static str,
    pub reading: &'static str,
    pub too_large: &'static str,
    pub cut_off: &'static str,
}

/// `/desk/uploads/new`
pub struct Upload {
    pub title: &'static str,
    pub lead: &'static str,
    pub follows: &'static str,
    pub way: &'static str,
    pub way_hint: &'static str,
    pub way_choose: &'static str,
    pub way_blank: &'static str,
    pub no_way: &'static str,
    pub file: &'static str,
    pub file_blank: &'static str,
    pub submit: &'static str,
    pub template: &'static str,
    pub template_text: &'static str,
    pub template_link: &'static str,
    pub sending: Sending,
}

/// `/desk/batches/{id}/findings`
pub struct Findings {
    pub back: &'static str,
    pub uploaded: &'static str,
    pub wrong: &'static str,
    pub warned: &'static str,
    pub fixed: &'static str,
    pub accepted: &'static str,
    pub missing: &'static str,
    pub advice: &'static str,
    pub closed: &'static str,
    pub replace: &'static str,
    pub annotated: &'static str,
    pub kinds: &'static str,
    pub all: &'static str,
    pub list: &'static str,
    pub none: &'static str,
    pub none_of_kind: &'static str,
    pub written: &'static str,
    pub save: &'static str,
    pub next: &'static str,
    pub first: &'static str,
    pub pages: &'static str,
    pub row: &'static str,
    pub go: &'static str,
}

/// `/desk/batches/{id}/report`
pub struct Report {
    pub id: &'static str,
    pub office: &'static str,
    pub way: &'static str,
    pub accepted: &'static str,
    pub rejected: &'static str,
    pub unchanged: &'static str,
    pub consequence: &'static str,
    pub back: &'static str,
}

/// `/desk/batches/{id}/sheet`
pub struct Sheet {
    pub title: &'static str,
    pub lead: &'static str,
    pub again: &'static str,
    pub file: &'static str,
    pub file_blank: &'static str,
    pub submit: &'static str,
    pub template_link: &'static str,
    pub nobody: &'static str,
    pub told: &'static str,
    pub back: &'static str,
    pub sending: Sending,
}
