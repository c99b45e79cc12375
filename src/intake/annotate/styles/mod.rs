//! The workbook's styles: each style of a marked cell is appended once more with our fill, so that
//! number format, font, border, alignment and protection stay what they were.

mod copy;

pub(super) use copy::{write, write_new};

use crate::{
    intake::{
        bounds,
        excel::package::{Xml, attribute},
        refused::Refused,
    },
    model::finding::Severity,
};
use quick_xml::events::Event;
use std::collections::{HashMap, HashSet};

/// Excel stops at 65,490 cell styles; a cell beyond that keeps its own and its note.
const MOST: u32 = 65_000;

/// The sections that grow.
const GROW: [&str; 3] = ["fonts", "fills", "cellXfs"];

/// The colour of a severity, in ARGB. No palette of Excel or WPS has these three, so a cell that we
/// coloured is known when it comes back.
pub(super) fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "FFFBC9C3",
        Severity::Warning => "FFFDEAA8",
        Severity::Fixed => "FFCDE8D5",
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Fixed];

/// What a style sheet has.
#[derive(Default)]
pub(super) struct Known {
    fonts: u32,
    fills: u32,
    styles: u32,
    /// Styles with a fill of ours, from an earlier turn.
    ours: HashSet<u32>,
}

/// Looks a style sheet over.
pub(super) fn look(mut part: Xml<'_>) -> Result<Known, Refused> {
    let mut known = Known::default();
    let (mut section, mut our_fills) = (None, HashSet::new());
    loop {
        let depth = part.depth();
        match part.event()? {
            Event::Start(element) => match (depth, section, element.local_name().as_ref()) {
                (1, _, name) => section = GROW.into_iter().find(|section| *section == name),
                (2, Some("fonts"), _) => known.fonts += 1,
                (2, Some("fills"), _) => known.fills += 1,
                (2, Some("cellXfs"), _) => {
                    let fill = attribute(&element, "fillId").and_then(|id| id.parse::<u32>().ok());
                    if fill.is_some_and(|fill| our_fills.contains(&fill)) {
                        known.ours.insert(known.styles);
                    }
                    known.styles += 1;
                    if known.styles as usize > bounds::STYLES {
                        return Err(Refused::UnpacksTooLarge);
                    }
                }
                (_, Some("fills"), "fgColor") => {
                    let colour_here = attribute(&element, "rgb").unwrap_or_default();
                    if SEVERITIES.iter().any(|s| colour(*s).eq_ignore_ascii_case(&colour_here)) {
                        our_fills.insert(known.fills.saturating_sub(1));
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(known),
            _ => {}
        }
    }
}

/// The styles of the sheet in front.
#[derive(Clone, Copy)]
pub(super) enum Face {
    /// Bold, running on over the cells beside it.
    Title,
    /// Running on over the cells beside it.
    Line,
    /// Bold.
    Head,
    /// Bold, in the middle of its column.
    MiddleHead,
    /// Broken into lines within its cell.
    Text,
    /// In the middle of its column.
    Middle,
    /// Blue and underlined.
    Link,
    /// In the colour of a severity.
    Tag(Severity),
}

/// How many [`Face`]s there are.
const FACES: u32 = 10;

/// The appended styles: those of the sheet in front, then those of the marked cells as they are met.
pub(super) struct Palette {
    known: Known,
    first: u32,
    asked: HashMap<(u32, Option<Severity>), u32>,
    order: Vec<(u32, Option<Severity>)>,
}

impl Palette {
    pub(super) fn new(known: Known) -> Self {
        // Without any style of its own a workbook means the default one.
        let first = known.styles.max(1);
        Self { known, first, asked: HashMap::new(), order: Vec::new() }
    }

    pub(super) fn face(&self, face: Face) -> u32 {
        self.first
            + match face {
                Face::Title => 0,
                Face::Line => 1,
                Face::Head => 2,
                Face::Text => 3,
                Face::Link => 4,
                Face::Tag(Severity::Error) => 5,
                Face::Tag(Severity::Warning) => 6,
                Face::Tag(Severity::Fixed) => 7,
                Face::MiddleHead => 8,
                Face::Middle => 9,
            }
    }

    /// The style of a marked cell that had the style `own`.
    pub(super) fn marked(&mut self, own: u32, severity: Severity) -> u32 {
        self.ask(own, Some(severity))
    }

    /// The style of a cell without a mark: its own, or, where we coloured it in an earlier turn,
    /// its own without the colour.
    pub(super) fn unmarked(&mut self, own: u32) -> u32 {
        if self.known.ours.contains(&own) { self.ask(own, None) } else { own }
    }

    fn ask(&mut self, own: u32, severity: Option<Severity>) -> u32 {
        let next = self.first + FACES + u32::try_from(self.order.len()).unwrap_or(MOST);
        if next >= MOST && !self.asked.contains_key(&(own, severity)) {
            return own;
        }
        *self.asked.entry((own, severity)).or_insert_with(|| {
            self.order.push((own, severity));
            next
        })
    }

    fn fill(&self, severity: Option<Severity>) -> u32 {
        // The first two fills of a workbook are spoken for.
        let first = self.known.fills.max(2);
        match severity {
            None => 0,
            Some(Severity::Error) => first,
            Some(Severity::Warning) => first + 1,
            Some(Severity::Fixed) => first + 2,
        }
    }
}
