//! Ending many sessions at once: of a user, of an application token, of a secret, of the account.

use contract::errors::{
    APP_TOKEN_ID_NOT_FOUND, BOXOFFICE_SECRET_NOT_FOUND, INVALID_FIELD_VALUE, INVALID_PARTNER_ID,
    INVALID_USER_ID,
};
use ks::UnixMillis;

use super::issue::LONGEST_SECONDS;
use super::revocation::{Subject, set_floor_within};
use crate::app::App;
use crate::call::{Scope, seconds};
use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::user::user_key;
use crate::{app_token, secret};

/// Sessions made offline are refused for a day at most unless somebody says otherwise, in seconds.
const OFFLINE_SECONDS: i64 = 86_400;

/// Whose sessions end.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// Those of a user, known or not.
    User(&'a str),
    /// Those that an application token gave.
    AppToken(&'a str),
    /// Those that a secret signed or opened; the secret itself goes on working.
    Secret(i64),
    /// All of the account.
    Everybody,
}

/// What was ended, and what is refused for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Sessions that this server issued before this second are over, for good.
    pub issued_before: i64,
    /// Sessions that were signed elsewhere do not say when; they are refused until this second.
    pub offline_until: i64,
}

/// For how long sessions made offline are refused if nobody says: as long as the account lets a session live,
/// at most a day.
pub fn offline_seconds(partner: &Partner) -> i64 {
    partner.max_expiry().min(OFFLINE_SECONDS)
}

/// Ends sessions. Once this returns they are refused here, and on the other nodes as soon as they hear of it.
pub async fn end(
    app: &App,
    scope: Scope,
    whose: Whose<'_>,
    offline: Option<i64>,
    now: UnixMillis,
) -> Result<Ended> {
    let partner_id = scope.partner_id();
    let subject = match whose {
        Whose::User(id) => {
            // Sessions without a user have nobody in common.
            if matches!(id, "" | "0") || id.contains('\0') {
                return Err(INVALID_USER_ID.bare().into());
            }
            let partner = app.partners.get(app, partner_id).await?;
            Subject::User(
                partner_id,
                partner.map_or_else(|| user_key(id), |known| user_key(&known.known_id(id))),
            )
        }
        Whose::AppToken(id) => {
            let known = app_token::exists(app, scope, id).await?;
            known
                .then(|| Subject::Token(partner_id, id.to_owned()))
                .ok_or_else(|| Error::from(APP_TOKEN_ID_NOT_FOUND.with([id])))?
        }
        Whose::Secret(id) => {
            let known = secret::exists(app, scope, id).await?;
            known
                .then_some(Subject::Secret(partner_id, id))
                .ok_or_else(|| Error::from(BOXOFFICE_SECRET_NOT_FOUND.with([id.to_string()])))?
        }
        Whose::Everybody => Subject::Account(partner_id),
    };
    let offline = match offline {
        Some(seconds) if (0..=LONGEST_SECONDS).contains(&seconds) => seconds,
        Some(_) => return Err(INVALID_FIELD_VALUE.with(["offlineSeconds"]).into()),
        None => {
            let unknown = || Error::from(INVALID_PARTNER_ID.with([partner_id.to_string()]));
            offline_seconds(&*app.partners.get(app, partner_id).await?.ok_or_else(unknown)?)
        }
    };
    let mut tx = app.store.begin().await?;
    set_floor_within(&mut tx, &subject, now, offline).await?;
    tx.commit().await?;
    let second = seconds(now);
    Ok(Ended { issued_before: second.saturating_add(1), offline_until: second.saturating_add(offline) })
}
