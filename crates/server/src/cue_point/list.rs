//! Lists of cue points: which ones a filter asks for, and which of those the session sees (reference:
//! search-metadata.md §6.4, §6.5).

use contract::enums::NullableBoolean;
use contract::errors::{INVALID_USER_ID, PROPERTY_VALIDATION_CANNOT_BE_NULL};
use contract::filter::{Condition, Operand, Operator, Page};
use contract::{ApiEnum, FilterPager, Prop};
use sea_query::{Cond, Expr, ExprTrait};
use store::one_of;

use super::access::Sees;
use super::filter::{AnyCuePointFilter, CuePointFilter};
use super::table::{self, CueRow};
use crate::call::Call;
use crate::entitlement;
use crate::entry;
use crate::error::Result;
use crate::user::user_key;

/// Values of a list in a filter that count (reference: protocol.md §12.1).
const MAX_VALUES: usize = 500;

/// The page where none is asked for.
const WHOLE: Page = Page { size: 500, index: 1 };

fn given(prop: &Prop<String>) -> Option<&str> {
    prop.get().map(String::as_str).filter(|text| !text.is_empty())
}

fn values(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').take(MAX_VALUES).map(str::trim).filter(|value| !value.is_empty())
}

/// Refuses a filter that names neither cue points nor entries.
pub(super) fn require_names(filter: &AnyCuePointFilter) -> Result<()> {
    let base = filter.base();
    let naming = [&base.id_equal, &base.id_in, &base.entry_id_equal, &base.entry_id_in];
    if naming.into_iter().any(|ids| given(ids).is_some()) {
        return Ok(());
    }
    let class = filter.class_name();
    let missing = ["idEqual", "idIn", "entryIdEqual", "entryIdIn"].map(|name| format!("{class}::{name}"));
    Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([missing.join("/")]).into())
}

/// The cue points that a filter asks for and the session of a call sees, and how many there are in all.
pub(super) async fn list(
    call: &Call,
    filter: &AnyCuePointFilter,
    pager: Option<&FilterPager>,
) -> Result<(Vec<CueRow>, u64)> {
    let (app, scope, base) = (call.app(), call.scope()?, filter.base());
    let sees = Sees::of(call);
    // Nobody known asks for answers by their attempts, which are nobody's.
    let mut wanted = Cond::all().add(match (&sees, attempts(filter)) {
        (Sees::Open, Some(_)) => Sees::of_nobody(),
        _ => sees.condition(),
    });
    let Some(entries) = of_seen_entries(call, base).await? else { return Ok((Vec::new(), 0)) };
    wanted = wanted.add(entries);
    if let Some(users) = of_users(call, base).await? {
        wanted = wanted.add(users);
    }
    if let Some(kind) = filter.kind() {
        wanted = wanted.add(Expr::col("type").eq(kind.wire_value()));
    }
    if let Some(attempts) = attempts(filter) {
        wanted = wanted.add(one_of("attempt_id", attempts));
    }
    if filter.asks_for_public() {
        wanted = wanted.add(Expr::col("is_public").eq(true));
    }
    let mut query = filter.query(pager);
    if pager.is_none() {
        query.page = WHOLE;
    }
    if let Some(text) = given(&base.free_text) {
        query.conditions.push(free_text(text));
    }
    table::list(app, scope, wanted, &query).await
}

/// The attempts whose answers a filter asks for; none: of whatever attempt.
fn attempts(filter: &AnyCuePointFilter) -> Option<Vec<i64>> {
    let AnyCuePointFilter::Answer(filter) = filter else { return None };
    let ids = given(&filter.quiz_user_entry_id_equal).or(given(&filter.quiz_user_entry_id_in))?;
    Some(values(ids).filter_map(|id| id.parse().ok()).collect())
}

/// That a cue point is of an entry that is asked for and seen; none: there is no such entry. Where entries or cue points
/// are named, these are the entries that `get` answers, and otherwise those that lists of entries show.
async fn of_seen_entries(call: &Call, filter: &CuePointFilter) -> Result<Option<Cond>> {
    let viewer = entitlement::viewer(call).await?;
    let (app, scope) = (call.app(), call.scope()?);
    let list = |ids: Option<&str>| ids.map(|ids| values(ids).map(str::to_owned).collect::<Vec<_>>());
    let one = |id: Option<&str>| id.map(|id| vec![id.to_owned()]);
    let named = match one(given(&filter.entry_id_equal)).or_else(|| list(given(&filter.entry_id_in))) {
        Some(entries) => entries,
        None if !viewer.who.is_enforced => return Ok(Some(Cond::all())),
        None => match one(given(&filter.id_equal)).or_else(|| list(given(&filter.id_in))) {
            Some(ids) => table::entries_of(app, scope, ids).await?,
            None => return Ok(Some(entry::only_seen(app, scope, &viewer, "entry_id").await?)),
        },
    };
    let mut seen = Vec::new();
    for id in named {
        if entry::visible_to(call, &viewer, &id).await?.is_some() {
            seen.push(id);
        }
    }
    Ok((!seen.is_empty()).then(|| Cond::all().add(one_of("entry_id", seen))))
}

/// That a cue point is of one of the users who are asked for; none: of whomever.
async fn of_users(call: &Call, filter: &CuePointFilter) -> Result<Option<Cond>> {
    let mut wanted: Option<Cond> = None;
    for ids in [
        given(&filter.user_id_equal).map(|id| vec![id]),
        given(&filter.user_id_in).map(|ids| values(ids).collect()),
    ] {
        let Some(ids) = ids else { continue };
        for id in &ids {
            if call.app().users.get(call.app(), call.scope()?.partner_id(), id).await?.is_none() {
                return Err(INVALID_USER_ID.bare().into());
            }
        }
        let of_these = one_of("user_key", ids.into_iter().map(user_key));
        wanted = Some(wanted.unwrap_or_else(Cond::all).add(of_these));
    }
    let own = [&filter.user_id_equal_current, &filter.user_id_current];
    if own.into_iter().any(|own| own.get() == Some(&NullableBoolean::True)) {
        let is_somebody = call.session().is_some_and(|session| !session.token.is_anonymous());
        let own = one_of("user_key", is_somebody.then(|| user_key(call.user_id())));
        wanted = Some(wanted.unwrap_or_else(Cond::all).add(own));
    }
    Ok(wanted)
}

/// Every word counts; what stands in quotes is one.
fn free_text(text: &str) -> Condition {
    let words =
        if text.contains(['"', ',']) { text.to_owned() } else { text.replace(char::is_whitespace, ",") };
    Condition { properties: &["freeText"], operator: Operator::MatchAnd, operand: Operand::Text(words) }
}
