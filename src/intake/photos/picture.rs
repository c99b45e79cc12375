//! Bytes from outside → the small plain picture that a certificate shows. The only place that knows
//! the picture library: what goes on from here was made here, pixel by pixel.

use super::Why;
use crate::model::photo::{self, Photo};
use image::{
    DynamicImage, ImageDecoder, ImageResult, Limits, RgbImage,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::PngDecoder,
    },
    imageops::FilterType,
};
use std::io::Cursor;

/// The longest side of a picture that is opened.
const LONGEST: u32 = 2000;
/// What opening it may take: four channels of 16 bits, and as much again.
const MEMORY: u64 = 64 << 20;
/// A picture that is smaller shows no face on paper.
const SMALLEST: [u32; 2] = [100, 140];
/// How good the picture is, tried from the first until it is small enough.
const QUALITIES: [u8; 7] = [88, 80, 70, 60, 50, 40, 30];
/// What a photo on a page aims at.
const AIM: usize = 20 * 1024;

/// The photo that a file holds.
pub(super) fn photo(bytes: &[u8]) -> Result<Photo, Why> {
    let picture = opened(bytes)?;
    let (width, height) = (picture.width(), picture.height());
    if width > height {
        return Err(Why::Landscape);
    }
    let picture = cropped(&picture);
    let [narrowest, lowest] = SMALLEST;
    if picture.width() < narrowest || picture.height() < lowest {
        return Err(Why::TooFewPixels);
    }
    encoded(&on_white(&shrunk(picture)))
}

/// How a file of each kind begins.
const JPEG: &[u8] = b"\xFF\xD8\xFF";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Whether bytes begin like a picture of a kind that is read.
pub(super) fn is_read(bytes: &[u8]) -> bool {
    bytes.starts_with(JPEG) || bytes.starts_with(PNG)
}

/// The picture as it is to be looked at.
fn opened(bytes: &[u8]) -> Result<DynamicImage, Why> {
    let limits = || {
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST);
        limits.max_image_height = Some(LONGEST);
        limits.max_alloc = Some(MEMORY);
        limits
    };
    match bytes {
        [..] if bytes.starts_with(JPEG) => {
            match frame(bytes).ok_or(Why::Damaged)? {
                Frame { components: 1 | 3, whole: true } => {}
                Frame { components: 4, .. } => return Err(Why::Cmyk),
                Frame { .. } => return Err(Why::Damaged),
            }
            turned(JpegDecoder::new(Cursor::new(bytes)), limits())
        }
        [..] if bytes.starts_with(PNG) => {
            turned(PngDecoder::with_limits(Cursor::new(bytes), limits()), limits())
        }
        _ => Err(Why::OtherFormat),
    }
}

/// Decodes within `limits`, the right way up.
fn turned(decoder: ImageResult<impl ImageDecoder>, limits: Limits) -> Result<DynamicImage, Why> {
    let mut decoder = decoder.map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width > LONGEST || height > LONGEST {
        return Err(Why::TooManyPixels);
    }
    decoder.set_limits(limits).map_err(refused)?;
    let orientation = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn refused(error: image::ImageError) -> Why {
    match error {
        image::ImageError::Limits(_) => Why::TooManyPixels,
        _ => Why::Damaged,
    }
}

/// What a JPEG says of itself: how many colours it is made of, and whether it goes on to its end. The
/// library would make grey of what was cut off.
struct Frame {
    components: u8,
    whole: bool,
}

fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut rest = bytes.get(2..)?;
    let mut components = None;
    loop {
        let (&[0xFF, mark, high, low], _) = rest.split_first_chunk()? else { return None };
        if mark == 0xFF {
            rest = rest.get(1..)?; // fill bytes (T.81, B.1.1.2)
            continue;
        }
        let length = usize::from(u16::from_be_bytes([high, low])).max(2);
        match mark {
            0xC0..=0xCF if !matches!(mark, 0xC4 | 0xC8 | 0xCC) => {
                components = Some(*rest.get(9)?);
            }
            0xDA => break,
            _ => {}
        }
        rest = rest.get(2 + length..)?;
    }
    let whole = rest.windows(2).any(|pair| pair == [0xFF, 0xD9]);
    Some(Frame { components: components?, whole })
}

/// The largest part that has a photo's shape: the middle, and of a high picture what stands a third
/// of the way down, where a face is.
fn cropped(picture: &DynamicImage) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    // Sides are below 2,001.
    let high = (width * 7 + 2) / 5;
    if high <= height {
        return picture.crop_imm(0, (height - high) / 3, width, high);
    }
    let wide = ((height * 5 + 3) / 7).min(width);
    picture.crop_imm((width - wide) / 2, 0, wide, height)
}

fn shrunk(picture: DynamicImage) -> DynamicImage {
    let [width, height] = photo::MOST.map(u32::from);
    if picture.width() <= width && picture.height() <= height {
        return picture;
    }
    // Polynomials alone: no sine of some system's library.
    picture.resize_exact(width, height, FilterType::CatmullRom)
}

/// Eight bits of red, green and blue; what can be seen through shows white paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let clear = picture.to_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [colours @ .., alpha] = clear.get_pixel(x, y).0;
        let alpha = u16::from(alpha);
        let over = |colour: u8| (u16::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255;
        image::Rgb(colours.map(|colour| u8::try_from(over(colour)).unwrap_or(u8::MAX)))
    })
}

fn encoded(picture: &RgbImage) -> Result<Photo, Why> {
    let mut smallest = None;
    for quality in QUALITIES {
        let mut bytes = Vec::with_capacity(AIM);
        let encoded = JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture);
        encoded.map_err(refused)?;
        let is_small = bytes.len() <= AIM;
        smallest = Some(bytes);
        if is_small {
            break;
        }
    }
    smallest.and_then(Photo::parse).ok_or(Why::NoFace)
}
