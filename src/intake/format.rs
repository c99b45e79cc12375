//! What a file is, by its content: the extension is the clerk's and often wrong.

use super::refused::Refused;

/// A format that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Office Open XML workbook (ECMA-376).
    Xlsx,
    /// Workbook of Excel 97 to 2003 (BIFF8); WPS writes the same into .et.
    Xls,
    /// Text separated by commas or semicolons (RFC 4180).
    Csv,
    /// Text separated by tabs.
    Tsv,
}

impl Format {
    /// `xlsx`, `xls`, `csv` or `tsv`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// Whether cells are text alone, so that a number cannot be told from its digits.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv)
    }
}

/// A format that is known and not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// .xls of Excel 95 and before, or a WPS .et that is not written as .xls.
    Xls,
    /// .xlsb.
    Xlsb,
    /// .ods.
    Ods,
    /// HTML, often dressed as .xls by other programs.
    Html,
    /// XML of Excel 2003, often dressed as .xls.
    Xml,
    /// PDF.
    Pdf,
    /// OFD.
    Ofd,
    /// A word processor's document.
    Document,
    /// A picture.
    Picture,
    /// ZIP, RAR, 7z, gzip.
    Archive,
}

impl Kind {
    /// Its name, with a measure word.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Xls => "早期 Excel 文件（Excel 95 及以前）或 WPS 表格（.et）",
            Self::Xlsb => "Excel 二进制工作簿（.xlsb）",
            Self::Ods => "OpenDocument 表格（.ods）",
            Self::Html => "网页（HTML）文件",
            Self::Xml => "XML 表格文件",
            Self::Pdf => "PDF 文件",
            Self::Ofd => "OFD 文件",
            Self::Document => "文字文档",
            Self::Picture => "图片",
            Self::Archive => "压缩包",
        }
    }

    /// The same in English, with its article.
    pub fn en(self) -> &'static str {
        match self {
            Self::Xls => "a very old Excel file (Excel 95 or before) or a WPS sheet (.et)",
            Self::Xlsb => "an Excel binary workbook (.xlsb)",
            Self::Ods => "an OpenDocument sheet (.ods)",
            Self::Html => "a web page (HTML)",
            Self::Xml => "an XML sheet",
            Self::Pdf => "a PDF",
            Self::Ofd => "an OFD document",
            Self::Document => "a text document",
            Self::Picture => "a picture",
            Self::Archive => "an archive",
        }
    }

    pub(super) fn way_out_zh(self) -> &'static str {
        match self {
            Self::Xls | Self::Xlsb | Self::Ods | Self::Html | Self::Xml => {
                "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”后上传。"
            }
            Self::Pdf | Self::Ofd | Self::Document | Self::Picture => {
                "请上传原来的表格文件（.xlsx 或 CSV）。"
            }
            Self::Archive => "请解压后上传其中的表格文件（.xlsx 或 CSV）。",
        }
    }

    pub(super) fn way_out_en(self) -> &'static str {
        match self {
            Self::Xls | Self::Xlsb | Self::Ods | Self::Html | Self::Xml => {
                "Open it in Excel or WPS, save it as an Excel workbook (.xlsx), and upload that."
            }
            Self::Pdf | Self::Ofd | Self::Document | Self::Picture => {
                "Upload the sheet that it was made from (.xlsx or CSV)."
            }
            Self::Archive => "Unpack it and upload the sheet inside (.xlsx or CSV).",
        }
    }
}

/// What the first bytes, and for containers the names inside, say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Looks {
    /// A ZIP package: a workbook, or something else.
    Package,
    /// A compound file: a workbook, or something else.
    Compound,
    /// A format that is known and not read.
    Known(Kind),
    /// Perhaps text.
    Text,
}

/// Names the container of `bytes`.
pub(super) fn look(bytes: &[u8]) -> Looks {
    const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Looks::Package;
    }
    if bytes.starts_with(COMPOUND_FILE) {
        return Looks::Compound;
    }
    let magic = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    magic.map(|(_, kind)| *kind).or_else(|| markup(bytes)).map_or(Looks::Text, Looks::Known)
}

