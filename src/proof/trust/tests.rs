//! Lists that are refused, and by whom they are signed.

use super::*;
use crate::proof::sample;
use proptest::prelude::*;

const AT: Timestamp = sample::ISSUED_AT;

fn written(list: &TrustList) -> String {
    String::from_utf8(list.to_json(&sample::signer(), AT).unwrap()).unwrap()
}

#[test]
fn a_list_reads_back_signed_and_unsigned() {
    let mut list = sample::trust();
    let mut old = sample::key(&Signer::from_seed(&[1; 32]), Purpose::Credential);
    old.standing = KeyStanding::Compromised(AT);
    let mut retired = sample::key(&Signer::from_seed(&[2; 32]), Purpose::Log);
    (retired.standing, retired.valid_until) = (KeyStanding::Retired, Some(AT));
    list.keys.extend([old, retired]);
    let text = written(&list);
    assert_eq!(TrustList::parse(text.as_bytes()), Ok(list.clone()));
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value.as_object_mut().unwrap().remove("proof");
    assert_eq!(TrustList::parse(value.to_string().as_bytes()), Ok(list));
}

#[test]
fn a_changed_list_is_refused() {
    let text = written(&sample::trust());
    for (from, to) in [
        ("人力资源", "人力"),
        ("\"version\": 1", "\"version\": 2"),
        ("2026-11-24T08:28:05Z", "2026-11-24T08:28:06Z"),
        ("https://zs", "https://zt"),
        ("\"active\"", "\"retired\""),
    ] {
        assert_eq!(
            TrustList::parse(text.replace(from, to).as_bytes()),
            Err(TrustError::ProofWrong),
            "{from}"
        );
    }
    for (from, to) in [
        ("\"format\": 1", "\"format\": 2"),
        ("Ed25519", "SM2"),
        ("z6Mk", "z7Mk"),
        ("\"version\": 1", "\"version\": 0"),
        ("\"version\"", "\"extra\": 1, \"version\""),
        ("\"name\"", "\"name\": \"x\", \"name\""),
        ("\"purpose\": \"log\"", "\"purpose\": \"all\""),
        ("did:web:", "did:key:"),
        ("\"proof\": {", "\"proof\": {\"nonce\": \"1\","),
        ("\"active\"", "\"active\", \"compromised_since\": \"2026-11-24T08:28:05Z\""),
    ] {
        assert_eq!(
            TrustList::parse(text.replace(from, to).as_bytes()),
            Err(TrustError::Malformed),
            "{from}"
        );
    }
    assert_eq!(TrustList::parse(&vec![b' '; MAX_BYTES + 1]), Err(TrustError::TooLarge));
}

#[test]
fn only_an_active_credential_key_of_the_list_signs_it() {
    let list = sample::trust();
    for stranger in [sample::log_signer(), Signer::from_seed(&[9; 32])] {
        assert_eq!(list.to_json(&stranger, AT), Err(TrustError::NotASigner));
    }
    let mut list = sample::trust();
    list.keys[0].standing = KeyStanding::Retired;
    assert_eq!(list.to_json(&sample::signer(), AT), Err(TrustError::NotASigner));
    // a list that the signer of its own proof has been thrown out of
    let mut value: Value = serde_json::from_str(&written(&sample::trust())).unwrap();
    value["keys"].as_array_mut().unwrap().remove(0);
    assert_eq!(TrustList::parse(value.to_string().as_bytes()), Err(TrustError::ProofWrong));
}

#[test]
fn a_key_signs_in_the_second_in_which_it_was_made() {
    let mut list = sample::trust();
    let now = AT.plus_ms(750);
    list.keys[0].valid_from = now;
    let bytes = list.to_json(&sample::signer(), now).unwrap();
    assert!(TrustList::parse(&bytes).unwrap().keys[0].covers(AT));
    assert!(!list.keys[0].covers(AT.plus_ms(-1)));
}

#[test]
fn one_key_stands_once() {
    let mut list = sample::trust();
    list.keys.push(sample::key(&sample::signer(), Purpose::Log));
    assert_eq!(TrustList::parse(written(&list).as_bytes()), Err(TrustError::DuplicateKey));
}

#[test]
fn what_others_read_leaves_out_what_is_compromised() {
    let mut list = sample::trust();
    let mut stolen = sample::key(&Signer::from_seed(&[1; 32]), Purpose::Credential);
    stolen.standing = KeyStanding::Compromised(AT);
    list.keys.push(stolen);
    let did = list.did_document();
    assert_eq!(did["id"], "did:web:zs.wenzhou.gov.cn");
    assert_eq!(did["verificationMethod"].as_array().unwrap().len(), 1);
    assert_eq!(did["assertionMethod"][0], did["verificationMethod"][0]["id"]);
    assert_eq!(list.jwks()["keys"].as_array().unwrap().len(), 2);
    let vkey = list.vkey().unwrap();
    assert!(vkey.starts_with("zs.wenzhou.gov.cn+"));
    assert_eq!(VerifierKey::parse(&vkey).as_ref(), list.log_keys().first());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(TrustList::parse(&bytes), Err(TrustError::Malformed));
    }
}
