//! The page's objects → the file: structure, papers, metadata, identifier, compression, signature.
//!
//! The file is built to PDF/A-3a (ISO 19005-3): it can be read in forty years without us.

mod attached;
mod metadata;
mod seal;
mod srgb;
mod tags;
mod widths;

pub(super) use attached::{Attachment, COPY, CREDENTIAL, LOG_PROOF, TOKEN};
pub(super) use srgb::profile;

use super::block::{Element, PAGE};
use super::{PrintError, Seal, photo};
use crate::model::{day::Timestamp, digest::Digest, photo::Photo};
use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::io::Write as _;

/// What `/Creator` says before the template's version.
pub(super) const CREATOR: &str = "wenzheng template ";

/// What a file holds besides its page.
pub(super) struct Parts<'a> {
    /// The compressed content that lies behind the words.
    pub behind: &'a [u8],
    /// The compressed profile of its colours.
    pub colours: &'a [u8],
    /// The structure of the page.
    pub elements: Vec<Element>,
    /// Drawn by the page; a receipt has none.
    pub photo: Option<&'a Photo>,
    /// In the order of their names; a receipt has none.
    pub attachments: Vec<Attachment<'a>>,
    /// Title of the document.
    pub title: String,
    /// Version of the template.
    pub template: u16,
    /// When the attachments were made.
    pub made_at: Timestamp,
    /// Who signs it; a receipt is not signed.
    pub seal: Option<Seal<'a>>,
}

/// The bytes of the file. Nothing in it depends on when, where or after what it is made.
pub(super) fn save(mut document: Document, parts: &Parts) -> Result<Vec<u8>, PrintError> {
    "1.7".clone_into(&mut document.version);
    place_behind(&mut document, parts.behind)?;
    if let Some(photo) = parts.photo {
        let page = page(&document);
        photo::embed(&mut document, page, photo)?;
    }
    // What was dropped leaves gaps in the numbers, which a file written once does not have.
    document.renumber_objects();
    let page = page(&document);
    let field = parts.seal.map(|_| document.new_object_id());
    attached::attach(&mut document, &parts.attachments, parts.made_at)?;
    tags::tag(&mut document, page, &parts.elements, field)?;
    show(&mut document)?;
    compress(&mut document)?;
    widths::narrow(&mut document)?;
    metadata::intend(&mut document, parts.colours)?;
    let creator = format!("{CREATOR}{}", parts.template);
    metadata::describe(&mut document, &parts.title, &creator)?;
    if let (Some(field), Some(seal)) = (field, &parts.seal) {
        seal::place(&mut document, page, field, seal)?;
    }
    identify(&mut document);
    let mut bytes = Vec::with_capacity(64 * 1024);
    document.save_to(&mut bytes).map_err(|error| PrintError::Library(error.to_string()))?;
    if let Some(seal) = &parts.seal {
        seal::sign(&mut bytes, seal)?;
    }
    Ok(bytes)
}

fn compress(document: &mut Document) -> Result<(), PrintError> {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && !stream.dict.has(b"Filter")
        {
            *stream = compressed(std::mem::take(&mut stream.dict), &stream.content)?;
        }
    }
    Ok(())
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
    let dict = dictionary! { "Filter" => "FlateDecode" };
    let behind = Stream::new(dict, behind.to_vec()).with_compression(false);
    let behind = document.add_object(behind);
    let page = page(document);
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut).map_err(library)?;
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

fn page(document: &Document) -> ObjectId {
    document.get_pages().into_values().next().unwrap_or_default()
}

/// How the document is opened, and its language.
fn show(document: &mut Document) -> Result<(), PrintError> {
    let catalog = document.catalog_mut().map_err(library)?;
    catalog.set("Lang", literal("zh-CN"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("PageLayout", "SinglePage");
    Ok(())
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
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Literal)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
pub(super) fn library(error: lopdf::Error) -> PrintError {
    PrintError::Library(error.to_string())
}
