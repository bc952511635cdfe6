//! Registration (reference: identity.md §5.2).

use std::sync::{Mutex, OnceLock, PoisonError};

use contract::Prop;
use contract::errors::{
    ACTION_BLOCKED, DUPLICATE_USER_BY_LOGIN_ID, INVALID_FIELD_VALUE, INVALID_PARTNER_ID,
    NON_GROUP_PARTNER_ATTEMPTING_TO_ASSIGN_CHILD, PARTNER_REGISTRATION_ERROR, PROPERTY_DEPRECTAED,
    PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_MAX_LENGTH,
    PROPERTY_VALIDATION_NO_INSERT_PERMISSION,
};
use quick_cache::sync::Cache;
use serde::Deserialize;
use store::Transaction;
use wire::strip_tags;

use super::change::{MAX_NAME, name_of};
use super::show::show_with_secrets;
use super::{LoginSettings, NewPartner, Partner, Profile, Trial, TrialEnd, invitation, model, table};
use crate::account::{Founded, Owner, OwnerLogin, found};
use crate::call::{Call, SeenBy, forbidden};
use crate::error::{Error, Result};
use crate::gate::address::network;
use crate::login::{self, Login, LoginRequest, NewOwner, Person, Policy, Who};
use crate::role;
use crate::user::{is_email, users_of_login};

/// The key of `additionalParams` under which an invitation comes.
const INVITATION: &str = "invitation";

/// Registrations, tried or made, that one address may make in so many seconds.
const MOST_TRIES: u32 = 20;
const TRIES_SECONDS: i64 = 3600;

/// How many administrators of a registered account may log in (reference: identity.md §4.2).
const ADMIN_LOGINS: i64 = 3;

/// Who may register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Nobody.
    #[default]
    Closed,
    /// Who has an invitation of the operator's.
    Invitation,
    /// Everybody.
    Open,
}

/// What the operator says about registration.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationPolicy {
    /// Who may register.
    pub registration: Registration,
    /// Days that a registered account is on trial; 0: it is not.
    pub trial_days: i64,
    /// What it is after its trial.
    pub trial_end: TrialEnd,
}

impl Default for RegistrationPolicy {
    fn default() -> Self {
        Self { registration: Registration::Closed, trial_days: 30, trial_end: TrialEnd::ReadOnly }
    }
}

/// The policy of this process, and who tried to register lately.
pub struct Registrations {
    policy: OnceLock<RegistrationPolicy>,
    tries: Mutex<Cache<String, (i64, u32)>>,
}

impl Default for Registrations {
    fn default() -> Self {
        Self { policy: OnceLock::new(), tries: Mutex::new(Cache::new(10_000)) }
    }
}

impl Registrations {
    /// Says what holds, once, before the server answers. Until then nobody may register.
    pub fn set_policy(&self, policy: RegistrationPolicy) {
        // A second policy would be a mistake of the program; the first one stands.
        let _ = self.policy.set(policy);
    }

    fn policy(&self) -> RegistrationPolicy {
        self.policy.get().copied().unwrap_or_default()
    }

    /// Counts a try; false if there were too many from the address.
    fn note_try(&self, address: &str, now: i64) -> bool {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let network = network(address);
        let (since, count) = match tries.get(&network) {
            Some((since, count)) if now < since + TRIES_SECONDS => (since, count),
            _ => (now, 0),
        };
        tries.insert(network, (since, count.saturating_add(1)));
        count < MOST_TRIES
    }
}

/// Registers an account.
pub(super) async fn register(
    call: &Call,
    sent: model::Partner,
    cms_password: &str,
    template_partner_id: Option<i64>,
    silent: bool,
) -> Result<SeenBy<model::Partner>> {
    let on_behalf = throttle(call, "register")?;
    let check = Wanted::check(call, on_behalf, sent, cms_password, template_partner_id);
    let wanted = Box::pin(check).await.map_err(wrapped)?;
    let partner_id = make(call, &wanted, cms_password, silent).await.map_err(wrapped)?;
    let (app, now) = (call.app(), call.now());
    let partner = app.partners.get(app, partner_id).await?;
    let partner = partner.ok_or_else(|| Error::internal("an account is gone right after it was made"))?;
    tracing::info!(
        request = call.request().id,
        address = call.request().address,
        account = partner_id,
        parent = partner.parent_id,
        silent,
        "an account was registered"
    );
    let rights = role::rights(app, &[role::of_handle("PARTNER_ADMIN_ROLE")?], &partner, None);
    let takes_password = wanted.login.is_some() || wanted.chooses_password(cms_password);
    let password =
        takes_password.then(|| cms_password.to_owned()).filter(|password| !password.is_empty()).into();
    let shown = model::Partner { cms_password: password, ..show_with_secrets(&partner, now) };
    Ok(SeenBy(shown, rights))
}

