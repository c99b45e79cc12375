//! The three faces: what each can draw, how wide, and the part of it that a document embeds.

use super::PrintError;
use super::extra::ExtraFace;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{LazyLock, OnceLock};
use subsetter::GlyphRemapper;
use ttf_parser::{Face as Outlines, GlyphId};

/// One of the faces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Face {
    /// Noto Serif SC: labels, sentences, and all of GB 18030 levels 1 and 2.
    Song,
    /// `LXGW WenKai`: names and values.
    Kai,
    /// `HanaMinB`: extensions B to F, in a weight and shape that goes with the Song.
    Rare,
    /// The bureau's own, for what none of the others has.
    Extra,
}

/// A character as it will be drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Glyph {
    pub face: Face,
    /// The glyph's number in the whole face.
    pub id: u16,
    /// The character that was asked for, which the face's own map need not give back.
    pub character: char,
    /// Advance, in ems.
    pub advance: f32,
}

static SONG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    inflate(include_bytes!("../../templates/fonts/NotoSerifSC-Regular.ttf.zst"), 14_807_636)
});
static KAI: LazyLock<Vec<u8>> = LazyLock::new(|| {
    inflate(include_bytes!("../../templates/fonts/LXGWWenKai-Regular.ttf.zst"), 15_679_832)
});
static RARE: LazyLock<Vec<u8>> =
    LazyLock::new(|| inflate(include_bytes!("../../templates/fonts/HanaMinB.ttf.zst"), 30_739_236));
/// Opened by the first certificate that needs it: most runs never pay for its 30 MB.
static RARE_OUTLINES: LazyLock<Outlines<'static>> = LazyLock::new(|| open(&RARE));

/// The ideographs of `HanaMinB` that matter here, so that `draws` need not open it. A test holds the
/// list to the face.
const RARE_RANGES: [(char, char); 5] = [
    ('\u{20000}', '\u{2A6D6}'), // extension B
    ('\u{2A700}', '\u{2B734}'), // C
    ('\u{2B740}', '\u{2B81D}'), // D
    ('\u{2B820}', '\u{2CEA1}'), // E
    ('\u{2CEB0}', '\u{2EBE0}'), // F
];

/// The faces, opened once and shared.
pub(super) struct Faces {
    song: Outlines<'static>,
    kai: Outlines<'static>,
    covered: OnceLock<Vec<u64>>,
}

impl Faces {
    /// Opens the two faces that every page needs, on two threads.
    pub fn open() -> Self {
        let (song, kai) = rayon::join(|| open(&SONG), || open(&KAI));
        Self { song, kai, covered: OnceLock::new() }
    }

    /// Whether some face has a glyph for `character`. A sheet asks for each of its characters, so
    /// that the faces are asked once for all.
    pub fn draw(&self, character: char) -> bool {
        let (word, bit) = (character as usize / 64, character as usize % 64);
        let covered = self.covered.get_or_init(|| self.cover());
        is_rare(character) || covered.get(word).is_some_and(|word| word >> bit & 1 == 1)
    }

    /// Whether the face of names has a glyph for `character`.
    pub fn is_in_kai(&self, character: char) -> bool {
        self.find(Face::Kai, character).is_some()
    }

    /// A bit for each character that Song or Kai has a glyph for.
    fn cover(&self) -> Vec<u64> {
        let mut covered = vec![0; char::MAX as usize / 64 + 1];
        for outlines in [&self.song, &self.kai] {
            let tables = outlines.tables().cmap.iter().flat_map(|cmap| cmap.subtables);
            for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
                table.codepoints(|code| {
                    let has_glyph = table.glyph_index(code).is_some_and(|id| id.0 != 0);
                    if let Some(word) = covered.get_mut(code as usize / 64).filter(|_| has_glyph) {
                        *word |= 1 << (code % 64);
                    }
                });
            }
        }
        covered
    }

    /// The faces of a page, with the bureau's own where its edition names one.
    pub fn with<'a>(&'a self, extra: Option<&'a ExtraFace>) -> Chain<'a> {
        Chain { faces: self, extra }
    }

    fn find(&self, face: Face, character: char) -> Option<Glyph> {
        if face == Face::Rare && !is_rare(character) {
            return None;
        }
        glyph(self.outlines(face)?, face, character)
    }

    fn outlines(&self, face: Face) -> Option<&Outlines<'static>> {
        match face {
            Face::Song => Some(&self.song),
            Face::Kai => Some(&self.kai),
            Face::Rare => Some(&RARE_OUTLINES),
            Face::Extra => None,
        }
    }
}

