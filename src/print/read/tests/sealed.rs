//! The signature: what it covers, and what makes it cover less.

use super::*;
use crate::model::paper::PdfSignature;
use crate::print::samples::{LOG_PROOF, SIGNED_AT, TOKEN, sealed, signature};

static SEALED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    sealed(&issued("王莉"), &signature, |sheet| Press::new().print(sheet)).unwrap()
});

fn read_signature(bytes: &[u8]) -> Option<PdfSignature> {
    read(bytes).unwrap().signature
}

fn whole() -> PdfSignature {
    read_signature(&SEALED).unwrap()
}

/// Where the digits of the signature stand.
fn hole() -> std::ops::Range<usize> {
    let at = SEALED.windows(10).rposition(|w| w == b"/Contents<").unwrap() + 10;
    at..at + SEALED[at..].iter().position(|b| *b == b'>').unwrap()
}

/// The sealed file with `old`, as it stands last, replaced by as many bytes.
fn replaced(old: &str, new: &str) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let at = SEALED.windows(old.len()).rposition(|w| w == old.as_bytes()).unwrap();
    [&SEALED[..at], new.as_bytes(), &SEALED[at + new.len()..]].concat()
}

#[test]
fn a_sealed_file_is_covered_whole_and_shows_what_the_open_one_shows() {
    let parts = read(&SEALED).unwrap();
    let signature = parts.signature.clone().unwrap();
    let hole = hole();
    let covered = [&SEALED[..hole.start - 1], &SEALED[hole.end + 1..]].concat();
    assert_eq!(signature.covered, Digest::of(&covered));
    assert_eq!(signature.cms, crate::print::samples::signature(&signature.covered));
    assert_eq!((signature.signed_at, signature.is_whole), (Some(SIGNED_AT), true));
    assert_eq!((parts.revisions, parts.drawing), (1, genuine().drawing));
    assert_eq!(parts.credential.as_deref(), Some(CREDENTIAL));
    assert_eq!(parts.token.as_deref(), Some(TOKEN));
    assert_eq!(parts.log_proof.as_deref(), Some(LOG_PROOF));
    assert_eq!((genuine().signature, genuine().log_proof), (None, None));
    assert_eq!((genuine().token.as_deref(), genuine().revisions), (Some(TOKEN), 1));
}

#[test]
fn what_stands_behind_the_end_is_not_covered_and_counts() {
    let behind = |more: &[u8]| {
        let parts = read(&[&SEALED, more].concat()).unwrap();
        let signature = parts.signature.unwrap();
        assert_eq!((signature.covered, signature.is_whole), (whole().covered, false));
        parts.revisions
    };
    assert_eq!(behind(b"\r\n"), 1);
    assert_eq!(behind(b"\n%"), 2);
    assert_eq!(behind(b"\n%%EOF\n"), 2);
    let parts = read(&appended(&SEALED, &[(900, "null")])).unwrap();
    assert_eq!((parts.revisions, parts.drawing), (2, genuine().drawing));
    let signature = parts.signature.unwrap();
    assert_eq!(signature, PdfSignature { is_whole: false, ..whole() });
    assert_eq!(read(&SEALED[..SEALED.len() - 5]).unwrap().revisions, 1, "cut, not written again");
}

#[test]
fn a_hole_that_holds_more_than_the_signature_is_not_whole() {
    let hole = hole();
    let (from, to) = ((hole.start - 1).to_string(), (hole.end + 1).to_string());
    let less = |n: &str, by: usize| (n.parse::<usize>().unwrap() - by).to_string();
    let more = (hole.end + 2).to_string();
    let spaced = {
        let mut bytes = SEALED.clone();
        bytes[hole.end - 1] = b' ';
        bytes
    };
    for (at, bytes) in [
        replaced(&format!("[0 {from} {to}"), &format!("[0 {} {to}", less(&from, 1))),
        replaced(&format!("[0 {from} {to}"), &format!("[0 {from} {more}")),
        replaced(&format!("[0 {from} {to}"), &format!("[1 {from} {to}")),
        replaced(&format!("[0 {from} {to}"), &format!("[0 {from} -{}", &to[1..])),
        replaced("/ByteRange[0 ", "/ByteRange[0]"),
        spaced,
    ]
    .iter()
    .enumerate()
    {
        // What no reader takes for a signature is none.
        let signature = read(bytes).ok().and_then(|parts| parts.signature);
        assert!(signature.is_none_or(|signature| !signature.is_whole), "{at}");
    }
}

