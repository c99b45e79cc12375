//! The words of the desk.

mod en;
mod zh;

pub use en::DESK as EN;
pub use zh::DESK as ZH;

/// Everything that the desk says without a value in it.
pub struct Desk {
    pub bar: Bar,
    pub sign_in: SignIn,
    pub home: Home,
}

/// Above every page.
pub struct Bar {
    pub label: &'static str,
    pub waiting: &'static str,
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
