//! The file itself: as issued, changed after it was signed, genuine data in another file, not ours.

use super::*;
use crate::model::paper::PdfSignature;
use crate::proof::log::checkpoint::Checkpoint;
use crate::proof::log::leaf::{Leaf, LeafKind};
use crate::proof::log::merkle::{Head, leaf_hash};
use crate::proof::log::receipt::Receipt;

const COVERED: Digest = Digest([5; 32]);

fn signed_by(cms: Vec<u8>) -> PdfSignature {
    let signed_at = Some(sample::ISSUED_AT);
    PdfSignature { covered: COVERED, cms, signed_at, is_whole: true }
}

/// The certificate's proof: the log's only entry.
fn log_proof(origin: &str, serial: u8) -> Vec<u8> {
    let leaf = Leaf {
        kind: LeafKind::Issue,
        time: sample::ISSUED_AT.plus_ms(i64::from(serial) * 1000),
        credential: Digest::of(&signed_credential()),
        token: signed_token().digest(),
        reason: None,
    };
    let head = Head { size: 1, root: leaf_hash(&leaf.encode()) };
    let origin = crate::proof::log::checkpoint::Origin::parse(origin).unwrap();
    let checkpoint = Checkpoint { origin, head }.sign(&sample::log_signer());
    Receipt { index: 0, proof: vec![], checkpoint }.to_string().into_bytes()
}

/// A file as the press makes it.
fn issued() -> PdfParts {
    PdfParts {
        signature: Some(signed_by(sample::document_signer().sign(&COVERED))),
        log_proof: Some(log_proof(sample::trust().log_origin.as_str(), 0)),
        ..printed()
    }
}

fn change(edit: impl Fn(&mut PdfParts)) -> PdfParts {
    let mut parts = issued();
    edit(&mut parts);
    parts
}

fn with_signature(edit: impl Fn(&mut PdfSignature)) -> PdfParts {
    change(|parts| edit(parts.signature.as_mut().unwrap()))
}

/// What online and offline alike say of the file; the verdict is the one online.
#[track_caller]
fn told(
    parts: &PdfParts,
    expected: Option<&PdfParts>,
    trust: &TrustList,
) -> (Verdict, Outcome, Reason) {
    let ends = [found(), Asked::NotAsked].map(|record| {
        let done = paper(parts, expected, &Evidence { trust: Some(trust), record, today: today() });
        (done.verdict, reason(&done, CheckName::Document))
    });
    assert_eq!(ends[0].1, ends[1].1);
    let [(verdict, (outcome, why)), (offline, _)] = ends;
    assert_eq!(offline == Verdict::Issued, verdict == Verdict::Genuine);
    (verdict, outcome, why)
}

fn said(parts: &PdfParts) -> (Verdict, Outcome, Reason) {
    told(parts, Some(&issued()), &sample::trust())
}

#[test]
fn a_file_that_a_listed_key_signed_whole_is_as_issued() {
    let agreed = (Verdict::Genuine, Outcome::Passed, Reason::DocumentAgrees);
    assert_eq!(said(&issued()), agreed);
    let mut retired = sample::trust();
    retired.document_keys[0].standing = KeyStanding::Retired;
    retired.document_keys[0].valid_until = Some(sample::ISSUED_AT);
    assert_eq!(told(&issued(), Some(&issued()), &retired), agreed);
}

#[test]
fn what_was_changed_after_signing_is_said() {
    let failed = |why| (Verdict::NotGenuine, Outcome::Failed, why);
    let appended = change(|parts| {
        parts.revisions = 2;
        parts.signature.as_mut().unwrap().is_whole = false;
    });
    assert_eq!(said(&appended), failed(Reason::DocumentAppended));
    let unsigned = change(|parts| (parts.revisions, parts.signature) = (2, None));
    assert_eq!(said(&unsigned), failed(Reason::DocumentAppended));
    let flipped = with_signature(|signature| signature.covered = Digest([6; 32]));
    assert_eq!(said(&flipped), failed(Reason::DocumentBytesChanged));
    let broken = with_signature(|signature| signature.cms.truncate(900));
    assert_eq!(said(&broken), failed(Reason::DocumentSignatureWrong));
    // What shows is named before how it was done.
    let painted = change(|parts| (parts.revisions, parts.drawing) = (2, Digest([9; 32])));
    assert_eq!(said(&painted), failed(Reason::DocumentRedrawn));
}

