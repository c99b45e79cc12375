//! The command line: each arm calls one function.

mod command_line;

use clap::Parser;
use command_line::args::Args;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // A broken pipe while help is printed is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    command_line::start_logging();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(command_line::run(args)).into(),
        Err(error) => {
            eprintln!("wenzheng: {error}");
            ExitCode::from(3)
        }
    }
}
