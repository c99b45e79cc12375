//! What the faces can draw: block by block, and of what GB 18030-2022 asks for at its level 3.

use super::faces::Faces;
use super::{ExtraFace, Press};

/// Ideographs of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// 基本集, 扩展A …
    pub name: &'static str,
    /// Its first character.
    pub first: char,
    /// Its last.
    pub last: char,
}

/// How many characters of a block can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// The block.
    pub block: Block,
    /// How many characters it has.
    pub characters: u32,
    /// How many of them some face draws.
    pub drawn: u32,
    /// How many of them the face of names draws; a name with another is set whole in Song.
    pub in_kai: u32,
}

/// What the faces draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fonts {
    /// Block by block.
    pub blocks: Vec<Coverage>,
    /// Of the ideographs of level 3, how many there are and how many are drawn.
    pub level_3: (u32, u32),
}

const fn block(name: &'static str, first: char, last: char) -> Block {
    Block { name, first, last }
}

/// The blocks of the ideographs, as far as Unicode 17 has filled them; of the first those of
/// GB 18030-2022.
const BLOCKS: [Block; 11] = [
    block("基本集", '\u{4E00}', '\u{9FEF}'),
    block("扩展A", '\u{3400}', '\u{4DB5}'),
    block("扩展B", '\u{20000}', '\u{2A6D6}'),
    block("扩展C", '\u{2A700}', '\u{2B734}'),
    block("扩展D", '\u{2B740}', '\u{2B81D}'),
    block("扩展E", '\u{2B820}', '\u{2CEA1}'),
    block("扩展F", '\u{2CEB0}', '\u{2EBE0}'),
    block("扩展G", '\u{30000}', '\u{3134A}'),
    block("扩展H", '\u{31350}', '\u{323AF}'),
    block("扩展I", '\u{2EBF0}', '\u{2EE5D}'),
    block("扩展J", '\u{323B0}', '\u{33479}'),
];

/// The blocks of level 3: all up to F.
const OF_LEVEL_3: usize = 7;

/// Ideographs among the compatibility characters that level 3 has besides.
const COMPATIBLE: [char; 12] = [
    '\u{FA0E}', '\u{FA0F}', '\u{FA11}', '\u{FA13}', '\u{FA14}', '\u{FA1F}', '\u{FA21}', '\u{FA23}',
    '\u{FA24}', '\u{FA27}', '\u{FA28}', '\u{FA29}',
];

impl Press {
    /// What can be printed, with a face of the bureau's own where there is one.
    pub fn fonts(&self, extra: Option<&ExtraFace>) -> Fonts {
        let has_glyph =
            |character| self.draws(character) || extra.is_some_and(|face| face.draws(character));
        let blocks: Vec<Coverage> =
            BLOCKS.map(|block| coverage(&self.faces, &has_glyph, block)).into();
        let count = |drawn: usize| u32::try_from(drawn).unwrap_or(u32::MAX);
        let drawn = COMPATIBLE.iter().filter(|c| has_glyph(**c)).count();
        let of = |(all, drawn): (u32, u32), block: &Coverage| {
            (all + block.characters, drawn + block.drawn)
        };
        let level_3 =
            blocks.iter().take(OF_LEVEL_3).fold((count(COMPATIBLE.len()), count(drawn)), of);
        Fonts { blocks, level_3 }
    }
}

fn coverage(faces: &Faces, draws: &dyn Fn(char) -> bool, block: Block) -> Coverage {
    let mut coverage = Coverage { block, characters: 0, drawn: 0, in_kai: 0 };
    for character in block.first..=block.last {
        coverage.characters += 1;
        coverage.drawn += u32::from(draws(character));
        coverage.in_kai += u32::from(faces.is_in_kai(character));
    }
    coverage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ideograph_of_gb_18030_level_3_prints() {
        let fonts = Press::new().fonts(None);
        assert_eq!(fonts.level_3, (87_887, 87_887));
        let kai = |name: &str| fonts.blocks.iter().find(|b| b.block.name == name).unwrap().in_kai;
        assert_eq!((kai("基本集"), kai("扩展A")), (20_976, 493));
        let whole = |block: &&Coverage| block.drawn == block.characters;
        assert_eq!(fonts.blocks.iter().filter(whole).count(), OF_LEVEL_3);
    }
}
