//! The sheet in front: how many rows are in order, and every finding with a link to its cell.

use super::{
    Dialect, Tally, marks,
    styles::{Face, Palette},
    words,
    xml::{self, Out},
};
use crate::{
    intake::refused::Refused,
    model::finding::{Finding, Severity, column_letters},
};
use std::fmt::Write;

/// Findings that are listed. A sheet of Excel has room for 65,530 links, and a clerk who has mended
/// these will upload the sheet again.
const LISTED: usize = 20_000;
/// Above the list.
const HEAD_ROWS: usize = 7;
const COLUMNS: [(&str, u32); 8] = [
    ("类别", 9),
    ("工作表", 16),
    ("行", 7),
    ("列", 7),
    ("项目", 12),
    ("问题和办法", 64),
    ("建议", 30),
    ("定位", 10),
];

/// What the sheet in front tells.
pub(super) struct Summary<'a> {
    pub(super) findings: &'a [Finding],
    pub(super) tally: &'a Tally,
    /// What else the clerk should know of this workbook.
    pub(super) remarks: &'a [String],
    /// Whether the workbook has a window for a view.
    pub(super) has_view: bool,
}

/// Writes the sheet.
pub(super) fn write(
    summary: &Summary<'_>,
    palette: &Palette,
    dialect: Dialect,
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    xml::raw(
        out,
        &format!(
            "{}<worksheet xmlns=\"{}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>",
            xml::HEAD,
            dialect.main()
        ),
    )?;
    if summary.has_view {
        xml::raw(
            out,
            &format!(
                "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"{HEAD_ROWS}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>",
                HEAD_ROWS + 1
            ),
        )?;
    }
    let mut top = String::from("<cols>");
    // Writing to a String cannot fail.
    for ((_, width), column) in COLUMNS.iter().zip(1..) {
        let _ = write!(
            top,
            "<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>"
        );
    }
    xml::raw(out, &format!("{top}</cols><sheetData>{}", head(summary, palette)))?;
    let listed = listed(summary.findings);
    for (finding, row) in listed.iter().zip(HEAD_ROWS + 1..) {
        xml::raw(out, &line(finding, row, palette))?;
    }
    xml::raw(out, "</sheetData>")?;
    if !listed.is_empty() {
        xml::raw(out, "<hyperlinks>")?;
        for (finding, row) in listed.iter().zip(HEAD_ROWS + 1..) {
            xml::raw(out, &link(finding, row))?;
        }
        xml::raw(out, "</hyperlinks>")?;
    }
    xml::raw(
        out,
        "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
    )
}

/// The findings that are listed: all, or the gravest, in the order of the sheet.
fn listed(findings: &[Finding]) -> Vec<&Finding> {
    let mut left = LISTED;
    let mut take = [0; 3];
    let severities = [Severity::Error, Severity::Warning, Severity::Fixed];
    for (severity, take) in severities.iter().zip(&mut take) {
        *take = findings.iter().filter(|f| f.severity == *severity).take(left).count();
        left -= *take;
    }
    let mut is_taken = |finding: &Finding| {
        let at = severities.iter().position(|severity| *severity == finding.severity);
        at.and_then(|at| take.get_mut(at)).is_some_and(|left| {
            let has_room = *left > 0;
            *left = left.saturating_sub(1);
            has_room
        })
    };
    findings.iter().filter(|finding| is_taken(finding)).collect()
}

