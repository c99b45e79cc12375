//! Notes: the comments part, merged with the clerk's own. What we wrote in an earlier turn is
//! known by its first words and taken out.

pub(super) mod drawing;

use super::{
    Dialect,
    marks::Mark,
    words,
    xml::{self, Out},
};
use crate::intake::{
    excel::{
        package::{Xml, attribute, resolve},
        sheet::position,
    },
    refused::Refused,
};
use crate::model::finding::column_letters;
use quick_xml::events::{BytesStart, BytesText, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of one comment; Excel's own limit is 32,767 characters of text.
const COMMENT_BYTES: usize = 1 << 20;

/// A cell: row from 1, column from 0.
pub(super) type At = (u32, u32);

/// What became of a sheet's notes.
#[derive(Default)]
pub(super) struct Written {
    /// Cells whose note was ours alone and is gone.
    pub(super) gone: BTreeSet<At>,
    /// Cells that have a note and had none.
    pub(super) new: Vec<(At, usize)>,
}

/// Writes the comments of a sheet: the clerk's, and those of `marks`.
pub(super) fn write(
    part: Option<Xml<'_>>,
    marks: &[Mark<'_>],
    dialect: Dialect,
    out: &mut Out<'_>,
) -> Result<Written, Refused> {
    let notes = marks.iter().filter(|mark| mark.is_noted);
    let notes =
        notes.map(|mark| ((mark.row, mark.column), words::note(mark.findings.iter().copied())));
    let mut copy = Copy {
        out,
        notes: notes.collect(),
        prefix: String::new(),
        authors: 0,
        ours: None,
        has_authors: false,
        has_list: false,
        written: Written::default(),
    };
    let Some(part) = part else {
        let head = format!("{}<comments xmlns=\"{}\">", xml::HEAD, dialect.main());
        xml::raw(copy.out, &head)?;
        copy.finish()?;
        xml::raw(copy.out, "</comments>")?;
        return Ok(copy.written);
    };
    copy.part(part.verbatim())?;
    Ok(copy.written)
}

/// A comments part on its way.
struct Copy<'a> {
    out: &'a mut Out<'a>,
    /// Notes that are not written yet.
    notes: BTreeMap<At, String>,
    prefix: String,
    authors: usize,
    /// Our number among the authors.
    ours: Option<usize>,
    has_authors: bool,
    has_list: bool,
    written: Written,
}

impl Copy<'_> {
    fn part(&mut self, mut part: Xml<'_>) -> Result<(), Refused> {
        loop {
            let depth = part.depth();
            let event = part.event()?;
            match (&event, depth) {
                (Event::Start(element), 2) if element.local_name().as_ref() == "comment" => {
                    let start = element.to_owned();
                    let comment = comment(start, &mut part)?;
                    self.comment(comment)?;
                    continue;
                }
                (Event::Start(element), _) => self.start(element, depth)?,
                (Event::Empty(element), _) if self.empty(element, depth)? => continue,
                (Event::Text(text), 3) if text.xml10_content() == words::AUTHOR => {
                    self.ours = self.authors.checked_sub(1);
                }
                (Event::End(end), 2) if end.local_name().as_ref() == "authors" => self.sign()?,
                (Event::End(end), 2) if end.local_name().as_ref() == "commentList" => {
                    self.rest()?
                }
                (Event::End(_), 1) => self.finish()?,
                (Event::Eof, _) => return Ok(()),
                _ => {}
            }
            xml::copy(self.out, event)?;
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, depth: usize) -> Result<(), Refused> {
        match (depth, element.local_name().as_ref()) {
            (0, _) => self.prefix = xml::prefix(element),
            (1, "authors") => self.has_authors = true,
            (1, "commentList") => {
                self.authors()?;
                self.has_list = true;
            }
            (2, "author") => self.authors += 1,
            _ => {}
        }
        Ok(())
    }

    /// An empty element that must not stay empty; false where it may.
    fn empty(&mut self, element: &BytesStart<'_>, depth: usize) -> Result<bool, Refused> {
        self.start(element, depth)?;
        let fill = match (depth, element.local_name().as_ref()) {
            (0, _) => Self::finish,
            (1, "authors") => Self::sign,
            (1, "commentList") => Self::rest,
            _ => return Ok(false),
        };
        xml::open(self.out, element.borrow())?;
        fill(self)?;
        xml::close(self.out, element)?;
        Ok(true)
    }

    /// Adds us to the authors.
    fn sign(&mut self) -> Result<(), Refused> {
        if self.ours.is_none() {
            self.ours = Some(self.authors);
            let p = &self.prefix;
            xml::raw(self.out, &format!("<{p}author>{}</{p}author>", words::AUTHOR))?;
        }
        Ok(())
    }

    /// The list of authors, where the part has none.
    fn authors(&mut self) -> Result<(), Refused> {
        if std::mem::replace(&mut self.has_authors, true) {
            return Ok(());
        }
        xml::raw(self.out, &format!("<{}authors>", self.prefix))?;
        self.sign()?;
        xml::raw(self.out, &format!("</{}authors>", self.prefix))
    }

    /// What the part lacks at its end.
    fn finish(&mut self) -> Result<(), Refused> {
        self.authors()?;
        if std::mem::replace(&mut self.has_list, true) {
            return Ok(());
        }
        xml::raw(self.out, &format!("<{}commentList>", self.prefix))?;
        self.rest()?;
        xml::raw(self.out, &format!("</{}commentList>", self.prefix))
    }

    /// The notes of cells that had none.
    fn rest(&mut self) -> Result<(), Refused> {
        let (p, author) = (self.prefix.clone(), self.ours.unwrap_or(0));
        for ((row, column), note) in std::mem::take(&mut self.notes) {
            let letters = column_letters(column);
            let run = run(&note, &p);
            xml::raw(
                self.out,
                &format!(
                    "<{p}comment ref=\"{letters}{row}\" authorId=\"{author}\"><{p}text>{run}</{p}text></{p}comment>"
                ),
            )?;
            self.written.new.push(((row, column), note.lines().count()));
        }
        Ok(())
    }

    /// One comment of the clerk's, or of ours from an earlier turn.
    fn comment(&mut self, mut comment: Vec<Event<'static>>) -> Result<(), Refused> {
        let at = match comment.first() {
            Some(Event::Start(start)) => attribute(start, "ref").and_then(|at| position(&at)),
            _ => None,
        };
        let Some((column, row)) = at else { return write_all(self.out, comment) };
        if cut(&mut comment)? {
            self.written.gone.insert((row, column));
            return Ok(());
        }
        if let Some(note) = self.notes.remove(&(row, column)) {
            extend(&mut comment, &run(&format!("\n{note}"), &self.prefix));
        }
        write_all(self.out, comment)
    }
}

/// Text as a run of a comment. `note` is no markup.
fn run(note: &str, p: &str) -> String {
    let text = xml::escape(note);
    format!("<{p}r><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r>")
}

/// Reads a comment to its end.
fn comment(start: BytesStart<'static>, part: &mut Xml<'_>) -> Result<Vec<Event<'static>>, Refused> {
    let depth = part.depth();
    let mut bytes = start.len();
    let mut events = vec![Event::Start(start)];
    loop {
        let is_last = part.depth() == depth;
        let event = part.event()?.into_owned();
        bytes += event.len() + size_of::<Event<'_>>();
        if bytes > COMMENT_BYTES {
            return Err(Refused::UnpacksTooLarge);
        }
        let is_end = matches!(event, Event::End(_));
        events.push(event);
        if is_last && is_end {
            return Ok(events);
        }
    }
}

