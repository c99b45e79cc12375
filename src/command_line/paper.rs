//! Certificates: amend, print, export, verify; and the log.

use super::args::{Amendment, Common};
use super::exit::Exit;
use super::{door, road};
use serde_json::{Value, json};
use std::path::Path;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::receipt::{Answer, ReceiptVerdict, ReceiptVerification};
use wenzheng::model::verdict::{Check, Verdict, Verification};
use wenzheng::registry::public::verify::{self, Given};
use wenzheng::registry::road::amend::{Change, Decision};
use wenzheng::registry::{Error, Refusal, Result, house};

/// `suspend`, `resume`, `revoke`.
pub async fn amend(common: &Common, change: Change, amendment: Amendment) -> Result<Exit> {
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
    if common.json {
        println!("{}", json!({ "number": decision.number, "standing": record }));
    } else {
        println!("{}：{}，自{}起。", decision.number, record.standing.zh(), record.since.zh());
    }
    Ok(Exit::Good)
}

/// `print NUMBER -o F.pdf`.
pub async fn print(common: &Common, number: &CertificateNumber, output: &Path) -> Result<Exit> {
    let registry = door::open(common).await?;
    let pdf = registry.print(number).await?;
    registry.close().await;
    write(output, &pdf)?;
    if common.json {
        println!("{}", json!({ "number": number, "file": output, "bytes": pdf.len() }));
    } else {
        println!("{number} → {} ({} KB)", output.display(), pdf.len().div_ceil(1024));
    }
    Ok(Exit::Good)
}

/// `export NUMBER DIR`.
pub async fn export(common: &Common, number: &CertificateNumber, directory: &Path) -> Result<Exit> {
    let registry = door::open(common).await?;
    let files = registry.export(number).await?;
    registry.close().await;
    for (name, bytes) in &files {
        write(&directory.join(name), bytes)?;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    if common.json {
        println!("{}", json!({ "number": number, "directory": directory, "files": names }));
    } else {
        println!("{number} → {}: {}", directory.display(), names.join(" "));
    }
    Ok(Exit::Good)
}

/// `log export DIR`.
pub async fn log_export(common: &Common, directory: &Path) -> Result<Exit> {
    let registry = door::open(common).await?;
    let size = registry.export_log(|name, bytes| write(&directory.join(name), bytes)).await??;
    let vkey = registry.log_vkey().unwrap_or_default();
    registry.close().await;
    write(&directory.join("log.vkey"), vkey.as_bytes())?;
    if common.json {
        println!("{}", json!({ "directory": directory, "size": size, "vkey": vkey }));
    } else {
        println!("日志{size}条 → {}", directory.display());
    }
    Ok(Exit::Good)
}

/// `verify FILE|TOKEN|URL`.
pub async fn verify(common: &Common, what: &str, trust: Option<&Path>) -> Result<Exit> {
    let given = given(what)?;
    let answer = if let Some(path) = trust {
        verify::verify_alone(&given, std::fs::read(path).ok().as_deref())?
    } else if house::is_founded(&common.data) {
        let registry = door::open(common).await?;
        let judged = registry.judge(given).await?;
        registry.close().await;
        judged.into()
    } else {
        verify::verify_alone(&given, None)?
    };
    Ok(match answer {
        Answer::Certificate(verification) => {
            if common.json {
                println!("{}", of_verification(&verification));
            } else {
                print_verification(&verification);
            }
            exit_of(verification.verdict)
        }
        Answer::Receipt(verification) => {
            if common.json {
                println!("{}", of_receipt(&verification));
            } else {
                print_receipt(&verification);
            }
            exit_of_receipt(verification.verdict)
        }
    })
}

/// A path that exists is a file; everything else is a token or its URL.
fn given(what: &str) -> Result<Given> {
    let path = Path::new(what);
    if what.len() < 4096 && path.is_file() {
        let bytes = road::read(path)?;
        return Ok(Given::of_file(bytes));
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
    json!({ "verdict": verification.verdict, "checks": checks, "certificate": certificate })
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

fn print_receipt(it: &ReceiptVerification) {
    println!("receipt {}", it.verdict.code());
    print_checks(&it.checks);
    if let Some(r) = &it.receipt {
        println!("  批次{} {} 新收{}行 {}", r.batch, r.office_name, r.accepted, r.reported_at.zh());
        println!("  SHA-256 {}", r.file);
    }
}

fn print_checks(checks: &[Check]) {
    for check in checks {
        println!("  {:?} {:?}: {}", check.name, check.outcome, check.reason.zh());
    }
}

fn print_verification(verification: &Verification) {
    println!("{}", verification.verdict.code());
    print_checks(&verification.checks);
    if let Some(claims) = &verification.claims {
        println!("  {} {} {} {}", claims.number, claims.name, claims.title, claims.obtained_on);
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

/// Writes a file, making its folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(path, bytes)).map_err(|e| -> Error {
        Refusal::House(format!("不能写入{}：{e}", path.display())).into()
    })
}
