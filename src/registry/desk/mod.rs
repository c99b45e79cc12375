//! The offices' desk: who may enter, what the bureau has charged them with, and what it sees of
//! them all.

pub mod entry;
pub mod mandate;
pub mod overview;
mod secret;
