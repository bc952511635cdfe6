//! What a decision is made from.

use std::net::IpAddr;

use contract::ApiEnum;
use ks::{Kind, Privileges};

use crate::access_control::model::profile::ContextType;

/// A use of an entry.
pub type Context = ContextType;

/// A set of uses of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contexts(u8);

impl Contexts {
    /// No use at all. Whoever asks for none is about all.
    pub const NONE: Self = Self(0);

    /// These uses.
    pub fn of(contexts: &[Context]) -> Self {
        Self(contexts.iter().fold(0, |set, context| set | 1 << context.index()))
    }

    /// True if there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True if a use is in both.
    pub fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::fmt::Display for Contexts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = Context::ENUM.members.iter().enumerate().filter(|(index, _)| self.0 & 1 << index != 0);
        formatter.write_str(&names.map(|(_, member)| member.name).collect::<Vec<_>>().join(","))
    }
}

/// The session of the request.
#[derive(Clone, Copy, Debug)]
pub struct SessionFacts<'a> {
    /// Administrator's, user's, or of a widget.
    pub kind: Kind,
    /// Its type as a number: 0 for users, 2 for administrators.
    pub number: i64,
    /// Its user; empty for nobody.
    pub user: &'a str,
    /// It names nobody: no user, or `0`.
    pub is_anonymous: bool,
    /// Its privileges.
    pub privileges: &'a Privileges,
    /// Its text as it was sent, for hashes.
    pub text: &'a str,
    /// The roles that its user has, by their ids.
    pub roles: &'a [i64],
    /// The e-mail of its user.
    pub email: Option<&'a str>,
}

impl SessionFacts<'_> {
    /// True for administrators.
    pub fn is_admin(&self) -> bool {
        self.kind == Kind::Admin
    }
}

/// The entry. Of a child that inherits, everything but `id` of its assets is the parent's (reference: content-access.md
/// §4.5); whoever asks has followed that already.
#[derive(Clone, Copy, Debug, Default)]
pub struct EntryFacts<'a> {
    /// Its id, the parent's for a child that inherits.
    pub id: &'a str,
    /// Whose it is.
    pub owner: &'a str,
    /// From when it may be seen, in Unix seconds.
    pub start: Option<i64>,
    /// Until when.
    pub end: Option<i64>,
    /// Somebody has to approve it first, or has rejected it.
    pub in_moderation: bool,
    /// It is in the recycle bin.
    pub is_recycled: bool,
    /// The playlists that hold it, of those that the session names in `sviewplaylist`.
    pub playlists: &'a [String],
    /// The entries that lead to it (`redirectEntryId`), of those that the session names in `sview`.
    pub redirected_from: &'a [String],
}

impl EntryFacts<'_> {
    /// Whether it is within its dates.
    pub fn is_scheduled(&self, now: i64) -> bool {
        self.start.is_none_or(|start| start <= now) && self.end.is_none_or(|end| end >= now)
    }
}

/// The request.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestFacts<'a> {
    /// When, in Unix seconds.
    pub now: i64,
    /// From where, after proxies that are believed.
    pub address: Option<IpAddr>,
    /// The page that asks.
    pub referrer: Option<&'a str>,
    /// The program that asks.
    pub user_agent: Option<&'a str>,
    /// Its headers, by names in any letter case.
    pub headers: &'a [(&'a str, &'a str)],
    /// `service.action` of an API call.
    pub action: Option<&'a str>,
    /// Uses that it is about; none: whatever rules are about.
    pub contexts: Contexts,
    /// Names and values for hash conditions.
    pub hashes: &'a [(&'a str, &'a str)],
    /// The delivery profile by which it came.
    pub delivery_profile: Option<i64>,
    /// The kind of asset that it is about.
    pub asset_type: Option<&'a str>,
    /// It carries the token that its address should have.
    pub has_url_token: bool,
    /// It comes from a machine of the operator's own.
    pub is_internal: bool,
}

impl RequestFacts<'_> {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// A place in the metadata of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MetadataField {
    /// Where in the document.
    pub xpath: String,
    /// Of which metadata profile, if it is said by id.
    pub profile_id: Option<i64>,
    /// Of which metadata profile, if it is said by system name.
    pub profile_system_name: Option<String>,
}

/// Facts that have to be looked up, and mostly are not asked for. What a server does not know is `None`.
pub trait Lookups {
    /// The country of an address, two letters.
    fn country(&self, _address: IpAddr) -> Option<&str> {
        None
    }

    /// Latitude and longitude of an address, in degrees.
    fn coordinates(&self, _address: IpAddr) -> Option<(f64, f64)> {
        None
    }

    /// How an address hides who is behind it.
    fn anonymity(&self, _address: IpAddr) -> Option<Vec<&'static str>> {
        None
    }

    /// The texts at a place in the metadata of the entry.
    fn metadata(&self, _field: &MetadataField) -> Option<&[String]> {
        None
    }

    /// Whether a ready asset of the entry has all these properties.
    fn has_asset(&self, _properties: &[(String, String)]) -> bool {
        false
    }

    /// Whether this edge server is alive.
    fn is_edge_alive(&self, _server: i64) -> bool {
        false
    }
}

/// Nothing can be looked up.
pub struct NoLookups;

impl Lookups for NoLookups {}

/// Everything that a decision is made from, but for the rules.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The session, if there is one.
    pub session: Option<SessionFacts<'a>>,
    /// The entry, unless the decision is about a call rather than an entry.
    pub entry: Option<EntryFacts<'a>>,
    /// The request.
    pub request: RequestFacts<'a>,
    /// What can be looked up.
    pub lookups: &'a dyn Lookups,
}

impl Facts<'_> {
    /// True for an administrator's session.
    pub fn is_admin(&self) -> bool {
        self.session.is_some_and(|session| session.is_admin())
    }

    /// The id of the entry; empty if the decision is about none.
    pub fn entry_id(&self) -> &str {
        self.entry.map_or("", |entry| entry.id)
    }

    /// Whether the session has a privilege for the entry (reference: content-access.md §2.1).
    pub fn has_privilege(&self, name: &str) -> bool {
        let Some(session) = self.session else { return false };
        let entry = self.entry.unwrap_or_default();
        let privileges = session.privileges;
        privileges.verify_with(name, entry.id, |playlist, _| {
            entry.playlists.iter().any(|holding| holding == playlist)
        }) || (name == "sview" && entry.redirected_from.iter().any(|from| privileges.verify("sview", from)))
    }

    /// Whether the session's user owns the entry. Widgets and anonymous sessions own nothing.
    pub fn is_owner(&self) -> bool {
        let (Some(session), Some(entry)) = (self.session, self.entry) else { return false };
        session.kind != Kind::Widget
            && !session.is_anonymous
            && crate::user::user_key(session.user) == crate::user::user_key(entry.owner)
    }
}

/// What is true of the entry and the session, whatever the rules say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The entry is within its dates.
    pub within_dates: bool,
    /// The session may view the entry whenever it likes (`sview`).
    pub has_sview: bool,
    /// The entry is in moderation, and the caller is neither an administrator nor its owner.
    pub in_moderation: bool,
    /// The entry is in the recycle bin, and the caller is neither an administrator nor its owner.
    pub is_recycled: bool,
}
