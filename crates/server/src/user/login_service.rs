//! `user`, second part: how people log in, and what they and their account change about it (reference: identity.md §6.4).

use contract::errors::{
    ACTION_FORBIDDEN, INVALID_ACCESS_TO_PARTNER_SPECIFIC_SEARCH, USER_DATA_ERROR, USER_NOT_FOUND,
};
use contract::service;

use super::login_link;
use super::model::User;
use super::service::read;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::login::model::{Authentication, ResetPassLinkType, SessionResponse};
use crate::login::{self, LoginRequest, OwnChange, Who};

/// The actions of the service `user` that have to do with logging in.
pub struct Logins;

/// How people log in.
#[service(name = "user")]
impl Logins {
    /// Gives a session for a user id and a password.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(
            USER_NOT_FOUND,
            USER_WRONG_PASSWORD,
            INVALID_PARTNER_ID,
            LOGIN_RETRIES_EXCEEDED,
            LOGIN_BLOCKED,
            PASSWORD_EXPIRED,
            USER_IS_BLOCKED
        )
    )]
    async fn login(
        call: &Call,
        /// The account.
        partner_id: i64,
        /// The user's id in the account.
        user_id: String,
        /// The password.
        password: String,
        /// Lifetime of the session in seconds, cut to the account's maximum.
        #[param(default = 86400)]
        expiry: i64,
        /// Privileges of the session, unless the user has privileges of its own.
        #[param(default = "*")]
        privileges: String,
    ) -> Result<String> {
        let request = LoginRequest {
            who: Who::UserId(partner_id, &user_id),
            password: &password,
            otp: None,
            partner_id: Some(partner_id),
            address: &call.request().address,
        };
        login::session_for(call, &request, expiry, &privileges).await
    }

    /// Gives a session for an e-mail and a password. Whatever is wrong, the answer is `USER_WRONG_PASSWORD`,
    /// so that nobody can find out who has an account here.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(
            USER_NOT_FOUND,
            USER_WRONG_PASSWORD,
            INVALID_PARTNER_ID,
            LOGIN_RETRIES_EXCEEDED,
            LOGIN_BLOCKED,
            PASSWORD_EXPIRED,
            USER_IS_BLOCKED,
            DIRECT_LOGIN_BLOCKED
        )
    )]
    async fn login_by_login_id(
        call: &Call,
        /// The e-mail.
        login_id: String,
        /// The password.
        password: String,
        /// The account; without it, the one of the last log-in.
        partner_id: Option<i64>,
        /// Lifetime of the session in seconds, cut to the account's maximum.
        #[param(default = 86400)]
        expiry: i64,
        /// Privileges of the session, unless the user has privileges of its own.
        #[param(default = "*")]
        privileges: String,
        /// A one-time code, where the account asks for one.
        otp: Option<String>,
    ) -> Result<String> {
        let request = LoginRequest {
            who: Who::LoginId(&login_id),
            password: &password,
            otp: otp.as_deref(),
            partner_id: partner_id.filter(|id| *id != 0),
            address: &call.request().address,
        };
        login::session_for(call, &request, expiry, &privileges).await
    }

    /// Changes the own e-mail, password or names, in all accounts. A new password ends all sessions of the person.
    #[action(
        session = none,
        allow(ADMIN_USER_UPDATE, ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION),
        throws(
            INVALID_FIELD_VALUE,
            PASSWORD_STRUCTURE_INVALID,
            PASSWORD_ALREADY_USED,
            LOGIN_ID_ALREADY_USED,
            ADMIN_KUSER_NOT_FOUND,
            LOGIN_RETRIES_EXCEEDED,
            LOGIN_BLOCKED
        )
    )]
    #[allow(clippy::too_many_arguments)] // the API's
    async fn update_login_data(
        call: &Call,
        /// The e-mail that logs in at present.
        old_login_id: String,
        /// The present password.
        password: String,
        /// Another e-mail.
        #[param(default = "")]
        new_login_id: String,
        /// Another password.
        #[param(default = "")]
        new_password: String,
        /// Another first name.
        new_first_name: Option<String>,
        /// Another last name.
        new_last_name: Option<String>,
        /// A one-time code, where the account asks for one.
        otp: Option<String>,
    ) -> Result<()> {
        let change = OwnChange {
            login_id: &old_login_id,
            password: &password,
            new_login_id: &new_login_id,
            new_password: &new_password,
            first_name: new_first_name.as_deref(),
            last_name: new_last_name.as_deref(),
            otp: otp.as_deref(),
        };
        login::change_own(call, &change).await.map_err(untold)
    }

    /// Gives a user of the account a new password, and ends the sessions of that user. Not for administrators, nor for
    /// people who belong to other accounts too.
    #[action(
        session = always,
        allow(ADMIN_USER_UPDATE),
        throws(
            INVALID_FIELD_VALUE,
            PASSWORD_STRUCTURE_INVALID,
            PASSWORD_ALREADY_USED,
            LOGIN_ID_ALREADY_USED,
            ADMIN_KUSER_NOT_FOUND,
            LOGIN_RETRIES_EXCEEDED,
            LOGIN_BLOCKED
        )
    )]
    async fn login_data_reset_password(
        call: &Call,
        /// The e-mail that logs in.
        login_data_id: String,
        /// The new password.
        new_password: String,
    ) -> Result<User> {
        let user_id = login::reset_for_account(call, &login_data_id, &new_password).await?;
        read_with_seed(call, &user_id).await
    }

    /// Sends a link with which a new password can be chosen. The answer is null whatever happens, so that nobody can
    /// find out who has an account here.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(
            LOGIN_DATA_NOT_FOUND,
            PASSWORD_STRUCTURE_INVALID,
            PASSWORD_ALREADY_USED,
            INVALID_FIELD_VALUE,
            LOGIN_ID_ALREADY_USED
        )
    )]
    async fn reset_password(
        call: &Call,
        /// The e-mail that logs in.
        email: String,
        /// Which application's page the link leads to; here they share one.
        link_type: Option<ResetPassLinkType>,
    ) -> Result<()> {
        let _ = link_type;
        login::send_link(call, &email).await
    }

    /// Chooses a password with the key of a link. The key works once. All sessions of the person are over.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION),
        throws(
            LOGIN_DATA_NOT_FOUND,
            PASSWORD_STRUCTURE_INVALID,
            NEW_PASSWORD_HASH_KEY_EXPIRED,
            NEW_PASSWORD_HASH_KEY_INVALID,
            PASSWORD_ALREADY_USED,
            INTERNAL_SERVERL_ERROR
        )
    )]
    async fn set_initial_password(
        call: &Call,
        /// The key.
        hash_key: String,
        /// The new password.
        new_password: String,
    ) -> Result<Authentication> {
        let qr_code = login::choose_by_key(call, &hash_key, &new_password).await?;
        Ok(Authentication { qr_code: qr_code.unwrap_or_default().into() })
    }

    /// Tells whether the key of a link still works.
    #[action(
        session = always,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION),
        throws(
            LOGIN_DATA_NOT_FOUND,
            NEW_PASSWORD_HASH_KEY_INVALID,
            NEW_PASSWORD_HASH_KEY_EXPIRED,
            INVALID_ACCESS_TO_PARTNER_SPECIFIC_SEARCH,
            INTERNAL_SERVERL_ERROR
        )
    )]
    async fn validate_hash_key(
        call: &Call,
        /// The key.
        hash_key: String,
    ) -> Result<Authentication> {
        let login = login::check_key(call.app(), &hash_key, call.now()).await?;
        if let Some(session) = call.session()
            && session.partner.id != login.config_partner_id
        {
            let own = session.partner.id.to_string();
            return Err(INVALID_ACCESS_TO_PARTNER_SPECIFIC_SEARCH.with([own]).into());
        }
        Ok(Authentication::default())
    }

    /// Lets a user log in with an e-mail. An administrator without a password gets a link to choose one. Whoever logs
    /// in to another account with this e-mail already keeps the password that they have.
    #[action(
        session = always,
        allow(ADMIN_USER_UPDATE),
        throws(
            USER_LOGIN_ALREADY_ENABLED,
            USER_NOT_FOUND,
            ADMIN_LOGIN_USERS_QUOTA_EXCEEDED,
            PASSWORD_STRUCTURE_INVALID,
            LOGIN_ID_ALREADY_USED
        )
    )]
    async fn enable_login(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// The e-mail that will log in.
        login_id: String,
        /// The password; only an administrator can do without.
        password: Option<String>,
    ) -> Result<User> {
        login_link::enable(call, &user_id, login_id, password.as_deref()).await?;
        read_with_seed(call, &user_id).await
    }

    /// Takes the log-in from a user, named by id or by the e-mail that logs in. Not for administrators.
    #[action(
        session = always,
        allow(ADMIN_USER_UPDATE),
        throws(
            USER_LOGIN_ALREADY_DISABLED,
            PROPERTY_VALIDATION_CANNOT_BE_NULL,
            USER_NOT_FOUND,
            CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER
        )
    )]
    async fn disable_login(
        call: &Call,
        /// The user's id.
        user_id: Option<String>,
        /// The e-mail that logs in; it counts if both are given.
        login_id: Option<String>,
    ) -> Result<User> {
        let user_id = login_link::disable(call, user_id.as_deref(), login_id.as_deref()).await?;
        read(call, &user_id).await?.ok_or_else(|| USER_NOT_FOUND.bare().into())
    }

    /// Gives a user another login. It takes a session of a system account that this server does not have, so
    /// everybody is refused.
    #[action(
        session = always,
        allow(ADMIN_USER_UPDATE),
        throws(
            USER_NOT_FOUND,
            ADMIN_LOGIN_USERS_QUOTA_EXCEEDED,
            LOGIN_ID_ALREADY_USED,
            USER_LOGIN_ALREADY_ENABLED,
            USER_DATA_ERROR,
            LOGIN_DATA_NOT_PROVIDED,
            LOGIN_DATA_MISMATCH,
            CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER,
            USER_LOGIN_ALREADY_DISABLED
        )
    )]
    async fn replace_user_login_data(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// The e-mail that will log in.
        new_login_id: String,
        /// The e-mail that logs in at present.
        existing_login_id: Option<String>,
    ) -> Result<User> {
        let _ = (call, user_id, new_login_id, existing_login_id);
        Err(ACTION_FORBIDDEN.with(["replaceUserLoginData"]).into())
    }

    /// Gives a session in another account in which the same person is an administrator. It takes a session that was
    /// given for a password; `NEW_LOGIN_REQUIRED` otherwise.
    #[action(
        session = always,
        allow(ADMIN_BASE, KMC_ACCESS),
        throws(
            PARTNER_CHANGE_ACCOUNT_DISABLED,
            INVALID_USER_ID,
            ADMIN_KUSER_NOT_FOUND,
            LOGIN_DATA_NOT_FOUND,
            LOGIN_BLOCKED,
            USER_IS_BLOCKED,
            INTERNAL_SERVERL_ERROR,
            UNKNOWN_PARTNER_ID,
            SERVICE_ACCESS_CONTROL_RESTRICTED,
            DIRECT_LOGIN_BLOCKED
        )
    )]
    async fn login_by_ks(
        call: &Call,
        /// The account to change to.
        requested_partner_id: i64,
    ) -> Result<SessionResponse> {
        login::login_by_ks(call, requested_partner_id).await
    }

    /// Draws what an authenticator scans: a PNG in Base64. The key works once.
    #[action(
        session = always,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION),
        throws(INVALID_HASH, INVALID_USER_ID, ERROR_IN_QR_GENERATION)
    )]
    async fn generate_qr_code(
        call: &Call,
        /// The key.
        hash_key: String,
    ) -> Result<String> {
        login::picture_by_key(call, &hash_key).await
    }
}

/// What is wrong about the present log-in is told in one way.
fn untold(error: Error) -> Error {
    const UNTOLD: [&str; 5] =
        ["USER_WRONG_PASSWORD", "WRONG_OLD_PASSWORD", "MISSING_OTP", "INVALID_OTP", "LOGIN_ID_ALREADY_USED"];
    if UNTOLD.contains(&error.code()) {
        Error::from(USER_DATA_ERROR.bare()).because(error.code())
    } else {
        error
    }
}

/// The user as the API shows it to an application that takes care of one-time codes itself.
async fn read_with_seed(call: &Call, user_id: &str) -> Result<User> {
    let mut shown = read(call, user_id).await?.ok_or_else(|| Error::from(USER_NOT_FOUND.bare()))?;
    let partner = call.partner()?;
    if let Some(user) = call.app().users.get(call.app(), partner.id, user_id).await?
        && !user.is_admin
    {
        shown.encrypted_seed = login::encrypted_seed(call.app(), partner, &user).await?.into();
    }
    Ok(shown)
}
