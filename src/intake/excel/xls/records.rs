//! The records of a workbook stream ([MS-XLS] 2.1.4), and values that run on into continuations.

use super::compound::u16_at;
use crate::intake::{bounds, refused::Refused};

/// Types of record that are read ([MS-XLS] 2.3.1).
pub(super) mod kind {
    pub(in super::super) const FORMULA: u16 = 0x0006;
    pub(in super::super) const EOF: u16 = 0x000A;
    pub(in super::super) const DATE_1904: u16 = 0x0022;
    pub(in super::super) const FILE_PASS: u16 = 0x002F;
    pub(in super::super) const CONTINUE: u16 = 0x003C;
    pub(in super::super) const COL_INFO: u16 = 0x007D;
    pub(in super::super) const BOUND_SHEET: u16 = 0x0085;
    pub(in super::super) const MUL_RK: u16 = 0x00BD;
    pub(in super::super) const RICH_STRING: u16 = 0x00D6;
    pub(in super::super) const XF: u16 = 0x00E0;
    pub(in super::super) const MERGE_CELLS: u16 = 0x00E5;
    pub(in super::super) const SST: u16 = 0x00FC;
    pub(in super::super) const LABEL_SST: u16 = 0x00FD;
    pub(in super::super) const NUMBER: u16 = 0x0203;
    pub(in super::super) const LABEL: u16 = 0x0204;
    pub(in super::super) const BOOL_ERR: u16 = 0x0205;
    pub(in super::super) const STRING: u16 = 0x0207;
    pub(in super::super) const ROW: u16 = 0x0208;
    pub(in super::super) const RK: u16 = 0x027E;
    pub(in super::super) const FORMAT: u16 = 0x041E;
    pub(in super::super) const BOF: u16 = 0x0809;
}

/// How many bytes of records may still be looked at. Sheets that claim the same bytes of a stream
/// use it up.
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn of(stream: &[u8]) -> Self {
        Self(stream.len().saturating_mul(2))
    }
}

/// A stream of records, from a position on.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

/// One record.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The next record; none at the end of the stream.
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Record<'a>>, Refused> {
        let Some(record) = self.peek() else {
            // Padding, or a record that is cut off.
            let rest = self.stream.get(self.at..).unwrap_or_default();
            let is_padding = rest.iter().all(|byte| *byte == 0);
            return if is_padding { Ok(None) } else { Err(Refused::Damaged) };
        };
        let length = 4 + record.data.len();
        self.at += length;
        budget.0 = budget.0.checked_sub(length).ok_or(Refused::Damaged)?;
        Ok(Some(record))
    }

    fn peek(&self) -> Option<Record<'a>> {
        let rest = self.stream.get(self.at..)?;
        let (kind, length) = (u16_at(rest, 0)?, usize::from(u16_at(rest, 2)?));
        Some(Record { kind, data: rest.get(4..4 + length)? })
    }

    /// The record with its continuations.
    pub(super) fn whole(
        &mut self,
        record: Record<'a>,
        budget: &mut Budget,
    ) -> Result<Pieces<'a>, Refused> {
        let mut pieces = vec![record.data];
        while self.peek().is_some_and(|next| next.kind == kind::CONTINUE) {
            pieces.extend(self.next(budget)?.map(|next| next.data));
        }
        Ok(Pieces { rest: pieces.into_iter(), piece: &[] }.begun())
    }
}

/// A record's bytes, which may be cut into several records anywhere.
pub(super) struct Pieces<'a> {
    rest: std::vec::IntoIter<&'a [u8]>,
    piece: &'a [u8],
}

impl<'a> Pieces<'a> {
    #[cfg(test)]
    pub(super) fn of(pieces: Vec<&'a [u8]>) -> Self {
        Self { rest: pieces.into_iter(), piece: &[] }.begun()
    }

    fn begun(mut self) -> Self {
        self.piece = self.rest.next().unwrap_or_default();
        self
    }

    pub(super) fn is_done(&mut self) -> bool {
        while self.piece.is_empty() {
            match self.rest.next() {
                Some(piece) => self.piece = piece,
                None => return true,
            }
        }
        false
    }