/// Says whether an account could be registered.
pub(super) async fn validate(
    call: &Call,
    sent: model::Partner,
    cms_password: &str,
    template_partner_id: Option<i64>,
) -> Result<()> {
    let on_behalf = throttle(call, "registrationValidation")?;
    let check = Wanted::check(call, on_behalf, sent, cms_password, template_partner_id);
    Box::pin(check).await.map_err(wrapped)?;
    Ok(())
}

/// Strangers get so many tries; administrators of an account have been let in by somebody.
fn throttle<'c>(call: &'c Call, action: &str) -> Result<Option<&'c Partner>> {
    if call.is_admin() {
        return Ok(Some(call.partner()?));
    }
    if call.app().registrations.note_try(&call.request().address, call.now()) {
        Ok(None)
    } else {
        Err(ACTION_BLOCKED.with([action, "partner"]).into())
    }
}

/// Whatever is wrong is told under one code; what is wrong with the server is not the caller's doing.
fn wrapped(error: Error) -> Error {
    if error.code().starts_with("INTERNAL_") {
        return error;
    }
    let reason = format!("{}: {}", error.code(), error.reason().unwrap_or_default());
    let message = error.into_api().message.replace("KalturaPartner::", "");
    Error::from(PARTNER_REGISTRATION_ERROR.with([message])).because(reason)
}

fn refusal(message: &str) -> Error {
    PARTNER_REGISTRATION_ERROR.with([message]).into()
}

/// An account that may be made.
struct Wanted<'c> {
    name: String,
    email: String,
    first_name: String,
    last_name: Option<String>,
    profile: Profile,
    /// The account that it will belong to.
    parent: Option<&'c Partner>,
    template_id: Option<i64>,
    invitation: Option<String>,
    /// The owner logs in with it already.
    login: Option<Known>,
}

impl<'c> Wanted<'c> {
    async fn check(
        call: &'c Call,
        parent: Option<&'c Partner>,
        mut sent: model::Partner,
        cms_password: &str,
        template_partner_id: Option<i64>,
    ) -> Result<Self> {
        call.check_insert(&mut sent)?;
        let invitation = take_invitation(&mut sent);
        let text = |prop: &Prop<String>| {
            let text = prop.get().map(|text| strip_tags(text)).unwrap_or_default();
            let text = text.trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let (first, last) = (text(&sent.first_name), text(&sent.last_name));
        let (admin_name, first_name, last_name) = match (text(&sent.admin_name), first, last) {
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
                return Err(PROPERTY_DEPRECTAED.with(["adminName"]).into());
            }
            (Some(name), None, None) => (Some(name.clone()), name, None),
            (None, first, last) => {
                let joined: Vec<String> = first.iter().chain(&last).cloned().collect();
                let joined = joined.join(" ");
                ((!joined.is_empty()).then_some(joined), first.unwrap_or_default(), last)
            }
        };
        let required = |name: &str, value: Option<String>| {
            value.ok_or_else(|| {
                Error::from(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([format!("KalturaPartner::{name}")]))
            })
        };
        let name = name_of(&sent.name)?;
        if sent.name.get().is_some_and(|name| strip_tags(name).trim().len() > MAX_NAME) {
            return Err(too_long("name", MAX_NAME));
        }
        let admin_name = required("adminName", admin_name)?;
        let email = required("adminEmail", text(&sent.admin_email))?;
        required("description", text(&sent.description))?;
        for (field, prop) in [("country", &sent.country), ("state", &sent.state)] {
            if text(prop).is_some_and(|text| text.len() > 2) {
                return Err(too_long(field, 2));
            }
        }
        if sent.partner_package.get().is_some_and(|package| *package != 1) {
            return Err(PROPERTY_VALIDATION_NO_INSERT_PERMISSION
                .with(["KalturaPartner::partnerPackage"])
                .into());
        }
        if !is_email(&email) {
            return Err(INVALID_FIELD_VALUE.with(["adminEmail"]).into());
        }
        let (template_id, mut profile) = template(call, parent, template_partner_id).await?;
        profile.merge(&sent);
        profile.admin_name = Some(admin_name);
        profile.first_name = Some(first_name.clone());
        profile.last_name.clone_from(&last_name);
        profile.awaits_first_login = true;
        may_register(call, parent, invitation.as_deref()).await?;

        let login = known_login(call, parent, &email, cms_password).await?;
        let wanted =
            Self { name, email, first_name, last_name, profile, parent, template_id, invitation, login };
        if wanted.chooses_password(cms_password) {
            let last_name = wanted.last_name.as_deref().unwrap_or_default();
            let (login_id, first_name) = (&wanted.email, &wanted.first_name);
            let person = Person { login_id, first_name, last_name };
            let policy = Policy::of_settings(&wanted.profile.login, &wanted.name);
            policy.check(call.app(), cms_password, person).await?;
        }
        Ok(wanted)
    }

