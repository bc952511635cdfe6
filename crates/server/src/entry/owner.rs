//! Who may change an entry: asked before all permissions (reference: content-access.md §3).

use contract::describe::Edits;
use contract::errors::INVALID_KS;
use wire::ParamMap;

use super::known::Known;
use super::table::EntryRow;
use crate::app::App;
use crate::call::{Call, Scope};
use crate::entitlement::enforced::keys_of;
use crate::error::{Error, Result};
use crate::gate::session::Session;
use crate::playlist;
use crate::user::user_key;

/// The refusal: the session is of the wrong type to do this.
pub(crate) fn wrong_type() -> Error {
    INVALID_KS.with(["", "-4", "INVALID_TYPE"]).into()
}

/// Refuses sessions that may not change the entry that a call names. Entries that are not there, or are another
/// account's, are for the action to refuse.
pub(crate) async fn check(app: &App, session: Option<&Session>, edits: Edits, sent: &ParamMap) -> Result<()> {
    let Some(session) = session else { return Err(wrong_type()) };
    if session.token.is_admin() {
        return Ok(());
    }
    let id = sent.get(edits.parameter).map(|id| id.to_text().into_owned()).unwrap_or_default();
    let scope = Scope::of(session.partner.id);
    let Some(known) = app.entries.get(app, scope, &id).await? else { return Ok(()) };
    if may_edit(app, session, &known, edits.owner_only).await? { Ok(()) } else { Err(wrong_type()) }
}

/// Whether a session that is not an administrator's may change an entry.
pub(crate) async fn may_edit(app: &App, session: &Session, known: &Known, owner_only: bool) -> Result<bool> {
    let entry = &known.entry;
    let privileges = session.token.privileges();
    if privileges.verify("edit", &entry.id) || owns(session, known) {
        return Ok(true);
    }
    for playlist in privileges.playlists("edit") {
        let scope = Scope::of(session.partner.id);
        if playlist::named_by(app, scope, playlist).await?.contains(&entry.id) {
            return Ok(true);
        }
    }
    if owner_only || session.token.is_anonymous() {
        return Ok(false);
    }
    let keys = keys_of(app, &session.partner, &session.token, session.user.as_deref()).await?;
    Ok(entry.more.entitled_edit.iter().any(|user| keys.contains(&user_key(user))))
}

/// Whether the session's user owns the entry; nobody known owns what nobody owns.
pub(crate) fn owns(session: &Session, known: &Known) -> bool {
    let user = session.token.user().unwrap_or_default();
    let user = if session.token.is_anonymous() { "" } else { user };
    user_key(user) == user_key(&known.entry.owner_id)
}

/// Whether the session of a call may change an entry. Nobody known may not, even where the entry is nobody's.
pub(crate) async fn is_editor(call: &Call, entry: &Known) -> Result<bool> {
    let session = call.known_session()?;
    if session.token.is_admin() {
        return Ok(true);
    }
    if session.token.is_anonymous() {
        return Ok(session.token.privileges().verify("edit", &entry.entry.id));
    }
    may_edit(call.app(), session, entry, false).await
}

/// Whether an entry is a user's, or names the user or a group of theirs. The user's own folded id comes first.
pub(crate) fn concerns(entry: &EntryRow, keys: &[String]) -> bool {
    keys.first().is_some_and(|own| *own == user_key(&entry.owner_id))
        || entry.more.entitled().any(|(_, user)| keys.contains(&user_key(user)))
}
