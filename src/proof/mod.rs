//! Sign and log: keys, the credential, the token that the QR holds, status lists, the log, and the
//! one verifier behind every door. Pure: no I/O, no clock, no SQL; randomness is a parameter.
//!
//! Public standards only, so that strangers' tools can check us:
//!
//! | what | standard |
//! |---|---|
//! | [`keys`], [`secret`] | RFC 8032 Ed25519, PKCS#8 with PBES2 (RFC 8018), Multikey, JWK |
//! | [`trust`] | did:web documents, JWK sets, our own signed list |
//! | [`credential`] | W3C Verifiable Credentials 2.0, `eddsa-jcs-2022`, RFC 8785 |
//! | [`token`] | RFC 9052 `COSE_Sign1` over RFC 8949 deterministic CBOR |
//! | [`copy`] | RFC 8785 |
//! | [`status`] | W3C Bitstring Status List 1.0 |
//! | [`document`] | P-256, RFC 5280 certificates, RFC 5652 CMS as `PAdES` has it |
//! | [`log`] | RFC 6962 hashes, C2SP tlog-tiles, tlog-checkpoint, tlog-proof |
//!
//! Reading order: [`keys`], [`trust`], [`token`], [`credential`], [`log`],
//! [`document`], [`copy`], [`verify`].

pub mod copy;
pub mod credential;
pub mod document;
pub mod integrity;
pub mod keys;
pub mod log;
mod multibase;
#[cfg(test)]
mod sample;
pub mod secret;
pub mod site;
pub mod status;
pub mod token;
pub mod trust;
pub mod verify;
