//! What a verb answers when it does not do what was asked.
//!
//! A [`Refusal`] is for the caller to act on, one variant = one sentence; a [`Failed`] is for us to
//! repair. Findings are neither: they are data.

use crate::model::{
    batch::{BatchId, Stage},
    certificate::{Road, Standing, StandingRecord},
    day::Day,
    finding::Field,
    number::CertificateNumber,
    office::OfficeCode,
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
    /// There is no such public document.
    NoSuchDocument,
    /// There is no certificate of this number.
    NoSuchCertificate(CertificateNumber),
    /// There is no such batch.
    NoSuchBatch(BatchId),
    /// There is no such office, or it is not one that can act.
    NoSuchOffice(OfficeCode),
    /// The office has no right to this road.
    RoadClosed(OfficeCode, Road),
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
    },
    /// The standing does not allow it.
    WrongStanding {
        /// Which certificate.
        number: CertificateNumber,
        /// Its standing.
        standing: Standing,
    },
    /// A day that has not come yet.
    FutureDay(Day),
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
            Self::NoSuchDocument => "no_such_document",
            Self::NoSuchCertificate(_) => "no_such_certificate",
            Self::NoSuchBatch(_) => "no_such_batch",
            Self::NoSuchOffice(_) => "no_such_office",
            Self::RoadClosed(..) => "road_closed",
            Self::NotAllowed => "not_allowed",
            Self::File { code, .. } => code,
            Self::FourEyes(_) => "four_eyes",
            Self::SameName => "same_name",
            Self::WrongStage { .. } => "wrong_stage",
            Self::WrongStanding { .. } => "wrong_standing",
            Self::FutureDay(_) => "future_day",
            Self::MovedMeanwhile => "moved_meanwhile",
            Self::NotFounded => "not_founded",
            Self::AlreadyFounded => "already_founded",
            Self::House(_) => "house",
        }
    }

    /// What happened and what to do.
    pub fn zh(&self) -> String {
        match self {
            Self::NothingFound => "没有这样的证书，或填写的内容对不上。".into(),
            Self::NoMatch => "没有该证书，或所填信息不一致。".into(),
            Self::Unfit(fields) => fields.iter().map(|f| f.zh.as_str()).collect(),
            Self::TooOften { retry_after_s } => {
                format!("查得太频繁，{}后再试。", wait_zh(*retry_after_s))
            }
            Self::SessionEnded => "已经退出，请重新查询。".into(),
            Self::NotYours => "没有这样的证书。".into(),
            Self::NotPrintable(record) => {
                format!("这份证书{}，不能打印。", record.standing.zh())
            }
            Self::NoSuchDocument => "没有这份文件。".into(),
            Self::NoSuchCertificate(number) => format!("没有编号为{number}的证书。"),
            Self::NoSuchBatch(id) => format!("没有批次{id}。用 batch list 查看有哪些批次。"),
            Self::NoSuchOffice(code) => {
                format!("没有代码为{code}的单位。用 office list 查看有哪些单位。")
            }
            Self::RoadClosed(code, Road::Filed) => {
                format!("单位{code}不能归集已颁发的证书，请走发证流程。")
            }
            Self::RoadClosed(code, Road::Issued) => {
                format!("单位{code}不能送市里发证，请走归集流程。")
            }
            Self::NotAllowed => "这件事须由市人力社保局办理。".into(),
            Self::File { zh, .. } => zh.clone(),
            Self::FourEyes(id) => format!("批次{id}由您报送，须由另一位同事审核、发证。"),
            Self::SameName => "经办、审核、发证须由三位不同的人。请写三个不同的名字。".into(),
            Self::WrongStage { batch, stage } => {
                format!("批次{batch}现在是“{}”，不能这样办。", stage.zh())
            }
            Self::WrongStanding { number, standing } => {
                format!("证书{number}现在是“{}”，不能这样办。", standing.zh())
            }
            Self::FutureDay(day) => format!("{}还没有到，请写今天或以前的日期。", day.zh()),
            Self::MovedMeanwhile => "刚刚有人先办了，什么都没有改动。请再看一遍后重试。".into(),
            Self::NotFounded => "这个文件夹里还没有登记库。先用 init 建一个。".into(),
            Self::AlreadyFounded => "这个文件夹里已经有登记库，没有改动。".into(),
            Self::House(sentence) => sentence.clone(),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            Self::NothingFound => "No such certificate, or what was entered does not match.".into(),
            Self::NoMatch => "No such certificate, or the details do not match.".into(),
            Self::Unfit(fields) => {
                fields.iter().map(|f| f.en.as_str()).collect::<Vec<_>>().join(" ")
            }
            Self::TooOften { retry_after_s } => {
                format!("Asked too often. Try again in {}.", wait_en(*retry_after_s))
            }
            Self::SessionEnded => "You have been signed out. Please look up again.".into(),
            Self::NotYours => "There is no such certificate.".into(),
            Self::NotPrintable(record) => {
                format!("This certificate is {} and cannot be printed.", record.standing.code())
            }
            Self::NoSuchDocument => "There is no such document.".into(),
            Self::NoSuchCertificate(number) => format!("There is no certificate {number}."),
            Self::NoSuchBatch(id) => format!("There is no batch {id}. See `batch list`."),
            Self::NoSuchOffice(code) => format!("There is no office {code}. See `office list`."),
            Self::RoadClosed(code, road) => {
                format!("Office {code} may not use the {} road.", road.code())
            }
            Self::NotAllowed => "Only the city bureau may do this.".into(),
            Self::File { en, .. } => en.clone(),
            Self::FourEyes(id) => {
                format!("You reported batch {id}; somebody else has to accept and issue it.")
            }
            Self::SameName => "Clerk, reviewer and issuer must be three different people.".into(),
            Self::WrongStage { batch, stage } => {
                format!("Batch {batch} is {}; that cannot be done now.", stage.code())
            }
            Self::WrongStanding { number, standing } => {
                format!("Certificate {number} is {}; that cannot be done now.", standing.code())
            }
            Self::FutureDay(day) => {
                format!("{day} has not come yet. Give today or an earlier day.")
            }
            Self::MovedMeanwhile => {
                "Somebody else was quicker; nothing was changed. Look again and retry.".into()
            }
            Self::NotFounded => "This folder holds no registry yet. Make one with `init`.".into(),
            Self::AlreadyFounded => {
                "This folder already holds a registry; nothing was changed.".into()
            }
            Self::House(sentence) => sentence.clone(),
        }
    }
}

fn wait_zh(seconds: u32) -> String {
    if seconds < 60 { format!("{seconds}秒") } else { format!("{}分钟", seconds.div_ceil(60)) }
}

fn wait_en(seconds: u32) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) }
}
