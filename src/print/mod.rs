//! One certificate → one page, the same bytes whenever, wherever and after whatever it is printed;
//! and a PDF → its parts. Pure: no clock, no randomness, no files.
//!
//! ```text
//!  Sheet ─ words ─ compose (faces, wrap, symbol) ─ draw (ornament) ─ file ─→ bytes ─ read ─→ parts
//! ```
//!
//! The drawing library is known to `draw` and `ornament` alone; reading knows no library at all,
//! because what it reads comes from anywhere.

mod block;
mod compose;
mod coverage;
mod draw;
mod faces;
mod file;
mod ornament;
mod overlay;
mod read;
mod receipt;
#[cfg(test)]
mod samples;
mod symbol;
#[cfg(test)]
mod tests;
mod words;
mod wrap;

pub use coverage::{Block, Coverage, Fonts};
pub use overlay::Bound;
pub use read::{Unreadable, read};
pub use receipt::{ReceiptSheet, TEMPLATE as RECEIPT_TEMPLATE};

use crate::model::{
    certificate::{Certificate, Edition, Road},
    day::Timestamp,
    digest::Digest,
    paper::{Line, PdfParts},
};
use faces::Faces;
use file::Attachment;

/// The template that new editions take.
pub const TEMPLATE: u16 = 1;

/// Who signs a file, and when it is said to be signed.
#[derive(Clone, Copy)]
pub struct Seal<'a> {
    /// Name of the signer, as readers show it.
    pub name: &'a str,
    /// The edition's signing time.
    pub at: Timestamp,
    /// The most bytes that a signature has: so much is reserved in the file.
    pub room: usize,
    /// SHA-256 of the covered bytes → DER of a detached CMS.
    pub sign: &'a (dyn Fn(&Digest) -> Vec<u8> + Sync),
}

/// What is printed.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// The edition that was frozen when it was issued.
    pub edition: &'a Edition,
    /// Its secured credential, which is attached byte for byte.
    pub credential: &'a [u8],
    /// Its token, attached: the bytes of the `COSE_Sign1`.
    pub token: &'a [u8],
    /// The proof that it is in the log, attached where there is one.
    pub log_proof: Option<&'a [u8]>,
    /// Who signs the file; unsigned without.
    pub seal: Option<Seal<'a>>,
    /// The copy that it is; none of the certificate itself.
    pub copy: Option<Bound<'a>>,
    /// What the QR code says: `{public_url}/v/` and the token in decimal digits, and of a copy its
    /// code behind them.
    pub qr_url: &'a str,
}

/// Why a certificate cannot be printed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PrintError {
    /// No face has the character.
    #[error("no face draws U+{:04X}", u32::from(*.0))]
    NoGlyph(char),
    /// The edition names a template that this program does not have.
    #[error("template {0} is not known here")]
    UnknownTemplate(u16),
    /// No QR code holds so much.
    #[error("the text of the QR code is too long")]
    QrTooLong,
    /// The words do not fit one page, however small.
    #[error("the words do not fit one page")]
    TooLong,
    /// A face could not be cut; names no data of the certificate.
    #[error("a face could not be cut: {0}")]
    Font(String),
    /// The file could not be put together; names no data of the certificate.
    #[error("the file could not be put together: {0}")]
    Library(String),
}

