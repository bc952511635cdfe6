//! The decision as `baseEntry.getPlaybackContext` tells it (reference: content-access.md §14).

use contract::Prop;

use super::flavors::{Flavor, allowed, tagged};
use super::model::{AccessControlMessage, EntryContextDataParams, PlaybackContext, PlaybackSource};
use crate::access_control::decision::Access;

/// A way to deliver content.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryProfile {
    /// Its number.
    pub id: i64,
    /// What it delivers.
    pub format: Format,
    /// The protocols that it speaks, in the order in which they are told.
    pub protocols: &'static [&'static str],
}

/// Formats of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One file.
    Url,
    /// HLS.
    AppleHttp,
    /// DASH.
    MpegDash,
}

impl Format {
    /// What the API calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::AppleHttp => "applehttp",
            Self::MpegDash => "mpegdash",
        }
    }

    /// Groups of tags: the flavours of the first of which there is any are used.
    const fn tags(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Url => &[&["mbr"], &["web"]],
            Self::AppleHttp => {
                &[&["applembr"], &["ipadnew", "iphonenew", "h265", "dash"], &["ipad", "iphone"]]
            }
            Self::MpegDash => &[&["dash", "h265"], &["ipadnew", "iphonenew"], &["ipad", "iphone"]],
        }
    }
}

const BOTH: &[&str] = &["http", "https"];

/// The ways that this server delivers by.
pub const PROFILES: [DeliveryProfile; 2] = [
    DeliveryProfile { id: 1, format: Format::Url, protocols: BOTH },
    DeliveryProfile { id: 2, format: Format::AppleHttp, protocols: BOTH },
];

/// From where which entry is delivered how.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// Scheme and host of the addresses.
    pub host: &'a str,
    /// The account.
    pub partner_id: i64,
    /// The entry.
    pub entry_id: &'a str,
    /// The ways to choose from.
    pub profiles: &'a [DeliveryProfile],
}

/// Writes it down. `flavors` are those of the entry, or the one that was asked for.
pub fn write(
    access: &Access<'_>,
    flavors: &[Flavor],
    params: &EntryContextDataParams,
    delivery: &Delivery<'_>,
) -> PlaybackContext {
    let (sources, used) = if access.withholds_sources {
        (Vec::new(), Vec::new())
    } else {
        sources(access, flavors, params, delivery)
    };
    PlaybackContext {
        sources: sources.into(),
        playback_captions: Vec::new().into(),
        flavor_assets: used.into_iter().map(|flavor| flavor.shown.clone()).collect::<Vec<_>>().into(),
        actions: access.outcome.actions().cloned().collect::<Vec<_>>().into(),
        messages: messages(access).into(),
        bumper_data: Vec::new().into(),
        active_live_stream_time: Prop::Null,
    }
}

/// The messages of the rules, then those of the old form, then that of the dates: a title and a sentence each.
fn messages(access: &Access<'_>) -> Vec<AccessControlMessage> {
    let message = |code: Option<&str>, message: Option<&str>| AccessControlMessage {
        message: message.map(str::to_owned).into(),
        code: code.map(str::to_owned).into(),
    };
    let flags = access.outcome.flags();
    let of_rules = access.outcome.coded_messages().map(|(code, text)| message(code, text));
    let fixed = [
        (
            flags.is_country_restricted,
            "COUNTRY_RESTRICTED",
            "Not available here\nThis video cannot be played in your country.",
        ),
        (
            flags.is_ip_address_restricted,
            "IP_RESTRICTED",
            "Not available here\nThis video cannot be played from your network.",
        ),
        (
            flags.is_session_restricted && flags.preview_length.is_none(),
            "SESSION_RESTRICTED",
            "Please sign in\nThis video is for people who have signed in.",
        ),
        (
            flags.is_user_agent_restricted,
            "USER_AGENT_RESTRICTED",
            "Not available here\nThis video cannot be played with this program.",
        ),
        (
            flags.is_site_restricted,
            "SITE_RESTRICTED",
            "Not available here\nThis video cannot be played on this site.",
        ),
        (
            !access.is_scheduled,
            "SCHEDULED_RESTRICTED",
            "Not available now\nThis video cannot be played at this time.",
        ),
    ];
    let fixed = fixed.into_iter().filter(|(applies, ..)| *applies);
    of_rules.chain(fixed.map(|(_, code, text)| message(Some(code), Some(text)))).collect()
}

