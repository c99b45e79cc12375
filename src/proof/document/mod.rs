//! The signature of a PDF: ECDSA over P-256 in a detached CMS (ETSI.CAdES.detached), under a
//! certificate of the bureau's own small authority, so that every PDF reader can check it.
//!
//! ```text
//!  root ─ certifies ─→ document key ─ signs ─→ CMS over the covered bytes of one file
//! ```
//!
//! | what | standard |
//! |---|---|
//! | [`DocumentKey`] | FIPS 186-5 P-256, RFC 6979, PKCS#8 |
//! | [`DocumentCertificate`], [`Authority`] | RFC 5280 |
//! | [`DocumentSigner`], [`judge`] | RFC 5652, RFC 5754, RFC 5035, ETSI EN 319 122-1 |
//!
//! Strangers' readers build the chain to the root that we publish. Our own verifier does not: it
//! takes the key from the trust list, and from the file nothing but the signature.

mod authority;
mod certificate;
mod cms;
mod judge;
mod key;
#[cfg(test)]
mod tests;

pub use authority::Authority;
pub use certificate::DocumentCertificate;
pub use cms::{DocumentSigner, ROOM};
pub use judge::{Fault, judge};
pub use key::DocumentKey;

use der::asn1::ObjectIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// ecdsa-with-SHA256: the one signature algorithm of this room.
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// An algorithm without parameters, as RFC 5754 writes these.
fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters: None }
}

/// Why no certificate was made, or a key cannot sign under one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unsuited {
    /// A part has no encoding.
    #[error("the certificate could not be written")]
    Unwritable,
    /// The certificate is of another key.
    #[error("the document key is not the one of its certificate")]
    AnotherKey,
    /// The certificate is not by this root.
    #[error("the certificate of the document key is not by the root of the trust list")]
    AnotherRoot,
    /// The root certifies nothing any more.
    #[error("the root certificate has ended")]
    RootEnded,
    /// A signature would not fit the room that a file reserves for it.
    #[error("a signature under this certificate is larger than the room for it")]
    TooLarge,
}
