//! Key files: PKCS#8 PEM, encrypted as PBES2 (RFC 8018) with PBKDF2-SHA256 and AES-256-CBC, which
//! OpenSSL opens too; and the 32-byte secrets that are kept in the same envelope.

use super::keys::KeyId;
use hmac::{Hmac, KeyInit as _, Mac as _};
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{
    EncryptedPrivateKeyInfoRef, LineEnding, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument,
    pkcs5::EncryptionScheme,
};
use rand::CryptoRng;
use sha2::Sha256;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const OPEN_LABEL: &str = "PRIVATE KEY";
const LOCKED_LABEL: &str = "ENCRYPTED PRIVATE KEY";
/// No key file of ours is larger.
const PEM_MAX: usize = 16 * 1024;
/// A file that asks for more rounds would only burn our time.
const ITERATIONS_MAX: u32 = 10_000_000;

/// What a key file is encrypted under.
#[derive(Clone, Copy)]
pub struct Lock<'a> {
    /// The passphrase.
    pub passphrase: &'a str,
    /// Rounds of PBKDF2.
    pub iterations: u32,
}

impl<'a> Lock<'a> {
    /// A lock with the 600,000 rounds that OWASP asks for.
    pub fn new(passphrase: &'a str) -> Self {
        Self { passphrase, iterations: 600_000 }
    }
}

/// Why a key file could not be read or written. Never holds a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file is encrypted and no passphrase was given.
    #[error("the key file is encrypted: a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase does not open it.
    #[error("the passphrase does not open the key file")]
    PassphraseWrong,
    /// No PKCS#8 PEM, or a key of another kind.
    #[error("not a key file of this kind")]
    NotAKey,
    /// The key could not be encrypted with these rounds.
    #[error("the key could not be encrypted")]
    NotSealed,
}

/// Writes `key` as PKCS#8 PEM, encrypted when a lock is given.
pub(super) fn seal<R: CryptoRng + ?Sized>(
    algorithm: AlgorithmIdentifierRef<'_>,
    key: &[u8],
    lock: Option<&Lock<'_>>,
    rng: &mut R,
) -> Result<Zeroizing<String>, KeyFileError> {
    let key = OctetStringRef::new(key).map_err(|_| KeyFileError::NotSealed)?;
    let info = PrivateKeyInfoRef::new(algorithm, key);
    let sealed = match lock {
        None => SecretDocument::encode_msg(&info).map(|document| (OPEN_LABEL, document)),
        Some(lock) => {
            let (mut salt, mut iv) = ([0; 16], [0; 16]);
            rng.fill_bytes(&mut salt);
            rng.fill_bytes(&mut iv);
            let parameters =
                Parameters::generate_pbkdf2_sha256_aes256cbc(lock.iterations, &salt, iv)
                    .map_err(|_| KeyFileError::NotSealed)?;
            let document = info
                .encrypt_with_params(parameters, lock.passphrase)
                .map_err(|_| KeyFileError::NotSealed)?;
            Ok((LOCKED_LABEL, document))
        }
    };
    let (label, document) = sealed.map_err(|_| KeyFileError::NotSealed)?;
    document.to_pem(label, LineEnding::LF).map_err(|_| KeyFileError::NotSealed)
}

/// Opens a PKCS#8 PEM and hands its content to `read`; `None` of `read` is a key of another kind.
pub(super) fn open<T>(
    pem: &str,
    passphrase: Option<&str>,
    read: impl FnOnce(&PrivateKeyInfoRef<'_>) -> Option<T>,
) -> Result<T, KeyFileError> {
    if pem.len() > PEM_MAX {
        return Err(KeyFileError::NotAKey);
    }
    let (label, document) = SecretDocument::from_pem(pem).map_err(|_| KeyFileError::NotAKey)?;
    let (document, unfit) = match label {
        OPEN_LABEL => (document, KeyFileError::NotAKey),
        LOCKED_LABEL => (unlock(&document, passphrase)?, KeyFileError::PassphraseWrong),
        _ => return Err(KeyFileError::NotAKey),
    };
    // One wrong passphrase in 256 leaves padding that looks right, and then no key.
    let info = PrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| unfit)?;
    read(&info).ok_or(KeyFileError::NotAKey)
}

fn unlock(
    document: &SecretDocument,
    passphrase: Option<&str>,
) -> Result<SecretDocument, KeyFileError> {
    let locked = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes())
        .map_err(|_| KeyFileError::NotAKey)?;
    let EncryptionScheme::Pbes2(Parameters { kdf: Kdf::Pbkdf2(kdf), .. }) =
        &locked.encryption_algorithm
    else {
        return Err(KeyFileError::NotAKey);
    };
    if kdf.iteration_count > ITERATIONS_MAX {
        return Err(KeyFileError::NotAKey);
    }
    let passphrase = passphrase.ok_or(KeyFileError::PassphraseNeeded)?;
    locked.decrypt(passphrase).map_err(|_| KeyFileError::PassphraseWrong)
}

