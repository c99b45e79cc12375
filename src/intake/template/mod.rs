//! The blank sheet: columns, drop-downs and a help sheet cut to what an office may send. Its example
//! row can never be filed: the reader passes over it as it stands, and refuses it once it is changed
//! in part.

mod example;

pub(super) use example::{Examples, Trace, is_left};

use super::{
    form::Form,
    headings::Columns,
    table::{Row, Table},
};
use crate::model::{
    catalogue::{Catalogue, TitleEntry},
    finding::{Field, column_letters},
    identity::IdType,
    office::{Office, Scope},
};
use example::Example;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

/// The sheet to fill in.
const LIST: &str = "信息表";
/// The sheet that says how.
const HELP: &str = "填表说明";
/// The first cell of that sheet, by which the reader knows it.
const HELP_MARKER: &str = "温证信息表填表说明：带 * 的列必须填写，本工作表不会读取";
/// The hidden sheet behind the drop-downs.
const CHOICES: &str = "选项";
/// Rows that have drop-downs; what is filed with fewer clicks than this needs none.
const ROWS: u32 = 20_000;

/// Excel's number of the format that leaves what is typed a text.
const TEXT: u8 = 49;
/// Excel's number of the paper.
const A4: u8 = 9;

/// The column of the drop-downs' sheet that lists the series; the titles stand in the next two,
/// each behind its series.
const SERIES: u16 = 0;
const SERIES_OF_TITLE: u16 = 1;
const TITLE: u16 = 2;

/// Without these a row cannot be filed.
const MUST: [Field; 5] =
    [Field::Name, Field::IdNumber, Field::Series, Field::Title, Field::ObtainedOn];

/// The blank sheet could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the template cannot be written: {0}")]
pub struct TemplateError(#[from] XlsxError);

/// The blank sheet (.xlsx) for an office, or without one for a county. The same catalogue gives the
/// same bytes.
pub fn template(office: Option<&Office>, catalogue: &Catalogue) -> Result<Vec<u8>, TemplateError> {
    let county = Scope::county();
    let scope = office.map_or(&county, |office| &office.scope);
    let choices = Choices::of(scope, catalogue);
    let mut book = Workbook::new();
    let made_on = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made_on));
    list(book.add_worksheet(), &choices)?;
    help(book.add_worksheet(), office, &choices)?;
    choices.write(book.add_worksheet())?;
    Ok(book.save_to_buffer()?)
}

/// Whether a sheet is our help.
pub(super) fn is_help(table: &Table) -> bool {
    let first = table.rows().next();
    table.name.starts_with(HELP) && first.is_some_and(|row| row.cell(0).text() == HELP_MARKER)
}

/// What may be chosen.
struct Choices<'a> {
    titles: Vec<&'a TitleEntry>,
    /// The first title of each series, and how many it has, stand together.
    series: Vec<&'a str>,
    words: Vec<(Field, Vec<&'static str>)>,
    example: Example<'a>,
}

impl<'a> Choices<'a> {
    fn of(scope: &Scope, catalogue: &'a Catalogue) -> Self {
        let series =
            catalogue.all_series().iter().filter(|series| scope.has_series(series.as_str()));
        let titles = |series: &str| {
            // The year's own names first; old ones stay valid.
            let mut titles = catalogue.titles_of(series, &scope.levels);
            titles.sort_by_key(|entry| entry.legacy);
            titles
        };
        let (series, titles): (Vec<&str>, Vec<Vec<&TitleEntry>>) = series
            .map(|series| (series.as_str(), titles(series.as_str())))
            .filter(|(_, titles)| !titles.is_empty())
            .unzip();
        let levels = scope.levels.iter().filter(|level| level.is_ours());
        let words = vec![
            (Field::IdType, IdType::ALL.map(IdType::zh).to_vec()),
            (Field::Sex, vec!["男", "女"]),
            (Field::Level, levels.map(|level| level.zh()).collect()),
            (Field::AwardMethod, scope.award_methods.iter().map(|way| way.zh()).collect()),
        ];
        let example = Example::of(scope, catalogue);
        Self { titles: titles.concat(), series, words, example }
    }

