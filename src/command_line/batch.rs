//! Batches on the command line: list, show, and every step of their ways.

use super::args::Common;
use super::door;
use super::exit::Exit;
use super::files::write_new;
use super::output::Output;
use super::progress::{advance, bar};
use super::shown;
use serde_json::{Value, json};
use std::path::Path;
use wenzheng::model::batch::BatchId;
use wenzheng::model::day::Day;
use wenzheng::model::finding::Told;
use wenzheng::model::text::Text;
use wenzheng::registry::desk::changes::Changes;
use wenzheng::registry::road::batch::Batch;
use wenzheng::registry::road::publicity::{Announcement, Settlement, Window};
use wenzheng::registry::{Error, Refusal, Result};

/// `batch list`.
pub async fn list(common: &Common, out: &mut Output) -> Result<Exit> {
    let registry = door::open(common).await?;
    let batches = registry.batches().await?;
    registry.close().await;
    out.tell(
        || {
            let all: Vec<Value> = batches.iter().map(of_batch).collect();
            json!({ "batches": all })
        },
        |out| {
            if batches.is_empty() {
                out.line("还没有批次。");
            }
            for b in &batches {
                out.line(format_args!(
                    "{}  {}  {}  {}行  {}",
                    b.id,
                    b.stage.zh(),
                    b.office,
                    b.tally.accepted,
                    b.created_at.zh()
                ));
            }
        },
    );
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
        "follows": batch.follows,
        "created_at": batch.created_at.rfc3339(),
    })
}

/// `batch show ID`: with what changed if it sends a returned batch again, a page at a time.
pub async fn show(common: &Common, out: &mut Output, id: BatchId, page: u32) -> Result<Exit> {
    let registry = door::open(common).await?;
    let actor = door::actor(common, "reviewer")?;
    let shown = registry.read_batch(id, &actor).await?;
    let changes = match registry.changes_for(id, page, &actor).await {
        Err(Error::Refused(Refusal::NoSuchDocument | Refusal::NoSuchBatch(_))) => None,
        changes => Some(changes?),
    };
    registry.close().await;
    let found = shown.findings.unwrap_or(Value::Null);
    out.tell(
        || {
            let mut value = of_batch(&shown.batch);
            value["numbers"] = json!(shown.numbers);
            value["findings"] = found.clone();
            value["changes"] = changes.as_ref().map_or(Value::Null, of_changes);
            value
        },
        |out| {
            shown::batch(out, &shown.batch, &shown.numbers);
            if let Some(changes) = &changes {
                shown::changes(out, changes);
            }
            // They were written by this program, or its like; what it cannot read it leaves to JSON.
            let told: Vec<Told> = serde_json::from_value(found.clone()).unwrap_or_default();
            shown::findings(out, &told);
        },
    );
    Ok(Exit::Good)
}

fn of_changes(changes: &Changes) -> Value {
    let counts = &changes.counts;
    json!({
        "returned": changes.returned.id,
        "reason": changes.returned.reason,
        "altered": counts.altered,
        "added": counts.added,
        "left_out": counts.left_out,
        "same": counts.same,
        "page": changes.page,
        "pages": changes.pages,
        "rows": changes.shown,
    })
}

