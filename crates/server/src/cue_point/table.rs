//! Rows of cue points.

use std::sync::LazyLock;

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};
use store::{ColumnKind, Listing, Row, Transaction, one_of};

use super::index::{self, TEXT};
use super::model::{CuePointStatus, CuePointType};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::{name_key, user_key};

/// A cue point.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the properties of KalturaCuePoint and its subclasses, which document them
pub(crate) struct CueRow {
    /// Its number, which the API calls `intId`.
    pub row: i64,
    pub id: String,
    pub partner_id: i64,
    pub entry_id: String,
    pub kind: CuePointType,
    pub status: CuePointStatus,
    pub user_id: Option<String>,
    pub is_public: bool,
    /// The annotation above, `0`: there is none; the question that an answer is to.
    pub parent_id: Option<String>,
    /// The attempt that an answer belongs to.
    pub attempt_id: Option<i64>,
    pub depth: i64,
    pub children: i64,
    pub direct_children: i64,
    pub start: i64,
    pub end: Option<i64>,
    pub triggered_at: Option<i64>,
    pub partner_sort_value: Option<i64>,
    pub force_stop: Option<bool>,
    /// A title or a code.
    pub name: Option<String>,
    pub protocol: Option<String>,
    pub sub_type: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub more: More,
}

/// What no list looks for, or looks for in the index of words.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // as above
pub(crate) struct More {
    pub tags: Option<String>,
    /// What an annotation says, or a description.
    pub text: Option<String>,
    pub system_name: Option<String>,
    pub partner_data: Option<String>,
    pub thumb_offset: Option<i64>,
    pub copied_from: Option<String>,
    pub searchable_on_entry: Option<bool>,
    pub original_created_at: Option<i64>,
    pub source_url: Option<String>,
    pub ad_type: Option<String>,
    pub asset_id: Option<String>,
    /// What is a question's, or an answer's, own.
    pub quiz: Option<Kept>,
}

/// The tag of chapters, which everybody may ask for (reference: search-metadata.md §6.5).
const CHAPTER: &str = "chaptering";

impl CueRow {
    /// Whether it has a tag.
    pub(super) fn has_tag(&self, tag: &str) -> bool {
        self.more.tags.as_deref().is_some_and(|tags| tags.split(',').any(|own| own.trim() == tag))
    }

    /// Whether everybody who sees the entry may see it.
    pub(super) fn is_open(&self) -> bool {
        self.is_public || self.has_tag(CHAPTER)
    }

    /// Milliseconds, where it has an end.
    pub(super) fn duration(&self) -> Option<i64> {
        self.end.map(|end| end.saturating_sub(self.start))
    }

    fn system_key(&self) -> Option<String> {
        let name = self.more.system_name.as_deref().filter(|name| !name.is_empty())?;
        (self.status != CuePointStatus::Deleted).then(|| name_key(name))
    }
}

pub(super) const COLUMNS: [&str; 24] = [
    "id",
    "public_id",
    "partner_id",
    "entry_id",
    "type",
    "status",
    "user_id",
    "is_public",
    "parent_id",
    "attempt_id",
    "depth",
    "children_count",
    "direct_children_count",
    "start_time",
    "end_time",
    "triggered_at",
    "partner_sort_value",
    "force_stop",
    "name",
    "protocol",
    "sub_type",
    "created_at",
    "updated_at",
    "more",
];

/// Rows that one statement names.
const AT_ONCE: usize = 500;

pub(super) fn read(row: &Row) -> Result<CueRow> {
    let broken = |what: &str| Error::internal(format!("a cue point has an unknown {what}"));
    let (kind, status): (String, i64) = (row.get("type")?, row.get("status")?);
    let more: String = row.get("more")?;
    Ok(CueRow {
        row: row.get("id")?,
        id: row.get("public_id")?,
        partner_id: row.get("partner_id")?,
        entry_id: row.get("entry_id")?,
        kind: CuePointType::from_wire_value(&kind).ok_or_else(|| broken("type"))?,
        status: CuePointStatus::from_number(status).ok_or_else(|| broken("status"))?,
        user_id: row.get("user_id")?,
        is_public: row.get("is_public")?,
        parent_id: row.get("parent_id")?,
        attempt_id: row.get("attempt_id")?,
        depth: row.get("depth")?,
        children: row.get("children_count")?,
        direct_children: row.get("direct_children_count")?,
        start: row.get("start_time")?,
        end: row.get("end_time")?,
        triggered_at: row.get("triggered_at")?,
        partner_sort_value: row.get("partner_sort_value")?,
        force_stop: row.get("force_stop")?,
        name: row.get("name")?,
        protocol: row.get("protocol")?,
        sub_type: row.get("sub_type")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: serde_json::from_str(&more).map_err(|_| broken("rest"))?,
    })
}

