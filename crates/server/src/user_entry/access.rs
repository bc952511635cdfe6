//! Who sees which user entries, and who may change them (reference: more-services.md §5.1, §5.3).

use std::sync::Arc;

use contract::errors::{INVALID_OBJECT_ID, INVALID_USER_ID};
use sea_query::{Cond, Expr, ExprTrait};

use super::model::UserEntryType;
use super::table::{self, Note};
use crate::call::Call;
use crate::entitlement::enforced::keys_of;
use crate::entry::owner::is_editor;
use crate::entry::{self, Known};
use crate::error::{Error, Result};
use crate::user::user_key;

/// What a session sees of what is noted of the entries that it sees.
pub(super) enum Sees {
    /// Everything.
    All,
    /// What is noted of its user, and of the entries that the user owns or is named on, alone or in a group. The user's
    /// own folded id comes first.
    Own(Vec<String>),
    /// Nothing: nobody has called.
    Nothing,
}

impl Sees {
    /// What the session of a call sees.
    pub(super) async fn of(call: &Call) -> Result<Self> {
        let session = call.known_session()?;
        if session.token.is_admin() {
            return Ok(Self::All);
        }
        let keys = keys_of(call.app(), &session.partner, &session.token, session.user.as_deref()).await?;
        Ok(if keys.is_empty() { Self::Nothing } else { Self::Own(keys) })
    }

    fn shows(&self, note: &Note, entry: &Known) -> bool {
        match self {
            Self::All => true,
            Self::Own(keys) => {
                keys.first().is_some_and(|own| note.is_of(own)) || entry::concerns(&entry.entry, keys)
            }
            Self::Nothing => false,
        }
    }

    /// The same for lists.
    pub(super) fn condition(&self, call: &Call) -> Result<Cond> {
        Ok(match self {
            Self::All => Cond::all(),
            Self::Own(keys) => Cond::any()
                .add_option(keys.first().map(|own| Expr::col("user_key").eq(own.as_str())))
                .add(entry::concerning(call.scope()?, keys, "entry_id")),
            Self::Nothing => Cond::all().add(Expr::cust("1 = 0")),
        })
    }
}

/// A user entry, with its entry, which the session sees.
pub(super) struct Found {
    pub note: Note,
    pub entry: Arc<Known>,
}

/// The refusal of whoever changes what is not there, or not theirs.
pub(super) fn not_found(id: i64) -> Error {
    INVALID_OBJECT_ID.with([id.to_string()]).into()
}

/// The user entry with this id, if the session sees its entry.
async fn of_seen_entry(call: &Call, id: i64) -> Result<Option<Found>> {
    let Some(note) = table::find(call.app(), call.scope()?, id).await? else { return Ok(None) };
    let entry = entry::visible(call, &note.entry_id).await?;
    Ok(entry.map(|entry| Found { note, entry }))
}

/// The user entry with this id that the session sees.
pub(super) async fn visible(call: &Call, id: i64) -> Result<Option<Found>> {
    let Some(found) = of_seen_entry(call, id).await? else { return Ok(None) };
    Ok(Sees::of(call).await?.shows(&found.note, &found.entry).then_some(found))
}

/// The user entry with this id of the session's user, or any for an administrator. What nobody known has noted is
/// nobody's.
pub(super) async fn own(call: &Call, id: i64) -> Result<Found> {
    let found = of_seen_entry(call, id).await?.ok_or_else(|| not_found(id))?;
    let session = call.known_session()?;
    let owns = || !session.token.is_anonymous() && found.note.is_of(&user_key(call.user_id()));
    if session.token.is_admin() || owns() { Ok(found) } else { Err(not_found(id)) }
}

/// The user entry with this id that the session may change: its own, and attempts at quizzes of entries that it may
/// change, and only these.
pub(super) async fn changeable(call: &Call, id: i64) -> Result<Found> {
    let found = of_seen_entry(call, id).await?.ok_or_else(|| not_found(id))?;
    if found.note.kind != UserEntryType::Quiz {
        return own(call, id).await;
    }
    if is_editor(call, &found.entry).await? {
        return Ok(found);
    }
    own(call, id).await?;
    Err(INVALID_USER_ID.bare().into())
}

/// The attempt with this id that the session may submit, or answer in: an administrator's any, a user's own, and for
/// nobody known one of nobody's.
pub(super) async fn attempted(call: &Call, id: i64) -> Result<Option<Found>> {
    let Some(found) = of_seen_entry(call, id).await? else { return Ok(None) };
    Ok(is_attempter(call, &found.note)?.then_some(found))
}

/// Whether the session is whose attempt it is.
pub(super) fn is_attempter(call: &Call, note: &Note) -> Result<bool> {
    let session = call.known_session()?;
    Ok(session.token.is_admin()
        || match &note.user_id {
            None => session.token.is_anonymous(),
            Some(user) => !session.token.is_anonymous() && user_key(user) == user_key(call.user_id()),
        })
}
