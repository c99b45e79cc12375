//! The suite that looks at the whole from outside.

mod peers;
mod sheets;
