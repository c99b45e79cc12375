//! Signed papers in the hands of other people's readers, and papers that somebody tampered with.

use crate::tamper::page::{updated, with_qr_of};
use crate::world::cli::Desk;
use crate::world::sheet::rows;
use lopdf::{Document, IncrementalDocument, Object, Stream, StringFormat, dictionary};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where pyHanko is. `None` where it is not installed and nobody asked for it.
fn pyhanko() -> Option<PathBuf> {
    if let Some(asked) = std::env::var_os("PEERS_HOME") {
        return Some(Path::new(&asked).join("pyhanko")); // asked for: it must run
    }
    let home = Path::new(&std::env::var_os("HOME")?).join(".cache/wenzheng-peers/pyhanko");
    home.exists().then_some(home)
}

/// What pyHanko has against a file; none if it has nothing.
fn refused(home: &Path, file: &Path, root: &Path) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/verify-pdf/verify.py");
    let output = Command::new("python3")
        .args([script.as_path(), file, root])
        .env("PYTHONPATH", home)
        .output()
        .expect("python3");
    let (said, complained) = (output.stdout, String::from_utf8_lossy(&output.stderr).into_owned());
    match output.status.code() {
        Some(0) => None,
        Some(1) if complained.is_empty() => Some(String::from_utf8(said).unwrap()),
        other => panic!("pyHanko ended with {other:?}: {complained}"),
    }
}

fn pdfsig(file: &Path) -> String {
    let output = Command::new("pdfsig").arg(file).output().expect("pdfsig");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The page repainted by an appended revision.
fn repainted(pdf: &[u8]) -> Vec<u8> {
    updated(pdf, |document, page| {
        let over = Stream::new(dictionary! {}, b"1 1 1 rg 260 400 200 30 re f".to_vec());
        let over = document.add_object(over);
        let mut dict = document.get_object(page).unwrap().as_dict().unwrap().clone();
        let contents = dict.get_mut(b"Contents").unwrap().as_array_mut().unwrap();
        contents.push(Object::Reference(over));
        document.set_object(page, dict);
    })
}

/// Something appended that nobody draws, hears or opens.
fn appended(pdf: &[u8]) -> Vec<u8> {
    let document = Document::load_mem(pdf).unwrap();
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), document);
    update.new_document.add_object(dictionary! { "Note" => Object::string_literal("x") });
    let mut bytes = Vec::new();
    update.save_to(&mut bytes).unwrap();
    assert!(bytes.starts_with(pdf) && bytes.len() > pdf.len());
    bytes
}

/// The page of one certificate with the papers of another attached, written anew.
fn swapped(pdf: &[u8], other: &[u8]) -> Vec<u8> {
    let (mut document, other) =
        (Document::load_mem(pdf).unwrap(), Document::load_mem(other).unwrap());
    let embedded = |document: &Document| -> Vec<_> {
        let is_embedded =
            |object: &Object| object.as_stream().is_ok_and(|s| s.dict.has_type(b"EmbeddedFile"));
        document.objects.iter().filter(|(_, o)| is_embedded(o)).map(|(id, _)| *id).collect()
    };
    let (here, there) = (embedded(&document), embedded(&other));
    assert!(here.len() == 3 && there.len() == 3, "{here:?} {there:?}");
    for (here, there) in here.into_iter().zip(there) {
        document.objects.insert(here, other.objects[&there].clone());
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The page repainted, and more in the place of the signature than the press can put there.
fn stuffed(pdf: &[u8]) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    let page = document.get_pages()[&1];
    let over = Stream::new(dictionary! {}, b"1 1 1 rg 260 400 200 30 re f".to_vec());
    let over = document.add_object(over);
    let dict = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
    dict.get_mut(b"Contents").unwrap().as_array_mut().unwrap().push(Object::Reference(over));
    let dicts = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    for dict in dicts.filter(|dict| dict.has(b"ByteRange")) {
        dict.set("Contents", Object::String(vec![7; 9000], StringFormat::Hexadecimal));
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A byte of the metadata, changed: the file reads as before.
fn flipped(pdf: &[u8]) -> Vec<u8> {
    let mut bytes = pdf.to_vec();
    let title = b"<pdfaid:part>";
    let at = bytes.windows(title.len()).position(|part| part == title).expect("metadata");
    bytes[at - 1] ^= 0x2A; // the space before it becomes a line feed
    bytes
}

#[test]
fn readers_trust_a_paper_whole_and_refuse_one_that_was_tampered_with() {
    let Some(home) = pyhanko() else {
        eprintln!("not checked: the peers are not installed, see tests/peers/README.md");
        return;
    };
    let desk = Desk::new();
    let numbers = desk.issue(&rows(1..=2));
    let papers: Vec<Vec<u8>> = numbers
        .iter()
        .map(|number| {
            let path = desk.path(&format!("{number}.pdf"));
            desk.run(&["print", number, "-o", &path]).ends(0);
            std::fs::read(path).unwrap()
        })
        .collect();
    desk.run(&["export", &numbers[0], &desk.path("export")]).ends(0);
    let root = PathBuf::from(desk.path("export/document-root.pem"));
    for number in &numbers {
        let path = PathBuf::from(desk.path(&format!("{number}.pdf")));
        assert_eq!(refused(&home, &path, &root), None);
        let said = pdfsig(&path);
        assert!(said.contains("Signature is Valid"), "{said}");
        assert!(said.contains("Total document signed"), "{said}");
    }
    let pdf = &papers[0];
    for (what, bytes, why) in [
        ("flipped", flipped(pdf), "文件在签名之后被改动"),
        ("repainted", repainted(pdf), "版面在签发后被改动"),
        ("appended", appended(pdf), "签发后有内容追加到文件里"),
        ("stuffed", stuffed(pdf), "版面在签发后被改动"),
        ("swapped", swapped(pdf, &papers[1]), "不一致"),
        ("code", with_qr_of(pdf, &papers[1]), "不一致"),
    ] {
        let path = desk.file(&format!("{what}.pdf"), bytes);
        let theirs = refused(&home, Path::new(&path), &root);
        assert!(theirs.is_some(), "pyHanko takes the {what} paper");
        let verdict = desk.run(&["verify", &path, "--json"]).ends(1).json();
        assert_eq!(verdict["verdict"], "not_genuine", "{what}: {verdict}");
        let checks = verdict["checks"].as_array().unwrap();
        let document = checks.iter().find(|check| check["name"] == "document").unwrap();
        assert!(document["reason"].as_str().unwrap().contains(why), "{what}: {document}");
    }
}
