//! Certificates: amend, print, export, verify; and the log.

use super::args::{Amendment, Common};
use super::door;
use super::exit::Exit;
use super::files::{Growing, read, write};
use super::output::Output;
use super::progress::{advance, bar};

use serde_json::{Value, json};
use std::path::Path;
use wenzheng::model::batch::BatchId;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::receipt::{Answer, ReceiptVerdict, ReceiptVerification};
use wenzheng::model::verdict::{Check, CheckName, Outcome, Verdict, Verification};
use wenzheng::registry::house::preview;
use wenzheng::registry::public::verify::{self, Given};
use wenzheng::registry::road::amend::{Change, Decision};
use wenzheng::registry::{Refusal, Result, house};

/// `suspend`, `resume`, `revoke`.
pub async fn amend(
    common: &Common,
    out: &mut Output,
    change: Change,
    amendment: Amendment,
) -> Result<Exit> {
    let decision = Decision {
        number: amendment.number,
        change,
        reason: amendment.reason,
        document_number: amendment.document,
        on: amendment.on,
    };
    let registry = door::open(common).await?;
    let record = registry.amend(&decision, &door::actor(common, "issuer")?).await?;
    registry.close().await;
    out.tell(
        || json!({ "number": decision.number, "standing": record }),
        |out| {
            out.line(format_args!(
                "{}：{}，自{}起。",
                decision.number,
                record.standing.zh(),
                record.since.zh()
            ));
        },
    );
    Ok(Exit::Good)
}

/// `print NUMBER -o F.pdf`.
pub async fn print(
    common: &Common,
    out: &mut Output,
    number: Option<CertificateNumber>,
    output: &Path,
) -> Result<Exit> {
    let missing = || Refusal::House("请写证书编号，或用 --batch 写批次号。".into());
    let number = &number.ok_or_else(missing)?;
    let registry = door::open(common).await?;
    registry.note_paper(number, &door::actor(common, "reviewer")?).await?;
    let pdf = registry.print(number).await?;
    registry.close().await;
    write(output, &pdf)?;
    out.tell(
        || json!({ "number": number, "file": output, "bytes": pdf.len() }),
        |out| {
            out.line(format_args!(
                "{number} → {} ({} KB)",
                output.display(),
                pdf.len().div_ceil(1024)
            ));
        },
    );
    Ok(Exit::Good)
}

/// `preview -o F.pdf`.
pub fn preview(
    out: &mut Output,
    layout: Option<&Path>,
    sample: &str,
    output: &Path,
) -> Result<Exit> {
    let text = layout.map(read).transpose()?;
    let pdf = preview::preview(text.as_deref(), sample)?;
    write(output, &pdf)?;
    out.tell(
        || json!({ "sample": sample, "file": output, "bytes": pdf.len() }),
        |out| out.line(format_args!("样张{sample} → {}", output.display())),
    );
    Ok(Exit::Good)
}

/// `print --batch ID -o F.zip`.
pub async fn print_batch(
    common: &Common,
    out: &mut Output,
    id: BatchId,
    output: &Path,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let mut archive = registry.papers(id, &door::actor(common, "reviewer")?).await?;
    let total = archive.total() as u64;
    let bar = bar(common, "打印");
    let mut file = Growing::new(output)?;
    while let Some(part) = archive.next().await? {
        file.write(&part)?;
        advance(&bar, archive.drawn() as u64, total);
    }
    let bytes = file.finish()?;
    bar.finish_and_clear();
    registry.close().await;
    let printed = archive.printed();
    out.tell(
        || json!({ "batch": id, "file": output, "bytes": bytes, "printed": printed, "left_out": total - printed }),
        |out| {
            let left_out = match total - printed {
                0 => String::new(),
                n => format!("，{n}份已停用，没有打印"),
            };
            out.line(format_args!("批次{id} → {}：{printed}份{left_out}。", output.display()));
        },
    );
    Ok(Exit::Good)
}

