//! Rows of categories.

use contract::{ApiEnum, NullableBoolean};
use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::{Row, TextIndex, Transaction};

use super::model::CategoryStatus;
use super::names;
pub(crate) use super::row::{CategoryRow, Counts, More, Settings};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::user::user_key;

/// The words that lists look for.
pub(super) const WORDS: TextIndex = TextIndex::new("category_text", &["name", "tags", "description"]);

/// What is read of a category.
pub(super) const COLUMNS: [&str; 31] = [
    "id",
    "parent_id",
    "depth",
    "status",
    "name",
    "full_name",
    "full_ids",
    "owner_id",
    "privacy",
    "appear_in_list",
    "inheritance_type",
    "member_category_id",
    "user_join_policy",
    "default_permission_level",
    "contribution_policy",
    "moderation",
    "privacy_context",
    "privacy_contexts",
    "reference_id",
    "partner_sort_value",
    "is_aggregation",
    "aggregation_categories",
    "entries_count",
    "direct_entries_count",
    "pending_entries_count",
    "members_count",
    "pending_members_count",
    "direct_sub_categories_count",
    "created_at",
    "updated_at",
    "more",
];

fn member<T: ApiEnum>(row: &Row, column: &str) -> Result<T> {
    T::from_number(row.get(column)?)
        .ok_or_else(|| Error::internal(format!("a category holds an unknown number in {column}")))
}

fn flag(row: &Row, column: &str) -> Result<NullableBoolean> {
    Ok(match row.get::<i64>(column)? {
        0 => NullableBoolean::False,
        1 => NullableBoolean::True,
        _ => NullableBoolean::Null,
    })
}

pub(super) fn number(flag: NullableBoolean) -> i64 {
    match flag {
        NullableBoolean::Null => -1,
        NullableBoolean::False => 0,
        NullableBoolean::True => 1,
    }
}

pub(super) fn read(row: &Row) -> Result<CategoryRow> {
    let more: String = row.get("more")?;
    Ok(CategoryRow {
        id: row.get("id")?,
        parent_id: row.get("parent_id")?,
        depth: row.get("depth")?,
        status: member(row, "status")?,
        name: row.get("name")?,
        full_name: row.get("full_name")?,
        full_ids: row.get("full_ids")?,
        settings: Settings {
            privacy: member(row, "privacy")?,
            appear_in_list: member(row, "appear_in_list")?,
            inheritance: member(row, "inheritance_type")?,
            join_policy: member(row, "user_join_policy")?,
            default_level: member(row, "default_permission_level")?,
            contribution: member(row, "contribution_policy")?,
            owner: row.get("owner_id")?,
        },
        member_category_id: row.get("member_category_id")?,
        moderation: flag(row, "moderation")?,
        privacy_context: row.get("privacy_context")?,
        privacy_contexts: row.get("privacy_contexts")?,
        reference_id: row.get("reference_id")?,
        partner_sort_value: row.get("partner_sort_value")?,
        is_aggregation: flag(row, "is_aggregation")?,
        aggregation_categories: row.get("aggregation_categories")?,
        counts: Counts {
            entries: row.get("entries_count")?,
            direct_entries: row.get("direct_entries_count")?,
            pending_entries: row.get("pending_entries_count")?,
            members: row.get("members_count")?,
            pending_members: row.get("pending_members_count")?,
            sub_categories: row.get("direct_sub_categories_count")?,
        },
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: serde_json::from_str(&more).map_err(|error| Error::internal(format!("category: {error}")))?,
    })
}

/// The categories of an account that are there.
pub(super) fn of_account(scope: Scope) -> Cond {
    Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("status").eq(CategoryStatus::Active.number()))
}

fn select(scope: Scope) -> SelectStatement {
    Query::select().columns(COLUMNS).from("category").cond_where(of_account(scope)).to_owned()
}

fn with_id(scope: Scope, id: i64) -> SelectStatement {
    select(scope).and_where(Expr::col("id").eq(id)).to_owned()
}

/// The category with this id.
pub(crate) async fn find(app: &App, scope: Scope, id: i64) -> Result<Option<CategoryRow>> {
    app.store.one(&with_id(scope, id)).await?.as_ref().map(read).transpose()
}