const MAGIC: [(&[u8], Kind); 15] = [
    (b"%PDF-", Kind::Pdf),
    (b"\x89PNG", Kind::Picture),
    (b"\xFF\xD8\xFF", Kind::Picture),
    (b"GIF8", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"RIFF", Kind::Picture),
    (b"Rar!", Kind::Archive),
    (b"7z\xBC\xAF", Kind::Archive),
    (b"\x1F\x8B", Kind::Archive),
    (b"{\\rtf", Kind::Document),
    // BIFF 2 to 5 without a container.
    (b"\x09\x00\x04\x00", Kind::Xls),
    (b"\x09\x02\x06\x00", Kind::Xls),
    (b"\x09\x04\x06\x00", Kind::Xls),
    (b"\x09\x08", Kind::Xls),
];

/// Why a compound file ([MS-CFB]) that is no readable workbook is not read: by the names of its
/// streams, in UTF-16LE, wherever they stand.
pub(super) fn compound(bytes: &[u8]) -> Refused {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide)
    };
    if holds("EncryptedPackage") {
        Refused::Encrypted
    } else if holds("WordDocument") || holds("PowerPoint Document") {
        Refused::NotRead(Kind::Document)
    } else if holds("Workbook") {
        Refused::Damaged
    } else {
        Refused::NotRead(Kind::Xls)
    }
}

/// HTML, MHTML and Excel's XML are text; they are told by how they begin.
pub(super) fn markup(bytes: &[u8]) -> Option<Kind> {
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = head.get(..head.len().min(1024)).unwrap_or_default().trim_ascii_start();
    let lower = head.to_ascii_lowercase();
    if lower.starts_with(b"mime-version:") {
        return Some(Kind::Html);
    }
    if !lower.starts_with(b"<") {
        return None;
    }
    let is_html = [&b"<html"[..], b"<!doctype html", b"<table", b"<head", b"<meta"]
        .iter()
        .any(|tag| find(&lower, tag));
    if is_html {
        return Some(Kind::Html);
    }
    lower.starts_with(b"<?xml").then_some(Kind::Xml)
}

/// Whether `needle` occurs in `bytes`.
fn find(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// What a ZIP package is, by the names of its parts, if it is no .xlsx.
pub(super) fn package_kind<'a>(mut names: impl Iterator<Item = &'a [u8]>) -> Kind {
    let mut kind = Kind::Archive;
    for name in names.by_ref().take(10_000) {
        kind = match name {
            b"xl/workbook.bin" => return Kind::Xlsb,
            b"OFD.xml" => return Kind::Ofd,
            b"word/document.xml" | b"ppt/presentation.xml" => return Kind::Document,
            b"mimetype" => Kind::Ods,
            _ => kind,
        };
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_content() {
        let wide = |name: &str| -> Vec<u8> {
            let name = name.encode_utf16().flat_map(u16::to_le_bytes);
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".iter().copied().chain([0; 64]).chain(name).collect()
        };
        for (bytes, looks) in [
            (b"PK\x03\x04rest".to_vec(), Looks::Package),
            (wide("Workbook"), Looks::Compound),
            (b"%PDF-1.7".to_vec(), Looks::Known(Kind::Pdf)),
            (b"\x89PNG\r\n".to_vec(), Looks::Known(Kind::Picture)),
            (b"\xFF\xFEa\0".to_vec(), Looks::Text),
            (b"\xEF\xBB\xBF\r\n<HTML xmlns:x=\"urn\">".to_vec(), Looks::Known(Kind::Html)),
            (b"<?xml version=\"1.0\"?><Workbook>".to_vec(), Looks::Known(Kind::Xml)),
            ("姓名,证件号码".as_bytes().to_vec(), Looks::Text),
            (Vec::new(), Looks::Text),
        ] {
            assert_eq!(look(&bytes), looks, "{:?}", String::from_utf8_lossy(&bytes));
        }
        for (stream, refused) in [
            ("EncryptedPackage", Refused::Encrypted),
            ("WordDocument", Refused::NotRead(Kind::Document)),
            ("Workbook", Refused::Damaged),
            ("Book", Refused::NotRead(Kind::Xls)),
        ] {
            assert_eq!(compound(&wide(stream)), refused, "{stream}");
        }
    }
}
