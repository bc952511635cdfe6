//! Who asks, as far as entitlement is concerned, and whether they may see an entry (reference: content-access.md
//! §16.1, §16.2).

use std::collections::BTreeSet;

use sea_query::{Expr, ExprTrait, Query};

use crate::app::App;
use crate::call::{Call, Scope};
use crate::entry::Known;
use crate::error::Result;
use crate::gate::session::Session;
use crate::user::user_key;

/// Privacy of categories that are open to all, and to whoever has logged in.
const ALL: i64 = 1;
const AUTHENTICATED_USERS: i64 = 2;

/// Who asks. What is not about entitlement (permissions, the account) was decided before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Viewer {
    /// False: the session sees every entry of the account.
    pub enforced: bool,
    /// The session's privacy context; empty: the default one.
    pub context: String,
    /// The user and its groups, folded; empty for an anonymous session.
    pub keys: Vec<String>,
    /// Entries that the session sees whatever entitlement says.
    pub exempt: BTreeSet<String>,
    /// The categories that the user, or a group of theirs, is an active member of and may view.
    pub member_of: BTreeSet<i64>,
    /// Lists are about all entries that the session may see, and not only about the user's own.
    pub lists_all: bool,
}

impl Viewer {
    /// Nobody has logged in.
    pub(crate) fn is_anonymous(&self) -> bool {
        self.keys.is_empty()
    }

    /// The user alone, folded; empty for an anonymous session.
    pub(crate) fn user_key(&self) -> &str {
        self.keys.first().map(String::as_str).unwrap_or_default()
    }

    /// Whether the viewer may see an entry. `protector` is the entry that it stands under, if it does; an owner sees
    /// what is theirs in any case.
    pub(crate) fn may_see(&self, known: &Known, protector: Option<&Known>) -> bool {
        if !self.enforced || self.exempt.contains(&known.entry.id) || self.owns(known) {
            return true;
        }
        let known = protector.unwrap_or(known);
        self.exempt.contains(&known.entry.id)
            || self.owns(known)
            || known.entry.more.entitled().any(|(_, user)| self.keys.contains(&user_key(user)))
            || known.categories.iter().all(|category| !category.active)
            || known.categories.iter().any(|category| self.sees_category(category))
    }

    fn owns(&self, known: &Known) -> bool {
        !self.is_anonymous() && user_key(&known.entry.owner_id) == self.user_key()
    }

    fn sees_category(&self, category: &crate::entry::Assigned) -> bool {
        let in_context = match (category.contexts.is_empty(), self.context.is_empty()) {
            (true, is_default) => is_default,
            (false, _) => category.contexts.contains(&self.context),
        };
        in_context
            && match category.privacy {
                ALL => true,
                AUTHENTICATED_USERS => !self.is_anonymous(),
                _ => self.member_of.contains(&category.members_of),
            }
    }
}

/// Who makes a call.
pub(crate) async fn viewer(call: &Call) -> Result<Viewer> {
    let Some(session) = call.session() else {
        return Ok(Viewer { enforced: is_enforced(call)?, ..Viewer::default() });
    };
    let privileges = session.token.privileges();
    let lists_all = call.is_admin() || privileges.verify("list", "*");
    if !is_enforced(call)? {
        let keys = if session.token.is_anonymous() { Vec::new() } else { vec![user_key(call.user_id())] };
        return Ok(Viewer { keys, lists_all, ..Viewer::default() });
    }
    let keys = keys_of(call.app(), session).await?;
    let exempt = privileges.values("disableentitlementforentry").map(str::to_owned).collect();
    Ok(Viewer {
        enforced: true,
        context: privileges.whole_value("privacycontext").unwrap_or_default().to_owned(),
        member_of: memberships(call.app(), call.scope()?, &keys).await?,
        keys,
        exempt,
        lists_all,
    })
}

/// Whether a call is held to entitlements. A session of an administrator is, too; without one, only where the
/// account says so for everybody.
fn is_enforced(call: &Call) -> Result<bool> {
    let partner = call.partner()?;
    if !partner.has_feature("FEATURE_ENTITLEMENT") {
        return Ok(false);
    }
    let Some(privileges) = call.privileges() else {
        return Ok(partner.profile.default_entitlement_enforcement);
    };
    Ok(privileges.flag("enableentitlement")
        || (partner.profile.default_entitlement_enforcement && !privileges.flag("disableentitlement")))
}

/// The user of a session and its groups, folded; empty for an anonymous session.
pub(crate) async fn keys_of(app: &App, session: &Session) -> Result<Vec<String>> {
    if session.token.is_anonymous() {
        return Ok(Vec::new());
    }
    let mut keys = vec![user_key(session.token.user().unwrap_or_default())];
    if let Some(user) = &session.user {
        let scope = Scope::of(session.partner.id);
        let groups = app.groups.of_user(app, scope, user.row).await?;
        keys.extend(groups.iter().map(|group| group.key.to_string()));
    }
    Ok(keys)
}

/// The categories that any of these is an active member of and may view.
async fn memberships(app: &App, scope: Scope, keys: &[String]) -> Result<BTreeSet<i64>> {
    const ACTIVE: i64 = 1;
    if keys.is_empty() {
        return Ok(BTreeSet::new());
    }
    let statement = Query::select()
        .columns(["category_id", "permission_names"])
        .from("category_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("user_key").is_in(keys.iter().map(String::as_str)))
        .and_where(Expr::col("status").eq(ACTIVE))
        .to_owned();
    let mut categories = BTreeSet::new();
    for row in app.store.all(&statement).await? {
        let names: String = row.get("permission_names")?;
        if names.split(',').any(|name| name == "CATEGORY_VIEW") {
            categories.insert(row.get("category_id")?);
        }
    }
    Ok(categories)
}
