//! A batch in words: where it stands, what it came to, what changed, what was found.

use super::output::Output;
use wenzheng::model::finding::{RowPlace, Severity, Told};
use wenzheng::model::number::CertificateNumber;
use wenzheng::registry::desk::changes::{Altered, Became, Change, Changes};
use wenzheng::registry::road::batch::Batch;

/// Prints a batch: one line for what it is, one for what its rows came to.
pub fn batch(out: &mut Output, batch: &Batch, numbers: &[CertificateNumber]) {
    let (tally, id) = (&batch.tally, batch.id);
    let (stage, way, office) = (batch.stage.zh(), batch.way.zh(), &batch.office);
    out.line(format_args!("{id}  {stage}  {way}  {office}  {}", batch.created_at.zh()));
    out.line(format_args!(
        "{}行：可以发证{}，其中更正{}；需修改{}，已在册{}。",
        tally.rows, tally.accepted, tally.fixed, tally.rejected, tally.unchanged
    ));
    let who = [
        ("报送", batch.reported.as_ref().map(|reported| &reported.who)),
        ("审核", batch.accepted_by.as_ref()),
    ];
    for (what, who) in who.into_iter().filter_map(|(what, who)| Some((what, who?))) {
        out.line(format_args!("{what}  {who}"));
    }
    if let Some(reason) = &batch.reason {
        out.line(format_args!("退回原因  {reason}"));
    }
    if let Some(follows) = batch.follows {
        out.line(format_args!("重新报送的是退回的批次{follows}"));
    }
    if let [first, .., last] = numbers {
        out.line(format_args!("证书{}份  {first} … {last}", numbers.len()));
    } else if let [only] = numbers {
        out.line(format_args!("证书1份  {only}"));
    }
}

/// Prints what changed since a batch was returned: one page of it.
pub fn changes(out: &mut Output, changes: &Changes) {
    let counts = &changes.counts;
    out.line(format_args!(
        "退回后改了{}行，新加{}行，没有再报{}行，没有变{}行。第{}页，共{}页。",
        counts.altered, counts.added, counts.left_out, counts.same, changes.page, changes.pages
    ));
    for change in &changes.shown {
        let Change { became, place, name, title, fields } = change;
        let became = match became {
            Became::Altered => "改过",
            Became::Added => "新加",
            Became::LeftOut => "没有再报",
        };
        let fields: Vec<String> = fields.iter().map(altered).collect();
        let fields = fields.join("，");
        let place = row(place);
        out.line(format_args!("{became}  {place}  {name}，{title}  {fields}"));
    }
}

fn altered(altered: &Altered) -> String {
    let or_blank = |value: &Option<String>| value.clone().unwrap_or_else(|| "（空）".into());
    format!("{} {} → {}", altered.field.zh(), or_blank(&altered.was), or_blank(&altered.is))
}

/// Prints what was found in a sheet.
pub fn findings<'a>(out: &mut Output, findings: impl IntoIterator<Item = &'a Told>) {
    for told in findings {
        let tag = severity(told.severity);
        let column = told.column.as_deref().map_or(String::new(), |c| format!("{c}列"));
        let hint = told.hint.as_deref().map_or(String::new(), |h| format!(" → {h}"));
        let place = match told.place.row {
            0 => String::new(),
            _ => format!("{}{column}  ", row(&told.place)),
        };
        out.line(format_args!("{tag}  {place}{}{hint}", told.message));
    }
}

/// What a severity is called.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "需修改",
        Severity::Warning => "请留意",
        Severity::Fixed => "已更正",
    }
}

fn row(place: &RowPlace) -> String {
    format!("{}第{}行", place.sheet, place.row)
}