#[test]
fn of_two_signatures_and_of_one_outside_the_form_none_counts() {
    let other = "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>";
    assert_eq!(read_signature(&appended(&SEALED, &[(900, other)])), None);
    assert_eq!(read_signature(&updated(&[(900, other)])), None);
    let mut document = Document::load_mem(&SEALED).unwrap();
    let catalog = document.catalog_mut().unwrap();
    let form = catalog.get_mut(b"AcroForm").unwrap().as_dict_mut().unwrap();
    let field = form.get(b"Fields").unwrap().as_array().unwrap()[0].clone();
    form.set("Fields", vec![field.clone(), field]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    assert_eq!(read_signature(&bytes), None);
}

#[test]
fn saved_again_it_shows_the_same_and_is_no_longer_whole() {
    let mut document = Document::load_mem(&SEALED).unwrap();
    document.renumber_objects_with(100);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let parts = read(&bytes).unwrap();
    assert_eq!((parts.revisions, parts.drawing), (1, genuine().drawing));
    let signature = parts.signature.unwrap();
    assert_eq!((signature.cms, signature.is_whole), (whole().cms, false));
    assert_ne!(signature.covered, whole().covered);
}

#[test]
fn a_field_that_shows_or_does_something_changes_the_drawing() {
    let with = |key: &str, value: lopdf::Object| {
        let mut document = Document::load_mem(&SEALED).unwrap();
        let mut dicts = document.objects.values_mut().filter_map(|o| o.as_dict_mut().ok());
        let field = dicts.find(|dict| dict.has(b"FT")).unwrap();
        field.set(key, value);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        read(&bytes).unwrap().drawing
    };
    assert_eq!(with("T", lopdf::Object::string_literal("Other")), genuine().drawing);
    for (key, value) in [
        ("Rect", vec![0.into(), 0.into(), 9.into(), 9.into()].into()),
        ("AP", dictionary! {"N" => lopdf::Object::Null}.into()),
        ("A", dictionary! {"S" => "URI"}.into()),
        ("FT", "Tx".into()),
    ] {
        assert_ne!(with(key, value), genuine().drawing, "{key}");
    }
}

#[test]
fn what_is_heard_instead_of_the_words_changes_the_drawing() {
    type Change = fn(&mut Document);
    let instead: Change = |document| element(document, b"P").set("ActualText", "x");
    let figure: Change = |document| element(document, b"Figure").set("Alt", "x");
    let heading: Change = |document| element(document, b"H1").set("S", "P");
    let marks: Change = |document| {
        let id = *document
            .objects
            .iter()
            .find(|(_, o)| o.as_dict().is_ok_and(|dict| dict.has(b"ParentTree")))
            .unwrap()
            .0;
        let root = document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
        let tree = root.get_mut(b"ParentTree").unwrap().as_dict_mut().unwrap();
        let nums = tree.get_mut(b"Nums").unwrap().as_array_mut().unwrap();
        nums[1].as_array_mut().unwrap().reverse();
    };
    for (at, change) in [instead, figure, heading, marks].iter().enumerate() {
        assert_ne!(read(&changed(change)).unwrap().drawing, genuine().drawing, "{at}");
    }
}

/// The first element of the structure of that kind.
fn element<'a>(document: &'a mut Document, kind: &[u8]) -> &'a mut lopdf::Dictionary {
    let mut dicts = document.objects.values_mut().filter_map(|o| o.as_dict_mut().ok());
    let is_it = |dict: &&mut lopdf::Dictionary| {
        dict.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|name| name == kind)
    };
    dicts.find(is_it).unwrap()
}

#[test]
fn a_signature_has_the_room_that_was_asked_for_and_no_more() {
    let print = |length: usize| {
        let sign = move |_: &Digest| vec![0xAB; length];
        sealed(&issued("王莉"), &sign, |sheet| Press::new().print(sheet))
    };
    let room = crate::print::samples::ROOM;
    assert_eq!(read_signature(&print(room).unwrap()).unwrap().cms, vec![0xAB; room]);
    assert!(matches!(print(room + 1), Err(crate::print::PrintError::Library(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_flipped_byte_is_seen_by_the_signature(at in 0usize..60_000, flip in 1u8..=255) {
        let at = at % SEALED.len();
        prop_assume!(!hole().contains(&at));
        let mut bytes = SEALED.clone();
        bytes[at] ^= flip;
        if let Ok(parts) = read(&bytes) {
            let sound = |s: &PdfSignature| s.is_whole && s.covered == whole().covered;
            prop_assert!(!parts.signature.as_ref().is_some_and(sound));
        }
    }

    #[test]
    fn no_signature_makes_it_panic(
        ranges in proptest::collection::vec(-9i64..100_000, 0..6),
        text in "[<>()0-9A-F /\\\\\\[\\]]{0,60}",
    ) {
        let from = SEALED.windows(10).rposition(|w| w == b"/ByteRange").unwrap();
        for rest in [format!("/Contents<{text}>"), format!("/Contents {text}"), text] {
            let mut forged = format!("/ByteRange{ranges:?}{rest}").replace(',', "").into_bytes();
            forged.resize(hole().end + 1 - from, b' ');
            let _ = read(&[&SEALED[..from], &forged, &SEALED[hole().end + 1..]].concat());
        }
    }
}
