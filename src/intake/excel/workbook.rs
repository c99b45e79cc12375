//! The workbook part: which sheets there are, where their parts lie, and from when days count.

use super::package::{Node, Package, attribute};
use crate::intake::{bounds, refused::Refused};
use quick_xml::events::BytesStart;
use std::collections::{BTreeMap, HashSet};

/// A workbook's table of contents.
pub(in crate::intake) struct Workbook {
    /// The workbook part itself.
    pub(in crate::intake) main: String,
    pub(in crate::intake) sheets: Vec<Listed>,
    pub(in crate::intake) strings: Option<String>,
    pub(in crate::intake) styles: Option<String>,
    /// Days count from 1904-01-01.
    pub(in crate::intake) is_1904: bool,
}

/// A sheet as the workbook lists it.
pub(in crate::intake) struct Listed {
    pub(in crate::intake) name: String,
    pub(in crate::intake) hidden: bool,
    pub(in crate::intake) part: String,
}

/// The relationships of a part, by id and in its order: of two that lead to one kind of part, each
/// reading takes the same.
pub(in crate::intake) type Relationships = BTreeMap<String, Relationship>;

/// A relationship: the last word of its type, and the part that it leads to.
pub(in crate::intake) struct Relationship {
    pub(in crate::intake) kind: String,
    pub(in crate::intake) part: String,
}

pub(in crate::intake) fn read(package: &mut Package<'_>) -> Result<Workbook, Refused> {
    let root = relationships(package, "_rels/.rels", "")?;
    let main = root
        .into_values()
        .find(|relationship| relationship.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relationship| relationship.part);
    let relationships = relationships_of(package, &main)?;
    let of_kind = |kind: &str| {
        relationships
            .values()
            .find(|r| r.kind == kind)
            .map(|relationship| relationship.part.clone())
    };
    let (strings, styles) = (of_kind("sharedStrings"), of_kind("styles"));
    let mut book = Workbook { main, sheets: vec![], strings, styles, is_1904: false };
    contents(package, &relationships, &mut book)?;
    // Findings lead to a sheet by its name. No spreadsheet writes one name twice.
    let mut met = HashSet::new();
    if book.sheets.iter().all(|sheet| met.insert(sheet.name.to_lowercase())) {
        Ok(book)
    } else {
        Err(Refused::Damaged)
    }
}

fn contents(
    package: &mut Package<'_>,
    relationships: &Relationships,
    book: &mut Workbook,
) -> Result<(), Refused> {
    let mut xml = package.part(&book.main)?.ok_or(Refused::Damaged)?;
    loop {
        // An x15:workbookPr deep in an extension list says nothing about the epoch.
        let is_child = xml.depth() == 1;
        match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "workbookPr" if is_child => {
                    let flag = attribute(&element, "date1904");
                    book.is_1904 = flag.is_some_and(|flag| flag == "1" || flag == "true");
                }
                "sheet" if book.sheets.len() == bounds::SHEETS => {
                    return Err(Refused::TooManyCells);
                }
                "sheet" => book.sheets.extend(listed(&element, relationships)?),
                _ => {}
            },
            Node::End => return Ok(()),
            _ => {}
        }
    }
}

/// A sheet of cells; charts and dialogues are sheets too and hold none.
fn listed(
    element: &BytesStart<'_>,
    relationships: &Relationships,
) -> Result<Option<Listed>, Refused> {
    let id = attribute(element, "id").unwrap_or_default();
    let target = relationships.get(id.as_ref()).ok_or(Refused::Damaged)?;
    let name = attribute(element, "name").unwrap_or_default();
    let state = attribute(element, "state");
    Ok((target.kind == "worksheet").then(|| Listed {
        // Excel's own limit is 31.
        name: name.chars().take(100).collect(),
        hidden: state.is_some_and(|state| state != "visible"),
        part: target.part.clone(),
    }))
}

/// The name of the part that holds the relationships of `part`.
pub(in crate::intake) fn relationships_part(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    join(folder, &format!("_rels/{file}.rels"))
}

/// The relationships of a part, by id.
pub(in crate::intake) fn relationships_of(
    package: &mut Package<'_>,
    part: &str,
) -> Result<Relationships, Refused> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    relationships(package, &relationships_part(part), folder)
}

fn relationships(
    package: &mut Package<'_>,
    part: &str,
    folder: &str,
) -> Result<Relationships, Refused> {
    let mut found = Relationships::new();
    let Some(mut xml) = package.part(part)? else { return Ok(found) };
    loop {
        match xml.next()? {
            Node::Open(element) if element.local_name().as_ref() == "Relationship" => {
                let get = |name| attribute(&element, name).unwrap_or_default();
                let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
                let part = join(folder, &get("Target"));
                if found.len() < bounds::PARTS {
                    found.insert(get("Id").into_owned(), Relationship { kind, part });
                }
            }
            Node::End => return Ok(found),
            _ => {}
        }
    }
}

/// `target` as seen from `folder`: `/xl/a.xml` is absolute, `../a.xml` goes up.
fn join(folder: &str, target: &str) -> String {
    let (base, relative) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut path: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in relative.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_as_paths() {
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/deep", "../styles.xml", "xl/styles.xml"),
            ("", "../../x.xml", "x.xml"),
        ] {
            assert_eq!(join(folder, target), part);
        }
    }
}
