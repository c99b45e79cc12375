//! What a PDF carries and shows, read back from its bytes: so that a file is judged by itself.

use super::day::Timestamp;
use super::digest::Digest;
use super::finding::Field;
use super::photo::Photo;

/// One run of words on the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The field whose value it is, where the template knows; `None` for labels, fixed words and
    /// everything read from a foreign file.
    pub field: Option<Field>,
    /// The words.
    pub text: String,
}

/// The signature of a PDF (ISO 32000-1, 12.8) and what of the file it covers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PdfSignature {
    /// SHA-256 of the covered bytes.
    pub covered: Digest,
    /// `/Contents`: DER of a detached CMS (ETSI.CAdES.detached), without the zeros behind it.
    pub cms: Vec<u8>,
    /// `/M`, where the file states it.
    pub signed_at: Option<Timestamp>,
    /// Whether everything of the file but `/Contents` itself is covered.
    pub is_whole: bool,
}

/// The parts of a certificate's PDF that a verifier compares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PdfParts {
    /// Version of the template that drew it, as the file states it.
    pub template: Option<u16>,
    /// The attached credential, byte for byte.
    pub credential: Option<Vec<u8>>,
    /// The attached token: the bytes of its `COSE_Sign1`.
    pub token: Option<Vec<u8>>,
    /// The attached proof that the certificate is in the log.
    pub log_proof: Option<Vec<u8>>,
    /// The holder's photo, as the file holds it.
    pub photo: Option<Photo>,
    /// What the file says of the copy that it is; none of the certificate itself.
    pub copy: Option<Vec<u8>>,
    /// The only signature of the file; none of a file with several.
    pub signature: Option<PdfSignature>,
    /// How often the file was written: 1, and one more for each change appended to it.
    pub revisions: u32,
    /// The text of the QR code that is drawn on the page.
    pub qr: Option<String>,
    /// The words of all pages in drawing order.
    pub lines: Vec<Line>,
    /// Everything that is drawn (decoded content streams, fonts, images, page boxes), so that a
    /// page painted over is noticed although its words agree. Saving the file again with another
    /// tool does not change it.
    pub drawing: Digest,
    /// SHA-256 of the file. No two programs read every broken file alike; only bytes that are those
    /// of the press show everywhere what they show here.
    pub file: Digest,
}
