//! Every verdict and every reason, and the way to each.

mod copy;
mod file;
mod photo;

use super::*;
use crate::model::{
    certificate::Standing,
    finding::Field,
    paper::{Line, PdfParts},
    verdict::{CheckName, Outcome, Verdict},
};
use crate::proof::keys::Signer;
use crate::proof::sample;
use crate::proof::status::Slot;
use crate::proof::trust::{KeyStanding, Purpose, TrustList};
use proptest::prelude::*;

/// The day after the issue.
fn today() -> Day {
    sample::ISSUED_AT.day().plus_days(1)
}

fn signed_token() -> Token {
    Token::sign(&Claims::from(&sample::certificate()), &sample::signer()).unwrap()
}

fn signed_credential() -> Vec<u8> {
    sample::issuing().sign(&sample::certificate(), Slot { list: 0, index: 7 }, &sample::signer())
}

fn record(standing: Standing) -> Record {
    Record {
        credential: Digest::of(&signed_credential()),
        token: signed_token().digest(),
        log_index: 12,
        standing: StandingRecord {
            standing,
            since: sample::ISSUED_AT.day().plus_days(3),
            document_number: None,
        },
        issued_at: sample::ISSUED_AT,
        copy: None,
    }
}

fn asked(trust: &TrustList, record: Asked<Record>) -> Evidence<'_> {
    Evidence { trust: Some(trust), record, today: today() }
}

fn found() -> Asked<Record> {
    Asked::Found(record(Standing::Valid))
}

fn reason(verification: &Verification, name: CheckName) -> (Outcome, Reason) {
    let names: Vec<CheckName> = verification.checks.iter().map(|check| check.name).collect();
    assert_eq!(
        names,
        [
            CheckName::Read,
            CheckName::Signature,
            CheckName::Key,
            CheckName::Record,
            CheckName::Standing,
            CheckName::Document,
        ]
    );
    let check = verification.checks.iter().find(|check| check.name == name).unwrap();
    (check.outcome, check.reason.clone())
}

/// What token and credential alike come to; claims are shown with good verdicts alone.
fn both(
    trust: Option<&TrustList>,
    record: Asked<Record>,
    verdict: Verdict,
    shows: bool,
) -> Verification {
    let evidence = Evidence { trust, record, today: today() };
    let by_token = token(&signed_token().digits(), &evidence);
    let by_credential = credential(&signed_credential(), &evidence);
    assert_eq!(by_token, by_credential);
    assert_eq!((by_token.verdict, by_token.claims.is_some()), (verdict, shows), "{by_token:?}");
    by_token
}

fn trust_with(standing: KeyStanding) -> TrustList {
    let mut trust = sample::trust();
    trust.keys[0].standing = standing;
    trust
}

#[test]
fn good_signature_and_record_give_the_standing() {
    let trust = sample::trust();
    for (standing, verdict) in [
        (Standing::Valid, Verdict::Genuine),
        (Standing::Suspended, Verdict::Suspended),
        (Standing::Revoked, Verdict::Revoked),
        (Standing::Retired, Verdict::Retired),
        (Standing::Replaced, Verdict::Replaced),
    ] {
        let done = both(Some(&trust), Asked::Found(record(standing)), verdict, true);
        assert_eq!(reason(&done, CheckName::Read), (Outcome::Passed, Reason::Complete));
        assert_eq!(
            reason(&done, CheckName::Signature),
            (Outcome::Passed, Reason::SignedByListedKey)
        );
        assert_eq!(reason(&done, CheckName::Key), (Outcome::Passed, Reason::KeyListed));
        assert_eq!(reason(&done, CheckName::Record), (Outcome::Passed, Reason::OnRecord(12)));
        assert_eq!(reason(&done, CheckName::Document), (Outcome::NotChecked, Reason::NoDocument));
        let since = sample::ISSUED_AT.day().plus_days(3);
        let expected = match standing {
            Standing::Valid => (Outcome::Passed, Reason::InForce),
            other => (Outcome::Failed, Reason::NotInForce(other, since)),
        };
        assert_eq!(reason(&done, CheckName::Standing), expected);
        assert_eq!(done.standing.map(|s| s.standing), Some(standing));
        assert_eq!(done.claims, Some(Claims::from(&sample::certificate())));
    }
}

