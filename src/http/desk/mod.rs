//! The offices' desk. [`entry`] says who is at it, [`bar`] is what every page of it wears, [`shown`]
//! what several of them show, [`fields`] a form with a few fields; then a file for each page, and
//! [`issuing`] for what goes on behind one.

pub mod bar;
pub mod batches;
mod chart;
pub mod entry;
mod fields;
pub mod home;
pub mod issuing;
pub mod moves;
pub mod objections;
pub mod overview;
pub mod papers;
pub mod progress;
pub mod publicity;
pub mod receipt;
pub mod review;
pub mod sheets;
mod shown;
pub mod sign_in;
