//! `partner` (reference: identity.md §5).

use contract::errors::{INVALID_PARTNER_ID, USER_DATA_ERROR};
use contract::{BigInt, service};

use super::model::Partner;
use super::show::show;
use crate::call::{Call, SeenBy};
use crate::error::{Error, Result};
use crate::login::{LoginRequest, Who, log_in};
use crate::role;

/// The service `partner`.
pub struct Partners;

/// Accounts.
#[service(name = "partner")]
impl Partners {
    /// Answers the account of the session, or one that belongs to it.
    #[action(session = always, allow(ADMIN_PUBLISHER_MANAGE), throws(INVALID_PARTNER_ID))]
    async fn get(
        call: &Call,
        /// The account's id; the session's own account without one.
        id: Option<BigInt>,
    ) -> Result<Partner> {
        let own = call.partner()?;
        let wanted = id.map_or(own.id, |id| id.0);
        if wanted == own.id {
            return Ok(show(own));
        }
        let unknown = || Error::from(INVALID_PARTNER_ID.with([wanted.to_string()]));
        let partner = call.app().partners.get(call.app(), wanted).await?.ok_or_else(unknown)?;
        if partner.parent_id != Some(own.id) {
            return Err(unknown());
        }
        Ok(show(&partner))
    }

    /// Answers the account of the session.
    #[action(
        session = always,
        deprecated,
        allow(ACCOUNT_BASE, ADMIN_BASE, INTEGRATION_BASE, KMC_READ_ONLY),
        throws(UNKNOWN_PARTNER_ID)
    )]
    async fn get_info(call: &Call) -> Result<Partner> {
        Ok(show(call.partner()?))
    }

    /// Answers the account with its secrets, for an administrator's e-mail and password.
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
        let shown = Partner { cms_password: cms_password.into(), ..show(partner) };
        Ok(SeenBy(shown, rights))
    }
}
