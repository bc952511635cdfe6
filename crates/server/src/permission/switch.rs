//! Features and plug-ins: the switches of an account (reference: identity.md §3.6).

use std::collections::BTreeMap;

use store::Transaction;

use super::{MADE_AT, Permission, PermissionStatus, PermissionType, name_key, table};
use crate::call::Scope;
use crate::error::Result;
use crate::role::builtin::{PermissionDefinition, builtin};

/// Switches a feature or plug-in of an account on or off: its own row is inserted or becomes active, or is blocked.
/// What it depends on is what the template of new accounts says.
pub async fn switch(tx: &mut Transaction, partner_id: i64, name: &str, on: bool, now: i64) -> Result<()> {
    crate::partner::hold(tx, partner_id).await?;
    let status = if on { PermissionStatus::Active } else { PermissionStatus::Blocked };
    match table::find(tx, Scope::of(partner_id), name).await? {
        Some(known) => table::update(tx, &Permission { status, updated_at: now, ..known }).await,
        None => {
            let unknown = PermissionDefinition::default();
            let definition = builtin().template_permissions.get(name).unwrap_or(&unknown);
            let new = of_account(partner_id, name, definition, now);
            let kind = if new.is_switch() { new.kind } else { kind_by_name(name) };
            table::add(tx, &Permission { kind, status, ..new }).await.map(drop)
        }
    }
}

fn kind_by_name(name: &str) -> PermissionType {
    if name.ends_with("_PLUGIN_PERMISSION") { PermissionType::Plugin } else { PermissionType::SpecialFeature }
}

/// What a new account brings along, by folded name (reference: identity.md §5.2 step 7).
pub fn template() -> BTreeMap<String, Permission> {
    let all = builtin().template();
    all.map(|(name, definition)| (name_key(name), of_account(0, name, definition, MADE_AT))).collect()
}

/// The switches that every new account starts with.
pub(crate) async fn add_template(tx: &mut Transaction, partner_id: i64, now: i64) -> Result<()> {
    for permission in template().into_values() {
        let own = Permission { partner_id, created_at: now, updated_at: now, ..permission };
        table::add(tx, &own).await?;
    }
    Ok(())
}

/// A permission of the template as an account's own.
fn of_account(partner_id: i64, name: &str, definition: &PermissionDefinition, now: i64) -> Permission {
    Permission {
        id: 0,
        partner_id,
        name: name.to_owned(),
        kind: definition.kind(),
        status: definition.status(),
        friendly_name: super::friendly_name(name),
        description: String::new(),
        depends_on: definition.depends_on.join(","),
        tags: String::new(),
        item_ids: Vec::new(),
        partner_group: None,
        created_at: now,
        updated_at: now,
    }
}
