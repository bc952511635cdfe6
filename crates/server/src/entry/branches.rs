//! What a session sees of the entries, as branches of a list that have no entry in common (docs/design/lists.md).

use sea_query::{Cond, Expr, ExprTrait, Func, JoinType, Query, SelectStatement, UnionType};
use store::Branch;

use crate::app::App;
use crate::call::Scope;
use crate::entitlement::{EVERYBODY, LOGGED_IN, Viewer, WHOLE_ACCOUNT, known_number};
use crate::error::Result;

/// The columns that are in `entry_shown` and `entry_user` too, so that a list that asks for no other reads one index.
pub(super) const COPIED: [&str; 6] = ["created_at", "status", "moderation", "display", "type", "media_type"];

/// The other columns that a filter or an order may name.
const OTHERS: [&str; 32] = [
    "partner_id",
    "public_id",
    "name_key",
    "owner_key",
    "creator_key",
    "updated_at",
    "start_date",
    "end_date",
    "access_control_id",
    "conversion_profile_id",
    "reference_id",
    "group_id",
    "parent_id",
    "root_id",
    "replacing_id",
    "replaced_id",
    "replacement_status",
    "partner_sort_value",
    "moderation_count",
    "rank",
    "total_rank",
    "plays",
    "views",
    "last_played_at",
    "duration",
    "media_date",
    "playlist_type",
    "source_type",
    "template_id",
    "version",
    "votes",
    "ms_duration",
];

/// Queries for rows of entries, of which each must (true) or must not have an entry that is listed.
pub(super) type Narrowing = Vec<(SelectStatement, bool)>;

/// The whole account, whoever may see what.
pub(super) fn of_account(scope: Scope, narrowing: &Narrowing) -> Vec<Branch> {
    vec![Branch::of_table(narrowed(super::list::whole(scope), "id", narrowing))]
}

/// What a session's lists are about; few branches for a narrow list.
pub(super) async fn of_viewer(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    narrow: bool,
    narrowing: &Narrowing,
) -> Result<Vec<Branch>> {
    let listed = List { app, scope, viewer, narrowing };
    if !viewer.lists_all {
        return Ok(listed.own_only());
    }
    if viewer.who.is_enforced {
        return listed.entitled(narrow).await;
    }
    let Some(whole) = known_number(app, scope, WHOLE_ACCOUNT).await? else { return Ok(Vec::new()) };
    Ok(vec![listed.shown(whole, audience_is(EVERYBODY))])
}

/// The numbers of the entries that a viewer sees who is held to entitlement, as queries.
pub(super) async fn seen(app: &App, scope: Scope, viewer: &Viewer) -> Result<Vec<SelectStatement>> {
    let everything = Narrowing::new();
    let listed = List { app, scope, viewer, narrowing: &everything };
    let branches = listed.entitled(true).await?;
    Ok(branches.iter().filter_map(|branch| branch.keys("id")).collect())
}

struct List<'a> {
    app: &'a App,
    scope: Scope,
    viewer: &'a Viewer,
    narrowing: &'a Narrowing,
}

