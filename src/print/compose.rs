//! The page's geometry: words → lines at their places. Points from the upper left corner of A4.

use super::block::{Block, Composition, Ink, Line, PAGE, Role};
use super::faces::{Faces, Glyph};
use super::symbol::Symbol;
use super::words::{Entry, Pair, Row, Words};
use super::{PrintError, Sheet, overlay, wrap};
use crate::model::finding::Field;

/// The edges of everything that is set.
pub(super) const LEFT: f32 = 78.0;
pub(super) const RIGHT: f32 = PAGE.0 - LEFT;
/// Where the second of two values begins, and how far a value stands from its label.
const MIDDLE: f32 = 318.0;
pub(super) const LABEL: f32 = 84.0;
/// Baselines above the part that grows and shrinks.
const TITLE: f32 = 124.0;
const TITLE_EN: f32 = 146.0;
const HOLDER: f32 = 184.0;
pub(super) const NAME: f32 = 229.0;
/// The part that grows and shrinks, and the foot below it.
pub(super) const BODY_TOP: f32 = 262.0;
pub(super) const FOOT_BOTTOM: f32 = 772.0;
/// 30 mm for versions that scan well at this size, 40 mm for denser ones.
pub(super) const QR_SIDE: f32 = 85.04;
const QR_SIDE_DENSE: f32 = 113.39;
const QR_DENSE_FROM: i16 = 12;
/// What the way to verify may take of the foot.
const VERIFY_HEIGHT: f32 = 31.0;
/// How far a Chinese paragraph's first line stands in, in ems.
const INDENT: f32 = 2.0;
/// Sizes, tried from the first until all finds its place.
const SCALES: [f32; 10] = [1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.56, 0.48, 0.4];

/// How a block is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub size: f32,
    pub leading: f32,
    pub ink: Ink,
    pub heavy: bool,
}

pub(super) const fn style(size: f32, leading: f32, ink: Ink) -> Style {
    Style { size, leading, ink, heavy: false }
}

/// A Chinese text and its English, each with what it is to whoever hears it.
pub(super) const fn in_both(zh: Style, en: Style) -> [(Role, Style); 2] {
    [(Role::Paragraph, zh), (Role::English, en)]
}

fn label_styles(scale: f32) -> [(Role, Style); 2] {
    in_both(style(9.2 * scale, 0.0, Ink::Grey), style(5.8 * scale, 0.0, Ink::Grey))
}

/// A page under way.
pub(super) struct Composer<'a> {
    pub faces: &'a Faces,
    pub blocks: Vec<Block>,
    pub rules: Vec<[f32; 3]>,
}

/// Composes the page of `sheet`.
pub(super) fn compose(faces: &Faces, sheet: &Sheet) -> Result<Composition, PrintError> {
    let words = Words::of(sheet);
    let symbol = Symbol::of(sheet.qr_url)?;
    let side = if symbol.version() < QR_DENSE_FROM { QR_SIDE } else { QR_SIDE_DENSE };
    let mut composer = Composer { faces, blocks: Vec::new(), rules: Vec::new() };
    let copy = sheet.copy.map(|bound| bound.copy);
    let across = copy.map(|copy| overlay::across(faces, copy)).transpose()?;
    composer.head(&words)?;
    copy.map_or(Ok(()), |copy| overlay::notice(&mut composer, copy))?;
    composer.body(&words, FOOT_BOTTOM - side - 22.0)?;
    composer.foot(&words, side)?;
    let symbol_after = composer.blocks.len();
    composer.verify([&words.verify, &words.verify_en], side)?;
    Ok(Composition {
        across,
        blocks: composer.blocks,
        symbol_after,
        rules: composer.rules,
        symbol,
        symbol_at: [LEFT, FOOT_BOTTOM - side, side],
    })
}

