//! A private PostgreSQL for tests, and an empty store of either kind.
#![allow(clippy::panic)] // a test that cannot be set up has failed

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::{Location, Store};

/// An empty store for one test, and what has to be kept for as long as it is used.
pub struct TestStore {
    /// `sqlite` or `postgres`, for messages.
    pub name: &'static str,
    /// Where it is, to open it once more.
    pub location: Location,
    /// The store.
    pub store: Store,
    _folder: Option<tempfile::TempDir>,
}

impl TestStore {
    /// Lets the database learn at once how large its tables are, which otherwise happens by itself some time after
    /// they were filled.
    pub async fn settle(&self) {
        let Location::Postgres(url) = &self.location else {
            Store::open(&self.location, origin()).await.expect("the store opens once more");
            return;
        };
        let (client, connection) =
            tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("the test server answers");
        let connection = tokio::spawn(connection);
        client.batch_execute("VACUUM ANALYZE").await.expect("the database can be vacuumed");
        drop(client);
        let _ = connection.await;
    }
}

/// One empty store of each kind. Fails where PostgreSQL is not installed: a test that silently left it out
/// would be no test.
pub async fn stores() -> Vec<TestStore> {
    vec![sqlite().await, postgres().await]
}

/// An empty SQLite store.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let location = Location::Sqlite(folder.path().join("test.db"));
    let store = Store::open(&location, origin()).await.expect("an empty SQLite store opens");
    TestStore { name: "sqlite", location, store, _folder: Some(folder) }
}

