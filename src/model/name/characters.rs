//! What each character of a written name is.

/// The kinds of characters that meet in a name cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A Chinese character that a name may hold.
    Han,
    /// A letter of a Latin alphabet.
    Latin,
    /// The apostrophe or the hyphen of Latin names.
    Joint,
    /// U+00B7, the interpunct of 民委发〔2016〕33号.
    Interpunct,
    /// Something that stands where the interpunct should.
    DotLike,
    /// White space, breaks included.
    Space,
    /// Zero-width characters, soft hyphens and variation selectors: nobody sees them.
    Invisible,
    /// Controls and bidi controls: they change what is seen.
    Control,
    /// Private use: each font shows another character, or none.
    Private,
    /// A radical of the supplement block, which is no character of a name.
    Radical,
    /// Stands for a character that could not be typed.
    Placeholder,
    /// Describes a character by its parts.
    Description,
    /// A digit or other number sign.
    Digit,
    /// A bracket, opening or closing.
    Bracket,
    /// Anything else.
    Other,
}

/// What `c` is. Ranges of Unicode 17.
pub(super) fn kind_of(c: char) -> Kind {
    if is_han(c) {
        return Kind::Han;
    }
    match c {
        '\u{B7}' => Kind::Interpunct,
        '\'' | '-' => Kind::Joint,
        '(' | ')' | '（' | '）' | '〔' | '〕' | '【' | '】' | '[' | ']' | '「' | '」' | '<'
        | '>' | '〈' | '〉' | '《' | '》' | '{' | '}' | '［' | '］' => Kind::Bracket,
        '?' | '？' | '*' | '＊' | '_' | '＿' | '□' | '■' | '〓' | '○' | '◯' | '◎' | '△' | '▲'
        | '×' | '※' | '☆' | '★' | '\u{FFFC}' | '\u{FFFD}' => Kind::Placeholder,
        '\u{2FF0}'..='\u{2FFF}' | '\u{31EF}' => Kind::Description,
        '\u{2E80}'..='\u{2EFF}' => Kind::Radical,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => Kind::Private,
        c if is_dot_like(c) => Kind::DotLike,
        c if is_invisible(c) => Kind::Invisible,
        c if c.is_whitespace() => Kind::Space,
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
            Kind::Control
        }
        c if c.is_control() => Kind::Control,
        c if is_latin(c) => Kind::Latin,
        c if c.is_numeric() => Kind::Digit,
        _ => Kind::Other,
    }
}

/// Unified ideographs, 〇, and the twelve of them that hide in the compatibility block.
pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3007}'
        | '\u{20000}'..='\u{2A6DF}' // B
        | '\u{2A700}'..='\u{2B73F}' | '\u{2B740}'..='\u{2B81F}' | '\u{2B820}'..='\u{2CEAF}' // C D E
        | '\u{2CEB0}'..='\u{2EBEF}' | '\u{2EBF0}'..='\u{2EE5F}' // F I
        | '\u{30000}'..='\u{3134F}' | '\u{31350}'..='\u{323AF}' | '\u{323B0}'..='\u{3347F}' // G H J
        | '\u{FA0E}' | '\u{FA0F}' | '\u{FA11}' | '\u{FA13}' | '\u{FA14}' | '\u{FA1F}' | '\u{FA21}'
        | '\u{FA23}' | '\u{FA24}' | '\u{FA27}' | '\u{FA28}' | '\u{FA29}')
}

/// What has been met in place of the interpunct. The hyphen and the space are told by their
/// neighbours, since Latin names have them too.
pub(super) fn is_dot_like(c: char) -> bool {
    matches!(
        c,
        '.' | '、'
            | '。'
            | '・'
            | '･'
            | '•'
            | '‧'
            | '∙'
            | '⋅'
            | '．'
            | '｡'
            | '﹒'
            | '●'
            | '\u{387}'
            | '\u{2E31}'
            | '\u{2E33}'
            | '\u{A78F}'
            | '\u{2D9}'
            | '－'
            | '—'
            | '–'
            | '\u{2010}'
            | '\u{2011}'
    )
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Basic Latin, Latin-1, Extended-A and -B, Extended Additional.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c.is_alphabetic() && matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_of_chinese_characters_is_known_to_its_last() {
        for (from, to) in [
            (0x4E00, 0x9FFF),
            (0x3400, 0x4DBF),
            (0x20000, 0x2A6DF),
            (0x2A700, 0x2EE5F),
            (0x30000, 0x3347F),
        ] {
            for code in [from, to] {
                assert_eq!(kind_of(char::from_u32(code).unwrap()), Kind::Han, "{code:X}");
            }
            for code in [from - 1, to + 1] {
                assert_ne!(kind_of(char::from_u32(code).unwrap()), Kind::Han, "{code:X}");
            }
        }
        assert_eq!(kind_of('〇'), Kind::Han);
        assert_eq!(('\u{F900}'..='\u{FAFF}').filter(|c| is_han(*c)).count(), 12);
    }

    #[test]
    fn other_characters_are_told_apart() {
        for (c, kind) in [
            ('·', Kind::Interpunct),
            ('・', Kind::DotLike),
            ('.', Kind::DotLike),
            ('\u{3000}', Kind::Space),
            ('\u{200B}', Kind::Invisible),
            ('\u{E0101}', Kind::Invisible),
            ('\u{202E}', Kind::Control),
            ('\u{0}', Kind::Control),
            ('\u{E863}', Kind::Private),
            ('\u{2EEC}', Kind::Radical),
            ('⿰', Kind::Description),
            ('２', Kind::Digit),
            ('①', Kind::Digit),
            ('Ж', Kind::Other),
            ('é', Kind::Latin),
            ('×', Kind::Placeholder),
            ('\u{FFFD}', Kind::Placeholder),
            ('÷', Kind::Other),
        ] {
            assert_eq!(kind_of(c), kind, "{c:?}");
        }
    }
}