    /// The sheet behind the drop-downs.
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(CHOICES)?.set_hidden(true);
        for (series, row) in self.series.iter().zip(0..) {
            sheet.write_string(row, SERIES, *series)?;
        }
        for (entry, row) in self.titles.iter().zip(0..) {
            sheet.write_string(row, SERIES_OF_TITLE, entry.series.as_str())?;
            sheet.write_string(row, TITLE, entry.title.as_str())?;
        }
        for ((_, words), column) in self.words.iter().zip(TITLE + 1..) {
            for (word, row) in words.iter().zip(0..) {
                sheet.write_string(row, column, *word)?;
            }
        }
        Ok(())
    }

    /// The list of a field's drop-down, as a formula.
    fn formula(&self, field: Field) -> Option<String> {
        let range = |column: u16, count: usize| {
            let letters = column_letters(u32::from(column));
            format!("={CHOICES}!${letters}$1:${letters}${}", count.max(1))
        };
        match field {
            Field::Series => Some(range(SERIES, self.series.len())),
            Field::Title => {
                let series = column_letters(u32::from(column(Field::Series)));
                let count = self.titles.len().max(1);
                let of = format!("{CHOICES}!$B$1:$B${count}");
                Some(format!(
                    "=OFFSET({CHOICES}!$C$1,MATCH(${series}2,{of},0)-1,0,COUNTIF({of},${series}2),1)"
                ))
            }
            field => {
                let mut lists = self.words.iter().zip(TITLE + 1..);
                let ((_, words), column) = lists.find(|((own, _), _)| *own == field)?;
                Some(range(column, words.len()))
            }
        }
    }
}

/// The column of a field: behind the one of row numbers.
fn column(field: Field) -> u16 {
    Field::ALL.into_iter().zip(1..).find(|(other, _)| *other == field).map_or(0, |(_, at)| at)
}

/// The sheet to fill in.
fn list(sheet: &mut Worksheet, choices: &Choices<'_>) -> Result<(), XlsxError> {
    sheet.set_name(LIST)?.set_freeze_panes(1, 2)?;
    print_on_two_pages(sheet)?;
    sheet.set_row_height(0, 32)?;
    let head = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color("DCE6F1");
    let must = head.clone().set_background_color("FCE4D6");
    let text = Format::new().set_num_format_index(TEXT);
    let example = text.clone().set_italic().set_font_color("7F7F7F").set_background_color("F2F2F2");
    sheet.write_with_format(0, 0, "序号", &head)?.set_column_width(0, 6)?;
    sheet.write_blank(1, 0, &example)?;
    for field in Field::ALL {
        let column = column(field);
        let (mark, head) = if MUST.contains(&field) { ("*", &must) } else { ("", &head) };
        sheet.set_column_width(column, width(field))?.set_column_format(column, &text)?;
        sheet.write_with_format(0, column, format!("{}{mark}", field.zh()), head)?;
        sheet.write_with_format(1, column, choices.example.shows(field), &example)?;
        sheet.add_data_validation(1, column, ROWS, column, &validation(field, choices)?)?;
    }
    Ok(())
}

/// Eighteen columns on one page are too small to read, and few offices have a printer for A3: two
/// pages of A4 side by side, row number, name and heading on each.
fn print_on_two_pages(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(2, 0);
    sheet.set_margins(0.3, 0.3, 0.4, 0.5, 0.2, 0.2).set_footer("&C第 &P 页，共 &N 页");
    sheet.set_repeat_rows(0, 0)?.set_repeat_columns(0, 1)?;
    Ok(())
}

