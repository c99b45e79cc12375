//! What anybody may ask for: their own certificates, a verdict, the published files.

pub mod copies;
mod expected;
pub(in crate::registry) mod finished;
pub mod limits;
pub mod look_up;
pub mod paper;
pub mod papers;
pub mod publish;
pub mod receipt;
pub mod verify;
