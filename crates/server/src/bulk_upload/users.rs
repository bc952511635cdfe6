//! Bulk uploads of users, line by line (reference: assets.md §11.4).

use contract::errors::{INVALID_FIELD_VALUE, SERVICE_FORBIDDEN};
use contract::{ApiEnum, Prop};

use super::lines::{self, Done};
use super::log::whole;
use super::sheet::{self, Line};
use super::upload::Plan;
use crate::call::{Call, seconds};
use crate::date;
use crate::error::{Error, Result};
use crate::gate;
use crate::group;
use crate::group::model::{GroupUserCreationMode, GroupUserRole};
use crate::job::{BatchJobStatus, Claim};
use crate::user;
use crate::user::model::{AnyUser, Gender, User, UserCapability, UserCapabilityType, UserStatus};

/// Lines of a step.
const AT_ONCE: usize = 100;
/// Lines of a file that are carried out; later ones fail.
const MOST_LINES: i64 = 1000;
/// Lines of a file that are looked at at all.
const MOST_READ: i64 = 10_000;

/// Who has it may send anything about users.
const BULK: &str = "ADMIN_USER_BULK";

/// Carries out the next lines.
pub(crate) async fn step(claim: &mut Claim<'_>) -> Result<()> {
    let (app, now) = (claim.app, claim.now);
    let plan = Plan::read(&claim.job.data)?;
    let partner = app.partners.get(app, claim.job.partner_id).await?;
    let open = partner.filter(|partner| {
        partner.is_active(seconds(now)) && !partner.is_closed_to("user", "addFromBulkUpload", seconds(now))
    });
    let Some(partner) = open else {
        return end(claim, BatchJobStatus::Failed, Some("the account is closed")).await;
    };
    let bytes = whole(app, &claim.job).await?;
    let from = usize::try_from(claim.job.handled).unwrap_or_default();
    let (lines, more) = tokio::task::spawn_blocking(move || sheet::read(&bytes, from, AT_ONCE))
        .await
        .map_err(|error| Error::internal(error.to_string()))?;
    let call = gate::resume(app, partner, plan.permissions, now);
    for line in lines {
        let done = if claim.job.handled < MOST_LINES {
            Box::pin(carry_out(&call, &line)).await?
        } else {
            failed("", "-2", "the file has more than 1000 lines")
        };
        let done = Done { cells: line.cells, ..done };
        let mut tx = app.store.begin().await?;
        lines::add(&mut tx, claim.job.id, claim.job.handled, &done).await?;
        claim.job.handled += 1;
        claim.job.failed += i64::from(done.failed);
        if !claim.come_forward(tx).await? {
            return Ok(());
        }
    }
    if more && claim.job.handled < MOST_READ {
        claim.job.status = BatchJobStatus::Retry;
        let tx = app.store.begin().await?;
        return claim.come_forward(tx).await.map(|_| ());
    }
    let (handled, failed) = (claim.job.handled, claim.job.failed);
    match (handled, failed) {
        (0, _) => end(claim, BatchJobStatus::Failed, Some("there are no lines in the file")).await,
        (_, 0) => end(claim, BatchJobStatus::Finished, None).await,
        _ if failed == handled => end(claim, BatchJobStatus::Failed, Some("every line failed")).await,
        _ => end(claim, BatchJobStatus::FinishedPartially, None).await,
    }
}

async fn end(claim: &mut Claim<'_>, status: BatchJobStatus, problem: Option<&str>) -> Result<()> {
    let tx = claim.app.store.begin().await?;
    claim.end(tx, status, problem.map(str::to_owned)).await.map(|_| ())
}

fn failed(object_id: &str, object_status: &str, problem: &str) -> Done {
    Done {
        cells: Vec::new(),
        failed: true,
        object_id: object_id.to_owned(),
        object_status: object_status.to_owned(),
        problem: problem.to_owned(),
    }
}

/// What a line is to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Add,
    Update,
    Delete,
}

/// What came of a line. Only failures of the server itself are errors: then the line is carried out once more.
async fn carry_out(call: &Call, line: &Line) -> Result<Done> {
    let mut attempt = 1;
    loop {
        let mut is_add = false;
        let error = match try_line(call, line, &mut is_add).await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        if error.is_collision() && attempt < 3 {
            attempt += 1;
            continue;
        }
        if error.code().starts_with("INTERNAL_") {
            return Err(error);
        }
        let code = error.code();
        let api = error.into_api();
        let status = if is_add { code } else { "-2" };
        return Ok(failed(target(line).unwrap_or_default(), status, &format!("{code}: {}", api.message)));
    }
}

fn invalid(column: &str) -> Error {
    INVALID_FIELD_VALUE.with([column]).into()
}

/// The user that a line is about.
fn target(line: &Line) -> Option<&str> {
    line.get("userId").or_else(|| line.get("externalId"))
}

