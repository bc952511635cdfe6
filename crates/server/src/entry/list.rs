//! Lists of entries: which ones a filter asks for, and which of those the session sees (reference: content-access.md
//! §6, §16.4; docs/design/lists.md).

use std::sync::LazyLock;

use contract::filter::{Condition, ListQuery, Operand, Operator, Page};
use contract::{ApiEnum, FilterPager, Prop};
use sea_query::{Cond, Expr, ExprTrait, Order, Query};
use store::{Branch, ColumnKind, Listing};

use super::branches::{self, Narrowing};
use super::filter::{AnyEntryFilter, BaseEntryFilter};
use super::known::{self, Known};
use super::table::{self, COLUMNS};
use super::words::{EntryModerationStatus, EntryStatus, EntryType};
use super::{narrow, text_index};
use crate::app::App;
use crate::call::Scope;
use crate::entitlement::Viewer;
use crate::error::Result;
use crate::metadata;
use crate::metadata::model::MetadataObjectType;
use crate::user::{name_key, user_key};

/// Entries that are put to the question one by one where a list names them.
const MAX_NAMED: u32 = 10_000;

pub(super) static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("entry", COLUMNS, "id")
        .column("id", "public_id", ColumnKind::Text)
        .column("partnerId", "partner_id", ColumnKind::Int)
        .column("name", "name_key", ColumnKind::Folded(name_key))
        .column("userId", "owner_key", ColumnKind::Folded(user_key))
        .column("creatorId", "creator_key", ColumnKind::Folded(user_key))
        .column("status", "status", ColumnKind::Int)
        .column("moderationStatus", "moderation", ColumnKind::Int)
        .column("displayInSearch", "display", ColumnKind::Int)
        .column("type", "type", ColumnKind::Text)
        .column("mediaType", "media_type", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("recent", "created_at", ColumnKind::Int)
        // Nothing was ever live, so every order is the right one.
        .column("firstBroadcast", "created_at", ColumnKind::Int)
        .column("lastBroadcast", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .column("startDate", "start_date", ColumnKind::Int)
        .column("endDate", "end_date", ColumnKind::Int)
        .column("accessControlId", "access_control_id", ColumnKind::Int)
        .column("conversionProfileId", "conversion_profile_id", ColumnKind::Int)
        .column("referenceId", "reference_id", ColumnKind::Text)
        .column("groupId", "group_id", ColumnKind::Int)
        .column("parentEntryId", "parent_id", ColumnKind::Text)
        .column("rootEntryId", "root_id", ColumnKind::Text)
        .column("replacingEntryId", "replacing_id", ColumnKind::Text)
        .column("replacedEntryId", "replaced_id", ColumnKind::Text)
        .column("replacementStatus", "replacement_status", ColumnKind::Int)
        .column("partnerSortValue", "partner_sort_value", ColumnKind::Int)
        .column("moderationCount", "moderation_count", ColumnKind::Int)
        .column("rank", "rank", ColumnKind::Float)
        .column("weight", "rank", ColumnKind::Float)
        .column("totalRank", "total_rank", ColumnKind::Int)
        .column("plays", "plays", ColumnKind::Int)
        .column("views", "views", ColumnKind::Int)
        .column("lastPlayedAt", "last_played_at", ColumnKind::Int)
        .column("duration", "duration", ColumnKind::Int)
        .column("mediaDate", "media_date", ColumnKind::Int)
        .column("playListType", "playlist_type", ColumnKind::Int)
        .column("sourceType", "source_type", ColumnKind::Text)
        .words("name", text_index(), Some("name"))
        .words("tags", text_index(), Some("tags"))
        .words("description", text_index(), Some("description"))
        .words("adminTags", text_index(), Some("admin_tags"))
        .words("searchText", text_index(), None)
        .never_null(branches::COPIED)
        .never_null(["public_id", "name_key", "owner_key", "updated_at"])
        .looked_up(["public_id", "owner_key", "reference_id", "parent_id", "root_id"])
        .default_order("created_at", Order::Desc)
        .tally("entry_tally", "entries", ["status", "moderation", "display", "type", "media_type"])
});

/// What a list is about.
pub(super) struct Wanted {
    /// As it was sent.
    pub filter: AnyEntryFilter,
    /// Entries of these types only; empty: of any.
    pub kinds: &'static [EntryType],
    /// Only what may be played at this time.
    pub scheduled_at: Option<i64>,
    /// What names entries takes a list beyond the user's own ones. `count` does not have it.
    pub named_are_lifted: bool,
    /// Unix seconds; dates in searches are told from then.
    pub now: i64,
}

