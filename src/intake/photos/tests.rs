//! Photos as offices send them, and what nobody should send.

mod archives;
mod pictures;

use super::{NotTaken, PHOTO_BYTES, Photos, Unopened, Why, picture::photo, read_photos};
use crate::model::{day::Day, identity::Identity, photo::MOST};
use image::{DynamicImage, ExtendedColorType, ImageBuffer, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

const ZHANG: &str = "330302199003071231";
const LI: &str = "33032719880808004X";

/// A face as a test knows one: red above, blue below, darker to the right.
fn drawn(width: u32, height: u32) -> RgbImage {
    ImageBuffer::from_fn(width, height, |x, y| {
        let shade = u8::try_from(x * 200 / width).unwrap();
        if y < height / 2 { Rgb([250 - shade, 20, 20]) } else { Rgb([20, 20, 250 - shade]) }
    })
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    written(drawn(width, height), ImageFormat::Jpeg)
}

fn zip<N: AsRef<[u8]>>(files: &[(N, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, content)) in files.iter().enumerate() {
        // Names that are no UTF-8 are written over placeholders of the same length.
        let name = std::str::from_utf8(name.as_ref())
            .map_or_else(|_| format!("{at:0>width$}", width = name.as_ref().len()), str::to_owned);
        zip.start_file(name, SimpleFileOptions::DEFAULT).unwrap();
        zip.write_all(content).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    for (at, (name, _)) in files.iter().enumerate() {
        let name = name.as_ref();
        if std::str::from_utf8(name).is_err() {
            let placeholder = format!("{at:0>width$}", width = name.len());
            while let Some(place) =
                bytes.windows(name.len()).position(|window| window == placeholder.as_bytes())
            {
                bytes[place..place + name.len()].copy_from_slice(name);
            }
        }
    }
    bytes
}

/// In a batch of two: the first is Zhang, the second Li.
fn read(bytes: &[u8]) -> Result<Photos<u8>, Unopened> {
    let whose = |document: &Identity| {
        [ZHANG, LI]
            .iter()
            .zip(1..)
            .find(|(n, _)| **n == document.id_number.reveal())
            .map(|(_, at)| at)
    };
    read_photos(bytes, Day::parse("2026-11-24").unwrap(), whose)
}

fn whys(photos: &Photos<u8>) -> Vec<(Option<u8>, Why)> {
    photos.not_taken.iter().map(|one| (one.whose, one.why)).collect()
}

#[test]
fn each_reason_has_its_own_code_and_words() {
    let codes: std::collections::BTreeSet<_> = Why::ALL.iter().map(|why| why.code()).collect();
    let words: std::collections::BTreeSet<_> = Why::ALL.iter().map(|why| why.zh()).collect();
    assert_eq!((codes.len(), words.len()), (Why::ALL.len(), Why::ALL.len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read(&[b"PK\x03\x04", &bytes[..]].concat());
        let _ = photo(&bytes);
        let _ = photo(&[&[0xFF, 0xD8, 0xFF], &bytes[..]].concat());
    }

    #[test]
    fn what_comes_of_a_broken_picture_is_plain_all_the_same(
        at in any::<prop::sample::Index>(),
        flip in 1..=255_u8,
    ) {
        for mut bytes in [jpeg(150, 210), written(drawn(150, 210), ImageFormat::Png)] {
            let place = at.index(bytes.len());
            bytes[place] ^= flip;
            let _ = photo(&bytes); // a photo is plain by construction
            let mut archive = zip(&[(format!("{ZHANG}.jpg"), &bytes[..])]);
            let place = at.index(archive.len());
            archive[place] ^= flip;
            let _ = read(&archive);
        }
    }
}
