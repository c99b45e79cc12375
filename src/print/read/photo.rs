//! The holder's photo, as the page holds it.

use super::Unreadable;
use super::file::File;
use super::pages::Page;
use super::syntax::Object;
use crate::model::photo::Photo;
use crate::print::photo::NAME;

/// The only image that has the photo's name. Whether and where it is drawn, the digest of the drawing
/// tells; what is no photo of ours is none.
pub(super) fn photo(file: &File, pages: &[Page]) -> Result<Option<Photo>, Unreadable> {
    let mut found = Vec::new();
    for page in pages {
        let resources = file.dict(&page.dict, "Resources")?;
        let images = file.dict(&resources, "XObject")?;
        if let Some(image) = images.get(NAME.as_bytes()) {
            found.push(file.resolve(image)?);
        }
    }
    let [image] = found.as_slice() else { return Ok(None) };
    let (Object::Dict(dict), Some(bytes)) = (&image.object, image.stream) else { return Ok(None) };
    let is_jpeg = dict.get(b"Filter".as_slice()).and_then(Object::name) == Some(b"DCTDecode");
    Ok(Photo::parse(bytes.to_vec()).filter(|_| is_jpeg))
}
