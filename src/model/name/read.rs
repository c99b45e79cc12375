//! Reading a name as it stands in a cell: what can be mended without doubt is mended and told,
//! the rest is refused with what to do.

use super::{
    NameFault, NameFix, NameProblem, PersonName,
    characters::{Kind, kind_of},
    extras, lookalikes,
};
use unicode_normalization::UnicodeNormalization;

/// Cells beyond this many bytes are not looked at: fifty characters have at most two hundred, and
/// a padded or decorated name not many more.
const LONGEST: usize = 1000;

/// A name and what was mended in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NameReading {
    /// The name.
    pub name: PersonName,
    /// What was mended, in the order of reading, each once. Outer space is not told.
    pub fixes: Vec<NameFix>,
}

impl PersonName {
    /// Reads what a clerk, or a person at the query page, wrote.
    ///
    /// Reading the name that comes out again changes nothing. A query reads like a sheet does, so
    /// that another dot or a padding space never hides a record.
    pub fn read(written: &str) -> Result<NameReading, NameFault> {
        read(written).map_err(|problem| NameFault { problem, hint: hint(written, problem) })
    }
}

/// A name that passes as it is, made of one that did not.
fn hint(written: &str, problem: NameProblem) -> Option<String> {
    let guess = extras::guess(written, problem)?;
    read(&guess).ok().map(|reading| reading.name.0)
}

fn read(written: &str) -> Result<NameReading, NameProblem> {
    if is_everyday(written) {
        return Ok(NameReading { name: PersonName(written.to_owned()), fixes: Vec::new() });
    }
    read_closely(written)
}

/// Two to four characters of every day, in which nothing can be mended, and no word: nearly every
/// name.
fn is_everyday(written: &str) -> bool {
    // Three bytes each.
    (6..=12).contains(&written.len())
        && written.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'))
        && !extras::may_hold_a_word(written)
}

fn read_closely(written: &str) -> Result<NameReading, NameProblem> {
    if written.len() > LONGEST {
        return Err(NameProblem::TooLong);
    }
    let mut fixes = Fixes::default();
    let plain = replace(written, &mut fixes);
    let plain = plain.trim();
    if let Some(problem) = extras::problem(plain) {
        return Err(problem);
    }
    let chars: Vec<(char, Kind)> = plain.chars().map(|c| (c, kind_of(c))).collect();
    if let Some(problem) = chars.iter().find_map(|(c, kind)| refused(*c, *kind)) {
        return Err(problem);
    }
    let has = |wanted: Kind| chars.iter().any(|(_, kind)| *kind == wanted);
    let name = match (has(Kind::Han), has(Kind::Latin)) {
        (true, true) => return Err(NameProblem::MixedScripts),
        (true, false) => han_name(&chars, &mut fixes)?,
        (false, true) => latin_name(&chars, &mut fixes)?,
        (false, false) => return Err(NameProblem::NotAName),
    };
    if name.chars().count() > PersonName::MAX {
        return Err(NameProblem::TooLong);
    }
    // What was mended away may have hidden it: '以下空白.
    if let Some(problem) = extras::problem(&name) {
        return Err(problem);
    }
    Ok(NameReading { name: PersonName(name), fixes: fixes.0 })
}

/// What was mended, each once.
#[derive(Default)]
struct Fixes(Vec<NameFix>);

impl Fixes {
    fn add(&mut self, fix: NameFix) {
        if !self.0.contains(&fix) {
            self.0.push(fix);
        }
    }
}

/// Takes out what nobody sees and puts characters in place of their look-alikes.
fn replace(written: &str, fixes: &mut Fixes) -> String {
    let mut text = String::with_capacity(written.len());
    for c in written.chars() {
        if let Some(unified) = lookalikes::of_kangxi(c) {
            fixes.add(NameFix::Kangxi(c, unified));
            text.push(unified);
        } else if let Some(unified) = lookalikes::of_compatibility(c) {
            fixes.add(NameFix::Compatibility(c, unified));
            text.push(unified);
        } else if kind_of(c) == Kind::Invisible {
            let selector =
                matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180F}' | '\u{E0100}'..);
            fixes.add(if selector { NameFix::VariationSelector(c) } else { NameFix::Invisible(c) });
        } else if matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') {
            fixes.add(NameFix::FullWidth);
            text.extend(char::from_u32(u32::from(c) - 0xFEE0)); // ASCII lies 0xFEE0 below
        } else {
            text.push(c);
        }
    }
    let composed: String = text.nfc().collect();
    // U+0387 is canonically the interpunct: told as a dot, not as an accent.
    if composed != text && composed != text.replace('\u{387}', "·") {
        fixes.add(NameFix::Composed);
    }
    if text.contains('\u{387}') {
        fixes.add(NameFix::Dot('\u{387}'));
    }
    composed
}

