//! The tables of a template's file. Measures are points from the upper left corner of A4; what is
//! said to be scaled shrinks with the words until all of them fit.

use crate::model::finding::Field;
use serde::Deserialize;

/// A Chinese word or sentence with its English.
#[derive(Deserialize, Clone)]
#[serde(from = "(String, String)")]
pub(in crate::print) struct Pair {
    pub zh: String,
    pub en: String,
}

impl From<(String, String)> for Pair {
    fn from((zh, en): (String, String)) -> Self {
        Self { zh, en }
    }
}

/// Something that a face shows.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "snake_case")]
pub(in crate::print) enum Shown {
    Name,
    Sex,
    BornOn,
    Title,
    Level,
    Series,
    Specialty,
    AwardMethod,
    ObtainedOn,
    Committee,
    Employer,
    DocumentNumber,
    /// The certificate's own.
    Number,
    SourceNumber,
    /// Who awarded it.
    Office,
}

impl Shown {
    /// The field of a row that it is; none for what the registry says of itself.
    pub fn field(self) -> Option<Field> {
        Some(match self {
            Self::Name => Field::Name,
            Self::Sex => Field::Sex,
            Self::BornOn => Field::BornOn,
            Self::Title => Field::Title,
            Self::Level => Field::Level,
            Self::Series => Field::Series,
            Self::Specialty => Field::Specialty,
            Self::AwardMethod => Field::AwardMethod,
            Self::ObtainedOn => Field::ObtainedOn,
            Self::Committee => Field::Committee,
            Self::Employer => Field::Employer,
            Self::DocumentNumber => Field::DocumentNumber,
            Self::SourceNumber => Field::SourceNumber,
            Self::Number | Self::Office => return None,
        })
    }
}

/// The edges of everything that is set.
#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Edges {
    pub left: f32,
    pub right: f32,
    /// Where the second of two values begins.
    pub middle: f32,
    /// How far a value stands from the left end of its label.
    pub label: f32,
}

/// The colours of both roads, 0-1 in sRGB.
#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Colours {
    /// Values and sentences.
    pub black: [f32; 3],
    /// Labels and English.
    pub grey: [f32; 3],
}

/// Size and distance of lines.
#[derive(Deserialize, Clone, Copy)]
#[serde(from = "(f32, f32)")]
pub(in crate::print) struct Type {
    pub size: f32,
    pub leading: f32,
}

impl From<(f32, f32)> for Type {
    fn from((size, leading): (f32, f32)) -> Self {
        Self { size, leading }
    }
}

/// The sizes of words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Types {
    pub title: Type,
    pub title_en: Type,
    pub label: Type,
    pub label_en: Type,
    pub sentence: Type,
    pub sentence_en: Type,
    pub value: Type,
    /// What is said below a value.
    pub note: Type,
    pub verify: Type,
    pub verify_en: Type,
}

/// Title and name: baselines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Head {
    pub title: f32,
    pub title_en: f32,
    pub holder: f32,
    pub name: f32,
    /// Space behind each character of the title, and of its English.
    pub tracking: f32,
    pub tracking_en: f32,
    /// The smallest and the largest size of a name.
    pub name_sizes: [f32; 2],
    /// The middle of the line under the title.
    pub divider: f32,
}

/// The part that grows and shrinks. All but `top` and `spare` are scaled.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Body {
    pub top: f32,
    /// From the top to the first baseline.
    pub first: f32,
    /// How much nearer the English stands than the next line would.
    pub english_up: f32,
    /// From the sentence to the first rule.
    pub before_rows: f32,
    /// From a rule to the baseline of a value, and from there to the next rule.
    pub above: f32,
    pub below: f32,
    /// How much higher a label stands than its value, and how much lower its English than it.
    pub label_up: f32,
    pub label_en_down: f32,
    /// Space that a row takes at most of what is left over.
    pub spare: f32,
    /// Whether what is left over is shared among the rows as they are drawn; else as they are written,
    /// and a page with many broken rows runs into its foot.
    pub spare_by_rule: bool,
    /// How far a Chinese paragraph's first line stands in, in ems.
    pub indent: f32,
    /// A line that lacks less than this, in ems, is spread to the edge.
    pub slack: f32,
    /// Whether the lines of a value are made alike, so that none is left with a character or two.
    pub balanced: bool,
    /// Sizes, tried from the first until all finds its place.
    pub scales: Vec<f32>,
}

/// Where the way to verify stands.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(in crate::print) enum Verify {
    /// Beside the QR code, on the bottom of the foot.
    Beside,
    /// Under it.
    Below,
}

/// QR code, who stands for the paper, and how to verify it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Foot {
    pub bottom: f32,
    /// Side of a QR code, and of one that is dense: from which version on.
    pub side: f32,
    pub side_dense: f32,
    pub dense_from: i16,
    /// Least space between the rows and the foot.
    pub above: f32,
    /// Between the QR code and the words beside it.
    pub gap: f32,
    /// Label and value, from the upper left corner of the words beside the QR code.
    pub label: [f32; 2],
    pub value: [f32; 2],
    /// Sizes of the value, each with the most lines that it may take; and the smallest.
    pub sizes: Vec<(f32, usize)>,
    pub smallest: f32,
    /// Distance of lines, in sizes.
    pub leading: f32,
    /// The day's baseline: so far below the value's last line, and at least so far below the top.
    pub day_below: f32,
    pub day_from: f32,
    /// How much higher the day's label stands than the day.
    pub day_label_up: f32,
    /// Whether the values are set in the face of names: glyphs that they share are embedded once.
    pub in_kai: bool,
    pub verify: Verify,
    /// What the way to verify may take of the foot.
    pub verify_height: f32,
    /// A field on the right that nothing is printed in: for the national electronic seal.
    pub seal: Option<SealField>,
}

/// A free square.
#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct SealField {
    pub side: f32,
    /// Between it and the words on its left.
    pub gap: f32,
}

/// Where a photo stands, in its shape: the right edge is that of the page's words.
#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct PhotoSlot {
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

/// What makes a page that of a copy.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct OfCopies {
    /// How the purpose lies across the page, in degrees anticlockwise.
    pub turn: f32,
    /// What it may take of the page when it is turned.
    pub room: [f32; 2],
    /// Distance of its lines, in sizes; its largest size, and the most lines.
    pub leading: f32,
    pub largest: f32,
    pub most_lines: u8,
    /// Baselines of the clear line and its English; where it takes two, the second stands there.
    pub notice: f32,
    pub notice_en: f32,
    /// The smallest size at which the clear line is one line, and the largest.
    pub notice_sizes: [f32; 2],
    pub notice_en_type: Type,
    /// The colours of the clear line and of what lies across the page.
    pub ink: [f32; 3],
    pub faint: [f32; 3],
}

impl OfCopies {
    /// How the purpose lies, in radians.
    pub fn turn(&self) -> f32 {
        self.turn.to_radians()
    }
}

/// An entry of the foot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Closing {
    pub label: Pair,
    /// `{…}` stands for what the certificate says.
    pub value: String,
}

/// Frame and ground.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::print) struct Ornament {
    /// Distance of the guilloche band's middle line from the paper's edge, and half its width.
    pub band: f32,
    pub half: f32,
    /// Half axes of the ellipses of each ring, and how many there are.
    pub rings: Vec<(f32, f32, u8)>,
    /// How far below the middle of the page the rings stand.
    pub rings_down: f32,
    /// Waves along the short and the long side of the frame, and curves in a braid.
    pub waves: [u8; 2],
    pub strands: u8,
    /// Petals of a corner's rosette.
    pub petals: u8,
}
