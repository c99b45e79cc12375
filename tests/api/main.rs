//! The suite that looks at the whole from outside.

mod browser;
mod peers;