impl Composer<'_> {
    fn head(&mut self, words: &Words) -> Result<(), PrintError> {
        let title = Style { heavy: true, ..style(30.0, 0.0, Ink::Road) };
        self.heading(words.title, title, 3.2)?;
        let holder = &words.holder;
        self.label_centred(holder.label)?;
        let glyphs = self.faces.set_kai(&holder.value)?;
        let room = RIGHT - LEFT - 16.0;
        let em = wrap::width(&glyphs);
        let size = (room / em).clamp(17.0, 34.0);
        // Two characters stand apart, as on every Chinese list of names.
        let tracking = if glyphs.len() == 2 { size * 0.6 } else { 0.0 };
        let ranges = wrap::lines(&glyphs, room / size, 0.0);
        let mut y = if ranges.len() > 1 { NAME - 8.0 } else { NAME };
        let mut lines = Vec::new();
        for range in ranges {
            let line = glyphs[range].to_vec();
            let width = wrap::width(&line) * size + tracking;
            lines.push(Line { x: (PAGE.0 - width) / 2.0, y, tracking, glyphs: line });
            y += size * 1.15;
        }
        self.push(holder.field, Role::Value, style(size, 0.0, Ink::Black), lines);
        Ok(())
    }

    /// Sentence and rows: at the largest scale that fits above `bottom`, the rows then spread.
    fn body(&mut self, words: &Words, bottom: f32) -> Result<(), PrintError> {
        let (blocks, rules) = (self.blocks.len(), self.rules.len());
        for scale in SCALES {
            let end = self.body_at(words, scale, 0.0)?;
            self.blocks.truncate(blocks);
            self.rules.truncate(rules);
            if end <= bottom {
                let rows = f32::from(u8::try_from(words.rows.len()).unwrap_or(u8::MAX)); // ≤ 13
                let spare = ((bottom - end) / (rows + 1.0)).min(9.0);
                self.body_at(words, scale, spare)?;
                return Ok(());
            }
        }
        Err(PrintError::TooLong)
    }

    fn body_at(&mut self, words: &Words, scale: f32, spare: f32) -> Result<f32, PrintError> {
        let measure = RIGHT - LEFT;
        let zh = style(12.6 * scale, 21.5 * scale, Ink::Black);
        let en = style(7.4 * scale, 10.5 * scale, Ink::Grey);
        let mut y = BODY_TOP + 2.0 * scale;
        // In Kai, like the values: the two then share their glyphs, a sixth of the file.
        let sentence = self.faces.set_kai(&words.sentence)?;
        let zh = unlonely(&sentence, measure, zh, INDENT);
        y = self.paragraph(&sentence, Role::Paragraph, y, measure, zh);
        let sentence_en = self.faces.set_song(words.sentence_en)?;
        y = self.paragraph(&sentence_en, Role::English, y - 3.0 * scale, measure, en);
        y += 9.0 * scale + spare;
        self.rules.push([LEFT, RIGHT, y]);
        for row in &words.rows {
            y = self.row(row, y, scale, spare)?;
            self.rules.push([LEFT, RIGHT, y]);
        }
        Ok(y)
    }

    pub(super) fn row(
        &mut self,
        row: &Row,
        top: f32,
        scale: f32,
        spare: f32,
    ) -> Result<f32, PrintError> {
        let full = RIGHT - LEFT - LABEL;
        match row {
            Row::One(entry) => self.entry(entry, LEFT, full, top, scale, spare),
            Row::Two(left, right) => {
                let half = MIDDLE - LEFT - LABEL - 10.0;
                let size = VALUE * scale;
                let fits = |text: &str, room: f32| {
                    Ok(wrap::width(&self.faces.set_kai(text)?) * size <= room)
                };
                if fits(&left.value, half)? && fits(&right.value, RIGHT - MIDDLE - LABEL)? {
                    self.entry(left, LEFT, half, top, scale, spare)?;
                    self.entry(right, MIDDLE, RIGHT - MIDDLE - LABEL, top, scale, spare)
                } else {
                    let middle = self.entry(left, LEFT, full, top, scale, spare)?;
                    self.rules.push([LEFT, RIGHT, middle]);
                    self.entry(right, LEFT, full, middle, scale, spare)
                }
            }
        }
    }

    /// A label over its English, the value beside them; gives the bottom of the row.
    fn entry(
        &mut self,
        entry: &Entry,
        x: f32,
        room: f32,
        top: f32,
        scale: f32,
        spare: f32,
    ) -> Result<f32, PrintError> {
        let baseline = top + 15.2 * scale + spare / 2.0;
        self.label(entry.label, x, baseline - 2.6 * scale, scale)?;
        let value = style(VALUE * scale, 15.5 * scale, Ink::Black);
        let glyphs = self.faces.set_kai(&entry.value)?;
        let lines = laid(&glyphs, x + LABEL, baseline, room, value);
        let last = lines.last().map_or(baseline, |line| line.y);
        self.push(entry.field, Role::Value, value, lines);
        Ok(last + 9.4 * scale + spare / 2.0)
    }

    pub(super) fn label(
        &mut self,
        label: Pair,
        x: f32,
        y: f32,
        scale: f32,
    ) -> Result<(), PrintError> {
        let [zh, en] = label_styles(scale);
        let below = y + 8.4 * scale;
        for (text, y, (role, style)) in [(label.zh, y, zh), (label.en, below, en)] {
            let glyphs = self.faces.set_song(text)?;
            let line = Line { x, y, tracking: 0.0, glyphs };
            self.push(None, role, style, vec![line]);
        }
        Ok(())
    }

    /// Beside the QR code: who stands for the paper and since when.
    fn foot(&mut self, words: &Words, side: f32) -> Result<(), PrintError> {
        let left = LEFT + side + 18.0;
        let room = RIGHT - left;
        let top = FOOT_BOTTOM - side;
        let closing = self.faces.set_song(&words.closing.value)?;
        let points = [(13.0, 1), (11.0, 1), (9.0, 2), (7.0, 2), (5.5, 2)]
            .into_iter()
            .find(|(points, most)| {
                wrap::lines(&closing, (room - LABEL) / points, 0.0).len() <= *most
            })
            .map_or(4.5, |(points, _)| points);
        let authority = style(points, points * 1.25, Ink::Black);
        let lines = laid(&closing, left + LABEL, top + 9.0, room - LABEL, authority);
        let last = lines.last().map_or(top, |line| line.y);
        self.label(words.closing.label, left, top + 6.4, 1.0)?;
        self.push(words.closing.field, Role::Value, authority, lines);
        let day = style(VALUE, 0.0, Ink::Black);
        let y = (last + 19.0).max(top + 32.0);
        self.label(words.closing_day.label, left, y - 2.6, 1.0)?;
        let glyphs = self.faces.set_song(&words.closing_day.value)?;
        let line = Line { x: left + LABEL, y, tracking: 0.0, glyphs };
        self.push(words.closing_day.field, Role::Value, day, vec![line]);
        Ok(())
    }

    /// How to verify, on the bottom of the foot: smaller where the address is long.
    pub(super) fn verify(&mut self, how: [&str; 2], side: f32) -> Result<(), PrintError> {
        let left = LEFT + side + 18.0;
        let room = RIGHT - left;
        let [zh, en] = how;
        let set = [self.faces.set_song(zh)?, self.faces.set_song(en)?];
        for scale in SCALES {
            let zh = style(8.0 * scale, 11.0 * scale, Ink::Black);
            let en = style(5.8 * scale, 7.6 * scale, Ink::Grey);
            let mut texts: Vec<(Role, Style, Vec<Line>)> = Vec::new();
            let mut y = 0.0;
            for (glyphs, (role, style)) in set.iter().zip(in_both(zh, en)) {
                let lines = laid(glyphs, left, y, room, style);
                y = lines.last().map_or(y, |line| line.y) + 9.2 * scale;
                texts.push((role, style, lines));
            }
            if y > VERIFY_HEIGHT && scale > SCALES[SCALES.len() - 1] {
                continue;
            }
            for (role, style, mut lines) in texts {
                for line in &mut lines {
                    line.y += FOOT_BOTTOM - 1.5 + 9.2 * scale - y;
                }
                self.push(None, role, style, lines);
            }
            break;
        }
        Ok(())
    }

    /// Justified but for the last line, a Chinese one indented; gives the baseline that the next
    /// paragraph may take.
    pub(super) fn paragraph(
        &mut self,
        glyphs: &[Glyph],
        role: Role,
        top: f32,
        room: f32,
        style: Style,
    ) -> f32 {
        let indent = if role == Role::English { 0.0 } else { INDENT };
        let ranges = wrap::lines(glyphs, room / style.size, indent);
        let last = ranges.len().saturating_sub(1);
        let mut y = top;
        let mut lines = Vec::new();
        for (at, range) in ranges.into_iter().enumerate() {
            let line = glyphs[range].to_vec();
            let inset = if at == 0 { indent * style.size } else { 0.0 };
            let slack = room - inset - wrap::width(&line) * style.size;
            let gaps = f32::from(u16::try_from(line.len()).unwrap_or(u16::MAX)) - 1.0;
            let even = at != last && gaps > 0.0 && slack < 2.0 * style.size;
            let tracking = if even { (slack / gaps).max(0.0) } else { 0.0 };
            lines.push(Line { x: LEFT + inset, y, tracking, glyphs: line });
            y += style.leading;
        }
        self.push(None, role, style, lines);
        y
    }

    /// The title over its English.
    pub(super) fn heading(
        &mut self,
        title: Pair,
        style: Style,
        tracking: f32,
    ) -> Result<(), PrintError> {
        self.centred(title.zh, Role::Heading, TITLE, style, tracking)?;
        let small = self::style(8.6, 0.0, Ink::Road);
        self.centred(title.en, Role::English, TITLE_EN, small, 1.9)
    }

    /// The label over whose page it is.
    pub(super) fn label_centred(&mut self, label: Pair) -> Result<(), PrintError> {
        let [(role, zh), (english, en)] = label_styles(1.0);
        self.centred(label.zh, role, HOLDER, zh, 0.0)?;
        self.centred(label.en, english, HOLDER + 8.4, en, 0.0)
    }

    fn centred(
        &mut self,
        text: &str,
        role: Role,
        y: f32,
        style: Style,
        tracking: f32,
    ) -> Result<(), PrintError> {
        let glyphs = self.faces.set_song(text)?;
        let gaps = f32::from(u16::try_from(glyphs.len()).unwrap_or(u16::MAX)) - 1.0;
        let width = wrap::width(&glyphs) * style.size + tracking * gaps;
        let line = Line { x: (PAGE.0 - width) / 2.0, y, tracking, glyphs };
        self.push(None, role, style, vec![line]);
        Ok(())
    }

    pub(super) fn push(
        &mut self,
        field: Option<Field>,
        role: Role,
        style: Style,
        lines: Vec<Line>,
    ) {
        let Style { size, ink, heavy, .. } = style;
        self.blocks.push(Block { field, role, size, ink, heavy, lines });
    }
}

/// The style a little smaller, where that keeps a paragraph's last line from being a word or two.
fn unlonely(glyphs: &[Glyph], room: f32, style: Style, indent: f32) -> Style {
    [1.0, 0.98, 0.96, 0.94, 0.92]
        .into_iter()
        .map(|part| Style { size: style.size * part, ..style })
        .find(|style| {
            let lines = wrap::lines(glyphs, room / style.size, indent);
            lines.len() < 2 || lines.last().is_none_or(|last| last.len() > 4)
        })
        .unwrap_or(style)
}

/// Size of a value, in points.
pub(super) const VALUE: f32 = 11.8;

/// Breaks `glyphs` over lines from the baseline `y` downwards.
pub(super) fn laid(glyphs: &[Glyph], x: f32, y: f32, room: f32, style: Style) -> Vec<Line> {
    let mut y = y;
    let mut lines = Vec::new();
    for range in wrap::lines(glyphs, room / style.size, 0.0) {
        lines.push(Line { x, y, tracking: 0.0, glyphs: glyphs[range].to_vec() });
        y += style.leading;
    }
    lines
}
