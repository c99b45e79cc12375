//! Files that were printed lately. A holder fetches theirs two or three times in a row, and the same
//! edition has the same bytes whenever it is printed: nothing here can be out of date.

use crate::model::copy::CopyCode;
use crate::model::number::CertificateNumber;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// The most bytes that are kept.
const MOST: u64 = 32 << 20;
/// About the size of a file, from which follows how many there may be.
const USUAL: u64 = 60 << 10;

/// A certificate, or one of its copies.
type Key = (CertificateNumber, Option<CopyCode>);

/// The kept files; the least used go when there are too many bytes.
pub(in crate::registry) struct Finished(Cache<Key, Arc<Vec<u8>>, Bytes>);

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Arc<Vec<u8>>> for Bytes {
    fn weight(&self, _: &Key, file: &Arc<Vec<u8>>) -> u64 {
        file.len() as u64
    }
}

/// Shows no file: there are names in them.
impl std::fmt::Debug for Finished {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Finished({} files)", self.0.len())
    }
}

impl Default for Finished {
    fn default() -> Self {
        Self::holding(MOST)
    }
}

impl Finished {
    fn holding(bytes: u64) -> Self {
        let files = usize::try_from(bytes / USUAL).unwrap_or(usize::MAX);
        Self(Cache::with_weighter(files, bytes, Bytes))
    }

    /// The file, if it is kept.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        self.0.get(key).map(|file| file.to_vec())
    }

    /// Keeps a file.
    pub fn keep(&self, key: Key, file: &[u8]) {
        self.0.insert(key, Arc::new(file.to_vec()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue::Level;
    use crate::model::number::Division;

    #[test]
    fn what_is_kept_is_given_back_and_never_more_than_is_allowed() {
        let division = Division::parse("330300").unwrap();
        let number = |n| CertificateNumber::new(Level::Intermediate, division, 2026, n).unwrap();
        let finished = Finished::holding(1 << 20);
        let copy = CopyCode::parse("0123456789012345");
        finished.keep((number(1), None), b"paper");
        finished.keep((number(1), copy.clone()), b"copy");
        assert_eq!(finished.get(&(number(1), None)).as_deref(), Some(&b"paper"[..]));
        assert_eq!(finished.get(&(number(1), copy)).as_deref(), Some(&b"copy"[..]));
        assert_eq!(finished.get(&(number(2), None)), None);
        for n in 2..200 {
            finished.keep((number(n), None), &vec![0; 60 << 10]);
            assert!(finished.0.weight() <= 1 << 20, "{}", finished.0.weight());
        }
        assert!(finished.0.len() > 10);
    }
}
