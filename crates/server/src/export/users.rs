//! Exports of users: asking for one, and writing it.

use contract::common::KeyValue;
use contract::enums::NullableBoolean;
use contract::errors::{INVALID_METADATA_PROFILE, METADATA_PROFILE_NOT_SPECIFIED, USER_EMAIL_NOT_FOUND};
use contract::typing::At;
use contract::{Api, Permits};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::Transaction;
use wire::{Answer, Limits, Param, Wanted};

use super::KEPT_DAYS;
use super::columns::{self, Column, Sheet};
use super::model::{CsvAdditionalFieldInfo, ExportToCsvOptions};
use super::serve::{link, new_name};
use crate::call::{Call, Scope, seconds};
use crate::error::{Error, Result};
use crate::gate;
use crate::job::{self, BatchJobStatus, Claim, Kind, NewJob, Part};
use crate::mail::{self, letters};
use crate::partner::Partner;
use crate::user::filter::UserFilter;
use crate::user::{self, Place, UserStatus};

const DAY: i64 = 86_400;
/// So many pages of users are written in one step, and one transaction.
const PAGES: usize = 5;
/// A page with fewer users is the last one.
const PAGE: usize = 500;

/// What is asked for.
pub(crate) struct Wish {
    /// Which users.
    pub filter: UserFilter,
    /// Where the additional fields are from.
    pub metadata_profile_id: Option<i64>,
    /// Columns of metadata.
    pub additional_fields: Vec<CsvAdditionalFieldInfo>,
    /// Columns by title and property.
    pub mapped_fields: Vec<KeyValue>,
    /// How it is written.
    pub options: ExportToCsvOptions,
}

/// An export under way.
#[derive(Deserialize, Serialize)]
struct Plan {
    /// What the session had that asked.
    permissions: Vec<String>,
    /// The filter as the API takes it, in JSON. Its times are no offsets any more.
    filter: String,
    columns: Vec<Column>,
    format: Option<String>,
    /// Where the link goes.
    email: String,
    /// The last user that was written.
    place: Place,
    /// Bytes that were written.
    bytes: i64,
}

/// Asks for an export in the name of the session's user, and answers the address that the link goes to.
pub(crate) async fn ask(call: &Call, wish: Wish) -> Result<String> {
    let (app, partner, now) = (call.app(), call.partner()?, call.now());
    match wish.metadata_profile_id {
        // There are no metadata profiles yet.
        Some(id) => return Err(INVALID_METADATA_PROFILE.with([id.to_string()]).into()),
        None if !wish.additional_fields.is_empty() => {
            return Err(METADATA_PROFILE_NOT_SPECIFIED.bare().into());
        }
        None => {}
    }
    let nobody = || Error::from(USER_EMAIL_NOT_FOUND.with([call.user_id()]));
    let user = app.users.get(app, partner.id, call.user_id()).await?.ok_or_else(nobody)?;
    let email = user::contact(app, &user).await?.email;
    let email = email.filter(|email| user::is_email(email)).ok_or_else(nobody)?;

    let usual = wish.options.default_header.get() != Some(&NullableBoolean::False);
    let plan = Plan {
        permissions: call.rights().names().map(str::to_owned).collect(),
        filter: to_json(&wish.filter, call),
        columns: columns::of_users(usual, &wish.mapped_fields),
        format: wish.options.format.get().filter(|format| !format.is_empty()).cloned(),
        email: email.clone(),
        place: Place::default(),
        bytes: 0,
    };
    let new = NewJob {
        kind: Kind::UserExport,
        user_id: user.id.clone(),
        name: new_name(),
        data: plan.to_text()?,
        kept_for: KEPT_DAYS * DAY,
    };
    let mut tx = app.store.begin().await?;
    job::add(&mut tx, call.scope()?, new, ("user", "exportToCsv"), now).await?;
    tx.commit().await?;
    Ok(email)
}

/// What was sent, as text that can be kept. Absent and null fields of a filter mean the same.
fn to_json(filter: &UserFilter, permits: &dyn Permits) -> String {
    let wanted = Wanted { format: wire::Format::Json, ..Wanted::default() };
    let json = Answer::Single(Ok(filter.encode(permits))).body(&wanted, Duration::ZERO);
    String::from_utf8_lossy(&json).into_owned()
}

