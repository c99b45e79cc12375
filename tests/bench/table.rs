//! What is printed: «what · ours · bare limit · ratio».

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What one of something costs.
#[derive(Clone, Copy)]
pub struct Cost(f64);

impl Cost {
    /// The share of one of `n` in `whole`.
    pub fn of(whole: Duration, n: usize) -> Self {
        Self(whole.as_secs_f64() / n as f64)
    }

    fn shown(self) -> String {
        let each = match self.0 {
            s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
            s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
            s => format!("{:.2} ms", s * 1e3),
        };
        let rate = if self.0 > 0.0 { 1.0 / self.0 } else { 0.0 };
        let rate = if rate < 100.0 { format!("{rate:.1}") } else { thousands(rate) };
        format!("{rate:>9}/s {each:>8}")
    }
}

fn thousands(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

pub fn head() {
    println!("\n{:<46} {:>20}  {:>20} {:>6}  bare limit", "what", "ours", "bare limit", "ratio");
}

/// Ours beside the bare limit.
pub fn row(what: &str, ours: Cost, bare: Cost, limit: &str) {
    let ratio = ours.0 / bare.0;
    println!("{what:<46} {}  {} {ratio:>5.2}×  {limit}", ours.shown(), bare.shown());
}

/// What has no bare limit.
pub fn alone(what: &str, ours: Cost, note: &str) {
    println!("{what:<46} {}  {:>20} {:>6}  {note}", ours.shown(), "—", "—");
}

/// The processor's time that this process has taken so far, where the system tells.
pub fn cpu() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // user and system ticks: fields 14 and 15, counted from behind the name in brackets.
    let fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
    let ticks = fields.map(str::parse::<u64>).sum::<Result<u64, _>>().ok()?;
    Some(Duration::from_millis(ticks * 10)) // 100 ticks a second, whatever the kernel counts by
}

/// Memory of this process that is in use, in kB, where the system tells; and the most that ever was.
pub fn memory() -> Option<u64> {
    status("VmRSS:")
}

/// The most memory that this process ever used, in kB.
pub fn peak() -> Option<u64> {
    status("VmHWM:")
}

fn status(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// How long something takes.
pub fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let done = work();
    (done, began.elapsed())
}

/// The best turn of each of two that take turns: `turns` times `n` of one, then of the other.
pub fn duel<A, B>(
    turns: usize,
    n: usize,
    mut ours: impl FnMut(usize) -> A,
    mut bare: impl FnMut(usize) -> B,
) -> [Cost; 2] {
    let (mut best_ours, mut best_bare) = (Duration::MAX, Duration::MAX);
    for _ in 0..turns {
        best_ours = best_ours.min(time(|| (0..n).for_each(|n| drop(black_box(ours(n))))).1);
        best_bare = best_bare.min(time(|| (0..n).for_each(|n| drop(black_box(bare(n))))).1);
    }
    [Cost::of(best_ours, n), Cost::of(best_bare, n)]
}
