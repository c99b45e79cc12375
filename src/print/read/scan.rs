//! The QR code *as drawn*: filled rectangles → picture → text.

use super::content::Filled;

/// Pixels along the picture's edge: nine or so for a module of version 11.
const SIDE: usize = 640;
/// Pixels painted in all.
const PAINTED: usize = 40_000_000;
/// A code has at least so many dark rectangles; ornaments and rules have fewer.
const RUNS: usize = 60;
/// Darker than this is a dark module.
const DARK: f64 = 0.5;

/// The text of the QR code among what is filled, if there is one.
pub(super) fn scan(filled: &[Filled]) -> Option<String> {
    let area = area(filled)?;
    let picture = paint(filled, area)?;
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(SIDE, SIDE, |x, y| {
        picture.get(y * SIDE + x).copied().unwrap_or(u8::MAX)
    });
    prepared.detect_grids().into_iter().find_map(|grid| Some(grid.decode().ok()?.1))
}

/// The square around all dark rectangles, with a margin for the quiet zone. Ours are the only ones.
fn area(filled: &[Filled]) -> Option<[f64; 4]> {
    let dark = || filled.iter().filter(|one| one.light < DARK);
    if dark().count() < RUNS {
        return None;
    }
    let first = dark().next()?.sides;
    let [left, bottom, right, top] = dark().fold(first, |all, one| {
        let [left, bottom, right, top] = one.sides;
        [all[0].min(left), all[1].min(bottom), all[2].max(right), all[3].max(top)]
    });
    let side = (right - left).max(top - bottom);
    let margin = side * 0.1;
    (side.is_finite() && side > 1.0).then_some([
        left - margin,
        bottom - margin,
        side + 2.0 * margin,
        side + 2.0 * margin,
    ])
}

/// Paints each rectangle over the ones before, as a viewer does.
fn paint(filled: &[Filled], [left, bottom, width, height]: [f64; 4]) -> Option<Vec<u8>> {
    let mut picture = vec![u8::MAX; SIDE * SIDE];
    let mut painted = 0usize;
    for one in filled {
        let [from_x, low, to_x, high] = one.sides;
        let columns = pixel((from_x - left) / width)..pixel((to_x - left) / width);
        let rows = pixel(1.0 - (high - bottom) / height)..pixel(1.0 - (low - bottom) / height);
        painted += columns.len() * rows.len();
        if painted > PAINTED {
            return None;
        }
        let ink = if one.light < DARK { 0 } else { u8::MAX };
        for row in rows {
            let row = picture.get_mut(row * SIDE..(row + 1) * SIDE).unwrap_or_default();
            row.get_mut(columns.clone()).unwrap_or_default().fill(ink);
        }
    }
    Some(picture)
}

/// The pixel edge nearest to a part (0-1) of the picture.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "clamped to the picture first"
)]
fn pixel(part: f64) -> usize {
    (part.clamp(0.0, 1.0) * SIDE as f64).round() as usize
}
