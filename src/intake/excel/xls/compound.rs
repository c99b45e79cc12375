//! The container of .xls ([MS-CFB]): sectors chained by a table. A chain is followed once and never
//! longer than the file is, whatever sizes the file declares.

use crate::intake::refused::Refused;

/// Where the header lists the first sectors of the table, and how many.
const LISTED: (usize, usize) = (76, 109);
/// Sector numbers from here on are marks: end of chain, free, and the like.
const MARKS: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;
/// Streams shorter than this lie in the small sectors of the root's own stream.
const SMALL_BELOW: usize = 4096;
const SMALL_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// Streams and folders of a file; a workbook with macros has some dozens.
const ENTRIES: usize = 10_000;

/// An open container.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    directory: Vec<u8>,
}

/// A line of the directory.
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: usize,
}

const STREAM: u8 = 2;

impl<'a> Compound<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        Self::read(bytes).ok_or(Refused::Damaged)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let (table, small_table, small, directory) = Default::default();
        let mut file = Self { bytes, sector, table, small_table, small, directory };
        file.table = file.sector_table()?;
        file.directory = file.chain(u32_at(bytes, 48)?, ENTRIES * ENTRY)?;
        file.small_table = words(&file.chain(u32_at(bytes, 60)?, bytes.len())?);
        let root = file.entry(0)?;
        file.small = file.chain(root.start, root.size)?;
        Some(file)
    }

    /// The whole of a stream in the root folder; streams of objects inside the workbook lie deeper.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let Some(entry) = self.find(name) else { return Ok(None) };
        let content = if entry.size < SMALL_BELOW {
            self.small_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        };
        content.map(Some).ok_or(Refused::Damaged)
    }

    /// Walks the root's tree of names; every entry is visited once at the most.
    fn find(&self, name: &str) -> Option<Entry> {
        let mut open = vec![self.entry(0)?.child];
        let mut left = self.directory.len() / ENTRY;
        while let Some(at) = open.pop() {
            let Some(entry) = self.entry(at) else { continue };
            left = left.checked_sub(1)?;
            if entry.kind == STREAM && entry.name.eq_ignore_ascii_case(name) {
                return Some(entry);
            }
            open.extend([entry.left, entry.right]);
        }
        None
    }

    fn entry(&self, at: u32) -> Option<Entry> {
        let start = usize::try_from(at).ok()?.checked_mul(ENTRY)?;
        let line = self.directory.get(start..start.checked_add(ENTRY)?)?;
        // The name's length counts bytes, and its closing zero.
        let length = usize::from(u16_at(line, 64)?).saturating_sub(2).min(62);
        let units = line.get(..length)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
        Some(Entry {
            name: char::decode_utf16(units).map_while(Result::ok).collect(),
            kind: *line.get(66)?,
            left: u32_at(line, 68)?,
            right: u32_at(line, 72)?,
            child: u32_at(line, 76)?,
            start: u32_at(line, 116)?,
            size: usize::try_from(u32_at(line, 120)?).ok()?,
        })
    }

    /// The table that says which sector follows which.
    fn sector_table(&self) -> Option<Vec<u32>> {
        let mut table = Vec::new();
        let mut left = self.bytes.len() / self.sector;
        let mut take = |number: u32, left: &mut usize| {
            *left = left.checked_sub(1)?;
            table.extend(words(self.sector(number)?));
            Some(())
        };
        for at in 0..LISTED.1 {
            let number = u32_at(self.bytes, LISTED.0 + 4 * at)?;
            if number < MARKS {
                take(number, &mut left)?;
            }
        }
        let mut more = u32_at(self.bytes, 68)?;
        while more < MARKS {
            let list = words(self.sector(more)?);
            let (next, numbers) = list.split_last()?;
            left = left.checked_sub(1)?;
            for number in numbers.iter().filter(|number| **number < MARKS) {
                take(*number, &mut left)?;
            }
            more = *next;
        }
        Some(table)
    }

    /// The last sector of a file may be cut short by a careless writer.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let sectors = self.bytes.len() / self.sector + 1;
        follow(start, size, sectors, &self.table, |number| self.sector(number))
    }

    fn small_chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let sectors = self.small.len() / SMALL_SECTOR + 1;
        follow(start, size, sectors, &self.small_table, |number| {
            let from = usize::try_from(number).ok()?.checked_mul(SMALL_SECTOR)?;
            self.small.get(from..(from + SMALL_SECTOR).min(self.small.len()))
        })
    }
}

/// Joins a chain's sectors until it ends, or `size` is reached. More sectors than there are: a ring.
fn follow<'s>(
    start: u32,
    size: usize,
    sectors: usize,
    table: &[u32],
    sector: impl Fn(u32) -> Option<&'s [u8]>,
) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    let (mut at, mut left) = (start, sectors);
    while at < MARKS && joined.len() < size {
        left = left.checked_sub(1)?;
        joined.extend_from_slice(sector(at)?);
        at = table.get(usize::try_from(at).ok()?).copied().unwrap_or(END);
    }
    joined.truncate(size);
    Some(joined)
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0)).collect()
}

/// The two bytes at `at`, least significant first.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The four bytes at `at`, least significant first.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
