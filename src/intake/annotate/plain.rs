//! Sheets of a file that cannot be handed back as it is, as a workbook: the same rows, and every text
//! a text. Of .xls merges, widths and what is hidden stay as well.

use super::{words, xml};
use crate::{
    intake::{
        bounds,
        refused::Refused,
        shape::Merge,
        table::{Cell, Row, Table},
    },
    model::{
        day::{Day, PartialDay},
        finding::column_letters,
    },
};
use std::{fmt::Write as _, io::Cursor};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Styles of the cells; [`STYLES`] has them in this order.
const TEXT: u8 = 1;
const QUOTED: u8 = 2;
const DAY: u8 = 3;
const MONTH: u8 = 4;
const YEAR: u8 = 5;

const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\"/><numFmt numFmtId=\"166\" formatCode=\"yyyy\"/></numFmts><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"6\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"166\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A workbook of these sheets.
pub(super) fn workbook(tables: &[Table]) -> Result<Vec<u8>, Refused> {
    let mut package = Package(ZipWriter::new(Cursor::new(Vec::new())));
    package.part("[Content_Types].xml", &types(tables.len()))?;
    package.part("_rels/.rels", &relationships("officeDocument", "xl/workbook.xml", 0))?;
    package.part("xl/workbook.xml", &book(tables))?;
    let related = relationships("styles", "styles.xml", tables.len());
    package.part("xl/_rels/workbook.xml.rels", &related)?;
    package.part("xl/styles.xml", STYLES)?;
    for (table, n) in tables.iter().zip(1..) {
        package.start(&format!("xl/worksheets/sheet{n}.xml"))?;
        package.sheet(table)?;
    }
    let package = package.0.finish().map_err(|_| Refused::UnpacksTooLarge)?;
    Ok(package.into_inner())
}

fn types(sheets: usize) -> String {
    let mut types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/>"
    );
    for n in 1..=sheets {
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{TYPES}.worksheet+xml\"/>"
        );
    }
    types + "</Types>"
}

/// One relationship, and those of so many sheets.
fn relationships(kind: &str, target: &str, sheets: usize) -> String {
    let mut related = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"first\" Type=\"{KINDS}/{kind}\" Target=\"{target}\"/>"
    );
    for n in 1..=sheets {
        let _ = write!(
            related,
            "<Relationship Id=\"rId{n}\" Type=\"{KINDS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
    }
    related + "</Relationships>"
}

fn book(tables: &[Table]) -> String {
    let mut book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{KINDS}\"><bookViews><workbookView/></bookViews><sheets>"
    );
    for (table, n) in tables.iter().zip(1..) {
        let name = if table.name.is_empty() { words::DATA } else { &table.name };
        let (name, state) =
            (xml::escape(name), if table.hidden { " state=\"hidden\"" } else { "" });
        let _ = write!(book, "<sheet name=\"{name}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>");
    }
    book + "</sheets></workbook>"
}

/// A package that is being written.
struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    fn start(&mut self, name: &str) -> Result<(), Refused> {
        let started = self.0.start_file(name, SimpleFileOptions::default());
        started.map_err(|_| Refused::UnpacksTooLarge)?;
        self.write(xml::HEAD)
    }

    fn part(&mut self, name: &str, text: &str) -> Result<(), Refused> {
        self.start(name)?;
        self.write(text)
    }

    fn write(&mut self, text: &str) -> Result<(), Refused> {
        xml::raw(&mut self.0, text)
    }

    fn sheet(&mut self, table: &Table) -> Result<(), Refused> {
        self.write(&format!("<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"))?;
        self.write(&columns(table))?;
        self.write("<sheetData>")?;
        let mut line = String::new();
        for row in table.rows() {
            line.clear();
            write_row(row, table, &mut line);
            self.write(&line)?;
        }
        self.write("</sheetData>")?;
        let merges = apart(table.merges());
        if !merges.is_empty() {
            self.write(&format!("<mergeCells count=\"{}\">", merges.len()))?;
            for merge in merges {
                let (from, to) = (column_letters(merge.column), column_letters(merge.last_column));
                let (first, last) = (merge.first, merge.last);
                self.write(&format!("<mergeCell ref=\"{from}{first}:{to}{last}\"/>"))?;
            }
            self.write("</mergeCells>")?;
        }
        self.write("</worksheet>")
    }
}

/// Only text files have no sheet names.
fn is_text(table: &Table) -> bool {
    table.name.is_empty()
}

