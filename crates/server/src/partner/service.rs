//! `partner` (reference: identity.md §5).

use contract::errors::{INVALID_PARTNER_ID, INVALID_USER_ID, USER_DATA_ERROR};
use contract::list::ApiFilter;
use contract::{BigInt, FilterPager, ListOf, service};

use super::figures::{FeatureStatus, PartnerPublicInfo, PartnerStatistics, PartnerUsage, ReportInterval};
use super::filter::PartnerFilter;
use super::model::{Partner, PartnerStatus};
use super::show::{show, show_with_secrets};
use super::{change, list, register};
use crate::call::{Call, SeenBy};
use crate::error::{Error, Result};
use crate::login::{LoginRequest, Who, log_in, users_behind};
use crate::role;
use crate::user::UserStatus;

/// The service `partner`.
pub struct Partners;

/// Accounts.
#[service(name = "partner")]
impl Partners {
    /// Counts the account of the session and those that belong to it.
    #[action(session = always, allow(ADMIN_PUBLISHER_MANAGE))]
    async fn count(
        call: &Call,
        /// Which ones.
        filter: Option<PartnerFilter>,
    ) -> Result<i64> {
        let mut query = filter.unwrap_or_default().query(None);
        query.page.size = 0;
        let (_, total) = list::own_and_children(call.app(), call.partner()?, &query, call.now()).await?;
        Ok(i64::try_from(total).unwrap_or(i64::MAX))
    }

    /// Answers the account of the session, or one that belongs to it. The secrets are shown to the account's owner
    /// alone, unless the operator lets others see them.
    #[action(session = always, allow(ADMIN_PUBLISHER_MANAGE), throws(INVALID_PARTNER_ID))]
    async fn get(
        call: &Call,
        /// The account's id; the session's own account without one.
        id: Option<BigInt>,
    ) -> Result<Partner> {
        let own = call.partner()?;
        let wanted = id.map_or(own.id, |id| id.0);
        if wanted == own.id {
            return Ok(show_to(call, own));
        }
        let unknown = || Error::from(INVALID_PARTNER_ID.with([wanted.to_string()]));
        let partner = call.app().partners.get(call.app(), wanted).await?.ok_or_else(unknown)?;
        if partner.parent_id != Some(own.id) {
            return Err(unknown());
        }
        Ok(show_to(call, &partner))
    }

