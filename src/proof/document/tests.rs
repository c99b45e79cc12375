//! What is signed, by whom it is found to be signed, and everything that is not.

use super::*;
use crate::model::{day::Timestamp, digest::Digest};
use crate::proof::sample;
use crate::proof::secret::{KeyFileError, Lock};
use crate::proof::trust::{KeyStanding, TrustList};
use ::cms::content_info::ContentInfo;
use ::cms::signed_data::{SignedData, SignerInfo};
use der::asn1::{Any, OctetString, SetOfVec};
use der::{Decode as _, Encode as _};
use p256::ecdsa::Signature;
use proptest::prelude::*;
use rand::{SeedableRng as _, rngs::StdRng};
use x509_cert::attr::Attribute;

const AT: Timestamp = sample::ISSUED_AT;

fn covered() -> Digest {
    Digest::of(b"every byte of the file but the signature")
}

fn judged(cms: &[u8], covered: &Digest, trust: &TrustList, at: Timestamp) -> Result<(), Fault> {
    judge(cms, covered, trust, at).map(|key| {
        assert_eq!(key.certificate.id(), sample::document_signer().id());
    })
}

#[test]
fn what_a_listed_key_signed_is_found_to_be_its_own() {
    let (signer, trust) = (sample::document_signer(), sample::trust());
    let cms = signer.sign(&covered());
    assert_eq!(cms, sample::document_signer().sign(&covered()), "RFC 6979");
    assert!((700..=signer.room()).contains(&cms.len()), "{}", cms.len());
    assert_eq!(judged(&cms, &covered(), &trust, AT), Ok(()));
    assert_eq!(judged(&cms, &Digest::of(b"x"), &trust, AT), Err(Fault::DigestDiffers));
}

#[test]
fn a_key_counts_in_its_time_and_under_its_certificate() {
    let cms = sample::document_signer().sign(&covered());
    let mut trust = sample::trust();
    let from = trust.document_keys[0].valid_from;
    assert_eq!(judged(&cms, &covered(), &trust, from), Ok(()));
    assert_eq!(judged(&cms, &covered(), &trust, from.plus_ms(-1000)), Err(Fault::NotThen));
    let ends = trust.document_keys[0].certificate.ends_at();
    assert_eq!(ends.day().year(), 2036);
    assert_eq!(trust.document_root.ends_at().day().year(), 2066);
    assert_eq!(judged(&cms, &covered(), &trust, ends), Ok(()));
    assert_eq!(judged(&cms, &covered(), &trust, ends.plus_ms(1000)), Err(Fault::NotThen));

    trust.document_keys[0].standing = KeyStanding::Retired;
    trust.document_keys[0].valid_until = Some(AT);
    assert_eq!(judged(&cms, &covered(), &trust, AT), Ok(()));
    assert_eq!(judged(&cms, &covered(), &trust, AT.plus_ms(1000)), Err(Fault::NotThen));
    trust.document_keys[0].standing = KeyStanding::Compromised(AT);
    assert_eq!(judged(&cms, &covered(), &trust, AT), Err(Fault::Compromised));
    assert_eq!(judged(&cms, &covered(), &trust, AT.plus_ms(-1000)), Ok(()));
}

#[test]
fn a_key_that_is_not_listed_is_nobodys_although_the_root_certified_it() {
    let cms = sample::document_signer_of(46).sign(&covered());
    assert_eq!(judged(&cms, &covered(), &sample::trust(), AT), Err(Fault::NotListed));
    let mut trust = sample::trust();
    trust.document_keys.clear();
    let cms = sample::document_signer().sign(&covered());
    assert_eq!(judged(&cms, &covered(), &trust, AT), Err(Fault::NotListed));
}

/// The CMS with a change of its signer, written as DER again.
fn with_signer(cms: &[u8], change: impl Fn(&mut SignerInfo)) -> Vec<u8> {
    let info = ContentInfo::from_der(cms).unwrap();
    let mut signed: SignedData = info.content.decode_as().unwrap();
    let mut signers = signed.signer_infos.0.into_vec();
    change(&mut signers[0]);
    signed.signer_infos = signers.try_into().unwrap();
    ContentInfo { content: Any::encode_from(&signed).unwrap(), ..info }.to_der().unwrap()
}

