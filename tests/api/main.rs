//! The suite that looks at the whole from outside: the verbs, the web and the command line, on both
//! engines. [`world`] gives a test its registry; [`law`] holds the import law of the rooms.

#![expect(clippy::pedantic, reason = "a test is read as a story, not called")]
#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod attack;
mod browser;
mod commands;
mod copies;
mod desk;
mod document;
mod drawn;
mod hostile;
mod kill;
mod law;
mod leak;
mod lists;
mod marked;
mod misses;
mod paper;
mod peers;
mod photo;
mod readme;
mod receipt;
mod road;
mod sheets;
mod store;
mod tamper;
mod world;
