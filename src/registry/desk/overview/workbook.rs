//! The overview as a workbook: its tables as sheets, texts as texts, figures as figures.

use super::{Overview, reason};
use crate::model::day::Day;
use crate::registry::Failed;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::borrow::Cow;

/// Rows of a table; a sheet of Excel holds a few more.
const ROWS: usize = 1_000_000;

/// One cell.
enum Cell<'a> {
    /// A text, whatever it begins with.
    Text(Cow<'a, str>),
    /// A figure.
    Count(u64),
    /// A day; blank where there is none.
    Day(Option<Day>),
}

/// A sheet before it is written.
struct Table<'a> {
    name: &'static str,
    columns: &'static [(&'static str, f64)],
    rows: Vec<Vec<Cell<'a>>>,
}

/// How cells are dressed.
struct Dress {
    head: Format,
    text: Format,
    count: Format,
    day: Format,
}

impl Overview {
    /// The tables as a workbook (.xlsx). The same overview gives the same bytes.
    pub fn workbook(&self) -> Result<Vec<u8>, Failed> {
        self.book().map_err(|e| Failed::because(&e))
    }

    fn book(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made_on = date(self.today)?;
        let title = format!("{}年报送总览", self.year);
        let properties = DocProperties::new().set_title(title).set_creation_datetime(&made_on);
        book.set_properties(&properties);
        let dress = Dress::new();
        for table in [self.by_office(), self.by_series(), self.by_reason(), self.by_deadline()] {
            write(book.add_worksheet(), &table, &dress)?;
        }
        book.save_to_buffer()
    }

    fn by_office(&self) -> Table<'_> {
        let rows = self.offices.iter().map(|one| {
            vec![
                Cell::Text(one.office.code.as_str().into()),
                Cell::Text((&*one.office.name).into()),
                Cell::Count(one.reported.batches),
                Cell::Count(one.reported.rows),
                Cell::Count(one.returned.batches),
                Cell::Count(one.returned.rows),
                Cell::Count(one.issued.batches),
                Cell::Count(one.issued.rows),
                Cell::Count(one.rejected),
                Cell::Count(one.certificates),
                Cell::Day(one.last_report),
            ]
        });
        Table {
            name: "各单位报送",
            columns: &[
                ("代码", 10.0),
                ("单位", 36.0),
                ("报送批次", 10.0),
                ("报送行数", 10.0),
                ("退回批次", 10.0),
                ("退回行数", 10.0),
                ("已发证批次", 12.0),
                ("已发证行数", 12.0),
                ("需修改行数", 12.0),
                ("本年签发", 10.0),
                ("最后报送", 12.0),
            ],
            rows: rows.collect(),
        }
    }

    fn by_series(&self) -> Table<'_> {
        let rows = self.certificates.iter().map(|one| {
            vec![
                Cell::Text((&*one.office.name).into()),
                Cell::Text(one.series.as_str().into()),
                Cell::Text(one.level.zh().into()),
                Cell::Count(one.certificates),
            ]
        });
        let columns = &[("单位", 36.0), ("系列", 20.0), ("级别", 16.0), ("份数", 10.0)];
        Table { name: "系列级别", columns, rows: rows.collect() }
    }

    fn by_reason(&self) -> Table<'_> {
        let rows = self.rejections.iter().map(|one| {
            vec![
                Cell::Text((&*one.office.name).into()),
                Cell::Text(reason(&one.code).map_or(&*one.code, |(zh, _)| zh).into()),
                Cell::Text((&*one.code).into()),
                Cell::Count(one.rows),
            ]
        });
        let columns = &[("单位", 36.0), ("原因", 28.0), ("代号", 26.0), ("行数", 10.0)];
        Table { name: "退回原因", columns, rows: rows.collect() }
    }

    fn by_deadline(&self) -> Table<'_> {
        let line = |what, office, batch: Option<String>, day| (what, office, batch, day);
        let late = self.late.iter().map(|one| {
            line(
                "逾期未报信息表".to_owned(),
                &one.office,
                Some(one.batch.to_string()),
                one.announced_on,
            )
        });
        let silent = self
            .silent
            .iter()
            .map(|one| line("本年未报送".to_owned(), &one.office, None, one.last_report));
        let waiting = self.waiting.iter().map(|one| {
            line(
                format!("待{}", one.step.zh()),
                &one.office,
                Some(one.batch.to_string()),
                one.since,
            )
        });
        let ending = self.ending.iter().map(|one| {
            line("公示将满".to_owned(), &one.office, Some(one.batch.to_string()), one.until)
        });
        let rows = late.chain(silent).chain(waiting).chain(ending);
        let rows = rows.map(|(what, office, batch, day)| {
            vec![
                Cell::Text(what.into()),
                Cell::Text((&*office.name).into()),
                Cell::Text(batch.unwrap_or_default().into()),
                Cell::Day(Some(day)),
            ]
        });
        let columns = &[("事项", 18.0), ("单位", 36.0), ("批次", 12.0), ("日期", 12.0)];
        Table { name: "逾期缺报待办", columns, rows: rows.collect() }
    }
}

impl Dress {
    fn new() -> Self {
        let plain = || Format::new().set_border(FormatBorder::Thin);
        Self {
            head: plain().set_bold().set_text_wrap(),
            // What the program reads is a text already; the mark keeps it one when it is edited.
            text: plain().set_quote_prefix(),
            count: plain().set_num_format("#,##0"),
            day: plain().set_num_format("yyyy-mm-dd"),
        }
    }
}

fn write(sheet: &mut Worksheet, table: &Table<'_>, dress: &Dress) -> Result<(), XlsxError> {
    sheet.set_name(table.name)?.set_freeze_panes(1, 0)?;
    for (column, (heading, width)) in (0..).zip(table.columns) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(0, column, *heading, &dress.head)?;
    }
    for (row, cells) in (1..).zip(table.rows.iter().take(ROWS)) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    sheet.write_string_with_format(row, column, &**text, &dress.text)?
                }
                // Counts of rows: no figure here comes near what a float cannot hold.
                Cell::Count(count) => {
                    let figure = u32::try_from(*count).unwrap_or(u32::MAX);
                    sheet.write_number_with_format(row, column, figure, &dress.count)?
                }
                Cell::Day(Some(day)) => {
                    sheet.write_datetime_with_format(row, column, date(*day)?, &dress.day)?
                }
                Cell::Day(None) => sheet.write_blank(row, column, &dress.day)?,
            };
        }
    }
    Ok(())
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or(1); // a day's parts are 1-31
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), part(day.month()), part(day.day()))
}
