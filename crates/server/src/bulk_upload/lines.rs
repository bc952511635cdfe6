//! Rows of what came of each line.

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query};
use store::Transaction;

use super::model::BulkUploadResultStatus;
use crate::app::App;
use crate::error::{Error, Result};

/// What came of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Done {
    /// The cells as they were read.
    pub cells: Vec<String>,
    /// Whether it failed.
    pub failed: bool,
    /// Id of the object.
    pub object_id: String,
    /// Status of the object, or why it was refused.
    pub object_status: String,
    /// What was wrong.
    pub problem: String,
}

impl Done {
    /// As `KalturaBulkUploadResultStatus` says it.
    pub(super) fn status(&self) -> &'static str {
        let status = if self.failed { BulkUploadResultStatus::Error } else { BulkUploadResultStatus::Ok };
        status.wire_value()
    }
}

/// Writes what came of a line.
pub(super) async fn add(tx: &mut Transaction, job: i64, position: i64, done: &Done) -> Result<()> {
    let cells = serde_json::to_string(&done.cells).map_err(|error| Error::internal(error.to_string()))?;
    let statement = Query::insert()
        .into_table("bulk_upload_line")
        .columns(["job_id", "position", "cells", "status", "object_id", "object_status", "problem"])
        .values_panic([
            job.into(),
            position.into(),
            cells.into(),
            i64::from(done.failed).into(),
            done.object_id.as_str().into(),
            done.object_status.as_str().into(),
            done.problem.as_str().into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// What came of the lines behind a position, at most so many, each with its position.
pub(super) async fn behind(app: &App, job: i64, position: i64, most: u64) -> Result<Vec<(i64, Done)>> {
    let statement = Query::select()
        .columns(["position", "cells", "status", "object_id", "object_status", "problem"])
        .from("bulk_upload_line")
        .and_where(Expr::col("job_id").eq(job))
        .and_where(Expr::col("position").gt(position))
        .order_by("position", Order::Asc)
        .limit(most)
        .to_owned();
    let rows = app.store.all(&statement).await?;
    rows.iter()
        .map(|row| {
            let cells: String = row.get("cells")?;
            let status: i64 = row.get("status")?;
            let done = Done {
                cells: serde_json::from_str(&cells).map_err(|error| Error::internal(error.to_string()))?,
                failed: status != 0,
                object_id: row.get("object_id")?,
                object_status: row.get("object_status")?,
                problem: row.get("problem")?,
            };
            Ok((row.get("position")?, done))
        })
        .collect()
}
