//! What a verifier says, and why. "Could not check" is never "not genuine".

mod reason;

use super::certificate::{Claims, StandingRecord};
use super::copy::BoundCopy;
use serde::Serialize;

pub use reason::Reason;

/// The answer to "may I rely on this?".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Signed by us, on record, standing valid.
    Genuine,
    /// Signature good; record and standing not looked at (offline).
    Issued,
    /// Genuine once; under examination.
    Suspended,
    /// Genuine once; granted wrongly.
    Revoked,
    /// Genuine once; ended.
    Retired,
    /// Genuine once; a newer one stands in its place.
    Replaced,
    /// Of a certificate in force; this copy of it has had its day, or was withdrawn.
    CopyExpired,
    /// Changed, or never ours.
    NotGenuine,
    /// No token can be found in it.
    Unreadable,
    /// Something needed could not be read: neither yes nor no.
    Unchecked,
}

impl Verdict {
    /// The word of JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Issued => "issued",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Retired => "retired",
            Self::Replaced => "replaced",
            Self::CopyExpired => "copy_expired",
            Self::NotGenuine => "not_genuine",
            Self::Unreadable => "unreadable",
            Self::Unchecked => "unchecked",
        }
    }
}

/// The named checks, in the order in which they are made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckName {
    /// 读取: a token or credential was found and is well formed.
    Read,
    /// 签名: the signature holds.
    Signature,
    /// 公钥: by a key that the trust list holds.
    Key,
    /// 登记: its hash is in the log.
    Record,
    /// 状态: in force today.
    Standing,
    /// 文件: attached credential, QR and visible page agree.
    Document,
    /// 副本: a copy of ours, for its purpose, whose day has not passed.
    Copy,
}

/// How a check ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not.
    Failed,
    /// It was not or could not be looked at.
    NotChecked,
}

/// One named check with its outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Check {
    /// Which.
    pub name: CheckName,
    /// How it ended.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
}

/// A verdict with everything that led to it. Claims are given only where the signature holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verification {
    /// The answer.
    pub verdict: Verdict,
    /// The checks, in order.
    pub checks: Vec<Check>,
    /// What the certificate says, unless it is not genuine or could not be read.
    pub claims: Option<Claims>,
    /// Its standing, where the registry was asked.
    pub standing: Option<StandingRecord>,
    /// The copy that was presented, where what is said of it is proven.
    pub copy: Option<BoundCopy>,
}
