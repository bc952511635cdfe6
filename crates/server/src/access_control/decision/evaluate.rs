//! Which rules take effect, and what comes of them (reference: content-access.md §10.2).

use super::condition::fulfilled;
use super::facts::Facts;
use super::reasons::Sink;
use super::rules::{Action, Limit, Restriction, Rule, RuleAction, Rules};
use crate::access_control::model::action::AnyRuleAction;

/// What the rules of a profile say.
#[derive(Clone, Debug)]
pub struct Outcome<'r> {
    rules: &'r Rules,
    /// The places of the rules that took effect.
    fulfilled: Vec<u16>,
}

/// What the old form of a profile says of its restrictions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the properties of KalturaEntryContextDataResult, which documents them
pub struct Flags {
    pub is_site_restricted: bool,
    pub is_country_restricted: bool,
    pub is_session_restricted: bool,
    pub is_ip_address_restricted: bool,
    pub is_user_agent_restricted: bool,
    pub preview_length: Option<i64>,
}

/// Asks every rule that counts for the session.
pub fn evaluate<'r, S: Sink>(rules: &'r Rules, facts: &Facts<'_>, sink: &mut S) -> Outcome<'r> {
    evaluate_without(rules, &[], facts, sink)
}

/// [`evaluate`], as if the rules in some places were not there.
pub(super) fn evaluate_without<'r, S: Sink>(
    rules: &'r Rules,
    gone: &[u16],
    facts: &Facts<'_>,
    sink: &mut S,
) -> Outcome<'r> {
    let mut outcome = Outcome { rules, fulfilled: Vec::new() };
    sink.begin("rules", || format!("profile {}", rules.profile_id));
    for (index, rule) in rules.list.iter().enumerate() {
        // A profile has far fewer rules than a number of 16 bits can count.
        let place = u16::try_from(index).unwrap_or(u16::MAX);
        if gone.contains(&place) {
            continue;
        }
        sink.begin("rule", || match &rule.description {
            Some(description) => format!("{index}: {description}"),
            None => index.to_string(),
        });
        let takes_effect = takes_effect(rule, facts, sink);
        if takes_effect {
            outcome.fulfilled.push(place);
        }
        if takes_effect && rule.stops {
            break;
        }
    }
    sink.end(if outcome.is_blocked() {
        "blocked"
    } else if outcome.fulfilled.is_empty() {
        "nothing applies"
    } else {
        "applied"
    });
    outcome
}

fn takes_effect<S: Sink>(rule: &Rule, facts: &Facts<'_>, sink: &mut S) -> bool {
    if facts.is_admin() && !rule.counts_for_admins {
        sink.end("skipped for administrators");
        return false;
    }
    let asked = facts.request.contexts;
    if let Some(contexts) = rule.contexts
        && !asked.is_empty()
        && !contexts.meet(asked)
    {
        sink.input("contexts", || contexts.to_string());
        sink.input("asked", || asked.to_string());
        sink.end("about something else");
        return false;
    }
    let mut all = true;
    for condition in &rule.conditions {
        all &= fulfilled(condition, facts, sink);
        if !all && !S::LISTENS {
            break;
        }
    }
    sink.input("actions", || {
        rule.actions
            .iter()
            .map(|action| format!("{:?}", action.written.kind()))
            .collect::<Vec<_>>()
            .join(", ")
    });
    sink.end(if all { "takes effect" } else { "does not take effect" });
    all
}

impl<'r> Outcome<'r> {
    /// Nothing applies.
    pub(super) fn nothing(rules: &'r Rules) -> Self {
        Self { rules, fulfilled: Vec::new() }
    }

