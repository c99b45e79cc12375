//! CSV and TSV (RFC 4180, read leniently). Rows are numbered as a spreadsheet program numbers them:
//! a record is a row however many lines its quoted cells have, and an empty line is a row too.

use super::{
    bounds,
    refused::Refused,
    table::{Room, Table},
};
use std::borrow::Cow;

const SEPARATORS: [char; 4] = [',', '\t', ';', '，'];

/// Records of a text, from the top.
struct Records<'a> {
    rest: &'a str,
    separator: char,
    row: u32,
}

/// What ended a field.
#[derive(PartialEq)]
enum End {
    Separator,
    Record,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: char) -> Self {
        Self { rest: text, separator, row: 0 }
    }

    /// Hands the fields of the next record to `take`; false at the end of the text.
    fn next(
        &mut self,
        mut take: impl FnMut(u32, &str) -> Result<(), Refused>,
    ) -> Result<bool, Refused> {
        if self.rest.is_empty() {
            return Ok(false);
        }
        self.row += 1;
        for column in 0.. {
            let (field, end) = self.field()?;
            take(column, literal(&field))?;
            if end == End::Record {
                break;
            }
        }
        Ok(true)
    }

    fn field(&mut self) -> Result<(Cow<'a, str>, End), Refused> {
        let Some(quoted) = self.rest.strip_prefix('"') else {
            let (field, end) = self.plain();
            return Ok((field.into(), end));
        };
        self.rest = quoted;
        let mut field = Cow::from("");
        loop {
            let closing = self.rest.find('"').ok_or(Refused::OpenQuote { row: self.row })?;
            let (inside, behind) = self.rest.split_at(closing);
            field += inside;
            self.rest = behind.get(1..).unwrap_or_default();
            match self.rest.strip_prefix('"') {
                Some(rest) => {
                    field += "\"";
                    self.rest = rest;
                }
                None => break,
            }
        }
        let (tail, end) = self.plain();
        field += tail;
        Ok((field, end))
    }

    /// Everything up to the next separator or the end of the line.
    fn plain(&mut self) -> (&'a str, End) {
        let at = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
        let (field, behind) = self.rest.split_at(at);
        let (end, rest) = match behind.strip_prefix(self.separator) {
            Some(rest) => (End::Separator, rest),
            None => (
                End::Record,
                behind
                    .strip_prefix("\r\n")
                    .or_else(|| behind.strip_prefix(['\n', '\r']))
                    .unwrap_or_default(),
            ),
        };
        self.rest = rest;
        (field, end)
    }
}

/// `="330302…"` is how exports keep a program from reading a number: the text inside is meant.
fn literal(field: &str) -> &str {
    field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}

/// The separator under which one row near the top has the most cells that `is_heading` knows.
pub(super) fn separator(text: &str, is_heading: impl Fn(&str) -> bool) -> char {
    if let Some(declared) = text.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        return declared;
    }
    let known = |separator: char| {
        let mut records = Records::new(text, separator);
        let mut most = 0;
        for _ in 0..bounds::HEADING_WITHIN {
            let mut here = 0;
            let count = |column: u32, field: &str| {
                if column == bounds::COLUMNS {
                    return Err(Refused::TooManyColumns { row: 0 });
                }
                here += usize::from(is_heading(field));
                Ok(())
            };
            // A quote that stays open, or a row too long, ends the look; reading names its place.
            if !records.next(count).unwrap_or(false) {
                break;
            }
            most = most.max(here);
        }
        most
    };
    // The first of equals: max_by_key would take the last.
    SEPARATORS.into_iter().rev().max_by_key(|separator| known(*separator)).unwrap_or(',')
}

/// Reads the whole text.
pub(super) fn read(text: &str, separator: char) -> Result<Table, Refused> {
    let mut table = Table::new(String::new(), false, Room::FILE);
    let mut records = Records::new(text, separator);
    loop {
        table.begin_row(records.row + 1)?;
        if !records.next(|column, field| table.put_text(column, field))? {
            return Ok(table);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, separator: char) -> Vec<(u32, Vec<String>)> {
        let table = read(text, separator).unwrap();
        let cells = |row: super::super::table::Row<'_>| {
            row.cells().map(|(_, cell)| cell.text().to_owned()).collect()
        };
        table.rows().map(|row| (row.number(), cells(row))).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let text = "姓名,单位\r\n\r\n王莉,\"第一\n\n小学\"\n\n李强,二中\r赵一,三中";
        let numbers: Vec<_> = rows(text, ',').into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 3, 5, 6]);
    }

    #[test]
    fn quotes_are_taken_off_and_an_open_one_is_named() {
        assert_eq!(
            rows("\"a\"\"b,c\",=\"0330\",x\"y\n", ','),
            [(1, vec!["a\"b,c".into(), "0330".into(), "x\"y".into()])]
        );
        assert_eq!(read("a,b\nc,\"d\ne,f\n", ',').err(), Some(Refused::OpenQuote { row: 2 }));
    }

    #[test]
    fn the_separator_is_the_one_that_makes_a_heading() {
        let is_heading = |field: &str| ["姓名", "证件号码"].contains(&field.trim());
        for (text, separator_found) in [
            ("标题,一\n姓名,证件号码\n", ','),
            ("标题,一\n姓名\t证件号码\n", '\t'),
            ("姓名;证件号码\n", ';'),
            ("sep=;\n姓名;证件号码\n", ';'),
            ("没有表头", ','),
        ] {
            assert_eq!(separator(text, is_heading), separator_found, "{text}");
        }
    }

    proptest! {
        /// The csv crate is the oracle for well-formed text.
        #[test]
        fn well_formed_csv_is_read_as_the_csv_crate_reads_it(
            records in proptest::collection::vec(proptest::collection::vec("[a-z\",\n中]{0,6}", 2..5), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
            for record in &records {
                writer.write_record(record).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut reader = Records::new(&text, ',');
            for record in &records {
                let mut fields = vec![];
                let more = reader.next(|_, field| { fields.push(field.to_owned()); Ok(()) }).unwrap();
                prop_assert!(more);
                prop_assert_eq!(&fields, record);
            }
            let more = reader.next(|_, _| Ok(())).unwrap();
            prop_assert!(!more);
        }

        #[test]
        fn no_text_brings_it_down(text in "\\PC*[\",\n\r\t]{0,9}\\PC*", separator in prop::sample::select(&SEPARATORS[..])) {
            let _ = read(&text, separator);
        }
    }
}
