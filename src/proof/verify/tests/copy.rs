//! Copies: on record, ended, withdrawn, of nobody, and what a file says of its own.

use super::*;
use crate::model::catalogue::Level;
use crate::model::copy::BoundCopy;
use crate::model::paper::PdfSignature;
use crate::proof::copy as written;

const COVERED: Digest = Digest([5; 32]);

fn address(copy: &BoundCopy) -> String {
    format!("https://zs.wenzhou.gov.cn/v/{}/{}", signed_token().digits(), copy.code)
}

/// A record that has `copy`, with the certificate in this standing.
fn with_copy(copy: Option<CopyRecord>, standing: Standing) -> Asked<Record> {
    Asked::Found(Record { copy, ..record(standing) })
}

fn on_record(copy: BoundCopy) -> Asked<Record> {
    with_copy(Some(CopyRecord { copy, withdrawn_on: None }), Standing::Valid)
}

/// The file of a copy as the press makes it.
fn file(copy: &BoundCopy) -> PdfParts {
    let signature = PdfSignature {
        covered: COVERED,
        cms: sample::document_signer().sign(&COVERED),
        signed_at: Some(copy.made_at),
        is_whole: true,
    };
    let (qr, attached) = (Some(address(copy)), Some(written::write(copy)));
    PdfParts { qr, copy: attached, signature: Some(signature), ..printed() }
}

/// Verdict, the check of the copy and whether its facts are told.
type Said = (Verdict, Outcome, Reason, bool);

fn said(done: &Verification) -> Said {
    let check = done.checks.last().unwrap();
    assert_eq!((check.name, done.checks.len()), (CheckName::Copy, 7), "{done:?}");
    assert_eq!(done.claims.is_some(), done.verdict != Verdict::NotGenuine);
    (done.verdict, check.outcome, check.reason.clone(), done.copy.is_some())
}

fn by_code(copy: &BoundCopy, record: Asked<Record>, today: Day) -> Said {
    let trust = sample::trust();
    said(&token(&address(copy), &Evidence { trust: Some(&trust), record, today }))
}

fn by_file(parts: &PdfParts, expected: &PdfParts, record: Asked<Record>, today: Day) -> Said {
    let trust = sample::trust();
    said(&paper(parts, Some(expected), &Evidence { trust: Some(&trust), record, today }))
}

#[test]
fn number_and_code_are_found_for_the_lookup() {
    let number = sample::certificate().number;
    assert_eq!(number_in_text(&signed_token().digits()), Some(number.clone()));
    assert_eq!(number_in_credential(&signed_credential()), Some(number));
    assert_eq!((number_in_text("1"), number_in_credential(b"{}")), (None, None));
    let copy = sample::copy();
    assert_eq!(copy_in_text(&address(&copy)), Some(copy.code));
    assert_eq!((copy_in_text(&signed_token().digits()), copy_in_text("/v/1/2")), (None, None));
}

#[test]
fn a_copy_counts_until_its_day_and_no_longer() {
    let copy = sample::copy();
    let counts = (Verdict::Genuine, Outcome::Passed, Reason::CopyCounts(copy.until), true);
    let ended = (Verdict::CopyExpired, Outcome::Failed, Reason::CopyEnded(copy.until), true);
    for (today, expected) in
        [(today(), &counts), (copy.until, &counts), (copy.until.plus_days(1), &ended)]
    {
        assert_eq!(by_code(&copy, on_record(copy.clone()), today), *expected);
        let parts = file(&copy);
        assert_eq!(by_file(&parts, &parts, on_record(copy.clone()), today), *expected);
    }
    // Offline the file says it, since it is signed; a bare code says nothing.
    let parts = file(&copy);
    let alone = |today| by_file(&parts, &parts, Asked::NotAsked, today);
    assert_eq!(alone(copy.until), (Verdict::Issued, counts.1, counts.2, true));
    assert_eq!(alone(copy.until.plus_days(1)), ended);
    let open = (Verdict::Issued, Outcome::NotChecked, Reason::NoRegistry, false);
    assert_eq!(by_code(&copy, Asked::NotAsked, copy.until.plus_days(1)), open);
}

#[test]
fn one_that_was_withdrawn_has_ended() {
    let copy = sample::copy();
    let record = CopyRecord { copy: copy.clone(), withdrawn_on: Some(today()) };
    let expected = (Verdict::CopyExpired, Outcome::Failed, Reason::CopyWithdrawn(today()), true);
    let found = || with_copy(Some(record.clone()), Standing::Valid);
    assert_eq!(by_code(&copy, found(), today()), expected);
    let parts = file(&copy);
    assert_eq!(by_file(&parts, &parts, found(), today()), expected);
}

#[test]
fn what_became_of_the_certificate_is_said_before_what_became_of_the_copy() {
    let copy = sample::copy();
    for (standing, verdict) in
        [(Standing::Revoked, Verdict::Revoked), (Standing::Suspended, Verdict::Suspended)]
    {
        let record = CopyRecord { copy: copy.clone(), withdrawn_on: None };
        let found = with_copy(Some(record), standing);
        assert_eq!(by_code(&copy, found, copy.until.plus_days(1)).0, verdict);
    }
}