/// The glyph of a character, if the face has one.
fn glyph(outlines: &Outlines, face: Face, character: char) -> Option<Glyph> {
    let id = outlines.glyph_index(character).filter(|id| id.0 != 0)?;
    let advance = f32::from(outlines.glyph_hor_advance(id)?) / f32::from(outlines.units_per_em());
    Some(Glyph { face, id: id.0, character, advance })
}

/// The faces of one page.
#[derive(Clone, Copy)]
pub(super) struct Chain<'a> {
    faces: &'a Faces,
    extra: Option<&'a ExtraFace>,
}

impl<'a> Chain<'a> {
    /// Sets a label or a sentence: Song, then the rare face, then (for what only it has) Kai, and
    /// the bureau's own at last, so that no face added later changes an earlier page.
    pub fn set_song(&self, text: &str) -> Result<Vec<Glyph>, PrintError> {
        text.chars()
            .map(|c| {
                [Face::Song, Face::Rare, Face::Kai, Face::Extra]
                    .into_iter()
                    .find_map(|face| self.find(face, c))
                    .ok_or(PrintError::NoGlyph(c))
            })
            .collect()
    }

    /// Sets a name or a value: whole in Kai, or else whole in Song. One Song character among Kai
    /// ones is seen at once; a Song line is just a line.
    pub fn set_kai(&self, text: &str) -> Result<Vec<Glyph>, PrintError> {
        let whole: Option<Vec<Glyph>> = text.chars().map(|c| self.find(Face::Kai, c)).collect();
        whole.map_or_else(|| self.set_song(text), Ok)
    }

    /// The part of `face` that draws `glyphs`, which are numbered from 1 in the order given.
    pub fn cut(&self, face: Face, glyphs: &[u16]) -> Result<Cut, PrintError> {
        let mut numbering = GlyphRemapper::new();
        let failed = |why: String| PrintError::Font(why);
        let (outlines, bytes) =
            self.outlines(face).ok_or_else(|| failed("there is no such face".to_owned()))?;
        let upm = outlines.units_per_em();
        let widths: BTreeMap<u16, u16> = glyphs
            .iter()
            .map(|id| {
                let width = outlines.glyph_hor_advance(GlyphId(*id)).unwrap_or(upm);
                (numbering.remap(*id), width)
            })
            .collect();
        let program =
            subsetter::subset(bytes, 0, &numbering).map_err(|error| failed(error.to_string()))?;
        let program = bare(&program).ok_or_else(|| failed("no table of tables".to_owned()))?;
        Ok(Cut { program, widths })
    }

    /// The face's tables, and the whole face.
    pub fn outlines(&self, face: Face) -> Option<(Outlines<'a>, &'a [u8])> {
        match (face.bytes(), self.extra) {
            (Some(bytes), _) => Some((self.faces.outlines(face)?.clone(), bytes)),
            (None, Some(extra)) => Some((extra.outlines()?, extra.bytes())),
            (None, None) => None,
        }
    }

    fn find(&self, face: Face, character: char) -> Option<Glyph> {
        match face {
            Face::Extra => glyph(&self.extra?.outlines()?, face, character),
            Face::Song | Face::Kai | Face::Rare => self.faces.find(face, character),
        }
    }
}

