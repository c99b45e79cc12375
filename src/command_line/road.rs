//! The road of a sheet: template, check, import.

use super::args::{Common, Import};
use super::door;
use super::exit::Exit;
use super::show::{advance, bar, print_findings, say, waiting};
use serde_json::{Value, json};
use std::path::Path;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::office::OfficeCode;
use wenzheng::model::way::Way;
use wenzheng::registry::road::issue::Issued;
use wenzheng::registry::upload::check::{self, Checked};
use wenzheng::registry::upload::import::{Imported, Upload};
use wenzheng::registry::upload::template;
use wenzheng::registry::{Error, Refusal, Result, house};

/// The most bytes that are read into memory before the bound of a sheet is told.
const READ_MAX: u64 = 64 << 20;

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
pub async fn import(common: &Common, import: Import) -> Result<Exit> {
    let Import { file, office, way, batch, accept, issue } = import;
    if let Some(id) = batch {
        return fill(common, &file, id).await;
    }
    let missing = || Refusal::House("请用 --office 写明报送单位。".into());
    let office = office.ok_or_else(missing)?;
    let [clerk, reviewer, issuer] = door::three_actors(common)?;
    let upload = Upload { bytes: read(&file)?, office, way };
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

/// `import FILE --batch ID`.
async fn fill(common: &Common, file: &Path, id: BatchId) -> Result<Exit> {
    let bytes = read(file)?;
    let registry = door::open(common).await?;
    let waiting = waiting(common, "核对并登记");
    let imported = registry.fill(id, bytes, &door::actor(common, "clerk")?).await?;
    waiting.finish_and_clear();
    registry.close().await;
    if common.json {
        println!("{}", of_import(&imported, &Issued { issued: 0, numbers: Vec::new() }));
    } else {
        print_findings(&imported.findings);
        println!("{}", sentence(&imported, 0));
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
pub fn write_new(path: &Path, workbook: &[u8]) -> Result<()> {
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
