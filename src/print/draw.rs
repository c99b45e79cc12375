//! A composition → the drawing library's page → its objects. All that knows `printpdf` is here, in
//! the ornaments and beside the photo.

use super::PrintError;
use super::block::{Block, Composition, Ink, Line, PAGE, Piece, Role};
use super::faces::{Chain, Cut, Face, Glyph};
use super::layout::Layout;
use super::ornament::{self, Palette, point};
use super::photo;
use crate::model::digest::Digest;
use printpdf::{
    Codepoint, CurTransMat, DictItem, FontId, FontMetrics, FontType, Mm, Op, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfFontMetricsStub, PdfPage, PdfSaveOptions, Pt, TextItem,
    TextMatrix, TextRenderingMode,
};
use std::collections::BTreeMap;

const QR_INK: [f32; 3] = [0.0, 0.0, 0.0];
const WHITE: [f32; 3] = [1.0, 1.0, 1.0];
/// Modules of white around a QR code (ISO/IEC 18004).
pub(super) const QUIET: i16 = 4;
/// Space behind characters, as a part of their size, that readers take for a word's end.
const SPREAD: f32 = 0.3;
/// Stroke of heavy words, as a part of their size.
const HEAVY: f32 = 0.022;

/// The objects of a page that shows `composition`: uncompressed, one content stream.
pub(super) fn page(
    faces: Chain<'_>,
    composition: &Composition,
    layout: &Layout,
    palette: Palette,
) -> Result<lopdf::Document, PrintError> {
    let inks = Inks::of(layout, palette);
    let mut slots = Slots::default();
    let mut ops = across(composition.across.as_ref(), layout.copy.turn(), &inks, &mut slots);
    ops.extend(artifact(rules(composition, palette)));
    for (mark, piece) in composition.pieces() {
        ops.push(marked(mark, &piece));
        match piece {
            Piece::Words(block) => text(&mut ops, block, &inks, &mut slots),
            Piece::Photo(sides) => ops.extend(photo::ops(sides, palette)),
            Piece::Symbol => ops.extend(symbol(composition)),
        }
        ops.push(Op::EndMarkedContent);
    }
    let mut document = PdfDocument::new("");
    for (index, (slot, glyphs)) in slots.glyphs.iter().enumerate() {
        let cut = faces.cut(slot.0, glyphs)?;
        let font = PdfFont::new(parsed(faces, slot.0, glyphs, cut)?);
        document.resources.fonts.map.insert(FontId(format!("F{index}")), font);
    }
    slots.name(&mut ops);
    Ok(objects(document, ops))
}

/// The colours of words.
struct Inks {
    black: [f32; 3],
    grey: [f32; 3],
    road: [f32; 3],
    notice: [f32; 3],
    faint: [f32; 3],
}

impl Inks {
    fn of(layout: &Layout, palette: Palette) -> Self {
        Self {
            black: layout.colours.black,
            grey: layout.colours.grey,
            road: palette.strong,
            notice: layout.copy.ink,
            faint: layout.copy.faint,
        }
    }
}

/// The content stream of ornaments.
pub(super) fn behind(ornaments: Vec<Op>) -> Vec<u8> {
    let objects = objects(PdfDocument::new(""), artifact(ornaments));
    objects
        .get_pages()
        .values()
        .flat_map(|page| objects.get_page_contents(*page))
        .filter_map(|id| objects.get_object(id).ok()?.as_stream().ok())
        .flat_map(|stream| stream.content.clone())
        .collect()
}

fn objects(mut document: PdfDocument, ops: Vec<Op>) -> lopdf::Document {
    document.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    // Not "secure": that would leave out the rectangles of the QR code.
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    document.to_lopdf_document(&options, &mut Vec::new())
}

/// What is there for the eye alone (ISO 32000-1, 14.8.2.2).
fn artifact(ops: Vec<Op>) -> Vec<Op> {
    let begin = Op::BeginMarkedContent { tag: "Artifact".to_owned() };
    [vec![begin], ops, vec![Op::EndMarkedContent]].concat()
}

