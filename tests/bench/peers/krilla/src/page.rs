//! The certificate, in the measures of its second layout.

use crate::face::Faces;
use crate::pen::{LEFT, Pen, RIGHT, Type};
use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use serde::Deserialize;
use std::error::Error;

/// Chinese and English.
type Pair = [String; 2];
/// A label in both and its value.
type Entry = [String; 3];

/// The words of one page, as `../pages.py` writes them.
#[derive(Deserialize)]
pub struct Page {
    title: Pair,
    holder: Pair,
    name: String,
    sentence: Pair,
    rows: Vec<Vec<Entry>>,
    closing: [Entry; 2],
    verify: Pair,
    url: String,
    symbol: Symbol,
}

/// A QR code: its modules along an edge, and its rectangles as the path of an SVG.
#[derive(Deserialize)]
struct Symbol {
    width: f32,
    path: String,
}

impl Page {
    /// The PDF/A-3a of the page; krilla's own validator fails what is none.
    pub fn draw(&self, faces: &Faces) -> Result<Vec<u8>, Box<dyn Error>> {
        let archive = ConfigurationBuilder::new().with_archival_validator(Archival::A3_A);
        let configuration = archive.finish().map_err(|error| format!("{error:?}"))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let metadata = Metadata::new()
            .title(self.title[0].clone())
            .language("zh-CN".to_owned())
            .creation_date(DateTime::new(2026).month(11).day(24));
        document.set_metadata(metadata);
        let a4 = PageSettings::from_wh(595.28, 841.89).ok_or("A4 has an area")?;
        let mut sheet = document.start_page_with(a4);
        let mut pen = Pen::new(sheet.surface());
        let types = Types::of(faces);
        self.head(&mut pen, &types);
        self.body(&mut pen, &types);
        self.foot(&mut pen, &types);
        let tags = pen.finish();
        sheet.finish();
        document.set_tag_tree(tags);
        Ok(document.finish().map_err(|error| format!("{error:?}"))?)
    }

    fn head(&self, pen: &mut Pen, types: &Types) {
        pen.frame(24.0, strong(), 1.4, None);
        pen.frame(46.5, fine(), 0.6, Some(color(0.996, 0.992, 0.976)));
        pen.heading(types.title, 124.0, &self.title[0]);
        pen.centred(types.title_en, 146.0, "en", &self.title[1]);
        pen.rule(206.0, 389.0, 163.0, fine(), 0.6);
        pen.centred(types.label, 184.0, "zh-CN", &self.holder[0]);
        pen.centred(types.label_en, 192.4, "en", &self.holder[1]);
        let two = self.name.chars().count() == 2;
        let name = Type { size: 34.0, tracking: if two { 20.4 } else { 0.0 }, ..types.value };
        pen.centred(name, 229.0, "zh-CN", &self.name);
    }

    fn body(&self, pen: &mut Pen, types: &Types) {
        let sentence = Type { size: 12.35, ..types.value };
        let mut y = 264.0;
        for (inset, tracking, line) in lines(sentence, &self.sentence[0]) {
            pen.words(Type { tracking, ..sentence }, LEFT + inset, y, "zh-CN", line);
            y += 21.5;
        }
        let attests = Type { size: 7.4, ..types.label };
        pen.words(attests, LEFT, 304.0, "en", &self.sentence[1]);
        let mut y = 335.5;
        pen.rule(LEFT, RIGHT, y, rule(), 0.4);
        for row in &self.rows {
            for ([zh, en, value], x) in row.iter().zip([LEFT, 318.0]) {
                label(pen, types, x, y + 18.6, [zh, en]);
                pen.words(types.value, x + 84.0, y + 21.2, "zh-CN", value);
            }
            y += 36.6;
            pen.rule(LEFT, RIGHT, y, rule(), 0.4);
        }
    }

