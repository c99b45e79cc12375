//! The digest of everything that is drawn: the same for the same page, however its file is laid
//! out, numbered and compressed; another one for anything that shows, or reads, differently. The
//! signature shows nothing: signed and unsigned, and signed anew, a page is the same page.

use super::Unreadable;
use super::file::File;
use super::pages::Page;
use super::plain::is_plain;
use super::syntax::{Dict, Object};
use crate::model::digest::Digest;
use std::collections::BTreeMap;

/// Objects in and behind objects.
const DEPTH: usize = 64;
/// Entries of a page that lead elsewhere or say nothing of what is drawn.
const NOT_OF_PAGE: [&[u8]; 6] =
    [b"Parent", b"Type", b"Metadata", b"LastModified", b"PieceInfo", b"StructParents"];
/// Entries of a stream that say how its bytes are stored.
const NOT_OF_STREAM: [&[u8]; 4] = [b"Length", b"Filter", b"DecodeParms", b"DL"];
/// Entries of the catalog that decide what is drawn or run.
const OF_CATALOG: [&[u8]; 4] = [b"AA", b"Collection", b"OCProperties", b"OpenAction"];
/// Entries of the field of a signature that show nothing, whatever they say.
const OF_FIELD: [&[u8]; 10] =
    [b"Type", b"Subtype", b"FT", b"T", b"TU", b"V", b"P", b"Rect", b"F", b"StructParent"];
/// Entries of the structure that lead to pages and fields, or back.
const NOT_OF_TAGS: [&[u8]; 5] = [b"P", b"Pg", b"Obj", b"ParentTree", b"ParentTreeNextKey"];

/// The digest of `pages` and of what the catalog adds to them.
pub(super) fn digest(file: &File, catalog: &Dict, pages: &[Page]) -> Result<Digest, Unreadable> {
    let mut walk = Walk::new(file, &[]);
    let mut whole = Writing::of(b"drawing 2");
    for page in pages {
        let mut dict = page.dict.clone();
        dict.retain(|key, _| !NOT_OF_PAGE.contains(&key.as_slice()) && key != b"Contents");
        only_shown(file, &mut dict, "Annots")?;
        whole.part(b"page", &walk.dict(&dict)?);
        whole.part(b"content", &Digest::of(&page.content));
    }
    if !is_plain(file)? {
        whole.bytes(b"other programs may find other objects");
    }
    for key in OF_CATALOG {
        if let Some(value) = catalog.get(key) {
            whole.part(key, &walk.object(value)?);
        }
    }
    let mut form = file.dict(catalog, "AcroForm")?;
    form.remove(b"SigFlags".as_slice());
    only_shown(file, &mut form, "Fields")?;
    whole.part(b"AcroForm", &walk.dict(&form)?);
    whole.part(b"StructTreeRoot", &tags(file, catalog)?);
    // Attachments are not drawn; scripts and the like are what else may be named.
    let mut names = file.dict(catalog, "Names")?;
    names.remove(b"EmbeddedFiles".as_slice());
    whole.part(b"Names", &walk.dict(&names)?);
    Ok(whole.digest())
}

/// Takes from a list of fields those of signatures that show nothing, and the list if it is empty.
fn only_shown(file: &File, dict: &mut Dict, key: &str) -> Result<(), Unreadable> {
    let Object::List(fields) = file.value(dict, key)?.object else { return Ok(()) };
    let mut shown = Vec::new();
    for field in fields {
        if !is_unseen(&file.resolve(&field)?.object) {
            shown.push(field);
        }
    }
    dict.remove(key.as_bytes());
    if !shown.is_empty() {
        dict.insert(key.as_bytes().to_vec(), Object::List(shown));
    }
    Ok(())
}

/// Whether it is the field of a signature without extent, looks and deeds.
fn is_unseen(field: &Object) -> bool {
    let Object::Dict(field) = field else { return false };
    let is = |key: &[u8], name: &[u8]| field.get(key).and_then(Object::name) == Some(name);
    let sides = field.get(b"Rect".as_slice()).and_then(Object::list).unwrap_or_default();
    is(b"Subtype", b"Widget")
        && is(b"FT", b"Sig")
        && sides.len() == 4
        && sides.iter().all(|side| side.number() == Some(0.0))
        && field.keys().all(|key| OF_FIELD.contains(&key.as_slice()))
}

