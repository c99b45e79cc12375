//! `overview`: a year of the whole city, for people, as JSON or as a workbook.

use super::args::Common;
use super::door;
use super::exit::Exit;
use super::files::write_new;
use super::output::Output;
use serde_json::json;
use std::path::Path;
use wenzheng::registry::Result;
use wenzheng::registry::desk::overview::{Overview, reason};

/// `overview [--year Y] [-o F.xlsx]`.
pub async fn run(
    common: &Common,
    out: &mut Output,
    year: Option<i16>,
    output: Option<&Path>,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let year = year.unwrap_or_else(|| registry.clock().today().year());
    let overview = registry.overview(year, &door::actor(common, "operator")?).await;
    registry.close().await;
    let overview = overview?;
    if let Some(output) = output {
        let workbook = overview.workbook()?;
        write_new(output, &workbook)?;
        let value = json!({ "file": output, "bytes": workbook.len() });
        return Ok(out.say(&value, &format!("{year}年总览 → {}", output.display())));
    }
    out.tell(
        || json!(overview),
        |out| {
            print(out, &overview);
        },
    );
    Ok(Exit::Good)
}

fn print(out: &mut Output, overview: &Overview) {
    let sum = overview.reported();
    out.line(format_args!(
        "{}年：报送{}批{}行，{}个单位逾期，{}个单位没有报送。",
        overview.year,
        sum.batches,
        sum.rows,
        overview.late_offices(),
        overview.silent.len()
    ));
    for one in &overview.offices {
        let last =
            one.last_report.map_or("没有报送".to_owned(), |day| format!("最后{}", day.zh()));
        out.line(format_args!(
            "{}  报送{}批{}行，退回{}批，需修改{}行，签发{}份，{last}",
            one.office.name,
            one.reported.batches,
            one.reported.rows,
            one.returned.batches,
            one.rejected,
            one.certificates
        ));
    }
    for one in &overview.certificates {
        let level = one.level.zh();
        out.line(format_args!(
            "签发  {}  {}  {level}  {}份",
            one.office.name, one.series, one.certificates
        ));
    }
    for one in &overview.rejections {
        let name = reason(&one.code).map_or(&*one.code, |(zh, _)| zh);
        out.line(format_args!("退回原因  {}  {name}  {}行", one.office.name, one.rows));
    }
    print_deadlines(out, overview);
}

fn print_deadlines(out: &mut Output, overview: &Overview) {
    for one in &overview.late {
        out.line(format_args!("逾期  {}  {}  公布后第{}天", one.office.name, one.batch, one.days));
    }
    for one in &overview.silent {
        out.line(format_args!("缺报  {}  上次报送{}", one.office.name, one.last_report.zh()));
    }
    for one in &overview.waiting {
        let (step, since) = (one.step.zh(), one.since.zh());
        out.line(format_args!(
            "待{step}  {}  {}  {}行，{since}起",
            one.office.name, one.batch, one.rows
        ));
    }
    for one in &overview.ending {
        out.line(format_args!(
            "公示将满  {}  {}  到{}",
            one.office.name,
            one.batch,
            one.until.zh()
        ));
    }
}
