//! `data` (reference: content-access.md §8.3, more-services.md §5.6).

use std::sync::Arc;

use contract::{FilterPager, ListOf, service};

use super::filter::DataEntryFilter;
use super::known::Known;
use super::listed::{list_of, listed};
use super::model::DataEntry;
use super::of_type::add_data;
use super::service::{found, written};
use super::show;
use super::words::EntryType;
use super::write::{self, not_found};
use crate::call::Call;
use crate::error::Result;

/// The service `data`.
pub struct DataService;

/// What its lists are about.
const DATA: &[EntryType] = &[EntryType::Data];

/// Texts that are kept as entries.
#[service(name = "data")]
impl DataService {
    /// Adds a text.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_INGEST_UPLOAD))]
    async fn add(
        call: &Call,
        /// The entry with its text.
        data_entry: DataEntry,
    ) -> Result<DataEntry> {
        let id = add_data(call, data_entry).await?;
        Ok(show::data(call, &*written(call, &id).await?))
    }

    /// Deletes a text.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_DELETE),
        throws(ENTRY_ID_NOT_FOUND),
        edits = "entryId"
    )]
    async fn delete(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<()> {
        text(call, &entry_id).await?;
        write::delete(call, &entry_id).await
    }

    /// Answers a text.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, WIDGET_SESSION_PERMISSION),
        throws(ENTRY_ID_NOT_FOUND)
    )]
    async fn get(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// A version of the text; -1: the newest, which is the one that is kept.
        #[param(default = -1)]
        version: i64,
    ) -> Result<DataEntry> {
        let _ = version;
        Ok(show::data(call, &*text(call, &entry_id).await?))
    }

    /// Answers texts. Sessions of users see their own, unless the filter names entries.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            PLAYLIST_ADD,
            PLAYLIST_BASE,
            PLAYLIST_UPDATE,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<DataEntryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<DataEntry>> {
        let (known, total) = listed(call, filter.unwrap_or_default().into(), pager.as_ref(), DATA).await?;
        Ok(list_of(known.iter().map(|known| show::data(call, known)), total))
    }

    /// Changes a text.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_ACCESS_CONTROL,
            CONTENT_MANAGE_ASSIGN_CATEGORIES,
            CONTENT_MANAGE_METADATA,
            CONTENT_MANAGE_SCHEDULE,
            CONTENT_MANAGE_THUMBNAIL,
            CONTENT_MODERATE_METADATA
        ),
        throws(ENTRY_ID_NOT_FOUND),
        edits = "entryId"
    )]
    async fn update(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// What is to change.
        document_entry: DataEntry,
    ) -> Result<DataEntry> {
        let known = text(call, &entry_id).await?;
        update(call, &known, document_entry).await?;
        Ok(show::data(call, &*written(call, &entry_id).await?))
    }
}

/// Changes a text, which is a new version of it where it differs.
pub(super) async fn update(call: &Call, known: &Known, mut sent: DataEntry) -> Result<()> {
    call.check_update(&mut sent, &show::data(call, known))?;
    let (content, shown) = (sent.data_content.clone(), sent.retrieve_data_content_by_get.get().copied());
    write::update(call, known, &sent.base, |entry, _| {
        if let Some(text) = content.get()
            && entry.more.data_content.as_ref() != Some(text)
        {
            entry.more.data_content = Some(text.clone());
            entry.version = Some(entry.version.map_or(super::FIRST_VERSION, |version| version + 1));
        }
        // What is left out is as if it had been said (reference: more-services.md §5.6).
        entry.more.hides_data_content = shown == Some(false);
    })
    .await
}

/// An entry of this service; others are not found.
async fn text(call: &Call, id: &str) -> Result<Arc<Known>> {
    let known = found(call, id).await?;
    if known.entry.kind == EntryType::Data { Ok(known) } else { Err(not_found(id)) }
}
