//! Why a whole file is not read. Nothing is written then, and each refusal says what to do.

use super::{bounds, format::Kind};

/// A file that was not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.en())]
pub enum Refused {
    /// No bytes, or nothing but space.
    Empty,
    /// More bytes than are taken.
    FileTooLarge,
    /// Something stands below the last row, or too many rows hold something.
    TooManyRows {
        /// The sheet's row number, from 1.
        row: u32,
    },
    /// Something stands to the right of the last column.
    TooManyColumns {
        /// The sheet's row number, from 1.
        row: u32,
    },
    /// Too many cells, or too much text in them together.
    TooManyCells,
    /// One cell holds more than Excel itself allows.
    CellTooLong {
        /// The sheet's row number, from 1.
        row: u32,
    },
    /// The package unpacks to more than is taken.
    UnpacksTooLarge,
    /// Protected by a password.
    Encrypted,
    /// A workbook that is cut off or broken.
    Damaged,
    /// A format that is known and not read.
    NotRead(Kind),
    /// Bytes that are no text and no format that is known.
    Unknown,
    /// Text whose encoding is broken.
    BrokenText,
    /// Lines in UTF-8 and lines in GB18030.
    MixedText {
        /// The first line that differs from those before it, from 1.
        line: usize,
    },
    /// A quotation mark that is never closed.
    OpenQuote {
        /// The row in which it opens, from 1.
        row: u32,
    },
    /// No sheet has a heading that can be recognised.
    NoHeading,
    /// A heading, and nothing below it.
    NoRows,
}

impl Refused {
    /// Stable, `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::FileTooLarge => "file_too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooManyCells => "too_many_cells",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::UnpacksTooLarge => "unpacks_too_large",
            Self::Encrypted => "file_encrypted",
            Self::Damaged => "file_damaged",
            Self::NotRead(_) => "format_not_read",
            Self::Unknown => "format_unknown",
            Self::BrokenText => "text_broken",
            Self::MixedText { .. } => "text_mixed",
            Self::OpenQuote { .. } => "quote_open",
            Self::NoHeading => "heading_missing",
            Self::NoRows => "rows_missing",
        }
    }

    /// The sentence for a clerk.
    pub fn zh(&self) -> String {
        match self {
            Self::Empty => "文件是空的。请确认选对了文件，填好后重新上传。".into(),
            Self::FileTooLarge => format!("文件超过{} MB。请删去图片等无关内容，或分成几个文件上传。", bounds::FILE_BYTES >> 20),
            Self::TooManyRows { row } => format!("第{row}行还有内容，一个文件最多{}行。请删去多余的行，或分成几个文件上传。", bounds::ROWS),
            Self::TooManyColumns { row } => format!("第{row}行的内容超出第{}列。请删去右侧多余的列后重新上传。", bounds::COLUMNS),
            Self::TooManyCells => "文件内容过多。请删去与证书无关的列和工作表，或分成几个文件上传。".into(),
            Self::CellTooLong { row } => format!("第{row}行有一个单元格超过{}个字。请删短后重新上传。", bounds::CELL_CHARS),
            Self::UnpacksTooLarge => format!("文件展开后超过{} MB。请把内容复制到新的工作簿，保存后上传。", bounds::UNPACKED >> 20),
            Self::Encrypted => "文件设有密码，无法读取。请在 Excel 中去掉打开密码，保存后重新上传。".into(),
            Self::Damaged => "文件不完整或已损坏。请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”后重新上传。".into(),
            Self::NotRead(kind) => format!("这是{}，暂不能读取。{}", kind.zh(), kind.way_out_zh()),
            Self::Unknown => "这个文件不是表格。请上传 Excel 工作簿（.xlsx、.xls）或 CSV 文件。".into(),
            Self::BrokenText => "文件中的文字有损坏，读不出来。请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”后重新上传。".into(),
            Self::MixedText { line } => format!("文件里混有 UTF-8 和 GB18030 两种编码，从第{line}行起与前面不同，按哪一种读都会有乱码。请用同一种编码重新导出，或另存为“Excel 工作簿（.xlsx）”后上传。"),
            Self::OpenQuote { row } => format!("第{row}行有一个英文双引号（\"）没有成对，后面的内容无法分列。请补上或删去这个引号后重新上传。"),
            Self::NoHeading => "没有找到表头。请在数据上方保留一行列名，至少有姓名、证件号码、资格名称、取得时间。".into(),
            Self::NoRows => "表头下面没有数据。请填好后重新上传。".into(),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            Self::Empty => "The file is empty. Check that it is the right one, fill it in and upload it again.".into(),
            Self::FileTooLarge => format!("The file is larger than {} MB. Remove pictures and the like, or split it.", bounds::FILE_BYTES >> 20),
            Self::TooManyRows { row } => format!("Row {row} still holds something; a file may have {} rows. Delete what is not needed, or split the file.", bounds::ROWS),
            Self::TooManyColumns { row } => format!("Row {row} goes beyond column {}. Delete the columns on the right.", bounds::COLUMNS),
            Self::TooManyCells => "The file holds too much. Delete columns and sheets that no certificate needs, or split it.".into(),
            Self::CellTooLong { row } => format!("A cell in row {row} has more than {} characters. Shorten it.", bounds::CELL_CHARS),
            Self::UnpacksTooLarge => format!("The file unpacks to more than {} MB. Copy its content into a new workbook and upload that.", bounds::UNPACKED >> 20),
            Self::Encrypted => "The file is protected by a password. Remove the password in Excel, save, and upload it again.".into(),
            Self::Damaged => "The file is incomplete or damaged. Open it in Excel or WPS, save it as an Excel workbook (.xlsx), and upload that.".into(),
            Self::NotRead(kind) => format!("This is {}, which is not read yet. {}", kind.en(), kind.way_out_en()),
            Self::Unknown => "This file is not a sheet. Upload an Excel workbook (.xlsx, .xls) or a CSV file.".into(),
            Self::BrokenText => "The file's text is damaged. Open it in Excel or WPS, save it as an Excel workbook (.xlsx), and upload that.".into(),
            Self::MixedText { line } => format!("The file mixes UTF-8 and GB18030: line {line} differs from those before it, and either reading would garble names. Export it again in one encoding, or save it as .xlsx."),
            Self::OpenQuote { row } => format!("A quotation mark (\") that opens in row {row} is never closed. Close or delete it."),
            Self::NoHeading => "No heading row was found. Keep a row of column names above the data, with at least name, ID number, title and date obtained.".into(),
            Self::NoRows => "There is nothing below the heading. Fill the sheet in and upload it again.".into(),
        }
    }
}
