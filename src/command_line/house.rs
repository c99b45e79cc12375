//! The registry itself: found it, look at its offices and keys, look whether it is in order.

use super::args::Common;
use super::door;
use super::exit::Exit;
use serde_json::{Value, json};
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

/// `office list`.
pub fn office_list(common: &Common) -> Result<Exit> {
    let catalogue = house::catalogue(&common.data)?;
    if common.json {
        println!("{}", json!({ "offices": catalogue.offices() }));
    } else {
        for office in catalogue.offices() {
            println!("{}  {}", office.code, office.name);
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
