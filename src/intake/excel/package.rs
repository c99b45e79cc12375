//! The ZIP package and its XML parts. Real bytes are counted, never those that the file declares.

use super::{ahead::ahead, plain::Taken};
use crate::intake::{bounds, format, refused::Refused};
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesEnd, BytesRef, BytesStart, Event},
};
use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, Write},
};
use zip::{ZipArchive, ZipWriter};

/// An open package, and how many bytes it may still unpack to.
pub(in crate::intake) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    pub(in crate::intake) fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        // Counted before the archive reader makes a record of each.
        let entries = bytes.windows(4).filter(|window| window == b"PK\x01\x02").count();
        if entries > bounds::PARTS {
            return Err(Refused::UnpacksTooLarge);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
        let mut declared: u64 = 0;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|_| Refused::Damaged)?;
            if part.encrypted() {
                return Err(Refused::Encrypted);
            }
            declared = declared.saturating_add(part.size());
        }
        if declared > bounds::UNPACKED {
            return Err(Refused::UnpacksTooLarge);
        }
        let package = Self { archive, left: bounds::UNPACKED };
        match package.index("[Content_Types].xml") {
            Some(_) if package.index("xl/workbook.bin").is_none() => Ok(package),
            _ => Err(Refused::NotRead(format::package_kind(package.archive.file_names_raw()))),
        }
    }

    /// The part called `name`, if there is one.
    pub(in crate::intake) fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>, Refused> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|_| Refused::Damaged)?;
        Ok(Some(Xml::new(Box::new(BufReader::with_capacity(1 << 15, part)), &mut self.left)))
    }

    /// Reads the part called `name`, if there is one, while another thread unpacks it.
    pub(in crate::intake) fn read<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Xml<'_>) -> Result<T, Refused>,
    ) -> Result<Option<T>, Refused> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|_| Refused::Damaged)?;
        let left = &mut self.left;
        ahead(part, |part| read(Xml::new(Box::new(part), left))).map(Some)
    }

    /// The text of a part that need not be XML; none where it is longer than `most` bytes or no
    /// UTF-8.
    pub(in crate::intake) fn text(
        &mut self,
        name: &str,
        most: u64,
    ) -> Result<Option<String>, Refused> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|_| Refused::Damaged)?;
        let part = Box::new(BufReader::new(part));
        let mut part = Metered { part, left: &mut self.left, event: most, exceeded: false };
        let mut bytes = Vec::new();
        match part.read_to_end(&mut bytes) {
            Ok(_) => Ok(String::from_utf8(bytes).ok()),
            Err(_) if part.exceeded => Ok(None),
            Err(_) => Err(Refused::Damaged),
        }
    }

    /// The names of all parts.
    pub(in crate::intake) fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.archive.file_names_raw()
    }

    /// Copies every part whose name `is_wanted`, packed as it is.
    pub(in crate::intake) fn copy<W: Write + Seek>(
        &mut self,
        is_wanted: impl Fn(&[u8]) -> bool,
        target: &mut ZipWriter<W>,
    ) -> Result<(), Refused> {
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index).map_err(|_| Refused::Damaged)?;
            if is_wanted(part.name_raw()) {
                target.raw_copy_file(part).map_err(|_| Refused::Damaged)?;
            }
        }
        Ok(())
    }

    /// Part names are compared without regard to case (ECMA-376 part 2, 6.2.2); some writers put
    /// backslashes between the folders.
    fn index(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| {
            let plain = |byte: u8| if byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() };
            let same = |written: &[u8]| {
                let bytes = name.bytes().map(|byte| byte.to_ascii_lowercase());
                written.len() == name.len() && written.iter().map(|byte| plain(*byte)).eq(bytes)
            };
            self.archive.file_names_raw().position(same)
        })
    }
}

/// One part, read as XML.
pub(in crate::intake) struct Xml<'p> {
    reader: Reader<Metered<'p>>,
    buffer: Vec<u8>,
    depth: usize,
    elements: usize,
    /// An element has just ended, so that the reader holds back nothing of what it has read.
    is_behind_end: bool,
}

