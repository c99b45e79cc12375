//! One line of free text: an employer, a committee, a document number.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One line of text of 1-200 characters without outer space, control, format or private-use
/// characters (so it can be stored, signed, printed and shown as it is).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

impl Text {
    /// The most characters that a text holds.
    pub const MAX: usize = 200;

    /// `None` if empty, too long, padded with space, or holding a character that cannot be shown.
    pub fn parse(written: &str) -> Option<Self> {
        let sound = !written.is_empty()
            && written.trim() == written
            && (written.len() <= Self::MAX || written.chars().count() <= Self::MAX)
            && !written.chars().any(is_unfit);
        sound.then(|| Self(written.to_owned()))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two ways of writing one body's name share: no space, and round brackets of one kind.
    pub fn bare(&self) -> String {
        let round = |c| match c {
            '（' | '﹙' | '〔' | '[' | '［' | '【' => '(',
            '）' | '﹚' | '〕' | ']' | '］' | '】' => ')',
            c => c,
        };
        self.0.chars().filter(|c| !c.is_whitespace()).map(round).collect()
    }
}

/// Characters that no line of text may hold: controls, bidi and zero-width characters, soft
/// hyphens and tags, private use, U+FFFD, line separators.
pub fn is_unfit(c: char) -> bool {
    // Han, kana and their punctuation: nearly every character that is asked for.
    if matches!(c, '\u{2E80}'..='\u{9FFF}') {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{E007F}'
            | '\u{F0000}'..='\u{10FFFF}')
}

/// A value as it may stand inside a sentence: no longer than it can be read there, and without the
/// end of any long number, since a document number may stand in any cell.
pub fn quoted(value: &str) -> String {
    const MOST: usize = 30;
    const DIGITS_SHOWN: usize = 6;
    let mut shown = String::new();
    // How much is shown up to the last of the digits that may be; digits stay one number whatever
    // spaces and hyphens group them.
    let (mut digits, mut safe) = (0, 0);
    for c in value.chars().filter(|c| !is_unfit(*c)).take(MOST) {
        let is_digit = c.is_ascii_digit() || ('０'..='９').contains(&c);
        let groups = c.is_whitespace() || matches!(c, '-' | '－' | '_');
        digits = match (is_digit, groups) {
            (true, _) => digits + 1,
            (false, true) => digits,
            (false, false) => 0,
        };
        match digits {
            // A date has eight digits; what is longer is a number of something.
            9.. if is_digit || groups => {
                if digits == 9 && is_digit {
                    shown.truncate(safe);
                    shown.push('…');
                }
            }
            _ => shown.push(c),
        }
        if is_digit && digits == DIGITS_SHOWN {
            safe = shown.len();
        }
    }
    if value.chars().count() > MOST { format!("{shown}…") } else { shown }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("a text is one line of 1-200 characters")
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_kinds_of_brackets_make_no_other_body() {
        let bare = |written| Text::parse(written).unwrap().bare();
        let one = bare("温州市第二人民医院（瓯江院区）");
        assert_eq!(one, bare("温州市 第二人民医院(瓯江院区)"));
        assert_eq!(one, bare("温州市第二人民医院【瓯江院区】"));
        assert_ne!(one, bare("温州市第二人民医院瓯江院区"));
    }

    #[test]
    fn a_quoted_value_is_short_and_shows_no_whole_number() {
        for (value, shown) in [
            ("助工", "助工"),
            ("20191231", "20191231"),
            ("2019-12-31 ", "2019-12-31 "),
            ("330302198506152047", "330302…"),
            ("330302 19850615 2047", "330302…"),
            ("330302-1985-0615-204X 张伟", "330302…X 张伟"),
            ("身份证330302198506152047X", "身份证330302…X"),
            ("３３０３０２１９８５０６１５２０４７", "３３０３０２…"),
            ("温人社发〔2019〕12号、15号", "温人社发〔2019〕12号、15号"),
            ("a\u{202E}b", "ab"),
        ] {
            assert_eq!(quoted(value), shown);
        }
        assert_eq!(quoted(&"长".repeat(31)).chars().count(), 31);
    }

    #[test]
    fn a_text_is_one_showable_line() {
        assert!(Text::parse("温州市第二人民医院（瓯江院区）").is_some());
        assert!(Text::parse(&"长".repeat(200)).is_some());
        for bad in
            ["", " a", "a\u{3000}", "a\nb", "a\u{202E}b", "\u{E863}", "a\0b", &"长".repeat(201)]
        {
            assert_eq!(Text::parse(bad), None, "{bad:?}");
        }
    }
}
