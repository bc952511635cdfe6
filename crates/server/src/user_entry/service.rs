//! `userEntry` (reference: content-access.md §8.6, more-services.md §5.3).

use contract::errors::{PROPERTY_VALIDATION_CANNOT_BE_NULL, USER_ENTRY_FILTER_FORBIDDEN_FIELDS_USED};
use contract::{ApiObject, FilterPager, ListOf, NullableBoolean, Prop, service};

use super::model::{AnyUserEntry, UserEntryFilter};
use crate::call::Call;
use crate::error::Result;

/// The service `userEntry`.
pub struct UserEntries;

/// What an account notes of users and entries.
#[service(name = "userEntry")]
impl UserEntries {
    /// Answers user entries. There are none yet: players ask for them whenever they load a list.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION, WIDGET_SESSION_PERMISSION)
    )]
    async fn list(
        call: &Call,
        /// Which ones; users or entries have to be named, unless nobody asks.
        filter: Option<UserEntryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyUserEntry>> {
        let _ = pager; // no page has anything
        let is_nobody = !call.is_admin() && call.known_session()?.token.is_anonymous();
        if !is_nobody {
            check(&filter.unwrap_or_default())?;
        }
        Ok(ListOf::default())
    }
}

fn is_given(text: &Prop<String>) -> bool {
    text.get().is_some_and(|text| !text.is_empty())
}

fn check(filter: &UserEntryFilter) -> Result<()> {
    if is_given(&filter.privacy_context_equal) || is_given(&filter.privacy_context_in) {
        return Err(USER_ENTRY_FILTER_FORBIDDEN_FIELDS_USED.bare().into());
    }
    let naming = [&filter.user_id_equal, &filter.user_id_in, &filter.entry_id_equal, &filter.entry_id_in];
    let asks_for_own = filter.user_id_equal_current.get() == Some(&NullableBoolean::True);
    if asks_for_own || naming.into_iter().any(is_given) {
        return Ok(());
    }
    let class = UserEntryFilter::CLASS.name;
    let missing =
        ["userIdEqual", "userIdIn", "entryIdEqual", "entryIdIn"].map(|name| format!("{class}::{name}"));
    Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([missing.join("/")]).into())
}
