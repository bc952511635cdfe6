//! Entries as the API shows them (reference: content-access.md §4).

use contract::enums::NullableBoolean;
use contract::{ApiEnum, Prop, Time};

use super::Known;
use super::any::AnyEntry;
use super::model::{BaseEntry, DataEntry, MediaEntry, PlayableEntry};
use super::words::{DurationType, EntryType, MediaType, SearchProviderType};
use crate::call::Call;
use crate::live_stream;
use crate::live_stream::model::LiveStreamAdminEntry;
use crate::quiz;

/// Seconds up to which an entry is short, and up to which it is of medium length.
const SHORT: i64 = 240;
const MEDIUM: i64 = 1200;

/// An entry in the class of its type.
pub(crate) fn show(call: &Call, known: &Known) -> AnyEntry {
    match known.entry.kind {
        EntryType::Data => AnyEntry::Data(data(call, known)),
        EntryType::MediaClip => AnyEntry::Media(media(call, known)),
        EntryType::LiveStream => {
            let stream = live_stream::show(call, known);
            if call.is_admin() {
                AnyEntry::LiveStreamAdmin(LiveStreamAdminEntry { base: stream })
            } else {
                AnyEntry::LiveStream(stream)
            }
        }
        EntryType::Playlist => AnyEntry::Playlist(crate::playlist::service::show(call, known)),
        _ => AnyEntry::Base(base(call, known)),
    }
}

/// A video, a sound or an image.
pub(crate) fn media(call: &Call, known: &Known) -> MediaEntry {
    let (entry, more) = (&known.entry, &known.entry.more);
    let seconds = entry.seconds();
    let is_image = entry.media_type == Some(MediaType::Image);
    let length = match seconds {
        0 => DurationType::NotAvailable,
        seconds if seconds <= SHORT => DurationType::Short,
        seconds if seconds <= MEDIUM => DurationType::Medium,
        _ => DurationType::Long,
    };
    MediaEntry {
        base: PlayableEntry {
            base: base(call, known),
            plays: entry.plays.into(),
            views: entry.views.into(),
            last_played_at: time(entry.last_played_at),
            width: some_if(!is_image || more.width > 0, more.width),
            height: some_if(!is_image || more.height > 0, more.height),
            duration: seconds.into(),
            ms_duration: entry.ms_duration.into(),
            duration_type: length.into(),
        },
        media_type: entry.media_type.into(),
        conversion_quality: more.conversion_quality.clone().into(),
        source_type: entry.source_type.into(),
        source_version: more.source_version.clone().into(),
        search_provider_type: more.search_provider_type.and_then(SearchProviderType::from_number).into(),
        search_provider_id: more.search_provider_id.clone().into(),
        credit_user_name: more.credit_user_name.clone().into(),
        credit_url: more.credit_url.clone().into(),
        media_date: time(entry.media_date),
        data_url: data_url(call, known).into(),
        flavor_params_ids: Prop::from(String::new()),
        is_trim_disabled: Prop::<NullableBoolean>::default(),
        streams: Prop::default(),
    }
}

/// A text.
pub(crate) fn data(call: &Call, known: &Known) -> DataEntry {
    let more = &known.entry.more;
    let content = if more.hides_data_content { Some(String::new()) } else { more.data_content.clone() };
    DataEntry {
        base: base(call, known),
        data_content: content.into(),
        retrieve_data_content_by_get: (!more.hides_data_content).into(),
    }
}

