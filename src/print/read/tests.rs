//! What other tools do to a file without harm, what a forger does to it, and what is no file.

mod forged;
mod sealed;

use super::*;
use crate::print::Press;
use crate::print::samples::{CREDENTIAL, issued, sheet, url};
use lopdf::{Document, Stream, dictionary};
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static GENUINE: LazyLock<Vec<u8>> =
    LazyLock::new(|| sheet(&issued("王莉"), |sheet| Press::new().print(sheet)).unwrap());

static PARTS: LazyLock<PdfParts> = LazyLock::new(|| read(&GENUINE).unwrap());

fn genuine() -> PdfParts {
    PARTS.clone()
}

/// The genuine file after `change`, written anew.
fn changed(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(&GENUINE).unwrap();
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The genuine file with an update behind it: `objects` by number, and the table that names them.
fn updated(objects: &[(u32, &str)]) -> Vec<u8> {
    appended(&GENUINE, objects)
}

/// The same for any file.
fn appended(genuine: &[u8], objects: &[(u32, &str)]) -> Vec<u8> {
    let mut bytes = genuine.to_vec();
    let mut table = b"xref\n".to_vec();
    for (number, body) in objects {
        table.extend(format!("{number} 1\n{:010} 00000 n \n", bytes.len()).bytes());
        bytes.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let document = Document::load_mem(genuine).unwrap();
    let named = |key| document.trailer.get(key).unwrap().as_reference().unwrap().0;
    let (root, info) = (named(b"Root".as_slice()), named(b"Info"));
    let (at, old) = (bytes.len(), document.xref_start);
    bytes.extend(table);
    bytes.extend(
        format!("trailer\n<</Root {root} 0 R/Info {info} 0 R/Size 999/Prev {old}>>\n").bytes(),
    );
    bytes.extend(format!("startxref\n{at}\n%%EOF\n").bytes());
    bytes
}

fn page_number(document: &Document) -> lopdf::ObjectId {
    *document.get_pages().values().next().unwrap()
}

#[test]
fn a_file_written_anew_has_the_same_parts() {
    let stored = changed(Document::decompress);
    let renumbered = changed(|document| {
        document.renumber_objects_with(200);
        document.trailer.remove(b"ID");
    });
    for bytes in [&stored, &renumbered] {
        assert_ne!(bytes, &*GENUINE);
        let parts = read(bytes).unwrap();
        assert_ne!(parts.file, genuine().file);
        assert_eq!(PdfParts { file: genuine().file, ..parts }, genuine());
    }
    let parts = genuine();
    assert_eq!(parts.credential.as_deref(), Some(CREDENTIAL));
    assert_eq!(parts.qr, Some(url()));
}

#[test]
fn a_page_painted_over_in_an_update_draws_something_else() {
    let document = Document::load_mem(&GENUINE).unwrap();
    let (page, _) = page_number(&document);
    let head = format!("\n{page} 0 obj\n");
    let at = GENUINE.windows(head.len()).position(|w| w == head.as_bytes()).unwrap() + head.len();
    let body = String::from_utf8_lossy(&GENUINE[at..at + 400]);
    let (mut body, _) = body.split_once("endobj").map(|(b, e)| (b.to_owned(), e.len())).unwrap();
    let contents = body.find("/Contents[").unwrap();
    body.insert_str(contents + body[contents..].find(']').unwrap(), " 900 0 R");
    let paint = "<</Length 22>>stream\n1 g 90 600 400 60 re f\nendstream";
    let parts = read(&updated(&[(page, &body), (900, paint)])).unwrap();
    assert_ne!(parts.drawing, genuine().drawing);
    assert_eq!(parts.lines, genuine().lines);
    let parts = read(&updated(&[])).unwrap();
    assert_eq!(PdfParts { file: genuine().file, revisions: 1, ..parts }, genuine());
    assert_eq!(parts.revisions, 2);
}

#[test]
fn a_qr_code_painted_over_is_not_read_from_below() {
    let bytes = changed(|document| {
        let page = page_number(document);
        document.add_page_contents(page, b"\n1 g 60 50 120 130 re f\n".to_vec()).unwrap();
    });
    let parts = read(&bytes).unwrap();
    assert_eq!(parts.qr, None);
    assert_ne!(parts.drawing, genuine().drawing);
}

#[test]
fn whatever_shows_or_reads_otherwise_changes_the_drawing() {
    type Change = fn(&mut Document);
    let annotation: Change = |document| {
        let form =
            document.add_object(Stream::new(dictionary! {"Subtype" => "Form"}, b"0 g".to_vec()));
        let stamp = dictionary! {"Subtype" => "Stamp", "AP" => dictionary! {"N" => form}};
        let page = page_number(document);
        document
            .get_object_mut(page)
            .unwrap()
            .as_dict_mut()
            .unwrap()
            .set("Annots", vec![stamp.into()]);
    };
    let crop: Change = |document| {
        let page = page_number(document);
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("CropBox", vec![0.into(), 0.into(), 300.into(), 300.into()]);
    };
    let script: Change = |document| {
        document.catalog_mut().unwrap().set("OpenAction", dictionary! {"S" => "JavaScript"});
    };
    let second_page: Change = |document| {
        let page = page_number(document);
        let copy = document.get_object(page).unwrap().clone();
        let copy = document.add_object(copy);
        let pages = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        let pages = document.get_object_mut(pages).unwrap().as_dict_mut().unwrap();
        pages.set("Kids", vec![page.into(), copy.into()]);
    };
    for change in [annotation, crop, script, second_page, swap_font_programs, lie_about_characters]
    {
        assert_ne!(read(&changed(change)).unwrap().drawing, genuine().drawing);
    }
    let lied = read(&changed(lie_about_characters)).unwrap();
    assert_ne!(lied.lines, genuine().lines);
}

/// The streams under `key` of every dictionary that has it.
fn streams(document: &Document, key: &[u8]) -> Vec<lopdf::ObjectId> {
    let dicts = document.objects.values().filter_map(|object| object.as_dict().ok());
    dicts.filter_map(|dict| dict.get(key).ok()?.as_reference().ok()).collect()
}

fn swap_font_programs(document: &mut Document) {
    let programs = streams(document, b"FontFile2");
    let first = document.objects[&programs[0]].clone();
    let second = document.objects.insert(programs[1], first).unwrap();
    document.objects.insert(programs[0], second);
}

fn lie_about_characters(document: &mut Document) {
    let id = streams(document, b"ToUnicode")[0];
    let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    stream.decompress().unwrap();
    let map = String::from_utf8(stream.content.clone()).unwrap();
    // 温 in the title becomes 台.
    assert!(map.to_uppercase().contains("6E29"));
    stream.set_plain_content(map.replace("6E29", "53F0").replace("6e29", "53f0").into_bytes());
}

#[test]
fn an_encrypted_or_an_overlong_file_is_refused_as_such() {
    let locked = updated(&[]);
    let at = locked.windows(6).rposition(|w| w == b"/Size ").unwrap();
    let locked = [&locked[..at], b"/Encrypt 1 0 R", &locked[at..]].concat();
    assert_eq!(read(&locked), Err(Unreadable::Encrypted));
    assert_eq!(read(&vec![b'%'; MAX_BYTES + 1]), Err(Unreadable::TooLarge));
    assert_eq!(read(b"PK\x03\x04"), Err(Unreadable::NotPdf));
}

/// A file of one page whose content is `stream`, with `extra` objects from number 10 on.
fn made(stream: &[u8], filter: &str, extra: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let head = format!("<</Length {}{filter}>>stream\n", stream.len());
    let content = [head.as_bytes(), stream, b"\nendstream"].concat();
    let mut objects: Vec<(u32, Vec<u8>)> = vec![
        (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec()),
        (3, b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 10 0 R>>".to_vec()),
        (4, content),
    ];
    objects.extend((10..).zip(extra.iter().map(|body| body.clone().into_bytes())));
    let mut table = b"xref\n".to_vec();
    for (number, body) in objects {
        table.extend(format!("{number} 1\n{:010} 00000 n \n", bytes.len()).bytes());
        bytes.extend([format!("{number} 0 obj\n").as_bytes(), &body, b"\nendobj\n"].concat());
    }
    let at = bytes.len();
    bytes.extend(table);
    bytes.extend(format!("trailer\n<</Root 1 0 R>>\nstartxref\n{at}\n%%EOF").bytes());
    bytes
}

#[test]
fn what_is_small_to_send_and_large_to_read_is_given_up_soon() {
    let bomb = crate::print::file::deflate(&vec![b' '; 100 << 20]).unwrap();
    let chain = |n: u32| format!("<</Length {} 0 R>>stream\n\nendstream", n + 1);
    let nest: Vec<String> = (11..40_000).map(|n| format!("[{n} 0 R]")).collect();
    let wide =
        vec![format!("[{}]", "11 0 R ".repeat(200_000)), format!("({})", "x".repeat(1 << 20))];
    let hostile = [
        made(&bomb, "/Filter/FlateDecode", &[]),
        made(b"", "", &(10..30_000).map(chain).collect::<Vec<_>>()),
        made(b"", "", &nest),
        made(b"", "", &wide),
        made(b"", "", &["[".repeat(1 << 20)]),
        made(b"", "", &["<<".repeat(1 << 20)]),
        made(b"", "", &["((".repeat(1 << 20)]),
        made(&b"q ".repeat(1 << 20), "", &[]),
        made(&b"0 0 1 1 re f ".repeat(200_000), "", &[]),
        made(&b"0 0 600 800 re f ".repeat(40_000), "", &[]),
        made(&b"[ ".repeat(1 << 20), "", &[]),
    ];
    for (at, bytes) in hostile.iter().enumerate() {
        let started = Instant::now();
        let _ = read(bytes);
        assert!(started.elapsed() < Duration::from_secs(5), "{at}");
    }
    assert_eq!(read(&hostile[0]), Err(Unreadable::TooLarge));
    assert_eq!(read(&hostile[2]), Err(Unreadable::TooLarge));
}

#[test]
fn trees_that_bite_their_tails_end() {
    let turning = |kids: &str| {
        let bytes = made(b"", "", &["<<>>".to_owned()]);
        let text = String::from_utf8(bytes).unwrap();
        text.replace("[3 0 R]", kids).into_bytes()
    };
    assert_eq!(read(&turning("[2 0 R]")), Err(Unreadable::Broken));
    let parts = made(b"", "", &["<</A 10 0 R/B[10 0 R]>>".to_owned()]);
    assert!(read(&parts).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
        let _ = read(&[b"%PDF-1.7\n", bytes.as_slice()].concat());
        let _ = read(&made(&bytes, "", &[]));
        let _ = read(&made(&bytes, "/Filter/FlateDecode", &[]));
        let text: String = bytes.iter().map(|b| char::from(b % 128)).collect();
        let _ = read(&made(b"", "", &[text]));
    }

    #[test]
    fn no_cut_of_a_real_file_makes_it_panic(end in 0usize..60_000) {
        let _ = read(&GENUINE[..end.min(GENUINE.len())]);
    }

    #[test]
    fn a_flipped_byte_is_refused_or_leaves_what_is_drawn(at in 0usize..60_000, flip in 1u8..=255) {
        let mut bytes = GENUINE.clone();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        if let Ok(parts) = read(&bytes)
            && parts.drawing == genuine().drawing
        {
            prop_assert_eq!(parts.lines, genuine().lines);
            prop_assert_eq!(parts.qr, genuine().qr);
        }
    }

    #[test]
    fn no_rectangles_make_the_scan_panic(
        sides in proptest::collection::vec(([0i16..60, 0i16..60, 1i16..9, 1i16..9], any::<bool>()), 0..400),
    ) {
        let runs = sides.into_iter().map(|(run, dark)| filled(run, dark)).collect::<Vec<_>>();
        let _ = scan::scan(&runs);
    }

    #[test]
    fn a_damaged_code_is_mended_or_not_read(
        damage in proptest::collection::vec((0i16..61, 0i16..61, any::<bool>()), 0..500),
        length in 1usize..500,
    ) {
        let said = "7".repeat(length);
        let symbol = crate::print::symbol::Symbol::of(&said).unwrap();
        let mut runs: Vec<_> = symbol.runs.iter().map(|run| filled(*run, true)).collect();
        prop_assert_eq!(scan::scan(&runs), Some(said));
        let inside = damage.into_iter().filter(|(x, y, _)| *x < symbol.width && *y < symbol.width);
        runs.extend(inside.map(|(x, y, dark)| filled([x, y, 1, 1], dark)));
        let _ = scan::scan(&runs);
    }

    #[test]
    fn noise_in_the_frame_of_a_code_is_not_read(version in 1i16..=40, seed in any::<u64>()) {
        let side = 17 + 4 * version;
        let mut state = seed | 1;
        let mut runs = vec![filled([0, 0, side, 1], true), filled([0, 0, 1, side], true)];
        for at in 0..side * side {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(at.unsigned_abs().into());
            runs.push(filled([at % side, at / side, 1, 1], state >> 63 == 1));
        }
        let _ = scan::scan(&runs);
    }
}

/// Column, row, length and height in modules, as the page's content would fill them.
fn filled([x, y, length, height]: [i16; 4], dark: bool) -> content::Filled {
    let sides = [x, -y - height, x + length, -y].map(f64::from);
    content::Filled { sides, light: f64::from(u8::from(!dark)) }
}
