//! The holder's photo: its place on the face, how it is drawn, and the image that the file holds. A
//! certificate without one has no empty box.

use super::block::PAGE;
use super::file::library;
use super::layout::Layout;
use super::ornament::{self, Palette};
use super::{PrintError, Sheet};
use crate::model::photo::Photo;
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use printpdf::{CurTransMat, DictItem, Op};

/// The name of the image among the page's resources, by which a reader finds it.
pub(super) const NAME: &str = "Photo";

/// How far words keep away from it.
const APART: f32 = 12.0;

/// Left, bottom, right and top of the photo on the page, where `sheet` has one.
pub(super) fn place(layout: &Layout, sheet: &Sheet) -> Option<[f32; 4]> {
    let (slot, right) = (layout.photo, layout.edges.right);
    let top = PAGE.1 - slot.top;
    sheet.photo.map(|_| [right - slot.width, top - slot.height, right, top])
}

/// The width in which something centred stays clear of a photo.
pub(super) fn room_beside([left, ..]: [f32; 4]) -> f32 {
    2.0 * (left - APART - PAGE.0 / 2.0)
}

/// The photo of `sheet`, which must be the one that its certificate names.
pub(super) fn bound<'a>(sheet: &Sheet<'a>) -> Result<Option<&'a Photo>, PrintError> {
    let is_bound = sheet.photo.map(Photo::digest) == sheet.certificate.photo;
    is_bound.then_some(sheet.photo).ok_or(PrintError::OtherPhoto)
}

/// The image in its place, and a thin line around it.
pub(super) fn ops(sides: [f32; 4], palette: Palette) -> Vec<Op> {
    let [left, bottom, right, top] = sides.map(ornament::round);
    let (width, height) = (ornament::round(right - left), ornament::round(top - bottom));
    let place = [width, 0.0, 0.0, height, left, bottom];
    let numbers = |numbers: [f32; 4]| numbers.map(DictItem::Real).to_vec();
    vec![
        Op::SaveGraphicsState,
        Op::SetTransformationMatrix { matrix: CurTransMat::Raw(place) },
        Op::Unknown { key: "Do".to_owned(), value: vec![DictItem::Name(NAME.into())] },
        Op::RestoreGraphicsState,
        ornament::stroke(palette.rule),
        ornament::thickness(0.5),
        Op::Unknown { key: "re".to_owned(), value: numbers([left, bottom, width, height]) },
        Op::Unknown { key: "S".to_owned(), value: Vec::new() },
    ]
}

