//! The VML drawing in which Excel keeps the boxes of notes. It is edited as text: what Excel itself
//! writes there is not always XML.

use super::{At, Written};
use crate::intake::{
    annotate::xml::{self, Out},
    refused::Refused,
};
use std::collections::BTreeSet;

/// Bytes of a drawing that is edited.
pub(in crate::intake::annotate) const BYTES: u64 = 64 << 20;

const END: &str = "</xml>";
/// Stated at each shape: what a drawing declares, and as what, is its writer's choice.
const NAMESPACES: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";
const KIND: &str = "<v:shapetype NAMESPACES id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// Whether boxes can be put into the drawing.
pub(in crate::intake::annotate) fn is_open(drawing: &str) -> bool {
    drawing.trim_end().ends_with(END)
}

/// Writes a drawing with the boxes of new notes and without those of notes that are gone.
pub(in crate::intake::annotate) fn write(
    drawing: Option<&str>,
    written: &Written,
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    let new = format!("<xml {NAMESPACES}></xml>");
    let drawing = drawing.unwrap_or(&new).trim_end();
    let drawing = drawing.strip_suffix(END).ok_or(Refused::Damaged)?;
    copy_without(drawing, &written.gone, out)?;
    if !written.new.is_empty() && !drawing.contains("id=\"_x0000_t202\"") {
        xml::raw(out, &KIND.replace("NAMESPACES", NAMESPACES))?;
    }
    for (number, (at, lines)) in written.new.iter().enumerate() {
        xml::raw(out, &shape(number, *at, *lines))?;
    }
    xml::raw(out, END)
}

/// Copies all but the boxes of some cells.
fn copy_without(drawing: &str, gone: &BTreeSet<At>, out: &mut Out<'_>) -> Result<(), Refused> {
    let mut rest = drawing;
    while let Some((before, shape, behind)) = next_shape(rest) {
        xml::raw(out, before)?;
        if !cell(shape).is_some_and(|at| gone.contains(&at)) {
            xml::raw(out, shape)?;
        }
        rest = behind;
    }
    xml::raw(out, rest)
}

/// The next shape, whatever its prefix; what stands before it, and what behind.
fn next_shape(drawing: &str) -> Option<(&str, &str, &str)> {
    let name = drawing.find(":shape ")?;
    let start = drawing.get(..name)?.rfind('<')?;
    let prefix = drawing.get(start + 1..name)?;
    let end = format!("</{prefix}:shape>");
    let (before, shape) = drawing.split_at(start);
    let length = shape.find(&end).map_or(shape.len(), |at| at + end.len());
    let (shape, behind) = shape.split_at(length);
    Some((before, shape, behind))
}

/// The cell to which the box of a note belongs.
fn cell(shape: &str) -> Option<At> {
    let number = |name: &str| {
        let (_, behind) = shape.split_once(name)?;
        behind.split_once('<')?.0.trim().parse::<u32>().ok()
    };
    let is_note = shape.contains("ObjectType=\"Note\"");
    is_note.then(|| Some((number(":Row>")?.checked_add(1)?, number(":Column>")?)))?
}

/// The box of a note: hidden until the pointer rests on the cell, four columns wide.
fn shape(number: usize, (row, column): At, lines: usize) -> String {
    let (row, height) = (row - 1, lines.clamp(2, 20) * 2 + 1);
    let (left, right, top, bottom) =
        (column + 1, column + 5, row.saturating_sub(1), row as usize + height);
    format!(
        "<v:shape {NAMESPACES} id=\"wenzheng{number}\" type=\"#_x0000_t202\" style=\"position:absolute;width:240pt;height:90pt;z-index:{};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 12, {top}, 8, {right}, 12, {bottom}, 8</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        number + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(drawing: Option<&str>, written: &Written) -> String {
        let mut out = Vec::new();
        write(drawing, written, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn boxes_come_and_go_and_the_clerks_own_stay() {
        let new = Written { new: vec![((3, 1), 2), ((9, 0), 5)], ..Written::default() };
        let first = written(None, &new);
        assert_eq!(first.matches("<v:shape ").count(), 2);
        let broken = first.replace("<div style=\"text-align:left\"></div>", "<br>");
        let gone = Written { gone: BTreeSet::from([(9, 0)]), ..Written::default() };
        let second = written(Some(&broken), &gone);
        assert!(second.contains("<x:Row>2</x:Row>") && !second.contains("<x:Row>8</x:Row>"));
        assert_eq!(second.matches("<v:shapetype").count(), 1);
        assert_eq!(written(Some(&second), &Written::default()), second);
        let other = second.replace("v:shape ", "ns1:shape ").replace("v:shape>", "ns1:shape>");
        let gone = Written { gone: BTreeSet::from([(3, 1)]), ..Written::default() };
        assert!(!written(Some(&other), &gone).contains(":shape "));
        assert!(is_open(&second) && !is_open("<xml/>"));
    }
}