/// Something that is said about a category has changed.
pub(crate) async fn touch(tx: &mut Transaction, scope: Scope, id: i64, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("category")
        .value("updated_at", now)
        .cond_where(of_account(scope))
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// The category with this folded full name.
pub(super) async fn find_by_full_name(app: &App, scope: Scope, folded: &str) -> Result<Option<CategoryRow>> {
    let statement = select(scope)
        .and_where(Expr::col("full_name_key").eq(names::start(folded)))
        .and_where(Expr::col("full_name_folded").eq(folded))
        .to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// As [`find`], as it is within a transaction.
pub(crate) async fn find_within(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<CategoryRow>> {
    tx.one(&with_id(scope, id)).await?.as_ref().map(read).transpose()
}

/// Which of these ids are those of aggregation categories.
pub(super) async fn count_aggregations(tx: &mut Transaction, scope: Scope, ids: &[i64]) -> Result<usize> {
    let statement = select(scope)
        .and_where(Expr::col("is_aggregation").eq(1))
        .and_where(store::one_of("id", ids.iter().copied()))
        .to_owned();
    Ok(tx.all(&statement).await?.len())
}

/// Whether another category beneath the same parent has a name like this one's.
pub(super) async fn is_duplicate(tx: &mut Transaction, scope: Scope, row: &CategoryRow) -> Result<bool> {
    let statement = Query::select()
        .column("id")
        .from("category")
        .cond_where(of_account(scope))
        .and_where(Expr::col("parent_id").eq(row.parent_id))
        .and_where(Expr::col("name_key").eq(names::key(&row.name)))
        .and_where(Expr::col("id").ne(row.id))
        .limit(1)
        .to_owned();
    Ok(tx.one(&statement).await?.is_some())
}

/// What may change of a category, but for what is counted.
fn values(row: &CategoryRow) -> Result<Vec<(&'static str, Expr)>> {
    let (folded, settings) = (row.folded(), &row.settings);
    let more = serde_json::to_string(&row.more).map_err(|error| Error::internal(error.to_string()))?;
    Ok(vec![
        ("parent_id", row.parent_id.into()),
        ("depth", row.depth.into()),
        ("status", row.status.number().into()),
        ("name", row.name.clone().into()),
        ("name_key", names::key(&row.name).into()),
        ("full_name", row.full_name.clone().into()),
        ("full_name_key", names::start(&folded).into()),
        ("full_name_folded", folded.into()),
        ("full_ids", row.full_ids.clone().into()),
        ("owner_id", settings.owner.clone().into()),
        ("owner_key", settings.owner.as_deref().map(user_key).into()),
        ("privacy", settings.privacy.number().into()),
        ("appear_in_list", settings.appear_in_list.number().into()),
        ("inheritance_type", settings.inheritance.number().into()),
        ("member_category_id", row.member_category_id.into()),
        ("user_join_policy", settings.join_policy.number().into()),
        ("default_permission_level", settings.default_level.number().into()),
        ("contribution_policy", settings.contribution.number().into()),
        ("moderation", number(row.moderation).into()),
        ("privacy_context", row.privacy_context.clone().into()),
        ("privacy_contexts", row.privacy_contexts.clone().into()),
        ("reference_id", row.reference_id.clone().into()),
        ("partner_sort_value", row.partner_sort_value.into()),
        ("is_aggregation", number(row.is_aggregation).into()),
        ("aggregation_categories", row.aggregation_categories.clone().into()),
        ("updated_at", row.updated_at.into()),
        ("more", more.into()),
    ])
}

fn words(row: &CategoryRow) -> [&str; 3] {
    [
        &row.name,
        row.more.tags.as_deref().unwrap_or_default(),
        row.more.description.as_deref().unwrap_or_default(),
    ]
}

/// Adds a category and gives it the id; path and members follow from it, see [`save`].
pub(super) async fn insert(tx: &mut Transaction, scope: Scope, row: &CategoryRow) -> Result<i64> {
    let counted = [
        "entries_count",
        "direct_entries_count",
        "pending_entries_count",
        "members_count",
        "pending_members_count",
        "direct_sub_categories_count",
    ];
    let values = values(row)?
        .into_iter()
        .chain([("partner_id", scope.partner_id().into()), ("created_at", row.created_at.into())])
        .chain(counted.map(|column| (column, 0_i64.into())));
    let (columns, values): (Vec<&str>, Vec<Expr>) = values.unzip();
    let statement = Query::insert()
        .into_table("category")
        .columns(columns)
        .values_panic(values)
        .returning_col("id")
        .to_owned();
    let added = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    let id = added.get("id")?;
    WORDS.put(tx, id, &words(row)).await?;
    Ok(id)
}

/// Writes what may have changed of a category, but for what is counted.
pub(super) async fn save(tx: &mut Transaction, scope: Scope, row: &CategoryRow) -> Result<()> {
    let statement = Query::update()
        .table("category")
        .values(values(row)?)
        .and_where(Expr::col("id").eq(row.id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    WORDS.put(tx, row.id, &words(row)).await?;
    super::values::put(tx, scope, row).await
}

/// Counts categories beneath a parent that come and go.
pub(super) async fn count_children(
    tx: &mut Transaction,
    scope: Scope,
    parent: i64,
    change: i64,
) -> Result<()> {
    if parent == 0 || change == 0 {
        return Ok(());
    }
    let column = "direct_sub_categories_count";
    let statement = Query::update()
        .table("category")
        .value(column, Expr::col(column).add(change))
        .and_where(Expr::col("id").eq(parent))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Lets an owner go on under another id.
pub(super) async fn follow_owner(
    tx: &mut Transaction,
    scope: Scope,
    old_id: &str,
    new_id: &str,
) -> Result<()> {
    let statement = Query::update()
        .table("category")
        .values([("owner_id", new_id.into()), ("owner_key", user_key(new_id).into())])
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("owner_key").eq(user_key(old_id)))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