/// Puts the image, as it is, among the resources of `page`.
pub(super) fn embed(
    document: &mut Document,
    page: ObjectId,
    photo: &Photo,
) -> Result<(), PrintError> {
    let [width, height] = photo.size();
    let dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => "DeviceRGB",
        "BitsPerComponent" => 8,
        "Filter" => "DCTDecode",
    };
    let image = Stream::new(dict, photo.as_bytes().to_vec()).with_compression(false);
    let image = document.add_object(image);
    let page = document.get_object(page).and_then(Object::as_dict).map_err(library)?;
    let resources = page.get(b"Resources").and_then(Object::as_reference).map_err(library)?;
    let resources =
        document.get_object_mut(resources).and_then(Object::as_dict_mut).map_err(library)?;
    resources.set("XObject", dictionary! { NAME => image });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::certificate::Certificate;
    use crate::model::name::PersonName;
    use crate::print::samples::{filed, issued, sheet};
    use crate::print::{Press, TEMPLATE, compose, faces::Faces, read};
    use std::sync::LazyLock;

    static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

    fn plain() -> Photo {
        Photo::parse(include_bytes!("../../tests/fixtures/photos/plain.jpg").to_vec()).unwrap()
    }

    fn other() -> Photo {
        Photo::parse(include_bytes!("../../tests/fixtures/photos/other.jpg").to_vec()).unwrap()
    }

    fn printed(certificate: &Certificate, photo: Option<&Photo>) -> Result<Vec<u8>, PrintError> {
        sheet(certificate, |sheet| PRESS.print(&Sheet { photo, ..*sheet }))
    }

    fn with_photo(certificate: Certificate) -> (Certificate, Vec<u8>) {
        let certificate = Certificate { photo: Some(plain().digest()), ..certificate };
        let bytes = printed(&certificate, Some(&plain())).unwrap();
        (certificate, bytes)
    }

    #[test]
    fn the_photo_is_on_the_page_beside_the_same_words() {
        for certificate in [issued("王莉"), filed("阿依古丽·买买提")] {
            let without = read(&printed(&certificate, None).unwrap()).unwrap();
            let (certificate, bytes) = with_photo(certificate);
            let parts = read(&bytes).unwrap();
            assert_eq!((&parts.photo, &without.photo), (&Some(plain()), &None));
            assert_eq!((&parts.lines, &parts.qr), (&without.lines, &without.qr));
            assert_ne!(parts.drawing, without.drawing);
            assert_eq!(bytes, printed(&certificate, Some(&plain())).unwrap());
            let expected = sheet(&certificate, |sheet| {
                PRESS.expected(&Sheet { photo: Some(&plain()), ..*sheet })
            });
            assert_eq!(expected.unwrap().drawing, parts.drawing);
        }
    }

    #[test]
    fn no_other_photo_is_printed_than_the_one_that_is_named() {
        let (named, _) = with_photo(issued("王莉"));
        assert_eq!(printed(&named, None), Err(PrintError::OtherPhoto));
        assert_eq!(printed(&named, Some(&other())), Err(PrintError::OtherPhoto));
        assert_eq!(printed(&issued("王莉"), Some(&plain())), Err(PrintError::OtherPhoto));
    }

    /// The file after `change` of the image's object and of the page's resources.
    fn changed(change: impl FnOnce(&mut Document, ObjectId)) -> Vec<u8> {
        let mut document = Document::load_mem(&with_photo(issued("王莉")).1).unwrap();
        let is_image = |object: &Object| {
            let subtype = object.as_stream().and_then(|image| image.dict.get(b"Subtype"));
            subtype.and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        };
        let image = document.objects.iter().find(|(_, object)| is_image(object));
        let image = *image.unwrap().0;
        change(&mut document, image);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn image(document: &mut Document, id: ObjectId) -> &mut Stream {
        document.get_object_mut(id).and_then(Object::as_stream_mut).unwrap()
    }

    #[test]
    fn an_exchanged_photo_is_another_drawing() {
        let genuine = read(&with_photo(issued("王莉")).1).unwrap();
        let same = read(&changed(|_, _| {})).unwrap();
        assert_eq!((&same.drawing, &same.photo), (&genuine.drawing, &genuine.photo));
        let exchanged = changed(|document, id| {
            image(document, id).set_content(other().as_bytes().to_vec());
        });
        let foreign = changed(|document, id| {
            image(document, id).set_content([plain().as_bytes(), b"more"].concat());
        });
        let mirrored = changed(|document, id| {
            image(document, id)
                .dict
                .set("Decode", vec![1.into(), 0.into(), 1.into(), 0.into(), 1.into(), 0.into()]);
        });
        let veiled = changed(|document, id| {
            let mask =
                document.add_object(Stream::new(dictionary! { "Subtype" => "Image" }, vec![0]));
            image(document, id).dict.set("SMask", mask);
        });
        let renamed = changed(|document, id| {
            let resources =
                document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
            let mut with = resources.filter(|dict| dict.has(b"XObject"));
            with.next().unwrap().set("XObject", dictionary! { "Other" => id });
        });
        for (bytes, photo, how) in [
            (exchanged, Some(other()), "exchanged"),
            (foreign, None, "foreign"),
            (mirrored, Some(plain()), "mirrored"),
            (veiled, Some(plain()), "veiled"),
            (renamed, None, "renamed"),
        ] {
            let parts = read(&bytes).unwrap();
            assert_eq!(parts.photo, photo, "{how}");
            assert_ne!(parts.drawing, genuine.drawing, "{how}");
        }
    }

    #[test]
    fn no_word_runs_under_the_photo() {
        let (faces, layout) = (Faces::open(), Layout::of(TEMPLATE).unwrap());
        let long = "阿不都热合曼·买买提艾力·吾买尔江·依明";
        for name in ["王莉", "欧阳莹", "王莉王莉王莉王莉王", long] {
            let certificate = Certificate {
                name: PersonName::parse(name).unwrap(),
                photo: Some(plain().digest()),
                ..filed("王莉")
            };
            let composed = sheet(&certificate, |sheet| {
                let sheet = Sheet { photo: Some(&plain()), ..*sheet };
                compose::compose(faces.with(None), layout, &sheet).unwrap()
            });
            let (_, [left, bottom, _, top]) = composed.photo.unwrap();
            let (top, height) = (PAGE.1 - top, top - bottom);
            let lines = composed.blocks.iter().flat_map(|b| b.lines.iter().map(move |l| (b, l)));
            for (block, line) in lines {
                let width: f32 =
                    line.glyphs.iter().map(|g| g.advance * block.size + line.tracking).sum();
                let is_beside = line.x + width < left - 4.0;
                let is_above = line.y + block.size * 0.2 < top;
                let is_below = line.y - block.size * 0.9 > top + height;
                assert!(is_beside || is_above || is_below, "{name}: {}", block.text());
            }
        }
    }
}
