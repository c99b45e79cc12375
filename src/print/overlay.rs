//! 加注: what makes a page that of a copy. Its purpose, large and light, lies behind the words across
//! the page, so that little of the page is shown without it; one clear line above the title says the
//! same to be read.

use super::PrintError;
use super::block::{Block, Ink, Line, PAGE, Role};
use super::compose::{Composer, Style, in_both, style};
use super::faces::{Chain, Glyph};
use super::layout::{OfCopies, Type};
use super::wrap;
use crate::model::copy::BoundCopy;
use crate::model::day::PartialDay;

/// The longest word that stands on one line, in ems.
const WORD: f32 = 8.0;

/// A copy that is printed.
#[derive(Clone, Copy)]
pub struct Bound<'a> {
    /// The copy.
    pub copy: &'a BoundCopy,
    /// What its file says of it, attached byte for byte.
    pub file: &'a [u8],
}

/// The purpose across the page: laid level about the middle of the page, to be turned there.
pub(super) fn across(
    faces: Chain<'_>,
    layout: &OfCopies,
    copy: &BoundCopy,
) -> Result<Block, PrintError> {
    let glyphs = faces.set_song(&only_for(copy))?;
    let (size, lines) = (1..=layout.most_lines)
        .map(|count| broken(layout, &glyphs, count))
        .fold((0.0, Vec::new()), |best, next| if next.0 > best.0 { next } else { best });
    let leading = size * layout.leading;
    // From the middle of the lines to the first baseline; a character stands 0.88 above its own.
    let mut y = PAGE.1 / 2.0 - leading * (count(lines.len()) - 1.0) / 2.0 + size * 0.36;
    let mut set = Vec::new();
    for glyphs in lines {
        let x = (PAGE.0 - wrap::width(&glyphs) * size) / 2.0;
        set.push(Line { x, y, tracking: 0.0, glyphs });
        y += leading;
    }
    let (field, role, ink, heavy) = (None, Role::Paragraph, Ink::Faint, false);
    Ok(Block { field, role, size, ink, heavy, lines: set })
}

/// 仅供…使用, which a purpose may end with by itself.
fn only_for(copy: &BoundCopy) -> String {
    let purpose = copy.purpose.as_str();
    let used = if purpose.ends_with("使用") { "" } else { "使用" };
    format!("仅供{purpose}{used}")
}

/// The size at which `glyphs` have room in at most `most` lines, and the lines, as even as may be.
fn broken(layout: &OfCopies, glyphs: &[Glyph], most: u8) -> (f32, Vec<Vec<Glyph>>) {
    let even = wrap::width(glyphs) / f32::from(most);
    // A telephone number is not cut in two; a word without end is.
    let mut measure =
        Some(wrap::longest_word(glyphs)).filter(|w| *w <= WORD).unwrap_or(0.0).max(even);
    let mut lines = wrap::lines(glyphs, measure, 0.0);
    while lines.len() > usize::from(most) {
        measure += 0.5;
        lines = wrap::lines(glyphs, measure, 0.0);
    }
    let lines: Vec<Vec<Glyph>> =
        lines.into_iter().filter_map(|line| glyphs.get(line)).map(<[_]>::to_vec).collect();
    let long = lines.iter().map(|line| wrap::width(line)).fold(0.0, f32::max);
    let high = count(lines.len()) * layout.leading;
    let (sin, cos) = (layout.turn().sin().abs(), layout.turn().cos());
    let [wide, tall] = layout.room;
    let size = (wide / (long * cos + high * sin)).min(tall / (long * sin + high * cos));
    // Whole points: the same on every machine.
    (size.min(layout.largest).floor(), lines)
}

/// The clear line, which stands above the title and is heard behind the name: a page's heading comes
/// first. Where it is too long for one line, its day has one of its own.
pub(super) fn notice(composer: &mut Composer, copy: &BoundCopy) -> Result<(), PrintError> {
    let (day, layout) = (copy.until, &composer.layout.copy);
    let purpose = composer.faces.set_song(&format!("副本 · {} · ", only_for(copy)))?;
    let until = composer.faces.set_song(&format!("至{}", day.zh()))?;
    let en = format!("COPY · for the stated purpose only · until {}", PartialDay::from(day).en());
    let en = composer.faces.set_song(&en)?;
    let whole = [purpose.clone(), until.clone()].concat();
    let [smallest, largest] = layout.notice_sizes;
    // The largest size at which it is one line; in tenths of a point, the same on every machine.
    let size_of = |glyphs: &[Glyph]| {
        ((composer.measure() / wrap::width(glyphs)).min(largest) * 10.0).floor() / 10.0
    };
    let (mut size, mut texts) = (size_of(&whole), vec![whole]);
    if size < smallest {
        (size, texts) = (size_of(&purpose), vec![purpose, until]);
    }
    let zh = style(Type { size, leading: size * 1.2 }, 1.0, Ink::Notice);
    let en_style = style(layout.notice_en_type, 1.0, Ink::Notice);
    let [(role, zh), (english, en_style)] = in_both(zh, en_style);
    let above = zh.leading * (count(texts.len()) - 1.0);
    let mut lines = Vec::new();
    for (row, glyphs) in (0u8..).zip(texts) {
        lines.push(centred(glyphs, layout.notice - above + zh.leading * f32::from(row), zh));
    }
    composer.push(None, role, zh, lines);
    composer.push(None, english, en_style, vec![centred(en, layout.notice_en, en_style)]);
    Ok(())
}

fn centred(glyphs: Vec<Glyph>, y: f32, style: Style) -> Line {
    let x = (PAGE.0 - wrap::width(&glyphs) * style.size) / 2.0;
    Line { x, y, tracking: 0.0, glyphs }
}

/// A handful of lines.
fn count(lines: usize) -> f32 {
    f32::from(u8::try_from(lines).unwrap_or(u8::MAX))
}
