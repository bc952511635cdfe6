//! Lists of user entries (reference: more-services.md §5.3).

use contract::errors::{PROPERTY_VALIDATION_CANNOT_BE_NULL, USER_ENTRY_FILTER_FORBIDDEN_FIELDS_USED};
use contract::{ApiEnum, FilterPager, NullableBoolean, Prop};
use sea_query::{Cond, Expr, ExprTrait};
use store::one_of;

use super::access::Sees;
use super::model::{AnyUserEntryFilter, UserEntryFilter};
use super::table::{self, Note};
use crate::call::Call;
use crate::entitlement;
use crate::entry;
use crate::error::Result;
use crate::user::user_key;

/// Values of a list in a filter that count (reference: protocol.md §12.1).
const MAX_VALUES: usize = 500;

fn given(prop: &Prop<String>) -> Option<&str> {
    prop.get().map(String::as_str).filter(|text| !text.is_empty())
}

fn is_true(prop: &Prop<NullableBoolean>) -> bool {
    prop.get() == Some(&NullableBoolean::True)
}

/// Refuses a filter that names neither users nor entries, and one that asks for what callers may not.
pub(super) fn check(filter: &AnyUserEntryFilter) -> Result<()> {
    let base = filter.base();
    if given(&base.privacy_context_equal).or(given(&base.privacy_context_in)).is_some() {
        return Err(USER_ENTRY_FILTER_FORBIDDEN_FIELDS_USED.bare().into());
    }
    let naming = [&base.user_id_equal, &base.user_id_in, &base.entry_id_equal, &base.entry_id_in];
    if is_true(&base.user_id_equal_current) || naming.into_iter().any(|ids| given(ids).is_some()) {
        return Ok(());
    }
    let class = filter.class_name();
    let missing =
        ["userIdEqual", "userIdIn", "entryIdEqual", "entryIdIn"].map(|name| format!("{class}::{name}"));
    Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([missing.join("/")]).into())
}

/// The user entries that a filter asks for and the session of a call sees, and how many there are in all.
pub(super) async fn list(
    call: &Call,
    filter: &AnyUserEntryFilter,
    pager: Option<&FilterPager>,
) -> Result<(Vec<Note>, u64)> {
    let base = filter.base();
    let Some(entries) = of_seen_entries(call, base).await? else { return Ok((Vec::new(), 0)) };
    let mut wanted = Cond::all().add(Sees::of(call).await?.condition(call)?).add(entries);
    if let Some(kind) = filter.kind() {
        wanted = wanted.add(Expr::col("type").eq(kind.wire_value()));
    }
    if is_true(&base.is_anonymous) {
        wanted = wanted.add(Expr::col("user_key").is_null());
    }
    if is_true(&base.user_id_equal_current) {
        let is_somebody = call.session().is_some_and(|session| !session.token.is_anonymous());
        wanted = wanted.add(one_of("user_key", is_somebody.then(|| user_key(call.user_id()))));
    }
    table::list(call.app(), call.scope()?, wanted, &filter.query(pager)).await
}

/// That a user entry is of an entry that is asked for and seen; none: there is no such entry. Where entries are named,
/// these are those that `get` answers, and otherwise those that lists of entries show.
async fn of_seen_entries(call: &Call, filter: &UserEntryFilter) -> Result<Option<Cond>> {
    let viewer = entitlement::viewer(call).await?;
    let named: Vec<&str> = match (given(&filter.entry_id_equal), given(&filter.entry_id_in)) {
        (Some(id), _) => vec![id],
        (None, Some(ids)) => ids.split(',').take(MAX_VALUES).map(str::trim).collect(),
        (None, None) => {
            let scope = call.scope()?;
            return Ok(Some(entry::only_seen(call.app(), scope, &viewer, "entry_id").await?));
        }
    };
    let mut seen = Vec::new();
    for id in named {
        if entry::visible_to(call, &viewer, id).await?.is_some() {
            seen.push(id.to_owned());
        }
    }
    Ok((!seen.is_empty()).then(|| Cond::all().add(one_of("entry_id", seen))))
}
