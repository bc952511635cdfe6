//! Who asks for entries, and whether they may see one (reference: content-access.md §16.2).

use std::collections::BTreeSet;

use super::enforced;
use crate::call::Call;
use crate::entry::{Assigned, Known};
use crate::error::Result;
use crate::playlist;
use crate::user::user_key;

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
    let who = enforced::viewer(call).await?;
    let Some(privileges) = call.privileges() else { return Ok(Viewer { who, ..Viewer::default() }) };
    let lists_all = call.is_admin() || privileges.verify("list", "*");
    if !who.is_enforced {
        return Ok(Viewer { who, lists_all, ..Viewer::default() });
    }
    let mut member_of = BTreeSet::new();
    for key in &who.keys {
        let places = call.app().memberships.of(call.app(), call.scope()?, key).await?;
        member_of.extend(places.iter().filter(|(_, standing)| standing.powers.view).map(|(id, _)| *id));
    }
    let mut exempt: BTreeSet<String> =
        privileges.values("disableentitlementforentry").map(str::to_owned).collect();
    for id in privileges.values("disableentitlementforplaylist") {
        exempt.extend(playlist::named_by(call.app(), call.scope()?, id).await?);
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
    pub(crate) fn may_see(&self, known: &Known, protector: Option<&Known>) -> bool {
        if !self.who.is_enforced || self.exempt.contains(&known.entry.id) || self.owns(known) {
            return true;
        }
        let Some(known) = protector else { return false };
        self.exempt.contains(&known.entry.id)
            || self.owns(known)
            || known.entry.more.entitled().any(|(_, user)| self.who.keys.contains(&user_key(user)))
            || known.categories.iter().all(|category| !category.active)
            || known.categories.iter().any(|category| self.sees_into(category))
    }

    fn owns(&self, known: &Known) -> bool {
        !self.is_anonymous() && user_key(&known.entry.owner_id) == self.user_key()
    }

    fn sees_into(&self, category: &Assigned) -> bool {
        let in_context = match &self.who.context {
            Some(context) => category.contexts.contains(context),
            None => category.contexts.is_empty(),
        };
        in_context
            && match category.privacy {
                ALL => true,
                AUTHENTICATED_USERS => !self.is_anonymous(),
                _ => self.member_of.contains(&category.members_of),
            }
    }
}
