//! Who sees a category and who is in it: what may be said, and when (reference: content-access.md §16.3, §17.1).

use contract::errors::{
    CANNOT_INHERIT_MEMBERS_WHEN_PARENT_CATEGORY_IS_NOT_SET,
    CANNOT_SET_DEFAULT_PERMISSION_LEVEL_WHEN_CATEGORY_INHERIT_MEMBERS,
    CANNOT_SET_OWNER_WHEN_CATEGORY_INHERIT_MEMBERS,
    CANNOT_SET_USER_JOIN_POLICY_WHEN_CATEGORY_INHERIT_MEMBERS,
    CANNOT_UPDATE_CATEGORY_ENTITLEMENT_FIELDS_WITH_NO_PRIVACY_CONTEXT, INVALID_USER_ID,
    PRIVACY_CONTEXT_INVALID_STRING,
};

use super::model::{Category, InheritanceType};
use super::names;
use super::table::{CategoryRow, Settings};
use crate::error::Result;
use crate::user::{is_valid_id, user_key};

/// Characters of a privacy context.
const LEAST_CONTEXT: usize = 4;
/// Bytes of all of them together.
const MOST_CONTEXTS: usize = 2_000;

/// The privacy contexts in a list, joined with `,`.
pub(super) fn contexts(list: &str) -> Result<String> {
    let contexts = names::parts(list);
    let is_one = |context: &&str| {
        context.len() >= LEAST_CONTEXT && context.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if let Some(wrong) = contexts.iter().find(|context| !is_one(context)) {
        return Err(PRIVACY_CONTEXT_INVALID_STRING.with([*wrong]).into());
    }
    let joined = contexts.join(",");
    if joined.len() > MOST_CONTEXTS {
        return Err(PRIVACY_CONTEXT_INVALID_STRING.with([joined.as_str()]).into());
    }
    Ok(joined)
}

/// What was sent of the settings; what was not, as it is.
fn wanted(stored: &Settings, sent: &Category) -> Settings {
    Settings {
        privacy: sent.privacy.get().copied().unwrap_or(stored.privacy),
        appear_in_list: sent.appear_in_list.get().copied().unwrap_or(stored.appear_in_list),
        inheritance: sent.inheritance_type.get().copied().unwrap_or(stored.inheritance),
        join_policy: sent.user_join_policy.get().copied().unwrap_or(stored.join_policy),
        default_level: sent.default_permission_level.get().copied().unwrap_or(stored.default_level),
        contribution: sent.contribution_policy.get().copied().unwrap_or(stored.contribution),
        owner: sent.owner.get().filter(|owner| !owner.is_empty()).cloned().or_else(|| stored.owner.clone()),
    }
}

/// The settings of a category that is added (`before` is none) or changed, once its place and its privacy contexts are
/// known. `caller` is the user who becomes its owner where nobody else does.
pub(super) fn settle(
    before: Option<&CategoryRow>,
    row: &mut CategoryRow,
    sent: &Category,
    caller: Option<&str>,
) -> Result<()> {
    let open = Settings::default();
    if row.privacy_contexts.is_empty() {
        if wanted(&open, sent) != open {
            return Err(CANNOT_UPDATE_CATEGORY_ENTITLEMENT_FIELDS_WITH_NO_PRIVACY_CONTEXT.bare().into());
        }
        row.settings = open;
        return Ok(());
    }
    let mut settings = wanted(&row.settings, sent);
    if settings.inheritance == InheritanceType::Inherit {
        if row.parent_id == 0 {
            return Err(CANNOT_INHERIT_MEMBERS_WHEN_PARENT_CATEGORY_IS_NOT_SET.bare().into());
        }
        let said = wanted(&open, sent);
        if said.owner.is_some() {
            return Err(CANNOT_SET_OWNER_WHEN_CATEGORY_INHERIT_MEMBERS.bare().into());
        }
        if said.join_policy != open.join_policy {
            return Err(CANNOT_SET_USER_JOIN_POLICY_WHEN_CATEGORY_INHERIT_MEMBERS.bare().into());
        }
        if said.default_level != open.default_level {
            return Err(CANNOT_SET_DEFAULT_PERMISSION_LEVEL_WHEN_CATEGORY_INHERIT_MEMBERS.bare().into());
        }
        settings.owner = None;
        settings.join_policy = open.join_policy;
        settings.default_level = open.default_level;
    } else {
        // Whoever gives a category members of its own for the first time owns it, unless somebody else is named.
        let had_members =
            before.is_some_and(|before| !before.privacy_contexts.is_empty() && !before.inherits());
        if settings.owner.is_none() && !had_members {
            settings.owner = caller.map(str::to_owned);
        }
        let is_new = |owner: &String| row.settings.owner.as_deref().map(user_key) != Some(user_key(owner));
        if let Some(owner) = settings.owner.as_ref().filter(|owner| is_new(owner))
            && !is_valid_id(owner)
        {
            return Err(INVALID_USER_ID.bare().into());
        }
    }
    row.settings = settings;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn privacy_contexts_have_four_letters_or_digits() {
        // reference: content-access.md §16.3
        assert_eq!(contexts(" site, Site1,site").unwrap(), "site,Site1");
        assert_eq!(contexts("").unwrap(), "");
        for wrong in ["abc", "site!", "sité", "good,bad"] {
            assert!(contexts(wrong).is_err(), "{wrong}");
        }
    }
}
