//! Where a line of Chinese with some Latin in it may break (after GB/T 15834 and CLREQ).

use super::faces::Glyph;
use std::ops::Range;

/// Marks that no line begins with.
const NOT_FIRST: &str = "，。、；：？！）〕】》〉」』”’…—·,.;:?!)]}%‰℃～";
/// Marks that no line ends with.
const NOT_LAST: &str = "（〔【《〈「『“‘([{";

/// The width of `glyphs` in ems.
pub(super) fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// Breaks `glyphs` into lines no wider than `measure` ems, the first shortened by `indent`. Every
/// glyph is in exactly one line. A word longer than a line is cut.
pub(super) fn lines(glyphs: &[Glyph], measure: f32, indent: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut room = measure - indent;
    while start < glyphs.len() {
        let fitting = fitting(&glyphs[start..], room);
        let mut end = start + fitting;
        if end < glyphs.len() {
            end = (start + 1..=end).rev().find(|at| may_break(glyphs, *at)).unwrap_or(end);
        }
        lines.push(start..end);
        start = end;
        room = measure;
    }
    lines
}

/// Breaks a name that is wider than `measure` ems at the point between its parts that makes the lines
/// most alike; where none is good enough, anywhere.
pub(super) fn name(glyphs: &[Glyph], measure: f32) -> Vec<Range<usize>> {
    if width(glyphs) <= measure + 0.001 {
        return lines(glyphs, measure, 0.0);
    }
    let longer = |at: usize| width(&glyphs[..at]).max(width(&glyphs[at..])); // at most their number
    let points = (1..glyphs.len()).filter(|at| matches!(glyphs[at - 1].character, '·' | ' '));
    match points.min_by(|a, b| longer(*a).total_cmp(&longer(*b))) {
        Some(at) if longer(at) <= measure => vec![0..at, at..glyphs.len()],
        _ => lines(glyphs, balanced(glyphs, measure), 0.0),
    }
}

/// The least measure that takes no more lines than `measure` does: their lengths are then alike.
pub(super) fn balanced(glyphs: &[Glyph], measure: f32) -> f32 {
    let count = lines(glyphs, measure, 0.0).len();
    if count < 2 {
        return measure;
    }
    let (mut narrow, mut wide) = (0.0, measure);
    // To a sixteenth of an em, which is less than any glyph.
    while wide - narrow > 1.0 / 16.0 {
        let middle = f32::midpoint(narrow, wide);
        if lines(glyphs, middle, 0.0).len() > count { narrow = middle } else { wide = middle }
    }
    wide
}

/// How many glyphs fit: at least one, and a space that ends the line may hang over the edge.
fn fitting(glyphs: &[Glyph], room: f32) -> usize {
    let mut used = 0.0;
    for (count, glyph) in glyphs.iter().enumerate() {
        used += glyph.advance;
        if used > room + 0.001 && glyph.character != ' ' {
            return count.max(1);
        }
    }
    glyphs.len()
}

/// The width in ems of the longest word: of what no line ends within.
pub(super) fn longest_word(glyphs: &[Glyph]) -> f32 {
    let (mut longest, mut word) = (0.0f32, 0.0);
    for (at, glyph) in glyphs.iter().enumerate() {
        word = if may_break(glyphs, at) { glyph.advance } else { word + glyph.advance };
        longest = longest.max(word);
    }
    longest
}

fn may_break(glyphs: &[Glyph], at: usize) -> bool {
    let (Some(before), Some(after)) = (glyphs.get(at.wrapping_sub(1)), glyphs.get(at)) else {
        return true;
    };
    let (before, after) = (before.character, after.character);
    let inside_a_word = is_latin(before) && is_latin(after);
    !(inside_a_word || after == ' ' || NOT_FIRST.contains(after) || NOT_LAST.contains(before))
}

