//! What a log publishes: checkpoints, verifier keys, tiles, entries and receipts.

#![no_main]

use std::sync::LazyLock;
use wenzheng::{
    model::digest::Digest,
    proof::log::{
        checkpoint::{Checkpoint, VerifierKey},
        edge::Edge,
        leaf::Leaf,
        merkle::{self, Head},
        prove,
        receipt::Receipt,
        tile::{self, TileId, TilePath, Tiles},
    },
};
use wenzheng_fuzz::{registry, seeds};

const VKEY: &str = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

/// The keys of the published vectors and of our own log.
static KEYS: LazyLock<Vec<VerifierKey>> = LazyLock::new(|| {
    let mut keys = registry::TRUST.log_keys();
    keys.extend(VerifierKey::parse(VKEY));
    keys
});

libfuzzer_sys::fuzz_target!(init: seeds::plant(published), |bytes: &[u8]| {
    entries(bytes);
    proofs(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        texts(text);
    }
});

fn texts(text: &str) {
    if let Ok(checkpoint) = Checkpoint::read(text, &KEYS) {
        let signed = [0, 7, 10, 15];
        assert!(signed.contains(&checkpoint.head.size), "a forged checkpoint");
        let note = checkpoint.sign(&registry::LOG_SIGNER);
        let key = VerifierKey::new(&checkpoint.origin, registry::LOG_SIGNER.public());
        assert_eq!(Checkpoint::read(&note, &[key]), Ok(checkpoint));
    }
    if let Some(key) = VerifierKey::parse(text) {
        assert_eq!(key.to_string(), text);
    }
    if let Some(path) = TilePath::parse(text) {
        assert_eq!(path.to_string(), text);
    }
    if let Some(receipt) = Receipt::parse(text) {
        assert_eq!(Receipt::parse(&receipt.to_string()).as_ref(), Some(&receipt));
        assert!(receipt.verify(b"never logged", &KEYS).is_err(), "a forged receipt");
    }
}

fn entries(bytes: &[u8]) {
    if let Some(leaf) = Leaf::parse(bytes) {
        assert_eq!(leaf.encode(), bytes);
    }
    let Some(entries) = tile::entries(bytes) else { return };
    let mut bundle = Vec::new();
    assert!(entries.iter().all(|entry| tile::push_entry(&mut bundle, entry).is_some()));
    assert_eq!(bundle, bytes);
    let mut edge = Edge::default();
    let tiles = edge.append(&entries).expect("entries of a bundle");
    let tiles: Tiles = tiles.into_iter().map(|tile| (tile.id, tile.bytes)).collect();
    let size = entries.len() as u64;
    assert_eq!(Edge::read(size, &tiles), Some(edge.clone()));
    for (index, entry) in (0..).zip(&entries) {
        let proof = prove::inclusion_proof(index, size, &tiles).expect("a leaf of the tree");
        let leaf = merkle::leaf_hash(entry);
        assert!(merkle::includes(&leaf, index, size, &proof, &edge.head().root));
    }
}

/// Two numbers and hashes, whatever they are.
fn proofs(bytes: &[u8]) {
    let Some((numbers, rest)) = bytes.split_first_chunk::<16>() else { return };
    let [one, other] = [&numbers[..8], &numbers[8..]]
        .map(|half| half.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)));
    let hashes: Vec<Digest> = rest.chunks_exact(32).filter_map(Digest::from_slice).collect();
    let (tail, root) = (hashes.get(1..).unwrap_or_default(), Digest::of(b"no root"));
    assert!(!merkle::includes(&Digest::of(rest), one, other, &hashes, &root), "a forged proof");
    let (old, new) = (Head { size: one, root }, Head { size: other, root: Digest::of(rest) });
    assert!(!merkle::extends(&old, &new, tail), "a forged proof");
    let mut tiles = Tiles::new();
    for id in prove::inclusion_tiles(one, other).into_iter().flatten() {
        tiles.insert(id, rest.to_vec());
    }
    for id in prove::consistency_tiles(one, other).into_iter().flatten() {
        tiles.insert(id, rest.to_vec());
    }
    tiles.extend(Edge::tiles(one).into_iter().map(|id: TileId| (id, rest.to_vec())));
    let _ = prove::inclusion_proof(one, other, &tiles);
    let _ = prove::consistency_proof(one, other, &tiles);
    let _ = prove::root_of(one, &tiles);
    if let Some(edge) = Edge::read(one, &tiles) {
        let _ = edge.head();
        let mut longer = edge.clone();
        let _ = longer.append(&[rest.get(..9).unwrap_or_default()]);
    }
}

fn published() -> Vec<Vec<u8>> {
    let log = "vectors/tessera-log";
    let mut all = seeds::fixtures("vectors", &["checkpoint-cosigned", ".tlog-proof", ".bin"]);
    all.extend(seeds::fixtures(log, &["checkpoint", "checkpoint.10"]));
    for tiles in ["tile/entries/000.p", "tile/0/000.p"] {
        all.extend(seeds::fixtures(&format!("{log}/{tiles}"), &[""]));
    }
    let head = Head { size: 7, root: Digest::of(b"seven") };
    let ours = Checkpoint { origin: registry::TRUST.log_origin.clone(), head };
    all.push(ours.sign(&registry::LOG_SIGNER).into_bytes());
    for text in [VKEY, "tile/0/x001/x234/067", "tile/entries/000.p/17"] {
        all.push(text.into());
    }
    let (ones, twos) = ("01".repeat(32), "02".repeat(32));
    all.push(format!(r#"{{"credential":"{ones}","kind":"revoke","reason":"材料造假","time":"2025-11-24T16:00:00Z","token":"{twos}","v":1}}"#).into());
    let numbers = [(6_u64, 15_u64), (700, 70_000), (1 << 39, 1 << 40)];
    for (one, other) in numbers {
        let proof = (0..40_u8).flat_map(|byte| [byte; 32]);
        let numbers = one.to_be_bytes().into_iter().chain(other.to_be_bytes());
        all.push(numbers.chain(proof).collect());
    }
    all
}
