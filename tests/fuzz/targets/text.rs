//! Delimited text in every encoding. The first byte chooses one; what is written in two encodings
//! says the same.

#![no_main]

use wenzheng_fuzz::{office, seeds};

libfuzzer_sys::fuzz_target!(init: { office::open(); seeds::plant(texts); }, |input: &[u8]| {
    let Some((choice, text)) = input.split_first() else { return };
    let bytes = match (choice % 5, String::from_utf8_lossy(text)) {
        (0, _) => text.to_vec(),
        (1, text) => encoding_rs::GB18030.encode(&text).0.into_owned(),
        (2, text) => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        (3, text) => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        (_, text) => return same_in_every_encoding(&text),
    };
    if let Ok(reading) = office::checked(&bytes) {
        office::handed_back(&bytes, &reading);
    }
});

/// With a mark in front there is one way to read a text.
fn same_in_every_encoding(text: &str) {
    let marked = format!("\u{FEFF}{text}");
    let utf16 = |unit: fn(u16) -> [u8; 2]| marked.encode_utf16().flat_map(unit).collect::<Vec<_>>();
    let first = office::checked(marked.as_bytes());
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        match (&first, office::checked(&bytes)) {
            (Ok(first), Ok(other)) => {
                assert_eq!((first.format, first.rows), (other.format, other.rows));
                assert_eq!(first.drafts, other.drafts);
                assert_eq!(first.findings, other.findings);
            }
            (Err(first), Err(other)) if *first == other => {}
            // What holds a zero is no text in UTF-8, and may be one in UTF-16.
            _ => assert!(text.contains('\0'), "read in one encoding alone"),
        }
    }
}

/// The text files of the fixtures under every choice.
fn texts() -> Vec<Vec<u8>> {
    let ends = [".csv", ".txt"];
    let mut raw = seeds::fixtures("sheets", &ends);
    raw.retain(|bytes| bytes.len() < 60_000);
    let chosen = raw.iter().enumerate().map(|(at, bytes)| {
        let choice = if std::str::from_utf8(bytes).is_ok() { at % 5 } else { 0 };
        [&[u8::try_from(choice).unwrap_or_default()], &bytes[..]].concat()
    });
    chosen.collect()
}