#[test]
fn offline_is_issued_and_a_silent_registry_is_unchecked() {
    let trust = sample::trust();
    for (asked, verdict) in
        [(Asked::NotAsked, Verdict::Issued), (Asked::Unreachable, Verdict::Unchecked)]
    {
        let done = both(Some(&trust), asked, verdict, true);
        assert_eq!(reason(&done, CheckName::Record), (Outcome::NotChecked, Reason::NoRegistry));
        assert_eq!(reason(&done, CheckName::Standing), (Outcome::NotChecked, Reason::NoStatus));
        assert_eq!(done.standing, None);
    }
}

#[test]
fn what_is_not_on_record_is_not_genuine_with_or_without_keys() {
    let trust = sample::trust();
    let other =
        Record { credential: Digest([0; 32]), token: Digest([0; 32]), ..record(Standing::Valid) };
    for asked in [Asked::Nothing, Asked::Found(other)] {
        for trust in [Some(&trust), None] {
            let done = both(trust, asked.clone(), Verdict::NotGenuine, false);
            assert_eq!(reason(&done, CheckName::Record), (Outcome::Failed, Reason::NotOnRecord));
        }
    }
}

#[test]
fn without_a_trust_list_nothing_is_decided() {
    for asked in [found(), Asked::NotAsked, Asked::Unreachable] {
        let done = both(None, asked, Verdict::Unchecked, false);
        assert_eq!(reason(&done, CheckName::Signature), (Outcome::NotChecked, Reason::NoTrustList));
        assert_eq!(reason(&done, CheckName::Key), (Outcome::NotChecked, Reason::NoTrustList));
    }
}

#[test]
fn a_key_that_is_not_listed_for_credentials_is_not_genuine() {
    let mut none = sample::trust();
    none.keys.remove(0);
    let mut for_the_log = sample::trust();
    for_the_log.keys[0].purpose = Purpose::Log;
    for trust in [&none, &for_the_log] {
        let done = both(Some(trust), found(), Verdict::NotGenuine, false);
        assert_eq!(reason(&done, CheckName::Key), (Outcome::Failed, Reason::KeyNotListed));
        assert_eq!(
            reason(&done, CheckName::Signature),
            (Outcome::NotChecked, Reason::KeyNotListed)
        );
    }
}

#[test]
fn a_key_counts_in_its_time() {
    both(Some(&trust_with(KeyStanding::Retired)), found(), Verdict::Genuine, true);
    let mut early = trust_with(KeyStanding::Retired);
    early.keys[0].valid_until = Some(sample::ISSUED_AT);
    both(Some(&early), found(), Verdict::Genuine, true);
    early.keys[0].valid_until = Some(sample::ISSUED_AT.plus_ms(-1000));
    let done = both(Some(&early), found(), Verdict::NotGenuine, false);
    assert_eq!(reason(&done, CheckName::Key), (Outcome::Failed, Reason::KeyNotListed));
}

#[test]
fn of_a_compromised_key_only_what_the_record_proves_older_counts() {
    let after = trust_with(KeyStanding::Compromised(sample::ISSUED_AT.plus_ms(1000)));
    both(Some(&after), found(), Verdict::Genuine, true);
    for asked in [Asked::NotAsked, Asked::Unreachable] {
        let done = both(Some(&after), asked, Verdict::Unchecked, false);
        assert_eq!(reason(&done, CheckName::Key), (Outcome::NotChecked, Reason::KeyCompromised));
    }
    let done = both(Some(&after), Asked::Nothing, Verdict::NotGenuine, false);
    assert_eq!(reason(&done, CheckName::Key), (Outcome::Failed, Reason::KeyCompromised));

    let before = trust_with(KeyStanding::Compromised(sample::ISSUED_AT));
    let done = both(Some(&before), found(), Verdict::NotGenuine, false);
    assert_eq!(reason(&done, CheckName::Key), (Outcome::Failed, Reason::KeyCompromised));
    let evidence = asked(&before, Asked::NotAsked);
    assert_eq!(credential(&signed_credential(), &evidence).verdict, Verdict::NotGenuine);
    assert_eq!(token(&signed_token().digits(), &evidence).verdict, Verdict::Unchecked);
}

#[test]
fn nothing_found_is_unreadable_and_a_broken_thing_is_not_genuine() {
    let trust = sample::trust();
    let evidence = asked(&trust, found());
    for (done, verdict, why) in [
        (token("温州", &evidence), Verdict::Unreadable, Reason::NothingFound),
        (token("https://a.cn/", &evidence), Verdict::Unreadable, Reason::NothingFound),
        (credential(b"", &evidence), Verdict::Unreadable, Reason::NothingFound),
        (token("99999999999999999", &evidence), Verdict::NotGenuine, Reason::Malformed),
        (
            token(&signed_token().base64url()[..90], &evidence),
            Verdict::NotGenuine,
            Reason::Malformed,
        ),
        (credential(b"{}", &evidence), Verdict::NotGenuine, Reason::Malformed),
    ] {
        assert_eq!((done.verdict, &done.claims, &done.standing), (verdict, &None, &None));
        assert_eq!(reason(&done, CheckName::Read), (Outcome::Failed, why.clone()));
        assert_eq!(reason(&done, CheckName::Record), (Outcome::NotChecked, why));
    }
}

