//! Hashed user ids: an account may know its users by digests of their ids alone (reference: identity.md §6.1).
//!
//! Ids are hashed where they come in, and nowhere else: those of sessions when a session is read, those of parameters
//! before an action sees them. What is a digest already stays one, since clients send back what they were answered.

use std::borrow::Cow;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use wire::{Param, ParamMap};
use zeroize::Zeroizing;

use super::{is_valid_id, user_key};
use crate::error::{Error, Result};
use crate::keys::{Keys, hex};

/// Letters of a digest.
const DIGEST_LETTERS: usize = 64;

/// Names of parameters and properties that are the id of one user.
const ONE: [&str; 16] = [
    "adminUserId",
    "creatorId",
    "creatorIdEqual",
    "creatorUserId",
    "creatorUserIdEqual",
    "flaggedUserId",
    "managerEqual",
    "memberEqual",
    "owner",
    "ownerId",
    "ownerIdEqual",
    "sessionUserId",
    "sessionUserIdEqual",
    "uploadedByUserId",
    "userId",
    "userIdEqual",
];

/// Names of those that are comma-separated lists of such ids.
const MANY: [&str; 6] =
    ["creatorUserIdIn", "membersIn", "ownerIdIn", "relatedGroupsByUserId", "userIdIn", "userIdNotIn"];

/// Lists whose ids count only where they may be somebody's.
const MANY_CHECKED: [&str; 9] = [
    "entitledUsersEdit",
    "entitledUsersEditMatchAnd",
    "entitledUsersEditMatchOr",
    "entitledUsersPublish",
    "entitledUsersPublishMatchAnd",
    "entitledUsersPublishMatchOr",
    "entitledUsersView",
    "entitledUsersViewMatchAnd",
    "entitledUsersViewMatchOr",
];

/// Names that are ids of groups where groups are spoken of; entries have a `groupId` that is none.
const OF_GROUPS: [&str; 4] = ["groupId", "groupIdEqual", "groupIdIn", "originalGroupId"];
const GROUP_LISTS: &str = "groupIds";

/// Services that refuse an id which cannot be anybody's: they have to see it.
const CHECKING: [&str; 4] = ["appToken", "category", "categoryUser", "groupUser"];

/// Services of sessions: the ids in them are hashed when they are read, in whatever account that is.
const SESSIONS: &str = "session";

/// How an account makes digests of ids.
pub struct UserIds {
    partner_id: i64,
    key: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for UserIds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UserIds")
    }
}

impl UserIds {
    /// With the account's key.
    pub fn new(partner_id: i64, key: &[u8]) -> Self {
        Self { partner_id, key: Zeroizing::new(key.to_vec()) }
    }

    /// From the store.
    pub(crate) fn open(keys: &Keys, partner_id: i64, sealed: Option<&[u8]>) -> Result<Option<Self>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let key =
            keys.open(&place(partner_id), sealed).map_err(|broken| Error::internal(broken.to_string()))?;
        Ok(Some(Self { partner_id, key }))
    }

    /// For the store.
    pub(super) fn seal(&self, keys: &Keys) -> Vec<u8> {
        keys.seal(&place(self.partner_id), &self.key)
    }

    /// The digest by which the account knows the user; nobody's id (empty or `0`) stays nobody's.
    pub fn of<'a>(&self, id: &'a str) -> Cow<'a, str> {
        if is_digest(id) || matches!(id, "" | "0") {
            return Cow::Borrowed(id);
        }
        Cow::Owned(self.of_key(&user_key(id.trim_start_matches(' '))))
    }

    /// The digest of a folded id.
    pub(super) fn of_key(&self, key: &str) -> String {
        if is_digest(key) {
            return key.to_owned();
        }
        let mac = Hmac::<Sha256>::new_from_slice(&self.key);
        let mut mac = mac.expect("HMAC takes keys of any length");
        mac.update(format!("{}_{key}", self.partner_id).as_bytes());
        hex(&mac.finalize().into_bytes())
    }

    /// Hashes the ids of users and groups among the parameters of a call to a service.
    pub fn hash_params(&self, service: &str, params: &mut ParamMap) {
        if !service.eq_ignore_ascii_case(SESSIONS) {
            self.hash_map(&Around::of(service), "", params);
        }
    }

    /// Hashes those in a filter that was sent to a service.
    pub(crate) fn hash_filter(&self, service: &str, filter: &mut Param) {
        if let Param::Map(filter) = filter {
            self.hash_map(&Around::of(service), "filter", filter);
        }
    }

    fn hash_map(&self, around: &Around, parent: &str, map: &mut ParamMap) {
        let class = map.get("objectType").map(|class| class.to_text().into_owned()).unwrap_or_default();
        let of_groups = around.groups || class.starts_with("KalturaGroupUser");
        let of_users =
            matches!(class.as_str(), "KalturaUserFilter" | "KalturaAdminUserFilter" | "KalturaGroupFilter")
                || (class.is_empty() && around.users && parent == "filter");
        for (name, value) in map {
            let name = name.as_str();
            match value {
                Param::Map(inner) => self.hash_map(around, name, inner),
                Param::List(items) => self.hash_list(around, name, items),
                Param::Text(_) | Param::Int(_) | Param::Float(_) => {
                    let one = ONE.contains(&name) || (of_users && name == "idEqual");
                    let many = MANY.contains(&name) || (of_users && name == "idIn");
                    let of_group = of_groups && OF_GROUPS.contains(&name);
                    let checked = around.checks || MANY_CHECKED.contains(&name);
                    let id = |id: &str| {
                        let stays = checked && !is_valid_id(id);
                        if stays { id.to_owned() } else { self.of(id).into_owned() }
                    };
                    let list = |ids: &str, ends: &[char]| {
                        ids.split(ends).map(|one| id(one.trim())).collect::<Vec<_>>().join(",")
                    };
                    let text = value.to_text().into_owned();
                    let hashed = if one || (of_group && name != "groupIdIn") {
                        id(&text)
                    } else if many || of_group || MANY_CHECKED.contains(&name) {
                        list(&text, &[','])
                    } else if around.groups && name == GROUP_LISTS {
                        list(&text, &[',', ';'])
                    } else {
                        continue;
                    };
                    *value = Param::Text(hashed);
                }
                Param::Null | Param::Bool(_) | Param::File(_) => {}
            }
        }
    }

    fn hash_list(&self, around: &Around, parent: &str, items: &mut [Param]) {
        for item in items {
            match item {
                Param::Map(inner) => self.hash_map(around, parent, inner),
                Param::List(items) => self.hash_list(around, parent, items),
                _ => {}
            }
        }
    }
}

