//! The road of a sheet: check, import, batches.

use super::args::Common;
use super::door;
use super::exit::Exit;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::finding::{Finding, Severity};
use wenzheng::model::office::OfficeCode;
use wenzheng::model::text::Text;
use wenzheng::model::way::Way;
use wenzheng::registry::road::batch::Batch;
use wenzheng::registry::road::check::{self, Checked};
use wenzheng::registry::road::import::{Imported, Upload};
use wenzheng::registry::road::issue::Issued;
use wenzheng::registry::road::template;
use wenzheng::registry::{Error, Refusal, Registry, Result, house};

/// The most bytes that are read into memory before the bound of a sheet is told.
const READ_MAX: u64 = 64 << 20;

/// Between two signs of life on the terminal.
const TICK: Duration = Duration::from_millis(200);

/// `template -o F.xlsx`.
pub fn template(common: &Common, output: &Path, office: Option<&OfficeCode>) -> Result<Exit> {
    let workbook = template::template(&house::catalogue(&common.data)?, office)?;
    write_new(output, &workbook)?;
    let value = json!({ "file": output, "bytes": workbook.len() });
    Ok(say(common, &value, &format!("空白信息表 → {}", output.display())))
}

/// `check FILE`.
pub fn check(
    common: &Common,
    file: &Path,
    office: Option<&OfficeCode>,
    way: Way,
    annotated: Option<&Path>,
) -> Result<Exit> {
    let bytes = read(file)?;
    let catalogue = house::catalogue(&common.data)?;
    let today = common.today.unwrap_or_else(|| door::system_clock().today());
    let waiting = waiting(common, "核对");
    let checked = match annotated {
        None => check::check_alone(&bytes, &catalogue, office, way, today)?,
        Some(out) => {
            let (checked, workbook) =
                check::annotate_alone(&bytes, &catalogue, office, way, today)?;
            write_new(out, &workbook)?;
            checked
        }
    };
    waiting.finish_and_clear();
    if common.json {
        println!("{}", of_check(file, &checked));
    } else {
        print_findings(&checked.findings);
        println!(
            "{}（{}）：{}行，可报{}行，其中更正{}行，需修改{}行。",
            file.display(),
            checked.kind.zh(),
            checked.rows,
            checked.accepted,
            checked.fixed,
            checked.rejected
        );
        if let Some(out) = annotated {
            println!("{} → {}", file.display(), out.display());
        }
    }
    Ok(exit_of(checked.judged, checked.rejected))
}

fn of_check(file: &Path, checked: &Checked) -> Value {
    json!({
        "file": name_of(file),
        "kind": checked.kind.code(),
        "format": checked.format,
        "encoding": checked.encoding,
        "rows": checked.rows,
        "accepted": checked.accepted,
        "fixed": checked.fixed,
        "rejected": checked.rejected,
        "findings": checked.findings,
    })
}

/// `import FILE`.
pub async fn import(
    common: &Common,
    file: &Path,
    office: OfficeCode,
    accept: bool,
    issue: bool,
) -> Result<Exit> {
    let [clerk, reviewer, issuer] = door::three_actors(common)?;
    let upload = Upload { bytes: read(file)?, office, way: Way::Filed };
    let registry = door::open_or_found(common).await?;
    let waiting = waiting(common, "核对并登记");
    let mut imported = registry.import(upload, &clerk).await?;
    if let Some(id) = imported.batch.filter(|_| accept) {
        imported.stage = Some(registry.accept(id, &reviewer).await?.stage);
    }
    waiting.finish_and_clear();
    let mut done = Issued { issued: 0, numbers: Vec::new() };
    if let Some(id) = imported.batch.filter(|_| issue) {
        let bar = bar(common, "发证");
        done = registry.issue(id, &issuer, &|done, total| advance(&bar, done, total)).await?;
        bar.finish_and_clear();
        imported.stage = Some(Stage::Issued);
    }
    registry.close().await;
    if common.json {
        println!("{}", of_import(&imported, &done));
    } else {
        print_findings(&imported.findings);
        println!("{}", sentence(&imported, done.issued));
    }
    Ok(exit_of(imported.judged, imported.tally.rejected))
}

