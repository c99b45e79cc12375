//! Ed25519 keys (RFC 8032): key ids, public keys with their public spellings, and signers.

pub use crate::model::key_id::KeyId;

use super::multibase::{from_multibase, multibase};
use super::secret::{self, KeyFileError, Lock};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use rand::CryptoRng;
use serde_json::{Value, json};
use std::fmt;
use zeroize::Zeroizing;

/// DER of an Ed25519 `SubjectPublicKeyInfo` (RFC 8410) up to the 32 bytes of the key.
const SPKI_PREFIX: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// Multicodec `ed25519-pub`, as a varint.
const MULTICODEC: [u8; 2] = [0xed, 0x01];
/// A Multikey of an Ed25519 key has 48 characters; more is never decoded.
const MULTIKEY_MAX: usize = 64;
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// A public key with its id and its Multikey spelling, parsed once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicKey {
    id: KeyId,
    key: VerifyingKey,
    multikey: String,
}

impl PublicKey {
    fn new(key: VerifyingKey) -> Self {
        let multikey = multibase(&[&MULTICODEC[..], key.as_bytes()].concat());
        let id = KeyId::of(&[&SPKI_PREFIX[..], key.as_bytes()].concat());
        Self { id, key, multikey }
    }

    /// From the 32 bytes of RFC 8032. Refuses what is no point, and the points of small order,
    /// under which one signature can hold for many messages.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak()).map(Self::new)
    }

    /// Parses a Multikey, `z6Mk…` (W3C Controlled Identifiers 1.0).
    pub fn from_multikey(written: &str) -> Option<Self> {
        let bytes = from_multibase(written, MULTIKEY_MAX)?;
        let key = Self::from_bytes(bytes.strip_prefix(&MULTICODEC)?.try_into().ok()?)?;
        (key.multikey == written).then_some(key)
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// `z6Mk…`.
    pub fn multikey(&self) -> &str {
        &self.multikey
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The key as a JSON Web Key (RFC 8037).
    pub fn jwk(&self) -> Value {
        let x = BASE64_URL_SAFE_NO_PAD.encode(self.key.as_bytes());
        json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.id.to_string(), "x": x})
    }

    /// Whether `signature` is this key's over `message`.
    ///
    /// The plain check of RFC 8032 compares R byte by byte and refuses s ≥ ℓ; with keys of small
    /// order kept out above, a signature binds its key and message without the second
    /// decompression of `verify_strict`.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify(message, &Signature::from_bytes(signature)).is_ok()
    }
}

/// A private key, parsed once (parsing costs as much as signing) and wiped when dropped.
pub struct Signer {
    public: PublicKey,
    key: SigningKey,
}

