//! The append-only log: what was issued and when, provable by anyone, telling nothing of anyone.
//! C2SP tlog-tiles with tiles of height 8, RFC 6962 hashes, signed-note checkpoints.
//!
//! [`leaf`] is one entry. [`edge`] appends entries and says which [`tile`]s to store; [`prove`]
//! finds proofs in stored tiles, [`merkle`] checks them; [`checkpoint`] signs the head, and a
//! [`receipt`] is entry, proof and checkpoint in one text.

pub mod checkpoint;
pub mod edge;
pub mod leaf;
pub mod merkle;
pub mod prove;
pub mod receipt;
pub mod tile;
