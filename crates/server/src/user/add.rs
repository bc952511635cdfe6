//! Adding a user (reference: identity.md §6.1, in the order of its checks).

use contract::ApiEnum;
use contract::errors::{
    ADMIN_LOGIN_USERS_QUOTA_EXCEEDED, DUPLICATE_USER_BY_ID, EMAIL_DOMAIN_IS_NOT_ALLOWED_FOR_ADMINS,
    ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE, INVALID_FIELD_VALUE, SETTING_SSO_PER_USER_NOT_ALLOWED,
    USER_ROLE_NOT_FOUND,
};

use super::model::{AnyUser, User, UserStatus};
use super::profile::UserProfile;
use super::show::full_name;
use super::table::{self, NewUser};
use super::{is_email, is_valid_id};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::login::{self, Candidate, Plan};
use crate::partner::{self, Partner, split_names};
use crate::role::bounds::beyond;
use crate::role::{self, Bounds};

/// How often a user is tried to be added when others add the same at that moment: the first time finds out that they
/// did, the second says what that means.
const ATTEMPTS: u32 = 3;

/// So much of a full name is read (see [`super::model::BaseUser`]).
const FULL_NAME_BYTES: usize = 40;

/// Adds a user and gives its id.
pub(crate) async fn add(call: &Call, sent: AnyUser) -> Result<String> {
    let partner = call.partner()?;
    let plain = wanted_id(sent.as_user())?;
    let id = partner.known_id(&plain).into_owned();
    check_names(sent.as_user())?;
    let (user, is_admin_class) = match sent {
        AnyUser::User(mut user) => {
            call.check_insert(&mut user)?;
            (user, false)
        }
        AnyUser::AdminUser(mut admin) => {
            call.check_insert(&mut admin)?;
            (admin.base, true)
        }
    };
    let mut user = user;
    if id != plain {
        user.external_id = plain.clone().into();
    }
    let mut attempt = 1;
    loop {
        match try_add(call, &id, &user, is_admin_class).await {
            Err(error) if error.is_unique_violation() && attempt < ATTEMPTS => attempt += 1,
            outcome => return outcome.map(|()| id),
        }
    }
}

async fn try_add(call: &Call, id: &str, user: &User, is_admin_class: bool) -> Result<()> {
    let (app, partner, now) = (call.app(), call.partner()?, call.now());
    if app.users.get(app, partner.id, id).await?.is_some() {
        // In the words of who asked.
        let id = user.external_id.get().filter(|_| partner.user_ids.is_some()).map_or(id, String::as_str);
        return Err(DUPLICATE_USER_BY_ID.with([id]).into());
    }
    let mut new = new_user(partner, id, user, is_admin_class)?;
    let bounds = Bounds::of(call)?;
    let is_within = bounds.hold_person(&new.role_ids, new.is_admin)?
        && bounds.hold_privileges(new.ks_privileges.as_deref().unwrap_or_default());
    if !is_within {
        return Err(beyond());
    }
    let password = user.password.get().filter(|password| !password.is_empty());
    let login = match (new.is_admin, password) {
        (false, None) => None,
        (_, password) => Some(plan_login(call, &new, password.map(String::as_str)).await?),
    };

    let mut tx = app.store.begin().await?;
    if let Some(login) = login {
        if new.is_admin && partner.admin_login_quota >= 0 {
            // One after another, so that the last place is taken once.
            partner::hold(&mut tx, partner.id).await?;
        }
        new.login_row = Some(login.carry_out(app, &mut tx, call.user_id(), now).await?);
    }
    table::add(&mut tx, partner.id, &new, now).await?;
    Ok(tx.commit().await?)
}

fn invalid(field: &str) -> Error {
    INVALID_FIELD_VALUE.with([field]).into()
}

/// The id: its own or, where the account keeps ids of somebody else, that one.
fn wanted_id(user: &User) -> Result<String> {
    let given = |id: Option<&String>| id.filter(|id| !id.is_empty()).cloned();
    let id = match (given(user.base.id.get()), given(user.external_id.get())) {
        (Some(_), Some(_)) => return Err(ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE.bare().into()),
        (Some(id), None) | (None, Some(id)) => id,
        (None, None) => return Err(invalid("id")),
    };
    if is_valid_id(&id) { Ok(id) } else { Err(invalid("id")) }
}

/// Nobody is called like an address of the web.
pub(super) fn check_names(user: &User) -> Result<()> {
    let names = [
        ("firstName", &user.first_name),
        ("lastName", &user.last_name),
        ("fullName", &user.base.full_name),
        ("screenName", &user.base.screen_name),
    ];
    let address = names.iter().find(|(_, name)| name.get().is_some_and(|name| name.contains("://")));
    address.map_or(Ok(()), |(field, _)| Err(invalid(field)))
}