fn of_import(imported: &Imported, done: &Issued) -> Value {
    json!({
        "batch": imported.batch,
        "stage": imported.stage,
        "rows": imported.tally.rows,
        "accepted": imported.tally.accepted,
        "fixed": imported.tally.fixed,
        "rejected": imported.tally.rejected,
        "unchanged": imported.tally.unchanged,
        "issued": done.issued,
        "numbers": done.numbers,
        "findings": imported.findings,
    })
}

fn sentence(imported: &Imported, issued: u64) -> String {
    let batch = imported.batch.map_or_else(|| "没有新批次".into(), |id| format!("批次{id}"));
    let stage = imported.stage.map_or("", |stage| stage.zh());
    format!(
        "{batch} {stage}：{}行，新收{}行，已在册{}行，需修改{}行，签发{issued}份。",
        imported.tally.rows,
        imported.tally.accepted,
        imported.tally.unchanged,
        imported.tally.rejected
    )
}

/// `batch list`.
pub async fn batch_list(common: &Common) -> Result<Exit> {
    let registry = door::open(common).await?;
    let batches = registry.batches().await?;
    registry.close().await;
    if common.json {
        let all: Vec<Value> = batches.iter().map(of_batch).collect();
        println!("{}", json!({ "batches": all }));
    } else {
        for b in &batches {
            println!(
                "{}  {}  {}  {}行  {}",
                b.id,
                b.stage.zh(),
                b.office,
                b.tally.accepted,
                b.created_at.zh()
            );
        }
    }
    Ok(Exit::Good)
}

fn of_batch(batch: &Batch) -> Value {
    json!({
        "batch": batch.id,
        "office": batch.office,
        "road": batch.way.road(),
        "way": batch.way,
        "stage": batch.stage,
        "rows": batch.tally.rows,
        "accepted": batch.tally.accepted,
        "fixed": batch.tally.fixed,
        "rejected": batch.tally.rejected,
        "unchanged": batch.tally.unchanged,
        "reported_by": batch.reported.as_ref().map(|reported| &reported.who),
        "accepted_by": batch.accepted_by,
        "reason": batch.reason,
        "created_at": batch.created_at.rfc3339(),
    })
}

/// `batch show ID`.
pub async fn batch_show(common: &Common, id: BatchId) -> Result<Exit> {
    let registry = door::open(common).await?;
    let shown = registry.show_batch(id).await?;
    registry.close().await;
    let mut value = of_batch(&shown.batch);
    value["numbers"] = json!(shown.numbers);
    value["findings"] = shown.findings.unwrap_or(Value::Null);
    if common.json {
        println!("{value}");
    } else {
        println!("{value:#}");
    }
    Ok(Exit::Good)
}

