//! From a call, and what it says about itself, to the facts of a decision (reference: content-access.md §10.1).

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use contract::common::KeyValue;
use contract::{Api, PermitsAll};
use ks::Opened;

use super::Seen;
use super::model::AccessControlScope;
use crate::access_control::decision::{Context, Contexts, EntryFacts, Facts, RequestFacts, SessionFacts};
use crate::access_control::{AssetFacts, InMemory};
use crate::asset::{self, Asset};
use crate::call::{Call, Scope, invalid_ks};
use crate::entry::Known;
use crate::entry::words::{EntryDisplayInSearchType, EntryModerationStatus};
use crate::error::Result;
use crate::gate::session;
use crate::user::{self, User};

/// Playlists, and entries that lead elsewhere, that a session can name and that are looked into.
const MOST_NAMED: usize = 100;

/// What a decision is made from, read from a call. Everybody may say on which page they are and what for they ask;
/// administrators may ask on behalf of others.
pub(super) struct Asked<'a> {
    session: Option<Opened>,
    text: String,
    user: Option<Arc<User>>,
    email: Option<String>,
    address: Option<IpAddr>,
    referrer: Option<Cow<'a, str>>,
    user_agent: Option<Cow<'a, str>>,
    now: i64,
    contexts: Contexts,
    hashes: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, Cow<'a, str>)>,
    action: Option<String>,
    playlists: Vec<String>,
    redirected_from: Vec<String>,
    assets: Vec<AssetFacts>,
}

/// Who wants to know.
pub(super) enum Asker {
    /// The session of the call, for itself; an administrator's may name another one.
    Caller,
    /// Somebody who may manage the account, for the session that is named, or for whoever has none.
    Manager,
    /// Likewise, for a session that there is none of but in words.
    Described(Opened),
}

impl<'a> Asked<'a> {
    pub(super) async fn read(
        call: &'a Call,
        seen: &Seen,
        said: &'a AccessControlScope,
        asker: Asker,
    ) -> Result<Self> {
        let is_manager = !matches!(asker, Asker::Caller);
        let is_admin = is_manager || call.is_admin();
        let request = call.request();
        // What is no UTF-8 is still there: a broken header must not pass for none.
        let lossy = |value: &'a http::HeaderValue| String::from_utf8_lossy(value.as_bytes());
        let header = |name: &str| request.headers.get(name).map(lossy);
        // What only administrators may say.
        let said_by_admin = |text: &'a contract::Prop<String>| {
            text.get().filter(|text| is_admin && !text.is_empty()).map(String::as_str)
        };
        let (session, text, user) = match (asker, said_by_admin(&said.ks)) {
            (Asker::Described(session), _) => {
                let user = user_of(call, &session).await?;
                (Some(session), String::new(), user)
            }
            (_, Some(text)) => of_another(call, text).await?,
            (Asker::Manager, None) => (None, String::new(), None),
            (Asker::Caller, None) => (
                call.session().map(|session| Opened::clone(&session.token)),
                call.session().map(|session| session.text.clone()).unwrap_or_default(),
                call.session().and_then(|session| session.user.clone()),
            ),
        };
        let email = match &user {
            Some(user) if is_manager || seen.rules.ask_for_email() => {
                user::contact(call.app(), user).await?.email
            }
            _ => None,
        };
        let contexts: Vec<Context> = said
            .contexts
            .get()
            .into_iter()
            .flatten()
            .filter_map(|holder| holder.base.r#type.get().copied())
            .collect();
        let named = match &session {
            Some(session) => named(call, session, &seen.protector).await?,
            None => Named::default(),
        };
        let assets = if is_manager || seen.rules.ask_for_assets() {
            ready_assets(call, &seen.protector).await?
        } else {
            Vec::new()
        };
        let (service, action) = call.action_name();
        let own_address = if is_manager { "" } else { request.address.as_str() };
        let address = said_by_admin(&said.ip).unwrap_or(own_address);
        Ok(Self {
            session,
            text,
            user,
            email,
            address: address.trim().parse().ok(),
            referrer: said
                .referrer
                .get()
                .filter(|referrer| !referrer.is_empty())
                .map(|referrer| Cow::Borrowed(referrer.as_str()))
                .or_else(|| header("referer").filter(|_| !is_manager)),
            user_agent: said_by_admin(&said.user_agent)
                .map(Cow::Borrowed)
                .or_else(|| header("user-agent").filter(|_| !is_manager)),
            now: said.time.get().filter(|time| is_admin && time.0 > 0).map_or(call.now(), |time| time.0),
            contexts: Contexts::of(&contexts),
            hashes: said.hashes.get().into_iter().flatten().filter_map(pair).collect(),
            action: (!is_manager).then(|| [service, action].join(".")),
            headers: if is_manager { Vec::new() } else { request.header_texts() },
            playlists: named.playlists,
            redirected_from: named.redirected_from,
            assets,
        })
    }