/// The drop-down and the words beside a cell.
fn validation(field: Field, choices: &Choices<'_>) -> Result<DataValidation, XlsxError> {
    let validation = match choices.formula(field) {
        Some(formula) => DataValidation::new()
            .allow_list_formula(Formula::new(formula))
            .set_error_title("不在可选范围内")?
            .set_error_message("请从下拉列表中选择。列表里没有的，请看“填表说明”。")?,
        None => DataValidation::new().allow_any_value(),
    };
    validation.set_input_title(field.zh())?.set_input_message(how(field))
}

fn width(field: Field) -> f64 {
    match field {
        Field::Sex => 6.0,
        Field::Name | Field::BornOn | Field::AwardMethod => 11.0,
        Field::IdNumber | Field::Title | Field::Series | Field::DocumentNumber => 22.0,
        Field::Note => 24.0,
        Field::Employer | Field::Committee => 28.0,
        _ => 15.0,
    }
}

/// How a column is filled in.
fn how(field: Field) -> &'static str {
    match field {
        Field::Name => "与身份证件一致，不加空格。曾用名写在备注。",
        Field::IdType => "从下拉列表选择；不填按居民身份证读取。",
        Field::IdNumber => "按证件逐位填写。本列已设为文本，请勿改成数字。",
        Field::Sex => "男或女；有身份证号码的可不填。",
        Field::BornOn => "写成 1985-06；有身份证号码的可不填。",
        Field::Employer => "现工作单位全称，将印在证书上。",
        Field::Series => "从下拉列表选择；先选系列，再选资格名称。",
        Field::Specialty => "按评审或认定文件填写，将印在证书上。",
        Field::Title => "从下拉列表选择，写全称，不用简称。",
        Field::Level => "从下拉列表选择；可不填，以资格名称为准。",
        Field::AwardMethod => "从下拉列表选择。",
        Field::ObtainedOn => "写成 2019-12-20；只知道月份的写成 2019-12。",
        Field::Committee => "评委会或认定单位全称，将印在证书上。",
        Field::DocumentNumber => "如 某人社发〔2019〕88号。",
        Field::AnnouncedOn => "写成 2019-12-25。",
        Field::SourceNumber => "原来发过证书的，照原样填写。",
        Field::Note => "给审核人看，不印在证书上。",
    }
}

/// The sheet that says how to fill in.
fn help(
    sheet: &mut Worksheet,
    office: Option<&Office>,
    choices: &Choices<'_>,
) -> Result<(), XlsxError> {
    sheet.set_name(HELP)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    let bold = Format::new().set_bold();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, width) in (0..).zip([16.0, 12.0, 56.0, 26.0]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_with_format(0, 0, HELP_MARKER, &bold)?;
    let whose = office.map_or_else(
        || "适用于县（市、区）：各系列初级资格。".to_owned(),
        |office| format!("适用于{}；下拉列表只列出可以报送的系列和资格。", office.name),
    );
    let remarks = [
        &*whose,
        "一人一行，从示例下面一行开始填。请勿改动表头，不用的列可以空着，不要合并单元格。",
        "灰色的示例行不会读取，可以删除；请不要在示例行上改写。",
        "填好后直接上传本文件；有问题会逐格标出，改好再传即可。",
    ];
    for (remark, row) in remarks.iter().zip(1..) {
        sheet.write_string(row, 0, *remark)?;
    }
    for (name, column) in ["列", "要求", "填法", "例子"].into_iter().zip(0..) {
        sheet.write_with_format(6, column, name, &bold)?;
    }
    for (field, row) in Field::ALL.into_iter().zip(7..) {
        let need = match field {
            field if MUST.contains(&field) => "必填",
            field if Form::Sheet.advises(field) => "请填写",
            _ => "可不填",
        };
        for (words, column) in
            [field.zh(), need, how(field), choices.example.shows(field)].iter().zip(0..)
        {
            sheet.write_string_with_format(row, column, *words, &text)?;
        }
    }
    Ok(())
}