/// That a column holds the id of an entry that a viewer sees, for lists of what belongs to entries. Of viewers who are
/// not held to entitlement nothing is asked.
pub(crate) async fn only_seen(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    column: &'static str,
) -> Result<Cond> {
    if !viewer.who.is_enforced {
        return Ok(Cond::all());
    }
    let seen = branches::seen(app, scope, viewer).await?;
    if seen.is_empty() {
        return Ok(Cond::all().add(store::one_of::<String>(column, [])));
    }
    let seen = seen.into_iter().map(|rows| Expr::col("id").in_subquery(rows));
    let ids = Query::select()
        .column("public_id")
        .from("entry")
        .cond_where(whole(scope))
        .cond_where(seen.fold(Cond::any(), Cond::add))
        .to_owned();
    Ok(Cond::all().add(Expr::col(column).in_subquery(ids)))
}

/// That a column holds the id of an entry that a user owns, or that names the user or a group of theirs. The user's own
/// folded id comes first.
pub(crate) fn concerning(scope: Scope, keys: &[String], column: &'static str) -> Cond {
    let naming = Query::select()
        .column("entry_id")
        .from("entry_right")
        .and_where(Expr::col("user_key").is_in(keys.iter().map(String::as_str)))
        .to_owned();
    let concerned = Cond::any()
        .add_option(keys.first().map(|own| Expr::col("owner_key").eq(own.as_str())))
        .add(Expr::col("id").in_subquery(naming));
    let ids = Query::select()
        .column("public_id")
        .from("entry")
        .cond_where(whole(scope))
        .cond_where(concerned)
        .to_owned();
    Cond::all().add(Expr::col(column).in_subquery(ids))
}

/// The entries of a page, and how many there are in all.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    mut wanted: Wanted,
    pager: Option<&FilterPager>,
) -> Result<(Vec<Known>, u64)> {
    if let Some(id) = given(&wanted.filter.base().redirect_from_entry_id) {
        return redirected(app, scope, viewer, &id).await;
    }
    let names_entries = names_entries(wanted.filter.base());
    let mut query = wanted.filter.query(pager);
    add_defaults(wanted.filter.base_mut(), &mut query);
    if let Some(kinds) = kinds(wanted.kinds) {
        query.conditions.push(kinds);
    }
    if let Some(text) = given(&wanted.filter.base().free_text) {
        query.conditions.push(free_text(&text));
    }
    if let Some(now) = wanted.scheduled_at {
        let now = Operand::Int(now);
        let conditions = [
            (&["startDate"], Operator::LessThanOrEqualOrNull),
            (&["endDate"], Operator::GreaterThanOrEqualOrNull),
        ];
        query.conditions.extend(conditions.map(|(properties, operator)| Condition {
            properties,
            operator,
            operand: now.clone(),
        }));
    }
    let Some(mut narrowing) = narrow::narrowing(app, &wanted.filter) else { return Ok((Vec::new(), 0)) };
    if let Some(search) = wanted.filter.base().base.base.advanced_search.get() {
        let found = metadata::searched(app, scope, MetadataObjectType::Entry, "entry", search, wanted.now);
        let Some(found) = found.await? else { return Ok((Vec::new(), 0)) };
        narrowing.extend(found.narrowing);
        query.is_narrow = found.is_narrow;
    }
    if names_entries && wanted.named_are_lifted && (viewer.who.is_enforced || !viewer.lists_all) {
        return named(app, scope, viewer, query, &narrowing).await;
    }
    let narrow = LISTING.is_narrow(&query)?;
    let branches = branches::of_viewer(app, scope, viewer, narrow, &narrowing).await?;
    fetch(app, scope, branches, &query).await
}

async fn fetch(
    app: &App,
    scope: Scope,
    branches: Vec<Branch>,
    query: &ListQuery,
) -> Result<(Vec<Known>, u64)> {
    let (rows, total) = LISTING.fetch_branches(&app.store, branches, query).await?;
    let entries = rows.iter().map(table::read).collect::<Result<_>>()?;
    Ok((known::with_categories(app, scope, entries).await?, total))
}

/// A list that names its entries is, row for row, what `get` answers.
async fn named(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    query: ListQuery,
    narrowing: &Narrowing,
) -> Result<(Vec<Known>, u64)> {
    let page = query.page;
    let all = ListQuery { page: Page { size: MAX_NAMED, index: 1 }, ..query };
    let (found, _) = fetch(app, scope, branches::of_account(scope, narrowing), &all).await?;
    let mut seen = Vec::new();
    for known in found {
        if super::may_see(app, scope, viewer, &known).await? {
            seen.push(known);
        }
    }
    let total = seen.len() as u64;
    let first = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(page.size).unwrap_or(usize::MAX);
    Ok((seen.into_iter().skip(first).take(size).collect(), total))
}

