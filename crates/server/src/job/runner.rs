//! The task that does jobs, one step of one job at a time, those first that have waited longest.

use std::sync::{Arc, Weak};
use std::time::Duration;

use ks::UnixMillis;
use store::Transaction;

use super::table::{self, Job};
use super::{BatchJobStatus, Kind};
use crate::app::App;
use crate::call::seconds;
use crate::error::{Error, Result};
use crate::{bulk_upload, export};

/// A node that has not come forward for so many seconds is taken for dead.
const LEASE: i64 = 120;
/// A job that was begun so often without coming forward has failed.
const MOST_ATTEMPTS: i64 = 5;
/// Seconds until a step that failed is tried again; each time twice as long.
const FIRST_RETRY: i64 = 30;
/// Something may be due although nobody says so: what failed, or what another node left.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// A job that this node is at, and nobody else.
pub struct Claim<'a> {
    /// The server.
    pub app: &'a Arc<App>,
    /// The job; changes are written by [`Claim::come_forward`] and [`Claim::end`].
    pub job: Job,
    /// The time of the step.
    pub now: UnixMillis,
    /// The job as its row has it.
    saved: Job,
    lease: i64,
}

impl Claim<'_> {
    /// Writes how far the job is, with what the transaction did for it. False, and nothing is written, if the job was
    /// called off or somebody else is at it.
    pub async fn come_forward(&mut self, mut tx: Transaction) -> Result<bool> {
        self.job.attempts = 0;
        let kept = table::save(&mut tx, &self.job, self.lease).await?;
        if kept {
            tx.commit().await?;
            self.saved = self.job.clone();
        }
        Ok(kept)
    }

    /// Writes that the job is over. False as above.
    pub async fn end(
        &mut self,
        mut tx: Transaction,
        status: BatchJobStatus,
        problem: Option<String>,
    ) -> Result<bool> {
        self.job.status = status;
        self.job.problem = problem;
        self.job.due_at = None;
        let kept = table::save(&mut tx, &self.job, self.lease).await?;
        if kept {
            tx.commit().await?;
        }
        Ok(kept)
    }

    /// Lets go of a job that is not over.
    async fn release(&mut self, due_at: i64, problem: Option<String>) -> Result<()> {
        self.job.due_at = Some(due_at);
        if problem.is_some() {
            self.job.problem = problem;
        }
        let mut tx = self.app.store.begin().await?;
        table::save(&mut tx, &self.job, self.lease).await?;
        Ok(tx.commit().await?)
    }

    async fn step(&mut self) -> Result<()> {
        match self.job.kind {
            Kind::UserExport => Box::pin(export::step(self)).await,
            Kind::UserUpload => Box::pin(bulk_upload::step(self)).await,
        }
    }

    /// The job cannot be done: says so in its row, and to whoever waits for it.
    async fn fail(&mut self, problem: String) -> Result<()> {
        tracing::error!(job = self.job.id, account = self.job.partner_id, problem, "a job failed");
        let mut tx = self.app.store.begin().await?;
        if self.job.kind == Kind::UserExport {
            export::tell_failure(self, &mut tx).await?;
        }
        self.end(tx, BatchJobStatus::Failed, Some(problem)).await.map(|_| ())
    }
}

/// Does everything that is due, and tells how many steps that took.
pub async fn run_due(app: &Arc<App>, now: impl Fn() -> UnixMillis) -> Result<usize> {
    let mut steps = 0;
    loop {
        let moment = now();
        let lease = seconds(moment) + LEASE;
        let Some(job) = table::claim(app, seconds(moment), lease).await? else { return Ok(steps) };
        steps += 1;
        let mut claim = Claim { app, now: moment, lease, saved: job.clone(), job };
        if claim.job.attempts > MOST_ATTEMPTS {
            claim.fail("the server stopped each time that it was at this job".to_owned()).await?;
            continue;
        }
        let attempts = claim.job.attempts;
        match claim.step().await {
            Ok(()) if claim.job.due_at.is_none() => {}
            Ok(()) => claim.release(seconds(now()), None).await?,
            Err(error) => give_back(&mut claim, attempts, &error, seconds(now())).await?,
        }
    }
}

/// After a step that failed: a later one, or the end.
async fn give_back(claim: &mut Claim<'_>, attempts: i64, error: &Error, now: i64) -> Result<()> {
    let reason = error.reason().unwrap_or_default().to_owned();
    // How far it came stands in the row; what the step had in mind beyond that is undone.
    let attempts = if claim.saved.attempts == 0 { 1 } else { attempts };
    claim.job = claim.saved.clone();
    tracing::warn!(job = claim.job.id, attempts, code = error.code(), reason, "a step of a job failed");
    if attempts >= MOST_ATTEMPTS {
        return claim.fail(format!("failed {attempts} times, the last time with {}", error.code())).await;
    }
    claim.job.attempts = attempts;
    let doublings = u32::try_from(attempts - 1).unwrap_or_default();
    claim.release(now + (FIRST_RETRY << doublings), Some(error.code().to_owned())).await
}

/// Does jobs for as long as the server runs.
pub async fn run(app: Weak<App>, now: impl Fn() -> UnixMillis) {
    loop {
        let Some(running) = app.upgrade() else { return };
        if let Err(error) = run_due(&running, &now).await {
            tracing::warn!(%error, "jobs cannot be done");
        }
        // Whoever wrote a job meanwhile has left a permit: nothing is slept through.
        let written = Arc::clone(&running.job_written);
        drop(running);
        let _ = tokio::time::timeout(LOOK_AGAIN, written.notified()).await;
    }
}
