//! The words that forms, addresses and cells hold, one at a time: what is read is written the one
//! way, and that is read again.

#![no_main]

use wenzheng::{
    model::{
        batch::BatchId,
        credit_code::CreditCode,
        day::{Day, PartialDay, Timestamp},
        digest::Digest,
        identity::Identity,
        name::PersonName,
        number::CertificateNumber,
        office::OfficeCode,
        text::Text,
    },
    proof::{
        keys::{KeyId, PublicKey},
        log::checkpoint::Origin,
        site::{Did, PublicUrl},
        status::StatusPurpose,
    },
};
use wenzheng_fuzz::{registry, seeds};

libfuzzer_sys::fuzz_target!(init: seeds::plant(words), |bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    assert_one_spelling(text);
    if let Some(number) = CertificateNumber::parse(text) {
        assert_eq!(CertificateNumber::parse(number.as_str()), Some(number));
    }
    if let Ok(reading) = PersonName::read(text) {
        let again = PersonName::parse(reading.name.as_str());
        assert_eq!(again.as_ref(), Some(&reading.name), "a name that was read is a name");
    }
    let today = Day::new(2026, 11, 25).expect("a day");
    if let Ok(reading) = Identity::read(None, text, today) {
        let Identity { id_type, id_number } = &reading.identity;
        let restored = Identity::restore(*id_type, id_number.reveal());
        assert_eq!(restored.as_ref(), Some(&reading.identity));
        let again = Identity::read(Some(*id_type), id_number.reveal(), today);
        let again = again.expect("what was read");
        assert!(again.identity == reading.identity && again.fixes.is_empty(), "mended twice");
    }
    if let Ok(code) = CreditCode::parse(text) {
        assert_eq!(CreditCode::parse(code.as_str()), Ok(code));
    }
    let _ = StatusPurpose::from_code(text);
});

/// Words that are accepted only as they are written.
fn assert_one_spelling(text: &str) {
    let written = [
        BatchId::parse(text).map(|id| id.to_string()),
        Day::parse(text).map(|day| day.to_string()),
        PartialDay::parse(text).map(|day| day.to_string()),
        Digest::parse(text).map(|digest| digest.to_string()),
        Text::parse(text).map(|text| text.to_string()),
        OfficeCode::parse(text).map(|code| code.to_string()),
        PersonName::parse(text).map(|name| name.to_string()),
        KeyId::parse(text).map(|id| id.to_string()),
        PublicKey::from_multikey(text).map(|key| key.multikey().to_owned()),
        Origin::parse(text).map(|origin| origin.to_string()),
        Did::parse(text).map(|did| did.to_string()),
        PublicUrl::parse(text).map(|url| url.to_string()),
    ];
    for written in written.into_iter().flatten() {
        assert_eq!(written, text);
    }
    if let Some(at) = Timestamp::parse_rfc3339(text) {
        assert_eq!(Timestamp::parse_rfc3339(&at.rfc3339()), Some(at.whole_seconds()));
    }
    if let Some(url) = PublicUrl::parse(text) {
        let _ = (url.did(), url.origin());
    }
}

fn words() -> Vec<Vec<u8>> {
    let key = registry::SIGNER.public();
    let words = [
        "2026-0142",
        "2026-11-24",
        "2019-12",
        "2026-11-24T08:28:05Z",
        "330300",
        "3303A01",
        "阿依古丽·买买提",
        "王莉",
        "欧阳　娜娜",
        "330302198506152047",
        "330302850615204",
        "H1234567800",
        "E12345678",
        "91330300MA2ABCDE0X",
        "revocation",
        "https://zs.wenzhou.gov.cn/zs",
        "did:web:zs.wenzhou.gov.cn%3A8443:zs",
    ];
    let number = registry::certificates().map(|certificate| certificate.number.to_string());
    let known = [key.multikey().to_owned(), key.id().to_string(), Digest::of(b"x").to_string()];
    let words = words.into_iter().map(String::from);
    words.chain(number).chain(known).map(String::into_bytes).collect()
}
