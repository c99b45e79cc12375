//! The nouns. A value that exists is valid: every type here is made by a `parse` or a `read` that
//! refuses what the field's standards refuse. No I/O, no async, no "now".
//!
//! Reading order: [`day`], [`text`], [`name`], [`identity`] · [`catalogue`] · [`office`], [`way`],
//! [`batch`] · [`draft`], [`finding`] · [`number`], [`key_id`],
//! [`photo`], [`certificate`], [`copy`] · [`verdict`], [`paper`], [`receipt`].

pub mod batch;
pub mod catalogue;
pub mod certificate;
pub mod check_character;
pub mod copy;
pub mod credit_code;
pub mod day;
pub mod digest;
pub mod draft;
pub mod finding;
pub mod identity;
pub mod key_id;
pub mod name;
pub mod number;
pub mod office;
pub mod paper;
pub mod photo;
pub mod receipt;
pub mod text;
pub mod verdict;
pub mod way;
