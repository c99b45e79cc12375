//! The signature (ISO 32000-1, 12.8; ETSI EN 319 142-1): a field that nobody sees, and in the same
//! revision the hole that the signature of all other bytes fills.

use super::tags::OF_FIELD;
use super::{PrintError, library, literal, pdf_date, utf16};
use crate::model::digest::Digest;
use crate::print::Seal;
use lopdf::{Document, Object, ObjectId, StringFormat, dictionary};
use std::ops::Range;

/// Stands for an offset or length until the file is written: as wide as any of them.
const UNKNOWN: i64 = 1_000_000_000;
/// How the ranges are written before they are known, and the key behind them.
const BEFORE: &[u8] = b"/ByteRange[0 1000000000 1000000000 1000000000]/Contents<";

/// Adds the field under the number `field`, and the empty signature as the last object of the file:
/// what looks like its ranges further up is something else.
pub(super) fn place(
    document: &mut Document,
    page: ObjectId,
    field: ObjectId,
    seal: &Seal,
) -> Result<(), PrintError> {
    let signature = document.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "Name" => utf16(seal.name),
        "M" => literal(&pdf_date(seal.at)),
        "ByteRange" => vec![0.into(), UNKNOWN.into(), UNKNOWN.into(), UNKNOWN.into()],
        "Contents" => Object::String(vec![0; seal.room], StringFormat::Hexadecimal),
    });
    let widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => literal("Signature"),
        "TU" => utf16("数字签名 Digital signature"),
        "V" => signature,
        "P" => page,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        "F" => 132, // printed, locked
        "StructParent" => OF_FIELD,
    };
    document.set_object(field, widget);
    let form = dictionary! { "Fields" => vec![field.into()], "SigFlags" => 3 };
    document.catalog_mut().map_err(library)?.set("AcroForm", form);
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut).map_err(library)?;
    page.set("Annots", vec![field.into()]);
    Ok(())
}

/// Signs all bytes but the hole, and fills it.
pub(super) fn sign(bytes: &mut [u8], seal: &Seal) -> Result<(), PrintError> {
    let failed = |why: &str| PrintError::Library(why.to_owned());
    let (ranges, hole) = find(bytes, seal.room).ok_or_else(|| failed("no room for a signature"))?;
    let written = format!("0 {} {} {}", hole.start, hole.end, bytes.len() - hole.end);
    let place = bytes.get_mut(ranges).filter(|place| written.len() <= place.len());
    let place = place.ok_or_else(|| failed("the file is too long to be signed"))?;
    place.fill(b' ');
    place[..written.len()].copy_from_slice(written.as_bytes());
    let covered = [&bytes[..hole.start], &bytes[hole.end..]].concat();
    let signature = (seal.sign)(&Digest::of(&covered));
    if signature.len() > seal.room {
        return Err(failed("the signature is larger than its room"));
    }
    let digits = signature.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    for (place, digit) in bytes[hole].iter_mut().skip(1).zip(digits) {
        *place = b"0123456789abcdef"[usize::from(digit)];
    }
    Ok(())
}

/// Where the ranges and the hole stand, the latter with its brackets.
fn find(bytes: &[u8], room: usize) -> Option<(Range<usize>, Range<usize>)> {
    let at = bytes.windows(BEFORE.len()).rposition(|window| window == BEFORE)?;
    let behind = at + BEFORE.len();
    let inside = BEFORE.iter().position(|byte| *byte == b'[')? + 1;
    let outside = BEFORE.iter().position(|byte| *byte == b']')?;
    let hole = behind - 1..behind + 2 * room + 1;
    (bytes.get(hole.end - 1) == Some(&b'>')).then_some((at + inside..at + outside, hole))
}
