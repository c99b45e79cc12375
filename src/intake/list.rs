//! A pass list: the people who passed a review, as they are posted. Whatever else stands in the file,
//! no document of anybody is kept, nor repeated in a sentence.

use super::{
    Context, Encoding, Format, Reading, Refused,
    form::Form,
    reading::{self, Rules, Tables},
    rules::list,
};
use crate::model::{
    draft::{Listed, Mend},
    finding::{Finding, RowPlace},
};

/// What was read in a pass list. Listed and held back together are its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    /// What the file is.
    pub format: Format,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// Rows of data.
    pub rows: u32,
    /// The people of the accepted rows, in their order.
    pub listed: Vec<Listed>,
    /// The rows with an error, in their order.
    pub held_back: Vec<RowPlace>,
    /// Everything that a clerk should know, in the order of sheets, rows and columns.
    pub findings: Vec<Finding>,
    /// False where a column is missing without which no row can be judged.
    pub judged: bool,
}

/// Either of the two files that the reviewed way asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reviewed {
    /// 通过人员名单, posted.
    List(List),
    /// 信息表, of which certificates are made.
    Sheet(Reading),
}

/// Reads a file as a pass list and judges every row of it.
pub fn read_list(bytes: &[u8], mends: &[Mend], context: &Context<'_>) -> Result<List, Refused> {
    list(&reading::mended_tables(bytes, mends, context)?, context)
}

/// Reads a file as what its columns show: with ID numbers it is an information sheet, without them
/// a pass list.
pub fn read_reviewed(bytes: &[u8], context: &Context<'_>) -> Result<Reviewed, Refused> {
    let tables = reading::tables(bytes, context)?;
    if reading::has_ids(&tables.2, context) {
        reading::sheet(&tables, context).map(Reviewed::Sheet)
    } else {
        list(&tables, context).map(Reviewed::List)
    }
}

fn list(tables: &Tables, context: &Context<'_>) -> Result<List, Refused> {
    let rules = Rules { form: Form::List, row: list::judge, beside: list::beside };
    let whole = reading::whole(tables, &rules, context)?;
    let (format, encoding, _) = *tables;
    Ok(List {
        format,
        encoding,
        rows: whole.rows,
        listed: whole.accepted,
        held_back: whole.held_back,
        findings: whole.findings,
        judged: whole.judged,
    })
}
