//! The ways to an entry, and what each of them checks (reference: content-access.md §15, §18).

use super::condition::kind;
use super::evaluate::{Outcome, evaluate};
use super::facts::{Circumstances, Context, Contexts, Facts};
use super::reasons::{Sink, holds};
use super::rules::Rules;

/// A way to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// `baseEntry.getContextData`: tells what would be, and refuses nothing.
    ContextData,
    /// `baseEntry.getPlaybackContext`: likewise.
    PlaybackContext,
    /// Reading what the API says about the entry, where the account has its rules asked about that.
    Metadata,
    /// `playManifest` and what it leads to.
    Play,
    /// `raw`, `download`, `flavorAsset.getUrl`.
    Download,
    /// Thumbnails.
    Thumbnail {
        /// Of a moment of the caller's choice.
        of_any_moment: bool,
    },
}

/// Why a way is closed. The numbers are those of the delivery addresses (reference: content-access.md §19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not within the entry's dates.
    NotScheduled = 2,
    /// A rule says so.
    Blocked = 3,
    /// Nobody has approved it yet, or somebody has rejected it.
    InModeration = 13,
    /// No thumbnails of any moment.
    NotOfAnyMoment = 38,
    /// In the recycle bin.
    Recycled = 58,
}

impl Refusal {
    /// Its number in `X-Kaltura: error-…`.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotScheduled => "not scheduled",
            Self::Blocked => "blocked",
            Self::InModeration => "in moderation",
            Self::NotOfAnyMoment => "no thumbnails of any moment",
            Self::Recycled => "recycled",
        }
    }
}

/// What a session may do with an entry by one way.
#[derive(Clone, Debug)]
pub struct Access<'r> {
    /// What the rules say; nothing where they are not asked.
    pub outcome: Outcome<'r>,
    /// What is true of entry and session anyway.
    pub circumstances: Circumstances,
    /// The entry may be seen now, as this way sees it.
    pub is_scheduled: bool,
    /// Why the way is closed. The two contexts tell of it and are answered all the same.
    pub refusal: Option<Refusal>,
    /// Only so many seconds from the beginning are given.
    pub preview: Option<i64>,
    /// The playback context names no sources.
    pub withholds_sources: bool,
}

impl Access<'_> {
    /// Whether delivery gives a flavour, by its own id and that of its parameters.
    pub fn gives_flavor(&self, facts: &Facts<'_>, asset: &str, flavor_params: i64) -> bool {
        self.outcome.first_flavor_limit().is_none_or(|limit| limit.allows(flavor_params))
            || facts.session.is_some_and(|session| session.privileges.verify("downloadasset", asset))
    }
}

/// Decides. The uses that the rules are asked about follow from the way, for the contexts unless the request says
/// otherwise.
pub fn decide<'r, S: Sink>(door: Door, rules: &'r Rules, facts: &Facts<'_>, sink: &mut S) -> Access<'r> {
    let contexts = contexts_of(door, facts);
    let mut facts = *facts;
    facts.request.contexts = contexts;
    sink.begin("access", || format!("{door:?}"));
    sink.input("session", || kind(facts.session.as_ref()).to_owned());
    sink.input("contexts", || contexts.to_string());
    let circumstances = circumstances(&facts);
    let mut access = Access {
        outcome: Outcome::nothing(rules),
        circumstances,
        is_scheduled: true,
        refusal: None,
        preview: None,
        withholds_sources: false,
    };
    match door {
        Door::ContextData | Door::PlaybackContext => tell(door, &mut access, rules, &facts, sink),
        Door::Download if may_download(&facts) => {
            sink.begin("download privilege", String::new);
            sink.end("skips every check");
        }
        Door::Metadata => {
            access.outcome = evaluate(rules, &facts, sink);
            access.refusal = access.outcome.is_blocked().then_some(Refusal::Blocked);
        }
        Door::Play | Door::Download => guard(&mut access, rules, &facts, sink),
        Door::Thumbnail { of_any_moment } => {
            if rules.concern_thumbnails() {
                access.outcome = evaluate(rules, &facts, sink);
                access.refusal = if circumstances.is_recycled {
                    Some(Refusal::Recycled)
                } else if access.outcome.is_blocked() {
                    Some(Refusal::Blocked)
                } else {
                    (of_any_moment && access.outcome.limits_thumbnails()).then_some(Refusal::NotOfAnyMoment)
                };
            } else {
                sink.begin("rules", String::new);
                sink.end("none is about thumbnails");
            }
        }
    }
    sink.end(access.refusal.map_or("open", Refusal::name));
    access
}

