//! What a command shows: a line or JSON, findings, and on a terminal how far it has come.

use super::args::Common;
use super::exit::Exit;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use std::time::Duration;
use wenzheng::model::finding::{Finding, Severity};

/// Between two signs of life on the terminal.
const TICK: Duration = Duration::from_millis(200);

/// Says what was done: in one line, or as JSON.
pub fn say(common: &Common, value: &Value, sentence: &str) -> Exit {
    if common.json {
        println!("{value}");
    } else {
        println!("{sentence}");
    }
    Exit::Good
}

/// A progress bar on the terminal; nothing where there is none, nor beside JSON.
pub fn bar(common: &Common, what: &'static str) -> ProgressBar {
    drawn(common, what, "{msg} {wide_bar} {pos}/{len}")
}

/// Shows that work goes on, and for how long, where nobody can say how much is left.
pub fn waiting(common: &Common, what: &'static str) -> ProgressBar {
    let bar = drawn(common, what, "{spinner} {msg} {elapsed}");
    bar.enable_steady_tick(TICK);
    bar
}

fn drawn(common: &Common, what: &'static str, template: &str) -> ProgressBar {
    let bar = if common.json { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let bar = bar.with_message(what);
    let style = ProgressStyle::with_template(template);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

/// Moves a bar, now and then.
pub fn advance(bar: &ProgressBar, done: u64, total: u64) {
    if done.is_multiple_of(64) || done == total {
        bar.set_length(total);
        bar.set_position(done);
    }
}

/// Prints findings for a clerk.
pub fn print_findings(findings: &[Finding]) {
    for f in findings {
        let tag = match f.severity {
            Severity::Error => "需修改",
            Severity::Warning => "请留意",
            Severity::Fixed => "已更正",
        };
        let column = f.column.as_deref().map_or(String::new(), |c| format!("{c}列"));
        let hint = f.hint.as_deref().map_or(String::new(), |h| format!(" → {h}"));
        // What concerns no row stands at row 0.
        let place = match f.place.row {
            0 => String::new(),
            row => format!("{}第{row}行{column}  ", f.place.sheet),
        };
        println!("{tag}  {place}{}{hint}", f.message);
    }
}
