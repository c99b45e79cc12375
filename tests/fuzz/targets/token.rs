//! A token in each of its forms: what is read is what is written, in every one.

#![no_main]

use wenzheng::proof::token::{Token, decimal};
use wenzheng_fuzz::{registry, seeds};

libfuzzer_sys::fuzz_target!(init: seeds::plant(tokens), |bytes: &[u8]| {
    assert_eq!(decimal::decode(&decimal::encode(bytes)).as_deref(), Some(bytes));
    if let Some(token) = Token::read(bytes) {
        assert_same_in_every_form(&token, bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(read) = decimal::decode(text) {
        assert_eq!(decimal::encode(&read), text);
    }
    if let Ok(token) = Token::from_text(text) {
        let form = text.trim();
        let form = form.rsplit_once("/v/").map_or(form, |(_, form)| form);
        let written = [token.digits(), token.base64url()];
        assert!(written.iter().any(|written| form.starts_with(written)), "a second spelling");
        assert_same_in_every_form(&token, token.as_bytes());
    }
});

fn assert_same_in_every_form(token: &Token, bytes: &[u8]) {
    assert_eq!(token.as_bytes(), bytes);
    for text in [token.digits(), token.base64url(), format!("https://a.cn/v/{}", token.digits())] {
        assert_eq!(Token::from_text(&text).as_ref(), Ok(token));
    }
    let is_ours = registry::CLAIMS.contains(token.claims());
    assert!(is_ours || !token.is_signed_by(registry::SIGNER.public()), "a forged token");
    let again = Token::sign(token.claims(), &registry::SIGNER).expect("claims that were read");
    assert_eq!(again.claims(), token.claims());
}

fn tokens() -> Vec<Vec<u8>> {
    let forms = |token: &Token| {
        let link = format!("https://zs.wenzhou.gov.cn/v/{}?x", token.base64url());
        [token.as_bytes().to_vec(), token.digits().into(), token.base64url().into(), link.into()]
    };
    registry::tokens().iter().flat_map(forms).collect()
}
