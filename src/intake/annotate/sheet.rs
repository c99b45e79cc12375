//! One worksheet: looked over once for what stands behind its cells, then copied with the style of
//! the marked cells changed. Nothing else in it is touched.

use super::{
    Dialect,
    marks::{Mark, Marks, Range},
    styles::Palette,
    xml::{self, Out},
};
use crate::{
    intake::{
        bounds,
        excel::{
            package::{Xml, attribute},
            sheet::{position, raw},
        },
        refused::Refused,
    },
    model::finding::column_letters,
};
use quick_xml::events::{BytesStart, Event};
use std::{borrow::Cow, iter::Peekable, slice};

/// What stands behind the drawing of the notes in a worksheet (ECMA-376 part 1, 18.3.1.99).
const BEHIND_NOTES: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// What must be known of a sheet before it is written.
#[derive(Default)]
pub(super) struct Look {
    /// Its tab is selected.
    pub(super) is_selected: bool,
    /// The relationship that leads to the drawing of its notes.
    pub(super) drawing: Option<String>,
}

/// Looks a sheet over and moves the marks inside its merges. Without marks only what stands above
/// the cells is looked at, unless `is_whole`.
pub(super) fn look(
    mut part: Xml<'_>,
    mut marks: Option<&mut Marks<'_>>,
    is_whole: bool,
) -> Result<Look, Refused> {
    let mut look = Look::default();
    let mut merges = 0;
    loop {
        match part.event()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheetView" => look.is_selected |= attribute(&element, "tabSelected").is_some(),
                "sheetData" if marks.is_none() && !is_whole => return Ok(look),
                "mergeCell" if merges < bounds::MERGES => {
                    merges += 1;
                    let range = attribute(&element, "ref").and_then(|range| Range::parse(&range));
                    if let Some((marks, range)) = marks.as_mut().zip(range) {
                        marks.merge(range);
                    }
                }
                "legacyDrawing" => {
                    look.drawing = attribute(&element, "id").map(Cow::into_owned);
                }
                _ => {}
            },
            Event::Eof => return Ok(look),
            _ => {}
        }
    }
}

/// Copies a worksheet with its marks; `drawing` is the relationship to add for its notes.
pub(super) fn write(
    part: Xml<'_>,
    marks: &[Mark<'_>],
    palette: &mut Palette,
    drawing: Option<&str>,
    dialect: Dialect,
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    let drawing = drawing
        .map(|id| format!("legacyDrawing xmlns:r=\"{}\" r:id=\"{id}\"/>", dialect.relationships()));
    let mut copy = Copy {
        out,
        marks: marks.iter().peekable(),
        palette,
        drawing,
        prefix: String::new(),
        column_styles: Vec::new(),
        place: Place::Above,
        last_row: 0,
        row: 0,
        row_style: None,
        next_column: 0,
    };
    let mut part = part.verbatim();
    loop {
        let depth = part.depth();
        match part.event()? {
            Event::Start(element) => copy.open(element, depth, false)?,
            Event::Empty(element) => copy.open(element, depth, true)?,
            Event::End(end) => {
                copy.before_end(depth)?;
                xml::copy(copy.out, Event::End(end))?;
            }
            Event::Eof => return Ok(()),
            event => xml::copy(copy.out, event)?,
        }
    }
}

/// Where in the worksheet the copy is.
#[derive(PartialEq)]
enum Place {
    Above,
    Cells,
    Below,
}

/// A worksheet on its way.
struct Copy<'a, 'm, 'f> {
    out: &'a mut Out<'a>,
    marks: Peekable<slice::Iter<'m, Mark<'f>>>,
    palette: &'a mut Palette,
    /// The drawing of the notes, until it is written.
    drawing: Option<String>,
    prefix: String,
    /// First column, last column (from 0), style.
    column_styles: Vec<(u32, u32, u32)>,
    place: Place,
    /// The last row that the sheet itself has.
    last_row: u32,
    row: u32,
    row_style: Option<u32>,
    next_column: u32,
}

