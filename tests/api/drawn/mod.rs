//! What people see of a certificate: the invented ones of the previews, drawn by poppler, MuPDF,
//! Ghostscript and Chromium, compared with one another and with the pictures of
//! `tests/fixtures/paper`, which were looked at.
//!
//! With `WENZHENG_TEST_REDRAW=1` the pictures are drawn anew, to be looked at again.

mod picture;
mod viewer;

use crate::world::block_on;
use picture::{Difference, Picture};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use viewer::Viewer;
use wenzheng::registry::house::preview::{self, samples};

/// How far two pictures of one page may be apart. Programs draw hairlines darker or lighter, and set
/// edges on other pixels; a character more or less is four times as much.
const ALIKE: Difference = Difference { mean: 3.0, most: 60.0 };
/// The same program in another version.
const SAME: Difference = Difference { mean: 0.5, most: 6.0 };

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/paper/{name}.png"))
}

/// Writes the paper of an invented certificate, in the layout of new ones or another.
fn paper(folder: &Path, name: &str, layout: Option<&[u8]>) -> PathBuf {
    let file = folder.join(format!("{name}.pdf"));
    std::fs::write(&file, preview::preview(layout, name).unwrap()).unwrap();
    file
}

/// The page as a program draws it, 150 dots an inch, grey.
fn drawn(program: &str, arguments: &[&str], file: &Path) -> Picture {
    let picture = file.with_extension(format!("{program}.png"));
    let at = |argument: &&str| match *argument {
        "IN" => file.display().to_string(),
        "OUT" => picture.display().to_string(),
        "STEM" => picture.with_extension("").display().to_string(),
        other => other.replace("OUT", &picture.display().to_string()),
    };
    let output = Command::new(program).args(arguments.iter().map(at)).output().unwrap();
    assert!(output.status.success(), "{program}: {output:?}");
    Picture::read(&std::fs::read(&picture).unwrap())
}

fn poppler(file: &Path) -> Picture {
    drawn("pdftoppm", &["-r", "150", "-png", "-gray", "-singlefile", "IN", "STEM"], file)
}

fn mupdf(file: &Path) -> Picture {
    drawn("mutool", &["draw", "-q", "-r", "150", "-c", "gray", "-o", "OUT", "IN"], file)
}

fn ghostscript(file: &Path) -> Picture {
    let smooth = ["-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-sOutputFile=OUT", "IN"];
    let arguments = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pnggray", "-r150"];
    drawn("gs", &[&arguments[..], &smooth].concat(), file)
}

#[test]
fn every_certificate_looks_as_it_did_when_it_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let redraw = std::env::var_os("WENZHENG_TEST_REDRAW").is_some();
    samples().unwrap().into_par_iter().for_each(|sample| {
        let picture = poppler(&paper(folder.path(), &sample.name, None)).coarse();
        let reference = reference(&sample.name);
        if redraw {
            std::fs::write(&reference, picture.write()).unwrap();
        }
        let bytes = std::fs::read(&reference).unwrap_or_else(|_| panic!("no {reference:?}"));
        let difference = picture.difference(&Picture::read(&bytes));
        assert!(difference.within(SAME), "{}: {difference:?}", sample.name);
    });
}

#[test]
fn other_programs_draw_every_certificate_alike() {
    let folder = tempfile::tempdir().unwrap();
    samples().unwrap().into_par_iter().for_each(|sample| {
        let file = paper(folder.path(), &sample.name, None);
        let poppler = poppler(&file);
        for (program, picture) in [("mutool", mupdf(&file)), ("gs", ghostscript(&file))] {
            let difference = poppler.difference(&picture);
            assert!(difference.within(ALIKE), "{}, {program}: {difference:?}", sample.name);
        }
    });
}

#[test]
fn a_browser_draws_certificates_alike() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let viewer = Viewer::open().await;
        for name in ["issued", "wordy", "beyond", "photo-old", "copy"] {
            let file = paper(folder.path(), name, None);
            let difference = poppler(&file).difference(&viewer.picture(&file).await);
            assert!(difference.within(ALIKE), "{name}: {difference:?}");
        }
        viewer.close().await;
    });
}

/// The measure itself: one character, or a shift by a millimetre, is seen.
#[test]
fn a_page_that_looks_otherwise_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let layout = include_str!("../../../templates/certificate/2.toml");
    let issued = poppler(&paper(folder.path(), "issued", None)).coarse();
    for (what, from, to) in [
        ("a character", "[\"性别\", \"Sex\"]", "[\"姓别\", \"Sex\"]"),
        ("a shift", "name = 229.0", "name = 232.0"),
        ("no ornament", "rings = [[205.0, 96.0, 36], ", "rings = ["),
    ] {
        let changed = layout.replacen(from, to, 1);
        assert_ne!(changed, layout, "{what}");
        let changed = poppler(&paper(folder.path(), "issued", Some(changed.as_bytes()))).coarse();
        let difference = issued.difference(&changed);
        assert!(!difference.within(SAME), "{what}: {difference:?}");
    }
    let (filed, single) = ("filed", "single"); // two names on one page
    let [filed, single] = [filed, single].map(|name| poppler(&paper(folder.path(), name, None)));
    let difference = filed.difference(&single);
    assert!(!difference.within(ALIKE), "{difference:?}");
}
