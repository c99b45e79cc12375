//! The registry itself: found it, look at its keys and deeds, look whether it is in order.

use super::args::Common;
use super::door;
use super::exit::Exit;
use super::output::Output;
use serde_json::{Value, json};
use wenzheng::registry::house::deeds::{self, Deed};
use wenzheng::registry::house::documents;
use wenzheng::registry::house::fonts::{self, Coverage, Fonts};
use wenzheng::registry::{Result, house};

/// `init`.
pub async fn init(common: &Common, out: &mut Output) -> Result<Exit> {
    let config = door::config(common)?;
    let found = house::found(&mut door::opening(common, &config)?, false).await?;
    out.tell(|| json!({ "data": common.data, "public_url": config.public_url, "unprotected": found.unprotected }), |out| {
        out.line(format_args!("建好登记库：{}，对外网址{}。", common.data.display(), config.public_url));
        if found.unprotected {
            out.line("密钥没有加密；正式使用请带 --passphrase-file 另建。");
        }
    });
    Ok(Exit::Good)
}

/// `keys list`.
pub async fn keys_list(common: &Common, out: &mut Output) -> Result<Exit> {
    let registry = door::open(common).await?;
    let keys = registry.keys();
    registry.close().await;
    out.tell(
        || json!({ "keys": keys }),
        |out| {
            for key in &keys {
                out.line(format_args!(
                    "{}  {}  {}  {}",
                    key.id, key.purpose, key.standing, key.valid_from
                ));
            }
        },
    );
    Ok(Exit::Good)
}

/// `fonts`.
pub fn fonts_list(common: &Common, out: &mut Output) -> Result<Exit> {
    let extra = door::extra_face(common, &door::config(common)?);
    let extra = extra.map(|file| fonts::read(&file)).transpose()?;
    let Fonts { blocks, level_3: (all, drawn) } = fonts::fonts(extra.as_ref());
    let of_block = |c: &Coverage| {
        json!({
            "block": c.block.name,
            "first": code_point(c.block.first),
            "last": code_point(c.block.last),
            "characters": c.characters,
            "drawn": c.drawn,
            "in_kai": c.in_kai,
        })
    };
    out.tell(
        || {
            let blocks: Vec<_> = blocks.iter().map(of_block).collect();
            json!({ "blocks": blocks, "level_3": { "characters": all, "drawn": drawn } })
        },
        |out| {
            for Coverage { block, characters, drawn, in_kai } in &blocks {
                let (first, last) = (code_point(block.first), code_point(block.last));
                out.line(format_args!(
                    "{}  {first}–{last}  {characters}字，印得出{drawn}，其中楷体{in_kai}",
                    block.name
                ));
            }
            out.line(format_args!("GB 18030-2022 级别3：{all}字，印得出{drawn}"));
        },
    );
    Ok(if all == drawn { Exit::Good } else { Exit::Bad })
}

fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// `keys rotate-document`.
pub async fn rotate_document(common: &Common, out: &mut Output) -> Result<Exit> {
    let config = door::config(common)?;
    let actor = door::actor(common, "issuer")?;
    let renewed = documents::renew(&mut door::opening(common, &config)?, &actor).await?;
    out.tell(
        || json!({ "key": renewed.key, "ends_at": renewed.ends_at.rfc3339() }),
        |out| {
            let (key, until) = (renewed.key, renewed.ends_at.day().zh());
            out.line(format_args!("文件签名密钥换为{key}，到{until}。以前的证书照旧打印。"));
            out.line("请重新启动服务，并把keys文件夹再备份一次。");
        },
    );
    Ok(Exit::Good)
}

/// `audit`.
pub async fn audit(common: &Common, out: &mut Output) -> Result<Exit> {
    let registry = door::open(common).await?;
    let mut told: Vec<Value> = Vec::new();
    let in_json = common.json;
    let chain = registry.audit(|deed| {
        if in_json {
            told.push(of_deed(deed));
        } else {
            let Deed { serial, at, who, office, door, .. } = deed;
            let (at, said) = (at.rfc3339(), deeds::zh(deed));
            out.line(format_args!("{serial}  {at}  {who}  {office}  {door}  {said}"));
        }
    });
    let chain = chain.await?;
    registry.close().await;
    let good = chain.broken.is_none();
    out.tell(|| json!({ "good": good, "broken": chain.broken, "deeds": told }), |out| {if let Some(serial) = chain.broken {
        out.line(format_args!(
            "第{serial}条接不上：它或它前面的一条被改动或删除过。(The chain is broken at {serial}.)"));
    } else {
        out.line(format_args!("共{}条，条条相接。(Every link holds.)", chain.deeds));
    }});
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
pub async fn doctor(common: &Common, out: &mut Output) -> Result<Exit> {
    let registry = door::open(common).await?;
    let health = registry.examine().await?;
    registry.close().await;
    let checks: Vec<Value> = health
        .iter()
        .map(|check| json!({ "name": check.name, "good": check.good, "detail": check.detail }))
        .collect();
    let all_good = health.iter().all(|check| check.good);
    out.tell(
        || json!({ "good": all_good, "checks": checks }),
        |out| {
            for check in &health {
                out.line(format_args!(
                    "{}  {}  {}",
                    if check.good { "✔" } else { "✕" },
                    check.name,
                    check.detail
                ));
            }
        },
    );
    Ok(if all_good { Exit::Good } else { Exit::Bad })
}
