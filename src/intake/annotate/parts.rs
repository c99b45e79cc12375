//! The package around the sheets: free names for new parts, content types, relationships.

use super::{
    Dialect,
    xml::{self, Out},
};
use crate::intake::{
    excel::{
        package::{Package, Xml},
        workbook::Relationships,
    },
    refused::Refused,
};
use quick_xml::events::Event;
use std::collections::HashSet;

/// A part that is written: a new one, or one of the clerk's once more.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) is_new: bool,
}

/// A relationship that is added to a part.
pub(super) struct Added {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) target: String,
}

impl Added {
    /// Leads to `part` under an id that `known` does not have.
    pub(super) fn new(kind: &'static str, part: &str, known: &Relationships) -> Self {
        let ids = (1_u32..).map(|n| format!("{kind}{n}"));
        let id = ids.into_iter().find(|id| !known.contains_key(id)).unwrap_or_default();
        Self { id, kind, target: format!("/{part}") }
    }
}

/// The form in which names of parts are compared, as the reader compares them.
pub(super) fn plain(name: &[u8]) -> Vec<u8> {
    let plain = |byte: &u8| if *byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() };
    name.iter().map(plain).collect()
}

/// The names of a package's parts, in their plain form.
pub(super) struct Names(HashSet<Vec<u8>>);

impl Names {
    pub(super) fn of(package: &Package<'_>) -> Self {
        Self(package.names().map(plain).collect())
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.0.contains(&plain(part.as_bytes()))
    }

    /// A new part, called `stem`, a number, and `.` with `ending`.
    pub(super) fn new_part(&mut self, stem: &str, ending: &str) -> Part {
        let mut names = (1_u32..).map(|n| format!("{stem}{n}.{ending}"));
        let name = names.find(|name| !self.has(name)).unwrap_or_default();
        self.0.insert(plain(name.as_bytes()));
        Part { name, is_new: true }
    }
}

/// The content type of a new part.
pub(super) fn content_type(kind: &str) -> &'static str {
    match kind {
        "worksheet" => "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
        "styles" => "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
        "comments" => "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
        _ => "application/vnd.openxmlformats-officedocument.vmlDrawing",
    }
}

/// Copies the list of content types and appends those of new parts: (kind, part).
pub(super) fn write_types(
    part: Xml<'_>,
    new: &[(&'static str, String)],
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    append(part, out, &|prefix| {
        let one = |(kind, name): &(&'static str, String)| {
            let (name, kind) = (xml::escape(name), content_type(kind));
            format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{kind}\"/>")
        };
        new.iter().map(one).collect()
    })
}

/// Copies relationships and appends some; without a `part` there were none.
pub(super) fn write_relationships(
    part: Option<Xml<'_>>,
    added: &[Added],
    dialect: Dialect,
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    let lines = |prefix: &str| {
        let base = dialect.relationships();
        let one = |Added { id, kind, target }: &Added| {
            let target = xml::escape(target);
            format!(
                "<{prefix}Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/>"
            )
        };
        added.iter().map(one).collect::<String>()
    };
    if let Some(part) = part {
        return append(part, out, &lines);
    }
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    xml::raw(
        out,
        &format!("{}<Relationships xmlns=\"{namespace}\">{}</Relationships>", xml::HEAD, lines("")),
    )
}

/// Copies a part and puts more children at the end of its root.
fn append(
    part: Xml<'_>,
    out: &mut Out<'_>,
    children: &dyn Fn(&str) -> String,
) -> Result<(), Refused> {
    let mut part = part.verbatim();
    let mut prefix = String::new();
    loop {
        let depth = part.depth();
        match part.event()? {
            Event::Empty(element) if depth == 0 => {
                xml::open(out, element.borrow())?;
                xml::raw(out, &children(&xml::prefix(&element)))?;
                xml::close(out, &element)?;
            }
            Event::Start(element) => {
                if depth == 0 {
                    prefix = xml::prefix(&element);
                }
                xml::copy(out, Event::Start(element))?;
            }
            Event::End(end) => {
                if depth == 1 {
                    xml::raw(out, &children(&prefix))?;
                }
                xml::copy(out, Event::End(end))?;
            }
            Event::Eof => return Ok(()),
            event => xml::copy(out, event)?,
        }
    }
}
