//! Settings: flags beat the environment, which beats the file given by `--config`, which beats the
//! defaults.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::partner::{Registration, RegistrationPolicy, TrialEnd};

/// What `boxoffice serve` can be told. Each also in the environment and in the file, under the same name.
#[derive(Clone, Debug, Default, clap::Args, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ServeOptions {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "BOXOFFICE_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,

    #[command(flatten)]
    #[serde(flatten)]
    // Documented there; a comment here would show in `--help`.
    #[allow(missing_docs)]
    pub store: StoreOptions,

    /// E-mail of the owner that a first start creates [default: admin@localhost]
    #[arg(long, env = "BOXOFFICE_OWNER_EMAIL", value_name = "EMAIL")]
    pub owner_email: Option<String>,

    /// The address under which clients reach the server [default: http:// and the address listened on]
    #[arg(long, env = "BOXOFFICE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Mail server, `smtp://user:password@host:port` or `smtps://…` [default: mails stay in the outbox]
    #[arg(long, env = "BOXOFFICE_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<Hidden>,

    /// Sender of mails, an address or `Name <address>` [default: boxoffice at the host of --public-url]
    #[arg(long, env = "BOXOFFICE_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// Who may register an account through the API [default: closed]
    #[arg(long, env = "BOXOFFICE_REGISTRATION", value_name = "WHO")]
    pub registration: Option<Registration>,

    /// Days that a registered account is on trial; 0: it is not [default: 30]
    #[arg(long, env = "BOXOFFICE_TRIAL_DAYS", value_name = "DAYS")]
    pub trial_days: Option<u16>,

    /// What a registered account is after its trial [default: read-only]
    #[arg(long, env = "BOXOFFICE_TRIAL_END", value_name = "STATUS")]
    pub trial_end: Option<TrialEnd>,

    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or CIDR ranges, separated by
    /// commas [default: none]
    #[arg(long, env = "BOXOFFICE_TRUSTED_PROXIES", value_name = "RANGES", value_delimiter = ',')]
    pub trusted_proxies: Vec<String>,

    /// Databases that say where addresses are, files that end in .mmdb, separated by commas [default: none, so that no
    /// address has a country]
    #[arg(long, env = "BOXOFFICE_GEOIP_DATABASE", value_name = "FILES", value_delimiter = ',')]
    pub geoip_database: Vec<PathBuf>,

    /// SHA-1 digests of passwords that nobody may choose, a file of sorted lines as haveibeenpwned.com has it [default: none]
    #[arg(long, env = "BOXOFFICE_BREACHED_PASSWORDS", value_name = "FILE")]
    pub breached_passwords: Option<PathBuf>,

    /// Most bytes in the body of a request, files included [default: 2147483648]
    #[arg(long, env = "BOXOFFICE_MAX_BODY_BYTES", value_name = "BYTES")]
    pub max_body_bytes: Option<u64>,

    /// Most bytes of parameters in a request [default: 16777216]
    #[arg(long, env = "BOXOFFICE_MAX_PARAMETER_BYTES", value_name = "BYTES")]
    pub max_parameter_bytes: Option<u64>,

    /// Most parameters in a request, nested ones included [default: 10000]
    #[arg(long, env = "BOXOFFICE_MAX_PARAMETERS", value_name = "COUNT")]
    pub max_parameters: Option<usize>,

    /// Deepest nesting of parameters [default: 64]
    #[arg(long, env = "BOXOFFICE_MAX_DEPTH", value_name = "LEVELS")]
    pub max_depth: Option<usize>,

    /// Most sub-requests in a multirequest [default: 200]
    #[arg(long, env = "BOXOFFICE_MAX_SUB_REQUESTS", value_name = "COUNT")]
    pub max_sub_requests: Option<usize>,

    /// Seconds that a client may take to send a request's head, or to make progress with its body
    /// [default: 30]
    #[arg(long, env = "BOXOFFICE_READ_TIMEOUT", value_name = "SECONDS")]
    pub read_timeout: Option<u64>,

    /// Seconds that running requests get to finish when the server is told to stop [default: 30]
    #[arg(long, env = "BOXOFFICE_STOP_TIMEOUT", value_name = "SECONDS")]
    pub stop_timeout: Option<u64>,

    /// `text` for people or `json` for machines [default: text]
    #[arg(long, env = "BOXOFFICE_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,

    /// `error`, `warn`, `info`, `debug` or `trace` [default: info]
    #[arg(long, env = "BOXOFFICE_LOG_LEVEL", value_name = "LEVEL")]
    pub log_level: Option<String>,
}

/// A setting that may hold a password: it shows nowhere.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Hidden(pub String);

impl std::str::FromStr for Hidden {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("…")
    }
}

/// Which installation is meant.
#[derive(Clone, Debug, Default, clap::Args, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct StoreOptions {
    /// Folder of the installation [default: ./data]
    #[arg(long, env = "BOXOFFICE_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// PostgreSQL database, `postgres://user:password@host/name` [default: SQLite in the data folder]
    #[arg(long, env = "BOXOFFICE_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// File with the key of the installation [default: boxoffice.key in the data folder; with PostgreSQL,
    /// the key is kept in the database unless this is given]
    #[arg(long, env = "BOXOFFICE_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl StoreOptions {
    /// The folder of the installation.
    pub fn data(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("data"))
    }

    /// Takes from `file` what is not said here.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            data: self.data.or(file.data),
            database_url: self.database_url.or(file.database_url),
            key_file: self.key_file.or(file.key_file),
        }
    }
}