    /// Calls with the facts.
    pub(super) fn facts<T>(&self, call: &Call, seen: &Seen, run: impl FnOnce(&Facts<'_>) -> T) -> T {
        let session = self.session.as_ref().map(|session| SessionFacts {
            kind: session.kind(),
            number: session.type_text().and_then(|text| text.parse().ok()).unwrap_or_default(),
            user: session.user().unwrap_or_default(),
            is_anonymous: session.is_anonymous(),
            privileges: session.privileges(),
            text: &self.text,
            roles: self.user.as_ref().map_or(&[], |user| user.role_ids.as_slice()),
            email: self.email.as_deref(),
        });
        let (entry, protector) = (&seen.entry.entry, &seen.protector.entry);
        let entry = EntryFacts {
            id: &protector.id,
            owner: &entry.owner_id,
            start: protector.start_date,
            end: protector.end_date,
            in_moderation: matches!(
                entry.moderation,
                EntryModerationStatus::PendingModeration | EntryModerationStatus::Rejected
            ),
            is_recycled: entry.display == EntryDisplayInSearchType::Recycled,
            playlists: &self.playlists,
            redirected_from: &self.redirected_from,
        };
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (*name, &**value)).collect();
        let request = RequestFacts {
            now: self.now,
            address: self.address,
            referrer: self.referrer.as_deref(),
            user_agent: self.user_agent.as_deref(),
            headers: &headers,
            action: self.action.as_deref(),
            contexts: self.contexts,
            hashes: &self.hashes,
            ..RequestFacts::default()
        };
        let lookups = InMemory { geoip: call.app().geoip(), assets: &self.assets };
        run(&Facts { session, entry: Some(entry), request, lookups: &lookups })
    }
}

fn pair(pair: &KeyValue) -> Option<(&str, &str)> {
    Some((pair.key.get()?, pair.value.get()?))
}

/// The session that an administrator asks about. Its signature has to be right; it may be over.
async fn of_another(call: &Call, text: &str) -> Result<(Option<Opened>, String, Option<Arc<User>>)> {
    let read = session::read(call.app(), call.request(), text).await?;
    let partner = call.scope()?.partner_id();
    if read.partner.id != partner {
        return Err(invalid_ks(text));
    }
    let user = user_of(call, &read.opened).await?;
    Ok((Some(read.opened), read.text, user))
}

/// The user of a session, where the account knows one.
async fn user_of(call: &Call, session: &Opened) -> Result<Option<Arc<User>>> {
    match session.user() {
        Some(user) if !session.is_anonymous() => {
            call.app().users.get(call.app(), call.scope()?.partner_id(), user).await
        }
        _ => Ok(None),
    }
}

/// What a session names that has to do with an entry.
#[derive(Default)]
struct Named {
    playlists: Vec<String>,
    redirected_from: Vec<String>,
}

/// The playlists of the session that hold the entry, and the entries of the session that lead to it: either lets view it
/// (reference: content-access.md §2.1).
async fn named(call: &Call, session: &Opened, entry: &Known) -> Result<Named> {
    let (app, scope, id) = (call.app(), call.scope()?, entry.entry.id.as_str());
    let privileges = session.privileges();
    let mut named = Named::default();
    for playlist in privileges.playlists("sview").take(MOST_NAMED) {
        if let Some(found) = app.entries.get(app, scope, playlist).await?
            && holds(&found, id)
        {
            named.playlists.push(playlist.to_owned());
        }
    }
    if !privileges.verify("sview", id) {
        named.redirected_from = leading_to(call, scope, privileges.values("sview"), id).await?;
    }
    Ok(named)
}

async fn leading_to<'p>(
    call: &Call,
    scope: Scope,
    from: impl Iterator<Item = &'p str>,
    id: &str,
) -> Result<Vec<String>> {
    let mut leading = Vec::new();
    for from in from.take(MOST_NAMED) {
        let found = call.app().entries.get(call.app(), scope, from).await?;
        if found.is_some_and(|found| found.entry.redirect_id.as_deref() == Some(id)) {
            leading.push(from.to_owned());
        }
    }
    Ok(leading)
}

/// Whether a playlist of the kind that names its entries names this one.
fn holds(playlist: &Known, id: &str) -> bool {
    /// `KalturaPlaylistType`: a list of ids, and a path.
    const NAMED: [i64; 2] = [3, 102];
    let more = &playlist.entry.more;
    more.playlist_type.is_some_and(|kind| NAMED.contains(&kind))
        && more.playlist_content.as_deref().unwrap_or_default().split(',').any(|named| named.trim() == id)
}

/// The files of an entry whose content is there (reference: content-access.md §11.2, type 8).
async fn ready_assets(call: &Call, entry: &Known) -> Result<Vec<AssetFacts>> {
    let all = asset::of_entry(call.app(), call.scope()?, &entry.entry.id).await?;
    all.iter().filter(|asset| asset.is_ready()).map(facts_of).collect()
}

fn facts_of(asset: &Asset) -> Result<AssetFacts> {
    let shown = match asset.kind {
        asset::Kind::Flavor => asset::flavor_service::show(asset)?.encode(&PermitsAll),
        asset::Kind::Thumb => asset::thumb_service::show(asset)?.encode(&PermitsAll),
    };
    let wire::Value::Object(object) = shown else { return Ok(Vec::new()) };
    let text = |value: wire::Value| match value {
        wire::Value::Text(text) => Some(text),
        wire::Value::Int(number) => Some(number.to_string()),
        wire::Value::Bool(value) => Some(i64::from(value).to_string()),
        _ => None,
    };
    Ok(object.properties.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect())
}
