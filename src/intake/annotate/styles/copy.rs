//! The style sheet copied, with what the palette was asked for behind its own.

use super::{FACES, GROW, MOST, Palette, SEVERITIES, colour};
use crate::intake::{
    annotate::{
        Dialect,
        xml::{self, Out},
    },
    excel::package::Xml,
    refused::Refused,
};
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::collections::{HashMap, HashSet};

/// Bytes of the styles that are appended a second time.
const KEPT_BYTES: usize = 16 << 20;
/// What the sections of a style sheet are called, in their order (ECMA-376 part 1, 18.8.39).
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];
/// Copies a style sheet and appends what the palette was asked for.
pub(in crate::intake::annotate) fn write(
    part: Xml<'_>,
    palette: &Palette,
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    let mut copy = Copy::new(palette, out);
    let mut part = part.verbatim();
    loop {
        let depth = part.depth();
        match part.event()? {
            Event::Start(element) => copy.open(element, depth, false)?,
            Event::Empty(element) => copy.open(element, depth, true)?,
            Event::End(end) => copy.close(end, depth)?,
            Event::Eof => return Ok(()),
            event => copy.put(event)?,
        }
    }
}

/// The style sheet of a workbook that has none.
pub(in crate::intake::annotate) fn write_new(
    palette: &Palette,
    dialect: Dialect,
    out: &mut Out<'_>,
) -> Result<(), Refused> {
    xml::raw(out, &format!("{}<styleSheet xmlns=\"{}\">", xml::HEAD, dialect.main()))?;
    let mut copy = Copy::new(palette, out);
    copy.sections_before(ORDER.len())?;
    xml::raw(out, "</styleSheet>")
}

/// A style as it is written, to be written again with another fill.
struct Kept {
    tag: BytesStart<'static>,
    /// What stands in it; none for an empty element.
    inside: Option<Vec<u8>>,
}

/// A style sheet on its way.
struct Copy<'a, 'p> {
    out: &'a mut Out<'a>,
    palette: &'p Palette,
    prefix: String,
    /// Sections that have not been met yet.
    left: Vec<&'static str>,
    section: Option<&'static str>,
    /// The number of the next cell style.
    style: u32,
    wanted: HashSet<u32>,
    keeping: Option<(u32, Kept)>,
    kept: HashMap<u32, Kept>,
    kept_bytes: usize,
}

impl<'a, 'p> Copy<'a, 'p> {
    fn new(palette: &'p Palette, out: &'a mut Out<'_>) -> Self {
        Self {
            out,
            palette,
            prefix: String::new(),
            left: GROW.to_vec(),
            section: None,
            style: 0,
            wanted: palette.order.iter().map(|(own, _)| *own).collect(),
            keeping: None,
            kept: HashMap::new(),
            kept_bytes: 0,
        }
    }

    fn open(
        &mut self,
        element: BytesStart<'_>,
        depth: usize,
        is_empty: bool,
    ) -> Result<(), Refused> {
        match depth {
            0 => {
                self.prefix = xml::prefix(&element);
                xml::open(self.out, element.borrow())?;
                if is_empty {
                    self.sections_before(ORDER.len())?;
                    xml::close(self.out, &element)?;
                }
                Ok(())
            }
            1 => self.begin(element, is_empty),
            _ => {
                if depth == 2 && self.section == Some("cellXfs") {
                    self.keep(&element, is_empty);
                    return xml::tag(self.out, element, is_empty);
                }
                self.put(if is_empty { Event::Empty(element) } else { Event::Start(element) })
            }
        }
    }

    /// A section begins; those of ours that must stand before it and are missing are written.
    fn begin(&mut self, element: BytesStart<'_>, is_empty: bool) -> Result<(), Refused> {
        let local = element.local_name();
        let rank = ORDER.iter().position(|name| *name == local.as_ref()).unwrap_or(ORDER.len());
        self.sections_before(rank)?;
        let Some(at) = self.left.iter().position(|section| *section == local.as_ref()) else {
            return xml::tag(self.out, element, is_empty);
        };
        let section = self.left.remove(at);
        let count = self.count(section).to_string();
        xml::open(self.out, xml::retag(&element, &[("count", Some(&count))])?)?;
        self.section = Some(section);
        if is_empty {
            self.grow()?;
            xml::close(self.out, &element)?;
        }
        Ok(())
    }

    fn close(&mut self, end: BytesEnd<'_>, depth: usize) -> Result<(), Refused> {
        match depth {
            1 => self.sections_before(ORDER.len())?,
            2 => self.grow()?,
            3 => {
                if let Some((style, kept)) = self.keeping.take() {
                    self.kept.insert(style, kept);
                }
            }
            _ => {}
        }
        self.put(Event::End(end))
    }

