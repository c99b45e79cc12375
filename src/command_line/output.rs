//! What a command says: its answer on standard output, whatever else on standard error.
//!
//! The reader of an answer may leave (`| head -1`) and a disk may be full when a batch is entered
//! already. So no write ends the work: the first failure is kept, later writes are dropped, and
//! [`Output::end`] says how the command ends.
//!
//! Sheets, cells and file names come from strangers, and a terminal obeys some characters instead
//! of showing them. Everything passes through [`Printable`], here and nowhere else.

use super::exit::Exit;
use super::files::because;
use serde_json::{Value, json};
use std::fmt::{self, Display};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use wenzheng::model::text::is_unfit;

/// The answer of a command, on standard output.
#[derive(Debug)]
pub struct Output {
    in_json: bool,
    to: BufWriter<Stdout>,
    failed: Option<io::Error>,
}

impl Output {
    /// Of a command that answers in JSON or in words.
    pub fn new(in_json: bool) -> Self {
        Self { in_json, to: BufWriter::new(io::stdout()), failed: None }
    }

    /// The answer: as JSON where that is asked for, else in words.
    pub fn tell(&mut self, json: impl FnOnce() -> Value, words: impl FnOnce(&mut Self)) {
        if self.in_json {
            self.json(&json());
        } else {
            words(self);
        }
    }

    /// What was done: as JSON or in one line.
    pub fn say(&mut self, value: &Value, sentence: &str) -> Exit {
        if self.in_json {
            self.json(value);
        } else {
            self.line(sentence);
        }
        Exit::Good
    }

    /// One line; an end of line inside it is somebody else's and is not obeyed.
    pub fn line(&mut self, line: impl Display) {
        self.put(number, format_args!("{line}"));
    }

    /// A value, on one line.
    pub fn json(&mut self, value: &Value) {
        self.put(json_escape, format_args!("{value}"));
    }

    fn put(&mut self, escape: Escape, text: fmt::Arguments<'_>) {
        if self.failed.is_none() {
            self.failed = print(&mut self.to, escape, text).err();
        }
    }

    /// Hands on what was said so far: before work without an end.
    pub fn flush(&mut self) {
        if self.failed.is_none() {
            self.failed = self.to.flush().err();
        }
    }

    /// How the command ends whose work earned `exit`.
    pub fn end(mut self, exit: Exit) -> Exit {
        self.flush();
        ended(self.failed.take(), exit)
    }
}

/// A reader who left has all that he wanted; an answer that could not be written is a failure.
fn ended(failed: Option<io::Error>, exit: Exit) -> Exit {
    match failed {
        Some(error) if error.kind() != ErrorKind::BrokenPipe => {
            beside(format_args!("结果没有写全：{}。已经办的事照样有效。", because(&error)));
            beside(format_args!("The answer was not written: {error}. What was done stands."));
            Exit::Failed
        }
        _ => exit,
    }
}

/// One line on standard error. Whether it can be written changes nothing: nobody else is left who
/// could be told.
pub fn beside(line: impl Display) {
    let _ = print(&mut io::stderr().lock(), number, format_args!("{line}"));
}

/// Help and version, as asked for; everything else is wrong usage.
pub fn usage(said: &clap::Error) -> Exit {
    if !said.use_stderr() {
        let printed = said.print().and_then(|()| io::stdout().flush());
        return ended(printed.err(), Exit::Good);
    }
    let message = said.render().to_string();
    // What could not be understood cannot say in which form it wants its answer.
    if std::env::args_os().any(|arg| arg == "--json") {
        let mut out = Output::new(true);
        let zh = "命令写得不对，没有执行。写法见 --help。";
        out.json(&json!({ "error": "usage", "message": zh, "message_en": message.trim_end() }));
        return out.end(Exit::Usage);
    }
    message.lines().for_each(beside);
    Exit::Usage
}

