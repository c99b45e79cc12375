//! A workbook out of its parts as they are, so that neither a checksum nor compression stands
//! between the fuzzer and the XML.

use std::io::{Cursor, Read as _, Write as _};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Stands between two parts; no part of a fixture has it.
const BETWEEN: &[u8] = b"\xFF\n";

/// The parts in the order of an input, and what they are where an input says nothing.
const PARTS: [(&str, &str); 12] = [
    ("xl/worksheets/sheet1.xml", ""),
    ("xl/sharedStrings.xml", ""),
    ("xl/styles.xml", ""),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="r"><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="rId1" Type="/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="/styles" Target="styles.xml"/></Relationships>"#,
    ),
    ("[Content_Types].xml", "<Types></Types>"),
    ("xl/worksheets/_rels/sheet1.xml.rels", ""),
    ("xl/comments1.xml", ""),
    ("xl/drawings/vmlDrawing1.vml", ""),
    ("xl/worksheets/sheet2.xml", ""),
    ("xl/worksheets/_rels/sheet2.xml.rels", ""),
    ("_rels/.rels", ""),
];

/// The package that an input describes.
pub fn pack(input: &[u8]) -> Vec<u8> {
    let mut rest = Some(input);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, usual) in PARTS {
        let part = rest.map_or(&b""[..], |left| {
            let at = left.windows(BETWEEN.len()).position(|window| window == BETWEEN);
            let (part, after) = at.map_or((left, None), |at| {
                (&left[..at], Some(&left[at + BETWEEN.len()..])) // found there
            });
            rest = after;
            part
        });
        let part = if part.is_empty() { usual.as_bytes() } else { part };
        if !part.is_empty() {
            writer.start_file(name, options).expect("a part of memory");
            writer.write_all(part).expect("a part of memory");
        }
    }
    writer.finish().expect("a package in memory").into_inner()
}

/// The input that describes a workbook, as far as its parts bear the usual names.
pub fn unpack(workbook: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).ok()?;
    let mut input = Vec::new();
    for (at, (name, _)) in PARTS.iter().enumerate() {
        if at > 0 {
            input.extend_from_slice(BETWEEN);
        }
        if let Ok(mut part) = archive.by_name(name) {
            part.read_to_end(&mut input).ok()?;
        }
    }
    Some(input)
}
