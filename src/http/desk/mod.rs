//! The offices' desk. [`entry`] says who is at it, [`bar`] is what every page of it wears; then a
//! file for each page.

pub mod bar;
mod chart;
pub mod entry;
pub mod home;
pub mod overview;
pub mod sign_in;
