//! Writing XML: parts copied event by event with single tags changed, and text that cannot break
//! out of its place.

use crate::intake::refused::Refused;
use quick_xml::{
    Writer,
    events::{BytesEnd, BytesStart, Event},
};
use std::{fmt::Write as _, io::Write};

/// Where a part is written to.
pub(super) type Out<'o> = dyn Write + 'o;

/// Writes an event as it was read. A document type has no business in a workbook: what it declares
/// would be expanded by whoever opens the file.
pub(super) fn copy(out: &mut Out<'_>, event: Event<'_>) -> Result<(), Refused> {
    if matches!(event, Event::DocType(_)) {
        return Err(Refused::Damaged);
    }
    // Writing into memory fails only where a part outgrows what ZIP can say.
    Writer::new(out).write_event(event).map_err(|_| Refused::UnpacksTooLarge)
}

/// Writes text that is XML already.
pub(super) fn raw(out: &mut Out<'_>, xml: &str) -> Result<(), Refused> {
    out.write_all(xml.as_bytes()).map_err(|_| Refused::UnpacksTooLarge)
}

/// The first line of a part.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Writes a tag as it was read: open, or empty.
pub(super) fn tag(
    out: &mut Out<'_>,
    element: BytesStart<'_>,
    is_empty: bool,
) -> Result<(), Refused> {
    copy(out, if is_empty { Event::Empty(element) } else { Event::Start(element) })
}

/// Opens an element, though it is written as an empty one.
pub(super) fn open(out: &mut Out<'_>, element: BytesStart<'_>) -> Result<(), Refused> {
    copy(out, Event::Start(element))
}

/// Closes what [`open`] opened.
pub(super) fn close(out: &mut Out<'_>, element: &BytesStart<'_>) -> Result<(), Refused> {
    copy(out, Event::End(BytesEnd::new(element.name().into_inner())))
}

/// The tag with some attributes changed or added (`Some`) or left out (`None`); all others stay as
/// they are written. New values hold no markup. A tag whose attributes cannot be read is damage: it
/// would come out as another one.
pub(super) fn retag(
    element: &BytesStart<'_>,
    changes: &[(&str, Option<&str>)],
) -> Result<BytesStart<'static>, Refused> {
    let name = element.name().into_inner().to_owned();
    let length = name.len();
    let mut tag = name;
    // Writing to a String cannot fail.
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Refused::Damaged)?;
        let key = attribute.key.into_inner();
        if changes.iter().any(|(changed, _)| *changed == key) {
            continue;
        }
        let quote = if attribute.value.contains('"') { '\'' } else { '"' };
        let _ = write!(tag, " {key}={quote}{}{quote}", attribute.value);
    }
    for (key, value) in changes {
        if let Some(value) = value {
            let _ = write!(tag, " {key}=\"{value}\"");
        }
    }
    Ok(BytesStart::from_content(tag, length))
}

/// `x:` of `x:worksheet`; what is added to a part takes the prefix of what is there.
pub(super) fn prefix(element: &BytesStart<'_>) -> String {
    element.name().prefix().map_or_else(String::new, |prefix| format!("{}:", prefix.into_inner()))
}

/// Text for element content and quoted attributes. What XML cannot hold is written as Excel writes
/// it, `_x0007_` (ECMA-376 part 1, 22.9.2.19).
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '_' if looks_escaped(text.get(at..).unwrap_or_default()) => {
                escaped.push_str("_x005F_");
            }
            '\t' | '\n' => escaped.push(c),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                let _ = write!(escaped, "_x{:04X}_", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether the text would be read as an escape.
fn looks_escaped(text: &str) -> bool {
    let code = text.strip_prefix("_x").and_then(|rest| rest.get(..5));
    let code = code.and_then(|code| code.strip_suffix('_'));
    code.is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_in_its_place() {
        for (text, written) in [
            ("a<b>&\"c\"", "a&lt;b&gt;&amp;&quot;c&quot;"),
            ("响\u{7}铃\r\n", "响_x0007_铃_x000D_\n"),
            ("_x000D_ _x00 _x中文文文", "_x005F_x000D_ _x00 _x中文文文"),
            ("\u{FFFF}", "_xFFFF_"),
        ] {
            assert_eq!(escape(text), written);
        }
    }

    #[test]
    fn other_attributes_stay_as_they_are_written() {
        let tag = BytesStart::from_content("x:c r='A\"1' s=\"3\" t=\"s&#10;\"", 3);
        let changed = retag(&tag, &[("s", Some("7")), ("cm", None)]).unwrap();
        assert_eq!(&*changed, "x:c r='A\"1' t=\"s&#10;\" s=\"7\"");
        assert_eq!(prefix(&changed), "x:");
        let broken = BytesStart::from_content("c =r\" A1\"t=\"s\"", 1);
        assert_eq!(retag(&broken, &[("s", Some("7"))]).err(), Some(Refused::Damaged));
    }
}
