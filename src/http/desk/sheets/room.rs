//! How many sheets are in the house at once. A sheet of 32 MB takes some 300 MB while it is judged.

use crate::http::trouble::Trouble;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

/// Files that are received or wait to be judged.
const RECEIVED: usize = 8;
/// Files that are judged.
const JUDGED: usize = 2;

/// Places for files.
pub struct Room {
    received: Arc<Semaphore>,
    judged: Semaphore,
}

impl Default for Room {
    fn default() -> Self {
        Self { received: Arc::new(Semaphore::new(RECEIVED)), judged: Semaphore::new(JUDGED) }
    }
}

impl Room {
    /// A place for a file before its first byte is read; whoever finds none is told to come back.
    pub fn receive(&self) -> Result<OwnedSemaphorePermit, Trouble> {
        self.received.clone().try_acquire_owned().map_err(|_| Trouble::Busy)
    }

    /// A place to judge a file; one waits for it as long as a request may take.
    pub async fn judge(&self) -> Result<SemaphorePermit<'_>, Trouble> {
        // Nobody closes it.
        self.judged.acquire().await.map_err(|_| Trouble::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_too_many_is_told_to_come_back() {
        let room = Room::default();
        let held: Vec<_> = (0..RECEIVED).map(|_| room.receive().unwrap()).collect();
        assert!(matches!(room.receive(), Err(Trouble::Busy)));
        drop(held);
        assert!(room.receive().is_ok());
    }
}