/// `batch accept ID`.
pub async fn batch_accept(common: &Common, id: BatchId) -> Result<Exit> {
    let registry = door::open(common).await?;
    let batch = registry.accept(id, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    Ok(say(common, &of_batch(&batch), &format!("批次{id}：{}。", batch.stage.zh())))
}

/// `batch return ID`.
pub async fn batch_return(common: &Common, id: BatchId, reason: &Text) -> Result<Exit> {
    let registry = door::open(common).await?;
    let batch = registry.return_batch(id, reason, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    Ok(say(common, &of_batch(&batch), &format!("批次{id}：{}。", batch.stage.zh())))
}

/// `batch issue ID`.
pub async fn batch_issue(common: &Common, id: BatchId) -> Result<Exit> {
    let registry = door::open(common).await?;
    let issued = issue_with_bar(&registry, common, id).await?;
    registry.close().await;
    let value = json!({ "batch": id, "stage": "issued", "issued": issued.issued, "numbers": issued.numbers });
    Ok(say(common, &value, &format!("批次{id}：签发{}份。", issued.issued)))
}

async fn issue_with_bar(registry: &Registry, common: &Common, id: BatchId) -> Result<Issued> {
    let bar = bar(common, "发证");
    let actor = door::actor(common, "issuer")?;
    let issued = registry.issue(id, &actor, &|done, total| advance(&bar, done, total)).await?;
    bar.finish_and_clear();
    Ok(issued)
}

fn say(common: &Common, value: &Value, sentence: &str) -> Exit {
    if common.json {
        println!("{value}");
    } else {
        println!("{sentence}");
    }
    Exit::Good
}

/// A progress bar on the terminal; nothing where there is none, nor beside JSON.
pub fn bar(common: &Common, what: &'static str) -> ProgressBar {
    drawn(common, what, "{msg} {wide_bar} {pos}/{len}")
}

/// Shows that work goes on, and for how long, where nobody can say how much is left.
fn waiting(common: &Common, what: &'static str) -> ProgressBar {
    let bar = drawn(common, what, "{spinner} {msg} {elapsed}");
    bar.enable_steady_tick(TICK);
    bar
}

fn drawn(common: &Common, what: &'static str, template: &str) -> ProgressBar {
    let bar = if common.json { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let bar = bar.with_message(what);
    let style = ProgressStyle::with_template(template);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

/// Moves a bar, now and then.
pub fn advance(bar: &ProgressBar, done: u64, total: u64) {
    if done.is_multiple_of(64) || done == total {
        bar.set_length(total);
        bar.set_position(done);
    }
}

fn print_findings(findings: &[Finding]) {
    for f in findings {
        let tag = match f.severity {
            Severity::Error => "需修改",
            Severity::Warning => "请留意",
            Severity::Fixed => "已更正",
        };
        let column = f.column.as_deref().map_or(String::new(), |c| format!("{c}列"));
        let hint = f.hint.as_deref().map_or(String::new(), |h| format!(" → {h}"));
        // What concerns no row stands at row 0.
        let place = match f.place.row {
            0 => String::new(),
            row => format!("{}第{row}行{column}  ", f.place.sheet),
        };
        println!("{tag}  {place}{}{hint}", f.message);
    }
}

fn exit_of(judged: bool, rejected: u64) -> Exit {
    match (judged, rejected) {
        (false, _) => Exit::Failed,
        (true, 0) => Exit::Good,
        (true, _) => Exit::Bad,
    }
}

fn name_of(file: &Path) -> String {
    file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Writes a sheet where no file is yet: what stands there may be the clerk's own, under this or
/// another name, or a blank sheet that is filled in by now.
fn write_new(path: &Path, workbook: &[u8]) -> Result<()> {
    use std::io::Write;
    let cannot = |e: std::io::Error| -> Error {
        Refusal::House(format!("不能写入{}：{e}", path.display())).into()
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), std::fs::create_dir_all).map_err(cannot)?;
    // Follows no link and opens nothing that is there.
    let mut file = std::fs::File::create_new(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => {
            let name = path.display();
            Refusal::House(format!("{name}已经存在，没有改动它。请换一个文件名。")).into()
        }
        _ => cannot(e),
    })?;
    file.write_all(workbook).map_err(|e| {
        // Half a workbook helps nobody; where even that cannot be removed, the error says enough.
        let _ = std::fs::remove_file(path);
        cannot(e)
    })
}

/// Reads a file that somebody named, up to what any sheet may have and a little more.
pub fn read(file: &Path) -> Result<Vec<u8>> {
    use std::io::Read;
    let cannot = |e: std::io::Error| -> Error {
        Refusal::House(format!("不能读取{}：{e}", file.display())).into()
    };
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(cannot)?;
    opened.take(READ_MAX).read_to_end(&mut bytes).map_err(cannot)?;
    Ok(bytes)
}
