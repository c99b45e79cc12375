//! The registry itself: found it, look at its keys and deeds, look whether it is in order.

use super::args::Common;
use super::door;
use super::exit::Exit;
use serde_json::{Value, json};
use wenzheng::registry::house::deeds::{self, Deed};
use wenzheng::registry::{Result, house};

/// `init`.
pub async fn init(common: &Common) -> Result<Exit> {
    let config = door::config(common)?;
    let found = house::found(&mut door::opening(common, &config)?, false).await?;
    if common.json {
        let value = json!({ "data": common.data, "public_url": config.public_url, "unprotected": found.unprotected });
        println!("{value}");
    } else {
        println!("建好登记库：{}，对外网址{}。", common.data.display(), config.public_url);
        if found.unprotected {
            println!("密钥没有加密；正式使用请带 --passphrase-file 另建。");
        }
    }
    Ok(Exit::Good)
}

/// `keys list`.
pub async fn keys_list(common: &Common) -> Result<Exit> {
    let registry = door::open(common).await?;
    let keys = registry.keys();
    registry.close().await;
    if common.json {
        println!("{}", json!({ "keys": keys }));
    } else {
        for key in &keys {
            println!("{}  {}  {}  {}", key.id, key.purpose, key.standing, key.valid_from);
        }
    }
    Ok(Exit::Good)
}

/// `audit`.
pub async fn audit(common: &Common) -> Result<Exit> {
    let registry = door::open(common).await?;
    let mut told: Vec<Value> = Vec::new();
    let chain = registry.audit(|deed| {
        if common.json {
            told.push(of_deed(deed));
        } else {
            let Deed { serial, at, who, office, door, .. } = deed;
            let said = deeds::zh(deed);
            println!("{serial}  {}  {who}  {office}  {door}  {said}", at.rfc3339());
        }
    });
    let chain = chain.await?;
    registry.close().await;
    let good = chain.broken.is_none();
    if common.json {
        println!("{}", json!({ "good": good, "broken": chain.broken, "deeds": told }));
    } else if let Some(serial) = chain.broken {
        println!(
            "第{serial}条接不上：它或它前面的一条被改动或删除过。(The chain is broken at {serial}.)"
        );
    } else {
        println!("共{}条，条条相接。(Every link holds.)", chain.deeds);
    }
    Ok(if good { Exit::Good } else { Exit::Bad })
}

fn of_deed(deed: &Deed) -> Value {
    json!({
        "serial": deed.serial,
        "at": deed.at.rfc3339(),
        "who": deed.who,
        "office": deed.office,
        "door": deed.door,
        "verb": deed.verb,
        "subject": deed.subject,
        "digest": deed.digest.to_string(),
    })
}

/// `doctor`.
pub async fn doctor(common: &Common) -> Result<Exit> {
    let registry = door::open(common).await?;
    let health = registry.examine().await?;
    registry.close().await;
    let checks: Vec<Value> = health
        .iter()
        .map(|check| json!({ "name": check.name, "good": check.good, "detail": check.detail }))
        .collect();
    let all_good = health.iter().all(|check| check.good);
    if common.json {
        println!("{}", json!({ "good": all_good, "checks": checks }));
    } else {
        for check in &health {
            println!("{}  {}  {}", if check.good { "✔" } else { "✕" }, check.name, check.detail);
        }
    }
    Ok(if all_good { Exit::Good } else { Exit::Bad })
}