/// A font program with nothing but what draws (ISO 32000-1, 9.9): names and hints that no glyph
/// follows are a twentieth of the file.
fn bare(program: &[u8]) -> Option<Vec<u8>> {
    const DRAWING: [&[u8]; 6] = [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"];
    const ENTRY: usize = 16;
    let long = |bytes: &[u8]| Some(u32::from_be_bytes(bytes.try_into().ok()?));
    let (head, rest) = program.split_at_checked(12)?;
    let mut table = head.get(..4)?.to_vec();
    let mut data = Vec::new();
    // What helps to search a table of six by halves (ISO/IEC 14496-22, 4.5.1).
    table.extend([6u16, 64, 2, 32].iter().flat_map(|number| number.to_be_bytes()));
    for entry in rest.chunks_exact(ENTRY).filter(|entry| DRAWING.contains(&&entry[..4])) {
        let (at, length) = (long(&entry[8..12])? as usize, long(&entry[12..])? as usize);
        let new = u32::try_from(12 + ENTRY * DRAWING.len() + data.len()).ok()?;
        table.extend([&entry[..8], &new.to_be_bytes(), &entry[12..]].concat());
        data.extend(program.get(at..at.checked_add(length)?)?);
        data.resize(data.len().next_multiple_of(4), 0);
        if table.len() == 12 + ENTRY * DRAWING.len() {
            return Some([table, data].concat());
        }
    }
    None
}

/// A part of a face, ready to be embedded.
pub(super) struct Cut {
    /// The font program.
    pub program: Vec<u8>,
    /// Advance of each new glyph number, in the face's units.
    pub widths: BTreeMap<u16, u16>,
}

impl Face {
    /// The PostScript name of the face (its `name` table is not kept in a part of it).
    pub fn postscript_name(self) -> &'static str {
        match self {
            Self::Song => "NotoSerifSC-Regular",
            Self::Kai => "LXGWWenKai-Regular",
            Self::Rare => "HanaMinB",
            Self::Extra => "Extra",
        }
    }

    /// The whole face, where it is compiled in.
    fn bytes(self) -> Option<&'static [u8]> {
        match self {
            Self::Song => Some(&SONG),
            Self::Kai => Some(&KAI),
            Self::Rare => Some(&RARE),
            Self::Extra => None,
        }
    }
}

fn is_rare(character: char) -> bool {
    RARE_RANGES.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

fn inflate(packed: &'static [u8], length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length);
    ruzstd::decoding::StreamingDecoder::new(packed)
        .map_err(std::io::Error::other)
        .and_then(|mut decoder| decoder.read_to_end(&mut bytes))
        .expect("the faces are compiled in, and a test reads each of them");
    bytes
}

fn open(bytes: &'static [u8]) -> Outlines<'static> {
    Outlines::parse(bytes, 0).expect("the faces are compiled in, and a test opens each of them")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::digest::Digest;

    #[test]
    fn the_faces_are_the_files_of_which_the_sums_are_kept() {
        let sums = include_str!("../../templates/fonts/SHA256SUMS");
        for face in [Face::Song, Face::Kai, Face::Rare] {
            let sum = Digest::of(face.bytes().unwrap());
            let line = format!("{sum}  {}.ttf", face.postscript_name());
            assert!(sums.lines().any(|l| l == line), "{line}");
        }
    }

    #[test]
    fn the_list_of_rare_characters_is_what_the_rare_face_has() {
        for c in '\u{20000}'..='\u{323AF}' {
            let has = RARE_OUTLINES.glyph_index(c).is_some_and(|id| id.0 != 0);
            assert_eq!(has, is_rare(c), "U+{:X}", u32::from(c));
        }
    }

    #[test]
    fn what_is_said_to_be_drawn_is_what_a_face_has() {
        let faces = Faces::open();
        for c in '\0'..=char::MAX {
            let has = [Face::Song, Face::Kai].into_iter().any(|face| faces.find(face, c).is_some());
            assert_eq!(faces.draw(c), has || is_rare(c), "U+{:X}", u32::from(c));
        }
    }

    #[test]
    fn a_name_is_set_in_one_face_or_in_two_of_one_kind() {
        let all = Faces::open();
        let faces = all.with(None);
        let of =
            |name: &str| faces.set_kai(name).unwrap().iter().map(|g| g.face).collect::<Vec<_>>();
        assert_eq!(of("王莉"), [Face::Kai, Face::Kai]);
        assert_eq!(of("王\u{9FEB}"), [Face::Kai, Face::Kai]);
        assert_eq!(of("王\u{20001}莉"), [Face::Song, Face::Rare, Face::Song]);
        assert!(matches!(faces.set_kai("王\u{2EBF0}"), Err(PrintError::NoGlyph('\u{2EBF0}'))));
        assert!(all.draw('\u{20001}') && !all.draw('\u{2EBF0}') && !all.draw('\n'));
    }
}
