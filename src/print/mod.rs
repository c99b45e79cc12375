//! One certificate → one page, the same bytes whenever, wherever and after whatever it is printed;
//! and a PDF → its parts. Pure: no clock, no randomness, no files.
//!
//! ```text
//!  Sheet ─ words ─ compose (faces, wrap, symbol) ─ draw (ornament, photo) ─ file ─→ bytes ─ read ─→ parts
//! ```
//!
//! The drawing library is known to `draw`, `ornament` and `photo` alone; reading knows no library at all,
//! because what it reads comes from anywhere.

mod block;
mod compose;
mod coverage;
mod draw;
mod extra;
mod faces;
mod file;
mod foot;
mod layout;
mod ornament;
mod overlay;
mod photo;
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
pub use extra::{ExtraFace, NotAFace};
pub use layout::{Layout, LayoutError, TEMPLATE};
pub use overlay::Bound;
pub use read::{Unreadable, read, signature_of_damaged};
pub use receipt::{ReceiptSheet, TEMPLATE as RECEIPT_TEMPLATE};

use crate::model::{
    certificate::{Certificate, Edition, Road},
    day::Timestamp,
    digest::Digest,
    paper::{Line, PdfParts},
    photo::Photo,
};
use faces::Faces;
use file::Attachment;
use std::collections::BTreeMap;

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
    /// The photo that it names, where it names one.
    pub photo: Option<&'a Photo>,
    /// The edition that was frozen when it was issued.
    pub edition: &'a Edition,
    /// The face of the bureau's own that the edition names.
    pub extra: Option<&'a ExtraFace>,
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
    /// The edition names a face of the bureau's own that is not there.
    #[error("the face {0} is not there")]
    NoFace(Digest),
    /// No QR code holds so much.
    #[error("the text of the QR code is too long")]
    QrTooLong,
    /// The photo is another than the certificate names, or there is none of those two.
    #[error("the photo is not the one of the certificate")]
    OtherPhoto,
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
    /// What lies behind the words of each template.
    grounds: BTreeMap<u16, Grounds>,
    receipt: Vec<u8>,
    /// The compressed profile of the colours.
    colours: Vec<u8>,
}

/// The compressed content behind the words, for each road.
struct Grounds {
    issued: Vec<u8>,
    filed: Vec<u8>,
}

impl Grounds {
    fn of(layout: &Layout) -> Self {
        let ground =
            |road| packed(&draw::behind(ornament::behind(layout, layout.face(road).palette)));
        Self { issued: ground(Road::Issued), filed: ground(Road::Filed) }
    }

    fn road(&self, road: Road) -> &[u8] {
        match road {
            Road::Issued => &self.issued,
            Road::Filed => &self.filed,
        }
    }
}

fn packed(content: &[u8]) -> Vec<u8> {
    file::deflate(content).unwrap_or_default() // writing to memory cannot fail
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
        let receipt = ornament::behind_receipt(&layout::OF_RECEIPTS);
        Self {
            faces: Faces::open(),
            grounds: Layout::all().map(|(number, layout)| (number, Grounds::of(layout))).collect(),
            receipt: packed(&draw::behind(receipt)),
            colours: packed(&file::profile()),
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

    /// The same in a layout that is still being drawn, and that no edition names.
    pub fn preview(&self, layout: &Layout, sheet: &Sheet) -> Result<Vec<u8>, PrintError> {
        self.press_in(layout, &Grounds::of(layout), sheet).map(|(bytes, _)| bytes)
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
        let faces = self.faces.with(None);
        let composition = receipt::compose(faces, sheet)?;
        let (layout, palette) = (&layout::OF_RECEIPTS, ornament::RECEIPT);
        let document = draw::page(faces, &composition, layout, palette)?;
        let parts = file::Parts {
            behind: &self.receipt,
            colours: &self.colours,
            elements: composition.elements(),
            photo: None,
            attachments: Vec::new(),
            title: format!("{} {}", receipt::TITLE, sheet.receipt.batch),
            template: RECEIPT_TEMPLATE,
            made_at: sheet.receipt.reported_at,
            seal: None,
        };
        Ok((file::save(document, &parts)?, composition.lines()))
    }

    fn press(&self, sheet: &Sheet) -> Result<(Vec<u8>, Vec<Line>), PrintError> {
        let template = sheet.edition.template;
        let layout = Layout::of(template)?;
        let grounds = self.grounds.get(&template).ok_or(PrintError::UnknownTemplate(template))?;
        self.press_in(layout, grounds, sheet)
    }

    fn press_in(
        &self,
        layout: &Layout,
        grounds: &Grounds,
        sheet: &Sheet,
    ) -> Result<(Vec<u8>, Vec<Line>), PrintError> {
        let certificate = sheet.certificate;
        let copy = sheet.copy.map_or("", |_| "（副本）");
        let face = layout.face(certificate.road);
        let faces = self.faces.with(extra(sheet)?);
        let composition = compose::compose(faces, layout, sheet)?;
        let document = draw::page(faces, &composition, layout, face.palette)?;
        let parts = file::Parts {
            behind: grounds.road(certificate.road),
            colours: &self.colours,
            elements: composition.elements(),
            photo: photo::bound(sheet)?,
            attachments: attachments(sheet),
            title: format!("{}{copy} {}", face.title.zh, certificate.number),
            template: sheet.edition.template,
            made_at: certificate.issued_at,
            seal: sheet.seal,
        };
        Ok((file::save(document, &parts)?, composition.lines()))
    }
}

/// The face that the edition of `sheet` names, and no other.
fn extra<'a>(sheet: &Sheet<'a>) -> Result<Option<&'a ExtraFace>, PrintError> {
    match sheet.edition.extra_face {
        None => Ok(None),
        Some(digest) => match sheet.extra {
            Some(face) if face.digest() == digest => Ok(Some(face)),
            _ => Err(PrintError::NoFace(digest)),
        },
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
