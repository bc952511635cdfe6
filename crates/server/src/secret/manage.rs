//! What an account's owner, or the operator, does with its secrets.

use contract::errors::{
    BOXOFFICE_SECRET_NOT_FOUND, BOXOFFICE_SECRET_NOT_USABLE, BOXOFFICE_SECRET_TOO_MANY,
    BOXOFFICE_SECRET_WITHOUT_SUCCESSOR, INVALID_FIELD_VALUE,
};
use ks::UnixMillis;
use store::Transaction;
use zeroize::Zeroizing;

use super::model::{SecretKind, SecretState};
use super::table::{self, NewSecret, SecretRow, all_locked};
use super::usage::{Use, written};
use super::{MAX_USABLE, fingerprint};
use crate::app::App;
use crate::app_token;
use crate::call::{Scope, seconds};
use crate::error::{Error, Result};
use crate::session::revocation::{Subject, set_floor_within};

/// The longest overlap: ten years, in seconds.
const MAX_OVERLAP: i64 = 315_360_000;
/// The longest label, in bytes.
const MAX_LABEL: usize = 256;

/// A secret as its account sees it.
#[derive(Debug, Clone)]
pub struct SecretInfo {
    /// Its id.
    pub id: i64,
    /// What it is for.
    pub kind: SecretKind,
    /// What it does at the moment.
    pub state: SecretState,
    /// What people call it.
    pub label: Option<String>,
    /// See [`fingerprint`].
    pub fingerprint: String,
    /// When it was made, in Unix seconds like every moment here.
    pub created_at: i64,
    /// When it last became the primary one.
    pub promoted_at: Option<i64>,
    /// It works until then; `None`: without end, unless it was blocked.
    pub usable_until: Option<i64>,
    /// When it was blocked.
    pub blocked_at: Option<i64>,
    /// When it was used. What other nodes counted in the last minute may be missing.
    pub used: Use,
    /// What stops when it stops working, as far as that can be known; empty once it is over.
    pub would_break: String,
}

/// A secret that was just made, with the text that is shown this once.
pub struct Added {
    /// The secret.
    pub info: SecretInfo,
    /// Its text, 32 hexadecimal digits.
    pub value: Zeroizing<String>,
}

/// All secrets of an account, in the order in which they are tried.
pub async fn list(app: &App, scope: Scope, now: i64) -> Result<Vec<SecretInfo>> {
    let rows = table::all(app, scope).await?;
    let used = written(app, scope.partner_id()).await?;
    let tokens = app_token::count_active(app, scope).await?;
    let show = |row: &SecretRow| {
        let used = used.get(&row.id).copied().unwrap_or_default().max(app.secret_usage.here(row.id));
        let mut info = info(row, &rows, used, now);
        info.would_break = would_break(&info, &rows, tokens, now);
        info
    };
    Ok(rows.iter().map(show).collect())
}

async fn one(app: &App, scope: Scope, id: i64, now: i64) -> Result<SecretInfo> {
    list(app, scope, now).await?.into_iter().find(|info| info.id == id).ok_or_else(|| not_found(id))
}

/// Adds a secret. It works at once, and signs only once it is promoted, unless nothing else could sign.
pub async fn add(app: &App, scope: Scope, kind: SecretKind, label: Option<&str>, now: i64) -> Result<Added> {
    if label.is_some_and(|label| label.len() > MAX_LABEL || label.contains('\0')) {
        return Err(INVALID_FIELD_VALUE.with(["label"]).into());
    }
    let mut tx = app.store.begin().await?;
    let rows = all_locked(&mut tx, app, scope).await?;
    let of_kind = || rows.iter().filter(|row| row.kind == kind);
    if of_kind().filter(|row| row.is_usable(now)).count() >= MAX_USABLE {
        return Err(BOXOFFICE_SECRET_TOO_MANY.with([MAX_USABLE.to_string()]).into());
    }
    let is_first = !of_kind().any(SecretRow::is_lasting);
    let value = table::new_text();
    let new = NewSecret {
        partner_id: scope.partner_id(),
        kind,
        position: if is_first { front(&rows, kind) } else { back(&rows, kind) },
        slot: table::free_slot(&rows),
        label: label.filter(|label| !label.is_empty()),
        promoted_at: is_first.then_some(now),
    };
    let id = table::insert(&mut tx, &app.keys, &new, &value, now).await?;
    tx.commit().await?;
    Ok(Added { info: one(app, scope, id, now).await?, value })
}

