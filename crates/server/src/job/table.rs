//! Rows of jobs.

use std::sync::LazyLock;

use contract::ApiEnum;
use contract::errors::ACTION_BLOCKED;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction};

use super::{BatchJobStatus, Kind};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::user::user_key;

/// The topic of the change feed: there is something to do.
pub const TOPIC: &str = "job";

/// So many jobs of an account may wait at a time.
const MOST_OPEN: i64 = 100;
/// So many jobs are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: u64 = 100;

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// The account.
    pub partner_id: i64,
    /// What there is to do.
    pub kind: Kind,
    /// How far it is.
    pub status: BatchJobStatus,
    /// The user in whose session it was asked for; may be empty.
    pub user_id: String,
    /// The name of its file: of the one that was sent, or of the one that comes of it.
    pub name: String,
    /// What its feature needs to know, as JSON.
    pub data: String,
    /// How many objects were handled.
    pub handled: i64,
    /// How many of them failed.
    pub failed: i64,
    /// Why the job failed.
    pub problem: Option<String>,
    /// How often it was begun since it last came forward.
    pub attempts: i64,
    /// When it was asked for, in Unix seconds.
    pub created_at: i64,
    /// When it is forgotten, in Unix seconds.
    pub kept_until: i64,
    pub(super) due_at: Option<i64>,
}

/// A job to be done.
pub struct NewJob {
    /// What there is to do.
    pub kind: Kind,
    /// The user in whose session it is asked for.
    pub user_id: String,
    /// The name of its file.
    pub name: String,
    /// What its feature needs to know, as JSON.
    pub data: String,
    /// For so many seconds it is kept.
    pub kept_for: i64,
}

const COLUMNS: [&str; 15] = [
    "id",
    "partner_id",
    "kind",
    "object_type",
    "status",
    "user_id",
    "name",
    "data",
    "handled",
    "failed",
    "problem",
    "attempts",
    "due_at",
    "created_at",
    "kept_until",
];

fn read(row: &Row) -> Result<Job> {
    let broken = || Error::internal("a job holds an unknown number");
    Ok(Job {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        kind: Kind::of(row.get("kind")?).ok_or_else(broken)?,
        status: BatchJobStatus::from_number(row.get("status")?).ok_or_else(broken)?,
        user_id: row.get("user_id")?,
        name: row.get("name")?,
        data: row.get("data")?,
        handled: row.get("handled")?,
        failed: row.get("failed")?,
        problem: row.get("problem")?,
        attempts: row.get("attempts")?,
        created_at: row.get("created_at")?,
        kept_until: row.get("kept_until")?,
        due_at: row.get("due_at")?,
    })
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from("job").to_owned()
}

/// Writes a job, and gives its number. It is begun after the transaction is committed. An account that has too many
/// waiting is refused in the name of the action.
pub async fn add(
    tx: &mut Transaction,
    scope: Scope,
    new: NewJob,
    (service, action): (&str, &str),
    now: i64,
) -> Result<i64> {
    let open = Query::select()
        .expr_as(Expr::col("id").count(), "open")
        .from("job")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("due_at").is_not_null())
        .to_owned();
    let open = tx.one(&open).await?.map_or(Ok(0), |row| row.get("open"))?;
    if open >= MOST_OPEN {
        return Err(ACTION_BLOCKED.with([action, service]).into());
    }
    let statement = Query::insert()
        .into_table("job")
        .columns(COLUMNS.into_iter().skip(1).chain(["user_key"]))
        .values_panic([
            scope.partner_id().into(),
            new.kind.number().into(),
            new.kind.object_type().into(),
            BatchJobStatus::Pending.number().into(),
            new.user_id.as_str().into(),
            new.name.into(),
            new.data.into(),
            0.into(),
            0.into(),
            None::<String>.into(),
            0.into(),
            now.into(),
            now.into(),
            now.saturating_add(new.kept_for).into(),
            user_key(&new.user_id).into(),
        ])
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    tx.announce(TOPIC, "");
    Ok(row.get("id")?)
}

async fn one(app: &App, scope: Scope, kind: Kind, which: Expr) -> Result<Option<Job>> {
    let statement = select()
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("kind").eq(kind.number()))
        .and_where(which)
        .to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The job with this number.
pub async fn find(app: &App, scope: Scope, kind: Kind, id: i64) -> Result<Option<Job>> {
    one(app, scope, kind, Expr::col("id").eq(id)).await
}

/// The job with a file of this name, which no other has.
pub async fn find_named(app: &App, scope: Scope, kind: Kind, name: &str) -> Result<Option<Job>> {
    one(app, scope, kind, Expr::col("name").eq(name)).await
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("job", COLUMNS, "id")
        .column("uploadedOn", "created_at", ColumnKind::Int)
        .column("status", "status", ColumnKind::Int)
        .column("bulkUploadObjectType", "object_type", ColumnKind::Text)
        .never_null(["created_at"])
        .default_order("id", Order::Desc)
});

