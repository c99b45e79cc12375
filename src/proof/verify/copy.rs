//! Whether what was presented is a copy, and still counts as one.
//!
//! | the copy | check |
//! |---|---|
//! | on record, its day not past | passed |
//! | on record, withdrawn or its day past | failed: the copy has ended, not the certificate |
//! | not on record, of another certificate, or its file says something else | failed: no copy of ours |
//! | the record not asked | what a file says of itself counts if the file is as issued |

use super::checks::Finish;
use super::{Asked, CopyRecord, Evidence};
use crate::model::{
    copy::BoundCopy,
    day::Timestamp,
    number::CertificateNumber,
    verdict::{Outcome, Reason},
};
use crate::proof::copy::{self, Behind};

/// What names a copy: the text of a QR, and what a file carries.
pub(super) struct Presented<'a> {
    behind: Behind,
    attached: Option<&'a [u8]>,
}

/// A copy that was judged.
pub(super) struct Judged {
    /// The check.
    pub finish: Finish,
    /// What it says, where that is proven.
    pub copy: Option<BoundCopy>,
}

impl<'a> Presented<'a> {
    /// The copy that an address and a file name; none of a certificate itself.
    pub(super) fn new(address: Option<&str>, attached: Option<&'a [u8]>) -> Option<Self> {
        let behind = address.map_or(Behind::Nothing, Behind::token_in);
        let is_copy = behind != Behind::Nothing || attached.is_some();
        is_copy.then_some(Self { behind, attached })
    }

    /// What the file says of itself, where it agrees with its code and with the certificate.
    fn stated(&self, number: &CertificateNumber) -> Option<BoundCopy> {
        let stated = copy::read(self.attached?)?;
        let agrees = self.behind == Behind::Code(stated.code.clone()) && stated.number == *number;
        agrees.then_some(stated)
    }

    /// When the copy was made: as the record has it, or else as its file says.
    pub(super) fn made_at(&self, evidence: &Evidence<'_>) -> Option<Timestamp> {
        let recorded = self.recorded(evidence).map(|record| record.copy.made_at);
        recorded.or_else(|| Some(copy::read(self.attached?)?.made_at))
    }

    fn recorded<'e>(&self, evidence: &'e Evidence<'_>) -> Option<&'e CopyRecord> {
        let Asked::Found(record) = &evidence.record else { return None };
        let of_code = |it: &&CopyRecord| Behind::Code(it.copy.code.clone()) == self.behind;
        record.copy.as_ref().filter(of_code)
    }

    /// Judges it as a copy of the certificate `number`, in a file that came off as `document`.
    pub(super) fn judge(
        &self,
        number: &CertificateNumber,
        evidence: &Evidence<'_>,
        document: &Finish,
    ) -> Judged {
        let refused = |reason| Judged { finish: (Outcome::Failed, reason), copy: None };
        let stated = self.stated(number);
        if self.attached.is_some() && stated.is_none() {
            return refused(Reason::CopyDiffers);
        }
        match &evidence.record {
            Asked::NotAsked | Asked::Unreachable => {
                self.judge_alone(stated, evidence, document.0 == Outcome::Passed)
            }
            Asked::Nothing | Asked::Found(_) => match self.recorded(evidence) {
                Some(record) if record.copy.number != *number => refused(Reason::CopyUnknown),
                Some(record) if stated.is_some_and(|it| it != record.copy) => {
                    refused(Reason::CopyDiffers)
                }
                Some(record) => {
                    Judged { finish: alive(record, evidence), copy: Some(record.copy.clone()) }
                }
                None => refused(Reason::CopyUnknown),
            },
        }
    }

    /// Without the record: by the file, as far as the file is proven. That its day has passed counts
    /// even so.
    fn judge_alone(
        &self,
        stated: Option<BoundCopy>,
        evidence: &Evidence<'_>,
        is_proven: bool,
    ) -> Judged {
        let finish = match &stated {
            _ if self.behind == Behind::Other => (Outcome::Failed, Reason::CopyUnknown),
            Some(copy) if copy.has_ended(evidence.today) => {
                (Outcome::Failed, Reason::CopyEnded(copy.until))
            }
            Some(copy) if is_proven => (Outcome::Passed, Reason::CopyCounts(copy.until)),
            Some(_) | None => (Outcome::NotChecked, Reason::NoRegistry),
        };
        Judged { finish, copy: stated.filter(|_| is_proven) }
    }
}

fn alive(record: &CopyRecord, evidence: &Evidence<'_>) -> Finish {
    match (record.withdrawn_on, record.copy.until) {
        (Some(day), _) => (Outcome::Failed, Reason::CopyWithdrawn(day)),
        (None, until) if record.copy.has_ended(evidence.today) => {
            (Outcome::Failed, Reason::CopyEnded(until))
        }
        (None, until) => (Outcome::Passed, Reason::CopyCounts(until)),
    }
}
