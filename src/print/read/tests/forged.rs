//! What other programs would show, or save, otherwise than it is read here.

use super::*;

#[test]
fn what_other_programs_take_otherwise_is_not_taken_for_the_genuine_page() {
    type Change = fn(&mut Document);
    let foreign_filter: Change = |document| {
        let content = last_content(document);
        content.decompress().unwrap();
        content.dict.set("Filter", "ASCIIHexDecode");
    };
    let short_filter: Change = |document| {
        last_content(document).dict.set("F", "ASCIIHexDecode");
    };
    let far_parameters: Change = |document| {
        let far = document.add_object(dictionary! {"Predictor" => 12, "Columns" => 5});
        last_content(document).dict.set("DecodeParms", vec![far.into()]);
    };
    let inherited_crop: Change = |document| {
        let page = page_number(document);
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("CropBox", lopdf::Object::Null);
        let pages = page.get(b"Parent").unwrap().as_reference().unwrap();
        let pages = document.get_object_mut(pages).unwrap().as_dict_mut().unwrap();
        pages.set("CropBox", vec![0.into(), 0.into(), 300.into(), 300.into()]);
    };
    let portfolio: Change = |document| {
        document.catalog_mut().unwrap().set("Collection", dictionary! {"View" => "H"});
    };
    for (at, change) in
        [foreign_filter, short_filter, far_parameters, inherited_crop, portfolio].iter().enumerate()
    {
        assert_ne!(read(&changed(change)).unwrap().drawing, genuine().drawing, "{at}");
    }
}

#[test]
fn a_file_in_which_a_viewer_can_find_other_objects_is_not_the_genuine_page() {
    let document = Document::load_mem(&GENUINE).unwrap();
    let at = document.xref_start;
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap().0;
    let (page, _) = page_number(&document);
    // The table moves behind `stray`; the file says so, and every object stands where it stood.
    let with = |stray: &str, table: &str| {
        let tail = String::from_utf8(GENUINE[at..].to_vec()).unwrap();
        let tail =
            tail.replace(&format!("startxref\n{at}"), &format!("startxref\n{}", at + stray.len()));
        [&GENUINE[..at], stray.as_bytes(), table.as_bytes(), tail.as_bytes()].concat()
    };
    let forged = format!("{page} 0 obj\n<</Type/Page>>\nendobj\n");
    let spread = format!("{page} %x\n%y\n 0\nobj\n<</Type/Page>>\nendobj\n");
    let trailer = format!("trailer\n<</Root {root} 0 R>>\n");
    for bytes in [
        with(&forged, ""),
        with(&spread, ""),
        with(&trailer, ""),
        with("", "%a viewer takes offence here\n"),
        updated(&[(page, "<</Type/Page>>")]),
        updated(&[(900, &format!("({page} 0 obj <<>> endobj)"))]),
        updated(&[(900, "<</Type/Catalog>>")]),
        updated(&[(
            900,
            "<</Type/ObjStm/N 1/First 4/Length 9>>stream\n901 0 <<>>\nendstream"
                .replace("/Length 9", "/Length 10")
                .as_str(),
        )]),
    ] {
        assert_ne!(read(&bytes).unwrap().drawing, genuine().drawing);
    }
    assert_eq!(read(&with("\n", "")).unwrap().drawing, genuine().drawing);
}

/// The stream with the page's words.
fn last_content(document: &mut Document) -> &mut Stream {
    let page = page_number(document);
    let id = *document.get_page_contents(page).last().unwrap();
    document.get_object_mut(id).unwrap().as_stream_mut().unwrap()
}

#[test]
fn an_attachment_that_viewers_save_otherwise_is_not_read() {
    let bytes = changed(|document| {
        let other = document.add_object(Stream::new(dictionary! {}, b"{}".to_vec()));
        let mut objects = document.objects.values_mut().filter_map(|o| o.as_dict_mut().ok());
        let spec = objects.find(|dict| dict.has(b"EF")).unwrap();
        spec.get_mut(b"EF").unwrap().as_dict_mut().unwrap().set("UF", other);
    });
    assert_eq!(read(&bytes).unwrap().credential, None);
}

#[test]
fn of_two_attachments_of_one_name_neither_is_read() {
    let bytes = changed(|document| {
        let names = document.catalog_mut().unwrap().get_mut(b"Names").unwrap();
        let tree = names.as_dict_mut().unwrap().get_mut(b"EmbeddedFiles").unwrap();
        let names = tree.as_dict_mut().unwrap().get_mut(b"Names").unwrap();
        let names = names.as_array_mut().unwrap();
        names.extend_from_within(..2);
    });
    let parts = read(&bytes).unwrap();
    assert_eq!((parts.credential, parts.token), (None, genuine().token));
}

#[test]
fn a_length_stands_in_the_object_that_is_named() {
    let length = "<</Length 11 0 R>>stream\n\nendstream".to_owned();
    let bytes = made(b"", "", &[length, "0".to_owned()]);
    assert!(read(&bytes).is_ok());
    let text = String::from_utf8(bytes).unwrap();
    let other = text.replace("\n11 0 obj", "\n12 0 obj");
    assert_eq!(read(other.as_bytes()), Err(Unreadable::Broken));
}
