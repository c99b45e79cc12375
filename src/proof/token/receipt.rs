//! The token of a receipt 报送回执: `COSE_Sign1` by the same key as a certificate's token, and never
//! taken for one. The protected header, which is signed, names the kind (content type, label 3); a
//! certificate's header has no such label, and each reader takes its own header alone. The format in
//! the claims is another number besides:
//!
//! ```text
//! 0 format = 2 (a certificate's is 1)   1 batch   2 code of the office   3 its name
//! 4 way: 1 filed, 2 reviewed, 3 confirmed   5 accepted   6 rejected   7 unchanged
//! 8 SHA-256 of the file   9 reported at, in seconds since 1970
//! ```

use super::cose::{self, cbor, key};
use super::{MAX_BYTES, NoToken, Unsignable};
use crate::model::{
    batch::BatchId, day::Timestamp, digest::Digest, office::OfficeCode, receipt::Receipt,
    text::Text, way::Way,
};
use crate::proof::keys::{KeyId, PublicKey, Signer};
use minicbor::Decoder;

const FORMAT: u8 = 2;
/// The media type of the claims: what tells a receipt from everything else that the key signs.
const CONTENT_TYPE: &str = "application/vnd.wenzheng.receipt";
/// The last second of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// A receipt's token of the right form. Whether its signature holds is another question.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceiptToken {
    bytes: Vec<u8>,
    kid: KeyId,
    receipt: Receipt,
    signature: [u8; 64],
}

impl ReceiptToken {
    /// Signs a receipt, its time cut to whole seconds.
    pub fn sign(receipt: &Receipt, signer: &Signer) -> Result<Self, Unsignable> {
        let receipt =
            Receipt { reported_at: receipt.reported_at.whole_seconds(), ..receipt.clone() };
        let payload = payload(&receipt).ok_or(Unsignable::Time)?;
        let header = header(signer.id());
        let signature = signer.sign(&cose::to_be_signed(&header, &payload));
        let bytes = cose::envelope(&header, &payload, &signature);
        if bytes.len() > MAX_BYTES {
            return Err(Unsignable::TooLong);
        }
        Ok(Self { bytes, kid: signer.id(), receipt, signature })
    }

    /// Reads a token's bytes; `None` unless they are exactly what [`Self::sign`] writes.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let (header, payload, signature) = cose::open(bytes).ok()??;
        let kid = kid(header)?;
        let signature: [u8; 64] = signature.try_into().ok()?;
        let receipt = receipt(payload)?;
        let same = self::payload(&receipt)? == payload
            && cose::envelope(&self::header(kid), payload, &signature) == bytes;
        same.then(|| Self { bytes: bytes.to_vec(), kid, receipt, signature })
    }

    /// Finds the token in a text: itself alone, or what follows the last `/v/` of an address.
    pub fn from_text(text: &str) -> Result<Self, NoToken> {
        Self::read(&cose::bytes_in(text)?).ok_or(NoToken::Broken)
    }

    /// The COSE bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The form of the QR.
    pub fn digits(&self) -> String {
        super::decimal::encode(&self.bytes)
    }

    /// The form of links.
    pub fn base64url(&self) -> String {
        cose::base64url(&self.bytes)
    }

    /// The id of the key that it names.
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// What it says, which counts for nothing before [`Self::is_signed_by`].
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// Whether `key` signed it.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let parts = cose::open(&self.bytes).ok().flatten();
        parts.is_some_and(|(header, payload, _)| {
            key.id() == self.kid
                && key.verifies(&cose::to_be_signed(header, payload), &self.signature)
        })
    }
}

impl std::fmt::Debug for ReceiptToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReceiptToken({} by {})", self.receipt.batch, self.kid)
    }
}

/// alg (1) is -8, content type (3), kid (4), in this order.
fn header(kid: KeyId) -> Vec<u8> {
    cbor(64, |cbor| {
        cbor.map(3)?.u8(1)?.i8(-8)?.u8(3)?.str(CONTENT_TYPE)?.u8(4)?.bytes(kid.as_bytes())?.ok()
    })
}

/// The key id of a receipt's header; loosely: the caller compares with what [`header`] writes.
fn kid(header: &[u8]) -> Option<KeyId> {
    let at = header.len().checked_sub(8)?;
    KeyId::from_slice(header.get(at..)?)
}

