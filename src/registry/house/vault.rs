//! Personal data at rest: what is sealed, and how a person is found without their number.
//!
//! Sealed value: `1 | key id (8) | nonce (12) | AES-256-GCM ciphertext and tag`, with table and row
//! id as associated data, so that a value moved to another row does not open. Blind index:
//! HMAC-SHA-256 under a key of its own. Both keys stand outside the database.

use crate::model::identity::Identity;
use crate::proof::secret::Secret32;
use crate::registry::Failed;
use crate::store::{holder::Person, rows::RowKey};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::sync::Arc;

const VERSION: u8 = 1;
const KEY_ID: usize = 8;
const NONCE: usize = 12;
const HEAD: usize = 1 + KEY_ID + NONCE;

/// Seals, opens and blinds.
pub struct Vault {
    cipher: Aes256Gcm,
    data_key_id: [u8; KEY_ID],
    index_key_id: Arc<str>,
    blind: Hmac<Sha256>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// Where a sealed value stands: its table and its row.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a>(pub &'static str, pub &'a str);

impl Place<'_> {
    fn associated(self) -> Vec<u8> {
        [self.0.as_bytes(), b"\0", self.1.as_bytes()].concat()
    }
}

impl Vault {
    /// A vault over the two keys.
    pub fn new(data_key: &Secret32, index_key: &Secret32) -> Result<Self, Failed> {
        let broken = |_| Failed::because(&"a key of the vault has the wrong length");
        Ok(Self {
            cipher: Aes256Gcm::new_from_slice(data_key.as_bytes())
                .map_err(|_| Failed::because(&"the data key has the wrong length"))?,
            data_key_id: *data_key.id().as_bytes(),
            index_key_id: index_key.id().to_string().into(),
            blind: Hmac::new_from_slice(index_key.as_bytes()).map_err(broken)?,
        })
    }

    /// Seals `plain` for `place` under a fresh random `nonce`.
    pub fn seal(
        &self,
        place: Place<'_>,
        nonce: [u8; NONCE],
        plain: &[u8],
    ) -> Result<Vec<u8>, Failed> {
        let payload = Payload { msg: plain, aad: &place.associated() };
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| Failed::because(&"a value is too long to be sealed"))?;
        Ok([&[VERSION], &self.data_key_id[..], &nonce[..], &sealed].concat())
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, Failed> {
        let fail = |what: &str| Failed::because(&format!("{}: {what}", place.0));
        let (head, body) =
            sealed.split_at_checked(HEAD).ok_or_else(|| fail("a sealed value is cut"))?;
        if head.first() != Some(&VERSION) || head.get(1..=KEY_ID) != Some(&self.data_key_id[..]) {
            return Err(fail("a value was sealed under another key"));
        }
        let nonce: [u8; NONCE] = head
            .get(1 + KEY_ID..)
            .and_then(|n| n.try_into().ok())
            .ok_or_else(|| fail("a sealed value is cut"))?;
        let payload = Payload { msg: body, aad: &place.associated() };
        self.cipher
            .decrypt(&Nonce::from(nonce), payload)
            .map_err(|_| fail("a sealed value was altered or moved"))
    }

    /// The id of the key behind every blind index.
    pub fn index_key_id(&self) -> Arc<str> {
        self.index_key_id.clone()
    }

    /// The blind index of a person.
    pub fn person(&self, identity: &Identity) -> Person {
        Person(self.mac(&[
            b"person",
            identity.id_type.code().as_bytes(),
            identity.id_number.reveal().as_bytes(),
        ]))
    }

    /// The identity of a row: person, series, specialty, title, awarding office.
    pub fn row_key(&self, person: Person, parts: [&str; 4]) -> RowKey {
        let [series, specialty, title, office] = parts.map(str::as_bytes);
        RowKey(self.mac(&[b"row", &person.0, series, specialty, title, office]))
    }

    /// A keyed hash of whatever a limit is about (an address, a person).
    pub fn subject(&self, kind: &str, of: &[u8]) -> [u8; 32] {
        self.mac(&[b"subject", kind.as_bytes(), of])
    }

    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.blind.clone();
        for part in parts {
            // Lengths in front, so that no two lists of parts run together alike.
            mac.update(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}
