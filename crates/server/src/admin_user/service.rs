//! `adminUser` (reference: identity.md §7): the log-in actions of `user` under their old names, for administrators.

use contract::errors::USER_DATA_ERROR;
use contract::{Answer, Api, Permits, TypeRef, service};
use wire::Value;

use crate::call::Call;
use crate::error::Result;
use crate::login::model::Authentication;
use crate::login::{self, LoginRequest, OwnChange, Who};
use crate::user::model::{AdminUser, BaseUser, User};

/// Lifetime of the sessions in seconds, cut to the account's maximum.
const LIFETIME: i64 = 86_400;

/// The service `adminUser`.
pub struct AdminUsers;

/// How administrators log in; the service `user` has the same under newer names.
#[service(name = "adminUser", deprecated)]
impl AdminUsers {
    /// Gives a session for an administrator's e-mail and password.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(ADMIN_KUSER_NOT_FOUND)
    )]
    async fn login(
        call: &Call,
        /// The e-mail.
        email: String,
        /// The password.
        password: String,
        /// The account; without it, the one of the last log-in.
        partner_id: Option<i64>,
    ) -> Result<String> {
        let request = LoginRequest {
            who: Who::LoginId(&email),
            password: &password,
            otp: None,
            partner_id: partner_id
                .filter(|id| *id != 0)
                .or_else(|| call.session().map(|session| session.partner.id)),
            address: &call.request().address,
        };
        let who = login::log_in(call.app(), &request, call.now()).await?;
        if !who.user.is_admin {
            return Err(USER_DATA_ERROR.bare().into());
        }
        login::open_session(call, &who, LIFETIME, "*").await
    }

    /// Sends a link with which a new password can be chosen. Whether the address is known is not told.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(
            ADMIN_KUSER_NOT_FOUND,
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
    ) -> Result<()> {
        login::send_link(call, &email).await
    }

    /// Chooses a password with the key of a link. The key works once.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION),
        throws(
            ADMIN_KUSER_NOT_FOUND,
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

    /// Changes the own e-mail or password, or both. The answer has the e-mail and the password that hold now.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION),
        throws(
            INVALID_FIELD_VALUE,
            ADMIN_KUSER_WRONG_OLD_PASSWORD,
            ADMIN_KUSER_NOT_FOUND,
            PASSWORD_STRUCTURE_INVALID,
            PASSWORD_ALREADY_USED,
            LOGIN_ID_ALREADY_USED,
            INVALID_OTP,
            MISSING_OTP
        ),
        deprecated
    )]
    async fn update_password(
        call: &Call,
        /// The e-mail that logs in at present.
        email: String,
        /// The present password.
        password: String,
        /// Another e-mail.
        #[param(default = "")]
        new_email: String,
        /// Another password.
        #[param(default = "")]
        new_password: String,
        /// A one-time code, where the account asks for one.
        otp: Option<String>,
    ) -> Result<Effective> {
        let change = OwnChange {
            login_id: &email,
            password: &password,
            new_login_id: &new_email,
            new_password: &new_password,
            first_name: None,
            last_name: None,
            otp: otp.as_deref(),
        };
        login::change_own(call, &change).await?;
        let now_or = |new: String, old: String| if new.is_empty() { old } else { new };
        Ok(Effective { email: now_or(new_email, email), password: now_or(new_password, password) })
    }
}

/// The e-mail and the password that hold now, as a user with nothing else. Consoles log in with what this answer says,
/// so it is the one that shows a password: to whoever has just sent it.
struct Effective {
    email: String,
    password: String,
}

impl Answer for Effective {
    const TYPE: Option<TypeRef> = Some(<AdminUser as Api>::TYPE);

    fn into_value(self, permits: &dyn Permits) -> Value {
        let base = BaseUser { email: self.email.into(), ..BaseUser::default() };
        let user = AdminUser { base: User { base, ..User::default() } };
        let mut value = user.encode(permits);
        if let Value::Object(object) = &mut value {
            for (name, value) in &mut object.properties {
                if *name == "password" {
                    *value = Value::Text(self.password.clone());
                }
            }
        }
        value
    }
}
