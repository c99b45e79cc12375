//! What draws on a page and keeps what it drew in reading order.

use crate::face::Face;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagKind, TagTree,
};

pub const LEFT: f32 = 78.0;
pub const RIGHT: f32 = 517.28;

/// A face at a size, in a colour.
#[derive(Clone, Copy)]
pub struct Type<'a> {
    pub face: &'a Face,
    pub size: f32,
    pub ink: rgb::Color,
    /// In points.
    pub tracking: f32,
}

/// A page under way.
pub struct Pen<'a> {
    surface: Surface<'a>,
    tags: TagTree,
}

impl<'a> Pen<'a> {
    pub fn new(surface: Surface<'a>) -> Self {
        Self { surface, tags: TagTree::new() }
    }

    /// What was drawn, for whoever hears the page.
    pub fn finish(self) -> TagTree {
        self.surface.finish();
        self.tags
    }

    /// One line of words from `x`.
    pub fn words(&mut self, of: Type, x: f32, y: f32, lang: &str, text: &str) {
        self.tagged(of, x, y, lang, text, Tag::P.into());
    }

    /// One line of words in the middle.
    pub fn centred(&mut self, of: Type, y: f32, lang: &str, text: &str) {
        self.words(of, middle(of, text), y, lang, text);
    }

    /// The heading, heavier than its face.
    pub fn heading(&mut self, of: Type, y: f32, text: &str) {
        let width = of.size * 0.022;
        self.surface.set_stroke(Some(Stroke { paint: of.ink.into(), width, ..Stroke::default() }));
        let level = std::num::NonZeroU16::MIN;
        self.tagged(of, middle(of, text), y, "zh-CN", text, Tag::Hn(level, None).into());
        self.surface.set_stroke(None);
    }

    fn tagged(&mut self, of: Type, x: f32, y: f32, lang: &str, text: &str, tag: TagKind) {
        let span = SpanTag::empty().with_lang(Some(lang)).with_actual_text(Some(text));
        let piece = self.surface.start_tagged(ContentTag::Span(span));
        self.fill(of.ink);
        let glyphs = of.face.set(text, of.tracking / of.size);
        let font = of.face.font.clone();
        self.surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, text, of.size, false);
        self.surface.end_tagged();
        self.tags.push(TagGroup::with_children(tag, vec![piece.into()]));
    }

    /// A frame `inset` from the page's edges.
    pub fn frame(&mut self, inset: f32, ink: rgb::Color, width: f32, ground: Option<rgb::Color>) {
        let fill = ground.map(|color| Fill { paint: color.into(), ..Fill::default() });
        let stroke = Stroke { paint: ink.into(), width, ..Stroke::default() };
        let mut path = PathBuilder::new();
        path.push_rect(rect([inset, inset, 595.28 - 2.0 * inset, 841.89 - 2.0 * inset]));
        self.ornament(path, fill, Some(stroke));
    }

    /// A line across.
    pub fn rule(&mut self, from: f32, to: f32, y: f32, ink: rgb::Color, width: f32) {
        let mut path = PathBuilder::new();
        path.move_to(from, y);
        path.line_to(to, y);
        let stroke = Stroke { paint: ink.into(), width, ..Stroke::default() };
        self.ornament(path, None, Some(stroke));
    }

    fn ornament(&mut self, path: PathBuilder, fill: Option<Fill>, stroke: Option<Stroke>) {
        let artifact = Artifact::with_kind(ArtifactType::Layout);
        self.surface.start_tagged(ContentTag::Artifact(artifact));
        self.surface.set_fill(fill);
        self.surface.set_stroke(stroke);
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
        self.surface.set_stroke(None);
        self.surface.end_tagged();
    }

    /// Rectangles of one colour as one path: the QR code.
    pub fn figure(&mut self, sides: impl Iterator<Item = [f32; 4]>, ink: rgb::Color, alt: &str) {
        let mut path = PathBuilder::new();
        sides.for_each(|one| path.push_rect(rect(one)));
        let piece = self.surface.start_tagged(ContentTag::Other);
        self.fill(ink);
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
        self.surface.end_tagged();
        let tag = Tag::Figure(Some(alt.to_owned()));
        self.tags.push(TagGroup::with_children(tag, vec![piece.into()]));
    }

    fn fill(&mut self, ink: rgb::Color) {
        self.surface.set_fill(Some(Fill { paint: ink.into(), ..Fill::default() }));
    }
}

/// Where a line begins that stands in the middle; its last character has nothing behind it.
fn middle(of: Type, text: &str) -> f32 {
    let gaps = u16::try_from(text.chars().count().saturating_sub(1)).unwrap_or(u16::MAX);
    let width = of.face.width(text) * of.size + f32::from(gaps) * of.tracking;
    f32::midpoint(LEFT, RIGHT) - width / 2.0
}

fn rect([x, y, width, height]: [f32; 4]) -> Rect {
    Rect::from_xywh(x, y, width, height).expect("every rectangle of the page has an area")
}