/// What a 32-byte secret is for. Written into its file, so that one is never taken for the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SecretUse {
    /// AES-256-GCM over ID numbers and uploaded bytes.
    Data,
    /// HMAC-SHA-256: the blind index, and the order of status lists.
    Index,
}

impl SecretUse {
    fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Data => ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.46"), // id-aes256-GCM
            Self::Index => ObjectIdentifier::new_unwrap("1.2.840.113549.2.9"),     // hmacWithSHA256
        }
    }
}

/// A symmetric secret of 32 bytes, wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret32 {
    #[zeroize(skip)]
    for_use: SecretUse,
    bytes: [u8; 32],
}

impl Secret32 {
    /// A new secret from `rng`.
    pub fn generate<R: CryptoRng + ?Sized>(for_use: SecretUse, rng: &mut R) -> Self {
        let mut secret = Self { for_use, bytes: [0; 32] };
        rng.fill_bytes(&mut secret.bytes);
        secret
    }

    /// What it is for.
    pub fn for_use(&self) -> SecretUse {
        self.for_use
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// A name that may stand beside what was made with it: 8 bytes of HMAC-SHA-256 over a fixed
    /// text, which tells nothing about the secret.
    pub fn id(&self) -> KeyId {
        let mac = Hmac::<Sha256>::new_from_slice(&self.bytes)
            .expect("HMAC takes a key of any length")
            .chain_update(b"wenzheng secret id")
            .finalize()
            .into_bytes();
        KeyId::from_slice(&mac[..8]).expect("8 of the 32 bytes of a SHA-256")
    }

    /// The secret as PKCS#8 PEM (the raw 32 bytes under the OID of its use), encrypted when a lock
    /// is given.
    pub fn to_pem<R: CryptoRng + ?Sized>(
        &self,
        lock: Option<&Lock<'_>>,
        rng: &mut R,
    ) -> Result<Zeroizing<String>, KeyFileError> {
        let algorithm = AlgorithmIdentifierRef { oid: self.for_use.oid(), parameters: None };
        seal(algorithm, &self.bytes, lock, rng)
    }

    /// Reads what [`Self::to_pem`] wrote for the same use.
    pub fn from_pem(
        for_use: SecretUse,
        pem: &str,
        passphrase: Option<&str>,
    ) -> Result<Self, KeyFileError> {
        open(pem, passphrase, |info| {
            let bytes = info.private_key.as_bytes().try_into().ok()?;
            (info.algorithm.oid == for_use.oid()).then_some(Self { for_use, bytes })
        })
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret32({:?})", self.for_use)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng as _, rngs::StdRng};

    #[test]
    fn a_secret_is_read_back_for_its_own_use_only() {
        let mut rng = StdRng::seed_from_u64(2);
        let secret = Secret32::generate(SecretUse::Data, &mut rng);
        let lock = Lock { passphrase: "p", iterations: 1000 };
        for lock in [None, Some(&lock)] {
            let pem = secret.to_pem(lock, &mut rng).unwrap();
            let read = Secret32::from_pem(SecretUse::Data, &pem, Some("p")).unwrap();
            assert_eq!((read.as_bytes(), read.id()), (secret.as_bytes(), secret.id()));
            assert_eq!(
                Secret32::from_pem(SecretUse::Index, &pem, Some("p")).unwrap_err(),
                KeyFileError::NotAKey
            );
        }
        assert_eq!(format!("{secret:?}"), "Secret32(Data)");
    }

    #[test]
    fn a_file_that_asks_for_endless_rounds_is_refused_at_once() {
        let parameters =
            Parameters::generate_pbkdf2_sha256_aes256cbc(ITERATIONS_MAX + 1, &[0; 16], [0; 16])
                .unwrap();
        let info = EncryptedPrivateKeyInfoRef {
            encryption_algorithm: parameters.into(),
            encrypted_data: OctetStringRef::new(&[0; 48]).unwrap(),
        };
        let document = SecretDocument::encode_msg(&info).unwrap();
        let pem = document.to_pem(LOCKED_LABEL, LineEnding::LF).unwrap();
        assert_eq!(
            Secret32::from_pem(SecretUse::Index, &pem, Some("p")).unwrap_err(),
            KeyFileError::NotAKey
        );
    }
}
