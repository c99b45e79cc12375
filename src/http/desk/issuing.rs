//! Issuing goes on behind the pages: a batch of thousands takes longer than a page may. This is only
//! what this process shows of it; whether a batch is issued, the record says.

use crate::{
    http::{site::Site, trouble::Trouble},
    model::{batch::BatchId, office::Actor},
    registry::{Error, Refusal, Registry},
};
use axum::response::{IntoResponse, Redirect, Response};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What this process issues now, and what it could not issue.
#[derive(Default)]
pub struct Issuing(Mutex<BTreeMap<BatchId, Arc<Job>>>);

/// One batch on its way to certificates.
#[derive(Default)]
pub struct Job {
    done: AtomicU64,
    total: AtomicU64,
    trouble: Mutex<Option<Trouble>>,
}

impl Job {
    /// How many are signed, of how many; 0 of 0 before the first.
    pub fn so_far(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Why it ended without certificates.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn count(&self, done: u64, total: u64) {
        // Cores report out of order.
        self.done.fetch_max(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

impl Issuing {
    /// The job of a batch in this process.
    pub fn job(&self, id: BatchId) -> Option<Arc<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Begins a job, unless one for the batch is under way.
    fn begin(&self, id: BatchId) -> Option<Arc<Job>> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.get(&id).is_some_and(|job| job.trouble().is_none()) {
            return None;
        }
        let job = Arc::new(Job::default());
        jobs.insert(id, job.clone());
        Some(job)
    }

    fn end(&self, id: BatchId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// Starts issuing a batch, once, and shows how far it has come.
    pub fn start(&self, site: &Site, id: BatchId, actor: Actor) -> Response {
        if let Some(job) = self.begin(id) {
            let site = site.clone();
            tokio::spawn(async move {
                match issue(site.registry(), id, &actor, &job).await {
                    Ok(()) => site.issuing().end(id),
                    Err(error) => {
                        let mut trouble =
                            job.trouble.lock().unwrap_or_else(PoisonError::into_inner);
                        *trouble = Some(error.into());
                    }
                }
            });
        }
        Redirect::to(&format!("/desk/batches/{id}/issue/progress")).into_response()
    }
}

async fn issue(registry: &Registry, id: BatchId, actor: &Actor, job: &Job) -> Result<(), Error> {
    match registry.issue(id, actor, &|done, total| job.count(done, total)).await {
        // Another process was quicker: it is done all the same.
        Err(Error::Refused(Refusal::MovedMeanwhile)) => {
            registry.issue(id, actor, &|done, total| job.count(done, total)).await.map(|_| ())
        }
        other => other.map(|_| ()),
    }
}
