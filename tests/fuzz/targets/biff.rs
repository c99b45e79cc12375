//! The records of an .xls: the stream as it is, in a container without fault.

#![no_main]

use std::io::{Cursor, Read as _};
use wenzheng_fuzz::{compound, office, seeds};

libfuzzer_sys::fuzz_target!(init: { office::open(); seeds::plant(streams); }, |stream: &[u8]| {
    let bytes = compound::container("Workbook", stream);
    if let Ok(reading) = office::checked(&bytes) {
        office::handed_back(&bytes, &reading);
    }
});

/// The stream of every .xls of the fixtures that is one.
fn streams() -> Vec<Vec<u8>> {
    let stream = |bytes: Vec<u8>| {
        let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
        let mut stream = Vec::new();
        file.open_stream("/Workbook").ok()?.read_to_end(&mut stream).ok()?;
        Some(stream)
    };
    seeds::fixtures("sheets", &[".xls"]).into_iter().filter_map(stream).collect()
}
