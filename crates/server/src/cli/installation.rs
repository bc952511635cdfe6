//! Opening an installation: its folder, its key, its store.

use std::path::Path;
use std::sync::Arc;

use sea_query::{Expr, ExprTrait, OnConflict, Query};
use store::{Location, Store};
use zeroize::Zeroizing;

use super::Failure;
use crate::app::App;
use crate::call::seconds;
use crate::config::StoreOptions;
use crate::http::system_time;
use crate::keys::Keys;
use crate::migrations::MIGRATIONS;

/// What a command does to an installation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Creates what is missing and brings the store up to date.
    Create,
    /// Looks only.
    Look,
}

const FINGERPRINT: &str = "key_fingerprint";
const KEY: &str = "key";

/// Opens the installation that the options name.
pub(super) async fn open(
    options: &StoreOptions,
    mode: Mode,
    password_places: usize,
) -> Result<Arc<App>, Failure> {
    let data = options.data();
    let on_postgres = options.database_url.is_some();
    if mode == Mode::Create {
        create_folder(&data)?;
    }
    let location = if let Some(url) = &options.database_url {
        Location::Postgres(url.clone())
    } else {
        let file = data.join("boxoffice.db");
        if mode == Mode::Look && !file.exists() {
            return Err(format!(
                "there is no installation in {}: name its folder with --data, or its database with --database-url",
                data.display()
            )
            .into());
        }
        Location::Sqlite(file)
    };
    let store = Store::open(&location, origin()).await?;
    store.migrate(MIGRATIONS).await?;
    let key = match (&options.key_file, on_postgres) {
        (Some(path), _) => key_of_file(path)?,
        (None, false) => key_of_file(&data.join("boxoffice.key"))?,
        (None, true) => key_of_database(&store).await?,
    };
    let keys = Keys::new(&key);
    check_fingerprint(&store, &keys).await?;
    Ok(App::start(store, keys, password_places, seconds(system_time()))
        .await
        .map_err(|error| error.to_string())?)
}

/// Tells this process from the others that use the same store.
fn origin() -> i64 {
    let mut bytes = [0; 8];
    crate::keys::fill_random(&mut bytes);
    i64::from_be_bytes(bytes)
}

fn create_folder(data: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(|error| {
        format!("cannot create the folder {}: {error}; name another with --data", data.display()).into()
    })
}

fn key_of_file(path: &Path) -> Result<Zeroizing<[u8; 32]>, Failure> {
    let wrong = |error: std::io::Error| Failure::from(format!("key file {}: {error}", path.display()));
    if let Some(key) = Keys::read(path).map_err(wrong)? {
        return Ok(key);
    }
    let key = Keys::generate();
    match Keys::write(path, &key) {
        Ok(()) => Ok(key),
        // Another process of the installation was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Keys::read(path)
            .map_err(wrong)?
            .ok_or_else(|| format!("key file {} is gone again", path.display()).into()),
        Err(error) => Err(wrong(error)),
    }
}

/// Without a key file, nodes that share a database share the key that lies in it.
async fn key_of_database(store: &Store) -> Result<Zeroizing<[u8; 32]>, Failure> {
    let fresh = Zeroizing::new(crate::keys::hex(&*Keys::generate()));
    let text = Zeroizing::new(remember(store, KEY, &fresh).await?);
    Keys::parse(&text).ok_or_else(|| Failure::from("the key in the database is damaged"))
}

/// The key that opens the secrets in a store is the one that sealed them, and no other is accepted.
async fn check_fingerprint(store: &Store, keys: &Keys) -> Result<(), Failure> {
    let known = remember(store, FINGERPRINT, keys.fingerprint()).await?;
    if known == keys.fingerprint() {
        Ok(())
    } else {
        Err(format!(
            "this store was set up with another key ({known}, not {}): use the key file of its first node with --key-file",
            keys.fingerprint()
        )
        .into())
    }
}

/// Writes a value if there is none, and gives back the one that stands.
async fn remember(store: &Store, name: &str, value: &str) -> Result<String, Failure> {
    let select =
        Query::select().column("value").from("installation").and_where(Expr::col("name").eq(name)).to_owned();
    if let Some(row) = store.one(&select).await? {
        return Ok(row.get("value")?);
    }
    let insert = Query::insert()
        .into_table("installation")
        .columns(["name", "value"])
        .values_panic([name.into(), value.into()])
        .on_conflict(OnConflict::column("name").do_nothing().to_owned())
        .to_owned();
    let mut tx = store.begin().await?;
    tx.execute(&insert).await?;
    tx.commit().await?;
    let row = store.one(&select).await?.ok_or("the store does not keep what is written to it")?;
    Ok(row.get("value")?)
}
