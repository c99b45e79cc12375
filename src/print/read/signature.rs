//! The signature of a file, and which of its bytes it covers (ISO 32000-1, 12.8.1). Whether it is
//! any good is for others to judge: here nothing is believed but where the bytes stand.

use super::Unreadable;
use super::file::{File, Place};
use super::syntax::{Dict, Lexer, Object, is_space};
use crate::model::{day::Timestamp, digest::Digest, paper::PdfSignature};
use std::ops::Range;

/// Fields of a form.
const FIELDS: usize = 64;
/// Fields above a field.
const DEPTH: usize = 8;

/// The header of a file that was written for the web, in two sections at once (annex F), stands in
/// its first bytes.
const LINEARIZED: (usize, &[u8]) = (1024, b"/Linearized");

/// The end of a file.
const END: &[u8] = b"%%EOF";

/// How often the file was written. What stands behind its end counts as one more time.
pub(super) fn revisions(file: &File) -> u32 {
    let tail = file.bytes.get(file.tail..).unwrap_or_default();
    let is_blank = |bytes: &[u8]| bytes.iter().all(|byte| is_space(*byte));
    let tail = tail.trim_ascii_start();
    // One that lost its last bytes on the way has nothing behind its end.
    let rest = if END.starts_with(tail) { Some(&[][..]) } else { tail.strip_prefix(END) };
    let (head, mark) = LINEARIZED;
    let head = file.bytes.get(..head).unwrap_or(file.bytes);
    let is_linearized = file.written > 1 && head.windows(mark.len()).any(|word| word == mark);
    file.written - u32::from(is_linearized) + u32::from(!rest.is_some_and(is_blank))
}

/// The only signature of the file, if a field of its form holds it.
pub(super) fn signature(file: &File, catalog: &Dict) -> Result<Option<PdfSignature>, Unreadable> {
    let (Some(number), Some(held)) = (only(file)?, held(file, catalog)?) else { return Ok(None) };
    let Object::Dict(dict) = file.get(number)?.object else { return Ok(None) };
    let contents = dict.get(b"Contents".as_slice()).and_then(Object::text);
    let (Some(contents), true) = (contents, held == number) else { return Ok(None) };
    let hole = match file.places.get(&number) {
        Some(Place::At(offset, _)) => hole(file, *offset)?,
        _ => None,
    };
    let ranges = ranges(&dict).unwrap_or_default();
    let said = dict.get(b"M".as_slice()).and_then(Object::text);
    Ok(Some(PdfSignature {
        covered: covered(file.bytes, ranges),
        cms: unpadded(contents).to_vec(),
        signed_at: said.and_then(instant),
        is_whole: hole
            .is_some_and(|hole| ranges == [0, hole.start, hole.end, file.bytes.len() - hole.end]),
    }))
}

/// The one object of the file that says which bytes it signs, whoever refers to it.
fn only(file: &File) -> Result<Option<u32>, Unreadable> {
    let mut only = None;
    for number in file.places.keys() {
        if let Object::Dict(dict) = file.get(*number)?.object
            && dict.contains_key(b"ByteRange".as_slice())
            && only.replace(*number).is_some()
        {
            return Ok(None);
        }
    }
    Ok(only)
}

/// The value of the only field for a signature.
fn held(file: &File, catalog: &Dict) -> Result<Option<u32>, Unreadable> {
    let form = file.dict(catalog, "AcroForm")?;
    let mut nodes = vec![(form, "Fields", false, DEPTH)];
    let mut values = Vec::new();
    let mut seen = 0;
    while let Some((node, kids, above, depth)) = nodes.pop() {
        let kind = file.value(&node, "FT")?.object;
        let signs = kind.name().map_or(above, |kind| kind == b"Sig");
        match node.get(b"V".as_slice()) {
            Some(value) if signs && *value != Object::Null => values.push(value.clone()),
            _ => {}
        }
        let Object::List(kids) = file.value(&node, kids)?.object else { continue };
        for kid in kids {
            seen += 1;
            if seen > FIELDS || depth == 0 {
                return Err(Unreadable::TooLarge);
            }
            if let Object::Dict(kid) = file.resolve(&kid)?.object {
                nodes.push((kid, "Kids", signs, depth - 1));
            }
        }
    }
    Ok(match values.as_slice() {
        [Object::Reference(number)] => Some(*number),
        _ => None,
    })
}