/// The purpose of a copy, turned about the middle of the page. It is an artifact: whoever hears the
/// page hears it once, in the clear line.
fn across(block: Option<&Block>, turn: f32, inks: &Inks, slots: &mut Slots) -> Vec<Op> {
    let Some(block) = block else { return Vec::new() };
    let (x, y) = (PAGE.0 / 2.0, PAGE.1 / 2.0);
    let mut ops = vec![Op::SaveGraphicsState, ornament::shift(x, y)];
    ops.extend([ornament::turn(turn), ornament::shift(-x, -y)]);
    text(&mut ops, block, inks, slots);
    ops.push(Op::RestoreGraphicsState);
    artifact(ops)
}

/// Opens what an element of the structure refers to by `mark` (ISO 32000-1, 14.7.4).
fn marked(mark: u16, piece: &Piece) -> Op {
    let mut map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(mark.into()))]);
    let tag = match piece {
        Piece::Photo(_) | Piece::Symbol => "Figure",
        Piece::Words(block) => match block.role {
            Role::Heading => "H1",
            Role::Paragraph | Role::Value => "P",
            Role::English => {
                let data = b"en".to_vec();
                map.insert("Lang".to_owned(), DictItem::String { data, literal: true });
                "Span"
            }
        },
    };
    let properties = DictItem::Dict { map };
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties }
}

fn rules(composition: &Composition, palette: Palette) -> Vec<Op> {
    let mut ops = vec![ornament::stroke(palette.rule), ornament::thickness(0.4)];
    ops.extend(composition.rules.iter().map(|[left, right, y]| {
        let points = vec![point(*left, up(*y), false), point(*right, up(*y), false)];
        Op::DrawLine { line: printpdf::Line { points, is_closed: false } }
    }));
    ops
}

/// The QR code on its own white ground, one module to a unit.
fn symbol(composition: &Composition) -> Vec<Op> {
    let [left, top, side] = composition.symbol_at;
    let symbol = &composition.symbol;
    let module = side / f32::from(symbol.width);
    let place = [module, 0.0, 0.0, -module, ornament::round(left), ornament::round(up(top))];
    let mut ops = vec![
        Op::SaveGraphicsState,
        Op::SetTransformationMatrix { matrix: CurTransMat::Raw(place) },
        ornament::fill(WHITE),
        rectangle([-QUIET, -QUIET, symbol.width + 2 * QUIET, symbol.width + 2 * QUIET]),
        operator("f"),
        ornament::fill(QR_INK),
    ];
    // One path, filled once: no light seams between runs that touch.
    ops.extend(symbol.runs.iter().map(|run| rectangle(*run)));
    ops.extend([operator("f"), Op::RestoreGraphicsState]);
    ops
}

/// Adds a rectangle to the path. The library's own rectangle would fill each by itself.
fn rectangle(sides: [i16; 4]) -> Op {
    let value = sides.into_iter().map(|side| DictItem::Int(side.into())).collect();
    Op::Unknown { key: "re".to_owned(), value }
}

fn operator(key: &str) -> Op {
    Op::Unknown { key: key.to_owned(), value: Vec::new() }
}

/// A face as far as one document uses it. The second number is 0 but where two characters share a
/// glyph (日 U+65E5 and ⽇ U+2F47): the second then has a font of its own, so that the words can be
/// read back as they were written.
type Slot = (Face, u8);

/// Which glyph of which embedded font each character is.
#[derive(Default)]
struct Slots {
    glyphs: BTreeMap<Slot, Vec<u16>>,
    known: BTreeMap<(Face, u16, char), (Slot, u16)>,
}

impl Slots {
    /// The font, and the glyph's number in the part of the face that it embeds.
    fn place(&mut self, glyph: Glyph) -> (Slot, u16) {
        let key = (glyph.face, glyph.id, glyph.character);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let sharing = self.known.range((key.0, key.1, '\0')..=(key.0, key.1, char::MAX)).count();
        let slot = (glyph.face, u8::try_from(sharing).unwrap_or(u8::MAX));
        let glyphs = self.glyphs.entry(slot).or_default();
        glyphs.push(glyph.id);
        let number = u16::try_from(glyphs.len()).unwrap_or(u16::MAX); // a page has < 65,536 glyphs
        self.known.insert(key, (slot, number));
        (slot, number)
    }

    /// Names the fonts by their order: only now is it known which there are.
    fn name(&self, ops: &mut [Op]) {
        for op in ops {
            if let Op::SetFont { font: PdfFontHandle::External(id), .. } = op {
                let at = self.glyphs.keys().position(|slot| provisional(*slot) == id.0);
                id.0 = format!("F{}", at.unwrap_or(0)); // every provisional name is a key's
            }
        }
    }
}

