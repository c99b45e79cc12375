//! Notes: the comments part, merged with the clerk's own. What we wrote in an earlier turn is
//! known by its first words and taken out.

mod comment;
pub(super) mod drawing;

use super::{
    Dialect,
    marks::Mark,
    words,
    xml::{self, Out},
};
use crate::intake::{
    excel::{
        package::{Xml, attribute},
        sheet::position,
    },
    refused::Refused,
};
use crate::model::finding::column_letters;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// A cell: row from 1, column from 0.
pub(super) type At = (u32, u32);

/// What became of a sheet's notes.
#[derive(Default)]
pub(super) struct Written {
    /// Cells whose note was ours alone and is gone.
    pub(super) gone: BTreeSet<At>,
    /// Cells that have a note and had none.
    pub(super) new: Vec<(At, usize)>,
    /// Marked cells have a conversation, and so no note.
    pub(super) has_threads: bool,
}

/// What the author of a conversation's stand-in begins with ([MS-XLSX] 2.6.205): programs that know
/// conversations show those, and nothing of the stand-in.
const THREAD: &str = "tc={";

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
        threads: BTreeSet::new(),
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
    /// Which of them stand for conversations.
    threads: BTreeSet<usize>,
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
                    let comment = comment::read(start, &mut part)?;
                    self.comment(comment)?;
                    continue;
                }
                (Event::Start(element), _) => self.start(element, depth)?,
                (Event::Empty(element), _) if self.empty(element, depth)? => continue,
                (Event::Text(text), 3) if text.xml10_content() == words::AUTHOR => {
                    self.ours = self.authors.checked_sub(1);
                }
                (Event::Text(text), 3) if text.xml10_content().trim_start().starts_with(THREAD) => {
                    self.threads.extend(self.authors.checked_sub(1));
                }
                (Event::End(end), 2) if end.local_name().as_ref() == "authors" => self.sign()?,
                (Event::End(end), 2) if end.local_name().as_ref() == "commentList" => {
                    self.rest()?;
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
        let Some(Event::Start(start)) = comment.first() else { return Ok(()) };
        let author = attribute(start, "authorId").and_then(|id| id.trim().parse().ok());
        let is_thread = author.is_some_and(|author: usize| self.threads.contains(&author));
        let at = attribute(start, "ref").and_then(|at| position(&at));
        let Some((column, row)) = at else { return write_all(self.out, comment) };
        if is_thread {
            self.written.has_threads |= self.notes.remove(&(row, column)).is_some();
            return write_all(self.out, comment);
        }
        if comment::cut(&mut comment)? {
            self.written.gone.insert((row, column));
            return Ok(());
        }
        if let Some(note) = self.notes.remove(&(row, column)) {
            comment::extend(&mut comment, &run(&format!("\n{note}"), &self.prefix), &self.prefix);
        }
        write_all(self.out, comment)
    }
}

/// Text as a run of a comment. `note` is no markup.
fn run(note: &str, p: &str) -> String {
    let text = xml::escape(note);
    format!("<{p}r><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r>")
}

fn write_all(out: &mut Out<'_>, events: Vec<Event<'static>>) -> Result<(), Refused> {
    events.into_iter().try_for_each(|event| xml::copy(out, event))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Finding, RowPlace, Severity};

    fn finding() -> Finding {
        Finding {
            place: RowPlace { sheet: "表".into(), row: 3 },
            column: Some("B".into()),
            field: None,
            person: None,
            written: None,
            severity: Severity::Error,
            code: "x",
            message: "请改<此>处".into(),
            message_en: String::new(),
            hint: None,
        }
    }

    /// Writes a part over with a mark at B3, or with none.
    fn over(part: Option<&str>, findings: &[Finding]) -> (String, Written) {
        let findings: Vec<&Finding> = findings.iter().collect();
        let mark = Mark { row: 3, column: 1, severity: Severity::Error, findings, is_noted: true };
        let marks = if mark.findings.is_empty() { vec![] } else { vec![mark] };
        let mut left = u64::MAX;
        let mut out = Vec::new();
        let part = part.map(|part| Xml::new(Box::new(part.as_bytes()), &mut left));
        let written = write(part, &marks, Dialect::Transitional, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), written)
    }

    fn comments(inside: &str) -> String {
        format!(
            "<x:comments xmlns:x=\"m\"><x:authors><x:author>王科</x:author></x:authors><x:commentList>{inside}</x:commentList></x:comments>"
        )
    }

    #[test]
    fn our_words_come_and_go_and_the_clerks_stay() {
        for (own, stays) in [
            (
                "<x:text><x:t>核对&amp;单位_x000D_</x:t></x:text>",
                "<x:text><x:r><x:t>核对&amp;单位_x000D_</x:t></x:r></x:text>",
            ),
            (
                "<x:text><x:r><x:rPr><x:b/></x:rPr><x:t>王科</x:t></x:r></x:text>",
                "<x:text><x:r><x:rPr><x:b/></x:rPr><x:t>王科</x:t></x:r></x:text>",
            ),
            ("<x:text/>", "<x:text></x:text>"),
        ] {
            let comment =
                |text: &str| format!("<x:comment ref=\"B3\" authorId=\"0\">{text}</x:comment>");
            let part = comments(&comment(own));
            let (marked, written) = over(Some(&part), &[finding()]);
            assert!(written.new.is_empty() && written.gone.is_empty());
            assert!(marked.contains("【温证检查】\n需修改：请改&lt;此&gt;处"), "{marked}");
            let (back, written) = over(Some(&marked), &[]);
            assert_eq!(written.gone.len(), usize::from(own == "<x:text/>"));
            if own != "<x:text/>" {
                assert!(back.contains(&comment(stays)), "{back}");
            }
        }
    }

    #[test]
    fn a_note_of_ours_is_replaced_and_we_sign_once() {
        let (first, written) = over(None, &[finding()]);
        assert_eq!((written.new.len(), written.gone.len()), (1, 0));
        let (second, written) = over(Some(&first), &[finding()]);
        assert_eq!((written.new.len(), written.gone.len()), (1, 1));
        assert_eq!(second, first);
        let (third, written) = over(Some(&first), &[]);
        assert_eq!((written.new.len(), written.gone.len()), (0, 1));
        assert!(!third.contains("comment ref"));
        for empty in ["<comments/>", "<comments><authors/><commentList/></comments>"] {
            let (filled, _) = over(Some(empty), &[finding()]);
            assert_eq!(filled.matches("<author>温证</author>").count(), 1);
            assert_eq!(filled.matches("<comment ref=\"B3\" authorId=\"0\">").count(), 1);
        }
    }

    #[test]
    fn what_declares_entities_is_refused() {
        let part = "<!DOCTYPE a [<!ENTITY b \"c\">]><comments/>";
        let mut left = u64::MAX;
        let part = Xml::new(Box::new(part.as_bytes()), &mut left);
        let refused = write(Some(part), &[], Dialect::Transitional, &mut Vec::new()).err();
        assert_eq!(refused, Some(Refused::Damaged));
    }
}
