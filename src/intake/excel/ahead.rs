//! A part that is unpacked on a thread of its own while it is read on another: to inflate a large
//! sheet takes a third of the time that it takes to read it.

use std::{
    io::{self, BufRead, Read},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// Bytes that are handed over at once.
const CHUNK: usize = 1 << 16;
/// Chunks that may wait: what is unpacked ahead of the meter stays below half a mebibyte.
const WAITING: usize = 4;

/// What has been unpacked, in its order.
pub(super) struct Ahead {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
}

/// Lets `read` have what `part` unpacks to. Where it stops early, the unpacking stops too.
pub(super) fn ahead<T>(part: impl Read + Send, read: impl FnOnce(Ahead) -> T) -> T {
    let (unpacked, chunks) = sync_channel(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || unpack(part, &unpacked));
        read(Ahead { chunks, chunk: Vec::new(), at: 0 })
    })
}

fn unpack(mut part: impl Read, unpacked: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = part.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
        let is_last = !matches!(read, Ok(1..));
        if unpacked.send(read.map(|_| chunk)).is_err() || is_last {
            return;
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.chunk.len() {
            // Whoever unpacked has ended: so has the part.
            self.chunk = self.chunks.recv().unwrap_or(Ok(Vec::new()))?;
            self.at = 0;
        }
        Ok(self.chunk.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.chunk.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_comes_in_its_order() {
        let bytes: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut read = Vec::new();
        ahead(&bytes[..], |mut part| part.read_to_end(&mut read)).unwrap();
        assert!(read == bytes);
    }

    #[test]
    fn who_stops_early_waits_for_nobody() {
        let first = ahead(io::repeat(7), |mut part| part.fill_buf().map(<[u8]>::len));
        assert_eq!(first.unwrap(), CHUNK);
    }

    #[test]
    fn what_cannot_be_unpacked_is_told() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken"))
            }
        }
        let read =
            ahead((&b"head"[..]).chain(Broken), |mut part| part.read_to_end(&mut Vec::new()));
        assert!(read.is_err());
    }
}
