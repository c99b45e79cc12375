//! From evidence to named checks, and from checks to the verdict.

use super::copy::{Judged, Presented};
use super::{Asked, Evidence, Record, Signed};
use crate::model::{
    certificate::Standing,
    day::Timestamp,
    verdict::{Check, CheckName, Outcome, Reason, Verdict, Verification},
};
use crate::proof::trust::{KeyStanding, Purpose, TrustedKey};

/// How a check ended, and why.
pub(super) type Finish = (Outcome, Reason);

/// The six checks, each always listed; and the one of a copy, where one was presented.
pub(super) struct Checks {
    read: Finish,
    signature: Finish,
    key: Finish,
    record: Finish,
    standing: Finish,
    document: Finish,
    copy: Option<Judged>,
}

impl Checks {
    /// Nothing could be read: no other check can be made, for the same reason.
    pub(super) fn stopped(reason: Reason) -> Verification {
        Self::skipped(reason).conclude(None, None)
    }

    /// Nothing could be read but a signature of ours, over other bytes.
    pub(super) fn changed() -> Verification {
        let document = (Outcome::Failed, Reason::DocumentBytesChanged);
        Self { document, ..Self::skipped(Reason::Malformed) }.conclude(None, None)
    }

    fn skipped(reason: Reason) -> Self {
        let skipped = (Outcome::NotChecked, reason.clone());
        Self {
            read: (Outcome::Failed, reason),
            signature: skipped.clone(),
            key: skipped.clone(),
            record: skipped.clone(),
            standing: skipped.clone(),
            document: skipped,
            copy: None,
        }
    }

    /// Checks everything signed together; each part must hold.
    pub(super) fn of(
        signed: &[&dyn Signed],
        evidence: &Evidence<'_>,
        document: Finish,
        copy: Option<Presented<'_>>,
    ) -> Verification {
        let record = on_record(signed, evidence);
        let ends: Vec<[Finish; 2]> =
            signed.iter().map(|part| signature_and_key(*part, evidence, record)).collect();
        let worst = |which: usize| {
            let ends = ends.iter().filter_map(|pair| pair.get(which));
            ends.max_by_key(|(outcome, _)| severity(*outcome)).cloned()
        };
        let nothing = (Outcome::Failed, Reason::NothingFound);
        let number = signed.first().map(|first| first.claims().number);
        let copy = copy.zip(number);
        let checks = Self {
            read: (Outcome::Passed, Reason::Complete),
            signature: worst(0).unwrap_or_else(|| nothing.clone()),
            key: worst(1).unwrap_or(nothing),
            record: record_check(&evidence.record, record),
            standing: record.map_or((Outcome::NotChecked, Reason::NoStatus), standing_check),
            copy: copy.map(|(copy, number)| copy.judge(&number, evidence, &document)),
            document,
        };
        checks.conclude(Some(evidence), signed.first().copied().zip(Some(record)))
    }

    fn conclude(
        self,
        evidence: Option<&Evidence<'_>>,
        seen: Option<(&dyn Signed, Option<&Record>)>,
    ) -> Verification {
        let verdict = self.verdict(evidence);
        let is_signed = self.signature.0 == Outcome::Passed && self.key.0 == Outcome::Passed;
        let shown = seen.filter(|_| is_signed && verdict != Verdict::NotGenuine);
        Verification {
            verdict,
            claims: shown.map(|(signed, _)| signed.claims()),
            standing: shown.and_then(|(_, record)| Some(record?.standing.clone())),
            copy: self.copy.as_ref().filter(|_| shown.is_some()).and_then(|it| it.copy.clone()),
            checks: self.list(),
        }
    }

    fn verdict(&self, evidence: Option<&Evidence<'_>>) -> Verdict {
        if self.read.1 == Reason::NothingFound {
            return Verdict::Unreadable;
        }
        let parts = [&self.read, &self.signature, &self.key, &self.record, &self.document];
        if parts.iter().any(|(outcome, _)| *outcome == Outcome::Failed) {
            return Verdict::NotGenuine;
        }
        let copy_ended = match &self.copy {
            Some(Judged { finish: (Outcome::Failed, reason), .. }) if !has_ended(reason) => {
                return Verdict::NotGenuine;
            }
            Some(Judged { finish: (outcome, _), .. }) => *outcome == Outcome::Failed,
            None => false,
        };
        let is_open = |(outcome, _): &Finish| *outcome == Outcome::NotChecked;
        // A file saved again or without its signature agrees with itself and with the record as far as
        // we read it: that is said beside the verdict, which rests on what it carries.
        let not_needed = [Reason::NoDocument, Reason::DocumentResaved, Reason::DocumentUnsigned];
        let document_missing = is_open(&self.document) && !not_needed.contains(&self.document.1);
        if is_open(&self.signature) || is_open(&self.key) {
            return Verdict::Unchecked;
        }
        // What has ended is not to be relied on, whatever else could not be looked at.
        if document_missing && !copy_ended && self.standing.0 != Outcome::Failed {
            return Verdict::Unchecked;
        }
        match (&self.record.0, evidence.map(|evidence| &evidence.record)) {
            (Outcome::Passed, Some(Asked::Found(record))) => match record.standing.standing {
                Standing::Valid if copy_ended => Verdict::CopyExpired,
                Standing::Valid => Verdict::Genuine,
                Standing::Suspended => Verdict::Suspended,
                Standing::Revoked => Verdict::Revoked,
                Standing::Retired => Verdict::Retired,
                Standing::Replaced => Verdict::Replaced,
            },
            _ if copy_ended => Verdict::CopyExpired,
            (_, Some(Asked::NotAsked)) => Verdict::Issued,
            _ => Verdict::Unchecked,
        }
    }

