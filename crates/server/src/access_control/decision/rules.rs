//! Rules in the form in which they are decided by: read once, expressions compiled, networks parsed.

use regex::bytes::Regex;

use super::address::Network;
use super::facts::{Contexts, MetadataField};
use crate::access_control::model::action::AnyRuleAction;

/// The rules of a profile.
#[derive(Debug, Default)]
pub struct Rules {
    /// The profile's id.
    pub profile_id: i64,
    pub(super) list: Vec<Rule>,
    pub(super) asks_for_email: bool,
    pub(super) asks_for_assets: bool,
}

impl Rules {
    /// True for a profile that restricts nobody.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// True if thumbnails are looked at at all (reference: content-access.md §18.5).
    pub fn concern_thumbnails(&self) -> bool {
        let thumbnail = Contexts::of(&[super::Context::Thumbnail]);
        self.list.iter().any(|rule| {
            rule.contexts.is_none_or(|contexts| contexts.meet(thumbnail))
                && rule
                    .actions
                    .iter()
                    .any(|action| matches!(action.kind, Action::Block | Action::LimitThumbnailCapture))
        })
    }

    /// True if a rule looks at the e-mail of the session's user, which has to be looked up.
    pub fn ask_for_email(&self) -> bool {
        self.asks_for_email
    }

    /// True if a rule looks at the files of the entry, which have to be looked up.
    pub fn ask_for_assets(&self) -> bool {
        self.asks_for_assets
    }

    /// True if two requests may be answered differently, so that no answer can be kept for the next one.
    pub fn depend_on_request(&self) -> bool {
        self.list.iter().any(|rule| !rule.conditions.is_empty())
    }
}

/// One rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub message: Option<String>,
    pub code: Option<String>,
    pub description: Option<String>,
    /// None: it is about all uses.
    pub contexts: Option<Contexts>,
    pub conditions: Vec<Condition>,
    pub actions: Vec<RuleAction>,
    pub stops: bool,
    pub counts_for_admins: bool,
    /// The restriction that it was made from.
    pub restriction: Option<Restriction>,
}

/// What a restriction of the old form says of itself in answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restriction {
    /// By site.
    Site,
    /// By country.
    Country,
    /// By address.
    IpAddress,
    /// By user agent.
    UserAgent,
    /// To sessions that may view the entry.
    Session,
    /// A session restriction with a preview of so many seconds.
    Preview(i64),
    /// By flavour.
    Flavors,
}

/// An action, as it was written and as it is meant.
#[derive(Debug)]
pub(super) struct RuleAction {
    pub written: AnyRuleAction,
    pub kind: Action,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Refuses.
    Block,
    /// Gives so many seconds.
    Preview(i64),
    /// Leaves only some flavours, by the ids of their parameters.
    LimitFlavors(Limit),
    /// Leaves only some delivery profiles.
    LimitDeliveryProfiles(Limit),
    /// Refuses thumbnails of any moment.
    LimitThumbnailCapture,
    /// Something that the player or another part of the server does.
    Other,
}

/// A list of what is left, or of what is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limit {
    /// The ids.
    pub ids: Vec<i64>,
    /// They are taken away.
    pub is_blocked_list: bool,
}

impl Limit {
    /// Whether this one is left.
    pub fn allows(&self, id: i64) -> bool {
        self.ids.contains(&id) != self.is_blocked_list
    }
}

/// A condition with its sign.
#[derive(Debug)]
pub(super) struct Condition {
    pub not: bool,
    pub description: Option<String>,
    pub test: Test,
}

/// What is asked.
#[derive(Debug)]
pub(super) enum Test {
    /// Privileges by name; `widget` has a meaning of its own.
    Authenticated(Vec<Text>),
    Country(Match<String>),
    Address {
        within: Match<Network>,
        header: Option<HeaderAddress>,
    },
    Site {
        hosts: Match<String>,
    },
    UserAgent(Match<Expression>),
    Field {
        field: Field,
        values: Match<String>,
    },
    Time {
        offset: i64,
        compare: Compare,
    },
    AssetProperties(Vec<(String, String)>),
    Roles(Vec<i64>),
    Distance(Match<Circle>),
    Any(Vec<Condition>),
    Hash {
        name: String,
        secret: String,
    },
    DeliveryProfiles(Vec<i64>),
    ActiveEdge(Vec<i64>),
    Anonymity(Match<String>),
    AssetTypes(Vec<String>),
    Always,
    Never,
    Header {
        name: String,
        values: Match<Expression>,
    },
    Scheduled,
    ActionName(Match<Expression>),
    UrlToken,
    SessionType(i64),
    Metadata {
        field: MetadataField,
        values: Match<String>,
    },
    MetadataNumber {
        field: MetadataField,
        compare: Compare,
    },
}

/// Values that one thing, or the things of a list, are matched with.
#[derive(Debug)]
pub(super) struct Match<V> {
    /// Fixed values as they were written, and in the form in which they are matched.
    pub fixed: Vec<(String, Option<V>)>,
    /// Values that depend on the request; they are compared as texts, never as expressions.
    pub computed: Vec<Field>,
    /// For a list: one item is enough.
    pub any: bool,
}

impl<V> Match<V> {
    /// Without values everything matches.
    pub(super) fn is_empty(&self) -> bool {
        self.fixed.is_empty() && self.computed.is_empty()
    }
}

/// A text that depends on the request.
#[derive(Clone, Debug)]
pub(super) enum Field {
    Anonymity,
    Coordinates,
    Country,
    /// Code that is not run.
    Nothing,
    Address,
    Metadata(MetadataField),
    EntryId,
    UserAgent,
    Email,
}

/// A text that is fixed or depends on the request.
#[derive(Debug)]
pub(super) enum Text {
    Fixed(String),
    Computed(Field),
}

/// A number to compare with.
#[derive(Debug)]
pub(super) struct Compare {
    pub comparison: Comparison,
    /// None: it always holds.
    pub value: Option<Number>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Comparison {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Fixed(i64),
    /// The time of the request plus so much.
    Time(i64),
}

/// An address is taken from a header.
#[derive(Debug)]
pub(super) struct HeaderAddress {
    pub name: String,
    pub accepts_private: bool,
}

/// A circle on the earth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circle {
    pub latitude: f64,
    pub longitude: f64,
    pub kilometres: f64,
}

/// A regular expression, case-insensitive, over bytes, found anywhere.
pub(super) type Expression = Regex;
