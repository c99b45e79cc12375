//! Widths of glyphs, without those that go without saying: a Chinese page is nearly all of one width.

use super::{PrintError, library};
use lopdf::{Document, Object};

/// What a glyph is wide for which nothing is said (ISO 32000-1, 9.7.4.3), in thousandths of an em.
const DEFAULT: i64 = 1000;

/// Leaves out the default width in every font.
pub(super) fn narrow(document: &mut Document) -> Result<(), PrintError> {
    for font in document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()) {
        let Ok(Object::Array(descendants)) = font.get_mut(b"DescendantFonts") else { continue };
        for descendant in descendants {
            let descendant = descendant.as_dict_mut().map_err(library)?;
            if let Ok(Object::Array(widths)) = descendant.get_mut(b"W") {
                *widths = narrowed(widths)?;
            }
        }
    }
    Ok(())
}

/// `c [w w …]` for each run of glyphs of other widths.
fn narrowed(widths: &[Object]) -> Result<Vec<Object>, PrintError> {
    let is_default = |width: &Object| width.as_i64().is_ok_and(|width| width == DEFAULT);
    let mut kept: Vec<Object> = Vec::new();
    for run in widths.chunks_exact(2) {
        let first = run[0].as_i64().map_err(library)?;
        let numbered: Vec<_> = (first..).zip(run[1].as_array().map_err(library)?).collect();
        for run in numbered.chunk_by(|a, b| is_default(a.1) == is_default(b.1)) {
            if let Some((first, _)) = run.first().filter(|(_, width)| !is_default(width)) {
                let run: Vec<Object> = run.iter().map(|(_, width)| (*width).clone()).collect();
                kept.extend([(*first).into(), run.into()]);
            }
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_other_widths_keep_their_numbers() {
        let list = |widths: &[i64]| -> Object {
            widths.iter().map(|w| (*w).into()).collect::<Vec<Object>>().into()
        };
        let widths = [1.into(), list(&[1000, 500, 350, 1000, 1000, 7]), 90.into(), list(&[1000])];
        let kept = [2.into(), list(&[500, 350]), 6.into(), list(&[7])];
        assert_eq!(narrowed(&widths).unwrap(), kept);
    }
}
