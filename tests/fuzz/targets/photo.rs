//! A photo as an office sends it: any bytes as a picture in an archive, and as the archive itself.

#![no_main]

use std::io::{Cursor, Write as _};
use std::sync::LazyLock;
use wenzheng::intake::photos::read_photos;
use wenzheng::model::{day::Day, photo::Photo};
use wenzheng_fuzz::seeds;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

static TODAY: LazyLock<Day> = LazyLock::new(|| Day::parse("2026-11-24").expect("a day"));

/// An archive with one picture of somebody.
fn archive(picture: &[u8]) -> Vec<u8> {
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("330302199003071231.jpg", options).expect("an entry");
    zip.write_all(picture).expect("its bytes");
    zip.finish().expect("an archive").into_inner()
}

libfuzzer_sys::fuzz_target!(
    init: { seeds::plant(|| seeds::fixtures("photos", &[".jpg"])); },
    |bytes: &[u8]| {
        for archive in [archive(bytes), bytes.to_vec()] {
            let Ok(read) = read_photos(&archive, *TODAY, |_| Some(())) else { continue };
            for (_, photo) in read.taken {
                assert_eq!(Photo::parse(photo.as_bytes().to_vec()), Some(photo));
            }
        }
        let _ = Photo::parse(bytes.to_vec());
    }
);
