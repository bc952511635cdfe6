//! Changing an account (reference: identity.md §5.1).

use contract::Prop;
use contract::errors::{
    ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE, INVALID_FIELD_VALUE, INVALID_USER_ID,
    PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_NO_UPDATE_PERMISSION,
};
use wire::strip_tags;

use super::service::{is_owner, show_to};
use super::{Partner, model, table};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::login;
use crate::mail::{self, letters};
use crate::role;
use crate::user::{self, Contact, User, is_email};

/// Bytes of the longest name (reference: identity.md §2).
pub(super) const MAX_NAME: usize = 256;

/// Rules for passwords. Each costs memory and time whenever somebody chooses a password.
const MAX_RULES: usize = 20;
/// Bytes of the longest rule.
const MAX_RULE_BYTES: usize = 1_000;

/// Merges what was sent into the account of the call.
pub(super) async fn update(call: &Call, mut sent: model::Partner) -> Result<model::Partner> {
    let (app, own, now) = (call.app(), call.partner()?, call.now());
    call.check_update(&mut sent, &show_to(call, own))?;
    let name = match &sent.name {
        Prop::Absent => None,
        sent => Some(name_of(sent)?),
    };
    if sent.admin_email.get().is_some_and(|email| !is_email(email)) {
        return Err(INVALID_FIELD_VALUE.with(["adminEmail"]).into());
    }
    let rules = sent.password_structure_validations.get().map_or(&[][..], Vec::as_slice);
    let is_unreadable = |regex: &String| regex.len() > MAX_RULE_BYTES || login::expression(regex).is_err();
    if rules.len() > MAX_RULES || rules.iter().filter_map(|rule| rule.regex.get()).any(is_unreadable) {
        return Err(INVALID_FIELD_VALUE.with(["passwordStructureValidations"]).into());
    }
    let owner = match sent.admin_user_id.get() {
        Some(wanted) if !wanted.is_empty() && !own.is_owner(wanted) => {
            Some(new_owner(call, own, wanted).await?)
        }
        _ => None,
    };

    let mut tx = app.store.begin().await?;
    let mut row = table::lock(&mut tx, own.id).await?;
    if let Some(name) = name {
        row.name = name;
    }
    let before = (row.profile.admin_name.clone(), row.profile.admin_email.clone());
    row.profile.merge(&sent);
    if let Some((owner, contact)) = owner {
        // What is said of the person in charge follows the new owner.
        // Nobody who has gone meanwhile.
        user::lock(&mut tx, call.scope()?, &owner.id).await?.ok_or_else(|| INVALID_USER_ID.bare())?;
        row.profile.admin_name = contact.full_name.or(row.profile.admin_name);
        row.profile.admin_email = contact.email.or(row.profile.admin_email);
        tracing::info!(
            request = call.request().id,
            account = own.id,
            by = call.user_id(),
            owner = owner.id,
            "an account has another owner"
        );
        row.owner_user_id = Some(owner.id);
    } else if let Some(owner) = &row.owner_user_id
        && let Some(owner) = app.users.get(app, own.id, owner).await?
    {
        // The owner follows what is said of the person in charge.
        let changed = |old: &Option<String>, new: &Option<String>| new.clone().filter(|_| old != new);
        let contact = Contact {
            full_name: changed(&before.0, &row.profile.admin_name),
            email: changed(&before.1, &row.profile.admin_email),
        };
        if contact.full_name.is_some() || contact.email.is_some() {
            user::set_contact(&mut tx, own.id, &owner, &contact, now).await?;
        }
    }
    table::save(&mut tx, own.id, &row, now).await?;
    if let (Some(old), Some(new)) = (&before.1, &row.profile.admin_email)
        && old != new
    {
        let letter = letters::owner_address_changed(&row.name, old, new);
        for address in [old, new] {
            mail::queue(&mut tx, &app.keys, own.id, address, &letter, now).await?;
        }
    }
    if row.profile.login.sso && !own.profile.login.sso {
        login::announce_sso(app, &mut tx, own, now).await?;
    }
    tx.commit().await?;
    let changed = app.partners.get(app, own.id).await?;
    let changed = changed.ok_or_else(|| Error::internal("an account is gone right after its change"))?;
    Ok(show_to(call, &changed))
}

/// A name without tags, cut to what is kept; an account is never without.
pub(super) fn name_of(sent: &Prop<String>) -> Result<String> {
    let name = sent.get().map(|name| strip_tags(name)).unwrap_or_default();
    let name = name.trim();
    if name.is_empty() {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["KalturaPartner::name"]).into());
    }
    Ok(name[..name.floor_char_boundary(MAX_NAME)].to_owned())
}

/// The user who is to own the account. The secrets of an account are for its owner, so where they are hidden from
/// others, only the owner hands it on.
async fn new_owner(call: &Call, own: &Partner, wanted: &str) -> Result<(User, Contact)> {
    if !own.shows_secrets && !is_owner(call, own) {
        return Err(PROPERTY_VALIDATION_NO_UPDATE_PERMISSION.with(["KalturaPartner::adminUserId"]).into());
    }
    let app = call.app();
    let user =
        app.users.get(app, own.id, wanted).await?.ok_or_else(|| Error::from(INVALID_USER_ID.bare()))?;
    let admin_role = match own.admin_role {
        Some(id) => id,
        None => role::of_handle("PARTNER_ADMIN_ROLE")?.id,
    };
    if !user.role_ids.contains(&admin_role) {
        return Err(ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE.bare().into());
    }
    let contact = user::contact(app, &user).await?;
    Ok(((*user).clone(), contact))
}