    /// A group account may choose the password of an owner who has no log-in yet. A stranger may not: whoever reads
    /// the mail of the address does.
    fn chooses_password(&self, cms_password: &str) -> bool {
        self.login.is_none() && self.parent.is_some() && !cms_password.is_empty()
    }
}

/// A log-in that is there already.
struct Known {
    login: Login,
    /// The caller knows its password.
    typed: bool,
}

impl Known {
    /// Whether the password that there is will open the new account.
    fn has_password(&self) -> bool {
        self.login.password.is_some() && (self.typed || self.login.reach.is_proven())
    }
}

fn too_long(field: &str, most: usize) -> Error {
    PROPERTY_VALIDATION_MAX_LENGTH.with([format!("KalturaPartner::{field}"), most.to_string()]).into()
}

/// The invitation, taken out of what is kept: it is a key while it is unused.
fn take_invitation(sent: &mut model::Partner) -> Option<String> {
    let Prop::Set(pairs) = &mut sent.additional_params else { return None };
    let is_it = |pair: &contract::common::KeyValue| {
        pair.key.get().is_some_and(|key| key.eq_ignore_ascii_case(INVITATION))
    };
    let code = pairs.iter().find(|pair| is_it(pair)).and_then(|pair| pair.value.get().cloned());
    pairs.retain(|pair| !is_it(pair));
    code
}

/// Whether the caller may register at all: administrators of a group account may, as long as they may manage
/// accounts; others as the operator says.
async fn may_register(call: &Call, parent: Option<&Partner>, invitation: Option<&str>) -> Result<()> {
    if let Some(parent) = parent {
        if !parent.is_group() {
            let id = parent.id.to_string();
            return Err(NON_GROUP_PARTNER_ATTEMPTING_TO_ASSIGN_CHILD.with([id]).into());
        }
        if !call.rights().has("ADMIN_PUBLISHER_MANAGE") {
            return Err(forbidden("partner", "register"));
        }
        return Ok(());
    }
    let app = call.app();
    match (app.registrations.policy().registration, invitation) {
        (Registration::Open, _) => Ok(()),
        (Registration::Closed, _) => Err(refusal("registration is closed on this server")),
        (Registration::Invitation, Some(code)) if invitation::is_good(app, code, call.now()).await? => Ok(()),
        (Registration::Invitation, _) => Err(no_invitation()),
    }
}

fn no_invitation() -> Error {
    refusal("an invitation is needed, and each can be used once and for a limited time")
}

/// What an account starts with: the settings of one of the caller's own, or nothing. 99 is the API's name for the
/// template that every account is made from.
async fn template(
    call: &Call,
    parent: Option<&Partner>,
    wanted: Option<i64>,
) -> Result<(Option<i64>, Profile)> {
    let Some(id) = wanted.filter(|id| ![0, 99].contains(id)) else { return Ok((None, Profile::default())) };
    let app = call.app();
    let unknown = || Error::from(INVALID_PARTNER_ID.with([id.to_string()]));
    let parent = parent.ok_or_else(unknown)?;
    let template = app.partners.get(app, id).await?.ok_or_else(unknown)?;
    if template.parent_id != Some(parent.id) {
        let id = parent.id.to_string();
        return Err(NON_GROUP_PARTNER_ATTEMPTING_TO_ASSIGN_CHILD.with([id]).into());
    }
    // Not what belongs to the template itself: who it is, who answers for it, how it is reached.
    let theirs = template.profile.clone();
    let profile = Profile {
        adult_content: theirs.adult_content,
        allow_multi_notification: theirs.allow_multi_notification,
        allow_quick_edit: theirs.allow_quick_edit,
        appear_in_search: theirs.appear_in_search,
        commercial_use: theirs.commercial_use,
        content_categories: theirs.content_categories,
        def_conversion_profile_type: theirs.def_conversion_profile_type,
        e_search_languages: theirs.e_search_languages,
        file_type_restriction_enabled: theirs.file_type_restriction_enabled,
        html_purifier_allowed_tags: theirs.html_purifier_allowed_tags,
        html_purifier_base_list_usage: theirs.html_purifier_base_list_usage,
        html_purifier_behaviour: theirs.html_purifier_behaviour,
        login: LoginSettings { admin_email_domains: None, ..theirs.login },
        max_upload_size: theirs.max_upload_size,
        purify_image_content: theirs.purify_image_content,
        r#type: theirs.r#type,
        ..Profile::default()
    };
    Ok((Some(template.id), profile))
}