#[test]
fn another_token_or_proof_is_not_what_was_attached() {
    let failed = |why| (Verdict::NotGenuine, Outcome::Failed, why);
    let differs = failed(Reason::AttachmentDiffers);
    let origin = sample::trust().log_origin;
    assert_eq!(said(&change(|parts| parts.token = Some(b"token".to_vec()))), differs);
    let other = |serial| Some(log_proof(origin.as_str(), serial));
    assert_eq!(said(&change(|parts| parts.log_proof = other(1))), differs);
    let robbed = failed(Reason::DocumentIncomplete);
    assert_eq!(said(&change(|parts| parts.token = None)), robbed);
    assert_eq!(said(&change(|parts| parts.log_proof = None)), robbed);
    // Offline the proof that is expected is the file's own: it must lead from this certificate.
    let forged = change(|parts| parts.log_proof = other(1));
    assert_eq!(told(&forged, Some(&forged), &sample::trust()), differs);
    let noise = change(|parts| parts.log_proof = Some(b"\xFFproof".to_vec()));
    assert_eq!(told(&noise, Some(&noise), &sample::trust()), differs);
    // A head under a key of long ago is no fault of the file.
    let ours = told(&issued(), Some(&issued()), &sample::trust());
    let mut later = sample::trust();
    later.keys.retain(|key| key.purpose != Purpose::Log);
    assert_eq!(told(&issued(), Some(&issued()), &later), ours);
}

#[test]
fn genuine_data_in_another_file_are_judged_and_the_file_is_said_to_be_another() {
    let genuine = |why| (Verdict::Genuine, Outcome::NotChecked, why);
    let file = Digest([6; 32]);
    let unsigned = change(|parts| (parts.signature, parts.file) = (None, file));
    assert_eq!(said(&unsigned), genuine(Reason::DocumentUnsigned));
    // Another program carried the signature over: it covers something that is not this file.
    let resaved = change(|parts| {
        let signature = parts.signature.as_mut().unwrap();
        (signature.is_whole, signature.covered, parts.file) = (false, Digest([4; 32]), file);
    });
    assert_eq!(said(&resaved), genuine(Reason::DocumentResaved));
}

#[test]
fn a_file_under_a_strangers_certificate_is_not_ours() {
    let failed = |why| (Verdict::NotGenuine, Outcome::Failed, why);
    let cms = sample::document_signer_of(46).sign(&COVERED);
    let foreign = change(|parts| parts.signature = Some(signed_by(cms.clone())));
    assert_eq!(said(&foreign), failed(Reason::DocumentSignerUnknown));
    let mut ended = sample::trust();
    ended.document_keys[0].valid_until = Some(sample::ISSUED_AT.plus_ms(-1000));
    let done = told(&issued(), Some(&issued()), &ended);
    assert_eq!(done, failed(Reason::DocumentKeyNotThen));
}

#[test]
fn of_a_compromised_document_key_only_what_the_record_proves_older_counts() {
    let mut trust = sample::trust();
    let at = |since| KeyStanding::Compromised(since);
    let document = |trust: &TrustList, record| {
        let evidence = Evidence { trust: Some(trust), record, today: today() };
        let done = paper(&issued(), Some(&issued()), &evidence);
        (done.verdict, reason(&done, CheckName::Document))
    };
    trust.document_keys[0].standing = at(sample::ISSUED_AT.plus_ms(1000));
    let agrees = (Outcome::Passed, Reason::DocumentAgrees);
    assert_eq!(document(&trust, found()), (Verdict::Genuine, agrees));
    let open = (Outcome::NotChecked, Reason::KeyCompromised);
    assert_eq!(document(&trust, Asked::NotAsked), (Verdict::Unchecked, open));
    trust.document_keys[0].standing = at(sample::ISSUED_AT);
    let lost = (Outcome::Failed, Reason::KeyCompromised);
    for record in [found(), Asked::NotAsked] {
        assert_eq!(document(&trust, record), (Verdict::NotGenuine, lost.clone()));
    }
}

#[test]
fn what_the_bureau_signed_counts_where_nobody_can_draw_it_again() {
    let later = |edit: &dyn Fn(&mut PdfParts)| {
        let mut parts = change(|parts| parts.template = Some(99));
        edit(&mut parts);
        told(&parts, None, &sample::trust())
    };
    let agreed = (Verdict::Genuine, Outcome::Passed, Reason::DocumentAgrees);
    assert_eq!(later(&|_| ()), agreed);
    let unknown = (Verdict::Unchecked, Outcome::NotChecked, Reason::TemplateUnknown);
    assert_eq!(later(&|parts| parts.signature = None), unknown);
    assert_eq!(later(&|parts| parts.revisions = 2), unknown);
    let changed = (Verdict::NotGenuine, Outcome::Failed, Reason::DocumentBytesChanged);
    let flip = |parts: &mut PdfParts| parts.signature.as_mut().unwrap().covered = Digest([6; 32]);
    assert_eq!(later(&flip), changed);
}