impl Signer {
    /// A new key from `rng`.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_seed(&seed)
    }

    /// The key of a seed: the 32 bytes that RFC 8032 calls the private key.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        Self { public: PublicKey::new(key.verifying_key()), key }
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.public.id
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The signature over `message`.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// The key as PKCS#8 PEM, encrypted when a lock is given.
    pub fn to_pem<R: CryptoRng + ?Sized>(
        &self,
        lock: Option<&Lock<'_>>,
        rng: &mut R,
    ) -> Result<Zeroizing<String>, KeyFileError> {
        // RFC 8410: the private key is an OCTET STRING within the OCTET STRING of PKCS#8.
        let mut nested = Zeroizing::new([0; 34]);
        nested[..2].copy_from_slice(&[0x04, 0x20]); // of 34 bytes
        nested[2..].copy_from_slice(self.key.as_bytes());
        secret::seal(AlgorithmIdentifierRef { oid: ED25519, parameters: None }, &*nested, lock, rng)
    }

    /// Reads what [`Self::to_pem`] wrote, and what OpenSSL writes.
    pub fn from_pem(pem: &str, passphrase: Option<&str>) -> Result<Self, KeyFileError> {
        secret::open(pem, passphrase, |info: &PrivateKeyInfoRef<'_>| {
            let nested = info.private_key.as_bytes();
            match (info.algorithm.oid, nested.strip_prefix(&[0x04, 0x20])) {
                (ED25519, Some(seed)) => Some(Self::from_seed(seed.try_into().ok()?)),
                _ => None,
            }
        })
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.public.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng as _, rngs::StdRng};

    const FEW: u32 = 1000;

    fn hex<const N: usize>(written: &str) -> [u8; N] {
        let bytes: Vec<u8> = (0..written.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&written[at..at + 2], 16).unwrap())
            .collect();
        bytes.try_into().unwrap()
    }

    #[test]
    fn rfc_8032_test_1() {
        let signer = Signer::from_seed(&hex(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        ));
        let public = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assert_eq!(signer.public().as_bytes(), &public);
        let signature = hex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        );
        assert_eq!(signer.sign(b""), signature);
        assert!(signer.public().verifies(b"", &signature));
        assert!(!signer.public().verifies(b"x", &signature));
        assert_eq!(signer.public().multikey(), "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw");
        assert_eq!(signer.public().jwk()["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"); // RFC 8037
    }

    #[test]
    fn a_signature_whose_s_is_too_large_is_refused() {
        let signer = Signer::from_seed(&[7; 32]);
        let mut signature = signer.sign(b"m");
        let order: [u8; 32] =
            hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        let mut carry = 0;
        for (s, l) in signature[32..].iter_mut().zip(order) {
            let sum = u16::from(*s) + u16::from(l) + carry;
            *s = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
        assert!(!signer.public().verifies(b"m", &signature));
    }

    #[test]
    fn a_public_key_has_one_spelling_and_is_not_weak() {
        let key = Signer::from_seed(&[7; 32]).public().clone();
        assert_eq!(PublicKey::from_multikey(key.multikey()), Some(key.clone()));
        assert_eq!(KeyId::parse(&key.id().to_string()), Some(key.id()));
        assert_eq!(KeyId::parse("+123456789abcdef"), None);
        for bad in [
            "",
            "z",
            "z6Mk",
            &key.multikey()[1..],
            &format!("{}1", key.multikey()),
            &format!("z1{}", &key.multikey()[1..]),
        ] {
            assert_eq!(PublicKey::from_multikey(bad), None, "{bad}");
        }
        let mut neutral = [0; 32];
        neutral[0] = 1;
        assert_eq!(PublicKey::from_bytes(&neutral), None);
        assert_eq!(PublicKey::from_bytes(&[0; 32]), None);
    }

    #[test]
    fn a_key_file_opens_with_its_passphrase_alone() {
        let mut rng = StdRng::seed_from_u64(1);
        let signer = Signer::generate(&mut rng);
        let lock = Lock { passphrase: "正确的口令", iterations: FEW };
        let pem = signer.to_pem(Some(&lock), &mut rng).unwrap();
        assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        assert_eq!(Signer::from_pem(&pem, Some("正确的口令")).unwrap().id(), signer.id());
        assert_eq!(Signer::from_pem(&pem, None).unwrap_err(), KeyFileError::PassphraseNeeded);
        assert_eq!(Signer::from_pem(&pem, Some("x")).unwrap_err(), KeyFileError::PassphraseWrong);
        let open = signer.to_pem(None, &mut rng).unwrap();
        assert_eq!(Signer::from_pem(&open, Some("unused")).unwrap().id(), signer.id());
        for bad in ["", "not a key", &pem[..200], &open.replace("PRIVATE", "PUBLIC")] {
            assert_eq!(
                Signer::from_pem(bad, Some("x")).unwrap_err(),
                KeyFileError::NotAKey,
                "{bad}"
            );
        }
    }

    #[test]
    fn a_key_of_openssl_opens() {
        // openssl genpkey -algorithm ed25519
        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
        let signer = Signer::from_pem(pem, None).unwrap();
        assert_eq!(
            signer.id(),
            Signer::from_seed(&hex(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
            ))
            .id()
        );
        assert_eq!(&*signer.to_pem(None, &mut StdRng::seed_from_u64(1)).unwrap(), pem);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(?s).{0,120}", body in "[A-Za-z0-9+/=\n]{0,120}") {
            let pem = |label: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
            for bad in [text, pem("PRIVATE KEY"), pem("ENCRYPTED PRIVATE KEY")] {
                prop_assert_eq!(Signer::from_pem(&bad, Some("x")).err(), Some(KeyFileError::NotAKey));
                prop_assert_eq!(PublicKey::from_multikey(&bad), None);
                prop_assert_eq!(KeyId::parse(&bad), None);
            }
        }
    }
}