async fn try_line(call: &Call, line: &Line, is_add: &mut bool) -> Result<Done> {
    if line.columns.is_empty() {
        return Ok(failed("", "-2", "a line that begins with an asterisk must name the columns first"));
    }
    if !line.is_text {
        return Ok(failed("", "-2", "the line is not in UTF-8"));
    }
    let (app, scope) = (call.app(), call.scope()?);
    let id = &*call.partner()?.known_id(target(line).ok_or_else(|| invalid("userId"))?);
    let is_there = || async { Ok::<_, Error>(app.users.get(app, scope.partner_id(), id).await?.is_some()) };
    let action = match line.get("action").unwrap_or("1") {
        "2" => Action::Update,
        "3" => Action::Delete,
        "6" if is_there().await? => Action::Update,
        "1" | "6" => Action::Add,
        _ => return Err(invalid("action")),
    };
    let (permission, name) = match action {
        Action::Add => ("ADMIN_USER_ADD", "add"),
        Action::Update => ("ADMIN_USER_UPDATE", "update"),
        Action::Delete => ("ADMIN_USER_DELETE", "delete"),
    };
    require(call, permission, &format!("user->{name}"))?;
    let membership = Membership::read(line)?;
    if membership.is_some() {
        require(call, "CONTENT_MANAGE_ASSIGN_USER_GROUP", "groupUser->add")?;
    }
    *is_add = action == Action::Add;
    let (id, status) = match action {
        Action::Add => (user::add_sent(call, AnyUser::User(wanted(line, true)?)).await?, UserStatus::Active),
        Action::Update => {
            let changed = user::update_sent(call, id, AnyUser::User(wanted(line, false)?)).await?;
            (changed.user.id, changed.user.status)
        }
        Action::Delete => {
            let mut tx = app.store.begin().await?;
            let gone = user::remove(&mut tx, call.partner()?, id, call.request().now).await?;
            tx.commit().await?;
            (gone.user.id, gone.user.status)
        }
    };
    if let Some(membership) = membership.filter(|_| action != Action::Delete) {
        membership.carry_out(call, &id).await?;
    }
    let object_status = status.number().to_string();
    Ok(Done { object_id: id, object_status, ..Done::default() })
}

fn require(call: &Call, permission: &str, action: &str) -> Result<()> {
    if call.rights().has(BULK) || call.rights().has(permission) {
        return Ok(());
    }
    Err(SERVICE_FORBIDDEN.with([action]).into())
}

/// A group that a user is put into, or taken out of.
struct Membership<'a> {
    group: &'a str,
    leaves: bool,
    mode: GroupUserCreationMode,
    role: GroupUserRole,
}

impl<'a> Membership<'a> {
    fn read(line: &'a Line) -> Result<Option<Self>> {
        let mode = number(line, "groupUserCreationMode", GroupUserCreationMode::from_number)?;
        let role = number(line, "userRole", GroupUserRole::from_number)?;
        let Some(group) = line.get("group") else { return Ok(None) };
        let (leaves, group) = match group.strip_prefix('-') {
            Some(group) => (true, group),
            None => (false, group),
        };
        if !user::is_valid_id(group) {
            return Err(invalid("group"));
        }
        Ok(Some(Self {
            group,
            leaves,
            mode: mode.unwrap_or(GroupUserCreationMode::Manual),
            role: role.unwrap_or(GroupUserRole::Member),
        }))
    }

    async fn carry_out(&self, call: &Call, user_id: &str) -> Result<()> {
        let (app, scope, now) = (call.app(), call.scope()?, call.now());
        let group = &*call.partner()?.known_id(self.group);
        if self.leaves {
            group::take_out(app, scope, user_id, group).await
        } else {
            group::put_into(app, scope, user_id, group, self.mode, self.role, now).await
        }
    }
}

fn number<T>(line: &Line, column: &str, of: impl Fn(i64) -> Option<T>) -> Result<Option<T>> {
    let Some(cell) = line.get(column) else { return Ok(None) };
    cell.parse().ok().and_then(of).map(Some).ok_or_else(|| invalid(column))
}

/// The user that a line describes; what is empty is absent.
fn wanted(line: &Line, is_new: bool) -> Result<User> {
    let text = |column: &str| line.get(column).map_or(Prop::Absent, |cell| Prop::Set(cell.to_owned()));
    let mut user = User::default();
    if is_new {
        user.base.id = text("userId");
        user.external_id = text("externalId");
    }
    user.base.screen_name = text("screenName");
    user.first_name = text("firstName");
    user.last_name = text("lastName");
    user.base.email = text("email");
    user.base.tags = text("tags");
    user.base.zip = text("zip");
    user.base.country = text("country");
    user.base.state = text("state");
    user.base.city = text("city");
    user.base.partner_data = text("partnerData");
    if let Some(gender) = number(line, "gender", Gender::from_number)? {
        user.gender = gender.into();
    }
    if let Some(born) = line.get("dateOfBirth") {
        user.date_of_birth = date::day(born).ok_or_else(|| invalid("dateOfBirth"))?.into();
    }
    if let Some(capabilities) = line.get("capabilities") {
        let capability = |name: &str| {
            let found = UserCapabilityType::from_wire_value(name.trim());
            let capability = found.ok_or_else(|| invalid("capabilities"))?;
            Ok::<_, Error>(UserCapability { capability: capability.into() })
        };
        user.base.capabilities = capabilities.split(',').map(capability).collect::<Result<Vec<_>>>()?.into();
    }
    Ok(user)
}
