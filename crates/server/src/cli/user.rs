//! `boxoffice user`

use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};
use contract::common::Pager;
use contract::{ApiEnum, FilterPager, NullableBoolean};
use serde_json::{Value, json};

use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::app::App;
use crate::call::Scope;
use crate::config::StoreOptions;
use crate::error::Error;
use crate::http::system_time;
use crate::partner::Partner;
use crate::role;
use crate::user::filter::UserFilter;
use crate::user::model::UserType;
use crate::user::{self, FullUser, UserStatus};

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// List the users of an account, and how many there are
    List(List),
    /// Show one user
    Show(One),
    /// Refuse every call in a user's name; the owner of an account cannot be blocked
    Block(One),
    /// Let a blocked user in again, but not with the sessions of before
    Unblock(One),
    /// Delete a user: sessions and application tokens end, and so does the log-in if it has no other user
    ///
    /// The id can be given to somebody else afterwards. The owner of an account cannot be removed.
    Remove(One),
}

#[derive(Args)]
pub(super) struct List {
    /// The account's id
    #[arg(long, value_name = "ID")]
    account: i64,
    /// Those only whose id or shown name begins with this
    #[arg(long, value_name = "TEXT")]
    begins: Option<String>,
    /// Those only with this status
    #[arg(long)]
    status: Option<Status>,
    /// Administrators only
    #[arg(long)]
    admins: bool,
    /// Those only who have the role with this id
    #[arg(long, value_name = "ID")]
    role: Option<i64>,
    /// Users on a page, 500 at most
    #[arg(long, default_value_t = 30, value_name = "N")]
    page_size: i64,
    /// The page, counted from 1
    #[arg(long, default_value_t = 1, value_name = "N")]
    page: i64,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

#[derive(Clone, Copy, ValueEnum)]
enum Status {
    Active,
    Blocked,
}

#[derive(Args)]
pub(super) struct One {
    /// The user's id
    user: String,
    /// The account's id
    #[arg(long, value_name = "ID")]
    account: i64,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

pub(super) fn run(
    command: UserCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    match command {
        UserCommand::List(options) => {
            let store = resolve(options.store.clone())?;
            block_on(async move { print_list(&options, &store).await })
        }
        UserCommand::Show(options) => one(options, resolve, Change::Nothing),
        UserCommand::Block(options) => one(options, resolve, Change::Block),
        UserCommand::Unblock(options) => one(options, resolve, Change::Unblock),
        UserCommand::Remove(options) => one(options, resolve, Change::Remove),
    }
}

async fn print_list(options: &List, store: &StoreOptions) -> Result<ExitCode, Failure> {
    let (app, partner) = open(store, options.account).await?;
    let mut filter = UserFilter {
        id_or_screen_name_starts_with: options.begins.clone().into(),
        role_id_equal: options.role.map(|id| id.to_string()).into(),
        ..UserFilter::default()
    };
    filter.base.status_equal = options
        .status
        .map(|status| match status {
            Status::Active => UserStatus::Active,
            Status::Blocked => UserStatus::Blocked,
        })
        .into();
    if options.admins {
        filter.is_admin_equal = NullableBoolean::True.into();
    }
    let pager =
        FilterPager { base: Pager { page_size: options.page_size.into(), page_index: options.page.into() } };
    let (users, total) = user::list(&app, &partner, &filter, Some(&pager)).await.map_err(told)?;
    if options.json {
        let users: Vec<Value> = users.iter().map(|user| object(&partner, user)).collect();
        println!("{}", json!({"total": total, "users": users}));
        return Ok(ExitCode::SUCCESS);
    }
    for user in &users {
        println!("{:<40} {:<9} {:<14} {}", user.user.id, status(user), kind(user), name(user));
    }
    println!("{} of {total}", users.len());
    Ok(ExitCode::SUCCESS)
}

#[derive(Clone, Copy)]
enum Change {
    Nothing,
    Block,
    Unblock,
    Remove,
}

fn one(
    options: One,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
    change: Change,
) -> Result<ExitCode, Failure> {
    let store = resolve(options.store.clone())?;
    block_on(async move {
        let (app, partner) = open(&store, options.account).await?;
        let id = options.user.as_str();
        let user = if let Change::Nothing = change {
            let known = user::full(&app, Scope::of(partner.id), id).await.map_err(told)?;
            known.ok_or_else(|| Failure::from(format!("account {} has no user {id}", partner.id)))?
        } else {
            let mut tx = app.store.begin().await?;
            let now = system_time();
            let changed = match change {
                Change::Block => user::block(&mut tx, &partner, id, now).await,
                Change::Remove => user::remove(&mut tx, &partner, id, now).await,
                Change::Unblock | Change::Nothing => user::unblock(&mut tx, &partner, id, now).await,
            };
            let changed = changed.map_err(told)?;
            tx.commit().await?;
            changed
        };
        print(&partner, &user, options.json);
        Ok(ExitCode::SUCCESS)
    })
}

async fn open(store: &StoreOptions, account: i64) -> Result<(Arc<App>, Arc<Partner>), Failure> {
    let app = installation::open(store, Mode::Look, 1).await?;
    let partner = app.partners.get(&app, account).await.map_err(told)?;
    let partner = partner.ok_or_else(|| format!("there is no account {account}"))?;
    Ok((app, partner))
}

/// What the API would tell is what the operator is told.
fn told(error: Error) -> Failure {
    let inside = error.reason().map(|reason| format!(": {reason}")).unwrap_or_default();
    let api = error.into_api();
    format!("{} ({}){inside}", api.message, api.code).into()
}

fn status(user: &FullUser) -> &'static str {
    match user.user.status {
        UserStatus::Active => "active",
        UserStatus::Blocked => "blocked",
        UserStatus::Deleted => "deleted",
    }
}

fn kind(user: &FullUser) -> &'static str {
    match (UserType::from_number(user.kind), user.user.is_admin) {
        (Some(UserType::Group | UserType::ApplicativeGroup), _) => "group",
        (_, true) => "administrator",
        (_, false) => "user",
    }
}

