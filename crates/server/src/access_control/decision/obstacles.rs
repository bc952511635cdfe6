//! What would have to change for a way to be open.

use super::doors::{Access, Door, contexts_of, decide};
use super::evaluate::evaluate_without;
use super::facts::Facts;
use super::reasons::Silent;
use super::rules::{Action, Rules};

/// Something that stands in a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A rule that refuses.
    Rule {
        /// The profile that it is in.
        profile: i64,
        /// Its place there, counted from 0.
        place: u16,
        /// What it is called, if it is called something.
        description: Option<String>,
    },
    /// The dates of the entry that the profile is taken from.
    Dates,
    /// Nobody has approved the entry yet, or somebody has rejected it.
    Moderation,
    /// The entry is in the recycle bin.
    RecycleBin,
}

/// All that stands in a way, not only what stands there first: with it gone, the way is open. A rule that is never come to,
/// because another one ends the search, counts if it would refuse without that one.
pub fn obstacles(door: Door, rules: &Rules, facts: &Facts<'_>) -> Vec<Obstacle> {
    let access = decide(door, rules, facts, &mut Silent);
    if access.refusal.is_none() {
        return Vec::new();
    }
    let mut found = around(door, &access);
    let mut facts = *facts;
    facts.request.contexts = contexts_of(door, &facts);
    let refuses = |action: &Action| match action {
        Action::Block => true,
        Action::LimitThumbnailCapture => door == Door::Thumbnail { of_any_moment: true },
        _ => false,
    };
    // Each turn finds one more rule at least, so there are no more turns than rules.
    let mut gone: Vec<u16> = Vec::new();
    loop {
        let outcome = evaluate_without(rules, &gone, &facts, &mut Silent);
        let before = gone.len();
        gone.extend(outcome.places_where(refuses));
        if gone.len() == before {
            break;
        }
    }
    gone.sort_unstable();
    found.extend(gone.into_iter().map(|place| Obstacle::Rule {
        profile: rules.profile_id,
        place,
        description: rules.list.get(usize::from(place)).and_then(|rule| rule.description.clone()),
    }));
    found
}

/// What is not a rule.
fn around(door: Door, access: &Access<'_>) -> Vec<Obstacle> {
    let told = access.circumstances;
    let moderated = matches!(door, Door::Play | Door::Download) && told.in_moderation && !told.has_sview;
    let recycled = matches!(door, Door::Play | Door::Download | Door::Thumbnail { .. }) && told.is_recycled;
    [
        (recycled, Obstacle::RecycleBin),
        (moderated, Obstacle::Moderation),
        (!access.is_scheduled, Obstacle::Dates),
    ]
    .into_iter()
    .filter(|(stands, _)| *stands)
    .map(|(_, obstacle)| obstacle)
    .collect()
}
