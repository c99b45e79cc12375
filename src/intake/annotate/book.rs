//! The workbook part: one sheet more in front, and its tab the one that opens.

use super::{
    Dialect, words,
    xml::{self, Out},
};
use crate::intake::{
    excel::package::{Xml, attribute},
    refused::Refused,
};
use quick_xml::events::{BytesStart, Event};

/// What must be known of the workbook before it is written.
pub(super) struct Look {
    pub(super) dialect: Dialect,
    /// Windows in which sheets are shown; without one a sheet has no view.
    pub(super) has_views: bool,
    /// The names of all sheets, in their order.
    names: Vec<String>,
    last_id: u32,
}

/// Looks the workbook part over.
pub(super) fn look(mut part: Xml<'_>) -> Result<Look, Refused> {
    let dialect = Dialect::Transitional;
    let mut look = Look { dialect, has_views: false, names: vec![], last_id: 0 };
    loop {
        let depth = part.depth();
        match part.event()? {
            Event::Start(element) => match element.local_name().as_ref() {
                _ if depth == 0 && element.attributes_raw().contains("purl.oclc.org/ooxml") => {
                    look.dialect = Dialect::Strict;
                }
                "workbookView" => look.has_views = true,
                "sheet" => {
                    let id = attribute(&element, "sheetId").and_then(|id| id.parse().ok());
                    look.last_id = look.last_id.max(id.unwrap_or(0));
                    look.names.push(attribute(&element, "name").unwrap_or_default().into_owned());
                }
                _ => {}
            },
            Event::Eof => return Ok(look),
            _ => {}
        }
    }
}

/// The sheet in front, as the workbook lists it.
pub(super) struct Front {
    name: String,
    /// Its place among the sheets.
    index: usize,
    /// The relationship of a sheet that is new; none for one of an earlier turn.
    relationship: Option<String>,
    id: u32,
}

impl Look {
    /// A sheet in front under a name that no sheet has.
    pub(super) fn new_front(&self, relationship: &str) -> Front {
        let has = |name: &String| self.names.iter().any(|other| other == name);
        let numbered = (2_u32..).map(|n| format!("{}{n}", words::SUMMARY));
        let mut names = std::iter::once(words::SUMMARY.to_owned()).chain(numbered);
        Front {
            name: names.find(|name| !has(name)).unwrap_or_default(),
            index: 0,
            relationship: Some(relationship.to_owned()),
            id: self.last_id.saturating_add(1),
        }
    }

    /// The sheet of an earlier turn, where it stands now.
    pub(super) fn old_front(&self, name: &str) -> Front {
        let index = self.names.iter().position(|other| other == name).unwrap_or(0);
        Front { name: name.to_owned(), index, relationship: None, id: 0 }
    }
}

/// Copies the workbook part.
pub(super) fn write(
    part: Xml<'_>,
    front: &Front,
    dialect: Dialect,
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    let mut part = part.verbatim();
    let mut prefix = String::new();
    loop {
        let depth = part.depth();
        match part.event()? {
            Event::Start(element) if depth == 0 => {
                prefix = xml::prefix(&element);
                xml::open(out, element)?;
            }
            Event::Start(element) if depth == 1 && element.local_name().as_ref() == "sheets" => {
                xml::open(out, element)?;
                if let Some(id) = &front.relationship {
                    let (name, number) = (xml::escape(&front.name), front.id);
                    let namespace = dialect.relationships();
                    xml::raw(
                        out,
                        &format!(
                            "<{prefix}sheet xmlns:r=\"{namespace}\" name=\"{name}\" sheetId=\"{number}\" r:id=\"{id}\"/>"
                        ),
                    )?;
                }
            }
            Event::Start(element) => xml::open(out, front.change(element)?)?,
            Event::Empty(element) => xml::tag(out, front.change(element)?, true)?,
            Event::Eof => return Ok(()),
            event => xml::copy(out, event)?,
        }
    }
}

impl Front {
    /// Tags that count sheets, count one more.
    fn change<'e>(&self, element: BytesStart<'e>) -> Result<BytesStart<'e>, Refused> {
        let index = self.index.to_string();
        Ok(match element.local_name().as_ref() {
            "workbookView" => {
                xml::retag(&element, &[("activeTab", Some(&index)), ("firstSheet", None)])?
            }
            "definedName" if self.relationship.is_some() => {
                let local = attribute(&element, "localSheetId");
                match local.and_then(|local| local.trim().parse::<u32>().ok()) {
                    Some(local) => {
                        let local = local.saturating_add(1).to_string();
                        xml::retag(&element, &[("localSheetId", Some(&local))])?
                    }
                    None => element,
                }
            }
            "sheet" if attribute(&element, "name").is_some_and(|name| name == self.name) => {
                xml::retag(&element, &[("state", None)])?
            }
            _ => element,
        })
    }
}