impl ServeOptions {
    /// Takes from `file` what is not said here.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            listen: self.listen.or(file.listen),
            store: self.store.or(file.store),
            owner_email: self.owner_email.or(file.owner_email),
            public_url: self.public_url.or(file.public_url),
            smtp_url: self.smtp_url.or(file.smtp_url),
            mail_from: self.mail_from.or(file.mail_from),
            registration: self.registration.or(file.registration),
            trial_days: self.trial_days.or(file.trial_days),
            trial_end: self.trial_end.or(file.trial_end),
            trusted_proxies: if self.trusted_proxies.is_empty() {
                file.trusted_proxies
            } else {
                self.trusted_proxies
            },
            geoip_database: if self.geoip_database.is_empty() {
                file.geoip_database
            } else {
                self.geoip_database
            },
            breached_passwords: self.breached_passwords.or(file.breached_passwords),
            max_body_bytes: self.max_body_bytes.or(file.max_body_bytes),
            max_parameter_bytes: self.max_parameter_bytes.or(file.max_parameter_bytes),
            max_parameters: self.max_parameters.or(file.max_parameters),
            max_depth: self.max_depth.or(file.max_depth),
            max_sub_requests: self.max_sub_requests.or(file.max_sub_requests),
            read_timeout: self.read_timeout.or(file.read_timeout),
            stop_timeout: self.stop_timeout.or(file.stop_timeout),
            log_format: self.log_format.or(file.log_format),
            log_level: self.log_level.or(file.log_level),
        }
    }

    /// Who may register, and what they get.
    pub fn registration_policy(&self) -> RegistrationPolicy {
        let default = RegistrationPolicy::default();
        RegistrationPolicy {
            registration: self.registration.unwrap_or(default.registration),
            trial_days: self.trial_days.map_or(default.trial_days, i64::from),
            trial_end: self.trial_end.unwrap_or(default.trial_end),
        }
    }

    /// Where to listen.
    pub fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)))
    }
}

/// Reads a configuration file. The error is one line that says what to do.
pub fn read_file(path: &Path) -> Result<ServeOptions, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read the configuration file {}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| {
        let place = error.span().map_or(String::new(), |span| {
            format!(" line {}:", text.get(..span.start).unwrap_or_default().matches('\n').count() + 1)
        });
        format!("{}:{place} {}", path.display(), error.message().replace('\n', " "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Result<ServeOptions, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boxoffice.toml");
        std::fs::write(&path, text).unwrap();
        read_file(&path)
    }

    #[test]
    fn a_file_says_what_flags_do_not() {
        let file =
            file("listen = \"0.0.0.0:9000\"\ndata = \"/srv/boxoffice\"\nlog-format = \"json\"\n").unwrap();
        let flags = ServeOptions { listen: Some(([127, 0, 0, 1], 1).into()), ..ServeOptions::default() };
        let merged = flags.or(file);
        assert_eq!(merged.listen().port(), 1);
        assert_eq!(merged.store.data(), PathBuf::from("/srv/boxoffice"));
        assert_eq!(merged.log_format, Some(LogFormat::Json));
    }

    #[test]
    fn databases_of_addresses_are_a_list() {
        let said = file("geoip-database = [\"/srv/city.mmdb\", \"/srv/anonymous.mmdb\"]\n").unwrap();
        assert_eq!(said.geoip_database, ["/srv/city.mmdb", "/srv/anonymous.mmdb"].map(PathBuf::from));
        let flags = ServeOptions { geoip_database: vec!["/tmp/x.mmdb".into()], ..ServeOptions::default() };
        assert_eq!(flags.or(said).geoip_database, [PathBuf::from("/tmp/x.mmdb")]);
    }

    #[test]
    fn nobody_registers_unless_a_setting_says_so() {
        let policy = |text: &str| file(text).unwrap().registration_policy();
        assert_eq!(policy("").registration, Registration::Closed);
        let said = policy("registration = \"invitation\"\ntrial-days = 0\ntrial-end = \"blocked\"\n");
        assert_eq!(
            (said.registration, said.trial_days, said.trial_end),
            (Registration::Invitation, 0, TrialEnd::Blocked)
        );
        assert!(file("registration = \"ajar\"\n").unwrap_err().contains("ajar"));
    }

    #[test]
    fn a_wrong_file_is_one_line_that_names_the_place() {
        let wrong = file("listen = \"0.0.0.0:9000\"\nlisten-on = 1\n").unwrap_err();
        assert!(!wrong.contains('\n'), "{wrong}");
        assert!(wrong.contains("listen-on"), "{wrong}");
        let wrong = file("\nlisten = \"nowhere\"\n").unwrap_err();
        assert!(wrong.contains("line 2"), "{wrong}");
    }
}