/// Single users are let out of single sign-on only where the account says so.
pub(super) fn check_sso(partner: &Partner, user: &User) -> Result<()> {
    let may_not = partner.profile.login.sso && !partner.has_feature("ALLOW_SSO_PER_USER");
    if may_not && user.is_sso_excluded.get().is_some() {
        return Err(SETTING_SSO_PER_USER_NOT_ALLOWED.bare().into());
    }
    Ok(())
}

/// The roles behind a comma-separated list of ids, each once.
pub(super) fn roles_named(partner: &Partner, ids: &str) -> Result<Vec<i64>> {
    let mut roles = Vec::new();
    for name in split_names(ids) {
        let known = name.parse().ok().and_then(|id| role::find_id(partner, id));
        let id = known.ok_or_else(|| Error::from(USER_ROLE_NOT_FOUND.bare()))?.id;
        if !roles.contains(&id) {
            roles.push(id);
        }
    }
    Ok(roles)
}

/// The role of the account's administrators.
pub(super) fn admin_role(partner: &Partner) -> Result<i64> {
    partner.admin_role.map_or_else(|| role::of_handle("PARTNER_ADMIN_ROLE").map(|role| role.id), Ok)
}

/// Where the e-mail of an administrator may be.
pub(super) fn check_domain(partner: &Partner, email: Option<&str>) -> Result<()> {
    let domains = split_names(partner.profile.login.admin_email_domains.as_deref().unwrap_or_default());
    if domains.is_empty() {
        return Ok(());
    }
    let email = email.filter(|email| is_email(email)).ok_or_else(|| invalid("email"))?;
    let domain = email.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    if domains.iter().any(|allowed| allowed.trim_start_matches('@').eq_ignore_ascii_case(domain)) {
        Ok(())
    } else {
        Err(EMAIL_DOMAIN_IS_NOT_ALLOWED_FOR_ADMINS.bare().into())
    }
}

fn new_user(partner: &Partner, id: &str, user: &User, is_admin_class: bool) -> Result<NewUser> {
    check_sso(partner, user)?;
    let is_admin = is_admin_class || user.is_admin.get().copied().unwrap_or(false);
    let mut role_ids = roles_named(partner, user.role_ids.get().map_or("", String::as_str))?;
    if is_admin && role_ids.is_empty() {
        role_ids.push(admin_role(partner)?);
    }
    if is_admin {
        check_domain(partner, user.base.email.get().map(String::as_str))?;
    }
    // Who is gone before they come leaves nothing to answer.
    if user.base.status.get() == Some(&UserStatus::Deleted) {
        return Err(invalid("status"));
    }
    let mut profile = UserProfile::default();
    profile.merge(user);
    let mut new = NewUser {
        id: id.to_owned(),
        blocked: user.base.status.get() == Some(&UserStatus::Blocked),
        kind: user.r#type.get().map_or(0, |kind| kind.number()),
        is_admin,
        screen_name: user.base.screen_name.get().cloned().or_else(|| Some(id.to_owned())),
        first_name: None,
        last_name: None,
        email: user.base.email.get().cloned(),
        ks_privileges: user.ks_privileges.get().cloned(),
        profile,
        role_ids,
        login_row: None,
    };
    merge_names(user, &mut new.first_name, &mut new.last_name);
    Ok(new)
}

/// First and last name; a full name where there is no first name is both, split at its first blank. One that only
/// repeats what the parts come to says nothing.
pub(crate) fn merge_names(user: &User, first: &mut Option<String>, last: &mut Option<String>) {
    let told = full_name(first.as_deref(), last.as_deref());
    let told = &told[..told.floor_char_boundary(FULL_NAME_BYTES)];
    let full = user.base.full_name.get().filter(|full| !full.is_empty() && *full != told);
    if let (true, Some(full)) = (user.first_name.is_absent(), full) {
        let (first_part, last_part) = match full.split_once(' ') {
            Some((first, last)) => (first, Some(last)),
            None => (full.as_str(), None),
        };
        *first = Some(first_part.to_owned());
        *last = last_part.map(str::to_owned);
    }
    user.first_name.clone().merge_into(first);
    user.last_name.clone().merge_into(last);
}

/// What the login of a new user will take.
async fn plan_login(call: &Call, new: &NewUser, password: Option<&str>) -> Result<Plan> {
    let (app, partner) = (call.app(), call.partner()?);
    let email = new.email.clone().filter(|email| is_email(email)).ok_or_else(|| invalid("email"))?;
    if new.is_admin && partner.admin_login_quota >= 0 {
        check_quota(partner, table::count_admins_now(app, partner.id).await?)?;
    }
    let candidate = Candidate {
        login_id: email,
        user_id: new.id.clone(),
        is_admin: new.is_admin,
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        role_ids: new.role_ids.clone(),
    };
    login::plan(app, partner, candidate, password).await
}

/// There is always room for the first administrator.
fn check_quota(partner: &Partner, admins: i64) -> Result<()> {
    if admins > 0 && admins >= partner.admin_login_quota {
        return Err(ADMIN_LOGIN_USERS_QUOTA_EXCEEDED.bare().into());
    }
    Ok(())
}
