//! What becomes of a picture.

use super::*;
use flate2::{Compression, Crc, write::ZlibEncoder};

fn shown(bytes: &[u8]) -> RgbImage {
    let photo = photo(bytes).unwrap();
    image::load_from_memory(photo.as_bytes()).unwrap().to_rgb8()
}

/// A PNG from its header and its rows, each behind the number of its filter.
fn png(
    width: u32,
    height: u32,
    depth_and_colour: [u8; 2],
    extra: &[(&[u8; 4], &[u8])],
    rows: &[u8],
) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], content: &[u8]| {
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        let whole = [kind, content].concat();
        let mut crc = Crc::new();
        crc.update(&whole);
        bytes.extend(&whole);
        bytes.extend(crc.sum().to_be_bytes());
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &depth_and_colour, &[0, 0, 0]];
    chunk(b"IHDR", &header.concat());
    for (kind, content) in extra {
        chunk(*kind, content);
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(rows).unwrap();
    chunk(b"IDAT", &packed.finish().unwrap());
    chunk(b"IEND", b"");
    bytes
}

/// A JPEG with a segment of EXIF: how it was held, and where it was taken.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend(b"\x01\x0e\0\x02\0\0\0\x14\0\0\0\x26\0\0\0\0GPS 27.99N 120.69E \0");
    let segment = [b"Exif\0\0", &tiff[..]].concat();
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &segment, &jpeg[2..]].concat()
}

#[test]
fn a_photo_becomes_a_small_upright_picture_of_one_size() {
    for (width, height, size) in [
        (600, 840, MOST),
        (600, 800, MOST),
        (480, 640, MOST),
        (295, 413, MOST),
        (1000, 2000, MOST),
        (700, 700, MOST),
        (150, 210, [150, 210]),
        (150, 200, [143, 200]),
        (120, 190, [120, 168]),
    ] {
        let made = photo(&jpeg(width, height)).unwrap();
        assert_eq!(made.size(), size, "{width} × {height}");
        assert!(made.as_bytes().len() <= 20 * 1024);
        assert_eq!(made, photo(&jpeg(width, height)).unwrap());
    }
    let seen = shown(&jpeg(600, 840));
    let [top, bottom] = [seen.get_pixel(5, 5).0, seen.get_pixel(5, 400).0];
    assert!(top[0] > 200 && top[2] < 60 && bottom[2] > 200 && bottom[0] < 60, "{top:?} {bottom:?}");
}

#[test]
fn of_a_high_picture_the_part_with_the_face_is_kept() {
    // 413 rows of 1,000 are kept, from the 195th on: red goes on to row 305 of them.
    let seen = shown(&jpeg(295, 1000));
    assert!(seen.get_pixel(10, 295).0[0] > 200 && seen.get_pixel(10, 320).0[2] > 200);
}

#[test]
fn what_a_camera_wrote_beside_the_picture_is_gone() {
    let upright = shown(&jpeg(600, 840));
    let needle = b"GPS 27.99N";
    for (orientation, size) in [(1, (600, 840)), (3, (600, 840)), (6, (840, 600)), (8, (840, 600))]
    {
        let held = match orientation {
            3 => image::imageops::rotate180(&drawn(600, 840)),
            6 => image::imageops::rotate270(&drawn(600, 840)),
            8 => image::imageops::rotate90(&drawn(600, 840)),
            _ => drawn(600, 840),
        };
        assert_eq!(held.dimensions(), size);
        let bytes = with_exif(&written(held, ImageFormat::Jpeg), orientation);
        assert!(bytes.windows(needle.len()).any(|window| window == needle));
        let made = photo(&bytes).unwrap();
        assert!(!made.as_bytes().windows(4).any(|window| window == b"Exif" || window == b"GPS "));
        let far = |a: &u8, b: &u8| a.abs_diff(*b) > 24;
        let seen = shown(&bytes);
        let off = seen.iter().zip(upright.iter()).filter(|(a, b)| far(a, b)).count();
        assert!(off < seen.len() / 100, "{orientation}: {off} of {}", seen.len());
    }
    // Held so that it lies on its side, it is a landscape.
    assert_eq!(photo(&with_exif(&jpeg(600, 840), 6)), Err(Why::Landscape));
}