/// What whoever hears the page is told, by way of the tree and by way of the marks.
fn tags(file: &File, catalog: &Dict) -> Result<Digest, Unreadable> {
    let mut walk = Walk::new(file, &NOT_OF_TAGS);
    let root = file.dict(catalog, "StructTreeRoot")?;
    let mut writing = Writing::of(b"tags");
    writing.part(b"tree", &walk.dict(&root)?);
    let mut nodes = vec![(file.dict(&root, "ParentTree")?, DEPTH)];
    while let Some((node, depth)) = nodes.pop() {
        if let Object::List(pairs) = file.value(&node, "Nums")?.object {
            for pair in pairs.chunks_exact(2) {
                if !is_field(file, &pair[1])? {
                    writing.part(b"key", &walk.object(&pair[0])?);
                    writing.part(b"elements", &walk.object(&pair[1])?);
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
    Ok(writing.digest())
}

/// Whether it is the element of a field, and says nothing of its own.
fn is_field(file: &File, element: &Object) -> Result<bool, Unreadable> {
    const OF_FORM: [&[u8]; 5] = [b"Type", b"S", b"P", b"Pg", b"K"];
    let Object::Dict(element) = file.resolve(element)?.object else { return Ok(false) };
    let kid = file.dict(&element, "K")?;
    Ok(element.get(b"S".as_slice()).and_then(Object::name) == Some(b"Form")
        && kid.get(b"Type".as_slice()).and_then(Object::name) == Some(b"OBJR")
        && element.keys().all(|key| OF_FORM.contains(&key.as_slice())))
}

/// Length-prefixed parts, so that no two sequences are written alike.
struct Writing(Vec<u8>);

impl Writing {
    fn of(kind: &[u8]) -> Self {
        let mut writing = Self(Vec::new());
        writing.bytes(kind);
        writing
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend((bytes.len() as u64).to_be_bytes());
        self.0.extend(bytes);
    }

    fn part(&mut self, key: &[u8], digest: &Digest) {
        self.bytes(key);
        self.0.extend(digest.0);
    }

    fn digest(self) -> Digest {
        Digest::of(&self.0)
    }
}

struct Walk<'a> {
    file: &'a File<'a>,
    /// Each object is walked once.
    done: BTreeMap<u32, Digest>,
    /// The references that lead here.
    open: Vec<u32>,
    depth: usize,
    /// Entries that are not followed; where there are some, it is the structure that is walked.
    omitted: &'static [&'static [u8]],
}

impl<'a> Walk<'a> {
    fn new(file: &'a File<'a>, omitted: &'static [&'static [u8]]) -> Self {
        Self { file, done: BTreeMap::new(), open: Vec::new(), depth: 0, omitted }
    }

    fn object(&mut self, object: &Object) -> Result<Digest, Unreadable> {
        if self.depth == DEPTH {
            return Err(Unreadable::TooLarge);
        }
        self.depth += 1;
        let digest = self.shallow(object);
        self.depth -= 1;
        digest
    }

    fn shallow(&mut self, object: &Object) -> Result<Digest, Unreadable> {
        let mut writing = Writing::of(match object {
            Object::Reference(number) => return self.reference(*number),
            Object::Dict(dict) => return self.dict(dict),
            Object::Null => b"null",
            Object::Bool(_) => b"bool",
            Object::Number(_) => b"number",
            Object::Text(_) => b"text",
            Object::Name(_) => b"name",
            Object::List(_) => b"list",
        });
        match object {
            Object::Bool(value) => writing.bytes(&[u8::from(*value)]),
            Object::Number(value) => writing.bytes(&value.to_be_bytes()),
            Object::Text(bytes) | Object::Name(bytes) => writing.bytes(bytes),
            Object::List(list) => {
                for item in list {
                    if !self.omitted.is_empty() && is_field(self.file, item)? {
                        continue;
                    }
                    writing.part(b"", &self.object(item)?);
                }
            }
            Object::Null | Object::Dict(_) | Object::Reference(_) => {}
        }
        Ok(writing.digest())
    }

    /// A null value is the same as no entry (ISO 32000-1, 7.3.7).
    fn dict(&mut self, dict: &Dict) -> Result<Digest, Unreadable> {
        let mut writing = Writing::of(b"dict");
        for (key, value) in dict.iter().filter(|(_, value)| **value != Object::Null) {
            if self.omitted.contains(&key.as_slice()) {
                continue;
            }
            writing.part(key, &self.object(value)?);
        }
        Ok(writing.digest())
    }

    fn reference(&mut self, number: u32) -> Result<Digest, Unreadable> {
        if let Some(digest) = self.done.get(&number) {
            return Ok(*digest);
        }
        if let Some(back) = self.open.iter().rev().position(|open| *open == number) {
            let mut writing = Writing::of(b"back");
            writing.bytes(&back.to_be_bytes());
            return Ok(writing.digest());
        }
        self.open.push(number);
        let whole = self.file.resolve(&Object::Reference(number))?;
        let digest = match (&whole.object, whole.stream) {
            (Object::Dict(dict), Some(bytes)) => self.stream(dict, bytes)?,
            (object, _) => self.object(object)?,
        };
        self.open.pop();
        self.done.insert(number, digest);
        Ok(digest)
    }

    fn stream(&mut self, dict: &Dict, bytes: &[u8]) -> Result<Digest, Unreadable> {
        let mut writing = Writing::of(b"stream");
        let mut said = dict.clone();
        if let Some(decoded) = self.file.decode(dict, bytes)? {
            said.retain(|key, _| !NOT_OF_STREAM.contains(&key.as_slice()));
            writing.part(b"bytes", &Digest::of(&decoded));
        } else {
            said.remove(b"Length".as_slice());
            writing.part(b"stored", &Digest::of(bytes));
        }
        writing.part(b"dict", &self.dict(&said)?);
        Ok(writing.digest())
    }
}
