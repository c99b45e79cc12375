//! A receipt: the proof that an entry is in the log, in one text that other people's tools check
//! without us (`c2sp.org/tlog-proof@v1`).

use super::checkpoint::{self, Checkpoint, CheckpointError, VerifierKey};
use super::merkle::{MAX_PROOF, includes, leaf_hash};
use crate::model::digest::Digest;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use std::fmt;

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A proof of inclusion with the checkpoint that it leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Which leaf, from 0.
    pub index: u64,
    /// The hashes from the leaf to the root.
    pub proof: Vec<Digest>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// Why a receipt does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReceiptError {
    /// The checkpoint does not count.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The proof does not lead from the entry to the checkpoint.
    #[error("the entry is not in the log of the checkpoint")]
    NotIncluded,
}

impl Receipt {
    /// Reads the text; `None` if it is of another form or too long.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > checkpoint::MAX_BYTES + 4096 {
            return None;
        }
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        (lines.next()? == HEADER).then_some(())?;
        let mut line = lines.next()?;
        if line.starts_with("extra ") {
            line = lines.next()?;
        }
        let digits = line.strip_prefix("index ")?;
        let index: u64 = digits.parse().ok()?;
        let proof: Vec<Digest> = lines
            .take(MAX_PROOF + 1)
            .map(|line| Digest::from_slice(&BASE64_STANDARD.decode(line).ok()?))
            .collect::<Option<_>>()?;
        let sound = index.to_string() == digits && proof.len() <= MAX_PROOF;
        sound.then(|| Self { index, proof, checkpoint: checkpoint.to_owned() })
    }

    /// Checks that the log of one of `keys` holds `entry` where the receipt says.
    pub fn verify(&self, entry: &[u8], keys: &[VerifierKey]) -> Result<Checkpoint, ReceiptError> {
        let checkpoint = Checkpoint::read(&self.checkpoint, keys)?;
        let head = checkpoint.head;
        if includes(&leaf_hash(entry), self.index, head.size, &self.proof, &head.root) {
            Ok(checkpoint)
        } else {
            Err(ReceiptError::NotIncluded)
        }
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}\nindex {}", self.index)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", BASE64_STANDARD.encode(hash.0)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VECTOR: &str = include_str!("../../../tests/fixtures/vectors/leaf-seven.tlog-proof");
    const LEAF: &[u8] = include_bytes!("../../../tests/fixtures/vectors/leaf-seven.bin");
    const VKEY: &str =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    #[test]
    fn the_published_proof_holds_for_its_leaf_only() {
        let keys = [VerifierKey::parse(VKEY).unwrap()];
        let receipt = Receipt::parse(VECTOR).unwrap();
        assert_eq!(receipt.verify(LEAF, &keys).unwrap().head.size, 15);
        assert_eq!(receipt.to_string(), VECTOR);
        assert_eq!(receipt.verify(b"eight", &keys), Err(ReceiptError::NotIncluded));
        let moved = Receipt { index: 5, ..receipt };
        assert_eq!(moved.verify(LEAF, &keys), Err(ReceiptError::NotIncluded));
        for bad in [
            "",
            "c2sp.org/tlog-proof@v1\n\n",
            &VECTOR.replace("index 6", "index 06"),
            &VECTOR.replace("@v1", "@v2"),
            &VECTOR.replace("index 6\n", "index 6\nxx\n"),
        ] {
            assert_eq!(Receipt::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(?s).{0,200}") {
            prop_assert_eq!(Receipt::parse(&text), None);
            prop_assert_eq!(Receipt::parse(&format!("{HEADER}\nindex 1\n\n{text}")).is_some(), true);
        }
    }
}
