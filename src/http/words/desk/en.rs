//! The desk in English.

use super::{Bar, Desk, Home, SignIn};

pub const DESK: Desk = Desk {
    bar: Bar { label: "Desk", waiting: "To do", leave: "Sign out" },
    sign_in: SignIn {
        title: "Sign in for an office",
        lead: "Report, review and issue with the token that the city bureau gave you.",
        ended: "You have been signed out: after 30 minutes without use, 12 hours in all, or because the token was revoked. Please sign in again.",
        token: "Token",
        token_hint: "Begins with wz-. Letter case and hyphens do not matter.",
        token_blank: "Enter your token.",
        submit: "Sign in",
        none: "No token yet",
        none_text: "Ask the city bureau for one. A token names an office and a person; use your own and lend it to nobody.",
        idle: "You are signed out after 30 minutes without use. On a shared computer, sign out when you are done.",
    },
    home: Home { none: "Nothing to do", none_text: "What waits for you will appear here." },
};
