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
use wenzheng::registry::photo::hand_in::{HandedIn, Tally};
use wenzheng::registry::{Error, Refusal, Registry, Result};

/// `batch photos ID F.zip`.
pub async fn photos(common: &Common, out: &mut Output, id: BatchId, file: &Path) -> Result<Exit> {
    let registry = door::open(common).await?;
    let clerk = door::actor(common, "clerk")?;
    let handed = hand_in(common, &registry, (id, read(file)?), &clerk).await?;
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

async fn hand_in(
    common: &Common,
    registry: &Registry,
    (id, bytes): (BatchId, Vec<u8>),
    actor: &Actor,
) -> Result<HandedIn> {
    let waiting = waiting(common, "核对照片");
    let handed = registry.hand_in_photos(id, bytes, actor).await;
    waiting.finish_and_clear();
    handed
}

/// What came of an archive that was sent with a sheet. The sheet is in by then, so that a refusal is
/// told beside what came of it.
pub struct Sent {
    batch: BatchId,
    came: std::result::Result<HandedIn, Refusal>,
}

impl Sent {
    /// Hands an archive in for the batch of its sheet; none without an archive, or without a batch.
    pub async fn with_sheet(
        common: &Common,
        registry: &Registry,
        (batch, bytes): (Option<BatchId>, Option<Vec<u8>>),
        actor: &Actor,
    ) -> Result<Option<Self>> {
        let Some((batch, bytes)) = batch.zip(bytes) else { return Ok(None) };
        let came = match hand_in(common, registry, (batch, bytes), actor).await {
            Ok(handed) => Ok(handed),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(failed) => return Err(failed),
        };
        Ok(Some(Self { batch, came }))
    }

    /// Whether every file was taken.
    pub fn is_whole(&self) -> bool {
        self.came.as_ref().is_ok_and(|handed| handed.not_taken.is_empty())
    }

    /// How it ends.
    pub fn exit(&self) -> Exit {
        if self.is_whole() { Exit::Good } else { Exit::Bad }
    }

    /// What came of it, for a program.
    pub fn value(&self) -> Value {
        match &self.came {
            Ok(handed) => of_photos(handed),
            Err(refusal) => json!({ "error": refusal.code(), "message": refusal.zh(),
                "message_en": refusal.en() }),
        }
    }

    /// What came of it, for a clerk.
    pub fn tell(&self, out: &mut Output) {
        match &self.came {
            Ok(handed) => tell(out, handed),
            Err(refusal) => {
                out.line(format_args!("照片没有收：{}", refusal.zh()));
                let batch = self.batch;
                out.line(format_args!("请改好后，用wenzheng batch photos {batch} F.zip再交。"));
            }
        }
    }

    /// Why a batch was not accepted whose photos are not whole, and what to do.
    pub fn not_accepted(&self) -> [String; 2] {
        let id = self.batch;
        [
            format!(
                "照片没有收齐，未核准。请改好没有收的照片，用wenzheng batch photos {id} F.zip再交，然后wenzheng batch accept {id}核准。"
            ),
            format!(
                "Not accepted: not every photo was taken. Mend those that were not, hand them in with wenzheng batch photos {id} F.zip, then accept it with wenzheng batch accept {id}."
            ),
        ]
    }
}

/// Of a batch that was sent again with no archive: that some have no photo although the returned one
/// had photos.
pub async fn left_behind(
    registry: &Registry,
    id: BatchId,
    actor: &Actor,
) -> Result<Option<LeftBehind>> {
    let (seen, _) = registry.show_batch_for(id, actor).await?;
    Ok(seen.photos.filter(|_| seen.left_photos_behind).map(|tally| LeftBehind { id, tally }))
}

/// Whose photos stayed behind with a returned batch.
pub struct LeftBehind {
    id: BatchId,
    tally: Tally,
}

impl LeftBehind {
    /// How many have none, and what to do; in both languages.
    pub fn said(&self) -> [String; 2] {
        let Self { id, tally: Tally { people, with } } = self;
        let without = people.saturating_sub(*with);
        [
            format!(
                "退回的那批有照片，这批{people}人中{without}人没有。证件号码改过的人，照片要重新交：wenzheng batch photos {id} F.zip。"
            ),
            format!(
                "The returned batch had photos; of the {people} people of this one {without} have none. Hand in again the photo of whoever's ID number was changed: wenzheng batch photos {id} F.zip."
            ),
        ]
    }
}

/// What came of it, for a program.
fn of_photos(handed: &HandedIn) -> Value {
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
fn tell(out: &mut Output, handed: &HandedIn) {
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
fn exit_of(handed: &HandedIn) -> Exit {
    if handed.not_taken.is_empty() { Exit::Good } else { Exit::Bad }
}
