//! The file's objects: cross-reference tables and streams, object streams, filters (ISO 32000-1,
//! 7.4, 7.5). A library could do this, but the one at hand copies an object as often as the table
//! names it and follows `/Length` as deep as it goes: a small hostile file would end the process.

use super::Unreadable;
use super::predictor::unpredict;
use super::syntax::{Budget, Dict, Lexer, Object, Token};
use flate2::read::ZlibDecoder;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::rc::Rc;

/// Objects of a file: a certificate has about thirty.
const OBJECTS: usize = 65_536;
/// Revisions, each with its own cross-reference section.
const SECTIONS: usize = 64;
/// Bytes and tokens read in all, each lookup counted anew.
const READ: u32 = 48 << 20;
/// Bytes of streams in all, before and after their filters.
const STREAMED: usize = 16 << 20;
/// How near the end `startxref` must stand.
const TAIL: usize = 1024;

/// Where an object stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Free,
    /// Offset and generation.
    At(usize, u16),
    /// In an object stream: its number and the index within.
    In(u32, usize),
}

impl Place {
    /// Where it stands by itself.
    pub fn offset(&self) -> Option<usize> {
        if let Self::At(offset, _) = self { Some(*offset) } else { None }
    }
}

/// An object with its stream's bytes, if it has one.
pub(super) struct Whole<'a> {
    pub object: Object,
    pub stream: Option<&'a [u8]>,
}

/// An opened file.
pub(super) struct File<'a> {
    pub bytes: &'a [u8],
    pub places: BTreeMap<u32, Place>,
    /// Where its cross-reference sections stand, the first that is read in front.
    pub sections: Vec<usize>,
    /// How many of them name an older one, and the oldest.
    pub written: u32,
    /// Where the number behind the last `startxref` ends.
    pub tail: usize,
    pub trailer: Dict,
    pub budget: &'a Budget,
    streamable: Cell<usize>,
    packed: RefCell<BTreeMap<u32, Rc<Packed>>>,
}

/// An object stream.
pub(super) struct Packed {
    bytes: Vec<u8>,
    /// Number and offset of each object.
    pub index: Vec<(u32, usize)>,
}

/// What may be read of one file.
pub(super) fn budget() -> Budget {
    Budget::new(READ)
}

impl<'a> File<'a> {
    /// Reads the cross-reference sections from the newest to the oldest.
    pub fn open(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, Unreadable> {
        if !bytes.starts_with(b"%PDF-") {
            return Err(Unreadable::NotPdf);
        }
        let mut file = Self {
            bytes,
            places: BTreeMap::new(),
            sections: Vec::new(),
            written: 0,
            tail: 0,
            trailer: Dict::new(),
            budget,
            streamable: Cell::new(STREAMED),
            packed: RefCell::default(),
        };
        let (start, tail) = start(bytes, budget)?;
        file.tail = tail;
        let mut next = vec![(start, 1)];
        while let Some((at, written)) = next.pop() {
            if file.sections.contains(&at) || file.sections.len() == SECTIONS {
                return Err(Unreadable::Broken);
            }
            file.sections.push(at);
            file.written += written;
            let trailer = file.section(at)?;
            // The stream of a hybrid file comes before the older section.
            for (key, written) in [(b"Prev".as_slice(), 1), (b"XRefStm", 0)] {
                if let Some(offset) = trailer.get(key) {
                    next.push((offset.count().ok_or(Unreadable::Broken)?, written));
                }
            }
            if file.trailer.is_empty() {
                file.trailer = trailer;
            }
        }
        if file.trailer.contains_key(b"Encrypt".as_slice()) {
            return Err(Unreadable::Encrypted);
        }
        Ok(file)
    }

    /// The object itself, or the one that it refers to. A missing one is null.
    pub fn resolve(&self, object: &Object) -> Result<Whole<'a>, Unreadable> {
        let mut object = object.clone();
        for _ in 0..8 {
            let Object::Reference(number) = object else {
                return Ok(Whole { object, stream: None });
            };
            let whole = self.get(number)?;
            if whole.stream.is_some() {
                return Ok(whole);
            }
            object = whole.object;
        }
        Err(Unreadable::Broken)
    }