    fn rules(&self) -> impl DoubleEndedIterator<Item = &'r Rule> {
        let rules = self.rules;
        self.fulfilled.iter().filter_map(move |index| rules.list.get(usize::from(*index)))
    }

    fn kinds(&self) -> impl DoubleEndedIterator<Item = &'r Action> {
        self.rules().flat_map(|rule| rule.actions.iter().map(|action: &RuleAction| &action.kind))
    }

    /// The profile and the places of the rules that took effect, for the header `X-Kaltura-ACP`.
    pub fn fulfilled(&self) -> (i64, &[u16]) {
        (self.rules.profile_id, &self.fulfilled)
    }

    /// The places of the rules that took effect and have such an action.
    pub(super) fn places_where(&self, is_meant: impl Fn(&Action) -> bool) -> Vec<u16> {
        let has = |place: &&u16| {
            let rule = self.rules.list.get(usize::from(**place));
            rule.is_some_and(|rule| rule.actions.iter().any(|action| is_meant(&action.kind)))
        };
        self.fulfilled.iter().filter(has).copied().collect()
    }

    /// Whether callers notice no difference between two outcomes.
    pub fn says_the_same(&self, other: &Outcome<'_>) -> bool {
        let told = |outcome: &Outcome<'_>| -> Vec<String> {
            outcome.actions().map(|action| format!("{action:?}")).collect()
        };
        told(self) == told(other) && self.coded_messages().eq(other.coded_messages())
    }

    /// The messages of the rules that took effect.
    pub fn messages(&self) -> impl Iterator<Item = &'r str> {
        self.rules().filter_map(|rule| rule.message.as_deref()).filter(|message| !message.is_empty())
    }

    /// Codes and messages of the rules that took effect.
    pub fn coded_messages(&self) -> impl Iterator<Item = (Option<&'r str>, Option<&'r str>)> {
        self.rules().map(|rule| (rule.code.as_deref(), rule.message.as_deref()))
    }

    /// The actions of the rules that took effect, as they were written.
    pub fn actions(&self) -> impl Iterator<Item = &'r AnyRuleAction> {
        self.rules().flat_map(|rule| rule.actions.iter().map(|action| &action.written))
    }

    /// True if one of them refuses.
    pub fn is_blocked(&self) -> bool {
        self.kinds().any(|action| *action == Action::Block)
    }

    /// True if thumbnails of any moment are refused.
    pub fn limits_thumbnails(&self) -> bool {
        self.kinds().any(|action| *action == Action::LimitThumbnailCapture)
    }

    /// The shortest preview, in seconds.
    pub fn preview(&self) -> Option<i64> {
        self.kinds()
            .filter_map(|action| match action {
                Action::Preview(seconds) => Some(*seconds),
                _ => None,
            })
            .min()
    }

    fn flavor_limits(&self) -> impl DoubleEndedIterator<Item = &'r Limit> {
        self.kinds().filter_map(|action| match action {
            Action::LimitFlavors(limit) => Some(limit),
            _ => None,
        })
    }

    /// The limit on flavours that delivery keeps to: the first one.
    pub fn first_flavor_limit(&self) -> Option<&'r Limit> {
        self.flavor_limits().next()
    }

    /// The limit on flavours that contexts are answered with: the last one.
    pub fn last_flavor_limit(&self) -> Option<&'r Limit> {
        self.flavor_limits().next_back()
    }

    /// The limit on delivery profiles: the last one.
    pub fn delivery_limit(&self) -> Option<&'r Limit> {
        let mut limits = self.kinds().filter_map(|action| match action {
            Action::LimitDeliveryProfiles(limit) => Some(limit),
            _ => None,
        });
        limits.next_back()
    }

    /// What the old form says.
    pub fn flags(&self) -> Flags {
        let mut flags = Flags::default();
        for restriction in self.rules().filter_map(|rule| rule.restriction) {
            match restriction {
                Restriction::Site => flags.is_site_restricted = true,
                Restriction::Country => flags.is_country_restricted = true,
                Restriction::IpAddress => flags.is_ip_address_restricted = true,
                Restriction::UserAgent => flags.is_user_agent_restricted = true,
                Restriction::Session => flags.is_session_restricted = true,
                Restriction::Preview(seconds) => {
                    flags.is_session_restricted = true;
                    flags.preview_length = Some(seconds);
                }
                Restriction::Flavors => {}
            }
        }
        flags
    }
}