    /// Writes an event, and keeps it where a style is being kept.
    fn put(&mut self, event: Event<'_>) -> Result<(), Refused> {
        if let Some((_, Kept { inside: Some(inside), .. })) = &mut self.keeping {
            let before = inside.len();
            xml::copy(inside, event.borrow())?;
            self.kept_bytes += inside.len() - before;
            if self.kept_bytes > KEPT_BYTES {
                return Err(Refused::UnpacksTooLarge);
            }
        }
        xml::copy(self.out, event)
    }

    fn keep(&mut self, element: &BytesStart<'_>, is_empty: bool) {
        let style = self.style;
        self.style += 1;
        if !self.wanted.contains(&style) {
            return;
        }
        let tag = element.to_owned();
        if is_empty {
            self.kept.insert(style, Kept { tag, inside: None });
        } else {
            self.keeping = Some((style, Kept { tag, inside: Some(Vec::new()) }));
        }
    }

    /// Writes the sections that are missing and stand before the section of this rank.
    fn sections_before(&mut self, rank: usize) -> Result<(), Refused> {
        let before = ORDER.get(..rank).unwrap_or_default();
        while let Some(section) = self.left.first().copied().filter(|s| before.contains(s)) {
            self.left.remove(0);
            let (p, count) = (self.prefix.clone(), self.count(section));
            xml::raw(self.out, &format!("<{p}{section} count=\"{count}\">"))?;
            let reserved = match section {
                "fills" => &["none", "gray125"][..],
                _ => &[],
            };
            for pattern in reserved {
                let fill =
                    format!("<{p}fill><{p}patternFill patternType=\"{pattern}\"/></{p}fill>");
                xml::raw(self.out, &fill)?;
            }
            if section == "cellXfs" {
                xml::raw(self.out, &format!("<{p}xf/>"))?;
            }
            self.section = Some(section);
            self.grow()?;
            xml::raw(self.out, &format!("</{p}{section}>"))?;
        }
        Ok(())
    }

    /// How many entries the section has in the end.
    fn count(&self, section: &str) -> u32 {
        let palette = self.palette;
        let asked = u32::try_from(palette.order.len()).unwrap_or(MOST);
        match section {
            "fonts" => palette.known.fonts + 3,
            "fills" => palette.known.fills.max(2) + 3,
            _ => palette.first + FACES + asked,
        }
    }

    /// Appends ours to the section that ends here.
    fn grow(&mut self) -> Result<(), Refused> {
        match self.section.take() {
            Some("fonts") => self.grow_fonts(),
            Some("fills") => self.grow_fills(),
            Some("cellXfs") => self.grow_styles(),
            _ => Ok(()),
        }
    }

    fn grow_fonts(&mut self) -> Result<(), Refused> {
        let p = &self.prefix;
        let link = "<P:u/><P:sz val=\"11\"/><P:color rgb=\"FF0563C1\"/>";
        for inside in ["<P:b/><P:sz val=\"12\"/>", "<P:b/><P:sz val=\"11\"/>", link] {
            let font = format!("<P:font>{inside}<P:name val=\"宋体\"/></P:font>");
            xml::raw(self.out, &font.replace("P:", p))?;
        }
        Ok(())
    }

    fn grow_fills(&mut self) -> Result<(), Refused> {
        let p = &self.prefix;
        for severity in SEVERITIES {
            let colour = colour(severity);
            let fill = format!(
                "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{colour}\"/><{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
            );
            xml::raw(self.out, &fill)?;
        }
        Ok(())
    }

    fn grow_styles(&mut self) -> Result<(), Refused> {
        let (fonts, palette) = (self.palette.known.fonts, self.palette);
        let p = self.prefix.clone();
        let fills = SEVERITIES.map(|severity| palette.fill(Some(severity)));
        // Font, fill, whether lines are broken; in the order of `Palette::face`.
        let plain = [(fonts, 0, 0), (0, 0, 0), (fonts + 1, 0, 1), (0, 0, 1), (fonts + 2, 0, 0)];
        let plain = plain.into_iter().chain(fills.map(|fill| (0, fill, 0)));
        let plain = plain.map(|(font, fill, wrap)| (font, fill, wrap, "general"));
        let middle = [(fonts + 1, 0, 1, "center"), (0, 0, 1, "center")];
        for (font, fill, wrap, across) in plain.chain(middle) {
            xml::raw(
                self.out,
                &format!(
                    "<{p}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\"><{p}alignment horizontal=\"{across}\" vertical=\"top\" wrapText=\"{wrap}\"/></{p}xf>"
                ),
            )?;
        }
        for (own, severity) in &palette.order {
            self.again(*own, palette.fill(*severity))?;
        }
        Ok(())
    }

