//! 温证 (wenzheng): an electronic certificate registry with verification.
//!
//! A certificate's life is one straight road, and the code is laid along it:
//!
//! ```text
//!  upload ─ read ─ check ─ review ─ issue ──────────── look up ─ print ─ verify
//!  └──── intake ────┘     │  reserve, sign, log │        │      print   proof
//!                         └──────────────── registry, over store ───────────┘
//!                                       http and main: its two doors
//! ```
//!
//! # Rooms
//! | room | what it is | may import |
//! |---|---|---|
//! | [`model`] | the nouns: what a certificate, a name, an ID, a batch *is* | nothing of ours |
//! | [`intake`] | bytes of a sheet → rows → drafts and findings. Pure | model |
//! | [`proof`] | keys, credential, token, status lists, log, and the one verifier. Pure | model |
//! | [`print`] | one certificate → one page, and a PDF → its parts. Pure | model |
//! | [`store`] | the only SQL, for SQLite and PostgreSQL alike | model |
//! | [`registry`] | the verbs: check, import, accept, issue, look up, print, verify … | all of the above |
//! | [`http`] | routes, pages, JSON | model, registry |
//! | `main` | the command line; each arm calls one function | registry, http, model, config |
//!
//! # The law
//! Data goes right along the road, results come back, and nothing imports leftwards; the three
//! pure rooms never see each other. `tests/api/law.rs` holds it.
//!
//! Read next: [`model::certificate`], then [`registry::Registry`], then `http::router`.

pub mod config;
pub mod http;
pub mod intake;
pub mod model;
pub mod print;
pub mod proof;
pub mod registry;
pub mod store;
