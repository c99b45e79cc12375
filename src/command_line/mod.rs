//! The commands, each from its arguments to its one answer. [`exit`] says how an answer ends,
//! [`door`] opens the registry, [`road`], [`paper`], [`office`], [`overview`] and [`house`] hold the
//! commands, [`demo`] the demonstration.

pub mod args;
mod batch;
mod demo;
mod door;
mod exit;
mod house;
mod office;
mod overview;
mod paper;
mod road;
mod serve;
mod show;

use args::{Args, BatchCommand, Command, KeysCommand, LogCommand};
use exit::Exit;
use wenzheng::registry::Result;
use wenzheng::registry::road::amend::Change;
use wenzheng::registry::road::publicity::{Announcement, Settlement};

/// Runs one command.
pub async fn run(args: Args) -> Exit {
    let common = &args.common;
    let done = match args.command {
        Command::Init => house::init(common).await,
        Command::Demo { listen, no_serve } => demo::run(common, &listen, no_serve).await,
        Command::Serve { listen } => serve::run(common, listen).await,
        Command::Template { output, office } => road::template(common, &output, office.as_ref()),
        Command::Check { file, office, way, annotated } => {
            road::check(common, &file, office.as_ref(), way, annotated.as_deref())
        }
        Command::Import(import) => road::import(common, import).await,
        Command::Batch(command) => of_batch(common, command).await,
        Command::Suspend(amendment) => paper::amend(common, Change::Suspend, amendment).await,
        Command::Resume(amendment) => paper::amend(common, Change::Resume, amendment).await,
        Command::Revoke(amendment) => paper::amend(common, Change::Revoke, amendment).await,
        Command::Print { number, output } => paper::print(common, &number, &output).await,
        Command::Export { number, directory } => paper::export(common, &number, &directory).await,
        Command::Verify { what, trust } => paper::verify(common, &what, trust.as_deref()).await,
        Command::Office(command) => office::run(common, command).await,
        Command::Overview { year, output } => overview::run(common, year, output.as_deref()).await,
        Command::Keys(KeysCommand::List) => house::keys_list(common).await,
        Command::Log(LogCommand::Export { directory }) => {
            paper::log_export(common, &directory).await
        }
        Command::Audit => house::audit(common).await,
        Command::Doctor => house::doctor(common).await,
    };
    done.unwrap_or_else(|error| exit::explain(common, &error))
}

async fn of_batch(common: &args::Common, command: BatchCommand) -> Result<exit::Exit> {
    match command {
        BatchCommand::List => batch::list(common).await,
        BatchCommand::Show { id, page } => batch::show(common, id, page).await,
        BatchCommand::Accept { id } => batch::accept(common, id).await,
        BatchCommand::Return { id, reason } => batch::return_batch(common, id, &reason).await,
        BatchCommand::Post { id, from, until } => batch::post(common, id, from, until).await,
        BatchCommand::Announce { id, document, on } => {
            let told = Announcement { document_number: document, on };
            batch::announce(common, id, &told).await
        }
        BatchCommand::Object { id, says, on } => batch::object(common, id, &says, on).await,
        BatchCommand::Settle { id, objection, outcome, strike } => {
            batch::settle(common, id, &Settlement { objection, outcome, strike }).await
        }
        BatchCommand::Objections { id } => batch::objections(common, id).await,
        BatchCommand::Receipt { id, output } => batch::receipt(common, id, &output).await,
        BatchCommand::Issue { id } => batch::issue(common, id).await,
    }
}

/// Logs go to standard error, so that standard output stays the answer; `RUST_LOG` widens them.
pub fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