    /// The value of `key`, resolved; null where there is none.
    pub fn value(&self, dict: &Dict, key: &str) -> Result<Whole<'a>, Unreadable> {
        self.resolve(dict.get(key.as_bytes()).unwrap_or(&Object::Null))
    }

    /// The dictionary under `key`, resolved; empty where there is none.
    pub fn dict(&self, dict: &Dict, key: &str) -> Result<Dict, Unreadable> {
        Ok(match self.value(dict, key)?.object {
            Object::Dict(dict) => dict,
            _ => Dict::new(),
        })
    }

    /// A stream's bytes without its filters; none if a filter is not the one that we write.
    pub fn decode(&self, dict: &Dict, bytes: &[u8]) -> Result<Option<Vec<u8>>, Unreadable> {
        let filters = self.all_of(dict, "Filter")?;
        let params = self.all_of(dict, "DecodeParms")?;
        self.charge(bytes.len())?;
        let mut bytes = bytes.to_vec();
        for (at, filter) in filters.iter().enumerate() {
            if at > 1 || !matches!(filter.name(), Some(b"FlateDecode" | b"Fl")) {
                return Ok(None);
            }
            bytes = self.inflate(&bytes)?;
            match params.get(at) {
                None | Some(Object::Null) => {}
                Some(Object::Dict(params)) => bytes = unpredict(bytes, params)?,
                Some(_) => return Ok(None), // a reference in a list, which we do not write
            }
        }
        Ok(Some(bytes))
    }

    /// The object that a reference names.
    pub fn get(&self, number: u32) -> Result<Whole<'a>, Unreadable> {
        match self.places.get(&number) {
            None | Some(Place::Free) => Ok(Whole { object: Object::Null, stream: None }),
            Some(Place::At(offset, generation)) => self.at(*offset, Some((number, *generation))),
            Some(Place::In(holder, index)) => {
                let packed = self.packed(*holder)?;
                let (held, offset) = *packed.index.get(*index).ok_or(Unreadable::Broken)?;
                if held != number {
                    return Err(Unreadable::Broken);
                }
                let object = Lexer::new(&packed.bytes, offset, self.budget).object()?;
                Ok(Whole { object, stream: None })
            }
        }
    }

    /// `12 0 obj … endobj` at `offset`, which must be the object that was asked for.
    fn at(&self, offset: usize, id: Option<(u32, u16)>) -> Result<Whole<'a>, Unreadable> {
        let mut lexer = Lexer::new(self.bytes, offset, self.budget);
        head(&mut lexer, id)?;
        let object = lexer.object()?;
        let (Object::Dict(dict), Some(Token::Word(b"stream"))) = (&object, lexer.next()?) else {
            return Ok(Whole { object, stream: None });
        };
        let length = self.length(dict)?;
        let start = match self.bytes.get(lexer.position()..) {
            Some([b'\r', b'\n', ..]) => lexer.position() + 2,
            Some([b'\n', ..]) => lexer.position() + 1,
            _ => return Err(Unreadable::Broken),
        };
        let end = start.checked_add(length).ok_or(Unreadable::Broken)?;
        let stream = self.bytes.get(start..end).ok_or(Unreadable::Broken)?;
        lexer.jump(end);
        lexer.expect(b"endstream")?;
        Ok(Whole { object, stream: Some(stream) })
    }

    /// `/Length`: a number, or a reference to one that stands by itself.
    fn length(&self, dict: &Dict) -> Result<usize, Unreadable> {
        let length = match dict.get(b"Length".as_slice()) {
            Some(Object::Reference(number)) => match self.places.get(number) {
                Some(Place::At(offset, generation)) => {
                    let mut lexer = Lexer::new(self.bytes, *offset, self.budget);
                    head(&mut lexer, Some((*number, *generation)))?;
                    lexer.object()?.count()
                }
                Some(Place::In(..)) => self.get(*number)?.object.count(),
                _ => None,
            },
            Some(length) => length.count(),
            None => None,
        };
        length.ok_or(Unreadable::Broken)
    }

    pub fn packed(&self, holder: u32) -> Result<Rc<Packed>, Unreadable> {
        if let Some(packed) = self.packed.borrow().get(&holder) {
            return Ok(Rc::clone(packed));
        }
        // An object stream stands by itself, so this goes no deeper.
        let Some(Place::At(offset, generation)) = self.places.get(&holder) else {
            return Err(Unreadable::Broken);
        };
        let whole = self.at(*offset, Some((holder, *generation)))?;
        let (Object::Dict(dict), Some(stream)) = (whole.object, whole.stream) else {
            return Err(Unreadable::Broken);
        };
        let bytes = self.decode(&dict, stream)?.ok_or(Unreadable::Broken)?;
        let count = |key: &[u8]| dict.get(key).and_then(Object::count).ok_or(Unreadable::Broken);
        let (first, objects) = (count(b"First")?, count(b"N")?);
        let mut lexer = Lexer::new(&bytes, 0, self.budget);
        let mut index = Vec::new();
        for _ in 0..objects.min(OBJECTS) {
            let number = lexer.object()?.count().and_then(|number| u32::try_from(number).ok());
            let offset = lexer.object()?.count().and_then(|offset| offset.checked_add(first));
            index.push(number.zip(offset).ok_or(Unreadable::Broken)?);
        }
        let packed = Rc::new(Packed { bytes, index });
        self.packed.borrow_mut().insert(holder, Rc::clone(&packed));
        Ok(packed)
    }

    /// A section of either kind: its entries go behind the newer ones; gives its trailer.
    fn section(&mut self, at: usize) -> Result<Dict, Unreadable> {
        let mut lexer = Lexer::new(self.bytes, at, self.budget);
        match lexer.next()? {
            Some(Token::Word(b"xref")) => self.table(lexer),
            _ => self.table_stream(at),
        }
    }

    fn table(&mut self, mut lexer: Lexer<'a>) -> Result<Dict, Unreadable> {
        loop {
            let first = match lexer.next()? {
                Some(Token::Word(b"trailer")) => break,
                Some(Token::Object(first)) => first.count().ok_or(Unreadable::Broken)?,
                _ => return Err(Unreadable::Broken),
            };
            let number = |lexer: &mut Lexer| match lexer.next()? {
                Some(Token::Object(number)) => number.count().ok_or(Unreadable::Broken),
                _ => Err(Unreadable::Broken),
            };
            for index in 0..number(&mut lexer)? {
                let (offset, generation) = (number(&mut lexer)?, number(&mut lexer)?);
                let place = match lexer.next()? {
                    Some(Token::Word(b"n")) => Place::At(
                        offset,
                        u16::try_from(generation).map_err(|_| Unreadable::Broken)?,
                    ),
                    Some(Token::Word(b"f")) => Place::Free,
                    _ => return Err(Unreadable::Broken),
                };
                self.add(first.checked_add(index), place)?;
            }
        }
        match lexer.object()? {
            Object::Dict(trailer) => Ok(trailer),
            _ => Err(Unreadable::Broken),
        }
    }

    fn table_stream(&mut self, at: usize) -> Result<Dict, Unreadable> {
        let whole = self.at(at, None)?;
        let (Object::Dict(dict), Some(stream)) = (whole.object, whole.stream) else {
            return Err(Unreadable::Broken);
        };
        let bytes = self.decode(&dict, stream)?.ok_or(Unreadable::Broken)?;
        let counts = |key: &[u8]| -> Option<Vec<usize>> {
            dict.get(key)?.list()?.iter().map(Object::count).collect()
        };
        let widths = counts(b"W").filter(|w| w.len() == 3 && w.iter().all(|w| *w <= 8));
        let widths = widths.ok_or(Unreadable::Broken)?;
        let size =
            dict.get(b"Size".as_slice()).and_then(Object::count).ok_or(Unreadable::Broken)?;
        let ranges = counts(b"Index").unwrap_or_else(|| vec![0, size]);
        let mut rows = bytes.chunks_exact(widths.iter().sum::<usize>().max(1));
        for range in ranges.chunks_exact(2) {
            for index in 0..range[1] {
                let row = rows.next().ok_or(Unreadable::Broken)?;
                let place = entry(row, &widths).ok_or(Unreadable::Broken)?;
                self.add(range[0].checked_add(index), place)?;
            }
        }
        Ok(dict)
    }

    fn add(&mut self, number: Option<usize>, place: Place) -> Result<(), Unreadable> {
        let number = number.and_then(|number| u32::try_from(number).ok());
        self.places.entry(number.ok_or(Unreadable::Broken)?).or_insert(place);
        if self.places.len() > OBJECTS { Err(Unreadable::TooLarge) } else { Ok(()) }
    }

    /// One value or a list of values.
    fn all_of(&self, dict: &Dict, key: &str) -> Result<Vec<Object>, Unreadable> {
        match dict.get(key.as_bytes()) {
            None => Ok(Vec::new()),
            Some(Object::List(list)) => Ok(list.clone()),
            // A cross-reference stream is decoded before references can be followed.
            Some(reference @ Object::Reference(_)) => match self.resolve(reference)?.object {
                Object::List(list) => Ok(list),
                one => Ok(vec![one]),
            },
            Some(one) => Ok(vec![one.clone()]),
        }
    }

    fn inflate(&self, bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let limit = u64::try_from(self.streamable.get()).unwrap_or(u64::MAX).saturating_add(1);
        let mut inflated = Vec::new();
        ZlibDecoder::new(bytes)
            .take(limit)
            .read_to_end(&mut inflated)
            .map_err(|_| Unreadable::Broken)?;
        self.charge(inflated.len())?;
        Ok(inflated)
    }

    fn charge(&self, bytes: usize) -> Result<(), Unreadable> {
        let left = self.streamable.get().checked_sub(bytes).ok_or(Unreadable::TooLarge)?;
        self.streamable.set(left);
        Ok(())
    }
}

