//! What a session sees of the entries, said twice: as branches of a list, and plainly, as the reference says it.

use sea_query::{Cond, Expr, ExprTrait, Func, JoinType, Query, SelectStatement, UnionType};
use store::{Branch, Store, StoreError};

use super::account::{ALL, AUTHENTICATED_USERS, Account, DEFAULT_CONTEXT, Entry, public_id};
use super::tables::{COPIED, EVERYBODY, LOGGED_IN, OTHERS, PARTNER, WHOLE_ACCOUNT};

/// Who asks.
pub(super) enum Viewer {
    /// Nothing is kept from it: an administrator's session, entitlement not enforced.
    Everything,
    /// Entitlement is enforced: an administrator's session, or one with `list:*`.
    Entitled(Entitled),
    /// A user's session without `list:*`: own entries, and those that it names.
    OwnOnly(Entitled),
}

#[derive(Clone)]
pub(super) struct Entitled {
    pub(super) context: i64,
    /// The user and its groups; empty: anonymous.
    pub(super) keys: Vec<usize>,
    /// Entries named by `disableentitlementforentry`.
    pub(super) named: Vec<i64>,
}

pub(super) fn key(user: usize) -> String {
    format!("user{user}")
}

/// Whether the viewer's lists have this entry, in the words of content-access.md §16.4.
pub(super) fn is_listed(account: &Account, viewer: &Viewer, entry: &Entry) -> bool {
    let viewer = match viewer {
        Viewer::Everything => return true,
        Viewer::OwnOnly(viewer) => {
            return viewer.keys.first() == Some(&entry.owner) || viewer.named.contains(&entry.id);
        }
        Viewer::Entitled(viewer) => viewer,
    };
    let in_category = entry.categories.iter().any(|&number| {
        let category = &account.categories[number];
        let is_member = || viewer.keys.iter().any(|key| category.members.contains(key));
        category.contexts.contains(&viewer.context)
            && (category.privacy == ALL
                || (category.privacy == AUTHENTICATED_USERS && !viewer.keys.is_empty())
                || is_member())
    });
    in_category
        || (entry.categories.is_empty() && viewer.context == DEFAULT_CONTEXT)
        || viewer.keys.first() == Some(&entry.owner)
        || viewer.keys.iter().any(|key| entry.entitled.contains(key))
        || viewer.named.contains(&entry.id)
}

/// The same as branches, which have no entry in common; few of them for a narrow list (`Listing::is_narrow`).
pub(super) async fn branches(
    store: &Store,
    viewer: &Viewer,
    narrow: bool,
) -> Result<Vec<Branch>, StoreError> {
    Ok(match viewer {
        Viewer::Everything => vec![shown(WHOLE_ACCOUNT, audience_is(EVERYBODY))],
        Viewer::OwnOnly(viewer) => own_only(viewer),
        Viewer::Entitled(viewer) => entitled(store, viewer, narrow).await?,
    })
}

async fn entitled(store: &Store, viewer: &Entitled, narrow: bool) -> Result<Vec<Branch>, StoreError> {
    let mut open = vec![EVERYBODY];
    let mut as_member = Vec::new();
    if !viewer.keys.is_empty() {
        open.push(LOGGED_IN);
        as_member = audiences_of(store, viewer).await?;
    }
    let all = [&open[..], &as_member].concat();
    let is_one_of = |audiences: &[i64]| store.one_of_many(Expr::col("audience_id"), audiences);
    let mut branches = Vec::new();
    if narrow {
        branches.push(shown(viewer.context, is_one_of(&all)));
    } else {
        branches.extend(open.into_iter().map(|audience| shown(viewer.context, audience_is(audience))));
        if !as_member.is_empty() {
            branches.push(shown(viewer.context, is_one_of(&as_member)));
        }
    }
    if !viewer.keys.is_empty() || !viewer.named.is_empty() {
        branches.push(personal(viewer, is_one_of(&all)));
    }
    Ok(branches)
}

