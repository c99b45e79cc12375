//! The page before it is drawn: what stands where, and what each part is to whoever hears the page
//! instead of seeing it.

use super::faces::Glyph;
use super::symbol::Symbol;
use crate::model::{finding::Field, paper};
use std::ops::Range;

/// A4 (ISO 216) in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);

/// What colour words have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Values and sentences.
    Black,
    /// Labels and English.
    Grey,
    /// The title, in the colour of the road.
    Road,
    /// What a copy is bound to, to be read.
    Notice,
    /// The same behind the words.
    Faint,
}

/// What a block is to whoever hears it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Begins the heading of the page.
    Heading,
    /// Begins a paragraph: a sentence, or a label.
    Paragraph,
    /// Goes on with what was begun: the value behind its label.
    Value,
    /// Goes on with what was begun, in English.
    English,
}

/// A line at its place.
pub(super) struct Line {
    /// Left end of the baseline.
    pub x: f32,
    pub y: f32,
    /// Extra space behind each glyph, in points.
    pub tracking: f32,
    pub glyphs: Vec<Glyph>,
}

/// One value or label or sentence, over as many lines as it needs.
pub(super) struct Block {
    pub field: Option<Field>,
    pub role: Role,
    pub size: f32,
    pub ink: Ink,
    /// Stroked as well as filled.
    pub heavy: bool,
    pub lines: Vec<Line>,
}

impl Block {
    /// The words, as they were given.
    pub fn text(&self) -> String {
        self.lines.iter().flat_map(|line| &line.glyphs).map(|glyph| glyph.character).collect()
    }
}

/// The page before it is drawn.
pub(super) struct Composition {
    /// The purpose of a copy, behind everything else; turned about the middle of the page.
    pub across: Option<Block>,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// How many of the blocks are read before the QR code.
    pub symbol_after: usize,
    /// Where there is a photo: how many of the blocks are read before it; its left, bottom, right
    /// and top.
    pub photo: Option<(usize, [f32; 4])>,
    /// Thin rules: left, right, and distance from the top.
    pub rules: Vec<[f32; 3]>,
    pub symbol: Symbol,
    /// Left, top and side of the QR code.
    pub symbol_at: [f32; 3],
}

/// One thing on the page, marked in the content by its place in the order.
pub(super) enum Piece<'a> {
    Words(&'a Block),
    Photo([f32; 4]),
    Symbol,
}

/// One element of the page's structure (ISO 32000-1, 14.7): what is heard as one.
#[derive(Debug, PartialEq)]
pub(super) struct Element {
    pub kind: Kind,
    /// The marks of its pieces.
    pub marks: Range<u16>,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Heading,
    Paragraph,
    /// The QR code, with its left, bottom, right and top.
    Figure([f32; 4]),
    /// The photo, likewise.
    Photo([f32; 4]),
}

impl Composition {
    /// The words of each block, with the field that it is.
    pub fn lines(&self) -> Vec<paper::Line> {
        let blocks = self.across.iter().chain(&self.blocks);
        blocks.map(|b| paper::Line { field: b.field, text: b.text() }).collect()
    }

    /// Everything but rules, in reading order, with its mark.
    pub fn pieces(&self) -> impl Iterator<Item = (u16, Piece<'_>)> {
        let mut pieces: Vec<Piece> = self.blocks.iter().map(Piece::Words).collect();
        pieces.insert(self.symbol_after.min(pieces.len()), Piece::Symbol);
        if let Some((after, sides)) = self.photo {
            pieces.insert(after.min(self.symbol_after), Piece::Photo(sides)); // the symbol stands in the foot
        }
        (0..).zip(pieces)
    }

    /// The structure of the page: a label, its English and its value are one paragraph.
    pub fn elements(&self) -> Vec<Element> {
        let [left, top, side] = self.symbol_at;
        let top = PAGE.1 - top;
        let mut elements: Vec<Element> = Vec::new();
        for (mark, piece) in self.pieces() {
            let kind = match piece {
                Piece::Photo(sides) => Some(Kind::Photo(sides)),
                Piece::Symbol => Some(Kind::Figure([left, top - side, left + side, top])),
                Piece::Words(Block { role: Role::Heading, .. }) => Some(Kind::Heading),
                Piece::Words(Block { role: Role::Paragraph, .. }) => Some(Kind::Paragraph),
                Piece::Words(Block { role: Role::Value | Role::English, .. }) => None,
            };
            match (kind, elements.last_mut()) {
                (None, Some(open)) => open.marks.end = mark + 1,
                (kind, _) => elements
                    .push(Element { kind: kind.unwrap_or(Kind::Paragraph), marks: mark..mark + 1 }),
            }
        }
        elements
    }
}
