//! The shared strings, in one buffer.

use super::{
    package::{Node, Package, Xml},
    plain,
};
use crate::intake::{bounds, refused::Refused};
use std::borrow::Cow;

/// The texts that a workbook's cells point at.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start =
            index.checked_sub(1).and_then(|at| self.ends.get(at)).map_or(0, |end| *end as usize);
        self.text.get(start..end)
    }

    /// Adds the next text.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Refused> {
        if self.text.len() + text.len() > bounds::TEXT_BYTES || self.ends.len() == bounds::STRINGS {
            return Err(Refused::TooManyCells);
        }
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| Refused::TooManyCells)?);
        Ok(())
    }
}

pub(super) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Strings, Refused> {
    let read = package.read(part.unwrap_or("xl/sharedStrings.xml"), list)?;
    Ok(read.unwrap_or_default())
}

pub(super) fn list(mut xml: Xml<'_>) -> Result<Strings, Refused> {
    let mut strings = Strings::default();
    let mut string = String::new();
    let (mut in_text, mut in_reading_aid) = (false, false);
    loop {
        if xml.depth() == 1 && !in_text && !in_reading_aid {
            while xml.by_hand(|bytes| plain::string(bytes, &mut string))? {
                strings.push(&unescape(&string))?;
            }
        }
        match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "si" => string.clear(),
                "t" => in_text = true,
                // 拼音 above the characters.
                "rPh" => in_reading_aid = true,
                _ => {}
            },
            Node::Text(text) if in_text && !in_reading_aid => {
                string.push_str(&text);
                if strings.text.len() + string.len() > bounds::TEXT_BYTES {
                    return Err(Refused::TooManyCells);
                }
            }
            Node::Close(element) => match element.local_name().as_ref() {
                "si" => strings.push(&unescape(&string))?,
                "t" => in_text = false,
                "rPh" => in_reading_aid = false,
                _ => {}
            },
            Node::End => return Ok(strings),
            _ => {}
        }
    }
}

/// `_x000D_` stands for the character with that code (ECMA-376 part 1, 22.9.2.19).
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("_x") {
        plain.push_str(before);
        let escaped = behind.get(..5).and_then(|code| code.strip_suffix('_')).and_then(|code| {
            let is_hex = code.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex.then(|| u32::from_str_radix(code, 16).ok().and_then(char::from_u32))?
        });
        if let Some(c) = escaped {
            plain.push(c);
            rest = behind.get(5..).unwrap_or_default();
        } else {
            plain.push_str("_x");
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_their_characters() {
        for (written, meant) in [
            ("张三", "张三"),
            ("张_x000D_三", "张\r三"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x00", "a_x00"),
            ("_xZZZZ_ _xD83D_", "_xZZZZ_ _xD83D_"),
            ("_x中文文", "_x中文文"),
        ] {
            assert_eq!(unescape(written), meant);
        }
    }
}
