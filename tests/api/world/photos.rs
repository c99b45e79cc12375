//! Photos as offices send them, of people who do not exist.

use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

/// As a camera wrote them, with the place where they were taken.
pub const WOMAN: &[u8] = include_bytes!("../../fixtures/photos/woman.jpg");
pub const MAN: &[u8] = include_bytes!("../../fixtures/photos/man.jpg");

/// An archive of files.
pub fn archive<N: AsRef<str>>(files: &[(N, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name.as_ref(), SimpleFileOptions::DEFAULT).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The name of a photo's file.
pub fn named(id_number: &str) -> String {
    format!("照片/{id_number}.jpg")
}
