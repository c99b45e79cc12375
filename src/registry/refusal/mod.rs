//! What a verb answers when it does not do what was asked.
//!
//! A [`Refusal`] is for the caller to act on, one variant = one sentence; a [`Failed`] is for us to
//! repair. Findings are neither: they are data.

mod en;
mod zh;

use crate::model::{
    batch::{BatchId, Stage},
    certificate::{Standing, StandingRecord},
    copy::{PurposeFault, UntilFault},
    day::Day,
    finding::{Field, RowPlace},
    key_id::KeyId,
    number::CertificateNumber,
    office::OfficeCode,
    way::Way,
};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// Why a verb did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller does something else.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// We repair.
    #[error("{0}")]
    Failed(#[from] Failed),
}

/// A fault of ours: logged once, when it is made; nobody outside sees more than its incident.
#[derive(Debug)]
pub struct Failed {
    /// What the caller may quote: 8 hexadecimal digits.
    pub incident: String,
    /// Whether something that we need could not be reached, rather than being broken.
    pub unreachable: bool,
}

impl Failed {
    /// Logs `cause` and gives it an incident.
    pub fn because(cause: &dyn fmt::Display) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let seed =
            format!("{} {} {cause}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut incident = crate::model::digest::Digest::of(seed.as_bytes()).to_string();
        incident.truncate(8);
        tracing::error!(incident, %cause, "failed");
        Self { incident, unreachable: false }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "our fault, incident {}", self.incident)
    }
}

impl std::error::Error for Failed {}

impl From<crate::store::Error> for Error {
    fn from(error: crate::store::Error) -> Self {
        let unreachable = error.is_unreachable();
        Self::Failed(Failed { unreachable, ..Failed::because(&error) })
    }
}

/// A field of a form that cannot be read, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// The field.
    pub field: Field,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for Refusal {}

/// Something that the caller can act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Look-up: one answer for every miss.
    NothingFound,
    /// Number and name: one answer for every miss.
    NoMatch,
    /// A form was filled in so that it cannot be read.
    Unfit(Vec<Unfit>),
    /// Asked too often.
    TooOften {
        /// Seconds until it may be asked again.
        retry_after_s: u32,
    },
    /// The session is over.
    SessionEnded,
    /// The certificate is not this holder's, or there is none.
    NotYours,
    /// A certificate that has ended has no paper.
    NotPrintable(StandingRecord),
    /// What a copy is to be bound to cannot be: for each of the two, what is wrong.
    UnfitCopy {
        /// With the purpose.
        purpose: Option<PurposeFault>,
        /// With the day.
        until: Option<UntilFault>,
    },
    /// So many copies of the certificate are alive.
    TooManyCopies(u32),
    /// So many copies were made in the last twenty-four hours.
    CopiesTooOften(u32),
    /// The copy has had its day, or was withdrawn.
    CopyEnded,
    /// There is no such public document.
    NoSuchDocument,
    /// There is no certificate of this number.
    NoSuchCertificate(CertificateNumber),
    /// There is no such batch.
    NoSuchBatch(BatchId),
    /// There is no such office, or it is not one that can act.
    NoSuchOffice(OfficeCode),
    /// The way is closed to the office.
    WayClosed(OfficeCode, Way),
    /// The actor lacks the right to do this.
    NotAllowed,
    /// The uploaded file cannot be read: a sentence in Chinese and one in English, and whether a
    /// bound was passed or the file is broken (rather than of a kind that is not read).
    File {
        /// Stable.
        code: &'static str,
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
    /// A row of the batch has a character that no face draws any more.
    Undrawn {
        /// The batch.
        batch: BatchId,
        /// Where the row stands in the office's file.
        place: RowPlace,
        /// The character.
        character: char,
    },
    /// Who reported a batch can neither accept nor issue it.
    FourEyes(BatchId),
    /// Two of the named actors are the same person.
    SameName,
    /// The batch stands elsewhere.
    WrongStage {
        /// Which batch.
        batch: BatchId,
        /// Where it stands.
        stage: Stage,
        /// How it comes to certificates.
        way: Way,
    },
    /// The publicity would be too short.
    WindowTooShort {
        /// The first day on which it may end.
        until: Day,
    },
    /// A publicity cannot begin on a day that has passed.
    PostInThePast(Day),
    /// The publicity still runs.
    TooEarly {
        /// Which batch.
        batch: BatchId,
        /// The first day on which it may be announced.
        first: Day,
    },
    /// An objection is open.
    Barred(BatchId),
    /// There is no such objection, or it has been settled.
    NoSuchObjection,
    /// Nobody stands at that place of the list.
    NobodyThere(BatchId),
    /// The publicity has ended, and the list was taken down.
    PostEnded,
    /// The information sheet has not come, or names nobody of the list.
    NoSheet(BatchId),
    /// More cells were mended than a draft keeps.
    TooManyMends(BatchId),
    /// An office has uploaded so many sheets within a day.
    TooManyDrafts(u32),
    /// There is nothing to report.
    NothingToReport(BatchId),
    /// The token of an office is not known, or was revoked.
    NoEntry,
    /// The session at the desk is over.
    DeskClosed,
    /// There is no such token, or it was revoked before.
    NoSuchToken,
    /// The office awards nothing by itself and lodges no plan.
    NoPlanNeeded(OfficeCode),
    /// The standing does not allow it.
    WrongStanding {
        /// Which certificate.
        number: CertificateNumber,
        /// Its standing.
        standing: Standing,
    },
    /// A day that has not come yet.
    FutureDay(Day),
    /// Another document key signs by now than this process holds.
    DocumentKeyRenewed,
    /// The certificate of the document key has ended.
    DocumentKeyEnded,
    /// The key that signs this paper is not in the folder, or does not fit its certificate.
    DocumentKeyMissing(KeyId),
    /// Somebody else was quicker; nothing was changed.
    MovedMeanwhile,
    /// The folder holds no registry.
    NotFounded,
    /// The folder already holds a registry.
    AlreadyFounded,
    /// Something about the folder, its keys or its settings: said in a sentence of its own.
    House(String),
}

