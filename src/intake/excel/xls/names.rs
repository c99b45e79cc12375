//! Names of sheets. A forged file may hold names that Excel would never open, or one name twice;
//! findings and links lead to a sheet by its name, so it is made one that leads there.

use crate::model::text::is_unfit;
use std::collections::HashSet;

/// Excel's limit, in UTF-16 units.
const LONGEST: usize = 31;

/// Makes names such as Excel takes, no two the same. Names that Excel wrote stay as they are.
pub(super) fn mend<'n>(names: impl Iterator<Item = &'n mut String>) {
    let mut met = HashSet::new();
    for name in names {
        let base = plain(name);
        *name = cut(&base, LONGEST);
        let mut number = 2_u32;
        while !met.insert(name.to_lowercase()) {
            let ending = format!("({number})");
            *name = cut(&base, LONGEST - ending.len()) + &ending;
            number += 1;
        }
    }
}

/// The name without what Excel does not take in one, nor what would hide in it or turn it around.
fn plain(name: &str) -> String {
    let is_out = |c: char| {
        matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\u{FFFE}' | '\u{FFFF}')
            || is_unfit(c)
    };
    let fit: String = name.chars().map(|c| if is_out(c) { '_' } else { c }).collect();
    match cut(&fit, LONGEST).trim() {
        "" => "Sheet".to_owned(),
        // The log of changes to a shared workbook has this name.
        word if word.eq_ignore_ascii_case("history") => format!("{word}_"),
        _ => fit,
    }
}

/// At most so many UTF-16 units of a name, no apostrophe at either end.
fn cut(name: &str, most: usize) -> String {
    let mut left = most;
    let fits = |c: &char| {
        let has_room = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        has_room
    };
    let name = name.trim_start_matches('\'');
    let cut: String = name.chars().take_while(fits).collect();
    cut.trim_end_matches('\'').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mended(names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        mend(names.iter_mut());
        names
    }

    #[test]
    fn names_of_excel_stay_and_others_become_such() {
        let long = "长".repeat(40);
        let names = [
            "名单",
            "Sheet1",
            "sheet1",
            "名'单",
            "",
            "a/b\\c[1]:*?",
            "'引'",
            "History",
            "\u{7}",
            "''",
            &long,
            &long,
            " ",
            "Sheet1(2)",
        ];
        let cut = "长".repeat(31);
        let second = format!("{}(2)", "长".repeat(28));
        assert_eq!(
            mended(&names),
            [
                "名单",
                "Sheet1",
                "sheet1(2)",
                "名'单",
                "Sheet",
                "a_b_c_1____",
                "引",
                "History_",
                "_",
                "Sheet(2)",
                &cut,
                &second,
                "Sheet(3)",
                "Sheet1(2)(2)"
            ]
        );
    }

    proptest! {
        #[test]
        fn all_are_taken_by_excel_and_different(names in prop::collection::vec("(\\PC|['/\\[\u{0}-\u{20}😀]){0,40}", 1..20)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mended = mended(&names);
            let different: HashSet<String> = mended.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(different.len(), names.len());
            for name in &mended {
                prop_assert!((1..=LONGEST).contains(&name.encode_utf16().count()), "{:?}", name);
                prop_assert!(!name.starts_with('\'') && !name.ends_with('\''));
                prop_assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\', '\0', '\n']));
                prop_assert!(!name.contains(is_unfit));
            }
            let again: Vec<&str> = mended.iter().map(String::as_str).collect();
            prop_assert_eq!(&super::tests::mended(&again), &mended);
        }
    }
}
