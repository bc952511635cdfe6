//! `userEntry` (reference: content-access.md §8.6, more-services.md §5.1, §5.3).

use contract::errors::USER_ENTRY_NOT_FOUND;
use contract::{BigInt, FilterPager, ListOf, service};

use super::model::{AnyUserEntry, AnyUserEntryFilter, QuizUserEntry};
use super::show::{shown, shown_one};
use super::{access, attempt, list, save};
use crate::call::Call;
use crate::error::{Error, Result};

/// The service `userEntry`.
pub struct UserEntries;

/// What an account notes of users and entries.
#[service(name = "userEntry")]
impl UserEntries {
    /// Notes something of an entry and the session's user, or whom an administrator names. Of most types there is one for
    /// a user and an entry; attempts at a quiz are as many as the quiz allows.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION, WIDGET_SESSION_PERMISSION)
    )]
    async fn add(
        call: &Call,
        /// The user entry; its class says of which type, and its entry is required.
        user_entry: AnyUserEntry,
    ) -> Result<AnyUserEntry> {
        let note = Box::pin(save::add(call, user_entry)).await?;
        shown_one(call, &note).await
    }

    /// Deletes a user entry of the session's user; administrators any.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION))]
    async fn delete(
        call: &Call,
        /// Its id.
        id: BigInt,
    ) -> Result<AnyUserEntry> {
        let note = save::delete(call, id.0).await?;
        shown_one(call, &note).await
    }

    /// Answers a user entry that the session sees.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION))]
    async fn get(
        call: &Call,
        /// Its id.
        id: String,
    ) -> Result<AnyUserEntry> {
        let missing = || Error::from(USER_ENTRY_NOT_FOUND.with([&id]));
        let number = id.trim().parse().map_err(|_| missing())?;
        let found = access::visible(call, number).await?.ok_or_else(missing)?;
        shown_one(call, &found.note).await
    }

    /// Answers user entries: the user's own, those of entries that are the user's or name the user, and all of them for
    /// administrators. Players ask for them whenever they load a list. Nobody known gets none.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION, WIDGET_SESSION_PERMISSION)
    )]
    async fn list(
        call: &Call,
        /// Which ones; users or entries have to be named, unless nobody asks.
        filter: Option<AnyUserEntryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyUserEntry>> {
        if !call.is_admin() && call.known_session()?.token.is_anonymous() {
            return Ok(ListOf::default());
        }
        let filter = filter.unwrap_or_default();
        list::check(&filter)?;
        let (notes, total) = Box::pin(list::list(call, &filter, pager.as_ref())).await?;
        Ok(ListOf {
            objects: Some(shown(call, &notes).await?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Closes an attempt at a quiz and reckons what it came to. What is over stays as it is.
    #[action(
        session = always,
        alias = "userEntry.submitQuiz",
        source = "quiz_quizuserentry->submitQuiz",
        plugin = "quiz",
        allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION, WIDGET_SESSION_PERMISSION)
    )]
    async fn submit_quiz(
        call: &Call,
        /// The attempt.
        id: i64,
    ) -> Result<QuizUserEntry> {
        let note = Box::pin(attempt::submit(call, id)).await?;
        match shown_one(call, &note).await? {
            AnyUserEntry::Quiz(attempt) => Ok(attempt),
            _ => Err(access::not_found(id)),
        }
    }

    /// Changes a user entry of the session's user. Attempts at quizzes are changed by who may change the entry.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION))]
    async fn update(
        call: &Call,
        /// Its id.
        id: BigInt,
        /// What is to change, in the class of its type.
        user_entry: AnyUserEntry,
    ) -> Result<AnyUserEntry> {
        let note = Box::pin(save::update(call, id.0, user_entry)).await?;
        shown_one(call, &note).await
    }
}