/// The columns, as wide as they were; those of text as wide as an ID number is long.
fn columns(table: &Table) -> String {
    let last = table.rows().filter_map(|row| row.cells().last()).map(|(last, _)| last).max();
    let Some(last) = last else { return String::new() };
    let usual = if is_text(table) { 18.0 } else { 9.0 };
    let mut widths = vec![usual; last as usize + 1];
    for wide in &table.widths {
        let end = wide.last.min(last) as usize;
        for width in widths.get_mut(wide.first as usize..=end).unwrap_or_default() {
            *width = (f64::from(wide.measure) / 256.0).min(255.0);
        }
    }
    let mut columns = String::from("<cols>");
    for (width, column) in widths.into_iter().zip(0..) {
        let (n, hidden) = (column + 1, hidden(table.concealed.has_column(column)));
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            columns,
            "<col min=\"{n}\" max=\"{n}\" width=\"{width:.2}\" style=\"{TEXT}\" customWidth=\"1\"{hidden}/>"
        );
    }
    columns + "</cols>"
}

fn hidden(is_hidden: bool) -> &'static str {
    if is_hidden { " hidden=\"1\"" } else { "" }
}

/// The merges without those that lie across one before: Excel takes a workbook with such for broken.
fn apart(merges: &[Merge]) -> Vec<Merge> {
    let mut merges = merges.to_vec();
    merges.sort_unstable_by_key(|merge| (merge.first, merge.column));
    // The last row of each column that a merge has taken.
    let mut taken = vec![0; bounds::COLUMNS as usize];
    merges.retain(|merge| {
        let is_one = (merge.first, merge.column) == (merge.last, merge.last_column);
        let across = taken.get_mut(merge.column as usize..=merge.last_column as usize);
        let Some(across) = across.filter(|_| !is_one) else { return false };
        let is_free = across.iter().all(|last| *last < merge.first);
        if is_free {
            across.fill(merge.last);
        }
        is_free
    });
    merges
}

fn write_row(row: Row<'_>, table: &Table, line: &mut String) {
    let number = row.number();
    let _ = write!(line, "<row r=\"{number}\"{}>", hidden(table.concealed.has_row(number)));
    for (column, shown) in row.cells() {
        write_cell(&format!("{}{number}", column_letters(column)), shown, is_text(table), line);
    }
    let _ = write!(line, "</row>");
}

fn write_cell(place: &str, shown: Cell<'_>, of_text: bool, line: &mut String) {
    let (style, number) = match shown {
        Cell::Empty => return,
        // Text knows no numbers. As a text of a workbook 2019.1 would no longer be doubtful, and the
        // row would be accepted unmended.
        Cell::Text(text) if of_text && may_be_a_number(text) => (0, text.to_owned()),
        Cell::Text(text) | Cell::Error(text) => return write_text(place, text, line),
        Cell::Number(digits) if digits.parse::<f64>().is_ok_and(f64::is_finite) => {
            (0, digits.to_owned())
        }
        Cell::Number(digits) => return write_text(place, digits, line),
        Cell::Date(date) => match serial(date) {
            Some((style, serial)) => (style, serial.to_string()),
            None => return write_text(place, &date.to_string(), line),
        },
    };
    let _ = write!(line, "<c r=\"{place}\" s=\"{style}\"><v>{number}</v></c>");
}

/// Whether a date is read otherwise in text than in a number: 2019.1, and Excel's own 43830. Only
/// of numbers that are written the one way, so that nothing is lost.
fn may_be_a_number(text: &str) -> bool {
    let is_date = text.len() <= 8 && (text.contains('.') || text.len() == 5);
    is_date
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.parse::<f64>().is_ok_and(|number| number.to_string() == text)
}

fn write_text(place: &str, text: &str, line: &mut String) {
    // Excel shows what is quoted as it stands, and leaves it a text when the cell is edited.
    let style = if text.starts_with(['=', '+', '-', '@']) { QUOTED } else { TEXT };
    let text = xml::escape(text);
    let _ = write!(
        line,
        "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
    );
}

/// The style that shows a date no more precisely than it is, and Excel's number for it; none before
/// March 1900, where Excel's numbers are those of another calendar.
fn serial(date: PartialDay) -> Option<(u8, i64)> {
    let style = match (date.month(), date.day()) {
        (None, _) => YEAR,
        (Some(_), None) => MONTH,
        (Some(_), Some(_)) => DAY,
    };
    let day = date.earliest();
    let (from, first) = (Day::new(1900, 3, 1)?, 61);
    (day >= from).then(|| (style, day.days_since(from) + first))
}