fn head(summary: &Summary<'_>, palette: &Palette) -> String {
    let Tally { rows, accepted, fixed, rejected, judged } = *summary.tally;
    let count = |severity| summary.findings.iter().filter(|f| f.severity == severity).count();
    let rows = if judged {
        format!(
            "共 {rows} 行：可以报送 {accepted} 行（其中已更正 {fixed} 行），需修改 {rejected} 行。"
        )
    } else {
        format!("共 {rows} 行：缺少必需的列，没有逐行检查。请先补上列。")
    };
    let mut remarks = summary.remarks.concat();
    if summary.findings.len() > LISTED {
        let _ = write!(
            remarks,
            "问题较多，下面只列出 {LISTED} 条，需修改的在先；改好后重新上传，会列出其余的。"
        );
    }
    let line = palette.face(Face::Line);
    let mut head = row(1, &[cell("A", 1, palette.face(Face::Title), words::MARKER)]);
    head += &row(2, &[cell("A", 2, line, &rows)]);
    let meanings = [
        (Severity::Error, "这一行暂不能报送，请修改"),
        (Severity::Warning, "可以报送，请核对"),
        (Severity::Fixed, "已按“建议”一栏读取，您不必改动"),
    ];
    for ((severity, meaning), at) in meanings.into_iter().zip(3..) {
        let tag = cell("A", at, palette.face(Face::Tag(severity)), words::severity(severity));
        let meaning = format!("{} 条，{meaning}。", count(severity));
        head += &row(at, &[tag, cell("B", at, line, &meaning)]);
    }
    head += &row(HEAD_ROWS - 1, &[cell("A", HEAD_ROWS - 1, line, &remarks)]);
    let names = COLUMNS.iter().zip(0..);
    let names: Vec<String> = names
        .map(|((name, _), column)| {
            let face = if matches!(*name, "行" | "列") { Face::MiddleHead } else { Face::Head };
            cell(&column_letters(column), HEAD_ROWS, palette.face(face), name)
        })
        .collect();
    head + &row(HEAD_ROWS, &names)
}

/// One finding.
fn line(finding: &Finding, at: usize, palette: &Palette) -> String {
    let (text, severity) = (palette.face(Face::Text), finding.severity);
    let middle = palette.face(Face::Middle);
    let (column, number) = marks::cell(finding);
    let hint = words::hint(finding).unwrap_or_default();
    let cells = [
        cell("A", at, palette.face(Face::Tag(severity)), words::severity(severity)),
        cell("B", at, text, words::sheet(finding)),
        format!("<c r=\"C{at}\" s=\"{middle}\"><v>{number}</v></c>"),
        cell("D", at, middle, finding.column.as_deref().unwrap_or_default()),
        cell("E", at, text, finding.field.map_or("", |field| field.zh())),
        cell("F", at, text, &finding.message),
        cell("G", at, text, &hint),
        cell("H", at, palette.face(Face::Link), &format!("{}{number}", column_letters(column))),
    ];
    let wrapped = [(words::sheet(finding), 16), (&*finding.message, 64), (&*hint, 30)];
    let lines = wrapped.map(|(text, width)| lines(text, width)).into_iter().max().unwrap_or(1);
    // Excel knows no row higher than 409 points.
    let height = lines.min(20) * 15;
    format!("<row r=\"{at}\" ht=\"{height}\" customHeight=\"1\">{}</row>", cells.concat())
}

/// The lines that a text takes in a column so many digits wide. Programs differ on whether they
/// measure the rows of a sheet that they open, so the height is written.
fn lines(text: &str, width: usize) -> usize {
    let line = |line: &str| {
        let taken: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        // Punctuation that may not begin a line leaves a gap at its end.
        taken.div_ceil(width - 3).max(1)
    };
    text.lines().map(line).sum()
}

/// The link of a finding to its cell.
fn link(finding: &Finding, at: usize) -> String {
    let (column, number) = marks::cell(finding);
    let sheet = words::sheet(finding).replace('\'', "''");
    let target = xml::escape(&format!("'{sheet}'!{}{number}", column_letters(column)));
    format!("<hyperlink ref=\"H{at}\" location=\"{target}\"/>")
}

fn row(at: usize, cells: &[String]) -> String {
    format!("<row r=\"{at}\">{}</row>", cells.concat())
}

/// A cell of text; nothing in it can be a formula.
fn cell(column: &str, row: usize, style: u32, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = xml::escape(text);
    format!(
        "<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
    )
}
