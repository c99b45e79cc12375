//! Pages: a struct is the page, its handler stands below it.

pub mod copies;
pub mod facts;
pub mod home;
pub mod mine;
pub mod posts;
pub mod reading;
mod receipt;
pub mod verify;