/// `export NUMBER DIR`.
pub async fn export(
    common: &Common,
    out: &mut Output,
    number: &CertificateNumber,
    directory: &Path,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    registry.note_paper(number, &door::actor(common, "reviewer")?).await?;
    let files = registry.export(number).await?;
    registry.close().await;
    for (name, bytes) in &files {
        write(&directory.join(name), bytes)?;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    out.tell(
        || json!({ "number": number, "directory": directory, "files": names }),
        |out| {
            out.line(format_args!("{number} → {}: {}", directory.display(), names.join(" ")));
        },
    );
    Ok(Exit::Good)
}

/// `log export DIR`.
pub async fn log_export(common: &Common, out: &mut Output, directory: &Path) -> Result<Exit> {
    let registry = door::open(common).await?;
    let size = registry.export_log(|name, bytes| write(&directory.join(name), bytes)).await??;
    let vkey = registry.log_vkey().unwrap_or_default();
    registry.close().await;
    write(&directory.join("log.vkey"), vkey.as_bytes())?;
    out.tell(
        || json!({ "directory": directory, "size": size, "vkey": vkey }),
        |out| {
            out.line(format_args!("日志{size}条 → {}", directory.display()));
        },
    );
    Ok(Exit::Good)
}

/// `verify FILE|TOKEN|URL`.
pub async fn verify(
    common: &Common,
    out: &mut Output,
    what: &str,
    trust: Option<&Path>,
) -> Result<Exit> {
    let given = given(what)?;
    let answer = if let Some(path) = trust {
        verify::verify_alone(&given, std::fs::read(path).ok().as_deref(), door::today(common))?
    } else if house::is_founded(&common.data) {
        let registry = door::open(common).await?;
        let judged = registry.judge(given).await?;
        registry.close().await;
        judged.into()
    } else {
        verify::verify_alone(&given, None, door::today(common))?
    };
    Ok(match answer {
        Answer::Certificate(verification) => {
            out.tell(
                || of_verification(&verification),
                |out| {
                    print_verification(out, &verification);
                },
            );
            exit_of(verification.verdict)
        }
        Answer::Receipt(verification) => {
            out.tell(
                || of_receipt(&verification),
                |out| {
                    print_receipt(out, &verification);
                },
            );
            exit_of_receipt(verification.verdict)
        }
    })
}

/// A path that exists is a file, and so is a name with an ending, which no token has: mistyped, it is
/// missing. Everything else is a token or its URL.
fn given(what: &str) -> Result<Given> {
    let path = Path::new(what);
    let is_named = what.contains('.') && !what.contains("/v/") && !what.contains("://");
    if what.len() < 4096 && (path.is_file() || is_named) {
        return Ok(Given::of_file(read(path)?));
    }
    Ok(Given::Text(what.to_owned()))
}

/// The verdict as JSON.
pub fn of_verification(verification: &Verification) -> Value {
    let checks = of_checks(&verification.checks);
    let certificate = verification.claims.as_ref().map(|claims| {
        let mut value = json!(claims);
        value["standing"] = json!(verification.standing);
        value
    });
    let mut value =
        json!({ "verdict": verification.verdict, "checks": checks, "certificate": certificate });
    if let Some(copy) = &verification.copy {
        value["copy"] = json!({
            "purpose": copy.purpose,
            "until": copy.until,
            "made_at": copy.made_at.rfc3339(),
        });
    }
    value
}

fn of_checks(checks: &[Check]) -> Vec<Value> {
    let of_check = |check: &Check| {
        json!({
            "name": check.name,
            "result": check.outcome,
            "reason": check.reason.zh(),
            "reason_en": check.reason.en(),
        })
    };
    checks.iter().map(of_check).collect()
}

fn of_receipt(it: &ReceiptVerification) -> Value {
    json!({
        "kind": "receipt",
        "verdict": it.verdict,
        "checks": of_checks(&it.checks),
        "receipt": it.receipt,
        "returned_on": it.returned_on,
    })
}

fn print_receipt(out: &mut Output, it: &ReceiptVerification) {
    out.line(format_args!("receipt {}", it.verdict.code()));
    print_checks(out, &it.checks);
    if let Some(r) = &it.receipt {
        out.line(format_args!(
            "  批次{} {} 新收{}行 {}",
            r.batch,
            r.office_name,
            r.accepted,
            r.reported_at.zh()
        ));
        out.line(format_args!("  SHA-256 {}", r.file));
    }
}

fn print_checks(out: &mut Output, checks: &[Check]) {
    for check in checks {
        let (name, outcome) = (in_words(check.name), ended(check.outcome));
        out.line(format_args!("  {name} {outcome}：{}", check.reason.zh()));
    }
}

fn in_words(name: CheckName) -> &'static str {
    match name {
        CheckName::Read => "读取",
        CheckName::Signature => "签名",
        CheckName::Key => "公钥",
        CheckName::Record => "登记",
        CheckName::Standing => "状态",
        CheckName::Document => "文件",
        CheckName::Copy => "副本",
    }
}

fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "通过",
        Outcome::Failed => "不符",
        Outcome::NotChecked => "没有核对",
    }
}

fn print_verification(out: &mut Output, verification: &Verification) {
    out.line(verification.verdict.code());
    print_checks(out, &verification.checks);
    if let Some(claims) = &verification.claims {
        out.line(format_args!(
            "  {} {} {} {}",
            claims.number, claims.name, claims.title, claims.obtained_on
        ));
    }
    if let Some(copy) = &verification.copy {
        let made_at = copy.made_at.zh();
        out.line(format_args!(
            "  副本，只供{}，用到{}，{made_at}开具",
            copy.purpose,
            copy.until.zh()
        ));
    }
}

fn exit_of(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Genuine | Verdict::Issued => Exit::Good,
        Verdict::Unreadable | Verdict::Unchecked => Exit::Failed,
        Verdict::Suspended
        | Verdict::Revoked
        | Verdict::Retired
        | Verdict::Replaced
        | Verdict::CopyExpired
        | Verdict::NotGenuine => Exit::Bad,
    }
}

fn exit_of_receipt(verdict: ReceiptVerdict) -> Exit {
    match verdict {
        ReceiptVerdict::Genuine | ReceiptVerdict::Signed => Exit::Good,
        ReceiptVerdict::Returned | ReceiptVerdict::NotGenuine => Exit::Bad,
        ReceiptVerdict::Unchecked => Exit::Failed,
    }
}