/// The properties that lists of jobs may be filtered by and that nothing stands behind.
#[cfg(test)]
pub(crate) fn unmapped<'a>(properties: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    LISTING.unmapped(properties)
}

/// The jobs that a filter asks for, the newest first, and how many there are; those that were called off are left out.
/// `of_user` keeps to the jobs of one user.
pub async fn list(
    app: &App,
    scope: Scope,
    kind: Kind,
    of_user: Option<&str>,
    query: &ListQuery,
) -> Result<(Vec<Job>, u64)> {
    let mut base = Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("kind").eq(kind.number()))
        .add(Expr::col("status").ne(BatchJobStatus::Aborted.number()));
    if let Some(user) = of_user {
        base = base.add(Expr::col("user_key").eq(user_key(user)));
    }
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

/// Calls a job off: what is done stays done, and nothing more is.
pub async fn abort(app: &App, job: &Job) -> Result<()> {
    let statement = Query::update()
        .table("job")
        .value("status", BatchJobStatus::Aborted.number())
        .value("due_at", None::<i64>)
        .and_where(Expr::col("id").eq(job.id))
        .to_owned();
    let mut tx = app.store.begin().await?;
    tx.execute(&statement).await?;
    Ok(tx.commit().await?)
}

/// Lets the jobs of a user go on when the user gets another id.
pub(crate) async fn follow_user(
    tx: &mut Transaction,
    scope: Scope,
    old_id: &str,
    new_id: &str,
) -> Result<()> {
    let statement = Query::update()
        .table("job")
        .values([("user_id", new_id.into()), ("user_key", user_key(new_id).into())])
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("user_key").eq(user_key(old_id)))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Gives the users of all jobs of an account other ids: those, too, whom only their session knew.
pub(crate) async fn rename_users(
    tx: &mut Transaction,
    scope: Scope,
    rename: impl Fn(&str) -> String,
) -> Result<()> {
    let users = Query::select()
        .distinct()
        .column("user_key")
        .from("job")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("user_key").ne(""))
        .order_by("user_key", Order::Asc)
        .to_owned();
    for row in tx.all(&users).await? {
        let old: String = row.get("user_key")?;
        follow_user(tx, scope, &old, &rename(&old)).await?;
    }
    Ok(())
}

/// Takes the job that has waited longest, so that nobody else takes it before `until`.
pub(super) async fn claim(app: &App, now: i64, until: i64) -> Result<Option<Job>> {
    loop {
        let statement = select()
            .and_where(Expr::col("due_at").lte(now))
            .order_by("due_at", Order::Asc)
            .order_by("id", Order::Asc)
            .limit(1)
            .to_owned();
        let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
        let mut job = read(&row)?;
        let fresh = job.status == BatchJobStatus::Pending;
        let status = if fresh { BatchJobStatus::Queued } else { job.status };
        let statement = Query::update()
            .table("job")
            .value("due_at", until)
            .value("status", status.number())
            .value("attempts", job.attempts + 1)
            .and_where(Expr::col("id").eq(job.id))
            .and_where(Expr::col("due_at").eq(job.due_at))
            .and_where(Expr::col("attempts").eq(job.attempts))
            .to_owned();
        let mut tx = app.store.begin().await?;
        let taken = tx.execute(&statement).await? == 1;
        tx.commit().await?;
        if taken {
            job.status = status;
            job.attempts += 1;
            job.due_at = Some(until);
            return Ok(Some(job));
        }
    }
}

/// Writes how far a job is, for whoever took it until `lease`; false if it is not theirs any more.
pub(super) async fn save(tx: &mut Transaction, job: &Job, lease: i64) -> Result<bool> {
    let statement = Query::update()
        .table("job")
        .value("status", job.status.number())
        .value("data", job.data.as_str())
        .value("handled", job.handled)
        .value("failed", job.failed)
        .value("problem", job.problem.clone())
        .value("attempts", job.attempts)
        .value("due_at", job.due_at)
        .and_where(Expr::col("id").eq(job.id))
        .and_where(Expr::col("due_at").eq(lease))
        .to_owned();
    Ok(tx.execute(&statement).await? == 1)
}

/// Forgets jobs whose time is over, with everything that belongs to them.
pub async fn tidy(app: &App, now: i64) -> Result<()> {
    loop {
        let statement = Query::select()
            .column("id")
            .from("job")
            .and_where(Expr::col("kept_until").lt(now))
            .order_by("id", Order::Asc)
            .limit(FORGOTTEN_AT_ONCE)
            .to_owned();
        let rows = app.store.all(&statement).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?;
        if ids.is_empty() {
            return Ok(());
        }
        let mut tx = app.store.begin().await?;
        for (table, column) in [("bulk_upload_line", "job_id"), ("job_piece", "job_id"), ("job", "id")] {
            let statement = Query::delete()
                .from_table(table)
                .and_where(Expr::col(column).is_in(ids.iter().copied()))
                .to_owned();
            tx.execute(&statement).await?;
        }
        tx.commit().await?;
    }
}
