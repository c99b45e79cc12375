//! Dates as clerks write them. A month stays a month; what can be two dates is asked.

use crate::{
    intake::table::Cell,
    model::day::{Day, PartialDay},
};

/// A date that was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Read {
    pub(super) date: PartialDay,
    /// It took interpretation: two digits of a year, characters for digits, a bare serial number.
    pub(super) interpreted: bool,
}

/// Why something is no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// 2019.1 as a number.
    Ambiguous { year: i16 },
    /// A date by its shape, in no calendar.
    Impossible,
    /// Two dates.
    Several,
    /// No date.
    Unreadable,
}

/// Reads a cell. `bare_numbers`: the file does not tell numbers from text (CSV), so that a text
/// 2019.1 may have been the number.
pub(super) fn read(cell: Cell<'_>, bare_numbers: bool, today: Day) -> Result<Read, Fault> {
    match cell {
        Cell::Date(date) => Ok(Read { date, interpreted: false }),
        Cell::Number(digits) => number(digits, today),
        Cell::Text(text) if bare_numbers && is_number(text) => number(text, today),
        Cell::Text(text) => written(text, today),
        Cell::Empty | Cell::Error(_) => Err(Fault::Unreadable),
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.bytes().filter(|byte| *byte == b'.').count() <= 1
}

/// A number typed into a date column.
fn number(digits: &str, today: Day) -> Result<Read, Fault> {
    if let Some((whole, "1")) = digits.split_once('.')
        && let Some(year) = year(whole, today)
    {
        return Err(Fault::Ambiguous { year });
    }
    match written(digits, today) {
        Err(Fault::Unreadable) => serial(digits).ok_or(Fault::Unreadable),
        read => read,
    }
}

/// A serial number of the 1900 system whose cell lost its date format: 43830. Between 1980 and 2099
/// only, so that no other number passes for one.
fn serial(digits: &str) -> Option<Read> {
    let days: i32 =
        digits.split('.').next()?.parse().ok().filter(|days| (29_221..73_051).contains(days))?;
    let day = Day::new(1900, 1, 1)?.plus_days(days - 2);
    Some(Read { date: day.into(), interpreted: true })
}

/// A date in one of the shapes that clerks write.
fn written(text: &str, today: Day) -> Result<Read, Fault> {
    let (plain, respelt) = plain(text);
    let plain = without_time(&plain).trim_end_matches(['.', '。', '、']);
    let groups: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    let marks: String = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    if groups.len() >= 4 && groups.iter().filter(|group| group.len() == 4).count() >= 2 {
        return Err(Fault::Several);
    }
    let parts = match groups.as_slice() {
        [compact] if marks.is_empty() => split_compact(compact).ok_or(Fault::Unreadable)?,
        [year] if marks == "年" => vec![*year],
        [_, _] if is_sound(&marks, &["年月", "年", ".", "-", "/", "。", "、"]) => groups,
        [_, _, _]
            if is_sound(
                &marks,
                &["年月日", "年月", "..", "--", "//", "。。", "、、", ".-", "-."],
            ) =>
        {
            groups
        }
        _ => return Err(Fault::Unreadable),
    };
    let two_digits = parts.first().is_some_and(|year| year.len() == 2);
    let date = assemble(&parts, today)?;
    Ok(Read { date, interpreted: respelt || two_digits })
}

fn is_sound(marks: &str, known: &[&str]) -> bool {
    known.contains(&marks)
}

/// 20191231, 201912 and 2019.
fn split_compact(digits: &str) -> Option<Vec<&str>> {
    match digits.len() {
        4 => Some(vec![digits]),
        6 => Some(vec![digits.get(..4)?, digits.get(4..)?]),
        8 => Some(vec![digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?]),
        _ => None,
    }
}

fn assemble(parts: &[&str], today: Day) -> Result<PartialDay, Fault> {
    let year = parts.first().and_then(|digits| year(digits, today)).ok_or(Fault::Unreadable)?;
    let small = |at: usize| match parts.get(at) {
        None => Ok(None),
        Some(digits) if digits.len() <= 2 => Ok(digits.parse::<i8>().ok()),
        Some(_) => Err(Fault::Unreadable),
    };
    let (month, day) = (small(1)?, small(2)?);
    PartialDay::new(year, month, day).ok_or(Fault::Impossible)
}

/// Four digits; or two, meant as the last hundred years up to today.
fn year(digits: &str, today: Day) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => (1900..=2200).contains(&year).then_some(year),
        2 => {
            let century = today.year() - today.year() % 100;
            Some(if century + year > today.year() { century - 100 + year } else { century + year })
        }
        _ => None,
    }
}

/// Without a time of midnight, or any other: only the day is asked.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') => date.trim(),
        _ => text,
    }
}

/// ASCII digits for full-width and Chinese ones; the rest as it is. Says whether that was needed.
fn plain(text: &str) -> (String, bool) {
    let mut respelt = false;
    let is_chinese = text.chars().any(is_chinese_digit);
    let folded: String = text
        .trim()
        .chars()
        .take(40)
        .filter_map(|c| match c {
            '０'..='９' | '．' | '／' | '－' => {
                respelt = true;
                char::from_u32(u32::from(c) - 0xFEE0) // ASCII lies 0xFEE0 below
            }
            '—' | '–' => Some('-'),
            '号' => Some('日'),
            c if c.is_whitespace() && !text.contains(':') => None,
            c => Some(c),
        })
        .collect();
    if is_chinese { (chinese(&folded), true) } else { (folded, respelt) }
}