/// Makes a secret the primary one of its kind: an admin secret signs from now on, a user secret is the one that
/// the account is shown. What was the primary goes on working. A secret that was to be retired stays.
pub async fn promote(app: &App, scope: Scope, id: i64, now: i64) -> Result<SecretInfo> {
    let mut tx = app.store.begin().await?;
    let mut rows = all_locked(&mut tx, app, scope).await?;
    let index = usable(&rows, id, now)?;
    rows[index].usable_until = None;
    to_front(&mut tx, scope, &mut rows, index, now).await?;
    tx.commit().await?;
    one(app, scope, id, now).await
}

/// Lets a secret work for another `overlap` seconds and no longer. If it is the primary one, the youngest other
/// that has no end takes its place at once.
pub async fn retire(
    app: &App,
    scope: Scope,
    id: i64,
    overlap: i64,
    force: bool,
    now: i64,
) -> Result<SecretInfo> {
    if !(0..=MAX_OVERLAP).contains(&overlap) {
        return Err(INVALID_FIELD_VALUE.with(["overlap"]).into());
    }
    let mut tx = app.store.begin().await?;
    let mut rows = all_locked(&mut tx, app, scope).await?;
    let index = usable(&rows, id, now)?;
    succeed(&mut tx, scope, &mut rows, index, force, now).await?;
    let row = &mut rows[index];
    row.usable_until = Some(now.saturating_add(overlap));
    row.closed = overlap == 0;
    table::update(&mut tx, scope, row).await?;
    tx.commit().await?;
    one(app, scope, id, now).await
}

/// Ends a secret at once, with every session that it signed or opened.
pub async fn block(app: &App, scope: Scope, id: i64, force: bool, now: UnixMillis) -> Result<SecretInfo> {
    let second = seconds(now);
    let mut tx = app.store.begin().await?;
    let mut rows = all_locked(&mut tx, app, scope).await?;
    // One that has retired may still be blocked: sessions that it opened can live longer than it did.
    let index = rows.iter().position(|row| row.id == id).ok_or_else(|| not_found(id))?;
    if rows[index].is_usable(second) {
        succeed(&mut tx, scope, &mut rows, index, force, second).await?;
    }
    let row = &mut rows[index];
    row.blocked_at = Some(row.blocked_at.unwrap_or(second));
    row.closed = true;
    table::update(&mut tx, scope, row).await?;
    // What it signed cannot be read any more. What it opened and another secret signed was issued here, so
    // that nothing has to be refused for want of a time of issue.
    set_floor_within(&mut tx, &Subject::Secret(scope.partner_id(), id), now, 0).await?;
    tx.commit().await?;
    one(app, scope, id, second).await
}

/// Makes sure that the account can go on without a secret.
async fn succeed(
    tx: &mut Transaction,
    scope: Scope,
    rows: &mut [SecretRow],
    index: usize,
    force: bool,
    now: i64,
) -> Result<()> {
    let (id, kind) = (rows[index].id, rows[index].kind);
    let others = rows.iter().enumerate().filter(|(other, row)| *other != index && row.kind == kind);
    let successor = others.clone().filter(|(_, row)| row.is_lasting()).max_by_key(|(_, row)| row.id);
    match successor {
        Some((successor, _)) if is_primary(rows, index) => to_front(tx, scope, rows, successor, now).await,
        Some(_) => Ok(()),
        // Without a user secret nobody starts sessions with it, and nothing else stops.
        None if kind == SecretKind::User || force => Ok(()),
        None => Err(BOXOFFICE_SECRET_WITHOUT_SUCCESSOR.with([id.to_string()]).into()),
    }
}

async fn to_front(
    tx: &mut Transaction,
    scope: Scope,
    rows: &mut [SecretRow],
    index: usize,
    now: i64,
) -> Result<()> {
    if !is_primary(rows, index) || rows[index].promoted_at.is_none() {
        rows[index].position = front(rows, rows[index].kind);
        rows[index].promoted_at = Some(now);
    }
    table::update(tx, scope, &rows[index]).await
}

