//! Shows on a terminal how far long work has come.

use super::args::Common;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use std::time::Duration;

/// Between two signs of life on the terminal.
const TICK: Duration = Duration::from_millis(200);

/// How work looks of which nobody can say how much is left.
const WAITING: &str = "{spinner} {msg} {elapsed}";

/// A progress bar on the terminal; nothing where there is none, nor beside JSON.
pub fn bar(common: &Common, what: &'static str) -> ProgressBar {
    drawn(common, what, "{msg} {wide_bar} {pos}/{len}")
}

/// Shows that work goes on, and for how long, where nobody can say how much is left.
pub fn waiting(common: &Common, what: &'static str) -> ProgressBar {
    let bar = drawn(common, what, WAITING);
    bar.enable_steady_tick(TICK);
    bar
}

/// How far a sheet has come that is read and then judged row by row.
pub fn sheet(common: &Common, bytes: usize) -> ProgressBar {
    let bar = waiting(common, "读取");
    bar.set_message(format!("读取 {}", HumanBytes(bytes as u64)));
    bar
}

/// Moves the bar of a sheet whose rows are judged; after the last, `then` is waited for.
pub fn judged(bar: &ProgressBar, done: u64, of: u64, then: &'static str) {
    if bar.length() != Some(of) {
        bar.set_length(of);
        bar.set_message("核对");
        restyle(bar, "{spinner} {msg} {wide_bar} {pos}/{len}行");
    }
    bar.set_position(done);
    if done == of {
        restyle(bar, WAITING);
        bar.set_message(format!("{then} {of}行"));
    }
}

fn restyle(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}

fn drawn(common: &Common, what: &'static str, template: &str) -> ProgressBar {
    let bar = if common.json { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let bar = bar.with_message(what);
    restyle(&bar, template);
    bar
}

/// Moves a bar, now and then.
pub fn advance(bar: &ProgressBar, done: u64, total: u64) {
    if done.is_multiple_of(64) || done == total {
        bar.set_length(total);
        bar.set_position(done);
    }
}
