//! The page's geometry: words → lines at their places. Points from the upper left corner of A4.

use super::block::{Block, Composition, Ink, Line, PAGE, Role};
use super::faces::{Chain, Glyph};
use super::layout::{Layout, Pair, Type};
use super::symbol::Symbol;
use super::words::{Entry, Row, Words};
use super::{PrintError, Sheet, foot, overlay, photo, wrap};
use crate::model::finding::Field;

/// How far a Chinese name of two characters is spread, as a part of its size.
const APART: f32 = 0.6;

/// How a block is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub size: f32,
    pub leading: f32,
    pub ink: Ink,
    pub heavy: bool,
}

/// A size of the layout, scaled.
pub(super) fn style(of: Type, scale: f32, ink: Ink) -> Style {
    Style { size: of.size * scale, leading: of.leading * scale, ink, heavy: false }
}

/// A Chinese text and its English, each with what it is to whoever hears it.
pub(super) const fn in_both(zh: Style, en: Style) -> [(Role, Style); 2] {
    [(Role::Paragraph, zh), (Role::English, en)]
}

/// A page under way.
pub(super) struct Composer<'a> {
    pub faces: Chain<'a>,
    pub layout: &'a Layout,
    pub blocks: Vec<Block>,
    pub rules: Vec<[f32; 3]>,
}

/// Composes the page of `sheet`.
pub(super) fn compose(
    faces: Chain<'_>,
    layout: &Layout,
    sheet: &Sheet,
) -> Result<Composition, PrintError> {
    let words = Words::of(sheet, layout);
    let symbol = Symbol::of(sheet.qr_url)?;
    let place = foot::place(layout, &symbol);
    let mut composer = Composer::new(faces, layout);
    let copy = sheet.copy.map(|bound| bound.copy);
    let across = copy.map(|copy| overlay::across(faces, &layout.copy, copy)).transpose()?;
    let photo = photo::place(layout, sheet);
    let photo_after = composer.head(&words, photo)?;
    copy.map_or(Ok(()), |copy| overlay::notice(&mut composer, copy))?;
    composer.body(&words, place.symbol[1] - layout.foot.above)?;
    composer.closing(&words, &place)?;
    let symbol_after = composer.blocks.len();
    composer.verify([&words.verify, &words.verify_en], &place)?;
    Ok(Composition {
        across,
        blocks: composer.blocks,
        symbol_after,
        photo: photo.map(|sides| (photo_after, sides)),
        rules: composer.rules,
        symbol,
        symbol_at: place.symbol,
    })
}

impl<'a> Composer<'a> {
    /// An empty page.
    pub fn new(faces: Chain<'a>, layout: &'a Layout) -> Self {
        Self { faces, layout, blocks: Vec::new(), rules: Vec::new() }
    }

    /// Title and name, which keeps clear of a photo; gives how many blocks they are.
    fn head(&mut self, words: &Words, photo: Option<[f32; 4]>) -> Result<usize, PrintError> {
        let head = &self.layout.head;
        self.heading(words.title, head.tracking)?;
        let holder = &words.holder;
        self.label_centred(holder.label)?;
        let glyphs = self.faces.set_kai(&holder.value)?;
        let [smallest, largest] = head.name_sizes;
        let room = photo.map_or(self.measure() - 16.0, photo::room_beside);
        let size = (room / wrap::width(&glyphs)).clamp(smallest, largest);
        // Two characters stand apart, as on every Chinese list of names.
        let tracking = if glyphs.len() == 2 { size * APART } else { 0.0 };
        let ranges = if self.layout.body.balanced {
            wrap::name(&glyphs, room / size)
        } else {
            wrap::lines(&glyphs, room / size, 0.0)
        };
        let mut y = if ranges.len() > 1 { head.name - 8.0 } else { head.name };
        let mut lines = Vec::new();
        for range in ranges {
            let line = glyphs[range].to_vec();
            let width = wrap::width(&line) * size + tracking;
            lines.push(Line { x: (PAGE.0 - width) / 2.0, y, tracking, glyphs: line });
            y += size * 1.15;
        }
        let style = Style { size, leading: 0.0, ink: Ink::Black, heavy: false };
        self.push(holder.field, Role::Value, style, lines);
        Ok(self.blocks.len())
    }

    /// The width of everything that is set.
    pub fn measure(&self) -> f32 {
        self.layout.edges.right - self.layout.edges.left
    }

    /// Sentence and rows: at the largest scale that fits above `bottom`, the rows then spread.
    fn body(&mut self, words: &Words, bottom: f32) -> Result<(), PrintError> {
        let (blocks, rules) = (self.blocks.len(), self.rules.len());
        for scale in &self.layout.body.scales {
            let end = self.body_at(words, *scale, 0.0)?;
            // A row of two that do not stand side by side is two, each with a rule of its own.
            let lines = if self.layout.body.spare_by_rule {
                self.rules.len() - rules
            } else {
                words.rows.len() + 1
            };
            self.blocks.truncate(blocks);
            self.rules.truncate(rules);
            if end <= bottom {
                let lines = f32::from(u8::try_from(lines).unwrap_or(u8::MAX)); // ≤ 20
                let spare = ((bottom - end) / lines).min(self.layout.body.spare);
                self.body_at(words, *scale, spare)?;
                return Ok(());
            }
        }
        Err(PrintError::TooLong)
    }