fn front(rows: &[SecretRow], kind: SecretKind) -> i64 {
    let positions = rows.iter().filter(|row| row.kind == kind).map(|row| row.position);
    positions.min().map_or(0, |first| first - 1)
}

fn back(rows: &[SecretRow], kind: SecretKind) -> i64 {
    let positions = rows.iter().filter(|row| row.kind == kind).map(|row| row.position);
    positions.max().map_or(0, |last| last + 1)
}

/// Rows come in the order of their positions.
fn is_primary(rows: &[SecretRow], index: usize) -> bool {
    let kind = rows[index].kind;
    rows.iter().position(|row| row.kind == kind && !row.closed) == Some(index)
}

fn not_found(id: i64) -> Error {
    BOXOFFICE_SECRET_NOT_FOUND.with([id.to_string()]).into()
}

fn usable(rows: &[SecretRow], id: i64, now: i64) -> Result<usize> {
    let index = rows.iter().position(|row| row.id == id).ok_or_else(|| not_found(id))?;
    if rows[index].is_usable(now) {
        Ok(index)
    } else {
        Err(BOXOFFICE_SECRET_NOT_USABLE.with([id.to_string()]).into())
    }
}

fn info(row: &SecretRow, rows: &[SecretRow], used: Use, now: i64) -> SecretInfo {
    let is_first = rows
        .iter()
        .find(|other| other.kind == row.kind && !other.closed)
        .is_some_and(|first| first.id == row.id);
    let state = if row.blocked_at.is_some() {
        SecretState::Blocked
    } else if !row.is_usable(now) {
        SecretState::Retired
    } else if is_first {
        SecretState::Primary
    } else if row.promoted_at.is_some() {
        SecretState::Former
    } else {
        SecretState::Additional
    };
    SecretInfo {
        id: row.id,
        kind: row.kind,
        state,
        label: row.label.clone(),
        fingerprint: fingerprint(&row.secret),
        created_at: row.created_at,
        promoted_at: row.promoted_at,
        usable_until: row.usable_until,
        blocked_at: row.blocked_at,
        used,
        would_break: String::new(),
    }
}

/// What is known, and what cannot be.
fn would_break(info: &SecretInfo, rows: &[SecretRow], tokens: u64, now: i64) -> String {
    if matches!(info.state, SecretState::Blocked | SecretState::Retired) {
        return String::new();
    }
    let mut said = Vec::new();
    let is_admin = info.kind == SecretKind::Admin;
    let is_last = !rows.iter().any(|row| row.id != info.id && row.kind == info.kind && row.is_lasting());
    if is_last {
        said.push(if is_admin {
            "every session of the account, log-ins included: no other admin secret stays".to_owned()
        } else {
            "session.start with a user secret: no other stays".to_owned()
        });
    }
    let ago = |moment: i64| (moment > 0).then(|| span(now - moment));
    said.push(match ago(info.used.started_at) {
        Some(ago) => format!("whoever starts sessions with it: last seen {ago} ago"),
        None => "nobody was seen starting sessions with it".to_owned(),
    });
    if is_admin {
        said.push(match ago(info.used.signed_at) {
            Some(ago) => format!("sessions that it signed: last used {ago} ago"),
            None => "no session that it signed was seen".to_owned(),
        });
        said.push(match ago(info.used.offline_at) {
            Some(ago) => format!("whoever signs sessions with it without this server: last seen {ago} ago"),
            None => "no session was seen that was signed with it without this server".to_owned(),
        });
        if info.state == SecretState::Primary {
            said.push(format!(
                "the sessions of log-ins, widgets and {tokens} application tokens; new ones are signed with its successor"
            ));
        }
    }
    if info.used.lives_until > now {
        said.push(format!("the last session that is known of ends in {}", span(info.used.lives_until - now)));
    }
    if is_admin {
        said.push("not known: sessions signed elsewhere that were not used here yet".to_owned());
    }
    said.join("; ")
}

/// A span of time as people say it.
fn span(seconds: i64) -> String {
    match seconds.max(0) {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}