/// How a character is written that a terminal would obey.
type Escape = fn(char, &mut dyn Write) -> io::Result<()>;

/// By its number, as findings name characters.
fn number(c: char, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "<U+{:04X}>", u32::from(c))
}

/// As JSON may write it. Outside its strings JSON has none but ends of line.
fn json_escape(c: char, to: &mut dyn Write) -> io::Result<()> {
    if c == '\n' {
        return to.write_all(b"\n");
    }
    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(to, "\\u{unit:04x}"))
}

/// Whether a terminal would do something else than show it: controls (ESC among them), marks that
/// turn the direction of the text, tags.
fn is_obeyed(c: char) -> bool {
    is_unfit(c) || matches!(c, '\u{61C}' | '\u{206A}'..='\u{206F}' | '\u{E0000}'..='\u{E007F}')
}

/// Writes text, and ends its line.
fn print(to: &mut dyn Write, escape: Escape, text: fmt::Arguments<'_>) -> io::Result<()> {
    let mut printable = Printable { to, escape, done: Ok(()) };
    match fmt::write(&mut printable, text) {
        Ok(()) => printable.to.write_all(b"\n"),
        // A text that cannot say itself while its writer is well is a fault of the text.
        Err(fmt::Error) => printable.done.and(Err(ErrorKind::Other.into())),
    }
}

/// Text on its way out, without a character that a terminal would obey.
struct Printable<'a> {
    to: &'a mut dyn Write,
    escape: Escape,
    done: io::Result<()>,
}

impl Printable<'_> {
    fn write(&mut self, text: &str) -> io::Result<()> {
        for part in text.split_inclusive(is_obeyed) {
            match part.chars().next_back().filter(|last| is_obeyed(*last)) {
                None => self.to.write_all(part.as_bytes())?,
                Some(last) => {
                    let shown = part.strip_suffix(last).unwrap_or_default();
                    self.to.write_all(shown.as_bytes())?;
                    (self.escape)(last, self.to)?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Write for Printable<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.done = self.write(text);
        if self.done.is_ok() { Ok(()) } else { Err(fmt::Error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(escape: Escape, text: &str) -> String {
        let mut to = Vec::new();
        print(&mut to, escape, format_args!("{text}")).unwrap();
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn what_a_terminal_would_obey_is_written_by_its_number() {
        for (text, shown) in [
            ("表\u{1B}[2J一", "表<U+001B>[2J一"),
            ("\u{202E}一中\u{9B}", "<U+202E>一中<U+009B>"),
            ("a\r\nb\u{7F}", "a<U+000D><U+000A>b<U+007F>"),
            ("\u{61C}\u{2066}\u{E0041}", "<U+061C><U+2066><U+E0041>"),
            ("欧阳·𬸣 é 葛\u{E0100}", "欧阳·𬸣 é 葛\u{E0100}"),
            ("", ""),
        ] {
            assert_eq!(printed(number, text), format!("{shown}\n"));
        }
    }

    #[test]
    fn json_says_the_same_with_and_without_escapes() {
        let value = json!({ "\u{202E}": "\u{1B}[2J\n\u{9B}\u{7F}\"\\\u{E0041}" });
        for text in [value.to_string(), format!("{value:#}")] {
            let printed = printed(json_escape, &text);
            assert!(!printed.chars().any(|c| c != '\n' && is_obeyed(c)), "{printed}");
            assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), value);
        }
    }

    #[test]
    fn only_a_full_disk_changes_how_a_command_ends() {
        let failed = |kind: ErrorKind| Some(io::Error::from(kind));
        for exit in [Exit::Good, Exit::Bad, Exit::Usage, Exit::Failed] {
            assert_eq!(ended(None, exit), exit);
            assert_eq!(ended(failed(ErrorKind::BrokenPipe), exit), exit);
            assert_eq!(ended(failed(ErrorKind::StorageFull), exit), Exit::Failed);
        }
    }
}
