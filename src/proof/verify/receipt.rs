//! A receipt's verdict. It is judged by its signature and by the batch on record; no certificate and
//! no person comes into it.
//!
//! | what happened | verdict |
//! |---|---|
//! | signature, record or document failed, or the key is not listed | `not_genuine` |
//! | something needed could not be read | unchecked |
//! | all of them good, the record not asked | signed |
//! | all of them good | genuine, or returned where the batch was |

use super::Asked;
use super::checks::Finish;
use crate::model::{
    day::Day,
    paper::PdfParts,
    receipt::{Receipt, ReceiptVerdict, ReceiptVerification},
    verdict::{Check, CheckName, Outcome, Reason},
};
use crate::proof::token::receipt::ReceiptToken;
use crate::proof::trust::{KeyStanding, Purpose, TrustList};

/// A batch on record, as its receipt would tell of it today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reported {
    /// What its receipt says.
    pub receipt: Receipt,
    /// Since when it is returned.
    pub returned_on: Option<Day>,
}

/// What a verifier of receipts goes by.
#[derive(Clone, Debug)]
pub struct ReceiptEvidence<'a> {
    /// The published keys; `None` if they could not be read.
    pub trust: Option<&'a TrustList>,
    /// The batch that the receipt names.
    pub record: Asked<Reported>,
}

/// The receipt in the text of a QR, a link or the bare token; none where it holds none.
pub fn receipt_in(text: &str) -> Option<ReceiptToken> {
    ReceiptToken::from_text(text).ok()
}

/// Verifies a receipt's token.
pub fn receipt(token: &ReceiptToken, evidence: &ReceiptEvidence<'_>) -> ReceiptVerification {
    judge(token, evidence, (Outcome::NotChecked, Reason::NoDocument))
}

/// Verifies a receipt's PDF. `expected` is what our printer draws for the receipt; `None` where it
/// cannot: then the page stays unchecked.
pub fn receipt_paper(
    token: &ReceiptToken,
    parts: &PdfParts,
    expected: Result<&PdfParts, Reason>,
    evidence: &ReceiptEvidence<'_>,
) -> ReceiptVerification {
    judge(token, evidence, document(parts, expected))
}

/// Whether the file shows what the receipt says. A receipt carries nothing but its code.
fn document(parts: &PdfParts, expected: Result<&PdfParts, Reason>) -> Finish {
    let expected = match expected {
        Ok(expected) => expected,
        Err(reason) => return (Outcome::NotChecked, reason),
    };
    if parts.template.is_none() {
        return (Outcome::NotChecked, Reason::DocumentIncomplete);
    }
    if parts.credential.is_some() {
        return (Outcome::Failed, Reason::DocumentRedrawn);
    }
    if !parts.lines.iter().map(|line| &line.text).eq(expected.lines.iter().map(|line| &line.text)) {
        return (Outcome::Failed, Reason::DocumentDiffersElsewhere);
    }
    match (parts.drawing == expected.drawing, parts.file == expected.file) {
        (true, true) => (Outcome::Passed, Reason::DocumentAgrees),
        (true, false) => (Outcome::NotChecked, Reason::DocumentResaved),
        (false, _) => (Outcome::Failed, Reason::DocumentRedrawn),
    }
}

fn judge(
    token: &ReceiptToken,
    evidence: &ReceiptEvidence<'_>,
    document: Finish,
) -> ReceiptVerification {
    let [signature, key] = signature_and_key(token, evidence.trust);
    let on_record = match &evidence.record {
        Asked::Found(reported) => Some(reported).filter(|r| r.receipt.agrees_with(token.receipt())),
        Asked::NotAsked | Asked::Unreachable | Asked::Nothing => None,
    };
    let record = match (&evidence.record, on_record) {
        (_, Some(_)) => (Outcome::Passed, Reason::BatchOnRecord),
        (Asked::NotAsked | Asked::Unreachable, None) => (Outcome::NotChecked, Reason::NoRegistry),
        (Asked::Nothing | Asked::Found(_), None) => (Outcome::Failed, Reason::NotOnRecord),
    };
    let standing = match on_record.map(|reported| reported.returned_on) {
        Some(None) => (Outcome::Passed, Reason::BatchStands),
        Some(Some(day)) => (Outcome::Failed, Reason::BatchReturned(day)),
        None => (Outcome::NotChecked, Reason::NoStatus),
    };
    let was_asked = evidence.record != Asked::NotAsked;
    let verdict = verdict([&signature, &key, &record, &document], &standing, was_asked);
    let is_signed = signature.0 == Outcome::Passed && key.0 == Outcome::Passed;
    let is_shown = is_signed && verdict != ReceiptVerdict::NotGenuine;
    let ends = [
        (CheckName::Read, (Outcome::Passed, Reason::Complete)),
        (CheckName::Signature, signature),
        (CheckName::Key, key),
        (CheckName::Record, record),
        (CheckName::Standing, standing),
        (CheckName::Document, document),
    ];
    let check = |(name, (outcome, reason))| Check { name, outcome, reason };
    ReceiptVerification {
        verdict,
        checks: ends.into_iter().map(check).collect(),
        receipt: is_shown.then(|| token.receipt().clone()),
        returned_on: on_record.filter(|_| is_shown).and_then(|reported| reported.returned_on),
    }
}

