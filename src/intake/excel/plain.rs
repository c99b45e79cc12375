//! The forms in which programs write nearly every cell and string, read by hand. An XML reader takes
//! five events for such an element, each with its own search, copy and check of bytes; these few
//! forms need none of it. Whatever is written in any other way is left to the XML reader, so that
//! nothing here decides what a sheet holds: it only says the same sooner.

use super::sheet::Open;

/// What was read by hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::intake) struct Taken {
    /// Bytes, from the first.
    pub(in crate::intake) bytes: usize,
    /// Elements in them.
    pub(in crate::intake) elements: usize,
}

/// A whole cell with a number or a string's index, `<c r="A2" s="1" t="s"><v>12</v></c>`, or with
/// nothing, `<c r="A2" s="1"/>`.
pub(super) fn cell(bytes: &[u8], next_column: u32, into: &mut Open) -> Option<Taken> {
    let mut rest = bytes.strip_prefix(b"<c")?;
    into.begin(next_column);
    while let [b' ', name @ (b'r' | b's' | b't'), b'=', b'"', behind @ ..] = rest {
        let (value, behind) = run(behind, u8::is_ascii_alphanumeric)?;
        into.set(*name, value).ok()?;
        rest = behind.strip_prefix(b"\"")?;
    }
    if let Some(rest) = rest.strip_prefix(b"/>") {
        return Some(Taken { bytes: bytes.len() - rest.len(), elements: 1 });
    }
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'E');
    let (value, rest) = run(rest.strip_prefix(b"><v>")?, is_digit)?;
    into.value.push_str(value);
    let rest = rest.strip_prefix(b"</v></c>")?;
    Some(Taken { bytes: bytes.len() - rest.len(), elements: 2 })
}

/// A whole string: `<si><t>张三</t></si>`, without a reference or a line break to be read.
pub(super) fn string(bytes: &[u8], into: &mut String) -> Option<Taken> {
    let (text, rest) = run(bytes.strip_prefix(b"<si><t>")?, |b| !matches!(b, b'<' | b'&' | b'\r'))?;
    let rest = rest.strip_prefix(b"</t></si>")?;
    into.clear();
    into.push_str(text);
    Some(Taken { bytes: bytes.len() - rest.len(), elements: 2 })
}

/// The bytes up to the first that is not `wanted`, as text, and what stands behind.
fn run(bytes: &[u8], wanted: impl Fn(&u8) -> bool) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| !wanted(byte))?;
    let (run, behind) = bytes.split_at_checked(end)?;
    Some((str::from_utf8(run).ok()?, behind))
}

#[cfg(test)]
mod tests {
    use super::super::{
        package::Xml,
        sheet::{self, Context},
        strings::{self, Strings},
        styles::Styles,
    };
    use super::Taken;
    use crate::intake::{
        bounds,
        refused::Refused,
        table::{Room, Table},
    };
    use proptest::prelude::*;
    use std::io::BufReader;

    /// Pieces of a sheet: the plain forms, and what is nearly one of them.
    const CELLS: [&str; 20] = [
        "<c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>",
        "<c r=\"B1\"><v>43830</v></c>",
        "<c r=\"C1\" t=\"s\"><v>1</v></c>",
        "<c r=\"D1\" s=\"1\"/>",
        "<c><v>2019.0999999999999</v></c>",
        "<c/>",
        "<c t=\"str\"><v>7</v></c>",
        "<c t=\"b\"><v>1</v></c>",
        "<c t=\"d\"><v>2019-12-20</v></c>",
        "<c t=\"s\"><v>9</v></c>",
        "<c r=\"E1\" r=\"F1\"><v>2</v></c>",
        "<c r=\"A\"><v>1</v></c>",
        "<c t='s'><v>0</v></c>",
        "<c  s=\"1\"><v>2</v></c>",
        "<c><v>1<!-- -->2</v></c>",
        "<c><v>&#49;</v></c>",
        "<c><f>1+1</f><v>2</v></c>",
        "<c t=\"inlineStr\"><is><t>王莉</t></is></c>",
        "<c><v>2</v>",
        "<col hidden=\"1\" min=\"1\" max=\"2\"/>",
    ];
    const ROWS: [&str; 6] =
        ["<row r=\"2\">", "</row><row>", "<row/>", "</row>", "</row><rPh><x/>", "</rPh><row>"];

