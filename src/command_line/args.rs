//! What may be written on the command line.

use super::office::OfficeCommand;
use clap::{Args as Group, Parser, Subcommand};
use std::path::PathBuf;
use wenzheng::model::batch::BatchId;
use wenzheng::model::day::Day;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::OfficeCode;
use wenzheng::model::text::Text;
use wenzheng::model::way::Way;

/// 温证: an electronic certificate registry with verification.
#[derive(Debug, Parser)]
#[command(name = "wenzheng", version, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Where and how, the same for every command.
    #[command(flatten)]
    pub common: Common,
}

/// What every command takes.
#[derive(Debug, Clone, Group)]
pub struct Common {
    /// The registry's folder.
    #[arg(long, global = true, value_name = "DIR", default_value = "data", env = "WENZHENG_DATA")]
    pub data: PathBuf,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// Who acts, as recorded. For `import --accept --issue` three names: A,B,C.
    #[arg(long = "as", global = true, value_name = "NAME", value_delimiter = ',', value_parser = text)]
    pub actors: Vec<Text>,
    /// A file whose first line opens the keys (or `WENZHENG_PASSPHRASE`, or a prompt).
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Take this day for today: in a demo registry, or to verify by a trust list alone.
    #[arg(long, global = true, value_name = "DAY", value_parser = day)]
    pub today: Option<Day>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Found a registry in the folder.
    Init,
    /// Make a registry of fictitious people, run the whole road, serve it.
    Demo {
        /// Address and port to serve on.
        #[arg(
            long,
            value_name = "ADDRESS",
            default_value = "127.0.0.1:8080",
            env = "WENZHENG_LISTEN"
        )]
        listen: String,
        /// Make everything, then end without serving.
        #[arg(long)]
        no_serve: bool,
    },
    /// Serve pages and API.
    Serve {
        /// Address and port, in place of the setting.
        #[arg(long, value_name = "ADDRESS", env = "WENZHENG_LISTEN")]
        listen: Option<String>,
    },
    /// Write a blank sheet with drop-downs to fill in.
    Template {
        /// The sheet to write.
        #[arg(short, long, value_name = "F.xlsx")]
        output: PathBuf,
        /// The office that will fill it in; without one, a county.
        #[arg(long, value_name = "CODE", value_parser = office)]
        office: Option<OfficeCode>,
    },
    /// Check a sheet; nothing is written.
    Check {
        /// The sheet.
        file: PathBuf,
        /// The office that would send it; without one, on the filed road a county's scope.
        #[arg(long, value_name = "CODE", value_parser = office)]
        office: Option<OfficeCode>,
        /// The way that it would take: filed, issued (a pass list, or with IDs an information
        /// sheet), or confirmed.
        #[arg(long = "road", value_name = "WAY", default_value = "filed", value_parser = way)]
        way: Way,
        /// Write the sheet back, its cells coloured and noted, a list of findings in front.
        #[arg(long, value_name = "OUT.xlsx")]
        annotated: Option<PathBuf>,
    },
    /// Take a sheet in as a reported batch; on request through to certificates.
    Import(Import),
    /// Batches.
    #[command(subcommand)]
    Batch(BatchCommand),
    /// Suspend a certificate while it is under examination.
    Suspend(Amendment),
    /// Put a suspended certificate back in force.
    Resume(Amendment),
    /// Revoke a certificate that was granted wrongly.
    Revoke(Amendment),
    /// Print a certificate, or those of a whole batch.
    Print {
        /// Its number.
        #[arg(value_parser = number, required_unless_present = "batch")]
        number: Option<CertificateNumber>,
        /// Print every certificate of this batch that is in force, into an archive.
        #[arg(long, value_name = "ID", value_parser = batch, conflicts_with = "number")]
        batch: Option<BatchId>,
        /// The PDF to write, or the ZIP of a batch.
        #[arg(short, long, value_name = "F.pdf|F.zip")]
        output: PathBuf,
    },
    /// Write a certificate's credential, token, proof, status lists and the issuer's key.
    Export {
        /// Its number.
        #[arg(value_parser = number)]
        number: CertificateNumber,
        /// The folder to write into.
        directory: PathBuf,
    },
    /// Verify a PDF, a credential, a token or its URL.
    Verify {
        /// A file, a token, or a URL.
        what: String,
        /// Judge by this trust list alone, without a registry.
        #[arg(long, value_name = "FILE")]
        trust: Option<PathBuf>,
    },
    /// Offices: the register, their tokens, what the bureau charged them with.
    #[command(subcommand)]
    Office(OfficeCommand),
    /// Tell of a year: what came, who is late or silent, what waits, why rows were rejected.
    Overview {
        /// The year; the present one if left out.
        #[arg(long, value_name = "Y", value_parser = clap::value_parser!(i16).range(2000..2100))]
        year: Option<i16>,
        /// Write it as a workbook instead.
        #[arg(short, long, value_name = "F.xlsx")]
        output: Option<PathBuf>,
    },
    /// Draw an invented certificate, to look at a layout before certificates are printed in it.
    Preview {
        /// The layout; the one that new certificates take if left out.
        #[arg(long, value_name = "F.toml")]
        layout: Option<PathBuf>,
        /// Which of the invented certificates.
        #[arg(long, value_name = "NAME", default_value = "issued")]
        sample: String,
        /// The PDF to write.
        #[arg(short, long, value_name = "F.pdf")]
        output: PathBuf,
    },
    /// Say which characters a certificate can show.
    Fonts,
    /// The registry's keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// The public log.
    #[command(subcommand)]
    Log(LogCommand),
    /// Who did what, the oldest first; says whether the chain of it holds.
    Audit,
    /// Look whether the registry is in order.
    Doctor,
}

