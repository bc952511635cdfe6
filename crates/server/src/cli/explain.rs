//! `boxoffice explain`: why a session may, or may not, do something with an entry.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use contract::typing::{At, PermitsAll};
use contract::{Api, Prop};
use ks::Envelope;

use super::account::{known, told};
use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::access_control::explain::as_text;
use crate::access_control::model::profile::{AccessControlProfile, ContextType};
use crate::call::Call;
use crate::config::{ServeOptions, StoreOptions};
use crate::gate;
use crate::geoip::GeoIp;
use crate::http::system_time;
use crate::playback::own_model::{Decision, DryRun};
use crate::playback::{Drafted, Explained, Question, Told, Who, dry_run, explain};

#[derive(Args)]
pub(super) struct Explain {
    /// The entry
    #[arg(long, value_name = "ID")]
    entry: String,
    /// The session in question
    #[arg(long, value_name = "SESSION", required_unless_present = "account")]
    ks: Option<String>,
    /// The account, for a caller without a session [default: the one that the session names]
    #[arg(long, value_name = "ID")]
    account: Option<i64>,
    /// What it wants to do
    #[arg(long, value_enum, default_value_t = Use::Play)]
    context: Use,
    /// The page that it is on
    #[arg(long, value_name = "URL")]
    referrer: Option<String>,
    /// The address that it comes from
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<String>,
    /// The program that asks
    #[arg(long, value_name = "TEXT")]
    user_agent: Option<String>,
    /// When, in Unix seconds [default: now]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    at: Option<i64>,
    /// Say also what the rules of a draft would say: a JSON file like `{"rules": [...]}`, as accessControlProfile.add
    /// takes it; the exit status is about the draft
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// Databases that say where addresses are [default: those of the configuration file]
    #[arg(long, env = "BOXOFFICE_GEOIP_DATABASE", value_name = "FILES", value_delimiter = ',')]
    geoip_database: Vec<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

#[derive(Clone, Copy, ValueEnum)]
enum Use {
    Play,
    Download,
    Thumbnail,
}

impl Use {
    const fn context(self) -> ContextType {
        match self {
            Self::Play => ContextType::Play,
            Self::Download => ContextType::Download,
            Self::Thumbnail => ContextType::Thumbnail,
        }
    }
}

pub(super) fn run(
    options: &Explain,
    resolve: impl FnOnce(ServeOptions) -> Result<ServeOptions, Failure>,
) -> Result<ExitCode, Failure> {
    let said = resolve(ServeOptions {
        store: options.store.clone(),
        geoip_database: options.geoip_database.clone(),
        ..ServeOptions::default()
    })?;
    if let Some(ip) = &options.ip
        && ip.trim().parse::<std::net::IpAddr>().is_err()
    {
        return Err(format!("--ip: {ip} is no address").into());
    }
    let account = options.account()?;
    let draft = options.draft.as_deref().map(read_draft).transpose()?;
    let geoip = GeoIp::open(&said.geoip_database)?;
    let question = Question {
        entry_id: options.entry.clone(),
        session: options.ks.clone(),
        circumstances: Told {
            context: Some(options.context.context()),
            referrer: options.referrer.clone(),
            ip: options.ip.clone(),
            user_agent: options.user_agent.clone(),
            at: options.at,
        },
    };
    block_on(async move {
        let app = installation::open(&said.store, Mode::Look, 1).await?;
        app.set_geoip(geoip);
        let partner = known(&app, account).await?;
        let call = gate::resume(&Arc::clone(&app), partner, Vec::new(), system_time());
        let explained = Box::pin(explain(&call, &question)).await.map_err(told)?;
        let open = match draft {
            None => report(options, &explained),
            Some(draft) => Box::pin(try_draft(options, &call, &question, &explained, draft)).await?,
        };
        Ok(if open { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

impl Explain {
    fn account(&self) -> Result<i64, Failure> {
        match (&self.ks, self.account) {
            (_, Some(account)) => Ok(account),
            (Some(ks), None) => Envelope::parse(ks)
                .map(|envelope| envelope.partner_id())
                .map_err(|refusal| format!("--ks: {refusal}").into()),
            (None, None) => Err("name the session with --ks, or the account with --account".into()),
        }
    }
}

/// A profile as the API takes it.
fn read_draft(path: &Path) -> Result<AccessControlProfile, Failure> {
    let wrong = |why: String| Failure::from(format!("--draft {}: {why}", path.display()));
    let text = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
    let limits = wire::Limits::default();
    let sent = wire::json_in::decode(&text, &limits)
        .map_err(|error| wrong(error.message))?
        .ok_or_else(|| wrong("it is no JSON object".to_owned()))?;
    let at = At { name: "draft", parent: None, is_argument: true, now: crate::call::seconds(system_time()) };
    AccessControlProfile::decode(&wire::Param::Map(sent), &at)
        .map_err(|error| wrong(error.message))?
        .ok_or_else(|| wrong("it is no profile".to_owned()))
}

/// What rules would say that nobody has saved. A session that is refused, or that does not see the entry, is so under any.
async fn try_draft(
    options: &Explain,
    call: &Call,
    question: &Question,
    explained: &Explained,
    draft: AccessControlProfile,
) -> Result<bool, Failure> {
    if matches!(explained.refusal, Some("session" | "entitlement")) {
        return Ok(report(options, explained));
    }
    let Prop::Set(rules) = draft.rules else { return Err("--draft: it has no rules".into()) };
    let drafted = Drafted::read(call, Some(rules), None).await.map_err(told)?;
    let who = question.session.clone().map_or(Who::Nobody, Who::Session);
    let requests = [(who, question.circumstances.clone())];
    let compared = dry_run(call, &question.entry_id, &drafted, &requests).await.map_err(told)?;
    let [compared] = &*compared else { return Err("the draft was not tried".into()) };
    if options.json {
        println!("{}", wire::json_out::text(&DryRun::from(compared).encode(&PermitsAll)));
        return Ok(compared.draft.open);
    }
    println!("Today:");
    print(&compared.today);
    println!("The draft:");
    print(&compared.draft);
    if !compared.changes {
        println!("Nobody would notice a difference.");
    }
    Ok(compared.draft.open)
}

fn report(options: &Explain, explained: &Explained) -> bool {
    if options.json {
        println!("{}", wire::json_out::text(&Decision::from(explained).encode(&PermitsAll)));
    } else {
        print(explained);
    }
    explained.open
}

fn print(explained: &Explained) {
    match explained.refusal {
        None => println!("open"),
        Some(refusal) => println!("closed: {refusal}"),
    }
    for reason in &explained.reasons {
        print!("{}", as_text(reason));
    }
    if !explained.obstacles.is_empty() {
        println!("What would have to change:");
    }
    for obstacle in &explained.obstacles {
        // What accounts write stays on its line.
        println!("  {}", obstacle.replace(char::is_control, " "));
    }
}
