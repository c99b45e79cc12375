//! The suite that looks at the whole from outside.

mod attack;
mod browser;
mod peers;