/// What an XML part consists of, as far as a workbook uses it.
pub(in crate::intake) enum Node<'a> {
    Open(BytesStart<'a>),
    Close(BytesEnd<'a>),
    Text(Cow<'a, str>),
    Other,
    End,
}

impl<'p> Xml<'p> {
    pub(in crate::intake) fn new(part: Box<dyn BufRead + 'p>, left: &'p mut u64) -> Self {
        let mut reader = Reader::from_reader(Metered { part, left, event: 0, exceeded: false });
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0, elements: 0, is_behind_end: false }
    }

    /// How many elements are open.
    pub(in crate::intake) fn depth(&self) -> usize {
        self.depth
    }

    /// Leaves `<a/>` as it is written, for a part that is copied.
    pub(in crate::intake) fn verbatim(mut self) -> Self {
        self.reader.config_mut().expand_empty_elements = false;
        self
    }

    /// The next event as it is written; [`Event::Eof`] at the end of the part.
    pub(in crate::intake) fn event(&mut self) -> Result<Event<'_>, Refused> {
        self.buffer.clear();
        self.reader.get_mut().event = bounds::EVENT_BYTES;
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(_) if self.reader.get_ref().exceeded => return Err(Refused::UnpacksTooLarge),
            Err(_) => return Err(Refused::Damaged),
        };
        self.is_behind_end = matches!(event, Event::End(_));
        match &event {
            Event::Start(_) | Event::Empty(_) => {
                self.depth += usize::from(matches!(event, Event::Start(_)));
                self.elements += 1;
                if self.depth > bounds::DEPTH {
                    return Err(Refused::Damaged);
                }
                if self.elements > bounds::ELEMENTS {
                    return Err(Refused::TooManyCells);
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(Refused::Damaged),
            _ => {}
        }
        Ok(event)
    }

    /// Lets `read` take what stands next, as far as it is at hand and whole elements; says whether it
    /// did. Every bound holds as it does for an event.
    pub(in crate::intake) fn by_hand(
        &mut self,
        read: impl FnOnce(&[u8]) -> Option<Taken>,
    ) -> Result<bool, Refused> {
        if !self.is_behind_end {
            return Ok(false);
        }
        let part = self.reader.get_mut();
        part.event = bounds::EVENT_BYTES;
        let taken = match part.fill_buf().map(read) {
            Ok(Some(taken)) => taken,
            Ok(None) => return Ok(false),
            Err(_) if part.exceeded => return Err(Refused::UnpacksTooLarge),
            Err(_) => return Err(Refused::Damaged),
        };
        part.consume(taken.bytes);
        self.elements += taken.elements;
        if self.elements > bounds::ELEMENTS {
            return Err(Refused::TooManyCells);
        }
        Ok(true)
    }

    /// The next node; [`Node::End`] at the end of the part.
    pub(in crate::intake) fn next(&mut self) -> Result<Node<'_>, Refused> {
        Ok(match self.event()? {
            Event::Start(start) => Node::Open(start),
            Event::End(end) => Node::Close(end),
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(entity) => Node::Text(resolve(&entity)?),
            Event::Eof => Node::End,
            _ => Node::Other,
        })
    }
}

/// What `&lt;` or `&#20320;` stands for. Other entities would have to be declared, and none is.
pub(in crate::intake) fn resolve(entity: &BytesRef<'_>) -> Result<Cow<'static, str>, Refused> {
    if let Some(text) = resolve_predefined_entity(entity) {
        return Ok(text.into());
    }
    match entity.resolve_char_ref() {
        Ok(Some(c)) => Ok(c.to_string().into()),
        _ => Err(Refused::Damaged),
    }
}

/// The attribute with this local name, entities resolved.
pub(in crate::intake) fn attribute<'a>(
    element: &'a BytesStart<'_>,
    name: &str,
) -> Option<Cow<'a, str>> {
    let mut attributes = element.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
}

/// A reader that stops when one event, or the whole package, has taken too many bytes.
struct Metered<'p> {
    part: Box<dyn BufRead + 'p>,
    left: &'p mut u64,
    event: u64,
    exceeded: bool,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Metered<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.event == 0 || *self.left == 0 {
            self.exceeded = true;
            return Err(io::Error::other("too much"));
        }
        self.part.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.part.consume(amount);
        self.event = self.event.saturating_sub(amount as u64);
        *self.left = self.left.saturating_sub(amount as u64);
    }
}
