//! `appToken` (reference: session.md §13, identity.md §11).

use std::sync::Arc;

use contract::errors::{
    APP_TOKEN_EXPIRED, APP_TOKEN_ID_NOT_FOUND, APP_TOKEN_NOT_ACTIVE, INVALID_APP_TOKEN_HASH,
    INVALID_FIELD_VALUE,
};
use contract::list::ApiFilter;
use contract::{ApiEnum, FilterPager, ListOf, Time, service};
use ks::KsHash;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq;

use super::model::{AppToken, AppTokenFilter, AppTokenHashType, AppTokenStatus};
use super::table::{self, AppTokenRow, Known};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::keys::new_object_id;
use crate::session::model::{SessionInfo, SessionType};
use crate::session::revocation::{self, Kind};
use crate::session::{IssueRequest, issue};
use crate::user::{self, ensure_exists, is_valid_id};

/// The service `appToken`.
pub struct AppTokens;

/// Keys for applications: each can be limited, has its own lifetime, and is revoked alone.
#[service(name = "appToken")]
impl AppTokens {
    /// Adds an application token. `token` in the answer is the key.
    #[action(session = always, allow(APP_TOKEN_ADD))]
    async fn add(
        call: &Call,
        /// What sessions of the token may be.
        app_token: AppToken,
    ) -> Result<AppToken> {
        let (mut sent, now) = (app_token, call.now());
        call.check_insert(&mut sent)?;
        let session_user_id = wanted_user(call, sent.session_user_id.get()).await?;
        let row = AppTokenRow {
            id: new_object_id(),
            partner_id: call.partner()?.id,
            status: AppTokenStatus::Active,
            expiry: sent.expiry.get().map(|time| time.0),
            // Without a type the caller of startSession could choose ADMIN; so the type is decided here.
            session_type: Some(sent.session_type.get().copied().unwrap_or(SessionType::User).number()),
            session_user_id,
            session_duration: sent
                .session_duration
                .get()
                .copied()
                .or_else(|| Some(call.partner().ok()?.max_expiry())),
            session_privileges: sent.session_privileges.get().cloned(),
            hash_type: sent.hash_type.get().copied().unwrap_or(AppTokenHashType::Sha1),
            description: sent.description.get().cloned(),
            created_at: now,
            updated_at: now,
        };
        let mut tx = call.app().store.begin().await?;
        let known = table::add(&mut tx, &call.app().keys, row).await?;
        tx.commit().await?;
        Ok(show(&known))
    }

    /// Deletes an application token. Every session that it gave is over.
    #[action(session = always, allow(APP_TOKEN_DELETE), throws(APP_TOKEN_ID_NOT_FOUND))]
    async fn delete(
        call: &Call,
        /// The token's id.
        id: String,
    ) -> Result<()> {
        let known = find(call, &id).await?;
        let (scope, now) = (call.scope()?, call.now());
        let group = KsHash::of_group(scope.partner_id(), &known.row.id);
        let mut tx = call.app().store.begin().await?;
        table::delete(&mut tx, scope, &known.row.id, now).await?;
        revocation::end_within(&mut tx, scope.partner_id(), &[(group, Kind::Group, None)], now).await?;
        Ok(tx.commit().await?)
    }

    /// Answers an application token.
    #[action(session = always, allow(APP_TOKEN_BASE, KMC_READ_ONLY), throws(APP_TOKEN_ID_NOT_FOUND))]
    async fn get(
        call: &Call,
        /// The token's id.
        id: String,
    ) -> Result<AppToken> {
        find(call, &id).await.map(|known| show(&known))
    }

