//! The look over all sheets: which are written again, and where their notes go.

use super::Sheet;
use crate::{
    intake::{
        annotate::{
            marks::{self, Marks},
            notes::drawing,
            parts::{Added, Names, Part},
            sheet,
        },
        excel::{
            package::Package,
            workbook::{self, Relationships, Workbook},
        },
        refused::Refused,
    },
    model::finding::Finding,
};
use std::collections::BTreeMap;

/// The look over all sheets.
pub(super) struct Survey<'a> {
    pub(super) package: Package<'a>,
    pub(super) names: Names,
    /// The workbook has been annotated before.
    pub(super) is_return: bool,
}

impl Survey<'_> {
    /// The sheets that must be written again.
    pub(super) fn sheets<'f>(
        &mut self,
        book: &Workbook,
        related: &Relationships,
        findings: &'f [Finding],
        summary: &str,
    ) -> Result<Vec<Sheet<'f>>, Refused> {
        let mut marks: BTreeMap<&str, Marks<'f>> = marks::by_sheet(findings);
        let mut sheets = Vec::new();
        for listed in book.sheets.iter().filter(|listed| listed.part != summary) {
            sheets.extend(self.sheet(&listed.part, marks.remove(listed.name.as_str()))?);
        }
        let others = related.values().filter(|r| r.kind == "chartsheet" || r.kind == "dialogsheet");
        let mut others: Vec<&str> = others.map(|other| other.part.as_str()).collect();
        others.sort_unstable();
        for part in others {
            sheets.extend(self.sheet(part, None)?);
        }
        Ok(sheets)
    }

    fn sheet<'f>(
        &mut self,
        part: &str,
        mut marks: Option<Marks<'f>>,
    ) -> Result<Option<Sheet<'f>>, Refused> {
        let Some(xml) = self.package.part(part)? else { return Ok(None) };
        let look = sheet::look(xml, marks.as_mut(), self.is_return)?;
        if marks.is_none() && !look.is_selected && !self.is_return {
            return Ok(None);
        }
        let marks = marks.map(Marks::into_list).unwrap_or_default();
        let mut sheet = Sheet { part: part.to_owned(), marks, notes: None, added: Vec::new() };
        if !sheet.marks.is_empty() || self.is_return {
            self.notes(&mut sheet, look.drawing.as_deref())?;
        }
        Ok(Some(sheet))
    }

    /// Where the notes of a sheet are written.
    fn notes(&mut self, sheet: &mut Sheet<'_>, drawing: Option<&str>) -> Result<(), Refused> {
        let related = workbook::relationships_of(&mut self.package, &sheet.part)?;
        let comments = related.values().find(|r| r.kind == "comments").map(|r| r.part.clone());
        let comments = comments.filter(|part| self.names.has(part));
        if sheet.marks.is_empty() && comments.is_none() {
            return Ok(());
        }
        let drawing = drawing.and_then(|id| related.get(id)).map(|r| r.part.clone());
        let old = match &drawing {
            Some(part) => self.package.text(part, drawing::BYTES)?,
            None => None,
        };
        if drawing.is_some() && !old.is_some_and(|old| drawing::is_open(&old)) {
            // Boxes cannot be added to what is no drawing; the colours and the list remain.
            sheet.marks.iter_mut().for_each(|mark| mark.is_noted = false);
            return Ok(());
        }
        let mut place = |old: Option<String>, kind, stem, ending| {
            let Some(name) = old else {
                let part = self.names.new_part(stem, ending);
                sheet.added.push(Added::new(kind, &part.name, &related));
                return part;
            };
            Part { name, is_new: false }
        };
        let comments = place(comments, "comments", "xl/comments", "xml");
        let drawing = place(drawing, "vmlDrawing", "xl/drawings/vmlDrawing", "vml");
        sheet.notes = Some((comments, drawing));
        Ok(())
    }
}