/// Offset and length of two ranges.
fn ranges(dict: &Dict) -> Option<[usize; 4]> {
    let ranges = dict.get(b"ByteRange".as_slice())?.list()?;
    let ranges: Option<Vec<usize>> = ranges.iter().map(Object::count).collect();
    ranges?.try_into().ok()
}

/// The digest of the ranges; a range that is not in the file covers nothing.
pub(super) fn covered(bytes: &[u8], [first, length, second, rest]: [usize; 4]) -> Digest {
    let part = |from: usize, length: usize| bytes.get(from..from.checked_add(length)?);
    let parts = [part(first, length), part(second, rest)];
    Digest::of(&parts.map(Option::unwrap_or_default).concat())
}

/// Where the digits of `/Contents` stand in the object at `offset`, with their brackets. None if
/// there is anything between them but digits.
fn hole(file: &File, offset: usize) -> Result<Option<Range<usize>>, Unreadable> {
    let mut lexer = Lexer::new(file.bytes, offset, file.budget);
    for _ in 0..3 {
        lexer.next()?; // `12 0 obj`: the object was read before
    }
    if !lexer.takes(b"<<") {
        return Ok(None);
    }
    while !lexer.takes(b">>") {
        let key = lexer.object()?;
        lexer.skip_space();
        let from = lexer.position();
        lexer.object()?;
        if key.name() == Some(b"Contents") {
            let hole = from..lexer.position();
            let written = file.bytes.get(hole.clone()).unwrap_or_default();
            let digits = written.strip_prefix(b"<").and_then(|digits| digits.strip_suffix(b">"));
            return Ok(digits.filter(|d| d.iter().all(u8::is_ascii_hexdigit)).map(|_| hole));
        }
    }
    Ok(None)
}

/// The DER without the zeros behind it. What is no DER, or has something else behind it, is left as
/// it is: nobody will accept it.
pub(super) fn unpadded(contents: &[u8]) -> &[u8] {
    length(contents)
        .and_then(|length| contents.split_at_checked(length))
        .filter(|(_, padding)| padding.iter().all(|byte| *byte == 0))
        .map_or(contents, |(der, _)| der)
}

/// The length of a sequence in DER, with its head (ITU-T X.690, 8.1.3).
fn length(der: &[u8]) -> Option<usize> {
    let (&[0x30, first], rest) = der.split_first_chunk()? else { return None };
    if first < 0x80 {
        return Some(2 + usize::from(first));
    }
    let count = usize::from(first & 0x7F);
    let length = rest.get(..count).filter(|_| (1..=4).contains(&count))?;
    length.iter().fold(0usize, |n, byte| n << 8 | usize::from(*byte)).checked_add(2 + count)
}

/// `D:20261124082805Z`; other zones than that of the world are not ours.
fn instant(said: &[u8]) -> Option<Timestamp> {
    let digits = said.strip_prefix(b"D:")?.strip_suffix(b"Z")?;
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.len() == 14 && d.is_ascii())?;
    let part = |range: Range<usize>| digits.get(range);
    Timestamp::parse_rfc3339(&format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0..4)?,
        part(4..6)?,
        part(6..8)?,
        part(8..10)?,
        part(10..12)?,
        part(12..14)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_zeros_are_padding() {
        assert_eq!(unpadded(&[0x30, 1, 0, 0, 0]), [0x30, 1, 0]);
        assert_eq!(unpadded(&[0x30, 0x81, 1, 9, 0]), [0x30, 0x81, 1, 9]);
        for whole in [&[0x30, 1, 0, 0, 7][..], &[0x30, 9, 0], &[0x31, 0, 0], &[0x30], &[]] {
            assert_eq!(unpadded(whole), whole);
        }
    }

    #[test]
    fn the_time_is_read_as_it_is_written() {
        let at = Timestamp::parse_rfc3339("2026-11-24T08:28:05Z");
        assert_eq!(instant(b"D:20261124082805Z"), at);
        for bad in ["D:20261124082805", "D:20261324082805Z", "20261124082805Z", "D:2026112408280+Z"]
        {
            assert_eq!(instant(bad.as_bytes()), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_contents_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            prop_assert!(bytes.starts_with(unpadded(&bytes)));
            let _ = unpadded(&[&[0x30], bytes.as_slice()].concat());
            let _ = instant(&bytes);
        }

        #[test]
        fn no_ranges_make_it_panic(ranges in any::<[usize; 4]>(), small in any::<[u8; 4]>()) {
            let bytes = [7; 100];
            let _ = covered(&bytes, ranges);
            let _ = covered(&bytes, small.map(usize::from));
        }
    }
}
