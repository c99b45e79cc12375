//! The offices' desk. [`entry`] says who is at it, [`bar`] is what every page of it wears; then a
//! file for each page.

pub mod bar;
pub mod entry;
pub mod home;
pub mod receipt;
pub mod sign_in;
