//! The objects of a PDF's syntax (ISO 32000-1, 7.2 and 7.3), read with bounds.

use super::Unreadable;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Objects inside objects.
const DEPTH: u8 = 40;

/// A dictionary, by its decoded names.
pub(super) type Dict = BTreeMap<Vec<u8>, Object>;

/// An object without a stream's bytes.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Text(Vec<u8>),
    Name(Vec<u8>),
    List(Vec<Object>),
    Dict(Dict),
    /// By object number; generations are checked against the cross-reference table.
    Reference(u32),
}

impl Object {
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A whole number that is not negative.
    pub fn count(&self) -> Option<usize> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in range and whole"
        )]
        self.number().filter(|n| n.fract() == 0.0 && (0.0..=4e9).contains(n)).map(|n| n as usize)
    }

    pub fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub fn list(&self) -> Option<&[Object]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub fn text(&self) -> Option<&[u8]> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// An object, or a word that is none: `obj`, `stream`, an operator of a content stream.
#[derive(PartialEq, Debug)]
pub(super) enum Token<'a> {
    Object(Object),
    Word(&'a [u8]),
}

/// What a token costs beside its bytes: an object takes some memory, however short it is.
const TOKEN: usize = 64;

/// How many bytes and tokens may still be read; shared by all lexers of one file, so that a small
/// file cannot make a large part of itself be read again and again.
pub(super) struct Budget(Cell<u32>);

impl Budget {
    pub fn new(units: u32) -> Self {
        Self(Cell::new(units))
    }

    pub fn spend(&self, units: usize) -> Result<(), Unreadable> {
        let units = u32::try_from(units).map_err(|_| Unreadable::TooLarge)?;
        let left = self.0.get().checked_sub(units).ok_or(Unreadable::TooLarge)?;
        self.0.set(left);
        Ok(())
    }
}

