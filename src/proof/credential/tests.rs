//! Reading, signing, and every way to change a credential.

use super::{Credential, Malformed};
use crate::model::certificate::{Award, Certificate};
use crate::model::digest::Digest;
use crate::proof::multibase::multihash;
use crate::proof::sample;
use crate::proof::status::Slot;
use proptest::prelude::*;
use serde_json::Value;

const SLOT: Slot = Slot { list: 3, index: 4711 };

fn signed() -> Vec<u8> {
    sample::issuing().sign(&sample::certificate(), SLOT, &sample::signer())
}

#[test]
fn what_is_signed_is_canonical_and_reads_back() {
    let bytes = signed();
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(serde_json_canonicalizer::to_vec(&value).unwrap(), bytes);
    let read = Credential::read(&bytes).unwrap();
    assert_eq!((&read.certificate, read.slot), (&sample::certificate(), SLOT));
    assert_eq!((read.kid(), read.created()), (sample::signer().id(), sample::ISSUED_AT));
    assert!(read.is_signed_by(sample::signer().public()));
    assert!(!read.is_signed_by(sample::log_signer().public()));
    assert_eq!(read.digest(), Digest::of(&bytes));
}

fn with_photo() -> Certificate {
    Certificate { photo: Some(Digest::of(b"photo")), ..sample::certificate() }
}

#[test]
fn the_photo_is_named_by_its_digest_and_only_where_there_is_one() {
    let subject = |certificate: &Certificate| {
        let bytes = sample::issuing().sign(certificate, SLOT, &sample::signer());
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        value["credentialSubject"]["photo"].clone()
    };
    assert_eq!(subject(&sample::certificate()), Value::Null);
    let digest = multihash(&Digest::of(b"photo"));
    let named = serde_json::json!({ "digestMultibase": digest, "mediaType": "image/jpeg" });
    assert_eq!(subject(&with_photo()), named);
}

#[test]
fn other_white_space_is_the_same_credential() {
    let value: Value = serde_json::from_slice(&signed()).unwrap();
    let read = Credential::read(&serde_json::to_vec_pretty(&value).unwrap()).unwrap();
    assert!(read.is_signed_by(sample::signer().public()));
    assert_eq!(read.digest(), Digest::of(&signed()));
}

#[test]
fn a_bare_certificate_reads_back() {
    let mut certificate = sample::certificate();
    certificate.sex = None;
    certificate.born_on = None;
    certificate.award = Award {
        specialty: None,
        award_method: None,
        committee: None,
        employer: None,
        document_number: None,
        announced_on: None,
        source_number: None,
        ..certificate.award
    };
    let bytes = sample::issuing().sign(&certificate, SLOT, &sample::signer());
    assert_eq!(Credential::read(&bytes).unwrap().certificate, certificate);
}

/// Every string and number of the credential, one after the other, changed in a way that JSON
/// allows; and every member dropped, doubled or set to null.
#[test]
fn any_one_member_changed_is_refused() {
    let signer = sample::signer();
    let certificate = with_photo();
    let bytes = sample::issuing().sign(&certificate, SLOT, &signer);
    let original: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(serde_json_canonicalizer::to_vec(&original).unwrap(), bytes);
    assert_eq!(Credential::read(&bytes).unwrap().certificate, certificate);
    let mut paths = Vec::new();
    collect(&original, String::new(), &mut paths);
    assert!(paths.len() > 45, "{paths:?}");
    let holds = |value: &Value| {
        Credential::read(&serde_json::to_vec(value).unwrap())
            .is_ok_and(|credential| credential.is_signed_by(signer.public()))
    };
    assert!(holds(&original));
    for path in paths {
        for change in [change_last as fn(&mut Value), lower, nothing, listed] {
            let mut changed = original.clone();
            change(changed.pointer_mut(&path).unwrap());
            assert!(changed == original || !holds(&changed), "{path}");
        }
        let (parent, name) = path.rsplit_once('/').unwrap();
        let mut changed = original.clone();
        if let Some(object) = changed.pointer_mut(parent).and_then(Value::as_object_mut) {
            object.remove(name);
            assert!(!holds(&changed), "{path} removed");
            let mut changed = original.clone();
            let object = changed.pointer_mut(parent).and_then(Value::as_object_mut).unwrap();
            object.insert("zz".into(), "x".into());
            assert!(!holds(&changed), "{parent} with one more");
        }
    }
}

fn collect(value: &Value, path: String, into: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(name, v)| collect(v, format!("{path}/{name}"), into));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, v)| collect(v, format!("{path}/{n}"), into));
        }
        _ => into.push(path),
    }
}

fn change_last(value: &mut Value) {
    match value {
        Value::String(text) => {
            let last = text.pop().unwrap();
            text.push(if last == '2' { '3' } else { '2' });
        }
        other => *other = 2.into(),
    }
}

fn lower(value: &mut Value) {
    if let Value::String(text) = value {
        *text = text.to_lowercase();
    }
}

fn nothing(value: &mut Value) {
    *value = Value::Null;
}

fn listed(value: &mut Value) {
    *value = vec![value.take()].into();
}

#[test]
fn a_member_twice_is_refused() {
    let text = String::from_utf8(signed()).unwrap();
    for (once, twice) in [
        ("\"title\":", "\"title\":\"高级工程师\",\"title\":"),
        ("\"validFrom\":", "\"validFrom\":\"2026-11-24T08:28:05Z\",\"validFrom\":"),
        ("\"proofPurpose\":", "\"proofPurpose\":\"assertionMethod\",\"proofPurpose\":"),
    ] {
        assert_eq!(Credential::read(text.replace(once, twice).as_bytes()), Err(Malformed));
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(Credential::read(&bytes), Err(Malformed));
    }

    #[test]
    fn any_byte_changed_is_refused(at in any::<prop::sample::Index>(), flip in 1..=255_u8) {
        let mut bytes = signed();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        let holds = Credential::read(&bytes).is_ok_and(|c| c.is_signed_by(sample::signer().public()));
        prop_assert!(!holds);
    }
}
