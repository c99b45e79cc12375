//! The papers of a whole batch: drawn a few at a time on all cores, into an archive that is handed on
//! as it grows.

use crate::model::{
    batch::{BatchId, Stage},
    certificate::{Standing, StandingRecord},
    number::CertificateNumber,
    office::Actor,
};
use crate::proof::token::Token;
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::certificate::Recorded;
use std::io::{self, Cursor, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::JoinSet;
use zip::write::{PreparedZipFile, SimpleFileOptions};
use zip::{CompressionMethod, ZipWriter};

/// Papers that are drawn at once.
const AT_ONCE: usize = 16;

/// What lists the certificates that are not printed.
const LEFT_OUT: &str = "没有打印.txt";

/// An archive of papers (ZIP, APPNOTE 6.3) on its way.
pub struct Archive {
    registry: Registry,
    numbers: Vec<CertificateNumber>,
    drawn: usize,
    left_out: Vec<(CertificateNumber, StandingRecord)>,
    zip: Option<Box<ZipWriter<Window>>>,
    window: Window,
}

impl Registry {
    /// The papers of an issued batch, for the office that sent it and for the bureau. Written down
    /// before the first is drawn.
    pub async fn papers(&self, id: BatchId, actor: &Actor) -> Result<Archive> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        if batch.stage != Stage::Issued {
            let (stage, way) = (batch.stage, batch.way);
            return Err(Refusal::WrongStage { batch: id, stage, way }.into());
        }
        let numbers = self.0.db.numbers_of_batch(id).await?;
        self.note_view(actor, Viewed::Paper, &Seen { batch: id, rows: None }).await?;
        let window = Window::default();
        Ok(Archive {
            registry: self.clone(),
            numbers,
            drawn: 0,
            left_out: Vec::new(),
            zip: Some(Box::new(ZipWriter::new(window.clone()))),
            window,
        })
    }

    /// A paper with its name in the archive; none of a certificate that is not in force.
    async fn named_paper(self, number: CertificateNumber) -> Result<Paper> {
        let recorded = self.0.db.certificate(&number).await?;
        let recorded = recorded.ok_or(Refusal::NoSuchCertificate(number))?;
        if recorded.standing.standing != Standing::Valid {
            return Ok(Paper::LeftOut(recorded.number, recorded.standing));
        }
        let name = file_name(&recorded)?;
        Ok(Paper::Drawn(name, self.draw(recorded).await?))
    }
}

enum Paper {
    Drawn(String, Vec<u8>),
    LeftOut(CertificateNumber, StandingRecord),
}

fn file_name(recorded: &Recorded) -> std::result::Result<String, Failed> {
    let token = Token::read(&recorded.token)
        .ok_or_else(|| Failed::because(&"a stored token cannot be read"))?;
    Ok(format!("{} {}.pdf", recorded.number, token.claims().name))
}

impl Archive {
    /// How many certificates the batch has.
    pub fn total(&self) -> usize {
        self.numbers.len()
    }

    /// How many of them have been looked at.
    pub fn drawn(&self) -> usize {
        self.drawn
    }

    /// How many of those are in it; the others are not in force.
    pub fn printed(&self) -> u64 {
        (self.drawn - self.left_out.len()) as u64
    }

    /// The next bytes of the archive; none once it is whole.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(mut zip) = self.zip.take() else { return Ok(None) };
        let papers = self.papers().await?;
        if papers.is_empty() {
            return Ok(Some(self.finish(*zip)?));
        }
        self.drawn += papers.len();
        for paper in papers {
            match paper {
                Paper::Drawn(name, pdf) => add(&mut zip, &name, &pdf)?,
                Paper::LeftOut(number, standing) => self.left_out.push((number, standing)),
            }
        }
        self.zip = Some(zip);
        Ok(Some(self.window.take()))
    }

    /// The next few, in the order of their numbers.
    async fn papers(&self) -> Result<Vec<Paper>> {
        let mut tasks = JoinSet::new();
        let next = self.numbers.iter().skip(self.drawn).take(AT_ONCE);
        for (at, number) in next.cloned().enumerate() {
            let registry = self.registry.clone();
            tasks.spawn(async move { (at, registry.named_paper(number).await) });
        }
        let mut drawn = tasks.join_all().await;
        drawn.sort_by_key(|(at, _)| *at);
        drawn.into_iter().map(|(_, paper)| paper).collect()
    }

    fn finish(&self, mut zip: ZipWriter<Window>) -> std::result::Result<Vec<u8>, Failed> {
        if !self.left_out.is_empty() {
            let line = |(number, record): &(CertificateNumber, StandingRecord)| {
                format!("{number} {}，自{}起\r\n", record.standing.zh(), record.since.zh())
            };
            let list: String = self.left_out.iter().map(line).collect();
            // Notepad takes a text without the mark for GBK.
            add(&mut zip, LEFT_OUT, format!("\u{FEFF}{list}").as_bytes())?;
        }
        let window = zip.finish().map_err(|e| Failed::because(&e))?;
        Ok(window.take())
    }
}

/// Stores a file: a PDF is compressed already. The same papers make the same archive.
fn add(zip: &mut ZipWriter<Window>, name: &str, bytes: &[u8]) -> std::result::Result<(), Failed> {
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored);
    // Prepared, an entry is written in one go: nothing of it waits for the next.
    let prepared = PreparedZipFile::from_data(name, options, bytes);
    prepared.and_then(|file| zip.add_prepared_file(file)).map_err(|e| Failed::because(&e))
}

/// The end of a file that grows: what stands before it has been taken away. An archive goes back no
/// farther than to the head of the entry that it writes.
#[derive(Clone, Default)]
struct Window(Arc<Mutex<End>>);

#[derive(Default)]
struct End {
    taken: u64,
    bytes: Cursor<Vec<u8>>,
}

impl Window {
    fn take(&self) -> Vec<u8> {
        let mut end = self.end();
        let bytes = std::mem::take(end.bytes.get_mut());
        end.taken += bytes.len() as u64;
        end.bytes.set_position(0);
        bytes
    }

    fn end(&self) -> MutexGuard<'_, End> {
        // Nothing in between can panic and leave it half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Window {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.end().bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut end = self.end();
        let to = match to {
            SeekFrom::Start(at) => {
                let within = at.checked_sub(end.taken);
                SeekFrom::Start(within.ok_or(io::ErrorKind::InvalidInput)?)
            }
            relative => relative,
        };
        Ok(end.bytes.seek(to)? + end.taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn what_is_taken_away_piece_by_piece_is_an_archive() {
        let window = Window::default();
        let mut zip = ZipWriter::new(window.clone());
        let mut bytes = Vec::new();
        let long = [7; 7_000].repeat(10);
        let files = [("一 王莉.pdf", &b"one"[..]), ("二.pdf", b""), ("三.pdf", &long)];
        for (name, content) in files {
            add(&mut zip, name, content).unwrap();
            bytes.extend(window.take());
        }
        bytes.extend(zip.finish().unwrap().take());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), files.len());
        for (name, content) in files {
            let mut read = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, content, "{name}");
        }
    }
}
