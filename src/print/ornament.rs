//! Frame and ground: guilloches, the same on every page of a road.
//!
//! Each pattern is one small path drawn again and again after the same step (`cm` without `q`), so
//! that a thousand curves deflate to a few hundred bytes.

use super::block::PAGE;
use super::layout::{Head, Layout, Ornament};
use printpdf::{
    Color, CurTransMat, Line, LinePoint, Op, PaintMode, Point, Polygon, PolygonRing, Pt, Rgb,
    WindingOrder,
};
use serde::Deserialize;
use std::f32::consts::{PI, TAU};

/// The colours of a road, 0-1 in sRGB.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Palette {
    /// Title and outer frame.
    pub strong: [f32; 3],
    /// Guilloche of the frame.
    pub fine: [f32; 3],
    /// Curves behind the words.
    pub ground: [f32; 3],
    /// The paper inside the frame.
    pub paper: [f32; 3],
    /// Rules between rows.
    pub rule: [f32; 3],
}

/// Graphite: a receipt has neither road's colour.
pub(super) const RECEIPT: Palette = Palette {
    strong: [0.25, 0.25, 0.28],
    fine: [0.55, 0.55, 0.58],
    ground: [1.0, 1.0, 1.0],
    paper: [1.0, 1.0, 1.0],
    rule: [0.80, 0.80, 0.82],
};

/// What lies behind a receipt: the frame's lines without the guilloches that make a certificate.
pub(super) fn behind_receipt(layout: &Layout) -> Vec<Op> {
    let Ornament { band, half, .. } = layout.ornament;
    let mut ops = vec![stroke(RECEIPT.strong), thickness(1.4)];
    ops.extend([rectangle(band - half - 3.2, PaintMode::Stroke), thickness(0.5)]);
    ops.push(rectangle(band - half, PaintMode::Stroke));
    ops.push(Op::SaveGraphicsState);
    divider(&mut ops, &layout.head, RECEIPT);
    ops.push(Op::RestoreGraphicsState);
    ops
}

/// All that lies behind the words.
pub(super) fn behind(layout: &Layout, palette: Palette) -> Vec<Op> {
    let ornament = &layout.ornament;
    let mut ops = Vec::new();
    let inner = ornament.band + ornament.half;
    ops.push(fill(palette.paper));
    ops.push(rectangle(inner, PaintMode::Fill));
    ground(&mut ops, ornament, palette);
    frame(&mut ops, ornament, palette);
    ops.push(Op::SaveGraphicsState);
    divider(&mut ops, &layout.head, palette);
    ops.push(Op::RestoreGraphicsState);
    ops
}

/// A rosette of rings of ellipses in the middle of the page.
fn ground(ops: &mut Vec<Op>, ornament: &Ornament, palette: Palette) {
    ops.extend([stroke(palette.ground), thickness(0.45)]);
    for (long, short, copies) in ornament.rings.iter().copied() {
        let middle = shift(PAGE.0 / 2.0, PAGE.1 / 2.0 - ornament.rings_down);
        ops.extend([Op::SaveGraphicsState, middle]);
        let curve = path(&ellipse(long, short), true);
        let step = turn(PI / f32::from(copies));
        for _ in 0..copies {
            ops.extend([curve.clone(), step.clone()]);
        }
        ops.push(Op::RestoreGraphicsState);
    }
}

/// Two lines, the guilloche between them, and a rosette in each corner.
fn frame(ops: &mut Vec<Op>, ornament: &Ornament, palette: Palette) {
    let Ornament { band, half, strands, .. } = *ornament;
    ops.extend([
        stroke(palette.strong),
        thickness(1.4),
        rectangle(band - half - 3.2, PaintMode::Stroke),
    ]);
    ops.extend([thickness(0.5), rectangle(band - half, PaintMode::Stroke)]);
    ops.push(rectangle(band + half, PaintMode::Stroke));
    ops.extend([
        stroke(palette.fine),
        thickness(0.35),
        rectangle(band + half + 2.6, PaintMode::Stroke),
    ]);
    let (across, up) = (PAGE.0 - 2.0 * (band + half), PAGE.1 - 2.0 * (band + half));
    let quarter = turn(PI / 2.0);
    ops.extend([Op::SaveGraphicsState, shift(band + half, band), thickness(0.3)]);
    let [short, long] = ornament.waves;
    for (side, waves) in [(across, short), (up, long), (across, short), (up, long)] {
        let period = side / f32::from(waves);
        let braid: Vec<Op> = (0..strands)
            .map(|k| path(&wave(period, half - 1.4, f32::from(k) * PI / f32::from(strands)), false))
            .collect();
        let step = shift(period, 0.0);
        for _ in 0..waves {
            ops.extend(braid.iter().cloned());
            ops.push(step.clone());
        }
        corner(ops, ornament);
        ops.extend([shift(half, 0.0), quarter.clone(), shift(half, 0.0)]);
    }
    ops.push(Op::RestoreGraphicsState);
}

