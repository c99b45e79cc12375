//! The QR code *as drawn*: filled rectangles → picture → modules → text.

use super::content::Filled;
use rqrr::{Grid, SimpleGrid};

/// Pixels along a module's edge.
const PIXELS: usize = 4;
/// Pixels painted in all.
const PAINTED: usize = 40_000_000;
/// A code has at least so many dark rectangles; ornaments and rules have fewer.
const RUNS: usize = 60;
/// Lighter than this is a light module.
const DARK: f64 = 0.5;

/// The text of the QR code among what is filled, if there is one.
pub(super) fn scan(filled: &[Filled]) -> Option<String> {
    let (area, modules) = area(filled)?;
    let side = modules * PIXELS;
    let picture = paint(filled, area, side)?;
    let grid = SimpleGrid::from_func(modules, |x, y| {
        let rows = (y * PIXELS..(y + 1) * PIXELS)
            .filter_map(|row| picture.get(row * side + x * PIXELS..row * side + (x + 1) * PIXELS));
        rows.flatten().filter(|dark| **dark).count() * 2 > PIXELS * PIXELS
    });
    Some(Grid::new(grid).decode().ok()?.1)
}

/// The square around all dark rectangles (a code's are the only ones): left, bottom and side; and
/// the modules along its edge, of which the thinnest rectangle shows one.
fn area(filled: &[Filled]) -> Option<([f64; 3], usize)> {
    let dark = || filled.iter().filter(|one| one.light < DARK).map(|one| one.sides);
    if dark().count() < RUNS {
        return None;
    }
    let [left, bottom, right, top] = dark().reduce(|all, one| {
        [all[0].min(one[0]), all[1].min(one[1]), all[2].max(one[2]), all[3].max(one[3])]
    })?;
    let module = dark()
        .flat_map(|[left, bottom, right, top]| [right - left, top - bottom])
        .fold(f64::INFINITY, f64::min);
    let side = right - left;
    let square = (side - (top - bottom)).abs() < module / 2.0;
    let modules = (21..=177usize).step_by(4).find(|modules| {
        let modules = f64::from(u8::try_from(*modules).unwrap_or(u8::MAX)); // at most 177
        (side / module - modules).abs() < 0.3
    })?;
    square.then_some(([left, bottom, side], modules))
}

/// Paints each rectangle over the ones before, as a viewer does; true is dark.
fn paint(filled: &[Filled], [left, bottom, width]: [f64; 3], side: usize) -> Option<Vec<bool>> {
    let mut picture = vec![false; side * side];
    let mut painted = 0usize;
    let across = |x: f64| pixel((x - left) / width, side);
    let down = |y: f64| pixel(1.0 - (y - bottom) / width, side);
    for one in filled {
        let [from_x, low, to_x, high] = one.sides;
        let columns = across(from_x)..across(to_x);
        let rows = down(high)..down(low);
        painted += columns.len() * rows.len();
        if painted > PAINTED {
            return None;
        }
        for row in rows {
            let row = picture.get_mut(row * side..(row + 1) * side).unwrap_or_default();
            row.get_mut(columns.clone()).unwrap_or_default().fill(one.light < DARK);
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
fn pixel(part: f64, side: usize) -> usize {
    (part.clamp(0.0, 1.0) * side as f64).round() as usize
}
