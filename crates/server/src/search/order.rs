//! In which order a search answers (reference: search-metadata.md §1.9).

use contract::Prop;
use contract::errors::{
    INVALID_SCORE_FUNCTION_FIELD_VALUE, MISSING_MANDATORY_SCORE_FUNCTION_PARAM,
    MISSING_PARAMETERS_IN_ORDER_ITEM,
};
use sea_query::Order;

use super::model::base::{AnyOrderByItem, OrderBy, ScoreFunctionParams, SortOrder};
use super::model::category::CategoryOrderByFieldName;
use super::model::entry::{EntryOrderByFieldName, MetadataOrderByItem};
use super::model::group::GroupOrderByFieldName;
use super::model::user::UserOrderByFieldName;
use crate::error::Result;

/// Parts of an order that count.
const MAX_PARTS: usize = 20;

/// Columns and their directions. The first part by a column counts.
pub(super) type Columns = Vec<(&'static str, Order)>;

fn items(order: &Prop<OrderBy>) -> impl Iterator<Item = &AnyOrderByItem> {
    order.get().and_then(|order| order.order_items.get()).into_iter().flatten().take(MAX_PARTS)
}

fn direction(order: &Prop<SortOrder>) -> Order {
    if order.get() == Some(&SortOrder::OrderByDesc) { Order::Desc } else { Order::Asc }
}

fn add(columns: &mut Columns, column: &'static str, direction: Order) {
    if columns.iter().all(|(known, _)| *known != column) {
        columns.push((column, direction));
    }
}

/// The order of a search of entries. By what no entry has there is none.
pub(super) fn of_entries(order: &Prop<OrderBy>) -> Result<Columns> {
    use EntryOrderByFieldName as F;
    let mut columns = Columns::new();
    for item in items(order) {
        match item {
            AnyOrderByItem::Entry(item) => {
                let column = match item.sort_field.get() {
                    Some(F::CreatedAt) => "created_at",
                    Some(F::EndDate) => "end_date",
                    Some(F::LastPlayedAt) => "last_played_at",
                    Some(F::Name) => "name_key",
                    Some(F::Plays) => "plays",
                    Some(F::Rank) => "rank",
                    Some(F::StartDate) => "start_date",
                    Some(F::UpdatedAt) => "updated_at",
                    Some(F::Views) => "views",
                    Some(F::Votes) => "votes",
                    _ => continue,
                };
                add(&mut columns, column, direction(&item.base.sort_order));
            }
            AnyOrderByItem::Metadata(item) => check_metadata(item)?,
            AnyOrderByItem::User(_) | AnyOrderByItem::Group(_) | AnyOrderByItem::Category(_) => {}
        }
    }
    Ok(columns)
}

/// An order by metadata has to say by which.
fn check_metadata(item: &MetadataOrderByItem) -> Result<()> {
    let has_path = item.xpath.get().is_some_and(|path| !path.is_empty());
    if has_path && item.metadata_profile_id.get().is_some() {
        Ok(())
    } else {
        Err(MISSING_PARAMETERS_IN_ORDER_ITEM.bare().into())
    }
}

/// The order of a search of categories: the newest first, if nothing is said.
pub(super) fn of_categories(order: &Prop<OrderBy>) -> Result<Columns> {
    use CategoryOrderByFieldName as F;
    let mut columns = Columns::new();
    for item in items(order) {
        match item {
            AnyOrderByItem::Category(item) => {
                let column = match item.sort_field.get() {
                    Some(F::CreatedAt) => "created_at",
                    Some(F::EntriesCount) => "entries_count",
                    Some(F::MembersCount) => "members_count",
                    Some(F::Name) => "name_key",
                    Some(F::UpdatedAt) => "updated_at",
                    None => continue,
                };
                add(&mut columns, column, direction(&item.base.sort_order));
            }
            AnyOrderByItem::Metadata(item) => check_metadata(item)?,
            AnyOrderByItem::Entry(_) | AnyOrderByItem::User(_) | AnyOrderByItem::Group(_) => {}
        }
    }
    if columns.is_empty() {
        add(&mut columns, "created_at", Order::Desc);
    }
    Ok(columns)
}

/// The order of a search of users or groups.
pub(super) fn of_people(order: &Prop<OrderBy>) -> Columns {
    let mut columns = Columns::new();
    for item in items(order) {
        let (of, direction): (&[&'static str], _) = match item {
            AnyOrderByItem::User(item) => (
                match item.sort_field.get() {
                    Some(UserOrderByFieldName::CreatedAt) => &["created_at"],
                    Some(UserOrderByFieldName::UpdatedAt) => &["updated_at"],
                    Some(UserOrderByFieldName::UserId) => &["user_key"],
                    Some(UserOrderByFieldName::ScreenName) => &["screen_name_key"],
                    Some(UserOrderByFieldName::FullName) => &["first_name_key", "last_name_key"],
                    None => &[],
                },
                direction(&item.base.sort_order),
            ),
            AnyOrderByItem::Group(item) => (
                match item.sort_field.get() {
                    Some(GroupOrderByFieldName::CreatedAt) => &["created_at"],
                    Some(GroupOrderByFieldName::UpdatedAt) => &["updated_at"],
                    Some(GroupOrderByFieldName::UserId) => &["user_key"],
                    Some(GroupOrderByFieldName::ScreenName) => &["screen_name_key"],
                    Some(GroupOrderByFieldName::FullName) => &["first_name_key", "last_name_key"],
                    Some(GroupOrderByFieldName::MembersCount) | None => &[],
                },
                direction(&item.base.sort_order),
            ),
            AnyOrderByItem::Entry(_) | AnyOrderByItem::Category(_) | AnyOrderByItem::Metadata(_) => continue,
        };
        for column in of {
            add(&mut columns, column, direction.clone());
        }
    }
    columns
}

/// How age would change a ranking, if there were one: what is sent has to be whole all the same.
pub(super) fn check_score(function: &Prop<ScoreFunctionParams>) -> Result<()> {
    let Some(function) = function.get() else { return Ok(()) };
    let scale = function.scale.get().map_or("", String::as_str);
    if function.decay_algorithm.get().is_none()
        || function.function_field.get().is_none()
        || function.origin.get().is_none()
        || scale.is_empty()
    {
        return Err(MISSING_MANDATORY_SCORE_FUNCTION_PARAM.bare().into());
    }
    let most = match scale.chars().next_back() {
        Some('h') => 8760,
        Some('d') => 365,
        Some('w') => 52,
        Some('m') => 12,
        _ => 0,
    };
    let amount: Option<i64> =
        scale.get(..scale.len().saturating_sub(1)).and_then(|amount| amount.parse().ok());
    let refuse = |field, reason| INVALID_SCORE_FUNCTION_FIELD_VALUE.with([field, reason]);
    if !amount.is_some_and(|amount| (1..=most).contains(&amount)) {
        return Err(refuse("scale", "a number and one of h, d, w, m").into());
    }
    if function.decay.get().is_some_and(|decay| !(*decay > 0.0 && *decay < 1.0)) {
        return Err(refuse("decay", "between 0 and 1").into());
    }
    Ok(())
}
