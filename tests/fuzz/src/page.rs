//! A PDF out of its objects as they are, so that neither the offsets of a cross-reference table nor
//! compression stands between the fuzzer and what is drawn.

use lopdf::{Document, Object};
use std::fmt::Write as _;

/// Stands between two objects.
const BETWEEN: &[u8] = b"\n%--\n";
/// The length of a stream, which is filled in.
const LENGTH: &[u8] = b"/Length #";

/// The file that an input describes: the trailer's entries, then the objects from number 1.
pub fn bind(input: &[u8]) -> Vec<u8> {
    let mut objects = split(input).into_iter();
    let trailer = objects.next().unwrap_or_default();
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    let mut count = 1;
    for object in objects {
        let _ = writeln!(table, "{:010} 00000 n ", file.len()); // to a String
        file.extend_from_slice(format!("{count} 0 obj\n").as_bytes());
        file.extend_from_slice(&measured(object));
        file.extend_from_slice(b"\nendobj\n");
        count += 1;
    }
    let start = file.len();
    file.extend_from_slice(format!("xref\n0 {count}\n{table}trailer\n<</Size {count} ").as_bytes());
    file.extend_from_slice(trailer);
    file.extend_from_slice(format!(">>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    file
}

/// The input that describes a file, its streams unpacked.
pub fn unbind(file: &[u8]) -> Option<Vec<u8>> {
    let mut document = Document::load_mem(file).ok()?;
    document.decompress();
    document.renumber_objects();
    let mut input = Vec::new();
    for name in [&b"Root"[..], b"Info"] {
        if let Ok((number, _)) = document.trailer.get(name).and_then(Object::as_reference) {
            input.extend_from_slice(
                format!("/{} {number} 0 R", String::from_utf8_lossy(name)).as_bytes(),
            );
        }
    }
    for number in 1..=document.max_id {
        input.extend_from_slice(BETWEEN);
        let object = document.objects.get(&(number, 0)).unwrap_or(&Object::Null);
        input.extend_from_slice(&written(object)?);
    }
    Some(input)
}

/// An object as it is written, a stream with its length to be filled in.
fn written(object: &Object) -> Option<Vec<u8>> {
    let mut lone = Document::with_version("1.7");
    lone.objects.insert((1, 0), object.clone());
    let mut file = Vec::new();
    lone.save_to(&mut file).ok()?;
    let start = find(&file, b"1 0 obj")? + 7; // behind it
    let end = file.windows(6).rposition(|window| window == b"endobj")?;
    let body = file.get(start..end)?.trim_ascii();
    let Some(at) = find(body, b"/Length ") else { return Some(body.to_vec()) };
    let after = body[at + 8..].iter().position(|byte| !byte.is_ascii_digit())? + at + 8;
    Some([&body[..at], LENGTH, &body[after..]].concat())
}

/// The object with the length of its stream.
fn measured(object: &[u8]) -> Vec<u8> {
    let data = find(object, b"stream\n").map(|at| at + 7);
    let end = object.windows(9).rposition(|window| window == b"endstream");
    let (Some(data), Some(end), Some(at)) = (data, end, find(object, LENGTH)) else {
        return object.to_vec();
    };
    let length = end.saturating_sub(data).saturating_sub(1);
    let length = format!("/Length {length}");
    [&object[..at], length.as_bytes(), &object[at + LENGTH.len()..]].concat()
}

fn split(input: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = input;
    while let Some(at) = find(rest, BETWEEN) {
        parts.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
    }
    parts.push(rest);
    parts
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