impl Refusal {
    /// Stable, `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingFound => "nothing_found",
            Self::NoMatch => "no_match",
            Self::Unfit(_) => "unfit_input",
            Self::TooOften { .. } => "too_often",
            Self::SessionEnded => "session_ended",
            Self::NotYours => "not_found",
            Self::NotPrintable(_) => "not_printable",
            Self::UnfitCopy { .. } => "unfit_copy",
            Self::TooManyCopies(_) => "too_many_copies",
            Self::CopiesTooOften(_) => "copies_too_often",
            Self::CopyEnded => "copy_ended",
            Self::NoSuchDocument => "no_such_document",
            Self::NoSuchCertificate(_) => "no_such_certificate",
            Self::NoSuchBatch(_) => "no_such_batch",
            Self::NoSuchOffice(_) => "no_such_office",
            Self::WayClosed(..) => "way_closed",
            Self::NotAllowed => "not_allowed",
            Self::File { code, .. } => code,
            Self::Undrawn { .. } => "undrawn",
            Self::FourEyes(_) => "four_eyes",
            Self::SameName => "same_name",
            Self::WrongStage { .. } => "wrong_stage",
            Self::WindowTooShort { .. } => "window_too_short",
            Self::PostInThePast(_) => "post_in_the_past",
            Self::TooEarly { .. } => "too_early",
            Self::Barred(_) => "barred",
            Self::NoSuchObjection => "no_such_objection",
            Self::NobodyThere(_) => "nobody_there",
            Self::PostEnded => "post_ended",
            Self::NoSheet(_) => "no_sheet",
            Self::TooManyMends(_) => "too_many_mends",
            Self::TooManyDrafts(_) => "too_many_drafts",
            Self::NothingToReport(_) => "nothing_to_report",
            Self::NoEntry => "no_entry",
            Self::DeskClosed => "desk_closed",
            Self::NoSuchToken => "no_such_token",
            Self::NoPlanNeeded(_) => "no_plan_needed",
            Self::WrongStanding { .. } => "wrong_standing",
            Self::FutureDay(_) => "future_day",
            Self::DocumentKeyRenewed => "document_key_renewed",
            Self::DocumentKeyEnded => "document_key_ended",
            Self::DocumentKeyMissing(_) => "document_key_missing",
            Self::MovedMeanwhile => "moved_meanwhile",
            Self::NotFounded => "not_founded",
            Self::AlreadyFounded => "already_founded",
            Self::House(_) => "house",
        }
    }
}