#[test]
fn a_scan_of_a_copy_that_has_ended_is_said_to_have_ended() {
    let copy = sample::copy();
    let scan =
        PdfParts { credential: None, copy: None, template: None, lines: vec![], ..file(&copy) };
    let verdict = |today| by_file(&scan, &scan, on_record(copy.clone()), today).0;
    assert_eq!(verdict(copy.until), Verdict::Unchecked);
    assert_eq!(verdict(copy.until.plus_days(1)), Verdict::CopyExpired);
}

#[test]
fn a_code_that_no_copy_of_the_certificate_has_is_no_copy() {
    let copy = sample::copy();
    let unknown = (Verdict::NotGenuine, Outcome::Failed, Reason::CopyUnknown, false);
    let other =
        BoundCopy { code: "0000000000000043".to_owned().try_into().unwrap(), ..copy.clone() };
    let division = crate::model::number::Division::parse("330300").unwrap();
    let number = CertificateNumber::new(Level::Intermediate, division, 2026, 1).unwrap();
    let of_another = BoundCopy { number, ..copy.clone() };
    assert_eq!(by_code(&copy, on_record(of_another), today()), unknown);
    assert_eq!(by_code(&copy, found(), today()), unknown);
    assert_eq!(by_code(&copy, on_record(other), today()), unknown);
    let trust = sample::trust();
    let cut = address(&copy);
    let evidence =
        Evidence { trust: Some(&trust), record: on_record(copy.clone()), today: today() };
    assert_eq!(said(&token(&cut[..cut.len() - 1], &evidence)), unknown);
    let evidence = Evidence { record: Asked::NotAsked, ..evidence };
    assert_eq!(said(&token(&cut[..cut.len() - 1], &evidence)), unknown);
}

#[test]
fn a_file_that_says_something_else_of_its_copy_is_no_copy() {
    let copy = sample::copy();
    let genuine = file(&copy);
    let longer = BoundCopy { until: copy.until.plus_days(30), ..copy.clone() };
    let other_code =
        BoundCopy { code: "0000000000000043".to_owned().try_into().unwrap(), ..copy.clone() };
    let differs = (Verdict::NotGenuine, Outcome::Failed, Reason::CopyDiffers, false);
    for attached in [written::write(&longer), written::write(&other_code), b"{}".to_vec()] {
        let parts = PdfParts { copy: Some(attached), ..genuine.clone() };
        assert_eq!(by_file(&parts, &genuine, on_record(copy.clone()), today()), differs);
    }
    // The page of the certificate itself with the attachment of a copy.
    let own = PdfParts { qr: printed().qr, ..genuine.clone() };
    assert_eq!(by_file(&own, &genuine, on_record(copy.clone()), today()), differs);
    assert_eq!(by_file(&own, &own, Asked::NotAsked, today()), differs);
    // A copy that was robbed of it.
    let robbed = PdfParts { copy: None, ..genuine.clone() };
    let trust = sample::trust();
    let evidence = Evidence { trust: Some(&trust), record: on_record(copy), today: today() };
    let done = paper(&robbed, Some(&genuine), &evidence);
    let document = done.checks.iter().find(|check| check.name == CheckName::Document).unwrap();
    assert_eq!(
        (done.verdict, &document.reason),
        (Verdict::NotGenuine, &Reason::DocumentIncomplete)
    );
}

#[test]
fn what_an_unsigned_file_says_of_its_copy_is_not_told_offline() {
    let copy = sample::copy();
    let unsigned = PdfParts { signature: None, ..file(&copy) };
    let alone = |today| by_file(&unsigned, &file(&copy), Asked::NotAsked, today);
    let open = (Verdict::Issued, Outcome::NotChecked, Reason::NoRegistry, false);
    assert_eq!(alone(copy.until), open);
    // Nobody forges an earlier day.
    let ended = (Verdict::CopyExpired, Outcome::Failed, Reason::CopyEnded(copy.until), false);
    assert_eq!(alone(copy.until.plus_days(1)), ended);
}

#[test]
fn the_key_of_a_copy_counts_for_the_time_at_which_the_copy_was_made() {
    let mut trust = sample::trust();
    trust.document_keys[0].standing = KeyStanding::Retired;
    trust.document_keys[0].valid_until = Some(sample::ISSUED_AT.plus_ms(1000));
    let of = |seconds: i64| {
        let made_at = sample::ISSUED_AT.plus_ms(seconds * 1000);
        BoundCopy { made_at, ..sample::copy() }
    };
    for (copy, verdict) in [(of(0), Verdict::Genuine), (of(2), Verdict::NotGenuine)] {
        let (parts, record) = (file(&copy), on_record(copy));
        let evidence = Evidence { trust: Some(&trust), record, today: today() };
        assert_eq!(paper(&parts, Some(&parts), &evidence).verdict, verdict);
        let evidence = Evidence { record: Asked::NotAsked, ..evidence };
        let is_good = paper(&parts, Some(&parts), &evidence).verdict == Verdict::Issued;
        assert_eq!(is_good, verdict == Verdict::Genuine);
    }
}
