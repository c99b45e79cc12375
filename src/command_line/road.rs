//! The road of a sheet: template, check, import.

use super::args::{Common, Import};
use super::door;
use super::exit::Exit;
use super::files::{read, write_new};
use super::output::Output;
use super::photos::{LeftBehind, Sent, left_behind};
use super::progress::{advance, bar, judged, sheet, waiting};
use super::shown::severity;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::finding::Finding;
use wenzheng::model::office::OfficeCode;
use wenzheng::model::way::Way;
use wenzheng::registry::road::issue::Issued;
use wenzheng::registry::upload::check::{self, Alone, Checked};
use wenzheng::registry::upload::import::{Imported, Upload, Watch};
use wenzheng::registry::upload::template;
use wenzheng::registry::{Refusal, Result, house};

/// `template -o F.xlsx`.
pub fn template(
    common: &Common,
    out: &mut Output,
    output: &Path,
    office: Option<&OfficeCode>,
) -> Result<Exit> {
    let workbook = template::template(&house::catalogue(&common.data)?, office)?;
    write_new(output, &workbook)?;
    let value = json!({ "file": output, "bytes": workbook.len() });
    Ok(out.say(&value, &format!("空白信息表 → {}", output.display())))
}

/// `check FILE`.
pub fn check(
    common: &Common,
    out: &mut Output,
    file: &Path,
    office: Option<&OfficeCode>,
    way: Way,
    annotated: Option<&Path>,
) -> Result<Exit> {
    let bytes = read(file)?;
    let catalogue = house::catalogue(&common.data)?;
    let today = common.today.unwrap_or_else(|| door::system_clock().today());
    let bar = sheet(common, bytes.len());
    let then = if annotated.is_some() { "比对、标注" } else { "比对" };
    let told = |done, of| judged(&bar, done, of, then);
    let extra = door::extra_face(common, &door::config(common)?);
    let extra = extra.map(|file| house::fonts::read(&file)).transpose()?;
    let alone =
        Alone { catalogue: &catalogue, extra: extra.as_ref(), office, way, today, judged: &told };
    let checked = match annotated {
        None => check::check_alone(&bytes, alone)?,
        Some(path) => {
            let (checked, workbook) = check::annotate_alone(&bytes, alone)?;
            write_new(path, &workbook)?;
            checked
        }
    };
    bar.finish_and_clear();
    out.tell(
        || of_check(file, &checked),
        |out| {
            print_findings(out, &checked.findings);
            out.line(format_args!(
                "{}（{}）：{}",
                file.display(),
                checked.kind.zh(),
                tally(&checked)
            ));
            if let Some(path) = annotated {
                out.line(format_args!("{} → {}", file.display(), path.display()));
            }
        },
    );
    Ok(exit_of(checked.judged, checked.rejected))
}