/// What every entry has.
pub(crate) fn base(call: &Call, known: &Known) -> BaseEntry {
    let (entry, more) = (&known.entry, &known.entry.more);
    // With a privacy context in the session both fields of categories read as null.
    let in_context = call.privileges().is_some_and(|privileges| privileges.has("privacycontext"));
    let active = || known.categories.iter().filter(|category| category.active && !in_context);
    let joined = |parts: Vec<String>| (!in_context).then(|| parts.join(","));
    BaseEntry {
        id: entry.id.clone().into(),
        // It gets one with its content, if it has none by then.
        name: Some(entry.name.clone()).filter(|name| !name.is_empty()).into(),
        description: more.description.clone().into(),
        partner_id: entry.partner_id.into(),
        user_id: entry.owner_id.clone().into(),
        creator_id: more.creator_id.clone().into(),
        tags: more.tags.clone().into(),
        admin_tags: more.admin_tags.clone().into(),
        categories: joined(active().map(|category| category.full_name.clone()).collect()).into(),
        categories_ids: joined(active().map(|category| category.category.to_string()).collect()).into(),
        status: entry.status.into(),
        moderation_status: entry.moderation.into(),
        moderation_count: entry.moderation_count.into(),
        r#type: entry.kind.into(),
        created_at: Time(entry.created_at).into(),
        updated_at: Time(entry.updated_at).into(),
        rank: entry.rank().into(),
        total_rank: entry.total_rank.into(),
        votes: entry.votes.into(),
        group_id: entry.group_id.into(),
        partner_data: more.partner_data.clone().into(),
        download_url: download_url(call, known).into(),
        search_text: search_text(known).into(),
        license_type: Prop::from(more.license().unwrap_or(super::words::LicenseType::Unknown)),
        version: Prop::from(entry.version.unwrap_or(0)),
        thumbnail_url: thumbnail_url(call, known).into(),
        access_control_id: entry.access_control_id.into(),
        start_date: time(entry.start_date),
        end_date: time(entry.end_date),
        reference_id: entry.reference_id.clone().into(),
        replacing_entry_id: entry.replacing_id.clone().into(),
        replaced_entry_id: entry.replaced_id.clone().into(),
        replacement_status: entry.replacement_status.into(),
        partner_sort_value: entry.partner_sort_value.into(),
        conversion_profile_id: entry.conversion_profile_id.into(),
        redirect_entry_id: entry.redirect_id.clone().into(),
        root_entry_id: entry.root_id.clone().unwrap_or_else(|| entry.id.clone()).into(),
        parent_entry_id: entry.parent_id.clone().into(),
        entitled_users_edit: more.entitled_edit.join(",").into(),
        entitled_users_publish: more.entitled_publish.join(",").into(),
        entitled_users_view: more.entitled_view.join(",").into(),
        capabilities: more.quiz.as_ref().map_or("", |_| quiz::CAPABILITY).into(),
        template_entry_id: entry.template_id.clone().into(),
        display_in_search: entry.display.into(),
        application: more.application().into(),
        application_version: more.application_version.clone().into(),
        block_auto_transcript: more.block_auto_transcript.into(),
        default_language: Prop::default(),
        response_language: Prop::default(),
    }
}

fn time(seconds: Option<i64>) -> Prop<Time> {
    seconds.map(Time).into()
}

fn some_if<T>(condition: bool, value: T) -> Prop<T> {
    condition.then_some(value).into()
}

/// `{host}/p/{pid}/sp/{pid}00`.
fn host(call: &Call, known: &Known) -> String {
    let partner = known.entry.partner_id;
    format!("{}/p/{partner}/sp/{partner}00", call.app().public_url())
}

fn scheme(call: &Call) -> &'static str {
    if call.app().public_url().starts_with("https:") { "https" } else { "http" }
}

fn version(known: &Known) -> i64 {
    known.entry.version.unwrap_or(0)
}

fn thumbnail_url(call: &Call, known: &Known) -> String {
    let host = host(call, known);
    format!("{host}/thumbnail/entry_id/{}/version/{}", known.entry.id, version(known))
}

fn is_image(known: &Known) -> bool {
    known.entry.media_type == Some(MediaType::Image)
}

fn data_url(call: &Call, known: &Known) -> String {
    let (host, id) = (host(call, known), &known.entry.id);
    if is_image(known) {
        let version = version(known);
        return format!(
            "{host}/thumbnail/entry_id/{id}/def_height/480/def_width/640/version/{version}/type/1"
        );
    }
    format!("{host}/playManifest/entryId/{id}/format/url/protocol/{}", scheme(call))
}

fn download_url(call: &Call, known: &Known) -> String {
    let (host, id) = (host(call, known), &known.entry.id);
    if known.entry.kind == EntryType::MediaClip && !is_image(known) {
        let scheme = scheme(call);
        return format!(
            "{host}/playManifest/entryId/{id}/format/download/protocol/{scheme}/flavorParamIds/0"
        );
    }
    format!("{host}/raw/entry_id/{id}/version/{}", version(known))
}

/// What searches look at: name, tags and description.
fn search_text(known: &Known) -> String {
    let more = &known.entry.more;
    [Some(known.entry.name.as_str()), more.tags.as_deref(), more.description.as_deref()]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