fn provisional((face, layer): Slot) -> String {
    format!("{}.{layer}", face.postscript_name())
}

fn text(ops: &mut Vec<Op>, block: &Block, inks: &Inks, slots: &mut Slots) {
    let color = match block.ink {
        Ink::Black => inks.black,
        Ink::Grey => inks.grey,
        Ink::Road => inks.road,
        Ink::Notice => inks.notice,
        Ink::Faint => inks.faint,
    };
    let size = ornament::round(block.size);
    ops.extend([Op::StartTextSection, ornament::fill(color)]);
    if block.heavy {
        ops.extend([ornament::stroke(color), ornament::thickness(size * HEAVY)]);
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::FillStroke });
    }
    let mut font = None;
    for line in &block.lines {
        run(ops, line, size, &mut font, slots);
    }
    if block.heavy {
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Fill });
    }
    ops.push(Op::EndTextSection);
}

/// One line: its place, then a piece for each font that it needs.
fn run(ops: &mut Vec<Op>, line: &Line, size: f32, font: &mut Option<Slot>, slots: &mut Slots) {
    let placed: Vec<(Slot, Codepoint)> = line
        .glyphs
        .iter()
        .map(|glyph| {
            let (slot, number) = slots.place(*glyph);
            (slot, Codepoint::with_cid(number, 0.0, glyph.character.to_string()))
        })
        .collect();
    let (x, y) = (ornament::round(line.x), ornament::round(up(line.y)));
    ops.push(Op::SetCharacterSpacing { multiplier: ornament::round(line.tracking) });
    ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y]) });
    // Spread characters are one word to whoever copies, searches or hears it.
    let spread = line.tracking > SPREAD * size;
    if spread {
        ops.push(spoken(line));
    }
    for piece in placed.chunk_by(|a, b| a.0 == b.0) {
        let slot = piece.first().map(|(slot, _)| *slot);
        if *font != slot
            && let Some(slot) = slot
        {
            let id = FontId(provisional(slot));
            ops.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(size) });
            *font = Some(slot);
        }
        let glyphs = piece.iter().map(|(_, glyph)| glyph.clone()).collect();
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }
    if spread {
        ops.push(Op::EndMarkedContent);
    }
}

/// Opens a span that reads as the line's words (ISO 32000-1, 14.9.4).
fn spoken(line: &Line) -> Op {
    let words: String = line.glyphs.iter().map(|glyph| glyph.character).collect();
    let units = std::iter::once(0xFEFF).chain(words.encode_utf16());
    let text = DictItem::Bytes(units.flat_map(u16::to_be_bytes).collect());
    let properties = DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) };
    Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
}

/// What the library needs to know of a font, from the whole face: the cut one has no such tables.
fn parsed(
    faces: Chain<'_>,
    face: Face,
    glyphs: &[u16],
    cut: Cut,
) -> Result<ParsedFont, PrintError> {
    let outlines = faces.outlines(face).map(|(outlines, _)| outlines);
    let outlines = outlines.ok_or_else(|| PrintError::Font("there is no such face".to_owned()))?;
    let bounds = outlines.global_bounding_box();
    let units_per_em = outlines.units_per_em();
    Ok(ParsedFont {
        font_name: Some(format!("{}+{}", tag(face, glyphs), face.postscript_name())),
        original_bytes: cut.program,
        font_index: 0,
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: cut.widths,
        units_per_em,
        font_metrics: FontMetrics { ascent: outlines.ascender(), descent: outlines.descender() },
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em,
            x_min: bounds.x_min,
            y_min: bounds.y_min,
            x_max: bounds.x_max,
            y_max: bounds.y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: outlines.weight().to_number(),
        },
    })
}

/// Six letters that tell one part of a face from another (ISO 32000-1, 9.6.4).
fn tag(face: Face, glyphs: &[u16]) -> String {
    let mut named = face.postscript_name().as_bytes().to_vec();
    named.extend(glyphs.iter().flat_map(|id| id.to_be_bytes()));
    Digest::of(&named).0.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// From the distance from the top to that from the bottom.
fn up(y: f32) -> f32 {
    PAGE.1 - y
}
