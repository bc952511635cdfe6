//! Lists of members (reference: content-access.md §17.2).

use std::collections::HashMap;
use std::sync::LazyLock;

use contract::errors::MUST_FILTER_USERS_OR_CATEGORY;
use contract::list::ApiFilter;
use contract::{FilterPager, Prop};
use sea_query::{Cond, Expr, ExprTrait, Func, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, one_of};

use super::model::CategoryUserFilter;
use super::table::{self, COLUMNS, Member};
use crate::app::App;
use crate::call::{Call, Scope};
use crate::category::change::not_found;
use crate::category::table::of_account;
use crate::category::tree;
use crate::category::visible::{find_visible, visible};
use crate::entitlement::enforced::{self, Viewer};
use crate::error::Result;
use crate::user::user_key;

/// Values of a list in a filter that count (reference: protocol.md §12.1).
const MAX_VALUES: usize = 500;

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("category_user", COLUMNS, "id")
        .column("permissionLevel", "permission_level", ColumnKind::Int)
        .column("permissionNames", "permission_names", ColumnKind::Text)
        .column("status", "status", ColumnKind::Int)
        .column("updateMethod", "update_method", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .never_null(["created_at", "updated_at"])
        .default_order("created_at", Order::Asc)
});

fn given(prop: &Prop<String>) -> Option<&str> {
    prop.get().map(String::as_str).filter(|text| !text.is_empty())
}

fn values(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').take(MAX_VALUES).map(str::trim).filter(|value| !value.is_empty())
}

/// The members that a filter asks for, and how many there are.
pub(super) async fn list(
    call: &Call,
    filter: &CategoryUserFilter,
    pager: Option<&FilterPager>,
) -> Result<(Vec<Member>, u64)> {
    let (app, scope) = (call.app(), call.scope()?);
    let names_somebody = [
        &filter.category_id_in,
        &filter.category_full_ids_equal,
        &filter.category_full_ids_starts_with,
        &filter.user_id_equal,
        &filter.user_id_in,
        &filter.related_groups_by_user_id,
    ];
    if filter.category_id_equal.get().is_none() && names_somebody.iter().all(|text| given(text).is_none()) {
        return Err(MUST_FILTER_USERS_OR_CATEGORY.bare().into());
    }
    let viewer = enforced::viewer(call).await?;
    let mut base = Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(of_categories(call, &viewer, filter).await?);
    if let Some(user) = given(&filter.user_id_equal) {
        base = base.add(Expr::col("user_key").eq(user_key(user)));
    }
    if let Some(users) = given(&filter.user_id_in) {
        base = base.add(one_of("user_key", values(users).map(user_key)));
    }
    if let Some(user) = given(&filter.related_groups_by_user_id) {
        base = base.add(one_of("user_key", with_groups(app, scope, user).await?));
    }
    if let Some(text) = given(&filter.free_text) {
        let without = Func::cust("replace")
            .arg(Expr::col("user_key"))
            .arg(tree::text(&user_key(text)))
            .arg(tree::text(""));
        base = base.add(Expr::from(without).ne(Expr::col("user_key")));
    }
    let (rows, total) = LISTING.fetch(&app.store, base, &filter.query(pager)).await?;
    Ok((rows.iter().map(table::read).collect::<Result<_>>()?, total))
}

/// A user's folded id, and those of the groups that the user is in.
async fn with_groups(app: &App, scope: Scope, user_id: &str) -> Result<Vec<String>> {
    let mut keys = vec![user_key(user_id)];
    if let Some(user) = app.users.get(app, scope.partner_id(), user_id).await? {
        let groups = app.groups.of_user(app, scope, user.row).await?;
        keys.extend(groups.iter().map(|membership| membership.key.clone()));
    }
    Ok(keys)
}

/// The categories whose members count in those that a query leaves, as a part of a query.
fn sources(scope: Scope, which: Cond) -> SelectStatement {
    Query::select()
        .column("member_category_id")
        .from("category")
        .cond_where(of_account(scope).add(which))
        .to_owned()
}

/// What a filter says about categories: the viewer has to find them, and where they inherit their members, those of the
/// category above are meant.
async fn of_categories(call: &Call, viewer: &Viewer, filter: &CategoryUserFilter) -> Result<Cond> {
    let (app, scope) = (call.app(), call.scope()?);
    let mut all = Cond::all();
    let among = |which: Cond| Expr::col("category_id").in_subquery(sources(scope, which));
    if viewer.is_enforced {
        all = all.add(among(visible(app, scope, viewer).await?));
    }
    if let Some(id) = filter.category_id_equal.get() {
        let category = find_visible(call, viewer, *id).await?.ok_or_else(|| not_found(*id))?;
        all = all.add(Expr::col("category_id").eq(category.member_category_id));
    }
    if let Some(list) = given(&filter.category_id_in) {
        let ids = values(list).filter_map(|id| id.parse::<i64>().ok());
        let which = visible(app, scope, viewer).await?.add(one_of("id", ids));
        all = all.add(among(which));
    }
    if let Some(path) = given(&filter.category_full_ids_equal) {
        all = all.add(among(Cond::all().add(Expr::col("full_ids").eq(path))));
    }
    if let Some(path) = given(&filter.category_full_ids_starts_with) {
        all = all.add(among(app.store.starts_with("full_ids", path)));
    }
    Ok(all)
}

/// The paths of the categories that members are in.
pub(super) async fn paths(app: &App, scope: Scope, members: &[Member]) -> Result<HashMap<i64, String>> {
    let ids: std::collections::BTreeSet<i64> = members.iter().map(|member| member.category_id).collect();
    let statement = Query::select()
        .columns(["id", "full_ids"])
        .from("category")
        .cond_where(of_account(scope))
        .and_where(one_of("id", ids))
        .to_owned();
    let rows = app.store.all(&statement).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("full_ids")?))).collect()
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::*;

    #[test]
    fn something_stands_behind_every_field_and_order() {
        let mut properties = Vec::new();
        CategoryUserFilter::default().each(&mut |property, _| {
            properties.extend(property.filter.iter().flat_map(|field| field.properties).copied());
        });
        properties.extend(CategoryUserFilter::CLASS.order_by);
        assert!(properties.len() > 10);
        assert_eq!(LISTING.unmapped(properties), [""; 0]);
    }
}
