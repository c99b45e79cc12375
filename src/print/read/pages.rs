//! The pages of a file.

use super::Unreadable;
use super::file::File;
use super::syntax::{Dict, Object};
use std::collections::BTreeSet;

/// Pages of a file; a certificate has one.
const PAGES: usize = 16;
/// Nodes above a page.
const DEPTH: usize = 16;
/// Entries that a page takes from the nodes above it (ISO 32000-1, table 30).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// Entries of a content stream. Others (`/F`, `/DP`) make some programs take other bytes.
const OF_CONTENT: [&[u8]; 3] = [b"Length", b"Filter", b"DecodeParms"];
/// What stands for a content stream that is not read: an operator that is none.
const UNREAD: &[u8] = b"unread\n";

/// A page.
pub(super) struct Page {
    /// Its own entries and those that it inherits.
    pub dict: Dict,
    /// Its content streams, decoded and joined as a viewer joins them.
    pub content: Vec<u8>,
}

/// Every page, in order.
pub(super) fn pages(file: &File, catalog: &Dict) -> Result<Vec<Page>, Unreadable> {
    let mut tree = Tree { file, pages: Vec::new(), seen: BTreeSet::new() };
    let root = catalog.get(b"Pages".as_slice()).ok_or(Unreadable::Broken)?;
    tree.node(root, &Dict::new(), DEPTH)?;
    Ok(tree.pages)
}

struct Tree<'a> {
    file: &'a File<'a>,
    pages: Vec<Page>,
    seen: BTreeSet<u32>,
}

impl Tree<'_> {
    fn node(&mut self, node: &Object, above: &Dict, depth: usize) -> Result<(), Unreadable> {
        let Object::Reference(number) = node else { return Err(Unreadable::Broken) };
        if depth == 0 || !self.seen.insert(*number) {
            return Err(Unreadable::Broken);
        }
        let Object::Dict(mut dict) = self.file.resolve(node)?.object else {
            return Err(Unreadable::Broken);
        };
        for key in INHERITED {
            // A null is no entry (ISO 32000-1, 7.3.7): what stands above counts.
            let own = dict.get(key).is_some_and(|value| *value != Object::Null);
            if let (false, Some(value)) = (own, above.get(key)) {
                dict.insert(key.to_vec(), value.clone());
            }
        }
        if let Object::List(kids) = self.file.value(&dict, "Kids")?.object {
            return kids.iter().try_for_each(|kid| self.node(kid, &dict, depth - 1));
        }
        if self.pages.len() == PAGES {
            return Err(Unreadable::TooLarge);
        }
        let content = self.content(&dict)?;
        self.pages.push(Page { dict, content });
        Ok(())
    }

    fn content(&self, page: &Dict) -> Result<Vec<u8>, Unreadable> {
        let contents = page.get(b"Contents".as_slice()).cloned().unwrap_or(Object::Null);
        let parts = match self.file.resolve(&contents)?.object {
            Object::List(parts) => parts,
            Object::Null => Vec::new(),
            _ => vec![contents],
        };
        let mut content = Vec::new();
        for part in parts {
            let whole = self.file.resolve(&part)?;
            let (Object::Dict(dict), Some(bytes)) = (whole.object, whole.stream) else {
                return Err(Unreadable::Broken);
            };
            // What is stored in a way that is not ours is not read, and never digested like what is.
            let ours = dict.keys().all(|key| OF_CONTENT.contains(&key.as_slice()));
            let decoded = self.file.decode(&dict, bytes)?.filter(|_| ours);
            let decoded = decoded.unwrap_or_else(|| UNREAD.to_vec());
            if !content.is_empty() && content.last() != Some(&b'\n') {
                content.push(b'\n');
            }
            content.extend(decoded);
        }
        Ok(content)
    }
}
