//! `like_like` (reference: more-services.md §5.2).

use contract::errors::{
    FEATURE_FORBIDDEN, INVALID_USER_ID, MISSING_MANDATORY_PARAMETER, USER_LIKE_FOR_ENTRY_ALREADY_EXISTS,
    USER_LIKE_FOR_ENTRY_NOT_FOUND, USER_NOT_FOUND,
};
use contract::list::ApiFilter;
use contract::{FilterPager, ListOf, Prop, Time, service};
use sea_query::Cond;
use store::one_of;

use super::model::{Like, LikeFilter};
use super::table::{self, LikeRow};
use crate::call::Call;
use crate::entitlement;
use crate::entry;
use crate::error::{Error, Result};
use crate::user::{self, user_key};

/// Values of a list in a filter that count (reference: protocol.md §12.1).
const MAX_VALUES: usize = 500;

/// The service `like_like`.
pub struct LikeService;

/// Which users like which entries.
#[service(name = "like_like", plugin = "like")]
impl LikeService {
    /// Answers whether the session's user, or whom an administrator names, likes an entry.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION))]
    async fn check_like_exists(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// The user; the session's, if nobody is named.
        user_id: Option<String>,
    ) -> Result<bool> {
        let own = liker(call)?;
        require_entry(&entry_id)?;
        let asked = user_id.filter(|id| !id.is_empty()).unwrap_or_else(|| own.clone());
        if !call.is_admin() && user_key(&asked) != user_key(&own) {
            return Err(INVALID_USER_ID.bare().into());
        }
        if entry::visible(call, &entry_id).await?.is_none() {
            return Ok(false);
        }
        table::exists(call.app(), call.scope()?, &entry_id, &asked).await
    }

    /// Says that the session's user likes an entry.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION),
        throws(USER_LIKE_FOR_ENTRY_ALREADY_EXISTS, ENTRY_ID_NOT_FOUND)
    )]
    async fn like(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<bool> {
        let user_id = liker(call)?;
        require_entry(&entry_id)?;
        let already = || Error::from(USER_LIKE_FOR_ENTRY_ALREADY_EXISTS.bare());
        let (app, scope) = (call.app(), call.scope()?);
        if table::exists(app, scope, &entry_id, &user_id).await? {
            return Err(already());
        }
        entry::visible(call, &entry_id).await?.ok_or_else(|| entry::not_found(&entry_id))?;
        user::ensure_exists(app, scope.partner_id(), &user_id, call.now()).await?;
        let mut tx = app.store.begin().await?;
        let mut entry = entry::held(&mut tx, call, &entry_id).await?;
        let like = LikeRow { entry_id, user_id, created_at: call.now() };
        table::insert(&mut tx, scope, &like)
            .await
            .map_err(|error| if error.is_unique_violation() { already() } else { error })?;
        entry.votes = entry.votes.saturating_add(1);
        entry.total_rank = entry.total_rank.saturating_add(1);
        entry::write(&mut tx, call, &mut entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Answers likes of entries that the session sees, the newest first.
    #[action(session = always, allow(LIKE_LIST_ADMIN, LIKE_LIST_USER))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<LikeFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Like>> {
        require_feature(call)?;
        let filter = filter.unwrap_or_default();
        if let Some(id) = given(&filter.user_id_equal)
            && call.app().users.get(call.app(), call.scope()?.partner_id(), id).await?.is_none()
        {
            return Err(USER_NOT_FOUND.bare().into());
        }
        let wanted = of_seen_entries(call, &filter).await?;
        let (rows, total) =
            table::list(call.app(), call.scope()?, wanted, &filter.query(pager.as_ref())).await?;
        let show = |like: LikeRow| Like {
            entry_id: like.entry_id.into(),
            user_id: like.user_id.into(),
            created_at: Time(like.created_at).into(),
        };
        Ok(ListOf {
            objects: Some(rows.into_iter().map(show).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Says that the session's user does not like an entry any more.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION))]
    async fn unlike(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<bool> {
        let user_id = liker(call)?;
        require_entry(&entry_id)?;
        let missing = || Error::from(USER_LIKE_FOR_ENTRY_NOT_FOUND.bare());
        let scope = call.scope()?;
        if !table::exists(call.app(), scope, &entry_id, &user_id).await? {
            return Err(missing());
        }
        let mut tx = call.app().store.begin().await?;
        let mut entry = entry::held(&mut tx, call, &entry_id).await?;
        if !table::delete(&mut tx, scope, &entry_id, &user_id).await? {
            return Err(missing());
        }
        entry.votes = entry.votes.saturating_sub(1).max(0);
        entry.total_rank = entry.total_rank.saturating_sub(1).max(0);
        entry::write(&mut tx, call, &mut entry).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn require_feature(call: &Call) -> Result<()> {
    if call.partner()?.has_feature("FEATURE_LIKE") {
        Ok(())
    } else {
        Err(FEATURE_FORBIDDEN.with(["like"]).into())
    }
}

/// The user who likes something; nobody known likes nothing.
fn liker(call: &Call) -> Result<String> {
    require_feature(call)?;
    if call.known_session()?.token.is_anonymous() {
        return Err(INVALID_USER_ID.bare().into());
    }
    Ok(call.user_id().to_owned())
}

fn require_entry(id: &str) -> Result<()> {
    if id.is_empty() { Err(MISSING_MANDATORY_PARAMETER.with(["entryId"]).into()) } else { Ok(()) }
}

fn given(prop: &Prop<String>) -> Option<&str> {
    prop.get().map(String::as_str).filter(|text| !text.is_empty())
}

/// That a like is of an entry that is asked for and seen.
async fn of_seen_entries(call: &Call, filter: &LikeFilter) -> Result<Cond> {
    let viewer = entitlement::viewer(call).await?;
    if let Some(id) = given(&filter.entry_id_equal) {
        entry::visible_to(call, &viewer, id).await?.ok_or_else(|| entry::not_found(id))?;
        return Ok(Cond::all().add(one_of("entry_id", [id.to_owned()])));
    }
    let Some(ids) = given(&filter.entry_id_in) else {
        return entry::only_seen(call.app(), call.scope()?, &viewer, "entry_id").await;
    };
    let mut seen = Vec::new();
    for id in ids.split(',').take(MAX_VALUES).map(str::trim) {
        if entry::visible_to(call, &viewer, id).await?.is_some() {
            seen.push(id.to_owned());
        }
    }
    Ok(Cond::all().add(one_of("entry_id", seen)))
}