/// Reads tokens from bytes.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    budget: &'a Budget,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        Self { bytes, at, budget }
    }

    /// How far it has read.
    pub fn position(&self) -> usize {
        self.at
    }

    pub fn jump(&mut self, to: usize) {
        self.at = to;
    }

    /// The next token; none at the end.
    pub fn next(&mut self) -> Result<Option<Token<'a>>, Unreadable> {
        self.token(DEPTH)
    }

    /// The next token, which must be an object. `1 0 R` is one.
    pub fn object(&mut self) -> Result<Object, Unreadable> {
        self.object_at(DEPTH)
    }

    /// The next token, which must be `word`.
    pub fn expect(&mut self, word: &[u8]) -> Result<(), Unreadable> {
        match self.next()? {
            Some(Token::Word(found)) if found == word => Ok(()),
            _ => Err(Unreadable::Broken),
        }
    }

    fn object_at(&mut self, depth: u8) -> Result<Object, Unreadable> {
        match self.token(depth)? {
            Some(Token::Object(number @ Object::Number(_))) => Ok(self.reference(number)),
            Some(Token::Object(object)) => Ok(object),
            _ => Err(Unreadable::Broken),
        }
    }

    /// What begins with a number is a reference if a generation and `R` follow.
    fn reference(&mut self, number: Object) -> Object {
        let after = self.at;
        let id = number.count().and_then(|id| u32::try_from(id).ok());
        if let (Some(id), Some(generation)) = (id, self.whole_number())
            && u16::try_from(generation).is_ok()
        {
            self.skip_space();
            if self.bytes.get(self.at) == Some(&b'R')
                && self.bytes.get(self.at + 1).is_none_or(|b| !is_regular(*b))
            {
                self.at += 1;
                return Object::Reference(id);
            }
        }
        self.at = after;
        number
    }

    /// Up to ten digits.
    fn whole_number(&mut self) -> Option<u64> {
        self.skip_space();
        let digits = self.bytes.get(self.at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        let written = self.bytes.get(self.at..self.at + digits.min(10))?;
        self.at += digits;
        std::str::from_utf8(written).ok()?.parse().ok()
    }

    fn token(&mut self, depth: u8) -> Result<Option<Token<'a>>, Unreadable> {
        let from = self.at;
        let token = self.unpaid(depth)?;
        self.budget.spend(TOKEN + self.at.saturating_sub(from))?;
        Ok(token)
    }

    fn unpaid(&mut self, depth: u8) -> Result<Option<Token<'a>>, Unreadable> {
        self.skip_space();
        let Some(first) = self.bytes.get(self.at).copied() else { return Ok(None) };
        let second = self.bytes.get(self.at + 1).copied();
        let object = match (first, second) {
            (b'/', _) => Object::Name(self.name()?),
            (b'(', _) => Object::Text(self.literal()?),
            (b'<', Some(b'<')) => Object::Dict(self.dict(depth)?),
            (b'<', _) => Object::Text(self.hexadecimal()?),
            (b'[', _) => Object::List(self.list(depth)?),
            (b'+' | b'-' | b'.' | b'0'..=b'9', _) => Object::Number(self.real()?),
            _ => return self.word().map(Some),
        };
        Ok(Some(Token::Object(object)))
    }

    pub fn skip_space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            if *byte == b'%' {
                let line = self.bytes[self.at..].iter().take_while(|b| !matches!(b, b'\r' | b'\n'));
                self.at += line.count();
            } else if is_space(*byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|b| is_regular(**b)).count();
        self.at += length;
        &rest[..length]
    }

    fn word(&mut self) -> Result<Token<'a>, Unreadable> {
        let word = self.regular();
        Ok(match word {
            b"null" => Token::Object(Object::Null),
            b"true" => Token::Object(Object::Bool(true)),
            b"false" => Token::Object(Object::Bool(false)),
            b"" => return Err(Unreadable::Broken), // a closing bracket that nothing opened
            _ => Token::Word(word),
        })
    }

    fn real(&mut self) -> Result<f64, Unreadable> {
        let written = self.regular();
        let plain = written.len() <= 32
            && written.iter().all(|b| matches!(b, b'+' | b'-' | b'.' | b'0'..=b'9'));
        std::str::from_utf8(written)
            .ok()
            .filter(|_| plain)
            .and_then(|written| written.parse().ok())
            .ok_or(Unreadable::Broken)
    }

    fn name(&mut self) -> Result<Vec<u8>, Unreadable> {
        self.at += 1;
        let mut written = self.regular().iter();
        let mut name = Vec::new();
        while let Some(byte) = written.next() {
            name.push(if *byte == b'#' {
                let high = written.next().and_then(|b| hexadecimal(*b));
                let low = written.next().and_then(|b| hexadecimal(*b));
                high.zip(low).map(|(high, low)| high << 4 | low).ok_or(Unreadable::Broken)?
            } else {
                *byte
            });
        }
        Ok(name)
    }

    fn literal(&mut self) -> Result<Vec<u8>, Unreadable> {
        let mut text = Vec::new();
        let mut open = 1u32;
        self.at += 1;
        loop {
            let byte = *self.bytes.get(self.at).ok_or(Unreadable::Broken)?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut text)?;
                    continue;
                }
                b'\r' => {
                    self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n'));
                    text.push(b'\n');
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                return Ok(text);
            }
            text.push(byte);
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), Unreadable> {
        let byte = *self.bytes.get(self.at).ok_or(Unreadable::Broken)?;
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n')),
            b'0'..=b'7' => {
                let mut value = u16::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.bytes.get(self.at) else { break };
                    value = value * 8 + u16::from(digit - b'0');
                    self.at += 1;
                }
                text.push(value.to_le_bytes()[0]); // the standard drops what is over 255
            }
            other => text.push(other),
        }
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<Vec<u8>, Unreadable> {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|b| *b == b'>').ok_or(Unreadable::Broken)?;
        self.at += length + 1;
        let digits = rest[..length].iter().filter(|b| !is_space(**b));
        let digits: Option<Vec<u8>> = digits.map(|b| hexadecimal(*b)).collect();
        let digits = digits.ok_or(Unreadable::Broken)?;
        Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect())
    }

    fn list(&mut self, depth: u8) -> Result<Vec<Object>, Unreadable> {
        let depth = depth.checked_sub(1).ok_or(Unreadable::TooLarge)?;
        self.at += 1;
        let mut list = Vec::new();
        while !self.takes(b"]") {
            list.push(self.object_at(depth)?);
        }
        Ok(list)
    }

    /// A key that stands twice means one thing to one reader and another to the next: refused.
    fn dict(&mut self, depth: u8) -> Result<Dict, Unreadable> {
        let depth = depth.checked_sub(1).ok_or(Unreadable::TooLarge)?;
        self.at += 2;
        let mut dict = Dict::new();
        while !self.takes(b">>") {
            let Object::Name(key) = self.object_at(depth)? else { return Err(Unreadable::Broken) };
            let value = self.object_at(depth)?;
            if dict.insert(key, value).is_some() {
                return Err(Unreadable::Broken);
            }
        }
        Ok(dict)
    }

    /// Steps over `mark` if it is what comes next.
    pub fn takes(&mut self, mark: &[u8]) -> bool {
        self.skip_space();
        let takes = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(mark));
        self.at += if takes { mark.len() } else { 0 };
        takes
    }
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Object, Unreadable> {
        Lexer::new(bytes, 0, &Budget::new(100_000)).object()
    }

    #[test]
    fn each_kind_of_object_is_read() {
        assert_eq!(read(b"%c\n /A#42 "), Ok(Object::Name(b"AB".to_vec())));
        assert_eq!(read(b"(a(b)\\)\\101\\\n\\n)"), Ok(Object::Text(b"a(b))A\n".to_vec())));
        assert_eq!(read(b"<4 14>"), Ok(Object::Text(b"A@".to_vec())));
        assert_eq!(read(b"-.5 "), Ok(Object::Number(-0.5)));
        assert_eq!(read(b"12 0 R"), Ok(Object::Reference(12)));
        let two =
            vec![Object::Number(1.0), Object::Number(2.0), Object::Reference(3), Object::Null];
        assert_eq!(read(b"[1 2 3 0 R null]"), Ok(Object::List(two)));
        let dict = Dict::from([(b"A".to_vec(), Object::Dict(Dict::new()))]);
        assert_eq!(read(b"<</A<<>> >>"), Ok(Object::Dict(dict)));
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        for bad in ["<</A 1/A 2>>", "<</A>>", "(a", "<4", "[1", ">", "1e5", "/A#G1", "", "<</A 1"] {
            assert_eq!(read(bad.as_bytes()), Err(Unreadable::Broken), "{bad}");
        }
        assert_eq!(read("[".repeat(100_000).as_bytes()), Err(Unreadable::TooLarge));
        assert_eq!(read(&b"[0 ".repeat(30)), Err(Unreadable::Broken));
        assert_eq!(read(format!("[{}]", "0 ".repeat(2000)).as_bytes()), Err(Unreadable::TooLarge));
    }
}
