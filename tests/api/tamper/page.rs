//! The page: its QR, its words, what is drawn over it.

use super::{assert_found_out, credential, failed, judge, saved, with_credential};
use crate::world::sheet::{csv, rows};
use crate::world::{RUIAN, World, on_sqlite};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, dictionary};
use wenzheng::model::finding::Field;
use wenzheng::model::verdict::{Check, Reason, Verdict};

/// The page's own content: the second of its two streams.
fn content(document: &Document) -> (ObjectId, Vec<u8>) {
    let page = document.get_pages()[&1];
    let id = *document.get_page_contents(page).last().unwrap();
    (id, document.get_object(id).unwrap().as_stream().unwrap().decompressed_content().unwrap())
}

fn with_content(pdf: &[u8], change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    let (id, before) = content(&document);
    let after = change(before.clone());
    assert_ne!(after, before);
    document.objects.insert(id, Stream::new(Dictionary::new(), after).into());
    saved(document)
}

/// What is drawn between the first `q` and its `Q`: the QR.
fn symbol(content: &[u8]) -> std::ops::Range<usize> {
    let find = |what: &[u8], from: usize| {
        from + content[from..].windows(what.len()).position(|window| window == what).unwrap()
    };
    let begins = find(b"\nq\n", 0);
    let range = begins..find(b"\nQ", begins);
    assert!(range.len() > 3_000, "{range:?}");
    range
}

/// One paper, written anew with the QR of another.
pub fn with_qr_of(one: &[u8], other: &[u8]) -> Vec<u8> {
    let theirs = content(&Document::load_mem(other).unwrap()).1;
    with_content(one, |mut own| {
        own.splice(symbol(&own), theirs[symbol(&theirs)].iter().copied());
        own
    })
}

#[test]
fn the_parts_of_two_genuine_papers_do_not_make_a_third() {
    on_sqlite(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=2))).await;
        let one = world.registry.print(&numbers[0]).await.unwrap();
        let two = world.registry.print(&numbers[1]).await.unwrap();
        let swapped_qr = with_qr_of(&one, &two);
        let swapped_attachment = with_credential(&one, credential(&two));
        let other_name = Reason::DocumentDiffers(Field::Name);
        for (what, bytes) in [("QR", swapped_qr), ("attachment", swapped_attachment)] {
            let verification = judge(world, bytes).await;
            assert_found_out(what, &verification);
            assert!(failed(&verification).contains(&&other_name), "{what}: {verification:?}");
        }
        let no_qr = with_content(&one, |mut own| {
            own.drain(symbol(&own));
            own
        });
        assert_found_out("no QR", &judge(world, no_qr).await);
        let mut robbed = Document::load_mem(&one).unwrap();
        let catalog = robbed.catalog_mut().unwrap();
        catalog.remove(b"Names");
        catalog.remove(b"AF");
        assert_found_out("no attachment", &judge(world, saved(robbed)).await);
    });
}

#[test]
fn any_word_on_the_page_matters() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let pdf = world.registry.print(&number).await.unwrap();
        let own = Content::decode(&content(&Document::load_mem(&pdf).unwrap()).1).unwrap();
        let shows = |n: &usize| own.operations[*n].operator == "TJ";
        let shown: Vec<usize> = (0..own.operations.len()).filter(shows).collect();
        assert!(shown.len() >= 30, "{}", shown.len());
        for at in shown {
            let reversed = with_content(&pdf, |content| {
                let mut content = Content::decode(&content).unwrap();
                let glyphs = content.operations[at].operands[0].as_array_mut().unwrap();
                glyphs.reverse();
                if glyphs.len() < 2 || glyphs.first() == glyphs.last() {
                    glyphs.clear();
                }
                content.encode().unwrap()
            });
            assert_found_out(&format!("words {at}"), &judge(world, reversed).await);
        }
    });
}

/// The page drawn over by an incremental update: the old bytes stay, something is added.
pub fn updated(pdf: &[u8], change: impl Fn(&mut Document, ObjectId)) -> Vec<u8> {
    let document = Document::load_mem(pdf).unwrap();
    let page = document.get_pages()[&1];
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), document);
    update.opt_clone_object_to_new_document(page).unwrap();
    change(&mut update.new_document, page);
    let mut bytes = Vec::new();
    update.save_to(&mut bytes).unwrap();
    assert!(bytes.starts_with(pdf) && bytes.len() > pdf.len());
    bytes
}

