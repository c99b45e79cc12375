//! Whether every program finds the same objects in a file. A viewer that takes offence at a table
//! mends it: it goes through the bytes, takes the last object of each number and the last root. A
//! forger who makes it take offence where we do not would show another page than the one we read.

use super::Unreadable;
use super::file::{File, Place};
use super::syntax::{Dict, Object, is_space};
use std::collections::BTreeSet;

/// Whether the table names everything in the file that looks like an object, a root or a table, and
/// nothing else is there to be found by going through the bytes.
pub(super) fn is_plain(file: &File) -> Result<bool, Unreadable> {
    let named: BTreeSet<usize> = file.places.values().filter_map(Place::offset).collect();
    let starts = |at: &usize| file.bytes.get(*at).is_some_and(|b| *b == b'x' || b.is_ascii_digit());
    let tables = file.sections.iter().filter(|at| file.bytes.get(**at) == Some(&b'x')).count();
    let sections = &file.sections;
    Ok(sections.iter().all(starts)
        && found(file.bytes, b"trailer").count() == tables
        && heads(file.bytes).all(|at| named.contains(&at) || sections.contains(&at))
        && all_plain(file)?)
}

fn all_plain(file: &File) -> Result<bool, Unreadable> {
    for (number, place) in &file.places {
        let object = file.get(*number)?.object;
        let Object::Dict(dict) = object else { continue };
        let plain = match dict.get(b"Type".as_slice()).and_then(Object::name) {
            Some(b"Catalog") => {
                file.trailer.get(b"Root".as_slice()) == Some(&Object::Reference(*number))
            }
            Some(b"XRef") => place.offset().is_some_and(|at| file.sections.contains(&at)),
            Some(b"ObjStm") => names_all(file, *number, &dict)?,
            _ => true,
        };
        if !plain {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the table names every object of an object stream.
fn names_all(file: &File, holder: u32, dict: &Dict) -> Result<bool, Unreadable> {
    let packed = file.packed(holder)?;
    let in_place = |(at, (number, _)): (usize, &(u32, usize))| matches!(file.places.get(number), Some(Place::In(of, index)) if *of == holder && *index == at);
    Ok(!dict.contains_key(b"Extends".as_slice()) && packed.index.iter().enumerate().all(in_place))
}

/// Where something stands that looks like `12 0 obj`, whatever it stands in. Comments between the
/// three are looked through to the end of their line, as viewers do.
fn heads(bytes: &[u8]) -> impl Iterator<Item = usize> {
    found(bytes, b"obj").filter_map(|at| {
        let before = bytes.get(..at)?;
        let generation = digits(space(before)?)?;
        let number = digits(space(generation).filter(|rest| rest.len() < generation.len())?)?;
        Some(number.len())
    })
}

fn found(bytes: &[u8], word: &'static [u8]) -> impl Iterator<Item = usize> {
    bytes.windows(word.len()).enumerate().filter(move |(_, w)| *w == word).map(|(at, _)| at)
}

/// What is left before trailing space and comments.
fn space(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let count = bytes.iter().rev().take_while(|b| is_space(**b)).count();
        let (rest, gap) = bytes.split_at(bytes.len() - count);
        if !gap.iter().any(|b| matches!(b, b'\r' | b'\n')) {
            return Some(rest);
        }
        let line = rest.iter().rev().take_while(|b| !matches!(b, b'\r' | b'\n')).count();
        let (above, line) = rest.split_at(rest.len() - line);
        let Some(comment) = line.iter().position(|b| *b == b'%') else { return Some(rest) };
        bytes = bytes.get(..above.len() + comment)?;
    }
}

/// What is left before trailing digits, of which there must be some.
fn digits(bytes: &[u8]) -> Option<&[u8]> {
    let count = bytes.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    (count > 0).then(|| bytes.get(..bytes.len() - count))?
}