/// Everything but the number, by column.
fn values(cue: &CueRow) -> Result<[(&'static str, Expr); 28]> {
    let more = serde_json::to_string(&cue.more)
        .map_err(|error| Error::internal(format!("a cue point cannot be written: {error}")))?;
    Ok([
        ("public_id", cue.id.as_str().into()),
        ("partner_id", cue.partner_id.into()),
        ("entry_id", cue.entry_id.as_str().into()),
        ("type", cue.kind.wire_value().into()),
        ("status", cue.status.number().into()),
        ("user_id", cue.user_id.clone().into()),
        ("user_key", cue.user_id.as_deref().map(user_key).into()),
        ("is_public", cue.is_public.into()),
        ("is_open", cue.is_open().into()),
        ("is_searched", cue.is_searched().into()),
        ("parent_id", cue.parent_id.clone().into()),
        ("attempt_id", cue.attempt_id.into()),
        ("depth", cue.depth.into()),
        ("children_count", cue.children.into()),
        ("direct_children_count", cue.direct_children.into()),
        ("start_time", cue.start.into()),
        ("end_time", cue.end.into()),
        ("duration", cue.duration().into()),
        ("triggered_at", cue.triggered_at.into()),
        ("partner_sort_value", cue.partner_sort_value.into()),
        ("force_stop", cue.force_stop.into()),
        ("name", cue.name.clone().into()),
        ("protocol", cue.protocol.clone().into()),
        ("sub_type", cue.sub_type.into()),
        ("system_key", cue.system_key().into()),
        ("created_at", cue.created_at.into()),
        ("updated_at", cue.updated_at.into()),
        ("more", more.into()),
    ])
}

/// The account's cue points but for deleted ones.
pub(super) fn of_account(scope: Scope) -> Cond {
    Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("status").ne(CuePointStatus::Deleted.number()))
}

fn select(scope: Scope) -> SelectStatement {
    Query::select().columns(COLUMNS).from("cue_point").cond_where(of_account(scope)).to_owned()
}

/// The cue point with this id, unless it is deleted. Who may see it is another question.
pub(super) async fn find(app: &App, scope: Scope, id: &str) -> Result<Option<CueRow>> {
    let statement = select(scope).and_where(Expr::col("public_id").eq(id)).to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The same within a transaction, kept as it is until that one ends.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope, id: &str) -> Result<Option<CueRow>> {
    let statement =
        select(scope).and_where(Expr::col("public_id").eq(id)).lock(LockType::NoKeyUpdate).to_owned();
    tx.one(&statement).await?.as_ref().map(read).transpose()
}

