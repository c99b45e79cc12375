//! The photo that a file shows is the one that its credential names.

use super::*;
use crate::model::photo::Photo;

fn plain() -> Option<Photo> {
    Photo::parse(include_bytes!("../../../../tests/fixtures/photos/plain.jpg").to_vec())
}

fn other() -> Option<Photo> {
    Photo::parse(include_bytes!("../../../../tests/fixtures/photos/other.jpg").to_vec())
}

/// A file with a photo, whose credential names `named`, judged offline.
fn said(named: Option<&Photo>, shown: Option<Photo>) -> (Outcome, Reason) {
    let photo = named.map(Photo::digest);
    let certificate = crate::model::certificate::Certificate { photo, ..sample::certificate() };
    let slot = Slot { list: 0, index: 7 };
    let credential = sample::issuing().sign(&certificate, slot, &sample::signer());
    let parts = PdfParts { credential: Some(credential), photo: shown, ..printed() };
    let trust = sample::trust();
    let evidence = Evidence { trust: Some(&trust), record: Asked::NotAsked, today: today() };
    let judged = [
        paper(&parts, Some(&parts), &evidence),
        // What cannot be drawn again is judged by its photo all the same.
        paper(&parts, None, &evidence),
    ];
    let differs = (Outcome::Failed, Reason::PhotoDiffers);
    let [drawn, undrawn] = judged.map(|judged| reason(&judged, CheckName::Document));
    assert_eq!(drawn == differs, undrawn == differs);
    drawn
}

#[test]
fn a_photo_that_was_exchanged_added_or_taken_away_is_named() {
    let agrees = (Outcome::Passed, Reason::DocumentAgrees);
    assert_eq!(said(plain().as_ref(), plain()), agrees);
    assert_eq!(said(None, None), agrees);
    for (named, shown) in [(plain(), other()), (plain(), None), (None, plain())] {
        assert_eq!(said(named.as_ref(), shown), (Outcome::Failed, Reason::PhotoDiffers));
    }
}
