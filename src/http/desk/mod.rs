//! The offices' desk. [`entry`] says who is at it, [`bar`] is what every page of it wears, [`shown`]
//! what several of them show; then a file for each page, and [`issuing`] for what goes on behind one.

pub mod bar;
pub mod batches;
pub mod entry;
pub mod home;
pub mod issuing;
pub mod moves;
pub mod progress;
pub mod sheets;
mod shown;
pub mod sign_in;
