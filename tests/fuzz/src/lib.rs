//! What the fuzz targets share. A target is a door of the program: its bytes come from outside. What
//! it must hold beside "no panic" is asserted in it, or in the modules here.

pub mod office;
pub mod package;
pub mod page;
pub mod registry;
pub mod seeds;

#[path = "../../fixtures/makers/compound.rs"]
pub mod compound;
