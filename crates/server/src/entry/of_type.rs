//! Adding and changing entries by the classes of their types (reference: content-access.md §5).

use contract::ApiEnum;
use contract::errors::{ENTRY_TYPE_NOT_SUPPORTED, PROPERTY_VALIDATION_CANNOT_BE_NULL};

use super::any::AnyEntry;
use super::known::Known;
use super::model::{DataEntry, MediaEntry};
use super::words::EntryType;
use super::{show, write};
use crate::call::Call;
use crate::error::Result;
use crate::live_stream;
use crate::playlist;

/// Adds an entry in the class of its type, which is `kind` where the class does not say. Answers its id.
pub(super) async fn add(call: &Call, entry: AnyEntry, kind: Option<EntryType>) -> Result<String> {
    match entry {
        AnyEntry::Media(sent) => Box::pin(add_media(call, sent)).await,
        AnyEntry::Data(sent) => add_data(call, sent).await,
        AnyEntry::Playlist(sent) => Box::pin(playlist::service::add(call, sent, false)).await,
        AnyEntry::Base(sent) => {
            let kind = kind.or(sent.r#type.get().copied()).unwrap_or(EntryType::Automatic);
            match kind {
                EntryType::MediaClip | EntryType::Automatic => {
                    let mut media = MediaEntry::default();
                    media.base.base = sent;
                    add_untyped(call, media, kind).await
                }
                EntryType::Data => add_data(call, DataEntry { base: sent, ..DataEntry::default() }).await,
                other => Err(ENTRY_TYPE_NOT_SUPPORTED.with([other.wire_value()]).into()),
            }
        }
        AnyEntry::LiveStream(_) | AnyEntry::LiveStreamAdmin(_) => {
            // They are added by their own service, which asks for the right to.
            Err(ENTRY_TYPE_NOT_SUPPORTED.with([EntryType::LiveStream.wire_value()]).into())
        }
        AnyEntry::Playable(_) => {
            let kind = kind.unwrap_or(EntryType::Automatic);
            Err(ENTRY_TYPE_NOT_SUPPORTED.with([kind.wire_value()]).into())
        }
    }
}

/// Changes an entry by what was sent. What only other types have is not looked at.
pub(super) async fn update(call: &Call, known: &Known, sent: AnyEntry) -> Result<()> {
    match sent {
        AnyEntry::Media(sent) if known.entry.kind == EntryType::MediaClip => {
            update_media(call, known, sent).await?;
        }
        AnyEntry::Playlist(sent) if known.entry.kind == EntryType::Playlist => {
            Box::pin(playlist::service::update(call, known, sent, false)).await?;
        }
        AnyEntry::LiveStream(sent) if known.entry.kind == EntryType::LiveStream => {
            Box::pin(live_stream::update(call, known, sent)).await?;
        }
        AnyEntry::LiveStreamAdmin(sent) if known.entry.kind == EntryType::LiveStream => {
            Box::pin(live_stream::update(call, known, sent.base)).await?;
        }
        AnyEntry::Data(sent) if known.entry.kind == EntryType::Data => {
            super::data_service::update(call, known, sent).await?;
        }
        other => {
            let mut sent = other.base().clone();
            call.check_update(&mut sent, show(call, known).base())?;
            write::update(call, known, &sent, |_, _| {}).await?;
        }
    }
    Ok(())
}

pub(super) async fn add_media(call: &Call, sent: MediaEntry) -> Result<String> {
    if sent.media_type.get().is_none() {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["KalturaMediaEntry::mediaType"]).into());
    }
    add_untyped(call, sent, EntryType::MediaClip).await
}

async fn add_untyped(call: &Call, mut sent: MediaEntry, kind: EntryType) -> Result<String> {
    call.check_insert(&mut sent)?;
    let rest = write::media(&sent);
    write::add(call, kind, &sent.base.base, |entry| rest(entry, super::fields::Writer::Maker)).await
}

pub(super) async fn add_data(call: &Call, mut sent: DataEntry) -> Result<String> {
    call.check_insert(&mut sent)?;
    write::add(call, EntryType::Data, &sent.base, |entry| {
        entry.more.data_content = sent.data_content.clone().into_option();
        entry.more.hides_data_content = sent.retrieve_data_content_by_get.get() == Some(&false);
    })
    .await
}

pub(super) async fn update_media(call: &Call, known: &Known, mut sent: MediaEntry) -> Result<()> {
    call.check_update(&mut sent, &super::show::media(call, known))?;
    write::update(call, known, &sent.base.base, write::media(&sent)).await
}
