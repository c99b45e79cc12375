//! What a page's content draws, as far as a certificate needs it: words and filled rectangles
//! (ISO 32000-1, 8 and 9).

use super::Unreadable;
use super::file::File;
use super::fonts::{Font, fonts};
use super::pages::Page;
use super::syntax::{Lexer, Object, Token};
use std::collections::BTreeMap;

/// Operands before an operator.
const OPERANDS: usize = 64;
/// Saved graphics states.
const STATES: usize = 64;
/// Rectangles and lines of a page.
const RECTANGLES: usize = 50_000;
const LINES: usize = 5_000;

/// A filled rectangle on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filled {
    /// Left, bottom, right, top, in points.
    pub sides: [f64; 4],
    /// From 0 (black) to 1 (white).
    pub light: f64,
}

/// What is drawn on a page.
#[derive(Default)]
pub(super) struct Drawn {
    /// The words of each text object.
    pub lines: Vec<String>,
    /// In the order in which they are painted.
    pub filled: Vec<Filled>,
}

#[derive(Clone, Copy)]
struct State {
    matrix: [f64; 6],
    light: f64,
}

struct Canvas {
    fonts: BTreeMap<Vec<u8>, Font>,
    drawn: Drawn,
    state: State,
    saved: Vec<State>,
    path: Vec<[f64; 4]>,
    font: Vec<u8>,
    words: String,
}

/// Follows the content of `page`.
pub(super) fn drawn(file: &File, page: &Page) -> Result<Drawn, Unreadable> {
    let mut canvas = Canvas {
        fonts: fonts(file, &page.dict)?,
        drawn: Drawn::default(),
        state: State { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], light: 0.0 },
        saved: Vec::new(),
        path: Vec::new(),
        font: Vec::new(),
        words: String::new(),
    };
    let mut lexer = Lexer::new(&page.content, 0, file.budget);
    match canvas.follow(&mut lexer) {
        // What comes after a broken place is not read; the digest covers it all the same.
        Ok(()) | Err(Unreadable::Broken) => Ok(canvas.drawn),
        Err(over) => Err(over),
    }
}

impl Canvas {
    fn follow(&mut self, lexer: &mut Lexer) -> Result<(), Unreadable> {
        let mut operands = Vec::new();
        while let Some(token) = lexer.next()? {
            match token {
                Token::Object(_) if operands.len() == OPERANDS => return Err(Unreadable::TooLarge),
                Token::Object(object) => operands.push(object),
                Token::Word(b"BI") => return Err(Unreadable::Broken), // bytes that are no tokens
                Token::Word(operator) => {
                    self.operate(operator, &operands)?;
                    operands.clear();
                }
            }
        }
        Ok(())
    }

    fn operate(&mut self, operator: &[u8], operands: &[Object]) -> Result<(), Unreadable> {
        match operator {
            b"q" if self.saved.len() == STATES => return Err(Unreadable::TooLarge),
            b"q" => self.saved.push(self.state),
            b"Q" => self.state = self.saved.pop().unwrap_or(self.state),
            b"cm" => self.state.matrix = product(numbers(operands)?, self.state.matrix),
            b"g" => self.state.light = numbers::<1>(operands)?[0],
            b"rg" => {
                let [red, green, blue] = numbers(operands)?;
                self.state.light = 0.3 * red + 0.59 * green + 0.11 * blue;
            }
            b"re" => {
                if self.path.len() + self.drawn.filled.len() >= RECTANGLES {
                    return Err(Unreadable::TooLarge);
                }
                self.path.push(numbers(operands)?);
            }
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => self.fill(),
            b"S" | b"s" | b"n" => self.path.clear(),
            b"BT" => self.words.clear(),
            b"ET" => self.end_line()?,
            b"Tf" => self.font = operands.first().and_then(Object::name).unwrap_or(&[]).to_vec(),
            b"Tj" | b"'" | b"\"" => self.show(operands.last()),
            b"TJ" => {
                for part in operands.first().and_then(Object::list).unwrap_or_default() {
                    self.show(Some(part));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn fill(&mut self) {
        let State { matrix, light } = self.state;
        for [x, y, width, height] in self.path.drain(..) {
            let (ax, ay) = mapped(matrix, x, y);
            let (bx, by) = mapped(matrix, x + width, y + height);
            let sides = [ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)];
            self.drawn.filled.push(Filled { sides, light });
        }
    }

    fn show(&mut self, operand: Option<&Object>) {
        let font = self.fonts.get(&self.font);
        if let (Some(font), Some(codes)) = (font, operand.and_then(Object::text)) {
            font.read(codes, &mut self.words);
        }
    }

    fn end_line(&mut self) -> Result<(), Unreadable> {
        if self.drawn.lines.len() == LINES {
            return Err(Unreadable::TooLarge);
        }
        self.drawn.lines.push(std::mem::take(&mut self.words));
        Ok(())
    }
}

fn numbers<const N: usize>(operands: &[Object]) -> Result<[f64; N], Unreadable> {
    let numbers: Option<Vec<f64>> = operands.iter().map(Object::number).collect();
    numbers.and_then(|numbers| numbers.try_into().ok()).ok_or(Unreadable::Broken)
}

/// Where `matrix` (a b c d e f, ISO 32000-1, 8.3.3) puts a point.
fn mapped(matrix: [f64; 6], x: f64, y: f64) -> (f64, f64) {
    let along = |column: usize| matrix[column] * x + matrix[column + 2] * y + matrix[column + 4];
    (along(0), along(1))
}

/// The matrix that does `first` and then `then`.
fn product(first: [f64; 6], then: [f64; 6]) -> [f64; 6] {
    let origin = mapped(then, first[4], first[5]);
    let turned = |x, y| {
        let (to_x, to_y) = mapped(then, x, y);
        [to_x - then[4], to_y - then[5]]
    };
    let ([a, b], [c, d]) = (turned(first[0], first[1]), turned(first[2], first[3]));
    [a, b, c, d, origin.0, origin.1]
}
