//! Checkpoints: a tree's head, signed as a note (C2SP tlog-checkpoint, signed-note).

use super::merkle::{Head, MAX_SIZE};
use crate::model::digest::Digest;
use crate::proof::keys::{PublicKey, Signer};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The most bytes of a checkpoint that is read.
pub const MAX_BYTES: usize = 64 * 1024;
/// Type of an Ed25519 signature in a signed note.
const ED25519: u8 = 1;

/// A log's name: host and path without a scheme. Also the name of its key.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Origin(String);

impl Origin {
    /// Parses 1-250 characters without space, control or `+`.
    pub fn parse(written: &str) -> Option<Self> {
        let sound = (1..=250).contains(&written.len())
            && !written.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+');
        sound.then(|| Self(written.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The public key of a log as notes know it. Written `origin+hash+key`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifierKey {
    origin: Origin,
    hash: [u8; 4],
    key: PublicKey,
}

impl VerifierKey {
    /// The verifier key of a log's key.
    pub fn new(origin: &Origin, key: &PublicKey) -> Self {
        let hash = Sha256::new()
            .chain_update(origin.as_str())
            .chain_update([b'\n', ED25519])
            .chain_update(key.as_bytes())
            .finalize();
        let mut short = [0; 4];
        short.copy_from_slice(&hash[..4]); // of 32 bytes
        Self { origin: origin.clone(), hash: short, key: key.clone() }
    }

    /// Parses `origin+hash+key`; the hash must be the key's.
    pub fn parse(written: &str) -> Option<Self> {
        let (origin, rest) = written.split_once('+')?;
        let (_, key) = rest.split_once('+')?;
        let bytes = BASE64_STANDARD.decode(key).ok()?;
        let key = PublicKey::from_bytes(bytes.strip_prefix(&[ED25519])?.try_into().ok()?)?;
        let parsed = Self::new(&Origin::parse(origin)?, &key);
        (parsed.to_string() == written).then_some(parsed)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = u32::from_be_bytes(self.hash);
        let key = BASE64_STANDARD.encode([&[ED25519], &self.key.as_bytes()[..]].concat());
        write!(f, "{}+{hash:08x}+{key}", self.origin)
    }
}

/// What a checkpoint says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// Of which log.
    pub origin: Origin,
    /// Size and root.
    pub head: Head,
}

/// Why a checkpoint does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CheckpointError {
    /// Not a checkpoint, or larger than 64 KiB.
    #[error("not a checkpoint")]
    Malformed,
    /// No signature by a key of the log, or one that does not hold.
    #[error("the checkpoint is not signed by the log's key")]
    NotSigned,
}

impl Checkpoint {
    /// The signed checkpoint.
    pub fn sign(&self, signer: &Signer) -> String {
        let text = self.text();
        let hash = VerifierKey::new(&self.origin, signer.public()).hash;
        let signature = [&hash[..], &signer.sign(text.as_bytes())].concat();
        format!("{text}\n— {} {}\n", self.origin, BASE64_STANDARD.encode(signature))
    }

    fn text(&self) -> String {
        let Head { size, root } = self.head;
        format!("{}\n{size}\n{}\n", self.origin, BASE64_STANDARD.encode(root.0))
    }

    /// Reads a checkpoint that one of `keys` has signed. Signatures by others (witnesses) are left
    /// aside; a wrong one by one of `keys` is not.
    pub fn read(note: &str, keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        let (body, signatures) = note
            .rsplit_once("\n\n")
            .filter(|_| note.len() <= MAX_BYTES && note.ends_with('\n'))
            .ok_or(CheckpointError::Malformed)?;
        let text = note.get(..=body.len()).ok_or(CheckpointError::Malformed)?;
        let checkpoint = Self::parse(body).ok_or(CheckpointError::Malformed)?;
        let mut signed = false;
        for line in signatures.lines() {
            let (name, signature) = read_signature(line).ok_or(CheckpointError::Malformed)?;
            let key = keys.iter().find(|key| {
                name == key.origin.as_str() && signature.strip_prefix(&key.hash[..]).is_some()
            });
            if let Some(key) = key.filter(|key| key.origin == checkpoint.origin) {
                let holds = signature
                    .get(4..)
                    .and_then(|bytes| bytes.try_into().ok())
                    .is_some_and(|bytes| key.key.verifies(text.as_bytes(), bytes));
                if !holds {
                    return Err(CheckpointError::NotSigned);
                }
                signed = true;
            }
        }
        if signed { Ok(checkpoint) } else { Err(CheckpointError::NotSigned) }
    }

    /// Lines after the third are extensions and left aside, as the standard has it.
    fn parse(body: &str) -> Option<Self> {
        let mut lines = body.split('\n');
        let origin = Origin::parse(lines.next()?)?;
        let digits = lines.next()?;
        let size: u64 = digits.parse().ok().filter(|size| *size <= MAX_SIZE)?;
        let root = Digest::from_slice(&BASE64_STANDARD.decode(lines.next()?).ok()?)?;
        (size.to_string() == digits && !lines.any(str::is_empty)).then_some(())?;
        Some(Self { origin, head: Head { size, root } })
    }
}

fn read_signature(line: &str) -> Option<(&str, Vec<u8>)> {
    let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = BASE64_STANDARD.decode(signature).ok().filter(|bytes| bytes.len() > 4)?;
    Some((name, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VKEY: &str =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    const TESSERA: &str = include_str!("../../../tests/fixtures/vectors/tessera-log/checkpoint");
    const COSIGNED: &str = include_str!("../../../tests/fixtures/vectors/checkpoint-cosigned");

    #[test]
    fn a_checkpoint_of_tessera_is_read_and_an_edited_one_is_not() {
        let keys = [VerifierKey::parse(VKEY).unwrap()];
        assert_eq!(keys[0].to_string(), VKEY);
        for note in [TESSERA, COSIGNED] {
            let read = Checkpoint::read(note, &keys).unwrap();
            assert_eq!((read.origin.as_str(), read.head.size), ("example.com/log/testdata", 15));
        }
        let edited = TESSERA.replace("\n15\n", "\n16\n");
        assert_eq!(Checkpoint::read(&edited, &keys), Err(CheckpointError::NotSigned));
        assert_eq!(Checkpoint::read(TESSERA, &[]), Err(CheckpointError::NotSigned));
        for bad in [
            "",
            "\n\n",
            &TESSERA.replace("15", "015"),
            TESSERA.trim_end(),
            &TESSERA.replace("— ", "- "),
        ] {
            assert_eq!(Checkpoint::read(bad, &keys), Err(CheckpointError::Malformed), "{bad}");
        }
    }

    #[test]
    fn our_own_checkpoint_is_read_by_its_own_key_and_origin_only() {
        let signer = Signer::from_seed(&[9; 32]);
        let origin = Origin::parse("zs.wenzhou.gov.cn").unwrap();
        let checkpoint =
            Checkpoint { origin: origin.clone(), head: Head { size: 7, root: Digest([3; 32]) } };
        let note = checkpoint.sign(&signer);
        let key = VerifierKey::new(&origin, signer.public());
        assert_eq!(VerifierKey::parse(&key.to_string()), Some(key.clone()));
        assert_eq!(Checkpoint::read(&note, std::slice::from_ref(&key)), Ok(checkpoint));
        let other = VerifierKey::new(&origin, Signer::from_seed(&[8; 32]).public());
        assert_eq!(Checkpoint::read(&note, &[other]), Err(CheckpointError::NotSigned));
        let moved = note.replace("zs.wenzhou.gov.cn\n7", "zs.wenzhou.cn\n7");
        assert_eq!(Checkpoint::read(&moved, &[key]), Err(CheckpointError::NotSigned));
        assert_eq!(Origin::parse("a b"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(?s).{0,200}") {
            prop_assert!(Checkpoint::read(&text, &[]).is_err());
            let _ = VerifierKey::parse(&text);
        }
    }
}