impl Copy<'_, '_, '_> {
    fn open(
        &mut self,
        element: BytesStart<'_>,
        depth: usize,
        is_empty: bool,
    ) -> Result<(), Refused> {
        let local = element.local_name();
        match (depth, local.as_ref()) {
            (0, _) => {
                self.prefix = xml::prefix(&element);
                xml::tag(self.out, element, is_empty)
            }
            (1, "sheetData") => self.data(element, is_empty),
            (1, name) if BEHIND_NOTES.contains(&name) && self.place == Place::Below => {
                self.draw()?;
                xml::tag(self.out, element, is_empty)
            }
            (2, "row") if self.place == Place::Cells => self.row(element, is_empty),
            (3, "c") if self.place == Place::Cells => self.cell(element, is_empty),
            (2, "sheetView") => {
                xml::tag(self.out, xml::retag(&element, &[("tabSelected", None)])?, is_empty)
            }
            (2, "col") => {
                self.note_column(&element);
                xml::tag(self.out, element, is_empty)
            }
            _ => xml::tag(self.out, element, is_empty),
        }
    }

    /// What must stand before the end tag at this depth.
    fn before_end(&mut self, depth: usize) -> Result<(), Refused> {
        match depth {
            3 if self.place == Place::Cells => self.cells_before(u32::MAX),
            2 if self.place == Place::Cells => {
                self.place = Place::Below;
                self.rows_before(u32::MAX)
            }
            1 => self.draw(),
            _ => Ok(()),
        }
    }

    fn data(&mut self, element: BytesStart<'_>, is_empty: bool) -> Result<(), Refused> {
        self.place = if is_empty { Place::Below } else { Place::Cells };
        if !is_empty || self.marks.peek().is_none() {
            return xml::tag(self.out, element, is_empty);
        }
        xml::open(self.out, element.borrow())?;
        self.rows_before(u32::MAX)?;
        xml::close(self.out, &element)
    }

    fn row(&mut self, element: BytesStart<'_>, is_empty: bool) -> Result<(), Refused> {
        let written = raw(&element, "r").and_then(|row| row.parse().ok());
        let row = written.unwrap_or(self.last_row.saturating_add(1));
        self.rows_before(row)?;
        (self.row, self.last_row) = (row, row);
        self.next_column = 0;
        let is_styled = attribute(&element, "customFormat").is_some_and(|flag| flag != "0");
        self.row_style = number(&element, "s").filter(|_| is_styled);
        if self.marks.peek().is_none_or(|mark| mark.row != row) {
            return xml::tag(self.out, element, is_empty);
        }
        // A hint for speed that would no longer be true.
        let element = xml::retag(&element, &[("spans", None)])?;
        xml::open(self.out, element.borrow())?;
        if is_empty {
            self.cells_before(u32::MAX)?;
            xml::close(self.out, &element)?;
        }
        Ok(())
    }

    fn cell(&mut self, element: BytesStart<'_>, is_empty: bool) -> Result<(), Refused> {
        let written = raw(&element, "r");
        let column = match written {
            Some(place) => position(&place).ok_or(Refused::Damaged)?.0,
            None => self.next_column,
        };
        self.cells_before(column)?;
        self.next_column = column.saturating_add(1);
        let own = number(&element, "s").unwrap_or(0);
        let here = |mark: &&Mark<'_>| (mark.row, mark.column) == (self.row, column);
        let style = match self.marks.next_if(here) {
            Some(mark) => self.palette.marked(own, mark.severity),
            None => self.palette.unmarked(own),
        };
        if style == own {
            return xml::tag(self.out, element, is_empty);
        }
        xml::tag(self.out, xml::retag(&element, &[("s", Some(&style.to_string()))])?, is_empty)
    }

    /// Marked cells of this row that the sheet does not have, left of `column`.
    fn cells_before(&mut self, column: u32) -> Result<(), Refused> {
        let row = self.row;
        while let Some(mark) = self.marks.next_if(|m| m.row == row && m.column < column) {
            let of_column = self
                .column_styles
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&mark.column));
            let own = self.row_style.or(of_column.map(|(_, _, style)| *style)).unwrap_or(0);
            let style = self.palette.marked(own, mark.severity);
            let (p, letters) = (&self.prefix, column_letters(mark.column));
            xml::raw(self.out, &format!("<{p}c r=\"{letters}{row}\" s=\"{style}\"/>"))?;
        }
        Ok(())
    }

    /// Marked rows that the sheet does not have, above `row`.
    fn rows_before(&mut self, row: u32) -> Result<(), Refused> {
        while let Some(next) = self.marks.peek().map(|mark| mark.row).filter(|next| *next < row) {
            self.row = next;
            self.row_style = None;
            xml::raw(self.out, &format!("<{}row r=\"{next}\">", self.prefix))?;
            self.cells_before(u32::MAX)?;
            xml::raw(self.out, &format!("</{}row>", self.prefix))?;
        }
        Ok(())
    }

    fn note_column(&mut self, element: &BytesStart<'_>) {
        let (first, last) = (number(element, "min"), number(element, "max"));
        let style = number(element, "style");
        if let (Some(first @ 1..), Some(last), Some(style)) = (first, last, style)
            && self.column_styles.len() < bounds::COLUMNS as usize
        {
            self.column_styles.push((first - 1, last.saturating_sub(1), style));
        }
    }

    fn draw(&mut self) -> Result<(), Refused> {
        match self.drawing.take() {
            Some(drawing) => xml::raw(self.out, &format!("<{}{drawing}", self.prefix)),
            None => Ok(()),
        }
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    raw(element, name).and_then(|value| value.parse().ok())
}
