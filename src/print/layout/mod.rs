//! How a page looks: the measures, colours and fixed words of one template, as data.
//!
//! Each template is a file of its own under `templates/certificate`, and is kept for as long as
//! certificates of it are printed. To change the look is to add the next one.

mod parts;

pub(super) use parts::{
    Body, Closing, Edges, Foot, Head, OfCopies, Ornament, Pair, Shown, Type, Verify,
};

use super::PrintError;
use super::ornament::Palette;
use crate::model::certificate::Road;
use parts::{Colours, PhotoSlot, Types};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The template that new editions take.
pub const TEMPLATE: u16 = 2;

/// Every template that a certificate was ever printed in.
static EMBEDDED: [(u16, &str); 2] = [
    (1, include_str!("../../../templates/certificate/1.toml")),
    (2, include_str!("../../../templates/certificate/2.toml")),
];

static LAYOUTS: LazyLock<BTreeMap<u16, Layout>> = LazyLock::new(|| {
    let parsed = EMBEDDED.iter().map(|(template, text)| (*template, Layout::parse(text)));
    parsed
        .map(|(template, layout)| {
            (template, layout.expect("they are compiled in, and a test parses each of them"))
        })
        .collect()
});

/// The measures that receipts stand on, which never change with the look of certificates.
pub(super) static OF_RECEIPTS: LazyLock<&'static Layout> =
    LazyLock::new(|| LAYOUTS.get(&1).expect("the first template is compiled in"));

/// One template.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub(super) edges: Edges,
    pub(super) colours: Colours,
    pub(super) types: Types,
    pub(super) head: Head,
    pub(super) body: Body,
    pub(super) foot: Foot,
    pub(super) photo: PhotoSlot,
    pub(super) copy: OfCopies,
    pub(super) ornament: Ornament,
    pub(super) verify: Pair,
    pub(super) labels: BTreeMap<Shown, Pair>,
    /// What is said below an old title, where `{current_title}` is known.
    pub(super) old_title: Option<String>,
    issued: Face,
    filed: Face,
}

/// What one road has of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Face {
    pub title: Pair,
    pub sentence: Sentence,
    /// One or two values a row.
    pub rows: Vec<Vec<Shown>>,
    pub closing: Closing,
    pub closing_day: Closing,
    pub palette: Palette,
}

/// The sentence of a road. `{…}` stands for what the certificate says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentence {
    pub zh: String,
    pub en: String,
    /// What `{by}` is, where committee or method is known.
    pub by: String,
    /// What `{source}` is, where there is a number of the office's own.
    #[serde(default)]
    pub source: String,
}

/// Why a file is no layout: where in it, and what is wrong.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct LayoutError(String);

impl std::fmt::Debug for Layout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Layout(…)")
    }
}

impl Layout {
    /// Reads a template's file.
    pub fn parse(text: &str) -> Result<Self, LayoutError> {
        let layout: Self = toml::from_str(text).map_err(|error| LayoutError(error.to_string()))?;
        layout.check().map_err(LayoutError)?;
        Ok(layout)
    }

    /// The template of a number.
    pub(super) fn of(template: u16) -> Result<&'static Self, PrintError> {
        LAYOUTS.get(&template).ok_or(PrintError::UnknownTemplate(template))
    }

    /// Every template with its number.
    pub(super) fn all() -> impl Iterator<Item = (u16, &'static Self)> {
        LAYOUTS.iter().map(|(template, layout)| (*template, layout))
    }

    /// What a road has of its own.
    pub(super) fn face(&self, road: Road) -> &Face {
        match road {
            Road::Issued => &self.issued,
            Road::Filed => &self.filed,
        }
    }

    /// What can be written in a file and not be drawn.
    fn check(&self) -> Result<(), String> {
        let Edges { left, right, middle, label } = self.edges;
        if !(0.0 < left && left + label < middle && middle + label < right && right < 595.0) {
            return Err(
                "edges: 0 < left, left + label < middle, middle + label < right < 595".into()
            );
        }
        if self.body.scales.is_empty() || self.body.scales.iter().any(|scale| *scale < 0.1) {
            return Err("body.scales: at least one, none below 0.1".into());
        }
        if self.copy.most_lines == 0 {
            return Err("copy.most_lines: at least one".into());
        }
        for face in [&self.issued, &self.filed] {
            for row in &face.rows {
                if row.is_empty() || row.len() > 2 {
                    return Err("rows: one or two values in each".into());
                }
                if let Some(without) = row.iter().find(|shown| !self.labels.contains_key(shown)) {
                    return Err(format!("labels: {without:?} is in a row and has none"));
                }
            }
        }
        if !self.labels.contains_key(&Shown::Name) {
            return Err("labels: name has none".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_read() {
        for (template, text) in EMBEDDED {
            if let Err(error) = Layout::parse(text) {
                panic!("{template}: {error}");
            }
        }
        assert_eq!(Layout::all().last().map(|(template, _)| template), Some(TEMPLATE));
    }

    #[test]
    fn a_layout_that_cannot_be_drawn_is_refused_with_its_place() {
        let text = EMBEDDED[1].1;
        let refused = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            Layout::parse(&text.replacen(from, to, 1)).unwrap_err().to_string()
        };
        assert!(refused("[head]", "[head]\nhat = 1").contains("hat"));
        assert!(refused("left = ", "left = 5").contains("edges"));
        assert!(refused("scales = [1.0, ", "scales = [0.0, ").contains("scales"));
        assert!(refused("[\"sex\", \"born_on\"]", "[]").contains("rows"));
        assert!(refused("committee = [", "note = [").contains("note"));
        assert!(refused("most_lines = 3", "most_lines = 0").contains("most_lines"));
    }
}