/// The press: faces and ornaments, made ready once. Share it behind an `Arc`.
pub struct Press {
    faces: Faces,
    /// The compressed content behind the words, for each road and for receipts.
    issued: Vec<u8>,
    filed: Vec<u8>,
    receipt: Vec<u8>,
    /// The compressed profile of the colours.
    colours: Vec<u8>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Press(…)")
    }
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    /// Opens the faces and draws the ornaments: about a tenth of a second.
    pub fn new() -> Self {
        let packed = |content: Vec<u8>| {
            file::deflate(&content).unwrap_or_default() // writing to memory cannot fail
        };
        Self {
            faces: Faces::open(),
            issued: packed(draw::behind(Road::Issued)),
            filed: packed(draw::behind(Road::Filed)),
            receipt: packed(draw::behind_receipt()),
            colours: packed(file::profile()),
        }
    }

    /// Whether a certificate can show `character`: asked when a sheet is checked, long before print.
    pub fn draws(&self, character: char) -> bool {
        self.faces.draw(character)
    }

    /// The certificate's PDF: one A4 page with its papers attached, signed where the sheet has a seal.
    pub fn print(&self, sheet: &Sheet) -> Result<Vec<u8>, PrintError> {
        self.press(sheet).map(|(bytes, _)| bytes)
    }

    /// What [`read`] gives for the genuine file of `sheet`, each line with the field that it is.
    pub fn expected(&self, sheet: &Sheet) -> Result<PdfParts, PrintError> {
        let (bytes, lines) = self.press(sheet)?;
        let read = read(&bytes).map_err(|error| PrintError::Library(error.to_string()))?;
        Ok(PdfParts { lines, ..read })
    }

    /// The PDF of a receipt: one A4 page, nothing attached.
    pub fn receipt(&self, sheet: &ReceiptSheet) -> Result<Vec<u8>, PrintError> {
        self.press_receipt(sheet).map(|(bytes, _)| bytes)
    }

    /// What [`read`] gives for the genuine file of a receipt.
    pub fn expected_receipt(&self, sheet: &ReceiptSheet) -> Result<PdfParts, PrintError> {
        let (bytes, lines) = self.press_receipt(sheet)?;
        let read = read(&bytes).map_err(|error| PrintError::Library(error.to_string()))?;
        Ok(PdfParts { lines, ..read })
    }

    fn press_receipt(&self, sheet: &ReceiptSheet) -> Result<(Vec<u8>, Vec<Line>), PrintError> {
        let composition = receipt::compose(&self.faces, sheet)?;
        let document = draw::page(&self.faces, &composition, ornament::RECEIPT)?;
        let parts = file::Parts {
            behind: &self.receipt,
            colours: &self.colours,
            elements: composition.elements(),
            attachments: Vec::new(),
            title: format!("{} {}", receipt::TITLE.zh, sheet.receipt.batch),
            template: RECEIPT_TEMPLATE,
            made_at: sheet.receipt.reported_at,
            seal: None,
        };
        Ok((file::save(document, &parts)?, composition.lines()))
    }

    fn press(&self, sheet: &Sheet) -> Result<(Vec<u8>, Vec<Line>), PrintError> {
        if sheet.edition.template != TEMPLATE {
            return Err(PrintError::UnknownTemplate(sheet.edition.template));
        }
        let certificate = sheet.certificate;
        let road = certificate.road;
        let copy = sheet.copy.map_or("", |_| "（副本）");
        let composition = compose::compose(&self.faces, sheet)?;
        let document = draw::page(&self.faces, &composition, ornament::palette(road))?;
        let parts = file::Parts {
            behind: match road {
                Road::Issued => &self.issued,
                Road::Filed => &self.filed,
            },
            colours: &self.colours,
            elements: composition.elements(),
            attachments: attachments(sheet),
            title: format!("{}{copy} {}", words::title(road).zh, certificate.number),
            template: sheet.edition.template,
            made_at: certificate.issued_at,
            seal: sheet.seal,
        };
        Ok((file::save(document, &parts)?, composition.lines()))
    }
}

/// The papers of `sheet`, in the order of their names.
fn attachments<'a>(sheet: &Sheet<'a>) -> Vec<Attachment<'a>> {
    let proof = sheet.log_proof.map(Attachment::log_proof);
    let copy = sheet.copy.map(|bound| Attachment::copy(bound.file, bound.copy.made_at));
    let (credential, token) =
        (Attachment::credential(sheet.credential), Attachment::token(sheet.token));
    [copy, Some(credential), proof, Some(token)].into_iter().flatten().collect()
}