    fn foot(&self, pen: &mut Pen, types: &Types) {
        let module = 85.04 / self.symbol.width;
        let sides = self.symbol.rectangles().map(|[x, y, width, height]| {
            [LEFT + x * module, 652.94 + y * module, width * module, height * module]
        });
        pen.figure(sides, color(0.0, 0.0, 0.0), &self.url);
        for ([zh, en, value], (y, size)) in self.closing.iter().zip([(661.0, 14.0), (706.0, 11.8)])
        {
            label(pen, types, 181.0, y, [zh, en]);
            pen.words(Type { size, ..types.value }, 181.0, y + 25.0, "zh-CN", value);
        }
        let verify = Type { size: 8.0, ink: black(), ..types.label };
        pen.words(verify, LEFT, 760.0, "zh-CN", &self.verify[0]);
        pen.words(types.label_en, LEFT, 770.5, "en", &self.verify[1]);
    }
}

impl Symbol {
    /// Left, top, width and height of each, in modules.
    fn rectangles(&self) -> impl Iterator<Item = [f32; 4]> {
        self.path.split_terminator('z').filter_map(|one| {
            let mut numbers = one.split(['M', ' ', 'h', 'v']).skip(1).map(str::parse::<f32>);
            let mut next = || numbers.next()?.ok();
            Some([next()?, next()?, next()?, next()?])
        })
    }
}

fn label(pen: &mut Pen, types: &Types, x: f32, y: f32, [zh, en]: [&str; 2]) {
    pen.words(types.label, x, y, "zh-CN", zh);
    pen.words(types.label_en, x, y + 8.4, "en", en);
}

/// A Chinese paragraph as lines, each with how far it is moved in and its tracking: the first is
/// indented, all but the last fill the measure.
fn lines<'a>(of: Type, text: &'a str) -> Vec<(f32, f32, &'a str)> {
    let (mut lines, mut rest, mut inset) = (Vec::new(), text, 2.0 * of.size);
    while !rest.is_empty() {
        let room = RIGHT - LEFT - inset;
        let (mut end, mut width, mut gaps) = (0, 0.0, -1.0);
        for character in rest.chars() {
            let advance = of.face.width(character.encode_utf8(&mut [0; 4])) * of.size;
            if width + advance > room {
                break;
            }
            width += advance;
            gaps += 1.0;
            end += character.len_utf8();
        }
        let (line, after) = rest.split_at(end.max(1));
        lines.push((inset, if after.is_empty() { 0.0 } else { (room - width) / gaps }, line));
        (rest, inset) = (after, 0.0);
    }
    lines
}

/// How words are set.
struct Types<'a> {
    title: Type<'a>,
    title_en: Type<'a>,
    label: Type<'a>,
    label_en: Type<'a>,
    value: Type<'a>,
}

impl<'a> Types<'a> {
    fn of(faces: &'a Faces) -> Self {
        let grey = color(0.42, 0.40, 0.36);
        let label = Type { face: &faces.song, size: 9.2, ink: grey, tracking: 0.0 };
        Self {
            title: Type { size: 30.0, ink: strong(), tracking: 3.2, ..label },
            title_en: Type { size: 8.6, ink: strong(), tracking: 1.9, ..label },
            label,
            label_en: Type { size: 5.8, ..label },
            value: Type { face: &faces.kai, size: 11.8, ink: black(), ..label },
        }
    }
}

fn strong() -> rgb::Color {
    color(0.09, 0.30, 0.27)
}

fn fine() -> rgb::Color {
    color(0.66, 0.51, 0.22)
}

fn rule() -> rgb::Color {
    color(0.83, 0.78, 0.66)
}

fn black() -> rgb::Color {
    color(0.11, 0.11, 0.11)
}

/// From parts of one.
fn color(red: f32, green: f32, blue: f32) -> rgb::Color {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
    let [red, green, blue] = [red, green, blue].map(|part| (part * 255.0).round() as u8);
    rgb::Color::new(red, green, blue)
}
