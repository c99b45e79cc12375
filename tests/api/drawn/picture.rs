//! Pictures of a page, and how far two of them are apart.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{GrayImage, ImageFormat, imageops};

/// A page is compared in so many cells, each less than two millimetres wide.
const CELLS: [u32; 2] = [124, 175];
/// Steps of grey in a picture that is kept.
const STEPS: u16 = 7;

/// A page, grey.
pub struct Picture(GrayImage);

/// How far two pictures are apart, in levels of 255: the mean of all cells, and the most of any.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    pub mean: f64,
    pub most: f64,
}

impl Difference {
    pub fn within(self, bound: Self) -> bool {
        self.mean <= bound.mean && self.most <= bound.most
    }
}

impl Picture {
    /// From a PNG.
    pub fn read(png: &[u8]) -> Self {
        Self(image::load_from_memory_with_format(png, ImageFormat::Png).unwrap().to_luma8())
    }

    /// With few greys, as it is kept.
    pub fn coarse(&self) -> Self {
        let mut few = self.0.clone();
        for pixel in few.pixels_mut() {
            let step = (u16::from(pixel.0[0]) * STEPS + 127) / 255;
            pixel.0[0] = u8::try_from(step * 255 / STEPS).unwrap();
        }
        Self(few)
    }

    /// As a small PNG.
    pub fn write(&self) -> Vec<u8> {
        let mut png = Vec::new();
        let (best, none) = (CompressionType::Best, FilterType::NoFilter);
        let encoder = PngEncoder::new_with_quality(&mut png, best, none);
        self.0.write_with_encoder(encoder).unwrap();
        png
    }

    /// The light part of a picture whose rest is dark: a page on a viewer's ground.
    pub fn page(&self) -> Self {
        let is_light = |line: &mut dyn Iterator<Item = u8>| {
            let (mut light, mut all) = (0, 0);
            line.for_each(|grey| {
                light += u32::from(grey > 150);
                all += 1;
            });
            light * 2 > all
        };
        let (width, height) = self.0.dimensions();
        let column = |x: &u32| is_light(&mut (0..height).map(|y| self.0.get_pixel(*x, y).0[0]));
        let row = |y: &u32| is_light(&mut (0..width).map(|x| self.0.get_pixel(x, *y).0[0]));
        let ends = |lines: Vec<u32>| Some((*lines.first()?, *lines.last()? + 1));
        let (left, right) = ends((0..width).filter(column).collect()).unwrap_or((0, width));
        let (top, bottom) = ends((0..height).filter(row).collect()).unwrap_or((0, height));
        Self(imageops::crop_imm(&self.0, left, top, right - left, bottom - top).to_image())
    }

    /// Whether it holds a whole page in the shape of A4 on a darker ground.
    pub fn has_page(&self) -> bool {
        let (width, height) = self.page().0.dimensions();
        let shape = f64::from(height) / f64::from(width);
        (width, height) != self.0.dimensions() && (shape - std::f64::consts::SQRT_2).abs() < 0.01
    }

    /// The mean grey of each cell.
    fn cells(&self) -> Vec<f64> {
        let (width, height) = self.0.dimensions();
        let [across, down] = CELLS;
        let edge = |at: u32, of: u32, size: u32| at * size / of;
        let mut cells = Vec::new();
        for (row, column) in (0..down).flat_map(|row| (0..across).map(move |column| (row, column)))
        {
            let (left, right) = (edge(column, across, width), edge(column + 1, across, width));
            let (top, bottom) = (edge(row, down, height), edge(row + 1, down, height));
            let greys = (top..bottom)
                .flat_map(|y| (left..right).map(move |x| (x, y)))
                .map(|(x, y)| f64::from(self.0.get_pixel(x, y).0[0]));
            cells.push(greys.sum::<f64>() / f64::from((right - left) * (bottom - top)));
        }
        cells
    }

    /// How far this page is from another.
    pub fn difference(&self, other: &Self) -> Difference {
        let (ours, theirs) = (self.cells(), other.cells());
        let apart: Vec<f64> = ours.iter().zip(&theirs).map(|(a, b)| (a - b).abs()).collect();
        Difference {
            mean: apart.iter().sum::<f64>() / apart.len() as f64,
            most: apart.iter().copied().fold(0.0, f64::max),
        }
    }
}