    fn list(self) -> Vec<Check> {
        let ends = [
            (CheckName::Read, self.read),
            (CheckName::Signature, self.signature),
            (CheckName::Key, self.key),
            (CheckName::Record, self.record),
            (CheckName::Standing, self.standing),
            (CheckName::Document, self.document),
        ];
        let copy = self.copy.map(|it| (CheckName::Copy, it.finish));
        let ends = ends.into_iter().chain(copy);
        ends.map(|(name, (outcome, reason))| Check { name, outcome, reason }).collect()
    }
}

/// Whether a copy that fails for this reason was one of ours once.
fn has_ended(reason: &Reason) -> bool {
    matches!(reason, Reason::CopyEnded(_) | Reason::CopyWithdrawn(_))
}

fn severity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Passed => 0,
        Outcome::NotChecked => 1,
        Outcome::Failed => 2,
    }
}

/// The record, if every part is what it has.
fn on_record<'a>(signed: &[&dyn Signed], evidence: &'a Evidence<'_>) -> Option<&'a Record> {
    match &evidence.record {
        Asked::Found(record) => Some(record).filter(|r| signed.iter().all(|part| part.is_on(r))),
        Asked::NotAsked | Asked::Unreachable | Asked::Nothing => None,
    }
}

fn record_check(asked: &Asked<Record>, on_record: Option<&Record>) -> Finish {
    match (asked, on_record) {
        (_, Some(record)) => (Outcome::Passed, Reason::OnRecord(record.log_index)),
        (Asked::NotAsked | Asked::Unreachable, None) => (Outcome::NotChecked, Reason::NoRegistry),
        (Asked::Nothing | Asked::Found(_), None) => (Outcome::Failed, Reason::NotOnRecord),
    }
}

fn standing_check(record: &Record) -> Finish {
    match record.standing.standing {
        Standing::Valid => (Outcome::Passed, Reason::InForce),
        other => (Outcome::Failed, Reason::NotInForce(other, record.standing.since)),
    }
}

/// The signature under the listed key, and whether the key counts. The key itself always comes from
/// the list, found by the id that the signed thing names.
fn signature_and_key(
    signed: &dyn Signed,
    evidence: &Evidence<'_>,
    record: Option<&Record>,
) -> [Finish; 2] {
    let Some(trust) = evidence.trust else {
        let skipped = (Outcome::NotChecked, Reason::NoTrustList);
        return [skipped.clone(), skipped];
    };
    let Some(key) = trust.key(signed.kid(), Purpose::Credential) else {
        return [
            (Outcome::NotChecked, Reason::KeyNotListed),
            (Outcome::Failed, Reason::KeyNotListed),
        ];
    };
    let signature = if signed.is_signed_by(&key.public) {
        (Outcome::Passed, Reason::SignedByListedKey)
    } else {
        (Outcome::Failed, Reason::SignatureWrong)
    };
    let logged_at = record.map(|record| record.issued_at);
    [signature, key_check(key, logged_at, signed.time(), &evidence.record)]
}

/// A key in use or retired counts for what was signed in its time. Of a compromised one only that
/// counts of which the record proves that it is older: whoever holds the key writes any time.
fn key_check(
    key: &TrustedKey,
    logged_at: Option<Timestamp>,
    says: Option<Timestamp>,
    asked: &Asked<Record>,
) -> Finish {
    const LISTED: Finish = (Outcome::Passed, Reason::KeyListed);
    const COMPROMISED: Finish = (Outcome::Failed, Reason::KeyCompromised);
    if logged_at.or(says).is_some_and(|at| !key.covers(at)) {
        return (Outcome::Failed, Reason::KeyNotListed);
    }
    match (key.standing, logged_at) {
        (KeyStanding::Active | KeyStanding::Retired, _) => LISTED,
        (KeyStanding::Compromised(since), Some(logged_at)) if logged_at < since => LISTED,
        (KeyStanding::Compromised(since), None)
            if matches!(asked, Asked::NotAsked | Asked::Unreachable)
                && says.is_none_or(|says| says < since) =>
        {
            (Outcome::NotChecked, Reason::KeyCompromised)
        }
        (KeyStanding::Compromised(_), _) => COMPROMISED,
    }
}