    /// What a sheet holds where the XML reader is given `ahead` bytes at once.
    fn read(sheet: &str, ahead: usize) -> Result<String, Refused> {
        let mut strings = Strings::default();
        strings.push("王莉").unwrap();
        strings.push("李强").unwrap();
        let context = Context { strings: &strings, styles: &Styles::default(), is_1904: false };
        let mut table = Table::new(String::new(), false, Room::FILE);
        let mut left = bounds::UNPACKED;
        let part = BufReader::with_capacity(ahead, sheet.as_bytes());
        sheet::read(Xml::new(Box::new(part), &mut left), &context, &mut table)?;
        let rows = table.rows().map(|row| (row.number(), row.cells().collect::<Vec<_>>()));
        Ok(format!("{:?} {left}", rows.collect::<Vec<_>>()))
    }

    /// So little is never a whole cell: the XML reader takes all of them.
    const NO_CELL: usize = 3;

    proptest! {
        #[test]
        fn by_hand_a_sheet_holds_what_the_xml_reader_finds_in_it(
            pieces in prop::collection::vec(prop_oneof![5 => prop::sample::select(&CELLS[..5]), 2 => prop::sample::select(&CELLS[..]), 2 => prop::sample::select(&ROWS[..])], 0..12),
            ahead in 4..400_usize,
        ) {
            let sheet = format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", pieces.concat());
            prop_assert_eq!(read(&sheet, ahead), read(&sheet, NO_CELL), "{}", sheet);
        }
    }

    #[test]
    fn plain_cells_are_read_by_hand() {
        let mut cell = sheet::Open::default();
        for plain in &CELLS[..11] {
            let taken = super::cell(plain.as_bytes(), 0, &mut cell).unwrap();
            assert_eq!(taken.bytes, plain.len());
            assert_eq!(super::cell(&plain.as_bytes()[..plain.len() - 1], 0, &mut cell), None);
        }
        for other in &CELLS[11..] {
            assert_eq!(super::cell(other.as_bytes(), 0, &mut cell), None, "{other}");
        }
    }

    #[test]
    fn by_hand_strings_are_those_that_the_xml_reader_finds() {
        let list = |part: &str, ahead| {
            let mut left = bounds::UNPACKED;
            let part = BufReader::with_capacity(ahead, part.as_bytes());
            strings::list(Xml::new(Box::new(part), &mut left)).map(|strings| {
                (0..).map_while(|at| strings.get(at).map(str::to_owned)).collect::<Vec<_>>()
            })
        };
        let own = "<si><t>王莉</t></si><si><t>_x0041_</t></si><si><t/></si><si><t></t></si><si><t>李&amp;强</t></si>\
            <si><t>一\r\n二</t></si><si><t xml:space=\"preserve\"> 三</t></si><si><r><t>四</t></r><r><t>五</t></r></si>\
            <si><t>六</t><rPh><t>liu</t><si><t>七</t></si></rPh></si><si><t>八</t></si>";
        let part = format!("<sst>{own}</sst>");
        let strings = list(&part, 1 << 15);
        assert_eq!(strings, list(&part, NO_CELL));
        let texts = ["王莉", "A", "", "", "李&强", "一\n二", " 三", "四五"].map(str::to_owned);
        assert!(strings.unwrap().starts_with(&texts));
        for broken in ["<sst><si><t>王</t></si><si><t>莉</t></si></sst", "<sst></a>"] {
            assert_eq!(list(broken, 1 << 15), Err(Refused::Damaged));
        }
    }

    #[test]
    fn what_is_taken_by_hand_keeps_the_bounds_of_the_xml_reader() {
        let part = b"<a><b/>12</a>";
        let mut left = part.len() as u64;
        let mut xml = Xml::new(Box::new(&part[..]), &mut left);
        let taken = |elements| move |_: &[u8]| Some(Taken { bytes: 1, elements });
        xml.next().unwrap();
        xml.next().unwrap();
        // Behind `<b/>` the reader still owes the end of the element.
        assert_eq!(xml.by_hand(taken(1)), Ok(false));
        xml.next().unwrap();
        assert_eq!(xml.by_hand(taken(1)), Ok(true));
        assert_eq!(xml.by_hand(taken(bounds::ELEMENTS)), Err(Refused::TooManyCells));
        drop(xml);
        assert_eq!(left, 4);
        let mut none = 7;
        let mut xml = Xml::new(Box::new(&part[..]), &mut none);
        (0..3).for_each(|_| drop(xml.next().unwrap()));
        assert_eq!(xml.by_hand(taken(1)), Err(Refused::UnpacksTooLarge));
    }
}
