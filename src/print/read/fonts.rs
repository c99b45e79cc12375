//! Fonts, as far as they say which characters their codes mean: `/ToUnicode` (ISO 32000-1, 9.10.3).

use super::Unreadable;
use super::file::File;
use super::syntax::{Dict, Lexer, Object, Token};
use std::collections::BTreeMap;

/// Characters that one font maps.
const CODES: usize = 20_000;

/// The characters of a font's two-byte codes.
#[derive(Default)]
pub(super) struct Font {
    characters: BTreeMap<u16, String>,
}

impl Font {
    /// Adds what `codes` mean to `words`; U+FFFD for what is not told.
    pub fn read(&self, codes: &[u8], words: &mut String) {
        for code in codes.chunks(2) {
            let code = code.iter().fold(0u16, |code, byte| code << 8 | u16::from(*byte));
            words.push_str(self.characters.get(&code).map_or("\u{FFFD}", String::as_str));
        }
    }

    /// Adds a mapping. A code with two meanings is a lie to one of two readers.
    fn add(&mut self, code: u16, to: &[u8]) -> Result<(), Unreadable> {
        let units: Vec<u16> = to.chunks(2).map(unit).collect();
        let characters = String::from_utf16(&units).map_err(|_| Unreadable::Broken)?;
        match self.characters.insert(code, characters) {
            Some(_) => Err(Unreadable::Broken),
            None if self.characters.len() > CODES => Err(Unreadable::TooLarge),
            None => Ok(()),
        }
    }
}

/// The fonts of a page, by the names that its content uses.
pub(super) fn fonts(file: &File, page: &Dict) -> Result<BTreeMap<Vec<u8>, Font>, Unreadable> {
    let resources = file.dict(page, "Resources")?;
    let mut fonts = BTreeMap::new();
    for (name, font) in file.dict(&resources, "Font")? {
        let Object::Dict(font) = file.resolve(&font)?.object else { continue };
        let map = file.value(&font, "ToUnicode")?;
        if let (Object::Dict(dict), Some(bytes)) = (map.object, map.stream)
            && let Some(map) = file.decode(&dict, bytes)?
        {
            match to_unicode(file, &map) {
                Ok(font) => drop(fonts.insert(name, font)),
                Err(Unreadable::Broken) => {} // its words are not read
                Err(over) => return Err(over),
            }
        }
    }
    Ok(fonts)
}

fn to_unicode(file: &File, map: &[u8]) -> Result<Font, Unreadable> {
    let mut lexer = Lexer::new(map, 0, file.budget);
    let mut font = Font::default();
    let mut operands: Vec<Object> = Vec::new();
    while let Some(token) = lexer.next()? {
        match token {
            Token::Object(object) => operands.push(object),
            Token::Word(word) => {
                match word {
                    b"endbfchar" => {
                        for pair in operands.chunks_exact(2) {
                            let (code, to) = (text(&pair[0])?, text(&pair[1])?);
                            font.add(unit(code), to)?;
                        }
                    }
                    b"endbfrange" => {
                        for range in operands.chunks_exact(3) {
                            add_range(
                                &mut font,
                                unit(text(&range[0])?),
                                unit(text(&range[1])?),
                                &range[2],
                            )?;
                        }
                    }
                    _ => {}
                }
                operands.clear();
            }
        }
    }
    Ok(font)
}

fn add_range(font: &mut Font, first: u16, last: u16, to: &Object) -> Result<(), Unreadable> {
    if let Object::List(each) = to {
        return (first..=last).zip(each).try_for_each(|(code, to)| font.add(code, text(to)?));
    }
    let start = text(to)?;
    let (head, tail) = start.split_at_checked(start.len().saturating_sub(2)).unwrap_or_default();
    for (code, step) in (first..=last).zip(0u16..) {
        let next = unit(tail).checked_add(step).ok_or(Unreadable::Broken)?;
        font.add(code, &[head, &next.to_be_bytes()].concat())?;
    }
    Ok(())
}

fn text(object: &Object) -> Result<&[u8], Unreadable> {
    object.text().ok_or(Unreadable::Broken)
}

fn unit(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))
}
