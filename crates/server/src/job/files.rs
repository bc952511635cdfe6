//! The files of a job, in pieces.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use sea_query::{Expr, ExprTrait, Order, Query};
use store::{Store, Transaction};
use wire::{FileContent, Reading, Source};

use crate::app::App;
use crate::error::{Error, Result};

/// Bytes of a piece at most.
const PIECE: usize = 256 * 1024;

/// One of the files of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What was sent.
    Sent,
    /// What comes of it.
    Made,
}

impl Part {
    fn number(self) -> i64 {
        match self {
            Self::Sent => 0,
            Self::Made => 1,
        }
    }
}

/// Appends to a file, of which so many bytes are there already.
pub async fn put(tx: &mut Transaction, job: i64, part: Part, mut from: i64, bytes: &[u8]) -> Result<()> {
    for piece in bytes.chunks(PIECE) {
        let to = from + i64::try_from(piece.len()).unwrap_or_default();
        let statement = Query::insert()
            .into_table("job_piece")
            .columns(["job_id", "part", "starts_at", "ends_at", "bytes"])
            .values_panic([job.into(), part.number().into(), from.into(), to.into(), piece.to_vec().into()])
            .to_owned();
        tx.execute(&statement).await?;
        from = to;
    }
    Ok(())
}

/// A file as far as it was written; none if nothing was.
pub async fn content(app: &App, job: i64, part: Part) -> Result<Option<FileContent>> {
    let statement = Query::select()
        .column("ends_at")
        .from("job_piece")
        .and_where(Expr::col("job_id").eq(job))
        .and_where(Expr::col("part").eq(part.number()))
        .order_by("starts_at", Order::Desc)
        .limit(1)
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let size: i64 = row.get("ends_at")?;
    let size = u64::try_from(size).map_err(|_| Error::internal("a file ends before it starts"))?;
    Ok(Some(FileContent::Stored(size, Arc::new(Pieces { store: app.store.clone(), job, part }))))
}

struct Pieces {
    store: Store,
    job: i64,
    part: Part,
}

impl Source for Pieces {
    fn read(&self, at: u64, most: usize) -> Reading<'_> {
        Box::pin(async move {
            let at = i64::try_from(at).map_err(io::Error::other)?;
            let statement = Query::select()
                .columns(["starts_at", "bytes"])
                .from("job_piece")
                .and_where(Expr::col("job_id").eq(self.job))
                .and_where(Expr::col("part").eq(self.part.number()))
                .and_where(Expr::col("starts_at").lte(at))
                .order_by("starts_at", Order::Desc)
                .limit(1)
                .to_owned();
            let row = self.store.one(&statement).await.map_err(io::Error::other)?;
            // A file that was forgotten meanwhile ends too early.
            let Some(row) = row else { return Ok(Bytes::new()) };
            let start: i64 = row.get("starts_at").map_err(io::Error::other)?;
            let bytes: Vec<u8> = row.get("bytes").map_err(io::Error::other)?;
            let from = usize::try_from(at - start).map_err(io::Error::other)?.min(bytes.len());
            let to = bytes.len().min(from.saturating_add(most));
            Ok(Bytes::from(bytes).slice(from..to))
        })
    }
}