fn is_latin(c: char) -> bool {
    c != ' ' && c < '\u{2000}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::faces::Face;
    use proptest::prelude::*;

    fn glyphs(text: &str) -> Vec<Glyph> {
        text.chars()
            .map(|character| Glyph {
                face: Face::Song,
                id: 1,
                character,
                advance: if character.is_ascii() { 0.5 } else { 1.0 },
            })
            .collect()
    }

    fn broken(text: &str, measure: f32, indent: f32) -> Vec<String> {
        let set = glyphs(text);
        lines(&set, measure, indent)
            .into_iter()
            .map(|line| set[line].iter().map(|g| g.character).collect())
            .collect()
    }

    #[test]
    fn balanced_lines_are_as_many_and_none_is_left_with_a_character_or_two() {
        let words = "温州市经济技术开发区人力资源和社会保障服务中心办公室";
        let set = glyphs(words);
        assert_eq!(broken(words, 24.0, 0.0)[1], "公室");
        let measure = balanced(&set, 24.0);
        let lengths: Vec<usize> =
            broken(words, measure, 0.0).iter().map(|line| line.chars().count()).collect();
        assert_eq!(lengths, [13, 13]);
        assert!((balanced(&set, 30.0) - 30.0).abs() < f32::EPSILON);
    }

    #[test]
    fn the_longest_word_is_what_a_line_must_hold() {
        for (text, width) in
            [("温州市", 1.0), ("电话13800138000联系", 5.5), ("（温州）", 2.0), ("", 0.0)]
        {
            assert!((longest_word(&glyphs(text)) - width).abs() < 0.001, "{text}");
        }
    }

    #[test]
    fn a_name_is_broken_between_its_parts() {
        let broken = |text: &str, measure: f32| {
            let set = glyphs(text);
            let lines = name(&set, measure).into_iter();
            lines
                .map(|line| set[line].iter().map(|g| g.character).collect::<String>())
                .collect::<Vec<_>>()
        };
        assert_eq!(broken("买买提·艾力", 6.0), ["买买提·艾力"]);
        let long = "阿卜杜热合曼·买买提吐尔逊·艾力肉孜别克";
        assert_eq!(broken(long, 16.0), ["阿卜杜热合曼·", "买买提吐尔逊·艾力肉孜别克"]);
        assert_eq!(broken("阿卜杜热合曼买买提·吐", 9.0), ["阿卜杜热合曼", "买买提·吐"]);
    }

    #[test]
    fn a_line_neither_begins_with_a_stop_nor_ends_with_a_bracket() {
        assert_eq!(broken("温州市人社局，职改办", 6.0, 0.0), ["温州市人社", "局，职改办"]);
        assert_eq!(broken("温州市人社（职改办）", 6.0, 0.0), ["温州市人社", "（职改办）"]);
        assert_eq!(broken("温州市", 3.0, 2.0), ["温", "州市"]);
    }

    #[test]
    fn a_latin_word_is_kept_whole_unless_it_is_longer_than_a_line() {
        assert_eq!(broken("温州 Software 园", 5.4, 0.0), ["温州 ", "Software ", "园"]);
        assert_eq!(broken("abcdefgh", 2.0, 0.0), ["abcd", "efgh"]);
    }

    proptest! {
        #[test]
        fn every_glyph_is_in_one_line_and_no_line_is_too_wide(
            text in "[温州（）。, a-z·]{0,60}", measure in 1.0f32..20.0,
        ) {
            let set = glyphs(&text);
            let lines = lines(&set, measure, 0.0);
            let mut next = 0;
            for line in lines {
                prop_assert_eq!(line.start, next);
                prop_assert!(line.end > line.start);
                next = line.end;
                let visible = set[line].iter().rev().skip_while(|g| g.character == ' ');
                let used: f32 = visible.map(|g| g.advance).sum();
                prop_assert!(used <= measure.max(1.0) + 0.01);
            }
            prop_assert_eq!(next, set.len());
        }
    }
}
