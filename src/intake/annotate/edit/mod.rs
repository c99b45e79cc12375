//! The edit of a package: first all is looked over and planned, then every part is written once.

mod survey;

use super::{
    Dialect, Tally, book,
    marks::{self, Mark, NOTES},
    notes::{self, drawing},
    parts::{self, Added, Names, Part},
    sheet,
    styles::{self, Palette},
    summary::{self, Summary},
    words,
};
use crate::{
    intake::{
        excel::{
            self,
            package::Package,
            workbook::{self, Relationships, Workbook},
        },
        refused::Refused,
    },
    model::finding::Finding,
};
use std::{collections::HashSet, io::Cursor};
use survey::Survey;
use zip::{ZipWriter, write::SimpleFileOptions};

/// A workbook with its findings, and what else is to be said in front of it.
pub(super) fn edit(
    bytes: &[u8],
    findings: &[Finding],
    tally: &Tally,
    remarks: Vec<String>,
) -> Result<Vec<u8>, Refused> {
    let mut plan = Plan::make(bytes, findings)?;
    plan.remarks.extend(remarks);
    // Opened anew: what a package may unpack to is counted for each reading of it.
    Writing::begin(Package::open(bytes)?).all(plan, findings, tally)
}

/// What will be written.
struct Plan<'f> {
    dialect: Dialect,
    main: String,
    has_view: bool,
    sheets: Vec<Sheet<'f>>,
    remarks: Vec<String>,
    front: book::Front,
    summary: Part,
    styles: Part,
    known: styles::Known,
    /// Relationships that the workbook part gets.
    added: Vec<Added>,
}

/// A sheet that is written once more.
struct Sheet<'f> {
    part: String,
    marks: Vec<Mark<'f>>,
    /// The parts of its comments and of their boxes.
    notes: Option<(Part, Part)>,
    added: Vec<Added>,
}

impl<'f> Plan<'f> {
    fn make(bytes: &[u8], findings: &'f [Finding]) -> Result<Self, Refused> {
        let mut package = Package::open(bytes)?;
        let book = workbook::read(&mut package)?;
        let related = workbook::relationships_of(&mut package, &book.main)?;
        let look = book::look(package.part(&book.main)?.ok_or(Refused::Damaged)?)?;
        let mut names = Names::of(&package);
        let mut added = Vec::new();

        let styles = styles(&book, &mut names, &related, &mut added);
        let known = match package.part(&styles.name)? {
            Some(part) => styles::look(part)?,
            None => styles::Known::default(),
        };
        let old = old_summary(bytes, &book)?;
        let (front, summary) = if let Some((name, part)) = &old {
            (look.old_front(name), Part { name: part.clone(), is_new: false })
        } else {
            let part = names.new_part(&beside(&book.main, "worksheets/sheet"), "xml");
            let relationship = Added::new("worksheet", &part.name, &related);
            let front = look.new_front(&relationship.id);
            added.push(relationship);
            (front, part)
        };
        let mut sheets = Survey { package, names, is_return: old.is_some() }.sheets(
            &book,
            &related,
            findings,
            &summary.name,
        )?;
        let marks = sheets.iter_mut().flat_map(|sheet| &mut sheet.marks);
        let is_limited = marks::limit(marks, NOTES);
        Ok(Self {
            dialect: look.dialect,
            main: book.main,
            has_view: look.has_views,
            sheets,
            remarks: is_limited.then(words::notes_limited).into_iter().collect(),
            front,
            summary,
            styles,
            known,
            added,
        })
    }

    /// The parts that are written: content types apart, all others are copied.
    fn written(&self) -> HashSet<Vec<u8>> {
        let mut written = vec![
            "[Content_Types].xml".to_owned(),
            self.main.clone(),
            workbook::relationships_part(&self.main),
            self.styles.name.clone(),
            self.summary.name.clone(),
            // Of an earlier turn's sheet nothing is kept but its place.
            workbook::relationships_part(&self.summary.name),
        ];
        for sheet in &self.sheets {
            written.push(sheet.part.clone());
            if !sheet.added.is_empty() {
                written.push(workbook::relationships_part(&sheet.part));
            }
            if let Some((comments, drawing)) = &sheet.notes {
                written.extend([comments.name.clone(), drawing.name.clone()]);
            }
        }
        written.iter().map(|name| parts::plain(name.as_bytes())).collect()
    }

    /// New parts with their kinds.
    fn new_parts(&self) -> Vec<(&'static str, String)> {
        let notes = self.sheets.iter().filter_map(|sheet| sheet.notes.as_ref());
        let notes =
            notes.flat_map(|(comments, drawing)| [("comments", comments), ("vmlDrawing", drawing)]);
        let own = [("worksheet", &self.summary), ("styles", &self.styles)];
        let new = own.into_iter().chain(notes).filter(|(_, part)| part.is_new);
        new.map(|(kind, part)| (kind, part.name.clone())).collect()
    }
}