/// Steps over `12 0 obj`, which must be the object that was asked for.
fn head(lexer: &mut Lexer, id: Option<(u32, u16)>) -> Result<(), Unreadable> {
    let mut number = || match lexer.next()? {
        Some(Token::Object(number)) => number.count().ok_or(Unreadable::Broken),
        _ => Err(Unreadable::Broken),
    };
    let found = (number()?, number()?);
    lexer.expect(b"obj")?;
    match id {
        Some((number, generation)) if found != (number as usize, generation.into()) => {
            Err(Unreadable::Broken)
        }
        _ => Ok(()),
    }
}

/// The offset that the last `startxref` names, and where it is written out.
fn start(bytes: &[u8], budget: &Budget) -> Result<(usize, usize), Unreadable> {
    const MARK: &[u8] = b"startxref";
    let tail = bytes.len().saturating_sub(TAIL);
    let at = bytes[tail..].windows(MARK.len()).rposition(|window| window == MARK);
    let mut lexer = Lexer::new(bytes, tail + at.ok_or(Unreadable::NotPdf)? + MARK.len(), budget);
    let start = lexer.object()?.count().ok_or(Unreadable::Broken)?;
    Ok((start, lexer.position()))
}

/// An entry of a cross-reference stream: kind, and two numbers.
fn entry(row: &[u8], widths: &[usize]) -> Option<Place> {
    let (kind, rest) = row.split_at_checked(*widths.first()?)?;
    let (second, third) = rest.split_at_checked(*widths.get(1)?)?;
    let number = |bytes: &[u8]| bytes.iter().fold(0u64, |n, byte| n << 8 | u64::from(*byte));
    let kind = if kind.is_empty() { 1 } else { number(kind) };
    Some(match kind {
        0 => Place::Free,
        1 => Place::At(number(second).try_into().ok()?, number(third).try_into().ok()?),
        2 => Place::In(number(second).try_into().ok()?, number(third).try_into().ok()?),
        _ => return None,
    })
}
