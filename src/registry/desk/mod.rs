//! The offices' desk: who may enter, what the bureau has charged them
//! with, and what waits for whom.

pub mod batches;
pub mod entry;
pub mod findings;
pub mod mandate;
mod secret;
pub mod sending;