#[test]
fn a_signature_has_one_spelling() {
    let (signer, trust) = (sample::document_signer(), sample::trust());
    let cms = signer.sign(&covered());
    assert_eq!(with_signer(&cms, |_| ()), cms);
    // The other of the two signatures that hold under the key.
    let high = with_signer(&cms, |signer| {
        let low = Signature::from_der(signer.signature.as_bytes()).unwrap();
        let high = Signature::from_scalars(*low.r(), -*low.s()).unwrap();
        signer.signature = OctetString::new(high.to_der().as_bytes()).unwrap();
    });
    assert_eq!(judged(&high, &covered(), &trust, AT), Err(Fault::SignatureWrong));
    let stamped = with_signer(&cms, |signer| signer.unsigned_attrs = signer.signed_attrs.clone());
    assert_eq!(judged(&stamped, &covered(), &trust, AT), Err(Fault::Malformed));
    let other = with_signer(&cms, |signer| signer.digest_alg.oid = ECDSA_SHA256);
    assert_eq!(judged(&other, &covered(), &trust, AT), Err(Fault::Malformed));
    let robbed = with_signer(&cms, |signer| signer.signed_attrs = None);
    assert_eq!(judged(&robbed, &covered(), &trust, AT), Err(Fault::Malformed));
    for bad in [&cms[..cms.len() - 1], &[&cms[..], &[0]].concat(), &[], &[0x30, 0x80, 0, 0]] {
        assert_eq!(judged(bad, &covered(), &trust, AT), Err(Fault::Malformed));
    }
    let huge = vec![0x30; 1 << 20];
    assert_eq!(judged(&huge, &covered(), &trust, AT), Err(Fault::Malformed));
}

#[test]
fn a_time_stamp_may_stand_beside_a_signature_and_nothing_else() {
    let cms = sample::document_signer().sign(&covered());
    let attribute = |oid: &str, values: usize| Attribute {
        oid: ObjectIdentifier::new_unwrap(oid),
        values: (0..values)
            .map(|n| Any::new(der::Tag::OctetString, vec![u8::try_from(n).unwrap(); 5000]).unwrap())
            .collect::<Vec<_>>()
            .try_into()
            .unwrap(),
    };
    let stamp = || attribute("1.2.840.113549.1.9.16.2.14", 1);
    let with = |attributes: Vec<Attribute>| {
        let attributes = SetOfVec::try_from(attributes).unwrap();
        let cms = with_signer(&cms, |signer| signer.unsigned_attrs = Some(attributes.clone()));
        judged(&cms, &covered(), &sample::trust(), AT)
    };
    assert_eq!(with(vec![stamp()]), Ok(()));
    for other in [
        vec![attribute("1.2.840.113549.1.9.16.2.14", 2)],
        vec![attribute("1.2.840.113549.1.9.6", 1)],
        vec![stamp(), attribute("1.2.840.113549.1.9.6", 1)],
        vec![],
    ] {
        assert_eq!(with(other), Err(Fault::Malformed));
    }
}

#[test]
fn the_longest_name_of_a_bureau_leaves_room() {
    let bureau = sample::text(&"局".repeat(200));
    let rng = &mut StdRng::seed_from_u64(7);
    let authority = Authority::found(&bureau, AT, rng).unwrap();
    let key = DocumentKey::generate(rng);
    let certificate = authority.certify(&key, &bureau, AT, rng).unwrap();
    let signer = DocumentSigner::new(key, certificate, authority.root()).unwrap();
    let (size, room) = (signer.sign(&covered()).len(), signer.room());
    assert!((1_500..=room).contains(&size) && room <= ROOM, "{size} of {room}");
}

#[test]
fn only_one_chain_signs() {
    let rng = &mut StdRng::seed_from_u64(8);
    let (authority, bureau) = (sample::authority(), sample::issuing().issuer_name);
    let stranger = Authority::found(&bureau, AT, rng).unwrap();
    let (key, other) = (DocumentKey::generate(rng), DocumentKey::generate(rng));
    let certificate = authority.certify(&key, &bureau, AT, rng).unwrap();
    let root = authority.root().clone();
    let fault = |key, root| DocumentSigner::new(key, certificate.clone(), root).unwrap_err();
    assert_eq!(fault(other, &root), Unsuited::AnotherKey);
    assert_eq!(fault(key, stranger.root()), Unsuited::AnotherRoot);
    let made = Authority::new(DocumentKey::generate(rng), root.clone());
    assert_eq!(made.unwrap_err(), Unsuited::AnotherKey);
    let late = root.ends_at().plus_ms(1000);
    let refused = authority.certify(&DocumentKey::generate(rng), &bureau, late, rng);
    assert_eq!(refused.unwrap_err(), Unsuited::RootEnded);
    let last = root.ends_at().plus_ms(-86_400_000);
    let last = authority.certify(&DocumentKey::generate(rng), &bureau, last, rng).unwrap();
    assert_eq!(last.ends_at(), root.ends_at(), "no certificate outlives its root");
}

