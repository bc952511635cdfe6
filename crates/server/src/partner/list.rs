//! Lists of accounts (reference: identity.md §5.1): the own one and those that belong to it, or those that a person
//! administers.

use std::sync::{Arc, LazyLock};

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use store::{Branch, ColumnKind, Listing};

use super::table::fold;
use super::{Partner, PartnerStatus};
use crate::app::App;
use crate::error::Result;

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    let folded = ColumnKind::Folded(fold);
    Listing::new("partner", ["id"], "id")
        .column("id", "id", ColumnKind::Int)
        .column("name", "name_key", folded)
        .column("website", "website_key", folded)
        .column("description", "description_key", folded)
        .column("adminName", "admin_name_key", folded)
        .column("adminEmail", "admin_email_key", folded)
        .column("status", "status", ColumnKind::Int)
        .column("partnerPackage", "package", ColumnKind::Int)
        .column("partnerGroupType", "group_type", ColumnKind::Int)
        .column("monitorUsage", "monitor_usage", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .never_null(["name_key", "status", "package", "group_type", "created_at"])
});

/// The rows of accounts with the status that they have at the moment, so that filters find what answers show.
fn rows(status: CaseStatement) -> SelectStatement {
    let on_trial = Expr::col("trial_ends_at").is_not_null();
    Query::select()
        .columns([
            "id",
            "name_key",
            "website_key",
            "description_key",
            "admin_name_key",
            "admin_email_key",
            "package",
            "group_type",
            "created_at",
        ])
        .expr_as(status, "status")
        .expr_as(CaseStatement::new().case(on_trial, number(2)).finally(number(0)), "monitor_usage")
        .from("partner")
        .to_owned()
}

/// An account and those that belong to it, whatever their status, and how many there are.
pub(super) async fn own_and_children(
    app: &App,
    own: &Partner,
    query: &ListQuery,
    now: i64,
) -> Result<(Vec<Arc<Partner>>, u64)> {
    let own_status = own.status(now);
    let active = if own_status == PartnerStatus::ReadOnly { own_status } else { PartnerStatus::Active };
    let is_active = || Expr::col("status").eq(PartnerStatus::Active.number());
    // What `Standing::status_below` says, for the database.
    let status = CaseStatement::new()
        .case(Expr::col("id").eq(own.id), number(own_status.number()))
        .case(is_active().and(Expr::col("trial_ends_at").lte(now)), Expr::col("trial_end"))
        .case(is_active(), number(active.number()))
        .finally(Expr::col("status"));
    let rows =
        rows(status).and_where(Expr::col("id").eq(own.id).or(Expr::col("parent_id").eq(own.id))).to_owned();
    fetch(app, rows, query, now).await
}

/// Some accounts that are known to be active.
pub(super) async fn active_ones(
    app: &App,
    ids: Vec<i64>,
    query: &ListQuery,
    now: i64,
) -> Result<Vec<Arc<Partner>>> {
    let status = CaseStatement::new()
        .case(Expr::col("id").is_in(ids.clone()), number(PartnerStatus::Active.number()))
        .finally(Expr::col("status"));
    let rows = rows(status).and_where(Expr::col("id").is_in(ids)).to_owned();
    Ok(fetch(app, rows, query, now).await?.0)
}

/// A number whose type PostgreSQL need not guess.
fn number(number: i64) -> Expr {
    Expr::val(number).cast_as("bigint")
}

async fn fetch(
    app: &App,
    rows: SelectStatement,
    query: &ListQuery,
    now: i64,
) -> Result<(Vec<Arc<Partner>>, u64)> {
    let (rows, total) = LISTING.fetch_branches(&app.store, vec![Branch::of(rows)], query).await?;
    let mut partners = Vec::with_capacity(rows.len());
    for row in rows {
        partners.extend(app.partners.get(app, row.get("id")?).await?);
    }
    // Which accounts are on the page goes by what they are at the moment; the page itself comes in the order of
    // what is stored.
    if let Some(order) = query.order.first().filter(|order| order.property == "status") {
        let direction = if order.descending { -1 } else { 1 };
        partners.sort_by_key(|partner| partner.status(now).number() * direction);
    }
    Ok((partners, total))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::filter::PartnerFilter;
    use super::*;

    #[test]
    fn everything_that_a_filter_may_name_has_a_column() {
        let mut named = PartnerFilter::CLASS.order_by.to_vec();
        PartnerFilter::default().each(&mut |property, _| {
            named.extend(property.filter.iter().flat_map(|field| field.properties));
        });
        assert_eq!(LISTING.unmapped(named), Vec::<&str>::new());
    }
}