/// The uses that the rules are asked about.
pub(super) fn contexts_of(door: Door, facts: &Facts<'_>) -> Contexts {
    match door {
        Door::Download => Contexts::of(&[Context::Download]),
        Door::Thumbnail { .. } => Contexts::of(&[Context::Thumbnail]),
        Door::Metadata => Contexts::of(&[Context::Metadata]),
        _ if facts.request.contexts.is_empty() => Contexts::of(&[Context::Play]),
        _ => facts.request.contexts,
    }
}

fn may_download(facts: &Facts<'_>) -> bool {
    facts.is_admin()
        || facts.session.is_some_and(|session| session.privileges.verify("download", facts.entry_id()))
}

fn circumstances(facts: &Facts<'_>) -> Circumstances {
    let entry = facts.entry.unwrap_or_default();
    let exempt = (entry.in_moderation || entry.is_recycled) && (facts.is_admin() || facts.is_owner());
    Circumstances {
        within_dates: entry.is_scheduled(facts.request.now),
        has_sview: facts.has_privilege("sview"),
        in_moderation: entry.in_moderation && !exempt,
        is_recycled: entry.is_recycled && !exempt,
    }
}

/// What the two contexts say. Being an administrator changes nothing about the dates.
fn tell<'r, S: Sink>(door: Door, access: &mut Access<'r>, rules: &'r Rules, facts: &Facts<'_>, sink: &mut S) {
    access.outcome = evaluate(rules, facts, sink);
    let is_widget = facts.session.is_some_and(|session| session.kind == ks::Kind::Widget);
    let sview_counts = door == Door::ContextData || !is_widget;
    access.is_scheduled = schedule(access.circumstances, sview_counts, false, facts, sink);
    if access.outcome.is_blocked() {
        access.refusal = Some(Refusal::Blocked);
    } else if !access.is_scheduled {
        access.refusal = Some(Refusal::NotScheduled);
    }
    access.withholds_sources = access.outcome.is_blocked() || (is_widget && !access.is_scheduled);
    access.preview = access.outcome.preview();
}

/// What delivery checks, in the order of the numbers that callers see. A preview shortens what is given and opens
/// nothing (see `docs/deviations.md`).
fn guard<'r, S: Sink>(access: &mut Access<'r>, rules: &'r Rules, facts: &Facts<'_>, sink: &mut S) {
    let Circumstances { has_sview, in_moderation, is_recycled, .. } = access.circumstances;
    let entry = facts.entry.unwrap_or_default();
    let admin = facts.is_admin();
    sink.begin("recycle bin", String::new);
    sink.input("recycled", || entry.is_recycled.to_string());
    sink.end(if is_recycled { "refused" } else { "passed" });
    sink.begin("moderation", String::new);
    sink.input("inModeration", || entry.in_moderation.to_string());
    sink.input("sview", || has_sview.to_string());
    let moderated = in_moderation && !has_sview;
    sink.end(if moderated { "refused" } else { "passed" });
    access.is_scheduled = schedule(access.circumstances, true, admin, facts, sink);
    access.outcome = evaluate(rules, facts, sink);
    access.refusal = if is_recycled {
        Some(Refusal::Recycled)
    } else if moderated {
        Some(Refusal::InModeration)
    } else if !access.is_scheduled {
        Some(Refusal::NotScheduled)
    } else {
        access.outcome.is_blocked().then_some(Refusal::Blocked)
    };
    access.preview = access.outcome.preview().filter(|_| !admin);
}

fn schedule<S: Sink>(
    circumstances: Circumstances,
    sview_counts: bool,
    admin_counts: bool,
    facts: &Facts<'_>,
    sink: &mut S,
) -> bool {
    let entry = facts.entry.unwrap_or_default();
    sink.begin("schedule", String::new);
    sink.input("startDate", || entry.start.map_or_else(|| "none".to_owned(), |date| date.to_string()));
    sink.input("endDate", || entry.end.map_or_else(|| "none".to_owned(), |date| date.to_string()));
    sink.input("time", || facts.request.now.to_string());
    sink.input("sview", || circumstances.has_sview.to_string());
    let scheduled = circumstances.within_dates || (sview_counts && circumstances.has_sview) || admin_counts;
    sink.end(holds(scheduled));
    scheduled
}