impl List<'_> {
    async fn entitled(&self, narrow: bool) -> Result<Vec<Branch>> {
        let viewer = self.viewer;
        let context =
            known_number(self.app, self.scope, viewer.who.context.as_deref().unwrap_or_default()).await?;
        let mut open = vec![EVERYBODY];
        let mut as_member = Vec::new();
        if !viewer.is_anonymous() {
            open.push(LOGGED_IN);
            if let Some(context) = context {
                as_member = self.audiences(context).await?;
            }
        }
        let all = [&open[..], &as_member].concat();
        let is_one_of = |audiences: &[i64]| self.app.store.one_of_many(Expr::col("audience_id"), audiences);
        let mut branches = Vec::new();
        if let Some(context) = context {
            if narrow {
                branches.push(self.shown(context, is_one_of(&all)));
            } else {
                branches.extend(open.into_iter().map(|audience| self.shown(context, audience_is(audience))));
                if !as_member.is_empty() {
                    branches.push(self.shown(context, is_one_of(&as_member)));
                }
            }
        }
        if !viewer.is_anonymous() || !viewer.exempt.is_empty() {
            // A context that nothing was ever in has no number, and hides nothing from this branch.
            branches.push(self.personal(context.unwrap_or(0), is_one_of(&all)));
        }
        Ok(branches)
    }

    /// The user's own entries, and those of others that the session names.
    fn own_only(&self) -> Vec<Branch> {
        let viewer = self.viewer;
        let of_account = super::list::whole(self.scope);
        let mut branches = Vec::new();
        if !viewer.is_anonymous() {
            let own = of_account.clone().add(Expr::col("owner_key").eq(viewer.user_key()));
            branches.push(Branch::of_table(narrowed(own, "id", self.narrowing)));
        }
        if viewer.who.is_enforced && !viewer.exempt.is_empty() {
            let named = of_account.add(self.is_named()).add(Expr::col("owner_key").ne(viewer.user_key()));
            branches.push(Branch::of_table(narrowed(named, "id", self.narrowing)));
        }
        branches
    }

    fn is_named(&self) -> Expr {
        Expr::col("public_id").is_in(self.viewer.exempt.iter().map(String::as_str))
    }

    /// The entries of a context that are for these audiences, and their tally.
    fn shown(&self, context: i64, audience: Expr) -> Branch {
        let of_context = Cond::all().add(Expr::col("context_id").eq(context)).add(audience);
        let inner = Query::select()
            .expr_as(Expr::col("entry_id"), "id")
            .columns(COPIED)
            .from("entry_shown")
            .cond_where(narrowed(of_context.clone(), "entry_id", self.narrowing))
            .to_owned();
        let branch = Branch::of(with_others(inner));
        if self.narrowing.is_empty() { branch.tallied(of_context) } else { branch }
    }

    /// The audiences above the open ones that the viewer belongs to, by the categories it is a member of.
    async fn audiences(&self, context: i64) -> Result<Vec<i64>> {
        let members: Vec<i64> = self.viewer.member_of.iter().copied().collect();
        if members.is_empty() {
            return Ok(Vec::new());
        }
        let select = Query::select()
            .distinct()
            .column("audience_id")
            .from("audience")
            .and_where(self.app.store.one_of_many(Expr::col("category_id"), &members))
            .and_where(Expr::col("context_id").eq(context))
            .to_owned();
        let rows = self.app.store.all(&select).await?;
        rows.iter().map(|row| Ok(row.get("audience_id")?)).collect()
    }

    /// The entries that the viewer owns, is entitled to or names, but for those that it sees by their audience.
    fn personal(&self, context: i64, by_audience: Expr) -> Branch {
        let viewer = self.viewer;
        let named = Query::select()
            .column("id")
            .columns(COPIED)
            .from("entry")
            .cond_where(super::list::whole(self.scope))
            .and_where(self.is_named())
            .to_owned();
        let mut rows = Query::select();
        rows.expr_as(Expr::col("entry_id"), "id")
            .columns(COPIED)
            .from("entry_user")
            .and_where(Expr::col("user_key").is_in(viewer.who.keys.iter().map(String::as_str)))
            .and_where(Expr::col("partner_id").eq(self.scope.partner_id()));
        if viewer.is_anonymous() {
            rows = named;
        } else if viewer.exempt.is_empty() {
            rows.distinct();
        } else {
            rows.union(UnionType::Distinct, named);
        }
        // As a value of the row and not as a join: PostgreSQL would read all that the context has.
        let is_seen = Query::select()
            .expr(by_audience)
            .from("entry_shown")
            .and_where(Expr::col(("entry_shown", "entry_id")).equals(("shown", "id")))
            .and_where(Expr::col(("entry_shown", "context_id")).eq(context))
            .to_owned();
        let is_seen = Func::coalesce([Expr::from(is_seen), Expr::val(false)]);
        let mut rows = with_others(rows);
        rows.and_where(Expr::from(is_seen).not());
        for (query, wanted) in self.narrowing {
            let is_in = Expr::col(("shown", "id")).in_subquery(query.clone());
            rows.and_where(if *wanted { is_in } else { is_in.not() });
        }
        Branch::of(rows)
    }
}

fn audience_is(audience: i64) -> Expr {
    Expr::col("audience_id").eq(audience)
}

fn narrowed(base: Cond, key: &'static str, narrowing: &Narrowing) -> Cond {
    narrowing.iter().fold(base, |all, (query, wanted)| {
        let is_in = Expr::col(key).in_subquery(query.clone());
        all.add(if *wanted { is_in } else { is_in.not() })
    })
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
