//! The offices' desk: who may enter, what the bureau has charged them with, what waits for whom,
//! and what the bureau sees of them all.

pub mod batches;
pub mod changes;
pub mod entry;
pub mod findings;
pub mod mandate;
pub mod overview;
pub mod rows;
mod secret;
pub mod sending;
