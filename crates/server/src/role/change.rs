//! What a role may become, and the changes that the command line makes as well (reference: identity.md §8).

use contract::ApiEnum;
use contract::errors::{
    INVALID_OBJECT_ID, PERMISSION_NOT_FOUND, PROPERTY_VALIDATION_CANNOT_BE_NULL,
    PROPERTY_VALIDATION_MIN_LENGTH, ROLE_IS_BEING_USED, ROLE_NAME_ALREADY_EXISTS, SYSTEM_NAME_ALREADY_EXISTS,
    UNSAFE_HTML_TAGS,
};
use store::Transaction;

use super::{BUILTIN, Role, UserRoleStatus, table};
use crate::app::App;
use crate::app_role;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::partner::{self, HTMLPurifierBehaviourType, Partner};
use crate::permission::{self, Permission, PermissionType, cut, name_key, names};
use crate::user;

/// Names have at most so many characters (reference: identity.md §2).
pub(super) const MAX_NAME: usize = 100;
/// System names have at most so many characters.
const MAX_SYSTEM_NAME: usize = 128;

/// A role to be added.
#[derive(Clone, Debug, Default)]
pub struct NewRole {
    /// What people call it.
    pub name: Option<String>,
    /// What programs call it; empty for none.
    pub system_name: String,
    /// What it is for.
    pub description: String,
    /// Whether it grants anything; active if not given.
    pub status: Option<UserRoleStatus>,
    /// The permissions that it grants, comma-separated, or `*`.
    pub permission_names: String,
    /// Words to find it by, comma-separated.
    pub tags: String,
}

/// Adds a role to an account.
pub async fn add(app: &App, partner: &Partner, new: NewRole, now: i64) -> Result<Role> {
    let mut role = Role {
        id: 0,
        partner_id: partner.id,
        name: valid_name(partner, new.name.as_deref())?,
        system_name: valid_system_name(&new.system_name),
        description: without_markup(partner, "description", &new.description)?,
        status: new.status.unwrap_or(UserRoleStatus::Active),
        permission_names: new.permission_names,
        tags: new.tags,
        created_at: now,
        updated_at: now,
    };
    check_permissions(partner, &role)?;
    let mut tx = app.store.begin().await?;
    let own = hold(&mut tx, Scope::of(partner.id)).await?;
    require_free_name(&own, &role)?;
    require_free_system_name(&own, &role)?;
    role.id = table::add(&mut tx, &role).await?;
    tx.commit().await?;
    Ok(role)
}

/// Deletes a role of an account and gives it back, as long as nobody has it.
pub async fn remove(app: &App, partner: &Partner, id: i64, now: i64) -> Result<Role> {
    let mut tx = app.store.begin().await?;
    let own = hold(&mut tx, Scope::of(partner.id)).await?;
    let mut role = own.into_iter().find(|role| role.id == id).ok_or_else(|| unknown(id))?;
    require_unused(&mut tx, partner, &role).await?;
    role.status = UserRoleStatus::Deleted;
    role.updated_at = now;
    table::update(&mut tx, &role).await?;
    tx.commit().await?;
    Ok(role)
}

/// The account's own roles, which nobody else changes until the transaction is over.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope) -> Result<Vec<Role>> {
    partner::hold(tx, scope.partner_id()).await?;
    table::load_within(tx, scope).await
}

/// Unknown, deleted and foreign ids look the same.
pub(super) fn unknown(id: i64) -> Error {
    INVALID_OBJECT_ID.with([id.to_string()]).into()
}

/// A name as it is stored, or why it cannot be one.
pub(super) fn valid_name(partner: &Partner, name: Option<&str>) -> Result<String> {
    const PROPERTY: &str = "KalturaUserRole::name";
    match name {
        None => Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([PROPERTY]).into()),
        Some("") => Err(PROPERTY_VALIDATION_MIN_LENGTH.with([PROPERTY, "1"]).into()),
        Some(name) => Ok(cut(&without_markup(partner, "name", name)?, MAX_NAME).to_owned()),
    }
}

/// A text as it is stored by the account's choice about markup (`htmlPurifierBehaviour`); without one, it is refused.
pub(super) fn without_markup(partner: &Partner, property: &str, text: &str) -> Result<String> {
    let stripped = wire::strip_tags(text);
    if stripped == text {
        return Ok(stripped);
    }
    let choice = partner.profile.html_purifier_behaviour.as_deref();
    match choice.and_then(HTMLPurifierBehaviourType::from_wire_value) {
        Some(HTMLPurifierBehaviourType::Ignore | HTMLPurifierBehaviourType::Notify) => Ok(text.to_owned()),
        Some(HTMLPurifierBehaviourType::Sanitize) => Ok(stripped),
        Some(HTMLPurifierBehaviourType::Block) | None => {
            Err(UNSAFE_HTML_TAGS.with(["UserRole", property]).into())
        }
    }
}

/// A system name as it is stored.
pub(super) fn valid_system_name(name: &str) -> String {
    cut(name, MAX_SYSTEM_NAME).to_owned()
}

fn others<'a>(own: &'a [Role], role: &Role) -> impl Iterator<Item = &'a Role> {
    let id = role.id;
    BUILTIN.iter().chain(own).filter(move |other| other.id != id)
}

/// No other role may have the name, be it built in or the account's own.
pub(super) fn require_free_name(own: &[Role], role: &Role) -> Result<()> {
    let key = name_key(&role.name);
    if others(own, role).any(|other| name_key(&other.name) == key) {
        return Err(ROLE_NAME_ALREADY_EXISTS.bare().into());
    }
    Ok(())
}

/// No other role may have the system name, be it built in or the account's own.
pub(super) fn require_free_system_name(own: &[Role], role: &Role) -> Result<()> {
    let key = name_key(&role.system_name);
    if !key.is_empty() && others(own, role).any(|other| other.has_system_name(&key)) {
        return Err(SYSTEM_NAME_ALREADY_EXISTS.with([role.system_name.as_str()]).into());
    }
    Ok(())
}

/// A role names ordinary permissions that are active, built in or the account's own; or it is everything.
pub(super) fn check_permissions(partner: &Partner, role: &Role) -> Result<()> {
    if role.is_everything() {
        return Ok(());
    }
    let may_be_named = |found: &Permission| found.is_active() && found.kind == PermissionType::Normal;
    for name in names(&role.permission_names) {
        let known = permission::find_builtin(name).is_some_and(may_be_named)
            || partner.permissions.own.get(&name_key(name)).is_some_and(may_be_named);
        if !known {
            let text = format!("Permission [{name}] was not found for partner [{}]", partner.id);
            return Err(PERMISSION_NOT_FOUND.with([text]).into());
        }
    }
    Ok(())
}

/// A role that a user has, be it in another application, or that is the account's default for a kind of session, cannot be deleted: sessions would
/// be refused.
pub(super) async fn require_unused(tx: &mut Transaction, partner: &Partner, role: &Role) -> Result<()> {
    let defaults =
        [partner.widget_role, partner.user_role, partner.admin_role, partner.secondary_secret_role];
    if defaults.contains(&Some(role.id))
        || user::anybody_has_role(tx, partner.id, role.id).await?
        || app_role::anybody_has_role(tx, partner.id, role.id).await?
    {
        return Err(ROLE_IS_BEING_USED.bare().into());
    }
    Ok(())
}
