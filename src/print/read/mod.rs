//! A PDF, ours or anybody's → its parts. Whatever the bytes, this ends soon, takes little memory
//! and does not panic: every count, depth and length has a bound.
//!
//! ```text
//!  bytes ─ syntax ─ file (predictor) ─ pages ─┬ content (fonts) ─ lines, scan → QR
//!                                             └ drawing → digest
//!                              └ attached, photo, signature
//! ```

mod attached;
mod content;
mod damaged;
mod drawing;
mod file;
mod fonts;
mod pages;
mod photo;
mod plain;
mod predictor;
mod scan;
mod signature;
mod syntax;
#[cfg(test)]
mod tests;

use super::file::{COPY, CREATOR, CREDENTIAL, LOG_PROOF, TOKEN};
use crate::model::digest::Digest;
use crate::model::paper::{Line, PdfParts};
pub use damaged::signature_of_damaged;
use file::File;

/// The largest file that is read.
pub const MAX_BYTES: usize = 4 << 20;

/// Why a file gives no parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// The bytes are no PDF.
    #[error("not a PDF")]
    NotPdf,
    /// A PDF whose structure is broken, ambiguous or beyond what certificates use.
    #[error("the PDF is broken or ambiguous")]
    Broken,
    /// Over a bound: of bytes, objects, depth, pages.
    #[error("the PDF is larger or deeper than any certificate")]
    TooLarge,
    /// It can be opened only with a password.
    #[error("the PDF is encrypted")]
    Encrypted,
}

/// The parts of a PDF of at most [`MAX_BYTES`].
pub fn read(bytes: &[u8]) -> Result<PdfParts, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let budget = file::budget();
    let file = File::open(bytes, &budget)?;
    let catalog = file.dict(&file.trailer, "Root")?;
    let pages = pages::pages(&file, &catalog)?;
    let mut lines = Vec::new();
    let mut qr = None;
    for page in &pages {
        let drawn = content::drawn(&file, page)?;
        lines.extend(drawn.lines.into_iter().map(|text| Line { field: None, text }));
        qr = qr.or_else(|| scan::scan(&drawn.filled));
    }
    Ok(PdfParts {
        template: template(&file)?,
        credential: attached::attached(&file, &catalog, CREDENTIAL)?,
        token: attached::attached(&file, &catalog, TOKEN)?,
        log_proof: attached::attached(&file, &catalog, LOG_PROOF)?,
        photo: photo::photo(&file, &pages)?,
        copy: attached::attached(&file, &catalog, COPY)?,
        signature: signature::signature(&file, &catalog)?,
        revisions: signature::revisions(&file),
        qr,
        lines,
        drawing: drawing::digest(&file, &catalog, &pages)?,
        file: Digest::of(bytes),
    })
}

fn template(file: &File) -> Result<Option<u16>, Unreadable> {
    let info = file.dict(&file.trailer, "Info")?;
    let creator = file.value(&info, "Creator")?.object;
    let version = creator.text().and_then(|creator| creator.strip_prefix(CREATOR.as_bytes()));
    Ok(version.and_then(|version| std::str::from_utf8(version).ok()?.parse().ok()))
}
