//! The private half of a document key: P-256, signing by RFC 6979, so that the same file is signed
//! with the same bytes.

use crate::model::key_id::KeyId;
use crate::proof::secret::{self, KeyFileError, Lock};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey, signature::Signer as _};
use pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, PrivateKeyInfoRef};
use rand::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// A private document key, parsed once and wiped when dropped.
pub struct DocumentKey {
    id: KeyId,
    key: SigningKey,
}

impl DocumentKey {
    /// A new key from `rng`.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        let mut scalar = Zeroizing::new([0; 32]);
        loop {
            rng.fill_bytes(scalar.as_mut());
            // All but one of 2³² draws lie below the order of the curve and are not zero.
            if let Some(key) = SigningKey::from_slice(&*scalar).ok().and_then(Self::new) {
                return key;
            }
        }
    }

    fn new(key: SigningKey) -> Option<Self> {
        let spki = key.verifying_key().to_public_key_der().ok()?;
        Some(Self { id: KeyId::of(spki.as_bytes()), key })
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The public half.
    pub(super) fn public(&self) -> &VerifyingKey {
        self.key.verifying_key()
    }

    pub(super) fn signing(&self) -> &SigningKey {
        &self.key
    }

    /// The signature over SHA-256 of `message`: of the two that hold, the one with the lower s, so
    /// that nobody can write another without the key.
    pub(super) fn sign(&self, message: &[u8]) -> Signature {
        let signature: Signature = self.key.sign(message);
        signature.normalize_s()
    }

    /// The key as PKCS#8 PEM, encrypted when a lock is given.
    pub fn to_pem<R: CryptoRng + ?Sized>(
        &self,
        lock: Option<&Lock<'_>>,
        rng: &mut R,
    ) -> Result<Zeroizing<String>, KeyFileError> {
        let document = self.key.to_pkcs8_der().map_err(|_| KeyFileError::NotSealed)?;
        let info = PrivateKeyInfoRef::try_from(document.as_bytes())
            .map_err(|_| KeyFileError::NotSealed)?;
        secret::seal(info.algorithm, info.private_key.as_bytes(), lock, rng)
    }

    /// Reads what [`Self::to_pem`] wrote, and what OpenSSL writes.
    pub fn from_pem(pem: &str, passphrase: Option<&str>) -> Result<Self, KeyFileError> {
        secret::open(pem, passphrase, |info: &PrivateKeyInfoRef<'_>| {
            Self::new(SigningKey::try_from(info.clone()).ok()?)
        })
    }
}

impl fmt::Debug for DocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentKey({})", self.id)
    }
}