#[test]
fn what_is_drawn_over_the_page_is_noticed() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let pdf = world.registry.print(&number).await.unwrap();
        let page_of = |document: &mut Document, page| -> Dictionary {
            document.get_object(page).unwrap().as_dict().unwrap().clone()
        };
        let painted = updated(&pdf, |document, page| {
            let over = Stream::new(Dictionary::new(), b"1 1 1 rg 260 400 200 30 re f".to_vec());
            let over = document.add_object(over);
            let mut dict = page_of(document, page);
            let contents = dict.get_mut(b"Contents").unwrap().as_array_mut().unwrap();
            contents.push(Object::Reference(over));
            document.set_object(page, dict);
        });
        let annotated = updated(&pdf, |document, page| {
            let note = dictionary! {
                "Type" => "Annot", "Subtype" => "FreeText", "Contents" => Object::string_literal("高级工程师"),
                "Rect" => vec![260.into(), 400.into(), 460.into(), 430.into()],
            };
            let note = document.add_object(note);
            let mut dict = page_of(document, page);
            dict.set("Annots", vec![Object::Reference(note)]);
            document.set_object(page, dict);
        });
        let cropped = updated(&pdf, |document, page| {
            let mut dict = page_of(document, page);
            dict.set("CropBox", vec![0.into(), 300.into(), 595.into(), 842.into()]);
            document.set_object(page, dict);
        });
        let turned = updated(&pdf, |document, page| {
            let mut dict = page_of(document, page);
            dict.set("Rotate", 180);
            document.set_object(page, dict);
        });
        for (what, bytes) in [
            ("painted", painted),
            ("annotated", annotated),
            ("cropped", cropped),
            ("turned", turned),
        ] {
            let verification = judge(world, bytes).await;
            assert_found_out(what, &verification);
            assert_eq!(failed(&verification), [&Reason::DocumentRedrawn], "{what}");
        }
    });
}

#[test]
fn what_is_heard_instead_of_the_words_is_noticed() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let pdf = world.registry.print(&number).await.unwrap();
        let mut document = Document::load_mem(&pdf).unwrap();
        let mut dicts =
            document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
        let is_it =
            |dict: &Dictionary| dict.get(b"S").and_then(Object::as_name).ok() == Some(b"H1");
        let heading = dicts.find(|dict| is_it(dict));
        heading.unwrap().set("ActualText", Object::string_literal("SENIOR"));
        let verification = judge(world, saved(document)).await;
        assert_found_out("heard", &verification);
        assert!(failed(&verification).contains(&&Reason::DocumentRedrawn), "{verification:?}");
    });
}

#[test]
fn a_paper_that_lost_its_end_on_the_way_is_not_called_a_forgery() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let pdf = world.registry.print(&number).await.unwrap();
        for lost in [1, 3, 5] {
            let judged = judge(world, pdf[..pdf.len() - lost].to_vec()).await;
            assert_eq!(judged.verdict, Verdict::Genuine, "{lost}: {judged:?}");
            let resaved = |check: &Check| check.reason == Reason::DocumentResaved;
            assert!(judged.checks.iter().any(resaved), "{lost}: {judged:?}");
        }
        for lost in [40, 300, 1000, 20_000] {
            let judged = judge(world, pdf[..pdf.len() - lost].to_vec()).await;
            assert_eq!(judged.verdict, Verdict::Unreadable, "{lost}: {judged:?}");
        }
        let mailed = [b"Subject: x\r\n\r\n", &pdf[..]].concat();
        assert_eq!(judge(world, mailed).await.verdict, Verdict::Unreadable);
    });
}

/// Most bytes of a file are those of its faces: it can then no longer be read, and is told all the
/// same from what is no paper of ours.
#[test]
fn a_bit_changed_anywhere_is_told_as_a_change() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let pdf = world.registry.print(&number).await.unwrap();
        let (mut told, mut tried) = (0, 0);
        for at in (1..pdf.len()).step_by(pdf.len() / 60) {
            let mut changed = pdf.clone();
            changed[at] ^= 1 << (at % 8);
            let judged = judge(world, changed).await;
            let verdict = judged.verdict;
            assert!(
                matches!(verdict, Verdict::NotGenuine | Verdict::Unreadable),
                "{at}: {judged:?}"
            );
            let changes = [Reason::DocumentBytesChanged, Reason::DocumentRedrawn];
            told += usize::from(failed(&judged).iter().any(|reason| changes.contains(reason)));
            tried += 1;
        }
        assert!(tried >= 60 && told * 10 >= tried * 8, "{told} of {tried}");
    });
}