fn verdict(needed: [&Finish; 4], standing: &Finish, was_asked: bool) -> ReceiptVerdict {
    if needed.iter().any(|(outcome, _)| *outcome == Outcome::Failed) {
        return ReceiptVerdict::NotGenuine;
    }
    let [signature, key, record, document] = needed;
    let is_open = |finish: &Finish| finish.0 == Outcome::NotChecked;
    let not_needed = [Reason::NoDocument, Reason::DocumentResaved];
    let document_missing = is_open(document) && !not_needed.contains(&document.1);
    if is_open(signature) || is_open(key) || document_missing {
        return ReceiptVerdict::Unchecked;
    }
    match (was_asked, is_open(record), standing.0) {
        (false, ..) => ReceiptVerdict::Signed,
        (true, true, _) => ReceiptVerdict::Unchecked,
        (true, false, Outcome::Failed) => ReceiptVerdict::Returned,
        (true, false, _) => ReceiptVerdict::Genuine,
    }
}

/// A receipt is signed whenever somebody asks for it, so its key need not be that of the day on which
/// the batch was reported. What a compromised key signed says nothing; the office fetches it anew.
fn signature_and_key(token: &ReceiptToken, trust: Option<&TrustList>) -> [Finish; 2] {
    let Some(trust) = trust else {
        let skipped = (Outcome::NotChecked, Reason::NoTrustList);
        return [skipped.clone(), skipped];
    };
    let Some(key) = trust.key(token.kid(), Purpose::Credential) else {
        return [
            (Outcome::NotChecked, Reason::KeyNotListed),
            (Outcome::Failed, Reason::KeyNotListed),
        ];
    };
    let signature = if token.is_signed_by(&key.public) {
        (Outcome::Passed, Reason::SignedByListedKey)
    } else {
        (Outcome::Failed, Reason::SignatureWrong)
    };
    let key = match key.standing {
        KeyStanding::Active | KeyStanding::Retired => (Outcome::Passed, Reason::KeyListed),
        KeyStanding::Compromised(_) => (Outcome::NotChecked, Reason::KeyCompromised),
    };
    [signature, key]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Timestamp;
    use crate::proof::{keys::Signer, sample};

    fn token(receipt: &Receipt, signer: &Signer) -> ReceiptToken {
        ReceiptToken::sign(receipt, signer).unwrap()
    }

    fn reported(returned_on: Option<Day>) -> Asked<Reported> {
        Asked::Found(Reported { receipt: sample::receipt(), returned_on })
    }

    fn verdict(token: &ReceiptToken, record: Asked<Reported>) -> ReceiptVerdict {
        let trust = sample::trust();
        let judged = receipt(token, &ReceiptEvidence { trust: Some(&trust), record });
        assert_eq!(judged.checks.len(), 6);
        assert_eq!(judged.receipt.is_none(), judged.verdict == ReceiptVerdict::NotGenuine);
        judged.verdict
    }

    #[test]
    fn the_record_decides_what_a_good_signature_is_worth() {
        let good = token(&sample::receipt(), &sample::signer());
        let day = Day::parse("2026-11-26").unwrap();
        for (record, expected) in [
            (reported(None), ReceiptVerdict::Genuine),
            (reported(Some(day)), ReceiptVerdict::Returned),
            (Asked::NotAsked, ReceiptVerdict::Signed),
            (Asked::Unreachable, ReceiptVerdict::Unchecked),
            (Asked::Nothing, ReceiptVerdict::NotGenuine),
        ] {
            assert_eq!(verdict(&good, record), expected);
        }
    }

    #[test]
    fn a_receipt_that_says_anything_else_than_the_record_is_not_genuine() {
        let of = sample::receipt;
        for other in [
            Receipt { accepted: 298, ..of() },
            Receipt { rejected: 0, ..of() },
            Receipt { unchanged: 0, ..of() },
            Receipt { file: crate::model::digest::Digest::of(b"other"), ..of() },
            Receipt { office: crate::model::office::OfficeCode::parse("330382").unwrap(), ..of() },
            Receipt { way: crate::model::way::Way::Confirmed, ..of() },
            Receipt { reported_at: Timestamp(0), ..of() },
        ] {
            let signed = token(&other, &sample::signer());
            assert_eq!(verdict(&signed, reported(None)), ReceiptVerdict::NotGenuine, "{other:?}");
        }
        let renamed = Receipt {
            office_name: sample::text("瑞安市人力资源和社会保障局"), ..of()
        };
        let signed = token(&renamed, &sample::signer());
        assert_eq!(verdict(&signed, reported(None)), ReceiptVerdict::Genuine);
    }

    #[test]
    fn only_a_listed_key_of_the_purpose_counts() {
        for signer in [sample::log_signer(), Signer::from_seed(&[9; 32])] {
            let signed = token(&sample::receipt(), &signer);
            for record in [reported(None), Asked::NotAsked] {
                assert_eq!(verdict(&signed, record), ReceiptVerdict::NotGenuine);
            }
        }
        let good = token(&sample::receipt(), &sample::signer());
        let blind = receipt(&good, &ReceiptEvidence { trust: None, record: reported(None) });
        assert_eq!((blind.verdict, blind.receipt), (ReceiptVerdict::Unchecked, None));
        let mut trust = sample::trust();
        trust.keys[0].standing = KeyStanding::Compromised(sample::ISSUED_AT);
        let evidence = ReceiptEvidence { trust: Some(&trust), record: reported(None) };
        assert_eq!(receipt(&good, &evidence).verdict, ReceiptVerdict::Unchecked);
    }
}
