//! Paths of log tiles, by C2SP tlog-tiles: `<L>/<N>[.p/<W>]`, `entries/<N>[.p/<W>]`, where `<N>` is
//! written in groups of three digits, all but the last with an `x` before: `x001/x234/067`.

use crate::registry::Published;

/// The hashes or entries of a full tile.
const FULL: u16 = 256;

/// Parses what stands behind `/log/tile/`. Each tile has one spelling.
pub fn parse(path: &str) -> Option<Published> {
    let (kind, rest) = path.split_once('/')?;
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => {
            (index, decimal(width).filter(|w| (1..u64::from(FULL)).contains(w))?)
        }
        None => (rest, u64::from(FULL)),
    };
    let (index, width) = (parse_index(index)?, u16::try_from(width).ok()?);
    if kind == "entries" {
        return Some(Published::Entries { index, width });
    }
    let level = decimal(kind).filter(|level| *level < 64)?;
    Some(Published::Tile { level: u8::try_from(level).ok()?, index, width })
}

fn parse_index(written: &str) -> Option<u64> {
    let mut index: u64 = 0;
    let groups: Vec<&str> = written.split('/').take(8).collect();
    let (last, before) = groups.split_last()?;
    if before.first().is_some_and(|first| *first == "x000") {
        return None;
    }
    let before = before.iter().map(|group| group.strip_prefix('x'));
    for group in before.chain([Some(*last)]) {
        let group = group.filter(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))?;
        index = index.checked_mul(1000)?.checked_add(group.parse().ok()?)?;
    }
    Some(index)
}

/// A number without sign or leading zeros.
fn decimal(written: &str) -> Option<u64> {
    let plain = written.bytes().all(|b| b.is_ascii_digit())
        && (written == "0" || !written.starts_with('0'));
    plain.then(|| written.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(index: u64) -> String {
        let digits = index.to_string();
        let digits = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
        let groups: Vec<&str> =
            (0..digits.len()).step_by(3).map(|at| &digits[at..at + 3]).collect();
        groups
            .join("/x")
            .replacen(
                groups[0],
                &format!("{}{}", if groups.len() > 1 { "x" } else { "" }, groups[0]),
                1,
            )
            .rsplit_once("/x")
            .map_or_else(|| groups[0].to_owned(), |(head, last)| format!("{head}/{last}"))
    }

    #[test]
    fn the_examples_of_the_specification_are_read() {
        assert_eq!(
            parse("0/x001/x234/067"),
            Some(Published::Tile { level: 0, index: 1_234_067, width: 256 })
        );
        assert_eq!(parse("1/000.p/5"), Some(Published::Tile { level: 1, index: 0, width: 5 }));
        assert_eq!(
            parse("entries/x123/456.p/255"),
            Some(Published::Entries { index: 123_456, width: 255 })
        );
    }

    #[test]
    fn a_tile_has_one_spelling() {
        for wrong in [
            "",
            "0",
            "0/",
            "00/000",
            "64/000",
            "-1/000",
            "0/0",
            "0/0000",
            "0/x000/001",
            "0/001/002",
            "0/x001",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/05",
            "0/000.p/",
            "data/000",
            "0/x999/x999/x999/x999/x999/x999/x999/999",
            "0/x001/../000",
            "0/000/",
            "0/+01",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_tile_is_found_by_its_path(level in 0_u8..64, index in any::<u64>(), width in 1_u16..=256) {
            let partial = if width == 256 { String::new() } else { format!(".p/{width}") };
            let path = format!("{level}/{}{partial}", written(index));
            prop_assert_eq!(parse(&path), Some(Published::Tile { level, index, width }));
        }

        #[test]
        fn any_text_is_read_or_refused(path in ".{0,80}") {
            let _ = parse(&path);
        }
    }
}
