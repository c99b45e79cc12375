//! What is known of the six digits of address in a citizen's number.

use std::{collections::HashSet, sync::LazyLock};

/// Where the address of a citizen's number lies, as far as Wenzhou's lists tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Address {
    /// A division of Wenzhou, of today or of history (瑞安市 was 339004 from 1987 to 1994).
    Wenzhou,
    /// A 3303 code that Wenzhou never had.
    UnknownInWenzhou,
    /// Another place. Codes retire, so that nothing more is asked of it.
    Elsewhere,
}

/// Every code that GB/T 2260 has given to Wenzhou's divisions since 1980.
static CODES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let today = include_str!("../catalogue/data/wenzhou_divisions.csv");
    let history = include_str!("../catalogue/data/wenzhou_divisions_history.csv");
    today.lines().skip(1).chain(history.lines().skip(1)).filter_map(|line| line.get(..6)).collect()
});

impl Address {
    /// Looks up the first six digits of a number.
    pub(super) fn of(number: &str) -> Self {
        let code = number.get(..6).unwrap_or_default();
        if CODES.contains(code) {
            Self::Wenzhou
        } else if code.starts_with("3303") {
            Self::UnknownInWenzhou
        } else {
            Self::Elsewhere
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retired_codes_of_wenzhou_are_known() {
        for code in [
            "330302", "330383", "330321", "330322", "330323", "330325", "332423", "339004",
            "339017",
        ] {
            assert_eq!(Address::of(code), Address::Wenzhou, "{code}");
        }
        assert_eq!(Address::of("330399"), Address::UnknownInWenzhou);
        assert_eq!(Address::of("330371"), Address::UnknownInWenzhou);
        assert_eq!(Address::of("110105"), Address::Elsewhere);
        assert_eq!(CODES.len(), 28);
    }
}
