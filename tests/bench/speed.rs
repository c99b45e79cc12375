//! How close to the hardware: every verb beside its bare limit, measured in the same run and printed
//! as a ratio. `cargo bench --bench speed [-- check road paper web desk]`; it takes three minutes.
//!
//! Figures of one machine mean little, ratios travel. Whatever is compared takes turns, and of each
//! the best turn counts, so that a busy neighbour spoils neither. Nothing here is an assertion.

#![expect(clippy::cast_precision_loss, reason = "figures for people: nobody counts to 2^52 here")]

mod desk;
mod paper;
mod road;
mod table;
mod town;
mod web;

use std::process::ExitCode;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const PARTS: [&str; 5] = ["check", "road", "paper", "web", "desk"];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // Under `cargo test --benches` nobody waits for figures.
    if !args.iter().any(|arg| arg == "--bench") {
        println!("to be run with cargo bench");
        return ExitCode::SUCCESS;
    }
    let asked = |part: &str| {
        let named = |arg: &String| PARTS.contains(&arg.as_str());
        !args.iter().any(named) || args.iter().any(|arg| arg == part)
    };
    match run(asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the bench stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(asked: impl Fn(&str) -> bool) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    table::head();
    if asked("paper") {
        paper::run()?;
    }
    if ["check", "road", "web", "desk"].into_iter().any(&asked) {
        let town = runtime.block_on(town::Town::new())?;
        if asked("check") {
            road::check(&town)?;
        }
        let people = if asked("road") || asked("web") {
            runtime.block_on(road::run(&town, asked("road")))?
        } else {
            Vec::new()
        };
        if asked("web") {
            web::run(&runtime, &town, &people)?;
        }
        if asked("desk") {
            desk::run(&runtime, &town)?;
        }
        runtime.block_on(town.registry.close());
    }
    Ok(())
}
