//! The photo of a holder: a small picture and nothing beside it.

use super::digest::Digest;
use std::fmt;

/// The most of its width and height: 25 × 35 mm (一寸) at 300 dots an inch.
pub const MOST: [u16; 2] = [295, 413];
/// The most of its bytes.
pub const BYTES: usize = 32 * 1024;

/// Width to height, as the page's box has them.
const RATIO: [u32; 2] = [5, 7];

/// A plain JPEG (ITU-T T.81, baseline, three components of eight bits in a JFIF file) that is as
/// large as a certificate shows it. It has room for no EXIF, colour profile, comment or thumbnail, and
/// for nothing behind its end; so there is one way to show it, and nothing in it to find out.
///
/// Its `Debug` shows no picture: it never reaches a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    bytes: Vec<u8>,
    size: [u16; 2],
}

impl Photo {
    /// Takes bytes that are such a picture, from whoever made, kept or printed it.
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        let size = Jpeg { rest: bytes.get(..=BYTES).is_none().then_some(&bytes)? }.size()?;
        Some(Self { bytes, size })
    }

    /// The JPEG.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Width and height in pixels.
    pub fn size(&self) -> [u16; 2] {
        self.size
    }

    /// What a credential says of it.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [width, height] = self.size;
        write!(f, "Photo({width} × {height})")
    }
}

/// Whether a picture is no larger than a certificate shows it, and of its shape to the pixel.
fn fits([width, height]: [u16; 2]) -> bool {
    let [wide, high] = RATIO;
    let [most_wide, most_high] = MOST;
    let off = (u32::from(width) * high).abs_diff(u32::from(height) * wide);
    (1..=most_wide).contains(&width) && (1..=most_high).contains(&height) && off <= wide + high
}

/// A JPEG on its way through our eyes.
struct Jpeg<'a> {
    rest: &'a [u8],
}

impl<'a> Jpeg<'a> {
    /// Its width and height, if it is as it must be from the first byte to the last.
    fn size(mut self) -> Option<[u16; 2]> {
        self.rest = self.rest.strip_prefix(&[0xFF, 0xD8])?;
        let (mark, jfif) = self.segment()?;
        if mark != 0xE0 || !matches!(jfif, [b'J', b'F', b'I', b'F', 0, 1, _, _, _, _, _, _, 0, 0]) {
            return None;
        }
        let mut size = None;
        loop {
            match self.segment()? {
                // Quantisation, Huffman tables.
                (0xDB | 0xC4, _) => {}
                (0xC0, &[8, y1, y0, x1, x0, 3, _, _, _, _, _, _, _, _, _]) if size.is_none() => {
                    size = Some([u16::from_be_bytes([x1, x0]), u16::from_be_bytes([y1, y0])]);
                }
                (0xDA, &[3, ..]) => break,
                _ => return None,
            }
        }
        self.ends_with_its_scan().then_some(size?).filter(|size| fits(*size))
    }

    /// The next marker and what stands in its segment.
    fn segment(&mut self) -> Option<(u8, &'a [u8])> {
        let (&[0xFF, mark, high, low], _) = self.rest.split_first_chunk()? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = self.rest.get(4..2 + length)?;
        self.rest = self.rest.get(2 + length..)?;
        Some((mark, segment))
    }

    /// Whether one scan follows, and behind it the end of the picture and of the bytes.
    fn ends_with_its_scan(&self) -> bool {
        let Some((scan, [0xFF, 0xD9])) = self.rest.split_last_chunk() else { return false };
        let marks = scan.windows(2).filter(|pair| pair[0] == 0xFF);
        scan.last() != Some(&0xFF) && marks.into_iter().all(|pair| pair[1] == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The frame of a picture of this size, its tables and its scan cut short: nothing is decoded.
    fn plain(width: u16, height: u16) -> Vec<u8> {
        let [[x1, x0], [y1, y0]] = [width.to_be_bytes(), height.to_be_bytes()];
        [
            &b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0"[..],
            &[0xFF, 0xC0, 0, 17, 8, y1, y0, x1, x0, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1],
            &[0xFF, 0xDB, 0, 3, 0],
            &[0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0],
            &[1, 2, 0xFF, 0, 3, 0xFF, 0xD9],
        ]
        .concat()
    }

    #[test]
    fn a_photo_is_a_plain_jpeg_of_the_certificates_shape() {
        for size in [[295, 413], [150, 210], [100, 140], [143, 200]] {
            assert_eq!(Photo::parse(plain(size[0], size[1])).unwrap().size(), size);
        }
        for [width, height] in [[296, 414], [295, 420], [210, 150], [0, 0], [200, 200]] {
            assert_eq!(Photo::parse(plain(width, height)), None, "{width} × {height}");
        }
    }

    #[test]
    fn a_photo_has_room_for_nothing_else() {
        let good = plain(295, 413);
        let with = |at: usize, more: &[u8]| [&good[..at], more, &good[at..]].concat();
        for (bytes, what) in [
            (with(20, b"\xFF\xE1\0\x08Exif\0\0"), "EXIF"),
            (with(20, b"\xFF\xE2\0\x05ICC"), "a profile"),
            (with(20, b"\xFF\xFE\0\x04hi"), "a comment"),
            (with(good.len(), b"PK\x03\x04"), "an archive behind it"),
            (with(good.len() - 2, b"\xFF\xD9"), "a second end"),
            (with(good.len() - 2, b"\xFF\xDA\0\x02"), "a second scan"),
            (good[..good.len() - 2].to_vec(), "no end"),
            (with(good.len() - 2, &vec![0; BYTES]), "too many bytes"),
            (Vec::new(), "nothing"),
        ] {
            assert_eq!(Photo::parse(bytes), None, "{what}");
        }
        for length in 0..good.len() {
            assert_eq!(Photo::parse(good[..length].to_vec()), None, "{length}");
        }
    }

    #[test]
    fn no_log_shows_it() {
        assert_eq!(format!("{:?}", Photo::parse(plain(295, 413)).unwrap()), "Photo(295 × 413)");
    }
}
