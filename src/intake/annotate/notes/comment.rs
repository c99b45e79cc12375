//! One comment: read whole, our words taken out of it, our words put behind the clerk's.

use crate::intake::{
    annotate::words,
    excel::package::{Xml, resolve},
    refused::Refused,
};
use quick_xml::{
    escape::partial_escape,
    events::{BytesStart, BytesText, Event},
};

/// Bytes of one comment; Excel's own limit is 32,767 characters of text.
const COMMENT_BYTES: usize = 1 << 20;

/// Reads a comment to its end.
pub(super) fn read(
    start: BytesStart<'static>,
    part: &mut Xml<'_>,
) -> Result<Vec<Event<'static>>, Refused> {
    let depth = part.depth();
    let mut bytes = start.len();
    let mut events = vec![Event::Start(start)];
    loop {
        let is_last = part.depth() == depth;
        let event = part.event()?.into_owned();
        bytes += event.len() + size_of::<Event<'_>>();
        if bytes > COMMENT_BYTES {
            return Err(Refused::UnpacksTooLarge);
        }
        let is_end = matches!(event, Event::End(_));
        events.push(event);
        if is_last && is_end {
            return Ok(events);
        }
    }
}

/// Takes our words, and all behind them, out of a comment; true where nothing else was in it.
pub(super) fn cut(comment: &mut Vec<Event<'static>>) -> Result<bool, Refused> {
    let mut cut = Cut::default();
    for event in comment.iter() {
        cut.take(event)?;
    }
    if cut.is_met {
        *comment = cut.kept;
    }
    Ok(cut.is_met && !cut.has_others)
}

/// A comment without our words.
#[derive(Default)]
struct Cut {
    kept: Vec<Event<'static>>,
    /// The text that is being read, and where its run begins.
    text: Option<String>,
    run: usize,
    /// Our words have been met: all behind them is ours.
    is_met: bool,
    has_others: bool,
    /// All text of the run was ours.
    is_run_ours: bool,
}

impl Cut {
    fn take(&mut self, event: &Event<'static>) -> Result<(), Refused> {
        if let Some(text) = &mut self.text {
            match event {
                Event::Text(piece) => text.push_str(&piece.xml10_content()),
                Event::CData(piece) => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(entity) => text.push_str(&resolve(entity)?),
                Event::End(_) => self.end_text(),
                _ => {}
            }
            if self.text.is_some() {
                return Ok(());
            }
        }
        if let Event::Start(element) = event {
            match element.local_name().as_ref() {
                "t" => self.text = Some(String::new()),
                "r" => (self.run, self.is_run_ours) = (self.kept.len(), false),
                _ => {}
            }
        }
        self.kept.push(event.clone());
        let is_run_end = matches!(event, Event::End(end) if end.local_name().as_ref() == "r");
        if is_run_end && self.is_run_ours {
            self.kept.truncate(self.run);
        }
        Ok(())
    }

    fn end_text(&mut self) {
        let text = self.text.take().unwrap_or_default();
        let before = text.split_once(words::NOTE).map(|(before, _)| before.trim_end());
        let shown = if self.is_met { "" } else { before.unwrap_or(&text) };
        self.is_met |= before.is_some();
        self.is_run_ours = self.is_met && shown.is_empty();
        self.has_others |= !shown.trim().is_empty();
        let shown = partial_escape(shown).into_owned();
        self.kept.push(Event::Text(BytesText::from_escaped(shown)));
    }
}

/// Puts a run at the end of a comment's text, behind what the clerk wrote.
pub(super) fn extend(comment: &mut Vec<Event<'static>>, run: &str, p: &str) {
    wrap_plain(comment, p);
    let run = Event::Text(BytesText::from_escaped(run.to_owned()));
    let is_end = |event: &Event<'_>| match event {
        Event::End(end) => end.local_name().as_ref() == "text",
        _ => false,
    };
    if let Some(at) = comment.iter().position(is_end) {
        comment.insert(at, run);
    } else if let Some(at) = comment.iter().position(|event| is_tag(event, "text"))
        && let Some(Event::Empty(element)) = comment.get(at).cloned()
    {
        let end = element.to_end().into_owned();
        comment.splice(at..=at, [Event::Start(element), run, Event::End(end)]);
    }
}

/// Makes text that stands in no run a run: programs that know runs read those alone.
fn wrap_plain(comment: &mut Vec<Event<'static>>, p: &str) {
    let first = comment.iter().position(|event| is_tag(event, "r") || is_tag(event, "t"));
    let Some(start) = first.filter(|at| comment.get(*at).is_some_and(|e| is_tag(e, "t"))) else {
        return;
    };
    let is_end = |event: &Event<'_>| match event {
        Event::End(end) => end.local_name().as_ref() == "t",
        _ => false,
    };
    let is_open = comment.get(start).is_some_and(|event| matches!(event, Event::Start(_)));
    let end = if is_open { comment.iter().position(is_end).unwrap_or(start) } else { start };
    let tag = BytesStart::new(format!("{p}r"));
    comment.insert(end + 1, Event::End(tag.to_end().into_owned()));
    comment.insert(start, Event::Start(tag));
}

fn is_tag(event: &Event<'_>, name: &str) -> bool {
    match event {
        Event::Start(element) | Event::Empty(element) => element.local_name().as_ref() == name,
        _ => false,
    }
}