/// An empty PostgreSQL store, in a database of its own, which orders texts unlike SQLite wherever nobody says how.
pub async fn postgres() -> TestStore {
    static DATABASES: AtomicU32 = AtomicU32::new(0);
    let server = server_url();
    let name = format!("test_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    let (client, connection) = tokio_postgres::connect(&format!("{server}/postgres"), tokio_postgres::NoTls)
        .await
        .expect("the test server answers");
    let connection = tokio::spawn(connection);
    let create = format!("CREATE DATABASE {name}");
    let in_english =
        format!("{create} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'");
    if client.batch_execute(&in_english).await.is_err() {
        // Before version 15, or without ICU.
        client.batch_execute(&create).await.expect("a database can be made");
    }
    drop(client);
    let _ = connection.await;
    let location = Location::Postgres(format!("{server}/{name}"));
    let store = Store::open(&location, origin()).await.expect("an empty PostgreSQL store opens");
    TestStore { name: "postgres", location, store, _folder: None }
}

/// Lets an SQLite store have so many pages and no more, as a full disk would; `None` takes the limit away.
pub async fn limit_size(store: &Store, pages: Option<u32>) {
    let pages = pages.unwrap_or(u32::MAX - 1);
    let mut tx = store.begin().await.expect("a transaction begins");
    tx.script(&format!("PRAGMA max_page_count = {pages}")).await.expect("the limit can be set");
    tx.commit().await.expect("the limit is set");
}

/// A different number for every store of a test.
pub fn origin() -> i64 {
    static ORIGINS: AtomicU32 = AtomicU32::new(1);
    i64::from(std::process::id()) << 20 | i64::from(ORIGINS.fetch_add(1, Ordering::Relaxed))
}

/// The URL of a PostgreSQL server without a database name: the one that `BOXOFFICE_TEST_POSTGRES` names, or one
/// that is started for this process and ends with it.
pub fn server_url() -> String {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    if let Ok(url) = std::env::var("BOXOFFICE_TEST_POSTGRES") {
        return url;
    }
    SERVER.get_or_init(PrivateServer::start).url.clone()
}

/// A PostgreSQL server in a temporary folder.
pub struct PrivateServer {
    url: String,
    folder: PathBuf,
    process: Mutex<Option<Child>>,
    port: u16,
    settings: Vec<String>,
    _watchdog: Child,
}

impl PrivateServer {
    /// Starts one.
    pub fn start() -> Self {
        Self::start_with(&[], &[])
    }

    /// Starts one with settings, `name=value`, and files in its folder of data, by name and content.
    pub fn start_with(settings: &[&str], files: &[(&str, &[u8])]) -> Self {
        let folder = std::env::temp_dir().join(format!("boxoffice-postgres-{}", origin()));
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        if as_postgres() {
            let owned = Command::new("chown").arg("postgres").arg(&folder).status();
            assert!(
                owned.is_ok_and(|status| status.success()),
                "the folder can be given to the user postgres"
            );
        }
        let data = folder.join("data");
        let made = command("initdb")
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(made.is_ok_and(|status| status.success()), "initdb works");
        for (name, content) in files {
            let file = data.join(name);
            std::fs::write(&file, content).expect("a file can be written");
            let only_owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(&file, only_owner).expect("permissions can be set");
            if as_postgres() {
                let owned = Command::new("chown").arg("postgres").arg(&file).status();
                assert!(owned.is_ok_and(|status| status.success()), "a file can be given away");
            }
        }
        let port = free_port();
        // Ends the server and removes its folder when this process ends, however it ends: its end of the pipe
        // closes. In a group of its own, so that what interrupts the tests does not interrupt this.
        let script = format!(
            "read _; cd {0}; f=data/postmaster.pid; p=$(head -1 $f); kill -QUIT $p; \
             kill -CONT $p $(cat /proc/$p/task/$p/children); \
             for _ in $(seq 100); do [ -e $f ] || break; sleep 0.1; done; cd /; rm -rf {0}",
            folder.display()
        );
        let watchdog = Command::new("sh")
            .args(["-c", &script])
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be started");
        let server = Self {
            url: format!("postgres://postgres@127.0.0.1:{port}"),
            folder,
            process: Mutex::new(None),
            port,
            settings: settings.iter().map(|&setting| setting.to_owned()).collect(),
            _watchdog: watchdog,
        };
        server.resume();
        server
    }

    /// Its URL, without a database name.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Starts it again after [`PrivateServer::stop`].
    pub fn resume(&self) {
        let log = std::fs::File::create(self.folder.join("log")).expect("a file can be made");
        let process = command("postgres")
            .arg("-D")
            .arg(self.folder.join("data"))
            .args(["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300"])
            .arg("-c")
            .arg(format!("unix_socket_directories={}", self.folder.display()))
            .arg("-p")
            .arg(self.port.to_string())
            .args(self.settings.iter().flat_map(|setting| ["-c", setting]))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("PostgreSQL starts");
        *self.process.lock().unwrap_or_else(PoisonError::into_inner) = Some(process);
        for _ in 0..600 {
            let about = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if about.lines().nth(7).is_some_and(|state| state.trim_end() == "ready") {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL did not start; see {}", self.folder.join("log").display());
    }

    /// Lets it fall silent without a word, as a cut wire would.
    pub fn freeze(&self) {
        self.signal_all("-STOP");
    }

    /// Lets it go on after [`PrivateServer::freeze`].
    pub fn thaw(&self) {
        self.signal_all("-CONT");
    }

    fn signal_all(&self, name: &str) {
        let process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        let pid = process.as_ref().expect("it is running").id().to_string();
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let children = children.expect("a process has a list of its children");
        // One of them may have ended meanwhile.
        let _ = send_signal(name, std::iter::once(pid.as_str()).chain(children.split_whitespace()));
    }

    /// Stops it, as an outage would.
    pub fn stop(&self) {
        let running = self.process.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut process = running.expect("it is running");
        assert!(send_signal("-INT", [process.id().to_string().as_str()]), "it can be stopped");
        let _ = process.wait();
    }
}

/// Sends processes a signal (`-INT`), and says whether that was possible. The shell does it itself: a small machine
/// may have no program of the name `kill`.
pub fn send_signal<'a>(name: &str, processes: impl IntoIterator<Item = &'a str>) -> bool {
    let sent = Command::new("sh").args(["-c", "kill \"$@\"", "sh", name]).args(processes).status();
    sent.is_ok_and(|status| status.success())
}

fn as_postgres() -> bool {
    // PostgreSQL does not run as root.
    std::fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0)
}

fn command(name: &str) -> Command {
    let program = find(name);
    if as_postgres() {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
            .arg(program)
            .current_dir("/");
        command
    } else {
        Command::new(program)
    }
}

fn find(name: &str) -> PathBuf {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort();
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    folders
        .iter()
        .map(|folder| folder.join(name))
        .find(|program| Path::new(program).exists())
        .unwrap_or_else(|| panic!("PostgreSQL is not installed: apt-get install postgresql"))
}

fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port is free")
        .port()
}
