//! Playlists: entries that are played one after the other (reference: content-access.md §8.4, more-services.md §5.7).

mod content;
mod execute;
pub mod model;
pub mod service;

use std::collections::BTreeSet;

use contract::ApiEnum;

use self::model::PlaylistType;
use crate::app::App;
use crate::call::Scope;
use crate::entry::Known;
use crate::entry::words::EntryType;
use crate::error::Result;

/// The ids that a playlist names; none for one that finds its entries, and for what is no playlist.
pub(crate) async fn named_by(app: &App, scope: Scope, playlist: &str) -> Result<BTreeSet<String>> {
    let known = app.entries.get(app, scope, playlist).await?;
    Ok(known.map(|known| named(&known).into_iter().map(str::to_owned).collect()).unwrap_or_default())
}

/// The ids that a playlist names, in their order and as often as it does.
fn named(known: &Known) -> Vec<&str> {
    match kind(known) {
        Some(kind) if kind.names_entries() => {
            content::ids(known.entry.more.playlist_content.as_deref().unwrap_or_default())
        }
        _ => Vec::new(),
    }
}

/// How the entries of a playlist are found; none for what is no playlist.
fn kind(known: &Known) -> Option<PlaylistType> {
    let number = known.entry.more.playlist_type.filter(|_| known.entry.kind == EntryType::Playlist)?;
    PlaylistType::from_number(number)
}
