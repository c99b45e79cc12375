//! What several pages of the desk show of a batch: moments, the track of its stages, its deeds.

use crate::{
    http::{site::Site, words::Lang},
    model::{
        batch::{Move, Stage},
        day::Timestamp,
        office::OfficeCode,
    },
    registry::{house::deeds::Deed, road::batch::Batch},
};

/// A moment: for machines and for people.
pub struct Moment {
    pub machine: String,
    pub shown: String,
}

impl Moment {
    pub fn at(lang: Lang, instant: Timestamp) -> Self {
        Self { machine: instant.rfc3339(), shown: lang.minute(instant) }
    }

    pub fn on(lang: Lang, instant: Timestamp) -> Self {
        let day = instant.day();
        Self { machine: day.to_string(), shown: lang.day(day) }
    }
}

/// The name of an office, or its code where the register has no such office any more.
pub fn office_name(site: &Site, code: &OfficeCode) -> String {
    let office = site.registry().catalogue().office(code);
    office.map_or_else(|| code.to_string(), |office| office.name.to_string())
}

/// A stage of the track.
pub struct Mark {
    pub word: &'static str,
    /// `done`, `now` or `ahead`.
    pub state: &'static str,
    pub when: Option<Moment>,
    pub who: String,
}

/// The stages of a batch's way: those behind it with who and when, the one where it stands, those
/// ahead. A returned batch stands on none.
pub fn track(lang: Lang, batch: &Batch, deeds: &[Deed]) -> Vec<Mark> {
    let stages = Stage::of(batch.way);
    let here = stages.iter().position(|stage| *stage == batch.stage);
    let mark = |(at, stage): (usize, &Stage)| {
        let reached = reached(batch, deeds, *stage);
        let state = match here {
            Some(here) if at == here && *stage != Stage::Issued => "now",
            Some(here) if at <= here => "done",
            None if reached.is_some() => "done",
            _ => "ahead",
        };
        let reached = reached.filter(|_| state != "ahead");
        let when = reached.map(|(_, at)| Moment::on(lang, at));
        let who = reached.map_or_else(String::new, |(who, _)| who.to_owned());
        Mark { word: lang.stage(*stage), state, when, who }
    };
    stages.iter().enumerate().map(mark).collect()
}

/// Who brought a batch to a stage, and when.
fn reached<'a>(batch: &'a Batch, deeds: &'a [Deed], stage: Stage) -> Option<(&'a str, Timestamp)> {
    let by = |step: Move| {
        let deed = deeds.iter().find(|deed| deed.verb == step.code());
        deed.map(|deed| (deed.who.as_str(), deed.at))
    };
    match stage {
        Stage::Draft => Some((&batch.uploaded_by, batch.created_at)),
        Stage::Reported => batch.reported.as_ref().map(|signed| (&*signed.who, signed.at)),
        Stage::Accepted => by(Move::Accept),
        Stage::Posted => by(Move::Post),
        Stage::Cleared => by(Move::Clear),
        Stage::Announced => by(Move::Announce),
        Stage::Issued => by(Move::Issue),
        Stage::Returned => by(Move::Return),
    }
}

/// One thing that was done to a batch.
pub struct Event {
    pub when: Moment,
    pub who: String,
    pub what: String,
}

/// Everything that was done to a batch, the newest first.
pub fn timeline(lang: Lang, deeds: &[Deed]) -> Vec<Event> {
    let event = |deed: &Deed| Event {
        when: Moment::at(lang, deed.at),
        who: deed.who.clone(),
        what: lang.deed(&deed.verb),
    };
    deeds.iter().rev().map(event).collect()
}