    /// Answers the application tokens of the account, but for deleted ones.
    #[action(session = always, allow(APP_TOKEN_BASE, KMC_READ_ONLY))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AppTokenFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AppToken>> {
        let (app, scope) = (call.app(), call.scope()?);
        let filter = filter.unwrap_or_default();
        let wanted_user = filter.session_user_id_equal.get().filter(|id| !id.is_empty());
        if let Some(user_id) = wanted_user
            && app.users.get(app, scope.partner_id(), user_id).await?.is_none()
        {
            // The API answers null, not an empty list, for a user it does not know.
            return Ok(ListOf { objects: None, total_count: 0 });
        }
        let user_key = wanted_user.map(|id| user::user_key(id));
        let (known, total) =
            table::list(app, scope, user_key.as_deref(), &filter.query(pager.as_ref())).await?;
        Ok(ListOf {
            objects: Some(known.iter().map(show).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Exchanges an application token for a session. `tokenHash` proves that the caller knows the token: the
    /// hash of the text of the call's own session followed by the token.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(APP_TOKEN_ID_NOT_FOUND)
    )]
    async fn start_session(
        call: &Call,
        /// The token's id.
        id: String,
        /// Lower-case hexadecimal hash of session and token, by the token's hash type.
        token_hash: String,
        /// Who acts, where the token does not say.
        user_id: Option<String>,
        /// User or admin, where the token does not say.
        r#type: Option<SessionType>,
        /// Lifetime in seconds, within the token's.
        expiry: Option<i64>,
        /// More privileges, as far as the token lets the caller choose.
        session_privileges: Option<String>,
    ) -> Result<SessionInfo> {
        let session = call.known_session()?;
        let known = find(call, &id).await?;
        let row = &known.row;
        if row.status != AppTokenStatus::Active {
            return Err(APP_TOKEN_NOT_ACTIVE.with([row.id.as_str()]).into());
        }
        if !hash_matches(row.hash_type, &session.text, &known.token, &token_hash) {
            return Err(INVALID_APP_TOKEN_HASH.bare().into());
        }
        let partner = call.partner()?;
        let lifetime = lifetime(row, partner.max_expiry(), call.now(), expiry)
            .ok_or_else(|| Error::from(APP_TOKEN_EXPIRED.with([row.id.as_str()])))?;
        let session_type =
            row.session_type.and_then(SessionType::from_number).or(r#type).unwrap_or(SessionType::User);
        let user_id = row.session_user_id.clone().or(user_id).unwrap_or_default();
        let privileges = ks::merge_for_app_token(
            &row.id,
            row.session_privileges.as_deref().unwrap_or_default(),
            &without_powers(session_privileges.as_deref().unwrap_or_default()),
        );
        let valid_until = call.now().saturating_add(lifetime);
        let ks = issue(
            call.app(),
            call.request(),
            partner,
            &IssueRequest {
                user_id: &user_id,
                session_type: session_type.into(),
                valid_until,
                privileges: &privileges,
                secret: None,
            },
        )?;
        Ok(SessionInfo {
            ks: ks.into(),
            session_type: session_type.into(),
            partner_id: partner.id.into(),
            user_id: user_id.into(),
            expiry: Time(valid_until).into(),
            privileges: privileges.into(),
        })
    }

    /// Changes an application token. Sessions that it gave before are not touched.
    #[action(session = always, allow(APP_TOKEN_UPDATE), throws(APP_TOKEN_ID_NOT_FOUND))]
    async fn update(
        call: &Call,
        /// The token's id.
        id: String,
        /// What changes; what is absent stays.
        app_token: AppToken,
    ) -> Result<AppToken> {
        let known = find(call, &id).await?;
        let mut sent = app_token;
        call.check_update(&mut sent, &show(&known))?;
        let session_user_id = wanted_user(call, sent.session_user_id.get()).await?;
        let mut row = known.row.clone();
        if !sent.session_user_id.is_absent() {
            row.session_user_id = session_user_id;
        }
        let mut expiry = row.expiry.map(Time);
        sent.expiry.merge_into(&mut expiry);
        row.expiry = expiry.map(|time| time.0);
        if let Some(kind) = sent.session_type.get() {
            row.session_type = Some(kind.number());
        }
        if let Some(hash_type) = sent.hash_type.get() {
            row.hash_type = *hash_type;
        }
        sent.session_duration.merge_into(&mut row.session_duration);
        sent.session_privileges.merge_into(&mut row.session_privileges);
        sent.description.merge_into(&mut row.description);
        row.updated_at = call.now();
        let mut tx = call.app().store.begin().await?;
        table::update(&mut tx, call.scope()?, &row).await?;
        tx.commit().await?;
        Ok(show(&Known { row, token: known.token.clone() }))
    }
}

/// Unknown, deleted and foreign ids look the same.
async fn find(call: &Call, id: &str) -> Result<Arc<Known>> {
    call.app()
        .app_tokens
        .get(call.app(), call.scope()?, id)
        .await?
        .ok_or_else(|| APP_TOKEN_ID_NOT_FOUND.with([id]).into())
}

/// The user of a token's sessions; a user that the account does not know yet is added (reference:
/// identity.md §11.1).
async fn wanted_user(call: &Call, sent: Option<&String>) -> Result<Option<String>> {
    let Some(id) = sent.filter(|id| !id.is_empty()) else { return Ok(None) };
    if !is_valid_id(id) {
        return Err(INVALID_FIELD_VALUE.with(["sessionUserId"]).into());
    }
    ensure_exists(call.app(), call.scope()?.partner_id(), id, call.now()).await?;
    Ok(Some(user::cut(id).into_owned()))
}

/// Names that are not reserved and have an effect all the same (reference: session.md §11.2): the original lets
/// the caller choose them, here only the token gives them (see `docs/deviations.md`).
const POWERS: [&str; 11] = [
    "*",
    "all",
    "widget",
    "editcuepoint",
    "caption",
    "playReadyBeginDate",
    "playReadyExpirationDate",
    "setduration",
    "setpolicy",
    "setpurduration",
    "denyhd",
];

fn without_powers(privileges: &str) -> String {
    let chosen = privileges.split(',').filter(|privilege| {
        let name = privilege.split_once(':').map_or(*privilege, |(name, _)| name);
        !POWERS.contains(&name.trim())
    });
    chosen.collect::<Vec<_>>().join(",")
}

/// Seconds that a session of the token lives; `None` when the token has expired (reference: identity.md
/// §11.2). The sum is kept in 64 bits: callers send Unix times as lifetimes.
fn lifetime(row: &AppTokenRow, default: i64, now: i64, wanted: Option<i64>) -> Option<i64> {
    let mut life = row.session_duration.unwrap_or(default);
    if let Some(expiry) = row.expiry {
        life = life.min(expiry.saturating_sub(now));
    }
    if life < 0 {
        return None;
    }
    Some(wanted.filter(|wanted| *wanted != 0).map_or(life, |wanted| wanted.min(life)))
}

fn hash_matches(hash_type: AppTokenHashType, ks: &str, token: &str, claimed: &str) -> bool {
    fn digest<D: Digest>(ks: &str, token: &str) -> String {
        crate::keys::hex(&D::new().chain_update(ks).chain_update(token).finalize())
    }
    let expected = match hash_type {
        AppTokenHashType::Md5 => digest::<Md5>(ks, token),
        AppTokenHashType::Sha1 => digest::<Sha1>(ks, token),
        AppTokenHashType::Sha256 => digest::<Sha256>(ks, token),
        AppTokenHashType::Sha512 => digest::<Sha512>(ks, token),
    };
    expected.as_bytes().ct_eq(claimed.as_bytes()).into()
}

fn show(known: &Known) -> AppToken {
    let row = &known.row;
    AppToken {
        id: row.id.clone().into(),
        token: known.token.to_string().into(),
        partner_id: row.partner_id.into(),
        created_at: Time(row.created_at).into(),
        updated_at: Time(row.updated_at).into(),
        status: row.status.into(),
        expiry: row.expiry.map(Time).into(),
        session_type: row.session_type.and_then(SessionType::from_number).into(),
        session_user_id: row.session_user_id.clone().into(),
        session_duration: row.session_duration.into(),
        session_privileges: row.session_privileges.clone().into(),
        hash_type: row.hash_type.into(),
        description: row.description.clone().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_reference() {
        // reference: identity.md §11.4
        let matches = |hash_type, claimed: &str| {
            hash_matches(hash_type, "djJ8MTAxfEV4YW1wbGVLUw==", "0123456789abcdef0123456789abcdef", claimed)
        };
        assert!(matches(AppTokenHashType::Md5, "72b39ebc044d8d41eead035c1ea4dfd5"));
        assert!(matches(AppTokenHashType::Sha1, "125a730bda117b20bc90058e12fedad0630c022c"));
        let sha256 = "2e2df6631da525f3e20a2274daf08e04a0ad54834933f08ebee4f65ce06a209d";
        assert!(matches(AppTokenHashType::Sha256, sha256));
        assert!(!matches(AppTokenHashType::Sha256, &sha256.to_uppercase()), "upper case does not match");
        assert!(!matches(AppTokenHashType::Sha1, sha256));
        assert!(matches(
            AppTokenHashType::Sha512,
            "1ae1411bdc0bf0a0ff53ddd7582d5aec7557ace38457ab75b847e29bfbc42f6175549e35a32bd8881ec8eecedb2cf3e2054d03ed365ea478cddf44cda012efb9"
        ));
    }

    #[test]
    fn ids_look_like_ids() {
        let id = new_object_id();
        assert_eq!(id.len(), 10);
        assert!(id.starts_with("0_"));
        assert_ne!(id, new_object_id());
    }
}
