//! The command line: each arm calls one function.

// A stream that is closed or full makes these panic; `output` is where a command speaks.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod command_line;

use clap::Parser;
use command_line::{args::Args, output};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(said) => return output::usage(&said).into(),
    };
    command_line::start_logging();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(command_line::run(args)).into(),
        Err(error) => {
            output::beside(format_args!("wenzheng: {error}"));
            ExitCode::from(3)
        }
    }
}