#[test]
fn another_signature_under_a_listed_key_is_wrong() {
    let trust = sample::trust();
    let mut bytes = signed_token().as_bytes().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    let text = crate::proof::token::decimal::encode(&bytes);
    for record in [Asked::NotAsked, found(), Asked::Unreachable] {
        let done = token(&text, &asked(&trust, record));
        assert_eq!((done.verdict, &done.claims), (Verdict::NotGenuine, &None));
        assert_eq!(reason(&done, CheckName::Signature), (Outcome::Failed, Reason::SignatureWrong));
    }
}

fn printed() -> PdfParts {
    let line = |field, text: &str| Line { field, text: text.to_owned() };
    PdfParts {
        template: Some(1),
        credential: Some(signed_credential()),
        token: Some(signed_token().as_bytes().to_vec()),
        log_proof: None,
        photo: None,
        copy: None,
        signature: None,
        revisions: 1,
        qr: Some(format!("https://zs.wenzhou.gov.cn/v/{}", signed_token().digits())),
        lines: vec![
            line(None, "姓名"),
            line(Some(Field::Name), "阿依古丽·买买提"),
            line(Some(Field::Title), "助理工程师"),
            line(Some(Field::Employer), "温州“某某”"),
            line(Some(Field::Employer), "电子有限公司"),
            line(None, "D330300…"),
        ],
        drawing: Digest([8; 32]),
        file: Digest([7; 32]),
    }
}

fn judged(parts: &PdfParts, expected: Option<&PdfParts>) -> (Verdict, Outcome, Reason) {
    let trust = sample::trust();
    let done = paper(parts, expected, &asked(&trust, found()));
    let is_shown = !matches!(done.verdict, Verdict::NotGenuine | Verdict::Unreadable);
    assert_eq!(done.claims.is_some(), is_shown);
    let (outcome, why) = reason(&done, CheckName::Document);
    (done.verdict, outcome, why)
}

#[test]
fn what_has_ended_is_said_to_have_ended_whatever_else_was_not_looked_at() {
    let scan = PdfParts { credential: None, template: None, lines: vec![], ..printed() };
    let trust = sample::trust();
    for (standing, verdict) in
        [(Standing::Revoked, Verdict::Revoked), (Standing::Suspended, Verdict::Suspended)]
    {
        let evidence = asked(&trust, Asked::Found(record(standing)));
        assert_eq!(paper(&scan, None, &evidence).verdict, verdict);
    }
}

#[test]
fn a_file_as_issued_is_genuine() {
    let agreed = (Verdict::Genuine, Outcome::Passed, Reason::DocumentAgrees);
    assert_eq!(judged(&printed(), Some(&printed())), agreed);
    let mut read = printed();
    read.lines.iter_mut().for_each(|line| line.field = None);
    assert_eq!(judged(&read, Some(&printed())), agreed, "a reader need not know the fields");
}

#[test]
fn a_page_that_shows_something_else_is_named() {
    let failed = |why| (Verdict::NotGenuine, Outcome::Failed, why);
    let change = |edit: &dyn Fn(&mut PdfParts)| {
        let mut parts = printed();
        edit(&mut parts);
        judged(&parts, Some(&printed()))
    };
    let differs = |field| failed(Reason::DocumentDiffers(field));
    assert_eq!(change(&|p| p.lines[1].text = "张三".into()), differs(Field::Name));
    assert_eq!(change(&|p| p.lines[2].text = "工程师".into()), differs(Field::Title));
    assert_eq!(change(&|p| p.lines[2].text = p.lines[1].text.clone()), differs(Field::Title));
    assert_eq!(change(&|p| drop(p.lines.remove(4))), differs(Field::Employer));
    let elsewhere = failed(Reason::DocumentDiffersElsewhere);
    assert_eq!(change(&|p| p.lines[5].text = "C330300…".into()), elsewhere);
    assert_eq!(change(&|p| p.lines.push(Line { field: None, text: "作废".into() })), elsewhere);
    let redrawn = failed(Reason::DocumentRedrawn);
    assert_eq!(change(&|p| p.drawing = Digest([9; 32])), redrawn);
    assert_eq!(change(&|p| p.qr = Some(signed_token().digits())), redrawn);
    assert_eq!(change(&|p| p.template = Some(2)), redrawn);
}

