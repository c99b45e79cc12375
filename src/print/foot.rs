//! The foot of the page: the QR code, who stands for the paper and since when, how to verify it, and
//! what is left free for a seal.

use super::PrintError;
use super::block::{Ink, Line, Role};
use super::compose::{Composer, Style, in_both, laid, style};
use super::draw::QUIET;
use super::faces::Glyph;
use super::layout::{Layout, Verify};
use super::symbol::Symbol;
use super::words::Words;
use super::wrap;

/// Where the parts of the foot stand.
pub(super) struct Place {
    /// Left, top and side of the QR code.
    pub symbol: [f32; 3],
    /// The right edge of all its words.
    pub right: f32,
}

/// The foot that has room for `symbol`.
pub(super) fn place(layout: &Layout, symbol: &Symbol) -> Place {
    let foot = &layout.foot;
    let side = if symbol.version() < foot.dense_from { foot.side } else { foot.side_dense };
    let under = match foot.verify {
        Verify::Beside => 0.0,
        Verify::Below => foot.verify_height + side * f32::from(QUIET) / f32::from(symbol.width),
    };
    let height = foot.seal.map_or(0.0, |seal| seal.side).max(side + under);
    Place {
        symbol: [layout.edges.left, foot.bottom - height, side],
        right: layout.edges.right - foot.seal.map_or(0.0, |seal| seal.side + seal.gap),
    }
}

impl Composer<'_> {
    /// Beside the QR code: who stands for the paper and since when.
    pub(super) fn closing(&mut self, words: &Words, place: &Place) -> Result<(), PrintError> {
        let foot = &self.layout.foot;
        let [left, top] = self.beside(place);
        let [x, y] = foot.value;
        let room = place.right - left - x;
        let closing = self.set(&words.closing.value)?;
        let fits =
            |(size, most): &&(f32, usize)| wrap::lines(&closing, room / size, 0.0).len() <= *most;
        let size = foot.sizes.iter().find(fits).map_or(foot.smallest, |(size, _)| *size);
        let authority = Style { size, leading: size * foot.leading, ink: Ink::Black, heavy: false };
        let lines = laid(&closing, left + x, top + y, room, authority);
        let last = lines.last().map_or(top, |line| line.y);
        let [label_x, label_y] = foot.label;
        self.label(words.closing.label, left + label_x, top + label_y, 1.0)?;
        self.push(words.closing.field, Role::Value, authority, lines);
        let day = Style { leading: 0.0, ..style(self.layout.types.value, 1.0, Ink::Black) };
        let y = (last + foot.day_below).max(top + foot.day_from);
        self.label(words.closing_day.label, left + label_x, y - foot.day_label_up, 1.0)?;
        let glyphs = self.set(&words.closing_day.value)?;
        let line = Line { x: left + x, y, tracking: 0.0, glyphs };
        self.push(words.closing_day.field, Role::Value, day, vec![line]);
        Ok(())
    }

    /// The upper left corner of what stands beside the QR code.
    pub(super) fn beside(&self, place: &Place) -> [f32; 2] {
        let [left, top, side] = place.symbol;
        [left + side + self.layout.foot.gap, top]
    }

    fn set(&self, text: &str) -> Result<Vec<Glyph>, PrintError> {
        if self.layout.foot.in_kai { self.faces.set_kai(text) } else { self.faces.set_song(text) }
    }

    /// How to verify, on the bottom of the foot: smaller where the address is long.
    pub(super) fn verify(&mut self, how: [&str; 2], place: &Place) -> Result<(), PrintError> {
        let Layout { foot, types, body, .. } = self.layout;
        let left = match foot.verify {
            Verify::Beside => self.beside(place)[0],
            Verify::Below => place.symbol[0],
        };
        let room = place.right - left;
        let [zh, en] = how;
        let set = [self.faces.set_song(zh)?, self.faces.set_song(en)?];
        let smallest = body.scales.last().copied().unwrap_or(1.0);
        for scale in body.scales.iter().copied() {
            let zh = style(types.verify, scale, Ink::Black);
            let en = style(types.verify_en, scale, Ink::Grey);
            let mut texts: Vec<(Role, Style, Vec<Line>)> = Vec::new();
            let mut y = 0.0;
            for (glyphs, (role, style)) in set.iter().zip(in_both(zh, en)) {
                let lines = laid(glyphs, left, y, room, style);
                y = lines.last().map_or(y, |line| line.y) + 9.2 * scale;
                texts.push((role, style, lines));
            }
            if y > foot.verify_height && scale > smallest {
                continue;
            }
            for (role, style, mut lines) in texts {
                for line in &mut lines {
                    line.y += foot.bottom - 1.5 + 9.2 * scale - y;
                }
                self.push(None, role, style, lines);
            }
            break;
        }
        Ok(())
    }
}
