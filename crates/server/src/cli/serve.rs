//! `boxoffice serve`

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::Failure;
use super::installation::{self, Mode};
use crate::account::{NewAccount, NewAccountMade, create};
use crate::app::App;
use crate::call::seconds;
use crate::config::{LogFormat, ServeOptions};
use crate::gate::address::TrustedProxies;
use crate::geoip::GeoIp;
use crate::http::{HttpConfig, HttpServer, system_time};
use crate::login::BreachedPasswords;
use crate::mail::sender::MailServer;
use crate::{job, mail, partner};

const DEFAULT_OWNER: &str = "admin@localhost";
const HOUSEKEEPING: Duration = Duration::from_mins(10);
/// How often it is written when secrets were used.
const BOOKKEEPING: Duration = Duration::from_mins(1);
/// For so long a stopping server tries to write it for the last time.
const LAST_WORDS: Duration = Duration::from_secs(5);

pub(super) fn run(options: ServeOptions) -> Result<ExitCode, Failure> {
    start_log(&options)?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores)
        .thread_stack_size(1 << 20)
        .enable_all()
        .build()?
        .block_on(serve(options, cores))
}

async fn serve(options: ServeOptions, cores: usize) -> Result<ExitCode, Failure> {
    let trusted_proxies = TrustedProxies::parse(&options.trusted_proxies)?;
    let limits = limits(&options)?;
    let geoip = GeoIp::open(&options.geoip_database)?;
    let breached = options.breached_passwords.as_deref().map(BreachedPasswords::open).transpose()?;
    let data = options.store.data();
    // Listening comes first: a port that is taken must not leave a half-made installation behind.
    let wanted = options.listen();
    let listener = TcpListener::bind(wanted)
        .await
        .map_err(|error| format!("cannot listen on {wanted}: {error}; name another address with --listen"))?;
    let address = listener.local_addr()?;
    let url = options.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let mail_server = mail_server(&options, &url)?;
    // Half of the processors stay for those who are logged in, whoever else is trying passwords.
    let app = installation::open(&options.store, Mode::Create, cores.div_ceil(2)).await?;
    app.set_public_url(&url);
    app.set_geoip(geoip);
    if let Some(breached) = breached {
        app.set_breached_passwords(breached);
    }
    app.registrations.set_policy(options.registration_policy());
    if partner::ids(&app).await.map_err(|error| error.to_string())?.is_empty() {
        first_start(&app, &options, &url).await?;
    }

    let spool = data.join("uploads");
    std::fs::create_dir_all(&spool)
        .map_err(|error| format!("cannot create the folder {}: {error}", spool.display()))?;
    let server = HttpServer::new(
        Arc::clone(&app),
        HttpConfig {
            trusted_proxies,
            limits,
            read_timeout: Duration::from_secs(options.read_timeout.unwrap_or(30).max(1)),
            stop_timeout: Duration::from_secs(options.stop_timeout.unwrap_or(30)),
            host_name: host_name(),
            spool,
        },
    );
    tokio::spawn(housekeeping(Arc::downgrade(&app)));
    tokio::spawn(bookkeeping(Arc::downgrade(&app)));
    tokio::spawn(job::run(Arc::downgrade(&app), system_time));
    match mail_server {
        Some(server) => {
            tokio::spawn(mail::sender::run(Arc::downgrade(&app), server, || seconds(system_time())));
        }
        None => {
            tracing::info!("no mail server (--smtp-url): mails stay in the outbox, see boxoffice mail list");
        }
    }
    tracing::info!(%address, "listening");
    server.serve(listener, stop_signal()?).await;
    if tokio::time::timeout(LAST_WORDS, note_secrets(&app)).await.is_err() {
        tracing::warn!("the use of secrets in the last minute was not written: the database does not answer");
    }
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

fn limits(options: &ServeOptions) -> Result<wire::Limits, Failure> {
    let mut limits = wire::Limits::default();
    if let Some(bytes) = options.max_body_bytes {
        limits.body_bytes = bytes;
    }
    if let Some(bytes) = options.max_parameter_bytes {
        limits.parameter_bytes = bytes;
    }
    if let Some(count) = options.max_parameters {
        limits.parameters = count;
    }
    if let Some(levels) = options.max_depth {
        if !(1..=512).contains(&levels) {
            return Err("max-depth must be between 1 and 512".into());
        }
        limits.depth = levels;
    }
    if let Some(count) = options.max_sub_requests {
        limits.sub_requests = count;
    }
    Ok(limits)
}

fn mail_server(options: &ServeOptions, url: &str) -> Result<Option<MailServer>, Failure> {
    let Some(smtp_url) = &options.smtp_url else { return Ok(None) };
    let from = options.mail_from.clone().unwrap_or_else(|| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        format!("boxoffice@{}", rest.split(['/', ':']).next().unwrap_or("localhost"))
    });
    Ok(Some(MailServer::new(&smtp_url.0, &from)?))
}