/// The log-in of the e-mail, if there is one and it is the caller's: the password proves it. A group account also
/// gives accounts to people whose log-in it made itself (reference: identity.md §5.2 step 4).
async fn known_login(
    call: &Call,
    parent: Option<&Partner>,
    email: &str,
    cms_password: &str,
) -> Result<Option<Known>> {
    let app = call.app();
    let Some(login) = login::login_by_email(app, email).await? else { return Ok(None) };
    if let Some(parent) = parent.filter(|parent| parent.id == login.config_partner_id)
        && users_of_login(app, login.row).await?.iter().any(|(partner_id, _)| *partner_id == parent.id)
    {
        return Ok(Some(Known { login, typed: false }));
    }
    let taken = || Error::from(DUPLICATE_USER_BY_LOGIN_ID.with([email]));
    if cms_password.is_empty() {
        return Err(taken());
    }
    let request = LoginRequest {
        who: Who::LoginId(email),
        password: cms_password,
        otp: None,
        partner_id: None,
        address: &call.request().address,
    };
    match login::log_in(app, &request, call.now()).await {
        Ok(_) => Ok(Some(Known { login, typed: true })),
        Err(error) if error.code().starts_with("INTERNAL_") => Err(error),
        Err(error) => Err(taken().because(error.code())),
    }
}

async fn make(call: &Call, wanted: &Wanted<'_>, cms_password: &str, silent: bool) -> Result<i64> {
    let (app, now, policy) = (call.app(), call.now(), call.app().registrations.policy());
    let chosen = wanted.chooses_password(cms_password);
    let password_hash = if chosen { Some(app.passwords.hash(cms_password).await?) } else { None };
    let new = NewPartner {
        admin_login_quota: ADMIN_LOGINS,
        parent_id: wanted.parent.map(|parent| parent.id),
        template_id: wanted.template_id,
        package: wanted.parent.map_or(1, |parent| parent.package),
        trial: (wanted.parent.is_none() && policy.trial_days > 0).then(|| Trial {
            ends_at: now.saturating_add(policy.trial_days.saturating_mul(86_400)),
            end: policy.trial_end,
        }),
        ..NewPartner::new(&wanted.name, &wanted.email, wanted.profile.clone())
    };
    let login = match &wanted.login {
        Some(known) => OwnerLogin::Known { row: known.login.row, typed: known.typed },
        None => OwnerLogin::New { password_hash: password_hash.as_deref(), by_operator: false },
    };
    let owner = Owner { first_name: Some(&wanted.first_name), last_name: wanted.last_name.as_deref(), login };

    let mut tx = app.store.begin().await?;
    if let Some(parent) = wanted.parent {
        check_quota(&mut tx, parent.id).await?;
    }
    let Founded { partner_id, login_row, .. } = match found(&mut tx, app, &new, &owner, now).await {
        // Somebody else took the e-mail at the same time.
        Err(error) if error.is_unique_violation() => {
            return Err(DUPLICATE_USER_BY_LOGIN_ID.with([&wanted.email]).into());
        }
        found => found?,
    };
    if wanted.parent.is_none() && policy.registration == Registration::Invitation {
        let code = wanted.invitation.as_deref().unwrap_or_default();
        if !invitation::take(&mut tx, code, partner_id, now).await? {
            return Err(no_invitation());
        }
    }
    if !silent {
        let owner = NewOwner {
            partner_id,
            account: &wanted.name,
            name: &wanted.first_name,
            email: &wanted.email,
            login_row,
            has_password: match &wanted.login {
                Some(known) => known.has_password(),
                None => password_hash.is_some(),
            },
        };
        login::welcome(app, &mut tx, &owner, now).await?;
    }
    tx.commit().await?;
    Ok(partner_id)
}

/// Holds the parent's row: two accounts cannot take the last place together, and a change of the parent's standing
/// reaches either all of its accounts or waits for this one.
async fn check_quota(tx: &mut Transaction, parent_id: i64) -> Result<()> {
    table::lock(tx, parent_id).await?;
    let (quota, accounts) = table::quota_and_children(tx, parent_id).await?;
    if quota >= 0 && accounts >= quota {
        return Err(refusal("the account has as many accounts as it may have"));
    }
    Ok(())
}