/// What a check without a registry may promise: nothing of what is on record.
fn tally(checked: &Checked) -> String {
    let Checked { judged, rows, accepted, fixed, rejected, .. } = checked;
    match judged {
        false => format!("{rows}行，都没有核对。"),
        true => format!(
            "{rows}行，填写合格{accepted}行，其中更正{fixed}行，需修改{rejected}行。没有查登记库，是否已在册报送时再核对。"
        ),
    }
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
pub async fn import(common: &Common, out: &mut Output, import: Import) -> Result<Exit> {
    let Import { file, office, way, batch, follows, photos, accept, issue } = import;
    let photos = photos.as_deref().map(read).transpose()?;
    if let Some(id) = batch {
        return fill(common, out, &file, (id, photos)).await;
    }
    let missing = || Refusal::House("请用 --office 写明报送单位。".into());
    let office = office.ok_or_else(missing)?;
    let [clerk, reviewer, issuer] = door::three_actors(common)?;
    let upload = Upload { bytes: read(&file)?, office, way };
    let registry = door::open_or_found(common).await?;
    let watched = sheet(common, upload.bytes.len());
    let eyes = watched.clone();
    let watch: Watch = Arc::new(move |done, of| judged(&eyes, done, of, "比对、登记"));
    let imported = registry.import_watched(upload, follows, &clerk, watch).await?;
    let mut came = Came::of(imported);
    came.photos =
        Sent::with_sheet(common, &registry, (came.imported.batch, photos), &clerk).await?;
    if let Some(id) = came.imported.batch.filter(|_| follows.is_some() && came.photos.is_none()) {
        came.left_behind = left_behind(&registry, id, &clerk).await?;
    }
    came.is_held_back = accept && came.photos.as_ref().is_some_and(|photos| !photos.is_whole());
    let goes_on = came.imported.batch.filter(|_| !came.is_held_back);
    if let Some(id) = goes_on.filter(|_| accept) {
        came.imported.stage = Some(registry.accept(id, &reviewer).await?.stage);
    }
    watched.finish_and_clear();
    if let Some(id) = goes_on.filter(|_| issue) {
        let bar = bar(common, "发证");
        came.done = registry.issue(id, &issuer, &|done, total| advance(&bar, done, total)).await?;
        bar.finish_and_clear();
        came.imported.stage = Some(Stage::Issued);
    }
    registry.close().await;
    Ok(came.tell(out))
}

/// `import FILE --batch ID`.
async fn fill(
    common: &Common,
    out: &mut Output,
    file: &Path,
    (id, photos): (BatchId, Option<Vec<u8>>),
) -> Result<Exit> {
    let bytes = read(file)?;
    let registry = door::open(common).await?;
    let waiting = waiting(common, "核对并登记");
    let clerk = door::actor(common, "clerk")?;
    let mut came = Came::of(registry.fill(id, bytes, &clerk).await?);
    waiting.finish_and_clear();
    came.photos =
        Sent::with_sheet(common, &registry, (came.imported.batch, photos), &clerk).await?;
    registry.close().await;
    Ok(came.tell(out))
}

/// What came of a sheet, and of whatever was asked for with it.
struct Came {
    imported: Imported,
    photos: Option<Sent>,
    /// What stayed behind with the returned batch that it sends again.
    left_behind: Option<LeftBehind>,
    /// It was to be accepted, and its photos are not whole.
    is_held_back: bool,
    done: Issued,
}

impl Came {
    fn of(imported: Imported) -> Self {
        let done = Issued { issued: 0, numbers: Vec::new() };
        Self { imported, photos: None, left_behind: None, is_held_back: false, done }
    }

    fn tell(&self, out: &mut Output) -> Exit {
        out.tell(|| self.value(), |out| self.print(out));
        match exit_of(self.imported.judged, self.imported.tally.rejected) {
            Exit::Good => self.photos.as_ref().map_or(Exit::Good, Sent::exit),
            worse => worse,
        }
    }

    /// Why it was not accepted, in both languages.
    fn not_accepted(&self) -> Option<[String; 2]> {
        self.photos.as_ref().filter(|_| self.is_held_back).map(Sent::not_accepted)
    }

    fn print(&self, out: &mut Output) {
        print_findings(out, &self.imported.findings);
        if let Some(photos) = &self.photos {
            photos.tell(out);
        }
        out.line(sentence(&self.imported, self.done.issued));
        if let Some([said, _]) = self.left_behind.as_ref().map(LeftBehind::said) {
            out.line(said);
        }
        if let Some([said, _]) = self.not_accepted() {
            out.line(said);
        }
    }

    fn value(&self) -> Value {
        let Self { imported, done, .. } = self;
        let mut value = json!({
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
        });
        if let Some(photos) = &self.photos {
            value["photos"] = photos.value();
        }
        if let Some([message, message_en]) = self.left_behind.as_ref().map(LeftBehind::said) {
            value["photos_left_behind"] = json!({ "message": message, "message_en": message_en });
        }
        if let Some([message, message_en]) = self.not_accepted() {
            value["not_accepted"] = json!({ "message": message, "message_en": message_en });
        }
        value
    }
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

/// Prints findings for a clerk.
fn print_findings(out: &mut Output, findings: &[Finding]) {
    for f in findings {
        let tag = severity(f.severity);
        let column = f.column.as_deref().map_or(String::new(), |c| format!("{c}列"));
        let hint = f.hint.as_deref().map_or(String::new(), |h| format!(" → {h}"));
        // What concerns no row stands at row 0.
        let place = match f.place.row {
            0 => String::new(),
            row => format!("{}第{row}行{column}  ", f.place.sheet),
        };
        out.line(format_args!("{tag}  {place}{}{hint}", f.message));
    }
}
