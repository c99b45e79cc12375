//! The embedded catalogue, and what may be wrong with a bureau's own.

use super::*;

#[test]
fn the_embedded_files_are_sound() {
    let catalogue = Catalogue::from_files(&CatalogueFiles::default()).unwrap();
    assert_eq!(catalogue.all_series().len(), 30);
}
