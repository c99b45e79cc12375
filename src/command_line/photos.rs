//! Photos on the command line: `batch photos ID F.zip`, and with a sheet `import FILE --photos F.zip`.

use super::args::Common;
use super::door;
use super::exit::Exit;
use super::files::read;
use super::output::Output;
use super::progress::waiting;
use serde_json::{Value, json};
use std::path::Path;
use wenzheng::model::batch::BatchId;
use wenzheng::model::office::Actor;
use wenzheng::registry::photo::hand_in::HandedIn;
use wenzheng::registry::{Registry, Result};

/// `batch photos ID F.zip`.
pub async fn photos(common: &Common, out: &mut Output, id: BatchId, file: &Path) -> Result<Exit> {
    let registry = door::open(common).await?;
    let handed = hand_in(common, &registry, (id, file), &door::actor(common, "clerk")?).await?;
    registry.close().await;
    out.tell(
        || {
            let mut value = of_photos(&handed);
            value["batch"] = json!(id);
            value
        },
        |out| tell(out, &handed),
    );
    Ok(exit_of(&handed))
}

/// Hands an archive in.
pub async fn hand_in(
    common: &Common,
    registry: &Registry,
    (id, file): (BatchId, &Path),
    actor: &Actor,
) -> Result<HandedIn> {
    let bytes = read(file)?;
    let waiting = waiting(common, "核对照片");
    let handed = registry.hand_in_photos(id, bytes, actor).await;
    waiting.finish_and_clear();
    handed
}

/// What came of it, for a program.
pub fn of_photos(handed: &HandedIn) -> Value {
    let not_taken = handed.not_taken.iter().map(|left| {
        json!({ "file": left.file, "name": left.shown, "person": left.person,
            "code": left.why.code(), "message": left.why.zh(), "message_en": left.why.en() })
    });
    json!({
        "taken": handed.taken,
        "people": handed.tally.people,
        "with_photo": handed.tally.with,
        "not_taken": not_taken.collect::<Vec<_>>(),
    })
}

/// What came of it, for a clerk.
pub fn tell(out: &mut Output, handed: &HandedIn) {
    for left in &handed.not_taken {
        let whose = left.person.as_deref().map_or(String::new(), |name| format!("（{name}）"));
        let why = left.why.zh();
        out.line(format_args!("没有收  第{}个文件{}{whose}  {why}", left.file, left.shown));
    }
    let (people, with) = (handed.tally.people, handed.tally.with);
    let without = people.saturating_sub(with);
    let (taken, left) = (handed.taken, handed.not_taken.len());
    out.line(format_args!(
        "照片：收{taken}张，{left}个文件没有收；{people}人中{with}人已有照片，{without}人没有。"
    ));
}

/// A file that was not taken is to be mended, like a row.
pub fn exit_of(handed: &HandedIn) -> Exit {
    if handed.not_taken.is_empty() { Exit::Good } else { Exit::Bad }
}