/// A rosette and a box around it, from the end of a side.
fn corner(ops: &mut Vec<Op>, ornament: &Ornament) {
    let Ornament { half, petals, .. } = *ornament;
    ops.extend([Op::SaveGraphicsState, shift(half, 0.0)]);
    let square = [(-half, -half), (half, -half), (half, half), (-half, half)];
    ops.push(path(&square.map(|(x, y)| (x, y, false)), true));
    let petal = path(&ellipse(half - 1.2, 3.0), true);
    let step = turn(PI / f32::from(petals));
    for _ in 0..petals {
        ops.extend([petal.clone(), step.clone()]);
    }
    ops.push(Op::RestoreGraphicsState);
}

/// The divider under the title.
fn divider(ops: &mut Vec<Op>, head: &Head, palette: Palette) {
    ops.extend([
        shift(PAGE.0 / 2.0, PAGE.1 - head.divider),
        fill(palette.fine),
        stroke(palette.fine),
    ]);
    ops.push(thickness(0.6));
    for side in [-1.0f32, 1.0] {
        ops.push(path(&[(side * 8.0, 0.0, false), (side * 92.0, 0.0, false)], false));
        let small = [(5.6, 0.0), (7.6, 1.4), (9.6, 0.0), (7.6, -1.4)];
        ops.push(polygon(&small.map(|(x, y)| (side * x, y))));
    }
    ops.push(polygon(&[(-4.2, 0.0), (0.0, 3.0), (4.2, 0.0), (0.0, -3.0)]));
}

/// One period of a sine of this height, as cubics from its values and slopes.
fn wave(period: f32, height: f32, phase: f32) -> Vec<(f32, f32, bool)> {
    /// Cubics in a period.
    const PIECES: u8 = 6;
    let step = period / f32::from(PIECES);
    let at = |x: f32| height * (TAU * x / period + phase).sin();
    let slope = |x: f32| height * (TAU / period) * (TAU * x / period + phase).cos();
    let mut points = vec![(0.0, at(0.0), false)];
    for piece in 0..PIECES {
        let from = step * f32::from(piece);
        let to = from + step;
        points.push((from + step / 3.0, at(from) + slope(from) * step / 3.0, true));
        points.push((to - step / 3.0, at(to) - slope(to) * step / 3.0, true));
        points.push((to, at(to), false));
    }
    points
}

fn ellipse(long: f32, short: f32) -> Vec<(f32, f32, bool)> {
    /// How far a control point stands out, for a quarter of a circle.
    const K: f32 = 0.552_284_8;
    let (a, b) = (long * K, short * K);
    [
        (long, 0.0, false),
        (long, b, true),
        (a, short, true),
        (0.0, short, false),
        (-a, short, true),
        (-long, b, true),
        (-long, 0.0, false),
        (-long, -b, true),
        (-a, -short, true),
        (0.0, -short, false),
        (a, -short, true),
        (long, -b, true),
        (long, 0.0, false),
    ]
    .to_vec()
}

/// To hundredths of a point: finer than any printer, and short to write.
pub(super) fn round(value: f32) -> f32 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { 0.0 } else { rounded } // no minus zero
}

pub(super) fn point(x: f32, y: f32, bezier: bool) -> LinePoint {
    LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(y)) }, bezier }
}

fn path(points: &[(f32, f32, bool)], is_closed: bool) -> Op {
    let points = points.iter().map(|(x, y, bezier)| point(*x, *y, *bezier)).collect();
    Op::DrawLine { line: Line { points, is_closed } }
}

fn polygon(points: &[(f32, f32)]) -> Op {
    let points = points.iter().map(|(x, y)| point(*x, *y, false)).collect();
    let rings = vec![PolygonRing { points }];
    let (mode, winding_order) = (PaintMode::Fill, WindingOrder::NonZero);
    Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order } }
}

/// The rectangle that stands `inset` from every edge of the page.
fn rectangle(inset: f32, mode: PaintMode) -> Op {
    let (right, top) = (PAGE.0 - inset, PAGE.1 - inset);
    let corners = [(inset, inset), (right, inset), (right, top), (inset, top)];
    let points = corners.iter().map(|(x, y)| point(*x, *y, false)).collect();
    let rings = vec![PolygonRing { points }];
    Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } }
}

pub(super) fn shift(x: f32, y: f32) -> Op {
    Op::SetTransformationMatrix {
        matrix: CurTransMat::Raw([1.0, 0.0, 0.0, 1.0, round(x), round(y)]),
    }
}

/// Anticlockwise, by `angle` radians.
pub(super) fn turn(angle: f32) -> Op {
    let exact = |value: f32| (value * 100_000.0).round() / 100_000.0;
    let (sin, cos) = (exact(angle.sin()), exact(angle.cos()));
    Op::SetTransformationMatrix { matrix: CurTransMat::Raw([cos, sin, -sin, cos, 0.0, 0.0]) }
}

fn color([r, g, b]: [f32; 3]) -> Color {
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}

pub(super) fn fill(rgb: [f32; 3]) -> Op {
    Op::SetFillColor { col: color(rgb) }
}

pub(super) fn stroke(rgb: [f32; 3]) -> Op {
    Op::SetOutlineColor { col: color(rgb) }
}

pub(super) fn thickness(points: f32) -> Op {
    Op::SetOutlineThickness { pt: Pt(points) }
}