/// The entry that is played in place of another, or that one itself.
async fn redirected(app: &App, scope: Scope, viewer: &Viewer, id: &str) -> Result<(Vec<Known>, u64)> {
    let invalid = || contract::errors::INVALID_ENTRY_ID.with([id]).into();
    let seen = super::find_visible(app, scope, viewer, id)
        .await?
        .ok_or_else(|| -> crate::error::Error { invalid() })?;
    let mut entry = seen;
    if let Some(target) = entry.entry.redirect_id.clone()
        && let Some(target) = app.entries.get(app, scope, &target).await?
        && target.entry.status == EntryStatus::Ready
    {
        entry = target;
    }
    let entries = vec![entry.entry.clone()];
    Ok((known::with_categories(app, scope, entries).await?, 1))
}

pub(super) fn given(prop: &Prop<String>) -> Option<String> {
    prop.get().filter(|text| !text.is_empty()).cloned()
}

fn is_given<T>(prop: &Prop<T>) -> bool {
    prop.get().is_some()
}

/// Fields that name entries: with one of them a list is not about the user's own entries only.
fn names_entries(filter: &BaseEntryFilter) -> bool {
    [
        &filter.id_equal,
        &filter.id_in,
        &filter.reference_id_equal,
        &filter.reference_id_in,
        &filter.redirect_from_entry_id,
        &filter.parent_entry_id_equal,
    ]
    .into_iter()
    .any(|field| given(field).is_some())
}

/// What a filter leaves out is ready, not waiting for moderators, and not in the bin.
fn add_defaults(filter: &mut BaseEntryFilter, query: &mut ListQuery) {
    if given(&filter.id_equal).is_some() {
        return;
    }
    let mut add = |property: &'static [&'static str], operator, operand| {
        query.conditions.push(Condition { properties: property, operator, operand });
    };
    let says_status = is_given(&filter.status_equal)
        || is_given(&filter.status_not_equal)
        || given(&filter.status_in).is_some()
        || given(&filter.status_not_in).is_some();
    if !says_status {
        add(&["status"], Operator::Equal, Operand::Int(table::number(EntryStatus::Ready)));
    } else if !asks_for_deleted(filter) {
        add(&["status"], Operator::NotEqual, Operand::Int(table::number(EntryStatus::Deleted)));
    }
    let says_moderation = is_given(&filter.moderation_status_equal)
        || is_given(&filter.moderation_status_not_equal)
        || given(&filter.moderation_status_in).is_some()
        || given(&filter.moderation_status_not_in).is_some();
    if !says_moderation {
        let hidden = [EntryModerationStatus::PendingModeration, EntryModerationStatus::Rejected];
        let hidden = hidden.map(|status| status.number().to_string()).join(",");
        add(&["moderationStatus"], Operator::NotIn, Operand::Text(hidden));
    }
    let says_display = given(&filter.parent_entry_id_equal).is_some()
        || given(&filter.id_in).is_some()
        || is_given(&filter.display_in_search_equal)
        || given(&filter.display_in_search_in).is_some();
    if !says_display {
        add(&["displayInSearch"], Operator::NotIn, Operand::Text("-2,-1".to_owned()));
    }
}

/// Deleted entries are listed only where their status is asked for.
fn asks_for_deleted(filter: &BaseEntryFilter) -> bool {
    let deleted = EntryStatus::Deleted.wire_value();
    filter.status_equal.get() == Some(&EntryStatus::Deleted)
        || given(&filter.status_in).is_some_and(|list| list.split(',').any(|status| status.trim() == deleted))
}

/// Every word counts; what stands in quotes is one.
fn free_text(text: &str) -> Condition {
    let words =
        if text.contains(['"', ',']) { text.to_owned() } else { text.replace(char::is_whitespace, ",") };
    Condition { properties: &["searchText"], operator: Operator::MatchAnd, operand: Operand::Text(words) }
}

fn kinds(kinds: &[EntryType]) -> Option<Condition> {
    let operand = match kinds {
        [] => return None,
        [kind] => (Operator::Equal, kind.wire_value().to_owned()),
        kinds => (Operator::In, kinds.iter().map(|kind| kind.wire_value()).collect::<Vec<_>>().join(",")),
    };
    Some(Condition { properties: &["type"], operator: operand.0, operand: Operand::Text(operand.1) })
}

/// For a list that is about the account as a whole: its rows, whoever may see what.
pub(super) fn whole(scope: Scope) -> Cond {
    Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::filter::MediaEntryFilter;
    use super::*;

    #[test]
    fn something_stands_behind_every_field_and_order() {
        let mut properties = Vec::new();
        MediaEntryFilter::default().each(&mut |property, _| {
            properties.extend(property.filter.iter().flat_map(|field| field.properties).copied());
        });
        properties.extend(MediaEntryFilter::CLASS.order_by);
        assert!(properties.len() > 50);
        assert_eq!(LISTING.unmapped(properties), [""; 0]);
    }
}
