//! Who asks for entries, and whether they may see one (reference: content-access.md §16.2).

use std::collections::BTreeSet;

use ks::Opened;

use super::enforced;
use crate::access_control::decision::reasons::Sink;
use crate::app::App;
use crate::call::{Call, Scope};
use crate::entry::{Assigned, Known};
use crate::error::Result;
use crate::partner::Partner;
use crate::playlist;
use crate::user::{User, user_key};

/// Privacy of categories that are open to all, and to whoever has logged in.
const ALL: i64 = 1;
const AUTHENTICATED_USERS: i64 = 2;

/// Who asks. What is not about entitlement (permissions, the account) was decided before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Viewer {
    /// The session, as far as entitlements ask for it.
    pub who: enforced::Viewer,
    /// Entries that the session sees whatever entitlement says.
    pub exempt: BTreeSet<String>,
    /// The categories that the user, or a group of theirs, is an active member of and may view.
    pub member_of: BTreeSet<i64>,
    /// Lists are about all entries that the session may see, and not only about the user's own.
    pub lists_all: bool,
}

/// Who makes a call.
pub(crate) async fn viewer(call: &Call) -> Result<Viewer> {
    let Ok(partner) = call.partner() else { return Ok(Viewer::default()) };
    let session = call.session();
    let opened = session.map(|session| &*session.token);
    viewer_of(call.app(), partner, opened, session.and_then(|session| session.user.as_deref())).await
}

/// Who asks with a session that was opened; none: somebody without one.
pub(crate) async fn viewer_of(
    app: &App,
    partner: &Partner,
    session: Option<&Opened>,
    user: Option<&User>,
) -> Result<Viewer> {
    let who = enforced::viewer_of(app, partner, session, user).await?;
    let Some(session) = session else { return Ok(Viewer { who, ..Viewer::default() }) };
    let privileges = session.privileges();
    let lists_all = session.is_admin() || privileges.verify("list", "*");
    if !who.is_enforced {
        return Ok(Viewer { who, lists_all, ..Viewer::default() });
    }
    let scope = Scope::of(partner.id);
    let mut member_of = BTreeSet::new();
    for key in &who.keys {
        let places = app.memberships.of(app, scope, key).await?;
        member_of.extend(places.iter().filter(|(_, standing)| standing.powers.view).map(|(id, _)| *id));
    }
    let mut exempt: BTreeSet<String> =
        privileges.values("disableentitlementforentry").map(str::to_owned).collect();
    for id in privileges.values("disableentitlementforplaylist") {
        exempt.extend(playlist::named_by(app, scope, id).await?);
    }
    Ok(Viewer { who, exempt, member_of, lists_all })
}

impl Viewer {
    /// Nobody has logged in.
    pub(crate) fn is_anonymous(&self) -> bool {
        self.who.keys.is_empty()
    }

    /// The user alone, folded; empty for an anonymous session.
    pub(crate) fn user_key(&self) -> &str {
        self.who.keys.first().map(String::as_str).unwrap_or_default()
    }

    /// Whether the viewer may see an entry. `protector` is the entry that it stands under, or itself; none if that one is
    /// gone. An owner sees what is theirs in any case.
    pub(crate) fn may_see<S: Sink>(&self, known: &Known, protector: Option<&Known>, sink: &mut S) -> bool {
        sink.begin("entitlement", || known.entry.id.clone());
        sink.input("user", || self.user_key().to_owned());
        sink.input("privacy context", || {
            self.who.context.clone().unwrap_or_else(|| "the default one".to_owned())
        });
        let sees = self.first_reason(known, protector, sink);
        sink.end(if sees { "sees the entry" } else { "does not see the entry" });
        sees
    }

    /// The first that holds decides (reference: content-access.md §16.2).
    fn first_reason<S: Sink>(&self, known: &Known, protector: Option<&Known>, sink: &mut S) -> bool {
        if says(sink, "the session is not held to entitlement", !self.who.is_enforced)
            || says(sink, "the session names the entry", self.exempt.contains(&known.entry.id))
            || says(sink, "the user owns the entry", self.owns(known))
        {
            return true;
        }
        let is_gone = protector.is_none();
        let Some(known) = protector.filter(|_| !says(sink, "what it stood under is deleted", is_gone)) else {
            return false;
        };
        let is_entitled =
            known.entry.more.entitled().any(|(_, user)| self.who.keys.contains(&user_key(user)));
        says(sink, "the session names the entry that it stands under", self.exempt.contains(&known.entry.id))
            || says(sink, "the user owns the entry that it stands under", self.owns(known))
            || says(sink, "the entry names the user or a group of theirs", is_entitled)
            || says(sink, "the entry is in no category", known.categories.iter().all(|place| !place.active))
            || known.categories.iter().any(|category| self.sees_into(category, sink))
    }

    fn owns(&self, known: &Known) -> bool {
        !self.is_anonymous() && user_key(&known.entry.owner_id) == self.user_key()
    }

    fn sees_into<S: Sink>(&self, category: &Assigned, sink: &mut S) -> bool {
        let in_context = match &self.who.context {
            Some(context) => category.contexts.contains(context),
            None => category.contexts.is_empty(),
        };
        let (rule, lets_in) = match category.privacy {
            ALL => ("open to all", true),
            AUTHENTICATED_USERS => ("open to whoever has logged in", !self.is_anonymous()),
            _ => ("members only", self.member_of.contains(&category.members_of)),
        };
        sink.begin("category", || format!("{} {}", category.category, category.full_name));
        sink.input("privacy", || rule.to_owned());
        sink.input("privacy contexts", || category.contexts.join(","));
        sink.input("in the session's context", || in_context.to_string());
        sink.input("lets the user in", || lets_in.to_string());
        sink.end(if in_context && lets_in { "shows the entry" } else { "does not show the entry" });
        in_context && lets_in
    }
}

/// A check without inputs of its own.
fn says<S: Sink>(sink: &mut S, check: &'static str, answer: bool) -> bool {
    sink.begin(check, String::new);
    sink.end(if answer { "holds" } else { "does not hold" });
    answer
}
