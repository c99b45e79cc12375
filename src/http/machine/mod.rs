//! Doors for programs: the JSON API, the published documents, the operator's probes.

pub mod documents;
pub mod health;
pub mod verification;
