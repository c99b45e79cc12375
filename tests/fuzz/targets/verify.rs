//! The offline verifier behind `verify FILE`: whatever the file is, there is an answer, and only
//! what was signed counts.

#![no_main]

use std::sync::LazyLock;
use wenzheng::{
    model::{
        receipt::{Answer, ReceiptVerdict},
        verdict::{CheckName, Verdict},
    },
    registry::public::verify::{Given, verify_alone},
};
use wenzheng_fuzz::{registry, seeds};

static TRUST: LazyLock<Vec<u8>> = LazyLock::new(registry::trust_json);

/// The checks that are always listed, in their order.
const CHECKS: [CheckName; 6] = [
    CheckName::Read,
    CheckName::Signature,
    CheckName::Key,
    CheckName::Record,
    CheckName::Standing,
    CheckName::Document,
];

libfuzzer_sys::fuzz_target!(init: { registry::open(); seeds::plant(files); }, |bytes: &[u8]| {
    let given = Given::of_file(bytes.to_vec());
    let verification = match verify_alone(&given, Some(&TRUST), registry::today()) {
        Ok(Answer::Certificate(verification)) => verification,
        Ok(Answer::Receipt(it)) => {
            // Nobody here has ever signed one.
            assert_eq!((it.verdict, it.receipt), (ReceiptVerdict::NotGenuine, None));
            return;
        }
        Err(_) => return,
    };
    let names = verification.checks.iter().map(|check| check.name);
    assert!(names.filter(|name| *name != CheckName::Copy).eq(CHECKS), "every check, once");
    assert_eq!(verification.standing, None, "nobody was asked");
    let is_signed = match verification.verdict {
        // A copy's day counts whoever wrote it: nobody forges an earlier one.
        Verdict::Issued | Verdict::CopyExpired => true,
        Verdict::NotGenuine | Verdict::Unreadable => false,
        Verdict::Unchecked => verification.claims.is_some(),
        online => panic!("{online:?} without a registry"),
    };
    assert_eq!(verification.claims.is_some(), is_signed);
    let is_ours = verification.copy.as_ref().is_none_or(|copy| *copy == registry::copy());
    assert!(is_ours, "a forged copy counts");
    if let Some(claims) = &verification.claims {
        assert!(registry::CLAIMS.contains(claims), "a forgery counts");
    }
    let blind = verify_alone(&given, None, registry::today()).expect("of the same size");
    let Answer::Certificate(blind) = blind else { panic!("a receipt now, and not before") };
    let blind = blind.verdict;
    assert!(matches!(blind, Verdict::Unchecked | Verdict::Unreadable | Verdict::NotGenuine));
});

fn files() -> Vec<Vec<u8>> {
    let tokens = registry::tokens();
    let texts = tokens.iter().flat_map(|token| {
        let link = format!("https://zs.wenzhou.gov.cn/v/{}", token.digits());
        [token.digits().into_bytes(), token.base64url().into(), link.into()]
    });
    registry::papers().into_iter().chain(registry::credentials()).chain(texts).collect()
}
