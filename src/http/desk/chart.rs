//! A chart of bars, drawn by the server: every length is an attribute, so that no style is needed.
//! Texts keep the reader's size, bars are parts of the width that there is.

use crate::http::words::{Lang, desk::overview::figure};

/// Bars that are drawn; the table holds all.
const BARS: usize = 10;
/// The longest bar, in hundredths of the width: its figure stands behind it.
const LONGEST: u64 = 78;
/// One bar with its label above it, in tenths of the text's height.
const STEP: usize = 32;

/// A chart. The table beside it says the same.
pub struct Chart {
    /// What names its title; unique on the page.
    pub id: &'static str,
    pub title: &'static str,
    /// The language of the labels.
    pub tag: &'static str,
    /// In tenths of the text's height.
    pub height: String,
    pub bars: Vec<Bar>,
    /// What is not drawn.
    pub others: Option<String>,
}

/// One bar.
pub struct Bar {
    pub label: String,
    pub figure: String,
    pub label_at: String,
    pub top: String,
    pub figure_at: String,
    /// Per cent of the width.
    pub width: String,
}

impl Chart {
    /// A chart of what has figures, the greatest first.
    pub fn new(
        lang: Lang,
        id: &'static str,
        title: &'static str,
        mut all: Vec<(String, u64)>,
    ) -> Self {
        all.retain(|(_, count)| *count > 0);
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let others = all.len().saturating_sub(BARS);
        all.truncate(BARS);
        let most = all.first().map_or(1, |(_, count)| *count);
        let bars: Vec<Bar> = (0..).zip(all).map(|(at, one)| Bar::new(at, one, most)).collect();
        Self {
            id,
            title,
            tag: Lang::Zh.tag(),
            height: em(bars.len() * STEP + 2),
            bars,
            others: (others > 0).then(|| lang.the_others(others)),
        }
    }
}

impl Bar {
    fn new(at: usize, (label, count): (String, u64), most: u64) -> Self {
        let top = at * STEP;
        // What is there is seen, however little it is.
        let tenths = u128::from(count) * u128::from(LONGEST) * 10 / u128::from(most.max(1));
        let tenths = tenths.max(5);
        Self {
            label,
            figure: figure(count),
            label_at: em(top + 12),
            top: em(top + 17),
            figure_at: em(top + 27),
            width: format!("{}.{}%", tenths / 10, tenths % 10),
        }
    }
}

fn em(tenths: usize) -> String {
    format!("{}.{}em", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(counts: &[u64]) -> Chart {
        let all = counts.iter().map(|count| (format!("n{count}"), *count)).collect();
        Chart::new(Lang::Zh, "c", "图", all)
    }

    #[test]
    fn the_greatest_stands_first_and_the_rest_is_in_proportion() {
        let chart = chart(&[25, 100, 0, 50]);
        let drawn: Vec<_> = chart.bars.iter().map(|bar| (&*bar.label, &*bar.width)).collect();
        assert_eq!(drawn, [("n100", "78.0%"), ("n50", "39.0%"), ("n25", "19.5%")]);
        assert_eq!((&*chart.height, chart.others), ("9.8em", None));
    }

    #[test]
    fn what_is_little_is_seen_and_what_is_much_breaks_nothing() {
        let drawn = chart(&[1, u64::MAX]);
        assert_eq!(drawn.bars[0].width, "78.0%");
        assert_eq!(drawn.bars[1].width, "0.5%");
        assert!(chart(&[]).bars.is_empty());
    }

    #[test]
    fn a_chart_ends_and_says_what_is_left_out() {
        let chart = chart(&(1..=13).collect::<Vec<_>>());
        assert_eq!(chart.bars.len(), BARS);
        assert_eq!(chart.others.unwrap(), "其余3个见数据表");
    }
}