#[test]
fn a_certificate_reads_back_and_is_by_its_root_alone() {
    let (root, leaf) = (sample::authority().root().clone(), sample::document_signer());
    let leaf = leaf.certificate();
    assert_eq!(DocumentCertificate::parse(leaf.der()).as_ref(), Some(leaf));
    assert!(root.is_by(&root) && leaf.is_by(&root) && !root.is_by(leaf) && !leaf.is_by(leaf));
    assert!(leaf.pem().unwrap().starts_with("-----BEGIN CERTIFICATE-----\n"));
    assert!(leaf.multikey().starts_with("zDn"), "{}", leaf.multikey());
    assert_eq!(DocumentCertificate::parse(&[leaf.der(), &[0]].concat()), None);
    for at in 0..leaf.der().len() {
        let mut changed = leaf.der().to_vec();
        changed[at] ^= 1;
        let is_good = DocumentCertificate::parse(&changed).is_some_and(|c| c.is_by(&root));
        assert!(!is_good, "byte {at}");
    }
}

#[test]
fn a_key_file_opens_with_its_passphrase_alone() {
    let mut rng = StdRng::seed_from_u64(1);
    let key = DocumentKey::generate(&mut rng);
    let lock = Lock { passphrase: "正确的口令", iterations: 1000 };
    let pem = key.to_pem(Some(&lock), &mut rng).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    assert_eq!(DocumentKey::from_pem(&pem, Some("正确的口令")).unwrap().id(), key.id());
    let wrong = DocumentKey::from_pem(&pem, Some("x")).unwrap_err();
    assert_eq!(wrong, KeyFileError::PassphraseWrong);
    let open = key.to_pem(None, &mut rng).unwrap();
    assert_eq!(DocumentKey::from_pem(&open, None).unwrap().id(), key.id());
    let of_another_kind = sample::signer().to_pem(None, &mut rng).unwrap();
    let refused = DocumentKey::from_pem(&of_another_kind, None).unwrap_err();
    assert_eq!(refused, KeyFileError::NotAKey);
    assert_eq!(format!("{key:?}"), format!("DocumentKey({})", key.id()));
}

#[test]
fn a_key_of_openssl_opens() {
    // openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256
    let pem = concat!(
        "-----BEGIN PRIVATE KEY-----\n",
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXpULyeBSh8EaagYO\n",
        "Y5YRJzGfuHF/fJ5Ol8MCiq94CJOhRANCAASZS5UGUbHxmagoEpuO6sysmVzByHtp\n",
        "0gPDC3n8yz0X5AyXfS+JOOlNkts246faM1zpws3KVxcE2eWTN8doltI7\n",
        "-----END PRIVATE KEY-----\n",
    );
    // … | openssl pkey -pubout -outform DER | sha256sum
    assert_eq!(DocumentKey::from_pem(pem, None).unwrap().id().to_string(), "b9b4f159eafa69d0");
}

proptest! {
    #[test]
    fn no_other_bytes_are_signed(at in any::<prop::sample::Index>(), bit in 0..8_u8, cut in any::<prop::sample::Index>()) {
        let trust = sample::trust();
        let cms = sample::document_signer().sign(&covered());
        let mut changed = cms.clone();
        changed[at.index(cms.len())] ^= 1 << bit;
        prop_assert!(judge(&changed, &covered(), &trust, AT).is_err());
        prop_assert!(judge(&cms[..cut.index(cms.len())], &covered(), &trust, AT).is_err());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let trust = sample::trust();
        prop_assert_eq!(judged(&bytes, &covered(), &trust, AT), Err(Fault::Malformed));
        prop_assert_eq!(DocumentCertificate::parse(&bytes), None);
    }
}