#[test]
fn a_file_saved_again_is_judged_by_what_it_carries_and_said_to_be_so() {
    let resaved = PdfParts { file: Digest([6; 32]), ..printed() };
    assert_eq!(
        judged(&resaved, Some(&printed())),
        (Verdict::Genuine, Outcome::NotChecked, Reason::DocumentResaved)
    );
}

#[test]
fn parts_of_two_certificates_are_no_file() {
    let mut certificate = sample::certificate();
    certificate.award.title = sample::text("高级工程师");
    let other = sample::issuing().sign(&certificate, Slot { list: 0, index: 8 }, &sample::signer());
    let parts = PdfParts { credential: Some(other), ..printed() };
    assert_eq!(
        judged(&parts, Some(&printed())),
        (Verdict::NotGenuine, Outcome::Failed, Reason::DocumentDiffers(Field::Title))
    );
    certificate.award.title = sample::certificate().award.title;
    certificate.awarding_office.name = sample::text("别处");
    let other = sample::issuing().sign(&certificate, Slot { list: 0, index: 8 }, &sample::signer());
    let parts = PdfParts { credential: Some(other), ..printed() };
    assert_eq!(judged(&parts, Some(&printed())).2, Reason::DocumentDiffersElsewhere);
}

#[test]
fn a_file_with_a_credential_of_another_key_is_not_genuine_though_its_qr_is_ours() {
    let stranger = Signer::from_seed(&[66; 32]);
    let forged =
        sample::issuing().sign(&sample::certificate(), Slot { list: 0, index: 7 }, &stranger);
    let parts = PdfParts { credential: Some(forged), ..printed() };
    let trust = sample::trust();
    let done = paper(&parts, Some(&parts), &asked(&trust, Asked::NotAsked));
    assert_eq!(done.verdict, Verdict::NotGenuine);
    assert_eq!(reason(&done, CheckName::Key), (Outcome::Failed, Reason::KeyNotListed));
}

#[test]
fn a_file_that_lacks_a_part_is_never_genuine() {
    let incomplete = |verdict, outcome| (verdict, outcome, Reason::DocumentIncomplete);
    let no_qr = PdfParts { qr: None, ..printed() };
    assert_eq!(judged(&no_qr, Some(&printed())), incomplete(Verdict::NotGenuine, Outcome::Failed));
    let robbed = PdfParts { credential: None, ..printed() };
    assert_eq!(judged(&robbed, None), incomplete(Verdict::NotGenuine, Outcome::Failed));
    let scan = PdfParts { credential: None, template: None, lines: vec![], ..printed() };
    assert_eq!(judged(&scan, None), incomplete(Verdict::Unchecked, Outcome::NotChecked));
    let empty = PdfParts { credential: None, qr: Some("https://a.cn".into()), ..printed() };
    assert_eq!(judged(&empty, None).0, Verdict::Unreadable);
    let broken = PdfParts { qr: Some("https://a.cn/v/123".into()), ..printed() };
    assert_eq!(
        judged(&broken, None),
        (Verdict::NotGenuine, Outcome::NotChecked, Reason::Malformed)
    );
    let broken = PdfParts { credential: Some(b"{}".to_vec()), ..printed() };
    assert_eq!(judged(&broken, None).2, Reason::Malformed);
}

#[test]
fn a_page_that_our_printer_cannot_draw_is_unchecked_unless_it_is_not_ours() {
    assert_eq!(
        judged(&PdfParts { template: Some(99), ..printed() }, None),
        (Verdict::Unchecked, Outcome::NotChecked, Reason::TemplateUnknown)
    );
    assert_eq!(
        judged(&PdfParts { template: None, ..printed() }, None),
        (Verdict::NotGenuine, Outcome::Failed, Reason::DocumentRedrawn)
    );
}

proptest! {
    #[test]
    fn no_input_panics_and_none_is_good(text in "(?s).{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let trust = sample::trust();
        let evidence = asked(&trust, found());
        let bad = |v: Verification| matches!(v.verdict, Verdict::NotGenuine | Verdict::Unreadable);
        prop_assert!(bad(token(&text, &evidence)));
        prop_assert!(bad(credential(&bytes, &evidence)));
        let parts = PdfParts { qr: Some(text), credential: Some(bytes), ..printed() };
        prop_assert!(bad(paper(&parts, None, &evidence)));
    }
}
