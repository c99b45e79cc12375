//! The words of the desk: fixed ones in [`zh`] and [`en`], in one shape; sentences with a value in
//! them in [`sentences`], what is to be done next in [`steps`].

mod en;
pub mod overview;
pub mod photos;
mod publicity;
mod review;
mod sentences;
pub mod sheets;
mod steps;
mod zh;

pub use en::DESK as EN;
pub use publicity::Publicity;
pub use review::Review;
pub use sentences::grouped;
pub use steps::Told;
pub use zh::DESK as ZH;

/// Everything that the desk says without a value in it.
pub struct Desk {
    pub bar: Bar,
    pub sign_in: SignIn,
    pub home: Home,
    pub batches: Batches,
    pub batch: Batch,
    pub confirm: Confirm,
    pub progress: Progress,
    pub overview: Overview,
}

/// Above every page.
pub struct Bar {
    pub label: &'static str,
    pub waiting: &'static str,
    pub batches: &'static str,
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
    pub upload: &'static str,
    pub all: &'static str,
}

/// `/desk/batches`
pub struct Batches {
    pub title: &'static str,
    pub none: &'static str,
    pub batch: &'static str,
    pub rows: &'static str,
    pub stage: &'static str,
    pub older: &'static str,
    pub newest: &'static str,
}

/// `/desk/batches/{id}`
pub struct Batch {
    pub back: &'static str,
    pub track: &'static str,
    pub now: &'static str,
    pub reason: &'static str,
    pub tally: &'static str,
    pub rows: &'static str,
    pub accepted: &'static str,
    pub fixed: &'static str,
    pub rejected: &'static str,
    pub unchanged: &'static str,
    pub timeline: &'static str,
    pub give_back: &'static str,
    pub findings: &'static str,
    pub receipt: &'static str,
    pub papers: &'static str,
    pub board: &'static str,
    pub follows: &'static str,
}

/// `/desk/batches/{id}/{accept,return,issue}`
pub struct Confirm {
    pub id: &'static str,
    pub office: &'static str,
    pub way: &'static str,
    pub reported: &'static str,
    pub accepted_by: &'static str,
    pub rows: &'static str,
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub reason_blank: &'static str,
    pub reason_unfit: &'static str,
    pub back: &'static str,
}

/// `/desk/batches/{id}/issue/progress`
pub struct Progress {
    pub title: &'static str,
    pub leave: &'static str,
    pub refresh: &'static str,
    pub failed: &'static str,
    pub back: &'static str,
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
