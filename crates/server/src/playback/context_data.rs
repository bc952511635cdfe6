//! The decision as `baseEntry.getContextData` tells it (reference: content-access.md §13).

use contract::Prop;
use contract::common::StringObject;

use super::flavors::{Flavor, allowed, tagged};
use super::model::{ContextDataResult, EntryContextDataParams, EntryContextDataResult};
use crate::access_control::decision::Access;

/// The tags that are tried if a player names none.
const DEFAULT_TAGS: &str = "mbr,web";
/// What is answered to those who do not say how they want content.
const DEFAULT_WAY: &str = "http";

/// Writes it down. `flavors` are those of the entry, or the one that was asked for.
pub fn write(
    access: &Access<'_>,
    is_admin: bool,
    flavors: &[Flavor],
    params: &EntryContextDataParams,
    ms_duration: i64,
) -> EntryContextDataResult {
    let outcome = &access.outcome;
    let flags = outcome.flags();
    let messages: Vec<StringObject> =
        outcome.messages().map(|message| StringObject { value: message.into() }).collect();
    let actions: Vec<_> = outcome.actions().cloned().collect();
    let said = |text: &Prop<String>| {
        text.get().filter(|text| !text.is_empty()).cloned().unwrap_or_else(|| DEFAULT_WAY.to_owned())
    };
    EntryContextDataResult {
        base: ContextDataResult { messages: messages.clone().into(), actions: actions.clone().into() },
        is_site_restricted: flags.is_site_restricted.into(),
        is_country_restricted: flags.is_country_restricted.into(),
        is_session_restricted: flags.is_session_restricted.into(),
        is_ip_address_restricted: flags.is_ip_address_restricted.into(),
        is_user_agent_restricted: flags.is_user_agent_restricted.into(),
        preview_length: flags.preview_length.unwrap_or(-1).into(),
        is_scheduled_now: access.is_scheduled.into(),
        is_admin: is_admin.into(),
        streamer_type: said(&params.streamer_type).into(),
        media_protocol: said(&params.media_protocol).into(),
        storage_profiles_xml: Prop::Null,
        access_control_messages: messages.into(),
        access_control_actions: actions.into(),
        flavor_assets: shown(access, flavors, params.flavor_tags.get().map(String::as_str))
            .into_iter()
            .map(|flavor| flavor.shown.clone())
            .collect::<Vec<_>>()
            .into(),
        ms_duration: ms_duration.into(),
        plugin_data: Prop::Set(contract::Map::default()),
    }
}

fn shown<'f>(access: &Access<'_>, flavors: &'f [Flavor], tags: Option<&str>) -> Vec<&'f Flavor> {
    if access.outcome.is_blocked() {
        return Vec::new();
    }
    let allowed = allowed(flavors, access.outcome.last_flavor_limit());
    let tags = tags.filter(|tags| !tags.is_empty()).unwrap_or(DEFAULT_TAGS);
    if tags == "all" {
        return allowed;
    }
    let tags: Vec<[&str; 1]> = tags.split(',').map(|tag| [tag.trim()]).collect();
    tagged(&allowed, tags.iter().map(<[&str; 1]>::as_slice))
}
