//! How a command ends: 0 done or good · 1 refused, rows rejected, a verdict that is not good ·
//! 2 wrong usage · 3 failed, unreadable, unchecked, over a bound, no row judged.

use super::output::{Output, beside};
use serde_json::json;
use std::process::ExitCode;
use wenzheng::registry::{Error, Refusal};

/// The exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, genuine, issued, nothing rejected.
    Good,
    /// Refused, rows rejected, any verdict that is not good.
    Bad,
    /// Wrong usage.
    Usage,
    /// Failed, unreadable, unchecked, over a bound, no row judged.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::Bad => 1,
            Exit::Usage => 2,
            Exit::Failed => 3,
        })
    }
}

/// Says why a command did not do what was asked.
pub fn explain(out: &mut Output, error: &Error) -> Exit {
    let (code, zh, en, exit) = match error {
        Error::Refused(refusal) => (refusal.code(), refusal.zh(), refusal.en(), exit_of(refusal)),
        Error::Failed(failed) => (
            "failed",
            format!("出了故障，没有改动。编号{}。", failed.incident),
            format!("Our fault; nothing was changed. Incident {}.", failed.incident),
            Exit::Failed,
        ),
    };
    out.tell(
        || json!({ "error": code, "message": zh, "message_en": en }),
        |_| {
            beside(&zh);
            if en != zh {
                beside(&en);
            }
        },
    );
    exit
}

fn exit_of(refusal: &Refusal) -> Exit {
    match refusal {
        Refusal::File { .. } | Refusal::House(_) | Refusal::NotFounded => Exit::Failed,
        Refusal::SameName => Exit::Usage,
        _ => Exit::Bad,
    }
}
