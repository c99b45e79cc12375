//! The offices' desk: who may enter, and what the bureau has charged them with.

pub mod entry;
pub mod mandate;
mod secret;