fn is_chinese_digit(c: char) -> bool {
    matches!(
        c,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '〇' | '零' | '○'
    )
}

/// 二〇一九年十二月三十一日 → 2019年12月31日.
fn chinese(text: &str) -> String {
    let mut plain = String::new();
    let mut group: Vec<char> = Vec::new();
    for c in text.chars().chain(['\0']) {
        if is_chinese_digit(c) || matches!(c, 'O' | 'o') || c.is_ascii_digit() {
            group.push(c);
            continue;
        }
        plain.push_str(&chinese_group(&group));
        group.clear();
        if c != '\0' {
            plain.push(c);
        }
    }
    plain
}

fn chinese_group(group: &[char]) -> String {
    let digit = |c: &char| match c {
        '〇' | '零' | '○' | 'O' | 'o' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        c => *c,
    };
    match group {
        [] => String::new(),
        ['十'] => "10".into(),
        ['十', ones] => format!("1{}", digit(ones)),
        [tens, '十'] => format!("{}0", digit(tens)),
        [tens, '十', ones] => format!("{}{}", digit(tens), digit(ones)),
        digits => digits.iter().map(digit).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::new(2026, 11, 25).unwrap()
    }

    fn read_text(text: &str) -> Result<(String, bool), Fault> {
        read(Cell::Text(text), false, today()).map(|read| (read.date.to_string(), read.interpreted))
    }

    #[test]
    fn plain_spellings_are_no_change() {
        for (text, date) in [
            ("2019.12", "2019-12"),
            ("2019.12.31", "2019-12-31"),
            ("2019-12-31", "2019-12-31"),
            ("2019-1-2", "2019-01-02"),
            ("2019/12/31", "2019-12-31"),
            ("2019年12月31日", "2019-12-31"),
            ("2019年12月", "2019-12"),
            ("2019 年 1 月", "2019-01"),
            ("201912", "2019-12"),
            ("20191231", "2019-12-31"),
            ("2019", "2019"),
            ("2019年", "2019"),
            ("2019.1", "2019-01"),
            ("2019-12-31 00:00:00", "2019-12-31"),
            ("2019.12.", "2019-12"),
            ("2019年12月31号", "2019-12-31"),
        ] {
            assert_eq!(read_text(text), Ok((date.into(), false)), "{text}");
        }
    }

    #[test]
    fn spellings_that_need_interpretation_are_told() {
        for (text, date) in [
            ("19.12.31", "2019-12-31"),
            ("98年5月", "1998-05"),
            ("二〇一九年十二月三十一日", "2019-12-31"),
            ("二零一九年十月", "2019-10"),
            ("二○一九年二十日", ""),
            ("二OO九年一月二十日", "2009-01-20"),
            ("２０１９．１２", "2019-12"),
        ] {
            let expected =
                if date.is_empty() { Err(Fault::Unreadable) } else { Ok((date.into(), true)) };
            assert_eq!(read_text(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_that_can_be_two_months_is_asked() {
        let number =
            |digits| read(Cell::Number(digits), false, today()).map(|read| read.date.to_string());
        assert_eq!(number("2019.1"), Err(Fault::Ambiguous { year: 2019 }));
        assert_eq!(number("2019.12"), Ok("2019-12".into()));
        assert_eq!(number("2019.2"), Ok("2019-02".into()));
        assert_eq!(number("43830"), Ok("2019-12-31".into()));
        assert_eq!(number("201912"), Ok("2019-12".into()));
        assert_eq!(number("12"), Err(Fault::Unreadable));
        assert_eq!(read(Cell::Text("2019.1"), true, today()), Err(Fault::Ambiguous { year: 2019 }));
        assert_eq!(read(Cell::Text("2019.10"), true, today()).unwrap().date.to_string(), "2019-10");
        assert_eq!(read(Cell::Text("2019.01"), true, today()).unwrap().date.to_string(), "2019-01");
        assert_eq!(
            read(Cell::Text("2019.1.5"), true, today()).unwrap().date.to_string(),
            "2019-01-05"
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["2019-02-29", "2019.13", "2019年0月", "2019-11-31"] {
            assert_eq!(read_text(text), Err(Fault::Impossible), "{text}");
        }
        for text in [
            "",
            "待定",
            "2019年12月-2020年1月1",
            "12/31/2019",
            "31.12.2019",
            "2019-12-",
            "1-2-3-4",
            "19",
            "120191231",
        ] {
            assert!(matches!(read_text(text), Err(Fault::Unreadable | Fault::Several)), "{text}");
        }
        assert_eq!(read_text("2019.12、2020.12"), Err(Fault::Several));
    }

    proptest! {
        #[test]
        fn a_date_is_read_back_in_every_spelling(year in 1900i16..2026, month in 1i8..=12, day in 1i8..=28) {
            let date = PartialDay::new(year, Some(month), Some(day)).unwrap();
            for text in [date.to_string(), date.zh(), format!("{year}.{month}.{day}"), format!("{year}/{month:02}/{day:02}"), format!("{year}{month:02}{day:02}")] {
                prop_assert_eq!(read(Cell::Text(&text), true, today()).unwrap().date, date);
            }
            let month_only = date.to_month();
            prop_assert_eq!(read(Cell::Text(&month_only.zh()), true, today()).unwrap().date, month_only);
        }

        #[test]
        fn nothing_brings_it_down(text in "\\PC{0,60}", number in "[0-9.]{0,30}") {
            let _ = read(Cell::Text(&text), true, today());
            let _ = read(Cell::Number(&number), false, today());
        }
    }
}
