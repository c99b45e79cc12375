//! The papers that a file carries.

use super::Unreadable;
use super::file::File;
use super::syntax::{Dict, Object};

/// Nodes above a name.
const DEPTH: usize = 16;
/// The largest paper.
const BYTES: usize = 256 << 10;

/// The bytes of the attached file of that name; none where two have it, since nobody knows which of
/// them a viewer would save.
pub(super) fn attached(
    file: &File,
    catalog: &Dict,
    name: &str,
) -> Result<Option<Vec<u8>>, Unreadable> {
    let names = file.dict(catalog, "Names")?;
    let root = file.dict(&names, "EmbeddedFiles")?;
    let mut nodes = vec![(root, DEPTH)];
    let mut found = Vec::new();
    while let Some((node, depth)) = nodes.pop() {
        if let Object::List(pairs) = file.value(&node, "Names")?.object {
            for pair in pairs.chunks_exact(2) {
                if file.resolve(&pair[0])?.object.text() == Some(name.as_bytes()) {
                    found.push(pair[1].clone());
                }
            }
        }
        if let Object::List(kids) = file.value(&node, "Kids")?.object {
            for kid in kids.iter().rev() {
                if let Object::Dict(kid) = file.resolve(kid)?.object {
                    nodes.push((kid, depth.checked_sub(1).ok_or(Unreadable::TooLarge)?));
                }
            }
        }
    }
    match found.as_slice() {
        [one] => embedded(file, one),
        _ => Ok(None),
    }
}

fn embedded(file: &File, spec: &Object) -> Result<Option<Vec<u8>>, Unreadable> {
    let Object::Dict(spec) = file.resolve(spec)?.object else { return Ok(None) };
    let files = file.dict(&spec, "EF")?;
    // Viewers save the one of `/UF`: it must be the one that is judged.
    if files.get(b"UF".as_slice()).is_some_and(|other| files.get(b"F".as_slice()) != Some(other)) {
        return Ok(None);
    }
    let whole = file.value(&files, "F")?;
    let (Object::Dict(dict), Some(bytes)) = (whole.object, whole.stream) else { return Ok(None) };
    let decoded = file.decode(&dict, bytes)?;
    if decoded.as_ref().is_some_and(|bytes| bytes.len() > BYTES) {
        return Err(Unreadable::TooLarge);
    }
    Ok(decoded)
}