/// What no name holds, in any script.
fn refused(c: char, kind: Kind) -> Option<NameProblem> {
    Some(match kind {
        Kind::Han | Kind::Latin | Kind::Joint | Kind::Interpunct | Kind::DotLike | Kind::Space => {
            return None;
        }
        Kind::Private => NameProblem::Private(c, lookalikes::of_private(c)),
        Kind::Radical => NameProblem::Radical(c, lookalikes::of_radical(c)),
        Kind::Placeholder => NameProblem::Placeholder(c),
        Kind::Description => NameProblem::Description(c),
        Kind::Digit => NameProblem::Digit(c),
        Kind::Control | Kind::Invisible => NameProblem::Control(c),
        Kind::Bracket | Kind::Other => match c {
            c if is_apostrophe(c) => return None,
            c => NameProblem::Other(c),
        },
    })
}

/// Runs of Chinese characters joined by interpuncts.
fn han_name(chars: &[(char, Kind)], fixes: &mut Fixes) -> Result<String, NameProblem> {
    let spaces = Spaces::of(chars);
    let mut name = String::new();
    let mut pending = Pending::Nothing;
    for (c, kind) in chars {
        match (kind, c) {
            (Kind::Han, c) => {
                match (pending, spaces) {
                    (Pending::Nothing, _) | (Pending::Space, Spaces::Padding) => (),
                    (Pending::Dot, _) | (Pending::Space, Spaces::Dots) => name.push('·'),
                    (Pending::Space, Spaces::Unclear) => return Err(NameProblem::UnclearSpace),
                }
                pending = Pending::Nothing;
                name.push(*c);
            }
            (Kind::Space, _) => {
                fixes.add(if spaces == Spaces::Dots {
                    NameFix::SpaceToDot
                } else {
                    NameFix::Space
                });
                pending = if pending == Pending::Dot { Pending::Dot } else { Pending::Space };
            }
            (_, c) if is_apostrophe(*c) && name.is_empty() => fixes.add(NameFix::Apostrophe),
            (Kind::Interpunct | Kind::DotLike, _) | (Kind::Joint, '-') => {
                if pending == Pending::Dot || name.is_empty() {
                    return Err(NameProblem::MisplacedDot);
                }
                if *kind != Kind::Interpunct {
                    fixes.add(NameFix::Dot(*c));
                }
                pending = Pending::Dot;
            }
            (_, c) => return Err(NameProblem::Other(*c)),
        }
    }
    if pending == Pending::Dot { Err(NameProblem::MisplacedDot) } else { Ok(name) }
}

/// What spaces between Chinese characters are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    /// `张　三`, or every character apart from the next.
    Padding,
    /// `阿不都热合曼 买买提`: between the parts of a long name.
    Dots,
    /// Either; or the name has its interpuncts and a space besides.
    Unclear,
}

impl Spaces {
    /// Names of up to four characters are padded to one width in rosters; in longer ones a space
    /// between parts of two characters and more stands for the interpunct.
    fn of(chars: &[(char, Kind)]) -> Self {
        let han = chars.iter().filter(|(_, kind)| *kind == Kind::Han).count();
        if !chars.iter().all(|(_, kind)| matches!(kind, Kind::Han | Kind::Space)) {
            return Self::Unclear;
        }
        let mut runs =
            chars.split(|(_, kind)| *kind == Kind::Space).map(<[_]>::len).filter(|len| *len > 0);
        if han <= 4 || runs.clone().all(|len| len == 1) {
            Self::Padding
        } else if runs.all(|len| len > 1) {
            Self::Dots
        } else {
            Self::Unclear
        }
    }
}

/// The forms of the apostrophe, the plain one included.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '＇' | '`' | '′')
}

/// What stands between the last Chinese character and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Space,
    Dot,
}

/// Latin letters, single spaces, hyphens and apostrophes; case as on the document.
fn latin_name(chars: &[(char, Kind)], fixes: &mut Fixes) -> Result<String, NameProblem> {
    let mut name = String::new();
    for (c, kind) in chars {
        match (kind, c) {
            (Kind::Latin | Kind::Joint, c) => name.push(*c),
            (Kind::Space, ' ') if !name.ends_with(' ') => name.push(' '),
            (Kind::Space, _) => {
                fixes.add(NameFix::Space);
                if !name.ends_with(' ') {
                    name.push(' ');
                }
            }
            (_, c) if is_apostrophe(*c) => {
                fixes.add(NameFix::Punctuation(*c));
                name.push('\'');
            }
            (_, '－' | '–' | '\u{2010}' | '\u{2011}') => {
                fixes.add(NameFix::Punctuation(*c));
                name.push('-');
            }
            (_, c) => return Err(NameProblem::Other(*c)),
        }
    }
    let outer = |c: Option<char>| c.filter(|c| !c.is_alphabetic() && *c != '\'');
    match outer(name.chars().next()).or_else(|| outer(name.chars().next_back())) {
        Some(c) => Err(NameProblem::Other(c)),
        None => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_name_of_every_day_reads_as_it_does_when_looked_at_closely(
            name in "[一-龥]{1,5}|[王李]?(无|同上|合计|以下空白|待定|曾用名|原名)[一-龥]?",
        ) {
            prop_assert_eq!(read(&name), read_closely(&name), "{}", name);
        }
    }
}
