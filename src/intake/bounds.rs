//! How much intake takes in. Every bound is checked while reading, before memory is spent on what
//! lies beyond it: hostile files stay below 300 MiB, a hundred thousand honest rows below 400.

/// Bytes of an uploaded file: a hundred thousand full rows as text, and some to spare.
pub const FILE_BYTES: usize = 32 << 20;
/// Rows below the heading, over all sheets of a file.
pub const ROWS: usize = 100_000;
/// Columns of a sheet.
pub const COLUMNS: u32 = 512;
/// Cells that hold something, over all sheets of a file.
pub const CELLS: usize = 4_000_000;
/// Characters of one cell: Excel's own limit.
pub const CELL_CHARS: usize = 32_767;
/// Bytes of a workbook, unpacked: declared, and really met.
pub const UNPACKED: u64 = 256 << 20;

/// How far down a heading is looked for: title rows and signature rows stand above it.
pub(super) const HEADING_WITHIN: usize = 30;
/// The last row that may hold anything: the rows, and what stands around them.
pub(super) const LAST_ROW: u32 = 100_000 + 100;
/// Bytes of text that a file's cells hold together.
pub(super) const TEXT_BYTES: usize = 64 << 20;
/// Different texts that a workbook lists.
pub(super) const STRINGS: usize = 1_000_000;
/// Sheets of a workbook.
pub(super) const SHEETS: usize = 256;
/// Parts of a package.
pub(super) const PARTS: usize = 10_000;
/// Elements of one part: cells that are formatted and empty count here too.
pub(super) const ELEMENTS: usize = 16_000_000;
/// Bytes of one tag or one run of text in a part.
pub(super) const EVENT_BYTES: u64 = 1 << 20;
/// Elements inside each other.
pub(super) const DEPTH: usize = 64;
/// Merged ranges of a sheet.
pub(super) const MERGES: usize = 200_000;
/// Findings that are listed; a file with more is wrong as a whole.
pub(super) const FINDINGS: usize = 200_000;
/// Cell styles of a workbook; Excel stops at 65,490.
pub(super) const STYLES: usize = 70_000;
