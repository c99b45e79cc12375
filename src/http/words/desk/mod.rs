//! The words of the desk.

mod en;
pub mod overview;
mod zh;

pub use en::DESK as EN;
pub use zh::DESK as ZH;

/// Everything that the desk says without a value in it.
pub struct Desk {
    pub bar: Bar,
    pub sign_in: SignIn,
    pub home: Home,
    pub overview: Overview,
}

/// Above every page.
pub struct Bar {
    pub label: &'static str,
    pub waiting: &'static str,
    pub overview: &'static str,
    pub leave: &'static str,
}

/// `/sign-in`
pub struct SignIn {
    pub title: &'static str,
    pub lead: &'static str,
    pub ended: &'static str,
    pub token: &'static str,
    pub token_hint: &'static str,
    pub token_blank: &'static str,
    pub submit: &'static str,
    pub none: &'static str,
    pub none_text: &'static str,
    pub idle: &'static str,
}

/// `/desk`
pub struct Home {
    pub none: &'static str,
    pub none_text: &'static str,
}

/// `/desk/overview`
pub struct Overview {
    pub none: &'static str,
    pub none_text: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub export: &'static str,
    pub waiting: &'static str,
    pub nothing_waits: &'static str,
    pub late: &'static str,
    pub late_text: &'static str,
    pub nobody_late: &'static str,
    pub ending: &'static str,
    pub silent: &'static str,
    pub silent_text: &'static str,
    pub nobody_silent: &'static str,
    pub table: &'static str,
    pub offices: &'static str,
    pub series: &'static str,
    pub reasons: &'static str,
    pub office: &'static str,
    pub reported: &'static str,
    pub rows: &'static str,
    pub returned: &'static str,
    pub issued: &'static str,
    pub rejected: &'static str,
    pub last: &'static str,
    pub of_series: &'static str,
    pub sum: &'static str,
    pub reason: &'static str,
    pub count: &'static str,
    pub reasons_text: &'static str,
    pub nothing_yet: &'static str,
}
