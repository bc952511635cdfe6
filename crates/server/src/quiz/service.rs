//! `quiz_quiz` (reference: more-services.md §5.1).

use std::sync::Arc;

use contract::enums::NullableBoolean;
use contract::errors::{INVALID_ENTRY_ID, INVALID_USER_ID, PROVIDED_ENTRY_IS_ALREADY_A_QUIZ};
use contract::search::{AnySearchItem, QuizAdvancedFilter};
use contract::{ApiObject, FilterPager, ListOf, Prop, service};

use super::model::{Quiz, QuizFilter};
use super::not_a_quiz;
use crate::call::Call;
use crate::entry::filter::{AnyEntryFilter, BaseEntryFilter};
use crate::entry::words::EntryStatus;
use crate::entry::{self, Known, owner::is_editor};
use crate::error::{Error, Result};
use crate::kept::Kept;

/// The service `quiz_quiz`.
pub struct QuizService;

/// Entries as quizzes. Their questions and answers are cue points, attempts at them are user entries.
#[service(name = "quiz_quiz", plugin = "quiz")]
impl QuizService {
    /// Makes a quiz of an entry that the session may change.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION),
        throws(ENTRY_ID_NOT_FOUND, INVALID_USER_ID, PROVIDED_ENTRY_IS_ALREADY_A_QUIZ)
    )]
    async fn add(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// What it is to be.
        mut quiz: Quiz,
    ) -> Result<Quiz> {
        let known = found(call, &entry_id).await?;
        let already = || Error::from(PROVIDED_ENTRY_IS_ALREADY_A_QUIZ.with([&entry_id]));
        if known.entry.more.quiz.is_some() {
            return Err(already());
        }
        require_editor(call, &known).await?;
        call.check_insert(&mut quiz)?;
        let mut kept = Kept::default();
        kept.merge(&quiz);
        kept.set("version", 1);
        let mut tx = call.app().store.begin().await?;
        let mut entry = entry::held(&mut tx, call, &entry_id).await?;
        if entry.more.quiz.is_some() {
            return Err(already());
        }
        entry.more.quiz = Some(kept.clone());
        entry::write(&mut tx, call, &mut entry).await?;
        tx.commit().await?;
        kept.show()
    }

    /// Answers what an entry is as a quiz.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, PLAYBACK_BASE_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(ENTRY_ID_NOT_FOUND)
    )]
    async fn get(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<Quiz> {
        let known = found(call, &entry_id).await?;
        known.entry.more.quiz.as_ref().ok_or_else(|| not_a_quiz(&entry_id))?.show()
    }

    /// Answers what entries are that are ready and quizzes, as lists of entries show them.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<QuizFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Quiz>> {
        let filter = filter.unwrap_or_default();
        let mut entries = BaseEntryFilter {
            id_equal: filter.entry_id_equal,
            id_in: filter.entry_id_in,
            status_equal: EntryStatus::Ready.into(),
            ..BaseEntryFilter::default()
        };
        let quizzes = QuizAdvancedFilter { is_quiz: NullableBoolean::True.into(), ..Default::default() };
        entries.base.base.advanced_search = AnySearchItem::Quiz(quizzes).into();
        let (found, total) = entry::listed(call, AnyEntryFilter::Base(entries), pager.as_ref(), &[]).await?;
        let quizzes = found.iter().filter_map(|known| known.entry.more.quiz.as_ref());
        Ok(ListOf {
            objects: Some(quizzes.map(Kept::show).collect::<Result<_>>()?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes what an entry is as a quiz. What is null stays.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION),
        throws(ENTRY_ID_NOT_FOUND, INVALID_USER_ID, PROVIDED_ENTRY_IS_NOT_A_QUIZ)
    )]
    async fn update(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// What is to change.
        mut quiz: Quiz,
    ) -> Result<Quiz> {
        let none = || Error::from(INVALID_ENTRY_ID.with([&entry_id]));
        let known = found(call, &entry_id).await?;
        let before: Quiz = known.entry.more.quiz.as_ref().ok_or_else(none)?.show()?;
        require_editor(call, &known).await?;
        call.check_update(&mut quiz, &before)?;
        quiz.each_mut(&mut |_, slot| {
            if !slot.is_set() {
                slot.clear();
            }
            Ok(())
        })?;
        quiz.version = Prop::Absent;
        let mut tx = call.app().store.begin().await?;
        let mut entry = entry::held(&mut tx, call, &entry_id).await?;
        let mut kept = entry.more.quiz.take().ok_or_else(none)?;
        kept.merge(&quiz);
        let version = kept.number_of("version").unwrap_or(0).saturating_add(1);
        kept.set("version", version);
        entry.more.quiz = Some(kept.clone());
        entry::write(&mut tx, call, &mut entry).await?;
        tx.commit().await?;
        kept.show()
    }
}

async fn found(call: &Call, id: &str) -> Result<Arc<Known>> {
    entry::visible(call, id).await?.ok_or_else(|| entry::not_found(id))
}

async fn require_editor(call: &Call, known: &Known) -> Result<()> {
    if is_editor(call, known).await? { Ok(()) } else { Err(INVALID_USER_ID.bare().into()) }
}