fn name(user: &FullUser) -> &str {
    user.screen_name.as_deref().unwrap_or_default()
}

fn roles(partner: &Partner, user: &FullUser) -> Vec<Value> {
    let ids = user.user.role_ids.iter();
    ids.map(|id| json!({"id": id, "name": role::find_id(partner, *id).map(|role| &role.name)})).collect()
}

fn object(partner: &Partner, user: &FullUser) -> Value {
    json!({
        "partnerId": user.partner_id,
        "id": user.user.id,
        "status": status(user),
        "kind": kind(user),
        "screenName": user.screen_name,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "email": user.email,
        "logsIn": user.user.login_row.is_some(),
        "roles": roles(partner, user),
        "createdAt": user.created_at,
        "lastLoginAt": user.last_login_at,
    })
}

fn print(partner: &Partner, user: &FullUser, as_json: bool) {
    if as_json {
        println!("{}", object(partner, user));
        return;
    }
    let names: Vec<String> = user
        .user
        .role_ids
        .iter()
        .map(|id| {
            let role = role::find_id(partner, *id).map_or("gone or blocked", |role| role.name.as_str());
            format!("{role} ({id})")
        })
        .collect();
    println!("User:        {}", user.user.id);
    println!("Account:     {}", user.partner_id);
    println!("Name:        {}", name(user));
    println!("E-mail:      {}", user.email.as_deref().unwrap_or_default());
    println!("Status:      {}", status(user));
    println!("Kind:        {}", kind(user));
    println!("Logs in:     {}", if user.user.login_row.is_some() { "yes" } else { "no" });
    println!("Roles:       {}", names.join(", "));
}
