//! Words of a sheet's heading row, and the fields that they mean.

use super::{CatalogueError, table::Table, word::key};
use crate::model::finding::Field;
use std::collections::HashMap;

/// What a column is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Heading {
    /// A field of the row.
    Field(Field),
    /// 统一社会信用代码 of the employer.
    EmployerCode,
    /// 发证机关: who gave the certificate out.
    Issuer,
    /// 序号.
    Seq,
    /// Known, not wanted.
    Ignore,
}

/// Headings by their words.
#[derive(Debug)]
pub(super) struct Headings(HashMap<String, Heading>);

/// How remarks on filling in begin that stand beside a heading in brackets.
const MARKS: [&str; 33] = [
    "必填",
    "必须",
    "选填",
    "可",
    "非必填",
    "请",
    "填写",
    "写",
    "格式",
    "如",
    "例",
    "示例",
    "注",
    "下拉",
    "单选",
    "文本",
    "全称",
    "规范",
    "统一",
    "与",
    "同身份证",
    "以证",
    "按",
    "依",
    "须",
    "应",
    "不",
    "精确",
    "到",
    "年",
    "Y",
    "y",
    "18",
];

impl Headings {
    pub(super) fn read(text: &str) -> Result<Self, CatalogueError> {
        let table = Table::read("columns.csv", text, &["field", "written"])?;
        let mut headings = HashMap::new();
        for row in table.rows() {
            let heading = row.parse("field", heading)?;
            if headings.insert(key(row.text("written")?.as_str()).into_owned(), heading).is_some() {
                return Err(row.fault(format!("`{}` is there twice", row.cell("written"))));
            }
        }
        Ok(Self(headings))
    }

    pub(super) fn of(&self, written: &str) -> Option<Heading> {
        let word = key(written);
        let word =
            word.trim_matches(|c| matches!(c, '*' | '＊' | '※' | '★' | '●' | ':' | '：' | '、'));
        self.0.get(word).or_else(|| self.0.get(without_mark(word)?)).copied()
    }
}

/// The heading before a bracket that says how to fill it in.
fn without_mark(word: &str) -> Option<&str> {
    let (bare, mark) = word.split_once('（')?;
    let is_mark = MARKS.iter().any(|known| mark.starts_with(known));
    is_mark.then(|| bare.trim_end_matches(['*', '＊']))
}

fn heading(code: &str) -> Option<Heading> {
    match code {
        "seq" => Some(Heading::Seq),
        "issuer" => Some(Heading::Issuer),
        "employer_code" => Some(Heading::EmployerCode),
        "ignore" => Some(Heading::Ignore),
        other => Field::from_code(other).map(Heading::Field),
    }
}