/// Takes our words, and all behind them, out of a comment; true where nothing else was in it.
fn cut(comment: &mut Vec<Event<'static>>) -> Result<bool, Refused> {
    let (mut is_cut, mut in_text, mut others) = (false, false, false);
    let mut kept = Vec::with_capacity(comment.len());
    let mut text = String::new();
    for event in comment.iter() {
        match event {
            Event::Start(element) if element.local_name().as_ref() == "t" => {
                in_text = true;
                text.clear();
                kept.push(event.clone());
            }
            Event::Text(piece) if in_text => text += &piece.xml10_content(),
            Event::CData(piece) if in_text => text += &piece.xml10_content(),
            Event::GeneralRef(entity) if in_text => text += &resolve(entity)?,
            Event::End(element) if in_text && element.local_name().as_ref() == "t" => {
                in_text = false;
                let before = text.split_once(words::NOTE).map(|(before, _)| before);
                let shown = if is_cut { "" } else { before.map_or(&*text, str::trim_end) };
                is_cut |= before.is_some();
                others |= !shown.trim().is_empty();
                let shown = xml::escape(shown).replace("_x005F_", "_");
                kept.push(Event::Text(BytesText::from_escaped(shown)));
                kept.push(event.clone());
            }
            event => kept.push(event.clone()),
        }
    }
    if is_cut {
        *comment = kept;
    }
    Ok(is_cut && !others)
}

/// Puts a run at the end of a comment's text. Plain text becomes a run of its own, as programs
/// write it that know runs.
fn extend(comment: &mut Vec<Event<'static>>, run: &str) {
    let run = Event::Text(BytesText::from_escaped(run.to_owned()));
    let is_text = |event: &Event<'_>| match event {
        Event::Empty(element) | Event::Start(element) => element.local_name().as_ref() == "text",
        _ => false,
    };
    if let Some(at) = comment.iter().position(is_text) {
        if let Event::Empty(element) = &comment[at] {
            let element = element.clone();
            let end = element.to_end().into_owned();
            comment.splice(at..=at, [Event::Start(element), run, Event::End(end)]);
            return;
        }
    }
    let is_end = |event: &Event<'_>| match event {
        Event::End(end) => end.local_name().as_ref() == "text",
        _ => false,
    };
    if let Some(at) = comment.iter().position(is_end) {
        comment.insert(at, run);
    }
}

fn write_all(out: &mut Out<'_>, events: Vec<Event<'static>>) -> Result<(), Refused> {
    events.into_iter().try_for_each(|event| xml::copy(out, event))
}
