//! The files of an archive, a few at a time. Real bytes are counted, never those that it declares.

use super::{FILES, PHOTO_BYTES, Unopened, Why, picture};
use crate::intake::bounds;
use encoding_rs::GBK;
use std::io::{Cursor, Read as _};
use zip::{ZipArchive, result::ZipError};

/// A file: which of the archive from 1, its name without folders, its bytes.
pub(super) type Packed = (usize, String, Result<Vec<u8>, Why>);

/// An open archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    next: usize,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unopened> {
        if bytes.is_empty() {
            return Err(Unopened::Empty);
        }
        if bytes.len() > bounds::FILE_BYTES {
            return Err(Unopened::TooLarge);
        }
        // Counted before the archive reader makes a record of each.
        if bytes.windows(4).filter(|window| window == b"PK\x01\x02").count() > FILES {
            return Err(Unopened::TooManyFiles);
        }
        if !bytes.starts_with(b"PK") {
            return Err(Unopened::NoArchive);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unopened::Damaged)?;
        Ok(Self { zip, next: 0, left: bounds::UNPACKED })
    }

    /// The next files that are meant as photos, at most so many; none at the end.
    pub(super) fn next(&mut self, most: usize) -> Result<Vec<Packed>, Unopened> {
        let mut files = Vec::new();
        while files.len() < most && self.next < self.zip.len() {
            let (at, file) = (self.next, self.zip.by_index_raw(self.next));
            self.next += 1;
            let file = file.map_err(|_| Unopened::Damaged)?;
            if file.encrypted() {
                return Err(Unopened::Encrypted);
            }
            let is_folder = file.is_dir();
            let name = written(file.name_raw());
            drop(file);
            if let Some(name) = meant(&name).filter(|_| !is_folder) {
                files.push((at + 1, name.to_owned(), self.unpack(at)?));
            }
        }
        Ok(files)
    }

    fn unpack(&mut self, at: usize) -> Result<Result<Vec<u8>, Why>, Unopened> {
        let file = match self.zip.by_index(at) {
            Err(ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_)) => {
                return Ok(Err(Why::Packed));
            }
            file => file.map_err(|_| Unopened::Damaged)?,
        };
        let most = PHOTO_BYTES as u64 + 1;
        let mut bytes = Vec::new();
        let read = file.take(most).read_to_end(&mut bytes);
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Unopened::UnpacksTooLarge)?;
        Ok(match read {
            Ok(_) if bytes.len() > PHOTO_BYTES && picture::is_read(&bytes) => {
                Err(Why::TooManyBytes)
            }
            Ok(_) if bytes.len() > PHOTO_BYTES => Err(Why::OtherFormat),
            Ok(_) if bytes.is_empty() => Err(Why::Empty),
            Ok(_) => Ok(bytes),
            Err(_) => Err(Why::Damaged),
        })
    }
}

/// A name in UTF-8, or as Windows in China writes it.
fn written(raw: &[u8]) -> String {
    let name = std::str::from_utf8(raw).map(str::to_owned);
    name.unwrap_or_else(|_| GBK.decode_without_bom_handling(raw).0.into_owned())
}

/// The last part of a path, unless nobody meant it: what systems leave in folders.
fn meant(path: &str) -> Option<&str> {
    let parts = || path.split(['/', '\\']);
    let name = parts().next_back().filter(|name| !name.is_empty())?;
    let left = ["thumbs.db", "desktop.ini"].iter().any(|left| name.eq_ignore_ascii_case(left));
    let hidden = name.starts_with('.') || parts().any(|part| part == "__MACOSX");
    (!left && !hidden).then_some(name)
}