/// The map of a receipt; `None` for a time before 1970 or after 9999.
fn payload(receipt: &Receipt) -> Option<Vec<u8>> {
    let seconds = u64::try_from(receipt.reported_at.0 / 1000).ok();
    let seconds = seconds.filter(|seconds| *seconds <= LAST_SECOND)?;
    let (batch, office) = (receipt.batch.to_string(), receipt.office.as_str());
    Some(cbor(160, |cbor| {
        cbor.map(10)?.u8(0)?.u8(FORMAT)?.u8(1)?.str(&batch)?.u8(2)?.str(office)?;
        cbor.u8(3)?.str(receipt.office_name.as_str())?.u8(4)?.u8(way_code(receipt.way))?;
        cbor.u8(5)?.u64(receipt.accepted)?.u8(6)?.u64(receipt.rejected)?;
        cbor.u8(7)?.u64(receipt.unchanged)?.u8(8)?.bytes(&receipt.file.0)?;
        cbor.u8(9)?.u64(seconds)?.ok()
    }))
}

/// Reads the map loosely: the caller compares with what [`payload`] writes.
fn receipt(payload: &[u8]) -> Option<Receipt> {
    let mut cbor = Decoder::new(payload);
    (cbor.map().ok()?? == 10).then_some(())?;
    (key(&mut cbor, 0)?.u8().ok()? == FORMAT).then_some(())?;
    Some(Receipt {
        batch: BatchId::parse(key(&mut cbor, 1)?.str().ok()?)?,
        office: OfficeCode::parse(key(&mut cbor, 2)?.str().ok()?)?,
        office_name: Text::parse(key(&mut cbor, 3)?.str().ok()?)?,
        way: way_of(key(&mut cbor, 4)?.u8().ok()?)?,
        accepted: key(&mut cbor, 5)?.u64().ok()?,
        rejected: key(&mut cbor, 6)?.u64().ok()?,
        unchanged: key(&mut cbor, 7)?.u64().ok()?,
        file: Digest::from_slice(key(&mut cbor, 8)?.bytes().ok()?)?,
        reported_at: instant(key(&mut cbor, 9)?.u64().ok()?)?,
    })
}

fn instant(seconds: u64) -> Option<Timestamp> {
    let seconds = i64::try_from(seconds).ok().filter(|_| seconds <= LAST_SECOND)?;
    Some(Timestamp(seconds * 1000)) // ≤ 2.6 × 10^14
}

fn way_code(way: Way) -> u8 {
    match way {
        Way::Filed => 1,
        Way::Reviewed => 2,
        Way::Confirmed => 3,
    }
}

