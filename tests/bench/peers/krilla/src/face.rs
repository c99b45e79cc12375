//! The two faces, loaded once. Like the product's own press this sets character by character: neither
//! Chinese nor the little English on the page needs shaping.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::error::Error;
use std::path::Path;

/// A face to draw with and to measure with.
pub struct Face {
    pub font: Font,
    outlines: ttf_parser::Face<'static>,
}

/// The faces of the page.
pub struct Faces {
    pub song: Face,
    pub kai: Face,
}

impl Faces {
    /// From a folder; they stay until the program ends.
    pub fn load(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let face = |name: &str| -> Result<Face, Box<dyn Error>> {
            let bytes: &'static [u8] = std::fs::read(folder.join(name))?.leak();
            let outlines = ttf_parser::Face::parse(bytes, 0)?;
            let font = Font::new(bytes.into(), 0).ok_or("krilla cannot read the font")?;
            Ok(Face { font, outlines })
        };
        Ok(Self { song: face("NotoSerifSC-Regular.ttf")?, kai: face("LXGWWenKai-Regular.ttf")? })
    }
}

impl Face {
    /// The glyphs of a text, `tracking` ems apart.
    pub fn set(&self, text: &str, tracking: f32) -> Vec<KrillaGlyph> {
        text.char_indices()
            .map(|(at, character)| {
                let id = self.outlines.glyph_index(character).unwrap_or_default();
                let advance = self.advance(id) + tracking;
                let range = at..at + character.len_utf8();
                KrillaGlyph::new(GlyphId::new(id.0.into()), advance, 0.0, 0.0, 0.0, range, None)
            })
            .collect()
    }

    /// How wide a text is, in ems.
    pub fn width(&self, text: &str) -> f32 {
        let glyphs = text.chars().map(|one| self.outlines.glyph_index(one).unwrap_or_default());
        glyphs.map(|id| self.advance(id)).sum()
    }

    fn advance(&self, id: ttf_parser::GlyphId) -> f32 {
        let advance = self.outlines.glyph_hor_advance(id).unwrap_or_default();
        f32::from(advance) / f32::from(self.outlines.units_per_em())
    }
}
