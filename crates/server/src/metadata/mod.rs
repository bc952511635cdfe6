//! Metadata: what accounts say about their objects in fields of their own (reference: search-metadata.md §3 to §5).

mod index;
pub(crate) mod items;
mod list;
pub mod model;
mod object;
mod profile_change;
pub mod profile_service;
mod profile_table;
mod search;
pub mod service;
mod table;
mod write;
mod xsd;

use std::sync::Arc;

use contract::errors::{FEATURE_FORBIDDEN, METADATA_PROFILE_NOT_FOUND, UPLOAD_ERROR};
use store::Transaction;
use wire::Upload;

use self::model::MetadataObjectType;
use self::xsd::{Field, Schema};
use crate::app::App;
use crate::call::{Call, Scope};
use crate::error::{Error, Result};
use crate::kept::Kept;

pub use self::profile_table::{MetadataProfiles, TOPIC};
pub(crate) use self::search::{Searched, searched};

/// The plug-in, which an account has or has not.
const FEATURE: &str = "METADATA_PLUGIN_PERMISSION";

/// What metadata of a kind look like.
#[derive(Debug)]
pub(crate) struct Profile {
    id: i64,
    partner_id: i64,
    kind: MetadataObjectType,
    version: i64,
    /// The number of its schema.
    definition: i64,
    created_at: i64,
    updated_at: i64,
    /// The properties.
    more: Kept,
    xsd: String,
    schema: Schema,
    fields: Vec<KnownField>,
}

/// A field with its id.
#[derive(Debug)]
struct KnownField {
    id: i64,
    field: Field,
}

impl Profile {
    fn system_name(&self) -> Option<&str> {
        self.more.text_of("systemName").filter(|name| !name.is_empty())
    }

    /// The field at a path, if it is one that is searched.
    fn searchable(&self, path: &str) -> Option<&KnownField> {
        self.fields.iter().find(|known| known.field.path == path && known.field.is_searchable())
    }
}

/// Refuses accounts without the plug-in.
fn require_plugin(call: &Call) -> Result<()> {
    if has_plugin(call) { Ok(()) } else { Err(FEATURE_FORBIDDEN.with(["metadata"]).into()) }
}

fn has_plugin(call: &Call) -> bool {
    call.partner().is_ok_and(|partner| partner.has_feature(FEATURE))
}

/// The account's profile with this id.
async fn find_profile(app: &App, scope: Scope, id: i64) -> Result<Option<Arc<Profile>>> {
    let all = app.metadata_profiles.of(app, scope).await?;
    Ok(all.iter().find(|profile| profile.id == id).cloned())
}

fn no_profile(id: i64) -> Error {
    METADATA_PROFILE_NOT_FOUND.with([id.to_string()]).into()
}

/// The text of a file that was sent; none where it is no text, or too long.
async fn text_of(file: Upload, most_bytes: usize) -> Result<Option<String>> {
    if usize::try_from(file.size()).map_or(true, |size| size > most_bytes) {
        return Ok(None);
    }
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file.reader(), &mut bytes).map(|_| bytes)
    });
    let bytes = read.await.map_err(|error| Error::internal(error.to_string()))?;
    let bytes = bytes.map_err(|error| Error::from(UPLOAD_ERROR.bare()).because(error.to_string()))?;
    Ok(String::from_utf8(bytes).ok())
}

/// An entry is deleted, and its metadata with it.
pub(crate) async fn forget_entry(tx: &mut Transaction, scope: Scope, id: &str) -> Result<()> {
    table::forget(tx, scope, MetadataObjectType::Entry, &[object::entry_key(id)]).await
}

/// Categories are deleted, and their metadata with them.
pub(crate) async fn forget_categories(tx: &mut Transaction, scope: Scope, ids: &[i64]) -> Result<()> {
    let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
    table::forget(tx, scope, MetadataObjectType::Category, &keys).await
}

/// A user is deleted, and what is said about them with it.
pub(crate) async fn forget_user(tx: &mut Transaction, scope: Scope, id: &str) -> Result<()> {
    table::forget(tx, scope, MetadataObjectType::User, &[crate::user::user_key(id)]).await
}

/// A user is called something else.
pub(crate) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    table::follow_user(tx, scope, old, new).await
}

/// An entry is a copy of another one, and gets the metadata of that one.
pub(crate) async fn copy_entry(
    tx: &mut Transaction,
    scope: Scope,
    from: &str,
    to: (&str, i64),
    now: i64,
) -> Result<()> {
    write::copy_entry(tx, scope, from, to, now).await
}
