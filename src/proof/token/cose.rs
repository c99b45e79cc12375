//! `COSE_Sign1` (RFC 9052 §4.2) as every kind of token is wrapped in it, and the text forms of its
//! bytes.

use super::{NoToken, decimal};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use minicbor::{Decoder, Encoder, data::Tag};
use std::convert::Infallible;

/// The most characters of a text in which a token is looked for.
const TEXT_MAX: usize = 8 * 1024;
const COSE_SIGN1: Tag = Tag::new(18);

/// Writes CBOR into a new vector, which never fails.
pub(super) fn cbor(
    capacity: usize,
    write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>>,
) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::with_capacity(capacity));
    write(&mut encoder).expect("a vector takes every write");
    encoder.into_writer()
}

/// Steps over the key `expected` of a map.
pub(super) fn key<'a, 'b>(cbor: &'a mut Decoder<'b>, expected: u8) -> Option<&'a mut Decoder<'b>> {
    (cbor.u8().ok()? == expected).then_some(cbor)
}

/// The whole message.
pub(super) fn envelope(header: &[u8], payload: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    cbor(payload.len() + header.len() + 80, |cbor| {
        cbor.tag(COSE_SIGN1)?
            .array(4)?
            .bytes(header)?
            .map(0)?
            .bytes(payload)?
            .bytes(signature)?
            .ok()
    })
}

/// `Sig_structure` of RFC 9052 §4.4, without external data.
pub(super) fn to_be_signed(header: &[u8], payload: &[u8]) -> Vec<u8> {
    cbor(payload.len() + header.len() + 24, |cbor| {
        cbor.array(4)?.str("Signature1")?.bytes(header)?.bytes(&[])?.bytes(payload)?.ok()
    })
}

pub(super) type Parts<'a> = (&'a [u8], &'a [u8], &'a [u8]);

/// Header, payload and signature; loosely: the caller compares with what would be written.
pub(super) fn open(bytes: &[u8]) -> Result<Option<Parts<'_>>, minicbor::decode::Error> {
    let mut cbor = Decoder::new(bytes);
    if cbor.tag()? != COSE_SIGN1 || cbor.array()? != Some(4) {
        return Ok(None);
    }
    let header = cbor.bytes()?;
    if cbor.map()? != Some(0) {
        return Ok(None);
    }
    let (payload, signature) = (cbor.bytes()?, cbor.bytes()?);
    Ok((cbor.position() == bytes.len()).then_some((header, payload, signature)))
}

/// Finds a token's bytes in a text: itself alone, or what follows the last `/v/` of an address.
pub(super) fn bytes_in(text: &str) -> Result<Vec<u8>, NoToken> {
    let text = text.trim();
    if text.len() > TEXT_MAX {
        return Err(NoToken::NotFound);
    }
    let form = text
        .rsplit_once("/v/")
        .map_or(text, |(_, after)| after.split(['/', '?', '#']).next().unwrap_or_default());
    let is_base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if form.is_empty() || !form.bytes().all(is_base64url) {
        return Err(NoToken::NotFound);
    }
    let bytes = if form.bytes().all(|b| b.is_ascii_digit()) {
        decimal::decode(form)
    } else {
        base64url_decoded(form)
    };
    bytes.ok_or(NoToken::Broken)
}

fn base64url_decoded(form: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(form).ok()
}

/// The form of links.
pub(super) fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
