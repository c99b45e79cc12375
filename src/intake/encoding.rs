//! How a text file is encoded: a byte-order mark, else UTF-16 by its zero bytes, else strict UTF-8,
//! else GB18030. Nothing is replaced: a character that cannot be read would become somebody's name.

use super::refused::Refused;
use std::{borrow::Cow, sync::LazyLock};

/// The encoding that a text file was read in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8 without a byte-order mark.
    Utf8,
    /// UTF-8 behind a byte-order mark.
    Utf8Bom,
    /// UTF-16, least significant byte first: Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// GB 18030-2022, with GBK and GB 2312 inside it.
    Gb18030,
}

impl Encoding {
    /// `utf-8`, `utf-8-bom`, `utf-16le`, `utf-16be` or `gb18030`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
        }
    }
}

/// The text of `bytes`, whole or not at all.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Refused> {
    for (mark, encoding) in [(b"\xFF\xFE", Encoding::Utf16Le), (b"\xFE\xFF", Encoding::Utf16Be)] {
        if let Some(marked) = bytes.strip_prefix(mark) {
            let text = wide(marked, encoding).ok_or(Refused::BrokenText)?;
            return Ok((text.into(), encoding));
        }
    }
    if bytes.contains(&0) {
        return unmarked_wide(bytes);
    }
    if let Some(marked) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = str::from_utf8(marked).map_err(|_| not_utf8(bytes))?;
        return Ok((text.into(), Encoding::Utf8Bom));
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok((text.into(), Encoding::Utf8)),
        Err(error) if is_broken_utf8(bytes, error.valid_up_to()) => Err(not_utf8(bytes)),
        Err(_) => {
            gb18030(bytes).map(|text| (text, Encoding::Gb18030)).ok_or_else(|| not_gb18030(bytes))
        }
    }
}

fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

fn wide(bytes: &[u8], encoding: Encoding) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let unit = match encoding {
        Encoding::Utf16Be => u16::from_be_bytes,
        _ => u16::from_le_bytes,
    };
    let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let text: String = text.collect::<Result<_, _>>().ok()?;
    (!text.contains('\0')).then_some(text)
}

/// UTF-16 without a mark shows by its line ends and separators: read the other way round they are
/// letters of India.
fn unmarked_wide<'a>(bytes: &[u8]) -> Result<(Cow<'a, str>, Encoding), Refused> {
    let is_sheet = |text: &String| {
        text.contains(['\n', '\r'])
            && text.contains(['\t', ',', ';'])
            && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    };
    let read = |encoding| wide(bytes, encoding).filter(is_sheet).map(|text| (text, encoding));
    match (read(Encoding::Utf16Le), read(Encoding::Utf16Be)) {
        (Some((text, encoding)), None) | (None, Some((text, encoding))) => {
            Ok((text.into(), encoding))
        }
        _ => Err(Refused::Unknown),
    }
}

/// Several three-byte characters in a row do not come about by chance: the file is UTF-8, and cut
/// off or damaged further on. Read as GB18030 it would be a different text.
fn is_broken_utf8(bytes: &[u8], valid_up_to: usize) -> bool {
    let valid = bytes.get(..valid_up_to).and_then(|valid| str::from_utf8(valid).ok());
    valid.is_some_and(|text| text.chars().filter(|c| c.len_utf8() >= 3).take(4).count() == 4)
}

/// UTF-8 to begin with: where it stops, GB18030 may begin.
fn not_utf8(bytes: &[u8]) -> Refused {
    let mut lines = bytes.split(|byte| *byte == b'\n').enumerate();
    let Some((at, line)) = lines.find(|(_, line)| str::from_utf8(line).is_err()) else {
        return Refused::BrokenText;
    };
    // What is cut off inside a character has an end, and no line of another encoding.
    let is_whole = gb18030(line).is_some() && bytes.ends_with(b"\n");
    if is_whole { Refused::MixedText { line: at + 1 } } else { Refused::BrokenText }
}

/// GB18030 to begin with: where it stops, UTF-8 may begin.
fn not_gb18030(bytes: &[u8]) -> Refused {
    let mut lines = bytes.split(|byte| *byte == b'\n').enumerate();
    match lines.find(|(_, line)| gb18030(line).is_none()) {
        Some((at, line)) if str::from_utf8(line).is_ok() => Refused::MixedText { line: at + 1 },
        _ => Refused::BrokenText,
    }
}

/// What a text was before somebody read it in the wrong encoding: 王莉 in UTF-8 read as GB18030 is
/// 鐜嬭帀, in GB18030 read as Latin-1 `ÍõÀò`. None for a text that nobody garbled.
pub(super) fn before_garbling(text: &str) -> Option<String> {
    if text.is_ascii() || text.chars().nth(2).is_none() {
        return None;
    }
    let original = if let Some(bytes) = latin(text) {
        gb18030(&bytes)?.into_owned()
    } else if !may_begin_utf8(text) {
        return None;
    } else {
        let (bytes, _, _) = encoding_rs::GB18030.encode(text);
        // Characters of every day alone are no garble.
        let unusual = Some(bytes).filter(|bytes| !is_common(bytes))?;
        String::from_utf8(unusual.into_owned()).ok()?
    };
    let (bytes, _, _) = encoding_rs::GB18030.encode(&original);
    (original.chars().nth(1).is_some() && is_common(&bytes)).then_some(original)
}