#[test]
fn every_kind_of_png_is_shown_on_white() {
    let picture = DynamicImage::from(drawn(150, 210));
    for kind in [
        picture.to_luma8().into(),
        picture.to_luma_alpha8().into(),
        picture.to_rgba8().into(),
        picture.to_luma16().into(),
        picture.to_rgb16().into(),
        DynamicImage::from(picture.to_rgba16()),
    ] {
        let colour = kind.color();
        let bytes = written(kind, ImageFormat::Png);
        if bytes.len() <= PHOTO_BYTES {
            assert_eq!(photo(&bytes).unwrap().size(), [150, 210], "{colour:?}");
        }
    }
    let clear = ImageBuffer::from_pixel(150, 210, image::Rgba([0, 0, 0, 0]));
    let seen = shown(&written(DynamicImage::ImageRgba8(clear), ImageFormat::Png));
    assert!(seen.pixels().all(|pixel| pixel.0.iter().all(|colour| *colour > 250)));
    // A palette of two, and an animation, of which the first picture counts.
    let row = [&[0][..], &[0b0101_0101; 19]].concat();
    let palette: (&[u8; 4], &[u8]) = (b"PLTE", &[255, 0, 0, 0, 0, 255]);
    let bytes = png(150, 210, [1, 3], &[palette], &row.repeat(210));
    assert_eq!(photo(&bytes).unwrap().size(), [150, 210]);
    let moves: [(&[u8; 4], &[u8]); 3] = [
        palette,
        (b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]),
        (
            b"fcTL",
            &[0, 0, 0, 0, 0, 0, 0, 150, 0, 0, 0, 210, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0],
        ),
    ];
    assert_eq!(photo(&png(150, 210, [1, 3], &moves, &row.repeat(210))).unwrap().size(), [150, 210]);
}

#[test]
fn a_small_file_that_opens_to_a_giant_is_not_opened() {
    let giant = png(30_000, 30_000, [8, 2], &[], &vec![0; 200_000]);
    assert!(giant.len() < 1024);
    assert_eq!(photo(&giant), Err(Why::TooManyPixels));
    assert_eq!(photo(&jpeg(100, 2001)), Err(Why::TooManyPixels));
    let mut bytes = jpeg(300, 420);
    let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert_eq!(photo(&bytes), Err(Why::TooManyPixels));
    // Text that unpacks to 100 MB beside a small picture.
    let mut text = ZlibEncoder::new(Vec::new(), Compression::best());
    text.write_all(&vec![b'a'; 100 << 20]).unwrap();
    let text = [b"Comment\0\0", &text.finish().unwrap()[..]].concat();
    let row = [&[0][..], &[0x55; 19]].concat().repeat(210);
    let bytes = png(150, 210, [1, 0], &[(b"zTXt", &text)], &row);
    assert!(matches!(photo(&bytes), Ok(_) | Err(Why::Damaged | Why::TooManyPixels)));
}

#[test]
fn each_picture_that_is_no_photo_is_told_why() {
    let good = jpeg(300, 420);
    let mut cmyk = good.clone();
    let frame = cmyk.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    cmyk[frame + 9] = 4;
    let noise = RgbImage::from_fn(295, 413, |x, y| {
        let n = ((x * 7919 + y * 104_729) ^ (x * y * 31)).wrapping_mul(2_654_435_761);
        Rgb([0, 7, 13].map(|shift| (n >> shift).to_be_bytes()[1]))
    });
    let mut loud = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut loud, 25);
    encoder.encode(&noise, 295, 413, ExtendedColorType::Rgb8).unwrap();
    for (bytes, why) in [
        (jpeg(421, 420), Why::Landscape),
        (jpeg(99, 420), Why::TooFewPixels),
        (jpeg(100, 139), Why::TooFewPixels),
        (cmyk, Why::Cmyk),
        (loud, Why::NoFace),
        (b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), Why::OtherFormat),
        (b"BM\x36\0\0\0".to_vec(), Why::OtherFormat),
        (b"%PDF-1.4".to_vec(), Why::OtherFormat),
        (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), Why::OtherFormat),
        (good[..2].to_vec(), Why::OtherFormat),
        (good[..3].to_vec(), Why::Damaged),
    ] {
        assert_eq!(photo(&bytes), Err(why));
    }
    // What is cut off shows a grey half in most programs.
    for length in (4..good.len()).step_by(97).chain([good.len() - 1]) {
        assert_eq!(photo(&good[..length]), Err(Why::Damaged), "{length} of {}", good.len());
    }
}

#[test]
fn nothing_behind_a_picture_comes_along() {
    let hidden = zip(&[("secret.txt", &b"secret"[..])]);
    let both = [jpeg(300, 420), hidden].concat();
    assert_eq!(photo(&both).unwrap(), photo(&jpeg(300, 420)).unwrap());
}

#[test]
fn whoever_has_a_heic_is_told_what_to_make_of_it() {
    let told = Why::OtherFormat.zh();
    assert!(told.contains("HEIC") && told.contains("请转成JPEG"), "{told}");
    assert!(Why::OtherFormat.en().contains("HEIC"));
}