/// `batch accept ID`.
pub async fn accept(common: &Common, out: &mut Output, id: BatchId) -> Result<Exit> {
    let registry = door::open(common).await?;
    let batch = registry.accept(id, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    Ok(out.say(&of_batch(&batch), &format!("批次{id}：{}。", batch.stage.zh())))
}

/// `batch return ID`.
pub async fn return_batch(
    common: &Common,
    out: &mut Output,
    id: BatchId,
    reason: &Text,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let batch = registry.return_batch(id, reason, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    Ok(out.say(&of_batch(&batch), &format!("批次{id}：{}。", batch.stage.zh())))
}

/// `batch receipt ID -o F.pdf`.
pub async fn receipt(
    common: &Common,
    out: &mut Output,
    id: BatchId,
    output: &Path,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let pdf = registry.receipt(id, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    write_new(output, &pdf)?;
    let value = json!({ "batch": id, "file": output, "bytes": pdf.len() });
    Ok(out.say(&value, &format!("批次{id}的报送回执 → {}", output.display())))
}

/// `batch issue ID`.
pub async fn issue(common: &Common, out: &mut Output, id: BatchId) -> Result<Exit> {
    let registry = door::open(common).await?;
    let bar = bar(common, "发证");
    let actor = door::actor(common, "issuer")?;
    let issued = registry.issue(id, &actor, &|done, total| advance(&bar, done, total)).await?;
    bar.finish_and_clear();
    registry.close().await;
    let value = json!({ "batch": id, "stage": "issued", "issued": issued.issued, "numbers": issued.numbers });
    Ok(out.say(&value, &format!("批次{id}：签发{}份。", issued.issued)))
}

/// `batch post ID`.
pub async fn post(
    common: &Common,
    out: &mut Output,
    id: BatchId,
    from: Day,
    until: Day,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let window = Window { from, until };
    let batch = registry.post(id, window, &door::actor(common, "reviewer")?).await?;
    let first = registry.announceable_from(&batch).await?;
    registry.close().await;
    let mut value = of_batch(&batch);
    value["announceable_from"] = json!(first);
    let sentence = format!("批次{id}：公示到{}，最早{}可以公布。", until.zh(), first.zh());
    Ok(out.say(&value, &sentence))
}

/// `batch announce ID`.
pub async fn announce(
    common: &Common,
    out: &mut Output,
    id: BatchId,
    told: &Announcement,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let batch = registry.announce(id, told, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    let sentence = format!("批次{id}：{}，文号{}。", batch.stage.zh(), told.document_number);
    Ok(out.say(&of_batch(&batch), &sentence))
}

/// `batch object ID`.
pub async fn object(
    common: &Common,
    out: &mut Output,
    id: BatchId,
    says: &Text,
    on: Option<Day>,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let on = on.unwrap_or_else(|| registry.clock().today());
    let objection = registry.object(id, on, says, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    let value = json!({ "batch": id, "objection": objection });
    Ok(out.say(&value, &format!("批次{id}：登记异议{objection}，处理完才能公布。")))
}

/// `batch settle ID`.
pub async fn settle(
    common: &Common,
    out: &mut Output,
    id: BatchId,
    settled: &Settlement,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    registry.settle(id, settled, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    let value = json!({ "batch": id, "objection": settled.objection, "struck": settled.strike });
    Ok(out.say(&value, &format!("批次{id}：异议{}已处理。", settled.objection)))
}

/// `batch objections ID`.
pub async fn objections(common: &Common, out: &mut Output, id: BatchId) -> Result<Exit> {
    let registry = door::open(common).await?;
    let all = registry.objections(id, &door::actor(common, "reviewer")?).await?;
    registry.close().await;
    out.tell(
        || {
            let all: Vec<Value> = all
                .iter()
                .map(|one| {
                    let (on, outcome) = one.settled.as_ref().map(|(on, said)| (on, said)).unzip();
                    json!({ "objection": one.id, "received_on": one.received_on, "says": one.says,
                        "settled_on": on, "outcome": outcome })
                })
                .collect();
            json!({ "batch": id, "objections": all })
        },
        |out| {
            if all.is_empty() {
                out.line(format_args!("批次{id}没有异议。"));
            }
            for one in &all {
                let settled = one.settled.as_ref();
                let end =
                    settled.map_or("未处理".into(), |(on, said)| format!("{}：{said}", on.zh()));
                out.line(format_args!("{}  {}  {}  {end}", one.id, one.received_on.zh(), one.says));
            }
        },
    );
    Ok(Exit::Good)
}
