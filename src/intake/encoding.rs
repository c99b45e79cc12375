//! How a text file is encoded: a byte-order mark, else strict UTF-8, else GB18030. Nothing is
//! replaced: a character that cannot be read would become somebody's name.

use super::{format::Kind, refused::Refused};
use std::borrow::Cow;

/// The encoding that a text file was read in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8 without a byte-order mark.
    Utf8,
    /// UTF-8 behind a byte-order mark.
    Utf8Bom,
    /// GB 18030-2022, with GBK and GB 2312 inside it.
    Gb18030,
}

impl Encoding {
    /// `utf-8`, `utf-8-bom` or `gb18030`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Gb18030 => "gb18030",
        }
    }
}

/// The text of `bytes`, whole or not at all.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Refused> {
    if bytes.contains(&0) {
        let is_wide = bytes.split(|byte| *byte == 0).count() * 4 > bytes.len();
        return Err(if is_wide { Refused::NotRead(Kind::Utf16) } else { Refused::Unknown });
    }
    if let Some(marked) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = str::from_utf8(marked).map_err(|_| Refused::BrokenText)?;
        return Ok((text.into(), Encoding::Utf8Bom));
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok((text.into(), Encoding::Utf8)),
        Err(error) if is_broken_utf8(bytes, error.valid_up_to()) => Err(Refused::BrokenText),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(|text| (text, Encoding::Gb18030))
            .ok_or(Refused::BrokenText),
    }
}

/// Several three-byte characters in a row do not come about by chance: the file is UTF-8, and cut
/// off or damaged further on. Read as GB18030 it would be a different text.
fn is_broken_utf8(bytes: &[u8], valid_up_to: usize) -> bool {
    let valid = bytes.get(..valid_up_to).and_then(|valid| str::from_utf8(valid).ok());
    valid.is_some_and(|text| text.chars().filter(|c| c.len_utf8() >= 3).take(4).count() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_every_encoding() {
        let text = "姓名,䶮㛃𠅤𬱖·阿不都热合曼·买买提";
        let gb18030 = encoding_rs::GB18030.encode(text).0;
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(decode(text.as_bytes()), Ok((text.into(), Encoding::Utf8)));
        assert_eq!(decode(&marked), Ok((text.into(), Encoding::Utf8Bom)));
        assert_eq!(decode(&gb18030), Ok((text.into(), Encoding::Gb18030)));
    }

    #[test]
    fn a_cut_character_is_refused_and_never_read_as_another() {
        let utf8 = "姓名,证件号码,资格名称".as_bytes();
        assert_eq!(decode(&utf8[..utf8.len() - 1]), Err(Refused::BrokenText));
        assert_eq!(decode(b"\xC4\xE3\x81"), Err(Refused::BrokenText));
        assert_eq!(decode(b"a\0b\0c\0"), Err(Refused::NotRead(Kind::Utf16)));
        assert_eq!(decode(b"abcdefgh\0"), Err(Refused::Unknown));
    }
}