/// The style sheet; a workbook may have none.
fn styles(
    book: &Workbook,
    names: &mut Names,
    related: &Relationships,
    added: &mut Vec<Added>,
) -> Part {
    // Where the reader looks, too, when no relationship names one.
    let name = book.styles.clone().unwrap_or_else(|| "xl/styles.xml".to_owned());
    if names.has(&name) {
        return Part { name, is_new: false };
    }
    let part = names.new_part(&beside(&book.main, "styles"), "xml");
    added.push(Added::new("styles", &part.name, related));
    part
}

/// The sheet that we put in front in an earlier turn: its name and its part.
fn old_summary(bytes: &[u8], book: &Workbook) -> Result<Option<(String, String)>, Refused> {
    let is_named = |name: &str| name.starts_with(words::SUMMARY);
    if !book.sheets.iter().any(|sheet| is_named(&sheet.name)) {
        return Ok(None);
    }
    let tables = excel::read_some(bytes, is_named)?;
    let old = tables.into_iter().find(crate::intake::annotate::is_summary);
    let listed = old.and_then(|old| book.sheets.iter().find(|sheet| sheet.name == old.name));
    Ok(listed.map(|sheet| (sheet.name.clone(), sheet.part.clone())))
}

/// `inside`, as a path in the folder of `part`.
fn beside(part: &str, inside: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{inside}"),
        None => inside.to_owned(),
    }
}

/// The new package, and the old one from which it is made.
struct Writing<'a> {
    source: Package<'a>,
    target: ZipWriter<Cursor<Vec<u8>>>,
}

impl<'a> Writing<'a> {
    fn begin(source: Package<'a>) -> Self {
        Self { source, target: ZipWriter::new(Cursor::new(Vec::new())) }
    }

    fn all(
        mut self,
        plan: Plan<'_>,
        findings: &[Finding],
        tally: &Tally,
    ) -> Result<Vec<u8>, Refused> {
        self.start("[Content_Types].xml")?;
        let types = self.source.part("[Content_Types].xml")?.ok_or(Refused::Damaged)?;
        parts::write_types(types, &plan.new_parts(), &mut self.target)?;
        let written = plan.written();
        let is_copied = |name: &[u8]| !written.contains(&parts::plain(name));
        self.source.copy(is_copied, &mut self.target)?;

        let dialect = plan.dialect;
        let mut palette = Palette::new(plan.known);
        let (mut remarks, mut has_threads) = (plan.remarks, false);
        for sheet in &plan.sheets {
            has_threads |= self.sheet(sheet, &mut palette, dialect)?;
        }
        remarks.extend(has_threads.then(|| words::THREADS.to_owned()));
        self.start(&plan.summary.name)?;
        let summary = Summary { findings, tally, remarks: &remarks, has_view: plan.has_view };
        summary::write(&summary, &palette, dialect, &mut self.target)?;

        self.start(&plan.styles.name)?;
        match self.source.part(&plan.styles.name)? {
            Some(part) => styles::write(part, &palette, &mut self.target)?,
            None => styles::write_new(&palette, dialect, &mut self.target)?,
        }
        self.start(&plan.main)?;
        let book = self.source.part(&plan.main)?.ok_or(Refused::Damaged)?;
        book::write(book, &plan.front, dialect, &mut self.target)?;
        self.relate(&plan.main, &plan.added, dialect)?;
        let target = self.target.finish().map_err(|_| Refused::UnpacksTooLarge)?;
        Ok(target.into_inner())
    }

    /// Writes a sheet and its notes; true where conversations stand in the way of notes.
    fn sheet(
        &mut self,
        sheet: &Sheet<'_>,
        palette: &mut Palette,
        dialect: Dialect,
    ) -> Result<bool, Refused> {
        self.start(&sheet.part)?;
        let part = self.source.part(&sheet.part)?.ok_or(Refused::Damaged)?;
        let drawing = sheet.added.iter().find(|added| added.kind == "vmlDrawing");
        let drawing = drawing.map(|added| added.id.as_str());
        sheet::write(part, &sheet.marks, palette, drawing, dialect, &mut self.target)?;
        if !sheet.added.is_empty() {
            self.relate(&sheet.part, &sheet.added, dialect)?;
        }
        let Some((comments, drawing)) = &sheet.notes else { return Ok(false) };
        self.start(&comments.name)?;
        let part = self.source.part(&comments.name)?;
        let written = notes::write(part, &sheet.marks, dialect, &mut self.target)?;
        self.start(&drawing.name)?;
        let old = self.source.text(&drawing.name, drawing::BYTES)?;
        drawing::write(old.as_deref(), &written, &mut self.target)?;
        Ok(written.has_threads)
    }

    /// Writes the relationships of a part with those that are added.
    fn relate(&mut self, part: &str, added: &[Added], dialect: Dialect) -> Result<(), Refused> {
        let name = workbook::relationships_part(part);
        self.start(&name)?;
        let old = self.source.part(&name)?;
        parts::write_relationships(old, added, dialect, &mut self.target)
    }

    fn start(&mut self, name: &str) -> Result<(), Refused> {
        // Two sheets that share a part would write it twice.
        let started = self.target.start_file(name, SimpleFileOptions::default());
        started.map_err(|_| Refused::Damaged)
    }
}
