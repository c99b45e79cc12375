//! The page's objects → the file: attachment, title, language, identifier, compression.

use super::PrintError;
use super::compose::PAGE;
use crate::model::{day::Timestamp, digest::Digest};
use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use std::io::Write as _;

/// The attachment's name.
pub(super) const ATTACHMENT: &str = "credential.json";
/// What `/Creator` says before the template's version.
pub(super) const CREATOR: &str = "wenzheng template ";

/// What a file holds besides its page.
pub(super) struct Parts<'a> {
    /// The compressed content that lies behind the words.
    pub behind: &'a [u8],
    /// The attached credential; a receipt has none.
    pub credential: Option<&'a [u8]>,
    /// Title of the document.
    pub title: String,
    /// Version of the template.
    pub template: u16,
    /// When the attachment was made.
    pub made_at: Timestamp,
}

/// The bytes of the file. Nothing in it depends on when, where or after what it is made.
pub(super) fn save(mut document: Document, parts: &Parts) -> Result<Vec<u8>, PrintError> {
    "1.7".clone_into(&mut document.version);
    place_behind(&mut document, parts.behind)?;
    if let Some(credential) = parts.credential {
        attach(&mut document, credential, parts.made_at)?;
    }
    show(&mut document)?;
    describe(&mut document, parts);
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && !stream.dict.has(b"Filter")
        {
            *stream = compressed(std::mem::take(&mut stream.dict), &stream.content)?;
        }
    }
    identify(&mut document);
    let mut bytes = Vec::with_capacity(64 * 1024);
    document.save_to(&mut bytes).map_err(|error| PrintError::Library(error.to_string()))?;
    Ok(bytes)
}

/// Deflates at level 6: level 9 takes twice as long for half a percent.
pub(super) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, PrintError> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(6));
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map_err(|error| PrintError::Library(error.to_string()))
}

fn compressed(mut dict: Dictionary, bytes: &[u8]) -> Result<Stream, PrintError> {
    dict.set("Filter", "FlateDecode");
    Ok(Stream::new(dict, deflate(bytes)?).with_compression(false))
}

/// Puts the ornaments before the page's own content, and drops what the page does not use.
fn place_behind(document: &mut Document, behind: &[u8]) -> Result<(), PrintError> {
    let mut dict = Dictionary::new();
    dict.set("Filter", "FlateDecode");
    let behind = Stream::new(dict, behind.to_vec()).with_compression(false);
    let behind = document.add_object(behind);
    let page = page(document)?;
    for unused in [b"Annots".as_slice(), b"CropBox", b"TrimBox"] {
        page.remove(unused);
    }
    // The library's millimetres become 595.27563, which the next tool writes as 595.27566.
    let (width, height) = PAGE;
    page.set("MediaBox", vec![0.into(), 0.into(), width.into(), height.into()]);
    let own = page.get(b"Contents").and_then(Object::as_reference).map_err(library)?;
    page.set("Contents", vec![Object::Reference(behind), Object::Reference(own)]);
    let resources = page.get(b"Resources").and_then(Object::as_reference).map_err(library)?;
    let resources =
        document.get_object_mut(resources).and_then(Object::as_dict_mut).map_err(library)?;
    let empty: Vec<ObjectId> = [b"XObject".as_slice(), b"ExtGState", b"Shading"]
        .iter()
        .filter_map(|key| resources.remove(key)?.as_reference().ok())
        .collect();
    for id in empty {
        document.objects.remove(&id);
    }
    Ok(())
}

fn page(document: &mut Document) -> Result<&mut Dictionary, PrintError> {
    let first = document.get_pages().into_values().next().unwrap_or_default();
    document.get_object_mut(first).and_then(Object::as_dict_mut).map_err(library)
}

/// Attaches the credential (ISO 32000-1, 7.11.4; associated as its source, ISO 32000-2, 14.13).
fn attach(
    document: &mut Document,
    credential: &[u8],
    made_at: Timestamp,
) -> Result<(), PrintError> {
    let mut params = Dictionary::new();
    params.set("Size", i64::try_from(credential.len()).unwrap_or(i64::MAX));
    params.set("ModDate", literal(&pdf_date(made_at)));
    let mut dict = Dictionary::new();
    dict.set("Type", "EmbeddedFile");
    dict.set("Subtype", "application/vc+json");
    dict.set("Params", params);
    let embedded = document.add_object(Stream::new(dict, credential.to_vec()));
    let mut files = Dictionary::new();
    files.set("F", embedded);
    files.set("UF", embedded);
    let mut spec = Dictionary::new();
    spec.set("Type", "Filespec");
    spec.set("F", literal(ATTACHMENT));
    spec.set("UF", literal(ATTACHMENT));
    spec.set("Desc", utf16("本证书的可验证凭证 Verifiable credential of this certificate"));
    spec.set("AFRelationship", "Source");
    spec.set("EF", files);
    let spec = document.add_object(spec);
    let mut tree = Dictionary::new();
    tree.set("Names", vec![literal(ATTACHMENT), Object::Reference(spec)]);
    let mut names = Dictionary::new();
    names.set("EmbeddedFiles", tree);
    let catalog = document.catalog_mut().map_err(library)?;
    catalog.set("Names", names);
    catalog.set("AF", vec![Object::Reference(spec)]);
    Ok(())
}

/// How the document is opened, and its language.
fn show(document: &mut Document) -> Result<(), PrintError> {
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    let catalog = document.catalog_mut().map_err(library)?;
    catalog.set("Lang", literal("zh-CN"));
    catalog.set("ViewerPreferences", preferences);
    catalog.set("PageLayout", "SinglePage");
    Ok(())
}

/// Replaces what the library says of itself and of the time.
fn describe(document: &mut Document, parts: &Parts) {
    let mut info = Dictionary::new();
    info.set("Title", utf16(&parts.title));
    info.set("Creator", literal(&format!("{CREATOR}{}", parts.template)));
    if let Ok(id) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.set_object(id, info);
    }
}

/// The identifier: a digest of all that the file holds.
fn identify(document: &mut Document) {
    let mut held = Vec::new();
    for ((number, _), object) in &document.objects {
        held.extend(number.to_be_bytes());
        match object {
            Object::Stream(stream) => held.extend(&stream.content),
            other => held.extend(format!("{other:?}").as_bytes()),
        }
    }
    let digest = Digest::of(&held);
    let id = Object::String(digest.0[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}

/// `D:20261124082805Z` (ISO 32000-1, 7.9.4).
fn pdf_date(at: Timestamp) -> String {
    let digits: String = at.rfc3339().chars().filter(char::is_ascii_digit).collect();
    format!("D:{digits}Z")
}

fn literal(text: &str) -> Object {
    Object::string_literal(text)
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16BE behind a byte order mark.
fn utf16(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn library(error: lopdf::Error) -> PrintError {
    PrintError::Library(error.to_string())
}