    /// The style `own` once more, with another fill.
    fn again(&mut self, own: u32, fill: u32) -> Result<(), Refused> {
        let fill = fill.to_string();
        let p = &self.prefix;
        let Some(kept) = self.kept.get(&own) else {
            return xml::raw(self.out, &format!("<{p}xf fillId=\"{fill}\" applyFill=\"1\"/>"));
        };
        let changes = [("fillId", Some(fill.as_str())), ("applyFill", Some("1"))];
        let tag = xml::retag(&kept.tag, &changes)?;
        let Some(inside) = &kept.inside else { return xml::tag(self.out, tag, true) };
        xml::open(self.out, tag.borrow())?;
        self.out.write_all(inside).map_err(|_| Refused::UnpacksTooLarge)?;
        xml::close(self.out, &tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{intake::annotate::styles::look, model::finding::Severity};

    /// Asks for the styles of marked cells and writes a style sheet over.
    fn over(part: &str, asked: &[(u32, Severity)]) -> (Palette, String) {
        let mut left = u64::MAX;
        let known = look(Xml::new(Box::new(part.as_bytes()), &mut left)).unwrap();
        let mut palette = Palette::new(known);
        for (own, severity) in asked {
            palette.marked(*own, *severity);
        }
        let mut out = Vec::new();
        let mut left = u64::MAX;
        write(Xml::new(Box::new(part.as_bytes()), &mut left), &palette, &mut out).unwrap();
        (palette, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_marked_style_keeps_all_but_its_fill() {
        let part = "<x:styleSheet xmlns:x=\"m\"><x:fonts count=\"1\"><x:font/></x:fonts><x:fills count=\"2\"><x:fill/><x:fill/></x:fills><x:cellXfs count=\"2\"><x:xf/><x:xf numFmtId=\"49\" fillId=\"1\" quotePrefix='1'><x:alignment wrapText=\"1\"/><x:protection/></x:xf></x:cellXfs></x:styleSheet>";
        let (mut palette, styles) =
            over(part, &[(1, Severity::Error), (1, Severity::Fixed), (0, Severity::Error)]);
        for fill in [2, 4] {
            let style = format!(
                "<x:xf numFmtId=\"49\" quotePrefix=\"1\" fillId=\"{fill}\" applyFill=\"1\"><x:alignment wrapText=\"1\"/><x:protection/></x:xf>"
            );
            assert!(styles.contains(&style), "{styles}");
        }
        assert!(
            styles.contains("<x:fills count=\"5\">") && styles.contains("<x:fonts count=\"4\">")
        );
        assert!(styles.contains("<x:cellXfs count=\"15\">"));
        assert_eq!(styles.matches("<x:xf").count(), 15);
        assert_eq!(palette.marked(1, Severity::Error), 12);
        assert_eq!(palette.unmarked(1), 1);
    }

    #[test]
    fn what_we_coloured_is_known_again() {
        let part = "<styleSheet><fills count=\"2\"><fill/><fill/></fills><cellXfs count=\"1\"><xf/></cellXfs></styleSheet>";
        let (palette, styles) = over(part, &[(0, Severity::Warning)]);
        let mut left = u64::MAX;
        let known = look(Xml::new(Box::new(styles.as_bytes()), &mut left)).unwrap();
        let mut again = Palette::new(known);
        assert_eq!(palette.asked.len(), 1);
        assert_ne!(again.unmarked(11), 11);
        assert_eq!(again.unmarked(0), 0);
    }

    #[test]
    fn sections_that_are_missing_are_put_in_their_place() {
        for part in ["<styleSheet/>", "<styleSheet></styleSheet>"] {
            let (_, styles) = over(part, &[(0, Severity::Error)]);
            assert!(styles.starts_with("<styleSheet><fonts count=\"3\"><font>"));
            assert!(styles.contains("</fills><cellXfs count=\"12\"><xf/><xf numFmtId"));
        }
        let part = "<styleSheet><numFmts/><borders/><cellXfs/><dxfs/></styleSheet>";
        let (_, styles) = over(part, &[]);
        let at = |name: &str| styles.find(name).unwrap();
        let order = ["<numFmts", "<fonts", "<fills", "<borders", "<cellXfs", "<dxfs"];
        assert!(order.map(at).is_sorted(), "{styles}");
    }
}