    fn body_at(&mut self, words: &Words, scale: f32, spare: f32) -> Result<f32, PrintError> {
        let Layout { body, types, edges, .. } = self.layout;
        let measure = self.measure();
        let zh = style(types.sentence, scale, Ink::Black);
        let en = style(types.sentence_en, scale, Ink::Grey);
        let mut y = body.top + body.first * scale;
        // In Kai, like the values: the two then share their glyphs, a sixth of the file.
        let sentence = self.faces.set_kai(&words.sentence)?;
        let zh = unlonely(&sentence, measure, zh, body.indent);
        y = self.paragraph(&sentence, Role::Paragraph, y, measure, zh);
        let sentence_en = self.faces.set_song(words.sentence_en)?;
        y = self.paragraph(&sentence_en, Role::English, y - body.english_up * scale, measure, en);
        y += body.before_rows * scale + spare;
        self.rules.push([edges.left, edges.right, y]);
        for row in &words.rows {
            y = self.row(row, y, scale, spare)?;
            self.rules.push([edges.left, edges.right, y]);
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
        let edges = self.layout.edges;
        let full = self.measure() - edges.label;
        match row {
            Row::One(entry) => self.entry(entry, [edges.left, full], top, scale, spare),
            Row::Two(left, right) => {
                let half = edges.middle - edges.left - edges.label - 10.0;
                let other = edges.right - edges.middle - edges.label;
                let size = self.layout.types.value.size * scale;
                let fits = |text: &str, room: f32| {
                    Ok(wrap::width(&self.faces.set_kai(text)?) * size <= room)
                };
                if fits(&left.value, half)? && fits(&right.value, other)? {
                    let one = self.entry(left, [edges.left, half], top, scale, spare)?;
                    let two = self.entry(right, [edges.middle, other], top, scale, spare)?;
                    Ok(one.max(two))
                } else {
                    let middle = self.entry(left, [edges.left, full], top, scale, spare)?;
                    self.rules.push([edges.left, edges.right, middle]);
                    self.entry(right, [edges.left, full], middle, scale, spare)
                }
            }
        }
    }

    /// A label over its English, the value beside them, its note below; gives the bottom of the row.
    fn entry(
        &mut self,
        entry: &Entry,
        [x, room]: [f32; 2],
        top: f32,
        scale: f32,
        spare: f32,
    ) -> Result<f32, PrintError> {
        let Layout { body, types, edges, .. } = self.layout;
        let baseline = top + body.above * scale + spare / 2.0;
        self.label(entry.label, x, baseline - body.label_up * scale, scale)?;
        let value = style(types.value, scale, Ink::Black);
        let glyphs = self.faces.set_kai(&entry.value)?;
        let measure = room / value.size;
        let measure = if body.balanced { wrap::balanced(&glyphs, measure) } else { measure };
        let lines = laid(&glyphs, x + edges.label, baseline, measure * value.size, value);
        let mut last = lines.last().map_or(baseline, |line| line.y);
        self.push(entry.field, Role::Value, value, lines);
        if let Some(note) = &entry.note {
            let style = style(types.note, scale, Ink::Grey);
            let glyphs = self.faces.set_kai(note)?;
            let lines = laid(&glyphs, x + edges.label, last + style.leading, room, style);
            last = lines.last().map_or(last, |line| line.y);
            self.push(None, Role::Value, style, lines);
        }
        Ok(last + body.below * scale + spare / 2.0)
    }

    pub(super) fn label(
        &mut self,
        label: &Pair,
        x: f32,
        y: f32,
        scale: f32,
    ) -> Result<(), PrintError> {
        let below = y + self.layout.body.label_en_down * scale;
        let [zh, en] = self.label_styles(scale);
        for (text, y, (role, style)) in [(&label.zh, y, zh), (&label.en, below, en)] {
            let glyphs = self.faces.set_song(text)?;
            let line = Line { x, y, tracking: 0.0, glyphs };
            self.push(None, role, style, vec![line]);
        }
        Ok(())
    }

    fn label_styles(&self, scale: f32) -> [(Role, Style); 2] {
        let types = &self.layout.types;
        in_both(style(types.label, scale, Ink::Grey), style(types.label_en, scale, Ink::Grey))
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
        let indent = if role == Role::English { 0.0 } else { self.layout.body.indent };
        let ranges = wrap::lines(glyphs, room / style.size, indent);
        let last = ranges.len().saturating_sub(1);
        let mut y = top;
        let mut lines = Vec::new();
        for (at, range) in ranges.into_iter().enumerate() {
            let line = glyphs[range].to_vec();
            let inset = if at == 0 { indent * style.size } else { 0.0 };
            let slack = room - inset - wrap::width(&line) * style.size;
            let gaps = f32::from(u16::try_from(line.len()).unwrap_or(u16::MAX)) - 1.0;
            let even = at != last && gaps > 0.0 && slack < self.layout.body.slack * style.size;
            let tracking = if even { (slack / gaps).max(0.0) } else { 0.0 };
            lines.push(Line { x: self.layout.edges.left + inset, y, tracking, glyphs: line });
            y += style.leading;
        }
        self.push(None, role, style, lines);
        y
    }

    /// The title over its English.
    pub(super) fn heading(&mut self, title: &Pair, tracking: f32) -> Result<(), PrintError> {
        let Layout { head, types, .. } = self.layout;
        let large = Style { heavy: true, ..style(types.title, 1.0, Ink::Road) };
        self.centred(&title.zh, Role::Heading, head.title, large, tracking)?;
        let small = style(types.title_en, 1.0, Ink::Road);
        self.centred(&title.en, Role::English, head.title_en, small, head.tracking_en)
    }

    /// The label over whose page it is.
    pub(super) fn label_centred(&mut self, label: &Pair) -> Result<(), PrintError> {
        let y = self.layout.head.holder;
        let [(role, zh), (english, en)] = self.label_styles(1.0);
        self.centred(&label.zh, role, y, zh, 0.0)?;
        self.centred(&label.en, english, y + self.layout.body.label_en_down, en, 0.0)
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