/// What was sent. The account may have hashed its ids since, and the filter name people by their old ones.
fn from_json(text: &str, partner: &Partner, now: i64) -> Result<UserFilter> {
    let broken = || Error::internal("the filter of an export cannot be read");
    let sent = wire::json_in::decode(text.as_bytes(), &Limits::default());
    let mut sent = Param::Map(sent.map_err(|_| broken())?.ok_or_else(broken)?);
    if let Some(ids) = &partner.user_ids {
        ids.hash_filter("user", &mut sent);
    }
    let filter = UserFilter::decode(&sent, &At::argument("filter", now))?;
    filter.ok_or_else(broken)
}

impl Plan {
    fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| Error::internal(format!("the plan of an export: {error}")))
    }

    fn to_text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::internal(error.to_string()))
    }
}

/// Writes the next users; with the last ones goes the mail.
pub(crate) async fn step(claim: &mut Claim<'_>) -> Result<()> {
    let (app, now) = (claim.app, seconds(claim.now));
    let mut plan = Plan::read(&claim.job.data)?;
    let partner = app.partners.get(app, claim.job.partner_id).await?;
    let Some(partner) = partner.filter(|partner| partner.is_active(now)) else {
        let tx = app.store.begin().await?;
        let problem = Some("the account is closed".to_owned());
        return claim.end(tx, BatchJobStatus::Failed, problem).await.map(|_| ());
    };
    let scope = Scope::of(partner.id);
    let call = gate::resume(app, partner.clone(), plan.permissions.clone(), claim.now);
    let filter = from_json(&plan.filter, &partner, now)?;

    let columns = plan.columns.clone();
    let format = plan.format.clone();
    let mut sheet = Sheet::new(&columns, format.as_deref());
    if plan.bytes == 0 {
        sheet.titles()?;
    }
    let mut is_last = false;
    for _ in 0..PAGES {
        let users = user::list_behind(app, &partner, &filter, plan.place, now).await?;
        is_last = users.len() < PAGE;
        plan.place = users.last().map_or(plan.place, Place::of);
        claim.job.handled += i64::try_from(users.len()).unwrap_or_default();
        for full in users {
            sheet.line(&user::show(&partner, full).encode(&call))?;
        }
        if is_last {
            break;
        }
    }
    let written = sheet.into_bytes()?;

    let mut tx = app.store.begin().await?;
    job::put(&mut tx, claim.job.id, Part::Made, plan.bytes, &written).await?;
    plan.bytes += i64::try_from(written.len()).unwrap_or_default();
    claim.job.data = plan.to_text()?;
    if !is_last {
        claim.job.status = BatchJobStatus::Processing;
        return claim.come_forward(tx).await.map(|_| ());
    }
    // The account may have hashed its ids since the job was taken.
    let asked = match app.partners.get(app, partner.id).await? {
        Some(partner) => app.users.get(app, partner.id, &partner.known_id(&claim.job.user_id)).await?,
        None => None,
    };
    let Some(asked) = asked.filter(|user| user.status == UserStatus::Active) else {
        let problem = Some("whoever asked for it may not have it any more".to_owned());
        return claim.end(tx, BatchJobStatus::Failed, problem).await.map(|_| ());
    };
    let name = user::contact(app, &asked).await?.full_name.unwrap_or_default();
    let link = link(&call, &partner, &claim.job)?;
    let letter = letters::export_ready(&name, &partner.name, claim.job.handled, &link, KEPT_DAYS);
    mail::queue(&mut tx, &app.keys, scope.partner_id(), &plan.email, &letter, now).await?;
    claim.end(tx, BatchJobStatus::Finished, None).await.map(|_| ())
}

/// Writes to whoever asked that there will be no export.
pub(crate) async fn tell_failure(claim: &Claim<'_>, tx: &mut Transaction) -> Result<()> {
    let Ok(plan) = Plan::read(&claim.job.data) else { return Ok(()) };
    let partner = claim.app.partners.get(claim.app, claim.job.partner_id).await?;
    let account = partner.map(|partner| partner.name.clone()).unwrap_or_default();
    let letter = letters::export_failed(&account);
    let (keys, now) = (&claim.app.keys, seconds(claim.now));
    mail::queue(tx, keys, claim.job.partner_id, &plan.email, &letter, now).await
}
