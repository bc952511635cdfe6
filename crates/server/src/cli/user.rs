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
use crate::call::{Scope, seconds};
use crate::config::StoreOptions;
use crate::error::Error;
use crate::http::system_time;
use crate::login;
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
    /// End the one-time codes of somebody who has lost the authenticator, in all accounts
    ///
    /// Whoever asks for a new password by mail afterwards gets the picture for a new one.
    ResetCodes(One),
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
        UserCommand::ResetCodes(options) => one(options, resolve, Change::Codes),
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
    let (users, total) =
        user::list(&app, &partner, &filter, Some(&pager), seconds(system_time())).await.map_err(told)?;
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
    Codes,
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
        let id = &*partner.known_id(&options.user);
        let user = if let Change::Nothing | Change::Codes = change {
            let known = user::full(&app, Scope::of(partner.id), id).await.map_err(told)?;
            let known =
                known.ok_or_else(|| Failure::from(format!("account {} has no user {id}", partner.id)))?;
            if let Change::Codes = change {
                let row = known.user.login_row.ok_or_else(|| format!("user {id} has no log-in"))?;
                if !login::forget_authenticator(&app, row).await.map_err(told)? {
                    return Err(format!("user {id} has no one-time codes").into());
                }
            }
            known
        } else {
            let mut tx = app.store.begin().await?;
            let now = system_time();
            let changed = match change {
                Change::Block => user::block(&mut tx, &partner, id, now).await,
                Change::Remove => user::remove(&mut tx, &partner, id, now).await,
                Change::Unblock | Change::Codes | Change::Nothing => {
                    user::unblock(&mut tx, &partner, id, now).await
                }
            };
            let changed = changed.map_err(told)?;
            tx.commit().await?;
            changed
        };
        print(&partner, &user, password_of(&app, &user).await?, options.json);
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

/// What a user's password opens.
#[derive(Clone, Copy)]
enum Opens {
    All,
    This,
    Others,
}

/// What the password of the user's log-in opens; `None`: there is no log-in, or no password yet.
async fn password_of(app: &App, user: &FullUser) -> Result<Option<Opens>, Failure> {
    let Some(row) = user.user.login_row else { return Ok(None) };
    let reach = login::reach::of_row(app, row).await.map_err(told)?;
    Ok(reach.map(|reach| match (reach.is_proven(), reach.opens(user.partner_id)) {
        (true, _) => Opens::All,
        (false, true) => Opens::This,
        (false, false) => Opens::Others,
    }))
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

fn print(partner: &Partner, user: &FullUser, opens: Option<Opens>, as_json: bool) {
    if as_json {
        let mut object = object(partner, user);
        object["passwordOpens"] = json!(opens.map(|opens| match opens {
            Opens::All => "all",
            Opens::This => "this",
            Opens::Others => "others",
        }));
        println!("{object}");
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
    println!(
        "Password:    {}",
        match opens {
            None => "none",
            Some(Opens::All) => "opens all accounts of the person",
            Some(Opens::This) => "opens this account; one that is joined later, once a link by mail was used",
            Some(Opens::Others) => "opens another account, and this one once a link by mail was used",
        }
    );
    println!("Roles:       {}", names.join(", "));
}