async fn first_start(app: &App, options: &ServeOptions, url: &str) -> Result<(), Failure> {
    let email = options.owner_email.as_deref().unwrap_or(DEFAULT_OWNER);
    let wanted = NewAccount { name: "My account", email, password: None };
    let made = create(app, &wanted, seconds(system_time())).await.map_err(|error| {
        let api = error.into_api();
        format!("the first account could not be made for {email}: {} ({})", api.message, api.code)
    })?;
    welcome(&made, email, url);
    Ok(())
}

fn welcome(made: &NewAccountMade, email: &str, url: &str) {
    let NewAccountMade { partner_id, secrets, generated_password } = made;
    let password = generated_password.as_ref().map(|password| password.as_str()).unwrap_or_default();
    println!(
        "\
Boxoffice is set up. Keep what follows: it is shown this once.

  API            {url}/api_v3
  Account        {partner_id}
  Admin secret   {admin}
  User secret    {user}
  Owner          {email}
  Password       {password}

Start a session:

  curl -d secret={admin} -d partnerId={partner_id} -d type=2 -d format=1 {url}/api_v3/service/session/action/start

or log in:

  curl -d loginId={email} -d password={password} -d format=1 {url}/api_v3/service/user/action/loginByLoginId
",
        admin = secrets.admin,
        user = secrets.user,
    );
}

async fn housekeeping(app: std::sync::Weak<App>) {
    loop {
        tokio::time::sleep(HOUSEKEEPING).await;
        let Some(app) = app.upgrade() else { return };
        let now = seconds(system_time());
        if let Err(error) = app.revocations.tidy(&app, now).await {
            tracing::warn!(%error, "ended sessions were not tidied up");
        }
        if let Err(error) = crate::secret::tidy(&app, now).await {
            tracing::warn!(%error, "retired secrets were not tidied up");
        }
        if let Err(error) = crate::login::tidy(&app, now).await {
            tracing::warn!(%error, "log-ins were not tidied up");
        }
        if let Err(error) = job::tidy(&app, now).await {
            tracing::warn!(%error, "old jobs were not tidied up");
        }
        match partner::warn_of_trials(&app, now).await {
            Ok(warned) => {
                for account in warned {
                    tracing::warn!(account, "the trial of an account ends within a week");
                }
            }
            Err(error) => tracing::warn!(%error, "nobody was warned of the end of trials"),
        }
    }
}

async fn bookkeeping(app: std::sync::Weak<App>) {
    loop {
        tokio::time::sleep(BOOKKEEPING).await;
        let Some(app) = app.upgrade() else { return };
        note_secrets(&app).await;
    }
}

async fn note_secrets(app: &App) {
    if let Err(error) = app.secret_usage.flush(app).await {
        tracing::warn!(%error, "the use of secrets was not written; it is tried again");
    }
}

fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: no new connections are accepted, running requests are finished");
    })
}

fn start_log(options: &ServeOptions) -> Result<(), Failure> {
    let wanted = options.log_level.as_deref().unwrap_or("info");
    let level: LevelFilter = wanted
        .parse()
        .map_err(|_| format!("log-level: \"{wanted}\" is none of error, warn, info, debug, trace"))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = match options.log_format.unwrap_or(LogFormat::Text) {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(level)).try_init()?;
    Ok(())
}

fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|name| name.trim().to_owned())
        .ok()
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "localhost".to_owned())
}
