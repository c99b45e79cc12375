//! Which cell styles show a date, and how much of it: a cell that shows 2019年12月 holds a month.

use super::{
    numbers::{Shows, built_in, by_code},
    package::{Node, Package, attribute},
};
use crate::intake::{bounds, refused::Refused};
use std::collections::HashMap;

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