    pub(super) fn byte(&mut self) -> Result<u8, Refused> {
        if self.is_done() {
            return Err(Refused::Damaged);
        }
        let (byte, rest) = self.piece.split_first().ok_or(Refused::Damaged)?;
        self.piece = rest;
        Ok(*byte)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Refused> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Refused> {
        let [low, high] = [self.u16()?, self.u16()?];
        Ok(u32::from(low) | u32::from(high) << 16)
    }

    /// Leaves out up to `count` bytes; a count beyond the record's end leaves out the rest.
    pub(super) fn skip(&mut self, mut count: usize) {
        while count > 0 && !self.is_done() {
            let here = count.min(self.piece.len());
            self.piece = self.piece.get(here..).unwrap_or_default();
            count -= here;
        }
    }

    /// A text with its flags before it ([MS-XLS] 2.5.293, 2.5.294) and `count` characters.
    pub(super) fn text(&mut self, count: u16) -> Result<String, Refused> {
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { self.u16()? };
        let extra = if flags & 4 == 0 { 0 } else { self.u32()? };
        let units = self.units(usize::from(count), flags & 1 == 1)?;
        self.skip(usize::from(runs) * 4);
        self.skip(usize::try_from(extra).unwrap_or(usize::MAX));
        // What is no character will be found in its cell.
        Ok(char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect())
    }

    /// Characters of one or two bytes; a continuation begins by saying anew which.
    fn units(&mut self, count: usize, mut is_wide: bool) -> Result<Vec<u16>, Refused> {
        if count > bounds::CELL_CHARS {
            return Err(Refused::Damaged);
        }
        let mut units = Vec::with_capacity(count);
        while units.len() < count {
            if self.piece.is_empty() {
                is_wide = self.byte()? & 1 == 1;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = (count - units.len()).min(self.piece.len() / width);
            if here == 0 {
                return Err(Refused::Damaged);
            }
            let (taken, rest) = self.piece.split_at(here * width);
            units.extend(taken.chunks_exact(width).map(|unit| match unit {
                [low, high] => u16::from_le_bytes([*low, *high]),
                [low] => u16::from(*low),
                _ => 0,
            }));
            self.piece = rest;
        }
        Ok(units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_goes_on_in_its_continuation_in_the_width_said_there() {
        // "ab" in single bytes, then "王c" in double ones, then what is formatted.
        let pieces = vec![&b"\x08\x01\x00ab"[..], b"\x01\x8B\x73c\0", b"\0\0\0\0\x2A"];
        let mut pieces = Pieces::of(pieces);
        assert_eq!(pieces.text(4), Ok("ab王c".into()));
        assert_eq!(pieces.byte(), Ok(0x2A));
        assert!(pieces.is_done());
    }

    #[test]
    fn a_text_that_is_shorter_than_it_says_is_damaged() {
        assert_eq!(Pieces::of(vec![b"\0abc"]).text(4), Err(Refused::Damaged));
        assert_eq!(Pieces::of(vec![b"\x01abc"]).text(2), Err(Refused::Damaged));
        assert_eq!(Pieces::of(vec![b"\0"]).text(0xFFFF), Err(Refused::Damaged));
    }

    #[test]
    fn records_are_walked_to_the_padding_and_no_further() {
        let mut budget = Budget(100);
        let mut records = Records::new(b"\x0A\0\x01\0x\0\0\0", 0);
        let first = records.next(&mut budget).unwrap().unwrap();
        assert_eq!((first.kind, first.data), (kind::EOF, &b"x"[..]));
        assert!(records.next(&mut budget).unwrap().is_none());
        assert!(Records::new(b"\x0A\0\x05\0x", 0).next(&mut budget).is_err());
        assert!(Records::new(b"\x0A\0\x01\0x", 0).next(&mut Budget(4)).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_bring_a_text_down(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..6), count in any::<u16>()) {
            let _ = Pieces::of(pieces.iter().map(Vec::as_slice).collect()).text(count);
        }
    }
}
