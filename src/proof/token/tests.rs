//! Tokens in every form, and every way to change one.

use super::*;
use crate::model::{catalogue::Level, name::PersonName, text::Text};
use crate::proof::sample;
use proptest::prelude::*;

fn token() -> Token {
    Token::sign(&Claims::from(&sample::certificate()), &sample::signer()).unwrap()
}

#[test]
fn a_token_reads_back_in_every_form() {
    let token = token();
    let digits = token.digits();
    for text in [
        digits.clone(),
        token.base64url(),
        format!("https://zs.wenzhou.gov.cn/v/{digits}"),
        format!("HTTP://other.host/path/v/{}?from=wechat#top", token.base64url()),
        format!(" \n{digits}\n"),
    ] {
        assert_eq!(Token::from_text(&text).as_ref(), Ok(&token), "{text}");
    }
    assert!(token.is_signed_by(sample::signer().public()));
    assert!(!token.is_signed_by(Signer::from_seed(&[9; 32]).public()));
}

#[test]
fn an_ordinary_token_fits_a_qr_of_version_11() {
    let name = PersonName::parse("欧阳倩倩").unwrap();
    let claims = Claims { name, ..Claims::from(&sample::certificate()) };
    let token = Token::sign(&claims, &sample::signer()).unwrap();
    assert!(token.as_bytes().len() <= 218, "{} bytes", token.as_bytes().len());
    assert!(token.digits().len() <= 531);
}

#[test]
fn where_no_token_is_it_is_not_broken_but_absent() {
    for text in [
        "",
        "  ",
        "https://a.cn/v/",
        "https://a.cn/",
        "温州",
        "hello, world",
        "https://a.cn/v/?x=1",
    ] {
        assert_eq!(Token::from_text(text), Err(NoToken::NotFound), "{text}");
    }
    for text in ["0", "123", "0oQ", "https://a.cn/v/12345", "https://a.cn/v/0oRN"] {
        assert_eq!(Token::from_text(text), Err(NoToken::Broken), "{text}");
    }
    let padded = format!("{}=", token().base64url());
    assert_eq!(Token::from_text(&padded), Err(NoToken::NotFound));
}

#[test]
fn only_the_deterministic_encoding_is_read() {
    let token = token();
    let bytes = token.as_bytes();
    assert_eq!(&bytes[..8], [0xd2, 0x84, 0x4d, 0xa2, 0x01, 0x27, 0x04, 0x48]);
    let mut long_head = bytes.to_vec(); // the header's length in two bytes
    long_head.splice(2..3, [0x58, 0x0d]);
    let mut trailing = bytes.to_vec();
    trailing.push(0);
    let mut unprotected = bytes.to_vec(); // an empty map of indefinite length
    unprotected.splice(16..17, [0xbf, 0xff]);
    for bad in [&bytes[1..], &long_head, &trailing, &unprotected, &bytes[..bytes.len() - 1], &[]] {
        assert_eq!(Token::read(bad), None);
    }
}

#[test]
fn what_does_not_fit_is_not_signed() {
    let mut claims = Claims::from(&sample::certificate());
    claims.specialty = Text::parse(&"专".repeat(200));
    claims.title = Text::parse(&"师".repeat(200)).unwrap();
    assert_eq!(Token::sign(&claims, &sample::signer()), Err(Unsignable::TooLong));
    claims.level = Level::Senior;
    assert_eq!(Token::sign(&claims, &sample::signer()), Err(Unsignable::Level));
}

#[test]
fn any_digit_changed_is_refused() {
    let (digits, signer) = (token().digits(), sample::signer());
    for at in 0..digits.len() {
        for other in b'0'..=b'9' {
            let mut changed = digits.clone().into_bytes();
            if std::mem::replace(&mut changed[at], other) != other {
                let text = String::from_utf8(changed).unwrap();
                match Token::from_text(&text) {
                    Ok(token) => assert!(!token.is_signed_by(signer.public()), "{at}"),
                    Err(error) => assert_eq!(error, NoToken::Broken),
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn any_claims_read_back(specialty in prop::option::of("[\u{4e00}-\u{9fff}]{1,60}"), name in "[\u{4e00}-\u{9fff}]{2,10}", level in 0..3_usize) {
        let claims = Claims {
            name: PersonName::parse(&name).unwrap(),
            specialty: specialty.and_then(|s| Text::parse(&s)),
            level: Level::ALL[level],
            ..Claims::from(&sample::certificate())
        };
        let token = Token::sign(&claims, &sample::signer()).unwrap();
        let read = Token::read(token.as_bytes()).unwrap();
        prop_assert_eq!(read.claims(), &claims);
    }

    #[test]
    fn no_bytes_and_no_text_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "(?s).{0,100}") {
        prop_assert_eq!(Token::read(&bytes), None);
        prop_assert!(Token::from_text(&text).is_err());
    }

    #[test]
    fn any_bytes_changed_are_refused(at in any::<prop::sample::Index>(), flip in 1..=255_u8) {
        let mut bytes = token().as_bytes().to_vec();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        let holds = Token::read(&bytes).is_some_and(|t| t.is_signed_by(sample::signer().public()));
        prop_assert!(!holds);
    }
}