    /// Answers the account of the session. The secrets are shown to its owner alone, unless the operator lets others
    /// see them.
    #[action(
        session = always,
        deprecated,
        allow(ACCOUNT_BASE, ADMIN_BASE, INTEGRATION_BASE, KMC_READ_ONLY),
        throws(UNKNOWN_PARTNER_ID)
    )]
    async fn get_info(call: &Call) -> Result<Partner> {
        Ok(show_to(call, call.partner()?))
    }

    /// Answers what strangers may know about an account.
    #[action(
        session = always,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(INVALID_PARTNER_ID)
    )]
    async fn get_public_info(
        call: &Call,
        /// The account's id.
        id: Option<BigInt>,
    ) -> Result<PartnerPublicInfo> {
        let wanted = id.map_or(0, |id| id.0);
        let partner = call.app().partners.get(call.app(), wanted).await?;
        let is_there = |partner: &super::Partner| partner.status(call.now()) != PartnerStatus::Deleted;
        if !partner.as_deref().is_some_and(is_there) {
            return Err(INVALID_PARTNER_ID.with([wanted.to_string()]).into());
        }
        Ok(PartnerPublicInfo {
            analytics_persistent_session_id: false.into(),
            ..PartnerPublicInfo::default()
        })
    }

    /// Answers the account with its secrets, for its owner's e-mail and password; for another administrator's,
    /// without the secrets, unless the operator lets others see them.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(ADMIN_KUSER_NOT_FOUND)
    )]
    async fn get_secrets(
        call: &Call,
        /// The account's id.
        partner_id: i64,
        /// The administrator's e-mail.
        admin_email: String,
        /// The administrator's password.
        cms_password: String,
        /// A one-time code, where the account asks for one.
        otp: Option<String>,
    ) -> Result<SeenBy<Partner>> {
        let refused =
            |error: Error| Error::from(USER_DATA_ERROR.bare()).because(format!("getSecrets: {error}"));
        let request = LoginRequest {
            who: Who::LoginId(&admin_email),
            password: &cms_password,
            otp: otp.as_deref(),
            partner_id: Some(partner_id),
            address: &call.request().address,
        };
        let logged_in = log_in(call.app(), &request, call.now()).await.map_err(refused)?;
        let (partner, user) = (&logged_in.partner, &logged_in.user);
        if !user.is_admin {
            return Err(refused(Error::internal("not an administrator")));
        }
        // What may be read is what this person may read, not what the session may, if there is one.
        let roles: Vec<&role::Role> =
            user.role_ids.iter().filter_map(|id| role::find_id(partner, *id)).collect();
        let rights = role::rights(call.app(), &roles, partner, None);
        let may_see = partner.shows_secrets || partner.is_owner(&user.id);
        let shown = if may_see { show_with_secrets(partner, call.now()) } else { show(partner, call.now()) };
        tracing::info!(
            request = call.request().id,
            account = partner.id,
            by = user.id,
            shown = may_see,
            "secrets were asked for with a password"
        );
        Ok(SeenBy(Partner { cms_password: cms_password.into(), ..shown }, rights))
    }

    /// Answers how much the account uses. There is no limit, and as long as accounts hold no content, nothing is
    /// stored and nothing delivered: all figures are zero.
    #[action(
        session = always,
        allow(ACCOUNT_BASE, ADMIN_PUBLISHER_MANAGE, KMC_READ_ONLY),
        throws(UNKNOWN_PARTNER_ID)
    )]
    async fn get_statistics(call: &Call) -> Result<PartnerStatistics> {
        call.partner()?;
        Ok(PartnerStatistics::of_nothing())
    }

    /// Answers how much the account used in a month. There is no limit, and as long as accounts hold no content, all
    /// figures are zero.
    #[action(
        session = always,
        deprecated,
        allow(ACCOUNT_BASE, KMC_READ_ONLY),
        throws(UNKNOWN_PARTNER_ID)
    )]
    async fn get_usage(
        call: &Call,
        /// The year; 0 is all years.
        #[param(default = 0, printed = "")]
        year: i64,
        /// The month, from 1.
        #[param(default = 1)]
        month: i64,
        /// Days or months.
        resolution: Option<ReportInterval>,
    ) -> Result<PartnerUsage> {
        call.partner()?;
        let _ = (year, month, resolution); // nothing was used in any of them
        Ok(PartnerUsage::of_nothing())
    }

    /// Answers the account of the session and those that belong to it, whatever their status.
    #[action(session = always, allow(ADMIN_PUBLISHER_MANAGE))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<PartnerFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Partner>> {
        let query = filter.unwrap_or_default().query(pager.as_ref());
        let (partners, total) =
            list::own_and_children(call.app(), call.partner()?, &query, call.now()).await?;
        Ok(ListOf {
            objects: Some(partners.iter().map(|partner| show_to(call, partner)).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Answers the work in the background that lists and searches wait for. None waits here: the list is empty.
    #[action(
        session = always,
        allow(
            ADMIN_PUBLISHER_MANAGE,
            BASE_USER_SESSION_PERMISSION,
            CAPTURE_DEVICE_PERMISSION,
            KMC_READ_ONLY,
            STUDIO_BASE
        ),
        throws(UNKNOWN_PARTNER_ID)
    )]
    async fn list_feature_status(call: &Call) -> Result<ListOf<FeatureStatus>> {
        call.partner()?;
        Ok(ListOf::default())
    }

    /// Answers the active accounts that the user of the session administers with the same log-in; the own one alone
    /// for a session that was not given for a password. `totalCount` is the number of objects on the page.
    #[action(
        session = always,
        allow(ADMIN_PUBLISHER_MANAGE, BASE_USER_SESSION_PERMISSION, KMC_ACCESS),
        throws(INVALID_USER_ID)
    )]
    async fn list_partners_for_user(
        call: &Call,
        /// Which ones.
        partner_filter: Option<PartnerFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Partner>> {
        let (app, own, now) = (call.app(), call.partner()?, call.now());
        let unknown = || Error::from(INVALID_USER_ID.bare());
        let session = call.known_session()?;
        let user = session.user.as_ref().ok_or_else(unknown)?;
        // An account signs sessions for whomever it likes, and attaches whomever it likes: what the person has
        // elsewhere is told to those only who came in with the person's password.
        let users = match user.login_row {
            Some(row) => users_behind(app, session.token.hash(), row).await?,
            None => None,
        };
        let administered = match users {
            None => vec![own.id],
            Some(users) => {
                let admins =
                    users.iter().filter(|(_, user)| user.is_admin && user.status == UserStatus::Active);
                admins.map(|(partner_id, _)| *partner_id).collect()
            }
        };
        let mut active = Vec::new();
        for id in administered.into_iter().filter(|id| *id > 0) {
            let partner = app.partners.get(app, id).await?;
            active.extend(partner.filter(|partner| partner.status(now) == PartnerStatus::Active));
        }
        let ids = active.iter().map(|partner| partner.id).collect();
        let query = partner_filter.unwrap_or_default().query(pager.as_ref());
        let partners = list::active_ones(app, ids, &query, now).await?;
        Ok(ListOf {
            total_count: i64::try_from(partners.len()).unwrap_or(i64::MAX),
            objects: Some(partners.iter().map(|partner| show_to(call, partner)).collect()),
        })
    }

    /// Registers an account with its owner, as far as the operator lets strangers do so; an administrator of a group
    /// account adds one that belongs to it. `additionalParams` may hold an invitation under the key `invitation`.
    /// The owner of a new log-in chooses the password with the link in a mail; a `cmsPassword` is taken from a
    /// group account alone, or proves that an existing log-in is the caller's.
    #[action(
        session = optional,
        allow(
            ADMIN_PUBLISHER_MANAGE,
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            WIDGET_SESSION_PERMISSION
        ),
        throws(PARTNER_REGISTRATION_ERROR)
    )]
    async fn register(
        call: &Call,
        /// The account; name, adminName, adminEmail and description are required.
        partner: Partner,
        /// The owner's password.
        #[param(default = "")]
        cms_password: String,
        /// An account of the caller's to copy settings from.
        template_partner_id: Option<i64>,
        /// Send no mail: the owner asks for one with `user.resetPassword`.
        #[param(default = false)]
        silent: bool,
    ) -> Result<SeenBy<Partner>> {
        Box::pin(register::register(call, partner, &cms_password, template_partner_id, silent)).await
    }

    /// Says whether `register` would take the same arguments.
    #[action(
        session = optional,
        allow(
            ADMIN_PUBLISHER_MANAGE,
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            WIDGET_SESSION_PERMISSION
        ),
        throws(PARTNER_REGISTRATION_ERROR)
    )]
    async fn registration_validation(
        call: &Call,
        /// The account.
        partner: Partner,
        /// The owner's password.
        #[param(default = "")]
        cms_password: String,
        /// An account of the caller's to copy settings from.
        template_partner_id: Option<i64>,
        /// Makes no difference here.
        #[param(default = false)]
        silent: bool,
    ) -> Result<bool> {
        let _ = silent;
        Box::pin(register::validate(call, partner, &cms_password, template_partner_id)).await?;
        Ok(true)
    }

    /// Changes the account of the session. HTML tags are stripped from texts. Name and e-mail of the person in charge
    /// are also those of the owner.
    #[action(
        session = always,
        allow(ACCOUNT_UPDATE_SETTINGS, INTEGRATION_UPDATE_SETTINGS),
        throws(UNKNOWN_PARTNER_ID)
    )]
    async fn update(
        call: &Call,
        /// What changes; what is absent stays.
        partner: Partner,
        /// Makes no difference.
        #[param(default = false)]
        allow_empty: bool,
    ) -> Result<Partner> {
        let _ = allow_empty;
        Box::pin(change::update(call, partner)).await
    }
}

/// An account as the caller may see it. Secrets are for the owner of the account alone, unless the operator lets
/// others see them; a permission to read them is needed besides (reference: identity.md §18).
pub(super) fn show_to(call: &Call, partner: &super::Partner) -> Partner {
    if partner.shows_secrets || is_owner(call, partner) {
        show_with_secrets(partner, call.now())
    } else {
        show(partner, call.now())
    }
}

/// True for a session of the account's owner, in which nobody else can have put the owner's name. So it is none of
///
/// - an application token: it names whatever user its maker wrote,
/// - type user: a user secret opens it in any name, and must not become an admin secret in this way,
/// - a secret that an account keeps for somebody who may less,
/// - another account, which makes sessions in any name for those that belong to it.
pub(crate) fn is_owner(call: &Call, partner: &super::Partner) -> bool {
    call.session().is_some_and(|session| {
        let signer = session.token.secret_index();
        let is_additional = partner.secrets.as_ref().is_some_and(|secrets| secrets.is_additional(signer));
        session.partner.id == partner.id
            && partner.is_owner(call.user_id())
            && call.is_own_admin()
            && !(is_additional && partner.secondary_secret_role.is_some())
    })
}