fn own_only(viewer: &Entitled) -> Vec<Branch> {
    let owner = key(viewer.keys[0]);
    let of_account = Cond::all().add(Expr::col("partner_id").eq(PARTNER));
    let mut branches =
        vec![Branch::of_table(of_account.clone().add(Expr::col("owner_key").eq(owner.as_str())))];
    if !viewer.named.is_empty() {
        let named = of_account.add(is_named(viewer)).add(Expr::col("owner_key").ne(owner));
        branches.push(Branch::of_table(named));
    }
    branches
}

fn is_named(viewer: &Entitled) -> Expr {
    Expr::col("public_id").is_in(viewer.named.iter().map(|id| public_id(*id)))
}

fn audience_is(audience: i64) -> Expr {
    Expr::col("audience_id").eq(audience)
}

/// The entries of a context that are for these audiences, and their tally.
fn shown(context: i64, audience: Expr) -> Branch {
    let of_context = Cond::all().add(Expr::col("context_id").eq(context)).add(audience);
    let inner = Query::select()
        .expr_as(Expr::col("entry_id"), "id")
        .columns(COPIED)
        .from("entry_shown")
        .cond_where(of_context.clone())
        .to_owned();
    Branch::of(with_others(inner)).tallied(of_context)
}

/// The rows with those columns that only the entry has.
fn with_others(rows: SelectStatement) -> SelectStatement {
    Query::select()
        .column(("shown", "id"))
        .columns(COPIED.map(|column| ("shown", column)))
        .columns(OTHERS.map(|column| ("whole", column)))
        .from_subquery(rows, "shown")
        .join_as(JoinType::LeftJoin, "entry", "whole", Expr::col(("whole", "id")).equals(("shown", "id")))
        .to_owned()
}

/// The audiences above the open ones that the viewer belongs to, by the categories it is a member of.
async fn audiences_of(store: &Store, viewer: &Entitled) -> Result<Vec<i64>, StoreError> {
    let select = Query::select()
        .distinct()
        .column(("audience", "audience_id"))
        .from_as("category_user", "member")
        .join_as(
            JoinType::InnerJoin,
            "audience",
            "audience",
            Expr::col(("audience", "category_id")).equals(("member", "category_id")),
        )
        .and_where(Expr::col(("member", "user_key")).is_in(viewer.keys.iter().map(|user| key(*user))))
        .and_where(Expr::col(("audience", "context_id")).eq(viewer.context))
        .to_owned();
    store.all(&select).await?.iter().map(|row| row.get("audience_id")).collect()
}

/// The entries that the viewer owns, is entitled to or names, but for those that it sees by their audience.
fn personal(viewer: &Entitled, by_audience: Expr) -> Branch {
    let named = Query::select()
        .column("id")
        .columns(COPIED)
        .from("entry")
        .and_where(Expr::col("partner_id").eq(PARTNER))
        .and_where(is_named(viewer))
        .to_owned();
    let mut rows = Query::select();
    rows.expr_as(Expr::col("entry_id"), "id")
        .columns(COPIED)
        .from("entry_user")
        .and_where(Expr::col("user_key").is_in(viewer.keys.iter().map(|user| key(*user))));
    if viewer.keys.is_empty() {
        rows = named;
    } else if viewer.named.is_empty() {
        rows.distinct();
    } else {
        rows.union(UnionType::Distinct, named);
    }
    // As a value of the row and not as a join: PostgreSQL would read all that the context has.
    let is_seen = Query::select()
        .expr(by_audience)
        .from("entry_shown")
        .and_where(Expr::col(("entry_shown", "entry_id")).equals(("shown", "id")))
        .and_where(Expr::col(("entry_shown", "context_id")).eq(viewer.context))
        .to_owned();
    let is_seen = Func::coalesce([Expr::from(is_seen), Expr::val(false)]);
    let mut rows = with_others(rows);
    rows.and_where(Expr::from(is_seen).not());
    Branch::of(rows)
}
