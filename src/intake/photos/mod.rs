//! An archive of photos → the photo of each person, and why a file gave none. Pure: whom a file's
//! name means is asked of whoever knows.
//!
//! ```text
//!  ZIP ─ archive ─ name ─ whose? ─ picture ─→ photos, files that were not taken
//! ```

mod archive;
mod name;
mod picture;
#[cfg(test)]
mod tests;
mod told;

pub use told::{Unopened, Why};

use crate::model::{day::Day, identity::Identity, photo::Photo};
use archive::Archive;
use name::FileName;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Files of an archive.
pub const FILES: usize = 50_000;
/// Bytes of a photo as it is handed in.
pub const PHOTO_BYTES: usize = 50 * 1024;

/// Files that are unpacked before their pictures are made anew on all cores.
const AT_ONCE: usize = 256;

/// What came of an archive.
#[derive(Debug)]
pub struct Photos<W> {
    /// One for each person, in their order.
    pub taken: Vec<(W, Photo)>,
    /// In the order of the archive.
    pub not_taken: Vec<NotTaken<W>>,
}

/// A file that gave no photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken<W> {
    /// Which file of the archive, from 1.
    pub file: usize,
    /// Its name, without most of what may be a number.
    pub shown: String,
    /// Whose photo it was to be, where that is known.
    pub whose: Option<W>,
    /// Why.
    pub why: Why,
}

/// One file on its way.
struct Handed<W> {
    file: usize,
    shown: String,
    whose: Option<W>,
    photo: Result<Photo, Why>,
}

/// Reads an archive whose files are named by the numbers of their people. `whose` tells who has a
/// document, if anybody here has.
pub fn read_photos<W: Copy + Ord + Send + Sync>(
    bytes: &[u8],
    today: Day,
    whose: impl Fn(&Identity) -> Option<W> + Sync,
) -> Result<Photos<W>, Unopened> {
    let mut archive = Archive::open(bytes)?;
    let mut handed = Vec::new();
    loop {
        let some = archive.next(AT_ONCE)?;
        if some.is_empty() {
            break;
        }
        let each = some.into_par_iter().map(|(file, written, bytes)| {
            let name = FileName::of(&written);
            let whose = name.whose(today, &whose);
            let photo = whose.and_then(|_| picture::photo(&bytes?));
            Handed { file, shown: name.shown(), whose: whose.ok(), photo }
        });
        handed.par_extend(each);
    }
    if handed.is_empty() {
        return Err(Unopened::NoFiles);
    }
    Ok(sorted(handed))
}

/// Two files for one person: neither is taken, since nobody but the clerk knows which is right.
fn sorted<W: Copy + Ord>(handed: Vec<Handed<W>>) -> Photos<W> {
    let mut files: BTreeMap<W, usize> = BTreeMap::new();
    for whose in handed.iter().filter_map(|one| one.whose) {
        *files.entry(whose).or_default() += 1;
    }
    let (mut taken, mut not_taken) = (BTreeMap::new(), Vec::new());
    for Handed { file, shown, whose, photo } in handed {
        let several = whose.is_some_and(|whose| files.get(&whose).is_some_and(|files| *files > 1));
        let why = match (whose, photo) {
            _ if several => Why::Several,
            (Some(whose), Ok(photo)) => {
                taken.insert(whose, photo);
                continue;
            }
            (_, Err(why)) => why,
            (None, Ok(_)) => Why::Nobody,
        };
        not_taken.push(NotTaken { file, shown, whose, why });
    }
    Photos { taken: taken.into_iter().collect(), not_taken }
}