/// The sources, one for each way that has flavours left, and the flavours that any of them names.
fn sources<'f>(
    access: &Access<'_>,
    flavors: &'f [Flavor],
    params: &EntryContextDataParams,
    delivery: &Delivery<'_>,
) -> (Vec<PlaybackSource>, Vec<&'f Flavor>) {
    let allowed = allowed(flavors, access.outcome.last_flavor_limit());
    let mut used: Vec<&Flavor> = Vec::new();
    let mut sources = Vec::new();
    for profile in delivery.profiles {
        let is_left = access.outcome.delivery_limit().is_none_or(|limit| limit.allows(profile.id));
        if !is_left || !is_listed(&params.streamer_type, profile.format.name()) {
            continue;
        }
        let Some(protocols) = protocols(profile, &params.media_protocol) else { continue };
        let flavors = tagged(&allowed, profile.format.tags().iter().copied());
        let Some(first) = flavors.first() else { continue };
        sources.push(PlaybackSource {
            delivery_profile_id: profile.id.to_string().into(),
            format: profile.format.name().into(),
            url: url(delivery, profile, &protocols, &flavors, first).into(),
            protocols: protocols.join(",").into(),
            flavor_ids: ids(&flavors).into(),
            drm: Vec::new().into(),
        });
        for flavor in flavors {
            if !used.iter().any(|known| known.id == flavor.id) {
                used.push(flavor);
            }
        }
    }
    // In the order of the entry's flavours, whichever source named them first.
    used.sort_by_key(|flavor| allowed.iter().position(|known| known.id == flavor.id));
    (sources, used)
}

/// Whether a comma-separated list that may be missing names something.
fn is_listed(list: &Prop<String>, name: &str) -> bool {
    let list = list.get().map_or("", String::as_str);
    list.is_empty() || list.split(',').any(|known| known.trim() == name)
}

/// The protocols that are told: what was asked for if all of it is spoken, everything if nothing was asked for.
fn protocols<'p>(profile: &DeliveryProfile, asked: &'p Prop<String>) -> Option<Vec<&'p str>> {
    let asked: Vec<&str> = asked
        .get()
        .map_or("", String::as_str)
        .split(',')
        .map(str::trim)
        .filter(|protocol| !protocol.is_empty())
        .collect();
    if asked.is_empty() {
        return Some(profile.protocols.to_vec());
    }
    asked.iter().all(|protocol| profile.protocols.contains(protocol)).then_some(asked)
}

fn ids(flavors: &[&Flavor]) -> String {
    flavors.iter().map(|flavor| flavor.id.as_str()).collect::<Vec<_>>().join(",")
}

fn url(
    delivery: &Delivery<'_>,
    profile: &DeliveryProfile,
    protocols: &[&str],
    flavors: &[&Flavor],
    first: &Flavor,
) -> String {
    let Delivery { host, partner_id, entry_id, .. } = *delivery;
    let protocol = if protocols.contains(&"https") { "https" } else { "http" };
    let tail = match profile.format {
        Format::Url => {
            format!("url/name/a.{}", if first.file_ext.is_empty() { "mp4" } else { &first.file_ext })
        }
        Format::AppleHttp => "applehttp/a.m3u8".to_owned(),
        Format::MpegDash => "mpegdash/manifest.mpd".to_owned(),
    };
    format!(
        "{host}/p/{partner_id}/sp/{partner_id}00/playManifest/entryId/{entry_id}/flavorIds/{}/deliveryProfileId/{}/protocol/{protocol}/format/{tail}",
        ids(flavors),
        profile.id,
    )
}