/// Whether the text begins with what the first two bytes of an ideograph in UTF-8 are in GB18030.
/// Most texts do not, and need not be encoded.
fn may_begin_utf8(text: &str) -> bool {
    static BEGINNINGS: LazyLock<Vec<char>> = LazyLock::new(|| {
        // U+4000 to U+9FFF.
        let pairs = (0xE4..=0xE9_u8).flat_map(|lead| (0x80..=0xBF).map(move |next| [lead, next]));
        let mut read: Vec<char> = pairs.filter_map(|pair| gb18030(&pair)?.chars().next()).collect();
        read.sort_unstable();
        read
    });
    text.chars().next().is_some_and(|first| BEGINNINGS.binary_search(&first).is_ok())
}

/// The bytes of a text of Latin-1's letters and signs, most of them letters.
fn latin(text: &str) -> Option<Vec<u8>> {
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(c).ok().filter(|byte| *byte >= 0xA1))
        .collect::<Option<_>>()?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (letters * 2 >= bytes.len()).then_some(bytes)
}

/// Whether GB 2312's first level has all of the characters: the 3,755 of every day.
fn is_common(gb18030: &[u8]) -> bool {
    let (pairs, rest) = gb18030.as_chunks::<2>();
    rest.is_empty() && pairs.iter().all(|pair| matches!(pair, [0xB0..=0xD7, 0xA1..=0xFE]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    const TEXT: &str = "姓名,䶮㛃𠅤𬱖·阿不都热合曼·买买提\r\n";

    #[test]
    fn names_survive_every_encoding() {
        let gb18030 = encoding_rs::GB18030.encode(TEXT).0;
        let marked = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        assert_eq!(decode(TEXT.as_bytes()), Ok((TEXT.into(), Encoding::Utf8)));
        assert_eq!(decode(&marked), Ok((TEXT.into(), Encoding::Utf8Bom)));
        assert_eq!(decode(&gb18030), Ok((TEXT.into(), Encoding::Gb18030)));
        for (unit, encoding) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], Encoding::Utf16Le),
            (u16::to_be_bytes, Encoding::Utf16Be),
        ] {
            assert_eq!(decode(&utf16(TEXT, unit)), Ok((TEXT.into(), encoding)));
            let marked = utf16(&format!("\u{FEFF}{TEXT}"), unit);
            assert_eq!(decode(&marked), Ok((TEXT.into(), encoding)));
        }
    }

    #[test]
    fn a_cut_character_is_refused_and_never_read_as_another() {
        let utf8 = "姓名,证件号码,资格名称".as_bytes();
        assert_eq!(decode(&utf8[..utf8.len() - 1]), Err(Refused::BrokenText));
        assert_eq!(decode(b"\xC4\xE3\x81"), Err(Refused::BrokenText));
        assert_eq!(decode(b"\xFF\xFEa\0b"), Err(Refused::BrokenText));
        assert_eq!(decode(b"\xFF\xFE\0\xD8a\0"), Err(Refused::BrokenText));
        assert_eq!(decode(b"abcdefgh\0"), Err(Refused::Unknown));
        assert_eq!(decode(b"a\0\0\0\t\0\n\0"), Err(Refused::Unknown));
    }

    #[test]
    fn two_encodings_in_one_file_are_told_with_the_line() {
        let head = "姓名,证件号码\n";
        let (wang, li) = ("王莉莉,330302\n", "李强,330302\n");
        let gb18030 = |text| encoding_rs::GB18030.encode(text).0.into_owned();
        let first_utf8 = [head.as_bytes(), &gb18030(wang), li.as_bytes()].concat();
        assert_eq!(decode(&first_utf8), Err(Refused::MixedText { line: 2 }));
        let first_gb18030 = [&gb18030(head)[..], &gb18030(li), wang.as_bytes()].concat();
        assert_eq!(decode(&first_gb18030), Err(Refused::MixedText { line: 3 }));
    }

    #[test]
    fn what_was_garbled_is_seen_with_what_it_was() {
        for (garbled, original) in [
            ("鐜嬭帀", Some("王莉")),
            ("娓╁窞甯備汉姘戝尰闄", None),
            ("娓╁窞甯備汉姘戝尰", Some("温州市人民医")),
            ("ÍõÀò", Some("王莉")),
            ("王莉", None),
            ("温州市人民医院", None),
            ("缪璩瓃", None),
            ("Éva", None),
            ("阿不都热合曼·买买提", None),
        ] {
            assert_eq!(before_garbling(garbled).as_deref(), original, "{garbled}");
        }
    }

    proptest! {
        #[test]
        fn a_sheet_is_read_back_or_refused_but_never_changed(below in "[一-龥a-z0-9,\\t]{0,30}\\n[一-龥]{0,9}") {
            let text = format!("姓名,证件号码\n{below}");
            for bytes in [text.as_bytes().to_vec(), encoding_rs::GB18030.encode(&text).0.into_owned(), utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes)] {
                if let Ok((read, _)) = decode(&bytes) {
                    prop_assert_eq!(read, text.as_str());
                }
            }
        }

        #[test]
        fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,20}") {
            let _ = decode(&bytes);
            let _ = before_garbling(&text);
        }
    }
}