/// What is known of a parameter by the service that it is sent to.
struct Around {
    /// Groups are spoken of.
    groups: bool,
    /// A filter without a class is one of users or groups.
    users: bool,
    /// The service refuses ids that cannot be anybody's.
    checks: bool,
}

impl Around {
    fn of(service: &str) -> Self {
        let is = |name: &str| service.eq_ignore_ascii_case(name);
        let of_groups = is("group_group");
        Self {
            groups: of_groups || is("groupUser"),
            users: of_groups || is("user") || is("exportcsv"),
            checks: CHECKING.into_iter().any(is),
        }
    }
}

fn place(partner_id: i64) -> String {
    format!("partner.user_id_key/{partner_id}")
}

fn is_digest(id: &str) -> bool {
    id.len() == DIGEST_LETTERS
        && id.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of identity.md §6.1.
    const VECTOR: &str = "b88941d6135daa128fe238d0470bc9b40460001596ce0d458d2d67d310dfeaf4";

    fn ids() -> UserIds {
        UserIds::new(101, b"enc-key")
    }

    fn hashed(service: &str, sent: &str) -> ParamMap {
        let limits = wire::Limits::default();
        let mut params = wire::json_in::decode(sent.as_bytes(), &limits).unwrap().unwrap();
        ids().hash_params(service, &mut params);
        params
    }

    fn text(params: &ParamMap, path: &[&str]) -> String {
        match (params.get(path[0]), path.len()) {
            (Some(Param::Map(inner)), 2..) => text(inner, &path[1..]),
            (value, _) => value.unwrap().to_text().into_owned(),
        }
    }

    #[test]
    fn the_digest_is_that_of_the_reference() {
        for id in ["john@example.com", "John@Example.COM", " john@example.com ", VECTOR] {
            assert_eq!(ids().of(id), VECTOR, "{id}");
        }
        assert_eq!(ids().of("0"), "0");
        assert_eq!(ids().of(""), "");
        assert_ne!(UserIds::new(102, b"enc-key").of("john@example.com"), VECTOR);
    }

    #[test]
    fn parameters_are_hashed_wherever_they_stand() {
        let params =
            hashed("user", r#"{"userId": "john@example.com", "filter": {"idIn": "john@example.com,0"}}"#);
        assert_eq!(text(&params, &["userId"]), VECTOR);
        assert_eq!(text(&params, &["filter", "idIn"]), format!("{VECTOR},0"));
        let params = hashed(
            "baseEntry",
            r#"{"entry": {"userId": "john@example.com", "groupId": 5, "id": "john@example.com"}, "filter": {"idEqual": "x"}}"#,
        );
        assert_eq!(text(&params, &["entry", "userId"]), VECTOR);
        assert_eq!(text(&params, &["entry", "groupId"]), "5", "groups of entries are numbers");
        assert_eq!(text(&params, &["entry", "id"]), "john@example.com");
        assert_eq!(text(&params, &["filter", "idEqual"]), "x");
        let params = hashed("groupUser", r#"{"userId": "no body", "groupIds": "john@example.com;a b"}"#);
        assert_eq!(text(&params, &["userId"]), "no body", "it has to be refused");
        assert_eq!(text(&params, &["groupIds"]), format!("{VECTOR},a b"));
        let params = hashed("session", r#"{"userId": "john@example.com"}"#);
        assert_eq!(text(&params, &["userId"]), "john@example.com");
    }
}