/// The annotations right under these, or the answers to these questions.
pub(super) async fn under(tx: &mut Transaction, scope: Scope, parents: &[String]) -> Result<Vec<CueRow>> {
    let mut found = Vec::new();
    for part in parents.chunks(AT_ONCE) {
        let statement = select(scope).and_where(one_of("parent_id", part.iter().cloned())).to_owned();
        for row in tx.all(&statement).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

/// The cue points of an entry, in the order of their making.
pub(super) async fn of_entry(tx: &mut Transaction, scope: Scope, entry_id: &str) -> Result<Vec<CueRow>> {
    let statement =
        select(scope).and_where(Expr::col("entry_id").eq(entry_id)).order_by("id", Order::Asc).to_owned();
    tx.all(&statement).await?.iter().map(read).collect()
}

/// The questions of an entry, in the order of their making.
pub(super) async fn questions(tx: &mut Transaction, scope: Scope, entry_id: &str) -> Result<Vec<CueRow>> {
    let statement = select(scope)
        .and_where(Expr::col("entry_id").eq(entry_id))
        .and_where(Expr::col("type").eq(CuePointType::QuizQuestion.wire_value()))
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&statement).await?.iter().map(read).collect()
}

/// The answers of an attempt, in the order of their making.
pub(super) async fn answers(tx: &mut Transaction, scope: Scope, attempt_id: i64) -> Result<Vec<CueRow>> {
    let statement =
        select(scope).and_where(Expr::col("attempt_id").eq(attempt_id)).order_by("id", Order::Asc).to_owned();
    tx.all(&statement).await?.iter().map(read).collect()
}

/// The entries that cue points belong to.
pub(super) async fn entries_of(app: &App, scope: Scope, ids: Vec<String>) -> Result<Vec<String>> {
    let statement = Query::select()
        .distinct()
        .column("entry_id")
        .from("cue_point")
        .cond_where(of_account(scope))
        .and_where(one_of("public_id", ids))
        .to_owned();
    app.store.all(&statement).await?.iter().map(|row| Ok(row.get("entry_id")?)).collect()
}

/// Another cue point of the entry with this system name.
pub(super) async fn named(tx: &mut Transaction, scope: Scope, cue: &CueRow) -> Result<Option<String>> {
    let Some(key) = cue.system_key() else { return Ok(None) };
    let statement = Query::select()
        .column("public_id")
        .from("cue_point")
        .cond_where(of_account(scope))
        .and_where(Expr::col("entry_id").eq(cue.entry_id.as_str()))
        .and_where(Expr::col("system_key").eq(key))
        .and_where(Expr::col("public_id").ne(cue.id.as_str()))
        .to_owned();
    Ok(tx.one(&statement).await?.map(|row| row.get("public_id")).transpose()?)
}

/// Adds a cue point, which gets its number.
pub(super) async fn insert(tx: &mut Transaction, cue: &mut CueRow) -> Result<()> {
    let (columns, values): (Vec<_>, Vec<_>) = values(cue)?.into_iter().unzip();
    let statement = Query::insert()
        .into_table("cue_point")
        .columns(columns)
        .values_panic(values)
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    cue.row = row.get("id")?;
    index::put(tx, cue).await
}

/// Writes a cue point.
pub(super) async fn update(tx: &mut Transaction, cue: &CueRow) -> Result<()> {
    let statement = Query::update()
        .table("cue_point")
        .values(values(cue)?)
        .and_where(Expr::col("id").eq(cue.row))
        .to_owned();
    tx.execute(&statement).await?;
    index::put(tx, cue).await
}

/// Deletes cue points: their rows stay, and no list finds them.
pub(super) async fn delete(tx: &mut Transaction, rows: &[i64], now: i64) -> Result<()> {
    for part in rows.chunks(AT_ONCE) {
        let statement = Query::update()
            .table("cue_point")
            .value("status", CuePointStatus::Deleted.number())
            .value("system_key", Option::<String>::None)
            .value("updated_at", now)
            .and_where(one_of("id", part.iter().copied()))
            .to_owned();
        tx.execute(&statement).await?;
    }
    index::remove(tx, rows).await
}

/// Writes the new id of a user wherever the old one stands.
pub(crate) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    let update = Query::update()
        .table("cue_point")
        .values([("user_id", new.into()), ("user_key", user_key(new).into())])
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("user_key").eq(user_key(old)))
        .to_owned();
    tx.execute(&update).await?;
    Ok(())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("cue_point", COLUMNS, "id")
        .column("id", "public_id", ColumnKind::Text)
        .column("intId", "id", ColumnKind::Int)
        .column("cuePointType", "type", ColumnKind::Text)
        .column("status", "status", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .column("triggeredAt", "triggered_at", ColumnKind::Int)
        .column("startTime", "start_time", ColumnKind::Int)
        .column("endTime", "end_time", ColumnKind::Int)
        .column("duration", "duration", ColumnKind::Int)
        .column("partnerSortValue", "partner_sort_value", ColumnKind::Int)
        .column("forceStop", "force_stop", ColumnKind::Bool)
        .column("systemName", "system_key", ColumnKind::Folded(name_key))
        .column("parentId", "parent_id", ColumnKind::Text)
        .column("protocolType", "protocol", ColumnKind::Text)
        .column("subType", "sub_type", ColumnKind::Int)
        .column("code", "name", ColumnKind::Text)
        .words("tags", TEXT, Some("tags"))
        .words("title", TEXT, Some("name"))
        .words("code", TEXT, Some("name"))
        .words("text", TEXT, Some("text"))
        .words("question", TEXT, Some("text"))
        .words("description", TEXT, Some("text"))
        .words("freeText", TEXT, None)
        .never_null(["created_at", "updated_at", "start_time"])
        .default_order("start_time", Order::Asc)
});

/// The cue points of a page, and how many there are in all: those for which all of this holds.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Cond,
    query: &ListQuery,
) -> Result<(Vec<CueRow>, u64)> {
    let (rows, total) = LISTING.fetch(&app.store, of_account(scope).add(wanted), query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::filter::{
        AdCuePointFilter, AnnotationFilter, AnswerCuePointFilter, CodeCuePointFilter, QuestionCuePointFilter,
        ThumbCuePointFilter,
    };
    use super::*;

    #[test]
    fn a_column_stands_behind_every_filter_and_order() {
        let mut named = vec!["freeText"];
        let classes = [
            AnnotationFilter::CLASS,
            AdCuePointFilter::CLASS,
            CodeCuePointFilter::CLASS,
            ThumbCuePointFilter::CLASS,
            QuestionCuePointFilter::CLASS,
            AnswerCuePointFilter::CLASS,
        ];
        for class in classes {
            for class in std::iter::successors(Some(class), |class| class.base) {
                named.extend(class.order_by);
            }
            let fields = class.all_properties().into_iter().filter_map(|property| property.filter);
            named.extend(fields.flat_map(|field| field.properties.iter().copied()));
        }
        assert_eq!(LISTING.unmapped(named), [""; 0]);
    }
}
