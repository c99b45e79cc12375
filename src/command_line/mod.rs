//! The commands, each from its arguments to its one answer. [`output`] is where an answer goes,
//! [`exit`] says how it ends, [`files`] reads and writes what somebody names, [`progress`] shows how far it has come, [`door`] opens the registry,
//! [`road`], [`batch`], [`photos`], [`paper`], [`office`], [`overview`] and [`house`] hold the commands,
//! [`demo`] the demonstration.

pub mod args;
mod batch;
mod demo;
mod door;
mod exit;
mod files;
mod house;
mod office;
pub mod output;
mod overview;
mod paper;
mod photos;
mod progress;
mod road;
mod serve;
mod shown;

use args::{Args, BatchCommand, Command, KeysCommand, LogCommand};
use exit::Exit;
use output::Output;
use wenzheng::registry::Result;
use wenzheng::registry::road::amend::Change;
use wenzheng::registry::road::publicity::{Announcement, Settlement};

/// Runs one command.
pub async fn run(args: Args) -> Exit {
    let mut out = Output::new(args.common.json);
    let done = command(&args.common, &mut out, args.command).await;
    let exit = done.unwrap_or_else(|error| exit::explain(&mut out, &error));
    out.end(exit)
}

async fn command(common: &args::Common, out: &mut Output, command: Command) -> Result<Exit> {
    match command {
        Command::Init => house::init(common, out).await,
        Command::Demo { listen, no_serve } => demo::run(common, out, &listen, no_serve).await,
        Command::Serve { listen } => serve::run(common, out, listen).await,
        Command::Template { output, office } => {
            road::template(common, out, &output, office.as_ref())
        }
        Command::Check { file, office, way, annotated } => {
            road::check(common, out, &file, office.as_ref(), way, annotated.as_deref())
        }
        Command::Import(import) => road::import(common, out, import).await,
        Command::Batch(command) => of_batch(common, out, command).await,
        Command::Suspend(amendment) => paper::amend(common, out, Change::Suspend, amendment).await,
        Command::Resume(amendment) => paper::amend(common, out, Change::Resume, amendment).await,
        Command::Revoke(amendment) => paper::amend(common, out, Change::Revoke, amendment).await,
        Command::Print { number, batch: None, output } => {
            paper::print(common, out, number, &output).await
        }
        Command::Print { batch: Some(id), output, .. } => {
            paper::print_batch(common, out, id, &output).await
        }
        Command::Export { number, directory } => {
            paper::export(common, out, &number, &directory).await
        }
        Command::Verify { what, trust } => {
            paper::verify(common, out, &what, trust.as_deref()).await
        }
        Command::Office(command) => office::run(common, out, command).await,
        Command::Overview { year, output } => {
            overview::run(common, out, year, output.as_deref()).await
        }
        Command::Preview { layout, sample, output } => {
            paper::preview(out, layout.as_deref(), &sample, &output)
        }
        Command::Fonts => house::fonts_list(common, out),
        Command::Keys(KeysCommand::List) => house::keys_list(common, out).await,
        Command::Keys(KeysCommand::RotateDocument) => house::rotate_document(common, out).await,
        Command::Log(LogCommand::Export { directory }) => {
            paper::log_export(common, out, &directory).await
        }
        Command::Audit => house::audit(common, out).await,
        Command::Doctor => house::doctor(common, out).await,
    }
}

async fn of_batch(
    common: &args::Common,
    out: &mut Output,
    command: BatchCommand,
) -> Result<exit::Exit> {
    match command {
        BatchCommand::List => batch::list(common, out).await,
        BatchCommand::Show { id, page } => batch::show(common, out, id, page).await,
        BatchCommand::Photos { id, file } => photos::photos(common, out, id, &file).await,
        BatchCommand::Accept { id } => batch::accept(common, out, id).await,
        BatchCommand::Return { id, reason } => batch::return_batch(common, out, id, &reason).await,
        BatchCommand::Post { id, from, until } => batch::post(common, out, id, from, until).await,
        BatchCommand::Announce { id, document, on } => {
            let told = Announcement { document_number: document, on };
            batch::announce(common, out, id, &told).await
        }
        BatchCommand::Object { id, says, on } => batch::object(common, out, id, &says, on).await,
        BatchCommand::Settle { id, objection, outcome, strike } => {
            batch::settle(common, out, id, &Settlement { objection, outcome, strike }).await
        }
        BatchCommand::Objections { id } => batch::objections(common, out, id).await,
        BatchCommand::Receipt { id, output } => batch::receipt(common, out, id, &output).await,
        BatchCommand::Issue { id } => batch::issue(common, out, id).await,
    }
}

/// Logs go to standard error, so that standard output stays the answer; `RUST_LOG` widens them.
pub fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // It would be said on the stream that failed, with a panic.
        .log_internal_errors(false)
        .init();
}
