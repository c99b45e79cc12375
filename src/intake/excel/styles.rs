//! Which cell styles show a date, and how much of it: a cell that shows 2019年12月 holds a month.

use super::package::{Node, Package, attribute};
use crate::intake::{bounds, refused::Refused};
use std::collections::HashMap;

/// What a cell's format shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shows {
    /// No date.
    Number,
    /// A year.
    Year,
    /// A year and a month.
    Month,
    /// A day.
    Day,
}

/// The workbook's cell styles by index.
#[derive(Default)]
pub(super) struct Styles(Vec<Shows>);

impl Styles {
    pub(super) fn shows(&self, style: usize) -> Shows {
        self.0.get(style).copied().unwrap_or(Shows::Number)
    }
}

pub(super) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Styles, Refused> {
    let mut styles = Styles::default();
    let part = part.unwrap_or("xl/styles.xml");
    let Some(mut xml) = package.part(part)? else { return Ok(styles) };
    let mut formats: HashMap<u32, Shows> = HashMap::new();
    let mut in_cell_styles = false;
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let id = || attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                match element.local_name().as_ref() {
                    "numFmt" if formats.len() < bounds::STYLES => {
                        let code = attribute(&element, "formatCode").unwrap_or_default();
                        if let Some(id) = id() {
                            formats.insert(id, by_code(&code));
                        }
                    }
                    "cellXfs" => in_cell_styles = true,
                    "xf" if in_cell_styles => {
                        if styles.0.len() == bounds::STYLES {
                            return Err(Refused::UnpacksTooLarge);
                        }
                        let id = id().unwrap_or(0);
                        styles.0.push(formats.get(&id).copied().unwrap_or_else(|| built_in(id)));
                    }
                    _ => {}
                }
            }
            Node::Close(element) if element.local_name().as_ref() == "cellXfs" => {
                in_cell_styles = false;
            }
            Node::End => return Ok(styles),
            _ => {}
        }
    }
}

/// The formats that a workbook need not list (ECMA-376 part 1, 18.8.30, with zh-CN).
fn built_in(id: u32) -> Shows {
    match id {
        17 | 27 | 36 | 50 | 52 | 57 => Shows::Month,
        14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Shows::Day,
        _ => Shows::Number,
    }
}

/// Reads a format code such as `[$-804]yyyy"年"m"月";@` by its first section.
fn by_code(code: &str) -> Shows {
    let (mut year, mut month, mut day, mut time) = (false, false, false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c.to_ascii_lowercase() {
            ';' => break,
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            'y' => year = true,
            'm' => month = true,
            'd' => day = true,
            'h' | 's' => time = true,
            _ => {}
        }
    }
    match (year, month, day) {
        (_, _, true) => Shows::Day,
        (true, true, false) => Shows::Month,
        (true, false, false) => Shows::Year,
        (false, true, false) if !time => Shows::Month,
        _ => Shows::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_as_much_of_a_date_as_it_names() {
        for (code, shows) in [
            ("General", Shows::Number),
            ("yyyy\"年\"m\"月\"", Shows::Month),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", Shows::Day),
            ("yyyy-mm-dd hh:mm", Shows::Day),
            ("yyyy.mm", Shows::Month),
            ("mmm\\-yy", Shows::Month),
            ("yyyy", Shows::Year),
            ("[Red]0.00", Shows::Number),
            ("[h]:mm:ss", Shows::Number),
            ("\"day\"0", Shows::Number),
            ("0.00E+00", Shows::Number),
            ("\"unclosed", Shows::Number),
        ] {
            assert_eq!(by_code(code), shows, "{code}");
        }
        assert_eq!(
            (built_in(14), built_in(57), built_in(0)),
            (Shows::Day, Shows::Month, Shows::Number)
        );
    }
}