/// A sheet on its way in.
#[derive(Debug, Group)]
pub struct Import {
    /// The sheet.
    pub file: PathBuf,
    /// The office that answers for it.
    #[arg(long, value_name = "CODE", value_parser = office, required_unless_present = "batch")]
    pub office: Option<OfficeCode>,
    /// The way that it takes: filed, issued (a pass list), or confirmed.
    #[arg(long = "road", value_name = "WAY", default_value = "filed", value_parser = way)]
    pub way: Way,
    /// It is the information sheet of this announced batch.
    #[arg(long, value_name = "ID", value_parser = batch, conflicts_with_all = ["office", "way", "accept", "issue"])]
    pub batch: Option<BatchId>,
    /// It sends this returned batch again, mended.
    #[arg(long, value_name = "ID", value_parser = batch, conflicts_with = "batch")]
    pub follows: Option<BatchId>,
    /// Hand in the photos of its people as well: files named by ID number.
    #[arg(long, value_name = "F.zip")]
    pub photos: Option<PathBuf>,
    /// Accept it as well.
    #[arg(long)]
    pub accept: bool,
    /// Issue it as well.
    #[arg(long, requires = "accept")]
    pub issue: bool,
}

/// What may be done with batches.
#[derive(Debug, Subcommand)]
pub enum BatchCommand {
    /// List them, the newest first.
    List,
    /// Show one with its findings, and with what changed if it sends a returned one again.
    Show {
        /// Which.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// Which fifty of the changes.
        #[arg(long, value_name = "N", default_value_t = 1)]
        page: u32,
    },
    /// Hand in photos of its people, in place of earlier ones.
    Photos {
        /// Of which.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// An archive of files that are named by ID number.
        #[arg(value_name = "F.zip")]
        file: PathBuf,
    },
    /// A second pair of eyes agrees.
    Accept {
        /// Which.
        #[arg(value_parser = batch)]
        id: BatchId,
    },
    /// Send it back.
    Return {
        /// Which.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// Why.
        #[arg(long, value_parser = text)]
        reason: Text,
    },
    /// Post the pass list of a reviewed batch.
    Post {
        /// Which.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// The day on which it is posted: today or later.
        #[arg(long, value_name = "DAY", value_parser = day)]
        from: Day,
        /// Its last day.
        #[arg(long, value_name = "DAY", value_parser = day)]
        until: Day,
    },
    /// Announce the result of a posted batch.
    Announce {
        /// Which.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// Number of the decision.
        #[arg(long, value_name = "N", value_parser = text)]
        document: Text,
        /// Its day.
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Day,
    },
    /// Register an objection: the batch is not announced until it is settled.
    Object {
        /// Against which.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// What it says; stays inside the registry.
        #[arg(long, value_name = "TEXT", value_parser = text)]
        says: Text,
        /// When it came; today if left out.
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Day>,
    },
    /// Settle an objection.
    Settle {
        /// Against which batch.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// Which objection.
        objection: String,
        /// What was found.
        #[arg(long, value_name = "TEXT", value_parser = text)]
        outcome: Text,
        /// Take the person at this place of the list, from 1, off it.
        #[arg(long, value_name = "PLACE")]
        strike: Option<u64>,
    },
    /// List the objections.
    Objections {
        /// Against which.
        #[arg(value_parser = batch)]
        id: BatchId,
    },
    /// Write the receipt of a reported batch.
    Receipt {
        /// Which.
        #[arg(value_parser = batch)]
        id: BatchId,
        /// The PDF to write.
        #[arg(short, long, value_name = "F.pdf")]
        output: PathBuf,
    },
    /// Sign every certificate of it.
    Issue {
        /// Which.
        #[arg(value_parser = batch)]
        id: BatchId,
    },
}

/// A change of a certificate's standing.
#[derive(Debug, Group)]
pub struct Amendment {
    /// The certificate.
    #[arg(value_parser = number)]
    pub number: CertificateNumber,
    /// Why; stays inside the registry.
    #[arg(long, value_parser = text)]
    pub reason: Text,
    /// Number of the decision.
    #[arg(long, value_name = "N", value_parser = text)]
    pub document: Text,
    /// Since which day; today if left out.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub on: Option<Day>,
}

/// What may be done with keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// List the published keys.
    List,
    /// Make a new document key: it signs the papers of later certificates, earlier ones keep theirs.
    RotateDocument,
}

/// What may be done with the log.
#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Write the whole log: checkpoint, tiles, entries, verifier key.
    Export {
        /// The folder to write into.
        directory: PathBuf,
    },
}

pub(super) fn text(written: &str) -> Result<Text, &'static str> {
    Text::try_from(written.trim().to_owned())
}

pub(super) fn day(written: &str) -> Result<Day, &'static str> {
    Day::try_from(written.to_owned())
}

pub(super) fn office(written: &str) -> Result<OfficeCode, &'static str> {
    OfficeCode::try_from(written.to_owned())
}

fn batch(written: &str) -> Result<BatchId, &'static str> {
    BatchId::try_from(written.to_owned())
}

fn number(written: &str) -> Result<CertificateNumber, &'static str> {
    CertificateNumber::try_from(written.to_owned())
}

fn way(written: &str) -> Result<Way, &'static str> {
    let written = if written == "issued" { "reviewed" } else { written };
    Way::from_code(written).ok_or("a way is `filed`, `issued` or `confirmed`")
}