fn way_of(code: u8) -> Option<Way> {
    Way::ALL.into_iter().find(|way| way_code(*way) == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::certificate::Claims;
    use crate::proof::{sample, token::Token};
    use proptest::prelude::*;

    fn token() -> ReceiptToken {
        ReceiptToken::sign(&sample::receipt(), &sample::signer()).unwrap()
    }

    fn certificate() -> Token {
        Token::sign(&Claims::from(&sample::certificate()), &sample::signer()).unwrap()
    }

    /// A message of our own key over any header and claims.
    fn forged(header: &[u8], payload: &[u8]) -> Vec<u8> {
        let signature = sample::signer().sign(&cose::to_be_signed(header, payload));
        cose::envelope(header, payload, &signature)
    }

    #[test]
    fn a_receipt_reads_back_in_every_form() {
        let token = token();
        let link = format!("https://a.cn/v/{}?x#y", token.base64url());
        for text in [token.digits(), token.base64url(), link] {
            assert_eq!(ReceiptToken::from_text(&text).as_ref(), Ok(&token), "{text}");
        }
        assert_eq!(token.receipt(), &sample::receipt());
        assert!(token.is_signed_by(sample::signer().public()));
        assert!(!token.is_signed_by(Signer::from_seed(&[9; 32]).public()));
        assert!(token.digits().len() <= 600, "{} digits", token.digits().len());
    }

    #[test]
    fn neither_kind_is_read_as_the_other() {
        let (receipt, certificate) = (token(), certificate());
        assert_eq!(Token::from_text(&receipt.digits()), Err(NoToken::Broken));
        assert_eq!(ReceiptToken::from_text(&certificate.digits()), Err(NoToken::Broken));
        // Even what the registry's own key signed under the other kind's header, or with the other
        // kind's claims.
        let (certificates, claims, _) = cose::open(certificate.as_bytes()).unwrap().unwrap();
        let (receipts, said, _) = cose::open(receipt.as_bytes()).unwrap().unwrap();
        for (header, payload) in [(certificates, said), (receipts, claims)] {
            let bytes = forged(header, payload);
            assert_eq!((Token::read(&bytes), ReceiptToken::read(&bytes)), (None, None));
        }
        // And a header put in place of the other carries no signature over.
        let signature: [u8; 64] =
            certificate.as_bytes()[certificate.as_bytes().len() - 64..].try_into().unwrap();
        for (header, payload) in [(receipts, said), (receipts, claims)] {
            let relabelled = ReceiptToken::read(&cose::envelope(header, payload, &signature));
            assert!(!relabelled.is_some_and(|token| token.is_signed_by(sample::signer().public())));
        }
    }

    #[test]
    fn only_the_deterministic_encoding_is_read() {
        let token = token();
        let bytes = token.as_bytes();
        assert_eq!(&bytes[..10], [0xd2, 0x84, 0x58, 0x30, 0xa3, 0x01, 0x27, 0x03, 0x78, 0x20]);
        let header = |write: &[u8]| [&[0xa3, 0x01, 0x27][..], write].concat();
        let (_, said, _) = cose::open(bytes).unwrap().unwrap();
        let kid = token.kid();
        let other = [&[0x03, 0x61, b'x', 0x04, 0x48][..], kid.as_bytes()].concat();
        assert_eq!(ReceiptToken::read(&forged(&header(&other), said)), None);
        assert_eq!(ReceiptToken::read(&forged(&[], said)), None);
        let mut trailing = bytes.to_vec();
        trailing.push(0);
        for bad in [&bytes[1..], &trailing, &bytes[..bytes.len() - 1], &[]] {
            assert_eq!(ReceiptToken::read(bad), None);
        }
        for at in [Timestamp(-1000), Timestamp(i64::MAX)] {
            let receipt = Receipt { reported_at: at, ..sample::receipt() };
            assert_eq!(ReceiptToken::sign(&receipt, &sample::signer()), Err(Unsignable::Time));
        }
    }

    #[test]
    fn any_digit_changed_or_left_out_is_refused() {
        let (digits, signer) = (token().digits(), sample::signer());
        let holds = |text: &str| {
            ReceiptToken::from_text(text).is_ok_and(|token| token.is_signed_by(signer.public()))
        };
        assert!(holds(&digits));
        for (at, digit) in digits.char_indices() {
            for other in ('0'..='9').filter(|other| *other != digit) {
                let mut changed = digits.clone();
                changed.replace_range(at..=at, &other.to_string());
                assert!(!holds(&changed), "{at}");
            }
            assert!(!holds(&digits[..at]), "{at}");
        }
    }

    proptest! {
        #[test]
        fn any_receipt_reads_back(
            counts in any::<[u64; 3]>(), file in any::<[u8; 32]>(), name in "[\u{4e00}-\u{9fff}]{1,60}",
            way in 0..3_usize, year in 1000..9999_i16, serial in 1..u32::MAX, seconds in 0..=LAST_SECOND,
        ) {
            let [accepted, rejected, unchanged] = counts;
            let receipt = Receipt {
                batch: BatchId { year, serial },
                office_name: Text::parse(&name).unwrap(),
                way: Way::ALL[way],
                accepted,
                rejected,
                unchanged,
                file: Digest(file),
                reported_at: instant(seconds).unwrap(),
                ..sample::receipt()
            };
            let token = ReceiptToken::sign(&receipt, &sample::signer()).unwrap();
            let read = ReceiptToken::read(token.as_bytes());
            prop_assert_eq!(read.as_ref().map(ReceiptToken::receipt), Some(&receipt));
            prop_assert_eq!(Token::read(token.as_bytes()), None);
        }

        #[test]
        fn no_bytes_and_no_text_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "(?s).{0,100}") {
            prop_assert_eq!(ReceiptToken::read(&bytes), None);
            prop_assert!(ReceiptToken::from_text(&text).is_err());
        }

        #[test]
        fn any_bit_flipped_is_refused(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let mut bytes = token().as_bytes().to_vec();
            let place = at.index(bytes.len());
            bytes[place] ^= 1 << bit;
            let holds = ReceiptToken::read(&bytes)
                .is_some_and(|token| token.is_signed_by(sample::signer().public()));
            prop_assert!(!holds);
        }
    }
}
