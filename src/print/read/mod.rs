//! A PDF → its parts.

use crate::model::paper::PdfParts;

/// Why a file gives no parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// Not a PDF, or broken.
    #[error("not a whole PDF")]
    Broken,
}

/// Reads.
pub fn read(_bytes: &[u8]) -> Result<PdfParts, Unreadable> {
    Err(Unreadable::Broken)
}
