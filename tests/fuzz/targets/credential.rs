//! What is signed in JSON: a credential, a trust list, a status list.

#![no_main]

use wenzheng::{
    model::{certificate::Claims, verdict::Verdict},
    print,
    proof::{
        copy,
        credential::Credential,
        status::StatusList,
        token::Token,
        trust::TrustList,
        verify::{self, Asked, Evidence},
    },
};
use wenzheng_fuzz::{registry, seeds};

libfuzzer_sys::fuzz_target!(init: { registry::open(); seeds::plant(documents); }, |bytes: &[u8]| {
    if let Ok(credential) = Credential::read(bytes) {
        assert_canonical(&credential);
        assert_lives_on(&credential);
    }
    if let Ok(list) = TrustList::parse(bytes) {
        let _ = (list.did_document(), list.jwks(), list.log_keys(), list.vkey());
    }
    if let Some(copy) = copy::read(bytes) {
        assert_eq!(copy::write(&copy), bytes, "a copy is written one way");
    }
    if let Some(list) = StatusList::read(bytes, registry::SIGNER.public()) {
        let again = StatusList::read(&list.sign(&registry::SIGNER), registry::SIGNER.public());
        assert_eq!(again, Some(list));
    }
});

/// A credential has one canonical form, and counts only if it is one that was signed.
fn assert_canonical(credential: &Credential) {
    let bytes = credential.to_bytes();
    assert_eq!(Credential::read(&bytes).as_ref(), Ok(credential));
    let is_ours = registry::certificates().contains(&credential.certificate);
    assert!(is_ours || !credential.is_signed_by(registry::SIGNER.public()), "a forged credential");
}

/// What a credential says can be signed by us and verified; printed, it is verified with its page.
fn assert_lives_on(credential: &Credential) {
    let Credential { certificate, issuing, slot, .. } = credential;
    let signed = issuing.sign(certificate, *slot, &registry::SIGNER);
    let again = Credential::read(&signed).expect("what was signed is read");
    assert_eq!((&again.certificate, &again.issuing, again.slot), (certificate, issuing, *slot));
    assert!(again.is_signed_by(registry::SIGNER.public()));
    let Ok(token) = Token::sign(&Claims::from(certificate), &registry::SIGNER) else { return };
    let Some(paper) = registry::print((certificate, None), &signed, &token) else { return };
    let parts = print::read(&paper).expect("what was printed is read");
    assert_eq!(parts.credential.as_deref(), Some(&signed[..]));
    let evidence = Evidence {
        trust: Some(&registry::TRUST),
        record: Asked::NotAsked,
        today: registry::today(),
    };
    let verdict = verify::paper(&parts, Some(&parts), &evidence).verdict;
    // The key has its time, in which this credential need not lie.
    let is_in_time = registry::TRUST.keys.iter().all(|key| key.covers(again.created()));
    assert_eq!(verdict, if is_in_time { Verdict::Issued } else { Verdict::NotGenuine });
}

fn documents() -> Vec<Vec<u8>> {
    let foreign = seeds::fixtures("vectors", &[".json"]);
    let copy = copy::write(&registry::copy());
    let ours = [registry::trust_json(), registry::status_json(), copy];
    registry::credentials().into_iter().chain(ours).chain(foreign).collect()
}
