//! The structure of the page (ISO 32000-1, 14.7 and 14.8): its parts in reading order, for whoever
//! hears it and for whoever takes it apart in forty years.

use super::{PrintError, library, utf16};
use crate::print::block::{Element, Kind};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// What is said of the QR code to whoever does not see it.
const CODE: &str = "核验本文件的二维码 QR code to verify this paper";

/// What is said of the photo.
const PHOTO: &str = "持证人照片 Photo of the holder";

/// The keys under which the page, and the field of the signature, find their elements.
const OF_PAGE: i64 = 0;
pub(super) const OF_FIELD: i64 = 1;

/// Adds the tree of `elements` on `page`, behind them the field of the signature where there is one.
pub(super) fn tag(
    document: &mut Document,
    page: ObjectId,
    elements: &[Element],
    field: Option<ObjectId>,
) -> Result<(), PrintError> {
    let (root, whole) = (document.new_object_id(), document.new_object_id());
    let mut kids: Vec<Object> = Vec::new();
    // For each mark, the element that it belongs to.
    let mut owners: Vec<Object> = Vec::new();
    for element in elements {
        let mut dict = dictionary! { "P" => whole, "Pg" => page };
        name(&mut dict, element.kind);
        dict.set("K", element.marks.clone().map(|mark| i64::from(mark).into()).collect::<Vec<_>>());
        let id = Object::Reference(document.add_object(dict));
        owners.extend(element.marks.clone().map(|_| id.clone()));
        kids.push(id);
    }
    let mut parents: Vec<Object> = vec![OF_PAGE.into(), owners.into()];
    if let Some(field) = field {
        let reference = dictionary! { "Type" => "OBJR", "Obj" => field };
        let form = dictionary! { "S" => "Form", "P" => whole, "Pg" => page, "K" => reference };
        let form = document.add_object(form);
        parents.extend([OF_FIELD.into(), form.into()]);
        kids.push(form.into());
    }
    document.set_object(whole, dictionary! { "S" => "Document", "P" => root, "K" => kids });
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => whole,
        "ParentTree" => dictionary! { "Nums" => parents },
        "ParentTreeNextKey" => OF_FIELD + 1,
    };
    document.set_object(root, tree);
    let catalog = document.catalog_mut().map_err(library)?;
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", root);
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut).map_err(library)?;
    page.set("StructParents", OF_PAGE);
    page.set("Tabs", "S");
    Ok(())
}

fn name(dict: &mut Dictionary, kind: Kind) {
    match kind {
        Kind::Heading => dict.set("S", "H1"),
        Kind::Paragraph => dict.set("S", "P"),
        Kind::Figure(sides) => figure(dict, sides, CODE),
        Kind::Photo(sides) => figure(dict, sides, PHOTO),
    }
}

fn figure(dict: &mut Dictionary, sides: [f32; 4], said: &str) {
    let sides: Vec<Object> = sides.map(Object::Real).into();
    dict.set("S", "Figure");
    dict.set("Alt", utf16(said));
    dict.set("A", dictionary! { "O" => "Layout", "BBox" => sides });
}
