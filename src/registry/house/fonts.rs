//! Which characters a certificate can show.

use crate::print::Press;
pub use crate::print::{Coverage, Fonts};

/// What the faces of the certificate draw. Asks for no registry.
pub fn fonts() -> Fonts {
    Press::new().fonts()
}
