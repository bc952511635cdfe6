//! Entries: what people watch, hear, read or list (reference: content-access.md §3 to §6).

pub mod any;
mod branches;
pub mod data_service;
mod fields;
pub mod filter;
mod known;
mod list;
mod listed;
pub mod media_service;
pub mod model;
mod narrow;
mod of_type;
pub(crate) mod owner;
pub(crate) mod profile_use;
mod recycle_bin;
pub(crate) mod search;
pub mod service;
mod show;
pub(crate) mod table;
pub(crate) mod values;
pub mod words;
mod write;

use std::sync::Arc;

use store::TextIndex;

pub(crate) use self::known::{Assigned, Known, announce, announce_all};
pub use self::known::{Entries, TOPIC};
pub(crate) use self::list::{concerning, only_seen};
pub(crate) use self::listed::{is_playable, listed, playable, readable_page};
pub(crate) use self::owner::concerns;
pub(crate) use self::show::{base as show_base, media as show_media, show};
pub(crate) use self::values::quizzes;
pub(crate) use self::write::{add, change, delete, follow_user, held, not_found, update, write};
use crate::access_control::decision::reasons::{Silent, Sink};
use crate::app::App;
use crate::call::{Call, Scope};
use crate::entitlement::{self, Viewer};
use crate::error::Result;
use crate::playback;
use crate::user::name_key;

/// The first version of an entry's content (reference: content-access.md §4.1).
const FIRST_VERSION: i64 = 100_000;

/// How deep entries may stand under entries.
const MAX_DEPTH: usize = 8;

const fn text_index() -> TextIndex {
    TextIndex::new("entry_text", &["name", "tags", "description", "admin_tags"])
}

/// A digit, an underscore and eight letters or digits (reference: content-access.md §4.1).
pub(crate) fn is_entry_id(id: &str) -> bool {
    match id.as_bytes() {
        [digit, b'_', rest @ ..] => {
            digit.is_ascii_digit() && rest.len() == 8 && rest.iter().all(u8::is_ascii_alphanumeric)
        }
        _ => false,
    }
}

/// The entry with this id that the session of a call may see; none also where it may not.
pub(crate) async fn visible(call: &Call, id: &str) -> Result<Option<Arc<Known>>> {
    visible_to(call, &entitlement::viewer(call).await?, id).await
}

/// [`visible`] for whoever is known already.
pub(crate) async fn visible_to(call: &Call, viewer: &Viewer, id: &str) -> Result<Option<Arc<Known>>> {
    let Some(known) = find_visible(call.app(), call.scope()?, viewer, id).await? else { return Ok(None) };
    Ok(Box::pin(playback::may_read(call, &known)).await?.then_some(known))
}

/// What entitlement says alone. Whoever answers a call asks [`visible_to`].
async fn find_visible(app: &App, scope: Scope, viewer: &Viewer, id: &str) -> Result<Option<Arc<Known>>> {
    let Some(known) = app.entries.get(app, scope, id).await? else { return Ok(None) };
    Ok(may_see(app, scope, viewer, &known).await?.then_some(known))
}

/// Whether a viewer may see an entry.
pub(crate) async fn may_see(app: &App, scope: Scope, viewer: &Viewer, known: &Known) -> Result<bool> {
    // Nobody has to ask what it stands under.
    if viewer.who.is_enforced { may_see_with(app, scope, viewer, known, &mut Silent).await } else { Ok(true) }
}

/// [`may_see`], with the reasons.
pub(crate) async fn may_see_with<S: Sink>(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    known: &Known,
    sink: &mut S,
) -> Result<bool> {
    let protector = protector(app, scope, known).await?;
    Ok(match &protector {
        Protector::Itself => viewer.may_see(known, Some(known), sink),
        Protector::Above(above) => viewer.may_see(known, Some(above), sink),
        Protector::Gone => viewer.may_see(known, None, sink),
    })
}

/// The entry whose protection another one has.
pub(crate) enum Protector {
    /// It stands alone.
    Itself,
    /// The topmost one that it stands under.
    Above(Arc<Known>),
    /// One that it stands under is deleted.
    Gone,
}

/// The entry whose protection another one has.
pub(crate) async fn protector(app: &App, scope: Scope, known: &Known) -> Result<Protector> {
    let mut above = Protector::Itself;
    let mut parent = known.entry.parent_id.clone();
    for _ in 0..MAX_DEPTH {
        let Some(id) = parent.clone() else { break };
        let Some(found) = app.entries.get(app, scope, &id).await? else { return Ok(Protector::Gone) };
        parent.clone_from(&found.entry.parent_id);
        above = Protector::Above(found);
    }
    Ok(above)
}
