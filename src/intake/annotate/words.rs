//! What the annotated workbook says to the clerk, and how it is known again.

use super::marks::NOTES;
use crate::model::finding::{Finding, Severity};
use std::fmt::Write;

/// The name of the sheet in front.
pub(super) const SUMMARY: &str = "检查结果";
/// The first cell of that sheet, by which it is known when the workbook comes back.
pub(super) const MARKER: &str =
    "温证检查结果：请按下表逐条修改，改好后直接上传本文件；本工作表会自动略过，不必删除";
/// What our part of a note begins with; all behind it is ours.
pub(super) const NOTE: &str = "【温证检查】";
/// Who wrote the notes.
pub(super) const AUTHOR: &str = "温证";
/// The sheet that a text file becomes.
pub(super) const DATA: &str = "数据";

/// What is said of a workbook that was .xls.
pub(super) const OLD_EXCEL: &str = "原文件是旧版 .xls，已转为 .xlsx：内容、合并和列宽未变；字体、颜色等样式、公式、图和原有批注没有保留。";
/// What is said where a conversation stands at a marked cell.
pub(super) const THREADS: &str =
    "有会话批注的单元格只标颜色，不加批注，问题见下表；原有的会话未变。";

/// What is said where too many cells are marked for each to have a note.
pub(super) fn notes_limited() -> String {
    format!("有批注的单元格最多 {NOTES} 个，其余只标颜色。")
}

/// Findings that one note tells; the sheet in front has them all.
const NOTE_FINDINGS: usize = 20;

/// What a severity asks of the clerk.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "需修改",
        Severity::Warning => "请留意",
        Severity::Fixed => "已更正",
    }
}

/// The name of the finding's sheet in the annotated workbook.
pub(super) fn sheet(finding: &Finding) -> &str {
    match finding.place.sheet.as_str() {
        "" => DATA,
        name => name,
    }
}

/// What the hint of a finding is called.
pub(super) fn hint(finding: &Finding) -> Option<String> {
    let hint = finding.hint.as_ref()?;
    Some(match finding.severity {
        Severity::Fixed => format!("已按“{hint}”读取"),
        _ => format!("可改为：{hint}"),
    })
}

/// The note of one cell: all that there is to say about it.
pub(super) fn note<'f>(findings: impl ExactSizeIterator<Item = &'f Finding>) -> String {
    let more = findings.len().saturating_sub(NOTE_FINDINGS);
    let mut note = NOTE.to_owned();
    // Writing to a String cannot fail.
    for finding in findings.take(NOTE_FINDINGS) {
        let _ = write!(note, "\n{}：{}", severity(finding.severity), finding.message);
        if let Some(hint) = hint(finding) {
            let _ = write!(note, "\n　　{hint}");
        }
    }
    if more > 0 {
        let _ = write!(note, "\n还有 {more} 条，见工作表“{SUMMARY}”。");
    }
    note
}
